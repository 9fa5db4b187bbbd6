package trust_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

const entryType = "application/vnd.forthwith.entry.v1+json"

// forge signs any payload as an entry with the party's live key.
func forge(t testing.TB, p *party, payload []byte) *schema.Envelope {
	t.Helper()
	return cosign(&schema.Envelope{PayloadType: entryType, Payload: payload}, p.live.KeyID(), secret(t, p.live))
}

func TestEntryOpensAsSigned(t *testing.T) {
	p := newParty(t, "XA")
	p.entry.Roles = []trust.Role{trust.RoleRelay, trust.RoleDisseminator, trust.RoleKeeper}
	e, err := trust.OpenEntry(p.sign(t))
	if err != nil {
		t.Fatal(err)
	}
	got, err := schema.Canonical(e)
	if err != nil {
		t.Fatal(err)
	}
	if want := p.sign(t).Payload; !bytes.Equal(got, want) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if !e.HasRole(trust.RoleRelay) || e.HasRole("observer") {
		t.Errorf("roles %v", e.Roles)
	}
}

func TestEntryThatBreaksARuleIsNotSigned(t *testing.T) {
	other := newParty(t, "XA")
	for _, c := range []struct {
		name   string
		change func(e *trust.Entry)
		at     string
	}{
		{"no party", func(e *trust.Entry) { e.Party = "xa" }, "/party"},
		{"no name", func(e *trust.Entry) { e.Name = "" }, "/name"},
		{"sequence 0", func(e *trust.Entry) { e.Sequence = 0 }, "/sequence"},
		{"time with an offset", func(e *trust.Entry) { e.IssuedAt = "2026-11-23T06:40:00+01:00" }, "/issuedAt"},
		{"unknown role", func(e *trust.Entry) { e.Roles = []trust.Role{"king"} }, "/roles/0"},
		{"organisation", func(e *trust.Entry) { e.Organisations = []string{"the police"} }, "/organisations/0"},
		{"contact without a way", func(e *trust.Entry) { e.Contacts[0].Phone, e.Contacts[0].Email = "", "" }, "/contacts/0"},
		{"national number", func(e *trust.Entry) { e.Contacts[0].Phone = "01 2600 12345" }, "/contacts/0/phone"},
		{"letters in a number", func(e *trust.Entry) { e.Contacts[0].Fax = "+43 CALL" }, "/contacts/0/fax"},
		{"mail address", func(e *trust.Entry) { e.Contacts[0].Email = "nwp" }, "/contacts/0/email"},
		{"language", func(e *trust.Entry) { e.Contacts[0].Languages = []string{"English!"} }, "/contacts/0/languages/0"},
		{"address without port", func(e *trust.Entry) { e.Node.Live.Address = "node.example" }, "/node/live/address"},
		{"address with port 0", func(e *trust.Entry) { e.Node.Live.Address = "node.example:0" }, "/node/live/address"},
		{"address with a path", func(e *trust.Entry) { e.Node.Exercise.Address = "http://node:1" }, "/node/exercise/address"},
		{"no TLS key", func(e *trust.Entry) { e.Node.Live.TLS = nil }, "/node/live/tls"},
		{"pin in capitals", func(e *trust.Entry) { e.Node.Live.TLS[0] = strings.ToUpper(e.Node.Live.TLS[0]) }, "/node/live/tls/0"},
		{"recipient", func(e *trust.Entry) { e.Node.Live.Encryption[0] = "age1pq" }, "/node/live/encryption/0"},
		{"no signing key in exercise", func(e *trust.Entry) { e.Node.Exercise.Signing = nil }, "/node/exercise/signing"},
		{"key id of another party", func(e *trust.Entry) { e.Node.Live.Signing[0].ID = "XB/live/2026a" }, "/node/live/signing/0/id"},
		{"key id of another workspace", func(e *trust.Entry) { e.Node.Exercise.Signing[0].ID = "XA/live/2026a" }, "/node/exercise/signing/0/id"},
		{"key id of no form", func(e *trust.Entry) { e.Node.Live.Signing[0].ID = "XA/live/26" }, "/node/live/signing/0/id"},
		{"key id twice", func(e *trust.Entry) {
			e.Node.Live.Signing = append(e.Node.Live.Signing, other.entry.Node.Live.Signing[0])
		}, "/node/live/signing/1/id"},
		{"public key", func(e *trust.Entry) { e.Node.Live.Signing[0].Public += "\n" }, "/node/live/signing/0/public"},
		{"window turned round", func(e *trust.Entry) { e.Node.Live.Signing[0].NotAfter = "2020-01-01T00:00:00Z" }, "/node/live/signing/0/notAfter"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newParty(t, "XA")
			c.change(&p.entry)
			_, err := trust.SignEntry(p.entry, p.live)
			var vs schema.Violations
			if !errors.As(err, &vs) {
				t.Fatalf("got %v, want violations", err)
			}
			if vs[0].Pointer != c.at {
				t.Errorf("got %v\nwant one at %s first", vs, c.at)
			}
		})
	}
}

func TestEntryIsSignedByItsOwnLiveKey(t *testing.T) {
	p, q := newParty(t, "XA"), newParty(t, "XB")
	next, err := p.live.Rotate(now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := trust.SignEntry(p.entry, q.live); !errors.Is(err, schema.ErrUnknownKey) {
		t.Errorf("by another party: %v", err)
	}
	if _, err := trust.SignEntry(p.entry, p.exercise); !errors.Is(err, schema.ErrUnknownKey) {
		t.Errorf("by the exercise key: %v", err)
	}
	if _, err := trust.SignEntry(p.entry, next); !errors.Is(err, schema.ErrUnknownKey) {
		t.Errorf("by a key it does not list: %v", err)
	}
	if _, err := trust.SignEntry(p.entry, newParty(t, "XA").live); !errors.Is(err, schema.ErrBadSignature) {
		t.Errorf("by another key of the same id: %v", err)
	}
	if _, err := trust.OpenEntry(cosign(p.sign(t), q.live.KeyID(), secret(t, q.live))); !errors.Is(err, schema.ErrUnknownKey) {
		t.Errorf("by a stranger too: %v", err)
	}
	p.entry.Node.Live.Signing[0].RevokedAt = schema.NewTime(now)
	if _, err := trust.SignEntry(p.entry, p.live); !errors.Is(err, schema.ErrKeyNotValid) {
		t.Errorf("by a key it revokes: %v", err)
	}
	if _, err := trust.SignEntry(listed("XA"), p.live); err == nil {
		t.Error("an entry without a node signed itself")
	}
}

func TestEntryThatIsNotStrictIsRefused(t *testing.T) {
	p := newParty(t, "XA")
	good := string(p.sign(t).Payload)
	for name, payload := range map[string]string{
		"trailing data":  good + " ",
		"space within":   strings.Replace(good, `"name":`, `"name": `, 1),
		"duplicate key":  strings.Replace(good, `{"contacts"`, `{"contacts":[],"contacts"`, 1),
		"unknown key":    strings.Replace(good, `"party":"XA"`, `"partie":"","party":"XA"`, 1),
		"other spelling": strings.Replace(good, `"party"`, `"Party"`, 1),
		"escaped letter": strings.Replace(good, `"XA"`, `"X\u0041"`, 1),
		"number as 1.0":  strings.Replace(good, `"sequence":1`, `"sequence":1.0`, 1),
		"nested deep":    strings.Replace(good, `"sequence":1`, `"sequence":`+strings.Repeat("[", 40)+strings.Repeat("]", 40), 1),
		"not JSON":       "entry",
		"null":           "null",
		"empty":          "",
	} {
		if payload == good {
			t.Fatalf("%s: the case changes nothing", name)
		}
		if _, err := trust.OpenEntry(forge(t, p, []byte(payload))); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	env := p.sign(t)
	env.PayloadType = messageType
	if _, err := trust.OpenEntry(env); err == nil {
		t.Error("another payload type: taken")
	}
}
