package irix

import (
	"reflect"
	"strconv"
	"strings"
)

// The namespaces of IRIX 1.0 and those that may stand inside a report.
const (
	nsReport = "http://www.iaea.org/2012/IRIX/Format"
	nsBase   = nsReport + "/Base"
	nsID     = nsReport + "/Identification"

	// iaea begins all of them, and the wrong ones that some exporters write:
	// an extension has a namespace of its own.
	iaea = "http://www.iaea.org/2012/IRIX"

	nsXHTML  = "http://www.w3.org/1999/xhtml"
	nsXSI    = "http://www.w3.org/2001/XMLSchema-instance"
	nsSig    = "http://www.w3.org/2000/09/xmldsig#"
	nsSOAP11 = "http://schemas.xmlsoap.org/soap/envelope/"
	nsSOAP12 = "http://www.w3.org/2003/05/soap-envelope"
)

// prefixes are those that we write and that the tags of the Go types use.
var prefixes = []Space{
	{Prefix: "irix", URI: nsReport},
	{Prefix: "base", URI: nsBase},
	{Prefix: "id", URI: nsID},
	{Prefix: "event", URI: nsReport + "/EventInformation"},
	{Prefix: "release", URI: nsReport + "/ReleaseInformation"},
	{Prefix: "meteo", URI: nsReport + "/Meteorology"},
	{Prefix: "cons", URI: nsReport + "/ConsequenceInformation"},
	{Prefix: "resp", URI: nsReport + "/ResponseActions"},
	{Prefix: "meas", URI: nsReport + "/Measurements"},
	{Prefix: "medical", URI: nsReport + "/MedicalInformation"},
	{Prefix: "media", URI: nsReport + "/MediaInformation"},
	{Prefix: "loc", URI: nsReport + "/Locations"},
	{Prefix: "req", URI: nsReport + "/Requests"},
	{Prefix: "annex", URI: nsReport + "/Annexes"},
	{Prefix: "ds", URI: nsSig},
	{Prefix: "html", URI: nsXHTML},
}

func spaceOf(prefix string) string {
	for _, p := range prefixes {
		if p.Prefix == prefix {
			return p.URI
		}
	}
	return ""
}

func prefixOf(space string) string {
	for _, p := range prefixes {
		if p.URI == space {
			return p.Prefix
		}
	}
	return ""
}

// report is the table: every element in the order and as often as the XSDs of
// 2013-03-31 have it. It is made from the Go types of the sections and the tags
// of their fields, in the order of the fields:
//
//	irix:""            a child element called as the field, once, in the
//	                   namespace of its parent
//	irix:"loc:Height"  in another namespace, of another name
//	irix:"?"           at most once;  "*" any number;  "+" at least once;
//	                   "*2" at most twice
//	irix:"|?"          in the place of the field before it: a choice
//	irix:"&?"          only after the field before it
//	irix:"@" "@?"      an attribute, required or not
//	irix:"."           the value of an element that has attributes
//	irix:"any"         elements of another namespace, any number
//	irix:",Unit=Bq"    with an attribute of a fixed value; "Unit?=" not required
//	irix:",255"        at most 255 characters
//	art:"Art. 2(a)"    what to cite
var report, elements = func() (*element, int) {
	b := &builder{}
	e := b.element(nsReport, "Report", reflect.TypeFor[Report]())
	e.attributes = []attribute{{name: "version", required: true, fixed: "1.0",
		value: value{code: "irix-version", wanted: "1.0, the only version that is read", ok: among([]string{"1.0"})}}}
	return e, b.n
}()

// builder makes the table.
type builder struct{ n int }

func (b *builder) element(space, name string, t reflect.Type) *element {
	e := &element{space: space, name: name, number: b.n}
	b.n++
	_, e.ruled = reflect.New(t).Interface().(ruled)
	switch {
	case t == reflect.TypeFor[FreeText]():
		e.content = free
	case t == reflect.TypeFor[Raw]():
		e.content = foreign
	case t.Kind() == reflect.Struct:
		b.fields(e, t, nil)
	default:
		e.content, e.value = text, valueOf(t)
	}
	return e
}

// fields takes the fields of a struct for the content of an element.
func (b *builder) fields(e *element, t reflect.Type, outer []int) {
	for i := range t.NumField() {
		f := t.Field(i)
		at := append(append([]int{}, outer...), i)
		tag, ok := f.Tag.Lookup("irix")
		switch {
		case f.Anonymous:
			b.fields(e, f.Type, at)
			continue
		case !ok:
			continue // of our own making
		}
		tag, options, _ := strings.Cut(tag, ",")
		v := valueOf(f.Type)
		if options == "255" {
			v = shortText
		}
		switch {
		case tag == ".":
			e.content, e.value, e.inner = text, v, at
		case tag == "any":
			x := &element{name: f.Name, content: foreign, field: at, number: b.n}
			b.n++
			e.parts = append(e.parts, part{max: unbounded, any: x})
		case strings.HasPrefix(tag, "@"):
			name, min, _ := cardinality(tag[1:], f.Name)
			e.attributes = append(e.attributes, attribute{name: name, required: min == 1, value: v, field: at})
		default:
			b.child(e, f, at)
		}
	}
}

// child is one field as a child element.
func (b *builder) child(e *element, f reflect.StructField, at []int) {
	tag, options, _ := strings.Cut(f.Tag.Get("irix"), ",")
	tag, choice := strings.CutPrefix(tag, "|")
	tag, after := strings.CutPrefix(tag, "&")
	space := e.space
	if prefix, rest, ok := strings.Cut(tag, ":"); ok {
		space, tag = spaceOf(prefix), rest
	}
	name, least, most := cardinality(tag, f.Name)
	t := f.Type
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && !single(t) {
		t = t.Elem()
	}
	c := b.element(space, name, t)
	c.field, c.article = at, f.Tag.Get("art")
	if options == "255" {
		c.value = shortText
	} else if name, fix, ok := strings.Cut(options, "="); ok {
		name, optional := strings.CutSuffix(name, "?")
		c.attributes = append(c.attributes, attribute{name: name, required: !optional, value: fixed(fix), fixed: fix})
	}
	if choice {
		p := &e.parts[len(e.parts)-1]
		p.elements = append(p.elements, c)
		return
	}
	e.parts = append(e.parts, part{min: least, max: most, after: after, elements: []*element{c}})
}

// cardinality takes the sign of how often from the end of a tag.
func cardinality(tag, field string) (name string, least, most int) {
	least, most = 1, 1
	name, n, many := strings.Cut(tag, "*")
	switch {
	case many && n != "":
		least = 0
		most, _ = strconv.Atoi(n)
	case many:
		least, most = 0, unbounded
	case strings.HasSuffix(name, "+"):
		name, most = name[:len(name)-1], unbounded
	case strings.HasSuffix(name, "?"):
		name, least = name[:len(name)-1], 0
	}
	if name == "" {
		name = field
	}
	return name, least, most
}
