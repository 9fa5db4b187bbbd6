package schema

// Notification is the fact itself, Art. 2(a): the accident, its nature, the time
// of its occurrence and its exact location where appropriate. It opens an event.
// Everything else may follow; nothing else may delay it.
type Notification struct {
	// Bases are the legal bases, never implied.
	Bases []LegalBasis `json:"bases,omitempty" validate:"max=8,unique,dive,oneof='Article 2' 'Article 3' 'Transnational emergency' '87/600/Euratom' Bilateral"`
	Level Level        `json:"level,omitempty" validate:"omitempty,oneof=notification advisory information"`
	// ResponsibleState has jurisdiction or control (Art. 1.1); it is not always
	// where the accident is.
	ResponsibleState Party `json:"responsibleState,omitempty" validate:"omitempty,party"`

	Nature   Nature    `json:"nature"`
	Occurred Occurred  `json:"occurred"`
	Location *Location `json:"location,omitempty"`
	Facility *Facility `json:"facility,omitempty"`

	Class *EmergencyClass `json:"class,omitempty"`
	INES  *INES           `json:"ines,omitempty"`
	Text  string          `json:"text,omitempty" validate:"max=8000"`
}

// Kind implements Body.
func (*Notification) Kind() Kind { return KindNotification }

// LegalBasis is why a State tells.
type LegalBasis string

const (
	BasisArticle2      LegalBasis = "Article 2"
	BasisArticle3      LegalBasis = "Article 3"
	BasisTransnational LegalBasis = "Transnational emergency"
	BasisEuratom       LegalBasis = "87/600/Euratom"
	BasisBilateral     LegalBasis = "Bilateral"
)

// Level grades a notification in the vocabulary of the IAEA's manual.
type Level string

// Information is what is known so far, Art. 2(b) and 5.1(a) to (h), "as then
// available": an item that is missing warns and never blocks.
type Information struct {
	ValidAt Time `json:"validAt" validate:"utcseconds"`
	// NextUpdateDue is when more is promised (Art. 5.2).
	NextUpdateDue Time   `json:"nextUpdateDue,omitempty" validate:"omitempty,utcseconds"`
	Summary       string `json:"summary,omitempty" validate:"max=8000"`

	Accident   Item[Accident]   `json:"accident,omitzero"`   // 5.1(a)
	Facility   Item[Facility]   `json:"facility,omitzero"`   // 5.1(b)
	Cause      Item[Cause]      `json:"cause,omitzero"`      // 5.1(c)
	Release    Item[Release]    `json:"release,omitzero"`    // 5.1(d)
	Conditions Item[Conditions] `json:"conditions,omitzero"` // 5.1(e)
	Monitoring Item[Monitoring] `json:"monitoring,omitzero"` // 5.1(f)
	Measures   Item[Measures]   `json:"measures,omitzero"`   // 5.1(g)
	Prediction Item[Prediction] `json:"prediction,omitzero"` // 5.1(h)
}

// Kind implements Body.
func (*Information) Kind() Kind { return KindInformation }

// Availability says whether an item of Art. 5.1 is there. Unknown is never an
// empty field.
type Availability string

const (
	Provided        Availability = "provided"
	NotYetAvailable Availability = "notYetAvailable"
	NotApplicable   Availability = "notApplicable"
)

// Item is one item of Art. 5.1 with its availability.
type Item[T any] struct {
	Availability Availability `json:"availability" validate:"omitempty,oneof=provided notYetAvailable notApplicable"`
	Details      *T           `json:"details,omitempty"`
}

// Correction replaces a message that was wrong; the event goes on. The header
// names the wrong one in revokes; the body carries the right one.
type Correction struct {
	Reason       string        `json:"reason" validate:"required,max=2000"`
	Notification *Notification `json:"notification,omitempty"`
	Information  *Information  `json:"information,omitempty"`
}

// Kind implements Body.
func (*Correction) Kind() Kind { return KindCorrection }

// Withdrawal says: sent in error, there is no emergency. The header names the
// message in revokes; the addressees are computed, never chosen.
type Withdrawal struct {
	Reason string `json:"reason" validate:"required,max=2000"`
}

// Kind implements Body.
func (*Withdrawal) Kind() Kind { return KindWithdrawal }

// Termination says that the event is over or when it will be (Art. 5.2).
type Termination struct {
	State TerminationState `json:"state" validate:"oneof=foreseen actual"`
	At    Time             `json:"at" validate:"utcseconds"`
	Text  string           `json:"text,omitempty" validate:"max=8000"`
}

// Kind implements Body.
func (*Termination) Kind() Kind { return KindTermination }

// TerminationState is "foreseen or actual", in the words of Art. 5.2.
type TerminationState string

const (
	TerminationForeseen TerminationState = "foreseen"
	TerminationActual   TerminationState = "actual"
)

// Acknowledgement says that a person has a message. It is never a Receipt,
// which a machine gives.
type Acknowledgement struct {
	Message MessageID `json:"message" validate:"messageid"`
	Digest  Digest    `json:"digest" validate:"digest"`
	Rung    Rung      `json:"rung" validate:"oneof=acknowledged verified takenOver"`
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

// Linktest runs the real path and cannot look like an emergency.
type Linktest struct {
	Form LinktestForm `json:"form" validate:"oneof=machine person"`
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
	Act  ExerciseVerb `json:"act" validate:"oneof=announce enter start end"`
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
