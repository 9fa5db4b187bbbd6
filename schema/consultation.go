package schema

// Request asks another party (Art. 6). It may be about an event or about none:
// levels that were measured, a rumour.
type Request struct {
	Type    RequestType `json:"type,omitempty" validate:"oneof='Request for Information' 'Request for Clarification' 'Request for Advice' 'Request for Verification'"`
	Subject string      `json:"subject,omitempty" validate:"required,max=255"`
	Text    string      `json:"text,omitempty" validate:"max=8000"`
	// About is the message that the request is about.
	About MessageID `json:"about,omitempty" validate:"omitempty,messageid"`
	DueAt Time      `json:"dueAt,omitempty" validate:"omitempty,utcseconds"` // when an answer is hoped for
}

// Kind implements Body.
func (*Request) Kind() Kind { return KindRequest }

// RequestType is what is asked for: IRIX's words, and the verification of a
// message. A request for assistance is a kind of its own.
type RequestType string

const (
	RequestInformation   RequestType = "Request for Information"
	RequestClarification RequestType = "Request for Clarification"
	RequestAdvice        RequestType = "Request for Advice"
	RequestVerification  RequestType = "Request for Verification"
)

// Reply answers a request. "Nothing to report" is an answer.
type Reply struct {
	Request MessageID `json:"request,omitempty" validate:"messageid"`
	Outcome Outcome   `json:"outcome,omitempty" validate:"oneof=answered nothingToReport confirmed denied later declined"`
	Text    string    `json:"text,omitempty" validate:"max=8000"`
	// DueAt is when the answer comes, of one that is given later.
	DueAt Time `json:"dueAt,omitempty" validate:"omitempty,utcseconds"`
}

// Kind implements Body.
func (*Reply) Kind() Kind { return KindReply }

// Outcome is how a request was answered.
type Outcome string

const (
	OutcomeAnswered        Outcome = "answered"
	OutcomeNothingToReport Outcome = "nothingToReport"
	OutcomeConfirmed       Outcome = "confirmed" // the message is ours and says what we mean
	OutcomeDenied          Outcome = "denied"    // it is not
	OutcomeLater           Outcome = "later"
	OutcomeDeclined        Outcome = "declined"
)
