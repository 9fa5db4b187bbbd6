package main

import (
	"bytes"
	"io/fs"
	"math/rand/v2"
	"syscall"
	"testing"
)

func TestDiskKeepsWhatWasSyncedAndTearsTheRest(t *testing.T) {
	synced, unsynced := bytes.Repeat([]byte("s"), 700), bytes.Repeat([]byte("u"), 5000)
	sizes, holes := make(map[int]bool), 0
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
		if !bytes.HasPrefix(f.data, synced) {
			t.Fatalf("seed %d: what was synced is not there", seed)
		}
		for at := 700; at < len(f.data); {
			next := min(at-at%sector+sector, 5700)
			if next > len(f.data) {
				t.Fatalf("seed %d: a sector is torn: %d bytes", seed, len(f.data))
			}
			switch there := f.data[at:next]; {
			case bytes.Equal(there, make([]byte, next-at)):
				holes++
			case !bytes.Equal(there, unsynced[:next-at]):
				t.Fatalf("seed %d: the sector at %d is neither written nor empty", seed, at)
			}
			at = next
		}
		sizes[len(f.data)] = true
	}
	if len(sizes) < 5 || holes == 0 {
		t.Errorf("chance knows only %d sizes, and %d holes", len(sizes), holes)
	}
}

func TestDiskWithoutPowerTakesNothing(t *testing.T) {
	d := newDisk(rand.New(rand.NewPCG(1, 0)), false)
	d.lose()
	if errno := d.lock(); errno != syscall.EIO {
		t.Fatalf("without power: %v", errno)
	}
	d.on()
	if errno := d.lock(); errno != 0 {
		t.Fatalf("with power again: %v", errno)
	}
	d.mu.Unlock()
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
