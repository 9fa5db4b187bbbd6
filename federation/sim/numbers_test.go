package sim_test

import (
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// The numbers a federation must hold. They are counts and simulated time, never
// the time a test takes. With the race detector, 10,000 messages through two
// nodes take minutes, so fewer wait unless all are asked for:
//
//	go test ./federation/sim -run Number -numbers
var numbers = flag.Bool("numbers", false, "have as many messages wait, and as many parties know each other, as a federation must bear")

// deliveries is how many a courier has under way to one party.
const deliveries = 8

func waiting() int {
	if *numbers {
		return 10_000
	}
	return 1_000
}

// parties are n States in the order of their codes, and the Agency.
func parties(n int) []sim.Party {
	var ps []sim.Party
	for i := 0; len(ps) < n-1; i++ {
		code := fmt.Sprintf("%c%c", 'Z'-i/26, 'Z'-i%26) // from ZZ downwards: XA and XB are among them
		if p, err := schema.ParseParty(code); err == nil {
			ps = append(ps, sim.Party{Code: p, Name: "State of " + code})
		}
	}
	return append(ps, sim.Party{Code: "IAEA", Name: "Agency"})
}

// TestNumberOfParties has one party notify 199 others, and an officer of each
// acknowledge, on links that are dialled when they are needed.
func TestNumberOfParties(t *testing.T) {
	const n = 200
	simulate(t, func(c *sim.Config) {
		c.Parties = parties(n)
		if !*numbers {
			// Every party that is known costs a node four goroutines. For 160,000
			// of them the race detector needs more memory than there is.
			c.Knows = func(p schema.Party) []schema.Party {
				if p == "XA" {
					return others(c.Parties, "XA")
				}
				return []schema.Party{"XA"}
			}
		}
	}, func(w *world) {
		all := others(parties(n), "XA")
		if got := w.Links.Open(); got != 0 {
			t.Errorf("%d connections before anything is owed", got)
		}
		out := w.notify(schema.Live, all...)
		w.received(out.Message, schema.Live)
		if got := w.Links.Open(); got != len(all) {
			t.Errorf("%d connections for %d parties notified", got, len(all))
		}
		for _, p := range all {
			node := w.Node(p)
			_, err := node.Desk(schema.Live).Acknowledge(w.ctx, duty, "", out.Message, schema.RungAcknowledged, "", node.Now())
			must(t, err)
		}
		w.until("XA", schema.Live, "acknowledged by all", func(tr *notify.Tracker) bool {
			m, _ := tr.Message(out.Message)
			ladders := m.Deliveries()
			return len(ladders) == n-1 && !slices.ContainsFunc(ladders, func(d notify.Delivery) bool {
				return d.Rung() != notify.LadderAcknowledged || d.Tries != 1
			})
		})
	})
}

func others(ps []sim.Party, but schema.Party) []schema.Party {
	var out []schema.Party
	for _, p := range ps {
		if p.Code != but {
			out = append(out, p.Code)
		}
	}
	return out
}

// pair is XA and XB in an exercise that XA runs. The time of both can be set
// forward.
func pair(t *testing.T, f func(w *world, forward func(time.Duration))) {
	var ahead time.Duration
	simulate(t, func(c *sim.Config) {
		c.Parties, c.Beat = c.Parties[:2], 24*time.Hour
		c.Clock = func(schema.Party) federation.Clock {
			k := federation.WallClock()
			k.Now = func() time.Time { return time.Now().Add(ahead) }
			return k
		}
	}, func(w *world) {
		xa, xb := w.Node("XA"), w.Node("XB")
		out, err := xa.Desk(schema.Exercise).AnnounceExercise(w.ctx, drafter, "", "Autumn", []schema.Party{"XB"}, xa.Now())
		must(t, err)
		w.received(out.Message, schema.Exercise)
		_, err = xb.Desk(schema.Exercise).EnterExercise(w.ctx, drafter, "", out.Exercise, xb.Now())
		must(t, err)
		w.until("XA", schema.Exercise, "XB enters", func(tr *notify.Tracker) bool { return tr.Entered(out.Exercise, "XB") })
		_, err = xa.Desk(schema.Exercise).MoveExercise(w.ctx, drafter, "", out.Exercise, schema.ExerciseStart, xa.Now())
		must(t, err)
		w.drained(schema.Exercise)
		f(w, func(d time.Duration) {
			must(t, w.Stop("XA"))
			ahead += d
			must(t, w.Start(w.ctx, "XA"))
		})
	})
}

// heap has XA owe XB n messages of no urgency.
func (w *world) heap(at schema.Workspace, n int) {
	for range n {
		w.release("XA", at, &schema.Message{
			Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: &schema.Linktest{Form: schema.LinktestMachine},
		})
	}
}

func (w *world) drained(at schema.Workspace) {
	w.t.Helper()
	w.until("XA", at, "nothing is owed to XB", func(tr *notify.Tracker) bool { return tr.Waiting("XB") == 0 })
}

// TestNumberOvertaken has an emergency issued behind a heap of exercise
// messages, while the party is away.
func TestNumberOvertaken(t *testing.T) {
	pair(t, func(w *world, _ func(time.Duration)) {
		must(t, w.Stop("XB"))
		w.heap(schema.Exercise, waiting())
		played := w.notify(schema.Exercise, "XB")
		xa := w.Node("XA")
		back, err := xa.Desk(schema.Exercise).Withdraw(w.ctx, approver, "", played.Event, "wrong form", xa.Now())
		must(t, err)
		alarm := w.notify(schema.Live, "XB")
		<-time.After(time.Hour) // both worlds back off as far as they do
		w.Links.Set("XA", "XB", sim.Fault{Delay: time.Second})
		must(t, w.Start(w.ctx, "XB"))
		w.received(alarm.Message, schema.Live)
		w.received(played.Message, schema.Exercise)
		w.received(back.Message, schema.Exercise)

		m, _ := w.Node("XB").Tracker(schema.Live).Message(alarm.Message)
		var before []schema.MessageID // what XB recorded in the exercise, in order
		early := 0
		for _, x := range w.Node("XB").Tracker(schema.Exercise).Messages() {
			if x.Header.Kind == schema.KindExercise {
				continue
			}
			before = append(before, x.Header.ID)
			if x.Recorded <= m.Recorded {
				early++
			}
		}
		if early > deliveries {
			t.Errorf("%d exercise messages were received before the emergency, or with it", early)
		}
		// What was under way when the road opened is let go first.
		const soon = 2 * deliveries
		if i, j := slices.Index(before, back.Message), slices.Index(before, played.Message); i >= soon || j >= soon {
			t.Errorf("of the exercise the withdrawal was received as number %d and the notification as number %d", i+1, j+1)
		}
	})
}

// TestNumberDrained has a party come back after thirty days, of which the node
// lives through a few hours: by then it tries as rarely as it ever does.
func TestNumberDrained(t *testing.T) {
	pair(t, func(w *world, forward func(time.Duration)) {
		const delay = 200 * time.Millisecond
		must(t, w.Stop("XB"))
		w.heap(schema.Live, waiting())
		forward(30 * 24 * time.Hour)
		<-time.After(3 * time.Hour)
		w.Links.Set("XA", "XB", sim.Fault{Delay: delay})
		must(t, w.Start(w.ctx, "XB"))
		back := time.Now()
		w.until("XB", schema.Live, "the first message", func(tr *notify.Tracker) bool { return len(tr.Messages()) > 0 })
		if d := time.Since(back); d > 2*time.Second {
			t.Errorf("first served after %s", d)
		}
		w.drained(schema.Live)
		atBest := time.Duration(waiting()/deliveries) * delay
		if d := time.Since(back); d > atBest+atBest/10+2*time.Second {
			t.Errorf("%d messages took %s, and the link needs %s", waiting(), d, atBest)
		}
	})
}

// TestNumberLookedAt counts what a courier passes over to find what goes next.
func TestNumberLookedAt(t *testing.T) {
	n := waiting()
	tr := notify.NewTracker("XA")
	for i := range n {
		m := schema.Message{
			Header: schema.Header{ID: schema.NewMessageID(), Kind: schema.KindLinktest, From: "XA", Addressees: []schema.Party{"XB"}},
			Body:   &schema.Linktest{Form: schema.LinktestMachine},
		}
		env := envelope(t, string(schema.KindLinktest), m)
		tr.Apply(notify.Recorded{Entry: notify.Entry{Type: notify.EntryMessage, Digest: env.Digest(), Data: env.Marshal()}, Sequence: uint64(i + 1)})
	}
	passed, underWay := 0, []schema.MessageID(nil)
	for i := range n {
		m, ok := tr.Owed("XB", func(id schema.MessageID) bool {
			passed++
			return slices.Contains(underWay, id)
		})
		if !ok || m.Position != uint64(i+1) {
			t.Fatalf("pick %d is message %d", i+1, m.Position)
		}
		if underWay = append(underWay, m.ID); len(underWay) < deliveries {
			continue
		}
		// What went last is answered first.
		receipt := envelope(t, schema.DocumentReceipt, schema.Receipt{By: "XB", Message: m.ID, ReceivedAt: schema.NewInstant(time.Now())})
		data, err := schema.Canonical(notify.Answers{Answers: []notify.AnswerRecord{{Party: "XB", Message: m.ID, Envelope: receipt.Marshal()}}})
		must(t, err)
		tr.Apply(notify.Recorded{Entry: notify.Entry{Type: notify.EntryReceipts, Data: data}})
		underWay = underWay[:len(underWay)-1]
	}
	if passed > n*deliveries {
		t.Errorf("%d messages were looked at to pick %d", passed, n)
	}
}

// envelope is a document of XA's or XB's under no signature that anybody verifies.
func envelope(t *testing.T, document string, v any) *schema.Envelope {
	t.Helper()
	payload, err := schema.Canonical(v)
	must(t, err)
	return &schema.Envelope{
		PayloadType: schema.PayloadType(schema.Live, document), Payload: payload,
		Signatures: []schema.Signature{{KeyID: "nobody's", Sig: make([]byte, 64)}},
	}
}
