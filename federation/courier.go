package federation

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"forthwith/notify"
	"forthwith/schema"
)

const (
	// window is how many deliveries to one party are under way at once.
	window = 8
	// answerWithin is how long a peer may take to record and sign.
	answerWithin = 15 * time.Second
	// firstPause and longestPause bound the back-off: it never gives up.
	firstPause   = 250 * time.Millisecond
	longestPause = time.Minute
	// forgiveEvery is how often being heard starts everything anew: a peer that
	// chatters and takes nothing must not have us send without pause.
	forgiveEvery = time.Second
)

// untilWoken is the wait where nothing is owed, or all that is is under way.
const untilWoken time.Duration = -1

// LinkState says how the road to a party stands.
type LinkState struct {
	Party     schema.Party
	Connected bool
	// Since is when the state changed; Reason why it is down.
	Since   time.Time
	Reason  string
	Waiting int
	// Trouble is what heartbeats show, in words.
	Trouble []string
}

// Attempt is what the gateway knows of a delivery that has no answer yet. It is
// telemetry, in memory only.
type Attempt struct {
	Tries   int
	FirstAt time.Time
	LastAt  time.Time
	Next    time.Time // when it is tried again, if it is waiting
	Reason  string    // the last error, or their reason for refusing later
}

// courier carries what is owed to one party of one workspace, for ever.
type courier struct {
	g       *gateway
	party   schema.Party
	heard   chan struct{}
	freed   chan struct{} // something that was under way no longer is
	pulse   *pulse
	dialing singleflight.Group

	mu       sync.Mutex
	conn     *nats.Conn
	link     LinkState
	pause    time.Duration
	retryAt  time.Time // the link's
	forgiven time.Time
	busy     map[schema.MessageID]bool
	attempts map[schema.MessageID]*Attempt

	// yielding is set while the courier waits for the one that goes before it.
	yielding atomic.Bool
}

func newCourier(g *gateway, p schema.Party) *courier {
	c := &courier{
		g: g, party: p, heard: make(chan struct{}, 1), freed: make(chan struct{}, 1),
		busy: make(map[schema.MessageID]bool), attempts: make(map[schema.MessageID]*Attempt),
		link: LinkState{Party: p, Reason: "not tried yet"},
	}
	c.pulse = newPulse(g.clock.Now())
	for _, at := range g.both() {
		recorded, _ := at.tracker.Checkpoint(p)
		c.pulse.begin(at.workspace, recorded)
	}
	return c
}

// run delivers until ctx ends. It returns when every delivery it started has.
func (c *courier) run(ctx context.Context) error {
	var carrying errgroup.Group
	carrying.SetLimit(window)
	woken := c.g.tracker.Woken(c.party)
	for ctx.Err() == nil {
		m, wait := c.pick()
		if wait == 0 {
			carrying.Go(func() error {
				c.carry(ctx, m)
				if c.more() {
					poke(c.freed)
				}
				c.g.free(c.party)
				return nil
			})
			continue
		}
		var later <-chan time.Time
		if wait != untilWoken {
			later = c.g.clock.After(wait)
		}
		select {
		case <-woken:
		case <-c.freed:
		case <-c.heard:
			c.forgive()
		case <-later:
		case <-ctx.Done():
		}
	}
	err := carrying.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn != nil {
		c.conn.Close()
	}
	return err
}

// pick chooses what goes next and marks it as under way; a wait other than zero
// means that nothing can go before it is over.
func (c *courier) pick() (notify.Owing, time.Duration) {
	if !c.more() {
		return notify.Owing{}, untilWoken
	}
	if c.yields() {
		return notify.Owing{}, longestPause
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.g.clock.Now()
	if d := c.retryAt.Sub(now); d > 0 {
		return notify.Owing{}, d
	}
	wait := longestPause
	m, ok := c.g.tracker.Owed(c.party, func(id schema.MessageID) bool {
		if c.busy[id] {
			return true
		}
		a := c.attempts[id]
		if a == nil || !a.Next.After(now) {
			return false
		}
		wait = min(wait, a.Next.Sub(now))
		return true
	})
	if !ok {
		return m, wait
	}
	c.busy[m.ID] = true
	return m, 0
}

// more reports whether something is owed that is not under way.
func (c *courier) more() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.g.tracker.Waiting(c.party) > len(c.busy)
}

// yields reports whether the party is being told something that goes first. That it
// asks is noted before it looks: who ends what goes first looks after that.
func (c *courier) yields() bool {
	c.yielding.Store(true)
	if c.g.yields(c.party) {
		return true
	}
	c.yielding.Store(false)
	return false
}

// delivering reports whether something is under way to a party that is there.
func (c *courier) delivering() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link.Connected && len(c.busy) > 0
}

// carry makes one try: read what was recorded, send it, judge the answer. What
// is settled is recorded before the delivery is let go.
func (c *courier) carry(ctx context.Context, m notify.Owing) {
	id := m.ID
	answer, err := c.try(ctx, m)
	if err == nil {
		err = c.g.record(ctx, answer)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, id)
	if err == nil {
		delete(c.attempts, id)
		return
	}
	a := c.attempts[id]
	a.Reason = err.Error()
	if a.Next.IsZero() || !a.Next.After(a.LastAt) {
		a.Next = c.g.clock.Now().Add(jitter(backoff(a.Tries)))
	}
}

// try sends the message once. A settled answer comes back for the journal; a
// refusal for later and every failure is an error.
func (c *courier) try(ctx context.Context, m notify.Owing) (answer notify.Answer, err error) {
	sent := c.g.clock.Now()
	tries := c.attempt(m.ID, sent)
	conn, err := c.connect(ctx)
	if err != nil {
		return answer, err
	}
	rec, err := c.g.journal.Read(ctx, m.Epoch, m.Position)
	if err != nil {
		return answer, fmt.Errorf("read %s from the journal: %w", m.ID, err)
	}
	c.g.step("gateway.sending")
	reply, err := c.ask(ctx, conn, rec.Data)
	if err != nil {
		return answer, err
	}
	c.answered()
	c.g.step("gateway.answered")
	answer, err = c.g.judge(c.party, m, rec.Data, reply)
	answer.AnswerRecord = notify.AnswerRecord{
		Party: c.party, Message: m.ID, Envelope: reply,
		Road: notify.RoadDirect, SentAt: schema.NewInstant(sent), Tries: tries,
	}
	return answer, err
}

// ask puts a request on the wire and waits for the answer. A connection on which
// none comes is given up.
func (c *courier) ask(ctx context.Context, conn *nats.Conn, request []byte) ([]byte, error) {
	asking, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	reply, err := c.g.wire(asking, c.g.workspace, c.party, request, func(ctx context.Context, request []byte) ([]byte, error) {
		reply, err := conn.RequestWithContext(ctx, deliverSubject(c.g.workspace, c.g.party), request)
		if err != nil {
			return nil, err
		}
		return reply.Data, nil
	})
	if err != nil {
		if !errors.Is(err, nats.ErrNoResponders) {
			c.lost(conn, err)
		}
		return nil, fmt.Errorf("no answer from %s: %w", c.party, err)
	}
	return reply, nil
}

func (c *courier) attempt(id schema.MessageID, now time.Time) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	a := c.attempts[id]
	if a == nil {
		a = &Attempt{FirstAt: now}
		c.attempts[id] = a
	}
	a.Tries++
	a.LastAt, a.Next = now, time.Time{}
	return a.Tries
}

func backoff(tries int) time.Duration {
	return min(firstPause<<min(tries, 16), longestPause)
}

// jitter spreads d over its upper half, so that many do not come back at once.
func jitter(d time.Duration) time.Duration {
	return d/2 + rand.N(d/2+1)
}

// poke leaves one signal; a second one before it is taken says no more.
func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}
