package notify

import (
	"fmt"

	"forthwith/schema"
)

// Contradiction is what a party told us and what it told another, where the two do
// not agree.
type Contradiction struct {
	Author schema.Party     `json:"author"`
	Peer   schema.Party     `json:"peer"` // who was told otherwise, by its own word
	Ours   schema.MessageID `json:"ours"`
	What   string           `json:"what"`
	Seen   schema.Seen      `json:"seen"` // what the peer was told
	// Beat is the peer's heartbeat that says so, as it was signed.
	Beat []byte         `json:"beat"`
	At   schema.Instant `json:"at"`
}

// NoteID is what an officer's note names to stop the ring.
func (c *Contradiction) NoteID() string { return fmt.Sprintf("contradiction-%s-%s", c.Peer, c.Ours) }

// Seen lists messages of third parties that p was to receive as well, from the
// n-th that is recorded on, and where to go on.
func (t *Tracker) Seen(p schema.Party, n, most int) (out []schema.Seen, next int) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	for next = n; next+1 < len(t.rows) && len(out) < most; next++ {
		b := t.brief(ref(next + 1))
		if _, addressed := b.addressee(p); !addressed || b.from == t.self || b.from == p {
			continue
		}
		m := t.facts(ref(next + 1))
		h := &m.Header
		out = append(out, schema.Seen{From: h.From, Message: h.ID, Digest: m.Digest, Event: h.Event, Context: h.Context})
	}
	return out, next
}

// Differs finds what the author of s told us that does not agree with it: another
// content under the same id, or the same event as an exercise here and not there.
func (t *Tracker) Differs(s schema.Seen) (ours schema.MessageID, what string) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if r := t.of(s.From, s.Message); r != 0 && t.facts(r).Digest != s.Digest {
		return s.Message, "another content under the same id"
	}
	for r := t.thread(s.Event).first; r != 0; r = t.rows[r].next {
		m := t.facts(r)
		if h := &m.Header; h.From == s.From && (h.Context == schema.ContextExercise) != (s.Context == schema.ContextExercise) {
			return h.ID, fmt.Sprintf("event %s as %s there, and as %s here", s.Event, s.Context, h.Context)
		}
	}
	return "", ""
}

func (t *Tracker) applyContradiction(rec Recorded) {
	var c Contradiction
	if schema.ParseDocument(rec.Data, &c) == nil {
		t.contradictions = append(t.contradictions, &c)
	}
}
