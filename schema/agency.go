package schema

// Dissemination gives a message, as its author signed it, to parties the author
// did not address (Art. 4(a)). Only the Agency issues it.
type Dissemination struct {
	Author  Party     `json:"author,omitempty" validate:"party"`
	Message MessageID `json:"message,omitempty" validate:"messageid"`
	Digest  Digest    `json:"digest,omitempty" validate:"digest"`
	// Envelope is the message's own, byte for byte.
	Envelope     []byte       `json:"envelope,omitempty" validate:"required,max=261120"`
	Verification Verification `json:"verification"`
	Text         string       `json:"text,omitempty" validate:"max=2000"`
}

// Kind implements Body.
func (*Dissemination) Kind() Kind { return KindDissemination }

// Verification is whether the Agency has asked the author back.
type Verification struct {
	State VerificationState `json:"state,omitempty" validate:"oneof=verified notYet"`
	At    Time              `json:"at,omitempty" validate:"omitempty,utcseconds"`
}

// VerificationState is verified, or not yet.
type VerificationState string

const (
	Verified       VerificationState = "verified"
	NotYetVerified VerificationState = "notYet"
)

// Directory carries an edition of the directory, as its keepers signed it (Art.
// 7.3).
type Directory struct {
	Number  int    `json:"number" validate:"gte=1,lte=9007199254740991"`
	Digest  Digest `json:"digest,omitempty" validate:"digest"`
	Edition []byte `json:"edition,omitempty" validate:"required,max=261120"`
}

// Kind implements Body.
func (*Directory) Kind() Kind { return KindDirectory }
