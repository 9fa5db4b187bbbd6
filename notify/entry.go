package notify

import (
	"context"
	"fmt"

	"forthwith/schema"
)

// EntryType is who wrote what into a journal; the list is closed.
type EntryType string

const (
	EntryEpoch    EntryType = "epoch"    // journal: the first entry of each epoch
	EntryMessage  EntryType = "message"  // desk, intake, node about itself: an Envelope
	EntryReceipts EntryType = "receipts" // gateway: Answers that came together
	EntryRefused  EntryType = "refused"  // intake: a bounded record of what was not taken
	EntryDraft    EntryType = "draft"    // desk: a draft or an approval before release
	EntryNote     EntryType = "note"     // desk: an officer's note, which settles what rang
	EntrySetting  EntryType = "setting"  // node journal: users, directory editions, facilities

	EntryCheckpoint    EntryType = "checkpoint"    // intake: a peer's EpochStart where its journal was damaged; gateway: its Checkpoint
	EntryContradiction EntryType = "contradiction" // gateway: a party told two parties different things
	EntryFetched       EntryType = "fetched"       // intake: a peer has given back all it holds
	EntryAttachment    EntryType = "attachment"    // intake, desk: what has become of a file
)

// Entry is one record of a journal, before it has a place in it.
type Entry struct {
	Type EntryType
	// Origin and ID make the subject. For a message they are its author and its
	// id, and nothing else may ever stand under them; for all others the own
	// party and an id made for the entry.
	Origin schema.Party
	ID     string
	// At is the recording node's clock.
	At schema.Instant
	// Link is the party whose connection brought a message; empty for our own.
	Link schema.Party
	// Digest is the digest of a message's envelope.
	Digest schema.Digest
	// Warnings are what intake noticed; a receipt repeats them.
	Warnings []string
	// Data is the envelope as received, or the record as canonical JSON.
	Data []byte

	read *reading
}

// reading is what whoever appends an entry has read in its Data, so that no fold
// reads the same bytes again. It follows from Data, and is absent from what comes
// from disk.
type reading struct {
	message *schema.Message
	answers []Answer
}

// Bare is the entry as it comes from disk.
func (e Entry) Bare() Entry {
	e.read = nil
	return e
}

func (e *Entry) readMessage() *schema.Message {
	if e.read != nil {
		return e.read.message
	}
	return openMessage(e.Data)
}

func (e *Entry) readAnswers() []Answer {
	if e.read != nil {
		return e.read.answers
	}
	return readAnswers(e.Data)
}

// Recorded is an entry on disk, with its place and the tree that covers it.
type Recorded struct {
	Entry
	Epoch    int
	Sequence uint64
	// Head is the tree over the epoch with this entry as its last. Folds are given
	// none: it is for receipts.
	Head schema.TreeHead
}

// Journal is the append-only record of one workspace.
type Journal interface {
	// Append returns when the entry is on disk and the folds have it. Under an
	// origin and id that are taken, the same digest returns the entry that is
	// there; another is a *Conflict.
	Append(ctx context.Context, e Entry) (Recorded, error)
	// Read returns the entry at a place.
	Read(ctx context.Context, epoch int, sequence uint64) (Recorded, error)
}

// Conflict is one id with two contents.
type Conflict struct {
	There Recorded
}

func (c *Conflict) Error() string {
	return fmt.Sprintf("entry %s of %s is recorded with another content (%s)", c.There.ID, c.There.Origin, c.There.Digest)
}

// Signer seals what a node says; the implementation is trust.Keys.
type Signer interface {
	Seal(payloadType string, payload []byte) (*schema.Envelope, error)
}

// Verifier tells whose signature an envelope carries. It answers with
// schema.ErrUnknownKey, ErrKeyNotValid or ErrBadSignature; the implementation is
// trust.Directory.
type Verifier interface {
	Verify(e *schema.Envelope) (schema.Party, error)
}
