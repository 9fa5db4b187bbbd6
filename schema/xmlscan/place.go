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

// Line is the line of that place, at less cost.
func (s *Scanner) Line() int { return s.line }

// At goes back to an earlier line: what is said next, until the next token, is said
// of an element that began there.
func (s *Scanner) At(line int) { s.line = line }

// Depth is how many elements are open.
func (s *Scanner) Depth() int { return len(s.path) }

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
