package federation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// desk is a journal under test with the server below it and the fold above it.
type desk struct {
	*journal
	*host
	dir string

	mu      sync.Mutex
	applied []notify.Recorded
}

// openDesk opens the live journal in dir; keys may be nil.
func openDesk(t *testing.T, dir string, keys *trust.Keys, change ...func(*journalConfig)) (*desk, error) {
	t.Helper()
	h, err := openHost(t, dir, "")
	must(t, err)
	conn, err := h.internalConn("journal")
	must(t, err)
	d, err := openDeskOn(t, dir, conn, keys, change...)
	if err != nil {
		return nil, errors.Join(err, h.Close())
	}
	d.host = h
	return d, nil
}

func openDeskOn(t *testing.T, dir string, conn *nats.Conn, keys *trust.Keys, change ...func(*journalConfig)) (*desk, error) {
	t.Helper()
	if keys == nil {
		keys = keysIn(t, dir)
	}
	d := &desk{dir: dir}
	cfg := journalConfig{
		Name: "live", Party: "XA", Keys: keys, Conn: conn, HeadFile: filepath.Join(dir, "heads", "live.head"),
		Now: time.Now, Log: slog.New(slog.DiscardHandler), Failing: func() {},
		Apply: func(r notify.Recorded) {
			d.mu.Lock()
			defer d.mu.Unlock()
			d.applied = append(d.applied, r)
		},
	}
	for _, f := range change {
		f(&cfg)
	}
	var err error
	d.journal, err = openJournal(t.Context(), cfg)
	return d, err
}

// keysIn keeps one set of keys for each directory, so that it can be opened again.
func keysIn(t *testing.T, dir string) *trust.Keys {
	t.Helper()
	name := filepath.Join(dir, "keys.pem")
	if b, err := os.ReadFile(name); err == nil {
		k, err := trust.ParseKeys(b)
		must(t, err)
		return k
	}
	k, err := trust.GenerateKeys("XA", schema.Live, time.Now())
	must(t, err)
	b, err := k.MarshalPEM()
	must(t, err)
	must(t, os.WriteFile(name, b, 0o600))
	return k
}

func mustOpen(t *testing.T, dir string) *desk {
	t.Helper()
	d, err := openDesk(t, dir, nil)
	must(t, err)
	return d
}

// close is the good end of a node.
func (d *desk) close(t *testing.T) {
	t.Helper()
	must(t, d.journal.Close())
	must(t, d.host.Close())
}

func message(id, content string) notify.Entry {
	return notify.Entry{
		Type: notify.EntryMessage, Origin: "XB", ID: id, At: schema.NewInstant(time.Now()), Link: "XC",
		Digest: schema.NewDigest([]byte(content)), Warnings: []string{"skew", "a, \"b\"\n ü"}, Data: []byte(content),
	}
}

func (d *desk) append(t *testing.T, e notify.Entry) notify.Recorded {
	t.Helper()
	rec, err := d.Append(t.Context(), e)
	must(t, err)
	return rec
}

func (d *desk) fill(t *testing.T, n int) []notify.Recorded {
	t.Helper()
	var out []notify.Recorded
	for i := range n {
		out = append(out, d.append(t, message(fmt.Sprintf("m-%d-%d", d.Head().Size, i), fmt.Sprint("content ", i))))
	}
	return out
}

func TestJournalIsTheSameAfterARestart(t *testing.T) {
	dir := t.TempDir()
	d := mustOpen(t, dir)
	recs := d.fill(t, 20)
	head := d.Head()
	d.close(t)
	d.close(t)

	again := mustOpen(t, dir)
	defer again.close(t)
	if again.Head() != head || head.Size != 21 {
		t.Errorf("head %+v, was %+v", again.Head(), head)
	}
	if !reflect.DeepEqual(again.applied, d.applied) {
		t.Errorf("applied after the restart:\n%+v\nbefore:\n%+v", again.applied, d.applied)
	}
	for i, want := range recs {
		got, err := again.Read(t.Context(), 1, want.Sequence)
		must(t, err)
		if !reflect.DeepEqual(got, want) || want.Head.Size != int64(i)+2 {
			t.Errorf("read  %+v\nwrote %+v", got, want)
		}
	}
	if again.applied[0].Type != notify.EntryEpoch {
		t.Errorf("the first entry is %+v", again.applied[0])
	}
	again.fill(t, 1)
	for _, place := range []struct {
		epoch    int
		sequence uint64
	}{{1, 0}, {1, 23}, {2, 1}} {
		if rec, err := again.Read(t.Context(), place.epoch, place.sequence); err == nil {
			t.Errorf("read %+v: %+v", place, rec)
		}
	}
}

func TestSecondAppendReturnsTheFirst(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	defer d.close(t)
	e := message("one", "content")
	first := d.append(t, e)
	d.fill(t, 5)
	e.Data = []byte("content with a further signature")
	e.At = schema.NewInstant(time.Now().Add(time.Hour))
	if again := d.append(t, e); !reflect.DeepEqual(again, first) {
		t.Errorf("again %+v\nfirst %+v", again, first)
	}
	_, err := d.Append(t.Context(), message("one", "something else"))
	var two *notify.Conflict
	if !errors.As(err, &two) || !reflect.DeepEqual(two.There, first) {
		t.Errorf("one id with two contents: %v", err)
	}
	note := notify.Entry{Type: notify.EntryNote, Origin: "XA", ID: "n", At: e.At, Data: []byte("a note")}
	first = d.append(t, note)
	if again := d.append(t, note); !reflect.DeepEqual(again, first) {
		t.Errorf("again %+v\nfirst %+v", again, first)
	}
	note.Data = []byte("another")
	if _, err := d.Append(t.Context(), note); !errors.As(err, &two) {
		t.Errorf("one id with two contents: %v", err)
	}
	if len(d.applied) != 8 {
		t.Errorf("%d entries were applied", len(d.applied))
	}
}

func TestManyAppendersShareOneOrder(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	defer d.close(t)
	const appenders, each = 8, 20
	var wg sync.WaitGroup
	for a := range appenders {
		wg.Go(func() {
			for i := range each {
				// Each entry is appended by two of them.
				if _, err := d.Append(t.Context(), message(fmt.Sprintf("%d-%d", a/2, i), fmt.Sprint(a/2, i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if got, want := len(d.applied), 1+appenders/2*each; got != want || d.Head().Size != int64(want) {
		t.Errorf("%d applied, head at %d, want %d", got, d.Head().Size, want)
	}
	for i, r := range d.applied {
		if r.Sequence != uint64(i)+1 {
			t.Fatalf("entry %d is %+v", i+1, r)
		}
	}
}

func TestEntryWhoseAcknowledgementWasLostIsFoldedBeforeTheNext(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	defer d.close(t)
	// Both land as they would if the acknowledgement had not come in time.
	for _, id := range []string{"lost-1", "lost-2"} {
		m, err := encodeEntry(d.current.root, message(id, id))
		must(t, err)
		_, err = d.js.PublishMsg(t.Context(), m)
		must(t, err)
	}
	next := d.append(t, message("next", "next"))
	again := d.append(t, message("lost-1", "lost-1"))
	if next.Sequence != 4 || again.Sequence != 2 || len(d.applied) != 4 || d.applied[1].ID != "lost-1" || d.applied[2].ID != "lost-2" {
		t.Errorf("next %d, again %d, applied %+v", next.Sequence, again.Sequence, d.applied)
	}
}

func TestAppendSaysWhatItCannotTake(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	defer d.close(t)
	good := message("m", "m")
	for name, change := range map[string]func(*notify.Entry){
		"type":     func(e *notify.Entry) { e.Type = "message.x" },
		"origin":   func(e *notify.Entry) { e.Origin = "xb" },
		"id":       func(e *notify.Entry) { e.ID = "a>b" },
		"no id":    func(e *notify.Entry) { e.ID = "" },
		"at":       func(e *notify.Entry) { e.At = "yesterday" },
		"link":     func(e *notify.Entry) { e.Link = "XB\r\nNats-Rollup: all" },
		"digest":   func(e *notify.Entry) { e.Digest = "sha256:x" },
		"warnings": func(e *notify.Entry) { e.Warnings = make([]string, 65) },
		"data":     func(e *notify.Entry) { e.Data = make([]byte, maxEntry+1) },
	} {
		e := good
		change(&e)
		if _, err := d.Append(t.Context(), e); err == nil || errors.Is(err, ErrStorage) {
			t.Errorf("%s: %v", name, err)
		}
	}
	largest := good
	largest.Data = make([]byte, maxEntry)
	d.append(t, largest)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := d.Append(gone, message("n", "n")); !errors.Is(err, context.Canceled) {
		t.Errorf("a caller who has gone: %v", err)
	}
}

func TestClosedJournalSaysSo(t *testing.T) {
	d := mustOpen(t, t.TempDir())
	d.close(t)
	if _, err := d.Append(t.Context(), message("m", "m")); !errors.Is(err, ErrJournalClosed) || !errors.Is(err, ErrStorage) {
		t.Errorf("append: %v", err)
	}
}

// TestJournalThatIsGivenUpKeepsNobodyWaiting has appends wait behind one that takes
// its time, as on a disk that is full.
func TestJournalThatIsGivenUpKeepsNobodyWaiting(t *testing.T) {
	taken, goOn := make(chan struct{}), make(chan struct{})
	d, err := openDesk(t, t.TempDir(), nil, func(c *journalConfig) {
		c.Apply = func(r notify.Recorded) {
			if r.ID == "first" {
				close(taken)
				<-goOn
			}
		}
	})
	must(t, err)
	defer d.close(t)
	var all sync.WaitGroup
	all.Go(func() { d.append(t, message("first", "first")) })
	<-taken
	for i := range 5 {
		all.Go(func() {
			if _, err := d.Append(t.Context(), message(fmt.Sprint("m", i), "m")); !errors.Is(err, ErrJournalClosed) || !errors.Is(err, ErrStorage) {
				t.Errorf("append: %v", err)
			}
		})
	}
	d.givenUp.Store(true)
	close(goOn)
	all.Wait()
	if size := d.Head().Size; size != 2 {
		t.Errorf("%d entries, want the start and the first", size)
	}
}

func TestFullStoreIsSaidAndLosesNothing(t *testing.T) {
	dir := t.TempDir()
	h, err := openHost(t, dir, "")
	must(t, err)
	must(t, h.Close())
	s, err := openServer(serverConfig{
		Party: "XA", Dir: dir, Admit: h.admit, MaxStore: 1 << 20, Log: slog.New(slog.DiscardHandler),
	})
	must(t, err)
	conn, err := s.internalConn("journal")
	must(t, err)
	d, err := openDeskOn(t, dir, conn, nil)
	must(t, err)
	d.host = &host{embedded: s}
	e := message("m", "m")
	e.Data = make([]byte, 300<<10)
	for i := range 10 {
		e.ID = fmt.Sprint("m", i)
		if _, err = d.Append(t.Context(), e); err != nil {
			break
		}
	}
	if !errors.Is(err, ErrStorage) {
		t.Errorf("full: %v", err)
	}
	head := d.Head()
	d.close(t)
	again := mustOpen(t, dir)
	defer again.close(t)
	if again.Head() != head {
		t.Errorf("head %+v, was %+v", again.Head(), head)
	}
}

func TestForeignStreamIsLeftAlone(t *testing.T) {
	for field, change := range map[string]func(*jetstream.StreamConfig){
		"MaxMsgs":    func(c *jetstream.StreamConfig) { c.MaxMsgs = 10 },
		"Storage":    func(c *jetstream.StreamConfig) { c.Storage = jetstream.MemoryStorage },
		"DenyDelete": func(c *jetstream.StreamConfig) { c.DenyDelete = false },
		"Discard":    func(c *jetstream.StreamConfig) { c.Discard = jetstream.DiscardOld },
		"Metadata":   func(c *jetstream.StreamConfig) { c.Metadata = map[string]string{"owner": "other"} },
	} {
		dir := t.TempDir()
		h, err := openHost(t, dir, "")
		must(t, err)
		conn, err := h.internalConn("test")
		must(t, err)
		js, err := jetstream.New(conn)
		must(t, err)
		cfg := streamConfig("live", 1)
		change(&cfg)
		_, err = js.CreateStream(t.Context(), cfg)
		must(t, err)
		_, err = openDeskOn(t, dir, conn, nil)
		var foreign *ForeignStreamError
		if !errors.As(err, &foreign) || foreign.Stream != "LIVE-1" || foreign.Field != field {
			t.Errorf("%s: %v", field, err)
		}
		conn.Close()
		must(t, h.Close())
	}
}

func TestEntrySurvivesTheStream(t *testing.T) {
	for name, m := range map[string]*nats.Msg{
		"subject of another journal": {Subject: "exercise-1.message.XB.x", Header: nats.Header{headerAt: {"2026-11-23T06:40:00.000Z"}}},
		"no time":                    {Subject: "live-1.message.XB.x"},
		"two times":                  {Subject: "live-1.message.XB.x", Header: nats.Header{headerAt: {"2026-11-23T06:40:00.000Z", "2026-11-23T06:40:00.000Z"}}},
		"unknown header":             {Subject: "live-1.message.XB.x", Header: nats.Header{headerAt: {"2026-11-23T06:40:00.000Z"}, "Nats-Rollup": {"all"}}},
		"warnings in no order":       {Subject: "live-1.message.XB.x", Header: nats.Header{headerAt: {"2026-11-23T06:40:00.000Z"}, headerWarnings: {`[ "late"]`}}},
		"a fifth token":              {Subject: "live-1.message.XB.x.y", Header: nats.Header{headerAt: {"2026-11-23T06:40:00.000Z"}}},
	} {
		if e, err := decodeEntry("live-1", m); err == nil {
			t.Errorf("%s: %+v", name, e)
		}
	}
}

func FuzzDecodeEntry(f *testing.F) {
	f.Add("live-1.message.XB.x", "2026-11-23T06:40:00.000Z", "XC", "", `["late"]`, []byte("data"))
	f.Fuzz(func(t *testing.T, subject, at, link, digest, warnings string, data []byte) {
		m := &nats.Msg{Subject: subject, Data: data, Header: nats.Header{headerAt: {at}, headerLastOfSubject: {"0"}}}
		for name, v := range map[string]string{headerLink: link, headerDigest: digest, headerWarnings: warnings} {
			if v != "" {
				m.Header[name] = []string{v}
			}
		}
		e, err := decodeEntry("live-1", m)
		if err != nil || warnings == "[]" {
			return
		}
		back, err := encodeEntry("live-1", e)
		if err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		if back.Subject != m.Subject || !reflect.DeepEqual(back.Header, m.Header) {
			t.Errorf("%+v came back as %+v", m, back)
		}
	})
}
