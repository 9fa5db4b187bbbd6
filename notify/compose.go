package notify

import (
	"fmt"
	"slices"
	"time"

	"forthwith/schema"
)

// complete fills in what an officer leaves to the desk. What the officer did
// write stands, and is judged with the rest.
func (d *Desk) complete(o Officer, m *schema.Message, now time.Time) error {
	h := &m.Header
	h.Kind = m.Body.Kind()
	rule, ok := h.Kind.Rule()
	if !ok {
		return fmt.Errorf("kind %q: %w", h.Kind, ErrNotFound)
	}
	if h.ID == "" {
		h.ID = schema.NewMessageID()
	}
	if h.ReportUUID == "" {
		h.ReportUUID = schema.NewReportUUID()
	}
	h.Workspace, h.From, h.Desk = d.Workspace, d.Party, o.Desk
	h.CreatedAt = schema.NewTime(now)
	h.Approvals, h.ReleasedAt, h.Sequence, h.Raised = nil, "", 0, nil
	if h.Context == "" {
		h.Context = rule.DefaultContext(d.Workspace)
	}
	if h.Confidentiality == "" {
		h.Confidentiality = schema.ForAuthorities
	}
	if h.Language == "" {
		h.Language = "en"
	}
	if h.Kind == schema.KindNotification && h.Event == "" {
		h.Event = d.newEvent(now)
	}
	d.fromAnswered(m)
	if d.Workspace == schema.Exercise && h.Exercise == "" {
		h.Exercise = d.running()
	}
	if e, ok := d.Tracker.Event(h.Event); ok {
		d.fromThread(h, &e)
	}
	if len(h.Addressees) == 0 {
		h.Addressees = nil
	}
	slices.Sort(h.Addressees)
	return nil
}

// newEvent draws an id that no event has: its code is short, to be said on a
// telephone, and among thousands one comes up again.
func (d *Desk) newEvent(now time.Time) schema.EventID {
	for {
		id := schema.NewEventID(d.Party, now)
		if _, taken := d.Tracker.Event(id); !taken {
			return id
		}
	}
}

// fromThread takes from the event what a follow-up inherits. The addressees of
// what corrects, withdraws, reinstates or ends are computed, not chosen.
func (d *Desk) fromThread(h *schema.Header, e *Event) {
	holders := e.holders(d.Party)
	switch h.Kind {
	case schema.KindWithdrawal, schema.KindReinstatement, schema.KindCorrection, schema.KindTermination:
		h.Addressees = holders
	default:
		if len(h.Addressees) == 0 {
			h.Addressees = holders
		}
		if len(h.Addressees) == 0 && e.ID.Party() != d.Party {
			h.Addressees = []schema.Party{e.ID.Party()} // of an event abroad we tell its opener first
		}
	}
	if wrong := revocable[h.Kind]; h.Revokes == "" && h.Kind != schema.KindCorrection && wrong != nil {
		if m, ok := e.Latest(wrong...); ok && m.Own() {
			h.Revokes = m.Header.ID
		}
	}
	for _, m := range e.Messages {
		if h.Exercise == "" {
			h.Exercise = m.Header.Exercise
		}
	}
}

// running is the one exercise that is running here, if there is exactly one.
func (d *Desk) running() schema.ExerciseID {
	var id schema.ExerciseID
	for _, e := range d.Tracker.Exercises() {
		if e.Running() && d.Tracker.Entered(e.ID, d.Party) {
			if id != "" {
				return ""
			}
			id = e.ID
		}
	}
	return id
}

// check judges a draft as it would stand if o released it now: everything that
// is wrong at once.
func (d *Desk) check(m *schema.Message, o Officer, now time.Time) schema.Violations {
	c := *m
	c.Header.ReleasedAt = schema.NewInstant(now)
	c.Header.Sequence, c.Header.Follows = d.place(&m.Header)
	c.Header.Approvals = stand(d.Policy.Persons(d.Workspace, m.Header.Kind), o, now)
	vs := append(c.Validate(now), violations(plausible(m.Body, d.facilities()))...)
	h := &m.Header
	fail := func(code, pointer, format string, a ...any) {
		vs = append(vs, schema.Violation{Code: code, Pointer: pointer, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...)})
	}
	for _, p := range d.unknown(h.Addressees) {
		fail("addressee-unknown", "/header/addressees", "%s is not in the directory; it cannot be reached", p)
	}
	d.checkFiles(h, fail)
	d.checkThread(m, fail)
	d.checkRevoked(h, fail)
	d.checkAnswer(m, fail)
	if d.Workspace == schema.Exercise && h.Kind != schema.KindExercise && h.Exercise != "" {
		ex, ok := d.Tracker.Exercise(h.Exercise)
		switch {
		case !ok || !d.Tracker.Entered(h.Exercise, d.Party):
			fail("exercise-not-entered", "/header/exercise", "%s has not entered exercise %q", d.Party, h.Exercise)
		case !ex.Running() && h.Kind != schema.KindAcknowledgement:
			fail("exercise-not-running", "/header/exercise", "exercise %s is not running", h.Exercise)
		}
	}
	return vs
}

// stand puts placeholders where persons have still to approve, so that a draft
// is not called wrong for what comes next.
func stand(n int, o Officer, now time.Time) []schema.Approval {
	var as []schema.Approval
	for i := range max(n, 1) {
		a := schema.Approval{Act: schema.ActApproved, Officer: fmt.Sprintf("person-%d", i+1), Name: o.Name, Desk: o.Desk, At: schema.NewInstant(now)}
		if i == 0 {
			a.Act = schema.ActDrafted
		}
		as = append(as, a)
	}
	return as
}
