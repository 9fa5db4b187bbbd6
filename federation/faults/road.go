package main

import (
	"math/rand/v2"
	"sync"
	"time"
)

// trouble is what a road does to packets. The zero value is a good road.
type trouble struct {
	name string
	// lost and twice are how many of all packets vanish, and arrive two times.
	lost, twice float64
	// delay is of each packet. Chance adds up to jitter: packets overtake others.
	delay, jitter time.Duration
	rate          int // bit/s; zero for no bound
	cut           bool
}

// queue is how many bytes wait where a road is narrow; what comes when they are
// that many is lost, as at a modem.
const queue = 8 << 10

// road carries IP packets from one node to another, one way.
type road struct {
	mu      sync.Mutex
	random  *rand.Rand
	trouble trouble
	free    time.Time // when all that is in the narrow place will be through
	latest  time.Time // arrival of all packets so far
	traffic traffic
}

// traffic is what became of the packets of a road.
type traffic struct{ carried, lost, doubled, overtook, dropped, cut int }

func (t traffic) add(o traffic) traffic {
	return traffic{
		t.carried + o.carried, t.lost + o.lost, t.doubled + o.doubled,
		t.overtook + o.overtook, t.dropped + o.dropped, t.cut + o.cut,
	}
}

func (r *road) set(t trouble) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trouble, r.free = t, time.Time{}
}

func (r *road) seen() traffic {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.traffic
}

// carry says when the copies of a packet arrive that sets out now.
func (r *road) carry(now time.Time, size int) []time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.trouble.cut {
		r.traffic.cut++
		return nil
	}
	if r.random.Float64() < r.trouble.lost {
		r.traffic.lost++
		return nil
	}
	through, ok := r.squeeze(now, size)
	if !ok {
		r.traffic.dropped++
		return nil
	}
	arrivals := []time.Time{r.arrival(through)}
	if r.random.Float64() < r.trouble.twice {
		r.traffic.doubled++
		arrivals = append(arrivals, r.arrival(through))
	}
	r.traffic.carried++
	return arrivals
}

// squeeze is when a packet is through the narrow place; it may not find room there.
func (r *road) squeeze(now time.Time, size int) (through time.Time, ok bool) {
	rate := time.Duration(r.trouble.rate)
	if rate == 0 {
		return now, true
	}
	begin := now
	if r.free.After(now) {
		begin = r.free
	}
	if waiting := int(begin.Sub(now) * rate / time.Second / 8); waiting+size > queue {
		return now, false
	}
	r.free = begin.Add(time.Duration(size) * 8 * time.Second / rate)
	return r.free, true
}

func (r *road) arrival(through time.Time) time.Time {
	at := through.Add(r.trouble.delay)
	if j := int64(r.trouble.jitter); j > 0 {
		at = at.Add(time.Duration(r.random.Int64N(j)))
	}
	if at.Before(r.latest) {
		r.traffic.overtook++
		return at
	}
	r.latest = at
	return at
}
