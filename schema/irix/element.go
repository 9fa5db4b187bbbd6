package irix

import (
	"encoding/xml"
	"fmt"
	"strings"

	"forthwith/schema"
)

// The namespaces of IRIX 1.0 and those that may stand inside a report.
const (
	nsReport  = "http://www.iaea.org/2012/IRIX/Format"
	nsBase    = nsReport + "/Base"
	nsID      = nsReport + "/Identification"
	nsEvent   = nsReport + "/EventInformation"
	nsRelease = nsReport + "/ReleaseInformation"
	nsMeteo   = nsReport + "/Meteorology"
	nsCons    = nsReport + "/ConsequenceInformation"
	nsResp    = nsReport + "/ResponseActions"
	nsMeas    = nsReport + "/Measurements"
	nsMedical = nsReport + "/MedicalInformation"
	nsMedia   = nsReport + "/MediaInformation"
	nsLoc     = nsReport + "/Locations"
	nsReq     = nsReport + "/Requests"
	nsAnnex   = nsReport + "/Annexes"

	// iaea begins all of them, and the wrong ones that some exporters write:
	// an extension has a namespace of its own.
	iaea = "http://www.iaea.org/2012/IRIX"

	nsXHTML  = "http://www.w3.org/1999/xhtml"
	nsXSI    = "http://www.w3.org/2001/XMLSchema-instance"
	nsSOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
	nsSOAP12 = "http://www.w3.org/2003/05/soap-envelope"
)

// element is one line of the tables: what an element is called, what it may
// carry, and how it is read. A section that is read one day gets parts in the
// place of its mark.
type element struct {
	space, name string
	article     string // of the Convention, for violations
	attributes  []attribute
	content     content
	value       value  // of content text
	parts       []part // of content parts, in their order
}

// content is how an element is read.
type content int

const (
	parts   content = iota // child elements in order, no text
	text                   // a value, no child elements
	free                   // XHTML, flattened to plain text
	notRead                // recognised and passed over, in IRIX's own namespaces
	foreign                // passed over, whatever it holds
)

// attribute is one attribute of an element; none has a namespace.
type attribute struct {
	name     string
	required bool
	value    value
}

// part is one place in the order of child elements and how often it is filled.
// Several elements in one place are a choice. No element at all stands for any
// of another namespace.
type part struct {
	min, max int
	elements []*element
}

const unbounded = 1 << 30

func one(e ...*element) part         { return part{1, 1, e} }
func optional(e ...*element) part    { return part{0, 1, e} }
func some(e ...*element) part        { return part{1, unbounded, e} }
func many(e ...*element) part        { return part{0, unbounded, e} }
func upTo(n int, e ...*element) part { return part{0, n, e} }

func group(space, name string, ps ...part) *element {
	return &element{space: space, name: name, parts: ps}
}

func leaf(space, name string, v value, as ...attribute) *element {
	return &element{space: space, name: name, content: text, value: v, attributes: as}
}

func freeText(space, name string) *element {
	return &element{space: space, name: name, content: free}
}

func required(name string, v value) attribute { return attribute{name, true, v} }

func (e *element) with(as ...attribute) *element {
	e.attributes = append(e.attributes, as...)
	return e
}

func (e *element) under(article string) *element {
	e.article = article
	return e
}

// find is the element of the name that may stand in the place.
func (p part) find(name xml.Name, parent string) (*element, bool) {
	for _, e := range p.elements {
		if e.space == name.Space && e.name == name.Local {
			return e, true
		}
	}
	if len(p.elements) == 0 && name.Space != "" && name.Space != parent && !strings.HasPrefix(name.Space, iaea) {
		return &element{space: name.Space, name: name.Local, content: foreign}, true
	}
	return nil, false
}

// String names what may stand in the place.
func (p part) String() string {
	if len(p.elements) == 0 {
		return "what another namespace adds"
	}
	s := ""
	for i, e := range p.elements {
		if i > 0 {
			s += " or "
		}
		s += e.name
	}
	return s
}

// node is an element that was read.
type node struct {
	name       string
	pointer    string
	text       string
	attributes map[string]string
	children   []*node
	foreign    bool // passed over, whatever it holds
}

// child is the first child of the name, or nil.
func (n *node) child(name string) *node {
	for _, c := range n.all(name) {
		return c
	}
	return nil
}

// all are the children of the name.
func (n *node) all(name string) []*node {
	if n == nil {
		return nil
	}
	var ns []*node
	for _, c := range n.children {
		if c.name == name {
			ns = append(ns, c)
		}
	}
	return ns
}

// get is the text of the child of the name, or "".
func (n *node) get(name string) string {
	if c := n.child(name); c != nil {
		return c.text
	}
	return ""
}

func (n *node) violation(s schema.Severity, code, article, format string, a ...any) schema.Violation {
	return schema.Violation{Code: code, Pointer: n.pointer, Article: article, Severity: s, Text: fmt.Sprintf(format, a...)}
}
