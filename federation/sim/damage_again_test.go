package sim_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"forthwith/notify"
	"forthwith/schema"
)

// TestANodeThatIsDamagedTwiceLosesNothingThatPeersHold harms the live journal of
// XA, and the epoch that began then.
func TestANodeThatIsDamagedTwiceLosesNothingThatPeersHold(t *testing.T) {
	t.Run("the second epoch is gone whole", func(t *testing.T) {
		simulate(t, nil, func(w *world) {
			d := &damaged{world: w}
			d.tell("first")
			d.tell("second")
			d.again(func() { d.flip("second") })
			d.tell("third")
			d.again(func() { must(t, os.RemoveAll(filepath.Join(d.store(), "jetstream", "JOURNAL", "streams", "LIVE-2"))) })
			d.everything()
		})
	})
	t.Run("what was set aside rots", func(t *testing.T) {
		simulate(t, nil, func(w *world) {
			d := &damaged{world: w}
			d.tell("first")
			d.tell("second")
			d.again(func() { d.flip("second") })
			d.everything()
			d.tell("third")
			d.again(func() { d.flip("first") })
			d.everything()
			d.tell("fourth")
			epoch := d.epoch()
			d.again(func() {})
			d.everything()
			if d.epoch() != epoch {
				t.Errorf("a start without damage begins epoch %d after %d", d.epoch(), epoch)
			}
		})
	})
	t.Run("a peer was told of neither", func(t *testing.T) {
		simulate(t, nil, func(w *world) {
			d := &damaged{world: w}
			d.tell("first")
			d.tell("second")
			must(t, w.Stop("XB"))
			d.again(func() { d.flip("second") })
			for range 5 {
				w.notify(schema.Live, "XC")
			}
			d.again(func() { d.truncate(2) })
			must(t, w.Start(w.ctx, "XB"))
			d.everything()
		})
	})
	t.Run("a peer was told of nothing before it was gone", func(t *testing.T) {
		simulate(t, nil, func(w *world) {
			d := &damaged{world: w}
			d.tell("first")
			d.tell("second")
			must(t, w.Stop("XB"))
			d.again(func() { d.flip("second") })
			d.again(func() { must(t, os.RemoveAll(filepath.Join(d.store(), "jetstream", "JOURNAL", "streams", "LIVE-2"))) })
			must(t, w.Start(w.ctx, "XB"))
			d.everything()
		})
	})
}

// again harms the store of XA while it is down.
func (d *damaged) again(harm func()) {
	d.t.Helper()
	must(d.t, d.Stop("XA"))
	harm()
	must(d.t, d.Start(d.ctx, "XA"))
}

// everything waits until XA has all of its own that XB had, and all of XB's.
func (d *damaged) everything() {
	d.t.Helper()
	d.until("XA", schema.Live, "XA has everything again", func(tr *notify.Tracker) bool {
		return !slices.ContainsFunc(slices.Concat(d.own, d.acks, d.got), func(id schema.MessageID) bool {
			_, ok := tr.Message(id)
			return !ok
		})
	})
}

func (d *damaged) epoch() int { return d.Node("XA").Head(schema.Live).Epoch }
