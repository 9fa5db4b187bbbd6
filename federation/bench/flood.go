package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/schema"
)

// flooder is the second peer's party: XA tells XB, and XC floods XB. It has
// floodVariety valid messages of its own, and sends them over and over.
const (
	flooder      = schema.Party("XC")
	floodVariety = 2000
)

// paced is what a flood sends in a second that does not starve the machine it is
// measured on: more than a disk syncs, and less than a core encrypts.
const paced = 2000

// quietRest is the rest before a delivery of these measures.
const quietRest = 20 * time.Millisecond

// flood measures what one party's delivery takes while another floods the same
// node, beside what it takes in quiet.
func (b *bench) flood(ctx context.Context) error {
	own, err := b.floodOurs(ctx)
	if err != nil {
		return fmt.Errorf("ours: %w", err)
	}
	least, err := b.floodFloor(ctx, own.payload)
	if err != nil {
		return fmt.Errorf("floor: %w", err)
	}
	b.report.add(slower("delivery in quiet, p99", "ms", least.quiet.p99(), own.quiet.p99(), 0))
	b.report.add(floodRows("in a flood of "+strconv.Itoa(paced)+"/s", least.quiet, own.quiet, least.paced, own.paced)...)
	b.report.add(floodRows("in a flood without bound", least.quiet, own.quiet, least.unbound, own.unbound)...)
	b.report.add(row{name: "what the flood without bound got off", unit: "1/s", floor: least.sent, ours: own.sent})
	return nil
}

// floodRows put the aim where it belongs: not to ours by floor, but to flooded
// by quiet.
func floodRows(name string, quietLeast, quietOwn, least, own samples) []row {
	times := own.p99() / quietOwn.p99()
	return []row{
		slower("delivery "+name+", p99", "ms", least.p99(), own.p99(), 0),
		{name: "delivery " + name + ", p99 by quiet p99", unit: "times", floor: least.p99() / quietLeast.p99(), ours: times, ratio: times, aim: 3},
	}
}

// calm is what was measured of one side.
type calm struct {
	quiet, paced, unbound samples
	sent                  float64 // by the flood without bound, a second
	payload               []byte
}

func (b *bench) floodOurs(ctx context.Context) (c calm, err error) {
	own, err := newOurs(ctx, filepath.Join(b.store("flood"), "ours"), 2)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	victim := own.peers[0]
	own.peers = own.peers[:1]
	messages, err := own.forgeries(ctx, victim)
	if err != nil {
		return c, err
	}
	nc, err := nats.Connect("nats://"+own.fed.Address(victim),
		nats.Secure(mutual(own.fed.Keys(flooder, schema.Live).TLSCertificate())), nats.TLSHandshakeFirst(),
		nats.CustomInboxPrefix("_INBOX_"+string(flooder)+"_live"), nats.ErrorHandler(unsaid),
		nats.MaxReconnects(-1), nats.ReconnectWait(20*time.Millisecond), nats.IgnoreAuthErrorAbort())
	if err != nil {
		return c, fmt.Errorf("dial as %s: %w", flooder, err)
	}
	defer nc.Close()
	if err := b.underFlood(ctx, &c, "ours", own, func(ctx context.Context, perSecond int, sent *atomic.Int64) error {
		return pour(ctx, nc, messages, perSecond, sent)
	}); err != nil {
		return c, err
	}
	c.payload, err = own.envelope(ctx)
	return c, err
}

func (b *bench) floodFloor(ctx context.Context, payload []byte) (c calm, err error) {
	least, err := newFloor(ctx, filepath.Join(b.store("flood"), "floor"), 1, payload)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, least.Close()) }()
	nc, err := least.origin.dial(least.peers[0])
	if err != nil {
		return c, err
	}
	return c, b.underFlood(ctx, &c, "floor", least, func(ctx context.Context, perSecond int, sent *atomic.Int64) error {
		return pour(ctx, nc, [][]byte{payload}, perSecond, sent)
	})
}

// underFlood measures one side in quiet and in both floods.
func (b *bench) underFlood(ctx context.Context, c *calm, name string, s side, flood func(ctx context.Context, perSecond int, sent *atomic.Int64) error) error {
	sides := map[string]side{name: s}
	if _, err := alternate(ctx, warmups, 0, sides); err != nil {
		return err
	}
	measure := func() (samples, error) {
		took, err := alternate(ctx, b.floods, quietRest, sides)
		return took[name].clock, err
	}
	var err error
	if c.quiet, err = measure(); err != nil {
		return err
	}
	for _, perSecond := range []int{paced, 0} {
		var sent atomic.Int64
		flooding, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- flood(flooding, perSecond, &sent) }()
		begun := time.Now()
		took, err := measure()
		c.sent = float64(sent.Load()) / time.Since(begun).Seconds()
		stop()
		if err := errors.Join(err, <-ended); err != nil {
			return err
		}
		if perSecond == paced {
			c.paced = took
		} else {
			c.unbound = took
		}
	}
	return nil
}

// pour sends so many a second, or as fast as the connection takes it if that is
// zero, and reads no answer. A node may cut it off; it tries to come back all the
// time.
func pour(ctx context.Context, nc *nats.Conn, messages [][]byte, perSecond int, sent *atomic.Int64) error {
	const tick = 10 * time.Millisecond
	ticks := time.NewTicker(tick)
	defer ticks.Stop()
	reply := nc.NewInbox()
	burst := int(float64(perSecond) * tick.Seconds())
	for i := 1; ctx.Err() == nil; i++ {
		err := nc.PublishRequest("deliver.live."+string(flooder), reply, messages[i%len(messages)])
		if errors.Is(err, nats.ErrConnectionClosed) {
			return fmt.Errorf("flood: %w", err)
		}
		if err == nil {
			sent.Add(1)
		}
		if err == nil && (burst == 0 || i%burst != 0) {
			continue
		}
		select { // the next burst, or reconnected
		case <-ticks.C:
		case <-ctx.Done():
		}
	}
	return nil
}

// forgeries are messages of the flooder to the victim, each valid and signed,
// each with an id of its own.
func (o *ours) forgeries(ctx context.Context, victim schema.Party) ([][]byte, error) {
	sample, err := o.document(ctx, flooder, []schema.Party{victim}, textSize)
	if err != nil {
		return nil, err
	}
	keys := o.fed.Keys(flooder, schema.Live)
	var out [][]byte
	for range floodVariety {
		env, err := copyOf(sample, keys)
		if err != nil {
			return nil, err
		}
		out = append(out, env.Marshal())
	}
	return out, nil
}
