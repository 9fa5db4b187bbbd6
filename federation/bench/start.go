package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"forthwith/schema"
)

// opened is what the start of a node with a long journal costs, and of a bare
// server on the same store.
type opened struct {
	BareSeconds  float64 // till the stream is there
	FloorSeconds float64 // till each entry was delivered once
	ReadSeconds  float64 // of a node that reads everything
	Seconds      float64 // of a node that has a snapshot
	CrashSeconds float64 // and whose server has lost its index
	Heap         float64 // bytes
}

// start measures how long a node takes to open with a long journal, and what it
// then holds in memory, in a process of its own.
func (b *bench) start(ctx context.Context) error {
	var v opened
	if err := b.inChild(ctx, "start", &v); err != nil {
		return err
	}
	name := "journal of " + strconv.Itoa(b.entries) + " entries, "
	b.report.add(
		slower(name+"served after a good end", "s", v.BareSeconds, v.Seconds, 0).atMost(5),
		row{name: name + "served after a crash that took the server's index", unit: "s", floor: math.NaN(), ours: v.CrashSeconds},
		slower(name+"everything read", "s", v.FloorSeconds, v.ReadSeconds, 0),
		row{name: name + "heap per entry, at rest", unit: "bytes", floor: math.NaN(), ours: v.Heap / float64(b.entries)}.atMost(350),
	)
	return nil
}

func (b *bench) openLong(ctx context.Context) (v opened, err error) {
	own, err := newOurs(ctx, b.store("start"), 1)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	empty := heap()
	if err := own.fill(ctx, b.entries); err != nil {
		return v, fmt.Errorf("fill a journal: %w", err)
	}
	dir := own.fed.Dir(own.origin)
	if v.BareSeconds, v.FloorSeconds, err = readBare(ctx, filepath.Join(dir, "store"), b.entries); err != nil {
		return v, fmt.Errorf("read by a bare server: %w", err)
	}
	if v.ReadSeconds, err = own.reopen(ctx); err != nil {
		return v, err
	}
	if err := await(ctx, filepath.Join(dir, "snapshots", "live.snapshot")); err != nil {
		return v, err
	}
	if v.Seconds, err = own.reopen(ctx); err != nil {
		return v, err
	}
	if err := own.fed.Stop(own.origin); err != nil {
		return v, err
	}
	index := filepath.Join(dir, "store", "jetstream", "JOURNAL", "streams", liveStream, "msgs", "index.db")
	if err := os.Remove(index); err != nil {
		return v, err
	}
	if v.CrashSeconds, err = own.reopen(ctx); err != nil {
		return v, err
	}
	if n := own.fed.Node(own.origin).Head(schema.Live).Size; n < int64(b.entries) {
		return v, fmt.Errorf("the journal opened with %d entries, %d were written", n, b.entries)
	}
	full, err := b.atRest(ctx)
	v.Heap = full - empty
	return v, err
}

// reopen stops the origin's node, if it runs, and starts it; the time is that of
// the start.
func (o *ours) reopen(ctx context.Context) (seconds float64, err error) {
	if err := o.fed.Stop(o.origin); err != nil {
		return 0, err
	}
	heap()
	begun := time.Now()
	err = o.fed.Start(ctx, o.origin)
	return time.Since(begun).Seconds(), err
}

// await waits for a file.
func await(ctx context.Context, name string) error {
	for {
		_, err := os.Stat(name)
		if err == nil || !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := pause(ctx, 10*time.Millisecond); err != nil {
			return fmt.Errorf("wait for %s: %w", name, err)
		}
	}
}

// atRest is what lives when the node has nothing to do: it has scrubbed its
// journal, and the server has let go of what it read, which takes it two minutes.
func (b *bench) atRest(ctx context.Context) (float64, error) {
	for last := math.Inf(1); ; {
		if err := pause(ctx, b.rest); err != nil {
			return 0, err
		}
		now := heap()
		if now > 0.99*last {
			return now, nil
		}
		last = now
	}
}

// readBare opens a node's live stream without the node, and has every entry
// delivered once.
func readBare(ctx context.Context, store string, entries int) (open, all float64, err error) {
	begun := time.Now()
	p, err := openPlain(store)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	js, err := p.jetStream()
	if err != nil {
		return 0, 0, err
	}
	stream, err := js.Stream(ctx, liveStream)
	if err != nil {
		return 0, 0, err
	}
	open = time.Since(begun).Seconds()
	consumer, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{
		AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	if err != nil {
		return 0, 0, err
	}
	messages, err := consumer.Messages(jetstream.PullMaxBytes(4 << 20))
	if err != nil {
		return 0, 0, err
	}
	defer messages.Stop()
	for n := range entries {
		if _, err := messages.Next(jetstream.NextMaxWait(time.Minute)); err != nil {
			return 0, 0, fmt.Errorf("entry %d: %w", n+1, err)
		}
	}
	return open, time.Since(begun).Seconds(), nil
}
