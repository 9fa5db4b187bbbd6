package sim_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server/ats"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

var (
	drafter  = notify.Officer{Login: "haddad", Name: "S. Haddad", Desk: "nca-d", Rights: notify.Rights}
	approver = notify.Officer{Login: "silva", Name: "M. Silva", Desk: "nca-d", Rights: notify.Rights}
	duty     = notify.Officer{Login: "moreno", Name: "K. Moreno", Desk: "nwp", Rights: notify.Rights}
)

// world is a simulated federation under test.
type world struct {
	*sim.Federation
	t   *testing.T
	ctx context.Context
}

// simulate runs f over a federation of XA, XB, XC and the Agency inside a bubble
// of simulated time, on pipes.
func simulate(t *testing.T, change func(*sim.Config), f func(*world)) {
	t.Helper()
	dir := t.TempDir()
	// The ticker of nats-server would keep the bubble awake.
	ats.Register()
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		cfg := sim.Config{Dir: dir, Policy: notify.DefaultPolicy(), Parties: []sim.Party{
			{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}, {Code: "XC", Name: "Cordia"}, {Code: "IAEA", Name: "Agency"},
		}}
		if change != nil {
			change(&cfg)
		}
		fed, err := sim.New(cfg)
		must(t, err)
		w := &world{fed, t, ctx}
		must(t, fed.StartAll(ctx))
		f(w)
		must(t, fed.Close())
	})
}

// notify has two officers of XA release a notification.
func (w *world) notify(at schema.Workspace, to ...schema.Party) notify.Outcome {
	w.t.Helper()
	n := w.Node("XA")
	return w.release("XA", at, &schema.Message{
		Header: schema.Header{Addressees: to},
		Body: &schema.Notification{
			Nature: schema.Nature{Type: "Nuclear Installation Event"}, Occurred: schema.Occurred{At: schema.NewTime(n.Now())},
		},
	})
}

func (w *world) release(p schema.Party, at schema.Workspace, m *schema.Message) notify.Outcome {
	w.t.Helper()
	n := w.Node(p)
	out, err := n.Desk(at).Draft(w.ctx, drafter, m, n.Now())
	must(w.t, err)
	if !out.Released {
		out, err = n.Desk(at).Approve(w.ctx, approver, out.Message, n.Now())
		must(w.t, err)
	}
	return out
}

// until waits, by the tracker's own word, until ok.
func (w *world) until(p schema.Party, at schema.Workspace, what string, ok func(*notify.Tracker) bool) {
	w.t.Helper()
	tr := w.Node(p).Tracker(at)
	for limit := time.After(40 * 24 * time.Hour); ; {
		changed := tr.Changed()
		if ok(tr) {
			return
		}
		select {
		case <-changed:
		case <-limit:
			w.t.Fatalf("never: %s", what)
		}
	}
}

func (w *world) received(id schema.MessageID, at schema.Workspace) {
	w.t.Helper()
	w.until("XA", at, fmt.Sprintf("%s received by all", id), func(tr *notify.Tracker) bool {
		m, _ := tr.Message(id)
		for _, d := range m.Deliveries() {
			if d.Received == "" {
				return false
			}
		}
		return true
	})
}

func (w *world) delivery(id schema.MessageID, to schema.Party) notify.Delivery {
	w.t.Helper()
	m, _ := w.Node("XA").Tracker(schema.Live).Message(id)
	for _, d := range m.Deliveries() {
		if d.Party == to {
			return d
		}
	}
	w.t.Fatalf("%s has no delivery to %s", id, to)
	return notify.Delivery{}
}

func TestNotificationIsReceivedByMachinesAndAcknowledgedByPersons(t *testing.T) {
	simulate(t, nil, func(w *world) {
		out := w.notify(schema.Live, "XB", "XC", "IAEA")
		w.received(out.Message, schema.Live)
		for _, p := range []schema.Party{"XB", "XC", "IAEA"} {
			n := w.Node(p)
			_, err := n.Desk(schema.Live).Acknowledge(w.ctx, duty, "", out.Message, schema.RungAcknowledged, "", n.Now())
			must(w.t, err)
		}
		w.until("XA", schema.Live, "acknowledged by all", func(tr *notify.Tracker) bool {
			m, _ := tr.Message(out.Message)
			for _, d := range m.Deliveries() {
				if d.Rung() != notify.LadderAcknowledged {
					return false
				}
			}
			return true
		})
	})
}

func TestPeerAwayForThirtyDaysGetsTheUrgentFirst(t *testing.T) {
	simulate(t, nil, func(w *world) {
		for _, p := range []schema.Party{"XB", "XC", "IAEA"} { // fewer clocks to turn for a month
			must(t, w.Stop(p))
		}
		test := w.release("XA", schema.Live, &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: &schema.Linktest{Form: schema.LinktestMachine}})
		alarm := w.notify(schema.Live, "XB")
		wrong := w.notify(schema.Live, "XB")
		n := w.Node("XA")
		back, err := n.Desk(schema.Live).Withdraw(w.ctx, approver, "", wrong.Event, "wrong form", n.Now())
		must(t, err)
		<-time.After(30 * 24 * time.Hour)
		must(t, w.Start(w.ctx, "XB"))
		asked := time.Now()
		for _, o := range []notify.Outcome{test, alarm, wrong, back} {
			w.received(o.Message, schema.Live)
		}
		if d := time.Since(asked); d > 2*time.Minute {
			t.Errorf("XB was back for %s before it had everything", d)
		}
		order := make(map[schema.MessageID]int)
		for i, m := range w.Node("XB").Tracker(schema.Live).Messages() {
			order[m.Header.ID] = i
		}
		if len(order) != 4 {
			t.Fatalf("XB has %d messages", len(order))
		}
		if r := w.delivery(test.Message, "XB"); len(r.Warnings) != 1 || r.Warnings[0] != "late" {
			t.Errorf("warnings of a message thirty days old: %v", r.Warnings)
		}
		rings := w.Node("XB").Tracker(schema.Live).Ringing()
		if len(rings) != 2 || rings[0].ID() != string(back.Message) || rings[1].ID() != string(alarm.Message) {
			t.Errorf("rings: %v", rings)
		}
	})
}

func TestPeerIsServedAtOnceWhenItIsHeard(t *testing.T) {
	simulate(t, nil, func(w *world) {
		w.Links.Set("XA", "XB", sim.Fault{Cut: true})
		out := w.notify(schema.Live, "XB")
		<-time.After(24 * time.Hour)
		w.Links.Heal("XA", "XB")
		healed := time.Now()
		w.release("XB", schema.Live, &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XA"}}, Body: &schema.Linktest{Form: schema.LinktestMachine}})
		w.received(out.Message, schema.Live)
		if d := time.Since(healed); d > 5*time.Second {
			t.Errorf("served %s after it was heard", d)
		}
	})
}

// TestExerciseWaitsForLive has both worlds speak to one party over a slow link.
func TestExerciseWaitsForLive(t *testing.T) {
	simulate(t, nil, func(w *world) {
		const slow = 10 * time.Second
		w.Links.Set("XA", "XB", sim.Fault{Delay: slow})
		linktest := func(at schema.Workspace) schema.MessageID {
			return w.release("XA", at, &schema.Message{
				Header: schema.Header{Kind: schema.KindLinktest, Addressees: []schema.Party{"XB"}},
				Body:   &schema.Linktest{Form: schema.LinktestMachine},
			}).Message
		}
		w.received(linktest(schema.Live), schema.Live) // the road is up
		live := linktest(schema.Live)
		synctest.Wait() // it is under way
		out, err := w.Node("XA").Desk(schema.Exercise).AnnounceExercise(w.ctx, drafter, "", "Autumn", []schema.Party{"XB"}, w.Node("XA").Now())
		must(w.t, err)
		w.received(out.Message, schema.Exercise)
		first := w.delivery(live, "XB").Received.Std()
		w.until("XB", schema.Exercise, "the exercise", func(tr *notify.Tracker) bool {
			m, ok := tr.Message(out.Message)
			if ok && m.Recorded.Std().Before(first.Add(slow)) {
				w.t.Errorf("live was received at %s and the exercise at %s", first, m.Recorded)
			}
			return ok
		})
	})
}

func TestBadLinksLoseNothingAndShowNothingTwice(t *testing.T) {
	simulate(t, nil, func(w *world) {
		bad := sim.Fault{LoseRequest: 0.2, LoseAnswer: 0.2, Double: 0.2, Late: 0.2, Garble: 0.2, Delay: 50 * time.Millisecond}
		w.Links.Set("XA", "XB", bad)
		var ids []schema.MessageID
		for range 40 {
			ids = append(ids, w.notify(schema.Live, "XB").Message)
		}
		for _, id := range ids {
			w.received(id, schema.Live)
		}
		if n := len(w.Node("XB").Tracker(schema.Live).Messages()); n != len(ids) {
			t.Errorf("XB shows %d of %d messages", n, len(ids))
		}
	})
}

func TestRotatedKeyIsRefusedLaterAndNeverFinally(t *testing.T) {
	simulate(t, nil, func(w *world) {
		must(t, w.Stop("XA"))
		must(t, w.Rotate(w.ctx, "XA", "XC", "IAEA")) // XB has not heard
		must(t, w.Start(w.ctx, "XA"))
		out := w.notify(schema.Live, "XB", "XC")
		w.until("XA", schema.Live, "received by XC", func(tr *notify.Tracker) bool { return w.delivery(out.Message, "XC").Received != "" })
		<-time.After(10 * time.Minute)
		if d := w.delivery(out.Message, "XB"); d.Settled() {
			t.Fatalf("settled by a node that could not know the key: %+v", d)
		}
		must(t, w.Tell(w.ctx, "XB"))
		w.received(out.Message, schema.Live)
	})
}

func TestSkewedClockIsTakenWithAWarning(t *testing.T) {
	ahead := func(c *sim.Config) {
		c.Clock = func(p schema.Party) federation.Clock {
			clock := federation.WallClock()
			if p == "XA" {
				clock.Now = func() time.Time { return time.Now().Add(10 * time.Minute) }
			}
			return clock
		}
	}
	simulate(t, ahead, func(w *world) {
		out := w.notify(schema.Live, "XB")
		w.received(out.Message, schema.Live)
		if d := w.delivery(out.Message, "XB"); len(d.Warnings) != 1 || d.Warnings[0] != "skew" {
			t.Fatalf("warnings: %v", d.Warnings)
		}
	})
}

func TestRestartAnswersAsBefore(t *testing.T) {
	simulate(t, nil, func(w *world) {
		first := w.notify(schema.Live, "XB")
		w.received(first.Message, schema.Live)
		before := w.Node("XA").Head(schema.Live)
		must(t, w.Stop("XB"))
		second := w.notify(schema.Live, "XB")
		must(t, w.Stop("XA"))
		must(t, w.Start(w.ctx, "XA"))
		if d := w.delivery(first.Message, "XB"); d.Received == "" {
			t.Fatal("the ladder forgot a receipt")
		}
		if now := w.Node("XA").Head(schema.Live); now.Size < before.Size || now.Epoch != before.Epoch {
			t.Fatalf("head %+v after %+v", now, before)
		}
		must(t, w.Start(w.ctx, "XB"))
		w.received(second.Message, schema.Live)
		if n := len(w.Node("XB").Tracker(schema.Live).Messages()); n != 2 {
			t.Fatalf("XB shows %d messages", n)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
