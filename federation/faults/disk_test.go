package main

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"testing"
)

func TestDiskKeepsWhatWasSyncedAndTearsTheRest(t *testing.T) {
	synced, unsynced := bytes.Repeat([]byte("s"), 700), bytes.Repeat([]byte("u"), 5000)
	sizes := make(map[int]bool)
	for seed := range uint64(200) {
		d := newDisk(rand.New(rand.NewPCG(seed, 0)), false)
		dir := d.create(d.root, "dir", fs.ModeDir|0o700)
		f := d.create(dir, "file", 0o600)
		d.write(f, write{bytes: synced})
		d.sync(f)
		d.write(f, write{offset: 700, bytes: unsynced})
		d.lose()
		f = d.root.entries["dir"].entries["file"]
		if f == nil {
			t.Fatalf("seed %d: a file that was synced is gone", seed)
		}
		if rest, ok := bytes.CutPrefix(f.data, synced); !ok || !bytes.HasPrefix(unsynced, rest) {
			t.Fatalf("seed %d: %d bytes, not as they were written", seed, len(f.data))
		}
		if n := len(f.data); n%sector != 0 && n != 700 && n != 5700 {
			t.Fatalf("seed %d: a sector is torn: %d bytes", seed, n)
		}
		sizes[len(f.data)] = true
	}
	if len(sizes) < 5 {
		t.Errorf("chance knows only %d sizes", len(sizes))
	}
}

func TestDiskKeepsNamesInTheirOrder(t *testing.T) {
	ends := make(map[string]int)
	for seed := range uint64(200) {
		d := newDisk(rand.New(rand.NewPCG(seed, 0)), false)
		old := d.create(d.root, "head", 0o600)
		d.write(old, write{bytes: []byte("old")})
		d.sync(old)
		f := d.create(d.root, "head.new", 0o600)
		d.write(f, write{bytes: []byte("new")})
		d.sync(f)
		d.rename(change{node: f, from: place{d.root, "head.new"}, to: place{d.root, "head"}})
		if seed%2 == 0 {
			d.sync(d.root)
		}
		d.lose()
		there := string(d.root.entries["head"].data)
		if seed%2 == 0 && there != "new" {
			t.Fatalf("seed %d: a name that was synced is lost", seed)
		}
		ends[there]++
	}
	if ends["old"] == 0 || ends["old"]+ends["new"] != 200 {
		t.Errorf("the file is %v", ends)
	}
}

func TestDiskThatLiesForgets(t *testing.T) {
	lost := 0
	for seed := range uint64(50) {
		d := newDisk(rand.New(rand.NewPCG(seed, 0)), true)
		f := d.create(d.root, "file", 0o600)
		d.write(f, write{bytes: make([]byte, 4*sector)})
		d.sync(f)
		d.lose()
		if f := d.root.entries["file"]; f == nil || len(f.data) < 4*sector {
			lost++
		}
	}
	if lost == 0 {
		t.Error("nothing is lost")
	}
}
