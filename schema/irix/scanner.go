package irix

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"forthwith/schema/xmlscan"
)

const articleIRIX = "IRIX 1.0"

// format is what violations say of IRIX.
var format = xmlscan.Format{Noun: "report", Wanted: "an IRIX 1.0 report as XML", MaxBytes: MaxReport, Shorten: "leave out its enclosures"}

// scanner reads elements by their tables.
type scanner struct{ *xmlscan.Scanner }

// element reads the element that start began, to its end, by its table.
func (s *scanner) element(e *element, start xml.StartElement) *node {
	n := &node{name: e.name, pointer: s.Place().String(), foreign: e.content == foreign}
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
	s.Close()
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
			s.Fault("unknown-attribute", e.article, "%s has no attribute %s; remove it or check its spelling", e.name, a.Name.Local)
			continue
		}
		v := collapse(a.Value)
		n.attributes[a.Name.Local] = v
		if x := e.attributes[i]; !x.value.ok(v) {
			s.Fault(x.value.code, e.article, "the attribute %s is %q; write %s", x.name, xmlscan.Clip(v), x.value.wanted)
		}
	}
	for _, x := range e.attributes {
		if _, ok := n.attributes[x.name]; x.required && !ok {
			s.Fault("attribute-missing", e.article, "the attribute %s is missing; write %s", x.name, x.value.wanted)
		}
	}
}

// parts reads child elements in the order of the table.
func (s *scanner) parts(e *element, n *node) {
	counts := make([]int, len(e.parts))
	place, at := 0, s.Place()
	for {
		switch t := s.Next().(type) {
		case nil:
			return
		case xml.EndElement:
			for i, p := range e.parts {
				if counts[i] < p.min {
					s.missing(e, p, at)
				}
			}
			return
		case xml.CharData:
			if collapse(string(t)) != "" {
				s.Fault("misplaced-text", articleIRIX, "text %q stands between the elements of %s; remove it", xmlscan.Clip(collapse(string(t))), e.name)
			}
		case xml.StartElement:
			i, child := e.find(t.Name, place)
			if child == nil {
				s.unexpected(e, t.Name)
				s.skip(nil)
				s.Close()
				continue
			}
			if counts[i] == e.parts[i].max {
				s.Fault("element-twice", articleIRIX, "%s stands here more often than it may; leave %s", e.parts[i], times(e.parts[i].max))
			} else if i < place {
				s.Fault("element-order", articleIRIX, "%s comes too late; it stands before %s", child.name, e.parts[place])
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

func (s *scanner) missing(e *element, p part, at xmlscan.Place) {
	article := articleIRIX
	if a := p.elements[0].article; a != "" {
		article = a
	}
	s.FaultAt(at.Child(p.elements[0].name), "element-missing", article, fmt.Sprintf("%s is missing from %s; add it", p, e.name))
}

// unexpected says of an element that its table has not what is wrong with it.
func (s *scanner) unexpected(e *element, name xml.Name) {
	for _, p := range e.parts {
		for _, c := range p.elements {
			if c.name == name.Local && c.space != name.Space {
				s.Fault("namespace", articleIRIX, "%s is in the namespace %q; write %q", name.Local, xmlscan.Clip(name.Space), c.space)
				return
			}
		}
	}
	s.Fault("unknown-element", articleIRIX, "%s has no element %s; remove it or check its spelling", e.name, xmlscan.Clip(name.Local))
}

// text reads a value.
func (s *scanner) text(e *element, n *node) {
	var b strings.Builder
	at := s.Place()
	for {
		switch t := s.Next().(type) {
		case nil:
			return
		case xml.CharData:
			b.Write(t)
		case xml.StartElement:
			s.Fault("unknown-element", articleIRIX, "%s holds a value and no element %s; remove it", e.name, xmlscan.Clip(t.Name.Local))
			s.skip(nil)
			s.Close()
		case xml.EndElement:
			n.text = collapse(b.String())
			if !e.value.ok(n.text) {
				article := articleIRIX
				if e.article != "" {
					article = e.article
				}
				s.FaultAt(at, e.value.code, article, fmt.Sprintf("%q does not fit; write %s", xmlscan.Clip(n.text), e.value.wanted))
			}
			return
		}
	}
}

// skip passes over the rest of an element. With spaces, what it holds must be in
// one of them; whatever stands inside XHTML is free.
func (s *scanner) skip(spaces []string) {
	for {
		switch t := s.Next().(type) {
		case nil, xml.EndElement:
			return
		case xml.StartElement:
			inner := spaces
			switch {
			case spaces == nil:
			case t.Name.Space == nsXHTML:
				inner = nil
			case !slices.Contains(spaces, t.Name.Space):
				s.Fault("namespace", articleIRIX, "%s is in the namespace %q, which has no place here", xmlscan.Clip(t.Name.Local), xmlscan.Clip(t.Name.Space))
				inner = nil
			}
			s.skip(inner)
			s.Close()
		}
	}
}
