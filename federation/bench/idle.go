package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// idle is what a process of its own found.
type idle struct {
	HeapMB, RSSMB float64
	// Alone and Linked are the processor time of a second, in milliseconds, of
	// one node without links and with all of them.
	Alone, Linked float64
}

// idleness measures nodes that have nothing to do. Each side is a process of its
// own, so that its memory is its own.
func (b *bench) idleness(ctx context.Context) error {
	found := make(map[string]idle)
	for _, name := range []string{"ours", "floor", "ours-linked", "floor-linked"} {
		var v idle
		if err := b.inChild(ctx, name, &v); err != nil {
			return err
		}
		found[name] = v
	}
	own, least := found["ours"], found["floor"]
	with := fmt.Sprintf("idle node with %d links, processor", b.links)
	b.report.add(
		slower("idle node, empty journal, heap", "MB", least.HeapMB, own.HeapMB, 0).atMost(40),
		slower("idle node, empty journal, RSS", "MB", least.RSSMB, own.RSSMB, 0),
		slower("idle node, empty journal, processor", "ms/s", least.Alone, own.Alone, 0),
		slower(with, "ms/s", found["floor-linked"].Linked, found["ours-linked"].Linked, 0),
	)
	return nil
}

// idleAlone is one node that knows no other.
func (b *bench) idleAlone(ctx context.Context, name string) (v idle, err error) {
	s, err := openSide(ctx, name, filepath.Join(b.dir, name), 0)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	v.HeapMB = heap() / (1 << 20)
	if v.RSSMB, err = resident(); err != nil {
		return v, err
	}
	v.Alone, err = b.busy(ctx)
	return v, err
}

// idleLinked is one node with its peers, all in one process: what one node uses
// without links is the process's share of it, and what all use more with links
// is put to its account alone, both ends.
func (b *bench) idleLinked(ctx context.Context, name string) (v idle, err error) {
	s, err := openSide(ctx, name, filepath.Join(b.dir, name), b.links)
	if err != nil {
		return v, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	all, err := b.busy(ctx)
	if err != nil {
		return v, err
	}
	v.Alone = all / float64(b.links+1)
	if err := errors.Join(s.Prepare(ctx, 1), s.Issue(ctx)); err != nil {
		return v, err
	}
	linked, err := b.busy(ctx)
	v.Linked = v.Alone + max(linked-all, 0)
	return v, err
}

func openSide(ctx context.Context, name, dir string, peers int) (side, error) {
	if name == "ours" {
		return newOurs(ctx, dir, peers)
	}
	return newFloor(ctx, dir, peers, make([]byte, 4<<10))
}

// busy is the processor time in milliseconds that this process uses in a second,
// once it has come to rest.
func (b *bench) busy(ctx context.Context) (float64, error) {
	heap()
	if err := pause(ctx, time.Second); err != nil {
		return 0, err
	}
	before, err := processor()
	if err != nil {
		return 0, err
	}
	begun := time.Now()
	if err := pause(ctx, b.idle); err != nil {
		return 0, err
	}
	after, err := processor()
	return (after - before).Seconds() * 1000 / time.Since(begun).Seconds(), err
}

// pause lets time pass.
func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// resident is the memory of this process that is in the machine's, in MB.
func resident() (float64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, fmt.Errorf("resident memory: %w", err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
			return kb / 1024, err
		}
	}
	return 0, errors.New("resident memory: the machine does not say")
}
