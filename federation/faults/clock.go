package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"forthwith/schema"
)

// steps are how wrong a node's clock can be.
var steps = []time.Duration{-24 * time.Hour, -time.Hour, 0, time.Hour, 24 * time.Hour}

// clock steps the clocks of the nodes between acts. It does so where nothing is
// owed: a pause is measured by Config.Clock here and by a clock that nobody steps
// in a node as it is installed.
func clock(ctx context.Context, tr *trial) error {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	return tr.finish(ctx, tr.stepAny(ctx))
}

func (tr *trial) stepAny(ctx context.Context) error {
	t := tr.town
	if err := t.upAll(ctx); err != nil {
		return err
	}
	warned := 0
	for range tr.count {
		p := t.parties[tr.random.IntN(len(t.parties))]
		others := slices.DeleteFunc(slices.Clone(steps), func(d time.Duration) bool { return d == t.offsets[p] })
		t.offsets[p] = others[tr.random.IntN(len(others))]
		if _, err := t.ask(ctx, p, command{Do: step, Offset: t.offsets[p]}); err != nil {
			return err
		}
		tr.faults++
		issued := make(map[schema.Party]schema.MessageID)
		for _, q := range t.parties {
			id, err := t.issue(ctx, q)
			if err != nil {
				return err
			}
			issued[q] = id
		}
		if tr.random.IntN(4) == 0 { // and a start with the clock as it is
			if err := t.process(p).kill(); err != nil {
				return err
			}
			if err := t.up(ctx, p); err != nil {
				return err
			}
		}
		if err := t.settle(ctx); err != nil {
			return err
		}
		n, err := tr.warned(ctx, issued)
		if err != nil {
			return err
		}
		warned += n
	}
	tr.note("%d messages were taken with a warning about the clock", warned)
	if warned == 0 {
		return errors.New("no clock was ever seen to be wrong")
	}
	return nil
}

// warned demands a warning where clocks differ, and none where they do not.
func (tr *trial) warned(ctx context.Context, issued map[schema.Party]schema.MessageID) (n int, err error) {
	t := tr.town
	for author, id := range issued {
		for _, p := range t.parties {
			if p == author {
				continue
			}
			r, err := t.ask(ctx, p, command{Do: warnings, Message: id, Author: author})
			if err != nil {
				return n, err
			}
			want := []string(nil)
			switch apart := t.offsets[p] - t.offsets[author]; {
			case apart < -schema.MaxSkew:
				want = []string{"skew"}
			case apart > schema.MaxSkew:
				want = []string{"late"}
			}
			if !slices.Equal(r.Warnings, want) {
				return n, fmt.Errorf("%s took %s of %s with the warnings %q, expected %q", p, id, author, r.Warnings, want)
			}
			n += len(want)
		}
	}
	return n, nil
}
