package sim_test

import (
	"context"
	"testing"

	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// TestAccountantFindsWhatIsThereAndMissesWhatIsNot runs a short exchange and
// audits the stores; then it claims an act that never was.
func TestAccountantFindsWhatIsThereAndMissesWhatIsNot(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Parties: []sim.Party{{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}}})
	must(t, err)
	w := &world{fed, t, ctx}
	must(t, fed.StartAll(ctx))
	acts := []sim.Act{}
	for range 20 {
		out := w.notify(schema.Live, "XB")
		w.received(out.Message, schema.Live)
		acts = append(acts, sim.Act{Party: "XA", Workspace: schema.Live, Message: out.Message})
		n := fed.Node("XB")
		ack, err := n.Desk(schema.Live).Acknowledge(ctx, duty, "", out.Message, schema.RungAcknowledged, "", n.Now())
		must(t, err)
		acts = append(acts, sim.Act{Party: "XB", Workspace: schema.Live, Message: ack.Message})
	}
	w.until("XB", schema.Live, "every acknowledgement receipted", func(tr *notify.Tracker) bool { return tr.Waiting("XA") == 0 })
	must(t, fed.Close())
	stores := map[schema.Party]string{"XA": fed.Dir("XA"), "XB": fed.Dir("XB")}
	a, err := sim.Audit(t.Context(), stores, fed.Directory(), acts)
	must(t, err)
	if err := a.Err(); err != nil || a.Messages != 40 || a.Receipts != 40 {
		t.Fatalf("%s: %v", a, err)
	}
	a, err = sim.Audit(t.Context(), stores, fed.Directory(), append(acts, sim.Act{Party: "XA", Workspace: schema.Live, Message: schema.NewMessageID()}))
	must(t, err)
	if len(a.Lost) != 1 {
		t.Fatalf("an act that never was is not missed: %s", a)
	}
}
