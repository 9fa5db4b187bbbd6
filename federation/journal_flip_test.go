package federation

import (
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestAnyFlippedBitIsHarmlessOrNoticed changes one bit of each file of a store and
// of the head, wherever it falls: what opens as good is what was there.
func TestAnyFlippedBitIsHarmlessOrNoticed(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, dir)
	d.fill(t, 6)
	head := d.Head()
	d.close(t)
	var files []string
	must(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || filepath.Base(path) == "keys.pem" {
			return err
		}
		if info, err := e.Info(); err != nil || info.Size() == 0 {
			return err
		}
		rel, err := filepath.Rel(dir, path)
		files = append(files, rel)
		return err
	}))
	random := rand.New(rand.NewPCG(7, 11))
	noticed := 0
	for _, file := range files {
		for range 6 {
			harmed := image(t, dir)
			b, err := os.ReadFile(filepath.Join(harmed, file))
			must(t, err)
			at, bit := random.IntN(len(b)), random.IntN(8)
			b[at] ^= 1 << bit
			must(t, os.WriteFile(filepath.Join(harmed, file), b, 0o600))
			d, err := openDesk(t, harmed, nil)
			if err != nil {
				if _, ok := errors.AsType[*DamageError](err); !ok {
					t.Errorf("bit %d of byte %d of %s: %v", bit, at, file, err)
				}
				noticed++
				continue
			}
			if d.Head() != head {
				t.Errorf("bit %d of byte %d of %s: opened at %+v, was %+v", bit, at, file, d.Head(), head)
			}
			d.close(t)
		}
	}
	if noticed < len(files)/3 {
		t.Errorf("%d of %d changes noticed: is the store where it was?", noticed, 6*len(files))
	}
	t.Logf("%d files, %d of %d changes noticed, the rest harmless", len(files), noticed, 6*len(files))
}
