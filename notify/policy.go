package notify

import (
	"time"

	"forthwith/schema"
)

// Policy is what a party decides for itself.
type Policy struct {
	// ExercisePersons says how many persons release a kind in exercise, where it
	// differs from live. Live is fixed by the table of kinds.
	ExercisePersons map[schema.Kind]int
	// PersonWithin is the target for a person of an addressee to have a message;
	// past it the sender telephones.
	PersonWithin time.Duration
}

// DefaultPolicy is what a node does that was told nothing: the table of kinds
// in both worlds, and 30 minutes for a person.
func DefaultPolicy() Policy {
	return Policy{PersonWithin: 30 * time.Minute}
}

// Persons is how many release a message of the kind.
func (p Policy) Persons(w schema.Workspace, k schema.Kind) int {
	if n, ok := p.ExercisePersons[k]; ok && w == schema.Exercise {
		return n
	}
	r, _ := k.Rule()
	return r.Persons
}
