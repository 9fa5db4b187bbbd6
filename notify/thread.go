package notify

import (
	"context"
	"fmt"
	"slices"

	"forthwith/schema"
)

// raised is what a message says that is graver than all that we said of the event
// and that still stands.
func (d *Desk) raised(ctx context.Context, m *schema.Message) ([]schema.Raised, error) {
	if m.Header.Kind != schema.KindInformation && m.Header.Kind != schema.KindCorrection {
		return nil, nil
	}
	e, _ := d.Tracker.Event(m.Header.Event)
	var before []schema.Body
	for _, earlier := range e.Messages {
		if !earlier.Own() || earlier.RevokedBy != "" || earlier.Header.Kind == schema.KindAcknowledgement {
			continue
		}
		there, err := d.recorded(ctx, earlier.Header.ID)
		if err != nil {
			return nil, fmt.Errorf("what was said before, in %s: %w", earlier.Header.ID, err)
		}
		before = append(before, there.Body)
	}
	return schema.Raises(m.Body, before), nil
}

// answered is the message that a body answers or is about, and the kind that this
// has to be; "" is any.
func answered(b schema.Body) (of schema.MessageID, kind schema.Kind, at string) {
	switch b := b.(type) {
	case *schema.Request:
		return b.About, "", "/body/about"
	case *schema.Reply:
		return b.Request, schema.KindRequest, "/body/request"
	case *schema.AssistanceReply:
		return b.Request, schema.KindAssistanceRequest, "/body/request"
	case *schema.AssistanceAccept:
		return b.Reply, schema.KindAssistanceReply, "/body/reply"
	case *schema.AssistanceClose:
		return b.Request, schema.KindAssistanceRequest, "/body/request"
	}
	return "", "", ""
}

// fromAnswered takes from the message that is answered what an answer inherits.
func (d *Desk) fromAnswered(m *schema.Message) {
	h := &m.Header
	of, _, _ := answered(m.Body)
	to, ok := d.Tracker.Message(of)
	if of == "" || !ok {
		return
	}
	if h.Event == "" {
		h.Event = to.Header.Event
	}
	if h.Exercise == "" {
		h.Exercise = to.Header.Exercise
	}
	if h.Follows == "" {
		h.Follows = of
	}
	switch {
	case len(h.Addressees) > 0:
	case to.Own():
		h.Addressees = slices.Clone(to.Header.Addressees)
	default:
		h.Addressees = []schema.Party{to.Header.From}
	}
}

// faultFunc names a fault of a draft, and its place.
type faultFunc func(code, pointer, format string, a ...any)

// checkAnswer: what is answered is here, and of the kind that is answered so.
func (d *Desk) checkAnswer(m *schema.Message, fail faultFunc) {
	of, kind, at := answered(m.Body)
	if of == "" {
		return
	}
	to, ok := d.Tracker.Message(of)
	switch {
	case !ok:
		fail("answers-unknown", at, "there is no message %s here", of)
	case kind != "" && to.Header.Kind != kind:
		fail("answers-kind", at, "message %s is a %s, not a %s", of, to.Header.Kind, kind)
	case to.Own() && m.Header.Kind != schema.KindAssistanceClose:
		fail("answers-own", at, "message %s is ours; it is for others to answer", of)
	}
}

// checkThread: the event is there, and we may say of it what m says.
func (d *Desk) checkThread(m *schema.Message, fail faultFunc) {
	h := &m.Header
	e, known := d.Tracker.Event(h.Event)
	if h.Kind == schema.KindNotification {
		if known {
			fail("event-open", "/header/event", "event %s is open already; send information on it", h.Event)
		}
		return
	}
	rule, _ := h.Kind.Rule()
	follows := rule.Event == schema.EventNeeded || h.Kind == schema.KindCorrection
	switch {
	case !known && (h.Event != "" || rule.Event == schema.EventNeeded):
		fail("event-unknown", "/header/event", "there is no event %q here", h.Event)
	case !known:
	case openersOnly(m) && e.ID.Party() != d.Party:
		fail("event-not-ours", "/header/event", "event %s was opened by %s; only it can say so", h.Event, e.ID.Party())
	case h.Kind == schema.KindReinstatement && e.State() != EventWithdrawn:
		fail("event-not-withdrawn", "/header/event", "event %s has not been withdrawn", h.Event)
	case follows && h.Kind != schema.KindReinstatement && e.State() == EventWithdrawn:
		fail("event-withdrawn", "/header/event", "event %s has been withdrawn", h.Event)
	}
}

// openersOnly reports whether only the party that opened the event can say m.
func openersOnly(m *schema.Message) bool {
	switch b := m.Body.(type) {
	case *schema.Withdrawal, *schema.Reinstatement, *schema.Termination:
		return true
	case *schema.Correction:
		return b.Notification != nil
	}
	return false
}

// revocable are the kinds that a kind says were wrong.
var revocable = map[schema.Kind][]schema.Kind{
	schema.KindCorrection:    {schema.KindNotification, schema.KindInformation, schema.KindCorrection, schema.KindMeasurement, schema.KindMeasures},
	schema.KindWithdrawal:    {schema.KindNotification, schema.KindCorrection},
	schema.KindReinstatement: {schema.KindWithdrawal},
}

// checkRevoked: what was wrong is ours, of this event and not replaced before.
func (d *Desk) checkRevoked(h *schema.Header, fail faultFunc) {
	if h.Revokes == "" {
		return
	}
	r, ok := d.Tracker.Own(h.Revokes)
	switch {
	case !ok:
		fail("revokes-unknown", "/header/revokes", "message %s is not one of ours", h.Revokes)
	case r.Header.Event != h.Event:
		fail("revokes-elsewhere", "/header/revokes", "message %s belongs to event %s", h.Revokes, r.Header.Event)
	case !slices.Contains(revocable[h.Kind], r.Header.Kind):
		fail("revokes-kind", "/header/revokes", "message %s is a %s, of which there is no %s", h.Revokes, r.Header.Kind, h.Kind)
	case r.RevokedBy != "" && h.Kind != schema.KindWithdrawal:
		fail("revoked-already", "/header/revokes", "message %s was revoked before, by %s", h.Revokes, r.RevokedBy)
	}
}
