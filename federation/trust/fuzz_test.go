package trust_test

import (
	"bytes"
	"errors"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// What parses is written again as it was, but for line ends.
func FuzzParseKeys(f *testing.F) {
	for _, name := range []string{"xa-live.pem", "xa-exercise.pem", "keeper.pem"} {
		file := kept(f, name)
		f.Add(file)
		f.Add(bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")))
		f.Add(file[:len(file)/2])
	}
	f.Add([]byte("-----BEGIN FORTHWITH SIGNING KEY-----\n-----END FORTHWITH SIGNING KEY-----\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		k, err := trust.ParseKeys(file)
		if err != nil {
			return
		}
		again, err := k.MarshalPEM()
		if err != nil {
			t.Fatal(err)
		}
		if got, want := bytes.Join(bytes.Fields(again), nil), bytes.Join(bytes.Fields(file), nil); !bytes.Equal(got, want) {
			t.Errorf("written again as\n%s\nfrom\n%s", again, file)
		}
	})
}

// The payload is signed by a key that the seeds list, so that the fuzzer comes
// past the signature.
func FuzzOpenEntry(f *testing.F) {
	p := keptParty(f)
	f.Add(p.sign(f).Payload)
	p.entry.Roles, p.entry.Contacts = []trust.Role{trust.RoleKeeper}, nil
	p.entry.Node.Live.Address = ""
	f.Add(p.sign(f).Payload)
	f.Add([]byte(`{"party":"XA","node":{"live":{"signing":[{"id":"XA/live/2026a","public":""}]}}}`))
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		e, err := trust.OpenEntry(forge(t, p, payload))
		if err != nil {
			return
		}
		if vs := e.Validate(); vs.Err() != nil || e.Node == nil || schema.CheckCanonical(payload) != nil {
			t.Errorf("taken: %s\n%v", payload, vs)
		}
	})
}

// The payload is signed by the keeper; the raw bytes are tried as they are too.
func FuzzOpenEdition(f *testing.F) {
	k := keptKeeper(f)
	draft := firstDraft(f, []*trust.KeeperKey{k}, 1, keptParty(f))
	if err := draft.List(listed("XC")); err != nil {
		f.Fatal(err)
	}
	raw := signDraft(f, draft, k)
	f.Add(raw)
	f.Add(signDraft(f, draft))
	f.Add(parse(f, raw).Payload)
	f.Add([]byte(`{"entries":[],"expiresAt":"2027-01-01T00:00:00Z","issuedAt":"2026-01-01T00:00:00Z","keepers":["` +
		k.Public().String() + `"],"number":1,"threshold":1}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		for _, raw := range [][]byte{b, forgeEdition(t, k, b)} {
			_, _ = trust.SignEdition(raw, k)
			d, err := trust.OpenEdition(raw, public(k), 1)
			if err != nil {
				continue
			}
			if d.Number() < 1 || d.Digest() != parse(t, raw).Digest() {
				t.Errorf("taken as edition %d, %s: %s", d.Number(), d.Digest(), raw)
			}
			for _, p := range d.Parties() {
				if e, ok := d.Entry(p); !ok || e.Party != p {
					t.Errorf("entry of %s: %t %+v", p, ok, e)
				}
			}
			if _, err := d.Succeed(raw); err == nil || errors.Is(err, trust.ErrForked) {
				t.Errorf("succeeds itself: %v", err)
			}
		}
	})
}
