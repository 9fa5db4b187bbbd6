package federation

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/nats-io/nats.go/jetstream"

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

// mend opens a journal as a node does, and says what was damaged.
func mend(t *testing.T, dir string) (*desk, []schema.TreeHead) {
	t.Helper()
	var provable []schema.TreeHead
	var broken *DamageError
	for range 5 {
		d, err := openDesk(t, dir, nil, func(c *journalConfig) { c.Broken = broken })
		if err == nil {
			return d, provable
		}
		if !errors.As(err, &broken) {
			t.Fatal(err)
		}
		provable = append(provable, broken.Provable)
	}
	t.Fatalf("it is damaged again and again: %+v", provable)
	return nil, nil
}

// TestLastEpochIsFoundThoughOneBeforeItIsGone loses the description of a stream and
// the signed head.
func TestLastEpochIsFoundThoughOneBeforeItIsGone(t *testing.T) {
	dir, head := threeEpochs(t)
	streams := filepath.Join(dir, "jetstream", "JOURNAL", "streams")
	must(t, os.Remove(filepath.Join(streams, "LIVE-2", "meta.inf")))
	must(t, os.Remove(filepath.Join(dir, "heads", "live.head")))
	d, provable := mend(t, dir)
	if len(provable) != 3 || provable[0] != head || provable[1] != d.past[0].head() || provable[1].Size == 0 || provable[2].Epoch != 2 || provable[2].Size != 0 {
		t.Errorf("provable are %+v, want %+v, epoch 1 as it was, and nothing of epoch 2", provable, head)
	}
	if d.current.number != 6 || d.past[2].head() != head {
		t.Errorf("epoch %d after %+v, want 6 after %+v", d.current.number, d.past[2].head(), head)
	}
	d.close(t)
	if _, err := os.Stat(filepath.Join(dir, "aside", "LIVE-2.1")); err != nil {
		t.Errorf("the stream without a description is not kept: %v", err)
	}
	if _, err := os.Stat(filepath.Join(streams, "LIVE-2")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is where the server makes a stream of that name: %v", err)
	}
	d, provable = mend(t, dir)
	d.close(t)
	if len(provable) > 0 {
		t.Errorf("the same is damaged again: %+v", provable)
	}
}

// TestAnEpochThatWasSetAsideIsOneDamageMore harms what was set aside, or all that
// says where it can be proved.
func TestAnEpochThatWasSetAsideIsOneDamageMore(t *testing.T) {
	whole, head := threeEpochs(t)
	for name, harm := range map[string]func(t *testing.T, dir string){
		"its entries": func(t *testing.T, dir string) { must(t, os.Truncate(blocksOf(t, dir, 1)[0], 500)) },
		"its stream": func(t *testing.T, dir string) {
			must(t, os.RemoveAll(filepath.Dir(filepath.Dir(blocksOf(t, dir, 1)[0]))))
		},
		"what ends it": func(t *testing.T, dir string) {
			must(t, os.Remove(filepath.Join(dir, "heads", "live-1.head")))
			must(t, os.Truncate(blocksOf(t, dir, 2)[0], 10))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := image(t, whole)
			harm(t, dir)
			d, provable := mend(t, dir)
			if len(provable) == 0 || provable[0].Epoch != 1 || provable[0].Size != 0 {
				t.Errorf("provable are %+v, want nothing of epoch 1", provable)
			}
			if d.past[0].head().Size != 0 || d.past[2].head() != head {
				t.Errorf("epoch 1 is read up to %d, and epoch 3 is %+v, was %+v", d.past[0].head().Size, d.past[2].head(), head)
			}
			d.append(t, message("afterwards", "content"))
			d.close(t)
			d, provable = mend(t, dir)
			defer d.close(t)
			if len(provable) > 0 {
				t.Errorf("the same is damaged again: %+v", provable)
			}
		})
	}
	t.Run("one of the two that say where it ends", func(t *testing.T) {
		dir := image(t, whole)
		must(t, os.Remove(filepath.Join(dir, "heads", "live-1.head")))
		d, provable := mend(t, dir)
		defer d.close(t)
		if len(provable) > 0 || d.past[0].head().Size == 0 {
			t.Errorf("damaged: %+v", provable)
		}
	})
}

// TestAJournalCanBreakOften makes room for as many epochs as damage may ever need.
func TestAJournalCanBreakOften(t *testing.T) {
	h, err := openHost(t, t.TempDir(), "")
	must(t, err)
	defer func() { must(t, h.Close()) }()
	js, err := jetstream.New(h.internal(t))
	must(t, err)
	for n := range 200 {
		if _, err := js.CreateStream(t.Context(), streamConfig("live", n+1)); err != nil {
			t.Fatalf("epoch %d: %v", n+1, err)
		}
	}
}
