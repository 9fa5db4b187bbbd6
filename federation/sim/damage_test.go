package sim_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// TestDamagedNodeGoesOnAndPeersGiveBack harms the store of XA in every way there
// is, after XA and XB have told each other of emergencies.
func TestDamagedNodeGoesOnAndPeersGiveBack(t *testing.T) {
	for name, harm := range map[string]func(*damaged){
		"a flipped bit":                      func(d *damaged) { d.flip("second") },
		"a flipped bit in the first message": func(d *damaged) { d.flip("first") },
		"a truncated block":                  func(d *damaged) { d.truncate(1) },
		"a deleted store":                    func(d *damaged) { must(d.t, os.RemoveAll(d.store())) },
		"an emptied store":                   func(d *damaged) { must(d.t, os.RemoveAll(d.store())); must(d.t, os.MkdirAll(d.store(), 0o700)) },
		"yesterday's copy":                   func(d *damaged) { d.restore("XA") },
		"the store of another":               func(d *damaged) { d.restore("XB") },
		"a flipped bit in the snapshot":      func(d *damaged) { d.flip("second"); d.flipSnapshot() },
		"no head":                            func(d *damaged) { must(d.t, os.RemoveAll(filepath.Join(d.Dir("XA"), "heads"))) },
	} {
		for _, every := range []int64{0, 1, 5} { // snapshots: none, always of all, now and then
			t.Run(fmt.Sprintf("%s, snapshots %d", name, every), func(t *testing.T) {
				simulate(t, func(c *sim.Config) { c.SnapshotEvery = every }, func(w *world) {
					d := &damaged{world: w}
					d.tell("first")
					must(t, w.Stop("XA"))
					d.keep()
					must(t, w.Start(w.ctx, "XA"))
					d.tell("second")
					d.tell("third")
					must(t, w.Stop("XA"))
					if name == "the store of another" {
						must(t, w.Stop("XB"))
						d.keep()
						must(t, w.Start(w.ctx, "XB"))
					}
					harm(d)
					d.start()
					d.rings()
					d.tell("at once, in the new epoch")
					d.complete()
					must(t, w.Stop("XA"))
					must(t, w.Start(w.ctx, "XA"))
					d.rings()
					d.complete()
				})
			})
		}
	}
}

// TestDamageOfTheNodesOwnJournalRingsInLive: nobody else has it, and it is noted
// like any other.
func TestDamageOfTheNodesOwnJournalRingsInLive(t *testing.T) {
	simulate(t, nil, func(w *world) {
		must(t, w.Stop("XA"))
		must(t, os.Remove(filepath.Join(w.Dir("XA"), "heads", "node.head")))
		for range 2 {
			must(t, w.Start(w.ctx, "XA"))
			n := w.Node("XA")
			rings := n.Tracker(schema.Live).Ringing()
			if len(rings) != 1 || rings[0].Broken == nil || rings[0].Broken.Journal != "node" || len(n.Tracker(schema.Exercise).Ringing()) > 0 {
				t.Fatalf("rings: %+v", rings)
			}
			must(t, w.Stop("XA"))
		}
		must(t, w.Start(w.ctx, "XA"))
		n := w.Node("XA")
		must(t, n.Desk(schema.Live).Note(w.ctx, duty, n.Tracker(schema.Live).Ringing()[0].ID(), "looked at", n.Now()))
		if rings := n.Tracker(schema.Live).Ringing(); len(rings) > 0 {
			t.Errorf("after it was noted: %+v", rings)
		}
		w.received(w.notify(schema.Live, "XB").Message, schema.Live)
	})
}

// TestScrubFindsWhatRotsUnderARunningNode flips a bit while XA runs: it is
// noticed, and the node opened anew goes on as after any other damage.
func TestScrubFindsWhatRotsUnderARunningNode(t *testing.T) {
	simulate(t, nil, func(w *world) {
		d := &damaged{world: w}
		d.tell("first")
		d.tell("second")
		d.flip("second")
		<-time.After(25 * time.Hour)
		if err := w.Stop("XA"); !errors.Is(err, federation.ErrReopen) {
			t.Fatalf("the node ran on: %v", err)
		}
		must(t, w.Start(w.ctx, "XA"))
		d.rings()
		d.complete()
	})
}

// TestWhatAStartFromASnapshotPassesOverIsFoundBehindIt flips a bit between the
// entries that a start looks at.
func TestWhatAStartFromASnapshotPassesOverIsFoundBehindIt(t *testing.T) {
	simulate(t, func(c *sim.Config) { c.SnapshotEvery = 1 }, func(w *world) {
		d := &damaged{world: w}
		d.tell("first")
		d.tell("second")
		w.heap(schema.Live, 400)
		w.drained(schema.Live)
		must(t, w.Stop("XA"))
		d.flip("second")
		d.start()
		d.rings()
		d.complete()
	})
}

// damaged is a federation in which the store of XA is harmed.
type damaged struct {
	*world
	kept string
	own  []schema.MessageID // of XA, to XB
	got  []schema.MessageID // of XB, to XA
	acks []schema.MessageID // of XA, of those
}

func (d *damaged) store() string { return filepath.Join(d.Dir("XA"), "store") }

// tell has XA and XB notify each other, and an officer of each acknowledge.
func (d *damaged) tell(text string) {
	d.t.Helper()
	notification := func(p, to schema.Party) schema.MessageID {
		return d.release(p, schema.Live, &schema.Message{
			Header: schema.Header{Addressees: []schema.Party{to}},
			Body: &schema.Notification{
				Nature: schema.Nature{Type: "Transport Event"}, Occurred: schema.Occurred{At: schema.NewTime(d.Node(p).Now())}, Text: text,
			},
		}).Message
	}
	acknowledge := func(p schema.Party, id schema.MessageID) schema.MessageID {
		d.until(p, schema.Live, text+" at "+string(p), func(tr *notify.Tracker) bool { _, ok := tr.Message(id); return ok })
		out, err := d.Node(p).Desk(schema.Live).Acknowledge(d.ctx, duty, "", id, schema.RungAcknowledged, "", d.Node(p).Now())
		must(d.t, err)
		return out.Message
	}
	own, got := notification("XA", "XB"), notification("XB", "XA")
	acknowledge("XB", own)
	d.own, d.got, d.acks = append(d.own, own), append(d.got, got), append(d.acks, acknowledge("XA", got))
	d.received(own, schema.Live)
	d.received(d.acks[len(d.acks)-1], schema.Live)
}

// start starts XA, and again if a start from a snapshot passed over the damage: it
// is found behind it.
func (d *damaged) start() {
	d.t.Helper()
	must(d.t, d.Start(d.ctx, "XA"))
	if _, broken := d.Node("XA").Tracker(schema.Live).Broken(); broken {
		return
	}
	<-time.After(time.Minute)
	if err := d.Stop("XA"); !errors.Is(err, federation.ErrReopen) {
		d.t.Fatalf("the node ran on: %v", err)
	}
	must(d.t, d.Start(d.ctx, "XA"))
}

// rings wants the damage to ring at XA, before anything else.
func (d *damaged) rings() {
	d.t.Helper()
	for _, r := range d.Node("XA").Tracker(schema.Live).Ringing() {
		if r.Broken != nil && r.Broken.Epoch == 2 && r.Broken.Reason != "" {
			return
		}
	}
	d.t.Fatal("the damage does not ring")
}

// complete waits until XA has all it ever had, XB holds nothing against it, and
// both know of the break.
func (d *damaged) complete() {
	d.t.Helper()
	d.until("XA", schema.Live, "XA has everything again", func(tr *notify.Tracker) bool {
		for _, id := range append(d.own[:len(d.own):len(d.own)], d.acks...) {
			m, ok := tr.Message(id)
			if !ok || !m.Own() || len(m.Deliveries()) != 1 || m.Deliveries()[0].Received == "" {
				return false
			}
		}
		for _, id := range d.own {
			m, _ := tr.Message(id)
			if !m.Deliveries()[0].HasPerson() {
				return false
			}
		}
		for _, id := range d.got {
			if m, ok := tr.Message(id); !ok || m.Own() || len(m.Acknowledged) != 1 {
				return false
			}
		}
		b, _ := tr.Broken()
		return len(b.Fetched) == 3
	})
	d.until("XB", schema.Live, "XB has receipts for all", func(tr *notify.Tracker) bool {
		for _, id := range d.got {
			m, _ := tr.Message(id)
			if m.Deliveries()[0].Received == "" || !m.Deliveries()[0].HasPerson() {
				return false
			}
		}
		bs := tr.Breaks()
		return len(bs) == 1 && bs[0].Party == "XA" && bs[0].Epoch == 2
	})
	for _, p := range []schema.Party{"XA", "XB"} {
		for _, r := range d.Node(p).Tracker(schema.Live).Ringing() {
			if r.Broken == nil {
				d.t.Errorf("at %s rings %+v", p, r)
			}
		}
	}
}

// keep copies the stores as they are; restore puts one in the place of XA's,
// without the heads, which are kept apart.
func (d *damaged) keep() {
	d.t.Helper()
	d.kept = d.t.TempDir()
	for _, p := range []schema.Party{"XA", "XB"} {
		if d.Node(p) == nil {
			must(d.t, os.CopyFS(filepath.Join(d.kept, string(p)), os.DirFS(filepath.Join(d.Dir(p), "store"))))
		}
	}
}

func (d *damaged) restore(p schema.Party) {
	d.t.Helper()
	must(d.t, os.RemoveAll(d.store()))
	must(d.t, os.CopyFS(d.store(), os.DirFS(filepath.Join(d.kept, string(p)))))
}

// blocks are the files in which JetStream keeps an epoch of XA's live journal.
func (d *damaged) blocks(epoch int) []string {
	d.t.Helper()
	names, err := filepath.Glob(filepath.Join(d.store(), "jetstream", "JOURNAL", "streams", fmt.Sprintf("LIVE-%d", epoch), "msgs", "*.blk"))
	must(d.t, err)
	if len(names) == 0 {
		d.t.Fatal("there are no blocks")
	}
	return names
}

// flip changes one bit of the n-th message of XA's, that is of its envelope.
func (d *damaged) flip(which string) {
	d.t.Helper()
	id := map[string]schema.MessageID{"first": d.own[0], "second": d.own[1]}[which]
	for _, name := range d.blocks(1) {
		b, err := os.ReadFile(name)
		must(d.t, err)
		subject := []byte("live-1.message.XA." + string(id))
		if i := bytes.Index(b, subject); i >= 0 {
			b[i+len(subject)+400] ^= 4
			must(d.t, os.WriteFile(name, b, 0o600))
			return
		}
	}
	d.t.Fatalf("message %s is not in the store", id)
}

// flipSnapshot changes one bit of the snapshot, if there is one.
func (d *damaged) flipSnapshot() {
	d.t.Helper()
	name := filepath.Join(d.Dir("XA"), "snapshots", "live.snapshot")
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	must(d.t, err)
	b[len(b)/2] ^= 1
	must(d.t, os.WriteFile(name, b, 0o600))
}

func (d *damaged) truncate(epoch int) {
	d.t.Helper()
	names := d.blocks(epoch)
	last := names[len(names)-1]
	info, err := os.Stat(last)
	must(d.t, err)
	must(d.t, os.Truncate(last, info.Size()*2/3))
}
