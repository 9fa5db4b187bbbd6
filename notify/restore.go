package notify

import (
	"bufio"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"forthwith/schema"
)

// Restore makes an empty tracker what it was when a snapshot was taken. The bytes
// must be as they were written: that is for the caller to know.
func (t *Tracker) Restore(from io.Reader) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	in := &snapshotReader{r: bufio.NewReaderSize(from, 1<<16)}
	if v := in.number(); v != SnapshotVersion {
		return errors.Join(fmt.Errorf("snapshot of version %d, expected %d", v, SnapshotVersion), in.err)
	}
	t.rows = make([]row, in.number())
	for i := range t.rows {
		w := in.words(4)
		t.rows[i] = row{spot(w[0]), ref(w[1]), ref(w[2]), ref(w[3])}
	}
	t.answers = make([]spot, in.number())
	for i := range t.answers {
		t.answers[i] = spot(in.words(1)[0])
	}
	t.threads = make([]thread, in.number())
	for i := range t.threads {
		w := in.words(2)
		t.threads[i] = thread{ref(w[0]), ref(w[1])}
	}
	t.shelf.pages = make([][]byte, in.number())
	for i := range t.shelf.pages {
		t.shelf.pages[i] = in.bytes(pageSize)
	}
	for n := range in.number() {
		if text := string(in.bytes(0)); n > 0 {
			t.names.number(text)
		}
	}
	for range in.number() {
		p := schema.Party(in.bytes(0))
		q := new(queue)
		for i := range q.lists {
			for range in.number() {
				q.lists[i] = append(q.lists[i], ref(in.words(1)[0]))
			}
			q.waiting += len(q.lists[i])
		}
		t.owed[p] = q
	}
	rest := in.bytes(0)
	if in.err != nil {
		return fmt.Errorf("snapshot: %w", in.err)
	}
	if err := t.restoreRest(rest); err != nil {
		return fmt.Errorf("snapshot: %w", err)
	}
	t.deriveRest()
	return nil
}

func (t *Tracker) restoreRest(b []byte) error {
	r := remainder{
		Twins: t.twins, Exercises: t.exercises, Refused: t.refused, Revoked: t.revoked, Noted: t.noted,
		Breaks: t.breaks, Checkpoints: t.checkpoints, Files: t.files.all,
	}
	if err := json.Unmarshal(b, &r); err != nil { // into the maps that are there
		return err
	}
	t.unanswered, t.failed, t.broken, t.contradictions = r.Unanswered, r.Failed, r.Broken, r.Contradictions
	for _, d := range r.Drafts {
		m, vs := schema.ParseMessage(d.Document)
		if vs.Err() != nil {
			return vs
		}
		t.drafts[m.Header.ID] = &Draft{Message: m, Machine: d.Machine, Approvals: d.Approvals, Recorded: d.Recorded}
	}
	for _, l := range r.Latest {
		t.latest[refusalKey{l.Link, l.Code}] = &refusalCount{last: l.Last, bytes: l.Bytes}
	}
	for _, e := range r.Early {
		t.early[e.Of] = append(t.early[e.Of], early{e.By, e.Digest})
	}
	return nil
}

// deriveRest makes what follows from the messages alone.
func (t *Tracker) deriveRest() {
	twin := make(map[ref]bool, len(t.twins))
	for _, r := range t.twins {
		twin[r] = true
	}
	t.ids.grow(len(t.rows))
	t.events.grow(len(t.threads))
	for r := ref(1); int(r) < len(t.rows); r++ {
		if !twin[r] {
			t.ids.add(uint32(r))
		}
		if from := t.brief(r).from; from != t.self {
			t.received[from] = append(t.received[from], r)
		}
	}
	for n := 1; n < len(t.threads); n++ {
		t.events.add(uint32(n))
	}
	t.deriveFiles()
}

// snapshotReader reads until something fails; from then on it reads zeros.
type snapshotReader struct {
	r   *bufio.Reader
	err error
}

func (s *snapshotReader) number() int {
	if s.err != nil {
		return 0
	}
	var n uint64
	if n, s.err = binary.ReadUvarint(s.r); s.err != nil || n > 1<<32 {
		s.err = errors.Join(s.err, fmt.Errorf("a number %d", n))
		return 0
	}
	return int(n)
}

// words are at most four.
func (s *snapshotReader) words(n int) (out [4]uint32) {
	var b [16]byte
	if s.err == nil {
		_, s.err = io.ReadFull(s.r, b[:4*n])
	}
	for i := range n {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

// bytes have room for as many as least.
func (s *snapshotReader) bytes(least int) []byte {
	n := s.number()
	b := make([]byte, n, max(n, least))
	if s.err == nil {
		_, s.err = io.ReadFull(s.r, b)
	}
	return b
}
