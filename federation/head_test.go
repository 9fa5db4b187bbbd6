package federation

import (
	"errors"
	"os"
	"testing"
)

// spoil changes one byte in a place of the head file, as a write that a crash cut
// off would leave it.
func spoil(t *testing.T, file string, place int) {
	t.Helper()
	b, err := os.ReadFile(file)
	must(t, err)
	b[place*headSize+200] ^= 1
	must(t, os.WriteFile(file, b, 0o600))
}

func TestEitherPlaceOfTheHeadIsEnough(t *testing.T) {
	for _, tt := range []struct {
		name    string
		places  []int
		damaged bool
	}{
		{"the older one is spoilt", []int{0}, false},
		{"the newer one is spoilt", []int{1}, false},
		{"both are spoilt", []int{0, 1}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			d := mustOpen(t, dir)
			d.fill(t, 3)
			head := d.Head()
			d.close(t)
			for _, place := range tt.places {
				spoil(t, d.cfg.HeadFile, place)
			}
			d, err := openDesk(t, dir, nil)
			if _, damaged := errors.AsType[*DamageError](err); damaged != tt.damaged || !damaged && err != nil {
				t.Fatalf("opened with %v", err)
			}
			if tt.damaged {
				return
			}
			if d.Head() != head {
				t.Errorf("head %+v, was %+v", d.Head(), head)
			}
			d.fill(t, 1)
			head = d.Head()
			d.close(t)
			for range 2 { // what was spoilt has been written over
				if got, err := d.head.read(d.judgeHead); err != nil || got != head {
					t.Errorf("head kept %+v, %v, is %+v", got, err, head)
				}
				mustOpen(t, dir).close(t)
			}
		})
	}
}

// TestHeadIsWrittenInItsPlace counts files: one, and never another in its stead.
func TestHeadIsWrittenInItsPlace(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	first, err := os.Stat(d.cfg.HeadFile)
	must(t, err)
	for range 3 {
		d.fill(t, 1)
		must(t, d.head.write(d.Head()))
	}
	last, err := os.Stat(d.cfg.HeadFile)
	must(t, err)
	if !os.SameFile(first, last) || last.Size() != headPlaces*headSize {
		t.Errorf("another file of %d bytes", last.Size())
	}
	must(t, os.Remove(d.cfg.HeadFile))
	d.fill(t, 1)
	must(t, d.head.write(d.Head()))
	if got, err := d.head.read(d.judgeHead); err != nil || got != d.Head() {
		t.Errorf("after the file was removed: %+v, %v", got, err)
	}
	d.close(t)
}
