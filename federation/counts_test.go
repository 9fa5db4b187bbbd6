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
