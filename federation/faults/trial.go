package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"time"

	"forthwith/schema"
)

// part is one kind of fault.
type part struct {
	name   string
	count  int
	within time.Duration
	do     func(context.Context, *trial) error
}

// trial is one run of a part.
type trial struct {
	run
	dir    string
	lies   bool
	random *rand.Rand // of the faults; for one goroutine
	deck   []target   // of the part damage
	town   *town
	faults int
	notes  []string
	err    error
	took   time.Duration
}

// try runs a part in a directory of its own. Its error stays in the trial.
func (pl plan) try(ctx context.Context, r run) *trial {
	begun := time.Now()
	tr := &trial{run: r, lies: pl.lies}
	tr.random = tr.source(r.name)
	ctx, cancel := context.WithTimeout(ctx, r.within)
	defer cancel()
	if tr.dir, tr.err = os.MkdirTemp("", "forthwith-faults-"+r.name+"-"); tr.err == nil {
		tr.err = r.do(ctx, tr)
	}
	tr.took = time.Since(begun)
	if tr.wrong() == nil && !pl.keep {
		tr.err = os.RemoveAll(tr.dir)
	}
	return tr
}

// source draws from the seed, for a purpose.
func (tr *trial) source(purpose string) *rand.Rand {
	h := fnv.New64a()
	h.Write([]byte(purpose)) // never an error
	return rand.New(rand.NewPCG(tr.seed, h.Sum64()))
}

// open makes the town.
func (tr *trial) open(parties ...schema.Party) (err error) {
	tr.town, err = newTown(tr.dir, parties...)
	return err
}

// finish brings the town to rest and to its end, and has it audited: after a
// failure too, without the rest.
func (tr *trial) finish(ctx context.Context, failed error) error {
	t := tr.town
	if failed == nil {
		failed = t.settle(ctx)
	}
	// What is there is to be audited, also when the time is over.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleWithin)
	defer cancel()
	err := errors.Join(failed, t.down(ctx))
	if aerr := t.audit(ctx); aerr != nil {
		err = errors.Join(err, fmt.Errorf("audit: %w", aerr))
	}
	return err
}

// hadFiles says how many files came whole, and that some did.
func (tr *trial) hadFiles() error {
	n := 0
	if b := tr.town.book; b != nil {
		n = b.Files
	}
	tr.note("%d files came whole to an addressee", n)
	if n == 0 {
		return errors.New("no file ever came whole")
	}
	return nil
}

// startOne lets a node start, and work for a while. Now and then that is too short for
// it to come up.
func (tr *trial) startOne(ctx context.Context, p schema.Party) error {
	if tr.random.IntN(5) == 0 {
		if _, err := tr.town.begin(p); err != nil {
			return err
		}
		return pause(ctx, tr.atMost(300*time.Millisecond))
	}
	if err := tr.town.up(ctx, p); err != nil {
		return err
	}
	return pause(ctx, tr.atMost(600*time.Millisecond))
}

// allUp waits for those that were not waited for.
func (tr *trial) allUp(ctx context.Context) error {
	for _, p := range tr.town.parties {
		answered := tr.town.ledger.of(p)
		if err := tr.town.process(p).awaitUp(ctx); err != nil {
			return err
		}
		if err := tr.town.compare(ctx, p, answered); err != nil {
			return err
		}
	}
	return nil
}

func (tr *trial) atMost(d time.Duration) time.Duration {
	return time.Duration(tr.random.Int64N(int64(d)))
}

func (tr *trial) note(format string, a ...any) {
	tr.notes = append(tr.notes, fmt.Sprintf(format, a...))
}

// pause waits, unless ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
