package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/bidi"
)

// What embeds a run of the other direction (Unicode Standard Annex 9): from fsi to
// pdi the first letter says which way it is written, and nothing outside changes.
const (
	fsi = '\u2068'
	pdi = '\u2069'
	rlm = '\u200f' // a line that begins with it is written from the right
)

// isolate keeps s together and in its own direction, where the page has another.
func (c *catalogue) isolate(s string) string {
	if !c.foreign(s) {
		return s
	}
	return string(fsi) + s + string(pdi)
}

// foreign reports whether something in s, outside of what is isolated already, is
// written the other way or could be moved by what stands around it, as numbers are.
func (c *catalogue) foreign(s string) bool {
	inside := 0
	for _, r := range s {
		if !c.rtl && r < '\u0590' { // before Hebrew
			continue
		}
		switch p, _ := bidi.LookupRune(r); {
		case r == fsi:
			inside++
		case r == pdi:
			inside--
		case inside > 0:
		case p.Class() == bidi.R, p.Class() == bidi.AL, p.Class() == bidi.AN:
			if !c.rtl {
				return true
			}
		case p.Class() == bidi.L, p.Class() == bidi.EN:
			if c.rtl {
				return true
			}
		}
	}
	return false
}

// clean is free text without what could hide, forge or turn anything: control
// characters and those that turn the direction of writing become U+FFFD, so that
// one sees there was something; marks without a width and without a meaning go.
// Line ends are \n.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n", "\t", " ", "\u00a0", " ").Replace(strings.ToValidUTF8(s, "\ufffd"))
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u200c', r == '\u200d': // the last two join letters of some scripts
			return r
		case r == '\u00ad', r == '\u200b', r == '\u200e', r == '\u200f', r == '\u061c', r == '\ufeff', r == '\u2060':
			return -1
		case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co):
			return '\ufffd'
		}
		return r
	}, s)
}

// cleanLine is free text on one line.
func cleanLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }
