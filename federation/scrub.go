package federation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/schema"
)

// scrubPiece is how many entries are read before a rest.
const scrubPiece = 256

// scrubEvery is how often a journal is read again in full and held against its
// tree. Its start did the same.
const scrubEvery = 24 * time.Hour

// ErrReopen is a node whose store has to be opened anew: it is damaged, or has
// room again. Close the node and Open it; nothing that was answered is lost.
var ErrReopen = errors.New("the store has to be opened anew")

// watch looks after the journals until one has to be opened anew.
func (n *Node) watch(ctx context.Context) error {
	for {
		select {
		case <-n.lost:
			return fmt.Errorf("%w: a peer holds a later state of a journal than we do", ErrReopen)
		case <-n.trouble:
			if err := n.awaitRoom(ctx); err != nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// scrubAll reads every journal again, at intervals; one that was opened from a
// snapshot at once, and so the files.
func (n *Node) scrubAll(ctx context.Context) error {
	for first := true; ; first = false {
		for _, j := range n.journals() {
			if first && !j.restored {
				continue
			}
			if err := j.scrub(ctx); err != nil && ctx.Err() == nil {
				err = errors.Join(err, j.dropSnapshot()) // of what is on disk, all is to be read
				return fmt.Errorf("%w: the %s journal: %w", ErrReopen, j.cfg.Name, err)
			}
		}
		for _, w := range schema.Workspaces {
			n.worlds[w].gateway.scrubFiles(ctx)
		}
		select {
		case <-n.cfg.Clock.After(scrubEvery):
		case <-ctx.Done():
			return nil
		}
	}
}

const (
	// roomEvery is how often room is looked for while a journal cannot record.
	roomEvery = 5 * time.Second
	// roomFor is how much room is enough to go on.
	roomFor = 8 << 20
)

// awaitRoom waits until the journals record again. A stream that has once failed
// to write stays frozen, so where there is room the store is opened anew.
func (n *Node) awaitRoom(ctx context.Context) error {
	n.cfg.Log.Error("the journal cannot record; nothing new is taken or issued until it can", "journals", n.Failing())
	for {
		select {
		case <-n.cfg.Clock.After(roomEvery):
		case <-ctx.Done():
			return nil
		}
		if len(n.Failing()) == 0 {
			return nil
		}
		if err := tryRoom(n.cfg.Dir); err == nil {
			return fmt.Errorf("%w: there is room again", ErrReopen)
		}
	}
}

// orGiveUp has the journals record nothing more where the store is to be opened
// anew. On a stream that is frozen each append that still waited would take its time
// to fail, one after the other, while the node issues and takes nothing.
func (n *Node) orGiveUp(err error) error {
	if err != nil {
		for _, j := range n.journals() {
			j.givenUp.Store(true)
		}
	}
	return err
}

// tryRoom writes and syncs as much as is needed to go on, and removes it.
func tryRoom(dir string) error {
	name := filepath.Join(dir, "room")
	err := WriteFile(name, make([]byte, roomFor))
	return errors.Join(err, os.RemoveAll(name))
}

// Failing names the journals that cannot record now.
func (n *Node) Failing() []string {
	var out []string
	for _, j := range n.journals() {
		if j.failing.Load() {
			out = append(out, j.cfg.Name)
		}
	}
	return out
}

func (n *Node) journals() []*journal {
	all := []*journal{n.journal}
	for _, w := range schema.Workspaces {
		all = append(all, n.worlds[w].journal)
	}
	return all
}

// scrub reads what is on disk and holds each entry against the tree, which was
// made when the entry was written or proved at the start.
func (j *journal) scrub(ctx context.Context) error {
	for _, e := range append(j.past[:len(j.past):len(j.past)], j.current) {
		if e.stream == nil {
			continue
		}
		begun := time.Now()
		err := e.each(ctx, 1, uint64(e.head().Size), func(n uint64, m *nats.Msg) error {
			if err := e.check(n, m); err != nil || n%scrubPiece != 0 {
				return err
			}
			// As long as it took, whoever has something to say goes first.
			select {
			case <-time.After(time.Since(begun)):
			case <-ctx.Done():
			}
			begun = time.Now()
			return ctx.Err()
		})
		if err != nil {
			return fmt.Errorf("epoch %d: %w", e.number, err)
		}
	}
	return nil
}
