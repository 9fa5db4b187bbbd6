package trust_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

func TestSucceed(t *testing.T) {
	k := newKeeper(t, "IAEA", 'a')
	keepers := []*trust.KeeperKey{k}
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	one := first(t, keepers, 1, xa, xb)

	succeed := func(d *trust.Directory, change func(*trust.Draft)) (*trust.Directory, []byte) {
		draft := trust.NewEdition(d, now, quarter)
		change(draft)
		raw := signDraft(t, draft, k)
		next, err := d.Succeed(raw)
		if err != nil {
			t.Fatal(err)
		}
		return next, raw
	}
	keep := func(*trust.Draft) {}
	two, rawTwo := succeed(one, keep)
	three, rawThree := succeed(two, func(d *trust.Draft) {
		if err := d.List(listed("XC")); err != nil {
			t.Fatal(err)
		}
		d.Remove("XB")
	})
	otherTwo, rawOtherTwo := succeed(one, func(d *trust.Draft) { d.Remove("XA") })

	// The third of another second: signed by the right keepers.
	_, rawOtherThree := succeed(otherTwo, keep)

	stranger := newKeeper(t, "XS", 'a')
	foreign := trust.NewEdition(one, now, quarter)

	rawOne := signDraft(t, firstDraft(t, keepers, 1, xa, xb), k)
	for _, c := range []struct {
		name string
		from *trust.Directory
		raw  []byte
		err  error
	}{
		{"the next", one, rawTwo, nil},
		{"over a gap", one, rawThree, nil},
		{"over a gap, another chain", one, rawOtherThree, nil},
		{"the same again", two, rawTwo, trust.ErrNotHigher},
		{"lower", three, rawTwo, trust.ErrNotHigher},
		{"the first again", three, rawOne, trust.ErrNotHigher},
		{"the same number, other content", two, rawOtherTwo, trust.ErrForked},
		{"the next of another chain", two, rawOtherThree, trust.ErrBrokenChain},
		{"of other keepers", one, signDraft(t, foreign, stranger), trust.ErrThreshold},
	} {
		t.Run(c.name, func(t *testing.T) {
			d, err := c.from.Succeed(c.raw)
			if !errors.Is(err, c.err) || (d == nil) != (c.err != nil) {
				t.Errorf("got %v, want %v", err, c.err)
			}
		})
	}
	if got, want := three.Parties(), []schema.Party{"XA", "XC"}; !slices.Equal(got, want) {
		t.Errorf("parties of the third: got %v, want %v", got, want)
	}
}

func TestTheNextEditionIsSignedByTheKeepersOfThisOne(t *testing.T) {
	old, fresh := newKeeper(t, "IAEA", 'a'), newKeeper(t, "IAEA", 'b')
	one := first(t, []*trust.KeeperKey{old}, 1)
	draft := trust.NewEdition(one, now, quarter)
	draft.Keepers = public(fresh)
	if _, err := one.Succeed(signDraft(t, draft, fresh)); !errors.Is(err, trust.ErrThreshold) {
		t.Errorf("the new keeper made itself one: %v", err)
	}
	two, err := one.Succeed(signDraft(t, draft, old))
	if err != nil {
		t.Fatal(err)
	}
	three := trust.NewEdition(two, now, quarter)
	if _, err := two.Succeed(signDraft(t, three, old)); !errors.Is(err, trust.ErrThreshold) {
		t.Errorf("the old keeper still is one: %v", err)
	}
	if _, err := two.Succeed(signDraft(t, three, fresh)); err != nil {
		t.Error(err)
	}
	// Two was missed and the keepers changed in it: the editions are needed in order.
	if _, err := one.Succeed(signDraft(t, three, fresh)); !errors.Is(err, trust.ErrThreshold) {
		t.Errorf("over the gap: %v", err)
	}
}

func TestEntryFollowsTheEarlierOne(t *testing.T) {
	k := newKeeper(t, "IAEA", 'a')
	xa := newParty(t, "XA")
	next, err := xa.live.Rotate(now)
	if err != nil {
		t.Fatal(err)
	}
	till := schema.NewTime(now.AddDate(3, 0, 0))
	station := &xa.entry.Node.Live
	station.Signing = append(station.Signing, next.Station("", schema.NewTime(now), till).Signing...)
	station.Signing[0].RevokedAt = schema.NewTime(now)
	xa.live, xa.entry.Sequence = next, 5
	one := first(t, []*trust.KeeperKey{k}, 1, xa)

	for _, c := range []struct {
		name   string
		change func(e *trust.Entry)
		ok     bool
	}{
		{"the same", func(*trust.Entry) {}, true},
		{"the next", func(e *trust.Entry) { e.Sequence, e.Name = 6, "New name" }, true},
		{"an earlier one", func(e *trust.Entry) { e.Sequence = 4 }, false},
		{"another of the same sequence", func(e *trust.Entry) { e.Name = "New name" }, false},
		{"a key left out", func(e *trust.Entry) { e.Sequence, e.Node.Live.Signing = 6, e.Node.Live.Signing[1:] }, false},
		{"a revocation lifted", func(e *trust.Entry) { e.Sequence, e.Node.Live.Signing[0].RevokedAt = 6, "" }, false},
		{"another key under an id", func(e *trust.Entry) {
			e.Sequence, e.Node.Live.Signing[0].Public = 6, newParty(t, "XB").entry.Node.Live.Signing[0].Public
		}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := xa.entry
			node := *e.Node
			node.Live.Signing = slices.Clone(node.Live.Signing)
			e.Node = &node
			c.change(&e)
			env, err := trust.SignEntry(e, next)
			if err != nil {
				t.Fatal(err)
			}
			draft := trust.NewEdition(one, now, quarter)
			draft.Remove("XA") // does not forget
			if err := draft.AddEntry(env); (err == nil) != c.ok {
				t.Errorf("the draft says %v", err)
			}
			// A keeper who does not use our draft is no way round it.
			other := trust.NewEdition(nil, now, quarter)
			other.Keepers, other.Threshold = public(k), 1
			if err := other.AddEntry(env); err != nil {
				t.Fatal(err)
			}
			ed := open(t, signDraft(t, other, k))
			ed.Number, ed.Previous = 2, one.Digest()
			payload, err := schema.Canonical(ed)
			if err != nil {
				t.Fatal(err)
			}
			_, err = one.Succeed(forgeEdition(t, k, payload))
			if c.ok && err != nil || !c.ok && !errors.Is(err, trust.ErrBrokenChain) {
				t.Errorf("the directory says %v", err)
			}
		})
	}
}

func TestDirectoryLooksUp(t *testing.T) {
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	k := newKeeper(t, "IAEA", 'a')
	draft := firstDraft(t, []*trust.KeeperKey{k}, 1, xb, xa)
	if err := draft.List(listed("AT")); err != nil {
		t.Fatal(err)
	}
	d, err := trust.OpenEdition(signDraft(t, draft, k), public(k), 1)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Parties(), []schema.Party{"AT", "XA", "XB"}; !slices.Equal(got, want) {
		t.Errorf("parties: got %v, want %v", got, want)
	}
	if p, w, ok := d.ByTLS(xb.exercise.SPKI()); p != "XB" || w != schema.Exercise || !ok {
		t.Errorf("by TLS: %s %s %t", p, w, ok)
	}
	if p, w, ok := d.ByTLS(newParty(t, "XB").live.SPKI()); ok {
		t.Errorf("an unknown pin is %s %s", p, w)
	}
	if e, ok := d.Entry("AT"); !ok || e.Node != nil || e.Contacts[0].Fax != "+49 228 999305" {
		t.Errorf("AT: %t %+v", ok, e)
	}
	if e, ok := d.Entry("XC"); ok {
		t.Errorf("XC: %+v", e)
	}
}

func TestAnExpiredEditionIsStaleAndWorks(t *testing.T) {
	xa := newParty(t, "XA")
	d := first(t, []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}, 1, xa)
	for _, c := range []struct {
		at   time.Time
		want bool
	}{{now, false}, {d.ExpiresAt().Std(), false}, {d.ExpiresAt().Std().Add(time.Second), true}} {
		if got := d.Stale(c.at); got != c.want {
			t.Errorf("at %s: got %t, want %t", c.at, got, c.want)
		}
	}
	if by, err := d.Verify(must(t, xa.live, messageType, "{}")); by != "XA" || err != nil {
		t.Errorf("by %q, error %v", by, err)
	}
}

func TestDatesOfAKeyWarnAndDoNotStop(t *testing.T) {
	xa := newParty(t, "XA")
	next, err := xa.live.Rotate(now)
	if err != nil {
		t.Fatal(err)
	}
	later := schema.NewTime(now.AddDate(2, 0, 0))
	end := schema.NewTime(now.AddDate(4, 0, 0))
	live := &xa.entry.Node.Live
	live.Signing = append(live.Signing, next.Station("", later, end).Signing...)
	d := first(t, []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}, 1, xa)

	by := must(t, xa.live, messageType, "{}")
	both := cosign(clone(by), next.KeyID(), secret(t, next))
	for _, c := range []struct {
		name string
		env  *schema.Envelope
		at   time.Time
		want string
	}{
		{"in its time", by, now, ""},
		{"after", by, now.AddDate(3, 0, 0), "XA says that its key XA/live/2026a ended on 2028-11-23T06:40:00Z"},
		{"before", must(t, next, messageType, "{}"), now, "XA says that its key XA/live/2026b begins only on 2028-11-23T06:40:00Z"},
		{"one of two in its time", both, now, ""},
		{"the other of two in its time", both, now.AddDate(3, 0, 0), ""},
		{"of a stranger", must(t, newParty(t, "XB").live, messageType, "{}"), now, ""},
	} {
		if got := d.KeyWarning(c.env, c.at); got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
	if p, err := d.Verify(must(t, next, messageType, "{}")); p != "XA" || err != nil {
		t.Errorf("a key that begins later: %q, %v", p, err)
	}
}
