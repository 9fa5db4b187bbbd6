package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"forthwith/schema"
)

// troubles are what roads suffer from.
var troubles = []trouble{
	{name: "lose a fifth", lost: 0.2},
	{name: "double a third", twice: 0.33},
	{name: "are late by a second", delay: time.Second},
	{name: "let packets overtake others", delay: 50 * time.Millisecond, jitter: 200 * time.Millisecond},
	{name: "carry 9600 bit/s", rate: 9600},
	{name: "carry 9600 bit/s and lose a twentieth", rate: 9600, lost: 0.05, delay: 300 * time.Millisecond},
}

// cut carries nothing. One way, it makes a road half open: who sends is heard, and
// never hears.
var cut = trouble{name: "cut", cut: true}

const (
	// rarely is how often a node issues where roads are bad: three nodes would fill
	// 9600 bit/s for ever.
	rarely = 500 * time.Millisecond
	// nothingFor is how long nothing may come over a road that is cut.
	nothingFor = 3 * time.Second
)

// links gives each node a network namespace of its own, joined by roads that do
// harm to packets. Afterwards all must arrive.
func links(ctx context.Context, tr *trial) (err error) {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	n, err := tr.newNetwork(tr.town.parties)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	tr.town.moveTo(n)
	err = n.during(ctx, func(ctx context.Context) error {
		failed := tr.town.upAll(ctx)
		if failed == nil {
			failed = tr.eachTrouble(ctx, n)
		}
		if failed == nil {
			failed = tr.eachCut(ctx, n)
		}
		if failed == nil {
			failed = tr.anyTrouble(ctx, n)
		}
		return tr.finish(ctx, failed)
	})
	return errors.Join(err, tr.seen(n), tr.hadFiles())
}

// eachTrouble has every road suffer from one thing after the other: messages come
// through, also to a node that was dead and has to be reached anew.
func (tr *trial) eachTrouble(ctx context.Context, n *network) error {
	for _, bad := range troubles {
		n.setAll(bad)
		tr.faults++
		if err := tr.file(ctx); err != nil { // which is on its way meanwhile
			return err
		}
		took, err := tr.through(ctx)
		if err != nil {
			return fmt.Errorf("where roads %s: %w", bad.name, err)
		}
		if err := errors.Join(tr.town.process("XB").kill(), tr.town.up(ctx, "XB")); err != nil {
			return err
		}
		anew, err := tr.through(ctx)
		if err != nil {
			return fmt.Errorf("anew where roads %s: %w", bad.name, err)
		}
		tr.note("where roads %s a notification was receipted after %s, over new connections after %s",
			bad.name, took.Round(time.Millisecond), anew.Round(time.Millisecond))
	}
	return nil
}

// file has XA send a message with a file.
func (tr *trial) file(ctx context.Context) error {
	tr.town.files = 1
	defer func() { tr.town.files = 0 }()
	_, err := tr.town.issue(ctx, "XA")
	return err
}

// eachCut has the road between XA and XB be cut, one way or both: nothing comes
// through before it is good again.
func (tr *trial) eachCut(ctx context.Context, n *network) error {
	for _, half := range []struct {
		name  string
		roads []*road
	}{
		{"carries nothing either way", []*road{n.road("XA", "XB"), n.road("XB", "XA")}},
		{"carries nothing there", []*road{n.road("XA", "XB")}},
		{"carries nothing back", []*road{n.road("XB", "XA")}},
	} {
		n.setAll(trouble{})
		if _, err := tr.through(ctx); err != nil { // connections stand
			return err
		}
		for _, r := range half.roads {
			r.set(cut)
		}
		tr.faults++
		if err := tr.stuck(ctx); err != nil {
			return fmt.Errorf("where the road %s: %w", half.name, err)
		}
		n.setAll(trouble{})
		took, err := tr.through(ctx)
		if err != nil {
			return fmt.Errorf("after the road %s: %w", half.name, err)
		}
		tr.note("after a road that %s all was receipted after %s", half.name, took.Round(time.Millisecond))
	}
	return nil
}

// through has XA notify all, and waits until nobody owes it an answer.
func (tr *trial) through(ctx context.Context) (time.Duration, error) {
	begun := time.Now()
	if _, err := tr.town.issue(ctx, "XA"); err != nil {
		return 0, err
	}
	err := tr.await(ctx, "XA", "had all its receipts", func(s standing) bool { return s.Waiting == 0 })
	return time.Since(begun), err
}

// stuck has XA notify all, and demands that one answer does not come.
func (tr *trial) stuck(ctx context.Context) error {
	if _, err := tr.town.issue(ctx, "XA"); err != nil {
		return err
	}
	if err := pause(ctx, nothingFor); err != nil {
		return err
	}
	r, err := tr.town.ask(ctx, "XA", command{Do: state})
	if err == nil && r.State.Waiting != 1 {
		err = fmt.Errorf("%d answers are waited for, expected 1", r.State.Waiting)
	}
	return err
}

// anyTrouble has officers at work while any road suffers from anything, and nodes
// die behind roads that are cut: their peers hold connections that nobody ends.
func (tr *trial) anyTrouble(ctx context.Context, n *network) (err error) {
	work := tr.town.load(ctx, rarely)
	defer func() {
		n.setAll(trouble{})
		if err = work.end(err); err == nil {
			err = tr.catchUp(ctx)
		}
	}()
	happened := make(map[string]int)
	for tr.faults < tr.count {
		from, to := tr.anyTwo()
		name := "good again"
		switch k := tr.random.IntN(len(troubles) + 3); {
		case k < len(troubles):
			name = troubles[k].name
			n.road(from, to).set(troubles[k])
		case k == len(troubles):
			name = "are half open"
			n.road(from, to).set(cut)
		case k == len(troubles)+1:
			name = "are cut"
			n.road(from, to).set(cut)
			n.road(to, from).set(cut)
		default:
			name = "are cut, and a node dies behind them"
			if err := tr.dieBehind(ctx, n, from); err != nil {
				return err
			}
		}
		happened[name]++
		tr.faults++
		if err := pause(ctx, tr.atMost(4*time.Second)); err != nil {
			return err
		}
		from, to = tr.anyTwo()
		n.road(from, to).set(trouble{})
		n.road(to, from).set(trouble{})
	}
	for _, name := range slices.Sorted(maps.Keys(happened)) {
		tr.note("%d times roads %s", happened[name], name)
	}
	return nil
}

func (tr *trial) anyTwo() (from, to schema.Party) {
	parties := tr.town.parties
	i := tr.random.IntN(len(parties))
	j := (i + 1 + tr.random.IntN(len(parties)-1)) % len(parties)
	return parties[i], parties[j]
}

// dieBehind cuts a node off, kills it, and starts it before a road is good again.
func (tr *trial) dieBehind(ctx context.Context, n *network, p schema.Party) error {
	for _, q := range tr.town.parties {
		if q != p {
			n.road(p, q).set(cut)
			n.road(q, p).set(cut)
		}
	}
	if err := tr.town.process(p).kill(); err != nil {
		return err
	}
	if err := tr.town.up(ctx, p); err != nil {
		return err
	}
	for _, q := range tr.town.parties {
		if q != p {
			n.road(p, q).set(trouble{})
			n.road(q, p).set(trouble{})
		}
	}
	return nil
}

// catchUp waits until all has arrived, over good roads, and says how long it took.
func (tr *trial) catchUp(ctx context.Context) error {
	stood, err := tr.town.unsettled(ctx)
	if err != nil {
		return err
	}
	waiting := 0
	for _, s := range stood {
		waiting += s.Waiting
	}
	begun := time.Now()
	if err := tr.town.settle(ctx); err != nil {
		return err
	}
	tr.note("when all roads were good again %d deliveries waited; they arrived within %s", waiting, time.Since(begun).Round(time.Second))
	return nil
}

// seen notes what became of packets. If one kind of harm was never done, nothing
// was tried.
func (tr *trial) seen(n *network) error {
	t := n.traffic()
	tr.note("of %d packets %d were lost, %d doubled, %d overtaken, %d found no room and %d a road that was cut",
		t.carried+t.lost+t.dropped+t.cut, t.lost, t.doubled, t.overtook, t.dropped, t.cut)
	if min(t.lost, t.doubled, t.overtook, t.dropped, t.cut) == 0 && tr.faults == tr.count {
		return errors.New("the roads did not do what they should have done")
	}
	return nil
}
