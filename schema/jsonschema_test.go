package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"forthwith/schema"
)

// compile is the committed schema of a kind.
func compile(t *testing.T, k schema.Kind) *jsonschema.Schema {
	t.Helper()
	raw, ok := schema.JSONSchema(k)
	if !ok {
		t.Fatalf("%s has no JSON Schema", k)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(jsonschema.SchemeURLLoader{}) // nothing is loaded from anywhere
	c.AssertFormat()
	const id = "urn:forthwith"
	if err := c.AddResource(id, doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestJSONSchemaAndStructRulesNeverDisagree spoils a message of each kind, in each
// field, in every way a field rule could notice, and wants the same verdict of both.
func TestJSONSchemaAndStructRulesNeverDisagree(t *testing.T) {
	good, bad := 0, 0
	done := make(map[string]bool) // a field of a type is the same in every kind
	everyMessage(func(m *schema.Message) {
		kind := m.Header.Kind
		if m.Header.Workspace == schema.Exercise && kind != schema.KindExercise {
			return // the same fields
		}
		s := compile(t, kind)
		payload, err := schema.Canonical(m)
		if err != nil {
			t.Fatal(err)
		}
		judge := func(how string, doc []byte) {
			x, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
			if err != nil {
				t.Fatal(err)
			}
			rules, err := structVerdict(doc), s.Validate(x)
			if (rules == nil) != (err == nil) {
				t.Errorf("%s, %s: struct rules say %v, JSON Schema says %v", kind, how, rules, err)
			}
			if err == nil {
				good++
			} else {
				bad++
			}
		}
		judge("as it is", payload)
		for _, part := range parts(t, payload) {
			spoil(t, part, done, judge)
		}
	})
	t.Logf("%d good and %d bad documents", good, bad)
	if good < 2000 || bad < 10000 {
		t.Errorf("only %d good and %d bad documents", good, bad)
	}
}

// parts are small messages that together have every field of the full one: of each
// member of header and body, one with that and what cannot be left out.
func parts(t *testing.T, payload []byte) []any {
	t.Helper()
	var full any
	if err := json.Unmarshal(payload, &full); err != nil {
		t.Fatal(err)
	}
	var out []any
	for _, part := range []string{"header", "body"} {
		for keep := range full.(map[string]any)[part].(map[string]any) {
			var small map[string]map[string]any
			if err := json.Unmarshal(payload, &small); err != nil {
				t.Fatal(err)
			}
			for in, members := range small {
				for name, x := range members {
					if in == part && name == keep {
						continue
					}
					delete(members, name)
					if structVerdict(encode(t, small)) != nil {
						members[name] = x
					}
				}
			}
			var root any
			if err := json.Unmarshal(encode(t, small), &root); err != nil {
				t.Fatal(err)
			}
			out = append(out, root)
		}
	}
	return out
}

func encode(t *testing.T, x any) []byte {
	t.Helper()
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// structVerdict is what reading and the field rules say.
func structVerdict(doc []byte) error {
	m, vs := schema.ParseMessage(doc)
	if m == nil {
		return vs
	}
	return m.FieldViolations().Err()
}

// Texts that are good in one field and bad in most.
var (
	oddWords = []string{"", "no such word", " ", "Yes", "Unknown", "provided", "Emergency", "EN", "en", "zh-Hans", "en_GB", "XA", "EU", "xa", "IAEA", "ZZ", "QA"}
	oddTimes = []string{
		"", "noon", "2026-11-23T06:40:00Z", "2026-02-29T06:40:00Z", "2028-02-29T06:40:00Z", "2026-04-31T06:40:00Z", "2026-11-23T24:00:00Z", "2026-11-23T06:60:00Z", "2026-12-31T23:59:60Z",
		"2026-11-23t06:40:00z", "2026-11-23T06:40:00+00:00", "2026-11-23T06:40:00.000Z", "2026-11-23T06:40:00,000Z", "2026-02-30T06:40:00.000Z", "0000-01-01T00:00:00Z", "2026-00-10T00:00:00Z", "2026-13-01T00:00:00Z",
	}
	oddForms = []string{
		"", "no such word", "-", "I-131", "Ag-110m", "I-131m Cs-137", "I-131  Cs-137", "T-Beta", "I-131(P+G)", "Xy-1", "I-1311", "de-CH", "XA", "EU",
		"https://example.org", "https://example.org/a?b#c", "http://example.org", "https://", "Bq", "Sv/h", "kW", "bq",
		"sha256:" + strings.Repeat("0", 64), "sha256:" + strings.Repeat("A", 64), "0199c7a2-0001-7000-8000-0123456789ab", "0199C7A2-0001-7000-8000-0123456789AB",
		"7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f", "7c1f0d4e-5a2b-4c3d-ce8f-0a1b2c3d4e5f", "XA-2026-K7M3QP", "EU-2026-K7M3QP", "XA-2026-K7M3QI", "IAEA-2026-000000",
		"plume.png", "../plume.png", ".plume", "a\\b", "a\nb", "a\u202eb", "a\u007f", "image/png", "image/PNG", "application/vnd.a+json; charset=utf-8",
		"aGk=", "aGl=", "aGk", "aG\nk=", "aGk-", "====", "8J+YgA==",
	}
	longTexts = []string{"😀", strings.Repeat("é", 64), strings.Repeat("é", 65), strings.Repeat("é", 128), strings.Repeat("é", 129), strings.Repeat("😀", 255), strings.Repeat("é", 256),
		strings.Repeat("é", 500), strings.Repeat("é", 501), strings.Repeat("é", 2000), strings.Repeat("é", 2001), strings.Repeat("é", 8000), strings.Repeat("x", 8001)}
	aTime = regexp.MustCompile(`^\d{4}-\d\d-\d\dT`)
	aWord = regexp.MustCompile(`^[A-Z]?[a-zA-Z ]+$`)
)

// oddTexts are those that could tell in the place of s. In free text only the
// length does.
func oddTexts(s string, free bool) []string {
	switch {
	case free:
		return longTexts
	case aTime.MatchString(s):
		return oddTimes
	case aWord.MatchString(s):
		return oddWords
	case len(s) < 7: // a unit, a country
		return []string{"", "Bq", "Sv/h", "deg", "%", "1", "kW", "bq", "XA", "IAEA", "EU"}
	}
	return append(oddForms, longTexts...)
}

// oddNumbers are at and beyond the bounds.
var oddNumbers = []float64{0, -1, 1, 0.5, -0.5, 2, 8, 9, 10, 90, -90, 90.1, -90.1, 100, 100.5, 180, -180, 179.999999, 359.9, 360, 67108864, 67108865, 999999999, 1e9, 9007199254740991, 1e30, -1e30, 1.1e30, -1.1e30, 1e300}

// spoil gives everything that root becomes by one change, in a field that was not
// done before.
func spoil(t *testing.T, root any, done map[string]bool, f func(how string, doc []byte)) {
	walk("", root, func(any) {}, func(at string, x any, set func(any)) {
		field := field(at)
		if done[field] {
			return
		}
		done[field] = true
		set("Any words at all, 1.")
		free := structVerdict(encode(t, root)) == nil
		for how, other := range spoilt(t, x, free) {
			set(other)
			f(at+" "+how, encode(t, root))
		}
		set(x)
	})
}

// field names a field by its member and the one that it is in.
func field(at string) string {
	var names []string
	for name := range strings.SplitSeq(at, "/") {
		if strings.Trim(name, "0123456789") == "" {
			name = "*"
		}
		names = append(names, name)
	}
	return strings.Join(names[max(0, len(names)-3):], "/")
}

// gone stands for a member that is left out.
type gone struct{}

// walk visits each value within x, with a way to put another in its place.
func walk(at string, x any, set func(any), visit func(at string, x any, set func(any))) {
	if at != "" {
		visit(at, x, set)
	}
	switch x := x.(type) {
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(x)) {
			walk(at+"/"+k, x[k], func(other any) {
				if other == (gone{}) {
					delete(x, k)
					return
				}
				x[k] = other
			}, visit)
		}
	case []any:
		for i := range x {
			walk(fmt.Sprintf("%s/%d", at, i), x[i], func(other any) {
				if other == (gone{}) {
					other = nil
				}
				x[i] = other
			}, visit)
		}
	}
}

// spoilt is what x may become.
func spoilt(t *testing.T, x any, free bool) map[string]any {
	out := map[string]any{"left out": gone{}, "null": nil, "true": true, "a number": 7.0, "a text": "text", "an empty object": map[string]any{}, "an empty list": []any{}, "a list": []any{x}}
	switch x := x.(type) {
	case string:
		for _, s := range oddTexts(x, free) {
			out[fmt.Sprintf("%.40q %d", s, len(s))] = s
		}
		out["with a blank"] = x + " "
		out["with a line end"] = x + "\n"
	case float64:
		for _, n := range oddNumbers {
			out[fmt.Sprint(n)] = n
		}
	case map[string]any:
		more := maps.Clone(x)
		more["unknown"] = "x"
		out["with an unknown member"] = more
		if ks := slices.Sorted(maps.Keys(x)); len(ks) > 0 {
			less := maps.Clone(x)
			delete(less, ks[0])
			less[strings.ToUpper(ks[0])] = x[ks[0]]
			out["with a member in capitals"] = less
		}
	case []any:
		out["an item twice"] = append(slices.Clone(x), x[0])
		many := []int{2, 3, 8, 9, 16, 17, 32, 33, 50, 51, 100, 101, 200, 201, 400, 401, 500, 501}
		if len(encode(t, x[0])) > 300 {
			many = many[:2] // the others would be megabytes
		}
		for _, n := range many {
			out[fmt.Sprintf("%d items", n)] = slices.Repeat(x[:1], n)
		}
	}
	return out
}
