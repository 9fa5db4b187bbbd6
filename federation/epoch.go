package federation

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// epoch is one stream of a journal with the tree over it. The last epoch is
// appended to; those before it were set aside, and only read.
type epoch struct {
	number int
	name   string // of the stream
	root   string // of its subjects
	stream jetstream.Stream

	mu   sync.RWMutex
	tree trust.Tree
}

func newEpoch(journal string, number int) *epoch {
	return &epoch{number: number, name: streamName(journal, number), root: subjectRoot(journal, number)}
}

// head is the tree over all entries that are known.
func (e *epoch) head() schema.TreeHead {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.tree.Head(e.number)
}

// leaves are what the tree can be made of again, and its head.
func (e *epoch) leaves() (schema.TreeHead, trust.Leaves) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.tree.Head(e.number), e.tree.Leaves()
}

// size is how many entries are known, without a head over them.
func (e *epoch) size() uint64 {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return uint64(e.tree.Size())
}

// at is the head at a size; the zero head where there is none.
func (e *epoch) at(size int64) schema.TreeHead {
	e.mu.RLock()
	defer e.mu.RUnlock()
	h, err := e.tree.HeadAt(size, e.number)
	if err != nil {
		return schema.TreeHead{}
	}
	return h
}

// prove proves that the tree of size to continues that of size from.
func (e *epoch) prove(from, to int64) ([]schema.Digest, error) {
	e.mu.RLock()
	defer e.mu.RUnlock()
	return e.tree.ProveConsistency(from, to)
}

// add takes the next entry into the tree. The entry comes back without the head.
func (e *epoch) add(sequence uint64, m *nats.Msg) (notify.Recorded, error) {
	entry, err := decodeEntry(e.root, m)
	if err != nil {
		return notify.Recorded{}, &gapError{sequence, sequence, err}
	}
	return e.grow(sequence, entry, m)
}

// grow takes the next entry into the tree; m is how the stream has it.
func (e *epoch) grow(sequence uint64, entry notify.Entry, m *nats.Msg) (notify.Recorded, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if next := e.tree.Size() + 1; int64(sequence) != next {
		return notify.Recorded{}, fmt.Errorf("entry %d where %d is next", sequence, next)
	}
	e.tree.Append(trust.Record(e.number, sequence, m.Subject, m.Header, m.Data))
	return notify.Recorded{Entry: entry, Epoch: e.number, Sequence: sequence}, nil
}

// read returns an entry. What it returns is what the tree has at that place:
// JetStream does not notice a changed bit.
func (e *epoch) read(ctx context.Context, sequence uint64) (notify.Recorded, error) {
	if e.stream == nil {
		return notify.Recorded{}, fmt.Errorf("read entry %d: stream %s is not there", sequence, e.name)
	}
	raw, err := e.stream.GetMsg(ctx, sequence)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("read entry %d: %w", sequence, err)
	}
	rec, err := e.recorded(raw)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("read entry %d: %w", sequence, err)
	}
	return rec, nil
}

// recorded is an entry that the tree has already, with the head at it.
func (e *epoch) recorded(raw *jetstream.RawStreamMsg) (notify.Recorded, error) {
	entry, err := decodeEntry(e.root, rawMsg(raw))
	if err != nil {
		return notify.Recorded{}, err
	}
	if err := e.check(raw.Sequence, rawMsg(raw)); err != nil {
		return notify.Recorded{}, err
	}
	e.mu.RLock()
	defer e.mu.RUnlock()
	head, err := e.tree.HeadAt(int64(raw.Sequence), e.number)
	return notify.Recorded{Entry: entry, Epoch: e.number, Sequence: raw.Sequence, Head: head}, err
}

// check holds what was read at a place against the tree.
func (e *epoch) check(sequence uint64, m *nats.Msg) error {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if err := e.tree.CheckLeaf(int64(sequence)-1, trust.Record(e.number, sequence, m.Subject, m.Header, m.Data)); err != nil {
		return fmt.Errorf("entry %d: the store has changed: %w", sequence, err)
	}
	return nil
}

// lookUp finds what stands under an origin and id. A place that the tree does not
// have is not there.
func (e *epoch) lookUp(ctx context.Context, subject string) (rec notify.Recorded, found bool, err error) {
	if e.stream == nil {
		return rec, false, nil
	}
	raw, err := e.stream.GetLastMsgForSubject(ctx, subject)
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return rec, false, nil
	}
	if err != nil {
		return rec, false, fmt.Errorf("look up %s: %w", subject, err)
	}
	if raw.Sequence > e.size() {
		return rec, false, nil
	}
	rec, err = e.recorded(raw)
	return rec, err == nil, err
}

// gapError is a place in the stream where no entry can be read.
type gapError struct {
	missing, last uint64
	why           error // nil where there is nothing at all
}

func (e *gapError) Error() string {
	text := fmt.Sprintf("entry %d of %d cannot be read", e.missing, e.last)
	if e.why != nil {
		text += ": " + e.why.Error()
	}
	return text
}

// each reads the entries from first to last in order. A place that cannot be read
// is a *gapError: a consumer passes over it in silence.
func (e *epoch) each(ctx context.Context, first, last uint64, f func(uint64, *nats.Msg) error) error {
	if last < first {
		return nil
	}
	creating, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	consumer, err := e.stream.CreateConsumer(creating, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverByStartSequencePolicy, OptStartSeq: first, AckPolicy: jetstream.AckNonePolicy,
		MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	entries, err := consumer.Messages(jetstream.PullMaxBytes(replayBytes))
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	err = e.eachOf(ctx, entries, span{first, last}, f)
	entries.Stop()
	return errors.Join(err, e.stream.DeleteConsumer(context.WithoutCancel(ctx), consumer.CachedInfo().Name))
}

// span are entries of an epoch, both ends among them.
type span struct{ first, last uint64 }

func (e *epoch) eachOf(ctx context.Context, entries jetstream.MessagesContext, of span, f func(uint64, *nats.Msg) error) error {
	last := of.last
	for next := of.first; next <= last; next++ {
		m, err := e.next(ctx, entries, next)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return &gapError{next, last, nil}
		}
		if err != nil {
			return fmt.Errorf("replay entry %d: %w", next, err)
		}
		meta, err := m.Metadata()
		if err != nil {
			return fmt.Errorf("replay entry %d: %w", next, err)
		}
		if meta.Sequence.Stream != next {
			return &gapError{next, last, nil}
		}
		if err := f(next, &nats.Msg{Subject: m.Subject(), Header: m.Headers(), Data: m.Data()}); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if meta.NumPending == 0 && next < last {
			return &gapError{next + 1, last, nil}
		}
	}
	return nil
}

// next waits for the next entry. While none comes it asks for the one at that
// place: a slow disk is waited for, and one that cannot be read is not there.
func (e *epoch) next(ctx context.Context, entries jetstream.MessagesContext, sequence uint64) (jetstream.Msg, error) {
	for {
		m, err := entries.Next(jetstream.NextMaxWait(nextWithin))
		if !errors.Is(err, nats.ErrTimeout) {
			return m, err
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		asking, cancel := context.WithTimeout(ctx, streamWithin)
		_, err = e.stream.GetMsg(asking, sequence)
		cancel()
		if err, ok := errors.AsType[*jetstream.APIError](err); ok {
			return nil, fmt.Errorf("%w: %w", jetstream.ErrMsgNotFound, err)
		}
		if err != nil {
			return nil, err
		}
	}
}

func rawMsg(raw *jetstream.RawStreamMsg) *nats.Msg {
	return &nats.Msg{Subject: raw.Subject, Header: raw.Header, Data: raw.Data}
}
