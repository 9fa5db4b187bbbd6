package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// startsAtOnce bounds how many nodes start together: each waits a little, and
// the disk serves several as well as one.
const startsAtOnce = 16

// maxPeers is what the codes of ISO 3166 suffice for.
const maxPeers = 250

// textSize makes the envelope to one peer about 4 KB.
const textSize = 2000

var (
	drafter  = notify.Officer{Login: "haddad", Name: "S. Haddad", Desk: "nca-d", Rights: notify.Rights}
	approver = notify.Officer{Login: "silva", Name: "M. Silva", Desk: "nca-d", Rights: notify.Rights}
)

// ours is a federation of XA and its peers.
type ours struct {
	fed    *sim.Federation
	origin schema.Party
	all    []schema.Party
	peers  []schema.Party // of the origin; all are addressed

	mu     sync.Mutex
	drafts []schema.MessageID
	waits  map[schema.MessageID]chan struct{}
	stop   context.CancelFunc
	watch  sync.WaitGroup
}

// partyCodes are the codes of n parties, XA first.
func partyCodes(n int) []schema.Party {
	var first, rest []schema.Party
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			p, err := schema.ParseParty(string([]rune{a, b}))
			switch {
			case err != nil:
			case a == 'X':
				first = append(first, p)
			default:
				rest = append(rest, p)
			}
		}
	}
	return append(first, rest...)[:n]
}

// newOurs starts XA and its peers.
func newOurs(ctx context.Context, dir string, peers int) (*ours, error) {
	codes := partyCodes(peers + 1)
	o := &ours{origin: codes[0], all: codes, peers: codes[1:], waits: make(map[schema.MessageID]chan struct{})}
	cfg := sim.Config{Dir: dir, Loopback: true, Policy: notify.DefaultPolicy()}
	for _, c := range codes {
		cfg.Parties = append(cfg.Parties, sim.Party{Code: c, Name: "Party " + string(c)})
	}
	var err error
	if o.fed, err = addressed(cfg); err != nil {
		return nil, err
	}
	if err := o.each(o.all, func(p schema.Party) error { return o.fed.Start(ctx, p) }); err != nil {
		return nil, errors.Join(err, o.fed.Close())
	}
	watching, stop := context.WithCancel(ctx)
	o.stop = stop
	o.watch.Go(func() { o.watchTracker(watching) })
	return o, nil
}

// addressed makes a federation in which no two parties have one address: a port
// that was free for one party may still be so for a later one.
func addressed(cfg sim.Config) (*sim.Federation, error) {
	const tries = 50
	for range tries {
		fed, err := sim.New(cfg)
		if err != nil {
			return nil, err
		}
		taken := make(map[string]bool)
		for _, p := range cfg.Parties {
			taken[fed.Address(p.Code)] = true
		}
		if len(taken) == len(cfg.Parties) {
			return fed, nil
		}
	}
	return nil, fmt.Errorf("no distinct ports for %d parties", len(cfg.Parties))
}

// each does something with some parties, several at a time.
func (o *ours) each(parties []schema.Party, f func(schema.Party) error) error {
	var all errgroup.Group
	all.SetLimit(startsAtOnce)
	for _, p := range parties {
		all.Go(func() error { return f(p) })
	}
	return all.Wait()
}

// draft has an officer of a party write a notification.
func (o *ours) draft(ctx context.Context, from schema.Party, to []schema.Party, text int) (schema.MessageID, error) {
	n := o.fed.Node(from)
	out, err := n.Desk(schema.Live).Draft(ctx, drafter, &schema.Message{
		Header: schema.Header{Addressees: append([]schema.Party(nil), to...)},
		Body: &schema.Notification{
			Bases:    []schema.LegalBasis{schema.BasisArticle2},
			Nature:   schema.Nature{Type: "Nuclear Installation Event"},
			Occurred: schema.Occurred{At: schema.NewTime(n.Now())},
			Location: &schema.Location{Name: "Somewhere"},
			Text:     strings.Repeat("All that is known so far. ", text/26),
		},
	}, n.Now())
	return out.Message, err
}

// approve has a second officer release it.
func (o *ours) approve(ctx context.Context, from schema.Party, id schema.MessageID) error {
	n := o.fed.Node(from)
	_, err := n.Desk(schema.Live).Approve(ctx, approver, id, n.Now())
	return err
}

// Prepare implements side: the drafts are recorded.
func (o *ours) Prepare(ctx context.Context, n int) error {
	for range n {
		id, err := o.draft(ctx, o.origin, o.peers, textSize)
		if err != nil {
			return err
		}
		o.mu.Lock()
		o.drafts = append(o.drafts, id)
		o.mu.Unlock()
	}
	return nil
}

// Issue implements side.
func (o *ours) Issue(ctx context.Context) error {
	o.mu.Lock()
	id := o.drafts[0]
	o.drafts = o.drafts[1:]
	done := make(chan struct{})
	o.waits[id] = done
	o.mu.Unlock()
	if err := o.approve(ctx, o.origin, id); err != nil {
		return err
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// watchTracker looks at what is under way at each change, for all who wait: if
// each looked for itself, looking would be a part of what is measured.
func (o *ours) watchTracker(ctx context.Context) {
	tr := o.fed.Node(o.origin).Tracker(schema.Live)
	for {
		changed := tr.Changed()
		o.mu.Lock()
		for id, done := range o.waits {
			if received(tr, id) {
				close(done)
				delete(o.waits, id)
			}
		}
		o.mu.Unlock()
		select {
		case <-changed:
		case <-ctx.Done():
			return
		}
	}
}

// received reports whether the receipts of all addressees are in the journal.
func received(tr *notify.Tracker, id schema.MessageID) bool {
	m, ok := tr.Message(id)
	for _, d := range m.Deliveries() {
		ok = ok && d.Received != ""
	}
	return ok
}

// envelope is the size on the wire of the last message that was issued.
func (o *ours) envelope(ctx context.Context) ([]byte, error) {
	n := o.fed.Node(o.origin)
	ms := n.Tracker(schema.Live).Messages()
	if len(ms) == 0 {
		return nil, errors.New("nothing was issued")
	}
	raw, err := n.Envelope(ctx, schema.Live, ms[len(ms)-1])
	if err != nil {
		return nil, fmt.Errorf("read what was issued: %w", err)
	}
	return raw, nil
}

// Close implements side.
func (o *ours) Close() error {
	o.stopWatching()
	return o.each(o.all, o.fed.Stop)
}

func (o *ours) stopWatching() {
	o.stop()
	o.watch.Wait()
}
