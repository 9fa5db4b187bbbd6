package trust_test

import (
	"bytes"
	"errors"
	"runtime"
	"strings"
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

func FuzzParseKeeperKey(f *testing.F) {
	for _, name := range []string{"keeper.pem", "xa-live.pem"} {
		file := kept(f, name)
		f.Add(file)
		f.Add(append([]byte("\n"), bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n"))...))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		k, err := trust.ParseKeeperKey(file)
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

// A keeper is one line in a configuration, which has one spelling.
func FuzzParseKeeperPublic(f *testing.F) {
	line := keptKeeper(f).Public().String()
	for _, s := range []string{line, line[:len(line)-1], line + "\n", " " + line, strings.Replace(line, ":", "::", 1), strings.Replace(line, "keeper/", "XA/", 1), "keeper/XA/2026a:", ":", "keeper/XA/2026A:AAAA", "keeper/uk/2026a:" + strings.Repeat("A", 43) + "=", "keeper/XA/2026a:" + strings.Repeat("A", 42) + "B="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if k, err := trust.ParseKeeperPublic(s); err == nil && k.String() != s {
			t.Errorf("%q is written as %q", s, k)
		}
	})
}

// What a node has signed of its own journal, and reads at its start. Any payload is
// signed, under each of the names.
func FuzzOpenOwnDocuments(f *testing.F) {
	k := keptParty(f).live
	head := schema.TreeHead{Epoch: 1, Size: 7, Root: schema.NewDigest(nil)}
	at := schema.NewInstant(now)
	for _, doc := range []any{
		schema.Checkpoint{Party: "XA", Journal: "live", Head: head, At: at},
		schema.Checkpoint{Party: "XA", Journal: "node", Head: head, At: at},
		schema.EpochStart{Party: "XA", Journal: "live", Epoch: 2, Previous: &head, Signed: &head, Reason: "damaged", At: at},
		trust.Snapshot{Party: "XA", Journal: "live", Heads: []schema.TreeHead{head}, Body: head.Root, Maker: "1", At: at},
		schema.Checkpoint{Party: "XB", Journal: "live", Head: head, At: at},
	} {
		b, err := schema.Canonical(doc)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`null`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		for document, open := range map[string]func(*schema.Envelope) (schema.Party, any, error){
			schema.DocumentCheckpoint: func(e *schema.Envelope) (schema.Party, any, error) {
				c, err := trust.OpenCheckpoint(e, k)
				return c.Party, c, err
			},
			schema.DocumentEpoch: func(e *schema.Envelope) (schema.Party, any, error) {
				s, err := trust.OpenEpoch(e, k)
				return s.Party, s, err
			},
			"snapshot": func(e *schema.Envelope) (schema.Party, any, error) {
				s, err := trust.OpenSnapshot(e, k)
				return s.Party, s, err
			},
		} {
			env, err := k.Seal(schema.PayloadType(schema.Live, document), payload)
			if err != nil {
				t.Fatal(err)
			}
			by, doc, err := open(env)
			if err != nil {
				continue
			}
			if by != "XA" || schema.Valid(doc).Err() != nil || schema.CheckCanonical(payload) != nil {
				t.Errorf("taken as a %s: %s", document, payload)
			}
			env.PayloadType = schema.PayloadType(schema.Exercise, document)
			if _, _, err := open(env); err == nil {
				t.Errorf("taken from another world: %s", payload)
			}
		}
	})
}

// What is signed is read only after that, and an entry, which has its own keys, and
// a draft before: neither may take more than 64 MB.
func TestWorstEntriesTakeLessThan64MB(t *testing.T) {
	p, k := keptParty(t), keptKeeper(t)
	entry, edition := string(p.sign(t).Payload), `{"entries":[],"expiresAt":"2027-01-01T00:00:00Z","issuedAt":"2026-01-01T00:00:00Z","keepers":["`+k.Public().String()+`"],"listed":[],"number":1,"threshold":1}`
	fill := func(doc, mark, piece string) []byte {
		before, after, ok := strings.Cut(doc, mark)
		if !ok {
			t.Fatalf("no %s in %s", mark, doc)
		}
		return []byte(before + mark + strings.Repeat(piece, (schema.MaxEnvelope*3/4-4096-len(doc))/len(piece)) + after)
	}
	for name, payload := range map[string][]byte{
		"contacts": fill(entry, `"contacts":[`, `{},`), "keys": fill(entry, `"signing":[`, `{},`), "pins": fill(entry, `"tls":[`, `"",`), "recipients": fill(entry, `"encryption":[`, `"a",`), "most keys": fill(strings.Replace(entry, `"signing":[`, `"signing":[`+strings.Repeat("{},", schema.MaxObjects-20), 1), `"party":"XA`, ` `), "organisations": fill(entry, `"organisations":[`, `"a",`), "brackets": fill(entry, `"contacts":[`, `[`),
		"entries": fill(edition, `"entries":[`, `{},`), "listed": fill(edition, `"listed":[`, `{},`), "keepers": fill(edition, `"keepers":[`, `"`+k.Public().String()+`",`), "digits": fill(edition, `"number":1`, `0`),
	} {
		payload = bytes.Replace(payload, []byte(",]"), []byte("]"), 1)
		forged := forgeEdition(t, k, payload)
		unsigned := (&schema.Envelope{PayloadType: "application/vnd.forthwith.directory.v1+json", Payload: payload}).Marshal()
		for as, read := range map[string]func() error{
			"entry":   func() error { _, err := trust.OpenEntry(forge(t, p, payload)); return err },
			"edition": func() error { _, err := trust.OpenEdition(forged, public(k), 1); return err },
			"draft":   func() error { _, err := trust.SignEdition(unsigned, k); return err },
		} {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := read()
			runtime.ReadMemStats(&after)
			took := after.TotalAlloc - before.TotalAlloc
			t.Logf("%-14s as %-8s %d bytes: %5.1f MB, %.70v", name, as, len(payload), float64(took)/1e6, err)
			if took > 64e6 || err == nil {
				t.Errorf("%s as %s: %d bytes allocated, %v", name, as, took, err)
			}
		}
	}
}
