package trust_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// naive is MTH of RFC 6962, section 2.1, word for word.
func naive(leaves [][]byte) []byte {
	n := len(leaves)
	switch n {
	case 0:
		h := sha256.Sum256(nil)
		return h[:]
	case 1:
		h := sha256.Sum256(append([]byte{0}, leaves[0]...))
		return h[:]
	}
	k := 1
	for 2*k < n {
		k *= 2
	}
	h := sha256.Sum256(append(append([]byte{1}, naive(leaves[:k])...), naive(leaves[k:])...))
	return h[:]
}

const most = 70

func grow(t testing.TB) (*trust.Tree, [][]byte) {
	t.Helper()
	var tree trust.Tree
	var leaves [][]byte
	for i := range most {
		leaves = append(leaves, []byte(fmt.Sprintf("leaf %d", i)))
		tree.Append(leaves[i])
	}
	return &tree, leaves
}

func TestTreeIsThatOfRFC6962(t *testing.T) {
	var tree trust.Tree
	all, leaves := grow(t)
	for size := 0; size <= most; size++ {
		want := schema.TreeHead{Epoch: 3, Size: int64(size), Root: schema.Digest("sha256:" + hex.EncodeToString(naive(leaves[:size])))}
		if got := tree.Head(3); got != want {
			t.Errorf("size %d: got %+v, want %+v", size, got, want)
		}
		if got, err := all.HeadAt(int64(size), 3); got != want || err != nil {
			t.Errorf("head at %d of %d: got %+v, %v, want %+v", size, most, got, err, want)
		}
		if size < most {
			tree.Append(leaves[size])
		}
	}
	for _, size := range []int64{-1, most + 1, math.MaxInt64} {
		if h, err := all.HeadAt(size, 3); err == nil {
			t.Errorf("head at %d: %+v", size, h)
		}
	}
}

func TestConsistencyIsProvedAndACutJournalIsFound(t *testing.T) {
	tree, leaves := grow(t)
	for from := range int64(most + 1) {
		for to := from; to <= most; to++ {
			proof, err := tree.ProveConsistency(from, to)
			if err != nil {
				t.Fatal(err)
			}
			a, b := headAt(t, tree, from), headAt(t, tree, to)
			if err := trust.CheckConsistency(proof, a, b); err != nil {
				t.Errorf("%d to %d: %v", from, to, err)
			}
		}
	}

	// A journal in which the entry at 40 was replaced afterwards.
	var changed trust.Tree
	for i, l := range leaves {
		if i == 40 {
			l = []byte("another")
		}
		changed.Append(l)
	}
	for from := int64(41); from <= most; from++ {
		proof, err := changed.ProveConsistency(from, most)
		if err != nil {
			t.Fatal(err)
		}
		if err := trust.CheckConsistency(proof, headAt(t, tree, from), changed.Head(1)); !errors.Is(err, trust.ErrProof) {
			t.Errorf("from %d: %v", from, err)
		}
	}
}

func headAt(t testing.TB, tree *trust.Tree, size int64) schema.TreeHead {
	t.Helper()
	h, err := tree.HeadAt(size, 1)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestProofsThatDoNotFitAreRefused(t *testing.T) {
	tree, leaves := grow(t)
	a, b, empty := headAt(t, tree, 5), headAt(t, tree, 9), headAt(t, tree, 0)
	proof, err := tree.ProveConsistency(5, 9)
	if err != nil {
		t.Fatal(err)
	}
	with := func(h schema.TreeHead, change func(*schema.TreeHead)) schema.TreeHead { change(&h); return h }
	for name, err := range map[string]error{
		"backwards":            trust.CheckConsistency(proof, b, a),
		"cut":                  trust.CheckConsistency(proof[1:], a, b),
		"too long":             trust.CheckConsistency(append(proof, a.Root), a, b),
		"none":                 trust.CheckConsistency(nil, a, b),
		"no digest":            trust.CheckConsistency([]schema.Digest{"x"}, a, b),
		"other epoch":          trust.CheckConsistency(proof, a, with(b, func(h *schema.TreeHead) { h.Epoch = 2 })),
		"other root":           trust.CheckConsistency(proof, a, with(b, func(h *schema.TreeHead) { h.Root = a.Root })),
		"same size other root": trust.CheckConsistency(nil, a, with(a, func(h *schema.TreeHead) { h.Root = b.Root })),
		"size without end":     trust.CheckConsistency(proof, a, with(b, func(h *schema.TreeHead) { h.Size = math.MaxInt64 })),
		"negative size":        trust.CheckConsistency(nil, with(empty, func(h *schema.TreeHead) { h.Size = -1 }), b),
		"false empty tree":     trust.CheckConsistency(nil, with(empty, func(h *schema.TreeHead) { h.Root = a.Root }), b),
		"two empty trees":      trust.CheckConsistency(nil, empty, with(empty, func(h *schema.TreeHead) { h.Root = a.Root })),
		"leaf beyond":          trust.CheckInclusion(nil, b, 9, leaves[9]),
		"leaf before":          trust.CheckInclusion(nil, b, -1, leaves[0]),
		"leaf of no end":       trust.CheckInclusion(nil, with(b, func(h *schema.TreeHead) { h.Size = math.MaxInt64 }), 0, leaves[0]),
	} {
		if !errors.Is(err, trust.ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, err := range map[string]error{
		"to beyond":      second(tree.ProveConsistency(1, most+1)),
		"from beyond to": second(tree.ProveConsistency(2, 1)),
		"leaf beyond":    second(tree.ProveInclusion(5, 5)),
		"tree beyond":    second(tree.ProveInclusion(5, most+1)),
	} {
		if err == nil {
			t.Errorf("proved: %s", name)
		}
	}
}

// TestALongTreeIsThatOfRFC6962 has more hashes than stand in one block.
func TestALongTreeIsThatOfRFC6962(t *testing.T) {
	var tree trust.Tree
	var leaves [][]byte
	for i := range 5000 {
		leaves = append(leaves, fmt.Append(nil, "leaf ", i))
		tree.Append(leaves[i])
	}
	if got, want := tree.Head(1).Root, schema.Digest("sha256:"+hex.EncodeToString(naive(leaves))); got != want {
		t.Errorf("root %s, want %s", got, want)
	}
	for i, leaf := range leaves {
		if err := tree.CheckLeaf(int64(i), leaf); err != nil {
			t.Errorf("leaf %d: %v", i, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func TestInclusionIsProvedAndOfNoOtherRecord(t *testing.T) {
	tree, leaves := grow(t)
	for _, size := range []int64{1, 2, 3, 32, 33, most} {
		head := headAt(t, tree, size)
		for i := range size {
			proof, err := tree.ProveInclusion(i, size)
			if err != nil {
				t.Fatal(err)
			}
			if err := trust.CheckInclusion(proof, head, i, leaves[i]); err != nil {
				t.Errorf("leaf %d of %d: %v", i, size, err)
			}
			if err := trust.CheckInclusion(proof, head, i, []byte("another")); !errors.Is(err, trust.ErrProof) {
				t.Errorf("another leaf %d of %d: %v", i, size, err)
			}
			if i > 0 {
				if err := trust.CheckInclusion(proof, head, i-1, leaves[i]); !errors.Is(err, trust.ErrProof) {
					t.Errorf("leaf %d of %d as %d: %v", i, size, i-1, err)
				}
			}
		}
	}
}

func TestRecordIsTheFormatOfThePackageComment(t *testing.T) {
	got := string(trust.Record(2, 18446744073709551615, `live.XA\1`, map[string][]string{
		"Type":      {"message"},
		"At":        {"2026-11-23T06:40:00.000Z"},
		"Warn:\r\n": {"late\nAt: \\n", "", "late"},
		"type":      {"b", "a"},
		"None":      nil,
	}, []byte("data")))
	want := "forthwith/entry/v1\n2\n18446744073709551615\nlive.XA\\\\1\n" +
		"At: 2026-11-23T06:40:00.000Z\n" +
		"Type: message\n" +
		"Warn\\c\\r\\n: late\\nAt: \\\\n\n" +
		"Warn\\c\\r\\n: \n" +
		"Warn\\c\\r\\n: late\n" +
		"type: b\ntype: a\n" +
		"\n" +
		"3a6eb0790f39ac87c94f3856b2dd2c5d110e6811602261a9a923d3bb23adc8b7\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestDifferentEntriesHaveDifferentRecords(t *testing.T) {
	seen := make(map[string]int)
	for i, r := range [][]byte{
		trust.Record(1, 1, "s", nil, nil),
		trust.Record(2, 1, "s", nil, nil),
		trust.Record(1, 2, "s", nil, nil),
		trust.Record(1, 1, "s\na: b", nil, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {"b"}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {"b", "c"}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {"c", "b"}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {"b\na: c"}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {`b\na: c`}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a: b": {""}}, nil),
		trust.Record(1, 1, "s", map[string][]string{"a": {"b: "}}, nil),
		trust.Record(1, 1, "s", map[string][]string{`a\c b`: {""}}, nil),
		trust.Record(1, 1, "s", nil, []byte("x")),
	} {
		if first, ok := seen[string(r)]; ok {
			t.Errorf("%d and %d have the same record:\n%s", first, i, r)
		}
		seen[string(r)] = i
	}
}

func TestLeafIsCheckedByOneHash(t *testing.T) {
	var tree trust.Tree
	for i := range 9 {
		tree.Append([]byte{byte(i)})
	}
	for i := range 9 {
		if err := tree.CheckLeaf(int64(i), []byte{byte(i)}); err != nil {
			t.Error(err)
		}
		if err := tree.CheckLeaf(int64(i), []byte{byte(i + 1)}); !errors.Is(err, trust.ErrProof) {
			t.Errorf("leaf %d is another: %v", i, err)
		}
	}
	for _, i := range []int64{-1, 9} {
		if err := tree.CheckLeaf(i, nil); !errors.Is(err, trust.ErrProof) {
			t.Errorf("leaf %d of 9: %v", i, err)
		}
	}
}
