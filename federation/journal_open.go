package federation

import (
	"context"
	"errors"
	"fmt"
	"strconv"
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
	// nextWithin is how long replay waits for one entry before it is damage.
	nextWithin = 30 * time.Second
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
	// Provable is the last position that can be proved from this store alone:
	// empty if any entry may have been changed.
	Provable schema.TreeHead
	Reason   string
}

func (e *DamageError) Error() string {
	return fmt.Sprintf("epoch %d is damaged: %s; the last provable position is entry %d", e.Epoch, e.Reason, e.Provable.Size)
}

// open makes the journal what is on disk, or begins it.
func (j *journal) open(ctx context.Context) error {
	var err error
	if j.js, err = jetstream.New(j.cfg.Conn); err != nil {
		return err
	}
	signed, err := j.readHead()
	if err != nil {
		return err
	}
	if err := j.openStream(ctx, signed); err != nil {
		return err
	}
	if err := j.replay(ctx, signed); err != nil {
		return err
	}
	if j.tree.Size() == 0 && signed.Size == 0 {
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
		return j.head.write(head)
	}
	return nil
}

// readHead is the head kept apart; of size zero if there is none. A head under a
// key we no longer have is compared all the same: keys are rotated.
func (j *journal) readHead() (schema.TreeHead, error) {
	env, err := j.head.read()
	if err != nil {
		return schema.TreeHead{}, j.damage(schema.TreeHead{}, "its signed head cannot be read: "+err.Error())
	}
	if env == nil {
		return schema.TreeHead{}, nil
	}
	c, err := trust.OpenCheckpoint(env, j.cfg.Keys)
	if errors.Is(err, schema.ErrUnknownKey) {
		j.cfg.Log.Warn("the signed head is under a key that is not in use", "key", env.Signatures[0].KeyID)
		if err = schema.ParseDocument(env.Payload, &c); err == nil {
			err = schema.Valid(c).Err()
		}
	}
	if err != nil {
		return schema.TreeHead{}, j.damage(schema.TreeHead{}, "its signed head does not verify: "+err.Error())
	}
	if c.Party != j.cfg.Party || c.Journal != j.cfg.Name || c.Head.Epoch != j.epoch {
		return schema.TreeHead{}, j.damage(schema.TreeHead{}, fmt.Sprintf("its signed head is of epoch %d of the %s journal of %s", c.Head.Epoch, c.Journal, c.Party))
	}
	return c.Head, nil
}

// openStream takes the stream as it is, or makes it. It changes nothing.
func (j *journal) openStream(ctx context.Context, signed schema.TreeHead) error {
	ctx, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	expected := streamConfig(j.cfg.Name, j.epoch)
	var err error
	j.stream, err = j.js.Stream(ctx, expected.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if signed.Size > 0 {
			return j.damage(signed, "the stream is missing from the store")
		}
		j.stream, err = j.js.CreateStream(ctx, expected)
	}
	if err != nil {
		return fmt.Errorf("stream %s: %w", expected.Name, err)
	}
	return compareStream(expected, j.stream.CachedInfo().Config)
}

// replay folds all entries in order. A place that cannot be read is damage: a
// consumer passes over it in silence.
func (j *journal) replay(ctx context.Context, signed schema.TreeHead) error {
	state := j.stream.CachedInfo().State
	if state.LastSeq == 0 {
		return nil
	}
	creating, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	consumer, err := j.stream.CreateConsumer(creating, jetstream.ConsumerConfig{
		DeliverPolicy: jetstream.DeliverAllPolicy, AckPolicy: jetstream.AckNonePolicy,
		MemoryStorage: true, InactiveThreshold: time.Minute,
	})
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	entries, err := consumer.Messages(jetstream.PullMaxBytes(replayBytes))
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	err = j.replayAll(ctx, entries, state.LastSeq)
	entries.Stop()
	var gap *gapError
	if errors.As(err, &gap) {
		err = j.damage(signed, fmt.Sprintf("entry %d of %d cannot be read", gap.missing, state.LastSeq))
	}
	return errors.Join(err, j.stream.DeleteConsumer(context.WithoutCancel(ctx), consumer.CachedInfo().Name))
}

// gapError is a place in the stream with nothing to read.
type gapError struct{ missing uint64 }

func (e *gapError) Error() string { return fmt.Sprintf("entry %d cannot be read", e.missing) }

func (j *journal) replayAll(ctx context.Context, entries jetstream.MessagesContext, last uint64) error {
	for next := uint64(1); next <= last; next++ {
		waiting, cancel := context.WithTimeout(ctx, nextWithin)
		m, err := entries.Next(jetstream.NextContext(waiting))
		cancel()
		if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
			return &gapError{next}
		}
		if err != nil {
			return fmt.Errorf("replay entry %d: %w", next, err)
		}
		meta, err := m.Metadata()
		if err != nil {
			return fmt.Errorf("replay entry %d: %w", next, err)
		}
		if meta.Sequence.Stream != next {
			return &gapError{next}
		}
		if _, err := j.take(next, &nats.Msg{Subject: m.Subject(), Header: m.Headers(), Data: m.Data()}); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
		if meta.NumPending == 0 && next < last {
			return &gapError{next + 1}
		}
	}
	return nil
}

// begin appends the signed first entry of the epoch.
func (j *journal) begin(ctx context.Context) error {
	now := schema.NewInstant(j.cfg.Now())
	env, err := trust.SignEpoch(schema.EpochStart{
		Party: j.cfg.Party, Journal: j.cfg.Name, Epoch: j.epoch, Reason: "the journal begins", At: now,
	}, j.cfg.Keys)
	if err != nil {
		return err
	}
	e := notify.Entry{
		Type: notify.EntryEpoch, Origin: j.cfg.Party, ID: strconv.Itoa(j.epoch),
		At: now, Digest: env.Digest(), Data: env.Marshal(),
	}
	msg, err := encodeEntry(j.root, e)
	if err != nil {
		return err
	}
	_, err = j.commit(ctx, waitingEntry{entry: e, msg: msg, given: ctx.Err})
	return err
}

// verify holds what was replayed against the head that was signed.
func (j *journal) verify(signed schema.TreeHead) error {
	size := j.tree.Size()
	switch {
	case size < signed.Size:
		return j.damage(signed, fmt.Sprintf("it has %d entries and the signed head covers %d", size, signed.Size))
	case signed.Size == 0 && size > 1:
		return j.damage(signed, fmt.Sprintf("it has %d entries and its signed head is missing", size))
	case signed.Size == 0:
		return nil
	}
	there, err := j.tree.HeadAt(signed.Size, j.epoch)
	if err != nil {
		return err
	}
	if there == signed {
		return nil
	}
	d := j.damage(signed, fmt.Sprintf("its first %d entries are not those the signed head covers", signed.Size))
	d.Provable = schema.TreeHead{Epoch: j.epoch}
	return d
}

// damage describes the journal as far as it was replayed. That entries can be
// read in order is as much as the store alone can prove of them.
func (j *journal) damage(signed schema.TreeHead, reason string) *DamageError {
	return &DamageError{Journal: j.cfg.Name, Epoch: j.epoch, Head: signed, Provable: j.Head(), Reason: reason}
}

func rawMsg(raw *jetstream.RawStreamMsg) *nats.Msg {
	return &nats.Msg{Subject: raw.Subject, Header: raw.Header, Data: raw.Data}
}
