package irix

import (
	"encoding/xml"
	"strings"

	"forthwith/schema/xmlscan"
)

// freeText reads FreeTextType, text with XHTML in it, as plain text: paragraphs,
// list items and the like become lines, white space is one blank, scripts and
// styles are dropped, no markup is kept.
func (s *scanner) freeText() string {
	var b strings.Builder
	s.flatten(&b, true)
	var lines []string
	for l := range strings.Lines(b.String()) {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// flatten writes the text up to the end of the element. At the top, and only
// there, the schema asks for XHTML.
func (s *scanner) flatten(b *strings.Builder, top bool) {
	for {
		switch t := s.Next().(type) {
		case nil, xml.EndElement:
			return
		case xml.CharData:
			b.WriteString(strings.Map(blank, string(t)))
		case xml.StartElement:
			if top && t.Name.Space != nsXHTML {
				s.Fault("namespace", articleIRIX, "%s is in the namespace %q; in free text write XHTML, %q", xmlscan.Clip(t.Name.Local), xmlscan.Clip(t.Name.Space), nsXHTML)
			}
			s.markup(b, t.Name.Local)
			s.Close()
		}
	}
}

func (s *scanner) markup(b *strings.Builder, name string) {
	switch name {
	case "script", "style":
		s.skip(nil)
		return
	case "td", "th":
		b.WriteByte(' ')
	case "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6",
		"hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul":
		b.WriteByte('\n')
		defer b.WriteByte('\n')
	}
	s.flatten(b, false)
}

func blank(r rune) rune {
	if isSpace(r) {
		return ' '
	}
	return r
}
