package notify

import (
	"cmp"
	"maps"
	"slices"

	"forthwith/schema"
)

// ExerciseState is how far an exercise has come, as this node knows it.
type ExerciseState struct {
	ID           schema.ExerciseID
	Name         string
	Coordinator  schema.Party // who announced it; empty until the announcement is here
	Participants []schema.Party
	Announced    schema.Instant
	Entered      map[schema.Party]schema.Instant
	Started      schema.Instant
	Ended        schema.Instant
}

// Running reports whether it has started and not ended.
func (e *ExerciseState) Running() bool { return e.Started != "" && e.Ended == "" }

// Entered reports whether p has agreed to take part. Who announces takes part.
func (t *Tracker) Entered(id schema.ExerciseID, p schema.Party) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	e := t.exercises[id]
	return e != nil && (e.Coordinator == p || e.Entered[p] != "")
}

// Exercise looks one up; the copy is the caller's.
func (t *Tracker) Exercise(id schema.ExerciseID) (ExerciseState, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	e := t.exercises[id]
	if e == nil {
		return ExerciseState{}, false
	}
	return e.copy(), true
}

// Exercises lists them, newest first.
func (t *Tracker) Exercises() []ExerciseState {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []ExerciseState
	for _, e := range t.exercises {
		out = append(out, e.copy())
	}
	slices.SortFunc(out, func(a, b ExerciseState) int {
		return cmp.Or(cmp.Compare(b.Announced, a.Announced), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func (e *ExerciseState) copy() ExerciseState {
	c := *e
	c.Entered = maps.Clone(e.Entered)
	c.Participants = slices.Clone(e.Participants)
	return c
}

// applyExercise folds the acts of an exercise, in whatever order they come. Only
// its coordinator starts and ends it: who that is, the announcement says.
func (t *Tracker) applyExercise(m *Message, b *schema.ExerciseAct) {
	h := &m.Header
	e := t.exercises[h.Exercise]
	if e == nil {
		e = &ExerciseState{ID: h.Exercise, Entered: make(map[schema.Party]schema.Instant)}
		t.exercises[h.Exercise] = e
	}
	byCoordinator := schema.EventID(h.Exercise).Party() == h.From
	switch b.Act {
	case schema.ExerciseAnnounce:
		if byCoordinator && e.Announced == "" {
			e.Name, e.Coordinator, e.Announced = b.Name, h.From, h.ReleasedAt
			e.Participants = slices.Clone(h.Addressees)
		}
	case schema.ExerciseEnter:
		if e.Entered[h.From] == "" {
			e.Entered[h.From] = h.ReleasedAt
		}
	case schema.ExerciseStart:
		if byCoordinator && e.Started == "" {
			e.Started = h.ReleasedAt
		}
	case schema.ExerciseEnd:
		if byCoordinator && e.Ended == "" {
			e.Ended = h.ReleasedAt
		}
	}
}
