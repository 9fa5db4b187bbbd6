package notify

import (
	"slices"
	"time"

	"forthwith/schema"
)

// Wanted is the acknowledgement that the author of a message hopes for; nil where
// there is none. What answers is not answered in turn, whatever it asks for.
func (m *Message) Wanted() *schema.Wanted {
	switch m.Header.Kind {
	case schema.KindAcknowledgement, schema.KindPresented:
		return nil
	}
	return m.Header.Wanted
}

// WantedMet reports whether one of these persons has taken a message as far as its
// author wants; nothing wanted is met.
func (m *Message) WantedMet(persons []Acknowledged) bool {
	w := m.Wanted()
	return w == nil || slices.ContainsFunc(persons, func(a Acknowledged) bool { return a.Rung.Reaches(w.Rung) })
}

// WantedLate asks whether, at now, one of these persons should have done so and none
// has.
func (m *Message) WantedLate(persons []Acknowledged, now time.Time) bool {
	return !m.WantedMet(persons) && now.After(m.Wanted().By.Std())
}

// Overdue asks of a delivery of a message of ours whether, at now, its party is to be
// telephoned: a message that rings was released longer ago than the target and no
// person of theirs has it, or none has done in time what was wanted.
func (m *Message) Overdue(d *Delivery, now time.Time, target time.Duration) bool {
	return m.Rings && !d.HasPerson() && now.Sub(m.released()) > target || m.WantedLate(d.Persons, now)
}
