package trust

import (
	"crypto/ed25519"
	"fmt"
	"slices"

	"forthwith/schema"
)

// Entry is what the directory says of one party.
type Entry struct {
	Party schema.Party `json:"party" validate:"party"`
	Name  string       `json:"name" validate:"required,max=128"`
	Roles []Role       `json:"roles,omitempty" validate:"max=3,unique,dive,oneof=relay disseminator keeper"`
	// Organisations are the identifiers under which the party reports in IRIX.
	Organisations []string `json:"organisations,omitempty" validate:"max=16,unique,dive,max=255"`
	// Node is absent for a party that is reached by mail, fax and telephone.
	Node     *NodeEntry       `json:"node,omitempty"`
	Contacts []PointOfContact `json:"contacts,omitempty" validate:"max=32,dive"`
	// Sequence rises with each entry of the party.
	Sequence int         `json:"sequence" validate:"gte=1,lte=9007199254740991"`
	IssuedAt schema.Time `json:"issuedAt" validate:"utcseconds"`
}

// Role is what a party does for the others besides taking part. The Agency has
// all three.
type Role string

const (
	RoleRelay        Role = "relay"        // carries envelopes of others
	RoleDisseminator Role = "disseminator" // gives them to further parties (Art. 4(a))
	RoleKeeper       Role = "keeper"       // signs directory editions
)

// NodeEntry is a node in its two worlds.
type NodeEntry struct {
	Live     Station `json:"live"`
	Exercise Station `json:"exercise"`
}

// Station is where a party is in one workspace, and its keys there.
type Station struct {
	// Address is host and port; empty for a node that dials and is not dialled.
	Address string `json:"address,omitempty" validate:"max=255"`
	// Signing keeps every key the party ever had there: what an old one signed
	// stays good.
	Signing []SigningKey `json:"signing" validate:"min=1,max=64,dive"`
	// TLS are pins; two while the key changes.
	TLS []string `json:"tls" validate:"min=1,max=8,unique,dive,digest"`
	// Encryption are age recipients.
	Encryption []string `json:"encryption" validate:"min=1,max=8,unique,dive,max=128"`
}

// SigningKey is a key that signs messages, and since when.
type SigningKey struct {
	ID     string `json:"id" validate:"required,max=32"`
	Public string `json:"public" validate:"required,max=64"` // 32 bytes in standard base64
	// The window says what the party means to use; outside it a signature is
	// shown with a warning.
	NotBefore schema.Time `json:"notBefore" validate:"utcseconds"`
	NotAfter  schema.Time `json:"notAfter" validate:"utcseconds"`
	// RevokedAt ends the key for what has not been recorded yet.
	RevokedAt schema.Time `json:"revokedAt,omitempty" validate:"omitempty,utcseconds"`
}

// PointOfContact is who can be reached at any hour (Art. 7).
type PointOfContact struct {
	Role         ContactRole `json:"role" validate:"required,max=64"`
	Organisation string      `json:"organisation" validate:"required,max=255"`
	// Phone and Fax are international: + and digits, with spaces.
	Phone     string   `json:"phone,omitempty" validate:"max=32"`
	Fax       string   `json:"fax,omitempty" validate:"max=32"`
	Email     string   `json:"email,omitempty" validate:"omitempty,email,max=254"`
	Languages []string `json:"languages,omitempty" validate:"max=8,unique,dive,bcp47_language_tag,max=35"`
	Note      string   `json:"note,omitempty" validate:"max=1000"`
}

// ContactRole is what a contact point is for: one of the three of the IAEA's
// arrangements, or another in words.
type ContactRole string

const (
	NationalWarningPoint ContactRole = "National Warning Point"
	AuthorityDomestic    ContactRole = "Competent Authority (domestic)"
	AuthorityAbroad      ContactRole = "Competent Authority (abroad)"
)

// HasRole reports whether the party has a role.
func (e *Entry) HasRole(r Role) bool { return slices.Contains(e.Roles, r) }

// SignEntry signs an entry with the party's live key, and then opens it: who
// signs gets the error that all others would.
func SignEntry(e Entry, live *Keys) (*schema.Envelope, error) {
	payload, err := schema.Canonical(e)
	if err != nil {
		return nil, fmt.Errorf("sign entry of %s: %w", e.Party, err)
	}
	env := sign(entryType, payload, live.KeyID(), live.signing)
	if _, err := OpenEntry(env); err != nil {
		return nil, fmt.Errorf("sign: %w", err)
	}
	return env, nil
}

// OpenEntry reads a self-signed entry. The keys are in the entry, so it is read
// before it is verified; nothing is believed until all has passed, and then only
// that somebody has the key: whose entry it is, the keepers say.
func OpenEntry(env *schema.Envelope) (Entry, error) {
	if env.PayloadType != entryType {
		return Entry{}, fmt.Errorf("entry: payload type %.80q", env.PayloadType)
	}
	var e Entry
	if err := openPayload(env.Payload, &e); err != nil {
		return Entry{}, fmt.Errorf("entry: %w", err)
	}
	if err := e.Validate().Err(); err != nil {
		return Entry{}, fmt.Errorf("entry of %s: %w", e.Party, err)
	}
	if e.Node == nil {
		return Entry{}, fmt.Errorf("entry of %s: without a node it has no key to sign itself with; the keepers list it", e.Party)
	}
	if err := e.verifySelf(env); err != nil {
		return Entry{}, fmt.Errorf("entry of %s: %w", e.Party, err)
	}
	return e, nil
}

// verifySelf asks for own live signing keys only, and one that is not revoked: a
// thief of the revoked one would otherwise speak last.
func (e *Entry) verifySelf(env *schema.Envelope) error {
	own := make(map[string]SigningKey)
	for _, k := range e.Node.Live.Signing {
		own[k.ID] = k
	}
	ids, err := verify(env, func(id string) (ed25519.PublicKey, bool) {
		key, err := parsePublic(own[id].Public)
		return key, err == nil
	})
	if err != nil {
		return err
	}
	for _, s := range env.Signatures {
		if _, ok := own[s.KeyID]; !ok {
			return fmt.Errorf("%w: %.80q is not a live key of the entry", schema.ErrUnknownKey, s.KeyID)
		}
	}
	for _, id := range ids {
		if own[id].RevokedAt == "" {
			return nil
		}
	}
	return fmt.Errorf("%w: %s is revoked in the entry it signs", schema.ErrKeyNotValid, ids[0])
}

// openPayload reads canonical JSON strictly.
func openPayload(b []byte, v any) error {
	if err := schema.CheckCanonical(b); err != nil {
		return err
	}
	return schema.ParseDocument(b, v)
}
