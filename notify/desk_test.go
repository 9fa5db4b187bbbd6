package notify_test

import (
	"bytes"
	"errors"
	"testing"
	"testing/cryptotest"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

func TestTwoPersonsReleaseALiveNotification(t *testing.T) {
	p := newPair(t, schema.Live)
	ctx := t.Context()
	draft, err := p.xa.Draft(ctx, haddad, notification("XB"), p.now)
	must(t, err)
	if draft.Released || draft.Needs != 1 {
		t.Fatalf("draft of one person: %+v", draft)
	}
	if _, ok := p.xa.tracker().Owed("XB", none); ok {
		t.Fatal("a draft is owed to nobody")
	}
	var denied *notify.Denied
	if _, err := p.xa.Approve(ctx, haddad, draft.Message, p.now); !errors.As(err, &denied) {
		t.Fatalf("the drafter approved alone: %v", err)
	}
	out, err := p.xa.Approve(ctx, silva, draft.Message, p.now)
	must(t, err)
	if !out.Released {
		t.Fatalf("second person: %+v", out)
	}
	m, _ := p.xa.tracker().Message(out.Message)
	as := m.Header.Approvals
	if len(as) != 2 || as[0].Officer != "haddad" || as[0].Act != schema.ActDrafted || as[1].Officer != "silva" || as[1].Act != schema.ActApproved {
		t.Fatalf("approvals inside the message: %+v", as)
	}
	again, err := p.xa.Approve(ctx, silva, draft.Message, p.now)
	must(t, err)
	if again.Message != out.Message || len(p.xa.journal.entries) != 2 {
		t.Fatalf("asking again issued again: %d entries", len(p.xa.journal.entries))
	}
}

func TestMachineNeverActsAsAPerson(t *testing.T) {
	p := newPair(t, schema.Live)
	ctx := t.Context()
	out, err := p.xa.Draft(ctx, robot, notification("XB"), p.now)
	must(t, err)
	if out.Needs != 2 {
		t.Fatalf("a machine's draft needs two persons, not %d", out.Needs)
	}
	var denied *notify.Denied
	if _, err := p.xa.Approve(ctx, robot, out.Message, p.now); !errors.As(err, &denied) {
		t.Fatalf("machine approved: %v", err)
	}
	released := p.issue(notification("XB"))
	if _, err := p.xa.Withdraw(ctx, robot, "", released.Event, "test", p.now); !errors.As(err, &denied) {
		t.Fatalf("machine withdrew: %v", err)
	}
	p.deliver(p.xa, p.xb, released.Message)
	if _, err := p.xb.Acknowledge(ctx, robot, "", released.Message, schema.RungAcknowledged, "", p.now); !errors.As(err, &denied) {
		t.Fatalf("machine acknowledged: %v", err)
	}
	// A machine may not release alone even what one person may.
	m := &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: &schema.Linktest{Form: schema.LinktestMachine}}
	if out, err := p.xa.Draft(ctx, robot, m, p.now); err != nil || out.Released {
		t.Fatalf("machine released a link test: %+v %v", out, err)
	}
}

func TestLadderFillsFromReceiptAndAcknowledgement(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	receipt(t, p.deliver(p.xa, p.xb, out.Message))
	if d := p.ladder(out.Message); d.Rung() != notify.LadderReceived || d.HasPerson() {
		t.Fatalf("after the receipt: %s %+v", d.Rung(), d)
	}
	if rings := p.xb.tracker().Ringing(); len(rings) != 1 || rings[0].Message.Header.ID != out.Message {
		t.Fatalf("rings at XB: %+v", rings)
	}
	ack, err := p.xb.Acknowledge(t.Context(), moreno, "", out.Message, schema.RungAcknowledged, "", p.now)
	must(t, err)
	if rings := p.xb.tracker().Ringing(); len(rings) != 0 {
		t.Fatalf("still rings after a person acted: %+v", rings)
	}
	again, err := p.xb.Acknowledge(t.Context(), moreno, "", out.Message, schema.RungAcknowledged, "", p.now)
	must(t, err)
	if again.Message != ack.Message {
		t.Fatal("acknowledging twice made two messages")
	}
	p.deliver(p.xb, p.xa, ack.Message)
	over, err := p.xb.Acknowledge(t.Context(), lind, "", out.Message, schema.RungTakenOver, "", p.now)
	must(t, err)
	p.deliver(p.xb, p.xa, over.Message)
	d := p.ladder(out.Message)
	if a, ok := d.Person(schema.RungAcknowledged); !ok || a.Name != "K. Moreno" || a.Desk != "nwp" {
		t.Fatalf("acknowledged by %+v", a)
	}
	if d.Rung() != notify.LadderTakenOver {
		t.Fatalf("rung %s", d.Rung())
	}
	if rings := p.xa.tracker().Ringing(); len(rings) != 0 {
		t.Fatalf("an acknowledgement rings: %+v", rings)
	}
}

func TestWithdrawalGoesToAllHoldersAndSilencesTheAlarm(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, out.Message)
	w, err := p.xa.Withdraw(t.Context(), silva, "", out.Event, "wrong form", p.now)
	must(t, err)
	if !w.Released || len(w.Addressees) != 1 || w.Addressees[0] != "XB" {
		t.Fatalf("one person withdraws to all holders at once: %+v", w)
	}
	if next, _ := p.xa.tracker().Owed("XB", none); next.ID != w.Message {
		t.Fatalf("owed first: %s", next.ID)
	}
	p.deliver(p.xa, p.xb, w.Message)
	rings := p.xb.tracker().Ringing()
	if len(rings) != 1 || rings[0].Message.Header.Kind != schema.KindWithdrawal {
		t.Fatalf("rings: %+v", rings)
	}
	e, _ := p.xb.tracker().Event(out.Event)
	if e.State() != notify.EventWithdrawn {
		t.Fatalf("event is %s", e.State())
	}
	var vs schema.Violations
	_, err = p.xa.Draft(t.Context(), silva, &schema.Message{Header: schema.Header{Event: out.Event}, Body: &schema.Information{ValidAt: "2026-11-23T06:00:00Z"}}, p.now)
	if !errors.As(err, &vs) {
		t.Fatalf("information on a withdrawn event: %v", err)
	}
}

func TestFollowUpsInheritAddresseesAndNumber(t *testing.T) {
	p := newPair(t, schema.Live)
	first := p.issue(notification("XB"))
	p.now = p.now.Add(time.Minute)
	info := p.issue(&schema.Message{Header: schema.Header{Event: first.Event}, Body: &schema.Information{ValidAt: "2026-11-23T06:00:00Z"}})
	m, _ := p.xa.tracker().Message(info.Message)
	if m.Header.Sequence != 2 || m.Header.Follows != first.Message || len(m.Header.Addressees) != 1 {
		t.Fatalf("follow-up: %+v", m.Header)
	}
	p.now = p.now.Add(time.Minute)
	c := p.issue(&schema.Message{Header: schema.Header{Event: first.Event, Revokes: info.Message}, Body: &schema.Correction{Reason: "typing error", Information: &schema.Information{ValidAt: "2026-11-23T06:00:00Z"}}})
	if m, _ := p.xa.tracker().Message(info.Message); m.RevokedBy != c.Message {
		t.Fatalf("corrected message is revoked by %q", m.RevokedBy)
	}
	p.now = p.now.Add(time.Minute)
	p.issue(&schema.Message{Header: schema.Header{Event: first.Event}, Body: &schema.Termination{State: schema.TerminationActual, At: "2026-11-23T06:00:00Z"}})
	if e, _ := p.xa.tracker().Event(first.Event); e.State() != notify.EventTerminated {
		t.Fatalf("event is %s", e.State())
	}
}

// TestFoldsCommute gives XB's journal to a new tracker in every order that the
// world may bring messages in, and finds the same state.
func TestFoldsCommute(t *testing.T) {
	p := newPair(t, schema.Live)
	n := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, n.Message)
	w, err := p.xa.Withdraw(t.Context(), silva, "", n.Event, "error", p.now)
	must(t, err)
	p.deliver(p.xa, p.xb, w.Message)
	_, err = p.xb.Acknowledge(t.Context(), moreno, "", n.Message, schema.RungAcknowledged, "", p.now)
	must(t, err)
	want := state(t, p.xb.journal.entries, n.Event)
	permute(p.xb.journal.entries, func(es []notify.Recorded) {
		if got := state(t, es, n.Event); !bytes.Equal(got, want) {
			t.Errorf("another order, another state:\n%s\n%s", got, want)
		}
	})
}

func state(t *testing.T, es []notify.Recorded, id schema.EventID) []byte {
	t.Helper()
	tr := notify.NewTracker("XB")
	for _, e := range es {
		tr.Apply(e)
	}
	e, _ := tr.Event(id)
	var rings []string
	for _, r := range tr.Ringing() {
		rings = append(rings, r.ID())
	}
	b, err := schema.Canonical(struct {
		State    notify.EventState
		Messages []notify.Message
		Rings    []string
	}{e.State(), e.Messages, rings})
	must(t, err)
	return b
}

func permute(es []notify.Recorded, f func([]notify.Recorded)) {
	var rec func(int)
	rec = func(i int) {
		if i == len(es) {
			f(es)
			return
		}
		for j := i; j < len(es); j++ {
			es[i], es[j] = es[j], es[i]
			rec(i + 1)
			es[i], es[j] = es[j], es[i]
		}
	}
	rec(0)
}

func (p *pair) ladder(id schema.MessageID) notify.Delivery {
	p.t.Helper()
	m, ok := p.xa.tracker().Message(id)
	if !ok || len(m.Deliveries()) != 1 {
		p.t.Fatalf("no ladder for %s", id)
	}
	return m.Deliveries()[0]
}

func none(schema.MessageID) bool { return false }

func TestExerciseNeedsEntering(t *testing.T) {
	p := newPair(t, schema.Exercise)
	ctx := t.Context()
	ann, err := p.xa.AnnounceExercise(ctx, haddad, "", "Autumn", []schema.Party{"XB"}, p.now)
	must(t, err)
	receipt(t, p.deliver(p.xa, p.xb, ann.Message))
	start, err := p.xa.MoveExercise(ctx, haddad, "", ann.Exercise, schema.ExerciseStart, p.now)
	must(t, err)
	n := p.issue(notification("XB"))
	if r := refusal(t, p.deliver(p.xa, p.xb, n.Message)); r.Code != schema.RefuseNotEntered || r.Permanence != schema.Later {
		t.Fatalf("before entering: %+v", r)
	}
	var denied *notify.Denied
	if _, err := p.xb.MoveExercise(ctx, moreno, "", ann.Exercise, schema.ExerciseEnd, p.now); !errors.As(err, &denied) {
		t.Fatalf("a participant ended the exercise: %v", err)
	}
	_, err = p.xb.EnterExercise(ctx, moreno, "", ann.Exercise, p.now)
	must(t, err)
	receipt(t, p.deliver(p.xa, p.xb, start.Message))
	receipt(t, p.deliver(p.xa, p.xb, n.Message))
	end, err := p.xa.MoveExercise(ctx, haddad, "", ann.Exercise, schema.ExerciseEnd, p.now)
	must(t, err)
	p.deliver(p.xa, p.xb, end.Message)
	var vs schema.Violations
	if _, err := p.xa.Draft(ctx, haddad, notification("XB"), p.now); !errors.As(err, &vs) {
		t.Fatalf("a notification after the exercise ended: %v", err)
	}
}

// TestOneIdIsOneAct asks again under an id that is used: for the same act the
// answer is the same, for another it is refused.
func TestOneIdIsOneAct(t *testing.T) {
	p := newPair(t, schema.Live)
	ctx := t.Context()
	out := p.issue(notification("XB"))
	var vs schema.Violations
	if got, err := p.xa.Withdraw(ctx, haddad, out.Message, out.Event, "in error", p.now); !errors.As(err, &vs) || vs[0].Code != "id-used" {
		t.Errorf("a withdrawal under the id of the notification: %+v, %v", got, err)
	}
	if e, _ := p.xa.tracker().Event(out.Event); e.State() != notify.EventOpen {
		t.Errorf("the event is %s", e.State())
	}
	id := schema.NewMessageID()
	first, err := p.xa.Withdraw(ctx, haddad, id, out.Event, "in error", p.now)
	must(t, err)
	again, err := p.xa.Withdraw(ctx, haddad, id, out.Event, "in error", p.now)
	must(t, err)
	if again.Message != first.Message || !again.Released {
		t.Errorf("asked again: %+v, then %+v", first, again)
	}
	if _, err := p.xa.Withdraw(ctx, haddad, id, out.Event, "another reason", p.now); !errors.As(err, &vs) {
		t.Errorf("another reason under the same id: %v", err)
	}
	draft := notification("XB")
	draft.Header.ID = schema.NewMessageID()
	_, err = p.xa.Draft(ctx, haddad, draft, p.now)
	must(t, err)
	other := notification("XB")
	other.Header.ID = draft.Header.ID
	other.Body.(*schema.Notification).Text = "another text"
	if _, err := p.xa.Draft(ctx, silva, other, p.now); !errors.As(err, &vs) {
		t.Errorf("another draft under the same id: %v", err)
	}
	var denied *notify.Denied
	if _, err := p.xa.Approve(ctx, robot, out.Message, p.now); !errors.As(err, &denied) {
		t.Errorf("a machine approved what is released: %v", err)
	}
	if err := p.xa.Note(ctx, haddad, "", " ", p.now); !errors.As(err, &vs) {
		t.Errorf("an empty note: %v", err)
	}
}

// TestOneEventIsNotBothRealAndExercise compares what the opener of an event told
// us with what it told somebody else.
func TestOneEventIsNotBothRealAndExercise(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	m, _ := p.xa.tracker().Message(out.Message)
	seen := schema.Seen{From: "XA", Message: schema.NewMessageID(), Digest: m.Digest, Event: out.Event, Context: schema.ContextExercise}
	if ours, what := p.xa.tracker().Differs(seen); ours != out.Message || what == "" {
		t.Errorf("an exercise there, an emergency here: %q, %q", ours, what)
	}
	seen.Context = schema.ContextEmergency
	if _, what := p.xa.tracker().Differs(seen); what != "" {
		t.Errorf("the same there and here: %q", what)
	}
	seen.From, seen.Context = "XC", schema.ContextExercise
	if _, what := p.xa.tracker().Differs(seen); what != "" {
		t.Errorf("somebody else's word on the event of XA: %q", what)
	}
}

// TestAnEventIDThatComesUpAgainIsDrawnAgain gives two drafts the same chance.
func TestAnEventIDThatComesUpAgainIsDrawnAgain(t *testing.T) {
	p := newPair(t, schema.Live)
	first, second := notification("XB"), notification("XB")
	first.Header.ID, second.Header.ID = schema.NewMessageID(), schema.NewMessageID()
	cryptotest.SetGlobalRandom(t, 1)
	opened := p.issue(first)
	cryptotest.SetGlobalRandom(t, 1)
	out, err := p.xa.Draft(t.Context(), haddad, second, p.now)
	must(t, err)
	if first.Header.ReportUUID != second.Header.ReportUUID {
		t.Fatal("chance was not the same: this test tries nothing")
	}
	if out.Event == opened.Event {
		t.Errorf("two events with the id %s", out.Event)
	}
}
