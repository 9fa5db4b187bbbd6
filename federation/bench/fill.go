package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// liveStream is the first epoch of the live journal (see the package comment of
// federation).
const liveStream = "LIVE-1"

// shortText keeps a journal of a million entries within a store.
const shortText = 260

// filling writes a journal as its node would, but without a sync for each entry.
type filling struct {
	js   jetstream.JetStream
	tree trust.Tree
}

// fill stops the origin's node and writes entries into its live journal: half of
// them notices of the peer, a quarter its own to that peer, a quarter the
// receipts of these.
func (o *ours) fill(ctx context.Context, entries int) (err error) {
	self, peer := o.origin, o.peers[0]
	incoming, err := o.document(ctx, peer, []schema.Party{self}, shortText)
	if err != nil {
		return err
	}
	outgoing, err := o.document(ctx, self, []schema.Party{peer}, shortText)
	if err != nil {
		return err
	}
	o.stopWatching()
	if err := errors.Join(o.fed.Stop(self), o.fed.Stop(peer)); err != nil {
		return err
	}
	p, err := openUnsynced(filepath.Join(o.fed.Dir(self), "store"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.Close()) }()
	f := new(filling)
	if f.js, err = p.jetStream(); err != nil {
		return err
	}
	if err := f.resume(ctx); err != nil {
		return err
	}
	mine, theirs := o.fed.Keys(self, schema.Live), o.fed.Keys(peer, schema.Live)
	for f.tree.Size() < int64(entries) {
		for _, step := range []func() error{
			func() error { _, err := f.message(incoming, theirs, peer); return err },
			func() error { return f.exchange(outgoing, mine, theirs) },
			func() error { _, err := f.message(incoming, theirs, peer); return err },
		} {
			if err := errors.Join(step(), ctx.Err()); err != nil {
				return err
			}
		}
	}
	select {
	case <-f.js.PublishAsyncComplete():
	case <-ctx.Done():
		return ctx.Err()
	}
	stream, err := f.js.Stream(ctx, liveStream)
	if err != nil {
		return err
	}
	if n := stream.CachedInfo().State.LastSeq; n != uint64(f.tree.Size()) {
		return fmt.Errorf("%d entries were written and %d are there", f.tree.Size(), n)
	}
	env, err := trust.SignCheckpoint(schema.Checkpoint{
		Party: self, Journal: "live", Head: f.tree.Head(1), At: schema.NewInstant(time.Now()),
	}, mine)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(o.fed.Dir(self), "heads", "live.head"), env.Marshal(), 0o600)
}

func openUnsynced(store string) (*plain, error) {
	o, err := plainOptions(store, accounts)
	if err != nil {
		return nil, err
	}
	o.SyncAlways = false
	d := new(door)
	o.CustomClientAuthentication = d
	s, err := server.NewServer(o)
	if err != nil {
		return nil, err
	}
	d.server = s
	return startPlain(s, noCertificate)
}

// resume takes into the tree what the node has written.
func (f *filling) resume(ctx context.Context) error {
	stream, err := f.js.Stream(ctx, liveStream)
	if err != nil {
		return err
	}
	for seq := uint64(1); seq <= stream.CachedInfo().State.LastSeq; seq++ {
		m, err := stream.GetMsg(ctx, seq)
		if err != nil {
			return fmt.Errorf("read entry %d: %w", seq, err)
		}
		f.tree.Append(trust.Record(1, seq, m.Subject, m.Header, m.Data))
	}
	return nil
}

// message writes a copy of a message; link is who brought it, empty for our own.
func (f *filling) message(sample *schema.Message, keys *trust.Keys, link schema.Party) (*schema.Envelope, error) {
	env, err := copyOf(sample, keys)
	if err != nil {
		return nil, err
	}
	return env, f.append("message", sample.Header.From, string(sample.Header.ID), link, env.Digest(), env.Marshal())
}

// exchange writes a notice of our own and its receipt.
func (f *filling) exchange(sample *schema.Message, mine, theirs *trust.Keys) error {
	env, err := f.message(sample, mine, "")
	if err != nil {
		return err
	}
	now := schema.NewInstant(time.Now())
	receipt, err := schema.Canonical(schema.Receipt{
		By: theirs.Party(), Message: sample.Header.ID, Digest: env.Digest(), ReceivedAt: now, Head: f.tree.Head(1),
	})
	if err != nil {
		return err
	}
	sealed, err := theirs.Seal(schema.PayloadType(schema.Live, schema.DocumentReceipt), receipt)
	if err != nil {
		return err
	}
	answers, err := schema.Canonical(notify.Answers{Answers: []notify.AnswerRecord{{
		Party: theirs.Party(), Message: sample.Header.ID, Envelope: sealed.Marshal(), Road: notify.RoadDirect, SentAt: now, Tries: 1,
	}}})
	if err != nil {
		return err
	}
	return f.append("receipts", mine.Party(), string(schema.NewMessageID()), "", "", answers)
}

// append writes one entry and takes it into the tree.
func (f *filling) append(kind string, origin schema.Party, id string, link schema.Party, digest schema.Digest, data []byte) error {
	seq := uint64(f.tree.Size()) + 1
	m := nats.NewMsg("live-1." + kind + "." + string(origin) + "." + id)
	m.Data = data
	m.Header.Set("Forthwith-At", string(schema.NewInstant(time.Now())))
	if link != "" {
		m.Header.Set("Forthwith-Link", string(link))
	}
	if digest != "" {
		m.Header.Set("Forthwith-Digest", string(digest))
	}
	m.Header.Set(nats.ExpectedLastSeqHdr, strconv.FormatUint(seq-1, 10))
	f.tree.Append(trust.Record(1, seq, m.Subject, m.Header, data))
	_, err := f.js.PublishMsgAsync(m)
	return err
}
