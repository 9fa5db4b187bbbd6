package notify_test

import (
	"context"
	"runtime/debug"
	"slices"
	"testing"

	"forthwith/notify"
	"forthwith/schema"
)

// What one act costs, in numbers that are the same on every machine. Who makes one
// greater knows why; who makes one smaller writes the new one down.

// counted stands before the journal, the keys and the directory of an office. What
// passes them is what is hashed: a document to be verified or sealed, an entry
// for its leaf.
type counted struct {
	journal  notify.Journal
	signer   notify.Signer
	verifier notify.Verifier
	counts
}

type counts struct {
	appends, recorded int // entries, and bytes in them
	seals, verified   int // signatures made, and bytes verified
}

func (c *counted) Append(ctx context.Context, e notify.Entry) (notify.Recorded, error) {
	c.appends++
	c.recorded += len(e.Data)
	return c.journal.Append(ctx, e)
}

func (c *counted) Read(ctx context.Context, epoch int, sequence uint64) (notify.Recorded, error) {
	return c.journal.Read(ctx, epoch, sequence)
}

func (c *counted) Seal(payloadType string, payload []byte) (*schema.Envelope, error) {
	c.seals++
	return c.signer.Seal(payloadType, payload)
}

func (c *counted) Verify(e *schema.Envelope) (schema.Party, error) {
	c.verified += len(e.PAE())
	return c.verifier.Verify(e)
}

// count puts a counter before an office.
func (o *office) count() *counted {
	c := &counted{journal: o.journal, signer: o.keys, verifier: o.Intake.Verifier}
	o.Desk.Journal, o.Desk.Signer = c, c
	o.Intake.Journal, o.Intake.Signer, o.Intake.Verifier = c, c, c
	return c
}

func TestOneEntryForEachDeliveryAndEachRelease(t *testing.T) {
	p := newPair(t, schema.Live)
	a, b := p.xa.count(), p.xb.count()
	out := p.issue(notification("XB"))
	raw := p.xa.raw(t, out.Message)
	draft := p.xa.journal.entries[0].Data
	if want := (counts{appends: 2, recorded: len(draft) + len(raw), seals: 1}); a.counts != want {
		t.Errorf("a draft and its release cost %+v, want %+v", a.counts, want)
	}
	env, err := schema.ParseEnvelope(raw)
	must(t, err)
	_, err = p.xb.Admit(t.Context(), "XA", raw, p.now)
	must(t, err)
	if want := (counts{appends: 1, recorded: len(raw), seals: 1, verified: len(env.PAE())}); b.counts != want {
		t.Errorf("a delivery costs %+v, want %+v", b.counts, want)
	}
	b.counts = counts{}
	_, err = p.xb.Acknowledge(t.Context(), moreno, "", out.Message, schema.RungAcknowledged, "", p.now)
	must(t, err)
	if b.appends != 1 || b.seals != 1 || b.verified != 0 {
		t.Errorf("an acknowledgement costs %+v", b.counts)
	}
}

func TestAllocationsOfAnAct(t *testing.T) {
	const runs = 100
	p := newPair(t, schema.Live)
	var raw [][]byte
	var drafts []schema.MessageID
	for range runs + 1 {
		raw = append(raw, p.xa.raw(t, p.issue(notification("XB")).Message))
		out, err := p.xa.Draft(t.Context(), haddad, notification("XB"), p.now)
		must(t, err)
		drafts = append(drafts, out.Message)
	}
	p.xa.journal.entries = slices.Grow(p.xa.journal.entries, 2*runs)
	p.xb.journal.entries = slices.Grow(p.xb.journal.entries, 2*runs)
	i := 0
	allocations(t, "Intake.Admit", 105, func() {
		_, err := p.xb.Admit(t.Context(), "XA", raw[i], p.now)
		must(t, err)
		i++
	})
	i = 0
	allocations(t, "Desk.Approve, which releases", 167, func() {
		out, err := p.xa.Approve(t.Context(), silva, drafts[i], p.now)
		must(t, err)
		if !out.Released {
			t.Errorf("not released: %+v", out)
		}
		i++
	})
}

func TestAllocationsOfTheTracker(t *testing.T) {
	const runs = 1000
	var entries []notify.Recorded
	w := &written{apply: func(r notify.Recorded) { entries = append(entries, r) }}
	for range runs + 1 {
		steps["issued and settled"](w)
	}
	tr := notify.NewTracker("XA")
	i := 0
	allocations(t, "Tracker.Apply of a message and its receipt", 48, func() {
		tr.Apply(entries[i])
		tr.Apply(entries[i+1])
		i = (i + 2) % len(entries)
	})
}

func TestMemoryOfTheTracker(t *testing.T) {
	for name, bound := range map[string]float64{"received": 235, "received and acknowledged": 165, "issued and settled": 150} {
		if got := held(4_000, steps[name]); got > bound {
			t.Errorf("%s: the tracker holds %.0f bytes for an entry, at most %.0f", name, got, bound)
		}
	}
}

// allocations holds what f allocates against a bound a fifth above what it does
// now.
func allocations(t *testing.T, what string, bound float64, f func()) {
	t.Helper()
	info, _ := debug.ReadBuildInfo()
	if slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		bound *= 2 // under the race detector pools lose things on purpose
	}
	if got := testing.AllocsPerRun(100, f); got > bound {
		t.Errorf("%s allocates %.0f times, at most %.0f", what, got, bound)
	}
}
