package text

import (
	"fmt"
	"strings"

	"forthwith/schema"
)

// Pages is a message on pages of Columns by Rows: plain text in logical order,
// each line ended. A notification has one page; what does not fit on it is left
// out or cut in a fixed order, and the page says so. In an exercise or a test the
// first and the last line of every page say nothing else.
func Pages(m *schema.Message, r Reader) ([]string, error) {
	t, err := tell(m, r)
	if err != nil {
		return nil, err
	}
	return t.pages(), nil
}

// Page is all pages of a message, with a form feed between them.
func Page(m *schema.Message, r Reader) (string, error) {
	pages, err := Pages(m, r)
	return strings.Join(pages, "\f"), err
}

func (t *telling) pages() []string {
	rows, banner := t.rows(), t.banner()
	room := Rows - 2*len(banner)
	if t.message.Header.Kind == schema.KindNotification {
		return []string{t.page(banner, t.fit(rows, room))}
	}
	lines := t.lines(rows, squeeze{gaps: true, most: -1})
	if len(lines) <= room {
		return []string{t.page(banner, lines)}
	}
	room-- // for the number of the page
	parts := split(lines, room)
	pages := make([]string, len(parts))
	for i, part := range parts {
		n := t.text(keyPage, "number", fmt.Sprint(i+1), "of", fmt.Sprint(len(parts)), "message", ident(t.message.Header.ID).words(t.voice))
		pages[i] = t.page(banner, append(part, t.clip(n, Columns, 1)...))
	}
	return pages
}

// split makes pages of lines; none begins with a blank one.
func split(lines []string, room int) [][]string {
	var parts [][]string
	for len(lines) > 0 {
		if lines[0] == "" {
			lines = lines[1:]
			continue
		}
		n := min(room, len(lines))
		parts = append(parts, lines[:n:n])
		lines = lines[n:]
	}
	return parts
}

// page frames lines with the banner.
func (t *telling) page(banner, lines []string) string {
	var b strings.Builder
	for _, part := range [][]string{banner, lines, banner} {
		for _, l := range part {
			if t.rtl {
				b.WriteRune(rlm)
			}
			b.WriteString(l)
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// banner is the first and the last line of each page: none for what is real. No
// other line begins with its sign.
func (t *telling) banner() []string {
	k := t.world()
	if k == "" {
		return nil
	}
	words := []string{t.text(k)}
	if t.language != t.english.language {
		words = append(words, t.isolate(t.english.text(k)))
	}
	line := "###"
	for i := 0; ; i++ {
		next := line + " " + words[i%len(words)] + " ###"
		if t.measure(next) > Columns {
			break
		}
		line = next
	}
	return []string{line + strings.Repeat("#", Columns-t.measure(line))}
}

// world is what a message says of itself, where it is not real.
func (t *telling) world() key {
	switch h := t.message.Header; {
	case h.Workspace == schema.Exercise, h.Context == schema.ContextExercise:
		return keyExercise
	case h.Context == schema.ContextTest:
		return keyTest
	}
	return ""
}

// squeeze is how rows are made to fit.
type squeeze struct {
	gaps bool // a blank line before what is set apart
	most int  // lines of a row that is kept; -1 for all
	text int  // lines of the free text that is kept, where most is not -1
}

// lines lays rows out.
func (t *telling) lines(rows []row, s squeeze) []string {
	var out []string
	for _, r := range rows {
		if r.gap && s.gaps && len(out) > 0 {
			out = append(out, "")
		}
		out = append(out, t.row(r, s)...)
	}
	return out
}

// labelColumns is where what a short label introduces begins.
const labelColumns = 22

func (t *telling) row(r row, s squeeze) []string {
	indent := strings.Repeat("  ", min(r.indent, 8))
	if r.quoted {
		return t.quoted(r, indent, s)
	}
	label := ""
	if r.label != "" {
		label = strings.TrimSpace(t.pair(r.label, ""))
	}
	text, hang, head := r.text, indent+"  ", indent
	if room := labelColumns - len(indent) - t.measure(label); label != "" && room > 0 {
		head, hang = indent+label+strings.Repeat(" ", room), strings.Repeat(" ", labelColumns)
	} else if label != "" {
		text = strings.TrimSpace(label + t.space() + r.text)
	}
	columns := Columns - len(hang)
	lines := t.wrap(text, columns)
	if s.most > 0 && r.keep && len(lines) > s.most {
		lines = t.clip(text, columns, s.most)
	}
	for i, l := range lines {
		lines[i] = strings.TrimRight(hang+l, " ")
		if i == 0 {
			lines[i] = strings.TrimRight(head+l, " ")
		}
	}
	return lines
}

// quoted is free text behind a mark in the margin.
func (t *telling) quoted(r row, indent string, s squeeze) []string {
	lines := t.clip(strings.TrimSpace(t.pair(r.label, "")), Columns-len(indent), 2)
	for i := range lines {
		lines[i] = indent + lines[i]
	}
	body := t.wrap(r.text, Columns-len(indent)-2)
	left := 0
	if s.most >= 0 && r.keep && len(body) > s.text {
		left = len(body) - s.text
		body = body[:s.text]
	}
	for _, l := range body {
		lines = append(lines, strings.TrimRight(indent+"| "+t.isolate(l), " "))
	}
	if left > 0 {
		lines = append(lines, t.clip(indent+"  "+t.count(keyContinued, left), Columns, 1)...)
	}
	return lines
}
