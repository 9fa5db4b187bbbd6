package federation

import (
	"context"
	"errors"
	"fmt"
	"time"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// checkpointEvery is how often a peer's checkpoint is recorded: what a restart
// begins from. The latest is in memory.
const checkpointEvery = 24 * time.Hour

// beats tells the party, at every interval, what a link that looks healthy hides.
func (c *courier) beats(ctx context.Context) error {
	wait := firstPause
	for {
		select {
		case <-c.g.clock.After(jitter(wait)):
		case <-ctx.Done():
			return nil
		}
		wait = c.g.every
		if err := c.beat(ctx); err != nil && ctx.Err() == nil {
			c.g.log.Debug("heartbeat", "party", c.party, "error", err)
		}
	}
}

func (c *courier) beat(ctx context.Context) error {
	conn, err := c.connect(ctx)
	if err != nil {
		return err
	}
	b, err := c.g.makeBeat(c.party, c.g.clock.Now())
	if err != nil {
		return err
	}
	told := c.pulse.tell(c.g, c.party, b)
	env, err := c.g.intake.Beat(b)
	if err != nil {
		return err
	}
	reply, err := c.ask(ctx, conn, env.Marshal())
	if err != nil {
		return err
	}
	answer, err := c.g.intake.OpenBeat(c.party, reply)
	if err != nil {
		return err
	}
	c.answered()
	told()
	_, err = c.g.takeBeat(ctx, answer, reply, c.g.clock.Now())
	return err
}

// heartbeat is told by intake of a party's heartbeat, and gives ours. Where we were
// told something else than the party, it says so: what the party heard first it may
// have told us before we had heard anything.
func (g *gateway) heartbeat(ctx context.Context, b *schema.Beat, raw []byte, now time.Time) (*schema.Beat, error) {
	disputed, err := g.takeBeat(ctx, b, raw, now)
	if err != nil {
		return nil, err
	}
	ours, err := g.makeBeat(b.By, now)
	if err == nil {
		ours.Seen = disputed
	}
	return ours, err
}

// makeBeat says how things stand between us and a party.
func (g *gateway) makeBeat(p schema.Party, now time.Time) (*schema.Beat, error) {
	b := &schema.Beat{
		By: g.party, To: p, At: schema.NewInstant(now), Every: max(int(g.every/time.Second), 1),
		Edition: g.edition(), Attended: g.attended(), Waiting: g.tracker.Waiting(p), Received: g.tracker.Received(p),
	}
	c := g.courier(p)
	for _, at := range g.both() {
		var known strand
		if c != nil { // the directory may be turning
			known = c.pulse.strand(at.workspace)
		}
		s, err := at.standing(known)
		if err != nil {
			return nil, err
		}
		*b.Of(at.workspace) = s
	}
	return b, nil
}

// standing is our journal as it is, with a proof that it continues what the other
// party knows of it, and what we know of that party's.
func (g *gateway) standing(s strand) (out schema.Standing, err error) {
	head := g.store.Head()
	checkpoint, err := g.store.signHead(head)
	if err != nil {
		return out, err
	}
	out.Checkpoint, out.Known = checkpoint.Marshal(), s.raw
	if told := s.ours; told.Epoch == head.Epoch && told.Size > 0 && told.Size <= head.Size {
		out.From = &told
		out.Proof, err = g.store.current.prove(told.Size, head.Size)
	}
	return out, err
}

// takeBeat notes what a party says of itself and of us, and returns what we were
// told otherwise.
func (g *gateway) takeBeat(ctx context.Context, b *schema.Beat, raw []byte, now time.Time) (disputed []schema.Seen, err error) {
	c := g.courier(b.By)
	if c == nil {
		return nil, fmt.Errorf("heartbeat of %s, which has no node", b.By)
	}
	// Of both first: where one lost entries, the store is opened anew from here on.
	for _, at := range g.both() {
		if known := b.Of(at.workspace).Known; len(known) > 0 {
			if err := at.compare(c, known); err != nil {
				return nil, err
			}
		}
	}
	for _, at := range g.both() {
		s := b.Of(at.workspace)
		theirs, err := at.openCheckpoint(s.Checkpoint, b.By)
		if err != nil {
			return nil, err
		}
		c.pulse.continues(at.workspace, s, theirs)
		if err := at.keep(ctx, b.By, s.Checkpoint, now); err != nil {
			return nil, err
		}
	}
	c.pulse.take(b, g.tracker.Received(b.By), now)
	for _, s := range b.Seen {
		for _, at := range g.both() {
			ours, differs, err := at.contradicted(ctx, b.By, s, raw, now)
			if err != nil {
				return nil, err
			}
			if differs {
				disputed = append(disputed, ours)
			}
		}
	}
	return disputed, nil
}

// both are the gateways of the two worlds: a heartbeat, on the live link, speaks
// of either.
func (g *gateway) both() []*gateway {
	if g.behind == nil {
		return []*gateway{g}
	}
	return []*gateway{g, g.behind}
}

// contradicted records, once, that a peer was told something else than we, and
// returns what we were told.
func (g *gateway) contradicted(ctx context.Context, peer schema.Party, s schema.Seen, beat []byte, now time.Time) (told schema.Seen, differs bool, err error) {
	ours, what := g.tracker.Differs(s)
	if what == "" {
		return told, false, nil
	}
	m, _ := g.tracker.Message(ours + schema.MessageID("@"+s.From))
	told = schema.Seen{From: s.From, Message: ours, Digest: m.Digest, Event: m.Header.Event, Context: m.Header.Context}
	data, err := schema.Canonical(notify.Contradiction{
		Author: s.From, Peer: peer, Ours: ours, What: what, Seen: s, Beat: beat, At: schema.NewInstant(now),
	})
	if err != nil {
		return told, true, err
	}
	_, err = g.journal.Append(ctx, notify.Entry{
		Type: notify.EntryContradiction, Origin: s.From, ID: fmt.Sprintf("%s-%s", peer, ours), At: schema.NewInstant(now), Link: peer, Data: data,
	})
	if _, known := errors.AsType[*notify.Conflict](err); known {
		err = nil
	}
	return told, true, err
}

// compare holds a checkpoint of ours, which a peer kept, against our journal. One
// that our journal cannot have been at is our own signed word that entries are
// lost: yesterday's copy was restored, head and all.
func (g *gateway) compare(c *courier, raw []byte) error {
	k, err := g.openCheckpoint(raw, g.party)
	if err != nil {
		return err
	}
	if g.store.holds(k.Head) {
		c.pulse.told(g.workspace, k.Head)
		return nil
	}
	g.log.Error("a peer holds a later state of our journal than we do", "party", c.party, "theirs", k.Head.Size, "ours", g.store.Head().Size)
	return g.store.behind(raw)
}

func (g *gateway) openCheckpoint(raw []byte, of schema.Party) (schema.Checkpoint, error) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return schema.Checkpoint{}, fmt.Errorf("checkpoint of %s: %w", of, err)
	}
	k, err := trust.OpenCheckpoint(env, g.verifier)
	if err == nil && (k.Party != of || k.Journal != string(g.workspace)) {
		err = fmt.Errorf("it is of the %s journal of %s", k.Journal, k.Party)
	}
	if err != nil {
		return schema.Checkpoint{}, fmt.Errorf("checkpoint of %s: %w", of, err)
	}
	return k, nil
}

// keep records a party's checkpoint, once a day.
func (g *gateway) keep(ctx context.Context, p schema.Party, checkpoint []byte, now time.Time) error {
	kept, at := g.tracker.Checkpoint(p)
	if kept != nil && now.Sub(at.Std()) < checkpointEvery {
		return nil
	}
	env, err := schema.ParseEnvelope(checkpoint)
	if err != nil {
		return err
	}
	_, err = g.journal.Append(ctx, notify.Entry{
		Type: notify.EntryCheckpoint, Origin: p, ID: string(schema.NewMessageID()), At: schema.NewInstant(now),
		Link: p, Digest: env.Digest(), Data: checkpoint,
	})
	return err
}

// holds reports whether our journal has been at a head: or was set aside since,
// which the peers are told of.
func (j *journal) holds(h schema.TreeHead) bool {
	if h.Epoch != j.current.number {
		return h.Epoch < j.current.number
	}
	return j.current.at(h.Size) == h
}

// behind takes a later checkpoint of ours for the head of the store, and asks for
// it to be opened anew: there the damage is found and set aside.
func (j *journal) behind(raw []byte) error {
	if err := j.head.hold(raw); err != nil {
		return err
	}
	j.cfg.Lost()
	return nil
}
