package cap

import (
	"fmt"
	"strings"

	"forthwith/schema"
)

// FromRefusal is a refusal as an Error. A refusal is no message and says nothing of
// the world it is from: of is the header of what was refused, and came the alert
// that it came as.
func FromRefusal(r *schema.Refusal, of *schema.Header, came Reference, to Export) *Alert {
	p := &parts{header: *of}
	p.header.Kind = ""
	a := &Alert{
		Identifier: strings.TrimPrefix(string(r.Bytes), "sha256:"), Sender: to.Sender, Sent: NewTime(r.At.Std()),
		Status: statusOf[of.Context], MsgType: MsgError, Scope: ScopePrivate, Addresses: []string{string(of.From)},
		References: []Reference{came},
	}
	lines := []string{fmt.Sprintf("Refused by %s, %s: %s [%s]", r.By, r.Permanence, r.Reason, r.Code)}
	if world := p.note(); world != "" {
		lines = append([]string{world}, lines...)
	}
	for _, v := range r.Violations {
		lines = append(lines, v.String())
	}
	a.Note = clean(strings.Join(lines, "\n"))
	if of.Event != "" {
		a.Incidents = []string{string(of.Event)}
	}
	return a
}
