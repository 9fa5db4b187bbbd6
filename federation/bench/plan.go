package main

import (
	"cmp"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// measures are all there are, in the order of the table.
var measures = []string{"fanout", "sustained", "outage", "start", "idle", "flood"}

// plan is how much is measured.
type plan struct {
	only    []string
	peers   []int         // of the fan-outs
	budget  int           // deliveries of one fan-out, from which its runs follow
	notices int           // of a sustained run
	waiting int           // after an outage
	entries int           // of the journal that is opened
	idle    time.Duration // for which processor time is counted
	links   int           // of an idle node
	rest    time.Duration // before memory is counted
	floods  int           // deliveries measured in a flood

	cpuprofile string // file; empty for none
}

// fullPlan takes under twenty minutes on two cores.
func fullPlan() plan {
	return plan{
		only: measures, peers: []int{1, 10, 50, 200}, budget: 2000, notices: 3000, waiting: 10_000,
		entries: 100_000, idle: 10 * time.Second, rest: 140 * time.Second, links: 50, floods: 250,
	}
}

// quickPlan takes under two minutes.
func quickPlan() plan {
	return plan{
		only: measures, peers: []int{1, 10, 50}, budget: 400, notices: 500, waiting: 1000,
		entries: 20_000, idle: 2 * time.Second, rest: 5 * time.Second, links: 50, floods: 150,
	}
}

// flags are what the command line says.
type flags struct {
	plan
	out, child string
}

// parse reads the command line; what it does not say, the plan does.
func parse(args []string) (flags, error) {
	var f, said flags
	fs := flag.NewFlagSet("bench", flag.ContinueOnError)
	only := fs.String("only", "", "what to measure, of "+strings.Join(measures, ","))
	peers := fs.String("peers", "", "numbers of peers of the fan-outs (default 1,10,50,200; with -quick 1,10,50)")
	quick := fs.Bool("quick", false, "fewer of everything: under two minutes on two cores")
	long := fs.Bool("long", false, "a journal of 1000000 entries, and 20 s of idleness")
	fs.IntVar(&said.waiting, "waiting", 0, "notices that wait after an outage (default 10000; with -quick 1000)")
	fs.IntVar(&said.entries, "entries", 0, "entries of the journal that is opened (default 100000; with -quick 20000)")
	fs.IntVar(&said.links, "links", 0, "links of an idle node (default 50)")
	fs.DurationVar(&said.idle, "idle", 0, "how long an idle node is watched (default 10s; with -quick 2s)")
	fs.DurationVar(&said.rest, "rest", 0, "a node with a long journal rests as long, until its memory no longer falls (default 2m20s; with -quick 5s, in which its server lets go of nothing)")
	fs.StringVar(&f.out, "out", "", "directory for report and chart (default a new one for temporary files)")
	cpuprofile := fs.String("cpuprofile", "", "file for a profile, labelled side=floor and side=ours; start and idle have files of their own beside it")
	fs.StringVar(&f.child, "child", "", "used by bench itself: measure one thing in a process of its own")
	if err := fs.Parse(args); err != nil {
		return f, err
	}
	if fs.NArg() > 0 {
		return f, fmt.Errorf("%q: there are only flags; see -help", fs.Arg(0))
	}
	f.plan = fullPlan()
	if *quick {
		f.plan = quickPlan()
	}
	if *long {
		f.entries, f.idle = 1_000_000, 20*time.Second
	}
	f.cpuprofile = *cpuprofile
	f.waiting, f.entries = cmp.Or(said.waiting, f.waiting), cmp.Or(said.entries, f.entries)
	f.links, f.idle = cmp.Or(said.links, f.links), cmp.Or(said.idle, f.idle)
	f.rest = cmp.Or(said.rest, f.rest)
	return f, f.lists(*only, *peers)
}

// lists reads the two lists of the command line.
func (p *plan) lists(only, peers string) error {
	if only != "" {
		p.only = strings.Split(only, ",")
	}
	for _, m := range p.only {
		if !slices.Contains(measures, m) {
			return fmt.Errorf("-only %s: there are %s", m, strings.Join(measures, ", "))
		}
	}
	if peers == "" {
		return nil
	}
	p.peers = nil
	for word := range strings.SplitSeq(peers, ",") {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > maxPeers {
			return fmt.Errorf("-peers %s: numbers from 1 to %d", word, maxPeers)
		}
		p.peers = append(p.peers, n)
	}
	return nil
}
