package federation

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/notify"
	"forthwith/schema"
)

// deliverSubject is where party FR delivers to a node: deliver.live.FR. The
// server lets a connection publish to its own party's subject and to no other,
// so that the subject says who is speaking.
func deliverSubject(w schema.Workspace, sender schema.Party) string {
	return fmt.Sprintf("deliver.%s.%s", w, sender)
}

// Bounds on what waits in memory for one party's worker. A courier has at most
// window deliveries under way, and as many again for each time it gave up on an
// answer: a party with more than these floods.
const (
	pendingDeliveries = 8 * window
	pendingBytes      = 4 * window * schema.MaxEnvelope
	flushWithin       = 10 * time.Second
)

// ingress is the way in of one workspace: one subscription per party, so that a
// flood from one delays no other. Its callback is the party's one worker.
type ingress struct {
	workspace schema.Workspace
	intake    *notify.Intake
	conn      *nats.Conn // not the journal's
	clock     Clock
	log       *slog.Logger
	heard     func(schema.Party)

	mu       sync.Mutex
	subs     map[schema.Party]*nats.Subscription
	closed   bool
	handling sync.WaitGroup
}

// admit opens the door to exactly these parties.
func (in *ingress) admit(ctx context.Context, parties []schema.Party) error {
	in.mu.Lock()
	defer in.mu.Unlock()
	wanted := make(map[schema.Party]bool, len(parties))
	for _, p := range parties {
		wanted[p] = true
		if in.subs[p] != nil {
			continue
		}
		sub, err := in.conn.Subscribe(deliverSubject(in.workspace, p), func(m *nats.Msg) { in.deliver(ctx, p, m) })
		if err != nil {
			return fmt.Errorf("subscribe for %s: %w", p, err)
		}
		if err := sub.SetPendingLimits(pendingDeliveries, pendingBytes); err != nil {
			return fmt.Errorf("subscribe for %s: %w", p, err)
		}
		in.subs[p] = sub
	}
	for p, sub := range in.subs {
		if !wanted[p] {
			if err := sub.Unsubscribe(); err != nil {
				return fmt.Errorf("unsubscribe %s: %w", p, err)
			}
			delete(in.subs, p)
		}
	}
	// With a context, because Flush alone takes its timer from a pool that a
	// simulated clock cannot share.
	within, cancel := context.WithTimeout(ctx, flushWithin)
	defer cancel()
	return in.conn.FlushWithContext(within)
}

// whose is the party of a subscription.
func (in *ingress) whose(sub *nats.Subscription) (schema.Party, bool) {
	in.mu.Lock()
	defer in.mu.Unlock()
	for p, s := range in.subs {
		if s == sub {
			return p, true
		}
	}
	return "", false
}

// deliver answers one delivery. What cannot even be answered is left to the
// sender to ask again.
func (in *ingress) deliver(ctx context.Context, p schema.Party, m *nats.Msg) {
	if m.Reply == "" {
		return // nobody waits for an answer: not a delivery, or one led astray
	}
	if !in.enter() {
		return // the sender asks again
	}
	defer in.handling.Done()
	answer, err := in.intake.Admit(ctx, p, m.Data, in.clock.Now())
	if err != nil {
		in.log.Error("answer delivery", "party", p, "workspace", in.workspace, "error", err)
		return
	}
	if err := m.Respond(answer.Marshal()); err != nil {
		in.log.Warn("send answer", "party", p, "workspace", in.workspace, "error", err)
	}
	in.heard(p)
}

func (in *ingress) enter() bool {
	in.mu.Lock()
	defer in.mu.Unlock()
	if !in.closed {
		in.handling.Add(1)
	}
	return !in.closed
}

// close takes nothing more, and returns when what was begun is answered.
func (in *ingress) close() error {
	in.mu.Lock()
	in.closed = true
	in.mu.Unlock()
	in.handling.Wait()
	within, cancel := context.WithTimeout(context.Background(), flushWithin)
	defer cancel()
	return in.conn.FlushWithContext(within)
}
