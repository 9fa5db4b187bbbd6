package irix

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"reflect"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

const (
	// MaxReport is the size of a report that is read or written, in bytes.
	MaxReport = 4 << 20
	// MaxElements is how many elements it may have: what is made of the smallest
	// takes ten times its bytes in memory.
	MaxElements = 60_000
)

var format = xmlscan.Format{
	Noun: "report", Wanted: "an IRIX 1.0 report as XML", MaxBytes: MaxReport, Shorten: "leave out its enclosures",
	MaxElements: MaxElements,
}

// Report is a report in IRIX 1.0: its sections, in their order, each a struct
// whose fields are called as IRIX calls the elements.
type Report struct {
	Identification     Identification      `irix:"id:"`
	EventInformation   *EventInformation   `irix:"event:?"`
	Release            *Release            `irix:"release:?"`
	Meteorology        *Meteorology        `irix:"meteo:?"`
	Consequences       *Consequences       `irix:"cons:?"`
	ResponseActions    *ResponseActions    `irix:"resp:?"`
	Measurements       *Measurements       `irix:"meas:?"`
	MedicalInformation *MedicalInformation `irix:"medical:?"`
	MediaInformation   *MediaInformation   `irix:"media:?"`
	Locations          *Locations          `irix:"loc:?"`
	Requests           *Requests           `irix:"req:?"`
	Annexes            *Annexes            `irix:"annex:?"`

	// Kept are sections that are written as they are, each in its place, where
	// the field of that section is nil: what Section gave of another report.
	Kept []Raw

	depth    int       // of the root: more than 1 in an envelope
	sections []section // as they were read
	lines    []int
}

// section is where a section stands in what was read, and what was declared there.
type section struct {
	name   string
	bytes  []byte
	spaces []Space
}

// Section is a section byte for byte as it was read, by the name of its element.
func (r *Report) Section(name string) (Raw, bool) {
	for _, s := range r.sections {
		if s.name == name {
			return newRaw(s.bytes, s.spaces), true
		}
	}
	return Raw{}, false
}

// place is where an element stands, by its path below the report: with a line if
// the report was read. It is the first of that path.
func (r *Report) place(path string) string {
	e, at := report, "/Report"
	for name := range strings.SplitSeq(path, "/") {
		if name == "" {
			continue
		}
		at += "/" + name
		for _, p := range e.parts {
			for _, c := range p.elements {
				if c.name == name {
					e = c
				}
			}
		}
	}
	if r.lines != nil && r.lines[e.number] > 0 {
		return fmt.Sprintf("line %d: %s", r.lines[e.number], at)
	}
	return at
}

// Decode reads a report strictly, alone or in a SOAP envelope. Everything that is
// wrong or odd is said at once; the report is nil if something of it is an error.
func Decode(b []byte) (*Report, schema.Violations) {
	r := &reader{Scanner: xmlscan.New(b, format), b: b, lines: make([]int, elements), referred: make(map[LocationID]bool), report: &Report{}}
	if head := bytes.TrimLeft(b, " \t\r\n"); len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		r.Stop("json-not-read", "", "this is JSON, such as an IRIX client uploads; send the IRIX report itself as XML")
	}
	r.document()
	if r.Rest(); !r.Stopped() {
		r.dangling()
	}
	if len(r.Found()) > 0 {
		return nil, append(r.Found(), r.notes...)
	}
	r.report.lines = r.lines
	return r.report, r.notes
}

// document reads the root.
func (r *reader) document() {
	t, ok := r.Root()
	switch {
	case !ok:
	case t.Name.Local == "Envelope" && (t.Name.Space == nsSOAP11 || t.Name.Space == nsSOAP12):
		r.envelope(t.Name.Space)
	case r.isReport(t.Name):
		r.root(t)
	}
}

// root reads the report itself.
func (r *reader) root(t xml.StartElement) {
	r.report.depth = r.Depth()
	r.element(report, t, reflect.ValueOf(r.report).Elem())
}

func (r *reader) isReport(n xml.Name) bool {
	switch {
	case n.Space == nsReport && n.Local == "Report":
		return true
	case n.Local == "Report":
		r.Stop("namespace", articleIRIX, "Report is in the namespace %q; write %q", xmlscan.Clip(n.Space), nsReport)
	default:
		r.Stop("not-a-report", articleIRIX, "this is a %s and no IRIX report; its root is Report in %q", xmlscan.Clip(n.Local), nsReport)
	}
	return false
}
