package irix

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

const articleIRIX = "IRIX 1.0"

// reader fills a report from the tokens of a scanner, by the table.
type reader struct {
	*xmlscan.Scanner
	b      []byte
	lines  []int             // of the first of each element of the table, by its number
	notes  schema.Violations // warnings: they do not end the reading
	report *Report
	// The places that refer to others, and to which.
	refs     []reference
	referred map[LocationID]bool
}

// element reads the element that start began, to its end, into v.
func (r *reader) element(e *element, start xml.StartElement, v reflect.Value) {
	line, faults := r.Line(), len(r.Found())
	from, _ := r.Span()
	if r.lines[e.number] == 0 {
		r.lines[e.number] = line
	}
	r.attributes(e, start, v)
	switch e.content {
	case parts:
		r.parts(e, v, line)
	case text:
		if e.inner != nil {
			r.text(e, v.FieldByIndex(e.inner), line)
		} else {
			r.text(e, v, line)
		}
	case free:
		r.freeText(v.Addr().Interface().(*FreeText), line)
	case foreign:
		r.Skip()
		r.keep(v.Addr().Interface().(*Raw), from)
		return
	}
	good := !r.Stopped() && faults == len(r.Found())
	if good && e.ruled {
		r.At(line)
		v.Addr().Interface().(ruled).rules(r)
	}
	r.Close()
	if good && r.Depth() == r.report.depth {
		_, till := r.Span()
		r.report.sections = append(r.report.sections, section{e.name, r.b[from:till], slices.Clone(r.Scope())})
	}
}

func (r *reader) attributes(e *element, start xml.StartElement, v reflect.Value) {
	if e.content == foreign {
		return
	}
	var seen uint
	for _, a := range start.Attr {
		if _, ok := xmlscan.Declares(a.Name); ok || a.Name.Space == nsXSI && (a.Name.Local == "schemaLocation" || a.Name.Local == "noNamespaceSchemaLocation") {
			continue // the latter are hints for validators, allowed anywhere; nothing is fetched
		}
		i := e.attribute(a.Name)
		if i < 0 {
			r.Fault("unknown-attribute", e.article, "%s has no attribute %s; remove it or check its spelling", e.name, xmlscan.Clip(a.Name.Local))
			continue
		}
		seen |= 1 << i
		x, given := &e.attributes[i], collapse(a.Value)
		if !x.value.ok(given) {
			r.Fault(x.value.code, e.article, "the attribute %s is %q; write %s", x.name, xmlscan.Clip(given), x.value.wanted)
			continue
		}
		if x.field != nil {
			v.FieldByIndex(x.field).SetString(given)
			r.odd(x.value, given)
		}
	}
	for i, x := range e.attributes {
		if x.required && seen&(1<<i) == 0 {
			r.Fault("attribute-missing", e.article, "the attribute %s is missing; write %s", x.name, x.value.wanted)
		}
	}
}

func (e *element) attribute(n xml.Name) int {
	for i := range e.attributes {
		if n.Space == "" && n.Local == e.attributes[i].name {
			return i
		}
	}
	return -1
}

// parts reads child elements in the order of the table.
func (r *reader) parts(e *element, v reflect.Value, line int) {
	var few [8]int
	counts, place := append(few[:0], make([]int, len(e.parts))...), 0
	for {
		switch t := r.Next().(type) {
		case nil:
			return
		case xml.EndElement:
			for i, p := range e.parts {
				if counts[i] < p.min {
					r.missing(e, p, line)
				}
				if p.after && counts[i] > 0 && counts[i-1] == 0 {
					r.missing(e, e.parts[i-1], line)
				}
			}
			return
		case xml.CharData:
			if !xmlscan.Blank(t) {
				r.Fault("misplaced-text", articleIRIX, "text %q stands between the elements of %s; remove it", xmlscan.Clip(collapse(string(t))), e.name)
			}
		case xml.StartElement:
			i, child := e.find(t.Name, place)
			if child == nil {
				r.unexpected(e, t.Name)
				r.Skip()
				continue
			}
			if counts[i] == e.parts[i].max {
				r.Fault("element-twice", articleIRIX, "%s stands here more often than it may; leave %s", e.parts[i], times(e.parts[i].max))
				r.Skip()
				continue
			}
			if i < place {
				r.Fault("element-order", articleIRIX, "%s comes too late; it stands before %s", xmlscan.Clip(t.Name.Local), e.parts[place])
			}
			place = max(place, i)
			counts[i]++
			r.element(child, t, child.slot(v))
		}
	}
}

func times(n int) string {
	if n == 1 {
		return "one"
	}
	return fmt.Sprintf("at most %d", n)
}

func (r *reader) missing(e *element, p part, line int) {
	article := articleIRIX
	if a := p.elements[0].article; a != "" {
		article = a
	}
	at := r.Place().Child(p.elements[0].name)
	at.Line = line
	r.FaultAt(at, "element-missing", article, fmt.Sprintf("%s is missing from %s; add it", p, e.name))
}

// unexpected says of an element that its table has not what is wrong with it.
func (r *reader) unexpected(e *element, name xml.Name) {
	for _, p := range e.parts {
		for _, c := range p.elements {
			if c.name == name.Local && c.space != name.Space {
				r.Fault("namespace", articleIRIX, "%s is in the namespace %q; write %q", name.Local, xmlscan.Clip(name.Space), c.space)
				return
			}
		}
	}
	r.Fault("unknown-element", articleIRIX, "%s has no element %s; remove it or check its spelling", e.name, xmlscan.Clip(name.Local))
}

// text reads a value.
func (r *reader) text(e *element, v reflect.Value, line int) {
	var whole []byte
	given := ""
	for pieces := 0; ; {
		switch t := r.Next().(type) {
		case nil:
			return
		case xml.CharData:
			switch pieces++; pieces {
			case 1:
				given = string(t)
			case 2:
				whole = append([]byte(given), t...)
			default:
				whole = append(whole, t...)
			}
		case xml.StartElement:
			r.Fault("unknown-element", articleIRIX, "%s holds a value and no element %s; remove it", e.name, xmlscan.Clip(t.Name.Local))
			r.Skip()
		case xml.EndElement:
			if pieces > 1 {
				given = string(whole)
			}
			r.At(line)
			r.value(e, v, given)
			return
		}
	}
}

// value puts a value into its field.
func (r *reader) value(e *element, v reflect.Value, given string) {
	wrong := func() {
		article := articleIRIX
		if e.article != "" {
			article = e.article
		}
		r.Fault(e.value.code, article, "%q does not fit; write %s", xmlscan.Clip(given), e.value.wanted)
	}
	if single(v.Type()) {
		b, err := base64.StdEncoding.Strict().DecodeString(strings.Map(without, given))
		if err != nil {
			wrong()
		}
		v.SetBytes(b)
		return
	}
	if given = collapse(given); !e.value.ok(given) {
		wrong()
		return
	}
	if v.Kind() == reflect.Int64 {
		n, _ := strconv.ParseInt(given, 10, 64) // the table has checked it
		v.SetInt(n)
		return
	}
	if e.value.fold != nil {
		given = e.value.fold(given)
	}
	v.SetString(given)
	r.odd(e.value, given)
}

// odd applies a rule of our own to a value that the XSDs let through.
func (r *reader) odd(x value, given string) {
	if x.odd == nil {
		return
	}
	switch f := x.odd(given); {
	case f.code == "":
	case f.severity == schema.SeverityError:
		r.Fault(f.code, "", "%s", f.text)
	default:
		r.warn(f.code, "", "%s", f.text)
	}
}

// warn says what is odd at the place of the last token.
func (r *reader) warn(code, article, format string, a ...any) {
	r.warnAt(r.Place(), code, article, fmt.Sprintf(format, a...))
}

// warnAt is warn for an earlier place. The last warning says that there are more.
func (r *reader) warnAt(p xmlscan.Place, code, article, text string) {
	switch n := len(r.notes); {
	case n >= xmlscan.MaxFaults:
		return
	case n == xmlscan.MaxFaults-1:
		code, article, text = "too-many-faults", "", "there is more to say of the report; the list ends here"
	}
	r.notes = append(r.notes, schema.Violation{Code: code, Pointer: p.String(), Article: article, Severity: schema.SeverityWarning, Text: text})
}

// without leaves out the white space of base64.
func without(c rune) rune {
	if isSpace(c) {
		return -1
	}
	return c
}
