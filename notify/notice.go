package notify

import (
	"cmp"
	"slices"
	"time"

	"forthwith/schema"
)

// RefusedNotice is a delivery that was not taken, as it rings here.
type RefusedNotice struct {
	ID string // of the entry
	RefusedRecord
}

type refusalKey struct {
	link schema.Party
	code schema.RefusalCode
}

type refusalCount struct {
	last    time.Time
	bytes   schema.Digest
	pending int
}

// refusalEvery is how often one peer's refusals of one code are recorded: a
// hostile peer must not fill the disk.
const refusalEvery = time.Minute

// keptRefusals bounds the notices in memory; the journal has all that were
// recorded.
const keptRefusals = 1000

// worthRecording decides whether r is recorded, and completes its count.
func (t *Tracker) worthRecording(r *RefusedRecord) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	k := refusalKey{r.Link, r.Code}
	c := t.latest[k]
	if c == nil {
		c = new(refusalCount)
		t.latest[k] = c
	}
	if !c.last.IsZero() && (c.bytes == r.Bytes || r.At.Std().Sub(c.last) < refusalEvery) {
		c.pending++
		return false
	}
	r.Count = c.pending + 1
	*c = refusalCount{last: r.At.Std(), bytes: r.Bytes}
	return true
}

func (t *Tracker) applyRefused(rec Recorded) {
	var r RefusedRecord
	if schema.ParseDocument(rec.Data, &r) != nil {
		return
	}
	k := refusalKey{r.Link, r.Code}
	if c := t.latest[k]; c == nil || c.last.Before(r.At.Std()) {
		t.latest[k] = &refusalCount{last: r.At.Std(), bytes: r.Bytes}
	}
	t.refused[rec.ID] = &RefusedNotice{ID: rec.ID, RefusedRecord: r}
	if len(t.refused) > keptRefusals {
		t.forgetOldestRefusal()
	}
}

func (t *Tracker) forgetOldestRefusal() {
	var oldest *RefusedNotice
	for _, n := range t.refused {
		if oldest == nil || n.ID < oldest.ID { // entry ids are in order of time
			oldest = n
		}
	}
	delete(t.refused, oldest.ID)
}

// Ring is one thing that rings until a person of this party acts on it.
type Ring struct {
	Message *Message        // received, and no person of ours has it
	Refused *RefusedNotice  // not taken
	Failed  *FailedDelivery // ours, finally refused by an addressee
	Broken  *Break          // our journal was damaged
	// Contradiction is a party that told others something else.
	Contradiction *Contradiction
	Since         schema.Instant
}

// FailedDelivery is one of our messages that a party finally refused.
type FailedDelivery struct {
	Message Message
	Delivery
}

// NoteID is what an officer's note names to stop the ring.
func (f *FailedDelivery) NoteID() string { return string(f.Message.Header.ID) + "/" + string(f.Party) }

// NoteID is what an officer's note names to stop the ring.
func (b *Break) NoteID() string { return "epoch-" + b.Journal + "-" + b.ID }

// Ringing lists what rings, the most urgent first. A message that its author
// revoked does not ring; the revocation does.
func (t *Tracker) Ringing() []Ring {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []Ring
	for _, r := range t.unanswered {
		if m := t.message(r); m.RevokedBy == "" {
			out = append(out, Ring{Message: &m, Since: m.Recorded})
		}
	}
	for _, r := range t.failed {
		m := t.message(r)
		for _, d := range m.Deliveries() {
			f := FailedDelivery{m, d}
			if d.Refused != nil && !t.noted[f.NoteID()] {
				out = append(out, Ring{Failed: &f, Since: d.Recorded})
			}
		}
	}
	for id, r := range t.refused {
		if !t.noted[id] {
			c := *r
			out = append(out, Ring{Refused: &c, Since: r.At})
		}
	}
	for _, b := range slices.Concat(t.broken, t.beside()) {
		if !t.noted[b.NoteID()] {
			c := b.copy()
			out = append(out, Ring{Broken: &c, Since: b.Recorded})
		}
	}
	for _, c := range t.contradictions {
		if !t.noted[c.NoteID()] {
			out = append(out, Ring{Contradiction: c, Since: c.At})
		}
	}
	slices.SortStableFunc(out, func(a, b Ring) int {
		return cmp.Or(cmp.Compare(a.urgency(), b.urgency()), cmp.Compare(a.Since, b.Since), cmp.Compare(a.ID(), b.ID()))
	})
	return out
}

// ID is what a note names to stop the ring; a message is stopped by its
// acknowledgement.
func (r Ring) ID() string {
	switch {
	case r.Message != nil:
		return string(r.Message.Handle)
	case r.Failed != nil:
		return r.Failed.NoteID()
	case r.Broken != nil:
		return r.Broken.NoteID()
	case r.Contradiction != nil:
		return r.Contradiction.NoteID()
	}
	return r.Refused.ID
}

// notificationUrgency is the priority of a notification: what raises it rings so.
const notificationUrgency = 2

// urgency: what is withdrawn or new first, then failures of our own, then what
// could not be verified.
func (r Ring) urgency() int {
	switch {
	case r.Message != nil:
		if len(r.Message.Header.Raised) > 0 {
			return notificationUrgency
		}
		rule, _ := r.Message.Header.Kind.Rule()
		return rule.Priority
	case r.Broken != nil, r.Contradiction != nil:
		return 1 // after a withdrawal: everything else may be missing from it
	case r.Failed != nil:
		return priorities
	}
	return priorities + 1
}
