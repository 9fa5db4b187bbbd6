package console

import (
	"fmt"

	"forthwith/notify"
	"forthwith/schema"
)

func (c *call) eventsPage() (string, string, any, error) {
	v, err := c.events()
	return "events", "Events", v, err
}

// eventView is the page that answers: who has it, and whom do I telephone?
type eventView struct {
	EventView
	Headline string
	Facts    facts
	Says     string
	Ladder   []DeliveryView
	Of       *MessageView  // whose ladder it is
	Mine     *MessageView  // received, and not yet acknowledged by this desk
	Wanted   []MessageView // of us, and not yet done
	Withdraw bool
	Changes  map[schema.MessageID]changed
}

func (c *call) eventPage() (string, string, any, error) {
	e, ok := c.tracker().Event(schema.EventID(c.id()))
	if !ok {
		return "", "", nil, fmt.Errorf("event %q: %w", c.id(), notify.ErrNotFound)
	}
	ev, err := c.viewEvent(e)
	if err != nil {
		return "", "", nil, err
	}
	v := eventView{EventView: ev}
	if v.Facts, err = c.facts(e); err != nil {
		return "", "", nil, err
	}
	v.Says = "What " + c.name(e.ID.Party()) + " has said"
	asked := schema.MessageID(c.r.URL.Query().Get("message"))
	for i := range v.Messages {
		m := &v.Messages[i]
		if m.Own && m.Kind != schema.KindAcknowledgement && (asked == "" || asked == m.ID) {
			v.Of = m
		}
		if c.waitsForDesk(m) {
			v.Mine = m
		}
	}
	if v.Of != nil {
		v.Ladder = needFirst(v.Of.Deliveries)
	}
	if v.Changes, err = c.changes(e); err != nil {
		return "", "", nil, err
	}
	v.Wanted = c.wantedOfUs(e.Messages)
	v.Withdraw = v.Own && v.State == string(notify.EventOpen) && c.officer.May(notify.RightIssue)
	v.Headline = v.headline()
	return "event", v.Headline, v, nil
}

// waitsForDesk reports whether this officer's desk has still to act on a message.
func (c *call) waitsForDesk(m *MessageView) bool {
	if m.Own || m.Kind == schema.KindAcknowledgement || m.RevokedBy != "" {
		return false
	}
	want := schema.RungAcknowledged
	if !c.officer.May(notify.RightReceive) {
		if !c.officer.May(notify.RightTakeOver) {
			return false
		}
		want = schema.RungTakenOver
	}
	for _, a := range m.Acknowledged {
		if a.Rung == want && a.Desk == c.officer.Desk {
			return false
		}
	}
	return true
}

func (v *eventView) headline() string {
	if v.Of == nil {
		if v.Mine != nil {
			return "Acknowledge it: a person must have it"
		}
		return "A person of ours has it"
	}
	var received, person, phone int
	for _, d := range v.Ladder {
		if d.Received != "" {
			received++
		}
		if len(d.Persons) > 0 {
			person++
		}
		if d.Telephone != "" {
			phone++
		}
	}
	s := fmt.Sprintf("Who has it: %d of %d received, %d with a person", received, len(v.Ladder), person)
	if phone > 0 {
		s += fmt.Sprintf(", %d to telephone", phone)
	}
	return s
}

// needFirst puts the parties that need a person before the others.
func needFirst(ds []DeliveryView) []DeliveryView {
	var first, rest []DeliveryView
	for _, d := range ds {
		if d.Telephone != "" || d.Refused != nil || d.Trouble != "" {
			first = append(first, d)
		} else {
			rest = append(rest, d)
		}
	}
	return append(first, rest...)
}

func (c *call) withdrawPage() (string, string, any, error) {
	e, ok := c.tracker().Event(schema.EventID(c.id()))
	if !ok {
		return "", "", nil, fmt.Errorf("event %q: %w", c.id(), notify.ErrNotFound)
	}
	v, err := c.viewEvent(e)
	parties := make(map[schema.Party]bool)
	for _, m := range e.Messages {
		for _, d := range m.Deliveries() {
			parties[d.Party] = true
		}
	}
	return "withdraw", "Withdraw: there is no emergency", struct {
		EventView
		Parties int
	}{v, len(parties)}, err
}
