package console

import (
	"fmt"

	"forthwith/notify"
	"forthwith/schema"
)

// rungs are what a person has done, in words.
var rungs = map[schema.Rung]string{
	schema.RungAcknowledged: "acknowledged", schema.RungVerified: "verified", schema.RungTakenOver: "taken over",
}

// viewWanted is what the author of a message wants, and whether the persons who are
// asked have done it: ours, or those of each party we wrote to.
func (c *call) viewWanted(m notify.Message) *WantedView {
	w := m.Wanted()
	if w == nil {
		return nil
	}
	asked := [][]notify.Acknowledged{m.Acknowledged}
	if m.Own() {
		asked = nil
		for _, d := range m.Deliveries() {
			asked = append(asked, d.Persons)
		}
	}
	v := &WantedView{Rung: w.Rung, By: w.By, Met: true}
	for _, persons := range asked {
		v.Met = v.Met && m.WantedMet(persons)
		v.Late = v.Late || m.WantedLate(persons, c.node.Now())
	}
	v.Text = fmt.Sprintf("%s by %s", rungs[w.Rung], c.day(w.By))
	switch {
	case m.Own():
	case v.Late:
		v.Text = fmt.Sprintf("%s wanted this %s", m.Header.From, v.Text)
	default:
		v.Text = fmt.Sprintf("%s wants this %s", m.Header.From, v.Text)
	}
	return v
}

// overdue says why somebody telephones the party of a delivery: what no person of
// theirs has done in time.
func (c *call) overdue(m notify.Message, d *notify.Delivery) string {
	switch now := c.node.Now(); {
	case !m.Overdue(d, now, c.node.Policy().PersonWithin) || !c.stands(m):
		return ""
	case m.WantedLate(d.Persons, now):
		return fmt.Sprintf("not %s by %s", rungs[m.Wanted().Rung], c.day(m.Wanted().By))
	}
	return "no person"
}

// day is a time in words, with its day if that is not today.
func (c *call) day(t schema.Time) string {
	at, now := t.Std(), c.node.Now().UTC()
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return at.Format("15:04") + " UTC"
	}
	return at.Format("2 Jan 15:04") + " UTC"
}

// wantedOfUs are the messages that we received and that still stand, of which no
// person of ours has done what their authors want.
func (c *call) wantedOfUs(ms []notify.Message) []MessageView {
	var out []MessageView
	for _, m := range ms {
		if !m.Own() && !m.WantedMet(m.Acknowledged) && c.stands(m) {
			out = append(out, c.viewMessage(m))
		}
	}
	return out
}

// stands reports whether a message still says something: of an event that was
// withdrawn, only the withdrawal does.
func (c *call) stands(m notify.Message) bool {
	if m.RevokedBy != "" {
		return false
	}
	e, ok := c.tracker().Event(m.Header.Event)
	return !ok || e.State() != notify.EventWithdrawn || m.Header.Kind == schema.KindWithdrawal
}
