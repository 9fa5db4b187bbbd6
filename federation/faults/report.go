package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"
)

// wrong is everything that should not be, of a trial; nil if all is well.
func (tr *trial) wrong() error {
	if tr.err != nil || tr.town == nil {
		return tr.err
	}
	if tr.town.book == nil {
		return errors.New("not audited")
	}
	l := tr.town.ledger
	for _, seen := range [][]string{l.lost, l.twice, l.silent, l.other} {
		if len(seen) > 0 {
			return errors.New(seen[0])
		}
	}
	return tr.town.book.Err()
}

// count is what a report says in numbers.
type count struct {
	faults, acts, missing     int
	lost, twice, silent, late []string
}

// count joins what the accountant found with what was seen while the nodes ran.
func (tr *trial) tally() count {
	c := count{faults: tr.faults}
	if tr.town == nil {
		return c
	}
	l := tr.town.ledger
	c.acts, c.lost, c.twice, c.silent = l.count(), slices.Clone(l.lost), slices.Clone(l.twice), slices.Clone(l.silent)
	if b := tr.town.book; b != nil {
		c.lost, c.twice = append(c.lost, b.Lost...), append(c.twice, b.Twice...)
		c.silent = slices.Concat(c.silent, b.Unverified, b.WrongHead)
		c.late, c.missing = b.Unreceived, len(b.Missing)
	}
	return c
}

func (c count) String() string {
	text := fmt.Sprintf("faults injected %d, acts answered %d, lost %d, shown twice %d, silently served %d, without an answer %d",
		c.faults, c.acts, len(c.lost), len(c.twice), len(c.silent), len(c.late))
	if c.missing > 0 {
		text += fmt.Sprintf("; %d that nobody held are named as missing", c.missing)
	}
	return text
}

func (c *count) add(o count) {
	c.faults, c.acts, c.missing = c.faults+o.faults, c.acts+o.acts, c.missing+o.missing
	c.lost, c.twice = append(c.lost, o.lost...), append(c.twice, o.twice...)
	c.silent, c.late = append(c.silent, o.silent...), append(c.late, o.late...)
}

// most is how many findings of a kind are listed.
const most = 5

// runParts runs what the command line says and prints a line for each part, and
// the report. Its error is that something is wrong.
func runParts(ctx context.Context, args []string, out io.Writer) error {
	pl, err := parse(args)
	if err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errors.New("disks are mounted here, and only root may; run it as root")
	}
	fmt.Fprintf(out, "faults: seed %d\n", pl.seed)
	var all count
	var wrong error
	for _, p := range pl.parts {
		tr := pl.try(ctx, p)
		c := tr.tally()
		all.add(c)
		fmt.Fprintf(out, "%-7s %s (%s)\n", p.name, c, tr.took.Round(time.Second))
		if tr.town != nil && tr.town.book != nil {
			fmt.Fprintf(out, "        accountant: %s\n", tr.town.book)
		}
		for _, n := range tr.notes {
			fmt.Fprintf(out, "        %s\n", n)
		}
		if err := tr.wrong(); err != nil {
			fmt.Fprintf(out, "        WRONG: %v\n        stores and logs are in %s\n", err, tr.dir)
			wrong = errors.Join(wrong, fmt.Errorf("part %s, seed %d", p.name, pl.seed))
		}
		if ctx.Err() != nil {
			break
		}
	}
	fmt.Fprintf(out, "report  %s\n", all)
	for _, of := range []struct {
		what  string
		items []string
	}{{"lost", all.lost}, {"twice", all.twice}, {"served", all.silent}, {"without an answer", all.late}} {
		for _, i := range of.items[:min(len(of.items), most)] {
			fmt.Fprintf(out, "        %s: %s\n", of.what, i)
		}
	}
	return wrong
}
