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

// wrong is what should not be, of a trial; nil if all is well, and something was
// tried.
func (tr *trial) wrong() error {
	if tr.err != nil {
		return tr.err
	}
	if tr.town == nil || tr.town.book == nil {
		return errors.New("not audited")
	}
	l := tr.town.ledger
	if tr.faults < tr.count || l.count() == 0 {
		return fmt.Errorf("%d faults of %d were injected, and %d acts answered", tr.faults, tr.count, l.count())
	}
	for _, seen := range [][]string{l.lost, l.allTwice(), l.silent, l.other} {
		if len(seen) > 0 {
			return errors.New(seen[0])
		}
	}
	if err := tr.town.book.Err(); err != nil {
		return err
	}
	if tr.lies && tr.name == "power" {
		return errors.New("the disk lied and nothing is lost: this program finds nothing")
	}
	return nil
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
	c.acts, c.lost, c.twice, c.silent = l.count(), slices.Clone(l.lost), l.allTwice(), slices.Clone(l.silent)
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

// runParts runs what the command line says. It prints some lines for each run, what
// was found, and last the report. Its error is that something is wrong.
func runParts(ctx context.Context, args []string, out io.Writer) error {
	pl, err := parse(args)
	if err != nil {
		return err
	}
	if os.Geteuid() != 0 {
		return errors.New("disks are mounted and networks made here, and only root may; run it as root")
	}
	fmt.Fprintf(out, "faults: seed %d\n", pl.seed)
	var all count
	var wrong error
	for _, r := range pl.runs() {
		tr := pl.try(ctx, r)
		c := tr.tally()
		all.add(c)
		tr.print(out, c)
		if tr.wrong() != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%s: faults -only %s -seed %d -count %d", r.title, r.name, r.seed, r.count))
		}
		if ctx.Err() != nil {
			wrong = errors.Join(wrong, errors.New("interrupted"))
			break
		}
	}
	all.list(out)
	fmt.Fprintf(out, "report: %s\n", all)
	return wrong
}

// print writes what became of a trial.
func (tr *trial) print(out io.Writer, c count) {
	fmt.Fprintf(out, "%s: %s (%s)\n", tr.title, c, tr.took.Round(time.Second))
	if tr.found != "" {
		fmt.Fprintf(out, "        once: %s\n", tr.found)
	}
	if tr.town != nil && tr.town.book != nil {
		fmt.Fprintf(out, "        accountant: %s\n", tr.town.book)
	}
	for _, n := range tr.notes {
		fmt.Fprintf(out, "        %s\n", n)
	}
	if err := tr.wrong(); err != nil {
		fmt.Fprintf(out, "        WRONG: %v\n        stores and logs are in %s\n", err, tr.dir)
	}
}

// list writes some of what was found.
func (c count) list(out io.Writer) {
	for _, of := range []struct {
		what  string
		items []string
	}{{"lost", c.lost}, {"shown twice", c.twice}, {"silently served", c.silent}, {"without an answer", c.late}} {
		for _, i := range of.items[:min(len(of.items), most)] {
			fmt.Fprintf(out, "%s: %s\n", of.what, i)
		}
	}
}
