package trust

import (
	"fmt"

	"forthwith/schema"
)

// documentSnapshot is the name in the payload type. No party sends one to another.
const documentSnapshot = "snapshot"

// Snapshot says of what a node's file of folds is: it is believed at a start only
// under the node's own signature.
type Snapshot struct {
	Party   schema.Party `json:"party" validate:"party"`
	Journal string       `json:"journal" validate:"oneof=live exercise"`
	// Heads are those of all epochs, as far as they are folded; the last is of the
	// one that is appended to.
	Heads []schema.TreeHead `json:"heads" validate:"min=1,max=10000,dive"`
	// Body is the SHA-256 of what stands before this in the file.
	Body schema.Digest `json:"body" validate:"digest"`
	// Maker is the version of the fold and of the binary.
	Maker string         `json:"maker" validate:"required,max=255"`
	At    schema.Instant `json:"at" validate:"utcmillis"`
}

// SignSnapshot signs a snapshot for the node's own start.
func SignSnapshot(s Snapshot, k *Keys) (*schema.Envelope, error) {
	return sealAbout(about{s.Party, s.Journal, documentSnapshot}, &s, k)
}

// OpenSnapshot reads what the node has signed.
func OpenSnapshot(env *schema.Envelope, k *Keys) (Snapshot, error) {
	var s Snapshot
	by, err := openAbout(env, k, &s)
	if err != nil {
		return Snapshot{}, fmt.Errorf("open snapshot: %w", err)
	}
	if err := (about{s.Party, s.Journal, documentSnapshot}).check(env, by); err != nil {
		return Snapshot{}, fmt.Errorf("open snapshot: %w", err)
	}
	return s, nil
}
