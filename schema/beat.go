package schema

// Beat is a heartbeat: what a node tells a peer on a link at intervals, and what
// the peer answers with. It finds what a healthy-looking link hides.
type Beat struct {
	By Party   `json:"by" validate:"party"`
	To Party   `json:"to" validate:"party"`
	At Instant `json:"at" validate:"utcmillis"` // the sender's clock
	// Every is the interval of the sender's heartbeats, in seconds.
	Every int `json:"every" validate:"gte=1,lte=86400"`
	// Edition is the directory edition in force there.
	Edition int `json:"edition" validate:"gte=1"`
	// Attended says that a person's console is open.
	Attended bool `json:"attended"`
	// Waiting is how many messages the sender owes the other, Received how many of
	// the other's it has recorded.
	Waiting  int `json:"waiting" validate:"gte=0"`
	Received int `json:"received" validate:"gte=0"`
	// Live and Exercise are the journals of the two, as the sender knows them.
	Live     Standing `json:"live"`
	Exercise Standing `json:"exercise"`
	// Seen are messages of third parties that are addressed to both: what somebody
	// told the one is held against what he told the other.
	Seen []Seen `json:"seen,omitempty" validate:"max=100,dive"`
}

// Standing is how the journals of a workspace stand between two parties.
type Standing struct {
	// Checkpoint is the envelope of the sender's journal as it is.
	Checkpoint []byte `json:"checkpoint" validate:"required,max=16384"`
	// From is the checkpoint of the sender that the other said it knows; Proof (RFC
	// 6962, 2.1.2) that Checkpoint continues it.
	From  *TreeHead `json:"from,omitempty"`
	Proof []Digest  `json:"proof,omitempty" validate:"max=64,dive,digest"`
	// Known is the envelope of the other's latest checkpoint that the sender holds.
	Known []byte `json:"known,omitempty" validate:"max=16384"`
}

// Of is the standing in a workspace.
func (b *Beat) Of(w Workspace) *Standing {
	if w == Exercise {
		return &b.Exercise
	}
	return &b.Live
}

// Seen names a message that was received, and what it was.
type Seen struct {
	From    Party         `json:"from" validate:"party"`
	Message MessageID     `json:"message" validate:"messageid"`
	Digest  Digest        `json:"digest" validate:"digest"`
	Event   EventID       `json:"event,omitempty" validate:"omitempty,eventid"`
	Context ReportContext `json:"context" validate:"required,max=32"`
}
