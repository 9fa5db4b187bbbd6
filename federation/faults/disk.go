package main

import (
	"io/fs"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// emptied is how often a disk that lies is asked to sync before it does, all it
// holds.
const emptied = 64

// sector is what a disk writes whole or not at all.
const sector = 512

// syncTakes is how long a sync takes.
const syncTakes = 2 * time.Millisecond

// disk is a disk in memory that can lose its power. What was not synced is known
// apart from what was:
//
//   - A file has the bytes of its last sync, and the writes and truncations since,
//     in order. A power loss keeps a random number of them, and of the one that
//     comes next some sectors: the first ones, or any. Where one is missing before
//     one that is kept there are zeros, or what was there before.
//   - Names are made, changed and removed in one order for the whole disk, as in a
//     journal: one is durable when a later one is, and when a file or directory
//     that it concerns is synced. A power loss keeps a random number of those that
//     are not. A name can be durable while the bytes of its file are not.
//
// A handle opened with O_SYNC syncs after each write. A disk that lies says that
// it has synced and has not: it empties its cache only every so many times.
//
// A sync takes a moment, so that power is lost in the midst of one. From then on
// every call is an error, until the disk is mounted again.
type disk struct {
	lies bool

	mu     sync.Mutex
	off    bool
	random *rand.Rand
	root   *inode
	last   uint64 // number of the last inode
	names  []change
	syncs  int
	writes int // forgotten
	torn   int // of which some sectors were kept
}

// inode is a directory or a file, now and as it would be after a power loss.
type inode struct {
	number  uint64
	mode    fs.FileMode
	changed time.Time
	// parent is where the inode stands now; nil of the root and of what was removed.
	parent *inode

	entries, durable map[string]*inode // of a directory

	data, synced []byte // of a file
	writes       []write
}

// write is one change of a file: bytes at an offset, or a truncation to it.
type write struct {
	offset   int64
	bytes    []byte
	truncate bool
}

// change is one change of a name. From is zero where something is made, to where
// it is removed.
type change struct {
	node     *inode
	from, to place
}

type place struct {
	dir  *inode
	name string
}

func newDisk(random *rand.Rand, lies bool) *disk {
	d := &disk{random: random, lies: lies}
	d.root = d.make(fs.ModeDir | 0o700)
	return d
}

func (d *disk) make(mode fs.FileMode) *inode {
	d.last++
	i := &inode{number: d.last, mode: mode, changed: time.Now()}
	if mode.IsDir() {
		i.entries, i.durable = make(map[string]*inode), make(map[string]*inode)
	}
	return i
}

// create makes an empty file or directory.
func (d *disk) create(dir *inode, name string, mode fs.FileMode) *inode {
	i := d.make(mode)
	d.rename(change{node: i, to: place{dir, name}})
	return i
}

// rename makes, changes or removes a name.
func (d *disk) rename(c change) {
	if c.from.dir != nil {
		delete(c.from.dir.entries, c.from.name)
		c.node.parent = nil
	}
	if c.to.dir != nil {
		if old := c.to.dir.entries[c.to.name]; old != nil {
			old.parent = nil
		}
		c.to.dir.entries[c.to.name] = c.node
		c.node.parent = c.to.dir
	}
	d.names = append(d.names, c)
}

// write changes a file.
func (d *disk) write(i *inode, w write) {
	w.bytes = slices.Clone(w.bytes)
	i.writes = append(i.writes, w)
	i.data = w.apply(i.data)
	i.changed = time.Now()
}

func (w write) apply(b []byte) []byte {
	end := w.offset + int64(len(w.bytes))
	if w.truncate && end < int64(len(b)) {
		return b[:end]
	}
	if end > int64(len(b)) {
		b = append(b, make([]byte, end-int64(len(b)))...)
	}
	copy(b[w.offset:], w.bytes)
	return b
}

// sync makes an inode, and the way to it, durable.
func (d *disk) sync(i *inode) {
	d.syncs++
	if d.lies {
		if d.syncs%emptied == 0 {
			d.journal(len(d.names))
			d.root.empty()
		}
		return
	}
	i.flush()
	way := make(map[*inode]bool)
	for at := i; at != nil; at = at.parent {
		way[at] = true
	}
	last := 0
	for n, c := range d.names {
		if way[c.node] || c.from.dir == i || c.to.dir == i {
			last = n + 1
		}
	}
	d.journal(last)
}

// flush makes the bytes of a file durable.
func (i *inode) flush() {
	for _, w := range i.writes {
		i.synced = w.apply(i.synced)
	}
	i.writes = nil
}

// empty makes all bytes below a directory durable.
func (i *inode) empty() {
	i.flush()
	for _, e := range i.entries {
		e.empty()
	}
}

// journal makes the first n changes of names durable.
func (d *disk) journal(n int) {
	for _, c := range d.names[:n] {
		if dir := c.from.dir; dir != nil && dir.durable[c.from.name] == c.node {
			delete(dir.durable, c.from.name)
		}
		if dir := c.to.dir; dir != nil {
			dir.durable[c.to.name] = c.node
		}
	}
	d.names = slices.Clone(d.names[n:])
}

// lose is the loss of power: the disk is what was durable, and what chance kept.
func (d *disk) lose() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = true
	d.journal(d.random.IntN(len(d.names) + 1))
	d.names = nil
	d.root.parent = nil
	d.restart(d.root)
}

// on gives it power again.
func (d *disk) on() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.off = false
}

func (d *disk) restart(i *inode) {
	if !i.mode.IsDir() {
		d.tear(i)
		return
	}
	i.entries = maps.Clone(i.durable)
	for _, name := range slices.Sorted(maps.Keys(i.entries)) { // in an order that a seed repeats
		i.entries[name].parent = i
		d.restart(i.entries[name])
	}
}

// tear keeps some of what was not synced of a file.
func (d *disk) tear(i *inode) {
	kept := d.random.IntN(len(i.writes) + 1)
	for n, w := range i.writes {
		if n < kept {
			i.synced = w.apply(i.synced)
			continue
		}
		d.writes++
		if n == kept && !w.truncate {
			d.tearWrite(i, w)
		}
	}
	i.data, i.writes = slices.Clone(i.synced), nil
}

// tearWrite keeps some sectors of a write: the first ones, or any.
func (d *disk) tearWrite(i *inode, w write) {
	end := w.offset + int64(len(w.bytes))
	first, some := d.random.IntN(2) == 0, false
	for at := w.offset; at < end; {
		next := min(at-at%sector+sector, end)
		if d.random.IntN(2) == 0 {
			some = true
			i.synced = write{offset: at, bytes: w.bytes[at-w.offset : next-w.offset]}.apply(i.synced)
		} else if first {
			break
		}
		at = next
	}
	if some {
		d.torn++
	}
}
