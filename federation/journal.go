package federation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

var (
	// ErrStorage is an entry that could not be recorded now, or of which it is not
	// known yet. It may be asked for again.
	ErrStorage = errors.New("the journal cannot record")
	// ErrJournalClosed is what appends get after Close.
	ErrJournalClosed = errors.New("the journal is closed")
)

// journalConfig says which journal, and who is told of its entries.
type journalConfig struct {
	Name  string // live, exercise or node
	Party schema.Party
	Keys  *trust.Keys
	// Conn is the journal's own connection. It closes it.
	Conn *nats.Conn
	// HeadFile holds the signed head, apart from the store.
	HeadFile string
	Now      func() time.Time
	// Apply folds each entry, once and in order: those on disk in openJournal,
	// then each new one before its Append returns. It must be quick and must not
	// append.
	Apply func(notify.Recorded)
	// Fold is what Apply fills, where there is a SnapshotFile for it; one is
	// written after each SnapshotEvery entries.
	Fold          folding
	SnapshotFile  string
	SnapshotEvery int64
	// Broken begins the epoch after a damaged one, which is set aside: what can be
	// proved of it is applied.
	Broken *DamageError
	// Folded says that Apply has had all of that already.
	Folded bool
	// Failing is told when an append came to no end; it must be quick.
	Failing func()
	// Lost is told that a peer proved entries to be missing; it must be quick.
	Lost func()
	Log  *slog.Logger
}

// journal is a journal in epochs, each on a JetStream stream; it is a
// notify.Journal. One goroutine appends, folds and moves the tree.
type journal struct {
	cfg     journalConfig
	js      jetstream.JetStream
	past    []*epoch // set aside
	current *epoch
	recent  recent
	head    *headFile

	restored  bool  // from a snapshot: the store is to be scrubbed
	unsnapped int64 // entries folded since the last snapshot; the appender's own
	snapshots chan struct{}

	waiting chan waitingEntry
	unsure  bool        // a publish may still land; the appender's own
	failing atomic.Bool // the last append came to no end
	givenUp atomic.Bool // nothing more is appended
	stop    context.CancelFunc
	stopped <-chan struct{}
	running errgroup.Group
}

// waitingEntry is an entry on its way to the appender.
type waitingEntry struct {
	entry notify.Entry
	msg   *nats.Msg
	given func() error // not nil once its caller has gone
	done  chan appended
}

type appended struct {
	rec notify.Recorded
	err error
}

// openJournal reads the whole journal, applies it, and checks it against its
// signed head. A journal that is not what the head says is a *DamageError; a
// stream of somebody else a *ForeignStreamError.
func openJournal(ctx context.Context, cfg journalConfig) (*journal, error) {
	cfg.Log = cfg.Log.With("journal", cfg.Name)
	j := &journal{cfg: cfg, waiting: make(chan waitingEntry), snapshots: make(chan struct{}, 1)}
	j.head = newHeadFile(cfg.HeadFile, j.signHead, cfg.Log)
	if err := j.open(ctx); err != nil {
		cfg.Conn.Close()
		if stale, ok := errors.AsType[*snapshotError](err); ok {
			stale.dropped = j.dropSnapshot()
		}
		return nil, fmt.Errorf("open the %s journal: %w", cfg.Name, err)
	}
	// An append outlives the caller's context: half an append is worse than a late
	// one.
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	j.stop, j.stopped = stop, running.Done()
	j.running.Go(func() error { return j.head.run() })
	j.running.Go(func() error {
		defer j.head.finish()
		j.appendAll(running)
		j.lastSnapshot()
		return nil
	})
	return j, nil
}

// Append implements notify.Journal. Once the appender has the entry, Append waits
// for the outcome, whatever becomes of ctx.
func (j *journal) Append(ctx context.Context, e notify.Entry) (notify.Recorded, error) {
	msg, err := encodeEntry(j.current.root, e)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("append: %w", err)
	}
	w := waitingEntry{entry: e, msg: msg, given: ctx.Err, done: make(chan appended, 1)}
	select {
	case j.waiting <- w:
	case <-ctx.Done():
		return notify.Recorded{}, fmt.Errorf("append %s entry %s: %w", e.Type, e.ID, ctx.Err())
	case <-j.stopped:
		return notify.Recorded{}, fmt.Errorf("append %s entry %s: %w: %w", e.Type, e.ID, ErrStorage, ErrJournalClosed)
	}
	a := <-w.done
	return a.rec, a.err
}

// Read implements notify.Journal.
func (j *journal) Read(ctx context.Context, epoch int, sequence uint64) (notify.Recorded, error) {
	if rec, ok := j.recent.get(epoch, sequence); ok {
		return rec, nil
	}
	for _, e := range append(j.past[:len(j.past):len(j.past)], j.current) {
		if e.number == epoch {
			return e.read(ctx, sequence)
		}
	}
	return notify.Recorded{}, fmt.Errorf("read entry %d of epoch %d: the %s journal is in epoch %d", sequence, epoch, j.cfg.Name, j.current.number)
}

// Head is the tree over all entries of the current epoch.
func (j *journal) Head() schema.TreeHead { return j.current.head() }

// Close finishes the append under way, writes the last head and closes the
// connection. It may be called again.
func (j *journal) Close() error {
	j.stop()
	err := j.running.Wait()
	j.cfg.Conn.Close()
	return err
}

// take folds the next entry: it is on disk, and from here on it is in the tree,
// in the folds and under the head to come.
func (j *journal) take(sequence uint64, m *nats.Msg) (notify.Recorded, error) {
	rec, err := j.current.add(sequence, m)
	if err != nil {
		return rec, err
	}
	j.cfg.Apply(rec)
	j.unsnapped++
	return rec, nil
}

// fold takes an entry that was appended now.
func (j *journal) fold(sequence uint64, m *nats.Msg) (notify.Recorded, error) {
	rec, err := j.take(sequence, m)
	if err != nil {
		return rec, err
	}
	rec.Head = j.Head()
	j.recent.add(rec)
	j.head.offer(rec.Head)
	return rec, nil
}

func (j *journal) signHead(h schema.TreeHead) (*schema.Envelope, error) {
	return trust.SignCheckpoint(schema.Checkpoint{
		Party: j.cfg.Party, Journal: j.cfg.Name, Head: h, At: schema.NewInstant(j.cfg.Now()),
	}, j.cfg.Keys)
}
