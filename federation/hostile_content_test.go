package federation_test

import (
	"testing"
	"time"

	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// TestHostileAuthorIsNamedByAllItTold has XC tell XA and XB different things under
// one id. Both are valid, and each is received; the two find out from each other.
func TestHostileAuthorIsNamedByAllItTold(t *testing.T) {
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Loopback: true, Parties: parties, Beat: 200 * time.Millisecond})
	must(t, err)
	t.Cleanup(func() { must(t, fed.Close()) })
	s := &siege{fed, t}
	for _, p := range []schema.Party{"XA", "XB"} {
		must(t, fed.Start(t.Context(), p))
	}
	m := message("XC", "XA")
	m.Header.Addressees = []schema.Party{"XA", "XB"}
	same := message("XC", "XA")
	same.Header.Addressees = m.Header.Addressees
	for p, text := range map[schema.Party]string{"XA": "this", "XB": "that"} {
		m.Body = &schema.Linktest{Form: schema.LinktestMachine, Text: text}
		r := s.road()
		r.address = s.Address(p)
		conn, err := r.connect()
		must(t, err)
		for _, told := range []*schema.Message{same, m} {
			_, err = deliver(t, conn, seal(t, s.Keys("XC", schema.Live), told).Marshal())
			must(t, err)
		}
		conn.Close()
	}
	for p, other := range map[schema.Party]schema.Party{"XA": "XB", "XB": "XA"} {
		tr := s.Node(p).Tracker(schema.Live)
		wait(t, tr, string(p)+" names XC", func() bool { return len(contradictions(tr)) > 0 })
		got := contradictions(tr)
		if len(got) != 1 || got[0].Author != "XC" || got[0].Peer != other || got[0].Ours != m.Header.ID {
			t.Errorf("at %s: %+v", p, got)
		}
	}
}

func contradictions(tr *notify.Tracker) []*notify.Contradiction {
	var out []*notify.Contradiction
	for _, r := range tr.Ringing() {
		if r.Contradiction != nil {
			out = append(out, r.Contradiction)
		}
	}
	return out
}
