package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

const (
	// asChild makes this program be one node.
	asChild = "FORTHWITH_FAULTS_CHILD"
	// startAgain is how long a node that was up waits before it starts anew.
	startAgain = time.Second
	maxStore   = 4 << 30
	// beat is the interval of heartbeats: shorter than a node's own, so that they find
	// what they can, and long enough for a line of 9600 bit/s, on which those of both
	// journals take some seconds.
	beat = 20 * time.Second
)

// child is one node in a process of its own, which is killed.
type child struct {
	setup  setup
	cfg    federation.Config
	log    *slog.Logger
	offset atomic.Int64

	saying sync.Mutex
	out    *json.Encoder

	mu   sync.Mutex
	node *federation.Node // nil while it is not up
}

// beChild runs a node as it is told, until its input ends.
func beChild(ctx context.Context, in io.Reader, out, log io.Writer) error {
	told := json.NewDecoder(bufio.NewReader(in))
	c := &child{out: json.NewEncoder(out), log: slog.New(slog.NewTextHandler(log, nil))}
	if err := told.Decode(&c.setup); err != nil {
		return fmt.Errorf("read the setup: %w", err)
	}
	if err := c.configure(); err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	var answering sync.WaitGroup
	done := make(chan error, 1)
	go func() {
		defer stop()
		for {
			var do command
			if err := told.Decode(&do); err != nil {
				done <- err
				return
			}
			answering.Go(func() { c.say(c.answer(ctx, do)) })
		}
	}()
	err := c.run(ctx)
	if ctx.Err() == nil {
		return err // the reader waits for input that nobody will read
	}
	answering.Wait()
	if rerr := <-done; !errors.Is(rerr, io.EOF) {
		err = errors.Join(err, rerr)
	}
	return err
}

func (c *child) configure() error {
	c.offset.Store(int64(c.setup.Offset))
	keys := make(map[schema.Workspace]*trust.Keys)
	for w, pem := range c.setup.Keys {
		k, err := trust.ParseKeys([]byte(pem))
		if err != nil {
			return err
		}
		keys[w] = k
	}
	c.cfg = federation.Config{
		Party: c.setup.Party, Dir: c.setup.Dir, Listen: c.setup.Listen, Keys: keys,
		Keepers: c.setup.Keepers, KeeperThreshold: 1, Directory: c.setup.Edition,
		Policy: notify.DefaultPolicy(), MaxStore: maxStore, Beat: beat, SnapshotEvery: c.setup.SnapshotEvery, Log: c.log,
		Clock: federation.Clock{
			Now:   func() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) },
			After: time.After,
		},
		Dial: func(ctx context.Context, address string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", c.setup.Roads[address])
		},
	}
	return nil
}

// run keeps the node up, as forthwith serve does.
func (c *child) run(ctx context.Context) error {
	for up := false; ; {
		err := c.once(ctx, &up)
		if !up || ctx.Err() != nil {
			return err
		}
		c.log.Error("the node starts anew", "error", err)
		select {
		case <-time.After(startAgain):
		case <-ctx.Done():
			return nil
		}
	}
}

// once opens the node, tells that it is up, and runs it.
func (c *child) once(ctx context.Context, up *bool) error {
	n, err := federation.Open(ctx, c.cfg)
	if err != nil {
		return err
	}
	*up = true
	c.set(n)
	c.say(reply{})
	err = n.Run(ctx)
	c.set(nil)
	return errors.Join(err, n.Close())
}

func (c *child) set(n *federation.Node) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.node = n
}

// say writes one line. Where nobody reads any more there is nobody to tell.
func (c *child) say(r reply) {
	c.saying.Lock()
	defer c.saying.Unlock()
	if err := c.out.Encode(r); err != nil && !errors.Is(err, os.ErrClosed) {
		c.log.Warn("say what was answered", "error", err)
	}
}
