package notify

import (
	"maps"
	"slices"
	"strings"
	"time"

	"forthwith/schema"
)

// What the tracker is asked. Answers are copies, and the caller's.

// Message looks one up by its handle; the copy is the caller's.
func (t *Tracker) Message(handle schema.MessageID) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	id, from, other := strings.Cut(string(handle), "@")
	m := t.messages[schema.MessageID(id)]
	if other {
		m = t.of(schema.Party(from), schema.MessageID(id))
	}
	if m == nil {
		return Message{}, false
	}
	return m.copy(), true
}

// Has reports whether a message of an author is recorded.
func (t *Tracker) Has(from schema.Party, id schema.MessageID) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.of(from, id) != nil
}

// Own looks a message of ours up by its id.
func (t *Tracker) Own(id schema.MessageID) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	m := t.of(t.self, id)
	if m == nil {
		return Message{}, false
	}
	return m.copy(), true
}

// Messages lists all that are recorded, oldest first.
func (t *Tracker) Messages() []Message {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return copies(t.order)
}

func copies(ms []*Message) []Message {
	out := make([]Message, 0, len(ms))
	for _, m := range ms {
		out = append(out, m.copy())
	}
	return out
}

func (m *Message) copy() Message {
	c := *m
	c.twin = nil
	c.Acknowledged = slices.Clone(m.Acknowledged)
	c.deliveries = maps.Clone(m.deliveries)
	for p, d := range c.deliveries {
		cd := *d
		cd.Persons = slices.Clone(d.Persons)
		c.deliveries[p] = &cd
	}
	return c
}

// Deliveries are the ladders of one of our messages, by party.
func (m *Message) Deliveries() []Delivery {
	out := make([]Delivery, 0, len(m.deliveries))
	for _, p := range slices.Sorted(maps.Keys(m.deliveries)) {
		out = append(out, *m.deliveries[p])
	}
	return out
}

// AcknowledgedBy reports whether a person of ours has the message on a rung.
func (m *Message) AcknowledgedBy(desk string, rung schema.Rung) (Acknowledged, bool) {
	for _, a := range m.Acknowledged {
		if a.Rung == rung && a.Desk == desk {
			return a, true
		}
	}
	return Acknowledged{}, false
}

// released is when the author let go of the message.
func (m *Message) released() time.Time { return m.Header.ReleasedAt.Std() }
