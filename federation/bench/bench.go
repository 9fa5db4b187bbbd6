package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"
)

// side is one way to notify peers: ours, the floor, or plain NATS.
type side interface {
	// Prepare readies n notices for Issue; it is not measured.
	Prepare(ctx context.Context, n int) error
	// Issue sends one to all peers and returns when the origin has recorded that
	// all have it. It may be called many times at once.
	Issue(ctx context.Context) error
	Close() error
}

// bench is one run.
type bench struct {
	plan
	dir    string // of the stores; on a disk, if the machine's temporary files are
	stores int
	report *report
}

func newBench(p plan) (*bench, error) {
	dir, err := os.MkdirTemp("", "forthwith-bench-")
	if err != nil {
		return nil, err
	}
	return &bench{plan: p, dir: dir, report: new(report)}, nil
}

// run measures what the plan names.
func (b *bench) run(ctx context.Context) error {
	var err error
	if b.report.facts, err = b.facts(ctx); err != nil {
		return err
	}
	for _, m := range []struct {
		name    string
		measure func(context.Context) error
	}{
		{"fanout", b.fanouts}, {"sustained", b.sustained}, {"outage", b.outage},
		{"start", b.start}, {"idle", b.idleness}, {"flood", b.flood},
	} {
		if !slices.Contains(b.only, m.name) {
			continue
		}
		begun := time.Now()
		if err := m.measure(ctx); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		fmt.Fprintf(os.Stderr, "bench: %s took %.0f s\n", m.name, time.Since(begun).Seconds())
		runtime.GC()
	}
	return nil
}

// store is a new directory for the stores of one side.
func (b *bench) store(name string) string {
	b.stores++
	return filepath.Join(b.dir, fmt.Sprintf("%d-%s", b.stores, name))
}

// labelled runs f so that a profile tells the sides apart; goroutines that f
// starts keep the label.
func labelled(ctx context.Context, name string, f func(context.Context) error) error {
	var err error
	pprof.Do(ctx, pprof.Labels("side", name), func(ctx context.Context) { err = f(ctx) })
	return err
}

// cost is what issues took: on the clock, and of the processor and the heap (in
// bytes) in all nodes.
type cost struct {
	clock, processor samples
	heap             []float64
}

func (c *cost) add(o outlay) {
	c.clock, c.processor, c.heap = append(c.clock, o.clock), append(c.processor, o.processor), append(c.heap, o.heap)
}

// outlay is what one issue took.
type outlay struct {
	clock, processor time.Duration
	heap             float64
}

// alternate issues n notices on each side in turn, so that what the machine does
// beside strikes both, and returns what each cost. Before each all rest.
func alternate(ctx context.Context, n int, rest time.Duration, sides map[string]side) (map[string]*cost, error) {
	costs := make(map[string]*cost)
	for name := range sides {
		costs[name] = new(cost)
	}
	for range n {
		for name, s := range sides {
			o, err := issueOne(ctx, rest, name, s)
			if err != nil {
				return nil, err
			}
			costs[name].add(o)
		}
	}
	return costs, nil
}

// settle is how long everything rests before a notice is measured: a node writes
// its signed heads up to a tenth of a second after it answered, and they must
// not fall into what is measured next.
const settle = 150 * time.Millisecond

// issueOne prepares one notice and measures its issue.
func issueOne(ctx context.Context, rest time.Duration, name string, s side) (o outlay, err error) {
	err = labelled(ctx, name, func(ctx context.Context) error {
		if err := s.Prepare(ctx, 1); err != nil {
			return fmt.Errorf("prepare on %s: %w", name, err)
		}
		if err := pause(ctx, rest); err != nil {
			return err
		}
		before, err := processor()
		if err != nil {
			return err
		}
		heap, begun := allocated(), time.Now()
		if err := s.Issue(ctx); err != nil {
			return fmt.Errorf("issue on %s: %w", name, err)
		}
		o.clock = time.Since(begun)
		after, err := processor()
		o.processor, o.heap = after-before, allocated()-heap
		return err
	})
	return o, err
}

// outstanding is how many notices are under way at once in a sustained run.
const outstanding = 16

// rate issues n notices, up to outstanding at a time, and returns how many a
// second were recorded as received by all.
func rate(ctx context.Context, name string, s side, n int) (perSecond float64, err error) {
	err = labelled(ctx, name, func(ctx context.Context) error {
		if err := s.Prepare(ctx, n); err != nil {
			return fmt.Errorf("prepare on %s: %w", name, err)
		}
		runtime.GC()
		var next atomic.Int64
		begun := time.Now()
		all, ctx := errgroup.WithContext(ctx)
		for range outstanding {
			all.Go(func() error {
				for next.Add(1) <= int64(n) {
					if err := s.Issue(ctx); err != nil {
						return fmt.Errorf("issue on %s: %w", name, err)
					}
				}
				return nil
			})
		}
		err := all.Wait()
		perSecond = float64(n) / time.Since(begun).Seconds()
		return err
	})
	return perSecond, err
}

// rates runs each side in turn, several times, and returns the median rate of
// each.
func rates(ctx context.Context, sides map[string]side, n int) (map[string]float64, error) {
	const rounds = 5
	all := make(map[string][]float64)
	for range rounds {
		for name, s := range sides {
			r, err := rate(ctx, name, s, max(n/rounds, outstanding))
			if err != nil {
				return nil, err
			}
			all[name] = append(all[name], r)
		}
	}
	medians := make(map[string]float64)
	for name, rs := range all {
		medians[name] = median(rs)
	}
	return medians, nil
}
