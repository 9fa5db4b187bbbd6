package federation

import (
	"bytes"
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats-server/v2/server/ats"
	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// image copies a store, as a backup or a crash would leave it.
func image(t *testing.T, dir string) string {
	t.Helper()
	to := t.TempDir()
	must(t, os.CopyFS(to, os.DirFS(dir)))
	return to
}

// swap replaces one part of a store by that of another.
func swap(t *testing.T, dir, from, part string) {
	t.Helper()
	must(t, os.RemoveAll(filepath.Join(dir, part)))
	must(t, os.CopyFS(filepath.Join(dir, part), os.DirFS(filepath.Join(from, part))))
}

func TestCrashLosesNothingThatWasAnswered(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, dir)
	defer d.close(t)
	d.fill(t, 30)
	crashed := image(t, dir) // nothing was closed
	again := mustOpen(t, crashed)
	defer again.close(t)
	if again.Head() != d.Head() {
		t.Errorf("head %+v, was %+v", again.Head(), d.Head())
	}
}

// TestDamageIsSetAsideAndAnotherEpochBegins harms a journal, and opens it behind
// the last position that can be proved.
func TestDamageIsSetAsideAndAnotherEpochBegins(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, dir)
	d.fill(t, 3)
	d.close(t)
	short := image(t, dir)
	d = mustOpen(t, dir)
	d.fill(t, 6)
	d.close(t)
	other := mustOpen(t, t.TempDir())
	other.fill(t, 15)
	other.close(t)

	for name, c := range map[string]struct {
		harm     func(t *testing.T, dir string)
		provable int64
		reason   string
	}{
		"an older store": {func(t *testing.T, dir string) { swap(t, dir, short, "jetstream") }, 4, "4 entries and the signed head covers 10"},
		"another store":  {func(t *testing.T, dir string) { swap(t, dir, other.dir, "jetstream") }, 0, "first 10 entries are not those"},
		"no store":       {func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "jetstream"))) }, 0, "missing from the store"},
		"no head":        {func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "heads"))) }, 10, "signed head is missing"},
		"a torn head": {func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, "heads", "live.head"), []byte("{"), 0o600))
		}, 10, "head cannot be read"},
		"the head of another": {func(t *testing.T, dir string) { swap(t, dir, other.dir, "heads") }, 10, "does not verify"},
		"a changed bit":       {func(t *testing.T, dir string) { flip(t, dir, "content 4") }, 8, "entry 9 of 10 cannot be read"},
		"a changed last bit":  {func(t *testing.T, dir string) { flip(t, dir, "content 5") }, 9, ""},
	} {
		t.Run(name, func(t *testing.T) {
			harmed := image(t, dir)
			c.harm(t, harmed)
			d, err := openDesk(t, harmed, nil)
			if err == nil {
				d.close(t)
				t.Fatal("opened")
			}
			var damage *DamageError
			if !errors.As(err, &damage) || damage.Provable.Size != c.provable || !strings.Contains(damage.Reason, c.reason) {
				t.Fatalf("%v\nprovable %d, %q", err, c.provable, c.reason)
			}
			broken := damage
			for again := range 2 { // the break is made once, and found the next time
				d := mustOpenBroken(t, harmed, broken)
				if d.current.number != 2 || int64(len(d.applied)) != c.provable+1+int64(again) {
					t.Fatalf("epoch %d with %d entries applied", d.current.number, len(d.applied))
				}
				start, err := trust.OpenEpoch(mustParse(t, d.applied[c.provable].Data), d.cfg.Keys)
				must(t, err)
				if start.Epoch != 2 || start.Previous == nil || *start.Previous != damage.Provable || start.Reason != damage.Reason {
					t.Errorf("epoch starts with %+v", start)
				}
				for _, rec := range d.applied {
					there, err := d.Read(t.Context(), rec.Epoch, rec.Sequence)
					must(t, err)
					if there.ID != rec.ID || there.Head.Epoch != rec.Epoch || there.Head.Size != int64(rec.Sequence) {
						t.Errorf("read %+v, applied %+v", there, rec)
					}
				}
				if c.provable > 4 { // what stands in the old epoch is not recorded anew
					old := d.applied[3]
					rec, err := d.Append(t.Context(), old.Entry)
					must(t, err)
					if rec.Epoch != 1 || rec.Sequence != old.Sequence || rec.Head.Size != int64(old.Sequence) {
						t.Errorf("recorded again: %+v", rec)
					}
					var two *notify.Conflict
					if _, err := d.Append(t.Context(), message(old.ID, "something else")); !errors.As(err, &two) {
						t.Errorf("one id with two contents over two epochs: %v", err)
					}
				}
				if rec := d.append(t, message("afterwards", "afterwards")); rec.Epoch != 2 || rec.Sequence != 2 {
					t.Errorf("appended at %d of epoch %d", rec.Sequence, rec.Epoch)
				}
				d.close(t)
				broken = nil // the store says by itself that epoch 2 is the one
			}
		})
	}
}

func mustOpenBroken(t *testing.T, dir string, d *DamageError) *desk {
	t.Helper()
	desk, err := openDesk(t, dir, nil, func(c *journalConfig) { c.Broken = d })
	must(t, err)
	return desk
}

func mustParse(t *testing.T, raw []byte) *schema.Envelope {
	t.Helper()
	env, err := schema.ParseEnvelope(raw)
	must(t, err)
	return env
}

// flip changes a bit of what lies in the store.
func flip(t *testing.T, dir, content string) {
	t.Helper()
	blocks, err := filepath.Glob(filepath.Join(dir, "jetstream", "JOURNAL", "streams", "LIVE-1", "msgs", "*.blk"))
	must(t, err)
	for _, name := range blocks {
		b, err := os.ReadFile(name)
		must(t, err)
		if i := bytes.LastIndex(b, []byte(content)); i >= 0 {
			b[i] ^= 1
			must(t, os.WriteFile(name, b, 0o600))
			return
		}
	}
	t.Fatalf("%q is not in the store", content)
}

func TestChangedEntryIsNotRead(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	defer d.close(t)
	rec := d.fill(t, 1)[0]
	d.current.mu.Lock()
	d.current.tree = trust.Tree{}
	for range rec.Sequence {
		d.current.tree.Append([]byte("another entry"))
	}
	d.current.mu.Unlock()
	if _, err := d.current.read(t.Context(), rec.Sequence); !errors.Is(err, trust.ErrProof) {
		t.Errorf("read: %v", err)
	}
}

func TestRotatedKeysOpenTheirOldJournal(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, dir)
	d.fill(t, 3)
	head := d.Head()
	d.close(t)
	keys, err := keysIn(t, dir).Rotate(time.Now())
	must(t, err)
	d, err = openDesk(t, dir, keys)
	must(t, err)
	defer d.close(t)
	if d.Head() != head {
		t.Errorf("head %+v, was %+v", d.Head(), head)
	}
}

// deafServer gives connections that can stop hearing.
type deafServer struct {
	*server.Server
	deaf atomic.Bool
}

func (s *deafServer) InProcessConn() (net.Conn, error) {
	c, err := s.Server.InProcessConn()
	return &deafConn{c, &s.deaf}, err
}

type deafConn struct {
	net.Conn
	deaf *atomic.Bool
}

func (c *deafConn) Read(p []byte) (int, error) {
	for {
		n, err := c.Conn.Read(p)
		if err != nil || !c.deaf.Load() {
			return n, err
		}
	}
}

func TestEntryOfUnknownOutcomeIsLookedFor(t *testing.T) {
	dir := t.TempDir()
	ats.Register()
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		h := startHost(t, dir, "")
		s := &deafServer{Server: h.server}
		conn, err := nats.Connect("", nats.InProcessServer(s), nats.UserInfo(internalUser, h.auth.secret), nats.PingInterval(time.Hour))
		must(t, err)
		d, err := openDeskOn(t, dir, conn, nil)
		must(t, err)
		d.fill(t, 2)

		s.deaf.Store(true)
		if _, err := d.Append(t.Context(), message("unheard", "unheard")); !errors.Is(err, ErrStorage) {
			t.Errorf("append without an answer: %v", err)
		}
		if len(d.applied) != 3 {
			t.Errorf("applied before it was known: %+v", d.applied)
		}
		s.deaf.Store(false)
		<-time.After(2 * lookAgain)
		d.mu.Lock()
		if len(d.applied) != 4 || d.applied[3].ID != "unheard" {
			t.Errorf("not found: %+v", d.applied)
		}
		d.mu.Unlock()
		if rec, err := d.Append(t.Context(), message("unheard", "unheard")); err != nil || rec.Sequence != 4 {
			t.Errorf("asked again: %d, %v", rec.Sequence, err)
		}

		// A caller who gives up leaves the entry where it is.
		s.deaf.Store(true)
		giving, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, err = d.Append(giving, message("given-up", "x"))
		s.deaf.Store(false)
		rec := d.append(t, message("next", "next"))
		if err == nil || rec.Sequence != 6 || len(d.applied) != 6 {
			t.Errorf("%v, then %d of %d", err, rec.Sequence, len(d.applied))
		}
		must(t, d.journal.Close())
		kept, unreadable := d.readHead()
		if kept != d.Head() {
			t.Errorf("head kept %+v %s, is %+v", kept, unreadable, d.Head())
		}
	})
}
