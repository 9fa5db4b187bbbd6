package trust

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"

	"forthwith/schema"
)

// members are the parties of one edition, each once.
type members map[schema.Party]member

// member is one party's entry, opened.
type member struct {
	entry  Entry
	digest schema.Digest // of the entry's pre-authentication encoding
	signed *SignedEntry  // nil for a party without a node
}

func signedMember(env *schema.Envelope) (member, error) {
	e, err := OpenEntry(env)
	if err != nil {
		return member{}, err
	}
	return member{e, env.Digest(), newSignedEntry(env)}, nil
}

func listedMember(e Entry) (member, error) {
	if e.Node != nil {
		return member{}, fmt.Errorf("entry of %s: with a node it signs itself", e.Party)
	}
	if err := e.Validate().Err(); err != nil {
		return member{}, fmt.Errorf("entry of %s: %w", e.Party, err)
	}
	payload, err := schema.Canonical(e)
	if err != nil {
		return member{}, fmt.Errorf("entry of %s: %w", e.Party, err)
	}
	env := schema.Envelope{PayloadType: entryType, Payload: payload}
	return member{e, env.Digest(), nil}, nil
}

// members opens all entries and says of all of them what is wrong.
func (ed *Edition) members() (members, error) {
	ms := make(members)
	var errs []error
	add := func(m member, err error) {
		if err == nil && ms[m.entry.Party].digest != "" {
			err = fmt.Errorf("%s stands in it twice", m.entry.Party)
		}
		if err != nil {
			errs = append(errs, err)
			return
		}
		ms[m.entry.Party] = m
	}
	for i := range ed.Entries {
		env, err := ed.Entries[i].envelope()
		if err != nil {
			errs = append(errs, fmt.Errorf("entry %d: %w", i, err))
			continue
		}
		add(signedMember(env))
	}
	for _, e := range ed.Listed {
		add(listedMember(e))
	}
	errs = append(errs, ms.checkShared())
	return ms, errors.Join(errs...)
}

// checkShared refuses what two parties, or two workspaces of one, both call
// theirs: by it one could be taken for the other.
func (ms members) checkShared() error {
	owners := make(map[string]string)
	var errs []error
	claim := func(what, value, owner string) {
		if first, taken := owners[what+value]; taken {
			errs = append(errs, fmt.Errorf("%s and %s have the same %s %s", first, owner, what, value))
			return
		}
		owners[what+value] = owner
	}
	for _, m := range ms.sorted() {
		for w, s := range m.entry.stations() {
			owner := fmt.Sprintf("%s/%s", m.entry.Party, w)
			for _, k := range s.Signing {
				claim("key id", k.ID, owner)
				claim("signing key", k.Public, owner)
			}
			for _, pin := range s.TLS {
				claim("TLS key", pin, owner)
			}
		}
	}
	return errors.Join(errs...)
}

func (ms members) sorted() []member {
	return slices.SortedFunc(maps.Values(ms), func(a, b member) int { return cmp.Compare(a.entry.Party, b.entry.Party) })
}

// stations yields both, live first; none for a party without a node.
func (e *Entry) stations() func(yield func(schema.Workspace, Station) bool) {
	return func(yield func(schema.Workspace, Station) bool) {
		if e.Node != nil && yield(schema.Live, e.Node.Live) {
			yield(schema.Exercise, e.Node.Exercise)
		}
	}
}

// follow checks that an entry may take the place of the party's earlier one.
func (m member) follow(old member) error {
	p := m.entry.Party
	if m.digest == old.digest {
		return nil
	}
	if m.entry.Sequence <= old.entry.Sequence {
		return fmt.Errorf("entry %d of %s cannot follow %d", m.entry.Sequence, p, old.entry.Sequence)
	}
	now := make(map[string]SigningKey)
	for _, s := range m.entry.stations() {
		for _, k := range s.Signing {
			now[k.ID] = k
		}
	}
	for _, s := range old.entry.stations() {
		for _, k := range s.Signing {
			n, ok := now[k.ID]
			switch {
			case !ok:
				return fmt.Errorf("entry %d of %s leaves out key %s; what it signed must stay verifiable", m.entry.Sequence, p, k.ID)
			case n.Public != k.Public:
				return fmt.Errorf("entry %d of %s has another key %s", m.entry.Sequence, p, k.ID)
			case k.RevokedAt != "" && n.RevokedAt == "":
				return fmt.Errorf("entry %d of %s un-revokes key %s", m.entry.Sequence, p, k.ID)
			}
		}
	}
	return nil
}
