// Package console is the HTTP API of a node and its web console.
package console

import "forthwith/schema"

// The JSON of the HTTP API under /api/v1: what the command line reads and what
// the pages are drawn from. Times are UTC; intervals are seconds.

// SignIn asks for a session.
type SignIn struct {
	Login    string `json:"login"`
	Password string `json:"password"`
}

// Session is a person's session; the token goes into Authorization: Bearer.
type Session struct {
	Token   string         `json:"token"`
	Officer OfficerView    `json:"officer"`
	Expires schema.Instant `json:"expires"`
}

// OfficerView is who is signed in.
type OfficerView struct {
	Login   string   `json:"login"`
	Name    string   `json:"name"`
	Desk    string   `json:"desk"`
	Rights  []string `json:"rights"`
	Machine bool     `json:"machine"`
}

// NodeView is the state of the node.
type NodeView struct {
	Party     schema.Party          `json:"party"`
	Name      string                `json:"name"`
	Time      schema.Instant        `json:"time"`
	Directory DirectoryView         `json:"directory"`
	Links     map[string][]LinkView `json:"links"` // by workspace
	// Failing names the journals that cannot record now.
	Failing []string `json:"failing,omitempty"`
}

// DirectoryView is the edition in force.
type DirectoryView struct {
	Number    int         `json:"number"`
	ExpiresAt schema.Time `json:"expiresAt"`
	Stale     bool        `json:"stale"`
	Parties   []PartyView `json:"parties"`
}

// PartyView is one party of the directory.
type PartyView struct {
	Party schema.Party `json:"party"`
	Name  string       `json:"name"`
	// Organisations are what the party is called in IRIX.
	Organisations []string      `json:"organisations,omitempty"`
	Node          bool          `json:"node"`
	Contacts      []ContactView `json:"contacts,omitempty"`
}

// ContactView is a point of contact (Art. 7).
type ContactView struct {
	Role         string `json:"role"`
	Organisation string `json:"organisation,omitempty"`
	Phone        string `json:"phone,omitempty"`
	Email        string `json:"email,omitempty"`
}

// LinkView is the road to one party.
type LinkView struct {
	Party     schema.Party   `json:"party"`
	Connected bool           `json:"connected"`
	Since     schema.Instant `json:"since,omitempty"`
	Reason    string         `json:"reason,omitempty"`
	Waiting   int            `json:"waiting"`
	// Trouble is what heartbeats show of the party, in words.
	Trouble []string `json:"trouble,omitempty"`
	// Break says that the party's journal was damaged, in words.
	Break string `json:"break,omitempty"`
}

// MissingView is an entry that damage took and nobody has given back. Where it
// cannot be read, its place alone is known.
type MissingView struct {
	Epoch    int          `json:"epoch"`
	Position uint64       `json:"position"`
	Type     string       `json:"type,omitempty"`
	Origin   schema.Party `json:"origin,omitempty"`
	ID       string       `json:"id,omitempty"`
}

// Outcome is what became of an act.
type Outcome struct {
	Message    schema.MessageID  `json:"message"`
	Event      schema.EventID    `json:"event,omitempty"`
	Exercise   schema.ExerciseID `json:"exercise,omitempty"`
	Released   bool              `json:"released"`
	Needs      int               `json:"needs"` // persons who must still approve
	Addressees []schema.Party    `json:"addressees"`
	Warnings   schema.Violations `json:"warnings,omitempty"`
}

// DraftView is a draft that waits for a person.
type DraftView struct {
	Message   *schema.Message   `json:"message"`
	Approvals []schema.Approval `json:"approvals"`
	Machine   string            `json:"machine,omitempty"`
	Needs     int               `json:"needs"`
	// Attachments are the files that it names.
	Attachments []AttachmentView `json:"attachments,omitempty"`
}

// EventView is an event: its messages oldest first.
type EventView struct {
	ID       schema.EventID `json:"id"`
	State    string         `json:"state"` // open, withdrawn, terminated
	Title    string         `json:"title"`
	Class    string         `json:"class,omitempty"`
	Own      bool           `json:"own"`
	Messages []MessageView  `json:"messages"`
}

// MessageView is a recorded message. Message is the document itself where one
// message was asked for.
type MessageView struct {
	ID           schema.MessageID     `json:"id"`
	Kind         schema.Kind          `json:"kind"`
	Context      schema.ReportContext `json:"context"`
	From         schema.Party         `json:"from"`
	Event        schema.EventID       `json:"event,omitempty"`
	Exercise     schema.ExerciseID    `json:"exercise,omitempty"`
	Sequence     int                  `json:"sequence"`
	Released     schema.Instant       `json:"releasedAt"`
	Recorded     schema.Instant       `json:"recordedAt"`
	Digest       schema.Digest        `json:"digest"`
	Own          bool                 `json:"own"`
	RevokedBy    schema.MessageID     `json:"revokedBy,omitempty"`
	Warnings     []string             `json:"warnings,omitempty"`
	Wanted       *WantedView          `json:"wanted,omitempty"`
	Attachments  []AttachmentView     `json:"attachments,omitempty"`
	Acknowledged []PersonView         `json:"acknowledged,omitempty"` // ours, of a received message
	Deliveries   []DeliveryView       `json:"deliveries,omitempty"`   // of our own message
	Message      *schema.Message      `json:"message,omitempty"`
}

// WantedView is the acknowledgement that the author of a message wants.
type WantedView struct {
	Rung schema.Rung `json:"rung"`
	By   schema.Time `json:"by"`
	// Met says that a person of ours has done it, or a person of each party to whom
	// we wrote; Late that the time has passed without.
	Met  bool   `json:"met"`
	Late bool   `json:"late"`
	Text string `json:"text"`
}

// DeliveryView is the ladder of one party. A machine's rungs and persons' rungs
// are different fields.
type DeliveryView struct {
	Party    schema.Party   `json:"party"`
	Rung     string         `json:"rung"` // the highest reached
	Recorded schema.Instant `json:"recordedAt"`
	Sent     schema.Instant `json:"sentAt,omitempty"`
	Road     string         `json:"road,omitempty"`
	Tries    int            `json:"tries"`
	Received schema.Instant `json:"receivedAt,omitempty"` // their clock
	// ReceivedAfter is from release to their receipt on disk here, in seconds.
	ReceivedAfter float64      `json:"receivedAfter,omitempty"`
	Warnings      []string     `json:"warnings,omitempty"`
	Refused       *RefusalView `json:"refused,omitempty"`
	Persons       []PersonView `json:"persons,omitempty"`
	// Trouble says in words why nothing has been received yet; NextTry when it is
	// tried again.
	Trouble string         `json:"trouble,omitempty"`
	NextTry schema.Instant `json:"nextTry,omitempty"`
	// Overdue says in words what no person of theirs has done in time; Telephone is
	// set then, and when they refused.
	Overdue   string `json:"overdue,omitempty"`
	Telephone string `json:"telephone,omitempty"`
	// MissingFiles are the attachments whose bytes they have not, by name.
	MissingFiles []string `json:"missingFiles,omitempty"`
}

// RefusalView is a final refusal.
type RefusalView struct {
	Code       schema.RefusalCode `json:"code"`
	Reason     string             `json:"reason"`
	At         schema.Instant     `json:"at"`
	Violations schema.Violations  `json:"violations,omitempty"`
}

// PersonView is one person's acknowledgement.
type PersonView struct {
	Rung   schema.Rung    `json:"rung"`
	Name   string         `json:"name"`
	Desk   string         `json:"desk"`
	At     schema.Instant `json:"at"`
	After  float64        `json:"after,omitempty"` // from release, in seconds
	Remark string         `json:"remark,omitempty"`
}

// RingView is one thing that rings.
type RingView struct {
	ID      string           `json:"id"`
	What    string           `json:"what"` // message, refused, failed, damaged, contradiction
	Title   string           `json:"title"`
	Text    string           `json:"text"`
	Since   schema.Instant   `json:"since"`
	From    schema.Party     `json:"from"`
	Kind    schema.Kind      `json:"kind,omitempty"`
	Event   schema.EventID   `json:"event,omitempty"`
	Message schema.MessageID `json:"message,omitempty"`
}

// ExerciseView is an exercise as this node knows it.
type ExerciseView struct {
	ID           schema.ExerciseID `json:"id"`
	Name         string            `json:"name"`
	Coordinator  schema.Party      `json:"coordinator"`
	Participants []schema.Party    `json:"participants"`
	Entered      []schema.Party    `json:"entered"`
	State        string            `json:"state"` // announced, running, ended
}

// Act is the body of the acts that are ready at hand. ID is the id the message
// will have: a caller that asks again with the same id is told the same.
type Act struct {
	ID     schema.MessageID `json:"id,omitempty"`
	Reason string           `json:"reason,omitempty"` // withdrawal
	Rung   schema.Rung      `json:"rung,omitempty"`   // acknowledgement; default acknowledged
	Remark string           `json:"remark,omitempty"`
	Name   string           `json:"name,omitempty"` // exercise
	To     []schema.Party   `json:"to,omitempty"`
	About  string           `json:"about,omitempty"` // note
	Text   string           `json:"text,omitempty"`
}

// NewUser asks for a user. A machine gets a token in the answer and no password.
type NewUser struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Desk     string `json:"desk"`
	Password string `json:"password,omitempty"`
	Machine  bool   `json:"machine"`
}

// NewUserAnswer carries a machine's token, once.
type NewUserAnswer struct {
	Login string `json:"login"`
	Token string `json:"token,omitempty"`
}

// Problem is every answer that is not success.
type Problem struct {
	Status     int               `json:"status"`
	Code       string            `json:"code"`
	Text       string            `json:"text"` // for the officer
	Hint       string            `json:"hint,omitempty"`
	Violations schema.Violations `json:"violations,omitempty"`
}
