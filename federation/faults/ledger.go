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
	twice        []string
	silent       []string // served, and not what was answered for
	other        []string // what rang that is no message
}

func newLedger() *ledger {
	return &ledger{acts: make(map[schema.Party]map[schema.MessageID]schema.Digest), acknowledged: make(map[string]schema.MessageID), excused: make(map[string]bool)}
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
		l.twice = append(l.twice, fmt.Sprintf("%s rang at %s after it was acknowledged", a.Of, p))
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
	for _, k := range s.Twice {
		l.twice = append(l.twice, fmt.Sprintf("%s stands twice at %s", k, p))
	}
	for _, o := range s.Other {
		if o = string(p) + " rings: " + o; !slices.Contains(l.other, o) {
			l.other = append(l.other, o)
		}
	}
}

// forgive takes back what an officer was asked twice, and says how often that was:
// a node that says it was damaged may ring again until its acknowledgements are
// given back.
func (l *ledger) forgive() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := len(l.twice)
	l.twice = nil
	return n
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
