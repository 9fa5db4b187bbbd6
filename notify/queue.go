package notify

import (
	"forthwith/schema"
)

// queue is what is owed to one party: one list for each priority, oldest first.
// What is settled is dropped when it comes to the front.
type queue struct {
	lists   [priorities][]schema.MessageID
	settled map[schema.MessageID]bool
	waiting int
}

// priorities: withdrawals, terminations, emergencies, information, …, tests.
const priorities = 6

func (q *queue) push(m *Message) {
	r, _ := m.Header.Kind.Rule()
	i := min(max(r.Priority, 0), priorities-1)
	q.lists[i] = append(q.lists[i], m.Header.ID)
	q.waiting++
}

// reopen owes again what was settled.
func (q *queue) reopen(m *Message) {
	if q.settled[m.Header.ID] {
		delete(q.settled, m.Header.ID) // it is in its list still
		q.waiting++
		return
	}
	q.push(m)
}

func (q *queue) settle(id schema.MessageID) {
	if q.settled == nil {
		q.settled = make(map[schema.MessageID]bool)
	}
	if q.settled[id] {
		return
	}
	q.settled[id] = true
	q.waiting--
	for i := range q.lists {
		l := q.lists[i]
		for len(l) > 0 && q.settled[l[0]] {
			delete(q.settled, l[0])
			l = l[1:]
		}
		q.lists[i] = l
	}
}

// next is the first that is owed and that skip lets pass.
func (q *queue) next(skip func(schema.MessageID) bool) (schema.MessageID, bool) {
	for _, l := range q.lists {
		for _, id := range l {
			if !q.settled[id] && !skip(id) {
				return id, true
			}
		}
	}
	return "", false
}

// Owed is the message that goes to p next, without its ladders, passing over those
// that skip names (under way, or to be tried later); false where nothing is owed
// now.
func (t *Tracker) Owed(p schema.Party, skip func(schema.MessageID) bool) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	q := t.owed[p]
	if q == nil {
		return Message{}, false
	}
	id, ok := q.next(skip)
	if !ok {
		return Message{}, false
	}
	m := *t.of(t.self, id)
	m.Acknowledged, m.deliveries, m.twin = nil, nil, nil
	return m, true
}

// Woken tells when something new is owed to p.
func (t *Tracker) Woken(p schema.Party) <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.waker(p)
}

// wakeUp leaves one signal; one that was not taken yet serves for this too.
func (t *Tracker) wakeUp(p schema.Party) {
	select {
	case t.waker(p) <- struct{}{}:
	default:
	}
}

func (t *Tracker) waker(p schema.Party) chan struct{} {
	if t.wake[p] == nil {
		t.wake[p] = make(chan struct{}, 1)
	}
	return t.wake[p]
}

// Waiting counts what is owed to p.
func (t *Tracker) Waiting(p schema.Party) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if q := t.owed[p]; q != nil {
		return q.waiting
	}
	return 0
}
