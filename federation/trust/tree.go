package trust

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"forthwith/schema"
)

// ErrProof is a proof that does not connect what it should: somebody's journal
// was changed, or the proof is of something else.
var ErrProof = errors.New("proof does not fit the tree")

// Tree is the RFC 6962 Merkle tree over one journal epoch, in memory: 64 bytes
// for each entry. The zero value is empty. It is not safe for concurrent use.
type Tree struct {
	hashes storedHashes
	size   int64
}

// storedHashes are the hashes of all complete subtrees, in tlog's order, in blocks:
// to grow takes no copy and leaves no room unused.
type storedHashes [][]tlog.Hash

// hashesInBlock is 64 KB.
const hashesInBlock = 2048

func (s *storedHashes) add(h tlog.Hash) {
	last := len(*s) - 1
	if last < 0 || len((*s)[last]) == hashesInBlock {
		*s = append(*s, make([]tlog.Hash, 0, hashesInBlock))
		last++
	}
	(*s)[last] = append((*s)[last], h)
}

// ReadHashes implements tlog.HashReader.
func (s storedHashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, n := range indexes {
		block := n / hashesInBlock
		if n < 0 || block >= int64(len(s)) || n%hashesInBlock >= int64(len(s[block])) {
			return nil, fmt.Errorf("there is no hash %d", n)
		}
		out[i] = s.at(n)
	}
	return out, nil
}

func (s storedHashes) at(n int64) tlog.Hash { return s[n/hashesInBlock][n%hashesInBlock] }

// Append adds a leaf.
func (t *Tree) Append(record []byte) { t.add(tlog.RecordHash(record)) }

// add takes the hash of a leaf, and those of the subtrees that it completes, in
// the order of tlog.StoredHashes.
func (t *Tree) add(h tlog.Hash) {
	t.hashes.add(h)
	for level, n := 0, t.size; n&1 == 1; level, n = level+1, n>>1 {
		h = tlog.NodeHash(t.hashes.at(tlog.StoredHashIndex(level, n-1)), h)
		t.hashes.add(h)
	}
	t.size++
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Head is the head of the whole tree.
func (t *Tree) Head(epoch int) schema.TreeHead {
	// The only error is a size beyond the tree's.
	head, _ := t.HeadAt(t.size, epoch)
	return head
}

// HeadAt is the head when the tree had size leaves, in time logarithmic in it.
func (t *Tree) HeadAt(size int64, epoch int) (schema.TreeHead, error) {
	if err := t.has(size); err != nil {
		return schema.TreeHead{}, err
	}
	root, err := tlog.TreeHash(size, t.hashes)
	if err != nil {
		return schema.TreeHead{}, fmt.Errorf("tree head at %d: %w", size, err)
	}
	return schema.TreeHead{Epoch: epoch, Size: size, Root: hashDigest(root)}, nil
}

// ProveConsistency is the proof (RFC 6962, 2.1.2) that the tree of size to
// continues the tree of size from.
func (t *Tree) ProveConsistency(from, to int64) ([]schema.Digest, error) {
	if err := t.has(to); err != nil {
		return nil, err
	}
	if from < 0 || from > to {
		return nil, fmt.Errorf("prove consistency from %d to %d: backwards", from, to)
	}
	if from == 0 {
		return nil, nil // everything continues the empty tree
	}
	p, err := tlog.ProveTree(to, from, t.hashes)
	if err != nil {
		return nil, fmt.Errorf("prove consistency from %d to %d: %w", from, to, err)
	}
	return digests(p), nil
}

// CheckConsistency checks that the journal at head to continues it at head from:
// nothing was inserted, dropped or changed. Otherwise it is ErrProof.
func CheckConsistency(proof []schema.Digest, from, to schema.TreeHead) error {
	if from.Epoch != to.Epoch {
		return fmt.Errorf("%w: epochs %d and %d", ErrProof, from.Epoch, to.Epoch)
	}
	// tlog does not end for sizes near the end of int64.
	if from.Size < 0 || from.Size > to.Size || to.Size > schema.MaxInteger {
		return fmt.Errorf("%w: sizes %d and %d", ErrProof, from.Size, to.Size)
	}
	hs, err := hashes(append([]schema.Digest{from.Root, to.Root}, proof...))
	if err != nil {
		return err
	}
	if from.Size == 0 {
		if len(proof) != 0 || from.Root != new(Tree).Head(from.Epoch).Root || to.Size == 0 && to.Root != from.Root {
			return fmt.Errorf("%w: from the empty tree", ErrProof)
		}
		return nil
	}
	if err := tlog.CheckTree(hs[2:], to.Size, hs[1], from.Size, hs[0]); err != nil {
		return fmt.Errorf("%w: size %d to %d: %w", ErrProof, from.Size, to.Size, err)
	}
	return nil
}

// ProveInclusion is the proof (RFC 6962, 2.1.1) that the leaf at index is in the
// tree of the given size. The entry with sequence n is the leaf at n-1.
func (t *Tree) ProveInclusion(index, size int64) ([]schema.Digest, error) {
	if err := t.has(size); err != nil {
		return nil, err
	}
	p, err := tlog.ProveRecord(size, index, t.hashes)
	if err != nil {
		return nil, fmt.Errorf("prove leaf %d in %d: %w", index, size, err)
	}
	return digests(p), nil
}

// CheckInclusion checks that record is the leaf at index under head. Otherwise it
// is ErrProof.
func CheckInclusion(proof []schema.Digest, head schema.TreeHead, index int64, record []byte) error {
	if index < 0 || index >= head.Size || head.Size > schema.MaxInteger {
		return fmt.Errorf("%w: leaf %d of %d", ErrProof, index, head.Size)
	}
	hs, err := hashes(append([]schema.Digest{head.Root}, proof...))
	if err != nil {
		return err
	}
	if err := tlog.CheckRecord(hs[1:], head.Size, hs[0], index, tlog.RecordHash(record)); err != nil {
		return fmt.Errorf("%w: leaf %d of %d: %w", ErrProof, index, head.Size, err)
	}
	return nil
}

// CheckLeaf checks that record is the leaf at index of this tree, by one hash.
// Otherwise it is ErrProof.
func (t *Tree) CheckLeaf(index int64, record []byte) error {
	if index < 0 || index >= t.size {
		return fmt.Errorf("%w: leaf %d of %d", ErrProof, index, t.size)
	}
	if t.hashes.at(tlog.StoredHashIndex(0, index)) != tlog.RecordHash(record) {
		return fmt.Errorf("%w: leaf %d is another", ErrProof, index)
	}
	return nil
}

func (t *Tree) has(size int64) error {
	if size < 0 || size > t.size {
		return fmt.Errorf("tree of %d leaves has no head at %d", t.size, size)
	}
	return nil
}

const digestPrefix = "sha256:"

func hashDigest(h tlog.Hash) schema.Digest {
	return schema.Digest(digestPrefix + hex.EncodeToString(h[:]))
}

func digests(hs []tlog.Hash) []schema.Digest {
	var out []schema.Digest
	for _, h := range hs {
		out = append(out, hashDigest(h))
	}
	return out
}

func hashes(ds []schema.Digest) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, d := range ds {
		text, ok := strings.CutPrefix(string(d), digestPrefix)
		b, err := hex.DecodeString(text)
		if !ok || err != nil || len(b) != tlog.HashSize {
			return nil, fmt.Errorf("%w: %.80q is not a digest", ErrProof, d)
		}
		out = append(out, tlog.Hash(b))
	}
	return out, nil
}
