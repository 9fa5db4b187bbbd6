package notify

import (
	"cmp"
	"maps"
	"slices"

	"forthwith/schema"
)

// FileState is what an attachment entry says of a file.
type FileState string

const (
	FileComplete FileState = "complete" // whole on our disk, and it is what its digest says
	FileLost     FileState = "lost"     // no longer so
	FileNoted    FileState = "noted"    // its author has recorded that we have it
	FileObtained FileState = "obtained" // an addressee of ours has it
)

// FileRecord is the record of an attachment entry.
type FileRecord struct {
	File  schema.Digest `json:"file"`
	State FileState     `json:"state"`
	// Party is who gave the file, who noted that we have it, or who obtained it.
	Party schema.Party `json:"party"`
	// Size is in bytes; it and the type, which is by content and not by what a
	// message calls it, are of a complete file.
	Size      int64  `json:"size,omitempty"`
	MediaType string `json:"mediaType,omitempty"`
	Officer   string `json:"officer,omitempty"` // login, of who gave it to its own node
	// Envelope is the Obtained or Noted, as signed.
	Envelope []byte `json:"envelope,omitempty"`
}

// CompleteFile is a file that is whole on our disk.
type CompleteFile struct {
	From      schema.Party // who gave it
	Officer   string       // of our own
	Size      int64        // bytes
	MediaType string       // by content
	At        schema.Instant
}

// file is what the journal says of one.
type file struct {
	Named    []ref // by these messages
	Complete *CompleteFile
	Noted    map[schema.Party]bool
	Obtained map[schema.Party]schema.Instant // our clock
}

// files is the part of the tracker for files. Few messages have any.
type files struct {
	all map[schema.Digest]*file
	// open are those that a party named and of which something is to be done: pull
	// it, or tell that we have it.
	open map[schema.Party][]schema.Digest
	kept map[schema.Party]int64 // bytes that are complete, by who gave them
	wake chan struct{}
}

func newFiles() files {
	return files{make(map[schema.Digest]*file), make(map[schema.Party][]schema.Digest), make(map[schema.Party]int64), make(chan struct{}, 1)}
}

func (f *files) get(d schema.Digest) *file {
	if f.all[d] == nil {
		f.all[d] = &file{Noted: make(map[schema.Party]bool), Obtained: make(map[schema.Party]schema.Instant)}
	}
	return f.all[d]
}

// applyAttachments takes the files that a message names.
func (t *Tracker) applyAttachments(r ref, h *schema.Header) {
	for _, a := range h.Attachments {
		f := t.files.get(a.Digest)
		f.Named = append(f.Named, r)
		t.reviewFile(a.Digest, h.From)
	}
}

func (t *Tracker) applyFile(rec Recorded) {
	var r FileRecord
	if schema.ParseDocument(rec.Data, &r) != nil {
		return
	}
	f := t.files.get(r.File)
	switch r.State {
	case FileComplete:
		if f.Complete == nil {
			f.Complete = &CompleteFile{From: r.Party, Officer: r.Officer, Size: r.Size, MediaType: r.MediaType, At: rec.At}
			t.files.kept[r.Party] += r.Size
		}
	case FileLost:
		if f.Complete != nil {
			t.files.kept[f.Complete.From] -= f.Complete.Size
			f.Complete = nil
		}
	case FileNoted:
		f.Noted[r.Party] = true
	case FileObtained:
		if f.Obtained[r.Party] == "" {
			f.Obtained[r.Party] = rec.At
		}
	}
	for _, n := range f.Named {
		t.reviewFile(r.File, t.brief(n).from)
	}
}

// reviewFile sees whether something is to be done about a file with a party that
// named it.
func (t *Tracker) reviewFile(d schema.Digest, p schema.Party) {
	f, open := t.files.all[d], t.files.open[p]
	if done := f.Complete != nil && f.Noted[p]; done || p == t.self {
		t.files.open[p] = slices.DeleteFunc(open, func(o schema.Digest) bool { return o == d })
		return
	}
	if !slices.Contains(open, d) {
		t.files.open[p] = append(open, d)
	}
	select {
	case t.files.wake <- struct{}{}:
	default: // the signal that was not taken yet serves for this too
	}
}

// forgetNoted has a party told again of all its files that are here: it has lost
// what it recorded.
func (t *Tracker) forgetNoted(p schema.Party) {
	for d, f := range t.files.all {
		if f.Noted[p] {
			delete(f.Noted, p)
			t.reviewFile(d, p)
		}
	}
}

// deriveFiles makes what follows from the files themselves.
func (t *Tracker) deriveFiles() {
	for d, f := range t.files.all {
		if f.Complete != nil {
			t.files.kept[f.Complete.From] += f.Complete.Size
		}
		for _, n := range f.Named {
			t.reviewFile(d, t.brief(n).from)
		}
	}
}

// Wanted is a file that a party named and of which something is to be done.
type Wanted struct {
	File schema.Digest
	Size int64 // bytes, as the message has it
	// Complete is a file that is here: the party is to be told.
	Complete bool
}

// WantedFiles are the files of a party of which something is to be done, in the
// order in which it should be: those to tell of, those of emergencies, the oldest.
func (t *Tracker) WantedFiles(p schema.Party) []Wanted {
	t.mu.RLock()
	defer t.mu.RUnlock()
	type candidate struct {
		Wanted
		priority int
		named    ref
	}
	var all []candidate
	for _, d := range t.files.open[p] {
		f := t.files.all[d]
		c := candidate{Wanted: Wanted{File: d, Complete: f.Complete != nil}, priority: priorities}
		for _, n := range f.Named {
			a, h := t.attachment(n, d)
			if rule, _ := h.Kind.Rule(); h.From == p && rule.Priority < c.priority {
				c.priority, c.named, c.Size = rule.Priority, n, a.Size
			}
		}
		if c.Complete {
			c.priority, c.Size = -1, f.Complete.Size
		}
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.priority, b.priority), cmp.Compare(a.named, b.named), cmp.Compare(a.File, b.File))
	})
	var out []Wanted
	for _, c := range all {
		out = append(out, c.Wanted)
	}
	return out
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
		for _, n := range f.Named {
			if a, h := t.attachment(n, d); f.Complete == nil {
				out = append(out, Unfinished{d, a.Size, h.From})
			}
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
