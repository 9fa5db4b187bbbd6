package federation

import (
	"testing"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

// newWaking is a gateway that delivers nothing: its couriers do not run, and what
// would wake them can be counted.
func newWaking(before *gateway) *gateway {
	g := &gateway{
		party: "XA", tracker: notify.NewTracker("XA"), clock: WallClock(), before: before,
		answers: newAnswers(), couriers: make(map[schema.Party]*courier),
	}
	if before != nil {
		before.behind = g
	}
	g.hire("XB")
	return g
}

// owe records a message of XA to XB.
func owe(t *testing.T, g *gateway) schema.MessageID {
	t.Helper()
	id := schema.NewMessageID()
	payload, err := schema.Canonical(schema.Message{
		Header: schema.Header{ID: id, Kind: schema.KindInformation, Workspace: schema.Live, From: "XA", Addressees: []schema.Party{"XB"}},
		Body:   &schema.Information{},
	})
	must(t, err)
	env := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, string(schema.KindInformation)), Payload: payload, Signatures: make([]schema.Signature, 1)}
	g.tracker.Apply(notify.Recorded{Entry: notify.Entry{Type: notify.EntryMessage, Origin: "XA", ID: string(id), Digest: env.Digest(), Data: env.Marshal()}, Epoch: 1, Sequence: 2})
	return id
}

// TestCouriersAreWokenForWhatTheyCanDo counts wakes: each delivery ends at both
// nodes in places that could wake four couriers.
func TestCouriersAreWokenForWhatTheyCanDo(t *testing.T) {
	live := newWaking(nil)
	exercise := newWaking(live)
	c, behind := live.courier("XB"), exercise.courier("XB")

	live.hear("XB")
	exercise.hear("XB")
	live.free("XB")
	if n := len(c.heard) + len(behind.heard) + len(behind.freed); n != 0 {
		t.Errorf("%d woken where nothing is owed", n)
	}
	if _, wait := c.pick(); wait != untilWoken {
		t.Errorf("waits %v for nothing", wait)
	}

	id := owe(t, live)
	m, wait := c.pick()
	if wait != 0 || m.ID != id || m.Epoch != 1 || m.Position != 2 {
		t.Fatalf("picked %+v, to wait %v", m, wait)
	}
	if _, wait := c.pick(); wait != untilWoken || c.more() {
		t.Errorf("waits %v for what is under way", wait)
	}
	owe(t, live)
	if !c.more() {
		t.Error("what is owed beside what is under way is not seen")
	}

	c.link.Connected = true
	owe(t, exercise)
	if _, wait := behind.pick(); wait != longestPause {
		t.Errorf("exercise waits %v while live is delivering", wait)
	}
	live.free("XB")
	live.free("XB")
	if len(behind.freed) != 1 {
		t.Error("exercise is not woken after it yielded")
	}

	c.attempts[id] = &Attempt{Next: time.Now().Add(time.Minute)}
	live.hear("XB")
	if len(c.heard) != 1 {
		t.Error("what waits for its next try is not woken when the party is heard")
	}
}
