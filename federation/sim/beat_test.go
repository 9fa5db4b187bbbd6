package sim_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/schema"
)

const beat = time.Minute

// trouble is what the heartbeats show a party of another after so many intervals.
func (w *world) trouble(at, of schema.Party, intervals int) string {
	w.t.Helper()
	<-time.After(time.Duration(intervals) * beat)
	for _, l := range w.Node(at).Links(schema.Live) {
		if l.Party == of {
			return strings.Join(l.Trouble, "; ")
		}
	}
	w.t.Fatalf("%s has no link to %s", at, of)
	return ""
}

func TestHeartbeatsShowWhatALinkHides(t *testing.T) {
	for _, c := range []struct {
		name  string
		clock time.Duration // of XB
		harm  func(*world)
		want  string // at XA, of XB
	}{
		{"a good link", 0, func(*world) {}, ""},
		{"a link on which nothing comes through", 0, func(w *world) {
			w.Links.Set("XA", "XB", sim.Fault{LoseRequest: 1})
			w.Links.Set("XB", "XA", sim.Fault{LoseRequest: 1})
		}, "silent since 2000-01-01T00:0"},
		{"a link on which their messages do not come", 0, func(w *world) {
			w.Links.Set("XB", "XA", sim.Fault{LoseRequest: 1})
			w.release("XB", schema.Live, &schema.Message{
				Header: schema.Header{Kind: schema.KindLinktest, Addressees: []schema.Party{"XA"}}, Body: &schema.Linktest{Form: schema.LinktestMachine},
			})
		}, "has 1 messages for us that do not come, since 2000-01-01T00:0"},
		{"a clock that is wrong", time.Hour, func(*world) {}, "its clock differs from ours by 1h0m0s"},
		{"nobody at the console", 0, func(w *world) { w.Node("XB").Watched(func() bool { return false }) }, "nobody watches there"},
		{"a newer directory", 0, func(w *world) {
			must(w.t, w.Stop("XC"))
			must(w.t, w.Rotate(w.ctx, "XC", "XB"))
		}, "has directory edition 2, newer than ours"},
	} {
		t.Run(c.name, func(t *testing.T) {
			simulate(t, func(cfg *sim.Config) {
				cfg.Beat = beat
				cfg.Clock = func(p schema.Party) federation.Clock {
					k := federation.WallClock()
					if p == "XB" {
						k.Now = func() time.Time { return time.Now().Add(c.clock) }
					}
					return k
				}
			}, func(w *world) {
				for _, p := range []schema.Party{"XA", "XB", "XC", "IAEA"} {
					w.Node(p).Watched(func() bool { return true })
				}
				if c.clock == 0 {
					if got := w.trouble("XA", "XB", 2); got != "" {
						w.t.Fatalf("of a good link: %s", got)
					}
				}
				c.harm(w)
				got := w.trouble("XA", "XB", 5)
				if c.want == "" && got != "" || !strings.HasPrefix(got, c.want) {
					w.t.Errorf("shown: %q", got)
				}
				if c.want == "" {
					return
				}
				w.Links.Heal("XA", "XB")
				w.Node("XB").Watched(func() bool { return true })
				if c.name == "a newer directory" {
					must(w.t, w.Tell(w.ctx, "XA"))
				}
				if got := w.trouble("XA", "XB", 5); c.clock == 0 && got != "" {
					w.t.Errorf("shown of what is good again: %s", got)
				}
			})
		})
	}
}

// TestPeersTellANodeThatItsPastWasRestored puts back yesterday's store with
// yesterday's head: nothing at the node itself can notice that.
func TestPeersTellANodeThatItsPastWasRestored(t *testing.T) {
	simulate(t, func(cfg *sim.Config) { cfg.Beat = beat }, func(w *world) {
		d := &damaged{world: w}
		d.tell("first")
		must(w.t, w.Stop("XA"))
		kept := t.TempDir()
		must(w.t, os.CopyFS(kept, os.DirFS(w.Dir("XA"))))
		must(w.t, w.Start(w.ctx, "XA"))
		d.tell("second")
		_, err := w.Node("XA").Desk(schema.Exercise).AnnounceExercise(w.ctx, drafter, "", "Autumn", []schema.Party{"XB"}, w.Node("XA").Now())
		must(t, err)
		<-time.After(3 * beat) // the peers have heard of it
		must(w.t, w.Stop("XA"))
		for _, part := range []string{"store", "heads"} {
			must(w.t, os.RemoveAll(filepath.Join(w.Dir("XA"), part)))
			must(w.t, os.CopyFS(filepath.Join(w.Dir("XA"), part), os.DirFS(filepath.Join(kept, part))))
		}
		must(w.t, w.Start(w.ctx, "XA"))
		<-time.After(3 * beat)
		if err := w.Stop("XA"); !errors.Is(err, federation.ErrReopen) {
			w.t.Fatalf("the node does not know what it lost: %v", err)
		}
		must(w.t, w.Start(w.ctx, "XA"))
		d.rings()
		d.complete()
		if b, broken := w.Node("XA").Tracker(schema.Exercise).Broken(); !broken || b.Epoch != 2 {
			t.Errorf("of what was lost of the exercise the node knows %+v", b)
		}
		if got := w.trouble("XB", "XA", 3); strings.Contains(got, "contradicts") {
			t.Errorf("XB shows, after it was told of the break: %s", got)
		}
	})
}
