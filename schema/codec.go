package schema

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ParseMessage reads a message strictly: no unknown member, no second spelling.
// It reports form only; Validate reports meaning. A message that could not be
// read at all is nil.
func ParseMessage(b []byte) (*Message, Violations) {
	h, raw, vs := ParseHeader(b)
	if vs.Err() != nil {
		return nil, vs
	}
	body, vs := ParseBody(h.Kind, raw)
	if vs.Err() != nil {
		return nil, vs
	}
	return &Message{h, body}, nil
}

// ParseHeader reads the header of a message as ParseMessage does, and leaves the
// body for ParseBody: who has judged a message before need not read all of it.
func ParseHeader(b []byte) (h Header, body []byte, vs Violations) {
	if !fewObjects(b) {
		vs.errorf("too-many-objects", "", "", "%s", errManyObjects)
		return h, nil, vs
	}
	var m struct {
		Header Header         `json:"header"`
		Body   jsontext.Value `json:"body"`
	}
	if err := json.Unmarshal(b, &m, json.RejectUnknownMembers(true)); err != nil {
		return h, nil, Violations{decodeViolation("", err)}
	}
	if v, found := withoutValue(b); found {
		return h, nil, Violations{v}
	}
	if _, ok := m.Header.Kind.Rule(); !ok {
		vs.errorf("kind-unknown", "/header/kind", "", "there is no kind %q; it is one of %s", m.Header.Kind, kindNames())
	}
	return m.Header, m.Body, vs
}

// ParseBody reads the body of a message of the kind.
func ParseBody(k Kind, b []byte) (Body, Violations) {
	rule, ok := k.Rule()
	if !ok {
		return nil, Violations{{Code: "kind-unknown", Pointer: "/header/kind", Severity: SeverityError, Text: fmt.Sprintf("there is no kind %q; it is one of %s", k, kindNames())}}
	}
	body := rule.body()
	if len(b) == 0 {
		b = []byte("{}")
	}
	if err := json.Unmarshal(b, body, json.RejectUnknownMembers(true)); err != nil {
		return nil, Violations{decodeViolation("/body", err)}
	}
	return body, nil
}

// ParseDocument reads one of the small signed documents (receipt, refusal, …)
// into v, strictly.
func ParseDocument(b []byte, v any) error {
	if !fewObjects(b) {
		return errManyObjects
	}
	return json.Unmarshal(b, v, json.RejectUnknownMembers(true))
}

var errManyObjects = fmt.Errorf("there are more than %d objects in braces; say less in one message, and the rest in one that follows it", MaxObjects)

// fewObjects reports whether b, of JSON or not, has at most MaxObjects objects. A
// list without end is refused before there is memory for its elements.
func fewObjects(b []byte) bool {
	if bytes.Count(b, []byte{'{'}) <= MaxObjects {
		return true
	}
	n, quoted := 0, false
	for i := 0; i < len(b); i++ {
		switch c := b[i]; {
		case c == '"':
			quoted = !quoted
		case quoted && c == '\\':
			i++
		case c == '{' && !quoted:
			n++
		}
	}
	return n <= MaxObjects
}

// withoutValue finds a member that is there and says nothing, null or "". What has
// no value is left out: one meaning has one spelling.
func withoutValue(b []byte) (Violation, bool) {
	if !bytes.Contains(b, []byte("null")) && !bytes.Contains(b, []byte(`""`)) {
		return Violation{}, false
	}
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		t, err := d.ReadToken()
		if err != nil {
			return Violation{}, false // its end; the form was read before
		}
		if t.Kind() == 'n' || t.Kind() == '"' && t.String() == "" {
			return Violation{Code: "empty", Pointer: string(d.StackPointer()), Severity: SeverityError, Text: "there is nothing in this field; fill it in, or leave it out"}, true
		}
	}
}

func decodeViolation(prefix string, err error) Violation {
	v := Violation{Code: "form", Pointer: prefix, Severity: SeverityError, Text: err.Error()}
	var sem *json.SemanticError
	var syn *jsontext.SyntacticError
	switch {
	case errors.As(err, &sem):
		v.Pointer = prefix + string(sem.JSONPointer)
		v.Text = "this value does not fit the field"
		if sem.GoType != nil && sem.JSONKind != 0 {
			v.Text = fmt.Sprintf("a JSON %s does not fit here", sem.JSONKind)
			if sem.JSONKind == '"' && sem.GoType.Kind() == reflect.Float64 {
				v.Text = "this is a text and has to be a number, as in 12.5 or 2.0e+16, without quotes"
			}
		}
		if errors.Is(sem.Err, json.ErrUnknownName) {
			v.Code = "unknown-field"
			v.Text = "there is no such field; check its spelling"
		} else if sem.Err != nil {
			v.Text = sem.Err.Error()
		}
	case errors.As(err, &syn):
		v.Code = "syntax"
		v.Pointer = prefix + string(syn.JSONPointer)
		v.Text = fmt.Sprintf("not JSON at byte %d: %v", syn.ByteOffset, syn.Err)
		if errors.Is(syn.Err, jsontext.ErrDuplicateName) {
			v.Code = "duplicate-field"
			v.Text = "the field stands here twice; leave one"
		}
	}
	return v
}

func kindNames() string {
	var names []string
	for _, r := range kinds {
		names = append(names, string(r.Kind))
	}
	return strings.Join(names, ", ")
}
