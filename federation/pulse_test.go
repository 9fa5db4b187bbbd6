package federation

import (
	"strings"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// TestCheckpointsThatContradictAreTold has a party rewrite its journal between
// heartbeats.
func TestCheckpointsThatContradictAreTold(t *testing.T) {
	tree := func(records ...string) *trust.Tree {
		out := new(trust.Tree)
		for _, r := range records {
			out.Append([]byte(r))
		}
		return out
	}
	honest := tree("a", "b", "c", "d", "e")
	rewritten := tree("a", "x", "c", "d", "e", "f")
	at := func(of *trust.Tree, size int64, epoch int) schema.TreeHead {
		h, err := of.HeadAt(size, epoch)
		must(t, err)
		return h
	}
	proof := func(of *trust.Tree, from, to int64) []schema.Digest {
		p, err := of.ProveConsistency(from, to)
		must(t, err)
		return p
	}
	three := at(honest, 3, 1)
	for name, c := range map[string]struct {
		next  schema.TreeHead
		from  *schema.TreeHead
		proof []schema.Digest
		want  string // of what is told; "" for nothing
		taken bool
	}{
		"continued":            {at(honest, 5, 1), &three, proof(honest, 3, 5), "", true},
		"the same":             {three, nil, nil, "", false},
		"no proof yet":         {at(honest, 5, 1), nil, nil, "", false},
		"rewritten":            {at(rewritten, 6, 1), &three, proof(rewritten, 3, 6), "does not continue", false},
		"another of that size": {at(rewritten, 3, 1), nil, nil, "is at entry 3 of epoch 1, and was at entry 3", false},
		"shorter":              {at(honest, 2, 1), nil, nil, "is at entry 2 of epoch 1, and was at entry 3", false},
		"another epoch":        {at(rewritten, 1, 2), nil, nil, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			now := time.Now()
			p := newPulse(now)
			beat := func(h schema.TreeHead, from *schema.TreeHead, proof []schema.Digest) {
				s := &schema.Standing{From: from, Proof: proof, Checkpoint: []byte("{}")}
				p.continues(schema.Exercise, s, schema.Checkpoint{Head: h})
				p.take(&schema.Beat{At: schema.NewInstant(now), Edition: 1, Attended: true}, 0, now)
			}
			beat(three, nil, nil)
			beat(c.next, c.from, c.proof)
			got := strings.Join(p.trouble(now, time.Minute, 1), "; ")
			if (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
				t.Errorf("told: %q", got)
			}
			if taken := p.strand(schema.Exercise).theirs.Head == c.next; taken != c.taken && c.next != three {
				t.Errorf("taken: %t", taken)
			}
		})
	}
}
