package trust

import (
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"time"

	"forthwith/schema"
)

// Directory is one verified edition, to look things up in. It never changes and
// is safe for concurrent use; what it returns is shared and not to be changed.
type Directory struct {
	edition Edition
	digest  schema.Digest
	members members
	keys    map[string]partyKey
	pins    map[string]owner
}

// partyKey is a signing key with whose it is.
type partyKey struct {
	SigningKey
	name   keyID
	public ed25519.PublicKey
}

type owner struct {
	party     schema.Party
	workspace schema.Workspace
}

// newDirectory indexes members that have been checked.
func newDirectory(ed Edition, digest schema.Digest, ms members) *Directory {
	d := &Directory{ed, digest, ms, make(map[string]partyKey), make(map[string]owner)}
	for p, m := range ms {
		for w, s := range m.entry.stations() {
			for _, k := range s.Signing {
				name, err := parseKeyID(k.ID)
				public, err2 := parsePublic(k.Public)
				if err != nil || err2 != nil {
					continue // the entry's rules let none in
				}
				d.keys[k.ID] = partyKey{k, name, public}
			}
			for _, pin := range s.TLS {
				d.pins[pin] = owner{p, w}
			}
		}
	}
	return d
}

// Succeed reads the edition that is to follow d. The package comment has the
// rules; on any error d is used on.
func (d *Directory) Succeed(raw []byte) (*Directory, error) {
	next, err := OpenEdition(raw, d.edition.Keepers, d.edition.Threshold)
	if err != nil {
		return nil, err
	}
	switch n := next.Number(); {
	case n == d.Number() && next.digest != d.digest:
		return nil, fmt.Errorf("%w: %d is %s and %s", ErrForked, n, d.digest, next.digest)
	case n <= d.Number():
		return nil, fmt.Errorf("%w: %d, and %d is in use", ErrNotHigher, n, d.Number())
	case n == d.Number()+1 && next.edition.Previous != d.digest:
		return nil, fmt.Errorf("%w: %d names %s, and %d is %s", ErrBrokenChain, n, next.edition.Previous, d.Number(), d.digest)
	}
	for p, m := range next.members {
		if old, ok := d.members[p]; ok {
			if err := m.follow(old); err != nil {
				return nil, fmt.Errorf("%w: edition %d: %w", ErrBrokenChain, next.Number(), err)
			}
		}
	}
	return next, nil
}

// Number is the edition's.
func (d *Directory) Number() int { return d.edition.Number }

// Digest names the edition; who signed it does not change it.
func (d *Directory) Digest() schema.Digest { return d.digest }

// ExpiresAt is when the keepers meant the edition to be replaced.
func (d *Directory) ExpiresAt() schema.Time { return d.edition.ExpiresAt }

// Stale reports whether the edition has expired. It is used on, under a banner.
func (d *Directory) Stale(now time.Time) bool { return now.After(d.edition.ExpiresAt.Std()) }

// Parties lists all, sorted.
func (d *Directory) Parties() []schema.Party { return slices.Sorted(maps.Keys(d.members)) }

// Entry is what the directory says of a party.
func (d *Directory) Entry(p schema.Party) (Entry, bool) {
	m, ok := d.members[p]
	return m.entry, ok
}

// ByTLS is who has the TLS key with this pin, and in which workspace.
func (d *Directory) ByTLS(pin string) (schema.Party, schema.Workspace, bool) {
	o, ok := d.pins[pin]
	return o.party, o.workspace, ok
}

// Verify tells whose document e is; it is a notify.Verifier. The error is
// schema.ErrUnknownKey, ErrBadSignature or ErrKeyNotValid, as the package comment
// explains.
func (d *Directory) Verify(e *schema.Envelope) (schema.Party, error) {
	ids, err := verify(e, func(id string) (ed25519.PublicKey, bool) {
		k, ok := d.keys[id]
		return k.public, ok
	})
	if err != nil {
		return "", err
	}
	p, err := author(e, ids, func(id string) keyID { return d.keys[id].name })
	if err != nil {
		return "", err
	}
	for _, id := range ids {
		if d.keys[id].RevokedAt == "" {
			return p, nil
		}
	}
	return "", fmt.Errorf("%w: %s is revoked since %s", schema.ErrKeyNotValid, ids[0], d.keys[ids[0]].RevokedAt)
}

// KeyWarning is one sentence if every key that signed e is outside the time its
// party gave it, else empty. It verifies nothing.
func (d *Directory) KeyWarning(e *schema.Envelope, now time.Time) string {
	warning := ""
	for _, s := range e.Signatures {
		k, ok := d.keys[s.KeyID]
		switch {
		case !ok:
			continue
		case now.Before(k.NotBefore.Std()):
			warning = fmt.Sprintf("%s says that its key %s begins only on %s", k.name.party, k.ID, k.NotBefore)
		case now.After(k.NotAfter.Std()):
			warning = fmt.Sprintf("%s says that its key %s ended on %s", k.name.party, k.ID, k.NotAfter)
		default:
			return ""
		}
	}
	return warning
}
