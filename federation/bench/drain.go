package main

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/federation/sim"
	"forthwith/schema"
)

// drain cuts the link to the first peer, releases n notices, heals the link, and
// returns how many seconds it takes until the peer has them, from when it is
// heard. How long it is not heard is a matter of what it says, not of speed.
func (o *ours) drain(ctx context.Context, n int) (float64, error) {
	peer := o.peers[0]
	o.fed.Links.Set(o.origin, peer, sim.Fault{Cut: true})
	if err := o.release(ctx, n); err != nil {
		return 0, err
	}
	o.fed.Links.Heal(o.origin, peer)
	tr := o.fed.Node(o.origin).Tracker(schema.Live)
	if waiting := tr.Waiting(peer); waiting != n {
		return 0, fmt.Errorf("%d notices wait where %d were released", waiting, n)
	}
	word, err := o.linktest(ctx, peer)
	if err != nil {
		return 0, err
	}
	if err := o.until(ctx, func() bool { _, ok := tr.Message(word); return ok }); err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := o.until(ctx, func() bool { return tr.Waiting(peer) == 0 }); err != nil {
		return 0, err
	}
	return time.Since(begun).Seconds(), nil
}

// release drafts and approves n notices, and waits for no receipt.
func (o *ours) release(ctx context.Context, n int) error {
	if err := o.Prepare(ctx, n); err != nil {
		return err
	}
	ids := o.drafts
	o.drafts = nil
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(outstanding)
	for _, id := range ids {
		all.Go(func() error { return o.approve(ctx, o.origin, id) })
	}
	return all.Wait()
}

// linktest has a peer say something to the origin.
func (o *ours) linktest(ctx context.Context, from schema.Party) (schema.MessageID, error) {
	n := o.fed.Node(from)
	out, err := n.Desk(schema.Live).Draft(ctx, drafter, &schema.Message{
		Header: schema.Header{Addressees: []schema.Party{o.origin}},
		Body:   &schema.Linktest{Form: schema.LinktestMachine},
	}, n.Now())
	return out.Message, err
}

// until waits, by the word of the origin's tracker, until ok.
func (o *ours) until(ctx context.Context, ok func() bool) error {
	tr := o.fed.Node(o.origin).Tracker(schema.Live)
	for {
		changed := tr.Changed()
		if ok() {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
