package federation

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"forthwith/schema"
)

// headEvery is how long a head waits for others before it is written.
const headEvery = 100 * time.Millisecond

// The file has two places of one size, and a head is written over the older one of
// the two: whatever becomes of that write, the other is whole. It takes one sync,
// and not the three that a new file in the place of the old one takes.
const (
	headPlaces = 2
	headSize   = 4096
)

// headFile is the signed head of a journal in a file of its own. It is only ever
// offered heads over entries that are on disk, so it is never ahead of them.
type headFile struct {
	path     string
	sign     func(schema.TreeHead) (*schema.Envelope, error)
	log      *slog.Logger
	offered  chan struct{} // there may be a newer head
	finished chan struct{} // there will be none

	mu     sync.Mutex
	newest schema.TreeHead

	file    sync.Mutex
	open    *os.File        // nil until the first write
	older   int             // the place that is written next
	written schema.TreeHead // the last
	place   [headSize]byte  // what is written next
	held    bool            // what is in the file stays there
}

func newHeadFile(path string, sign func(schema.TreeHead) (*schema.Envelope, error), log *slog.Logger) *headFile {
	return &headFile{path: path, sign: sign, log: log, offered: make(chan struct{}, 1), finished: make(chan struct{})}
}

// read returns what judge says is the newest head in the file; the zero head if
// there is no file. The error is of a file with no head that can be believed.
func (h *headFile) read(judge func(*schema.Envelope) (schema.TreeHead, error)) (newest schema.TreeHead, err error) {
	b, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return newest, nil
	}
	if err != nil {
		return newest, fmt.Errorf("its signed head cannot be read: %w", err)
	}
	found := false
	for place := range headPlaces {
		written := bytes.TrimRight(b[min(place*headSize, len(b)):min((place+1)*headSize, len(b))], "\n\x00")
		if len(written) == 0 {
			continue
		}
		head, bad := readPlace(written, judge)
		if bad != nil {
			err = errors.Join(err, bad)
			continue
		}
		if !found || head.Epoch > newest.Epoch || head.Epoch == newest.Epoch && head.Size > newest.Size {
			newest, found, h.older = head, true, (place+1)%headPlaces
		}
	}
	if !found {
		return newest, cmp.Or(err, errors.New("its signed head cannot be read: the file is empty"))
	}
	if err != nil {
		h.log.Warn("one of the two places of the signed head is spoilt, as by a crash", "error", err)
	}
	return newest, nil
}

func readPlace(b []byte, judge func(*schema.Envelope) (schema.TreeHead, error)) (schema.TreeHead, error) {
	env, err := schema.ParseEnvelope(b)
	if err != nil {
		return schema.TreeHead{}, fmt.Errorf("its signed head cannot be read: %w", err)
	}
	return judge(env)
}

// offer leaves a newer head to be written soon. It does not wait.
func (h *headFile) offer(head schema.TreeHead) {
	h.mu.Lock()
	h.newest = head
	h.mu.Unlock()
	poke(h.offered)
}

// finish ends run after the last head is written.
func (h *headFile) finish() { close(h.finished) }

// run writes what is offered until finish; its error is that the last head could
// not be written. It waits before it writes: heads that come together share one
// write, and one that comes alone does not stand in the way of the answer.
func (h *headFile) run() error {
	defer h.close()
	for last := false; ; {
		select {
		case <-h.offered:
		case <-h.finished:
			last = true
		}
		if !last {
			select {
			case <-time.After(headEvery):
			case <-h.finished:
				last = true
			}
		}
		h.mu.Lock()
		head := h.newest
		h.mu.Unlock()
		var err error
		if head.Size > 0 { // one was offered
			err = h.write(head)
		}
		if last {
			return err
		}
		if err != nil {
			h.log.Error("write the signed head", "error", err)
		}
	}
}

// hold puts a later head of ours, which a peer kept, into the file for good.
func (h *headFile) hold(raw []byte) error {
	h.file.Lock()
	defer h.file.Unlock()
	if h.held {
		return nil
	}
	h.held = true
	return WriteFile(h.path, raw)
}

// write signs a head and puts it in the place of the older one, if it is not there.
func (h *headFile) write(head schema.TreeHead) error {
	h.file.Lock()
	defer h.file.Unlock()
	if h.held || head == h.written {
		return nil
	}
	env, err := h.sign(head)
	if err != nil {
		return fmt.Errorf("head %d: %w", head.Size, err)
	}
	if err := h.put(env.Marshal()); err != nil {
		return fmt.Errorf("head %d: %w", head.Size, err)
	}
	h.written = head
	return nil
}

func (h *headFile) put(b []byte) error {
	if len(b) > headSize {
		return fmt.Errorf("%d bytes, at most %d", len(b), headSize)
	}
	for i := copy(h.place[:], b); i < headSize; i++ {
		h.place[i] = '\n'
	}
	if !h.there() {
		// The file begins whole: one place with the head, one empty.
		h.older = 1
		return WriteFile(h.path, append(h.place[:], bytes.Repeat([]byte{'\n'}, headSize)...))
	}
	if _, err := h.open.WriteAt(h.place[:], int64(h.older*headSize)); err != nil {
		return err
	}
	if err := h.open.Sync(); err != nil {
		return err
	}
	h.older = (h.older + 1) % headPlaces
	return nil
}

// there reports whether the file stands in its place, and opens it.
func (h *headFile) there() bool {
	inPlace, err := os.Stat(h.path)
	if err == nil && h.open != nil {
		if mine, err := h.open.Stat(); err == nil && os.SameFile(inPlace, mine) {
			return true
		}
	}
	h.close()
	h.open, err = os.OpenFile(h.path, os.O_RDWR, 0)
	return err == nil
}

func (h *headFile) close() {
	if h.open != nil {
		_ = h.open.Close() // every write was synced
		h.open = nil
	}
}
