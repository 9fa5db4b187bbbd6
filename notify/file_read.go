package notify

import (
	"maps"
	"slices"

	"forthwith/schema"
)

// What the tracker is asked of files.

// Wanted is a file that a party named and of which something is to be done.
type Wanted struct {
	File schema.Digest
	Size int64 // bytes, as the message has it
	// Complete is a file that is here: the party is to be told.
	Complete bool
}

// NextFile is the file of a party of which something is to be done first, passing over
// those that skip names: one to tell of, one of an emergency, the oldest. A party may
// name very many, so that it looks at each once and does no more.
func (t *Tracker) NextFile(p schema.Party, skip func(Wanted) bool) (Wanted, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var first wanted
	for _, w := range t.files.open[p] {
		if (first.File == "" || w.compare(first) < 0) && !skip(w.Wanted) {
			first = w
		}
	}
	return first.Wanted, first.File != ""
}

// FilesWoken tells when something new is to be done about files.
func (t *Tracker) FilesWoken() <-chan struct{} { return t.files.wake }

// FilesOpen are the parties with files of which something is to be done.
func (t *Tracker) FilesOpen() []schema.Party {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []schema.Party
	for p, open := range t.files.open {
		if len(open) > 0 {
			out = append(out, p)
		}
	}
	return out
}

// Complete is a file that is whole here.
func (t *Tracker) Complete(d schema.Digest) (CompleteFile, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if f := t.files.all[d]; f != nil && f.Complete != nil {
		return *f.Complete, true
	}
	return CompleteFile{}, false
}

// CompleteFiles lists all files that are whole here.
func (t *Tracker) CompleteFiles() []schema.Digest {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []schema.Digest
	for d, f := range t.files.all {
		if f.Complete != nil {
			out = append(out, d)
		}
	}
	return out
}

// Obtained says since when each addressee of ours has a file.
func (t *Tracker) Obtained(d schema.Digest) map[schema.Party]schema.Instant {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if f := t.files.all[d]; f != nil {
		return maps.Clone(f.Obtained)
	}
	return nil
}

// Kept is how much a party has us keep in complete files, in bytes.
func (t *Tracker) Kept(p schema.Party) int64 {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.files.kept[p]
}

// Unfinished is a file that a message names and that is not here.
type Unfinished struct {
	File schema.Digest
	Size int64 // bytes
	From schema.Party
}

// Unfinished lists them.
func (t *Tracker) Unfinished() []Unfinished {
	t.mu.RLock()
	defer t.mu.RUnlock()
	var out []Unfinished
	for d, f := range t.files.all {
		if f.Complete != nil {
			continue
		}
		for _, p := range t.namers(d) {
			out = append(out, Unfinished{d, t.place(d, p).Size, p})
		}
	}
	return out
}

// attachment is how a message names a file.
func (t *Tracker) attachment(n ref, d schema.Digest) (schema.Attachment, schema.Header) {
	h := t.facts(n).Header
	i := slices.IndexFunc(h.Attachments, func(a schema.Attachment) bool { return a.Digest == d })
	return h.Attachments[i], h
}

// given reports whether a message of ours to a party names a file.
func (t *Tracker) given(d schema.Digest, to schema.Party) bool {
	t.mu.RLock()
	defer t.mu.RUnlock()
	f := t.files.all[d]
	return f != nil && slices.ContainsFunc(f.Named, func(n ref) bool {
		b := t.brief(n)
		_, addressed := b.addressee(to)
		return b.from == t.self && addressed
	})
}
