package notify

import (
	"cmp"
	"slices"

	"forthwith/schema"
)

// Draft is a message on its way to release: what it says, who has approved it
// and how many persons it still needs.
type Draft struct {
	Message   *schema.Message
	Machine   string // the token that drafted it, if no person did
	Approvals []schema.Approval
	Recorded  schema.Instant
}

// ID is the id the message will have.
func (d *Draft) ID() schema.MessageID { return d.Message.Header.ID }

// Draft looks one up that is not yet released.
func (t *Tracker) Draft(id schema.MessageID) (Draft, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	d := t.drafts[id]
	if d == nil {
		return Draft{}, false
	}
	return d.copy(), true
}

// Drafts lists those that wait for a person, oldest first.
func (t *Tracker) Drafts() []Draft {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []Draft
	for _, d := range t.drafts {
		out = append(out, d.copy())
	}
	slices.SortFunc(out, func(a, b Draft) int { return cmp.Compare(a.ID(), b.ID()) })
	return out
}

// copy shares the body, which nobody changes, and nothing else.
func (d *Draft) copy() Draft {
	c := *d
	m := *d.Message
	c.Message = &m
	c.Approvals = slices.Clone(d.Approvals)
	return c
}

func (t *Tracker) applyDraft(rec Recorded) {
	var r DraftRecord
	if schema.ParseDocument(rec.Data, &r) != nil || t.of(t.self, r.Draft) != 0 {
		return
	}
	d := t.drafts[r.Draft]
	if d == nil {
		m, _ := schema.ParseMessage(r.Document)
		if m == nil {
			return
		}
		d = &Draft{Message: m, Machine: r.Machine, Recorded: rec.At}
		t.drafts[r.Draft] = d
	}
	approved := func(a schema.Approval) bool { return a.Officer == r.Approval.Officer }
	if r.Approval != nil && !slices.ContainsFunc(d.Approvals, approved) {
		d.Approvals = append(d.Approvals, *r.Approval)
	}
}
