package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/term"

	"forthwith/notify"
	"forthwith/schema"
)

// ladder draws one message's ladder over and over in the same place; where there
// is no terminal, once, when it is full.
type ladder struct {
	out   io.Writer
	live  bool
	lines int    // drawn and not yet kept
	text  string // the last drawing, for where there is no terminal
}

func newLadder(out io.Writer) *ladder {
	f, ok := out.(*os.File)
	return &ladder{out: out, live: ok && term.IsTerminal(int(f.Fd()))}
}

func (l *ladder) draw(m notify.Message) {
	l.text = ladderText(m)
	if !l.live {
		return
	}
	if l.lines > 0 {
		fmt.Fprintf(l.out, "\x1b[%dA\x1b[J", l.lines)
	}
	io.WriteString(l.out, l.text)
	l.lines = strings.Count(l.text, "\n")
}

// keep leaves the drawing where it stands.
func (l *ladder) keep() {
	if !l.live {
		io.WriteString(l.out, l.text)
	}
	l.text, l.lines = "", 0
}

// ladderText is a message's ladder: hollow squares are machines, discs persons,
// with the time since release.
func ladderText(m notify.Message) string {
	var b strings.Builder
	released := m.Header.ReleasedAt.Std()
	for _, d := range m.Deliveries() {
		received, person, over := "…", "…", ""
		if d.Received != "" {
			received = "□ " + since(released, d.Recorded)
		} else if d.Refused != nil {
			received = "▲ refused: " + string(d.Refused.Code)
		}
		if a, ok := d.Person(schema.RungAcknowledged); ok {
			person = fmt.Sprintf("● %s %s", since(released, a.Recorded), a.Name)
		}
		if a, ok := d.Person(schema.RungTakenOver); ok {
			over = fmt.Sprintf("● %s %s", since(released, a.Recorded), a.Name)
		}
		fmt.Fprintf(&b, "            %-5s received %-12s person %-24s %s\n", d.Party, received, person, taken(over))
	}
	return b.String()
}

func taken(s string) string {
	if s == "" {
		return ""
	}
	return "taken over " + s
}

func since(from time.Time, to schema.Instant) string {
	d := to.Std().Sub(from)
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
