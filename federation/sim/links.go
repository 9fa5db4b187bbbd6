package sim

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"forthwith/federation"
	"forthwith/schema"
)

// Fault is what a link does to the deliveries of one party to another. The zero
// value is a good link.
type Fault struct {
	// Cut drops every connection and refuses new ones.
	Cut bool
	// Delay is how long a request takes longer.
	Delay time.Duration
	// The rest are probabilities for one delivery.
	LoseRequest float64 // it never arrives
	LoseAnswer  float64 // it arrives, and the answer is lost
	Double      float64 // it arrives twice
	Late        float64 // it is overtaken by those that follow
	Garble      float64 // one byte of it is changed
}

// ErrLost is what a delivery ends in that the link lost.
var ErrLost = errors.New("lost by the simulated link")

// lateness is how far a late delivery falls behind.
const lateness = 200 * time.Millisecond

type direction struct{ from, to schema.Party }

// Links are the roads between all pairs of parties; each direction has its own
// fault.
type Links struct {
	mu     sync.Mutex
	faults map[direction]Fault
	conns  map[*conn]bool
	random *rand.Rand
}

func newLinks() *Links {
	return &Links{
		faults: make(map[direction]Fault), conns: make(map[*conn]bool),
		random: rand.New(rand.NewPCG(1, 2)),
	}
}

// Set gives the link from one party to another a fault; what it breaks off is
// broken off at once.
func (l *Links) Set(from, to schema.Party, f Fault) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.faults[direction{from, to}] = f
	if f.Cut {
		l.close(func(c *conn) bool { return c.from == from && c.to == to })
	}
}

// Cut separates two parties in both directions.
func (l *Links) Cut(a, b schema.Party) {
	l.Set(a, b, Fault{Cut: true})
	l.Set(b, a, Fault{Cut: true})
}

// Heal makes the links between two parties good.
func (l *Links) Heal(a, b schema.Party) {
	l.Set(a, b, Fault{})
	l.Set(b, a, Fault{})
}

// hangUp closes every connection of a party.
func (l *Links) hangUp(p schema.Party) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.close(func(c *conn) bool { return c.from == p || c.to == p })
}

// Open counts the connections that stand.
func (l *Links) Open() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.conns)
}

func (l *Links) close(which func(*conn) bool) {
	for c := range l.conns {
		if which(c) {
			delete(l.conns, c)
			// The far end sees a closed connection, as over a cut cable.
			_ = c.Conn.Close()
		}
	}
}

func (l *Links) fault(from, to schema.Party) Fault {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.faults[direction{from, to}]
}

// happens draws against a probability, from a seed that is always the same.
func (l *Links) happens(p float64) bool {
	if p == 0 {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.random.Float64() < p
}

func (l *Links) dial(from, to schema.Party, dial func() (net.Conn, error)) (net.Conn, error) {
	if l.fault(from, to).Cut {
		return nil, ErrLost
	}
	inner, err := dial()
	if err != nil {
		return nil, err
	}
	c := &conn{Conn: inner, links: l, direction: direction{from, to}}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.conns[c] = true
	return c, nil
}

// conn is a connection that a cut can find.
type conn struct {
	net.Conn
	direction
	links *Links
}

func (c *conn) Close() error {
	c.links.mu.Lock()
	delete(c.links.conns, c)
	c.links.mu.Unlock()
	return c.Conn.Close()
}

// carry is what stands between a courier and the wire.
func (l *Links) carry(from schema.Party, clock federation.Clock) federation.Carry {
	return func(ctx context.Context, _ schema.Workspace, to schema.Party, request []byte, send func(context.Context, []byte) ([]byte, error)) ([]byte, error) {
		f := l.fault(from, to)
		wait := f.Delay
		if l.happens(f.Late) {
			wait += lateness
		}
		if wait > 0 {
			select {
			case <-clock.After(wait):
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		if l.happens(f.LoseRequest) {
			return nil, ErrLost
		}
		if l.happens(f.Garble) {
			request = l.garble(request)
		}
		answer, err := send(ctx, request)
		if err == nil && l.happens(f.Double) {
			answer, err = send(ctx, request)
		}
		if err == nil && l.happens(f.LoseAnswer) {
			return nil, ErrLost
		}
		return answer, err
	}
}

func (l *Links) garble(b []byte) []byte {
	l.mu.Lock()
	defer l.mu.Unlock()
	b = append([]byte(nil), b...)
	b[l.random.IntN(len(b))] ^= 1 << l.random.IntN(8)
	return b
}
