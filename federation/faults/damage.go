package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"forthwith/schema"
)

// harm is something that a disk does to a file.
type harm struct {
	name string
	do   func(tr *trial, b []byte) []byte
}

var harms = []harm{
	{"bits turned", func(tr *trial, b []byte) []byte {
		for range 1 + tr.random.IntN(4) {
			b[tr.random.IntN(len(b))] ^= 1 << tr.random.IntN(8)
		}
		return b
	}},
	{"an end cut off", func(tr *trial, b []byte) []byte { return b[:tr.random.IntN(len(b))] }},
	{"a sector of zeros", func(tr *trial, b []byte) []byte {
		at := tr.random.IntN(len(b)) / sector * sector
		clear(b[at:min(at+sector, len(b))])
		return b
	}},
}

// damage harms the store of XA between its end and its next start. XA must ring and
// go on, and get back what XB and XC hold.
func damage(ctx context.Context, tr *trial) error {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	return tr.finish(ctx, tr.harmAgainAndAgain(ctx))
}

func (tr *trial) harmAgainAndAgain(ctx context.Context) error {
	t := tr.town
	if err := t.upAll(ctx); err != nil {
		return err
	}
	epoch, again := 0, 0
	for range tr.count {
		if err := tr.work(ctx); err != nil {
			return err
		}
		if tr.random.IntN(5) == 0 {
			if err := tr.alone(ctx); err != nil {
				return err
			}
		}
		if err := t.process("XA").stop(ctx); err != nil {
			return err
		}
		what, err := tr.harm("XA")
		if err != nil {
			return err
		}
		tr.faults++
		answered := t.ledger.of("XA")
		if _, err := t.begin("XA"); err != nil {
			return err
		}
		if err := t.process("XA").awaitUp(ctx); err != nil {
			return fmt.Errorf("after %s: %w", what, err)
		}
		if err := t.settle(ctx); err != nil {
			return fmt.Errorf("after %s: %w", what, err)
		}
		r, err := t.ask(ctx, "XA", command{Do: state})
		if err != nil {
			return err
		}
		if s := r.State; s.Epoch > epoch {
			if epoch = s.Epoch; !s.Rung {
				return fmt.Errorf("after %s: epoch %d does not ring", what, epoch)
			}
		}
		again += t.ledger.forgive()
		before := len(t.ledger.lost)
		if err := t.compare(ctx, "XA", answered); err != nil {
			return err
		}
		if n := len(t.ledger.lost) - before; n > 0 {
			return fmt.Errorf("after %s: %d acts are gone, and peers hold them", what, n)
		}
	}
	tr.note("XA is in epoch %d of its live journal; it rang %d messages again, as one that was damaged", max(epoch, 1), again)
	return nil
}

// work lets officers work for a while, until all is settled.
func (tr *trial) work(ctx context.Context) error {
	work := tr.town.load(ctx)
	if err := work.end(pause(ctx, 200*time.Millisecond+tr.atMost(500*time.Millisecond))); err != nil {
		return err
	}
	return tr.town.settle(ctx)
}

// alone has XA issue what reaches nobody before it is damaged.
func (tr *trial) alone(ctx context.Context) error {
	t := tr.town
	peers := slices.DeleteFunc(slices.Clone(t.parties), func(p schema.Party) bool { return p == "XA" })
	for _, p := range peers {
		if err := t.process(p).kill(); err != nil {
			return err
		}
	}
	for range 3 {
		id, err := t.issue(ctx, "XA")
		if err != nil {
			return err
		}
		t.ledger.excuse("XA", id)
	}
	for _, p := range peers {
		if _, err := t.begin(p); err != nil {
			return err
		}
	}
	return nil
}

// harm does something to one file of a stopped node, and says what.
func (tr *trial) harm(p schema.Party) (string, error) {
	file, err := tr.target(tr.town.stores[p])
	if err != nil {
		return "", err
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	h := harms[tr.random.IntN(len(harms))]
	rel, err := filepath.Rel(tr.town.stores[p], file)
	if err != nil {
		return "", err
	}
	what := fmt.Sprintf("%s in %s of %d bytes", h.name, rel, len(b))
	return what, os.WriteFile(file, h.do(tr, b), 0o600)
}

// target chooses a file of the latest epoch of a journal: mostly a block of the
// live one, now and then one of another, or what stands beside the blocks.
func (tr *trial) target(store string) (string, error) {
	journal := "LIVE"
	if n := tr.random.IntN(6); n < 2 {
		journal = []string{"EXERCISE", "NODE"}[n]
	}
	dirs, err := filepath.Glob(filepath.Join(store, "store", "jetstream", "JOURNAL", "streams", journal+"-*"))
	if err != nil || len(dirs) == 0 {
		return "", errors.Join(err, fmt.Errorf("%s has no journal %s", store, journal))
	}
	slices.SortFunc(dirs, func(a, b string) int { return epochOf(a) - epochOf(b) })
	blocks, rest, err := files(dirs[len(dirs)-1])
	if err != nil {
		return "", err
	}
	rest = append(rest, filepath.Join(store, "heads", strings.ToLower(journal)+".head"))
	if tr.random.IntN(5) == 0 || len(blocks) == 0 {
		blocks = rest
	}
	return blocks[tr.random.IntN(len(blocks))], nil
}

func epochOf(dir string) int {
	n, err := strconv.Atoi(dir[strings.LastIndex(dir, "-")+1:])
	if err != nil {
		return 0 // none that we made
	}
	return n
}

// files are what there is below a directory and not empty: blocks, and others.
func files(dir string) (blocks, rest []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		switch {
		case err != nil || info.Size() == 0:
		case strings.HasSuffix(path, ".blk"):
			blocks = append(blocks, path)
		default:
			rest = append(rest, path)
		}
		return err
	})
	return blocks, rest, err
}
