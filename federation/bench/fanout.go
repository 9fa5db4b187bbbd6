package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"time"
)

// aims are the ratios of the p50 that a fan-out should keep to, by peers.
var aims = map[int]float64{1: 2.0, 50: 1.5, 200: 1.5}

// warmups go before what is measured.
const warmups = 2

// fanouts measures one notice at a time to ever more peers.
func (b *bench) fanouts(ctx context.Context) error {
	for _, n := range b.peers {
		if err := b.fanout(ctx, n); err != nil {
			return fmt.Errorf("%d peers: %w", n, err)
		}
		runtime.GC()
	}
	return nil
}

func (b *bench) fanout(ctx context.Context, peers int) error {
	return b.pair(ctx, peers, func(first time.Duration, sides map[string]side) error {
		if _, err := alternate(ctx, warmups, 0, sides); err != nil {
			return err
		}
		runtime.GC()
		took, err := alternate(ctx, min(max(b.budget/peers, 15), b.budget/10), settle, sides)
		if err != nil {
			return err
		}
		floor, own, aim := took["floor"].clock, took["ours"].clock, aims[peers]
		floorUsed, ownUsed := took["floor"].processor.p50(), took["ours"].processor.p50()
		name := fmt.Sprintf("notice to %d %s, ", peers, plural(peers))
		b.report.add(
			slower(name+"p50", "ms", floor.p50(), own.p50(), aim),
			slower(fmt.Sprintf("%sp99 of %d", name, len(own)), "ms", floor.p99(), own.p99(), 0),
			slower(name+"processor time in all nodes", "ms", floorUsed, ownUsed, 0),
			slower(name+"allocated in all nodes", "KB", median(took["floor"].heap)/1024, median(took["ours"].heap)/1024, 0),
			row{name: name + "the first, which dials", unit: "ms", floor: math.NaN(), ours: samples{first}.p50()},
		)
		b.report.bars = append(b.report.bars, bar{peers, floor.p50(), own.p50(), aim})
		return nil
	})
}

// pair starts ours and the floor with as many peers and the same payload, and
// runs f with them. One notice has gone on ours, through links that were dialled
// for it: how long it took is in first.
func (b *bench) pair(ctx context.Context, peers int, f func(first time.Duration, sides map[string]side) error) (err error) {
	dir := b.store(fmt.Sprintf("%d-peers", peers))
	var own *ours
	err = labelled(ctx, "ours", func(ctx context.Context) (err error) {
		own, err = newOurs(ctx, filepath.Join(dir, "ours"), peers)
		return err
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	first, err := issueOne(ctx, 0, "ours", own)
	if err != nil {
		return err
	}
	payload, err := own.envelope(ctx)
	if err != nil {
		return err
	}
	var least *floor
	err = labelled(ctx, "floor", func(ctx context.Context) (err error) {
		least, err = newFloor(ctx, filepath.Join(dir, "floor"), peers, payload)
		return err
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, least.Close()) }()
	return f(first.clock, map[string]side{"ours": own, "floor": least})
}
