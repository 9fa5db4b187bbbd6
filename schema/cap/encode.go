package cap

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Encode is the alert as XML that the OASIS schema takes and Decode gives back
// unchanged. If it breaks a rule, the error is schema.Violations with all of them.
func (a *Alert) Encode() ([]byte, error) {
	c := newChecker(encoding)
	c.alert(a)
	w := &writer{checker: c, path: []string{"alert"}}
	w.b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<alert xmlns="` + nsCAP + `">` + "\n")
	for _, f := range alertFields {
		f.write(w, a)
	}
	w.b.WriteString("</alert>\n")
	if w.b.Len() > MaxAlert {
		c.fail("/alert", "oversized", "the alert has %d bytes, more than %d; %s", w.b.Len(), MaxAlert, alertFormat.Shorten)
	}
	if w.elements >= MaxElements {
		c.fail("/alert", "too-many-elements", "the alert has more than %d elements; send several", MaxElements)
	}
	if err := c.errors.Err(); err != nil {
		return nil, err
	}
	return w.b.Bytes(), nil
}

// writer writes elements, each on a line of its own.
type writer struct {
	b        bytes.Buffer
	checker  *checker
	path     []string // the elements that are open
	elements int
}

func (w *writer) open(name string) {
	w.start(name)
	w.b.WriteString(">\n")
	w.path = append(w.path, name)
}

func (w *writer) close() {
	last := len(w.path) - 1
	name := w.path[last]
	w.path = w.path[:last]
	fmt.Fprintf(&w.b, "%*s</%s>\n", 2*last, "", tag(name))
}

// start writes the tag of an element but for its end.
func (w *writer) start(name string) {
	w.elements++
	fmt.Fprintf(&w.b, "%*s<%s", 2*len(w.path), "", tag(name))
}

// tag is a name without its number.
func tag(name string) string {
	name, _, _ = strings.Cut(name, "[")
	return name
}

func (w *writer) leaf(name, s string) {
	if i := strings.IndexFunc(s, notXML); i >= 0 || !utf8.ValidString(s) {
		w.checker.fail("/"+strings.Join(append(w.path, name), "/"), "character", "the text contains a character that XML cannot carry; remove it")
		return
	}
	w.start(name)
	w.b.WriteByte('>')
	escaper.WriteString(&w.b, s)
	fmt.Fprintf(&w.b, "</%s>\n", tag(name))
}

// escaper escapes > too, for ]]>, and the carriage return, which XML would read as
// a line feed.
var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")

// notXML says of a character that it is not among those of XML 1.0, 2.2.
func notXML(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}

// refuseSignature keeps a signature out of bytes it was not made over.
func refuseSignature(w *writer, a *Alert) {
	if len(a.Signatures) > 0 {
		w.checker.fail("/alert/"+numbered("Signature", 0), "signed", "a signature covers the bytes that were received; pass these on, or remove it")
	}
}
