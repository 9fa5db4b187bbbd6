package text

import (
	"fmt"
	"reflect"
	"strings"

	"forthwith/schema"
)

// node is one thing a document says: a value, or a group or list of more.
type node struct {
	label key    // "" where the value says what it is
	path  string // the same for the same thing in every kind of message
	typ   string // of a group or of the elements of a list
	value value
	kids  []*node
	list  bool // kids are the elements of a list
	keep  bool // never left out of a page
	same  bool // differs in every message, which is no change
	flat  bool // told as if the kids were the parent's
}

// walker reads a document into nodes. The keys are the same in every language, so
// that any catalogue will do to look for labels.
type walker struct {
	keys   *catalogue
	spoken bool
}

// group is the nodes of a struct.
func (w walker) group(v reflect.Value, path string) []*node {
	var out []*node
	for _, f := range fieldsOf(v.Type()) {
		if n := w.field(f, v, path); n != nil {
			out = append(out, n)
		}
	}
	return out
}

// field is the node of one field; nil if it says nothing.
func (w walker) field(f field, parent reflect.Value, path string) *node {
	n := &node{label: f.label(w.keys), path: path + "/" + f.name, keep: kept[f.id()], flat: flat[f.id()], same: unremarkable[f.id()]}
	if p, elsewhere := paths[f.id()]; elsewhere {
		n.path = p
	}
	v := parent.Field(f.index)
	if w.spoken && unspoken[f.id()] {
		return nil
	}
	if !given(f, v) {
		why, told := untold[f.id()]
		if !told || f.id() == "Notification.location" && located(parent) {
			return nil
		}
		n.value, n.flat = absent(why), false
		return n
	}
	v = reflect.Indirect(v)
	if n.value = w.leaf(f, v, parent); n.value != nil {
		return n
	}
	n.typ = typeName(v.Type())
	switch {
	case n.typ == "Item":
		w.item(n, v)
	case f.id() == "Notification.weather": // as in information, which has several
		n.list, n.kids = true, []*node{w.element(n, v, 0)}
	case v.Kind() == reflect.Struct:
		n.kids = w.group(v, n.path)
	case v.Kind() == reflect.Slice:
		n.list, n.typ = true, typeName(v.Type().Elem())
		for i := range v.Len() {
			n.kids = append(n.kids, w.element(n, v.Index(i), i))
		}
	}
	if len(n.kids) == 0 && n.value == nil {
		return nil
	}
	return n
}

// given reports whether the field has something to say.
func given(f field, v reflect.Value) bool {
	if f.id() == "Location.longitude" {
		return false // with the latitude
	}
	return !v.IsZero() || v.Kind() == reflect.Struct && !strings.Contains(f.tag.Get("json"), "omit")
}

// located reports whether a notification says by its facility where it is.
func located(notification reflect.Value) bool {
	n, ok := notification.Interface().(schema.Notification)
	return ok && n.Facility != nil && n.Facility.Location != nil
}

// element is one of a list.
func (w walker) element(of *node, v reflect.Value, i int) *node {
	path := fmt.Sprintf("%s/%d", of.path, i)
	return &node{path: path, typ: of.typ, kids: w.group(v, path)}
}

// item is an item of Art. 5.1, which may say that it has no details.
func (w walker) item(n *node, v reflect.Value) {
	availability, _ := v.FieldByName("Availability").Interface().(schema.Availability)
	if availability != schema.Provided {
		n.value = code{"Item", "availability", string(availability)}
	}
	for _, f := range fieldsOf(v.Type()) {
		if kid := w.field(f, v, n.path); kid != nil {
			n.kids = append(n.kids, kid)
		}
	}
	if details := v.FieldByName("Details"); !details.IsNil() {
		n.kids = append(n.kids, w.group(details.Elem(), n.path)...)
	}
	if len(n.kids) == 0 && n.value == nil {
		n.value = code{"Item", "availability", string(availability)}
	}
}

// leaf is the value of a field that has no fields of its own; nil for others.
func (w walker) leaf(f field, v, parent reflect.Value) value {
	switch x := v.Interface().(type) {
	case schema.Quantity:
		if strings.Contains(f.tag.Get("validate"), "quantity=angle") && !strings.HasSuffix(f.name, "Fluctuation") {
			return bearing(x)
		}
		return amount(x)
	case schema.Time:
		return moment{x.Std(), string(x)}
	case schema.Instant:
		return moment{x.Std(), string(x)}
	case schema.Occurred:
		return occurred(x)
	case schema.Circle:
		return circle(x)
	case schema.Sector:
		return sector(x)
	case []schema.Point:
		return corners(x)
	case schema.Nuclide:
		return nuclide(x)
	case schema.Party:
		return place(x)
	case schema.Parties:
		return parties(x)
	case schema.MessageID, schema.ReportUUID, schema.EventID, schema.ExerciseID, schema.Digest:
		return ident(v.String())
	case []byte:
		return size(len(x))
	case float64:
		return w.position(parent)
	}
	return w.plain(f, v)
}

// plain is the value of a field of a plain type.
func (w walker) plain(f field, v reflect.Value) value {
	switch v.Kind() {
	case reflect.Int64:
		return size(v.Int())
	case reflect.Int:
		return number(v.Int())
	case reflect.String:
		return w.words(f, v.String())
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.String {
			return nil
		}
		var l list
		for i := range v.Len() {
			l = append(l, w.words(f, v.Index(i).String()))
		}
		return l
	}
	return nil
}

func (w walker) words(f field, s string) value {
	c := code{f.typ, f.name, s}
	_, known := c.key(w.keys)
	switch {
	case f.closed(), inWords[f.id()] && known:
		return c
	case f.name == "language":
		return tongue(s)
	case f.name == "website", f.name == "phone", f.name == "mediaType":
		return ident(s)
	case f.long():
		return passage(s)
	}
	return phrase(s)
}

func (walker) position(location reflect.Value) value {
	l, ok := location.Interface().(schema.Location)
	if !ok || l.Latitude == nil || l.Longitude == nil {
		return nil
	}
	return position{*l.Latitude, *l.Longitude}
}

// parties are named while they are few.
func parties(ps []schema.Party) list {
	var l list
	for _, p := range ps {
		if len(ps) > 3 {
			l = append(l, ident(p))
			continue
		}
		l = append(l, place(p))
	}
	return l
}
