package text

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"forthwith/schema"
)

// Changes says in words, field by field, what changed from one message to the
// next: what is new, other, or no longer stated. An item that the next one leaves
// out is not repeated, which is no change; nor is a message that speaks of other
// things, as a withdrawal does.
func Changes(previous, next *schema.Message, language string) ([]string, error) {
	if previous == nil {
		return nil, errNoMessage
	}
	t, err := tell(next, Reader{Language: language, Previous: previous})
	if err != nil {
		return nil, err
	}
	return t.changes(previous, next), nil
}

func (t *telling) changes(previous, next *schema.Message) []string {
	if !alike(previous, next) {
		return nil
	}
	d := differ{voice: t.voice}
	d.compare(told(t.catalogue, previous), told(t.catalogue, next))
	return d.found
}

// states are the kinds that say how things stand.
var states = []schema.Kind{schema.KindNotification, schema.KindInformation, schema.KindCorrection, schema.KindMeasurement, schema.KindMeasures}

// alike reports whether two messages speak of the same things.
func alike(a, b *schema.Message) bool {
	return a.Header.Kind == b.Header.Kind || slices.Contains(states, a.Header.Kind) && slices.Contains(states, b.Header.Kind)
}

// entry is a value or a list of a document, and what it is called.
type entry struct {
	path    string
	section key      // the item it belongs to
	trail   []string // the groups and elements between, in words
	node    *node
}

// told are the entries of what a message says; a correction says what it carries.
func told(c *catalogue, m *schema.Message) []entry {
	w := walker{keys: c}
	var body []*node
	for _, n := range w.group(reflect.ValueOf(m.Body).Elem(), "") {
		if n.path == "" && n.flat { // of a correction
			body = append(body, n.kids...)
			continue
		}
		body = append(body, n)
	}
	for _, n := range w.group(reflect.ValueOf(m.Header), "/header") {
		if isAttachments(n) {
			body = append(body, n)
		}
	}
	var out []entry
	for _, n := range body {
		out = append(out, entries(&voice{catalogue: c, zone: time.UTC}, n, entry{section: n.label}, 0)...)
	}
	return out
}

func isAttachments(n *node) bool { return n.path == paths["Header.attachments"] }

// entries are those of a node.
func entries(v *voice, n *node, in entry, depth int) []entry {
	e := entry{n.path, in.section, in.trail, n}
	if n.value == absent(keyNotRepeated) || n.same {
		return nil
	}
	if n.list || n.value != nil && len(n.kids) == 0 {
		return []entry{e}
	}
	if depth > 0 && n.label != "" {
		e.trail = append(slices.Clone(in.trail), v.text(n.label))
	}
	var out []entry
	for _, kid := range n.kids {
		out = append(out, entries(v, kid, e, depth+1)...)
	}
	return out
}

// differ holds entries against each other.
type differ struct {
	*voice
	found []string
}

func (d *differ) compare(was, is []entry) {
	for i, e := range is {
		if first := slices.IndexFunc(is, func(o entry) bool { return o.path == e.path }); first < i {
			continue // of a correction that carries more than it may
		}
		old := lookup(was, e.path)
		switch {
		case old == nil:
			d.added(e)
		case e.node.list && old.node.list:
			d.lists(e, old.node.kids, e.node.kids)
		case e.node.list: // which was not yet available
			d.added(e)
		case old.node.list:
			d.removed(*old)
		case !reflect.DeepEqual(plainly(old.node.value), plainly(e.node.value)):
			d.changed(e, old.node.value)
		}
	}
	for _, e := range was {
		if lookup(is, e.path) == nil && stillTold(is, e.path) {
			d.removed(e)
		}
	}
}

// plainly is a value without the type that it was read from: the same code is the
// same in every kind of message.
func plainly(x value) value {
	switch x := x.(type) {
	case code:
		return code{field: x.field, raw: x.raw}
	case list:
		out := make(list, len(x))
		for i := range x {
			out[i] = plainly(x[i])
		}
		return out
	}
	return x
}

func lookup(es []entry, path string) *entry {
	i := slices.IndexFunc(es, func(e entry) bool { return e.path == path })
	if i < 0 {
		return nil
	}
	return &es[i]
}

// stillTold reports whether the item that path is part of is told of at all; what
// is alone an item is not repeated where it is left out.
func stillTold(es []entry, path string) bool {
	section, _, part := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return part && slices.ContainsFunc(es, func(e entry) bool { return strings.HasPrefix(e.path, "/"+section+"/") })
}

// lists matches elements: those that are the same, then those of one name in their
// order.
func (d *differ) lists(e entry, was, is []*node) {
	olds, news := d.elements(was), d.elements(is)
	pairs := make([]*element, len(is))
	for _, same := range []func(o, n *element) bool{
		func(o, n *element) bool { return o.name == n.name && o.all == n.all },
		func(o, n *element) bool { return o.name == n.name },
	} {
		for i := range news {
			j := slices.IndexFunc(olds, func(o element) bool { return !o.paired && pairs[i] == nil && same(&o, &news[i]) })
			if j >= 0 {
				pairs[i], olds[j].paired = &olds[j], true
			}
		}
	}
	for i, n := range news {
		in := entry{section: e.section, trail: append(slices.Clone(e.trail), d.called(n, i, e.node)), node: n.node}
		if pairs[i] == nil {
			d.added(in)
			continue
		}
		d.compare(d.within(pairs[i].node, in), d.within(n.node, in))
	}
	for i, o := range olds {
		if !o.paired {
			d.removed(entry{section: e.section, trail: append(slices.Clone(e.trail), d.called(o, i, e.node)), node: o.node})
		}
	}
}

// element is one of a list, with what tells it apart and with all that it says.
type element struct {
	node      *node
	name, all string
	paired    bool
}

func (d *differ) elements(ns []*node) []element {
	var out []element
	for _, n := range ns {
		e := element{node: n, name: d.name(n)}
		for _, r := range d.node(n, 0) {
			e.all += r.label + "\n" + r.text + "\n"
		}
		out = append(out, e)
	}
	return out
}

// within are the entries of an element, by their path below it.
func (d *differ) within(element *node, in entry) []entry {
	var out []entry
	for _, kid := range element.kids {
		for _, e := range entries(d.voice, kid, in, 1) {
			e.path = strings.TrimPrefix(e.path, element.path) + "/" // never an item
			out = append(out, e)
		}
	}
	return out
}

// name is what tells an element from others of its list.
func (d *differ) name(n *node) string {
	var parts []string
	for _, kid := range n.kids {
		if names(n, kid) {
			parts = append(parts, d.inline(kid))
		}
	}
	return strings.Join(parts, d.join())
}

// called is the name of an element for a person.
func (d *differ) called(e element, i int, in *node) string {
	if k := numbered[e.node.typ]; k != "" {
		return d.text(k, "n", number(i+1).words(d.voice))
	}
	if e.name != "" {
		return e.name
	}
	return d.text(in.label)
}

// what names an entry: by the groups and elements it is in, or by its item if it
// is in none.
func (d *differ) what(e entry) string {
	parts := slices.Clone(e.trail)
	if len(parts) == 0 && e.section != "" && e.section != e.node.label {
		parts = append(parts, d.text(e.section))
	}
	if e.node.label != "" {
		parts = append(parts, d.text(e.node.label))
	}
	return capital(strings.Join(parts, d.text(keyComma)+d.space()))
}

func (d *differ) changed(e entry, old value) {
	was, is := d.all(&node{value: old}), d.all(&node{value: e.node.value})
	if _, long := e.node.value.(passage); long || was == is {
		d.found = append(d.found, d.text(keyDetail, "what", d.what(e)))
		return
	}
	if short, ok := d.sameUnit(old, e.node.value); ok {
		was = short
	}
	d.found = append(d.found, d.text(keyChanged, "what", d.what(e), "old", was, "new", is))
}

// sameUnit is the old number without what the new one says as well.
func (d *differ) sameUnit(old, now value) (string, bool) {
	switch o := old.(type) {
	case bearing:
		_, ok := now.(bearing)
		return amount(o).words(d.voice), ok
	case amount:
		n, ok := now.(amount)
		return d.number(o.Value), ok && o.Unit == n.Unit && o.Value != 0 && o.Qualifier == "" && n.Qualifier == "" && o.Uncertainty == nil && n.Uncertainty == nil
	}
	return "", false
}

func (d *differ) added(e entry) {
	if e.node.list {
		d.lists(e, nil, e.node.kids)
		return
	}
	d.found = append(d.found, d.text(keyAdded, "what", d.what(e), "new", d.all(e.node)))
}

func (d *differ) removed(e entry) {
	if _, never := e.node.value.(absent); never {
		return
	}
	if e.node.list {
		d.lists(e, e.node.kids, nil)
		return
	}
	d.found = append(d.found, d.text(keyRemoved, "what", d.what(e), "old", d.all(e.node)))
}

// all is what a node says, on one line; what names it is said already.
func (d *differ) all(n *node) string {
	rest := &node{typ: n.typ, value: n.value, path: n.path}
	for _, kid := range n.kids {
		if !names(n, kid) {
			rest.kids = append(rest.kids, kid)
		}
	}
	if m, ok := n.value.(moment); ok {
		return m.brief(d.voice)
	}
	var parts []string
	heading := ""
	for _, r := range d.node(rest, 0) {
		s := strings.TrimPrefix(r.text, "- ")
		if r.quoted {
			s = d.excerpt(passage(s))
		}
		if r.label != "" {
			s = strings.TrimSpace(d.pair(r.label, s))
		}
		if r.text == "" { // a heading of what follows
			heading = s + d.space()
			continue
		}
		parts = append(parts, heading+s)
		heading = ""
	}
	return strings.Join(parts, d.join())
}

// names reports whether kid is what tells n from others of its list.
func names(n, kid *node) bool {
	return slices.Contains(identities[n.typ], kid.path[strings.LastIndex(kid.path, "/")+1:])
}

// excerpt is the beginning of free text, in quotation marks.
func (d *differ) excerpt(p passage) string {
	const most = 120
	r := []rune(cleanLine(string(p)))
	if len(r) > most {
		r = append(r[:most:most], []rune("...")...)
	}
	return phrase(r).words(d.voice)
}
