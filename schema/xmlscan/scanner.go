package xmlscan

import (
	"encoding/xml"
	"errors"
	"io"

	"forthwith/schema"
)

// Article is what the faults of this package break.
const Article = "XML 1.0"

// Format is what violations say of the format that is read.
type Format struct {
	Noun     string // a document of it, in one word: "report"
	Wanted   string // what to send: "an IRIX 1.0 report as XML"
	MaxBytes int
	Shorten  string // what to do with one of more bytes: "leave out its enclosures"
	// MaxElements is how many there may be: what is made of the smallest takes many
	// times its bytes. 0 leaves it to MaxBytes.
	MaxElements int
	// Stylesheets lets xml-stylesheet stand before the root. None is fetched.
	Stylesheets bool
}

// Scanner gives the tokens of one document and refuses what has no place in it.
// It stops, by giving nil, at the first fault after which the rest cannot be
// understood; other faults are gathered. Namespaces are resolved here and not by
// encoding/xml, which takes an undeclared prefix for a namespace.
type Scanner struct {
	format   Format
	d        *xml.Decoder
	in       *source
	line     int   // where the last token begins
	start    int64 // its first byte
	elements int
	path     []string   // the elements that are open
	names    []xml.Name // and as they are written, prefix and name
	spaces   []Space    // the declarations in scope, the innermost last
	marks    []int      // len(spaces) before each open element
	found    schema.Violations
	sheet    int  // line of a stylesheet that was passed over
	done     bool // the root has ended
	stopped  bool
}

// New looks at the bytes and is stopped already if they cannot be XML in UTF-8.
func New(b []byte, f Format) *Scanner {
	in := &source{b: b, end: len(b)}
	s := &Scanner{format: f, d: xml.NewDecoder(in), in: in, line: 1, spaces: []Space{{"xml", xmlSpace}}}
	s.bytes(b)
	return s
}

// Next is the next start, end or text token, or nil. Its bytes are valid until the
// call after. The names in it are resolved: Space is a namespace, but of an end
// token a prefix.
func (s *Scanner) Next() xml.Token {
	for !s.stopped {
		s.start = s.d.InputOffset()
		s.line, _ = s.d.InputPos()
		s.in.bound(s.start)
		t, err := s.d.RawToken()
		if err != nil {
			s.malformed(err)
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			if !s.open(&t) {
				return nil
			}
			return t
		case xml.EndElement:
			if !s.ends(t.Name) {
				return nil
			}
			return t
		case xml.CharData:
			return t
		case xml.Comment:
		case xml.Directive:
			s.Stop("doctype", Article, "the %s contains a document type declaration; remove it, none is read", s.format.Noun)
		case xml.ProcInst:
			switch {
			case s.start == 0 && t.Target == "xml":
			case s.format.Stylesheets && t.Target == "xml-stylesheet" && s.elements == 0:
				s.sheet = s.line
			default:
				s.Stop("processing-instruction", Article, "the %s contains the processing instruction %q; remove it", s.format.Noun, Clip(t.Target))
			}
		}
	}
	return nil
}

func (s *Scanner) malformed(err error) {
	var syn *xml.SyntaxError
	switch {
	case errors.Is(err, errTagTooLong):
		s.Stop("tag-too-long", "", "a tag is longer than %d bytes; no %s needs that", maxTag, s.format.Noun)
	case errors.Is(err, io.EOF) && len(s.path) > 0:
		s.Stop("not-well-formed", Article, "this is not well-formed XML: it ends before %s does", Clip(s.path[len(s.path)-1]))
	case errors.Is(err, io.EOF) && s.done:
	case errors.Is(err, io.EOF):
		s.Stop("not-xml", Article, "there is no %s in it; send %s", s.format.Noun, s.format.Wanted)
	case errors.As(err, &syn):
		s.line = syn.Line
		s.Stop("not-well-formed", Article, "this is not well-formed XML: %s", Clip(syn.Msg))
	default:
		s.Stop("not-well-formed", Article, "this is not well-formed XML: %s", Clip(err.Error()))
	}
}

// open notes an element that begins and resolves its names.
func (s *Scanner) open(t *xml.StartElement) bool {
	if s.elements++; s.format.MaxElements > 0 && s.elements > s.format.MaxElements {
		s.Stop("too-many-elements", "", "the %s has more than %d elements; send several", s.format.Noun, s.format.MaxElements)
		return false
	}
	s.marks = append(s.marks, len(s.spaces))
	s.names = append(s.names, t.Name)
	s.path = append(s.path, t.Name.Local)
	if len(s.path) > schema.MaxDepth {
		s.path = s.path[:8]
		s.Stop("too-deep", "", "elements nest deeper than %d levels", schema.MaxDepth)
		return false
	}
	if len(t.Attr) > maxAttributes {
		s.Stop("too-many-attributes", "", "an element has more than %d attributes; remove what the format has not", maxAttributes)
		return false
	}
	return s.declare(t.Attr) && s.resolveAll(t)
}

// ends checks that an end tag is that of the element which is open.
func (s *Scanner) ends(n xml.Name) bool {
	if i := len(s.names) - 1; i < 0 || s.names[i] != n {
		s.Stop("not-well-formed", Article, "this is not well-formed XML: %s ends here and is not open", Clip(n.Local))
		return false
	}
	return true
}

// Close ends the element that was opened last. Whoever reads an end token, or
// passes over an element, closes it.
func (s *Scanner) Close() {
	if i := len(s.marks) - 1; i >= 0 && !s.stopped {
		s.spaces, s.marks, s.path, s.names = s.spaces[:s.marks[i]], s.marks[:i], s.path[:i], s.names[:i]
	}
}

// Skip passes over the rest of the open element, whatever it holds, and closes it.
func (s *Scanner) Skip() {
	for depth := len(s.path); ; {
		switch s.Next().(type) {
		case nil:
			return
		case xml.EndElement:
			s.Close()
			if len(s.path) < depth {
				return
			}
		}
	}
}

// Root is the start of the root element, or nil.
func (s *Scanner) Root() (xml.StartElement, bool) {
	for {
		switch t := s.Next().(type) {
		case nil:
			return xml.StartElement{}, false
		case xml.CharData:
			if !Blank(t) {
				s.Stop("not-xml", Article, "text stands before the %s; send %s", s.format.Noun, s.format.Wanted)
			}
		case xml.StartElement:
			return t, true
		}
	}
}

// Rest refuses what follows the root.
func (s *Scanner) Rest() {
	s.done = true
	for {
		switch t := s.Next().(type) {
		case nil:
			return
		case xml.CharData:
			if Blank(t) {
				continue
			}
		}
		s.Stop("after-"+s.format.Noun, Article, "something stands after the %s; send one %s and nothing else", s.format.Noun, s.format.Noun)
	}
}

// Span is where in the input the last token stands.
func (s *Scanner) Span() (start, end int64) { return s.start, s.d.InputOffset() }

// Scope are the declarations in scope in the open element, the innermost last. They
// are valid until the element ends.
func (s *Scanner) Scope() []Space { return s.spaces }

// Stylesheet is the line where one was passed over, or 0.
func (s *Scanner) Stylesheet() int { return s.sheet }
