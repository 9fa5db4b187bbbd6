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
	if 4*(x.used+1) > 3*len(x.slots) {
		old := x.slots
		x.slots = make([]uint32, 2*len(old))
		for _, m := range old {
			if m != 0 {
				x.slots[x.slot(x.key(m))] = m
			}
		}
	}
	x.slots[x.slot(x.key(n))] = n
	x.used++
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
