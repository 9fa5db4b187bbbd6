package main

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"forthwith/federation/sim"
	"forthwith/schema"
)

// ledger is what the nodes of a town answered for, and what was seen to be wrong
// while they ran.
type ledger struct {
	mu           sync.Mutex
	acts         map[schema.Party]map[schema.MessageID]schema.Digest
	acknowledged map[string]schema.MessageID // by party and message
	excused      map[string]bool             // by party and id
	lost         []string
	twice        map[schema.Party][]string // by who showed it
	silent       []string                  // served, and not what was answered for
	other        []string                  // what a node shows and has no reason to
	harmed       schema.Party              // whose store is harmed, if any
}

func newLedger() *ledger {
	return &ledger{
		acts: make(map[schema.Party]map[schema.MessageID]schema.Digest), acknowledged: make(map[string]schema.MessageID),
		excused: make(map[string]bool), twice: make(map[schema.Party][]string),
	}
}

// enter writes down an act.
func (l *ledger) enter(p schema.Party, a act) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.acts[p] == nil {
		l.acts[p] = make(map[schema.MessageID]schema.Digest)
	}
	l.acts[p][a.Message] = a.Digest
	if a.Of == "" {
		return
	}
	k := string(p) + " " + a.Of
	if first := l.acknowledged[k]; first != "" && first != a.Message {
		l.twice[p] = append(l.twice[p], fmt.Sprintf("%s rang at %s after it was acknowledged", a.Of, p))
	}
	l.acknowledged[k] = a.Message
}

// of is what a party has answered for.
func (l *ledger) of(p schema.Party) map[schema.MessageID]schema.Digest {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.acts[p])
}

// compare holds what a party has against what it answered for before.
func (l *ledger) compare(p schema.Party, answered, has map[schema.MessageID]schema.Digest) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, digest := range answered {
		switch there, ok := has[id]; {
		case !ok && l.excused[name(p, id)]:
		case !ok:
			l.lost = append(l.lost, fmt.Sprintf("%s answered for %s and was without it after a start", p, id))
		case there != digest:
			l.silent = append(l.silent, fmt.Sprintf("%s answered for %s as %s and has it as %s", p, id, digest, there))
		}
	}
}

// see writes down what a node shows that it should not.
func (l *ledger) see(p schema.Party, s standing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	twice := s.Twice
	if p == l.harmed {
		twice = nil // what was acknowledged before the damage rang again
	}
	for _, k := range twice {
		if k = fmt.Sprintf("%s was acknowledged twice at %s", k, p); !slices.Contains(l.twice[p], k) {
			l.twice[p] = append(l.twice[p], k)
		}
	}
	other := s.Other
	if s.Epoch > 0 && p != l.harmed {
		other = append(other, fmt.Sprintf("a damage in epoch %d, and nothing was damaged", s.Epoch-1))
	}
	for _, o := range other {
		if o = string(p) + " shows " + o; !slices.Contains(l.other, o) {
			l.other = append(l.other, o)
		}
	}
}

// forgive takes back what officers of a party were asked twice, and says how often
// that was: a node that says it was damaged may ring again until its
// acknowledgements are given back.
func (l *ledger) forgive(p schema.Party) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.twice[p])
	delete(l.twice, p)
	return n
}

// allTwice is what was shown twice, by any party.
func (l *ledger) allTwice() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, p := range slices.Sorted(maps.Keys(l.twice)) {
		out = append(out, l.twice[p]...)
	}
	return out
}

// excuse takes note that a damaged node may be without what it answered for alone.
// The accountant still wants it named.
func (l *ledger) excuse(p schema.Party, ids ...schema.MessageID) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		l.excused[name(p, id)] = true
	}
}

func (l *ledger) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := 0
	for _, acts := range l.acts {
		n += len(acts)
	}
	return n
}

// all is the ledger for the accountant.
func (l *ledger) all() []sim.Act {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []sim.Act
	for p, acts := range l.acts {
		for id := range acts {
			out = append(out, sim.Act{Party: p, Workspace: schema.Live, Message: id})
		}
	}
	return out
}
