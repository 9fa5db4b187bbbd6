package schema_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"forthwith/schema"
)

func TestOnlyCanonicalBytesPass(t *testing.T) {
	for _, good := range []string{
		`{}`, `[]`, `{"a":1,"b":[true,null,"é"]}`, `{"a":9007199254740991}`, `{"a":1e+30}`, `{"a":"\n\u0001"}`,
		strings.Repeat("[", 32) + strings.Repeat("]", 32),
	} {
		if err := schema.CheckCanonical([]byte(good)); err != nil {
			t.Errorf("%.60s: %v", good, err)
		}
	}
	for name, tt := range map[string]struct {
		doc  string
		want error
	}{
		"duplicate key":         {`{"a":1,"a":1}`, schema.ErrNotCanonical},
		"duplicate key, nested": {`{"a":{"b":1,"b":2}}`, schema.ErrNotCanonical},
		"duplicate by escape":   {`{"a":1,"\u0061":1}`, schema.ErrNotCanonical},
		"invalid UTF-8":         {"{\"a\":\"\xff\"}", schema.ErrNotCanonical},
		"01":                    {`{"a":01}`, schema.ErrNotCanonical},
		"-0":                    {`{"a":-0}`, schema.ErrNotCanonical},
		"1.0":                   {`{"a":1.0}`, schema.ErrNotCanonical},
		"1e400":                 {`{"a":1e400}`, schema.ErrNotCanonical},
		"2^53+1":                {`{"a":9007199254740993}`, schema.ErrNotCanonical},
		"NaN":                   {`{"a":NaN}`, schema.ErrNotCanonical},
		"20,000 levels":         {strings.Repeat("[", 20000) + strings.Repeat("]", 20000), schema.ErrTooDeep},
		"33 levels":             {strings.Repeat("[", 33) + strings.Repeat("]", 33), schema.ErrTooDeep},
		"lone surrogate":        {`{"a":"\ud800"}`, schema.ErrNotCanonical},
		"byte order mark":       {"\xef\xbb\xbf{}", schema.ErrNotCanonical},
		"trailing data":         {`{}{}`, schema.ErrNotCanonical},
		"trailing line end":     {"{}\n", schema.ErrNotCanonical},
		"trailing comma":        {`{"a":1,}`, schema.ErrNotCanonical},
		"white space":           {`{"a": 1}`, schema.ErrNotCanonical},
		"keys out of order":     {`{"b":1,"a":1}`, schema.ErrNotCanonical},
		"needless escape":       {`{"a":"\u00e9"}`, schema.ErrNotCanonical},
		"escaped slash":         {`{"a":"\/"}`, schema.ErrNotCanonical},
		"cut off":               {`{"a":`, schema.ErrNotCanonical},
		"nothing":               {``, schema.ErrNotCanonical},
		"comment":               {`{}//`, schema.ErrNotCanonical},
	} {
		if err := schema.CheckCanonical([]byte(tt.doc)); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v, want %v", name, err, tt.want)
		}
	}
}

func TestCanonicalMessagesReadBackToTheSameBytes(t *testing.T) {
	everyMessage(func(m *schema.Message) {
		b, err := schema.Canonical(m)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.CheckCanonical(b); err != nil {
			t.Errorf("%s: %v", b, err)
		}
		got, vs := schema.ParseMessage(b)
		if got == nil {
			t.Fatalf("%s: %v", b, vs)
		}
		if again, err := schema.Canonical(got); err != nil || !bytes.Equal(again, b) {
			t.Errorf("got  %s, %v\nwant %s", again, err, b)
		}
		if got.Body.Kind() != m.Header.Kind {
			t.Errorf("a %s reads as a %s", m.Header.Kind, got.Body.Kind())
		}
	})
}

func TestMessageFormIsReadStrictly(t *testing.T) {
	for _, tt := range []struct{ name, doc, code, pointer string }{
		{"unknown member", `{"header":{"kind":"withdrawal"},"body":{},"extra":1}`, "unknown-field", "/extra"},
		{"unknown member of the header", `{"header":{"kind":"withdrawal","prio":1},"body":{}}`, "unknown-field", "/header/prio"},
		{"unknown member of the body", `{"header":{"kind":"withdrawal"},"body":{"raison":"x"}}`, "unknown-field", "/body/raison"},
		{"unknown member deep in the body", `{"header":{"kind":"information"},"body":{"measures":{"availability":"provided","details":{"actions":[{"type":"x"},{"typ":"x"}]}}}}`, "unknown-field", "/body/measures/details/actions/1/typ"},
		{"a member in another case", `{"header":{"Kind":"withdrawal"},"body":{}}`, "unknown-field", "/header/Kind"},
		{"a body member in another case", `{"header":{"kind":"withdrawal"},"body":{"Reason":"x"}}`, "unknown-field", "/body/Reason"},
		{"a member twice", `{"header":{"kind":"withdrawal","kind":"notification"},"body":{}}`, "duplicate-field", "/header/kind"},
		{"a body member twice", `{"header":{"kind":"withdrawal"},"body":{"reason":"x","reason":"y"}}`, "duplicate-field", "/body/reason"},
		{"unknown kind", `{"header":{"kind":"accident"},"body":{}}`, "kind-unknown", "/header/kind"},
		{"no kind", `{"body":{}}`, "kind-unknown", "/header/kind"},
		{"a document for a kind", `{"header":{"kind":"receipt"},"body":{}}`, "kind-unknown", "/header/kind"},
		{"a number for a text", `{"header":{"kind":"withdrawal"},"body":{"reason":1}}`, "form", "/body/reason"},
		{"a text for a number", `{"header":{"kind":"withdrawal","sequence":"1"},"body":{}}`, "form", "/header/sequence"},
		{"a fraction for a number", `{"header":{"kind":"withdrawal","sequence":1.5},"body":{}}`, "form", "/header/sequence"},
		{"a list for a body", `{"header":{"kind":"withdrawal"},"body":[]}`, "form", "/body"},
		{"not JSON", `{"header":`, "syntax", "/header"},
		{"nothing", ``, "syntax", ""},
		{"10,001 objects", `{"header":{"kind":"information"},"body":{"x":[` + strings.Repeat("{},", schema.MaxObjects-3) + `{}]}}`, "too-many-objects", ""},
		{"10,000 objects, and braces in a text", `{"header":{"kind":"information"},"body":{"x":["\\\"{",` + strings.Repeat("{},", schema.MaxObjects-4) + `{}]}}`, "unknown-field", "/body/x"},
		{"two messages", `{"header":{"kind":"withdrawal"},"body":{}}{}`, "syntax", ""},
	} {
		m, vs := schema.ParseMessage([]byte(tt.doc))
		if m != nil || len(vs) != 1 || vs[0].Code != tt.code || vs[0].Pointer != tt.pointer || vs[0].Severity != schema.SeverityError {
			t.Errorf("%s: %+v, %+v; want %s at %q", tt.name, m, vs, tt.code, tt.pointer)
		}
	}
	m, vs := schema.ParseMessage([]byte(`{"header":{"kind":"withdrawal"}}`))
	if m == nil || len(vs) > 0 {
		t.Errorf("a message without a body is for Validate to judge: %v", vs)
	}
}

func TestSmallDocumentsAreReadStrictly(t *testing.T) {
	r := schema.Receipt{
		By: "XB", Message: "0199c7a2-0001-7000-8000-0123456789ab", Digest: schema.NewDigest(nil), ReceivedAt: "2026-11-23T06:41:00.300Z",
		Head: schema.TreeHead{Epoch: 1, Size: 7, Root: schema.NewDigest([]byte("root"))}, Warnings: []string{"skew"},
	}
	b, err := schema.Canonical(r)
	if err != nil {
		t.Fatal(err)
	}
	var got schema.Receipt
	if err := schema.ParseDocument(b, &got); err != nil || len(schema.Valid(got)) > 0 {
		t.Errorf("%s: %v, %v", b, err, schema.Valid(got))
	}
	for _, bad := range []string{
		strings.Replace(string(b), `"by"`, `"By"`, 1),
		strings.Replace(string(b), `{`, `{"x":1,`, 1),
		strings.Replace(string(b), `"by":"XB"`, `"by":"XB","by":"XB"`, 1),
		string(b) + "{}",
	} {
		if err := schema.ParseDocument([]byte(bad), new(schema.Receipt)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
	got.Head.Root = "sha256:00"
	if vs := schema.Valid(got); len(vs) != 1 || vs[0].Pointer != "/head/root" || vs[0].Code != "digest" {
		t.Errorf("a short digest: %v", vs)
	}
}
