package notify

import (
	"cmp"
	"slices"

	"forthwith/schema"
)

// Break is a journal that was damaged, was set aside, and went on in another
// epoch: our own or a peer's.
type Break struct {
	schema.EpochStart
	ID       string // of the entry
	Recorded schema.Instant
	// Fetched are the peers that have given back all they hold, with how many
	// messages; of our own journal only.
	Fetched map[schema.Party]int
}

// lost reports whether a place in a journal is behind what could be proved when
// its epoch ended.
func (b *Break) lost(h schema.TreeHead) bool {
	return b.Previous != nil && h.Epoch == b.Previous.Epoch && h.Size > b.Previous.Size
}

// applyEpoch takes the start of an epoch of our own journal.
func (t *Tracker) applyEpoch(rec Recorded) {
	if b := openBreak(rec); b != nil {
		t.broken = append(t.broken, b)
	}
}

// openBreak reads the start of an epoch that follows another; nil where a journal
// begins, and nothing was lost.
func openBreak(rec Recorded) *Break {
	start, ok := openEpoch(rec.Data)
	if !ok || start.Previous == nil {
		return nil
	}
	return &Break{EpochStart: start, ID: rec.ID, Recorded: rec.At, Fetched: make(map[schema.Party]int)}
}

// applyCheckpoint takes a checkpoint of a peer's journal, or the start of another
// epoch of it: what it receipted and has lost is owed to it again.
func (t *Tracker) applyCheckpoint(rec Recorded) {
	start, ok := openEpoch(rec.Data)
	if !ok {
		t.checkpoints[rec.Origin] = keptCheckpoint{rec.Data, rec.At}
		return
	}
	if start.Previous == nil {
		return
	}
	b := &Break{EpochStart: start, ID: rec.ID, Recorded: rec.At}
	t.breaks[start.Party] = append(t.breaks[start.Party], b)
	for r := ref(1); int(r) < len(t.rows); r++ {
		t.applyLoss(b, r)
	}
	t.forgetNoted(start.Party)
	t.wakeUp(start.Party)
}

// applyLoss takes back the receipt of a message of ours that a party has lost.
func (t *Tracker) applyLoss(b *Break, r ref) {
	m := t.brief(r)
	if m.from != t.self {
		return
	}
	n, ok := m.addressee(b.Party)
	if !ok {
		return
	}
	i := int(m.ladders) + n
	if d := t.delivery(i); d.Received != "" && b.lost(d.Head) {
		d.unreceive()
		t.keep(i, &d)
		t.owed[b.Party].reopen(r, t.facts(r).Header.Kind)
	}
}

// isLost reports whether a party has lost what it receipted at h.
func (t *Tracker) isLost(p schema.Party, h schema.TreeHead) bool {
	return slices.ContainsFunc(t.breaks[p], func(b *Break) bool { return b.lost(h) })
}

func (t *Tracker) applyFetched(rec Recorded) {
	var f schema.Fetched
	env, err := schema.ParseEnvelope(rec.Data)
	if err != nil || schema.ParseDocument(env.Payload, &f) != nil {
		return
	}
	for _, b := range t.broken {
		if b.Epoch == f.Epoch {
			b.Fetched[f.By] = f.Count
		}
	}
}

func openEpoch(raw []byte) (start schema.EpochStart, ok bool) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return start, false
	}
	return start, schema.ParseDocument(env.Payload, &start) == nil
}

// Broken is the latest damage of our own journal, if it ever had any.
func (t *Tracker) Broken() (Break, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if len(t.broken) == 0 {
		return Break{}, false
	}
	return t.broken[len(t.broken)-1].copy(), true
}

// Untold are the damages of our own journal after which a party has not given back
// all it holds, the latest first: it may know of none of them.
func (t *Tracker) Untold(p schema.Party) []Break {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []Break
	for _, b := range slices.Backward(t.broken) {
		if _, done := b.Fetched[p]; !done {
			out = append(out, b.copy())
		}
	}
	return out
}

// Breaks are the damages that peers told us of, by party.
func (t *Tracker) Breaks() []Break {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []Break
	for _, bs := range t.breaks {
		for _, b := range bs {
			out = append(out, b.copy())
		}
	}
	slices.SortFunc(out, func(a, b Break) int { return cmp.Or(cmp.Compare(a.Party, b.Party), cmp.Compare(a.Epoch, b.Epoch)) })
	return out
}

func (b *Break) copy() Break {
	c := *b
	c.Fetched = make(map[schema.Party]int, len(b.Fetched))
	for p, n := range b.Fetched {
		c.Fetched[p] = n
	}
	return c
}
