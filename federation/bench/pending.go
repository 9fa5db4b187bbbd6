package main

import "sync"

// pending are notices under way, each with the number of peers that have yet to
// be heard of.
type pending struct {
	mu   sync.Mutex
	left map[string]int
	done map[string]chan struct{}
}

func newPending() *pending {
	return &pending{left: make(map[string]int), done: make(map[string]chan struct{})}
}

// expect begins to wait for n words about a notice.
func (p *pending) expect(id string, n int) <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left[id], p.done[id] = n, make(chan struct{})
	return p.done[id]
}

// heard takes one.
func (p *pending) heard(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.left[id]--; p.left[id] == 0 {
		close(p.done[id])
		delete(p.left, id)
		delete(p.done, id)
	}
}
