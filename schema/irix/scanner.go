package irix

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"forthwith/schema"
)

const (
	articleXML  = "XML 1.0"
	articleIRIX = "IRIX 1.0"
)

// scanner gives the tokens of one document and refuses what has no place in it.
// It stops, by giving nil, at the first fault after which the rest cannot be
// understood; other faults are gathered.
type scanner struct {
	d       *xml.Decoder
	line    int            // where the last token begins
	path    []string       // the elements that are open
	spaces  []string       // namespaces declared, one for each declaration
	marks   []int          // len(spaces) before each open element
	inScope map[string]int // how often each namespace is declared
	found   schema.Violations
	done    bool // the report has ended
	stopped bool
}

func newScanner(b []byte) *scanner {
	s := &scanner{d: xml.NewDecoder(bytes.NewReader(b)), inScope: map[string]int{"": 1, xmlSpace: 1}}
	s.d.Strict = true
	return s
}

// xmlSpace is what the prefix xml always stands for.
const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// next is the next start, end or text token, or nil.
func (s *scanner) next() xml.Token {
	for !s.stopped {
		start := s.d.InputOffset() == 0
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
			s.stop("doctype", articleXML, "the report contains a document type declaration; remove it, none is read")
		case xml.ProcInst:
			if !start || t.Target != "xml" {
				s.stop("processing-instruction", articleXML, "the report contains the processing instruction %q; remove it", t.Target)
			}
		}
	}
	return nil
}

func (s *scanner) malformed(err error) {
	if errors.Is(err, io.EOF) && len(s.path) == 0 {
		if s.done {
			return
		}
		s.stop("not-xml", articleXML, "there is no report in it; send an IRIX 1.0 report as XML")
		return
	}
	var syn *xml.SyntaxError
	if errors.As(err, &syn) {
		s.line = syn.Line
		s.stop("not-well-formed", articleXML, "this is not well-formed XML: %s", syn.Msg)
		return
	}
	s.stop("not-well-formed", articleXML, "this is not well-formed XML: %v", err)
}

// open notes an element that begins. Its prefixes must be declared: the decoder
// gives an undeclared prefix in the place of a namespace.
func (s *scanner) open(t xml.StartElement) bool {
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
		s.stop("too-deep", "", "elements nest deeper than %d levels", schema.MaxDepth)
		return false
	}
	if !s.known(t.Name) {
		s.stop("prefix-undeclared", articleXML, "the prefix of %s is not declared", t.Name.Local)
		return false
	}
	seen := make(map[xml.Name]bool)
	for _, a := range t.Attr {
		if a.Name.Space != "xmlns" && !s.known(a.Name) {
			s.stop("prefix-undeclared", articleXML, "the prefix of the attribute %s is not declared", a.Name.Local)
			return false
		}
		if seen[a.Name] {
			s.stop("not-well-formed", articleXML, "the attribute %s stands here twice; leave one", a.Name.Local)
			return false
		}
		seen[a.Name] = true
	}
	return true
}

func (s *scanner) known(n xml.Name) bool {
	return s.inScope[n.Space] > 0 && !strings.Contains(n.Local, ":")
}

// close ends the element that was opened last.
func (s *scanner) close() {
	i := len(s.marks) - 1
	for _, space := range s.spaces[s.marks[i]:] {
		s.inScope[space]--
	}
	s.spaces, s.marks, s.path = s.spaces[:s.marks[i]], s.marks[:i], s.path[:i]
}

// element reads the element that start began, to its end, by its table.
func (s *scanner) element(e *element, start xml.StartElement) *node {
	n := &node{name: e.name, pointer: s.pointer(), foreign: e.content == foreign}
	s.attributes(e, start, n)
	switch e.content {
	case parts:
		s.parts(e, n)
	case text:
		s.text(e, n)
	case free:
		n.text = s.freeText()
	case notRead:
		s.skip([]string{e.space, nsBase, nsLoc, nsXHTML})
	case foreign:
		s.skip(nil)
	}
	s.close()
	return n
}

func (s *scanner) attributes(e *element, start xml.StartElement, n *node) {
	n.attributes = make(map[string]string)
	for _, a := range start.Attr {
		switch {
		case a.Name.Space == "xmlns", a.Name.Space == "" && a.Name.Local == "xmlns":
			continue
		case a.Name.Space == nsXSI && (a.Name.Local == "schemaLocation" || a.Name.Local == "noNamespaceSchemaLocation"):
			continue // a hint for validators, allowed anywhere; nothing is fetched
		case e.content == foreign:
			continue
		}
		i := slices.IndexFunc(e.attributes, func(x attribute) bool { return a.Name.Space == "" && x.name == a.Name.Local })
		if i < 0 {
			s.fault("unknown-attribute", e.article, "%s has no attribute %s; remove it or check its spelling", e.name, a.Name.Local)
			continue
		}
		v := collapse(a.Value)
		n.attributes[a.Name.Local] = v
		if x := e.attributes[i]; !x.value.ok(v) {
			s.fault(x.value.code, e.article, "the attribute %s is %q; write %s", x.name, clip(v), x.value.wanted)
		}
	}
	for _, x := range e.attributes {
		if _, ok := n.attributes[x.name]; x.required && !ok {
			s.fault("attribute-missing", e.article, "the attribute %s is missing; write %s", x.name, x.value.wanted)
		}
	}
}

// parts reads child elements in the order of the table.
func (s *scanner) parts(e *element, n *node) {
	counts := make([]int, len(e.parts))
	place, line := 0, s.line
	for {
		switch t := s.next().(type) {
		case nil:
			return
		case xml.EndElement:
			for i, p := range e.parts {
				if counts[i] < p.min {
					s.missing(e, p, line)
				}
			}
			return
		case xml.CharData:
			if collapse(string(t)) != "" {
				s.fault("misplaced-text", articleIRIX, "text %q stands between the elements of %s; remove it", clip(collapse(string(t))), e.name)
			}
		case xml.StartElement:
			i, child := e.find(t.Name, place)
			if child == nil {
				s.unexpected(e, t.Name)
				s.skip(nil)
				s.close()
				continue
			}
			if counts[i] == e.parts[i].max {
				s.fault("element-twice", articleIRIX, "%s stands here more often than it may; leave %s", e.parts[i], times(e.parts[i].max))
			} else if i < place {
				s.fault("element-order", articleIRIX, "%s comes too late; it stands before %s", child.name, e.parts[place])
			}
			place = max(place, i)
			counts[i]++
			n.children = append(n.children, s.element(child, t))
		}
	}
}

// find is the place and table of a child element. The place it has reached goes
// first, so that an extension point takes what no other place does.
func (e *element) find(name xml.Name, from int) (int, *element) {
	for i := range e.parts {
		j := (from + i) % len(e.parts)
		if c, ok := e.parts[j].find(name, e.space); ok && c.content != foreign {
			return j, c
		}
	}
	for j, p := range e.parts {
		if c, ok := p.find(name, e.space); ok {
			return j, c
		}
	}
	return 0, nil
}

func times(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprintf("at most %d", n)
}

func (s *scanner) missing(e *element, p part, line int) {
	article := articleIRIX
	if a := p.elements[0].article; a != "" {
		article = a
	}
	s.line, line = line, s.line
	s.path = append(s.path, p.elements[0].name)
	s.fault("element-missing", article, "%s is missing from %s; add it", p, e.name)
	s.path = s.path[:len(s.path)-1]
	s.line = line
}

// unexpected says of an element that its table has not what is wrong with it.
func (s *scanner) unexpected(e *element, name xml.Name) {
	for _, p := range e.parts {
		for _, c := range p.elements {
			if c.name == name.Local && c.space != name.Space {
				s.fault("namespace", articleIRIX, "%s is in the namespace %q; write %q", name.Local, clip(name.Space), c.space)
				return
			}
		}
	}
	s.fault("unknown-element", articleIRIX, "%s has no element %s; remove it or check its spelling", e.name, clip(name.Local))
}

// text reads a value.
func (s *scanner) text(e *element, n *node) {
	var b strings.Builder
	line := s.line
	for {
		switch t := s.next().(type) {
		case nil:
			return
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			s.fault("unknown-element", articleIRIX, "%s holds a value and no element %s; remove it", e.name, clip(t.Name.Local))
			s.skip(nil)
			s.close()
		case xml.EndElement:
			n.text = collapse(b.String())
			if !e.value.ok(n.text) {
				s.line = line
				article := articleIRIX
				if e.article != "" {
					article = e.article
				}
				s.fault(e.value.code, article, "%q does not fit; write %s", clip(n.text), e.value.wanted)
			}
			return
		}
	}
}

// skip passes over the rest of an element. With spaces, what it holds must be in
// one of them; whatever stands inside XHTML is free.
func (s *scanner) skip(spaces []string) {
	for {
		switch t := s.next().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			inner := spaces
			switch {
			case spaces == nil:
			case t.Name.Space == nsXHTML:
				inner = nil
			case !slices.Contains(spaces, t.Name.Space):
				s.fault("namespace", articleIRIX, "%s is in the namespace %q, which has no place here", clip(t.Name.Local), clip(t.Name.Space))
				inner = nil
			}
			s.skip(inner)
			s.close()
		}
	}
}

// maxFaults is how many violations are gathered before reading stops.
const maxFaults = 50

func (s *scanner) fault(code, article, format string, a ...any) {
	if s.stopped {
		return
	}
	s.found = append(s.found, schema.Violation{
		Code: code, Pointer: s.pointer(), Article: article, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...),
	})
	if len(s.found) == maxFaults-1 {
		s.stop("too-many-faults", "", "there is more wrong with it; reading stopped here")
	}
}

// stop is fault for what cannot be read past.
func (s *scanner) stop(code, article, format string, a ...any) {
	if s.stopped {
		return
	}
	s.stopped = true
	s.found = append(s.found, schema.Violation{
		Code: code, Pointer: s.pointer(), Article: article, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...),
	})
}

// pointer is where the scanner is: "line 12: /Report/EventInformation".
func (s *scanner) pointer() string {
	return fmt.Sprintf("line %d: /%s", s.line, clip(strings.Join(s.path, "/")))
}

// clip keeps a quoted text short.
func clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
