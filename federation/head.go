package federation

import (
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

	file sync.Mutex
	held bool // what is in the file stays there
}

func newHeadFile(path string, sign func(schema.TreeHead) (*schema.Envelope, error), log *slog.Logger) *headFile {
	return &headFile{path: path, sign: sign, log: log, offered: make(chan struct{}, 1), finished: make(chan struct{})}
}

// read returns the envelope in the file; nil if there is no file.
func (h *headFile) read() (*schema.Envelope, error) {
	b, err := os.ReadFile(h.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return schema.ParseEnvelope(b)
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
	var written schema.TreeHead
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
		if head != written {
			if err = h.write(head); err == nil {
				written = head
			}
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

// write signs a head and puts it in the place of the old one, whole or not at
// all.
func (h *headFile) write(head schema.TreeHead) error {
	env, err := h.sign(head)
	if err != nil {
		return fmt.Errorf("head %d: %w", head.Size, err)
	}
	h.file.Lock()
	defer h.file.Unlock()
	if h.held {
		return nil
	}
	if err := WriteFile(h.path, env.Marshal()); err != nil {
		return fmt.Errorf("head %d: %w", head.Size, err)
	}
	return nil
}
