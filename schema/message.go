package schema

import "slices"

// Message is one document: a header and exactly one body, whose kind the header
// names. What an officer writes in a file is the same shape with the fields that
// the desk fills in left out.
type Message struct {
	Header Header `json:"header"`
	Body   Body   `json:"body"`
}

// Body is what a message says; each kind has one type.
type Body interface{ Kind() Kind }

// Header says who tells whom, of which event, in which world.
type Header struct {
	ID         MessageID  `json:"id,omitempty" validate:"messageid"`
	ReportUUID ReportUUID `json:"reportUuid,omitempty" validate:"uuid4"`

	Kind      Kind          `json:"kind,omitempty" validate:"kind"`
	Workspace Workspace     `json:"workspace,omitempty" validate:"oneof=live exercise"`
	Context   ReportContext `json:"context,omitempty" validate:"oneof=Emergency Exercise Test Routine"`

	From       Party   `json:"from,omitempty" validate:"party"`
	Desk       string  `json:"desk,omitempty" validate:"required,max=64"`
	Addressees Parties `json:"addressees,omitempty" validate:"min=1,max=400,unique,dive,party"`

	Event    EventID    `json:"event,omitempty" validate:"omitempty,eventid"`
	Exercise ExerciseID `json:"exercise,omitempty" validate:"omitempty,eventid"`
	// Sequence is the place in the author's series for the event, from 1. It
	// orders; a gap or a late one is shown, never refused.
	Sequence int       `json:"sequence" validate:"gte=1,lte=9007199254740991"`
	Follows  MessageID `json:"follows,omitempty" validate:"omitempty,messageid"`
	Revokes  MessageID `json:"revokes,omitempty" validate:"omitempty,messageid"`

	// Raised is why the message rings afresh: the desk sees it from what it said
	// before, and a receiver that has not got all of that need not.
	Raised []Raised `json:"raised,omitempty" validate:"max=3,unique,dive,oneof=class release measures"`

	// OtherIDs are the ids other organisations gave the event.
	OtherIDs []OtherID `json:"otherIds,omitempty" validate:"max=32,dive"`
	// SentElsewhere says where the same was given before, as in USIE or ECURIE.
	SentElsewhere []SentElsewhere `json:"sentElsewhere,omitempty" validate:"max=16,dive"`

	CreatedAt  Time    `json:"createdAt,omitempty" validate:"utcseconds"`
	ReleasedAt Instant `json:"releasedAt,omitempty" validate:"utcmillis"`
	// Wanted is the acknowledgement that the author hopes for; the addressee's own
	// policy may be stricter.
	Wanted *Wanted `json:"wanted,omitempty"`

	Confidentiality Confidentiality `json:"confidentiality,omitempty" validate:"oneof=addressees authorities public"`
	Language        string          `json:"language,omitempty" validate:"language"`

	Attachments []Attachment `json:"attachments,omitempty" validate:"max=16,dive"`

	// Approvals are the persons who released the message, the drafter first.
	Approvals []Approval `json:"approvals,omitempty" validate:"max=8,dive"`
}

// OtherID is what another organisation calls the event (IRIX EventIdentification).
type OtherID struct {
	Organisation string `json:"organisation,omitempty" validate:"required,max=255"`
	ID           string `json:"id,omitempty" validate:"required,max=255"`
}

// SentElsewhere is one system or party that has the content already.
type SentElsewhere struct {
	System string `json:"system,omitempty" validate:"required,max=64"` // USIE, ECURIE, a fax number
	ID     string `json:"id,omitempty" validate:"max=255"`             // its reference there
	At     Time   `json:"at,omitempty" validate:"utcseconds"`
}

// Wanted is which acknowledgement is hoped for, and by when.
type Wanted struct {
	Rung Rung `json:"rung,omitempty" validate:"oneof=acknowledged verified takenOver"`
	By   Time `json:"by,omitempty" validate:"utcseconds"`
}

// Confidentiality is who may read a message (IRIX Confidentiality; Art. 5.3).
type Confidentiality string

const (
	ForAddressees  Confidentiality = "addressees"  // For Addressees Use Only
	ForAuthorities Confidentiality = "authorities" // For Authority Use Only
	ForPublic      Confidentiality = "public"      // Free for Public Use
)

// Approval is one person's part in releasing a message.
type Approval struct {
	Act     ApprovalAct `json:"act,omitempty" validate:"oneof=drafted approved"`
	Officer string      `json:"officer,omitempty" validate:"required,max=64"` // login name, unique in the party
	Name    string      `json:"name,omitempty" validate:"required,max=128"`
	Desk    string      `json:"desk,omitempty" validate:"required,max=64"`
	At      Instant     `json:"at,omitempty" validate:"utcmillis"`
}

// ApprovalAct is what the person did.
type ApprovalAct string

const (
	ActDrafted  ApprovalAct = "drafted"
	ActApproved ApprovalAct = "approved"
)

// Author is the officer who drafted the message; the zero Approval for one that
// a node issued about itself.
func (m *Message) Author() Approval {
	if len(m.Header.Approvals) == 0 {
		return Approval{}
	}
	return m.Header.Approvals[0]
}

// Rings reports whether the message rings at its addressees until a person acts.
func (m *Message) Rings() bool {
	if t, ok := m.Body.(*Linktest); ok {
		return t.Form == LinktestPerson
	}
	if a, ok := m.Body.(*ExerciseAct); ok {
		return a.Act == ExerciseAnnounce || a.Act == ExerciseStart || a.Act == ExerciseEnd
	}
	if r, ok := m.Body.(*Reply); ok {
		return r.Outcome != OutcomeNothingToReport // forty parties may have nothing to report
	}
	r, _ := m.Header.Kind.Rule()
	return r.Rings
}

// AddressedTo reports whether p is an addressee.
func (m *Message) AddressedTo(p Party) bool { return slices.Contains(m.Header.Addressees, p) }
