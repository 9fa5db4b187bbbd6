package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"runtime"
	"strconv"
	"time"
)

// sustained measures how many notices a second go to one peer and to ten.
func (b *bench) sustained(ctx context.Context) error {
	for _, n := range []int{1, 10} {
		if err := b.sustain(ctx, n); err != nil {
			return fmt.Errorf("%d %s: %w", n, plural(n), err)
		}
		runtime.GC()
	}
	return nil
}

func (b *bench) sustain(ctx context.Context, peers int) error {
	return b.pair(ctx, peers, func(_ time.Duration, sides map[string]side) (err error) {
		leaf, err := newLeafs(ctx, b.store("leaf"), peers, sides["floor"].(*floor).payload)
		if err != nil {
			return fmt.Errorf("leaf nodes: %w", err)
		}
		defer func() { err = errors.Join(err, leaf.Close()) }()
		sides["leaf"] = leaf
		if _, err := alternate(ctx, warmups, 0, sides); err != nil {
			return err
		}
		r, err := rates(ctx, sides, max(b.notices/peers, 100))
		if err != nil {
			return err
		}
		name := fmt.Sprintf("notices to %d %s, %d outstanding", peers, plural(peers), outstanding)
		b.report.add(
			fewer(name, "1/s", r["floor"], r["ours"], 0),
			fewer(name+"; floor: a source on a leaf node", "1/s", r["leaf"], r["ours"], 0),
		)
		return nil
	})
}

// outage measures how fast what waited for a peer goes to it once it is heard.
// The floor runs before and after.
func (b *bench) outage(ctx context.Context) error {
	return b.pair(ctx, 1, func(_ time.Duration, sides map[string]side) error {
		before, err := rate(ctx, "floor", sides["floor"], b.notices/2)
		if err != nil {
			return err
		}
		own := sides["ours"].(*ours)
		var seconds float64
		err = labelled(ctx, "ours", func(ctx context.Context) error {
			seconds, err = own.drain(ctx, b.waiting)
			return err
		})
		if err != nil {
			return err
		}
		after, err := rate(ctx, "floor", sides["floor"], b.notices/2)
		if err != nil {
			return err
		}
		name := "after an outage, " + strconv.Itoa(b.waiting) + " waiting"
		b.report.add(
			row{name: name + ", till all are received", unit: "s", floor: math.NaN(), ours: seconds},
			fewer(name+"; floor: sustained", "1/s", (before+after)/2, float64(b.waiting)/seconds, 0),
		)
		return nil
	})
}
