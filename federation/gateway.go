package federation

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"

	"forthwith/notify"
	"forthwith/schema"
)

// gateway is the way out of one workspace: a courier for each party, and one
// writer that records what they bring back.
type gateway struct {
	party     schema.Party
	workspace schema.Workspace
	journal   notify.Journal
	tracker   *notify.Tracker
	verifier  notify.Verifier
	intake    *notify.Intake
	store     *journal // for its tree
	clock     Clock
	log       *slog.Logger
	steps     func(string)
	wire      Carry
	// dial opens a guarded connection to a party by the directory of the moment.
	dial func(context.Context, schema.Party) (*nats.Conn, error)
	// parties are those with a node, and a channel that is closed when that
	// changes.
	parties func() ([]schema.Party, <-chan struct{})
	// every is the interval of heartbeats; zero for none. edition and attended go
	// into them.
	every    time.Duration
	edition  func() int
	attended func() bool
	// before is the gateway whose deliveries go first, and behind the one that
	// waits for ours: exercise waits for live, party by party.
	before, behind *gateway

	answers chan answered

	mu       sync.Mutex
	couriers map[schema.Party]*courier
}

// answered is an answer on its way to the journal.
type answered struct {
	record notify.AnswerRecord
	done   chan error
}

// answersPerEntry bounds one receipts entry well below an envelope's size.
const answersPerEntry = 100

// run carries until ctx ends, and joins all it started.
func (g *gateway) run(ctx context.Context) error {
	var all errgroup.Group
	// The writer outlives the couriers: what they have in hand is recorded.
	writing, stop := context.WithCancel(context.WithoutCancel(ctx))
	all.Go(func() error { return g.write(writing) })
	var couriers errgroup.Group
	for ctx.Err() == nil {
		parties, changed := g.parties()
		for _, p := range parties {
			if c := g.hire(p); c != nil {
				couriers.Go(func() error { return c.run(ctx) })
				couriers.Go(func() error { return c.recover(ctx) })
				if g.every > 0 {
					couriers.Go(func() error { return c.beats(ctx) })
				}
			}
		}
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	err := couriers.Wait()
	stop()
	if werr := all.Wait(); err == nil {
		err = werr
	}
	return err
}

// hire makes the courier of p; nil if there is one.
func (g *gateway) hire(p schema.Party) *courier {
	g.mu.Lock()
	defer g.mu.Unlock()
	if p == g.party || g.couriers[p] != nil {
		return nil
	}
	c := newCourier(g, p)
	g.couriers[p] = c
	return c
}

func (g *gateway) courier(p schema.Party) *courier {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.couriers[p]
}

// hear is told that p spoke to us: what waits for it is tried at once.
func (g *gateway) hear(p schema.Party) {
	if c := g.courier(p); c != nil {
		poke(c.heard)
	}
}

// yields reports whether p is being told something that goes first.
func (g *gateway) yields(p schema.Party) bool {
	if g.before == nil {
		return false
	}
	c := g.before.courier(p)
	return c != nil && c.delivering()
}

// reached tells the gateway that goes before this one that p is there: its own
// pause may still be long, and what it has for p goes first.
func (g *gateway) reached(p schema.Party) {
	if g.before != nil {
		g.before.hear(p)
	}
}

// free lets go what waited for us.
func (g *gateway) free(p schema.Party) {
	if g.behind == nil {
		return
	}
	if c := g.behind.courier(p); c != nil {
		poke(c.freed)
	}
}

// write records answers: all that arrived while the last append ran go into one
// entry.
func (g *gateway) write(ctx context.Context) error {
	for {
		select {
		case first := <-g.answers:
			g.commit(ctx, g.gather(first))
		case <-ctx.Done():
			return nil
		}
	}
}

func (g *gateway) gather(first answered) []answered {
	batch := []answered{first}
	for len(batch) < answersPerEntry {
		select {
		case a := <-g.answers:
			batch = append(batch, a)
		default:
			return batch
		}
	}
	return batch
}

func (g *gateway) commit(ctx context.Context, batch []answered) {
	var as notify.Answers
	for _, a := range batch {
		as.Answers = append(as.Answers, a.record)
	}
	data, err := schema.Canonical(as)
	if err == nil {
		_, err = g.journal.Append(ctx, notify.Entry{
			Type: notify.EntryReceipts, Origin: g.party, ID: string(schema.NewMessageID()),
			At: schema.NewInstant(g.clock.Now()), Data: data,
		})
	}
	if err == nil {
		g.step("gateway.recorded")
	}
	for _, a := range batch {
		a.done <- err
	}
}

// record hands an answer to the writer, which outlives all couriers, and waits
// until it is on disk.
func (g *gateway) record(r notify.AnswerRecord) error {
	a := answered{r, make(chan error, 1)}
	g.answers <- a
	return <-a.done
}

// judge believes an answer only if the party signed it and it speaks of exactly
// what was sent. It is nil for a receipt and for a final refusal.
func (g *gateway) judge(p schema.Party, m notify.Message, sent, reply []byte) error {
	env, err := schema.ParseEnvelope(reply)
	if err != nil {
		return fmt.Errorf("answer of %s: %w", p, err)
	}
	signer, err := g.verifier.Verify(env)
	if err != nil {
		return fmt.Errorf("answer of %s: %w", p, err)
	}
	w, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil || signer != p || w != g.workspace {
		return fmt.Errorf("answer of %s is signed by %s as %s", p, signer, env.PayloadType)
	}
	if err := schema.CheckCanonical(env.Payload); err != nil {
		return fmt.Errorf("answer of %s: %w", p, err)
	}
	switch document {
	case schema.DocumentReceipt:
		return judgeReceipt(p, m, env.Payload)
	case schema.DocumentRefusal:
		return judgeRefusal(p, sent, env.Payload)
	}
	return fmt.Errorf("answer of %s is a %s", p, document)
}

func judgeReceipt(p schema.Party, m notify.Message, payload []byte) error {
	var r schema.Receipt
	if err := schema.ParseDocument(payload, &r); err != nil {
		return fmt.Errorf("receipt of %s: %w", p, err)
	}
	if err := schema.Valid(r).Err(); err != nil {
		return fmt.Errorf("receipt of %s: %w", p, err)
	}
	if r.By != p || r.Message != m.Header.ID || r.Digest != m.Digest {
		return fmt.Errorf("receipt of %s is for message %s with digest %s", r.By, r.Message, r.Digest)
	}
	return nil
}

func judgeRefusal(p schema.Party, sent, payload []byte) error {
	var r schema.Refusal
	if err := schema.ParseDocument(payload, &r); err != nil {
		return fmt.Errorf("refusal of %s: %w", p, err)
	}
	if err := schema.Valid(r).Err(); err != nil {
		return fmt.Errorf("refusal of %s: %w", p, err)
	}
	if r.By != p || r.Bytes != schema.NewDigest(sent) {
		return fmt.Errorf("refusal of %s is for other bytes", r.By)
	}
	if r.Permanence == schema.Later {
		return &RefusedLater{Party: p, Code: r.Code, Reason: r.Reason}
	}
	return nil
}

// RefusedLater is a peer's signed refusal that asking again can change.
type RefusedLater struct {
	Party  schema.Party
	Code   schema.RefusalCode
	Reason string
}

func (r *RefusedLater) Error() string {
	return fmt.Sprintf("refused for now by %s (%s): %s", r.Party, r.Code, r.Reason)
}

// Attempt is what is known of a delivery that has no answer yet.
func (g *gateway) attempt(p schema.Party, id schema.MessageID) (Attempt, bool) {
	c := g.courier(p)
	if c == nil {
		return Attempt{}, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.attempts[id]
	if a == nil {
		return Attempt{}, false
	}
	out := *a
	if !c.busy[id] && c.retryAt.After(out.Next) {
		out.Next = c.retryAt
	}
	if out.Reason == "" && !c.link.Connected {
		out.Reason = c.link.Reason
	}
	return out, true
}

func (g *gateway) step(s string) {
	if g.steps != nil {
		g.steps(s)
	}
}
