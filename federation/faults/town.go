package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"forthwith/federation/sim"
	"forthwith/schema"
)

// town is some nodes, each a process of its own, and the ledger of what they
// answered for.
type town struct {
	dir     string
	fed     *sim.Federation
	parties []schema.Party
	places  map[schema.Party]string // where nodes listen
	stores  map[schema.Party]string
	ledger  *ledger
	book    *sim.Account // of the last audit
	// snapshots is how many entries there are between them: few, so that faults meet
	// them in every state; zero is the node's own choice, and more than are written here.
	snapshots int64
	// files is among how many messages one has a file; zero for none.
	files int

	mu      sync.Mutex
	nodes   map[schema.Party]*process
	spaces  map[schema.Party]*space // where nodes run that have a network of their own
	offsets map[schema.Party]time.Duration
}

// newTown makes keys and a directory for the parties, below dir.
func newTown(dir string, parties ...schema.Party) (*town, error) {
	cfg := sim.Config{Dir: dir}
	for _, p := range parties {
		cfg.Parties = append(cfg.Parties, sim.Party{Code: p, Name: "Land of " + string(p)})
	}
	fed, err := sim.New(cfg)
	if err != nil {
		return nil, fmt.Errorf("make the federation: %w", err)
	}
	t := &town{
		dir: dir, fed: fed, parties: parties, ledger: newLedger(), nodes: make(map[schema.Party]*process),
		places: make(map[schema.Party]string), stores: make(map[schema.Party]string),
		offsets: make(map[schema.Party]time.Duration), snapshots: 100,
	}
	for n, p := range parties {
		t.places[p] = net.JoinHostPort(loopback(n), port)
		t.stores[p] = fed.Dir(p)
		if err := os.MkdirAll(t.stores[p], 0o700); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// loopback is the n-th address of this run. It is not of 127.0.0.1, from which
// connections leave: no connection can sit on a port that a node comes back to.
func loopback(n int) string {
	pid := os.Getpid()
	return fmt.Sprintf("127.%d.%d.%d", 64+pid>>8&63, pid&255, 10+n)
}

// port is where every node listens.
const port = "7422"

// moveTo has the nodes run in the spaces of a network, and reach each other there.
func (t *town) moveTo(n *network) {
	t.spaces = n.spaces
	for p, at := range n.places {
		t.places[p] = net.JoinHostPort(at.String(), port)
	}
}

func (t *town) setup(p schema.Party) (setup, error) {
	edition, keepers := t.fed.Edition()
	s := setup{
		Party: p, Dir: t.stores[p], Listen: t.places[p], Edition: edition, Keepers: keepers, Offset: t.offsets[p], SnapshotEvery: t.snapshots,
		Keys: make(map[schema.Workspace]string), Roads: make(map[string]string),
	}
	for _, w := range schema.Workspaces {
		pem, err := t.fed.Keys(p, w).MarshalPEM()
		if err != nil {
			return s, err
		}
		s.Keys[w] = string(pem)
	}
	for q, place := range t.places {
		s.Roads[t.fed.Address(q)] = place
	}
	return s, nil
}

// begin starts a node's process.
func (t *town) begin(p schema.Party) (*process, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	s, err := t.setup(p)
	if err != nil {
		return nil, err
	}
	n, err := start(s, t.log(p), t.spaces[p])
	if err != nil {
		return nil, err
	}
	t.nodes[p] = n
	return n, nil
}

func (t *town) log(p schema.Party) string { return filepath.Join(t.dir, string(p)+".log") }

// up starts a node and holds what it has against what it answered for.
func (t *town) up(ctx context.Context, p schema.Party) error {
	answered := t.ledger.of(p)
	n, err := t.begin(p)
	if err != nil {
		return err
	}
	if err := n.awaitUp(ctx); err != nil {
		return err
	}
	return t.compare(ctx, p, answered)
}

func (t *town) compare(ctx context.Context, p schema.Party, answered map[schema.MessageID]schema.Digest) error {
	r, err := t.ask(ctx, p, command{Do: report})
	if err != nil {
		return err
	}
	t.ledger.compare(p, answered, r.Own)
	return nil
}

// upAll starts every node.
func (t *town) upAll(ctx context.Context) error {
	for _, p := range t.parties {
		if err := t.up(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func (t *town) process(p schema.Party) *process {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.nodes[p]
}

// ask asks a node until it answers: it may be dead, or about to start anew.
func (t *town) ask(ctx context.Context, p schema.Party, do command) (reply, error) {
	again := time.NewTicker(askEvery)
	defer again.Stop()
	for {
		r, err := t.process(p).ask(ctx, do)
		if err == nil && r.Failed == "" {
			return r, nil
		}
		if err == nil && !r.Again {
			return r, fmt.Errorf("%s by %s: %s", do.Do, p, r.Failed)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			return r, errors.Join(ctx.Err(), err, errors.New(strings.TrimSpace(string(do.Do)+" by "+string(p)+": "+r.Failed)))
		}
	}
}

// down stops every node that runs, in good order.
func (t *town) down(ctx context.Context) error {
	t.mu.Lock()
	nodes := slices.Collect(maps.Values(t.nodes))
	t.nodes = make(map[schema.Party]*process)
	t.mu.Unlock()
	var errs []error
	for _, n := range nodes {
		errs = append(errs, n.stop(ctx))
	}
	return errors.Join(errs...)
}

// audit reads the stores of the stopped town.
func (t *town) audit(ctx context.Context) (err error) {
	t.book, err = sim.Audit(ctx, t.stores, t.fed.Directory(), t.ledger.all())
	return err
}
