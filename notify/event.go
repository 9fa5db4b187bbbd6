package notify

import (
	"cmp"
	"slices"

	"forthwith/schema"
)

// Event is the thread of one emergency as this party knows it.
type Event struct {
	ID       schema.EventID
	Messages []Message // by author's release, then id
}

// State is a question asked of the thread, not a field of it.
type EventState string

const (
	EventOpen       EventState = "open"
	EventWithdrawn  EventState = "withdrawn"
	EventTerminated EventState = "terminated"
)

// State: withdrawn if its opener withdrew it and did not reinstate it, terminated
// if its opener said it is over, else open.
func (e *Event) State() EventState {
	opener := e.ID.Party()
	reinstated := make(map[schema.MessageID]bool) // withdrawals
	for _, m := range e.Messages {
		if m.Header.From == opener && m.Header.Kind == schema.KindReinstatement {
			reinstated[m.Header.Revokes] = true
		}
	}
	state := EventOpen
	for _, m := range e.Messages {
		if m.Header.From != opener {
			continue
		}
		switch m.Header.Kind {
		case schema.KindWithdrawal:
			if reinstated[m.Header.ID] {
				continue
			}
			return EventWithdrawn
		case schema.KindTermination:
			state = EventTerminated
		}
	}
	return state
}

// Latest is the newest message of a kind from the opener that still stands.
func (e *Event) Latest(kinds ...schema.Kind) (Message, bool) {
	for _, m := range slices.Backward(e.Messages) {
		if m.RevokedBy == "" && slices.Contains(kinds, m.Header.Kind) {
			return m, true
		}
	}
	return Message{}, false
}

// Event looks one up.
func (t *Tracker) Event(id schema.EventID) (Event, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	th := t.thread(id)
	if th.first == 0 {
		return Event{}, false
	}
	return t.view(th), true
}

// Events lists all, the latest first.
func (t *Tracker) Events() []Event {
	t.mu.RLock()
	defer t.mu.RUnlock()
	out := make([]Event, 0, len(t.threads)-1)
	for _, th := range t.threads[1:] {
		out = append(out, t.view(th))
	}
	slices.SortFunc(out, func(a, b Event) int {
		return cmp.Or(cmp.Compare(b.last(), a.last()), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// thread is the messages of an event; none, if it is not known.
func (t *Tracker) thread(id schema.EventID) thread {
	var p packer
	p.text(string(id))
	return t.threads[t.events.find(p.b)]
}

func (t *Tracker) view(th thread) Event {
	var v Event
	for r := th.first; r != 0; r = t.rows[r].next {
		v.Messages = append(v.Messages, t.message(r))
	}
	v.ID = v.Messages[0].Header.Event
	slices.SortStableFunc(v.Messages, func(a, b Message) int {
		return cmp.Or(a.released().Compare(b.released()), cmp.Compare(a.Header.ID, b.Header.ID))
	})
	return v
}

// holders are all parties that hold or may come to hold a message of ours in
// the event, by any road.
func (e *Event) holders(self schema.Party) []schema.Party {
	var ps []schema.Party
	for _, m := range e.Messages {
		if m.Own() && m.Header.Kind != schema.KindAcknowledgement {
			ps = append(ps, m.Header.Addressees...)
		}
	}
	slices.Sort(ps)
	ps = slices.Compact(ps)
	return slices.DeleteFunc(ps, func(p schema.Party) bool { return p == self })
}

// last is when something was last said; instants of one form sort as text.
func (e *Event) last() (last schema.Instant) {
	for _, m := range e.Messages {
		last = max(last, m.Header.ReleasedAt)
	}
	return last
}
