package schema

import "slices"

// Acknowledgement says that a person has a message. It is never a Receipt,
// which a machine gives.
type Acknowledgement struct {
	Message MessageID `json:"message,omitempty" validate:"messageid"`
	Digest  Digest    `json:"digest,omitempty" validate:"digest"`
	Rung    Rung      `json:"rung,omitempty" validate:"oneof=acknowledged verified takenOver"`
	Remark  string    `json:"remark,omitempty" validate:"max=2000"`
}

// Kind implements Body.
func (*Acknowledgement) Kind() Kind { return KindAcknowledgement }

// Rung is how far a person has taken a message.
type Rung string

const (
	RungAcknowledged Rung = "acknowledged"
	RungVerified     Rung = "verified"  // by call-back to the number in the directory
	RungTakenOver    Rung = "takenOver" // by the competent authority
)

// Rungs lists them, each above the one before.
var Rungs = []Rung{RungAcknowledged, RungVerified, RungTakenOver}

// Reaches reports whether who is on r is at least on the rung wanted.
func (r Rung) Reaches(wanted Rung) bool { return slices.Index(Rungs, r) >= slices.Index(Rungs, wanted) }

// Presented says that a message stands on a screen that somebody may see. A node
// says it of itself: it names console and desk, never a person.
type Presented struct {
	Message MessageID `json:"message,omitempty" validate:"messageid"`
	Digest  Digest    `json:"digest,omitempty" validate:"digest"`
	Screen  Screen    `json:"screen,omitempty" validate:"oneof=console watch"`
	At      Instant   `json:"at,omitempty" validate:"utcmillis"`
}

// Kind implements Body.
func (*Presented) Kind() Kind { return KindPresented }

// Screen is where a message was shown.
type Screen string

const (
	ScreenConsole Screen = "console" // a page that was visible
	ScreenWatch   Screen = "watch"   // a watch display
)

// Linktest runs the real path and cannot look like an emergency.
type Linktest struct {
	Form LinktestForm `json:"form,omitempty" validate:"oneof=machine person"`
	Text string       `json:"text,omitempty" validate:"max=500"`
}

// Kind implements Body.
func (*Linktest) Kind() Kind { return KindLinktest }

// LinktestForm is who answers: a machine by its receipt, or a person.
type LinktestForm string

const (
	LinktestMachine LinktestForm = "machine"
	LinktestPerson  LinktestForm = "person"
)

// ExerciseAct moves an exercise; the header names which.
type ExerciseAct struct {
	Act  ExerciseVerb `json:"act,omitempty" validate:"oneof=announce enter start end"`
	Name string       `json:"name,omitempty" validate:"max=255"`
	Text string       `json:"text,omitempty" validate:"max=2000"`
}

// Kind implements Body.
func (*ExerciseAct) Kind() Kind { return KindExercise }

// ExerciseVerb is what is done with the exercise.
type ExerciseVerb string

const (
	ExerciseAnnounce ExerciseVerb = "announce"
	ExerciseEnter    ExerciseVerb = "enter"
	ExerciseStart    ExerciseVerb = "start"
	ExerciseEnd      ExerciseVerb = "end"
)
