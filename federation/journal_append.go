package federation

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/notify"
)

const (
	// ackWithin is how long one append may take on disk. With the look-up after it
	// stays below what a peer waits for an answer.
	ackWithin = 5 * time.Second
	// lookWithin is how long it may take to find out what is on disk.
	lookWithin = 5 * time.Second
	// lookAgain is how often an append of unknown outcome is looked for while
	// nothing else is appended.
	lookAgain = 5 * time.Second
	// appendTries bounds how often an append begins anew behind entries that were
	// found on disk.
	appendTries = 3
)

// Codes of an append whose condition does not hold: something is under that
// subject, or the stream is longer than we know.
const (
	codeWrongLastSequence         jetstream.ErrorCode = 10071
	codeWrongLastSequenceConstant jetstream.ErrorCode = 10164
)

// waitingEntry is an entry whose turn it is.
type waitingEntry struct {
	entry notify.Entry
	msg   *nats.Msg
}

// resolve looks for appends of unknown outcome, until ctx ends.
func (j *journal) resolve(ctx context.Context) error {
	for {
		select {
		case <-j.doubt:
		case <-ctx.Done():
			return nil
		}
		select {
		case <-time.After(lookAgain):
		case <-ctx.Done():
			return nil
		}
		select {
		case j.turn <- struct{}{}:
		case <-ctx.Done():
			return nil
		}
		j.look(context.WithoutCancel(ctx))
		<-j.turn
	}
}

// look folds what has landed of an append of unknown outcome, or leaves it to be
// looked for again. The turn is held.
func (j *journal) look(ctx context.Context) {
	if !j.unsure {
		return
	}
	if err := j.catchUp(ctx); err != nil {
		j.cfg.Log.Warn("look for an append of unknown outcome", "error", err)
	}
	if j.unsure {
		poke(j.doubt)
	}
}

// commit brings one entry to disk and into the folds. The turn is held.
//
// Each publish says which sequence it must get. So if an earlier one, of which no
// acknowledgement came, lands after all, the next is refused; the stream is read
// up to its end, and the entry that landed is folded before any later one. No
// entry can slip between.
func (j *journal) commit(ctx context.Context, w waitingEntry) (notify.Recorded, error) {
	fail := func(err error) (notify.Recorded, error) {
		return notify.Recorded{}, fmt.Errorf("append %s entry %s: %w: %w", w.entry.Type, w.entry.ID, ErrStorage, err)
	}
	if j.givenUp.Load() {
		return fail(ErrJournalClosed)
	}
	if there, found, err := j.setAside(ctx, w.entry); err != nil {
		return fail(err)
	} else if found && sameContent(there.Entry, w.entry) {
		return there, nil
	} else if found {
		return notify.Recorded{}, &notify.Conflict{There: there}
	}
	for range appendTries {
		sequence, err := j.publish(ctx, w)
		if err == nil {
			j.unsure = false
			j.failing.Store(false)
			rec, err := j.current.grow(sequence, w.entry, w.msg)
			if err != nil {
				return fail(err)
			}
			j.apply(rec)
			return j.cover(rec), nil
		}
		if definite(err) && !occupied(err) {
			return fail(err)
		}
		if !definite(err) {
			j.unsure = true
			poke(j.doubt)
			j.failing.Store(true)
			j.cfg.Failing()
		}
		there, found, lookErr := j.find(ctx, w.msg.Subject)
		if lookErr != nil {
			return fail(errors.Join(err, lookErr))
		}
		if found && sameContent(there.Entry, w.entry) {
			return there, nil
		}
		if found {
			return notify.Recorded{}, &notify.Conflict{There: there}
		}
		if !occupied(err) {
			return fail(err)
		}
	}
	return fail(errors.New("the stream has grown without us"))
}

// publish returns the sequence of the entry once it is synced.
func (j *journal) publish(ctx context.Context, w waitingEntry) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, ackWithin)
	defer cancel()
	last := j.current.size()
	w.msg.Header.Set(headerLastOfStream, strconv.FormatUint(last, 10))
	ack, err := j.js.PublishMsg(ctx, w.msg)
	if err != nil {
		return 0, err
	}
	if ack.Stream != j.current.name || ack.Sequence != last+1 || ack.Duplicate {
		return 0, fmt.Errorf("stream %s acknowledged sequence %d where %d is next", ack.Stream, ack.Sequence, last+1)
	}
	return ack.Sequence, nil
}

// find looks up what is under a subject, after folding all that is on disk.
func (j *journal) find(ctx context.Context, subject string) (rec notify.Recorded, found bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	if err := j.catchUp(ctx); err != nil {
		return rec, false, err
	}
	return j.current.lookUp(ctx, subject)
}

// setAside looks a message up in the epochs before this one: an id stands once
// for all time, and not once for each epoch.
func (j *journal) setAside(ctx context.Context, e notify.Entry) (rec notify.Recorded, found bool, err error) {
	if e.Type != notify.EntryMessage || len(j.past) == 0 {
		return rec, false, nil
	}
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	for _, p := range j.past {
		if rec, found, err = p.lookUp(ctx, entrySubject(p.root, e)); found || err != nil {
			return rec, found, err
		}
	}
	return rec, false, nil
}

// catchUp folds entries that are on disk and not known: those of which no
// acknowledgement came.
func (j *journal) catchUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, lookWithin)
	defer cancel()
	info, err := j.current.stream.Info(ctx)
	if err != nil {
		return fmt.Errorf("look at the stream: %w", err)
	}
	known := j.current.size()
	if info.State.LastSeq < known {
		return fmt.Errorf("the stream has %d entries and %d are recorded", info.State.LastSeq, known)
	}
	for sequence := known + 1; sequence <= info.State.LastSeq; sequence++ {
		raw, err := j.current.stream.GetMsg(ctx, sequence)
		if err != nil {
			return fmt.Errorf("read entry %d: %w", sequence, err)
		}
		rec, err := j.take(sequence, rawMsg(raw))
		if err != nil {
			return err
		}
		j.cover(rec)
		j.cfg.Log.Warn("entry found on disk whose acknowledgement was lost", "sequence", sequence, "id", rec.ID)
		j.unsure = false
		j.failing.Store(false)
	}
	return nil
}

// definite reports whether the server said what became of a publish. Everything
// else may still land.
func definite(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api)
}

// occupied reports whether the condition of an append did not hold.
func occupied(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == codeWrongLastSequence || api.ErrorCode == codeWrongLastSequenceConstant)
}
