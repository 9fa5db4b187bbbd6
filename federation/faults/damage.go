package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"forthwith/schema"
)

// damage harms the store of XA between its end and its next start. XA must ring and
// go on, and get back what XB and XC hold.
func damage(ctx context.Context, tr *trial) error {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	tr.town.ledger.harmed = "XA"
	tr.town.snapshots = 0 // what is found at the start, and not behind it
	tr.town.files = 10
	return errors.Join(tr.finish(ctx, tr.harmAgainAndAgain(ctx)), tr.hadFiles())
}

func (tr *trial) harmAgainAndAgain(ctx context.Context) error {
	if err := tr.town.upAll(ctx); err != nil {
		return err
	}
	harmed := make(map[string]int)
	epoch, again := 0, 0
	for tr.faults < tr.count {
		if err := tr.work(ctx); err != nil {
			return err
		}
		var what []string
		err := tr.anyDamage(ctx, func(t target, how string) {
			harmed[t.name]++
			what = append(what, how)
		})
		if err == nil {
			epoch, err = tr.whole(ctx, epoch)
		}
		if err != nil {
			return fmt.Errorf("after %s: %w", strings.Join(what, ", then "), err)
		}
		again += tr.town.ledger.forgive("XA")
	}
	for _, name := range slices.Sorted(maps.Keys(harmed)) {
		tr.note("%2d harms to %s", harmed[name], name)
	}
	tr.note("XA is in epoch %d of its live journal; it rang %d messages again, as one that was damaged", max(epoch, 1), again)
	if epoch == 0 && tr.count > len(targets) {
		return errors.New("no damage was ever noticed")
	}
	return nil
}

// anyDamage harms XA. Now and then that is twice, and XC is away until both are
// over; or XA has issued before what nobody else has.
func (tr *trial) anyDamage(ctx context.Context, note func(target, string)) error {
	switch tr.random.IntN(6) {
	case 0:
		if err := tr.alone(ctx); err != nil {
			return err
		}
	case 1:
		if err := tr.town.process("XC").kill(); err != nil {
			return err
		}
		if err := errors.Join(tr.harmed(ctx, note), tr.harmed(ctx, note)); err != nil {
			return err
		}
		_, err := tr.town.begin("XC")
		return err
	}
	return tr.harmed(ctx, note)
}

// harmed stops XA, harms its store and starts it.
func (tr *trial) harmed(ctx context.Context, note func(target, string)) error {
	if err := tr.town.process("XA").stop(ctx); err != nil {
		return err
	}
	t, what, err := tr.harm(tr.town.stores["XA"])
	if err != nil {
		return err
	}
	note(t, what)
	tr.faults++
	n, err := tr.town.begin("XA")
	if err != nil {
		return err
	}
	return n.awaitUp(ctx)
}

// whole waits until XA has back what others hold, messages and files, and demands all
// it answered for. A damage that was noticed must ring.
func (tr *trial) whole(ctx context.Context, epoch int) (int, error) {
	t := tr.town
	if _, err := t.ask(ctx, "XA", command{Do: prove}); err != nil {
		return epoch, err
	}
	if err := t.settle(ctx); err != nil {
		return epoch, err
	}
	r, err := t.ask(ctx, "XA", command{Do: state})
	if err != nil {
		return epoch, err
	}
	if r.State.Epoch > epoch && !r.State.Rung {
		return epoch, fmt.Errorf("epoch %d does not ring", r.State.Epoch)
	}
	before := len(t.ledger.lost)
	if err := t.compare(ctx, "XA", t.ledger.of("XA")); err != nil {
		return epoch, err
	}
	if n := len(t.ledger.lost) - before; n > 0 {
		return epoch, fmt.Errorf("%d acts are gone, and peers hold them", n)
	}
	return r.State.Epoch, nil
}

// work lets officers work for a while, until all is settled.
func (tr *trial) work(ctx context.Context) error {
	work := tr.town.load(ctx, often)
	if err := work.end(pause(ctx, 200*time.Millisecond+tr.atMost(500*time.Millisecond))); err != nil {
		return err
	}
	return tr.town.settle(ctx)
}

// alone has XA issue what reaches nobody before it is damaged. It has no files: what is
// lost of those nobody else has.
func (tr *trial) alone(ctx context.Context) error {
	t := tr.town
	files := t.files
	defer func() { t.files = files }()
	t.files = 0
	peers := slices.DeleteFunc(slices.Clone(t.parties), func(p schema.Party) bool { return p == "XA" })
	for _, p := range peers {
		if err := t.process(p).kill(); err != nil {
			return err
		}
	}
	for range 3 {
		id, err := t.issue(ctx, "XA")
		if err != nil {
			return err
		}
		t.ledger.excuse("XA", id)
	}
	for _, p := range peers {
		if _, err := t.begin(p); err != nil {
			return err
		}
	}
	return nil
}
