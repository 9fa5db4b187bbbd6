package irix

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// MaxReport is the size of a report that is read, in bytes.
const MaxReport = 4 << 20

// Report is what a report says of itself and of the event. Read makes it.
type Report struct {
	Organisation string // that reports: a domain name
	Created      schema.Time
	Context      schema.ReportContext
	Sequence     int // 0 if not given

	// Version 4 in lower case, whatever the case in the report.
	ReportUUID schema.ReportUUID
	Follows    schema.ReportUUID
	Revokes    schema.ReportUUID

	Confidentiality schema.Confidentiality // "" if not given
	Addressees      []string               // organisations, by domain name
	Bases           []string               // as given
	EventIDs        []schema.OtherID

	Event *Event // nil if the section is not there

	// NotRead names the sections that are there and not yet read, with their
	// lines, as in "Release (line 24)".
	NotRead []string

	notes schema.Violations // what is wrong or lost although the form is right
	root  *node
}

// Event is the section EventInformation in the words of schema.
type Event struct {
	ValidAt     schema.Time
	Nature      schema.Nature
	Occurred    schema.Occurred
	Location    *schema.Location
	Facility    *schema.Facility
	Class       *schema.EmergencyClass
	INES        *schema.INES
	Description string
}

// Read reads a report strictly. It judges the form: what is not of IRIX 1.0 is a
// violation, and the report is nil if there is one. What a report of the right
// form means, Notification judges.
func Read(b []byte) (*Report, schema.Violations) {
	s := &scanner{xmlscan.New(b, format)}
	if head := bytes.TrimLeft(b, " \t\r\n"); len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		s.Stop("json-not-read", "", "this is JSON, such as an IRIX client uploads; it is not yet read, send the IRIX report itself as XML")
	}
	root := s.root()
	s.Rest()
	if vs := s.Found(); len(vs) > 0 {
		return nil, vs
	}
	if vs := identities(root); len(vs) > 0 {
		return nil, vs
	}
	r := &Report{root: root}
	r.remaining()
	r.identification(root.child("Identification"))
	r.event(root.child("EventInformation"), byID(root.child("Locations")))
	return r, nil
}

// root reads the report itself.
func (s *scanner) root() *node {
	t, ok := s.Root()
	if !ok || !s.isReport(t.Name) {
		return nil
	}
	return s.element(report, t)
}

func (s *scanner) isReport(n xml.Name) bool {
	switch {
	case n.Space == nsReport && n.Local == "Report":
		return true
	case n.Local == "Envelope" && (n.Space == nsSOAP11 || n.Space == nsSOAP12):
		s.Stop("soap-not-read", "", "this is a SOAP envelope; reports wrapped in SOAP are not yet read, send the Report inside it alone")
	case n.Local == "Report":
		s.Stop("namespace", articleIRIX, "Report is in the namespace %q; write %q", xmlscan.Clip(n.Space), nsReport)
	default:
		s.Stop("not-a-report", articleIRIX, "this is a %s and no IRIX report; its root is Report in %q", xmlscan.Clip(n.Local), nsReport)
	}
	return false
}

// identities are the keys and references that the XSDs ask for.
func identities(root *node) schema.Violations {
	var vs schema.Violations
	fail := func(n *node, code, format string, a ...any) {
		if len(vs) < xmlscan.MaxFaults {
			vs = append(vs, n.violation(schema.SeverityError, code, articleIRIX, format, a...))
		}
	}
	twice := func(ns []*node, key func(*node) string) map[string]bool {
		seen := make(map[string]bool)
		for _, n := range ns {
			k := key(n)
			if k != "" && seen[k] {
				fail(n, "id-twice", "%q stands here twice; each may stand once", xmlscan.Clip(k))
			}
			seen[k] = true
		}
		return seen
	}
	attribute := func(name string) func(*node) string {
		return func(n *node) string { return n.attributes[name] }
	}
	id := root.child("Identification")
	organisations := twice(id.child("Identifications").all("OrganisationContactInfo"), func(n *node) string { return n.get("OrganisationID") })
	if o := id.child("OrganisationReporting"); !organisations[o.text] {
		fail(o, "organisation-unknown", "%s is not among the organisations in Identifications; add its OrganisationContactInfo", o.text)
	}
	if e := id.child("EventIdentifications"); e != nil {
		twice(e.children, attribute("Organisation"))
	}
	places := root.child("Locations").all("Location")
	twice(places, attribute("id"))
	if e := root.child("EventInformation"); e != nil {
		places = append(places, e.all("Location")...)
		if o := e.child("ObjectInvolved"); o != nil {
			places = append(places, o.all("Location")...)
		}
	}
	for _, l := range places {
		twice(l.child("GeographicCoordinates").all("Height"), attribute("Above"))
	}
	return vs
}

// identification takes over the section Identification.
func (r *Report) identification(n *node) {
	r.Organisation = n.get("OrganisationReporting")
	r.Created = schema.Time(n.get("DateAndTimeOfCreation"))
	r.Context = schema.ReportContext(n.get("ReportContext"))
	r.Sequence, _ = strconv.Atoi(n.get("SequenceNumber")) // the table has checked it
	r.ReportUUID = uuid(n.get("ReportUUID"))
	r.Follows = uuid(n.get("Follows"))
	r.Revokes = uuid(n.get("Revokes"))
	for _, ref := range []string{"Follows", "Revokes"} {
		if c := n.child(ref); c != nil && uuid(c.text) == r.ReportUUID {
			r.fail(c, "refers-to-self", "the report names itself here; write the ReportUUID of the earlier report")
		}
	}
	switch n.get("Confidentiality") {
	case "For Addressees Use Only":
		r.Confidentiality = schema.ForAddressees
	case "For Authority Use Only":
		r.Confidentiality = schema.ForAuthorities
	case "Free for Public Use":
		r.Confidentiality = schema.ForPublic
	}
	for _, a := range n.child("Addressees").all("Addressee") {
		r.Addressees = append(r.Addressees, a.text)
	}
	if r.Confidentiality == schema.ForAddressees && len(r.Addressees) == 0 {
		r.warn(n.child("Confidentiality"), "addressees-missing", "the report is for addressees only and names none; choose them with care")
	}
	for _, b := range n.child("ReportingBases").all("ReportingBasis") {
		r.Bases = append(r.Bases, b.text)
		if bases[b.text] == "" {
			r.warn(b, "basis-unknown", "the basis %q is none of those known and is not carried", xmlscan.Clip(b.text))
		}
	}
	for _, e := range n.child("EventIdentifications").all("EventIdentification") {
		org := e.attributes["Organisation"]
		if org == "" {
			org = r.Organisation
		}
		if e.text == "" {
			r.warn(e, "empty", "the event id of %s is empty and is not carried", xmlscan.Clip(org))
			continue
		}
		r.EventIDs = append(r.EventIDs, schema.OtherID{Organisation: org, ID: e.text})
	}
	r.contacts(n.child("Identifications"))
	for _, c := range n.children {
		if c.foreign {
			r.warn(c, "not-carried", "the extension %s is not carried", xmlscan.Clip(c.name))
		}
	}
}

// contacts are not carried, the directory has them; but they are looked at.
func (r *Report) contacts(n *node) {
	for _, c := range n.children {
		for _, p := range append(c.all("PhoneNumber"), c.all("FaxNumber")...) {
			if p.text == "+" {
				r.warn(p, "phone-empty", "the number is only a +; ask for the number")
			}
		}
		if k := c.child("Country"); k != nil && k.text != "00" {
			if _, err := schema.ParseParty(k.text); err != nil {
				r.warn(k, "country-unknown", "%v", err)
			} else if userAssigned(k.text) {
				r.warn(k, "country-user-assigned", "%s is given to no State by ISO 3166-1; check which is meant", k.text)
			}
		}
	}
}

// remaining notes the sections that are there and not read.
func (r *Report) remaining() {
	for _, c := range r.root.children {
		if !slices.Contains([]string{"Identification", "EventInformation", "Locations"}, c.name) {
			line, _, _ := strings.Cut(c.pointer, ":")
			r.NotRead = append(r.NotRead, fmt.Sprintf("%s (%s)", c.name, line))
			r.warn(c, "section-not-read", "the section %s is not yet read and is not carried", c.name)
		}
	}
}

func (r *Report) warn(n *node, code, format string, a ...any) {
	r.note(n.violation(schema.SeverityWarning, code, "", format, a...))
}

func (r *Report) fail(n *node, code, format string, a ...any) {
	r.note(n.violation(schema.SeverityError, code, "", format, a...))
}

// note keeps a violation once: two elements may refer to the same place. After
// MaxFaults warnings are cut off with a word about it; errors never are.
func (r *Report) note(v schema.Violation) {
	if v.Severity == schema.SeverityWarning && len(r.notes) >= xmlscan.MaxFaults {
		v = r.root.violation(schema.SeverityWarning, "too-many-faults", "", "there is more to say of the report; the list ends here")
	}
	if !slices.Contains(r.notes, v) {
		r.notes = append(r.notes, v)
	}
}

func uuid(s string) schema.ReportUUID { return schema.ReportUUID(strings.ToLower(s)) }
