package notify

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// Desk is where officers act: draft, approve, release, withdraw, acknowledge.
type Desk struct {
	Party     schema.Party
	Workspace schema.Workspace
	Journal   Journal
	Tracker   *Tracker
	Signer    Signer
	Policy    Policy
	// Known reports whether a party stands in the directory; a message to one
	// that does not could never be delivered.
	Known func(schema.Party) bool
	// Facilities is the catalogue of this node; nil where there is none.
	Facilities func() *catalogue.List
	// Step is told where the path stands; tests kill the process there.
	Step func(step string)

	// releasing admits one release at a time, so that two messages of an event
	// do not take the same place in the series.
	releasing chan struct{}
}

// NewDesk is d, ready.
func NewDesk(d Desk) *Desk {
	d.releasing = make(chan struct{}, 1)
	return &d
}

// Outcome is what became of an act: a message released, or a draft that waits
// for more persons.
type Outcome struct {
	Message  schema.MessageID
	Event    schema.EventID
	Exercise schema.ExerciseID
	Released bool
	// Needs is how many more persons must approve.
	Needs      int
	Addressees []schema.Party
	// Violations are the warnings; errors are returned as an error.
	Violations schema.Violations
}

// Draft takes what an officer wrote, fills in what the desk knows, and records
// it for approval; a message that one person releases goes at once. Errors are
// schema.Violations, *Denied, or of the journal.
func (d *Desk) Draft(ctx context.Context, o Officer, m *schema.Message, now time.Time) (Outcome, error) {
	if err := notByDesk(m.Body.Kind()); err != nil {
		return Outcome{}, err
	}
	if err := o.allowed("draft a "+string(m.Body.Kind()), rightsFor(m.Body.Kind())...); err != nil {
		return Outcome{}, err
	}
	if out, there := d.already(m.Header.ID); there {
		return out, d.sameAct(ctx, m)
	}
	if err := d.complete(o, m, now); err != nil {
		return Outcome{}, err
	}
	vs := append(d.fill(m), d.check(m, o, now)...)
	if vs.Err() != nil {
		return Outcome{Violations: vs}, vs
	}
	if !o.Machine && d.Policy.Persons(d.Workspace, m.Header.Kind) <= 1 {
		return d.release(ctx, m, []schema.Approval{o.approval(schema.ActDrafted, schema.NewInstant(now))}, vs, now)
	}
	rec := DraftRecord{Draft: m.Header.ID}
	if o.Machine {
		rec.Machine = o.Login
	} else {
		a := o.approval(schema.ActDrafted, schema.NewInstant(now))
		rec.Approval = &a
	}
	var err error
	if rec.Document, err = schema.Canonical(m); err != nil {
		return Outcome{}, err
	}
	if err := d.record(ctx, EntryDraft, rec, now); err != nil {
		return Outcome{}, err
	}
	d.step("desk.drafted")
	out := d.outcome(m, vs)
	out.Needs = d.needs(m, rec.Approval)
	return out, nil
}

// Approve adds a person's approval; the one that completes the number releases.
func (d *Desk) Approve(ctx context.Context, o Officer, id schema.MessageID, now time.Time) (Outcome, error) {
	draft, ok := d.Tracker.Draft(id)
	released, gone := d.Tracker.Own(id)
	var kind schema.Kind
	switch {
	case gone:
		kind = released.Header.Kind
	case ok:
		kind = draft.Message.Header.Kind
	default:
		return Outcome{}, fmt.Errorf("draft %q: %w", id, ErrNotFound)
	}
	if err := o.person("approve a "+string(kind), rightsFor(kind)...); err != nil {
		return Outcome{}, err
	}
	if out, _ := d.already(id); out.Released {
		return out, nil
	}
	m := draft.Message
	for _, a := range draft.Approvals {
		if a.Officer == o.Login {
			return Outcome{}, &Denied{fmt.Sprintf("%s has %s it already; a second person releases", o.Name, a.Act)}
		}
	}
	act := schema.ActApproved
	if len(draft.Approvals) == 0 {
		act = schema.ActDrafted // a machine drafted; the first person makes it theirs
	}
	approval := o.approval(act, schema.NewInstant(now))
	approvals := append(draft.Approvals, approval)
	vs := d.check(m, o, now)
	if vs.Err() != nil {
		return Outcome{Violations: vs}, vs
	}
	if need := d.Policy.Persons(d.Workspace, m.Header.Kind); len(approvals) < need {
		if err := d.record(ctx, EntryDraft, DraftRecord{Draft: id, Approval: &approval}, now); err != nil {
			return Outcome{}, err
		}
		out := d.outcome(m, vs)
		out.Needs = need - len(approvals)
		return out, nil
	}
	return d.release(ctx, m, approvals, vs, now)
}

// release gives the message its place, seals it and records it: one append to
// issue. From here the gateway owes it to every addressee.
func (d *Desk) release(ctx context.Context, m *schema.Message, approvals []schema.Approval, vs schema.Violations, now time.Time) (Outcome, error) {
	select {
	case d.releasing <- struct{}{}:
		defer func() { <-d.releasing }()
	case <-ctx.Done():
		return Outcome{}, ctx.Err()
	}
	if out, there := d.already(m.Header.ID); there && out.Released {
		return out, d.sameAct(ctx, m)
	}
	h := &m.Header
	if e, ok := d.Tracker.Event(h.Event); ok {
		d.fromThread(h, &e) // who holds it may have become more since the draft
	}
	h.Approvals = approvals
	h.ReleasedAt = schema.NewInstant(now)
	h.Sequence, h.Follows = d.place(h)
	var err error
	if h.Raised, err = d.raised(ctx, m); err != nil {
		return Outcome{}, err
	}
	if vs := m.Validate(now); vs.Err() != nil {
		return Outcome{Violations: vs}, vs
	}
	payload, err := schema.Canonical(m)
	if err != nil {
		return Outcome{}, err
	}
	env, err := d.Signer.Seal(schema.PayloadType(d.Workspace, string(h.Kind)), payload)
	if err != nil {
		return Outcome{}, fmt.Errorf("seal %s: %w", h.ID, err)
	}
	raw := env.Marshal()
	if len(raw) > schema.MaxEnvelope {
		return Outcome{}, fmt.Errorf("%w: %d bytes, at most %d; shorten the text", schema.ErrOversized, len(raw), schema.MaxEnvelope)
	}
	d.step("desk.sealed")
	_, err = d.Journal.Append(ctx, Entry{
		Type: EntryMessage, Origin: d.Party, ID: string(h.ID), At: schema.NewInstant(now), Digest: env.Digest(), Data: raw,
		read: &reading{message: m},
	})
	var two *Conflict
	if errors.As(err, &two) {
		out, _ := d.already(h.ID)
		return out, d.sameAct(ctx, m)
	}
	if err != nil {
		return Outcome{}, err
	}
	d.step("desk.recorded")
	out := d.outcome(m, vs)
	out.Released = true
	return out, nil
}

// ErrNotFound is what is asked for and is not there.
var ErrNotFound = errors.New("not found")

// already finds an act that was recorded before: who asks again, after a lost
// answer or a restart, is told the same.
func (d *Desk) already(id schema.MessageID) (Outcome, bool) {
	if m, ok := d.Tracker.Own(id); ok {
		out := d.outcome(&schema.Message{Header: m.Header}, nil)
		out.Released = true
		return out, true
	}
	if dr, ok := d.Tracker.Draft(id); ok {
		out := d.outcome(dr.Message, nil)
		out.Needs = d.Policy.Persons(d.Workspace, dr.Message.Header.Kind) - len(dr.Approvals)
		return out, true
	}
	return Outcome{}, false
}

// sameAct refuses an act under the id of another: who is told "released" must
// not think that something else was.
func (d *Desk) sameAct(ctx context.Context, m *schema.Message) error {
	there, err := d.recorded(ctx, m.Header.ID)
	if err != nil {
		return err
	}
	asRecorded(m.Body, there.Body)
	a, errA := schema.Canonical(m.Body)
	b, errB := schema.Canonical(there.Body)
	if err := errors.Join(errA, errB); err != nil {
		return err
	}
	h, t := &m.Header, &there.Header
	if m.Body.Kind() == t.Kind && (h.Event == "" || h.Event == t.Event) && (h.Revokes == "" || h.Revokes == t.Revokes) && bytes.Equal(a, b) {
		return nil
	}
	return schema.Violations{{
		Code: "id-used", Pointer: "/header/id", Severity: schema.SeverityError,
		Text: fmt.Sprintf("another message, a %s, has the id %s; leave the id out and one is made", t.Kind, t.ID),
	}}
}

// recorded is what stands under an id of ours: a draft, or a message as released.
func (d *Desk) recorded(ctx context.Context, id schema.MessageID) (*schema.Message, error) {
	m, ok := d.Tracker.Own(id)
	if !ok {
		dr, ok := d.Tracker.Draft(id)
		if !ok {
			return nil, fmt.Errorf("message %q: %w", id, ErrNotFound)
		}
		return dr.Message, nil
	}
	rec, err := d.Journal.Read(ctx, m.Epoch, m.Position)
	if err != nil {
		return nil, err
	}
	env, err := schema.ParseEnvelope(rec.Data)
	if err != nil {
		return nil, err
	}
	sm, vs := schema.ParseMessage(env.Payload)
	return sm, vs.Err()
}

func (d *Desk) outcome(m *schema.Message, vs schema.Violations) Outcome {
	h := &m.Header
	return Outcome{Message: h.ID, Event: h.Event, Exercise: h.Exercise, Addressees: h.Addressees, Violations: vs}
}

func (d *Desk) needs(m *schema.Message, first *schema.Approval) int {
	n := d.Policy.Persons(d.Workspace, m.Header.Kind)
	if first != nil {
		n--
	}
	return max(n, 0)
}

// place is the next number in our series for the event, and what it follows.
func (d *Desk) place(h *schema.Header) (int, schema.MessageID) {
	if h.Event == "" {
		return 1, h.Follows
	}
	e, _ := d.Tracker.Event(h.Event)
	n, follows := 1, h.Follows
	for _, m := range e.Messages {
		if m.Own() {
			n = max(n, m.Header.Sequence+1)
			if h.Follows == "" && m.Header.Kind != schema.KindAcknowledgement {
				follows = m.Header.ID
			}
		}
	}
	return n, follows
}

// record appends a record of this desk's own.
func (d *Desk) record(ctx context.Context, t EntryType, v any, now time.Time) error {
	data, err := schema.Canonical(v)
	if err != nil {
		return err
	}
	_, err = d.Journal.Append(ctx, Entry{
		Type: t, Origin: d.Party, ID: string(schema.NewMessageID()), At: schema.NewInstant(now), Data: data,
	})
	return err
}

func (d *Desk) facilities() *catalogue.List {
	if d.Facilities == nil {
		return nil
	}
	return d.Facilities()
}

func (d *Desk) step(s string) {
	if d.Step != nil {
		d.Step(s)
	}
}

// unknown are the addressees the directory does not have.
func (d *Desk) unknown(ps []schema.Party) []schema.Party {
	return slices.DeleteFunc(slices.Clone(ps), d.Known)
}
