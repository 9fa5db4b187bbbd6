package federation

import (
	"fmt"
	"sync"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// pulse is what heartbeats tell of a party and of the road to it.
type pulse struct {
	mu    sync.Mutex
	begun time.Time
	heard time.Time // when its last heartbeat was taken
	beat  *schema.Beat
	skew  time.Duration
	had   int       // how many of its messages we had when that last grew
	stuck time.Time // since when it owes us something and nothing came; zero if not
	seen  []int     // of each world, up to where it was told what we received

	strands map[schema.Workspace]*strand
}

// strand is what we and a party know of each other's journals of a workspace.
type strand struct {
	ours   schema.TreeHead   // the checkpoint of ours that it holds
	theirs schema.Checkpoint // the latest that continues the one before
	raw    []byte            // the same as it was signed; nil if there is none
	broken string            // why theirs was not continued
}

func newPulse(now time.Time) *pulse {
	p := &pulse{begun: now, strands: make(map[schema.Workspace]*strand)}
	for _, w := range schema.Workspaces {
		p.strands[w] = new(strand)
	}
	return p
}

// begin goes on from the checkpoint that was recorded last; nil if none was.
func (p *pulse) begin(w schema.Workspace, raw []byte) {
	s := p.strands[w]
	if env, err := schema.ParseEnvelope(raw); err == nil && schema.ParseDocument(env.Payload, &s.theirs) == nil {
		s.raw = raw
	}
}

// take notes a heartbeat. received is how many of its messages we have.
func (p *pulse) take(b *schema.Beat, received int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.heard, p.beat, p.skew = now, b, b.At.Std().Sub(now)
	switch {
	case b.Waiting == 0 || received != p.had:
		p.stuck = time.Time{}
	case p.stuck.IsZero():
		p.stuck = now
	}
	p.had = received
}

// continues judges whether a checkpoint of the party continues the one we hold.
func (p *pulse) continues(w schema.Workspace, told *schema.Standing, next schema.Checkpoint) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.strands[w]
	last := s.theirs.Head
	switch {
	case s.raw == nil || next.Head.Epoch > last.Epoch:
		s.broken = ""
	case next.Head == last:
		return
	case next.Head.Epoch < last.Epoch || next.Head.Size <= last.Size:
		s.broken = fmt.Sprintf("its journal is at entry %d of epoch %d, and was at entry %d of epoch %d before", next.Head.Size, next.Head.Epoch, last.Size, last.Epoch)
		return
	case told.From == nil || *told.From != last:
		return // it learns from our answer what we know, and proves from there
	default:
		if err := trust.CheckConsistency(told.Proof, last, next.Head); err != nil {
			s.broken = fmt.Sprintf("its journal at entry %d does not continue what it was at entry %d", next.Head.Size, last.Size)
			return
		}
		s.broken = ""
	}
	s.theirs, s.raw = next, told.Checkpoint
}

// told notes which checkpoint of ours the party holds.
func (p *pulse) told(w schema.Workspace, h schema.TreeHead) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.strands[w].ours = h
}

func (p *pulse) strand(w schema.Workspace) strand {
	p.mu.Lock()
	defer p.mu.Unlock()
	return *p.strands[w]
}

// mostSeen bounds what one heartbeat tells of messages received.
const mostSeen = 50

// tell adds to a heartbeat what we received that the party was to receive too; the
// function returned notes that it arrived.
func (p *pulse) tell(g *gateway, to schema.Party, b *schema.Beat) func() {
	p.mu.Lock()
	defer p.mu.Unlock()
	worlds := g.both()
	if p.seen == nil {
		p.seen = make([]int, len(worlds))
	}
	next := make([]int, len(worlds))
	for i, w := range worlds {
		var seen []schema.Seen
		seen, next[i] = w.tracker.Seen(to, p.seen[i], mostSeen)
		b.Seen = append(b.Seen, seen...)
	}
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.seen = next
	}
}

// silentAfter is how many intervals without a heartbeat, or with messages that do
// not come, are worth telling.
const silentAfter = 3

// trouble says, in words, what the heartbeats show; every is our interval and
// edition our directory's.
func (p *pulse) trouble(now time.Time, every time.Duration, edition int) []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []string
	say := func(format string, a ...any) { out = append(out, fmt.Sprintf(format, a...)) }
	limit := silentAfter * every
	if p.beat == nil {
		if now.Sub(p.begun) > limit {
			say("silent since %s", schema.NewTime(p.begun))
		}
		return out
	}
	if now.Sub(p.heard) > limit {
		say("silent since %s", schema.NewTime(p.heard))
	}
	if !p.stuck.IsZero() && now.Sub(p.stuck) > limit {
		say("has %d messages for us that do not come, since %s", p.beat.Waiting, schema.NewTime(p.stuck))
	}
	if p.skew.Abs() > schema.MaxSkew {
		say("its clock differs from ours by %s", p.skew.Round(time.Second))
	}
	if !p.beat.Attended {
		say("nobody watches there")
	}
	switch d := p.beat.Edition - edition; {
	case d < 0:
		say("has directory edition %d, older than ours", p.beat.Edition)
	case d > 0:
		say("has directory edition %d, newer than ours", p.beat.Edition)
	}
	for _, w := range schema.Workspaces {
		if s := p.strands[w]; s.broken != "" {
			say("contradicts itself in %s: %s", w, s.broken)
		}
	}
	return out
}
