package schema

import (
	"bytes"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
)

// What is read and written without a JSON library says yes only where the library
// does, and writes what it writes.

func FuzzPlainlyCanonicalIsCanonical(f *testing.F) {
	for _, s := range []string{
		`{"a":{"b":[1,-2,0,"x"],"c":true},"d":null,"e":false}`, `{"a":48.205,"b":-0.5,"c":1e21,"d":0.1,"e":10.10,"f":-0,"g":01,"h":9007199254740993,"i":100000000000000.5}`,
		`{"a":1,"a":2}`, `{"b":1,"a":2}`, `{"":1}`, `"\b\t\n\f\r\"\\\u000b\u001f\u0008\u000A\/"`, `"ü€😀` + "\u2028\u007f" + `"`, "\"\xff\"", "\"\xed\xa0\x80\"",
		`[]`, `{}`, `[1,]`, `{"a":}`, `tru`, `nullx`, ` 1`, `"`, `"\u00`, `-`, `1.`, `0.000001`, `0.0000001`, "\x00", `{"ü":1}`,
		strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth), strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1),
		strings.Repeat(`{"a":`, MaxDepth+1) + "1" + strings.Repeat("}", MaxDepth+1),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := checkCanonical(b); plainlyCanonical(b) && err != nil {
			t.Fatalf("%q is plainly canonical, and %v", b, err)
		}
	})
}

// TestPlainlyCanonicalKnowsWhatWeWrite: else it would be right, and of no use.
func TestPlainlyCanonicalKnowsWhatWeWrite(t *testing.T) {
	for _, s := range []string{
		`{"header":{"addressees":["XB","XC"],"sequence":1},"body":{"text":"Ein Störfall: \"alles\"\n\\ \u0001"}}`,
		`{"latitude":48.205,"longitude":-16.3,"speed":0.5,"height":-12,"at":0}`, `[true,false,null,[],{}]`,
	} {
		v := any(nil)
		if err := json.Unmarshal([]byte(s), &v); err != nil {
			t.Fatal(err)
		}
		b, err := Canonical(v)
		if err != nil || !plainlyCanonical(b) {
			t.Errorf("%s, %v: not plainly canonical", b, err)
		}
	}
}

const (
	anID     = "0193553c-7f3a-7c6e-8a4e-3f1f6a2b9c01"
	aMoment  = "2026-11-23T06:00:00.000Z"
	aReceipt = `{"by":"XB","digest":"sha256:%","head":{"epoch":1,"root":"sha256:%","size":12},"message":"` + anID + `","receivedAt":"` + aMoment + `"}`
)

func FuzzReceiptReadsAsAnyDocument(f *testing.F) {
	whole := strings.ReplaceAll(aReceipt, "%", strings.Repeat("0f", 32))
	f.Add([]byte(whole))
	for _, change := range [][2]string{
		{`"XB"`, `"xb"`}, {`"XB"`, `"IAEA"`}, {`0f"`, `0F"`}, {`:12`, `:012`}, {`:12`, `:-1`}, {`:12`, `:9007199254740992`}, {`:1,`, `:0,`}, {`:1,`, `:1.0,`},
		{anID, anID[:35] + "A"}, {anID, ""}, {"06:00", "6:00"}, {`"}`, `","warnings":["late"]}`}, {`"}`, `"} `}, {`"by"`, `"By"`}, {"sha256:0", "sha256:"},
	} {
		f.Add([]byte(strings.Replace(whole, change[0], change[1], 1)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		quick, ok := readPlainReceipt(b)
		strict := new(Receipt)
		err := checkCanonical(b)
		if err == nil {
			err = ParseDocument(b, strict)
		}
		if err == nil {
			err = Valid(strict).Err()
		}
		if ok && (err != nil || !reflect.DeepEqual(quick, strict)) {
			t.Fatalf("%q reads as %+v, and by the library as %+v, %v", b, quick, strict, err)
		}
		r, errRead := ReadReceipt(b)
		if (errRead == nil) != (err == nil) || err == nil && !reflect.DeepEqual(r, strict) {
			t.Fatalf("%q is %+v, %v, and by the library %+v, %v", b, r, errRead, strict, err)
		}
		if err != nil {
			return
		}
		if back, err := r.Canonical(); err != nil || !bytes.Equal(back, b) {
			t.Fatalf("%q is written as %q, %v", b, back, err)
		}
	})
}

func FuzzReceiptIsWrittenAsAnyDocument(f *testing.F) {
	f.Add("XB", anID, "sha256:"+strings.Repeat("0f", 32), 1, int64(12), aMoment, "")
	f.Add("EURATOM", "", "sha256:", -1, int64(1)<<60, "", "late")
	f.Fuzz(func(t *testing.T, by, id, digest string, epoch int, size int64, at, warning string) {
		r := &Receipt{By: Party(by), Message: MessageID(id), Digest: Digest(digest), ReceivedAt: Instant(at),
			Head: TreeHead{Epoch: epoch, Size: size, Root: Digest(digest)}}
		if warning != "" {
			r.Warnings = []string{warning}
		}
		got, err := r.Canonical()
		want, errWant := Canonical(r)
		if !bytes.Equal(got, want) || (err == nil) != (errWant == nil) {
			t.Fatalf("%+v is written %q, %v, and by the library %q, %v", r, got, err, want, errWant)
		}
	})
}

func FuzzEnvelopeIsWrittenAsAnyDocument(f *testing.F) {
	f.Add("application/x", []byte("{}"), "XA/live/2026a", []byte("sig"), 2)
	f.Add("a\"b\\c\x7fü", []byte(nil), "\xff<>&", []byte{}, 0)
	f.Fuzz(func(t *testing.T, payloadType string, payload []byte, id string, sig []byte, signatures int) {
		e := &Envelope{PayloadType: payloadType, Payload: payload}
		for range min(max(signatures, 0), MaxSignatures) {
			e.Signatures = append(e.Signatures, Signature{KeyID: id, Sig: sig})
		}
		if got, ok := e.write(); ok && !bytes.Equal(got, e.marshal()) {
			t.Fatalf("%+v is written %q, and by the library %q", e, got, e.marshal())
		}
		if e.Digest() != NewDigest(e.PAE()) {
			t.Fatalf("%+v has digest %s, and its encoding %s", e, e.Digest(), NewDigest(e.PAE()))
		}
	})
}

func FuzzPartiesReadAsAnyList(f *testing.F) {
	for _, s := range []string{`["XA","XB","GB"]`, `["XA"]`, `[]`, `["IAEA","XA"]`, `["XA","XA"]`, `["UK"]`, `["xa"]`, `["XA",]`, `["XA" "XB"]`, `["XA","XB"`, `"XA",`, `["X\"",]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var list []Party
		err := json.Unmarshal(b, &list)
		quick, ok := readParties(b)
		if ok && (err != nil || !reflect.DeepEqual([]Party(quick), list)) {
			t.Fatalf("%q reads as %v, and by the library as %v, %v", b, quick, list, err)
		}
		var ps Parties
		if errOurs := json.Unmarshal(b, &ps); (errOurs == nil) != (err == nil) || err == nil && !reflect.DeepEqual([]Party(ps), list) {
			t.Fatalf("%q is %v, %v, and by the library %v, %v", b, ps, errOurs, list, err)
		}
		h := &Header{Addressees: list}
		if ps.plain() {
			for _, v := range fieldViolations("", h) {
				if strings.HasPrefix(v.Pointer, "/addressees") {
					t.Fatalf("%v keeps its rules, and %v", list, v)
				}
			}
		}
	})
}

func FuzzEventIDHasItsForm(f *testing.F) {
	form := regexp.MustCompile(`^([A-Z]{2,7})-\d{4}-[0-9A-HJKMNP-TV-Z]{6}$`)
	for _, s := range []string{"XA-2026-K7M3QP", "EURATOM-2026-000000", "X-2026-K7M3QP", "XA-226-K7M3QP", "XA-2026-K7M3QI", "XA-2026-K7M-QP", "XA-2026-K7M3QP\n", "xa-2026-K7M3QP", "XA--", "TOOLONGG-2026-K7M3QP", "XA-٢٠٢٦-K7M3QP"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		party, ok := splitEventID(s)
		want := form.FindStringSubmatch(s)
		if ok != (want != nil) || ok && party != want[1] {
			t.Fatalf("%q: %q, %v, want %q", s, party, ok, want)
		}
	})
}

// TestCodesOfStates holds the table against the list it is made from.
func TestCodesOfStates(t *testing.T) {
	n := 0
	for a := 0; a < 256; a++ {
		for b := 0; b < 256; b++ {
			s := string([]byte{byte(a), byte(b)})
			want := strings.Contains(" "+states+" ", " "+s+" ") && s[0] != ' ' && s[1] != ' ' || userAssigned(s)
			if got, ok := stateCode(s); ok != want || ok && got != s {
				t.Errorf("%q: %q, %v, want %v", s, got, ok, want)
			}
			if want {
				n++
			}
		}
	}
	if n < 249 {
		t.Errorf("%d codes", n)
	}
}
