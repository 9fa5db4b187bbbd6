package federation

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
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

// firstEpoch is the epoch a journal begins with. A damaged one will be followed
// by the next.
const firstEpoch = 1

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
	Log   *slog.Logger
}

// journal is one epoch of a journal on a JetStream stream; it is a
// notify.Journal. One goroutine appends, folds and moves the tree.
type journal struct {
	cfg    journalConfig
	epoch  int
	root   string // of its subjects
	js     jetstream.JetStream
	stream jetstream.Stream
	head   *headFile

	waiting chan waitingEntry
	unsure  bool // a publish may still land; the appender's own
	stop    context.CancelFunc
	stopped <-chan struct{}
	running errgroup.Group

	mu   sync.RWMutex
	tree trust.Tree
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
	j := &journal{
		cfg: cfg, epoch: firstEpoch, root: subjectRoot(cfg.Name, firstEpoch),
		waiting: make(chan waitingEntry),
	}
	j.head = newHeadFile(cfg.HeadFile, j.signHead, cfg.Log)
	if err := j.open(ctx); err != nil {
		cfg.Conn.Close()
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
		return nil
	})
	return j, nil
}

// Append implements notify.Journal. Once the appender has the entry, Append waits
// for the outcome, whatever becomes of ctx.
func (j *journal) Append(ctx context.Context, e notify.Entry) (notify.Recorded, error) {
	msg, err := encodeEntry(j.root, e)
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

// Read implements notify.Journal. What it returns is what the tree has at that
// place: JetStream does not notice a changed bit.
func (j *journal) Read(ctx context.Context, epoch int, sequence uint64) (notify.Recorded, error) {
	if epoch != j.epoch {
		return notify.Recorded{}, fmt.Errorf("read entry %d of epoch %d: the %s journal is in epoch %d", sequence, epoch, j.cfg.Name, j.epoch)
	}
	raw, err := j.stream.GetMsg(ctx, sequence)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("read entry %d: %w", sequence, err)
	}
	rec, err := j.recorded(raw)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("read entry %d: %w", sequence, err)
	}
	return rec, nil
}

// Head is the tree over all entries.
func (j *journal) Head() schema.TreeHead {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.tree.Head(j.epoch)
}

// Close finishes the append under way, writes the last head and closes the
// connection. It may be called again.
func (j *journal) Close() error {
	j.stop()
	err := j.running.Wait()
	j.cfg.Conn.Close()
	return err
}

// recorded is an entry that the tree has already, with the head at it.
func (j *journal) recorded(raw *jetstream.RawStreamMsg) (notify.Recorded, error) {
	e, err := decodeEntry(j.root, &nats.Msg{Subject: raw.Subject, Header: raw.Header, Data: raw.Data})
	if err != nil {
		return notify.Recorded{}, err
	}
	j.mu.RLock()
	defer j.mu.RUnlock()
	size := int64(raw.Sequence)
	head, err := j.tree.HeadAt(size, j.epoch)
	if err != nil {
		return notify.Recorded{}, err
	}
	proof, err := j.tree.ProveInclusion(size-1, size)
	if err != nil {
		return notify.Recorded{}, err
	}
	record := trust.Record(j.epoch, raw.Sequence, raw.Subject, raw.Header, raw.Data)
	if err := trust.CheckInclusion(proof, head, size-1, record); err != nil {
		return notify.Recorded{}, fmt.Errorf("the store has changed: %w", err)
	}
	return notify.Recorded{Entry: e, Epoch: j.epoch, Sequence: raw.Sequence, Head: head}, nil
}

// take folds the next entry: it is on disk, and from here on it is in the tree,
// in the folds and under the head to come.
func (j *journal) take(sequence uint64, m *nats.Msg) (notify.Recorded, error) {
	e, err := decodeEntry(j.root, m)
	if err != nil {
		return notify.Recorded{}, fmt.Errorf("entry %d: %w", sequence, err)
	}
	j.mu.Lock()
	if next := j.tree.Size() + 1; int64(sequence) != next {
		j.mu.Unlock()
		return notify.Recorded{}, fmt.Errorf("entry %d where %d is next", sequence, next)
	}
	if err := j.tree.Append(trust.Record(j.epoch, sequence, m.Subject, m.Header, m.Data)); err != nil {
		j.mu.Unlock()
		return notify.Recorded{}, fmt.Errorf("entry %d: %w", sequence, err)
	}
	head := j.tree.Head(j.epoch)
	j.mu.Unlock()
	rec := notify.Recorded{Entry: e, Epoch: j.epoch, Sequence: sequence, Head: head}
	j.cfg.Apply(rec)
	return rec, nil
}

func (j *journal) signHead(h schema.TreeHead) (*schema.Envelope, error) {
	return trust.SignCheckpoint(schema.Checkpoint{
		Party: j.cfg.Party, Journal: j.cfg.Name, Head: h, At: schema.NewInstant(j.cfg.Now()),
	}, j.cfg.Keys)
}
