package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/schema"
)

// troubles are what roads suffer from.
var troubles = []trouble{
	{name: "refuses", refuse: true},
	{name: "hangs", hang: true},
	{name: "carries no answers", deaf: true},
	{name: "is late by a second", delay: time.Second},
	{name: "carries 9600 bit/s", rate: 9600 / 8},
	{name: "breaks off", breaks: 20_000},
	{name: "breaks off in the handshake", breaks: 1000},
}

// links puts a forwarder on each road from one node to another, and has it do
// harm. Afterwards all must arrive.
func links(ctx context.Context, tr *trial) error {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	roads, err := tr.roads()
	if err != nil {
		return err
	}
	forwarding, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	var all errgroup.Group
	for _, r := range roads {
		all.Go(func() error { return r.run(forwarding) })
	}
	err = tr.finish(ctx, tr.troubleAny(ctx, roads))
	stop()
	if rerr := all.Wait(); err == nil {
		err = rerr
	}
	return err
}

// roads lead the nodes to each other by forwarders.
func (tr *trial) roads() ([]*road, error) {
	var all []*road
	t := tr.town
	for _, p := range t.parties {
		t.roads[p] = make(map[string]string)
		for _, q := range t.parties {
			if p == q {
				continue
			}
			r, err := newRoad(t.places[q])
			if err != nil {
				return nil, err
			}
			all = append(all, r)
			t.roads[p][t.fed.Address(q)] = r.listener.Addr().String()
		}
	}
	return all, nil
}

func (tr *trial) troubleAny(ctx context.Context, roads []*road) (err error) {
	if err := tr.town.upAll(ctx); err != nil {
		return err
	}
	work := tr.town.load(ctx)
	defer func() {
		for _, r := range roads {
			r.set(trouble{})
		}
		begun := time.Now()
		if err = work.end(err); err != nil {
			return
		}
		waiting := make(map[schema.Party]int)
		stood, serr := tr.town.unsettled(ctx)
		for p, s := range stood {
			waiting[p] = s.Waiting
		}
		if err = serr; err != nil || len(waiting) == 0 {
			return
		}
		if err = tr.town.settle(ctx); err == nil {
			tr.note("when all roads were good again %v deliveries waited; they arrived in %s",
				slices.Sorted(maps.Values(waiting)), time.Since(begun).Round(time.Second))
		}
	}()
	happened := make(map[string]int)
	for range tr.count {
		bad := troubles[tr.random.IntN(len(troubles))]
		roads[tr.random.IntN(len(roads))].set(bad)
		roads[tr.random.IntN(len(roads))].set(trouble{})
		happened[bad.name]++
		tr.faults++
		if err := pause(ctx, tr.atMost(2*time.Second)); err != nil {
			return err
		}
	}
	tr.note("roads: %v", happened)
	return nil
}
