package trust

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"forthwith/schema"
)

// Edition is the directory at a time, as keepers sign it.
type Edition struct {
	Number    int         `json:"number" validate:"gte=1,lte=9007199254740991"`
	IssuedAt  schema.Time `json:"issuedAt" validate:"utcseconds"`
	ExpiresAt schema.Time `json:"expiresAt" validate:"utcseconds"`
	// Previous is the digest of the edition before; the first has none.
	Previous schema.Digest `json:"previous,omitempty" validate:"omitempty,digest"`
	// Keepers and Threshold say who signs the next one.
	Keepers   []KeeperPublic `json:"keepers" validate:"min=1,max=16"`
	Threshold int            `json:"threshold" validate:"gte=1,lte=8"`
	// Entries are of parties with a node, signed by themselves.
	Entries []SignedEntry `json:"entries" validate:"max=400,dive"`
	// Listed are of parties without one, for whom the keepers alone vouch.
	Listed []Entry `json:"listed,omitempty" validate:"max=400"`
}

// SignedEntry is the envelope of an entry with the payload in place: a canonical
// value keeps its bytes within a canonical document.
type SignedEntry struct {
	Entry      jsontext.Value   `json:"entry"`
	Signatures []EntrySignature `json:"signatures" validate:"min=1,max=8"`
}

// EntrySignature is a signature over an entry's pre-authentication encoding.
type EntrySignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"` // standard base64
}

// Why an edition is not taken.
var (
	ErrThreshold   = errors.New("not signed by enough keepers")
	ErrNotHigher   = errors.New("not a higher edition")
	ErrForked      = errors.New("two editions with one number")
	ErrBrokenChain = errors.New("edition does not follow the current one")
)

// SignEdition adds a keeper's signature to a draft or to what other keepers have
// signed, after checking all that a reader will. Signing twice changes nothing.
func SignEdition(raw []byte, key *KeeperKey) ([]byte, error) {
	env, err := parseDraft(raw)
	if err != nil {
		return nil, fmt.Errorf("sign edition: %w", err)
	}
	ed, _, err := readEdition(env)
	if err != nil {
		return nil, fmt.Errorf("sign edition: %w", err)
	}
	for _, s := range env.Signatures {
		if s.KeyID == key.id {
			return raw, nil
		}
	}
	if len(env.Signatures) == schema.MaxSignatures {
		return nil, fmt.Errorf("sign edition %d: it has %d signatures, and more are not taken", ed.Number, len(env.Signatures))
	}
	env.Signatures = append(env.Signatures, schema.Signature{KeyID: key.id, Sig: ed25519.Sign(key.key, env.PAE())})
	out := env.Marshal()
	if len(out) > schema.MaxEnvelope {
		return nil, fmt.Errorf("sign edition %d: %w: %d bytes, at most %d", ed.Number, schema.ErrOversized, len(out), schema.MaxEnvelope)
	}
	return out, nil
}

// OpenEdition reads an edition that at least threshold of the keepers given have
// signed. What the edition itself says of keepers counts for the next one.
func OpenEdition(raw []byte, keepers []KeeperPublic, threshold int) (*Directory, error) {
	if err := checkKeepers(keepers, threshold); err != nil {
		return nil, fmt.Errorf("open edition: trusted %w", err)
	}
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return nil, fmt.Errorf("open edition: %w", err)
	}
	ids, err := verify(env, func(id string) (ed25519.PublicKey, bool) {
		for _, k := range keepers {
			if k.ID == id {
				return k.Key, true
			}
		}
		return nil, false
	})
	switch {
	case errors.Is(err, schema.ErrUnknownKey):
		return nil, fmt.Errorf("open edition: %w: none of %d: %w", ErrThreshold, threshold, err)
	case err != nil:
		return nil, fmt.Errorf("open edition: %w", err)
	case len(ids) < threshold:
		return nil, fmt.Errorf("open edition: %w: %d of %d", ErrThreshold, len(ids), threshold)
	}
	ed, ms, err := readEdition(env)
	if err != nil {
		return nil, fmt.Errorf("open edition: %w", err)
	}
	return newDirectory(ed, env.Digest(), ms), nil
}

// readEdition checks everything but the keepers' signatures.
func readEdition(env *schema.Envelope) (Edition, members, error) {
	var ed Edition
	if env.PayloadType != directoryType {
		return ed, nil, fmt.Errorf("payload type %.80q is not an edition's", env.PayloadType)
	}
	if err := openPayload(env.Payload, &ed); err != nil {
		return ed, nil, err
	}
	if err := ed.validate().Err(); err != nil {
		return ed, nil, fmt.Errorf("edition %d: %w", ed.Number, err)
	}
	ms, err := ed.members()
	if err != nil {
		return ed, nil, fmt.Errorf("edition %d: %w", ed.Number, err)
	}
	return ed, ms, nil
}

func (ed *Edition) validate() schema.Violations {
	f := faults(schema.Valid(ed))
	if (ed.Number == 1) != (ed.Previous == "") {
		f.add("previous", "/previous", "every edition but the first names the one before it")
	}
	if !ed.ExpiresAt.Std().After(ed.IssuedAt.Std()) {
		f.add("time-order", "/expiresAt", "it expires (%s) before it is issued (%s)", ed.ExpiresAt, ed.IssuedAt)
	}
	if err := checkKeepers(ed.Keepers, ed.Threshold); err != nil {
		f.add("keepers", "/keepers", "%v", err)
	}
	return schema.Violations(f)
}

// checkKeepers: one key under two ids would count as two keepers.
func checkKeepers(keepers []KeeperPublic, threshold int) error {
	if threshold < 1 || threshold > len(keepers) {
		return fmt.Errorf("keepers: %d of %d are to sign", threshold, len(keepers))
	}
	for i, k := range keepers {
		if _, err := ParseKeeperPublic(k.String()); err != nil {
			return err
		}
		for _, before := range keepers[:i] {
			if before.ID == k.ID || before.Key.Equal(k.Key) {
				return fmt.Errorf("keepers: %s and %s are one", before.ID, k.ID)
			}
		}
	}
	return nil
}

// envelope is the entry's envelope, its payload the exact bytes signed.
func (s *SignedEntry) envelope() (*schema.Envelope, error) {
	env := &schema.Envelope{PayloadType: entryType, Payload: s.Entry}
	for _, sig := range s.Signatures {
		b, err := decode64(sig.Sig)
		if err != nil {
			return nil, fmt.Errorf("signature of %.80q: %w", sig.KeyID, err)
		}
		env.Signatures = append(env.Signatures, schema.Signature{KeyID: sig.KeyID, Sig: b})
	}
	return env, nil
}

func newSignedEntry(env *schema.Envelope) *SignedEntry {
	s := &SignedEntry{Entry: bytes.Clone(env.Payload)}
	for _, sig := range env.Signatures {
		s.Signatures = append(s.Signatures, EntrySignature{sig.KeyID, base64.StdEncoding.EncodeToString(sig.Sig)})
	}
	return s
}
