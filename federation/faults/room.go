package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"forthwith/schema"
)

const (
	// small is the size of the file system that is filled.
	small = "size=96m"
	// goesOnWithin is how soon a node issues again when there is room.
	goesOnWithin = 30 * time.Second
)

// room has XA work with its store on a small file system, and fills that up.
func room(ctx context.Context, tr *trial) (err error) {
	if err := tr.open("XA", "XB"); err != nil {
		return err
	}
	store := tr.town.stores["XA"]
	if err := unix.Mount("forthwith-faults", store, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, small); err != nil {
		return fmt.Errorf("mount a file system on %s: %w", store, err)
	}
	defer func() { err = errors.Join(err, unix.Unmount(store, unix.MNT_DETACH)) }()
	return tr.finish(ctx, tr.fillAgainAndAgain(ctx))
}

func (tr *trial) fillAgainAndAgain(ctx context.Context) (err error) {
	if err := tr.town.upAll(ctx); err != nil {
		return err
	}
	work := tr.town.load(ctx, often)
	defer func() { err = work.end(err) }()
	var longest time.Duration
	for range tr.count {
		ballast := filepath.Join(tr.town.stores["XA"], "ballast")
		if err := tr.fill(ctx, ballast); err != nil {
			return errors.Join(err, os.RemoveAll(ballast))
		}
		tr.faults++
		// Peers go on delivering, and are refused for now.
		if err := pause(ctx, tr.atMost(3*time.Second)); err != nil {
			return err
		}
		if err := os.Remove(ballast); err != nil {
			return err
		}
		begun := time.Now()
		if err := tr.goesOn(ctx, "XA"); err != nil {
			return err
		}
		longest = max(longest, time.Since(begun))
		if err := pause(ctx, tr.atMost(time.Second)); err != nil {
			return err
		}
	}
	tr.note("with room again a node issued after %s at the latest, by itself", longest.Round(time.Second/10))
	if longest > goesOnWithin {
		return fmt.Errorf("a node with room again issued nothing for %s", longest.Round(time.Second))
	}
	return nil
}

// fill writes a file until nothing fits any more, but for a random rest, and
// waits until the node says that it cannot record.
func (tr *trial) fill(ctx context.Context, ballast string) error {
	f, err := os.Create(ballast)
	if err != nil {
		return err
	}
	defer f.Close()
	for block := make([]byte, 64<<10); err == nil; {
		_, err = f.Write(block)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("fill the file system: %w", err)
	}
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := f.Truncate(info.Size() - tr.random.Int64N(256<<10)); err != nil {
		return err
	}
	return tr.await(ctx, "XA", "cannot record", func(s standing) bool { return len(s.Failing) > 0 })
}

// goesOn waits until a node answers for an act again.
func (tr *trial) goesOn(ctx context.Context, p schema.Party) error {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	if _, err := tr.town.issue(ctx, p); err != nil {
		return fmt.Errorf("%s does not go on: %w", p, err)
	}
	return tr.town.compare(ctx, p, tr.town.ledger.of(p))
}

// await waits until a node stands in some way.
func (tr *trial) await(ctx context.Context, p schema.Party, what string, ok func(standing) bool) error {
	ctx, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	for {
		r, err := tr.town.ask(ctx, p, command{Do: state})
		if err != nil {
			return fmt.Errorf("%s never %s: %w", p, what, err)
		}
		if ok(*r.State) {
			return nil
		}
		if err := pause(ctx, settleEvery); err != nil {
			return fmt.Errorf("%s never %s: %w", p, what, err)
		}
	}
}
