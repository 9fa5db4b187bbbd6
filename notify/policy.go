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
	// FilesPerParty is how much each party, and we ourselves, may have this node
	// keep in files, in bytes and in each world.
	FilesPerParty int64
}

// DefaultPolicy is what a node does that was told nothing: the table of kinds
// in both worlds, 30 minutes for a person, 1 GiB of files for each party.
func DefaultPolicy() Policy {
	return Policy{PersonWithin: 30 * time.Minute, FilesPerParty: 1 << 30}
}

// Persons is how many release a message of the kind.
func (p Policy) Persons(w schema.Workspace, k schema.Kind) int {
	if n, ok := p.ExercisePersons[k]; ok && w == schema.Exercise {
		return n
	}
	r, _ := k.Rule()
	return r.Persons
}
