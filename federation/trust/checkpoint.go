package trust

import (
	"fmt"

	"forthwith/schema"
)

// SignCheckpoint signs a tree head for the peers and for the node's own start.
func SignCheckpoint(c schema.Checkpoint, k *Keys) (*schema.Envelope, error) {
	return sealAbout(about{c.Party, c.Journal, schema.DocumentCheckpoint}, &c, k)
}

// OpenCheckpoint reads a checkpoint that its party has signed.
func OpenCheckpoint(env *schema.Envelope, v verifier) (schema.Checkpoint, error) {
	var c schema.Checkpoint
	by, err := openAbout(env, v, &c)
	if err != nil {
		return schema.Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	if err := (about{c.Party, c.Journal, schema.DocumentCheckpoint}).check(env, by); err != nil {
		return schema.Checkpoint{}, fmt.Errorf("open checkpoint: %w", err)
	}
	return c, nil
}

// SignEpoch signs the first entry of a journal epoch.
func SignEpoch(s schema.EpochStart, k *Keys) (*schema.Envelope, error) {
	return sealAbout(about{s.Party, s.Journal, schema.DocumentEpoch}, &s, k)
}

// OpenEpoch reads the start of an epoch that its party has signed.
func OpenEpoch(env *schema.Envelope, v verifier) (schema.EpochStart, error) {
	var s schema.EpochStart
	by, err := openAbout(env, v, &s)
	if err != nil {
		return schema.EpochStart{}, fmt.Errorf("open epoch: %w", err)
	}
	if err := (about{s.Party, s.Journal, schema.DocumentEpoch}).check(env, by); err != nil {
		return schema.EpochStart{}, fmt.Errorf("open epoch: %w", err)
	}
	return s, nil
}

// about says of whose journal a document speaks.
type about struct {
	party    schema.Party
	journal  string // live, exercise, node
	document string
}

// payloadType: the node journal, which is neither live nor exercise, is signed
// with the live keys.
func (a about) payloadType() string {
	w := schema.Live
	if a.journal == string(schema.Exercise) {
		w = schema.Exercise
	}
	return schema.PayloadType(w, a.document)
}

func sealAbout(a about, doc any, k *Keys) (*schema.Envelope, error) {
	if a.party != k.Party() {
		return nil, fmt.Errorf("sign %s of %s: %s is not its key", a.document, a.party, k.id)
	}
	if err := schema.Valid(doc).Err(); err != nil {
		return nil, fmt.Errorf("sign %s: %w", a.document, err)
	}
	payload, err := schema.Canonical(doc)
	if err != nil {
		return nil, fmt.Errorf("sign %s: %w", a.document, err)
	}
	return k.Seal(a.payloadType(), payload)
}

// openAbout verifies before it reads.
func openAbout(env *schema.Envelope, v verifier, doc any) (schema.Party, error) {
	by, err := v.Verify(env)
	if err != nil {
		return "", err
	}
	if err := openPayload(env.Payload, doc); err != nil {
		return "", err
	}
	return by, schema.Valid(doc).Err()
}

func (a about) check(env *schema.Envelope, by schema.Party) error {
	if env.PayloadType != a.payloadType() {
		return fmt.Errorf("a %s of the %s journal does not have the payload type %s", a.document, a.journal, env.PayloadType)
	}
	if by != a.party {
		return fmt.Errorf("%s signs for %s", by, a.party)
	}
	return nil
}
