package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/schema"
)

const (
	// askEvery is how soon a node that did not answer is asked again.
	askEvery = 20 * time.Millisecond
	// often is how often a node issues where roads are good; acknowledgeEvery looks
	// for what rings.
	often            = 50 * time.Millisecond
	acknowledgeEvery = 50 * time.Millisecond
	// settleEvery is how often it is looked whether all has arrived, settleWithin
	// how long that may take: the longest pause of a courier, and some more.
	settleEvery  = 100 * time.Millisecond
	settleWithin = 4 * time.Minute
	// largestFile is more than two chunks.
	largestFile = 600 << 10
)

// occurred is when the emergencies of a run occurred: before any node's clock.
func occurred() schema.Time { return schema.NewTime(time.Now().Add(-7 * 24 * time.Hour)) }

// load is officers at work at every node until it is ended.
type load struct {
	town    *town
	ending  atomic.Bool
	stop    context.CancelFunc
	working errgroup.Group
}

// load has every node issue to all others every so often, and acknowledge what
// rings there.
func (t *town) load(ctx context.Context, every time.Duration) *load {
	l := &load{town: t}
	ctx, l.stop = context.WithCancel(ctx)
	for _, p := range t.parties {
		l.working.Go(func() error { return l.issue(ctx, p, every) })
		l.working.Go(func() error { return l.acknowledge(ctx, p) })
	}
	return l
}

// end lets the officers finish what they began; after a failure they leave.
func (l *load) end(failed error) error {
	l.ending.Store(true)
	if failed != nil {
		l.stop()
	}
	err := l.working.Wait()
	l.stop()
	return errors.Join(failed, err)
}

func (l *load) issue(ctx context.Context, p schema.Party, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
		if l.ending.Load() {
			return nil
		}
		if _, err := l.town.issue(ctx, p); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// issue has a node notify all others, whatever happens to it, and enters the act
// when the node has answered for it.
func (t *town) issue(ctx context.Context, p schema.Party) (schema.MessageID, error) {
	do := command{Do: issue, Message: schema.NewMessageID(), At: occurred()}
	if t.files > 0 && rand.IntN(t.files) == 0 {
		do.File = 1 + rand.IntN(largestFile)
	}
	for _, q := range t.parties {
		if q != p {
			do.To = append(do.To, q)
		}
	}
	r, err := t.ask(ctx, p, do)
	if err != nil {
		return "", err
	}
	t.ledger.enter(p, *r.Act)
	return do.Message, nil
}

func (l *load) acknowledge(ctx context.Context, p schema.Party) error {
	every := time.NewTicker(acknowledgeEvery)
	defer every.Stop()
	for {
		select {
		case <-every.C:
		case <-ctx.Done():
			return nil
		}
		if l.ending.Load() {
			return nil
		}
		if _, err := l.town.acknowledge(ctx, p); err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// acknowledge has an officer of a node answer all that rings, and says how much
// that was.
func (t *town) acknowledge(ctx context.Context, p schema.Party) (int, error) {
	for n := 0; ; n++ {
		r, err := t.ask(ctx, p, command{Do: acknowledge})
		if err != nil || r.Act == nil {
			return n, err
		}
		t.ledger.enter(p, *r.Act)
	}
}

// settle acknowledges all that rings until nothing is owed to anybody.
func (t *town) settle(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	every := time.NewTicker(settleEvery)
	defer every.Stop()
	for calm := 0; ; {
		unsettled, err := t.unsettled(ctx)
		if err != nil {
			return err
		}
		if calm++; len(unsettled) > 0 {
			calm = 0
		}
		if calm == 2 { // the nodes are asked one after the other
			return nil
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the nodes never came to rest: %v", unsettled), ctx.Err())
		}
	}
}

// unsettled says how those stand that are not at rest.
func (t *town) unsettled(ctx context.Context) (map[schema.Party]standing, error) {
	out := make(map[schema.Party]standing)
	for _, p := range t.parties {
		n, err := t.acknowledge(ctx, p)
		if err != nil {
			return nil, err
		}
		r, err := t.ask(ctx, p, command{Do: state})
		if err != nil {
			return nil, err
		}
		t.ledger.see(p, *r.State)
		if s := *r.State; n+s.Waiting+s.Files+s.Ringing+s.Giving+len(s.Failing) > 0 {
			out[p] = s
		}
	}
	return out, nil
}
