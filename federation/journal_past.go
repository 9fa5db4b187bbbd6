package federation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// Epochs that were set aside are damaged like the last one: what is in them, and
// what says where they end. Peers must know where that is: they owe us what they
// have receipts for from behind it.

// openPast folds what can be proved of the epochs that were set aside, in order.
// Where one is no longer what it was then, nothing of it is folded.
func (j *journal) openPast(ctx context.Context) error {
	if j.cfg.Folded {
		return j.keepPast(ctx, j.cfg.Broken.epochs)
	}
	for n := 1; n < j.current.number; n++ {
		e := newEpoch(j.cfg.Name, n)
		j.past = append(j.past, e)
		if err := j.openAside(ctx, e); err != nil {
			return err
		}
		if e.stream == nil {
			continue
		}
		proved, _ := j.proved(ctx, n)
		if err := j.foldPast(ctx, e, proved); err != nil {
			return err
		}
	}
	return nil
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
	if last == 0 {
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
			j.apply(rec)
		}
		return err
	})
}

// endFile is for the last provable head of an epoch that was set aside.
func (j *journal) endFile(n int) string {
	return fmt.Sprintf("%s-%d.head", strings.TrimSuffix(j.cfg.HeadFile, ".head"), n)
}

func (j *journal) keepEnd(head schema.TreeHead) error {
	env, err := j.signHead(head)
	if err != nil {
		return err
	}
	return WriteFile(j.endFile(head.Epoch), env.Marshal())
}

// readEnd is what keepEnd kept, if it can be believed.
func (j *journal) readEnd(n int) (head schema.TreeHead, known bool) {
	b, err := os.ReadFile(j.endFile(n))
	if err != nil {
		return head, false
	}
	env, err := schema.ParseEnvelope(b)
	if err != nil {
		return head, false
	}
	head, err = j.judgeHead(env)
	return head, err == nil && head.Epoch == n
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
	if head, known := j.readEnd(n); known {
		return head, true
	}
	if start, ok := j.successor(ctx, n); ok && start.Previous != nil && start.Previous.Epoch == n {
		return *start.Previous, true
	}
	return schema.TreeHead{}, false
}

// verifyPast finds the first epoch set aside that is less than peers can be told.
func (j *journal) verifyPast(ctx context.Context) error {
	ends := j.ends(ctx)
	for _, e := range j.past {
		head := e.head()
		proved, known := j.proved(ctx, e.number)
		var reason string
		switch told, ok := ends[e.number]; {
		case !known:
			reason = "where epoch %d ended is not known any more"
		case head.Size < proved.Size:
			reason = "epoch %d is not what it was when it was set aside"
		case !ok || told > head.Size:
			reason = "the entry that said where epoch %d ended is gone"
		default:
			continue
		}
		if head.Size == 0 {
			head = new(trust.Tree).Head(e.number)
		}
		d := j.damage(proved, fmt.Sprintf(reason, e.number))
		d.Provable = head
		return d
	}
	return nil
}

// ends says for each epoch set aside up to where it counts, by the first entries of
// those after it: the first entry of an epoch names the one before it, or, where
// that one was whole, another.
func (j *journal) ends(ctx context.Context) map[int]int64 {
	ends := make(map[int]int64)
	end := func(epoch int, previous schema.TreeHead) {
		if known, ok := ends[previous.Epoch]; !ok || previous.Size < known {
			ends[previous.Epoch] = previous.Size
		}
		if _, ok := ends[epoch-1]; !ok {
			ends[epoch-1] = 0
		}
	}
	for _, e := range append(j.past[:len(j.past):len(j.past)], j.current) {
		if e.number == 1 || e != j.current && e.head().Size == 0 {
			continue // its first entry is not believed
		}
		if start, ok := j.successor(ctx, e.number-1); ok && start.Previous != nil {
			end(e.number, *start.Previous)
		}
	}
	if d := j.cfg.Broken; d != nil {
		end(d.Epoch+1, d.Provable)
	}
	return ends
}
