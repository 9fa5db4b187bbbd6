package notify_test

import (
	"testing"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

// TestOverdueIsTheEarlierOfTargetAndWish asks at several times of one delivery, of
// which persons of XB have reached some rungs. The target is half an hour.
func TestOverdueIsTheEarlierOfTargetAndWish(t *testing.T) {
	const before, after = -time.Second, time.Second
	ten := 10 * time.Minute
	for _, c := range []struct {
		name    string
		body    schema.Body
		wanted  schema.Rung // by ten minutes after the release; "" is nothing
		reached []schema.Rung
		at      time.Duration
		overdue bool
	}{
		{"within the target", nil, "", nil, 30 * time.Minute, false},
		{"past the target", nil, "", nil, 30*time.Minute + after, true},
		{"a person, past the target", nil, "", []schema.Rung{schema.RungAcknowledged}, time.Hour, false},
		{"before the time wanted", nil, schema.RungAcknowledged, nil, ten + before, false},
		{"nobody by the time wanted", nil, schema.RungAcknowledged, nil, ten + after, true},
		{"done as wanted", nil, schema.RungAcknowledged, []schema.Rung{schema.RungAcknowledged}, time.Hour, false},
		{"more done than wanted", nil, schema.RungAcknowledged, []schema.Rung{schema.RungTakenOver}, time.Hour, false},
		{"verified, and wanted so", nil, schema.RungVerified, []schema.Rung{schema.RungAcknowledged, schema.RungVerified}, time.Hour, false},
		{"less done than verified", nil, schema.RungVerified, []schema.Rung{schema.RungAcknowledged}, ten + after, true},
		{"less done than taken over", nil, schema.RungTakenOver, []schema.Rung{schema.RungAcknowledged, schema.RungVerified}, ten + after, true},
		{"less done, and in time", nil, schema.RungTakenOver, []schema.Rung{schema.RungAcknowledged}, ten + before, false},
		{"what does not ring has no target", &schema.Linktest{Form: schema.LinktestMachine}, "", nil, time.Hour, false},
		{"what does not ring may want it", &schema.Linktest{Form: schema.LinktestMachine}, schema.RungAcknowledged, nil, ten + after, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			start := p.now
			m := notification("XB")
			if c.body != nil {
				m.Body = c.body
			}
			if c.wanted != "" {
				m.Header.Wanted = &schema.Wanted{Rung: c.wanted, By: schema.NewTime(start.Add(ten))}
			}
			out := p.issue(m)
			p.deliver(p.xa, p.xb, out.Message)
			for _, rung := range c.reached {
				o := moreno
				if rung == schema.RungTakenOver {
					o = lind
				}
				ack, err := p.xb.Acknowledge(t.Context(), o, "", out.Message, rung, "", p.now)
				must(t, err)
				p.deliver(p.xb, p.xa, ack.Message)
			}
			sent, _ := p.xa.tracker().Message(out.Message)
			d := sent.Deliveries()[0]
			if got := sent.Overdue(&d, start.Add(c.at), notify.DefaultPolicy().PersonWithin); got != c.overdue {
				t.Errorf("overdue at %s is %v, want %v; persons %+v", c.at, got, c.overdue, d.Persons)
			}
			// XB counts its own persons alike.
			received, _ := p.xb.tracker().Message(out.Message)
			if got, want := received.WantedMet(received.Acknowledged), sent.WantedMet(d.Persons); got != want {
				t.Errorf("met is %v at XB and %v at XA", got, want)
			}
		})
	}
}

// TestAnAcknowledgementWantsNoneInTurn has XB sign one that asks for another.
func TestAnAcknowledgementWantsNoneInTurn(t *testing.T) {
	m := notify.Message{Header: schema.Header{Kind: schema.KindAcknowledgement, Wanted: &schema.Wanted{Rung: schema.RungVerified, By: "2026-11-23T06:00:00Z"}}}
	if m.Wanted() != nil || m.WantedLate(nil, time.Date(2027, 1, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("it waits for an answer: %+v", m.Wanted())
	}
}
