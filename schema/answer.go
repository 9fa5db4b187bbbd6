package schema

// The small documents a node signs about a delivery. They are not messages: they
// have no author at a desk, and a receipt is never itself receipted.

// Names of the documents in a payload type.
const (
	DocumentReceipt    = "receipt"
	DocumentRefusal    = "refusal"
	DocumentCheckpoint = "checkpoint"
	DocumentEpoch      = "epoch"
	DocumentFetch      = "fetch"
	DocumentFetched    = "fetched"
	DocumentBeat       = "beat"
	DocumentPull       = "pull"
	DocumentPiece      = "piece"
	DocumentObtained   = "obtained"
	DocumentNoted      = "noted"
)

// Receipt is signed by the receiving node: "I have it on disk and it is valid".
// It follows from the recorded entry alone, so that a delivery asked for again
// gets the same bytes.
type Receipt struct {
	By         Party     `json:"by" validate:"party"`
	Message    MessageID `json:"message" validate:"messageid"`
	Digest     Digest    `json:"digest" validate:"digest"`
	ReceivedAt Instant   `json:"receivedAt" validate:"utcmillis"`
	// Head is the tree over the receiver's journal at exactly the message's
	// entry, which is its last.
	Head TreeHead `json:"head"`
	// Warnings are what intake noticed and did not refuse for.
	Warnings []string `json:"warnings,omitempty" validate:"max=8,dive,max=64"`
}

// Refusal is signed by the receiving node: "I do not take it, because …".
type Refusal struct {
	By      Party     `json:"by" validate:"party"`
	Message MessageID `json:"message,omitempty" validate:"omitempty,messageid"`
	// Bytes is the SHA-256 of the bytes that came, wrapper and all: what was
	// refused may not have had a digest.
	Bytes      Digest      `json:"bytes" validate:"digest"`
	Permanence Permanence  `json:"permanence" validate:"oneof=later final"`
	Code       RefusalCode `json:"code" validate:"required,max=64"`
	Reason     string      `json:"reason" validate:"max=1000"` // one sentence for the officer
	Violations Violations  `json:"violations,omitempty" validate:"max=50"`
	At         Instant     `json:"at" validate:"utcmillis"`
}

// Permanence says whether asking again can help.
type Permanence string

const (
	Later Permanence = "later"
	Final Permanence = "final"
)

// RefusalCode is why a delivery is not taken.
type RefusalCode string

const (
	RefuseUnknownKey       RefusalCode = "unknown-key"
	RefuseKeyNotValid      RefusalCode = "key-not-valid"
	RefuseStorage          RefusalCode = "storage"
	RefuseNotEntered       RefusalCode = "exercise-not-entered"
	RefuseNoFile           RefusalCode = "no-file"
	RefuseNoRole           RefusalCode = "no-role"
	RefuseOversized        RefusalCode = "oversized"
	RefuseWrapper          RefusalCode = "wrapper"
	RefuseUnsigned         RefusalCode = "unsigned"
	RefuseBadSignature     RefusalCode = "bad-signature"
	RefuseWrongWorkspace   RefusalCode = "wrong-workspace"
	RefuseNotCanonical     RefusalCode = "not-canonical"
	RefuseSchema           RefusalCode = "schema"
	RefuseKindContext      RefusalCode = "kind-and-context"
	RefuseNotAddressed     RefusalCode = "not-addressed"
	RefuseAuthor           RefusalCode = "author"
	RefuseSameIDOtherBytes RefusalCode = "one-id-two-contents"
)

// TreeHead is the state of a journal: how many entries of which epoch, and the
// root of the RFC 6962 tree over them.
type TreeHead struct {
	Epoch int    `json:"epoch" validate:"gte=1"`
	Size  int64  `json:"size" validate:"gte=0,lte=9007199254740991"`
	Root  Digest `json:"root" validate:"digest"`
}

// Checkpoint is a tree head signed by the node whose journal it is.
type Checkpoint struct {
	Party   Party    `json:"party" validate:"party"`
	Journal string   `json:"journal" validate:"oneof=live exercise node"`
	Head    TreeHead `json:"head"`
	At      Instant  `json:"at" validate:"utcmillis"`
}

// EpochStart is the first entry of every journal epoch, signed by its node. A
// later epoch names where an earlier one can last be proved, and why that is so.
type EpochStart struct {
	Party   Party  `json:"party" validate:"party"`
	Journal string `json:"journal" validate:"oneof=live exercise node"`
	Epoch   int    `json:"epoch" validate:"gte=1"`
	// Previous is the last provable head of the epoch before. If that one is whole, it
	// is that of an earlier epoch, which is no longer what it was. Signed is the head
	// that it should have had, where that is known.
	Previous *TreeHead `json:"previous,omitempty"`
	Signed   *TreeHead `json:"signed,omitempty"`
	Reason   string    `json:"reason" validate:"required,max=1000"`
	Missing  string    `json:"missing,omitempty" validate:"max=1000"`
	At       Instant   `json:"at" validate:"utcmillis"`
}

// Fetch asks a peer for the messages of this party that it holds: a damaged
// journal has lost them. It tells the peer of the break.
type Fetch struct {
	By Party `json:"by" validate:"party"`
	// Epoch is the envelope of the EpochStart of the asker's epoch.
	Epoch []byte `json:"epoch" validate:"required,max=16384"`
	// From is how many the peer has given already in this epoch.
	From int `json:"from" validate:"gte=0"`
}

// Fetched says that there is nothing more to give. As long as there is, the
// answer to a Fetch is the next message itself, as its author signed it.
type Fetched struct {
	By    Party   `json:"by" validate:"party"`
	To    Party   `json:"to" validate:"party"`
	Epoch int     `json:"epoch" validate:"gte=1"` // the asker's
	Count int     `json:"count" validate:"gte=0"` // given in all
	At    Instant `json:"at" validate:"utcmillis"`
}
