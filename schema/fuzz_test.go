package schema_test

import (
	"bytes"
	"testing"

	"github.com/gowebpki/jcs"

	"forthwith/schema"
)

func FuzzParseEnvelope(f *testing.F) {
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, "notification"), Payload: []byte("{}"),
		Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}, {}}}
	f.Add(e.Marshal())
	for _, sig := range []string{"", "c2ln", "c2l\\u006e", "c2\n", "-_-_"} {
		f.Add([]byte(`{"payloadType":"t\u007f","payload":"aG\/=","signatures":[{"keyid":"k","sig":"` + sig + `"}]}`))
		f.Add([]byte(`{"payloadType":"t","payload":"","signatures":[{"keyid":"\\","sig":"` + sig + `"},{"keyid":"k","sig":""}]}`))
		f.Add([]byte(`{"payloadType":"","payload":"aGk=","signatures":[{"keyid":"","sig":"` + sig + `"}]}`))
	}
	f.Add([]byte(`{"payloadType":"t","payload":null,"signatures":[null]}`))
	f.Add([]byte(`{"payloadType":"\ud83d","payload":"","signatures":[]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := schema.ParseEnvelope(b)
		if (e == nil) != (err != nil) {
			t.Fatalf("%+v, %v", e, err)
		}
		// Behind a space it is read another way, and must say the same.
		other, errOther := schema.ParseEnvelope(append([]byte{' '}, b...))
		if (err == nil) != (errOther == nil) || err == nil && !bytes.Equal(e.Marshal(), other.Marshal()) {
			t.Fatalf("%+v, %v, and behind a space %+v, %v", e, err, other, errOther)
		}
		if err != nil {
			return
		}
		again, err := schema.ParseEnvelope(e.Marshal())
		if err != nil || again.Digest() != e.Digest() || len(again.Signatures) != len(e.Signatures) {
			t.Fatalf("%+v reads back as %+v, %v", e, again, err)
		}
		if w, doc, err := schema.ParsePayloadType(e.PayloadType); err == nil && schema.PayloadType(w, doc) != e.PayloadType {
			t.Fatalf("%q is %s %s", e.PayloadType, w, doc)
		}
	})
}

func FuzzParseMessage(f *testing.F) {
	everyMessage(func(m *schema.Message) {
		b, err := schema.Canonical(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	})
	for _, m := range event(f) {
		b, err := schema.Canonical(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte(`{"body":null,"header":{"kind":"correction"}}`))
	f.Add([]byte(`{"body":{"information":{"release":{"details":{"air":{"phases":[{"nuclides":[{"activity":{"unit":"Bq"}}]}]}}}}},"header":{"kind":"correction"}}`))
	f.Add([]byte(`{"body":{"envelope":"e30=","verification":{}},"header":{"kind":"dissemination"}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		canonical := schema.CheckCanonical(b) == nil
		m, vs := schema.ParseMessage(b)
		if (m == nil) != (len(vs) > 0) {
			t.Fatalf("%+v, %v", m, vs)
		}
		if m == nil {
			return
		}
		valid := m.Validate(now).Err() == nil
		schema.Raises(m.Body, []schema.Body{m.Body})
		first, err := schema.Canonical(m)
		if err != nil {
			if canonical && valid {
				t.Fatalf("%s reads and cannot be written: %v", b, err)
			}
			return
		}
		if err := schema.CheckCanonical(first); err != nil {
			t.Fatalf("%s: %v", first, err)
		}
		second, vs := schema.ParseMessage(first)
		if second == nil {
			t.Fatalf("%s does not read back: %v", first, vs)
		}
		if bytes2, err := schema.Canonical(second); err != nil || !bytes.Equal(first, bytes2) {
			t.Fatalf("%s becomes %s, %v", first, bytes2, err)
		}
	})
}

// FuzzCanonicalIsRFC8785 holds our canonical form against another implementation.
func FuzzCanonicalIsRFC8785(f *testing.F) {
	everyMessage(func(m *schema.Message) {
		b, err := schema.Canonical(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	})
	for _, s := range []string{
		`{"a":1e21,"b":1e-7,"c":333333333.33333329,"d":4.50,"e":2e-3,"f":0.000001,"g":9007199254740993}`,
		`{"\u20ac":"\u0007","\ud83d\ude00":"\u007f\u2028","\r":1,"1":2}`, `[null,true,-0,""]`, "{\"a\":\"\xff\"}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		other, err := jcs.Transform(b)
		if schema.CheckCanonical(b) != nil {
			return // more is refused here than there: duplicate names, depth
		}
		if err != nil || !bytes.Equal(other, b) {
			t.Fatalf("%q is canonical here, and there %q, %v", b, other, err)
		}
	})
}

// FuzzReadPiece: what is read as a piece of a file is written as the same bytes.
func FuzzReadPiece(f *testing.F) {
	good, err := (&schema.Piece{File: schema.NewDigest(nil), Offset: 7, Bytes: []byte("x")}).Payload()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add(good[:40])
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := schema.ReadPiece(b)
		if err != nil {
			return
		}
		if again, err := p.Payload(); err != nil || !bytes.Equal(again, b) || p.Offset < 0 || len(p.Bytes) == 0 {
			t.Errorf("%x was read as %d bytes at %d of %s, and written as %x: %v", b, len(p.Bytes), p.Offset, p.File, again, err)
		}
	})
}
