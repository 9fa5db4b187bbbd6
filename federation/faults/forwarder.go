package main

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// trouble is what a road does to connections. The zero value is a good road.
type trouble struct {
	name string
	// refuse closes each new connection at once, and those there are.
	refuse bool
	// hang accepts and carries nothing; what is connected stays so.
	hang bool
	// deaf carries requests and not what comes back: who asks must ask again.
	deaf  bool
	delay time.Duration // of each piece that is carried
	rate  int           // bytes a second; zero for no bound
	// breaks is after how many bytes a connection is broken off; zero for never.
	breaks int
}

// road forwards connections from one node to another.
type road struct {
	listener net.Listener
	to       string

	mu      sync.Mutex
	trouble trouble
	turned  chan struct{} // closed when the trouble changes
	conns   map[net.Conn]bool
}

func newRoad(to string) (*road, error) {
	host, _, err := net.SplitHostPort(to)
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return nil, err
	}
	return &road{listener: l, to: to, turned: make(chan struct{}), conns: make(map[net.Conn]bool)}, nil
}

// run forwards until ctx ends.
func (r *road) run(ctx context.Context) error {
	stop := context.AfterFunc(ctx, func() {
		_ = r.listener.Close()
		r.hangUp()
	})
	defer stop()
	var carrying errgroup.Group
	for {
		in, err := r.listener.Accept()
		if err != nil {
			werr := carrying.Wait()
			if ctx.Err() != nil {
				return werr
			}
			return errors.Join(err, werr)
		}
		carrying.Go(func() error { r.forward(ctx, in); return nil })
	}
}

// set changes what the road does; connections are broken off where it says so.
func (r *road) set(t trouble) {
	r.mu.Lock()
	r.trouble = t
	close(r.turned)
	r.turned = make(chan struct{})
	r.mu.Unlock()
	if t.refuse {
		r.hangUp()
	}
}

func (r *road) now() (trouble, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.trouble, r.turned
}

func (r *road) hangUp() {
	r.mu.Lock()
	defer r.mu.Unlock()
	for c := range r.conns {
		_ = c.Close() // the far end sees a connection that is closed
	}
}

func (r *road) keep(c net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.conns[c] = true
}

func (r *road) drop(c net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.conns, c)
	_ = c.Close()
}

// forward carries one connection both ways until either side closes it.
func (r *road) forward(ctx context.Context, in net.Conn) {
	r.keep(in)
	defer r.drop(in)
	if t, _ := r.now(); t.refuse {
		return
	}
	var d net.Dialer
	out, err := d.DialContext(ctx, "tcp", r.to)
	if err != nil {
		return
	}
	r.keep(out)
	defer r.drop(out)
	var both sync.WaitGroup
	for _, way := range []struct {
		from, to net.Conn
		back     bool
	}{{in, out, false}, {out, in, true}} {
		both.Go(func() {
			r.carry(ctx, way.from, way.to, way.back)
			// One way that ended ends the other.
			_ = way.from.Close()
			_ = way.to.Close()
		})
	}
	both.Wait()
}

// carry copies one way, in pieces that the trouble of the moment treats.
func (r *road) carry(ctx context.Context, from io.Reader, to io.Writer, back bool) {
	buffer := make([]byte, 16<<10)
	for carried := 0; ; {
		piece := buffer
		if t, _ := r.now(); t.rate > 0 {
			piece = buffer[:256]
		}
		n, err := from.Read(piece)
		if err != nil {
			return
		}
		carried += n
		t, turned := r.now()
		for t.hang {
			select {
			case <-turned:
			case <-ctx.Done():
				return
			}
			t, turned = r.now()
		}
		wait := t.delay
		if t.rate > 0 {
			wait += time.Duration(n) * time.Second / time.Duration(t.rate)
		}
		if wait > 0 && pause(ctx, wait) != nil || t.breaks > 0 && carried > t.breaks {
			return
		}
		if t.deaf && back {
			continue
		}
		if _, err := to.Write(piece[:n]); err != nil {
			return
		}
	}
}
