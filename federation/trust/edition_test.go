package trust_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

const quarter = 90 * 24 * time.Hour

func TestEditionNeedsAThresholdOfDistinctKeepers(t *testing.T) {
	a, b, c := newKeeper(t, "IAEA", 'a'), newKeeper(t, "IAEA", 'b'), newKeeper(t, "XA", 'a')
	stranger := newKeeper(t, "XB", 'a')
	impostor := newKeeper(t, "IAEA", 'b') // the id of b with another key
	draft := firstDraft(t, []*trust.KeeperKey{a, b, c}, 2, newParty(t, "XA"))

	twice := parse(t, signDraft(t, draft, a))
	twice.Signatures = append(twice.Signatures, twice.Signatures[0])

	for _, k := range []struct {
		name string
		raw  []byte
		err  error
	}{
		{"two of three", signDraft(t, draft, a, c), nil},
		{"three of three", signDraft(t, draft, c, b, a), nil},
		{"two and a stranger", signDraft(t, draft, a, stranger, b), nil},
		{"one", signDraft(t, draft, a), trust.ErrThreshold},
		{"one and a stranger", signDraft(t, draft, a, stranger), trust.ErrThreshold},
		{"one twice", twice.Marshal(), trust.ErrThreshold},
		{"strangers", signDraft(t, draft, stranger), trust.ErrThreshold},
		{"none", signDraft(t, draft), schema.ErrUnsigned},
		{"enough, and one that fails", signDraft(t, draft, a, c, impostor), schema.ErrBadSignature},
	} {
		t.Run(k.name, func(t *testing.T) {
			if _, err := trust.OpenEdition(k.raw, public(a, b, c), 2); !errors.Is(err, k.err) {
				t.Errorf("got %v, want %v", err, k.err)
			}
		})
	}
}

func parse(t testing.TB, raw []byte) *schema.Envelope {
	t.Helper()
	e, err := schema.ParseEnvelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestTrustedKeepersMustBeDistinctAndEnough(t *testing.T) {
	a := newKeeper(t, "IAEA", 'a')
	raw := signDraft(t, firstDraft(t, []*trust.KeeperKey{a}, 1), a)
	renamed := a.Public()
	renamed.ID = "keeper/IAEA/2026b"
	for name, c := range map[string]struct {
		keepers   []trust.KeeperPublic
		threshold int
	}{
		"none":              {nil, 0},
		"threshold 0":       {public(a), 0},
		"more than keepers": {public(a), 2},
		"the same twice":    {public(a, a), 2},
		"one key, two ids":  {[]trust.KeeperPublic{a.Public(), renamed}, 2},
		"no key":            {[]trust.KeeperPublic{{ID: a.ID()}}, 1},
	} {
		if _, err := trust.OpenEdition(raw, c.keepers, c.threshold); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func TestKeepersSignInAnyOrderAndOnce(t *testing.T) {
	a, b := newKeeper(t, "IAEA", 'a'), newKeeper(t, "IAEA", 'b')
	draft := firstDraft(t, []*trust.KeeperKey{a, b}, 2, newParty(t, "XB"), newParty(t, "XA"))
	ab, ba := signDraft(t, draft, a, b), signDraft(t, draft, b, a)
	if x, y := parse(t, ab).Digest(), parse(t, ba).Digest(); x != y {
		t.Errorf("the digest depends on the order: %s and %s", x, y)
	}
	if again, err := trust.SignEdition(ab, a); err != nil || !bytes.Equal(again, ab) {
		t.Errorf("signing twice changed it: %v", err)
	}
}

func TestWhatIsNoEditionIsNotSigned(t *testing.T) {
	k := newKeeper(t, "IAEA", 'a')
	p := newParty(t, "XA")
	raw, err := firstDraft(t, []*trust.KeeperKey{k}, 1, p).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	full := raw
	for i := range schema.MaxSignatures {
		if full, err = trust.SignEdition(full, newKeeper(t, "IAEA", byte('a'+i))); err != nil {
			t.Fatal(err)
		}
	}
	for name, bad := range map[string][]byte{
		"nothing":             nil,
		"a message":           must(t, p.live, messageType, "{}").Marshal(),
		"an entry":            p.sign(t).Marshal(),
		"trailing data":       append(bytes.Clone(raw), '{'),
		"no field signatures": bytes.Replace(raw, []byte(`,"signatures":[]`), []byte(`,"x":[]`), 1),
		"base64 with line":    bytes.Replace(raw, []byte(`"payload":"`), []byte(`"payload":"\n`), 1),
		"eight already":       bytes.Replace(full, []byte(k.ID()), []byte("keeper/IAEA/2026z"), 1),
	} {
		if _, err := trust.SignEdition(bad, k); err == nil {
			t.Errorf("%s: signed", name)
		}
	}
}

// forgeEdition signs any payload as an edition.
func forgeEdition(t testing.TB, k *trust.KeeperKey, payload []byte) []byte {
	t.Helper()
	e := &schema.Envelope{PayloadType: "application/vnd.forthwith.directory.v1+json", Payload: payload}
	return cosign(e, k.ID(), secret(t, k)).Marshal()
}

func TestEditionThatBreaksARuleIsRefusedThoughKeepersSigned(t *testing.T) {
	k, second := newKeeper(t, "IAEA", 'a'), newKeeper(t, "IAEA", 'b')
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	good := open(t, signDraft(t, firstDraft(t, []*trust.KeeperKey{k}, 1, xa, xb), k))
	good.Listed = []trust.Entry{listed("XC")}

	thief := newParty(t, "XD")
	thief.entry.Node.Live.TLS = xa.entry.Node.Live.TLS
	parrot := newParty(t, "XE")
	stolen := xa.entry.Node.Live.Signing[0]
	stolen.ID = "XE/live/2025a"
	parrot.entry.Node.Live.Signing = append(parrot.entry.Node.Live.Signing, stolen)
	mixed := newParty(t, "XF")
	mixed.entry.Node.Exercise.TLS = mixed.entry.Node.Live.TLS

	for _, c := range []struct {
		name   string
		change func(e *trust.Edition)
		says   string
	}{
		{"as it is", func(*trust.Edition) {}, ""},
		{"number 0", func(e *trust.Edition) { e.Number = 0 }, "/number"},
		{"a second without a first", func(e *trust.Edition) { e.Number = 2 }, "/previous"},
		{"a first with one before", func(e *trust.Edition) { e.Previous = schema.NewDigest(nil) }, "/previous"},
		{"expires before it begins", func(e *trust.Edition) { e.ExpiresAt = e.IssuedAt }, "/expiresAt"},
		{"no keepers", func(e *trust.Edition) { e.Keepers = nil }, "/keepers"},
		{"threshold above keepers", func(e *trust.Edition) { e.Threshold = 2 }, "/keepers"},
		{"keeper twice", func(e *trust.Edition) { e.Keepers = public(k, k) }, "are one"},
		{"keeper more", func(e *trust.Edition) { e.Keepers = public(k, second) }, ""},
		{"party twice", func(e *trust.Edition) { e.Entries = append(e.Entries, e.Entries[0]) }, "XA stands in it twice"},
		{"party signed and listed", func(e *trust.Edition) { e.Listed[0].Party = "XB" }, "XB stands in it twice"},
		{"TLS key of two parties", func(e *trust.Edition) { e.Entries = append(e.Entries, signed(t, thief)) }, "XA/live and XD/live have the same TLS key"},
		{"signing key of two parties", func(e *trust.Edition) { e.Entries = append(e.Entries, signed(t, parrot)) }, "XA/live and XE/live have the same signing key"},
		{"TLS key of two workspaces", func(e *trust.Edition) { e.Entries = append(e.Entries, signed(t, mixed)) }, "XF/live and XF/exercise have the same TLS key"},
		{"tampered entry", func(e *trust.Edition) {
			e.Entries[0].Entry = bytes.Replace(e.Entries[0].Entry, []byte("+43"), []byte("+44"), 1)
		}, schema.ErrBadSignature.Error()},
		{"tampered signature", func(e *trust.Edition) { e.Entries[0].Signatures[0].Sig = e.Entries[1].Signatures[0].Sig }, schema.ErrBadSignature.Error()},
		{"signature with a line end", func(e *trust.Edition) { e.Entries[0].Signatures[0].Sig += "\n" }, "base64"},
		{"entry without a signature", func(e *trust.Edition) { e.Entries[0].Signatures = nil }, "/entries/0/signatures"},
		{"listed without a contact", func(e *trust.Edition) { e.Listed[0].Contacts = nil }, "/contacts"},
		{"listed as relay", func(e *trust.Edition) { e.Listed[0].Roles = []trust.Role{trust.RoleRelay} }, "/roles"},
		{"listed with a node", func(e *trust.Edition) { e.Listed[0].Node = xa.entry.Node }, "it signs itself"},
	} {
		t.Run(c.name, func(t *testing.T) {
			ed := good
			ed.Entries = append([]trust.SignedEntry(nil), good.Entries...)
			for i := range ed.Entries {
				ed.Entries[i].Signatures = append([]trust.EntrySignature(nil), ed.Entries[i].Signatures...)
			}
			ed.Listed = append([]trust.Entry(nil), good.Listed...)
			c.change(&ed)
			payload, err := schema.Canonical(ed)
			if err != nil {
				t.Fatal(err)
			}
			_, err = trust.OpenEdition(forgeEdition(t, k, payload), public(k), 1)
			switch {
			case c.says == "" && err != nil:
				t.Error(err)
			case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
				t.Errorf("got %v\nwant an error that says %q", err, c.says)
			}
		})
	}
}

// open reads the payload of an edition, to change it.
func open(t testing.TB, raw []byte) trust.Edition {
	t.Helper()
	var ed trust.Edition
	if err := schema.ParseDocument(parse(t, raw).Payload, &ed); err != nil {
		t.Fatal(err)
	}
	return ed
}

func signed(t *testing.T, p *party) trust.SignedEntry {
	t.Helper()
	env := p.sign(t)
	sig := base64.StdEncoding.EncodeToString(env.Signatures[0].Sig)
	return trust.SignedEntry{Entry: env.Payload, Signatures: []trust.EntrySignature{{KeyID: p.live.KeyID(), Sig: sig}}}
}

func TestEntryKeepsItsExactBytesInAnEdition(t *testing.T) {
	p := newParty(t, "XA")
	p.entry.Name = "Ünïted \u2028 <States> & \\ \" 𝄞"
	want := p.sign(t).Payload
	k := newKeeper(t, "IAEA", 'a')
	if got := open(t, signDraft(t, firstDraft(t, []*trust.KeeperKey{k}, 1, p), k)).Entries[0].Entry; !bytes.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEditionOfTheWholeConventionFitsTheWire(t *testing.T) {
	k := newKeeper(t, "IAEA", 'a')
	draft := firstDraft(t, []*trust.KeeperKey{k}, 1)
	n := 0
	for a := 'A'; a <= 'Z' && n < 130; a++ {
		for _, b := range "ABCDEFGHIJKLMNOPQRSTUVWXYZ" {
			p, err := schema.ParseParty(string(a) + string(b))
			if err != nil || n == 130 {
				continue
			}
			m := newParty(t, p)
			m.entry.Contacts = append(m.entry.Contacts, m.entry.Contacts[0], m.entry.Contacts[0])
			if err := draft.AddEntry(m.sign(t)); err != nil {
				t.Fatal(err)
			}
			n++
		}
	}
	raw := signDraft(t, draft, k)
	t.Logf("%d parties: %d bytes", n, len(raw))
	if _, err := trust.OpenEdition(raw, public(k), 1); err != nil {
		t.Error(err)
	}
}
