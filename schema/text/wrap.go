package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// Columns and Rows are the size of a page.
const (
	Columns = 80
	Rows    = 60
)

// nbsp is a blank at which no line ends. On the page it is a blank.
const nbsp = "\u00a0"

// cells is how many columns a rune takes. What is wide only in East Asian type,
// such as Cyrillic letters, counts as narrow, but on a Chinese page as wide.
func (c *catalogue) cells(r rune) int {
	if r >= ' ' && r <= '~' {
		return 1
	}
	kind := width.LookupRune(r).Kind()
	switch {
	case unseen(r):
		return 0
	case wide(kind), kind == width.EastAsianAmbiguous && c.language == "zh":
		return 2
	}
	return 1
}

func wide(k width.Kind) bool { return k == width.EastAsianWide || k == width.EastAsianFullwidth }

// unseen reports whether a rune takes no column: it marks a letter, or controls.
func unseen(r rune) bool { return unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf, unicode.Cc) }

// measure is the width of s in columns.
func (c *catalogue) measure(s string) int {
	n := 0
	for _, r := range s {
		n += c.cells(r)
	}
	return n
}

// wrap breaks s into lines of at most the columns given. It breaks at blanks and
// between East Asian characters, and a longer word wherever it must. A run that
// was isolated is closed at the end of a line and opened again on the next.
func (c *catalogue) wrap(s string, columns int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(s, "\n") {
		lines = append(lines, balanced(c.breakLines(paragraph, max(columns, 4)))...)
	}
	return lines
}

func (c *catalogue) breakLines(s string, columns int) []string {
	var lines []string
	rest := []rune(s)
	for {
		end := c.lineEnd(rest, columns)
		lines = append(lines, strings.TrimRight(strings.ReplaceAll(string(rest[:end]), nbsp, " "), " "))
		for end < len(rest) && rest[end] == ' ' {
			end++
		}
		if rest = rest[end:]; len(rest) == 0 {
			return lines
		}
	}
}

// lineEnd is where the first line of s ends.
func (c *catalogue) lineEnd(s []rune, columns int) int {
	used, last := 0, 0
	for i, r := range s {
		n := c.cells(r)
		if r != ' ' && used+n > columns {
			if last > 0 {
				return last
			}
			return max(i, 1)
		}
		used += n
		if i > 0 && breakable(s[i-1], r) && !(i > 1 && opens(s[i-2])) {
			last = i
		}
	}
	return len(s)
}

// breakable reports whether a line may end between two runes.
func breakable(before, after rune) bool {
	if before == ' ' {
		return after != ' ' && !strings.ContainsRune(":;!?»", after) // the French have a blank before them
	}
	if before < firstIdeograph && after < firstIdeograph {
		return false
	}
	return (ideograph(before) || ideograph(after)) && !clings(after) && !opens(before) && !unseen(after)
}

// firstIdeograph is the first rune that takes two columns everywhere.
const firstIdeograph = '\u1100'

func ideograph(r rune) bool { return wide(width.LookupRune(r).Kind()) }

func clings(r rune) bool {
	return r == ' ' || strings.ContainsRune("，。、；：？！）》」』”’,.;:?!)]%°", r) || r == pdi
}

func opens(r rune) bool { return strings.ContainsRune("（《「『“‘([«", r) || r == fsi }

// balanced closes on each line what it opened, and opens it again on the next.
func balanced(lines []string) []string {
	open := 0
	for i, l := range lines {
		l = strings.Repeat(string(fsi), open) + l
		open = strings.Count(l, string(fsi)) - strings.Count(l, string(pdi))
		lines[i] = l + strings.Repeat(string(pdi), max(open, 0))
	}
	return lines
}

// clip is s in at most so many lines of the columns given.
func (c *catalogue) clip(s string, columns, most int) []string {
	lines := c.wrap(s, columns)
	if len(lines) <= most {
		return lines
	}
	kept := lines[:most]
	last := []rune(strings.TrimRight(kept[most-1], string(pdi)))
	for len(last) > 0 && c.measure(string(last)) > columns-3 {
		last = last[:len(last)-1]
	}
	kept[most-1] = string(last) + "..."
	return balanced(kept)
}
