package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// row is one thing that is told, in words.
type row struct {
	label  string
	text   string
	quoted bool // free text of some length
	indent int
	gap    bool // something else begins here
	keep   bool // never left out of a page
}

// rows tells nodes, one row for each that is more than a part of a line.
func (v *voice) rows(ns []*node, indent int) []row {
	var out []row
	for _, n := range ns {
		rows := v.node(n, indent)
		if n.typ == "Item" && n.value == nil {
			rows = apart(rows)
		}
		out = append(out, rows...)
	}
	return out
}

// apart sets rows off from what stands before them.
func apart(rows []row) []row {
	if len(rows) > 0 {
		rows[0].gap = true
	}
	return rows
}

func (v *voice) node(n *node, indent int) []row {
	r := row{label: v.label(n), indent: indent, keep: n.keep}
	if p, long := n.value.(passage); long {
		r.text, r.quoted = p.words(v), true
		return []row{r}
	}
	if n.flat {
		return v.rows(n.kids, indent)
	}
	if n.list {
		return v.list(n, r)
	}
	r.text = v.inline(n)
	return append(v.headed(r), v.rows(others(n), indent+1)...)
}

// headed is the row, if it says anything.
func (v *voice) headed(r row) []row {
	if r.label == "" && r.text == "" {
		return nil
	}
	return []row{r}
}

// list tells the elements of a list: on one line if they are few words, below a
// heading otherwise.
func (v *voice) list(n *node, r row) []row {
	if compact[n.typ] {
		r.text = v.together(n)
		return []row{r}
	}
	if len(n.kids) == 1 && numbered[n.typ] == "" {
		r.text = v.inline(n.kids[0])
		return append([]row{r}, v.rows(others(n.kids[0]), r.indent+1)...)
	}
	out := v.headed(r)
	for i, e := range n.kids {
		one := row{text: v.inline(e), indent: r.indent + 1}
		if k := numbered[n.typ]; k != "" {
			one.label = capital(v.text(k, "n", number(i+1).words(v)))
		} else if !v.spoken {
			one.text = "- " + one.text
		}
		out = append(append(out, one), v.rows(others(e), r.indent+2)...)
	}
	return out
}

// said is what is in words already.
type said string

func (s said) words(*voice) string { return string(s) }

// together are the elements of a compact list on one line.
func (v *voice) together(n *node) string {
	var l list
	for _, e := range n.kids {
		l = append(l, said(v.parts(e, v.text(keyComma)+v.space())))
	}
	return l.words(v)
}

// inline is what of n stands on its own line.
func (v *voice) inline(n *node) string { return v.parts(n, v.join()) }

func (v *voice) parts(n *node, between string) string {
	var parts []string
	if n.value != nil {
		parts = append(parts, v.isolate(n.value.words(v)))
	}
	for _, kid := range n.kids {
		if n.typ == "Item" || !short(kid) {
			continue
		}
		words := v.brief(kid)
		if kid.label != "" {
			words = v.pair(v.text(kid.label), words)
		}
		parts = append(parts, v.isolate(words))
	}
	return strings.Join(parts, between)
}

// brief is a node as a part of a line.
func (v *voice) brief(n *node) string {
	if n.list { // of areas and the like
		return v.together(n)
	}
	if m, ok := n.value.(moment); ok {
		return m.brief(v)
	}
	return v.inline(n)
}

// short reports whether n can be told within a line.
func short(n *node) bool {
	if _, long := n.value.(passage); long {
		return false
	}
	return (!n.list || compact[n.typ]) && len(others(n)) == 0
}

// others are what of n has lines of its own.
func others(n *node) []*node {
	if n.list {
		return nil
	}
	var out []*node
	for _, kid := range n.kids {
		if n.typ == "Item" || !short(kid) {
			out = append(out, kid)
		}
	}
	return out
}

func (v *voice) label(n *node) string {
	if n.label == "" {
		return ""
	}
	return capital(v.text(n.label))
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
