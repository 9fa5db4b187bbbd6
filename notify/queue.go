package notify

import (
	"forthwith/schema"
)

// queue is what is owed to one party: one list for each priority, oldest first.
// What is settled is dropped when it comes to the front.
type queue struct {
	lists   [priorities][]ref
	settled map[ref]bool
	waiting int
}

// priorities: withdrawals, terminations, emergencies, information, …, tests.
const priorities = 6

func (q *queue) push(r ref, k schema.Kind) {
	rule, _ := k.Rule()
	i := min(max(rule.Priority, 0), priorities-1)
	q.lists[i] = append(q.lists[i], r)
	q.waiting++
}

// reopen owes again what was settled.
func (q *queue) reopen(r ref, k schema.Kind) {
	if q.settled[r] {
		delete(q.settled, r) // it is in its list still
		q.waiting++
		return
	}
	q.push(r, k)
}

func (q *queue) settle(r ref) {
	if q.settled == nil {
		q.settled = make(map[ref]bool)
	}
	q.settled[r] = true
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
func (q *queue) next(skip func(ref) bool) (ref, bool) {
	for _, l := range q.lists {
		for _, r := range l {
			if !q.settled[r] && !skip(r) {
				return r, true
			}
		}
	}
	return 0, false
}

// Owing is a message of ours on its way to a party: what it is known by, and where
// it is recorded.
type Owing struct {
	ID       schema.MessageID
	Digest   schema.Digest
	Epoch    int
	Position uint64
}

// Owed is the message that goes to p next, passing over those that skip names
// (under way, or to be tried later); false where nothing is owed now. Each courier
// asks for each delivery, so it must not cost more the more are addressed.
func (t *Tracker) Owed(p schema.Party, skip func(schema.MessageID) bool) (Owing, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	q := t.owed[p]
	if q == nil {
		return Owing{}, false
	}
	var id schema.MessageID
	r, ok := q.next(func(r ref) bool {
		u := unpacker{b: t.brief(r).id}
		id = schema.MessageID(u.id())
		return skip(id)
	})
	if !ok {
		return Owing{}, false
	}
	b := t.brief(r)
	u := unpacker{b: b.digest}
	return Owing{ID: id, Digest: u.digest(), Epoch: b.epoch, Position: b.position}, true
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
