package notify

import (
	"cmp"
	"slices"
	"strings"

	"forthwith/schema"
)

// What the tracker is asked. Answers are copies, and the caller's.

// Message looks one up by its handle; the copy is the caller's.
func (t *Tracker) Message(handle schema.MessageID) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	id, from, other := strings.Cut(string(handle), "@")
	r := t.under(schema.MessageID(id))
	if other {
		r = t.of(schema.Party(from), schema.MessageID(id))
	}
	return t.found(r)
}

// Has reports whether a message of an author is recorded.
func (t *Tracker) Has(from schema.Party, id schema.MessageID) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.of(from, id) != 0
}

// Own looks a message of ours up by its id.
func (t *Tracker) Own(id schema.MessageID) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.found(t.of(t.self, id))
}

// Messages lists all that are recorded, oldest first.
func (t *Tracker) Messages() []Message {
	t.mu.RLock()
	defer t.mu.RUnlock()
	out := make([]Message, 0, len(t.rows)-1)
	for r := ref(1); int(r) < len(t.rows); r++ {
		out = append(out, t.message(r))
	}
	return out
}

// under is the first message under an id.
func (t *Tracker) under(id schema.MessageID) ref {
	var p packer
	p.id(string(id))
	return ref(t.ids.find(p.b))
}

// of is the message of an author under an id.
func (t *Tracker) of(from schema.Party, id schema.MessageID) ref {
	r := t.under(id)
	for r != 0 && t.brief(r).from != from {
		r = t.twins[r]
	}
	return r
}

func (t *Tracker) found(r ref) (Message, bool) {
	if r == 0 {
		return Message{}, false
	}
	return t.message(r), true
}

func (t *Tracker) unpacker(at spot) unpacker { return unpacker{t.shelf.at(at), &t.names} }

func (t *Tracker) brief(r ref) brief { return unpackBrief(t.unpacker(t.rows[r].facts)) }

// facts are a message without its ladders.
func (t *Tracker) facts(r ref) Message {
	m := unpackMessage(t.unpacker(t.rows[r].facts))
	h := &m.Header
	m.own = h.From == t.self
	m.Handle = h.ID
	if t.under(h.ID) != r {
		m.Handle += schema.MessageID("@" + h.From)
	}
	// Only an author can revoke. The least id of those that revoke it, so that
	// order does not matter.
	for _, by := range t.revoked[h.ID] {
		if b := t.brief(by); b.from == h.From && !t.reinstated(by) {
			u := unpacker{b: b.id}
			if id := schema.MessageID(u.id()); m.RevokedBy == "" || id < m.RevokedBy {
				m.RevokedBy = id
			}
		}
	}
	return m
}

// reinstated reports whether a message is a withdrawal that its author took back.
func (t *Tracker) reinstated(r ref) bool {
	w := unpackMessage(t.unpacker(t.rows[r].facts))
	if w.Header.Kind != schema.KindWithdrawal {
		return false
	}
	return slices.ContainsFunc(t.revoked[w.Header.ID], func(by ref) bool {
		b := unpackMessage(t.unpacker(t.rows[by].facts))
		return b.Header.Kind == schema.KindReinstatement && b.Header.From == w.Header.From
	})
}

// message is a message with its ladders.
func (t *Tracker) message(r ref) Message {
	m := t.facts(r)
	var persons []Acknowledged
	for a := t.rows[r].acked; a != 0; a = t.rows[a].again {
		by := unpackMessage(t.unpacker(t.rows[a].facts))
		persons = append(persons, by.acknowledged(m.Digest))
	}
	if !m.own {
		m.Acknowledged = persons
		return m
	}
	m.deliveries = make([]Delivery, 0, len(m.Header.Addressees))
	for i, p := range m.Header.Addressees {
		d := t.delivery(int(m.ladders) + i)
		d.Party = p
		m.deliveries = append(m.deliveries, d)
	}
	slices.SortFunc(m.deliveries, func(a, b Delivery) int { return cmp.Compare(a.Party, b.Party) })
	for _, a := range persons {
		i, _ := slices.BinarySearchFunc(m.deliveries, a.By, func(d Delivery, p schema.Party) int { return cmp.Compare(d.Party, p) })
		m.deliveries[i].Persons = append(m.deliveries[i].Persons, a)
	}
	return m
}

// delivery is one of ours, by its place in answers, without party and persons.
func (t *Tracker) delivery(i int) Delivery {
	if t.answers[i] == 0 {
		return Delivery{}
	}
	return unpackDelivery(t.unpacker(t.answers[i]))
}

// refs are messages in the order of recording, each once.
type refs []ref

func (s *refs) add(r ref) {
	if i, there := slices.BinarySearch(*s, r); !there {
		*s = slices.Insert(*s, i, r)
	}
}

func (s *refs) remove(r ref) {
	if i, there := slices.BinarySearch(*s, r); there {
		*s = slices.Delete(*s, i, i+1)
	}
}
