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

// gateway is the way out of one workspace: a courier for each party, and what they
// bring back.
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

	answers *answers
	// files is where attachments are kept; a party may fill filesPerParty bytes.
	files         *files
	filesPerParty int64

	mu       sync.Mutex
	couriers map[schema.Party]*courier
	porting  map[schema.Party]*porter
	hired    chan struct{} // there are new couriers
}

// run carries until ctx ends, and joins all it started.
func (g *gateway) run(ctx context.Context) error {
	var couriers errgroup.Group
	couriers.Go(func() error { return g.porters(ctx) })
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
		poke(g.hired)
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	return couriers.Wait()
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

// hear is told that p spoke to us: what waits for it is tried at once. Nearly
// always nothing waits, and no courier is woken for nothing.
func (g *gateway) hear(p schema.Party) {
	if c := g.courier(p); c != nil && c.pauses() {
		poke(c.heard)
	}
	g.hasten(p)
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
	if c := g.behind.courier(p); c != nil && c.yielding.Swap(false) {
		poke(c.freed)
	}
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
