package main

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// plan is what is run.
type plan struct {
	parts []part
	cases bool // alone
	again bool // one run is repeated: no cases
	seed  uint64
	count int // of faults of each part, in place of the part's own; zero for that
	lies  bool
	keep  bool
}

// run is one part with one seed.
type run struct {
	part
	title string
	found string // what it once found
	seed  uint64
}

// runs are what there is to do: what once found a fault, and then chance.
func (pl plan) runs() (out []run) {
	for _, c := range cases() {
		n := slices.IndexFunc(pl.parts, func(p part) bool { return p.name == c.part })
		if n < 0 || pl.again {
			continue
		}
		p := pl.parts[n]
		p.count = c.count
		out = append(out, run{p, c.name, c.what, c.seed})
	}
	if pl.cases {
		return out
	}
	for _, p := range pl.parts {
		if pl.count > 0 {
			p.count = pl.count
		}
		out = append(out, run{p, p.name, "", pl.seed})
	}
	return out
}

// parts are all there are, in the order in which they run.
func parts() []part {
	return []part{
		{"power", 100, 25 * time.Minute, power},
		{"kills", 200, 25 * time.Minute, kills},
		{"room", 6, 15 * time.Minute, room},
		{"links", 60, 15 * time.Minute, links},
		{"clock", 30, 15 * time.Minute, clock},
		{"damage", 40, 25 * time.Minute, damage},
	}
}

func names(ps []part) string {
	var out []string
	for _, p := range ps {
		out = append(out, p.name)
	}
	return strings.Join(out, ",")
}

// parse reads the command line.
func parse(args []string) (plan, error) {
	pl := plan{parts: parts()}
	fs := flag.NewFlagSet("faults", flag.ContinueOnError)
	only := fs.String("only", "", "which parts to run, of "+names(pl.parts)+" (default all)")
	fs.BoolVar(&pl.cases, "cases", false, "only what once found a fault; otherwise that comes first")
	fs.Uint64Var(&pl.seed, "seed", 0, "which faults, and when; one that was printed repeats them, without the cases (default another each time)")
	fs.IntVar(&pl.count, "count", 0, "faults of each part, without the cases (default the part's own number)")
	fs.BoolVar(&pl.lies, "no-sync", false, "the disk of the part power does nothing where it is asked to sync: the report must show what is lost")
	fs.BoolVar(&pl.keep, "keep", false, "leave stores and logs where they are; those of a part with something wrong always stay")
	if err := fs.Parse(args); err != nil {
		return pl, err
	}
	if fs.NArg() > 0 {
		return pl, fmt.Errorf("%q: there are only flags; see -help", fs.Arg(0))
	}
	if pl.again = pl.seed != 0 || pl.count != 0 || pl.lies; pl.again && pl.cases {
		return pl, errors.New("-cases have seeds and counts of their own, and disks that do not lie")
	}
	if pl.seed == 0 {
		pl.seed = rand.Uint64N(1 << 32)
	}
	return pl, pl.choose(*only)
}

func (pl *plan) choose(only string) error {
	if only == "" {
		return nil
	}
	all := pl.parts
	pl.parts = nil
	for name := range strings.SplitSeq(only, ",") {
		n := slices.IndexFunc(all, func(p part) bool { return p.name == name })
		if n < 0 {
			return fmt.Errorf("-only %s: there are %s", name, names(all))
		}
		pl.parts = append(pl.parts, all[n])
	}
	return nil
}
