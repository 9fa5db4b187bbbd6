package xmlscan

import (
	"fmt"
	"strings"
)

// Place is where something stands in a document.
type Place struct {
	Line int
	Path string // "/Report/EventInformation"
}

// Place is where the last token begins.
func (s *Scanner) Place() Place {
	return Place{s.line, "/" + strings.Join(s.path, "/")}
}

// Name gives the open element another name in places: with its number among its
// like, as in "info[2]".
func (s *Scanner) Name(name string) { s.path[len(s.path)-1] = name }

// Child is the place of what should stand in an element.
func (p Place) Child(name string) Place { return Place{p.Line, p.Path + "/" + name} }

// String is the place as violations give it: "line 12: /Report/EventInformation".
func (p Place) String() string { return fmt.Sprintf("line %d: %s", p.Line, Clip(p.Path)) }

// Clip keeps a quoted text short.
func Clip(s string) string {
	const most = 200
	if len(s) <= most {
		return s
	}
	return strings.ToValidUTF8(s[:most], "") + "…"
}
