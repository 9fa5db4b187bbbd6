package irix

import (
	"encoding/xml"
	"reflect"
	"strings"
)

// element is one line of the table: what an element is called, what it may carry,
// and which Go type holds it. The decoder and the encoder go by it alone.
type element struct {
	space, name string
	article     string // of the Convention, for violations
	number      int    // its own in the table
	field       []int  // of the struct of the parent
	inner       []int  // the field with the value, of a struct that holds a value and attributes
	ruled       bool   // the Go type has rules of its own
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
	free                   // text with XHTML in it
	foreign                // kept byte for byte, whatever it holds
)

// attribute is one attribute of an element; none has a namespace.
type attribute struct {
	name     string
	required bool
	value    value
	fixed    string // the only value it can have, which then has no field
	field    []int
}

// part is one place in the order of child elements and how often it is filled.
// Several elements in one place are a choice. No element at all stands for any
// of another namespace.
type part struct {
	min, max int
	after    bool // only if the place before it is filled
	elements []*element
	any      *element
}

const unbounded = 1 << 30

// find is the element of the name that may stand in the place.
func (p part) find(name xml.Name, parent string) (*element, bool) {
	for _, e := range p.elements {
		if e.name == name.Local && e.space == name.Space {
			return e, true
		}
	}
	if p.any != nil && name.Space != "" && name.Space != parent && !strings.HasPrefix(name.Space, iaea) {
		return p.any, true
	}
	return nil, false
}

// find is the place and table of a child element. The place it has reached goes
// first, so that an extension point takes what no other place does.
func (e *element) find(name xml.Name, from int) (int, *element) {
	for i := range e.parts {
		j := (from + i) % len(e.parts)
		if c, ok := e.parts[j].find(name, e.space); ok && c != e.parts[j].any {
			return j, c
		}
	}
	for i := range e.parts {
		j := (from + i) % len(e.parts)
		if c, ok := e.parts[j].find(name, e.space); ok {
			return j, c
		}
	}
	return 0, nil
}

// String names what may stand in the place.
func (p part) String() string {
	if p.any != nil {
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

// slot is the place in the struct of the parent for one more child: it makes what
// is optional and makes a list longer.
func (e *element) slot(parent reflect.Value) reflect.Value {
	f := parent.FieldByIndex(e.field)
	switch {
	case f.Kind() == reflect.Pointer:
		f.Set(reflect.New(f.Type().Elem()))
		return f.Elem()
	case f.Kind() == reflect.Slice && !single(f.Type()):
		if f.Len() == f.Cap() {
			f.Grow(max(1, f.Len())) // doubled: of the small steps that append takes all would lie about
		}
		f.SetLen(f.Len() + 1)
		return f.Index(f.Len() - 1)
	}
	return f
}

// filled are the children that a struct has for an element. What is optional and
// has no pointer is there if it is not zero.
func (e *element) filled(parent reflect.Value, required bool) []reflect.Value {
	f := parent.FieldByIndex(e.field)
	switch {
	case f.Kind() == reflect.Pointer && f.IsNil():
		return nil
	case f.Kind() == reflect.Pointer:
		return []reflect.Value{f.Elem()}
	case f.Kind() == reflect.Slice && !single(f.Type()):
		vs := make([]reflect.Value, f.Len())
		for i := range vs {
			vs[i] = f.Index(i)
		}
		return vs
	case f.IsZero() && !required:
		return nil
	}
	return []reflect.Value{f}
}

// single reports whether a slice is one value: the bytes of a file.
func single(t reflect.Type) bool { return t == reflect.TypeFor[Object]() }
