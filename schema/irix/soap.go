package irix

import (
	"encoding/xml"

	"forthwith/schema/xmlscan"
)

// envelope finds the report in a SOAP envelope. In its Body stands the report, or
// the call of an operation whose one argument is the report, under whatever name:
// document/literal services write <uploadReport><arg0 version="1.0">…. A Header
// is passed over; what it asks for is for the server that takes the envelope.
func (r *reader) envelope(space string) {
	for found := false; ; {
		t, ok := r.child("Envelope")
		if !ok {
			if !found {
				r.Stop("soap-empty", "SOAP", "the envelope has no Body with a report in it")
			}
			r.Close()
			return
		}
		switch {
		case t.Name.Space == space && t.Name.Local == "Body" && !found:
			found = true
			r.body(space)
			r.Close()
		case t.Name.Space == space && t.Name.Local == "Header" && !found:
			r.Skip()
		default:
			r.Stop("soap", "SOAP", "%s has no place in the envelope", xmlscan.Clip(t.Name.Local))
		}
	}
}

// body reads the one child of Body.
func (r *reader) body(space string) {
	t, ok := r.child("Body")
	switch {
	case !ok:
		r.Stop("soap-empty", "SOAP", "the Body of the envelope is empty; it should hold one report")
		return
	case t.Name.Space == space && t.Name.Local == "Fault":
		r.Stop("soap-fault", "SOAP", "this is a fault of a service and no report")
	case t.Name.Local == "Report":
		if r.isReport(t.Name) {
			r.root(t)
		}
	default:
		r.argument(t.Name.Local)
	}
	r.alone("Body")
}

// argument reads the one child of an operation.
func (r *reader) argument(operation string) {
	t, ok := r.child(operation)
	if !ok {
		r.Stop("soap-empty", "SOAP", "the call of %s holds no report", xmlscan.Clip(operation))
		return
	}
	r.root(t)
	r.alone(operation)
	r.Close()
}

// child is the next child element of one that is open.
func (r *reader) child(of string) (xml.StartElement, bool) {
	for {
		switch t := r.Next().(type) {
		case nil, xml.EndElement:
			return xml.StartElement{}, false
		case xml.CharData:
			if !xmlscan.Blank(t) {
				r.Fault("misplaced-text", "SOAP", "text stands between the elements of %s; remove it", xmlscan.Clip(of))
			}
		case xml.StartElement:
			return t, true
		}
	}
}

// alone refuses a second child.
func (r *reader) alone(of string) {
	if _, more := r.child(of); more {
		r.Stop("after-report", "SOAP", "%s holds more than one report; send one report and nothing else", xmlscan.Clip(of))
	}
}
