package sim_test

import (
	"context"
	"encoding/binary"
	"os"
	"path/filepath"
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

// TestAccountantReadsAllEpochs gives XA a store of yesterday, and audits what it
// made of it: what XB holds is back, and what nobody holds is missing by name.
func TestAccountantReadsAllEpochs(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Parties: []sim.Party{{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}}})
	must(t, err)
	w := &world{fed, t, ctx}
	must(t, fed.StartAll(ctx))
	var acts []sim.Act
	exchange := func() {
		out := w.notify(schema.Live, "XB")
		w.received(out.Message, schema.Live)
		n := fed.Node("XB")
		ack, err := n.Desk(schema.Live).Acknowledge(ctx, duty, "", out.Message, schema.RungAcknowledged, "", n.Now())
		must(t, err)
		acts = append(acts, sim.Act{Party: "XA", Workspace: schema.Live, Message: out.Message}, sim.Act{Party: "XB", Workspace: schema.Live, Message: ack.Message})
		w.until("XB", schema.Live, "the acknowledgement receipted", func(tr *notify.Tracker) bool { return tr.Waiting("XA") == 0 })
	}
	for range 5 {
		exchange()
	}
	must(t, fed.Stop("XA"))
	yesterday, store := t.TempDir(), filepath.Join(fed.Dir("XA"), "store")
	must(t, os.CopyFS(yesterday, os.DirFS(store)))
	must(t, fed.Start(ctx, "XA"))
	for range 5 {
		exchange()
	}
	must(t, fed.Stop("XB"))
	alone := sim.Act{Party: "XA", Workspace: schema.Live, Message: w.notify(schema.Live, "XB").Message}
	must(t, fed.Stop("XA"))
	must(t, os.RemoveAll(store))
	must(t, os.CopyFS(store, os.DirFS(yesterday)))
	must(t, fed.StartAll(ctx))
	w.until("XA", schema.Live, "XB has given back all", func(tr *notify.Tracker) bool {
		b, broken := tr.Broken()
		return broken && len(b.Fetched) == 1 && tr.Waiting("XB") == 0
	})
	w.until("XB", schema.Live, "all is delivered anew", func(tr *notify.Tracker) bool { return tr.Waiting("XA") == 0 })
	exchange()
	must(t, fed.Close())
	stores := map[schema.Party]string{"XA": fed.Dir("XA"), "XB": fed.Dir("XB")}
	a, err := sim.Audit(t.Context(), stores, fed.Directory(), append(acts, alone))
	must(t, err)
	if err := a.Err(); err != nil || a.Messages != 22 || len(a.Missing) != 1 {
		t.Fatalf("%s: %v", a, err)
	}
	var never []sim.Act
	for range 100 { // more than any epoch names
		never = append(never, sim.Act{Party: "XA", Workspace: schema.Live, Message: schema.NewMessageID()})
	}
	a, err = sim.Audit(t.Context(), stores, fed.Directory(), append(acts, never...))
	must(t, err)
	if len(a.Lost) == 0 || len(a.Missing)+len(a.Lost) != len(never) {
		t.Fatalf("acts that never were are not missed: %s", a)
	}
}

// TestAccountantOpensNoStoreThatWouldTakeAllMemory turns one bit of a sequence.
func TestAccountantOpensNoStoreThatWouldTakeAllMemory(t *testing.T) {
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Parties: []sim.Party{{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}}})
	must(t, err)
	w := &world{fed, t, t.Context()}
	must(t, fed.StartAll(t.Context()))
	w.received(w.notify(schema.Live, "XB").Message, schema.Live)
	must(t, fed.Close())
	names, err := filepath.Glob(filepath.Join(fed.Dir("XA"), "store", "jetstream", "JOURNAL", "streams", "LIVE-1", "msgs", "*.blk"))
	must(t, err)
	b, err := os.ReadFile(names[0])
	must(t, err)
	second := binary.LittleEndian.Uint32(b) &^ (1 << 31)
	b[second+4+5] ^= 1 // bit 40 of its sequence
	must(t, os.WriteFile(names[0], b, 0o600))
	if _, err := sim.Audit(t.Context(), map[schema.Party]string{"XA": fed.Dir("XA")}, fed.Directory(), nil); err == nil {
		t.Fatal("it was opened")
	}
}
