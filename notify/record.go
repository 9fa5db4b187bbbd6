package notify

import (
	"forthwith/schema"
)

// The records a journal holds beside messages, each canonical JSON.

// AnswerRecord is one signed answer to a delivery, as the gateway got it.
type AnswerRecord struct {
	Party   schema.Party     `json:"party"`
	Message schema.MessageID `json:"message"`
	// Envelope is the receipt or final refusal exactly as received.
	Envelope []byte         `json:"envelope"`
	Road     Road           `json:"road"`
	SentAt   schema.Instant `json:"sentAt"` // our clock, when the try that was answered left
	Tries    int            `json:"tries"`
}

// Answers is the record of a receipts entry: what arrived together.
type Answers struct {
	Answers []AnswerRecord `json:"answers"`
}

// Road is how something came or went.
type Road string

const (
	RoadDirect Road = "direct"
)

// RefusedRecord is all that is kept of a delivery that was not taken. Only of
// one id with two contents, where both are signed, is the envelope kept too.
type RefusedRecord struct {
	Link     schema.Party       `json:"link"`
	Code     schema.RefusalCode `json:"code"`
	Reason   string             `json:"reason"`
	Bytes    schema.Digest      `json:"bytes"`
	Size     int                `json:"size"`
	Message  schema.MessageID   `json:"message,omitempty"`
	Envelope []byte             `json:"envelope,omitempty"`
	// Count is how many this one stands for: a peer that repeats itself is
	// recorded once a minute.
	Count int            `json:"count"`
	At    schema.Instant `json:"at"`
}

// DraftRecord is a draft, or one more approval of it, before release.
type DraftRecord struct {
	Draft    schema.MessageID `json:"draft"`
	Document []byte           `json:"document,omitempty"` // the message as canonical JSON; absent in an approval
	Approval *schema.Approval `json:"approval,omitempty"` // absent where a machine drafted
	Machine  string           `json:"machine,omitempty"`
}

// NoteRecord is an officer's note. One that names an entry stops what that entry
// rings.
type NoteRecord struct {
	About   string         `json:"about,omitempty"` // the id of what rang
	Officer string         `json:"officer"`
	Name    string         `json:"name"`
	Desk    string         `json:"desk"`
	Text    string         `json:"text"`
	At      schema.Instant `json:"at"`
}
