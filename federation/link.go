package federation

import (
	"context"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
)

// A courier's road to its party: one connection, made when it is needed.

// connect is the connection to the party, made when it is first needed and again
// after it was lost.
func (c *courier) connect(ctx context.Context) (*nats.Conn, error) {
	c.mu.Lock()
	conn := c.conn
	c.mu.Unlock()
	if conn != nil && conn.IsConnected() {
		return conn, nil
	}
	// All deliveries under way wait for the one that dials.
	v, err, _ := c.dialing.Do("", func() (any, error) { return c.redial(ctx) })
	if err != nil {
		return nil, err
	}
	return v.(*nats.Conn), nil
}

func (c *courier) redial(ctx context.Context) (*nats.Conn, error) {
	c.mu.Lock()
	old := c.conn
	c.mu.Unlock()
	if old != nil {
		if old.IsConnected() {
			return old, nil
		}
		old.Close()
	}
	conn, err := c.g.dial(ctx, c.party)
	if err != nil {
		c.down(err)
		return nil, fmt.Errorf("reach %s: %w", c.party, err)
	}
	c.g.reached(c.party)
	c.g.hasten(c.party)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.conn, c.retryAt = conn, time.Time{}
	c.link.Connected, c.link.Since, c.link.Reason = true, c.g.clock.Now(), ""
	for _, a := range c.attempts {
		a.Next = time.Time{} // what waited for the road need not wait longer
	}
	return conn, nil
}

// answered notes that the road is good: that a connection was made says little.
func (c *courier) answered() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pause = 0
}

// lost gives up a connection that no longer answers.
func (c *courier) lost(conn *nats.Conn, err error) {
	c.mu.Lock()
	current := c.conn == conn
	if current {
		c.conn = nil
	}
	c.mu.Unlock()
	conn.Close()
	if current {
		c.down(err)
	}
}

// down notes that the road is closed and when to try it next.
func (c *courier) down(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.g.clock.Now()
	if c.link.Connected || c.link.Since.IsZero() {
		c.link.Since = now
	}
	c.link.Connected, c.link.Reason = false, err.Error()
	c.pause = min(max(2*c.pause, firstPause), longestPause)
	c.retryAt = now.Add(jitter(c.pause))
}

// forgive tries everything at once, or soon: the peer has been heard.
func (c *courier) forgive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.g.clock.Now(); !c.forgiven.After(now) {
		c.forgiven = latest(now, c.forgiven.Add(forgiveEvery))
	}
	at := c.forgiven
	c.pause = 0
	if c.retryAt.After(at) {
		c.retryAt = at
	}
	for _, a := range c.attempts {
		if a.Next.After(at) {
			a.Next = at
		}
	}
}

// pauses reports whether there is anything to forgive.
func (c *courier) pauses() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.pause > 0 || !c.retryAt.IsZero() {
		return true
	}
	for _, a := range c.attempts {
		if !a.Next.IsZero() {
			return true
		}
	}
	return false
}

func (c *courier) status() LinkState {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.link
	s.Waiting = c.g.tracker.Waiting(c.party)
	return s
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
