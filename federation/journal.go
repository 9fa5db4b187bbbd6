package federation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
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
// notify.Journal. Whoever has the turn appends, folds and moves the tree: an entry
// is brought to disk by the goroutine that wants it there, and handed to no other.
type journal struct {
	cfg     journalConfig
	js      jetstream.JetStream
	past    []*epoch // set aside
	current *epoch
	recent  recent
	head    *headFile

	restored  bool  // from a snapshot: the store is to be scrubbed
	unsnapped int64 // entries folded since the last snapshot; of whoever has the turn
	snapshots chan struct{}

	turn    chan struct{} // full while one appends; those who wait get it in order
	unsure  bool          // a publish may still land; of whoever has the turn
	doubt   chan struct{} // unsure was set
	failing atomic.Bool   // the last append came to no end
	givenUp atomic.Bool   // nothing more is appended
	closing sync.Once
	stop    context.CancelFunc
	stopped <-chan struct{}
	running errgroup.Group
}

// openJournal reads the whole journal, applies it, and checks it against its
// signed head. A journal that is not what the head says is a *DamageError; a
// stream of somebody else a *ForeignStreamError.
func openJournal(ctx context.Context, cfg journalConfig) (*journal, error) {
	cfg.Log = cfg.Log.With("journal", cfg.Name)
	j := &journal{cfg: cfg, turn: make(chan struct{}, 1), doubt: make(chan struct{}, 1), snapshots: make(chan struct{}, 1)}
	j.head = newHeadFile(cfg.HeadFile, j.signHead, cfg.Log)
	if err := j.open(ctx); err != nil {
		cfg.Conn.Close()
		j.head.close()
		if stale, ok := errors.AsType[*snapshotError](err); ok {
			stale.dropped = j.dropSnapshot()
		}
		return nil, fmt.Errorf("open the %s journal: %w", cfg.Name, err)
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	j.stop, j.stopped = stop, running.Done()
	j.running.Go(func() error { return j.head.run() })
	j.running.Go(func() error { return j.resolve(running) })
	j.snapshot()
	return j, nil
}

// Append implements notify.Journal. Once it has its turn, it waits for the outcome,
// whatever becomes of ctx: half an append is worse than a late one.
func (j *journal) Append(ctx context.Context, e notify.Entry) (notify.Recorded, error) {
	msg, err := encodeEntry(j.current.root, e)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("append: %w", err)
	}
	select {
	case j.turn <- struct{}{}:
		defer func() { <-j.turn }()
	case <-ctx.Done():
	case <-j.stopped:
		return notify.Recorded{}, fmt.Errorf("append %s entry %s: %w: %w", e.Type, e.ID, ErrStorage, ErrJournalClosed)
	}
	if err := ctx.Err(); err != nil {
		return notify.Recorded{}, fmt.Errorf("append %s entry %s: %w", e.Type, e.ID, err)
	}
	rec, err := j.commit(context.WithoutCancel(ctx), waitingEntry{e, msg})
	j.snapshot()
	return rec, err
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
	j.closing.Do(func() {
		j.turn <- struct{}{} // and it is given to nobody more
		j.lastSnapshot()
		j.head.finish()
	})
	err := j.running.Wait()
	j.cfg.Conn.Close()
	return err
}

// take folds the next entry of the stream: it is on disk, and from here on it is in
// the tree, in the folds and under the head to come.
func (j *journal) take(sequence uint64, m *nats.Msg) (notify.Recorded, error) {
	rec, err := j.current.add(sequence, m)
	if err != nil {
		return rec, err
	}
	j.apply(rec)
	return rec, nil
}

func (j *journal) apply(rec notify.Recorded) {
	j.cfg.Apply(rec)
	j.unsnapped++
}

// cover gives an entry that was appended now the head at it.
func (j *journal) cover(rec notify.Recorded) notify.Recorded {
	rec.Entry, rec.Head = rec.Bare(), j.Head()
	j.recent.add(rec)
	j.head.offer(rec.Head)
	return rec
}

func (j *journal) signHead(h schema.TreeHead) (*schema.Envelope, error) {
	return trust.SignCheckpoint(schema.Checkpoint{
		Party: j.cfg.Party, Journal: j.cfg.Name, Head: h, At: schema.NewInstant(j.cfg.Now()),
	}, j.cfg.Keys)
}
