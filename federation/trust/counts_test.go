package trust_test

import (
	"testing"

	"forthwith/federation/trust"
)

// TestAllocationsOfALeaf: a journal is as many leaves as it has entries when it is
// opened.
func TestAllocationsOfALeaf(t *testing.T) {
	header := map[string][]string{
		"Forthwith-At": {"2026-11-23T06:00:00.000Z"}, "Forthwith-Link": {"XA"}, "Forthwith-Digest": {"sha256:00"},
		"Nats-Expected-Last-Sequence": {"1"}, "Nats-Expected-Last-Subject-Sequence": {"0"},
	}
	data := make([]byte, 2000)
	if got := testing.AllocsPerRun(100, func() { trust.Record(1, 100, "live-1.message.XA.0", header, data) }); got > 1 {
		t.Errorf("Record allocates %.0f times, at most once", got)
	}
	if n := len(trust.Record(1, 100, "live-1.message.XA.0", header, data)); n > 400 {
		t.Errorf("the leaf hashes %d bytes beside the data", n)
	}
	var tree trust.Tree
	record := trust.Record(1, 100, "live-1.message.XA.0", header, data)
	if got := testing.AllocsPerRun(1000, func() { tree.Append(record) }); got > 0 {
		t.Errorf("Append allocates %.0f times, where it need not", got)
	}
}
