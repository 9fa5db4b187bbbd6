package schema_test

import (
	"bytes"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"forthwith/schema"
)

// worst are JSON texts of n bytes that are made to take memory or time. In an
// envelope they are the payload, so n is less than an envelope may have.
func worst(n int) map[string]string {
	const information = `{"header":{"kind":"information"},"body":`
	fill := func(before, piece, after string) string {
		return before + strings.Repeat(piece, max(0, n-len(before)-len(after))/len(piece)) + after
	}
	numbered := func(before, piece, after string) string {
		var b strings.Builder
		b.WriteString(before)
		for i := 0; b.Len()+len(piece)+len(after)+8 < n; i++ {
			fmt.Fprintf(&b, piece, i)
		}
		return b.String() + after
	}
	// As many objects as are read at all, and the rest blanks or text.
	most := func(before, after string) string {
		s := before + "{}" + strings.Repeat(",{}", schema.MaxObjects-20) + after
		return s + strings.Repeat(" ", max(0, n-len(s)))
	}
	return map[string]string{
		"brackets":                  fill("", "[", ""),
		"brackets that close":       fill(information, "[]", "}"),
		"10,000 levels":             information + strings.Repeat("[", 9990) + strings.Repeat("]", 9990) + "}",
		"braces":                    fill("", `{"a":`, ""),
		"actions":                   fill(information+`{"measures":{"availability":"provided","details":{"actions":[{}`, `,{}`, `]}}}}`),
		"phases":                    fill(information+`{"release":{"availability":"provided","details":{"air":{"phases":[{}`, `,{}`, `]}}}}}`),
		"the most actions":          most(information+`{"measures":{"availability":"provided","details":{"actions":[`, `]}}}}`),
		"the most areas":            most(information+`{"measures":{"availability":"provided","details":{"actions":[{"areas":[`, `]}]}}}}`),
		"the most dose rates":       most(information+`{"monitoring":{"availability":"provided","details":{"doseRates":[`, `]}}}}`),
		"the most phases":           most(information+`{"release":{"availability":"provided","details":{"air":{"phases":[`, `]}}}}}`),
		"addressees":                fill(`{"header":{"kind":"information","addressees":["XA"`, `,"XA"`, `]},"body":{}}`),
		"addressees that are none":  fill(`{"header":{"kind":"information","addressees":["xa"`, `,"xa"`, `]},"body":{}}`),
		"a list of empty texts":     fill(information+`{"a":[""`, `,""`, `]}}`),
		"digits":                    fill(`{"header":{"kind":"information","sequence":`, `9`, `},"body":{}}`),
		"digits of a fraction":      fill(`{"header":{"kind":"notification"},"body":{"location":{"latitude":0.`, `9`, `}}}`),
		"digits of an exponent":     fill(`{"header":{"kind":"notification"},"body":{"location":{"latitude":1e`, `9`, `}}}`),
		"fields":                    numbered(information+`{`, `"k%d":1,`, `"z":1}}`),
		"fields beside the header":  numbered(`{`, `"k%d":1,`, `"z":1}`),
		"one field again and again": fill(information+`{"a":1`, `,"a":1`, `}}`),
		"a long field":              fill(information+`{"`, `a`, `":1}}`),
		"a long text":               fill(`{"header":{"kind":"notification"},"body":{"text":"`, `a`, `"}}`),
		"escapes":                   fill(`{"header":{"kind":"notification"},"body":{"text":"`, `\u0041`, `"}}`),
		"lone surrogates":           fill(`{"header":{"kind":"notification"},"body":{"text":"`, `\ud800`, `"}}`),
		"no UTF-8":                  fill(`{"header":{"kind":"notification"},"body":{"text":"`, "\xff", `"}}`),
		"blanks":                    fill(information+`{`, " \n", `}}`),
		"zeros":                     fill("", "\x00", ""),
		"gzip":                      fill("\x1f\x8b\x08", "\x00", ""),
	}
}

// allocated is what a call allocates in all, which bounds what it holds at any time.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// What takes more than in proportion to its size is found by its half.
func TestWorstMessagesTakeLessThan64MB(t *testing.T) {
	const whole, payload = schema.MaxEnvelope, schema.MaxEnvelope * 3 / 4 * 99 / 100
	readers := map[string]struct {
		size int
		read func(t *testing.T, b []byte) error
	}{
		"message": {whole, func(t *testing.T, b []byte) error {
			m, vs := schema.ParseMessage(b)
			if m != nil {
				vs = m.Validate(now)
			}
			for _, v := range vs {
				if v.Code == "" || v.Text == "" || v.Severity == "" {
					t.Errorf("%+v has not all it says", v)
				}
			}
			return vs.Err()
		}},
		"canonical form": {whole, func(_ *testing.T, b []byte) error { return schema.CheckCanonical(b) }},
		"envelope":       {whole, func(_ *testing.T, b []byte) error { _, err := schema.ParseEnvelope(b); return err }},
		"envelope with it": {payload, func(_ *testing.T, b []byte) error {
			env := (&schema.Envelope{PayloadType: "t", Payload: b, Signatures: []schema.Signature{{KeyID: "k"}}}).Marshal()
			e, err := schema.ParseEnvelope(append([]byte{' '}, env...)) // so that it is read by the library
			if err != nil || !bytes.Equal(e.Payload, b) {
				return err
			}
			return schema.CheckCanonical(e.Payload)
		}},
		"receipt": {whole, func(_ *testing.T, b []byte) error { _, err := schema.ReadReceipt(b); return err }},
	}
	for as, r := range readers {
		small := worst(r.size / 2)
		for name, doc := range worst(r.size) {
			var err error
			took := allocated(func() { err = r.read(t, []byte(doc)) })
			half := allocated(func() { _ = r.read(t, []byte(small[name])) })
			t.Logf("%-16s %-26s %7d bytes: %5.1f MB, of half of it %5.1f MB: %.60v", as, name, len(doc), float64(took)/1e6, float64(half)/1e6, err)
			if err == nil {
				t.Errorf("%s as %s is taken", name, as)
			}
			if took > 64e6 {
				t.Errorf("%s as %s: %d bytes allocated", name, as, took)
			}
			if took > 3*half+4e6 {
				t.Errorf("%s as %s: %d bytes allocated, for half of it %d", name, as, took, half)
			}
		}
	}
}

// TestNoListOfAMessageTakesMoreThan64MB lets each list of each message grow to the
// size of an envelope, by its own first element.
func TestNoListOfAMessageTakesMoreThan64MB(t *testing.T) {
	most, worst := uint64(0), ""
	lists := make(map[string]bool)
	everyMessage(func(m *schema.Message) {
		doc, err := schema.Canonical(m)
		if err != nil {
			t.Fatal(err)
		}
		d := jsontext.NewDecoder(bytes.NewReader(doc))
		for {
			tok, err := d.ReadToken()
			if err != nil {
				return
			}
			list := string(m.Header.Kind) + string(d.StackPointer())
			if tok.Kind() != '[' || d.PeekKind() == ']' || lists[list] {
				continue
			}
			lists[list] = true
			at := int(d.InputOffset())
			element, err := jsontext.NewDecoder(bytes.NewReader(doc[at:])).ReadValue()
			if err != nil {
				t.Fatal(err)
			}
			more := append(bytes.Clone(element), ',')
			if grown := (schema.MaxEnvelope*3/4 - len(doc)) / len(more); grown > 0 {
				large := append(append(bytes.Clone(doc[:at]), bytes.Repeat(more, grown)...), doc[at:]...)
				took := allocated(func() {
					if m, _ := schema.ParseMessage(large); m != nil {
						m.Validate(now)
					}
				})
				if took > most {
					most, worst = took, list
				}
				if took > 64e6 {
					t.Errorf("%s, %d times %s: %d bytes allocated", list, grown, element, took)
				}
			}
		}
	})
	t.Logf("%d lists, at most %.1f MB, for %s", len(lists), float64(most)/1e6, worst)
}
