package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// harm is something that a disk does to a file; what is left is nil where the file
// is gone.
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
	{"all gone", func(*trial, []byte) []byte { return nil }},
}

// target is a kind of file of a store, and how many of a deck of harms are for it.
type target struct {
	name  string
	cards int
	files string // below the directory of an epoch, or of the node
	of    func(epochs []string) []string
}

// targets are what a node keeps: JetStream's blocks, its index of them and its
// description of the stream, and our heads.
var targets = []target{
	{"live blocks", 6, "msgs/*.blk", latest("LIVE")},
	{"live index", 3, "msgs/index.db", latest("LIVE")},
	{"live stream description", 3, "meta.*", latest("LIVE")},
	{"live heads", 2, "heads/live*.head", nil},
	{"live epochs set aside", 3, "*/*", earlier},
	{"other journals", 3, "*/*", latest("EXERCISE", "NODE")},
	{"files", 3, "*/*", latest("FILES-LIVE")},
	{"other heads", 1, "heads/[en]*.head", nil},
}

// latest chooses the last epoch of each journal.
func latest(journals ...string) func([]string) []string {
	return func(epochs []string) (out []string) {
		for _, j := range journals {
			own := slices.DeleteFunc(slices.Clone(epochs), func(e string) bool { return !strings.HasPrefix(filepath.Base(e)+"-", j+"-") })
			if len(own) > 0 {
				out = append(out, slices.MaxFunc(own, func(a, b string) int { return epochOf(a) - epochOf(b) }))
			}
		}
		return out
	}
}

// earlier chooses the live epochs that were set aside.
func earlier(epochs []string) []string {
	last := latest("LIVE")(epochs)
	return slices.DeleteFunc(slices.Clone(epochs), func(e string) bool {
		return slices.Contains(last, e) || !strings.HasPrefix(filepath.Base(e), "LIVE-")
	})
}

func epochOf(dir string) int {
	n, err := strconv.Atoi(dir[strings.LastIndex(dir, "-")+1:])
	if err != nil {
		return 0 // none that we made
	}
	return n
}

// draw takes the next card of a deck that has every target as often as it should,
// in an order of chance.
func (tr *trial) draw() target {
	if len(tr.deck) == 0 {
		for _, t := range targets {
			tr.deck = append(tr.deck, slices.Repeat([]target{t}, t.cards)...)
		}
		tr.random.Shuffle(len(tr.deck), func(i, j int) { tr.deck[i], tr.deck[j] = tr.deck[j], tr.deck[i] })
	}
	t := tr.deck[0]
	tr.deck = tr.deck[1:]
	return t
}

// harm does something to one file of a store, and says what.
func (tr *trial) harm(store string) (t target, what string, err error) {
	var files []string
	for len(files) == 0 { // at first no epoch is set aside
		t = tr.draw()
		if files, err = t.in(store); err != nil {
			return t, "", err
		}
	}
	file := files[tr.random.IntN(len(files))]
	b, err := os.ReadFile(file)
	if err != nil {
		return t, "", err
	}
	rel, err := filepath.Rel(store, file)
	if err != nil {
		return t, "", err
	}
	h := harms[tr.random.IntN(len(harms))]
	what = fmt.Sprintf("%s in %s of %d bytes", h.name, rel, len(b))
	if b = h.do(tr, b); b == nil {
		return t, what, os.Remove(file)
	}
	return t, what, os.WriteFile(file, b, 0o600)
}

// in are the files of a store that are meant and not empty.
func (t target) in(store string) ([]string, error) {
	dirs := []string{store}
	if t.of != nil {
		epochs, err := filepath.Glob(filepath.Join(store, "store", "jetstream", "JOURNAL", "streams", "*-*"))
		if err != nil {
			return nil, err
		}
		dirs = t.of(epochs)
	}
	var out []string
	for _, dir := range dirs {
		files, err := filepath.Glob(filepath.Join(dir, t.files))
		if err != nil {
			return nil, err
		}
		for _, f := range files {
			if info, err := os.Stat(f); err == nil && info.Mode().IsRegular() && info.Size() > 0 {
				out = append(out, f)
			}
		}
	}
	return out, nil
}
