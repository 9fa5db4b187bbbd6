package xmlscan

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"forthwith/schema"
)

// Article is what the faults of this package break.
const Article = "XML 1.0"

// MaxFaults is how many violations are gathered before reading stops.
const MaxFaults = 50

// Format is what violations say of the format that is read.
type Format struct {
	Noun     string // a document of it, in one word: "report"
	Wanted   string // what to send: "an IRIX 1.0 report as XML"
	MaxBytes int
	Shorten  string // what to do with one of more bytes: "leave out its enclosures"
	// MaxElements is how many there may be; 0 leaves it to MaxBytes.
	MaxElements int
	// Stylesheets lets xml-stylesheet stand before the root. None is fetched.
	Stylesheets bool
}

// Scanner gives the tokens of one document and refuses what has no place in it.
// It stops, by giving nil, at the first fault after which the rest cannot be
// understood; other faults are gathered.
type Scanner struct {
	format   Format
	d        *xml.Decoder
	line     int   // where the last token begins
	start    int64 // its first byte
	elements int
	path     []string       // the elements that are open
	spaces   []string       // namespaces declared, one for each declaration
	marks    []int          // len(spaces) before each open element
	inScope  map[string]int // how often each namespace is declared
	found    schema.Violations
	sheet    int  // line of a stylesheet that was passed over
	done     bool // the root has ended
	stopped  bool
}

// New looks at the bytes and is stopped already if they cannot be XML in UTF-8.
func New(b []byte, f Format) *Scanner {
	s := &Scanner{format: f, d: xml.NewDecoder(bytes.NewReader(b)), line: 1, inScope: map[string]int{"": 1, xmlSpace: 1}}
	s.bytes(b)
	return s
}

// xmlSpace is what the prefix xml always stands for.
const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// Next is the next start, end or text token, or nil. Its bytes are valid until
// the call after.
func (s *Scanner) Next() xml.Token {
	for !s.stopped {
		s.start = s.d.InputOffset()
		s.line, _ = s.d.InputPos()
		t, err := s.d.Token()
		if err != nil {
			s.malformed(err)
			return nil
		}
		switch t := t.(type) {
		case xml.StartElement:
			if !s.open(t) {
				return nil
			}
			return t
		case xml.EndElement, xml.CharData:
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
	if errors.Is(err, io.EOF) && len(s.path) == 0 {
		if s.done {
			return
		}
		s.Stop("not-xml", Article, "there is no %s in it; send %s", s.format.Noun, s.format.Wanted)
		return
	}
	var syn *xml.SyntaxError
	if errors.As(err, &syn) {
		s.line = syn.Line
		s.Stop("not-well-formed", Article, "this is not well-formed XML: %s", Clip(syn.Msg))
		return
	}
	s.Stop("not-well-formed", Article, "this is not well-formed XML: %s", Clip(err.Error()))
}

// open notes an element that begins. Its prefixes must be declared: the decoder
// gives an undeclared prefix in the place of a namespace.
func (s *Scanner) open(t xml.StartElement) bool {
	if s.elements++; s.format.MaxElements > 0 && s.elements > s.format.MaxElements {
		s.Stop("too-many-elements", "", "the %s has more than %d elements; send several", s.format.Noun, s.format.MaxElements)
		return false
	}
	s.marks = append(s.marks, len(s.spaces))
	for _, a := range t.Attr {
		if a.Name.Space == "xmlns" || a.Name.Space == "" && a.Name.Local == "xmlns" {
			s.spaces = append(s.spaces, a.Value)
			s.inScope[a.Value]++
		}
	}
	s.path = append(s.path, t.Name.Local)
	if len(s.path) > schema.MaxDepth {
		s.path = s.path[:8]
		s.Stop("too-deep", "", "elements nest deeper than %d levels", schema.MaxDepth)
		return false
	}
	if !s.known(t.Name) {
		s.Stop("prefix-undeclared", Article, "the prefix of %s is not declared", Clip(t.Name.Local))
		return false
	}
	if len(t.Attr) == 0 {
		return true
	}
	seen := make(map[xml.Name]bool, len(t.Attr))
	for _, a := range t.Attr {
		if a.Name.Space != "xmlns" && !s.known(a.Name) {
			s.Stop("prefix-undeclared", Article, "the prefix of the attribute %s is not declared", Clip(a.Name.Local))
			return false
		}
		if seen[a.Name] {
			s.Stop("not-well-formed", Article, "the attribute %s stands here twice; leave one", Clip(a.Name.Local))
			return false
		}
		seen[a.Name] = true
	}
	return true
}

func (s *Scanner) known(n xml.Name) bool {
	return s.inScope[n.Space] > 0 && !strings.Contains(n.Local, ":")
}

// Close ends the element that was opened last. Whoever reads an end token, or
// passes over an element, closes it.
func (s *Scanner) Close() {
	i := len(s.marks) - 1
	for _, space := range s.spaces[s.marks[i]:] {
		if s.inScope[space]--; s.inScope[space] == 0 {
			delete(s.inScope, space)
		}
	}
	s.spaces, s.marks, s.path = s.spaces[:s.marks[i]], s.marks[:i], s.path[:i]
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

// Stylesheet is the line where one was passed over, or 0.
func (s *Scanner) Stylesheet() int { return s.sheet }

// Found is what was gathered so far.
func (s *Scanner) Found() schema.Violations { return s.found }

// Stopped says whether the rest cannot be read.
func (s *Scanner) Stopped() bool { return s.stopped }

// Fault gathers a fault at the place of the last token.
func (s *Scanner) Fault(code, article, format string, a ...any) {
	s.FaultAt(s.Place(), code, article, fmt.Sprintf(format, a...))
}

// FaultAt gathers a fault at an earlier place.
func (s *Scanner) FaultAt(p Place, code, article, text string) {
	if s.stopped {
		return
	}
	s.add(p, code, article, text)
	if len(s.found) == MaxFaults-1 {
		s.Stop("too-many-faults", "", "there is more wrong with it; reading stopped here")
	}
}

// Stop is Fault for what cannot be read past.
func (s *Scanner) Stop(code, article, format string, a ...any) {
	if s.stopped {
		return
	}
	s.stopped = true
	s.add(s.Place(), code, article, fmt.Sprintf(format, a...))
}

func (s *Scanner) add(p Place, code, article, text string) {
	s.found = append(s.found, schema.Violation{Code: code, Pointer: p.String(), Article: article, Severity: schema.SeverityError, Text: text})
}
