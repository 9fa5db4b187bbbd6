package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"forthwith/schema"
)

// compile is the committed schema of a kind, or a definition in it as "#/$defs/Area".
func compile(t *testing.T, k schema.Kind, part string) *jsonschema.Schema {
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
	s, err := c.Compile(id + part)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// corpus counts documents, and holds the verdicts on each against each other.
type corpus struct{ good, bad int }

func (c *corpus) judge(t *testing.T, what string, s *jsonschema.Schema, doc []byte, rules error) {
	t.Helper()
	x, err := jsonschema.UnmarshalJSON(bytes.NewReader(doc))
	if err != nil {
		t.Fatal(err)
	}
	err = s.Validate(x)
	if (rules == nil) != (err == nil) {
		t.Errorf("%s: struct rules say %v, JSON Schema says %v: %.500s", what, rules, err, doc)
	}
	if err == nil {
		c.good++
		return
	}
	c.bad++
}

// TestJSONSchemaAndStructRulesNeverDisagree takes a full example of each type that
// a message of any kind has, spoils each field in every way a field rule could
// notice, and wants the same verdict of both.
func TestJSONSchemaAndStructRulesNeverDisagree(t *testing.T) {
	examples := make(map[string]example)
	rules := make(map[string]bool) // that were spoilt in every way
	everyMessage(func(m *schema.Message) {
		collect(reflect.ValueOf(m.Header), m.Header.Kind, examples)
		collect(reflect.ValueOf(m.Body), m.Header.Kind, examples)
	})
	var c corpus
	for _, name := range slices.Sorted(maps.Keys(examples)) {
		e := examples[name]
		s := compile(t, e.kind, "#/$defs/"+name)
		verdict := func(doc []byte) error {
			x := reflect.New(e.value.Type())
			if err := schema.ParseDocument(doc, x.Interface()); err != nil {
				return err
			}
			return schema.Valid(x.Interface()).Err()
		}
		full, err := schema.Canonical(e.value.Interface())
		if err != nil {
			t.Fatal(err)
		}
		c.judge(t, name, s, full, verdict(full))
		done := make(map[string]bool)
		once := func(at string) bool {
			r := rule(e.value.Type(), at)
			was := rules[r]
			rules[r] = true
			return !was
		}
		for _, member := range slices.Sorted(maps.Keys(members(t, full))) {
			small := members(t, full)
			for other, x := range small {
				if delete(small, other); other == member || verdict(encode(t, small)) != nil {
					small[other] = x
				}
			}
			spoil(t, small, func(at string, x any, set func(any)) {
				if done[at] {
					return
				}
				done[at] = true
				set("Any words at all, 1.")
				free := verdict(encode(t, small)) == nil
				ways := spoilt(t, x, free)
				if !once(at) {
					ways = few(ways)
				}
				for how, other := range ways {
					if other == nil || other == "" {
						continue // not for a struct to notice, but for the reading
					}
					set(other)
					doc := encode(t, small)
					c.judge(t, name+at+" "+how, s, doc, verdict(doc))
				}
				set(x)
			})
		}
	}
	t.Logf("%d types, %d good and %d bad documents", len(examples), c.good, c.bad)
	if len(examples) < 60 || c.good < 1000 || c.bad < 4000 {
		t.Error("the corpus has shrunk")
	}
}

// TestJSONSchemaAndReadingNeverDisagree leaves whole messages without one of their
// halves or with another, and fields without a value.
func TestJSONSchemaAndReadingNeverDisagree(t *testing.T) {
	var c corpus
	done := make(map[string]bool)
	everyMessage(func(m *schema.Message) {
		s := compile(t, m.Header.Kind, "")
		payload, err := schema.Canonical(m)
		if err != nil {
			t.Fatal(err)
		}
		judge := func(how string, doc []byte) {
			var rules error
			if m, vs := schema.ParseMessage(doc); m == nil {
				rules = vs
			} else {
				rules = m.FieldViolations().Err()
			}
			c.judge(t, string(m.Header.Kind)+how, s, doc, rules)
		}
		judge(" as it is", payload)
		root := members(t, payload)
		for _, half := range []string{"header", "body"} {
			was := root[half]
			for how, other := range spoilt(t, was, false) {
				if root[half] = other; other == (gone{}) {
					delete(root, half)
				}
				judge("/"+half+" "+how, encode(t, root))
			}
			root[half] = was
		}
		walk("", root, func(any) {}, func(at string, x any, set func(any)) {
			if field := regexp.MustCompile(`[^/]+/[^/]+$`).FindString(at); done[field] {
				return
			} else {
				done[field] = true
			}
			for how, other := range map[string]any{"null": nil, "nothing": ""} {
				set(other)
				judge(at+" "+how, encode(t, root))
			}
			set(x)
		})
	})
	t.Logf("%d good and %d bad documents", c.good, c.bad)
	if c.good < 38 || c.bad < 800 {
		t.Error("the corpus has shrunk")
	}
}

// example is a value of a type, out of a message of the kind.
type example struct {
	kind  schema.Kind
	value reflect.Value
}

// collect keeps of each struct within v the fullest.
func collect(v reflect.Value, k schema.Kind, to map[string]example) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			collect(v.Elem(), k, to)
		}
	case reflect.Slice:
		for i := range v.Len() {
			collect(v.Index(i), k, to)
		}
	case reflect.Struct:
		name, of, generic := strings.Cut(v.Type().Name(), "[")
		if generic {
			name = strings.TrimSuffix(of[strings.LastIndex(of, ".")+1:], "]") + name
		}
		if e, there := to[name]; !there || full(v) > full(e.value) {
			to[name] = example{k, v}
		}
		for i := range v.NumField() {
			collect(v.Field(i), k, to)
		}
	}
}

func full(v reflect.Value) int {
	n := 0
	for i := range v.NumField() {
		if !v.Field(i).IsZero() {
			n++
		}
	}
	return n
}

func members(t *testing.T, doc []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(doc, &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func encode(t *testing.T, x any) []byte {
	t.Helper()
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	return b
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

// spoil visits the members of root and what they hold; the rules of what is further
// down are of its own type.
func spoil(t *testing.T, root map[string]any, visit func(at string, x any, set func(any))) {
	t.Helper()
	walk("", root, func(any) {}, func(at string, x any, set func(any)) {
		if strings.Count(at, "/") <= 2 {
			visit(at, x, set)
		}
	})
}

// rule is what the struct says of a field. What it says of one is understood alike
// in another.
func rule(t reflect.Type, at string) string {
	member, within, _ := strings.Cut(strings.TrimPrefix(at, "/"), "/")
	for i := range t.NumField() {
		f := t.Field(i)
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == member {
			return f.Type.String() + " " + f.Tag.Get("validate") + " " + within
		}
	}
	return at
}

// few are the ways to spoil a field whose rule was seen before.
func few(ways map[string]any) map[string]any {
	out := make(map[string]any)
	for _, how := range []string{"left out", "true", "a list", `"no such word" 12`, "-1"} {
		if x, is := ways[how]; is {
			out[how] = x
		}
	}
	return out
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
					other = map[string]any{} // in a list nothing can be left out
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
