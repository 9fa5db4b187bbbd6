package federation

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"forthwith/schema"
)

// TestOneAppendForEachEntry counts what goes to disk: an entry is one place in the
// stream. Entries do not wait for a head, and those that come while one is written
// share the next; for no entry none is written.
func TestOneAppendForEachEntry(t *testing.T) {
	const entries = 200
	dir := t.TempDir()
	d := mustOpen(t, dir)
	var heads atomic.Int64
	appended := make(chan struct{})
	sign := d.head.sign
	d.head.sign = func(h schema.TreeHead) (*schema.Envelope, error) {
		heads.Add(1)
		<-appended
		return sign(h)
	}
	before := d.Head().Size
	var all sync.WaitGroup
	for i := range entries {
		all.Go(func() {
			_, err := d.Append(t.Context(), message(fmt.Sprint("m-", i), "content"))
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	close(appended)
	if n := d.Head().Size - before; n != entries {
		t.Errorf("%d entries are %d places", entries, n)
	}
	d.append(t, message("m-0", "content"))
	if n := d.Head().Size - before; n != entries {
		t.Errorf("an entry that is there takes a place again: %d", n)
	}
	d.close(t)
	if n := heads.Load(); n < 1 || n > 3 {
		t.Errorf("%d heads for %d entries", n, entries)
	}
	head, err := os.ReadFile(d.cfg.HeadFile)
	must(t, err)
	mustOpen(t, dir).close(t)
	again, err := os.ReadFile(d.cfg.HeadFile)
	must(t, err)
	if !bytes.Equal(head, again) {
		t.Error("to open and close a journal writes another head")
	}
}

// TestRequestsOfAnEntry counts what passes the connection of a journal: an append is
// one request, and what was appended is read without another.
func TestRequestsOfAnEntry(t *testing.T) {
	const entries = 20
	d := mustOpen(t, t.TempDir())
	before := d.cfg.Conn.Stats()
	for _, rec := range d.fill(t, entries) {
		_, err := d.Read(t.Context(), rec.Epoch, rec.Sequence)
		must(t, err)
	}
	after := d.cfg.Conn.Stats()
	if out, in := after.OutMsgs-before.OutMsgs, after.InMsgs-before.InMsgs; out != entries || in != entries {
		t.Errorf("%d requests and %d answers for %d entries", out, in, entries)
	}
	d.close(t)
}

// TestAllocationsOfAnEntry: each entry of a journal is decoded and made a leaf
// when the journal is opened.
func TestAllocationsOfAnEntry(t *testing.T) {
	e := newEpoch("live", 1)
	entry := message("m-0", "content")
	entry.Warnings = nil
	m, err := encodeEntry(e.root, entry)
	must(t, err)
	n := uint64(0)
	got := testing.AllocsPerRun(100, func() {
		n++
		_, err := e.add(n, m)
		must(t, err)
	})
	if got > 7 {
		t.Errorf("an entry allocates %.0f times, at most 7", got)
	}
}
