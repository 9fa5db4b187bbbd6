package irix

import (
	"bytes"
	"encoding/xml"
	"errors"
	"slices"
	"strings"

	"forthwith/schema/xmlscan"
)

// Space is the declaration of a namespace; the default one has no prefix.
type Space = xmlscan.Space

// Raw is one element that is kept byte for byte: of another namespace where IRIX
// lets one stand, a signature, or a whole section.
type Raw struct {
	// Bytes are the element as it stood in the report; they are part of the bytes
	// that were read.
	Bytes []byte
	// Spaces are the declarations it uses and which were outside of it. An empty one
	// says that names without a prefix are in no namespace.
	Spaces []Space
}

// newRaw finds out which of the declarations in scope the element needs: those of
// the prefixes of its names and of xsi:type. What a prefix in other values means
// only the namespace itself knows.
func newRaw(b []byte, scope []Space) Raw {
	u := &user{scope: scope}
	var marks []int // len(u.inside) before each open element
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		t, err := d.RawToken()
		if err != nil { // the end: it has been read before
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			marks = append(marks, len(u.inside))
			u.start(t)
		case xml.EndElement:
			u.inside, marks = u.inside[:marks[len(marks)-1]], marks[:len(marks)-1]
		}
	}
	slices.SortFunc(u.used, func(a, b Space) int { return strings.Compare(a.Prefix, b.Prefix) })
	return Raw{Bytes: b, Spaces: u.used}
}

// user gathers the declarations that an element uses of those around it.
type user struct {
	scope  []Space
	inside []string // the prefixes that are declared within
	used   []Space
}

// start takes the prefixes of one tag.
func (u *user) start(t xml.StartElement) {
	for _, a := range t.Attr {
		if prefix, ok := xmlscan.Declares(a.Name); ok {
			u.inside = append(u.inside, prefix)
		}
	}
	u.use(t.Name.Space)
	for _, a := range t.Attr {
		if _, ok := xmlscan.Declares(a.Name); !ok && a.Name.Space != "" {
			u.use(a.Name.Space)
		}
		if prefix, _, ok := strings.Cut(a.Value, ":"); ok && a.Name.Local == "type" {
			u.use(prefix)
		}
	}
}

// use takes one prefix.
func (u *user) use(prefix string) {
	if prefix == "xml" || slices.Contains(u.inside, prefix) {
		return
	}
	s, found := Space{}, prefix == ""
	for _, around := range slices.Backward(u.scope) {
		if around.Prefix == prefix {
			s, found = around, true
			break
		}
	}
	if found && !slices.Contains(u.used, s) {
		u.used = append(u.used, s)
	}
}

// keep takes the element that has just been passed over, from where it begins.
func (r *reader) keep(raw *Raw, from int64) {
	if !r.Stopped() {
		_, till := r.Span()
		*raw = newRaw(r.b[from:till], r.Scope())
	}
}

// Standalone is the element with the declarations it needs in its first tag: a
// document of its own. It is Bytes itself if it needs none.
func (raw Raw) Standalone() []byte {
	if len(raw.Spaces) == 0 {
		return raw.Bytes
	}
	i := max(bytes.IndexAny(raw.Bytes, " \t\r\n/>"), 0)
	var b strings.Builder
	b.Write(raw.Bytes[:i])
	declare(&b, raw.Spaces)
	b.Write(raw.Bytes[i:])
	return []byte(b.String())
}

func declare(b *strings.Builder, spaces []Space) {
	for _, s := range spaces {
		b.WriteString(" xmlns")
		if s.Prefix != "" {
			b.WriteString(":" + s.Prefix)
		}
		b.WriteString(`="`)
		escape(b, s.URI)
		b.WriteByte('"')
	}
}

// name is the name of the element; an error if it is not one well-formed element
// and nothing else.
func (raw Raw) name() (xml.Name, error) {
	b := raw.Standalone()
	s := xmlscan.New(b, format)
	t, ok := s.Root()
	if from, _ := s.Span(); !ok || from != 0 {
		return xml.Name{}, errors.New("an element that is kept begins with its tag")
	}
	s.Skip()
	_, till := s.Span()
	if s.Rest(); len(s.Found()) > 0 {
		return xml.Name{}, errors.New(s.Found()[0].Text)
	}
	if till != int64(len(b)) {
		return xml.Name{}, errors.New("an element that is kept ends with its tag")
	}
	return t.Name, nil
}
