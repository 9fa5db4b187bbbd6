package trust_test

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

var now = time.Date(2026, 11, 23, 6, 40, 0, 0, time.UTC)

const messageType = "application/vnd.forthwith.live.notification.v1+json"

// party is one member with its keys.
type party struct {
	live, exercise *trust.Keys
	entry          trust.Entry
}

func newParty(t testing.TB, p schema.Party) *party {
	t.Helper()
	live, err := trust.GenerateKeys(p, schema.Live, now)
	if err != nil {
		t.Fatal(err)
	}
	exercise, err := trust.GenerateKeys(p, schema.Exercise, now)
	if err != nil {
		t.Fatal(err)
	}
	return member(p, live, exercise)
}

func member(p schema.Party, live, exercise *trust.Keys) *party {
	from, till := schema.NewTime(now), schema.NewTime(now.AddDate(2, 0, 0))
	return &party{live, exercise, trust.Entry{
		Party:         p,
		Name:          "State " + string(p),
		Organisations: []string{"notify.nde.example"},
		Node: &trust.NodeEntry{
			Live:     live.Station("node.example:7422", from, till),
			Exercise: exercise.Station("[2001:db8::1]:7423", from, till),
		},
		Contacts: []trust.PointOfContact{{
			Role: trust.NationalWarningPoint, Organisation: "Weather service",
			Phone: "+43 1 2600 12345", Email: "nwp@example.org", Languages: []string{"en"},
		}},
		Sequence: 1,
		IssuedAt: schema.NewTime(now),
	}}
}

// keptParty has the keys in testdata, made once and used for nothing else: the
// workers of a fuzzer must agree on keys, and a key file must stay readable.
func keptParty(t testing.TB) *party {
	t.Helper()
	live, err := trust.ParseKeys(kept(t, "xa-live.pem"))
	if err != nil {
		t.Fatal(err)
	}
	exercise, err := trust.ParseKeys(kept(t, "xa-exercise.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return member("XA", live, exercise)
}

func keptKeeper(t testing.TB) *trust.KeeperKey {
	t.Helper()
	k, err := trust.ParseKeeperKey(kept(t, "keeper.pem"))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func kept(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (p *party) sign(t testing.TB) *schema.Envelope {
	t.Helper()
	env, err := trust.SignEntry(p.entry, p.live)
	if err != nil {
		t.Fatal(err)
	}
	return env
}

// listed is a party without a node.
func listed(p schema.Party) trust.Entry {
	return trust.Entry{
		Party: p, Name: "State " + string(p), Sequence: 1, IssuedAt: schema.NewTime(now),
		Contacts: []trust.PointOfContact{{Role: trust.NationalWarningPoint, Organisation: "Police", Fax: "+49 228 999305"}},
	}
}

func newKeeper(t testing.TB, p schema.Party, letter byte) *trust.KeeperKey {
	t.Helper()
	k, err := trust.GenerateKeeperKey(p, letter, now)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func public(ks ...*trust.KeeperKey) []trust.KeeperPublic {
	var out []trust.KeeperPublic
	for _, k := range ks {
		out = append(out, k.Public())
	}
	return out
}

// first is a first edition, signed by all keepers and opened.
func first(t testing.TB, keepers []*trust.KeeperKey, threshold int, ps ...*party) *trust.Directory {
	t.Helper()
	raw := signDraft(t, firstDraft(t, keepers, threshold, ps...), keepers...)
	d, err := trust.OpenEdition(raw, public(keepers...), threshold)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func firstDraft(t testing.TB, keepers []*trust.KeeperKey, threshold int, ps ...*party) *trust.Draft {
	t.Helper()
	d := trust.NewEdition(nil, now, 90*24*time.Hour)
	d.Keepers, d.Threshold = public(keepers...), threshold
	for _, p := range ps {
		if err := d.AddEntry(p.sign(t)); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func signDraft(t testing.TB, d *trust.Draft, keepers ...*trust.KeeperKey) []byte {
	t.Helper()
	raw, err := d.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keepers {
		if raw, err = trust.SignEdition(raw, k); err != nil {
			t.Fatal(err)
		}
	}
	return raw
}

// secret takes the first private key out of a key file, to forge with.
func secret(t testing.TB, file interface{ MarshalPEM() ([]byte, error) }) ed25519.PrivateKey {
	t.Helper()
	b, err := file.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	block, _ := pem.Decode(b)
	k, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return k.(ed25519.PrivateKey)
}

// cosign adds a signature with any key under any id.
func cosign(e *schema.Envelope, id string, key ed25519.PrivateKey) *schema.Envelope {
	e.Signatures = append(e.Signatures, schema.Signature{KeyID: id, Sig: ed25519.Sign(key, e.PAE())})
	return e
}

func clone(e *schema.Envelope) *schema.Envelope {
	c := *e
	c.Payload = append([]byte(nil), e.Payload...)
	c.Signatures = nil
	for _, s := range e.Signatures {
		c.Signatures = append(c.Signatures, schema.Signature{KeyID: s.KeyID, Sig: append([]byte(nil), s.Sig...)})
	}
	return &c
}

// must seals, for tests that are about something else.
func must(t testing.TB, k *trust.Keys, payloadType, payload string) *schema.Envelope {
	t.Helper()
	e, err := k.Seal(payloadType, []byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	return e
}
