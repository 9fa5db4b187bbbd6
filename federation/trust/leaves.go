package trust

import (
	"bufio"
	"fmt"
	"io"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Leaves are the hashes of a tree's entries as they stood when they were asked
// for: what the tree can be made of again.
type Leaves struct {
	hashes storedHashes
	size   int64
}

// Leaves takes no copy of the hashes: a tree only grows.
func (t *Tree) Leaves() Leaves { return Leaves{slices.Clone(t.hashes), t.size} }

// WriteTo writes 32 bytes for each leaf, in order.
func (l Leaves) WriteTo(w io.Writer) (int64, error) {
	b := bufio.NewWriter(w)
	for n := range l.size {
		h := l.hashes.at(tlog.StoredHashIndex(0, n))
		if _, err := b.Write(h[:]); err != nil {
			return n * tlog.HashSize, fmt.Errorf("write leaf %d: %w", n, err)
		}
	}
	return l.size * tlog.HashSize, b.Flush()
}

// ReadTree makes the tree of leaves that WriteTo wrote. Whether it is the right one,
// its head tells.
func ReadTree(r io.Reader, size int64) (Tree, error) {
	var t Tree
	var leaf tlog.Hash
	for n := range size {
		if _, err := io.ReadFull(r, leaf[:]); err != nil {
			return Tree{}, fmt.Errorf("read leaf %d of %d: %w", n, size, err)
		}
		t.add(leaf)
	}
	return t, nil
}
