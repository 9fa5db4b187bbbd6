package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// leafs is plain NATS: each peer a leaf node of the origin, with a stream whose
// source is the origin's.
type leafs struct {
	payload []byte
	origin  *plain
	js      jetstream.JetStream
	peers   []*plain
	reading []jetstream.ConsumeContext
	next    atomic.Int64
	pending *pending
}

func newLeafs(ctx context.Context, dir string, peers int, payload []byte) (*leafs, error) {
	l := &leafs{payload: payload, pending: newPending(), peers: make([]*plain, peers), reading: make([]jetstream.ConsumeContext, peers)}
	if err := l.open(ctx, dir); err != nil {
		return nil, errors.Join(err, l.Close())
	}
	return l, nil
}

func (l *leafs) open(ctx context.Context, dir string) error {
	origin, err := openLeaf(filepath.Join(dir, "origin"), "origin", func(o *server.Options, p *plain) {
		o.LeafNode = server.LeafNodeOpts{
			Host: "127.0.0.1", Port: server.RANDOM_PORT, TLSConfig: mutual(p.cert), TLSTimeout: 5, TLSHandshakeFirst: true,
		}
	})
	if err != nil {
		return err
	}
	l.origin = origin
	if l.js, err = origin.jetStream(); err != nil {
		return err
	}
	if _, err := l.js.CreateStream(ctx, syncedStream("OUT", "out.>")); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	var all errgroup.Group
	for i := range l.peers {
		all.Go(func() error { return l.join(ctx, i, filepath.Join(dir, strconv.Itoa(i))) })
	}
	return all.Wait()
}

// join starts one peer.
func (l *leafs) join(ctx context.Context, i int, dir string) error {
	at := &url.URL{Scheme: "tls", Host: "127.0.0.1:" + strconv.Itoa(l.leafPort())}
	p, err := openLeaf(dir, "peer"+strconv.Itoa(i), func(o *server.Options, p *plain) {
		o.LeafNode.Remotes = []*server.RemoteLeafOpts{{
			URLs: []*url.URL{at}, TLS: true, TLSConfig: mutual(p.cert), TLSTimeout: 5, TLSHandshakeFirst: true,
		}}
	})
	if err != nil {
		return err
	}
	l.peers[i] = p
	js, err := p.jetStream()
	if err != nil {
		return err
	}
	// The source is looked for once, and then again only after seconds.
	for p.server.NumLeafNodes() == 0 {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return fmt.Errorf("leaf node not connected: %w", ctx.Err())
		}
	}
	stream, err := js.CreateStream(ctx, jetstream.StreamConfig{
		Name: "IN", Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew,
		Sources: []*jetstream.StreamSource{{Name: "OUT", External: &jetstream.ExternalStream{APIPrefix: "$JS.origin.API"}}},
	})
	if err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	consumer, err := stream.CreateConsumer(ctx, jetstream.ConsumerConfig{AckPolicy: jetstream.AckNonePolicy, MemoryStorage: true})
	if err != nil {
		return fmt.Errorf("consumer: %w", err)
	}
	l.reading[i], err = consumer.Consume(func(m jetstream.Msg) { l.pending.heard(m.Subject()) })
	return err
}

func (l *leafs) leafPort() int {
	v, err := l.origin.server.Varz(nil)
	if err != nil {
		return 0
	}
	return v.LeafNode.Port
}

// openLeaf starts a server in a JetStream domain of its own.
func openLeaf(dir, domain string, change func(*server.Options, *plain)) (*plain, error) {
	cert, err := newCertificate()
	if err != nil {
		return nil, err
	}
	o, err := plainOptions(dir, "")
	if err != nil {
		return nil, err
	}
	o.ServerName, o.JetStreamDomain = domain, domain
	change(o, &plain{cert: cert})
	s, err := server.NewServer(o)
	if err != nil {
		return nil, fmt.Errorf("embedded server: %w", err)
	}
	return startPlain(s, cert)
}

// Prepare implements side.
func (l *leafs) Prepare(context.Context, int) error { return nil }

// Issue implements side. That all peers have it, the bench sees at the peers:
// the origin is not told.
func (l *leafs) Issue(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	id := fmt.Sprintf("out.%d", l.next.Add(1))
	done := l.pending.expect(id, len(l.peers))
	if _, err := l.js.Publish(ctx, id, l.payload); err != nil {
		return fmt.Errorf("append: %w", err)
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("at the peers: %w", ctx.Err())
	}
}

// Close implements side.
func (l *leafs) Close() error {
	for _, r := range l.reading {
		if r != nil {
			r.Stop()
		}
	}
	var errs []error
	for _, p := range append(l.peers, l.origin) {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}
