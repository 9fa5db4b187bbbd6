package sim_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// picture is a file of n bytes that looks like a PNG, and how a message names it.
func picture(n int) ([]byte, schema.Attachment) {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n)}).Read(b)
	copy(b, "\x89PNG\r\n\x1a\n")
	return b, schema.Attachment{Name: "plume.png", MediaType: "image/png", Size: int64(n), Digest: schema.NewDigest(b)}
}

// attach gives XA's node a file and has a notification name it.
func (w *world) attach(at schema.Workspace, b []byte, a schema.Attachment, to ...schema.Party) notify.Outcome {
	w.t.Helper()
	n := w.Node("XA")
	_, err := n.KeepFile(w.ctx, at, drafter, a.Digest, a.Size, bytes.NewReader(b))
	must(w.t, err)
	return w.release("XA", at, &schema.Message{
		Header: schema.Header{Addressees: to, Attachments: []schema.Attachment{a}},
		Body: &schema.Notification{
			Nature: schema.Nature{Type: "Nuclear Installation Event"}, Occurred: schema.Occurred{At: schema.NewTime(n.Now())},
		},
	})
}

// obtained waits until XA knows that the parties have a file, and reads it there.
func (w *world) obtained(b []byte, a schema.Attachment, by ...schema.Party) {
	w.t.Helper()
	w.until("XA", schema.Live, "the file is at all addressees", func(tr *notify.Tracker) bool { return len(tr.Obtained(a.Digest)) == len(by) })
	for _, p := range by {
		w.until(p, schema.Live, "it is recorded that the author knows", func(tr *notify.Tracker) bool { return len(tr.FilesOpen()) == 0 })
		c, copy, err := w.Node(p).OpenFile(w.ctx, schema.Live, a.Digest)
		must(w.t, err)
		var got bytes.Buffer
		must(w.t, copy(&got))
		if !bytes.Equal(got.Bytes(), b) || c.From != "XA" || c.MediaType != "image/png" {
			w.t.Errorf("%s has another file: %d bytes, %+v", p, got.Len(), c)
		}
	}
}

func TestAFileFollowsItsMessage(t *testing.T) {
	for _, size := range []int{1, schema.FileChunk - 1, schema.FileChunk, 2*schema.FileChunk + 77} {
		simulate(t, nil, func(w *world) {
			b, a := picture(size)
			if size == 1 {
				b, a.Digest = []byte("\n"), schema.NewDigest([]byte("\n"))
			}
			out := w.attach(schema.Live, b, a, "XB", "XC")
			w.received(out.Message, schema.Live)
			if size > 1 {
				w.obtained(b, a, "XB", "XC")
			}
			w.until("XA", schema.Live, "both have it", func(tr *notify.Tracker) bool { return len(tr.Obtained(a.Digest)) == 2 })
		})
	}
}

// TestAFileGoesOnWhereItWas cuts the link and ends the receiving node in the middle
// of a file: no chunk comes twice.
func TestAFileGoesOnWhereItWas(t *testing.T) {
	var kept atomic.Int64
	half, cut := make(chan struct{}), make(chan struct{})
	simulate(t, func(c *sim.Config) {
		c.Step = func(p schema.Party, step string) {
			if p == "XB" && step == "porter.kept" && kept.Add(1) == 3 {
				close(half)
				<-cut
			}
		}
	}, func(w *world) {
		b, a := picture(7*schema.FileChunk + 1)
		w.attach(schema.Live, b, a, "XB")
		<-half
		w.Links.Cut("XA", "XB")
		close(cut)
		<-time.After(time.Hour)
		if got, ok := w.Node("XB").Pulling(schema.Live, "XA", a.Digest); !ok || got.Got < 3*schema.FileChunk || got.Reason == "" {
			t.Errorf("of the file on its way XB knows %+v", got)
		}
		must(t, w.Stop("XB"))
		w.Links.Heal("XA", "XB")
		must(t, w.Start(w.ctx, "XB"))
		w.obtained(b, a, "XB")
		if n := kept.Load(); n != 8 {
			t.Errorf("%d chunks were kept of a file of 8", n)
		}
	})
}

func TestAFileComesOverABadLink(t *testing.T) {
	simulate(t, nil, func(w *world) {
		bad := sim.Fault{LoseRequest: 0.1, LoseAnswer: 0.1, Double: 0.1, Garble: 0.1}
		w.Links.Set("XA", "XB", bad)
		w.Links.Set("XB", "XA", bad)
		b, a := picture(3 * schema.FileChunk)
		w.attach(schema.Live, b, a, "XB")
		w.obtained(b, a, "XB")
	})
}

// TestAFileHoldsUpNoMessage has a large file on a road that is slow in both
// directions, and messages both ways.
func TestAFileHoldsUpNoMessage(t *testing.T) {
	simulate(t, nil, func(w *world) {
		const slow = 3 * time.Second
		w.Links.Set("XB", "XA", sim.Fault{Delay: slow})
		b, a := picture(4 * schema.FileChunk)
		w.attach(schema.Live, b, a, "XB")
		w.until("XB", schema.Live, "the message is there", func(tr *notify.Tracker) bool { return len(tr.FilesOpen()) == 1 })
		for range 5 {
			<-time.After(17 * time.Second)
			begun := time.Now()
			out := w.notify(schema.Live, "XB")
			w.received(out.Message, schema.Live)
			if d := time.Since(begun); d > slow {
				t.Errorf("a message took %s while a file was on its way", d)
			}
		}
		if len(w.Node("XA").Tracker(schema.Live).Obtained(a.Digest)) > 0 {
			t.Error("the file was there before the messages, and proves nothing")
		}
	})
}

func TestAPartyMayFillItsQuotaAndNoMore(t *testing.T) {
	simulate(t, func(c *sim.Config) { c.Policy.FilesPerParty = 3 << 20 }, func(w *world) {
		small, s := picture(2 << 20)
		out := w.attach(schema.Live, small, s, "XB")
		w.obtained(small, s, "XB")
		large, l := picture(1<<20 + 1)
		_, err := w.Node("XA").KeepFile(w.ctx, schema.Live, drafter, l.Digest, l.Size, bytes.NewReader(large))
		if _, denied := errors.AsType[*notify.Denied](err); !denied {
			t.Errorf("XA's own node took more than files_per_party: %v", err)
		}
		tr := w.Node("XB").Tracker(schema.Live)
		if kept := tr.Kept("XA"); kept != 2<<20 {
			t.Errorf("XB keeps %d bytes for XA after %s", kept, out.Message)
		}
	})
}

// TestAFileThatRotsComesAnew changes a bit of a file on XB's disk.
func TestAFileThatRotsComesAnew(t *testing.T) {
	simulate(t, nil, func(w *world) {
		b, a := picture(2 * schema.FileChunk)
		w.attach(schema.Live, b, a, "XB")
		w.obtained(b, a, "XB")
		must(t, w.Stop("XB"))
		blocks, err := filepath.Glob(filepath.Join(w.Dir("XB"), "store", "jetstream", "JOURNAL", "streams", "FILES-LIVE", "msgs", "*.blk"))
		must(t, err)
		disk, err := os.ReadFile(blocks[0])
		must(t, err)
		at := bytes.Index(disk, b[1000:1100])
		disk[at] ^= 1
		must(t, os.WriteFile(blocks[0], disk, 0o600))
		w.Links.Cut("XA", "XB")
		must(t, w.Start(w.ctx, "XB"))
		w.until("XB", schema.Live, "the scrub finds it", func(tr *notify.Tracker) bool { _, ok := tr.Complete(a.Digest); return !ok })
		if _, _, err := w.Node("XB").OpenFile(w.ctx, schema.Live, a.Digest); !errors.Is(err, federation.ErrNoFile) {
			t.Errorf("a file that rotted was opened: %v", err)
		}
		w.Links.Heal("XA", "XB")
		w.until("XB", schema.Live, "it is here again", func(tr *notify.Tracker) bool { _, ok := tr.Complete(a.Digest); return ok })
		w.obtained(b, a, "XB")
	})
}

// TestAFileThatIsAnotherIsNotTaken has XA give other bytes than its message names,
// and then the right ones.
func TestAFileThatIsAnotherIsNotTaken(t *testing.T) {
	simulate(t, nil, func(w *world) {
		must(t, w.Stop("XB"))
		b, a := picture(2*schema.FileChunk + 5)
		w.attach(schema.Live, b, a, "XB")
		give := func(chunk []byte) {
			must(t, w.Stop("XA"))
			js, closeStore, err := sim.OpenStore(w.Dir("XA"))
			must(t, err)
			_, err = js.Publish(w.ctx, "files-live.XA."+strings.TrimPrefix(string(a.Digest), "sha256:")+".1", chunk)
			must(t, err)
			closeStore()
			must(t, w.Start(w.ctx, "XA"))
		}
		give(make([]byte, schema.FileChunk))
		must(t, w.Start(w.ctx, "XB"))
		<-time.After(time.Hour)
		got, ok := w.Node("XB").Pulling(schema.Live, "XA", a.Digest)
		if !ok || !strings.Contains(got.Reason, "not the file") || got.Next.Sub(time.Now()) > time.Hour {
			t.Errorf("after an hour XB knows %+v", got)
		}
		if _, _, err := w.Node("XB").OpenFile(w.ctx, schema.Live, a.Digest); !errors.Is(err, federation.ErrNoFile) {
			t.Errorf("it was opened: %v", err)
		}
		give(b[schema.FileChunk : 2*schema.FileChunk])
		w.obtained(b, a, "XB")
	})
}

// TestAPartyThatLostItsJournalIsToldAgain has XA lose what it recorded of its
// message and of who has its file.
func TestAPartyThatLostItsJournalIsToldAgain(t *testing.T) {
	simulate(t, nil, func(w *world) {
		b, a := picture(schema.FileChunk + 1)
		w.attach(schema.Live, b, a, "XB")
		w.obtained(b, a, "XB")
		must(t, w.Stop("XA"))
		must(t, os.RemoveAll(filepath.Join(w.Dir("XA"), "store", "jetstream", "JOURNAL", "streams", "LIVE-1")))
		must(t, w.Start(w.ctx, "XA"))
		w.obtained(b, a, "XB")
		// And the file itself, for whom the message is still owed to.
		must(t, w.Stop("XA"))
		must(t, w.Start(w.ctx, "XA"))
		w.until("XA", schema.Live, "the file of the message that came back is here", func(tr *notify.Tracker) bool { _, ok := tr.Complete(a.Digest); return ok })
	})
}

// TestTheAccountantMissesAFile takes a chunk of a file from XB, which said that it has
// it whole.
func TestTheAccountantMissesAFile(t *testing.T) {
	simulate(t, nil, func(w *world) {
		b, a := picture(schema.FileChunk + 1)
		w.attach(schema.Live, b, a, "XB")
		w.obtained(b, a, "XB")
		must(t, w.Close())
		stores := map[schema.Party]string{"XA": w.Dir("XA"), "XB": w.Dir("XB")}
		audit := func() *sim.Account {
			account, err := sim.Audit(w.ctx, stores, w.Directory(), nil)
			must(t, err)
			return account
		}
		if whole := audit(); whole.Err() != nil || whole.Files != 1 {
			t.Errorf("with the file: %v, %s", whole.Err(), whole)
		}
		js, closeStore, err := sim.OpenStore(w.Dir("XB"))
		must(t, err)
		stream, err := js.Stream(w.ctx, "FILES-LIVE")
		must(t, err)
		must(t, stream.DeleteMsg(w.ctx, 2))
		closeStore()
		if without := audit(); len(without.Lost) != 1 || !strings.Contains(without.Lost[0], "XB said that it has the file") {
			t.Errorf("without a chunk: %s: %v", without, without.Lost)
		}
	})
}
