package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"golang.org/x/sync/errgroup"
)

// receiptSize is what one of our receipts has on the wire, about.
const receiptSize = 900

// answerWithin is how long a peer may take.
const answerWithin = time.Minute

// floor is the least that notifies peers.
type floor struct {
	payload []byte
	origin  *plain
	js      jetstream.JetStream
	peers   []*plain
	links   []*nats.Conn

	next     atomic.Int64
	receipts chan receipt
	stop     context.CancelFunc
	writing  sync.WaitGroup
}

// receipt is a reply on its way to the origin's stream.
type receipt struct {
	data []byte
	done chan error
}

// newFloor starts the origin and its peers and connects them. The payload is
// what is sent.
func newFloor(ctx context.Context, dir string, peers int, payload []byte) (*floor, error) {
	f := &floor{payload: payload, receipts: make(chan receipt)}
	if err := f.open(ctx, dir, peers); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	writing, stop := context.WithCancel(ctx)
	f.stop = stop
	f.writing.Go(func() { f.write(writing) })
	return f, nil
}

func (f *floor) open(ctx context.Context, dir string, peers int) (err error) {
	if f.origin, err = openPlain(filepath.Join(dir, "origin")); err != nil {
		return err
	}
	if f.js, err = f.origin.jetStream(); err != nil {
		return err
	}
	if _, err := f.js.CreateStream(ctx, syncedStream("OUT", "out.>")); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	f.peers, f.links = make([]*plain, peers), make([]*nats.Conn, peers)
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(startsAtOnce)
	for i := range f.peers {
		all.Go(func() (err error) {
			f.peers[i], err = openReceiver(ctx, filepath.Join(dir, strconv.Itoa(i)))
			return err
		})
	}
	if err := all.Wait(); err != nil {
		return err
	}
	for i, p := range f.peers {
		if f.links[i], err = f.origin.dial(p); err != nil {
			return err
		}
	}
	return nil
}

func syncedStream(name, subjects string) jetstream.StreamConfig {
	return jetstream.StreamConfig{Name: name, Subjects: []string{subjects}, Storage: jetstream.FileStorage, Discard: jetstream.DiscardNew}
}

// openReceiver starts a peer: one synced append, and a reply.
func openReceiver(ctx context.Context, dir string) (*plain, error) {
	p, err := openPlain(dir)
	if err != nil {
		return nil, err
	}
	return p, receive(context.WithoutCancel(ctx), p)
}

func receive(ctx context.Context, p *plain) error {
	js, err := p.jetStream()
	if err != nil {
		return err
	}
	if _, err := js.CreateStream(ctx, syncedStream("IN", "in.>")); err != nil {
		return fmt.Errorf("stream: %w", err)
	}
	incoming, err := p.inProcess()
	if err != nil {
		return err
	}
	reply := bytes.Repeat([]byte{'r'}, receiptSize)
	for _, party := range []string{"XA", "XC"} { // one subscription and worker per sender, as ours
		n := 0
		sub, err := incoming.Subscribe("deliver.live."+party, func(m *nats.Msg) {
			n++
			if _, err := js.Publish(ctx, fmt.Sprintf("in.%s.%d", party, n), m.Data); err != nil {
				return // the sender's request ends in a timeout
			}
			_ = m.Respond(reply) // as above
		})
		if err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
		if err := sub.SetPendingLimits(64, 4<<20); err != nil {
			return fmt.Errorf("subscribe: %w", err)
		}
	}
	return incoming.Flush()
}

// Prepare implements side.
func (f *floor) Prepare(context.Context, int) error { return nil }

// Issue implements side.
func (f *floor) Issue(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	if _, err := f.js.Publish(ctx, fmt.Sprintf("out.message.%d", f.next.Add(1)), f.payload); err != nil {
		return fmt.Errorf("append: %w", err)
	}
	var all errgroup.Group
	for _, nc := range f.links {
		all.Go(func() error {
			m, err := nc.RequestWithContext(ctx, "deliver.live.XA", f.payload)
			if err != nil {
				return fmt.Errorf("request: %w", err)
			}
			r := receipt{m.Data, make(chan error, 1)}
			f.receipts <- r
			return <-r.done
		})
	}
	return all.Wait()
}

// write appends replies: all that arrived while the last append ran in one.
func (f *floor) write(ctx context.Context) {
	for n := 0; ; n++ {
		var batch []receipt
		var data []byte
		select {
		case r := <-f.receipts:
			batch, data = append(batch, r), append(data, r.data...)
		case <-ctx.Done():
			return
		}
		for more := true; more && len(batch) < 100; {
			select {
			case r := <-f.receipts:
				batch, data = append(batch, r), append(data, r.data...)
			default:
				more = false
			}
		}
		_, err := f.js.Publish(ctx, fmt.Sprintf("out.receipts.%d", n), data)
		for _, r := range batch {
			r.done <- err
		}
	}
}

// Close implements side.
func (f *floor) Close() error {
	if f.stop != nil {
		f.stop()
		f.writing.Wait()
	}
	var errs []error
	for _, p := range append(f.peers, f.origin) {
		if p != nil {
			errs = append(errs, p.Close())
		}
	}
	return errors.Join(errs...)
}
