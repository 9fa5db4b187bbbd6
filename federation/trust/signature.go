package trust

import (
	"bytes"
	"crypto/ed25519"
	"fmt"
	"slices"

	"forthwith/schema"
)

// The payload types that belong to no workspace. schema.ParsePayloadType takes
// neither, so no key for messages signs them by mistake.
const (
	entryType     = "application/vnd.forthwith.entry.v1+json"
	directoryType = "application/vnd.forthwith.directory.v1+json"
)

// sign makes an envelope with one signature. Ed25519 is deterministic: the same
// key and payload give the same bytes.
func sign(payloadType string, payload []byte, id string, key ed25519.PrivateKey) *schema.Envelope {
	e := &schema.Envelope{PayloadType: payloadType, Payload: bytes.Clone(payload)}
	e.Signatures = []schema.Signature{{KeyID: id, Sig: ed25519.Sign(key, e.PAE())}}
	return e
}

// verify returns the ids, each once, of the keys that signed e. All signatures
// under a key that lookup knows must verify, and there must be one.
func verify(e *schema.Envelope, lookup func(id string) (ed25519.PublicKey, bool)) ([]string, error) {
	var ids []string
	var unknown string
	pae := e.PAE()
	for _, s := range e.Signatures {
		key, ok := lookup(s.KeyID)
		if !ok {
			unknown = s.KeyID
			continue
		}
		if !ed25519.Verify(key, pae, s.Sig) {
			return nil, fmt.Errorf("%w: key %s", schema.ErrBadSignature, s.KeyID)
		}
		if !slices.Contains(ids, s.KeyID) {
			ids = append(ids, s.KeyID)
		}
	}
	if len(ids) == 0 {
		// The id is the sender's text and is quoted short.
		return nil, fmt.Errorf("%w: %.80q", schema.ErrUnknownKey, unknown)
	}
	return ids, nil
}

// author is whose message e is: all who signed it speak for one party, in the
// workspace that the payload type names.
func author(e *schema.Envelope, ids []string, name func(id string) keyID) (schema.Party, error) {
	w, _, err := schema.ParsePayloadType(e.PayloadType)
	if err != nil {
		return "", fmt.Errorf("%w: %w", schema.ErrBadSignature, err)
	}
	p := name(ids[0]).party
	for _, id := range ids {
		k := name(id)
		if k.workspace != w {
			return "", fmt.Errorf("%w: key %s signs a document of the %s workspace", schema.ErrBadSignature, id, w)
		}
		if k.party != p {
			return "", fmt.Errorf("%w: both %s and %s sign it as theirs", schema.ErrBadSignature, p, k.party)
		}
	}
	return p, nil
}

// verifier is what opens a document: a *Directory, or the *Keys of a node that
// opens its own. The declaration that counts is notify.Verifier.
type verifier interface {
	Verify(e *schema.Envelope) (schema.Party, error)
}
