package irix

import (
	"encoding/xml"
	"slices"
	"strings"

	"forthwith/schema/xmlscan"
)

// MaxText is how long one free text may be as XHTML, in bytes.
const MaxText = 256 << 10

// FreeText is text with XHTML in it. It is cleaned when it is read: elements and
// attributes that lay out text stay, tags of others go and leave their text, and
// what acts, embeds or hides goes with all it holds. Its zero value is no text.
type FreeText struct {
	// XHTML is what is written, with the prefix html for all its elements.
	XHTML string
	// Text is it as plain text: paragraphs, list items and table rows are lines,
	// other white space is one blank.
	Text string
}

// NewFreeText is plain text, each line a paragraph.
func NewFreeText(plain string) FreeText {
	var b strings.Builder
	for line := range strings.SplitSeq(plain, "\n") {
		if line = collapse(line); line != "" {
			b.WriteString("<html:p>")
			escape(&b, line)
			b.WriteString("</html:p>")
		}
	}
	return clean(b.String())
}

// clean reads what stands in a free text, as we write it: nothing of it is left if
// it is not well-formed.
func clean(xhtml string) FreeText {
	doc := []byte(`<html:div xmlns:html="` + nsXHTML + `">` + xhtml + `</html:div>`)
	r := &reader{Scanner: xmlscan.New(doc, format), b: doc}
	var f FreeText
	if _, ok := r.Root(); ok {
		r.freeText(&f, 0)
		r.Close()
	}
	if r.Rest(); len(r.Found()) > 0 {
		return FreeText{}
	}
	return f
}

// The elements of XHTML that stay.
var (
	blocks = strings.Fields("address blockquote br caption dd div dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre table tbody tfoot thead tr ul")
	inline = strings.Fields("a abbr acronym b big cite code col colgroup del dfn em i ins kbd q s samp small span strike strong sub sup td th tt u var")
	void   = strings.Fields("br hr col")
	// harmful are those that go with all they hold.
	harmful = strings.Fields("applet audio base button canvas embed form frame frameset head iframe img input link map math meta noframes noscript object param script select style svg template textarea title video")
	// harmless are the attributes that stay; href only if it leads to a page or a mailbox.
	harmless = strings.Fields("abbr align colspan dir headers href lang rowspan scope span title valign")
)

// cleaner writes a free text twice, as XHTML and plain.
type cleaner struct {
	xhtml strings.Builder
	plain strings.Builder
	gap   byte     // white space that the plain text is owed
	gone  []string // what was left out
	over  bool     // it is too long
}

// freeText reads FreeTextType, which asks for XHTML at its top and for nothing
// below.
func (r *reader) freeText(f *FreeText, line int) {
	var c cleaner
	r.mixed(&c, true)
	r.At(line)
	if c.over || c.xhtml.Len() > MaxText {
		r.Fault("too-long", "", "the text has more than %d bytes; enclose it as a file", MaxText)
		return
	}
	if len(c.gone) > 0 {
		r.warn("markup-removed", "", "%s: left out of the text, which keeps only what lays out text", xmlscan.Clip(strings.Join(c.gone, ", ")))
	}
	f.XHTML, f.Text = c.xhtml.String(), c.plain.String()
	if xmlscan.Blank([]byte(f.XHTML)) {
		f.XHTML = ""
	}
}

// mixed reads up to the end of the element.
func (r *reader) mixed(c *cleaner, top bool) {
	for {
		switch t := r.Next().(type) {
		case nil, xml.EndElement:
			return
		case xml.CharData:
			c.text(t)
		case xml.StartElement:
			if top && t.Name.Space != nsXHTML {
				r.Fault("namespace", articleIRIX, "%s is in the namespace %q; in free text write XHTML, %q", xmlscan.Clip(t.Name.Local), xmlscan.Clip(t.Name.Space), nsXHTML)
			}
			r.markup(c, t)
		}
	}
}

// markup reads one element of the text and closes it.
func (r *reader) markup(c *cleaner, t xml.StartElement) {
	name := t.Name.Local
	block := slices.Contains(blocks, name)
	switch {
	case t.Name.Space != nsXHTML, !block && !slices.Contains(inline, name) && !slices.Contains(harmful, name):
		c.leave(name)
		r.mixed(c, false)
		r.Close()
		return
	case slices.Contains(harmful, name):
		c.leave(name)
		r.Skip()
		return
	case block:
		c.owe('\n')
	case name == "td" || name == "th":
		c.owe(' ')
	}
	c.start(t)
	if slices.Contains(void, name) {
		c.xhtml.WriteString("/>")
		r.Skip()
		return
	}
	c.xhtml.WriteByte('>')
	r.mixed(c, false)
	r.Close()
	c.xhtml.WriteString("</html:" + name + ">")
	if block {
		c.owe('\n')
	}
}

// start writes a tag without its end, with the attributes that stay, in one order.
func (c *cleaner) start(t xml.StartElement) {
	c.xhtml.WriteString("<html:" + t.Name.Local)
	slices.SortFunc(t.Attr, func(a, b xml.Attr) int { return strings.Compare(a.Name.Local, b.Name.Local) })
	for _, a := range t.Attr {
		if _, ok := xmlscan.Declares(a.Name); ok {
			continue
		}
		if a.Name.Space != "" || !slices.Contains(harmless, a.Name.Local) || a.Name.Local == "href" && !leads(a.Value) {
			c.leave("@" + a.Name.Local)
			continue
		}
		c.xhtml.WriteString(" " + a.Name.Local + `="`)
		escape(&c.xhtml, a.Value)
		c.xhtml.WriteByte('"')
	}
}

// leads reports whether a link leads to a page or a mailbox.
func leads(href string) bool {
	for _, scheme := range []string{"http://", "https://", "mailto:"} {
		if len(href) > len(scheme) && strings.EqualFold(href[:len(scheme)], scheme) {
			return true
		}
	}
	return false
}

// leave notes what is left out, each once.
func (c *cleaner) leave(name string) {
	if len(c.gone) < 20 && !slices.Contains(c.gone, name) {
		c.gone = append(c.gone, name)
	}
}

func (c *cleaner) text(s []byte) {
	if c.over = c.over || c.xhtml.Len()+len(s) > MaxText; c.over {
		return // refused for it at the end
	}
	escape(&c.xhtml, string(s))
	for i := range s {
		if isSpace(rune(s[i])) {
			c.owe(' ')
			continue
		}
		if c.gap != 0 && c.plain.Len() > 0 {
			c.plain.WriteByte(c.gap)
		}
		c.gap = 0
		c.plain.WriteByte(s[i])
	}
}

// owe notes white space; a line's end counts for more than a blank.
func (c *cleaner) owe(gap byte) {
	if c.gap != '\n' {
		c.gap = gap
	}
}

// escape writes text so that it is the same text when it is read.
func escape(b *strings.Builder, s string) {
	for i := range len(s) {
		switch s[i] {
		case '&':
			b.WriteString("&amp;")
		case '<':
			b.WriteString("&lt;")
		case '>':
			b.WriteString("&gt;")
		case '"':
			b.WriteString("&quot;")
		case '\r':
			b.WriteString("&#13;")
		default:
			b.WriteByte(s[i])
		}
	}
}
