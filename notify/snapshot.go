package notify

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"time"

	"forthwith/schema"
)

// SnapshotVersion names the form of a snapshot and what the fold makes of entries.
// Who changes either raises it: a snapshot of another version is not read.
const SnapshotVersion = 2

// Snapshot is a copy of what a tracker holds, for WriteTo. It is a cache: what it
// says, the journal says too.
type Snapshot struct {
	rows    []row
	pages   [][]byte
	names   []string
	answers []spot
	threads []thread
	owed    map[schema.Party][priorities][]ref
	rest    []byte // JSON of remainder
}

// remainder is what there is little of.
type remainder struct {
	Twins          map[ref]ref
	Exercises      map[schema.ExerciseID]*ExerciseState
	Drafts         []keptDraft
	Refused        map[string]*RefusedNotice
	Latest         []keptRefusal
	Unanswered     refs
	Failed         refs
	Early          []keptEarly
	Revoked        map[schema.MessageID][]ref
	Noted          map[string]bool
	Broken         []*Break
	Breaks         map[schema.Party][]*Break
	Contradictions []*Contradiction
	Checkpoints    map[schema.Party]keptCheckpoint
	Files          map[schema.Digest]*file
}

type keptDraft struct {
	Document  []byte // the message, as canonical JSON
	Machine   string
	Approvals []schema.Approval
	Recorded  schema.Instant
}

type keptRefusal struct {
	Link  schema.Party
	Code  schema.RefusalCode
	Last  time.Time
	Bytes schema.Digest
}

type keptEarly struct {
	Of     schema.MessageID
	By     ref
	Digest schema.Digest
}

// Snapshot copies what entries still to come may change, and shares the rest, so
// that it is quick.
func (t *Tracker) Snapshot() (*Snapshot, error) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	s := &Snapshot{
		rows: slices.Clone(t.rows), pages: slices.Clone(t.shelf.pages), names: t.names.all,
		answers: slices.Clone(t.answers), threads: slices.Clone(t.threads),
		owed: make(map[schema.Party][priorities][]ref),
	}
	for p, q := range t.owed {
		var lists [priorities][]ref
		for i, l := range q.lists {
			lists[i] = slices.DeleteFunc(slices.Clone(l), func(r ref) bool { return q.settled[r] })
		}
		s.owed[p] = lists
	}
	r := remainder{
		Twins: t.twins, Exercises: t.exercises, Refused: t.refused, Unanswered: t.unanswered, Failed: t.failed,
		Revoked: t.revoked, Noted: t.noted, Broken: t.broken, Breaks: t.breaks, Contradictions: t.contradictions,
		Checkpoints: t.checkpoints, Files: t.files.all,
	}
	for _, id := range slices.Sorted(maps.Keys(t.drafts)) {
		d := t.drafts[id]
		document, err := schema.Canonical(d.Message)
		if err != nil {
			return nil, fmt.Errorf("snapshot of draft %s: %w", id, err)
		}
		r.Drafts = append(r.Drafts, keptDraft{document, d.Machine, d.Approvals, d.Recorded})
	}
	for k, c := range t.latest {
		r.Latest = append(r.Latest, keptRefusal{k.link, k.code, c.last, c.bytes})
	}
	slices.SortFunc(r.Latest, func(a, b keptRefusal) int { return cmp.Or(cmp.Compare(a.Link, b.Link), cmp.Compare(a.Code, b.Code)) })
	for _, of := range slices.Sorted(maps.Keys(t.early)) {
		for _, e := range t.early[of] {
			r.Early = append(r.Early, keptEarly{of, e.by, e.digest})
		}
	}
	var err error
	s.rest, err = json.Marshal(r)
	return s, err
}

// WriteTo writes the snapshot. The same entries give the same bytes.
func (s *Snapshot) WriteTo(w io.Writer) (int64, error) {
	out := &snapshotWriter{w: bufio.NewWriterSize(w, 1<<16)}
	out.number(SnapshotVersion)
	out.number(len(s.rows))
	for _, r := range s.rows {
		out.words(uint32(r.facts), uint32(r.next), uint32(r.acked), uint32(r.again))
	}
	out.number(len(s.answers))
	for _, a := range s.answers {
		out.words(uint32(a))
	}
	out.number(len(s.threads))
	for _, th := range s.threads {
		out.words(uint32(th.first), uint32(th.last))
	}
	out.number(len(s.pages))
	for _, p := range s.pages {
		out.bytes(p)
	}
	out.number(len(s.names))
	for _, n := range s.names {
		out.bytes([]byte(n))
	}
	out.number(len(s.owed))
	for _, p := range slices.Sorted(maps.Keys(s.owed)) {
		out.bytes([]byte(p))
		for _, l := range s.owed[p] {
			out.number(len(l))
			for _, r := range l {
				out.words(uint32(r))
			}
		}
	}
	out.bytes(s.rest)
	return out.n, errors.Join(out.err, out.w.Flush())
}

// snapshotWriter writes until something fails.
type snapshotWriter struct {
	w   *bufio.Writer
	n   int64
	err error
}

func (s *snapshotWriter) put(b []byte) {
	if s.err != nil {
		return
	}
	n, err := s.w.Write(b)
	s.n, s.err = s.n+int64(n), err
}

func (s *snapshotWriter) number(n int) { s.put(binary.AppendUvarint(nil, uint64(n))) }

func (s *snapshotWriter) words(ws ...uint32) {
	var b [16]byte
	for i, w := range ws {
		binary.LittleEndian.PutUint32(b[4*i:], w)
	}
	s.put(b[:4*len(ws)])
}

func (s *snapshotWriter) bytes(b []byte) {
	s.number(len(b))
	s.put(b)
}
