package federation

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// snapping opens the live journal of dir into a tracker, with snapshots.
func snapping(t *testing.T, dir string, every int64) (*desk, *notify.Tracker, error) {
	t.Helper()
	tracker := notify.NewTracker("XA")
	d, err := openDesk(t, dir, nil, func(c *journalConfig) {
		apply := c.Apply
		c.Apply = func(r notify.Recorded) { apply(r); tracker.Apply(r) }
		c.Fold, c.SnapshotFile, c.SnapshotEvery = tracker, snapshotIn(dir), every
	})
	return d, tracker, err
}

func snapshotIn(dir string) string { return filepath.Join(dir, "snapshots", "live.snapshot") }

func mustSnap(t *testing.T, dir string, every int64) (*desk, *notify.Tracker) {
	t.Helper()
	d, tr, err := snapping(t, dir, every)
	must(t, err)
	return d, tr
}

// notes appends entries of which the tracker keeps something.
func (d *desk) notes(t *testing.T, n int) {
	t.Helper()
	for range n {
		id := fmt.Sprint("note-", d.Head().Size)
		data, err := schema.Canonical(notify.NoteRecord{About: id, Officer: "haddad", Text: "content of " + id, At: "2026-11-23T06:00:00.000Z"})
		must(t, err)
		d.append(t, notify.Entry{Type: notify.EntryNote, Origin: "XA", ID: id, At: "2026-11-23T06:00:00.000Z", Data: data})
	}
}

func packed(t *testing.T, tr *notify.Tracker) []byte {
	t.Helper()
	s, err := tr.Snapshot()
	must(t, err)
	var b bytes.Buffer
	_, err = s.WriteTo(&b)
	must(t, err)
	return b.Bytes()
}

func TestAStartFromASnapshotReadsWhatCameAfterAndIsTheSame(t *testing.T) {
	dir := t.TempDir()
	d, tr := mustSnap(t, dir, 10)
	d.notes(t, 24)
	d.snapshots <- struct{}{} // none is being written
	<-d.snapshots
	crashed := image(t, dir)
	d.close(t)
	want, head := packed(t, tr), d.Head()
	without := image(t, dir)
	must(t, os.Remove(snapshotIn(without)))
	for name, c := range map[string]struct {
		dir  string
		most int // entries to read
	}{
		"after a good end": {dir, 0}, "after a crash": {crashed, 15}, "without the snapshot": {without, 25},
	} {
		d, tr := mustSnap(t, c.dir, 10)
		if len(d.applied) > c.most || d.restored != (c.most < 25) {
			t.Errorf("%s: %d entries were read, restored: %t", name, len(d.applied), d.restored)
		}
		if d.Head() != head || !bytes.Equal(packed(t, tr), want) {
			t.Errorf("%s: another journal: head %+v, was %+v", name, d.Head(), head)
		}
		d.notes(t, 1)
		if rec, err := d.Read(t.Context(), 1, 7); err != nil || rec.ID != "note-6" {
			t.Errorf("%s: read %+v, %v", name, rec, err)
		}
		must(t, d.scrub(t.Context()))
		d.close(t)
	}
}

func TestASnapshotKeepsTheEpochsThatWereSetAside(t *testing.T) {
	dir := t.TempDir()
	d, _ := mustSnap(t, dir, 1)
	d.notes(t, 6)
	d.close(t)
	flip(t, dir, "content of note-4")
	must(t, os.Remove(snapshotIn(dir)))
	_, _, err := snapping(t, dir, 1)
	damage, ok := errors.AsType[*DamageError](err)
	if !ok {
		t.Fatal(err)
	}
	mustOpenBroken(t, dir, damage).close(t)
	d, tr := mustSnap(t, dir, 1) // reads all, and writes
	d.close(t)
	again, restored := mustSnap(t, dir, 1)
	defer again.close(t)
	if !again.restored || len(again.applied) != 0 || again.current.number != 2 || !bytes.Equal(packed(t, restored), packed(t, tr)) {
		t.Errorf("restored: %t, %d applied, in epoch %d", again.restored, len(again.applied), again.current.number)
	}
	if rec, err := again.Read(t.Context(), 1, 3); err != nil || rec.ID != "note-2" {
		t.Errorf("read of epoch 1: %+v, %v", rec, err)
	}
}

// TestASnapshotThatDoesNotFitIsNotUsed: whatever is wrong, the next start reads
// everything, and so says what is damaged.
func TestASnapshotThatDoesNotFitIsNotUsed(t *testing.T) {
	dir := t.TempDir()
	d, _ := mustSnap(t, dir, 1)
	d.notes(t, 3)
	d.close(t)
	short := image(t, dir)
	d, _ = mustSnap(t, dir, 1)
	d.notes(t, 6)
	d.close(t)
	other, _ := mustSnap(t, t.TempDir(), 1)
	other.notes(t, 12)
	other.close(t)
	change := func(f func([]byte) []byte) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			b, err := os.ReadFile(snapshotIn(dir))
			must(t, err)
			must(t, os.WriteFile(snapshotIn(dir), f(b), 0o600))
		}
	}
	for name, c := range map[string]struct {
		harm   func(*testing.T, string)
		reason string
		damage int64 // the last provable position; -1 if the journal is as it should be
	}{
		"a changed bit":           {change(func(b []byte) []byte { b[40] ^= 4; return b }), "not what was signed", -1},
		"a changed bit in a leaf": {change(func(b []byte) []byte { b[0] ^= 4; return b }), "not what was signed", -1},
		"an end cut off":          {change(func(b []byte) []byte { return b[:len(b)-9] }), "", -1},
		"nothing in it":           {change(func([]byte) []byte { return nil }), "its end", -1},
		"another's":               {func(t *testing.T, dir string) { swap(t, dir, other.dir, "snapshots") }, "does not verify", -1},
		"an older store":          {func(t *testing.T, dir string) { swap(t, dir, short, "jetstream") }, "entry", 4},
		"another store":           {func(t *testing.T, dir string) { swap(t, dir, other.dir, "jetstream") }, "the store has changed", 0},
		"a bit of the store":      {func(t *testing.T, dir string) { flip(t, dir, "content of note-1") }, "entry", 1},
		"no head":                 {func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "heads"))) }, "head is missing", 10},
	} {
		harmed := image(t, dir)
		c.harm(t, harmed)
		d, _, err := snapping(t, harmed, 1)
		if err == nil {
			t.Errorf("%s: opened, restored: %t", name, d.restored)
			d.close(t)
			continue
		}
		if stale, ok := errors.AsType[*snapshotError](err); !ok || !strings.Contains(stale.Error(), c.reason) {
			t.Errorf("%s: %v, expected %q", name, err, c.reason)
		}
		if _, err := os.Stat(snapshotIn(harmed)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: the snapshot is still there", name)
		}
		d, _, err = snapping(t, harmed, 1)
		damage, damaged := errors.AsType[*DamageError](err)
		switch {
		case c.damage >= 0 && (!damaged || damage.Provable.Size != c.damage):
			t.Errorf("%s: then %v, expected damage provable to %d", name, err, c.damage)
		case c.damage < 0 && err != nil:
			t.Errorf("%s: then %v", name, err)
		case err == nil:
			d.close(t)
		}
	}
}

// TestASnapshotOfAnotherMakerIsNotUsed: another fold may make something else of the
// same entries.
func TestASnapshotOfAnotherMakerIsNotUsed(t *testing.T) {
	dir := t.TempDir()
	d, _ := mustSnap(t, dir, 1)
	d.notes(t, 3)
	d.close(t)
	b, err := os.ReadFile(snapshotIn(dir))
	must(t, err)
	f, err := os.Open(snapshotIn(dir))
	must(t, err)
	s, size, err := d.openSnapshot(f)
	must(t, err)
	must(t, f.Close())
	s.Maker = "fold 0 of yesterday"
	env, err := trust.SignSnapshot(s, d.cfg.Keys)
	must(t, err)
	must(t, os.WriteFile(snapshotIn(dir), signedPart(b[:size], env.Marshal()), 0o600))
	if _, _, err := snapping(t, dir, 1); err == nil || !strings.Contains(err.Error(), "written by fold 0") {
		t.Errorf("opened: %v", err)
	}
}
