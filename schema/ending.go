package schema

// Correction replaces a message that was wrong; the event goes on. The header
// names the wrong one in revokes; the body carries the right one, whole.
type Correction struct {
	Reason       string        `json:"reason,omitempty" validate:"required,max=2000"`
	Notification *Notification `json:"notification,omitempty"`
	Information  *Information  `json:"information,omitempty"`
	Measurement  *Measurement  `json:"measurement,omitempty"`
	Measures     *Measures     `json:"measures,omitempty"`
}

// Kind implements Body.
func (*Correction) Kind() Kind { return KindCorrection }

// Correctable says whether a correction can carry a body of the kind.
func (k Kind) Correctable() bool {
	return k == KindNotification || k == KindInformation || k == KindMeasurement || k == KindMeasures
}

// NewCorrection is a correction with the message that is right, whose kind is
// correctable; with any other it carries none, which no rule admits.
func NewCorrection(reason string, right Body) *Correction {
	c := &Correction{Reason: reason}
	switch right := right.(type) {
	case *Notification:
		c.Notification = right
	case *Information:
		c.Information = right
	case *Measurement:
		c.Measurement = right
	case *Measures:
		c.Measures = right
	}
	return c
}

// Withdrawal says: sent in error, there is no emergency. The header names the
// message in revokes; the addressees are computed, never chosen.
type Withdrawal struct {
	Reason string `json:"reason,omitempty" validate:"required,max=2000"`
}

// Kind implements Body.
func (*Withdrawal) Kind() Kind { return KindWithdrawal }

// Reinstatement says that a withdrawal was wrong: the emergency is real. The
// header names the withdrawal in revokes; what it withdrew stands again.
type Reinstatement struct {
	Reason string `json:"reason,omitempty" validate:"required,max=2000"`
}

// Kind implements Body.
func (*Reinstatement) Kind() Kind { return KindReinstatement }

// Termination says that the event is over or when it will be (Art. 5.2).
type Termination struct {
	State TerminationState `json:"state,omitempty" validate:"oneof=foreseen actual"`
	At    Time             `json:"at,omitempty" validate:"utcseconds"`
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
