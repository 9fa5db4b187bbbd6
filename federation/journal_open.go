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
	// if any entry may have been changed. It is of another epoch where that is the
	// damaged one, which was set aside before; Epoch is good then.
	Provable schema.TreeHead
	Reason   string

	epochs []*epoch // as far as they were read and folded; none if they were not yet
}

// folded reports whether all that was folded when the damage was found can be
// proved, so that the next epoch goes on from there.
func (e *DamageError) folded() bool {
	return e.epochs != nil && (e.Provable == e.Readable || e.Provable.Epoch != e.Epoch)
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
	signed, unreadable := j.readHead()
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
	if !j.restored {
		if err := j.openPast(ctx); err != nil {
			return err
		}
	}
	err = j.readRest(ctx, signed, unreadable)
	if d, damaged := errors.AsType[*DamageError](err); damaged {
		if j.restored {
			return &snapshotError{why: err} // what is provable, the whole journal tells
		}
		d.epochs = append(j.past, j.current)
	}
	return err
}

// readRest folds what is not folded yet, begins the journal if it has not begun, and
// holds it and all before it against their heads.
func (j *journal) readRest(ctx context.Context, signed schema.TreeHead, unreadable string) error {
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
	if err := j.verify(signed); err != nil {
		return err
	}
	if head := j.Head(); head != signed {
		// Before anything is appended: a journal without a head is damage as soon
		// as it has more than its first entry.
		if err := j.head.write(head); err != nil {
			return err
		}
	}
	return j.verifyPast(ctx)
}

// readHead is the head kept apart; of size zero if there is none, and with the
// reason if it cannot be believed.
func (j *journal) readHead() (head schema.TreeHead, unreadable string) {
	head, err := j.head.read(j.judgeHead)
	if err != nil {
		return schema.TreeHead{}, err.Error()
	}
	return head, ""
}

// judgeHead is the head in an envelope. One under a key we no longer have is
// compared all the same: keys are rotated.
func (j *journal) judgeHead(env *schema.Envelope) (schema.TreeHead, error) {
	c, err := trust.OpenCheckpoint(env, j.cfg.Keys)
	if errors.Is(err, schema.ErrUnknownKey) {
		j.cfg.Log.Warn("the signed head is under a key that is not in use", "key", env.Signatures[0].KeyID)
		if err = schema.ParseDocument(env.Payload, &c); err == nil {
			err = schema.Valid(c).Err()
		}
	}
	if err != nil {
		return schema.TreeHead{}, fmt.Errorf("its signed head does not verify: %w", err)
	}
	if c.Party != j.cfg.Party || c.Journal != j.cfg.Name {
		return schema.TreeHead{}, fmt.Errorf("its signed head is of the %s journal of %s", c.Journal, c.Party)
	}
	return c.Head, nil
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
		if err := j.keepEnd(d.Readable); err != nil {
			return err
		}
	}
	if _, err := j.commit(ctx, waitingEntry{e, msg}); err != nil || d == nil {
		return err
	}
	// Not before the damage is recorded: that would never be told to anybody.
	return j.keepEnd(d.Provable)
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
