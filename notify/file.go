package notify

import (
	"cmp"
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
	Size      int64        // bytes
	MediaType string       // by content
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
	open map[schema.Party]map[schema.Digest]wanted
	kept map[schema.Party]int64 // bytes that are complete, by who gave them
	wake chan struct{}
}

func newFiles() files {
	return files{
		make(map[schema.Digest]*file), make(map[schema.Party]map[schema.Digest]wanted), make(map[schema.Party]int64), make(chan struct{}, 1),
	}
}

// wanted is a file with its place among those of a party: the priority of the most
// urgent message that names it, and the first of those.
type wanted struct {
	Wanted
	priority int
	named    ref
}

func (w wanted) compare(o wanted) int {
	return cmp.Or(cmp.Compare(w.priority, o.priority), cmp.Compare(w.named, o.named), cmp.Compare(w.File, o.File))
}

func (f *files) get(d schema.Digest) *file {
	if f.all[d] == nil {
		f.all[d] = new(file)
	}
	return f.all[d]
}

// applyAttachments takes the files that a message names.
func (t *Tracker) applyAttachments(r ref, h *schema.Header) {
	rule, _ := h.Kind.Rule()
	for _, a := range h.Attachments {
		f := t.files.get(a.Digest)
		f.Named = append(f.Named, r)
		w, open := t.files.open[h.From][a.Digest]
		switch {
		case !open:
			t.reviewFile(a.Digest, h.From)
		case rule.Priority < w.priority: // a message may be the thousandth to name it
			w.priority, w.named, w.Size = rule.Priority, r, a.Size
			t.files.open[h.From][a.Digest] = w
		}
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
			f.Complete = &CompleteFile{From: r.Party, Size: r.Size, MediaType: r.MediaType}
			t.files.kept[r.Party] += r.Size
		}
	case FileLost:
		if f.Complete != nil {
			t.files.kept[f.Complete.From] -= f.Complete.Size
			f.Complete = nil
		}
	case FileNoted:
		if f.Noted == nil {
			f.Noted = make(map[schema.Party]bool)
		}
		f.Noted[r.Party] = true
	case FileObtained:
		if f.Obtained == nil {
			f.Obtained = make(map[schema.Party]schema.Instant)
		}
		if f.Obtained[r.Party] == "" {
			f.Obtained[r.Party] = rec.At
		}
	}
	t.reviewAll(r.File)
}

// reviewAll reviews a file with every party that named it.
func (t *Tracker) reviewAll(d schema.Digest) {
	for _, p := range t.namers(d) {
		t.reviewFile(d, p)
	}
}

// namers are the parties with a message that names a file.
func (t *Tracker) namers(d schema.Digest) []schema.Party {
	var out []schema.Party
	for _, n := range t.files.all[d].Named {
		if p := t.brief(n).from; !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// reviewFile sees whether something is to be done about a file with a party that
// named it.
func (t *Tracker) reviewFile(d schema.Digest, p schema.Party) {
	f := t.files.all[d]
	if done := f.Complete != nil && f.Noted[p]; done || p == t.self {
		delete(t.files.open[p], d)
		return
	}
	if t.files.open[p] == nil {
		t.files.open[p] = make(map[schema.Digest]wanted)
	}
	if f.Complete != nil {
		t.files.open[p][d] = wanted{Wanted{d, f.Complete.Size, true}, -1, 0}
	} else {
		t.files.open[p][d] = t.place(d, p)
	}
	select {
	case t.files.wake <- struct{}{}:
	default: // the signal that was not taken yet serves for this too
	}
}

// place is where a file that is not here stands among those of a party.
func (t *Tracker) place(d schema.Digest, p schema.Party) wanted {
	w := wanted{Wanted: Wanted{File: d}, priority: priorities}
	for _, n := range t.files.all[d].Named {
		if t.brief(n).from != p {
			continue
		}
		a, h := t.attachment(n, d)
		if rule, _ := h.Kind.Rule(); rule.Priority < w.priority {
			w.priority, w.named, w.Size = rule.Priority, n, a.Size
		}
	}
	return w
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
		t.reviewAll(d)
	}
}
