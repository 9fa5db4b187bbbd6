package notify_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

// codes are those of the violations that a draft was refused with.
func codes(t *testing.T, err error) []string {
	t.Helper()
	vs, ok := errors.AsType[schema.Violations](err)
	if !ok {
		t.Fatalf("not refused with violations: %v", err)
	}
	var out []string
	for _, v := range vs {
		if v.Severity == schema.SeverityError {
			out = append(out, v.Code)
		}
	}
	return out
}

func TestAReinstatementUndoesAWithdrawal(t *testing.T) {
	p := newPair(t, schema.Live)
	first := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, first.Message)
	again := &schema.Message{Header: schema.Header{Event: first.Event}, Body: &schema.Reinstatement{Reason: "it is real"}}
	if _, err := p.xa.Draft(t.Context(), haddad, again, p.now); !slices.Contains(codes(t, err), "event-not-withdrawn") {
		t.Errorf("an event that stands is reinstated: %v", err)
	}
	p.now = p.now.Add(time.Minute)
	w, err := p.xa.Withdraw(t.Context(), silva, "", first.Event, "wrong form", p.now)
	must(t, err)
	p.deliver(p.xa, p.xb, w.Message)
	p.now = p.now.Add(time.Minute)
	back := p.issue(&schema.Message{Header: schema.Header{Event: first.Event}, Body: &schema.Reinstatement{Reason: "it is real"}})
	p.deliver(p.xa, p.xb, back.Message)

	if !slices.Equal(back.Addressees, []schema.Party{"XB"}) {
		t.Errorf("told %v", back.Addressees)
	}
	for _, o := range []*office{p.xa, p.xb} {
		e, _ := o.tracker().Event(first.Event)
		n, _ := o.tracker().Message(first.Message)
		was, _ := o.tracker().Message(w.Message)
		if e.State() != notify.EventOpen || n.RevokedBy != "" || was.RevokedBy != back.Message {
			t.Errorf("event %s, notification revoked by %q, withdrawal by %q", e.State(), n.RevokedBy, was.RevokedBy)
		}
	}
	// The notification, which nobody has acknowledged, and the reinstatement.
	if rings := p.xb.tracker().Ringing(); len(rings) != 2 || rings[0].Message.Header.ID != first.Message || rings[1].Message.Header.ID != back.Message {
		t.Errorf("rings: %+v", rings)
	}
	permute(p.xb.journal.entries, func(es []notify.Recorded) {
		tr := notify.NewTracker("XB")
		for _, e := range es {
			tr.Apply(e)
		}
		if e, _ := tr.Event(first.Event); e.State() != notify.EventOpen {
			t.Errorf("in another order the event is %s", e.State())
		}
	})

	// What stands again can be withdrawn again.
	p.now = p.now.Add(time.Minute)
	_, err = p.xa.Withdraw(t.Context(), silva, "", first.Event, "no, it is not", p.now)
	must(t, err)
	e, _ := p.xa.tracker().Event(first.Event)
	if n, _ := p.xa.tracker().Message(first.Message); e.State() != notify.EventWithdrawn || n.RevokedBy == "" {
		t.Errorf("event %s, notification revoked by %q", e.State(), n.RevokedBy)
	}
	c := &schema.Message{Header: schema.Header{Event: first.Event, Revokes: first.Message}, Body: &schema.Correction{Reason: "unit", Notification: notification().Body.(*schema.Notification)}}
	if _, err := p.xa.Draft(t.Context(), haddad, c, p.now); !slices.Contains(codes(t, err), "event-withdrawn") {
		t.Errorf("a withdrawn event is corrected: %v", err)
	}
}

func TestAGraverInformationRingsAfresh(t *testing.T) {
	p := newPair(t, schema.Live)
	first := notification("XB")
	first.Body.(*schema.Notification).Class = &schema.EmergencyClass{Class: "Alert"}
	event := p.issue(first).Event
	inform := func(set func(i *schema.Information)) schema.Header {
		p.now = p.now.Add(time.Minute)
		i := &schema.Information{ValidAt: schema.NewTime(p.now)}
		set(i)
		// What the officer says of it himself counts for nothing.
		out := p.issue(&schema.Message{Header: schema.Header{Event: event, Raised: []schema.Raised{schema.RaisedMeasures}}, Body: i})
		p.deliver(p.xa, p.xb, out.Message)
		m, _ := p.xb.tracker().Message(out.Message)
		return m.Header
	}
	class := func(c string) func(i *schema.Information) {
		return func(i *schema.Information) {
			i.Accident = schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{
				Nature: schema.Nature{Type: "Nuclear Installation Event"}, Occurred: schema.Occurred{At: "2026-11-23T05:50:00Z"}, Class: &schema.EmergencyClass{Class: c},
			}}
		}
	}
	release := func(i *schema.Information) {
		i.Release = schema.Item[schema.Release]{Availability: schema.Provided, Details: &schema.Release{Air: &schema.AirRelease{Actual: "Has Occurred"}}}
	}
	measure := func(status string, km float64) func(i *schema.Information) {
		return func(i *schema.Information) {
			i.Measures = schema.Item[schema.ProtectiveMeasures]{Availability: schema.Provided, Details: &schema.ProtectiveMeasures{Actions: []schema.ProtectiveAction{
				{Type: "Sheltering", Status: status, Areas: []schema.Area{{Circle: &schema.Circle{Radius: schema.Quantity{Value: km, Unit: "km"}}}}},
			}}}
		}
	}
	for _, tt := range []struct {
		name string
		set  func(i *schema.Information)
		want []schema.Raised
	}{
		{"nothing new", func(*schema.Information) {}, nil},
		{"the same class", class("Alert"), nil},
		{"a higher class", class("General Emergency"), []schema.Raised{schema.RaisedClass}},
		{"a lower one", class("Facility Emergency"), nil},
		{"back to one that was", class("General Emergency"), nil},
		{"a release", release, []schema.Raised{schema.RaisedRelease}},
		{"the same release", release, nil},
		{"a measure in view", measure("Planned", 5), nil},
		{"it is ordered", measure("Ordered", 5), []schema.Raised{schema.RaisedMeasures}},
		{"and taken", measure("Taken", 5), nil},
		{"and ordered further out", measure("Ordered", 10), []schema.Raised{schema.RaisedMeasures}},
	} {
		if h := inform(tt.set); !slices.Equal(h.Raised, tt.want) {
			t.Errorf("%s: raised %v, want %v", tt.name, h.Raised, tt.want)
		}
	}
	rings := p.xb.tracker().Ringing()
	if len(rings) != 11 || len(rings[3].Message.Header.Raised) == 0 || len(rings[4].Message.Header.Raised) > 0 {
		t.Errorf("what is graver does not ring before the rest: %+v", rings)
	}
}

func TestARequestIsAnsweredInItsThread(t *testing.T) {
	p := newPair(t, schema.Live)
	first := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, first.Message)

	ask := func(r *schema.Request) (notify.Outcome, error) {
		return p.xb.Draft(t.Context(), moreno, &schema.Message{Body: r}, p.now)
	}
	asked, err := ask(&schema.Request{Type: schema.RequestVerification, Subject: "Is this yours?", About: first.Message, DueAt: "2026-11-23T06:30:00Z"})
	must(t, err)
	q, _ := p.xb.tracker().Message(asked.Message)
	if !asked.Released || q.Header.Event != first.Event || q.Header.Follows != first.Message || !slices.Equal(asked.Addressees, []schema.Party{"XA"}) {
		t.Errorf("asked %v, in event %q, after %q", asked.Addressees, q.Header.Event, q.Header.Follows)
	}
	p.deliver(p.xb, p.xa, asked.Message)
	if rings := p.xa.tracker().Ringing(); len(rings) != 1 || rings[0].Message.Header.Kind != schema.KindRequest {
		t.Errorf("rings: %+v", rings)
	}

	answer := func(o notify.Officer, b schema.Body) (notify.Outcome, error) {
		return p.xa.Draft(t.Context(), o, &schema.Message{Body: b}, p.now)
	}
	said, err := answer(silva, &schema.Reply{Request: asked.Message, Outcome: schema.OutcomeConfirmed})
	must(t, err)
	a, _ := p.xa.tracker().Message(said.Message)
	if !said.Released || a.Header.Event != first.Event || a.Header.Follows != asked.Message || !slices.Equal(said.Addressees, []schema.Party{"XB"}) {
		t.Errorf("answered %v, in event %q, after %q", said.Addressees, a.Header.Event, a.Header.Follows)
	}
	for _, tt := range []struct {
		name string
		body schema.Body
		want string
	}{
		{"a reply to nothing known", &schema.Reply{Request: schema.NewMessageID(), Outcome: schema.OutcomeConfirmed}, "answers-unknown"},
		{"a reply to a notification", &schema.Reply{Request: first.Message, Outcome: schema.OutcomeConfirmed}, "answers-kind"},
	} {
		if _, err := answer(silva, tt.body); !slices.Contains(codes(t, err), tt.want) {
			t.Errorf("%s: %v", tt.name, err)
		}
	}
	m := &schema.Message{Body: &schema.Reply{Request: asked.Message, Outcome: schema.OutcomeConfirmed}, Header: schema.Header{Addressees: []schema.Party{"XA"}}}
	lindqvist := lind
	if _, err := p.xb.Draft(t.Context(), lindqvist, m, p.now); !slices.Contains(codes(t, err), "answers-own") {
		t.Errorf("who asks answers: %v", err)
	}

	// Of no event, but of none that is not known.
	none, err := p.xb.Draft(t.Context(), moreno, &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XA"}}, Body: &schema.Request{Type: schema.RequestInformation, Subject: "Ru-106 in the air"}}, p.now)
	must(t, err)
	if !none.Released || none.Event != "" {
		t.Errorf("a request of no event: %+v", none)
	}
	_, err = p.xb.Draft(t.Context(), moreno, &schema.Message{Header: schema.Header{Event: "XA-2026-AAAAAA", Addressees: []schema.Party{"XA"}}, Body: &schema.Request{Type: schema.RequestInformation, Subject: "?"}}, p.now)
	if !slices.Contains(codes(t, err), "event-unknown") {
		t.Errorf("a request of an event that nobody knows: %v", err)
	}
	p.deliver(p.xa, p.xb, said.Message)
	nothing, err := answer(silva, &schema.Reply{Request: asked.Message, Outcome: schema.OutcomeNothingToReport})
	must(t, err)
	p.deliver(p.xa, p.xb, nothing.Message)
	for _, r := range p.xb.tracker().Ringing() {
		if r.Message.Header.ID == nothing.Message {
			t.Error("nothing to report rings")
		}
	}
}

func TestMeasuresOfAReceiverGoBack(t *testing.T) {
	p := newPair(t, schema.Live)
	first := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, first.Message)
	told, err := p.xb.Draft(t.Context(), lind, &schema.Message{Header: schema.Header{Event: first.Event}, Body: &schema.Measures{
		ValidAt: schema.NewTime(p.now), Measures: schema.ProtectiveMeasures{TakenOrPlanned: "No"},
	}}, p.now)
	must(t, err)
	if !told.Released || !slices.Equal(told.Addressees, []schema.Party{"XA"}) {
		t.Fatalf("one person of XB tells XA: %+v", told)
	}
	p.deliver(p.xb, p.xa, told.Message)
	if rings := p.xa.tracker().Ringing(); len(rings) > 0 {
		t.Errorf("rings: %+v", rings)
	}
	p.now = p.now.Add(time.Minute)
	c := &schema.Message{Header: schema.Header{Event: first.Event, Revokes: told.Message}, Body: &schema.Correction{Reason: "they were ordered", Measures: &schema.Measures{
		ValidAt: schema.NewTime(p.now), Measures: schema.ProtectiveMeasures{Text: "Milk is withheld."},
	}}}
	chief := notify.Officer{Login: "chief", Name: "B. Chief", Desk: "nca-a", Rights: []notify.Right{notify.RightIssue}}
	if _, err := p.xb.Draft(t.Context(), chief, c, p.now); err != nil {
		t.Errorf("XB cannot correct itself in an event of XA: %v", err)
	}
	w := &schema.Message{Header: schema.Header{Event: first.Event, Revokes: told.Message}, Body: &schema.Withdrawal{Reason: "no"}}
	if _, err := p.xb.Draft(t.Context(), chief, w, p.now); !slices.Contains(codes(t, err), "event-not-ours") || !slices.Contains(codes(t, err), "revokes-kind") {
		t.Errorf("XB withdraws the event of XA: %v", err)
	}
}

func TestTheLoopOfAssistance(t *testing.T) {
	p := newPair(t, schema.Live)
	assist := func(login string) notify.Officer {
		return notify.Officer{Login: login, Name: login, Desk: "assistance", Rights: []notify.Right{notify.RightAssist}}
	}
	release := func(o *office, m *schema.Message) notify.Outcome {
		t.Helper()
		out, err := o.Desk.Draft(t.Context(), assist("one"), m, p.now)
		must(t, err)
		if !out.Released {
			out, err = o.Approve(t.Context(), assist("two"), out.Message, p.now)
			must(t, err)
		}
		other := p.xb
		if o == p.xb {
			other = p.xa
		}
		p.deliver(o, other, out.Message)
		p.now = p.now.Add(time.Minute)
		return out
	}
	request := &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: &schema.AssistanceRequest{Scope: "A radiation survey of the coast."}}
	if _, err := p.xa.Draft(t.Context(), haddad, request, p.now); !isDenied(err) {
		t.Errorf("a desk without the right asks for assistance: %v", err)
	}
	asked := release(p.xa, request)
	offer := release(p.xb, &schema.Message{Body: &schema.AssistanceReply{Request: asked.Message, Position: schema.PositionCan, Scope: "Two teams.", Terms: "None."}})
	taken := release(p.xa, &schema.Message{Body: &schema.AssistanceAccept{Reply: offer.Message, Decision: schema.DecisionAccept}})
	closed := release(p.xa, &schema.Message{Body: &schema.AssistanceClose{Request: asked.Message, At: schema.NewTime(p.now), Reason: "Done."}})
	for _, tt := range []struct {
		out  notify.Outcome
		want schema.Party
	}{{asked, "XB"}, {offer, "XA"}, {taken, "XB"}, {closed, "XB"}} {
		if !slices.Equal(tt.out.Addressees, []schema.Party{tt.want}) {
			t.Errorf("told %v, want %s", tt.out.Addressees, tt.want)
		}
	}
	if rings := p.xb.tracker().Ringing(); len(rings) != 3 {
		t.Errorf("request, acceptance and close ring at XB: %+v", rings)
	}
}

func isDenied(err error) bool { _, ok := errors.AsType[*notify.Denied](err); return ok }

func TestWhatNoDeskIssuesIsSaidSo(t *testing.T) {
	p := newPair(t, schema.Live)
	for _, b := range []schema.Body{&schema.Presented{}, &schema.Dissemination{}, &schema.Directory{}} {
		if _, err := p.xa.Draft(t.Context(), haddad, &schema.Message{Header: schema.Header{Addressees: []schema.Party{"XB"}}, Body: b}, p.now); !isDenied(err) {
			t.Errorf("%s: %v", b.Kind(), err)
		}
	}
}
