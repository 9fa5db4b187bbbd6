package federation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"forthwith/schema"
)

// threeEpochs is a journal that was damaged twice, and its head.
func threeEpochs(t *testing.T) (dir string, head schema.TreeHead) {
	t.Helper()
	dir = t.TempDir()
	d := mustOpen(t, dir)
	for _, epoch := range []int{1, 2} {
		d.fill(t, 3)
		d.append(t, message(fmt.Sprint("of-epoch-", epoch), "content"))
		d.close(t)
		must(t, os.Truncate(blocksOf(t, dir, epoch)[0], 1000))
		_, err := openDesk(t, dir, nil)
		damage, ok := errors.AsType[*DamageError](err)
		if !ok {
			t.Fatalf("epoch %d: %v", epoch, err)
		}
		d = mustOpenBroken(t, dir, damage)
	}
	d.append(t, message("of-epoch-3", "content"))
	d.close(t)
	return dir, d.Head()
}

func blocksOf(t *testing.T, dir string, epoch int) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "jetstream", "JOURNAL", "streams", streamName("live", epoch), "msgs", "*.blk"))
	must(t, err)
	if len(names) == 0 {
		t.Fatalf("epoch %d has no blocks", epoch)
	}
	return names
}

// TestLastEpochIsFoundThoughOneBeforeItIsGone loses the description of a stream on
// one day, and the signed head on another.
func TestLastEpochIsFoundThoughOneBeforeItIsGone(t *testing.T) {
	dir, head := threeEpochs(t)
	streams := filepath.Join(dir, "jetstream", "JOURNAL", "streams")
	must(t, os.Remove(filepath.Join(streams, "LIVE-2", "meta.inf")))
	d := mustOpen(t, dir)
	if d.Head() != head || head.Epoch != 3 {
		t.Fatalf("head %+v, was %+v", d.Head(), head)
	}
	d.close(t)
	if _, err := os.Stat(filepath.Join(dir, "aside", "LIVE-2.1")); err != nil {
		t.Errorf("the stream without a description is not kept: %v", err)
	}
	if _, err := os.Stat(filepath.Join(streams, "LIVE-2")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is where the server makes a stream of that name: %v", err)
	}
	must(t, os.Remove(d.cfg.HeadFile))
	_, err := openDesk(t, dir, nil)
	damage, ok := errors.AsType[*DamageError](err)
	if !ok || damage.Epoch != 3 {
		t.Fatalf("without a head: %v, want a damage of epoch 3", err)
	}
	again := mustOpenBroken(t, dir, damage)
	defer again.close(t)
	if again.current.number != 4 || again.Head().Size != 1 {
		t.Errorf("epoch %d with %d entries, want 4 with 1", again.current.number, again.Head().Size)
	}
}
