package trust

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"forthwith/schema"
)

// Draft is an edition while a keeper gathers entries.
type Draft struct {
	// Keepers and Threshold say who signs the edition after this one.
	Keepers   []KeeperPublic
	Threshold int

	number            int
	issued, expires   schema.Time
	previous          schema.Digest
	members, standing members
}

// NewEdition begins the edition after previous, with its keepers and members; nil
// begins the first, which needs keepers and a threshold.
func NewEdition(previous *Directory, now time.Time, lifetime time.Duration) *Draft {
	d := &Draft{
		number:  1,
		issued:  schema.NewTime(now),
		expires: schema.NewTime(now.Add(lifetime)),
		members: make(members),
	}
	if previous != nil {
		d.Keepers, d.Threshold = slices.Clone(previous.edition.Keepers), previous.edition.Threshold
		d.number, d.previous = previous.Number()+1, previous.Digest()
		d.members, d.standing = maps.Clone(previous.members), previous.members
	}
	return d
}

// AddEntry takes a self-signed entry, in the place of the party's earlier one.
func (d *Draft) AddEntry(env *schema.Envelope) error {
	m, err := signedMember(env)
	if err != nil {
		return fmt.Errorf("add: %w", err)
	}
	return d.put(m)
}

// List takes the entry of a party without a node.
func (d *Draft) List(e Entry) error {
	m, err := listedMember(e)
	if err != nil {
		return fmt.Errorf("list: %w", err)
	}
	return d.put(m)
}

// Remove leaves a party out.
func (d *Draft) Remove(p schema.Party) { delete(d.members, p) }

func (d *Draft) put(m member) error {
	// Against the edition before as well: a party that was removed and added
	// again in one draft has not lost its past.
	for _, ms := range []members{d.standing, d.members} {
		if old, ok := ms[m.entry.Party]; ok {
			if err := m.follow(old); err != nil {
				return fmt.Errorf("add: %w", err)
			}
		}
	}
	d.members[m.entry.Party] = m
	return nil
}

// Marshal writes the draft as an envelope that nobody has signed, for
// SignEdition, if it would be read.
func (d *Draft) Marshal() ([]byte, error) {
	ed := Edition{
		Number: d.number, IssuedAt: d.issued, ExpiresAt: d.expires, Previous: d.previous,
		Keepers: d.Keepers, Threshold: d.Threshold,
	}
	for _, m := range d.members.sorted() {
		if m.signed == nil {
			ed.Listed = append(ed.Listed, m.entry)
			continue
		}
		ed.Entries = append(ed.Entries, *m.signed)
	}
	payload, err := schema.Canonical(ed)
	if err != nil {
		return nil, fmt.Errorf("draft of edition %d: %w", d.number, err)
	}
	env := &schema.Envelope{PayloadType: directoryType, Payload: payload}
	if _, _, err := readEdition(env); err != nil {
		return nil, fmt.Errorf("draft: %w", err)
	}
	return env.Marshal(), nil
}

// parseDraft reads an envelope that may have no signature yet. Everywhere else
// that is an error, and so schema.ParseEnvelope has it.
func parseDraft(raw []byte) (*schema.Envelope, error) {
	env, err := schema.ParseEnvelope(raw)
	if !errors.Is(err, schema.ErrUnsigned) {
		return env, err
	}
	var w struct {
		PayloadType string     `json:"payloadType"`
		Payload     string     `json:"payload"`
		Signatures  []struct{} `json:"signatures"`
	}
	if err := schema.ParseDocument(raw, &w); err != nil {
		return nil, fmt.Errorf("%w: %w", schema.ErrWrapper, err)
	}
	payload, err := decode64(w.Payload)
	if err != nil {
		return nil, fmt.Errorf("%w: payload: %w", schema.ErrWrapper, err)
	}
	return &schema.Envelope{PayloadType: w.PayloadType, Payload: payload}, nil
}
