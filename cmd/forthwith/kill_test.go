package main

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation/sim"
	"forthwith/schema"
)

// killPoints are the steps between which a node is killed, at the side that
// issues and at the side that receives.
var killPoints = []string{
	"desk.drafted", "desk.sealed", "desk.recorded",
	"gateway.sending", "gateway.answered", "gateway.recorded",
	"intake.verified", "intake.judged", "intake.recorded", "intake.answered",
}

// least is how many messages there are at the end, at least.
const least = 1000

// TestKillAnywhereLosesNothingAndShowsNothingTwice has XA and XB notify each
// other, and XC, without a pause, while XA and XB are killed at every named point.
// Afterwards an accountant reads the stores raw.
func TestKillAnywhereLosesNothingAndShowsNothingTwice(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 6*time.Minute)
	defer cancel()
	w := newTown(t, "XA", "XB", "XC")
	w.staff()
	book := new(ledger)
	exercise := w.exercise(ctx, book)

	var load errgroup.Group
	var stopping atomic.Bool
	acking, stopAcks := context.WithCancel(ctx)
	for p, to := range map[schema.Party][]schema.Party{"XA": {"XB", "XC"}, "XB": {"XA"}} {
		load.Go(func() error {
			for !stopping.Load() || book.count() < least {
				if err := w.nodes[p].issue(ctx, exercise, to, book); err != nil {
					return fmt.Errorf("%s issues: %w", p, err)
				}
			}
			return nil
		})
	}
	var acks errgroup.Group
	for _, p := range []schema.Party{"XA", "XB", "XC"} {
		acks.Go(func() error { return w.nodes[p].acknowledgeAll(acking, book) })
	}
	kills := 0
	for _, point := range killPoints {
		for _, p := range []schema.Party{"XA", "XB"} {
			n := w.nodes[p]
			w.restart(n, point+":2")
			if !n.died(t) {
				t.Errorf("%s was not killed at %s:\n%s", p, point, tail(n.dir+"/log"))
			}
			kills++
			n.start(t, "")
		}
	}
	stopping.Store(true)
	must(t, load.Wait())
	w.settled(ctx)
	stopAcks()
	if err := acks.Wait(); err != nil && acking.Err() == nil {
		t.Fatal(err)
	}
	if r := w.forge("XC", "XB", exercise); r.Code != schema.RefuseBadSignature || r.Permanence != schema.Final {
		t.Errorf("a forged message is refused %s: %s", r.Permanence, r.Code)
	}
	w.stop()
	account := w.audit(book.acts)
	t.Logf("%d kills, %s", kills, account)
	must(t, account.Err())
	if account.Messages < least || kills < 20 {
		t.Errorf("%d messages and %d kills", account.Messages, kills)
	}
}

// ledger is what the nodes answered for.
type ledger struct {
	mu   sync.Mutex
	acts []sim.Act
}

func (l *ledger) enter(p schema.Party, id schema.MessageID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.acts = append(l.acts, sim.Act{Party: p, Workspace: schema.Exercise, Message: id})
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.acts)
}

// exercise announces one, has all enter it, and starts it.
func (w *town) exercise(ctx context.Context, book *ledger) schema.ExerciseID {
	w.t.Helper()
	do := func(p schema.Party, path string, act console.Act) console.Outcome {
		w.t.Helper()
		var out console.Outcome
		act.ID = schema.NewMessageID()
		must(w.t, w.nodes[p].do(ctx, "coordinator", "POST", "/exercise/exercises"+path, act, &out))
		book.enter(p, out.Message)
		return out
	}
	ann := do("XA", "", console.Act{Name: "kills", To: []schema.Party{"XB", "XC"}})
	for _, p := range []schema.Party{"XB", "XC"} {
		must(w.t, w.nodes[p].changes(ctx, "duty", func() bool {
			var es []console.ExerciseView
			return w.nodes[p].do(ctx, "duty", "GET", "/exercise/exercises", nil, &es) == nil && len(es) == 1 && es[0].Name != ""
		}))
		do(p, "/"+string(ann.Exercise)+"/enter", console.Act{})
	}
	start := do("XA", "/"+string(ann.Exercise)+"/start", console.Act{})
	must(w.t, w.nodes["XB"].changes(ctx, "duty", func() bool {
		return w.nodes["XB"].do(ctx, "duty", "GET", "/exercise/messages/"+string(start.Message), nil, nil) == nil
	}))
	return ann.Exercise
}

// issue drafts and releases a notification, whatever happens to the node, and
// enters it when the node has answered for it.
func (n *process) issue(ctx context.Context, ex schema.ExerciseID, to []schema.Party, book *ledger) error {
	m := schema.Message{
		Header: schema.Header{Kind: schema.KindNotification, ID: schema.NewMessageID(), Exercise: ex, Addressees: to},
		Body:   &schema.Notification{Nature: schema.Nature{Type: "Transport Event"}, Occurred: schema.Occurred{At: schema.NewTime(time.Now())}},
	}
	body, err := schema.Canonical(m)
	if err != nil {
		return err
	}
	if err := n.do(ctx, "drafter", "POST", "/exercise/drafts", body, nil); err != nil {
		return err
	}
	var out console.Outcome
	if err := n.do(ctx, "approver", "POST", "/exercise/drafts/"+string(m.Header.ID)+"/approval", console.Act{}, &out); err != nil {
		return err
	}
	book.enter(n.party, out.Message)
	return nil
}

// acknowledgeAll is a duty officer who answers all that rings.
func (n *process) acknowledgeAll(ctx context.Context, book *ledger) error {
	var failed error
	err := n.changes(ctx, "duty", func() bool {
		var rings []console.RingView
		if err := n.do(ctx, "duty", "GET", "/exercise/ringing", nil, &rings); err != nil {
			return ctx.Err() != nil
		}
		for _, r := range rings {
			var out console.Outcome
			if r.What != "message" {
				failed = fmt.Errorf("%s rings: %s: %s", n.party, r.Title, r.Text)
				return true
			}
			act := console.Act{ID: schema.NewMessageID()}
			if err := n.do(ctx, "duty", "POST", "/exercise/messages/"+string(r.Message)+"/acknowledgement", act, &out); err != nil {
				return ctx.Err() != nil
			}
			book.enter(n.party, out.Message)
		}
		return false
	})
	if failed != nil {
		return failed
	}
	return err
}

// restart stops a node in good order and starts it with a point to die at.
func (w *town) restart(n *process, kill string) {
	w.t.Helper()
	n.kill(w.t)
	n.start(w.t, kill)
}

// kill ends a node at no point in particular.
func (n *process) kill(t *testing.T) {
	t.Helper()
	n.mu.Lock()
	cmd := n.cmd
	n.mu.Unlock()
	must(t, cmd.Process.Kill())
	n.died(t)
}

// settled waits until nothing is owed to anybody and nothing rings.
func (w *town) settled(ctx context.Context) {
	w.t.Helper()
	for p, n := range w.nodes {
		err := n.changes(ctx, "duty", func() bool {
			var v console.NodeView
			var rings []console.RingView
			if n.do(ctx, "duty", "GET", "/node", nil, &v) != nil || n.do(ctx, "duty", "GET", "/exercise/ringing", nil, &rings) != nil {
				return false
			}
			waiting := len(rings)
			for _, l := range v.Links["exercise"] {
				waiting += l.Waiting
			}
			return waiting == 0
		})
		if err != nil {
			w.t.Fatalf("%s never came to rest: %v", p, err)
		}
	}
}
