package cap

import (
	"bytes"
	"encoding/xml"
	"slices"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

const (
	// MaxAlert is the size of an alert that is read or written, in bytes.
	MaxAlert = 2 << 20
	// MaxElements is how many elements it has at most.
	MaxElements = 50_000

	articleCAP = "CAP 1.2"
)

var alertFormat = xmlscan.Format{
	Noun: "alert", Wanted: "a CAP 1.2 alert as XML", MaxBytes: MaxAlert, Shorten: "give embedded files by address instead",
	MaxElements: MaxElements, Stylesheets: true,
}

// decoder reads one alert by the tables.
type decoder struct {
	*xmlscan.Scanner
	input   []byte
	text    []byte // of the element being read
	checker *checker
}

// Decode reads an alert strictly. The alert is nil if a violation is an error;
// what is doubtful in one that is read are warnings.
func Decode(b []byte) (*Alert, schema.Violations) {
	b = bytes.TrimPrefix(b, byteOrderMark)
	d := &decoder{Scanner: xmlscan.New(b, alertFormat), input: b, checker: newChecker(decoding)}
	a := &Alert{}
	if root, ok := d.Root(); ok && d.isAlert(root.Name) {
		d.attributes(root)
		d.mark()
		decodeGroup(d, alertFields, a)
	}
	d.Rest()
	if d.Stopped() {
		return nil, d.Found()
	}
	if line := d.Stylesheet(); line > 0 {
		d.checker.lines["/"] = line
		d.checker.warn("/", "stylesheet", "the alert names a stylesheet, which is not read")
	}
	d.checker.known(d.Found())
	d.checker.alert(a)
	vs := slices.Concat(d.Found(), d.checker.found())
	if vs.Err() != nil {
		return nil, vs
	}
	return a, vs
}

// byteOrderMark may stand before the UTF-8 of others; we write none.
var byteOrderMark = []byte("\xef\xbb\xbf")

// isAlert knows the root from other roots that are sent for it.
func (d *decoder) isAlert(n xml.Name) bool {
	switch {
	case n.Local == "alert" && n.Space == nsCAP:
		return true
	case n.Local == "alert" && earlier[n.Space] != "":
		d.Stop("cap-version", articleCAP, "this is an alert in %s, which is not read; ask the sender for CAP 1.2", earlier[n.Space])
	case n.Local == "alert":
		d.Stop("namespace", articleCAP, "alert is in the namespace %q; write %q", clip(n.Space), nsCAP)
	case wrappers[n.Local] != "":
		d.Stop("not-an-alert", articleCAP, "this is %s; send the alert inside it alone", wrappers[n.Local])
	default:
		d.Stop("not-an-alert", articleCAP, "this is a %s and no CAP alert; its root is alert in %q", clip(n.Local), nsCAP)
	}
	return false
}

// earlier are the namespaces of earlier versions.
var earlier = map[string]string{
	"urn:oasis:names:tc:emergency:cap:1.1": "CAP 1.1",
	"http://www.incident.com/cap/1.0":      "CAP 1.0",
}

// wrappers are roots that alerts are sent in.
var wrappers = map[string]string{
	"EDXLDistribution": "an EDXL distribution",
	"Envelope":         "a SOAP envelope",
	"alerts":           "a list of alerts",
	"feed":             "an Atom feed",
	"rss":              "an RSS feed",
}

// decodeGroup reads child elements in the order of the table, to the end of the
// open element.
func decodeGroup[T any](d *decoder, fields []field[T], x *T) {
	at := d.Place()
	counts := make([]int, len(fields))
	reached := 0
	for {
		switch t := d.Next().(type) {
		case nil:
			return
		case xml.EndElement:
			for i, f := range fields {
				if counts[i] < f.min {
					d.FaultAt(at.Child(f.name), "element-missing", articleCAP, f.name+" is missing; add it")
				}
			}
			d.Close()
			return
		case xml.CharData:
			if !xmlscan.Blank(t) {
				d.Fault("misplaced-text", articleCAP, "text %q stands between elements; remove it", clip(string(bytes.TrimSpace(t))))
			}
		case xml.StartElement:
			i := find(fields, t.Name)
			if i < 0 {
				d.unexpected(t.Name, slices.ContainsFunc(fields, func(f field[T]) bool { return f.name == t.Name.Local }))
				continue
			}
			f := fields[i]
			if counts[i]++; counts[i] > f.max {
				d.Fault("element-twice", articleCAP, "%s stands here more often than it may; leave %d", f.name, f.max)
				d.Skip()
				continue
			}
			if i < reached {
				d.Fault("element-order", articleCAP, "%s comes too late; it stands before %s", f.name, fields[reached].name)
			}
			reached = max(reached, i)
			if f.space == nsCAP {
				d.attributes(t)
			}
			f.read(d, x)
		}
	}
}

// unexpected passes over an element that the table has not.
func (d *decoder) unexpected(n xml.Name, known bool) {
	if known {
		d.Fault("namespace", articleCAP, "%s is in the namespace %q; write %q", clip(n.Local), clip(n.Space), nsCAP)
	} else {
		d.Fault("unknown-element", articleCAP, "%s has no place here; remove it or check its spelling", clip(n.Local))
	}
	d.Skip()
}

// attributes refuses them all: CAP has none.
func (d *decoder) attributes(t xml.StartElement) {
	for _, a := range t.Attr {
		switch {
		case a.Name.Space == "xmlns", a.Name.Space == "" && a.Name.Local == "xmlns":
		case a.Name.Space == nsXSI && (a.Name.Local == "schemaLocation" || a.Name.Local == "noNamespaceSchemaLocation"):
			// a hint for validators, allowed anywhere; nothing is fetched
		default:
			d.Fault("unknown-attribute", articleCAP, "CAP has no attribute %s; remove it", clip(a.Name.Local))
		}
	}
}

const nsXSI = "http://www.w3.org/2001/XMLSchema-instance"

// value is the text of the open element, to its end.
func (d *decoder) value() string {
	d.text = d.text[:0]
	for {
		switch t := d.Next().(type) {
		case nil:
			return ""
		case xml.CharData:
			d.text = append(d.text, t...)
		case xml.StartElement:
			d.Fault("unknown-element", articleCAP, "a value stands here and no element %s; remove it", clip(t.Name.Local))
			d.Skip()
		case xml.EndElement:
			d.Close()
			return string(d.text)
		}
	}
}

// mark notes the line of the open element for the rules.
func (d *decoder) mark() xmlscan.Place {
	at := d.Place()
	d.checker.lines[at.Path] = at.Line
	return at
}

// decodeValue reads the text of the open element in its form. What does not fit
// it is a fault and an empty value, so that the elements after it keep their
// numbers; what may be empty and is, is no value.
func decodeValue[V any](d *decoder, f form[V], optional bool) (v V, ok bool) {
	at := d.mark()
	s := d.value()
	if s == "" && f.mayBeEmpty && optional {
		d.checker.warn(at.Path, "empty", "the element says nothing and is passed over")
		return v, false
	}
	v, faults := f.parse(s)
	for _, x := range faults {
		d.FaultAt(at, x.code, articleCAP, x.text)
	}
	return v, true
}

// keepSignature keeps the bytes of an XML signature, whatever they are.
func keepSignature(d *decoder, a *Alert) {
	d.Name(numbered("Signature", len(a.Signatures)))
	d.mark()
	start, _ := d.Span()
	d.Skip()
	if d.Stopped() {
		return
	}
	_, end := d.Span()
	a.Signatures = append(a.Signatures, slices.Clone(d.input[start:end]))
}
