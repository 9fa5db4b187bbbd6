package irix

import (
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// Encode writes a report: in UTF-8, with one blank more for each level, and with
// the prefixes of this package. It is written by the table and then read as Decode
// reads any other; what Decode would refuse Encode does, and names the fields. So
// no report is written that IRIX does not allow. The error is a schema.Violations
// if the report is at fault.
func Encode(r *Report) ([]byte, error) {
	w := &writer{b: new(strings.Builder), used: map[string]bool{nsReport: true}}
	if r.Annexes != nil && len(r.Annexes.Signature) > 0 {
		w.fail("/Report/Annexes/Signature", "signature", "a signature over the report that was read does not hold over the one that is written; leave it out, and keep the bytes that were read")
	}
	w.kept(r)
	spaces := w.parts(report, reflect.ValueOf(r).Elem(), 1, "/Report")
	if len(w.found) > 0 {
		return nil, w.found
	}
	var out strings.Builder
	out.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n<irix:Report")
	declare(&out, slices.Concat(w.declared(), spaces))
	out.WriteString(` version="1.0">`)
	out.WriteString(w.b.String())
	out.WriteString("\n</irix:Report>\n")
	b := []byte(out.String())
	if _, vs := Decode(b); vs.Err() != nil {
		return nil, unnumbered(vs)
	}
	return b, nil
}

// unnumbered are the errors without their lines, which are those of what was not
// written.
func unnumbered(vs schema.Violations) schema.Violations {
	var out schema.Violations
	for _, v := range vs {
		if v.Severity == schema.SeverityError {
			_, v.Pointer, _ = strings.Cut(v.Pointer, ": ")
			out = append(out, v)
		}
	}
	return out
}

// writer writes the content of a report.
type writer struct {
	b     *strings.Builder
	used  map[string]bool // namespaces
	keeps map[string]Raw  // sections, by name
	found schema.Violations
}

func (w *writer) fail(at, code, format string, a ...any) {
	w.found = append(w.found, schema.Violation{Code: code, Pointer: at, Article: articleIRIX, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...)})
}

// kept takes the sections that are written as they are.
func (w *writer) kept(r *Report) {
	w.keeps = make(map[string]Raw)
	for i, raw := range r.Kept {
		at := fmt.Sprintf("/Report/Kept[%d]", i+1)
		n, err := raw.name()
		if err != nil {
			w.fail(at, "not-well-formed", "%v", err)
			continue
		}
		j := slices.IndexFunc(report.parts, func(p part) bool { return p.elements[0].name == n.Local && p.elements[0].space == n.Space })
		switch {
		case j < 0:
			w.fail(at, "unknown-element", "%s is no section of a report", xmlscan.Clip(n.Local))
		case len(report.parts[j].elements[0].filled(reflect.ValueOf(r).Elem(), false)) > 0, w.keeps[n.Local].Bytes != nil:
			w.fail(at, "element-twice", "the section %s is there already", n.Local)
		default:
			w.keeps[n.Local] = raw
		}
	}
}

// declared are the declarations of our prefixes that are used.
func (w *writer) declared() []Space {
	var ss []Space
	for _, p := range prefixes {
		if w.used[p.URI] {
			ss = append(ss, p)
		}
	}
	return ss
}

// element writes one element on a line of its own.
func (w *writer) element(e *element, v reflect.Value, level int, at string) {
	at += "/" + e.name
	w.used[e.space] = true
	name := prefixOf(e.space) + ":" + e.name
	w.line(level)
	var head strings.Builder
	for _, x := range e.attributes {
		if given := x.given(v); given != "" || x.required {
			head.WriteString(" " + x.name + `="` + w.escaped(given, at+"/@"+x.name) + `"`)
		}
	}
	before := w.b
	w.b = new(strings.Builder)
	var spaces []Space
	switch e.content {
	case parts:
		if spaces = w.parts(e, v, level+1, at); w.b.Len() > 0 {
			w.line(level)
		}
	case free:
		w.freeText(v.Interface().(FreeText), at)
	case text:
		if e.inner != nil {
			v = v.FieldByIndex(e.inner)
		}
		w.b.WriteString(w.value(v, at))
	}
	inside := w.b.String()
	w.b = before
	w.b.WriteString("<" + name)
	declare(w.b, spaces)
	w.b.WriteString(head.String())
	if inside == "" {
		w.b.WriteString("/>")
		return
	}
	w.b.WriteString(">" + inside + "</" + name + ">")
}

func (x *attribute) given(v reflect.Value) string {
	if x.field == nil {
		return x.fixed
	}
	return v.FieldByIndex(x.field).String()
}

func (w *writer) line(level int) {
	w.b.WriteByte('\n')
	for range level {
		w.b.WriteByte(' ')
	}
}

// parts writes child elements in the order of the table. It gives the declarations
// that what is kept among them needs.
func (w *writer) parts(e *element, v reflect.Value, level int, at string) []Space {
	var outer []Space
	for _, p := range e.parts {
		if p.any != nil {
			for _, raw := range v.FieldByIndex(p.any.field).Interface().([]Raw) {
				outer = w.raw(raw, outer, level, at)
			}
			continue
		}
		// What must be there is written even if it is empty; of a choice that is the
		// last, which is the one in words.
		written := 0
		for i, c := range p.elements {
			last := i == len(p.elements)-1 && written == 0 && p.min > 0
			for _, x := range c.filled(v, last) {
				w.element(c, x, level, at)
				written++
			}
		}
		if raw, ok := w.keeps[p.elements[0].name]; ok && e == report && written == 0 {
			outer = w.raw(raw, outer, level, at)
		}
	}
	return outer
}

// raw writes an element that is kept. What it needs is declared on its parent, so
// that its bytes stay as they are; or on itself, where the parent has other things
// under the same prefixes.
func (w *writer) raw(raw Raw, outer []Space, level int, at string) []Space {
	if _, err := raw.name(); err != nil {
		w.fail(at, "not-well-formed", "what is kept here cannot be written: %v", err)
		return outer
	}
	w.line(level)
	var more []Space
	for _, s := range raw.Spaces {
		switch known := slices.IndexFunc(outer, func(o Space) bool { return o.Prefix == s.Prefix }); {
		case s.Prefix != "" && spaceOf(s.Prefix) == s.URI:
			w.used[s.URI] = true
		case spaceOf(s.Prefix) != "", known >= 0 && outer[known] != s:
			w.b.Write(raw.Standalone())
			return outer
		case known < 0:
			more = append(more, s)
		}
	}
	w.b.Write(raw.Bytes)
	return append(outer, more...)
}

// freeText writes XHTML that clean would leave as it is.
func (w *writer) freeText(f FreeText, at string) {
	if f.XHTML == "" {
		f = NewFreeText(f.Text)
	} else if clean(f.XHTML).XHTML != f.XHTML {
		w.fail(at, "markup-removed", "the XHTML is not as it would be read; make it with NewFreeText")
	}
	if strings.Contains(f.XHTML, "<html:") {
		w.used[nsXHTML] = true
	}
	w.b.WriteString(f.XHTML)
}

// value is a simple value as it is written.
func (w *writer) value(v reflect.Value, at string) string {
	switch {
	case single(v.Type()):
		return base64.StdEncoding.EncodeToString(v.Bytes())
	case v.Kind() == reflect.Int64:
		return strconv.FormatInt(v.Int(), 10)
	}
	return w.escaped(v.String(), at)
}

// escaped is text with its white space collapsed, as it will be read.
func (w *writer) escaped(s, at string) string {
	if err := writable(s); err != nil {
		w.fail(at, "encoding", "%v", err)
		return ""
	}
	var b strings.Builder
	escape(&b, collapse(s))
	return b.String()
}

// writable refuses what XML has no way to write.
func writable(s string) error {
	if !utf8.ValidString(s) {
		return errors.New("the text is not UTF-8")
	}
	for _, c := range s {
		if c < ' ' && !isSpace(c) || c == 0xFFFE || c == 0xFFFF {
			return fmt.Errorf("the text has the character %U, which XML cannot have", c)
		}
	}
	return nil
}
