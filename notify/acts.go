package notify

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"forthwith/schema"
)

// The acts an officer has ready at hand. Each is a message like any other; an
// id that the caller made lets it ask again after a lost answer.

// Withdraw says of an event of ours: sent in error, there is no emergency. One
// person is enough, at once.
func (d *Desk) Withdraw(ctx context.Context, o Officer, id schema.MessageID, event schema.EventID, reason string, now time.Time) (Outcome, error) {
	if err := o.person("withdraw", RightIssue); err != nil {
		return Outcome{}, err
	}
	if _, ok := d.Tracker.Event(event); !ok {
		return Outcome{}, fmt.Errorf("event %q: %w", event, ErrNotFound)
	}
	return d.Draft(ctx, o, &schema.Message{
		Header: schema.Header{ID: id, Event: event},
		Body:   &schema.Withdrawal{Reason: reason},
	}, now)
}

// Acknowledge says that a person of this desk has a message we received.
func (d *Desk) Acknowledge(ctx context.Context, o Officer, id, of schema.MessageID, rung schema.Rung, remark string, now time.Time) (Outcome, error) {
	right := RightReceive
	if rung == schema.RungTakenOver {
		right = RightTakeOver
	}
	if err := o.person("acknowledge", right); err != nil {
		return Outcome{}, err
	}
	m, ok := d.Tracker.Message(of)
	if !ok || m.Own() {
		return Outcome{}, fmt.Errorf("received message %q: %w", of, ErrNotFound)
	}
	if a, done := m.AcknowledgedBy(o.Desk, rung); done {
		out, _ := d.already(a.Message)
		return out, nil
	}
	h := m.Header
	ack := &schema.Message{
		Header: schema.Header{
			ID: id, Context: h.Context, Addressees: []schema.Party{h.From}, Event: h.Event, Exercise: h.Exercise,
			Confidentiality: h.Confidentiality, Follows: h.ID,
		},
		Body: &schema.Acknowledgement{Message: h.ID, Digest: m.Digest, Rung: rung, Remark: remark},
	}
	return d.Draft(ctx, o, ack, now)
}

// EnterExercise agrees to take part in an exercise that was announced to us, and
// tells its coordinator and the other participants.
func (d *Desk) EnterExercise(ctx context.Context, o Officer, id schema.MessageID, ex schema.ExerciseID, now time.Time) (Outcome, error) {
	if err := o.person("enter an exercise", RightCoordinate); err != nil {
		return Outcome{}, err
	}
	e, ok := d.Tracker.Exercise(ex)
	if !ok || e.Announced == "" {
		return Outcome{}, fmt.Errorf("announced exercise %q: %w", ex, ErrNotFound)
	}
	return d.exerciseAct(ctx, o, id, &e, schema.ExerciseEnter, now)
}

// AnnounceExercise tells the participants that an exercise is planned.
func (d *Desk) AnnounceExercise(ctx context.Context, o Officer, id schema.MessageID, name string, to []schema.Party, now time.Time) (Outcome, error) {
	if err := o.person("announce an exercise", RightCoordinate); err != nil {
		return Outcome{}, err
	}
	return d.Draft(ctx, o, &schema.Message{
		Header: schema.Header{ID: id, Exercise: schema.NewExerciseID(d.Party, now), Addressees: slices.Clone(to)},
		Body:   &schema.ExerciseAct{Act: schema.ExerciseAnnounce, Name: name},
	}, now)
}

// MoveExercise starts or ends an exercise of ours.
func (d *Desk) MoveExercise(ctx context.Context, o Officer, id schema.MessageID, ex schema.ExerciseID, act schema.ExerciseVerb, now time.Time) (Outcome, error) {
	if err := o.person(string(act)+" an exercise", RightCoordinate); err != nil {
		return Outcome{}, err
	}
	e, ok := d.Tracker.Exercise(ex)
	if !ok {
		return Outcome{}, fmt.Errorf("exercise %q: %w", ex, ErrNotFound)
	}
	if e.Coordinator != d.Party {
		return Outcome{}, &Denied{fmt.Sprintf("exercise %s is run by %s; only it can %s it", ex, e.Coordinator, act)}
	}
	return d.exerciseAct(ctx, o, id, &e, act, now)
}

func (d *Desk) exerciseAct(ctx context.Context, o Officer, id schema.MessageID, e *ExerciseState, act schema.ExerciseVerb, now time.Time) (Outcome, error) {
	to := append(slices.Clone(e.Participants), e.Coordinator)
	to = slices.DeleteFunc(to, func(p schema.Party) bool { return p == d.Party })
	slices.Sort(to)
	return d.Draft(ctx, o, &schema.Message{
		Header: schema.Header{ID: id, Exercise: e.ID, Addressees: slices.Compact(to)},
		Body:   &schema.ExerciseAct{Act: act},
	}, now)
}

// Note records an officer's note. One about something that rings stops it.
func (d *Desk) Note(ctx context.Context, o Officer, about, text string, now time.Time) error {
	if err := o.person("write a note", RightReceive, RightIssue, RightTakeOver); err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return schema.Violations{{Code: "required", Pointer: "/text", Severity: schema.SeverityError, Text: "write what you did"}}
	}
	return d.record(ctx, EntryNote, NoteRecord{
		About: about, Officer: o.Login, Name: o.Name, Desk: o.Desk, Text: clip(text, 2000), At: schema.NewInstant(now),
	}, now)
}
