package federation

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

const (
	// streamWithin is how long a slow disk may take to make or look up a stream.
	streamWithin = 30 * time.Second
	// nextWithin is how long replay waits for one entry before it looks whether the
	// entry can be read at all.
	nextWithin = time.Second
	// Replay asks for so much at a time; it must stay below what the server lets
	// pend for a connection. A bound on messages beside it would make the client
	// drop what it asked for itself: refills by bytes overrun its channel.
	replayBytes = 4 << 20
)

// DamageError is a journal that is not what its signed head says.
type DamageError struct {
	Journal string
	Epoch   int
	// Head is the signed head; its size is zero if there is none.
	Head schema.TreeHead
	// Readable is as far as entries can be read in order.
	Readable schema.TreeHead
	// Provable is the last position that can be proved from this store alone: empty
	// if any entry may have been changed. It is of another epoch, and empty, where
	// that was set aside before, and has changed since.
	Provable schema.TreeHead
	Reason   string

	epochs []*epoch // as far as they were read and folded; none if they were not yet
}

// missing says in words what the new epoch begins without.
func (e *DamageError) missing() string {
	if e.Head.Size <= e.Provable.Size {
		return "nothing that the signed head covers"
	}
	return fmt.Sprintf("entries %d to %d of epoch %d", e.Provable.Size+1, e.Head.Size, e.Provable.Epoch)
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("epoch %d is damaged: %s; the last provable position is entry %d", e.Provable.Epoch, e.Reason, e.Provable.Size)
}

// open makes the journal what is on disk, or begins it.
func (j *journal) open(ctx context.Context) error {
	var err error
	if j.js, err = jetstream.New(j.cfg.Conn); err != nil {
		return err
	}
	signed, unreadable := j.readHead(j.head)
	number, err := j.newest(ctx, signed)
	if err != nil {
		return err
	}
	if d := j.cfg.Broken; d != nil {
		number, unreadable = d.Epoch+1, ""
	}
	if signed.Epoch < number {
		signed = schema.TreeHead{} // of the epoch before; this one has only begun
	}
	j.current = newEpoch(j.cfg.Name, number)
	if err := j.openStream(ctx, signed); err != nil {
		return err
	}
	if j.restored, err = j.restore(ctx); err != nil {
		return err
	}
	var rotten *schema.TreeHead
	if !j.restored {
		if rotten, err = j.openPast(ctx); err != nil {
			return err
		}
	}
	if err := j.readAll(ctx, signed, unreadable); err != nil {
		d, damaged := errors.AsType[*DamageError](err)
		if damaged && j.restored {
			return &snapshotError{why: err} // what is provable, the whole journal tells
		}
		if damaged && rotten == nil {
			d.epochs = append(j.past, j.current)
		}
		return err
	}
	if head := j.Head(); head != signed {
		// Before anything is appended: a journal without a head is damage as soon
		// as it has more than its first entry.
		if err := j.head.write(head); err != nil {
			return err
		}
	}
	if rotten != nil {
		d := j.damage(*rotten, "it was set aside, and is not what it was then")
		d.Provable = new(trust.Tree).Head(rotten.Epoch)
		return d
	}
	return nil
}

// readAll folds what is not folded yet, begins the journal if it has not begun, and
// holds it against its head.
func (j *journal) readAll(ctx context.Context, signed schema.TreeHead, unreadable string) error {
	if err := j.replay(ctx, signed); err != nil {
		return err
	}
	if unreadable != "" {
		return j.damage(signed, unreadable)
	}
	if j.Head().Size == 0 && signed.Size == 0 {
		if err := j.begin(ctx); err != nil {
			return err
		}
	}
	return j.verify(signed)
}

// readHead is a head kept apart; of size zero if there is none, and with the
// reason if it cannot be believed. A head under a key we no longer have is
// compared all the same: keys are rotated.
func (j *journal) readHead(file *headFile) (head schema.TreeHead, unreadable string) {
	env, err := file.read()
	if err != nil {
		return head, "its signed head cannot be read: " + err.Error()
	}
	if env == nil {
		return head, ""
	}
	c, err := trust.OpenCheckpoint(env, j.cfg.Keys)
	if errors.Is(err, schema.ErrUnknownKey) {
		j.cfg.Log.Warn("the signed head is under a key that is not in use", "key", env.Signatures[0].KeyID)
		if err = schema.ParseDocument(env.Payload, &c); err == nil {
			err = schema.Valid(c).Err()
		}
	}
	if err != nil {
		return head, "its signed head does not verify: " + err.Error()
	}
	if c.Party != j.cfg.Party || c.Journal != j.cfg.Name {
		return head, fmt.Sprintf("its signed head is of the %s journal of %s", c.Journal, c.Party)
	}
	return c.Head, ""
}

// newest is the epoch that the head and the store know last. One that was to
// begin and has no entry yet does not count. Those between may be gone.
func (j *journal) newest(ctx context.Context, signed schema.TreeHead) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	newest := max(signed.Epoch, 1)
	streams := j.js.ListStreams(ctx)
	for info := range streams.Info() {
		n, err := strconv.Atoi(strings.TrimPrefix(info.Config.Name, streamPrefix(j.cfg.Name)))
		if err == nil && info.State.LastSeq > 0 {
			newest = max(newest, n)
		}
	}
	if err := streams.Err(); err != nil {
		return 0, fmt.Errorf("look for the last epoch: %w", err)
	}
	return newest, nil
}

// openStream takes the stream as it is, or makes it. It changes nothing.
func (j *journal) openStream(ctx context.Context, signed schema.TreeHead) error {
	ctx, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	expected := streamConfig(j.cfg.Name, j.current.number)
	var err error
	j.current.stream, err = j.js.Stream(ctx, expected.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if signed.Size > 0 {
			return j.damage(signed, "the stream is missing from the store")
		}
		j.current.stream, err = j.js.CreateStream(ctx, expected)
	}
	if err != nil {
		return fmt.Errorf("stream %s: %w", expected.Name, err)
	}
	return compareStream(expected, j.current.stream.CachedInfo().Config)
}

// openPast folds what can be proved of the epochs that were set aside, in order.
// Where one is no longer what it was then, nothing of it is folded; the first such
// one comes back, as it was. Peers do not know yet that they owe it to us again.
func (j *journal) openPast(ctx context.Context) (rotten *schema.TreeHead, err error) {
	if j.cfg.Folded {
		return nil, j.keepPast(ctx, j.cfg.Broken.epochs)
	}
	for n := 1; n < j.current.number; n++ {
		e := newEpoch(j.cfg.Name, n)
		j.past = append(j.past, e)
		if err := j.openAside(ctx, e); err != nil {
			return nil, err
		}
		proved, known := j.proved(ctx, n)
		if err := j.foldPast(ctx, e, proved); err != nil {
			return nil, err
		}
		if rotten == nil && (!known || e.head().Size < proved.Size) {
			rotten = &proved
		}
	}
	return rotten, nil
}

// keepPast takes epochs over as the attempt that found the damage has read them.
func (j *journal) keepPast(ctx context.Context, epochs []*epoch) error {
	for _, e := range epochs {
		e.stream = nil // of a connection that is closed
		if err := j.openAside(ctx, e); err != nil {
			return err
		}
		j.past = append(j.past, e)
		j.unsnapped += e.head().Size
	}
	return nil
}

// openAside takes the stream of an epoch that was set aside, if it is there.
func (j *journal) openAside(ctx context.Context, e *epoch) (err error) {
	ctx, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	stream, err := j.js.Stream(ctx, e.name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		j.cfg.Log.Warn("an epoch that was set aside is not in the store", "epoch", e.number)
		return nil
	}
	if err != nil {
		return fmt.Errorf("stream %s: %w", e.name, err)
	}
	e.stream = stream
	return nil
}

// proved is where epoch n can last be proved: the head that was kept when that was
// found says so, or the first entry of the epoch after it. Where both are damaged
// in their turn, it is not known.
func (j *journal) proved(ctx context.Context, n int) (head schema.TreeHead, known bool) {
	if d := j.cfg.Broken; d != nil && d.Provable.Epoch == n {
		return d.Provable, true
	} else if d != nil && d.Epoch == n {
		return d.Readable, true
	}
	if head, unreadable := j.readHead(j.last(n)); unreadable == "" && head.Epoch == n {
		return head, true
	}
	if start, ok := j.successor(ctx, n); ok && start.Previous != nil && start.Previous.Epoch == n {
		return *start.Previous, true
	}
	return schema.TreeHead{Epoch: n}, false
}

// last is the file for the last provable head of an epoch that was set aside.
func (j *journal) last(n int) *headFile {
	path := fmt.Sprintf("%s-%d.head", strings.TrimSuffix(j.cfg.HeadFile, ".head"), n)
	return newHeadFile(path, j.signHead, j.cfg.Log)
}

// successor is the start of the epoch after n, as far as it can be read.
func (j *journal) successor(ctx context.Context, n int) (start schema.EpochStart, ok bool) {
	s, err := j.js.Stream(ctx, streamName(j.cfg.Name, n+1))
	if err != nil {
		return start, false
	}
	raw, err := s.GetMsg(ctx, 1)
	if err != nil {
		return start, false
	}
	env, err := schema.ParseEnvelope(raw.Data)
	if err != nil {
		return start, false
	}
	return start, schema.ParseDocument(env.Payload, &start) == nil
}

// foldPast reads twice: what is folded must first be proved.
func (j *journal) foldPast(ctx context.Context, e *epoch, proved schema.TreeHead) error {
	last := uint64(proved.Size)
	if last == 0 || e.stream == nil {
		return nil
	}
	var gap *gapError
	err := e.each(ctx, 1, last, func(n uint64, m *nats.Msg) error {
		_, err := e.add(n, m)
		return err
	})
	if errors.As(err, &gap) || err == nil && e.head() != proved {
		j.cfg.Log.Error("an epoch that was set aside has changed since; nothing of it is believed", "epoch", e.number)
		e.tree = trust.Tree{}
		return nil
	}
	if err != nil {
		return err
	}
	return e.each(ctx, 1, last, func(n uint64, m *nats.Msg) error {
		raw := &jetstream.RawStreamMsg{Subject: m.Subject, Sequence: n, Header: m.Header, Data: m.Data}
		rec, err := e.recorded(raw)
		if err == nil {
			j.cfg.Apply(rec)
			j.unsnapped++
		}
		return err
	})
}

// replay folds the entries of the current epoch that are not folded yet.
func (j *journal) replay(ctx context.Context, signed schema.TreeHead) error {
	err := j.current.each(ctx, uint64(j.Head().Size)+1, j.current.stream.CachedInfo().State.LastSeq, func(n uint64, m *nats.Msg) error {
		_, err := j.take(n, m)
		return err
	})
	if gap, ok := errors.AsType[*gapError](err); ok {
		return j.damage(signed, gap.Error())
	}
	return err
}

// begin appends the signed first entry of the epoch. One that follows another
// says where that can last be proved, why it ended and what is missing.
func (j *journal) begin(ctx context.Context) error {
	now := schema.NewInstant(j.cfg.Now())
	start := schema.EpochStart{
		Party: j.cfg.Party, Journal: j.cfg.Name, Epoch: j.current.number, Reason: "the journal begins", At: now,
	}
	d := j.cfg.Broken
	if d != nil {
		start.Previous, start.Reason, start.Missing = &d.Provable, clipText(d.Reason), d.missing()
		if d.Head.Size > 0 {
			start.Signed = &d.Head
		}
	}
	env, err := trust.SignEpoch(start, j.cfg.Keys)
	if err != nil {
		return err
	}
	e := notify.Entry{
		Type: notify.EntryEpoch, Origin: j.cfg.Party, ID: strconv.Itoa(j.current.number),
		At: now, Digest: env.Digest(), Data: env.Marshal(),
	}
	msg, err := encodeEntry(j.current.root, e)
	if err != nil {
		return err
	}
	if d != nil && d.Provable.Epoch != d.Epoch {
		// The first entry speaks of an epoch before, so this alone says where the one
		// that ends now, which is good, can be proved.
		if err := j.last(d.Epoch).write(d.Readable); err != nil {
			return err
		}
	}
	if _, err := j.commit(ctx, waitingEntry{entry: e, msg: msg, given: ctx.Err}); err != nil || d == nil {
		return err
	}
	// Not before the damage is recorded: that would never be told to anybody.
	return j.last(d.Provable.Epoch).write(d.Provable)
}

// verify holds what was replayed against the head that was signed.
func (j *journal) verify(signed schema.TreeHead) error {
	size := j.Head().Size
	switch {
	case size < signed.Size:
		return j.damage(signed, fmt.Sprintf("it has %d entries and the signed head covers %d", size, signed.Size))
	case signed.Size == 0 && size > 1:
		return j.damage(signed, fmt.Sprintf("it has %d entries and its signed head is missing", size))
	case signed.Size == 0:
		return nil
	}
	there, err := j.current.tree.HeadAt(signed.Size, j.current.number)
	if err != nil {
		return err
	}
	if there == signed {
		return nil
	}
	d := j.damage(signed, fmt.Sprintf("its first %d entries are not those the signed head covers", signed.Size))
	d.Provable = new(trust.Tree).Head(j.current.number)
	return d
}

// damage describes the journal as far as it was replayed. That entries can be
// read in order is as much as the store alone can prove of them.
func (j *journal) damage(signed schema.TreeHead, reason string) *DamageError {
	return &DamageError{
		Journal: j.cfg.Name, Epoch: j.current.number, Head: signed, Readable: j.Head(), Provable: j.Head(), Reason: reason,
	}
}
