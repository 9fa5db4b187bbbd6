package schematest

import (
	"fmt"
	"math/rand/v2"

	"forthwith/schema"
)

// Source makes messages from a seed: the same seed, the same messages.
type Source struct {
	*rand.Rand
	// Full sets every field that can be set, and each list to two or more.
	Full bool
	next int // a number that no two things share
}

// NewSource makes one.
func NewSource(seed uint64) *Source { return &Source{Rand: rand.New(rand.NewPCG(seed, 335))} }

// ReleasedAt is the clock at which the messages are released: nothing that has
// happened is later, and what is due is not yet.
const ReleasedAt schema.Instant = "2026-11-23T06:41:00.250Z"

// Message is a valid message of the kind in the workspace, which the kind must
// have.
func (s *Source) Message(k schema.Kind, w schema.Workspace) *schema.Message {
	rule, _ := k.Rule()
	m := &schema.Message{Body: rule.NewBody()}
	h := &m.Header
	s.fill(h)
	s.fill(m.Body)
	h.Kind, h.Workspace, h.From, h.Context = k, w, "XA", rule.DefaultContext(w)
	if w == schema.Live {
		h.Context = pick(s, rule.Live...)
	}
	h.ReleasedAt, h.Event = ReleasedAt, s.eventID()
	h.Exercise, h.Revokes = "", ""
	if w == schema.Exercise {
		h.Exercise = schema.ExerciseID(s.eventID())
	}
	if k != schema.KindInformation && k != schema.KindCorrection {
		h.Raised = nil
	}
	if k.Revokes() {
		h.Revokes = s.messageID()
	}
	h.Addressees = []schema.Party{"XB", "IAEA", "XC"}[:1+s.IntN(3)]
	h.Approvals = nil
	if rule.Persons > 0 {
		h.Approvals = []schema.Approval{
			{Act: schema.ActDrafted, Officer: "a.duty", Name: "Ada Duty", Desk: "NWP", At: "2026-11-23T06:40:00.000Z"},
			{Act: schema.ActApproved, Officer: "b.chief", Name: "Ben Chief", Desk: "NWP", At: "2026-11-23T06:41:00.000Z"},
		}
	}
	s.enclose(m)
	return m
}

// Every calls f with a message of each kind in each workspace that has it.
func (s *Source) Every(f func(m *schema.Message)) {
	for _, w := range schema.Workspaces {
		for _, r := range schema.Kinds() {
			if r.Allows(w, r.DefaultContext(w)) {
				f(s.Message(r.Kind, w))
			}
		}
	}
}

// enclose puts real documents into those that carry one.
func (s *Source) enclose(m *schema.Message) {
	switch b := m.Body.(type) {
	case *schema.Dissemination:
		inner := s.Message(schema.KindWithdrawal, m.Header.Workspace)
		inner.Header.Context = m.Header.Context
		e := envelope(inner)
		b.Author, b.Message, b.Digest, b.Envelope = inner.Header.From, inner.Header.ID, e.Digest(), e.Marshal()
	case *schema.Directory:
		e := envelope(s.Message(schema.KindLinktest, schema.Live))
		b.Digest, b.Edition = e.Digest(), e.Marshal()
	}
}

func envelope(m *schema.Message) *schema.Envelope {
	payload, _ := schema.Canonical(m) // of texts and numbers that are ours
	return &schema.Envelope{PayloadType: schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), Payload: payload,
		Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}}}
}

func pick[T any](s *Source, xs ...T) T { return xs[s.IntN(len(xs))] }

func (s *Source) messageID() schema.MessageID {
	s.next++
	return schema.MessageID(fmt.Sprintf("0199c7a2-%04x-7000-8000-%012x", s.next&0xffff, s.Uint64()&0xffffffffffff))
}

func (s *Source) eventID() schema.EventID {
	s.next++
	return schema.EventID(fmt.Sprintf("XA-2026-%06d", s.next))
}
