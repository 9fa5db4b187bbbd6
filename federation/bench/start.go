package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"forthwith/schema"
)

// opened is what the start of a node with a long journal costs, and of a bare
// server that delivers each entry of the same store once.
type opened struct {
	FloorSeconds, Seconds float64
	FloorHeap, Heap       float64 // bytes
}

// start measures how long a node takes to open with a long journal, and what it
// then holds in memory, in a process of its own.
func (b *bench) start(ctx context.Context) error {
	var v opened
	if err := b.inChild(ctx, "start", &v); err != nil {
		return err
	}
	name := "journal of " + strconv.Itoa(b.entries) + " entries, "
	each := float64(b.entries)
	b.report.add(
		slower(name+"open", "s", v.FloorSeconds, v.Seconds, 0),
		slower(name+"heap per entry", "bytes", v.FloorHeap/each, v.Heap/each, 0),
	)
	return nil
}

func (b *bench) openLong(ctx context.Context) (v opened, err error) {
	own, err := newOurs(ctx, b.store("start"), 1)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	if err := own.fill(ctx, b.entries); err != nil {
		return v, fmt.Errorf("fill a journal: %w", err)
	}
	var bare *plain
	v.FloorSeconds, v.FloorHeap, err = cleared(ctx, func() (err error) {
		bare, err = readBare(ctx, filepath.Join(own.fed.Dir(own.origin), "store"), b.entries)
		return err
	})
	if bare != nil {
		err = errors.Join(err, bare.Close())
	}
	if err != nil {
		return v, fmt.Errorf("read by a bare server: %w", err)
	}
	v.Seconds, v.Heap, err = cleared(ctx, func() error { return own.fed.Start(ctx, own.origin) })
	if err != nil {
		return v, err
	}
	if n := own.fed.Node(own.origin).Head(schema.Live).Size; n < int64(b.entries) {
		return v, fmt.Errorf("the journal opened with %d entries, %d were written", n, b.entries)
	}
	return v, nil
}

// cleared measures how long f takes and how much more lives after it, with a
// rest before and after in which what is over is let go.
func cleared(ctx context.Context, f func() error) (seconds, held float64, err error) {
	const rest = 2 * time.Second
	if err := pause(ctx, rest); err != nil {
		return 0, 0, err
	}
	before := heap()
	begun := time.Now()
	if err := f(); err != nil {
		return 0, 0, err
	}
	seconds = time.Since(begun).Seconds()
	err = pause(ctx, rest)
	return seconds, heap() - before, err
}

// readBare opens a node's live stream without the node, and has every entry
// delivered once. The server is returned open, for its memory to be seen.
func readBare(ctx context.Context, store string, entries int) (*plain, error) {
	p, err := openPlain(store)
	if err != nil {
		return nil, err
	}
	js, err := p.jetStream()
	if err != nil {
		return p, err
	}
	stream, err := js.Stream(ctx, liveStream)
	if err != nil {
		return p, err
	}
	consumer, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	if err != nil {
		return p, err
	}
	messages, err := consumer.Messages(jetstream.PullMaxBytes(4 << 20))
	if err != nil {
		return p, err
	}
	defer messages.Stop()
	for n := range entries {
		if _, err := messages.Next(jetstream.NextMaxWait(time.Minute)); err != nil {
			return p, fmt.Errorf("entry %d: %w", n+1, err)
		}
	}
	return p, nil
}
