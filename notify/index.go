package notify

import (
	"bytes"
	"hash/maphash"
)

// index finds numbers by a key that it does not keep: key tells it from the
// number. It is a hash table of four bytes a slot; zero is no number.
type index struct {
	key   func(uint32) []byte
	seed  maphash.Seed
	slots []uint32 // a power of two of them, at most three quarters full
	used  int
}

func newIndex(key func(uint32) []byte) index {
	return index{key: key, seed: maphash.MakeSeed(), slots: make([]uint32, 8)}
}

// find is the number with the key, or zero.
func (x *index) find(key []byte) uint32 { return x.slots[x.slot(key)] }

// add takes a number whose key is not there yet.
func (x *index) add(n uint32) {
	x.grow(1)
	x.slots[x.slot(x.key(n))] = n
	x.used++
}

// grow makes room for n more.
func (x *index) grow(n int) {
	room := len(x.slots)
	for 4*(x.used+n) > 3*room {
		room *= 2
	}
	if room == len(x.slots) {
		return
	}
	old := x.slots
	x.slots = make([]uint32, room)
	for _, m := range old {
		if m != 0 {
			x.slots[x.slot(x.key(m))] = m
		}
	}
}

// slot is where the key stands, or the free one where it would.
func (x *index) slot(key []byte) uint64 {
	last := uint64(len(x.slots) - 1)
	for i := maphash.Bytes(x.seed, key) & last; ; i = (i + 1) & last {
		if n := x.slots[i]; n == 0 || bytes.Equal(x.key(n), key) {
			return i
		}
	}
}
