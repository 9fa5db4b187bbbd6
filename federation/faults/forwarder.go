package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/netip"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// way is one direction between two nodes.
type way struct{ from, to netip.Addr }

// forwarder is the only road between some devices: it reads IP packets of each and
// writes them to that of their destination, as the roads between them have it.
type forwarder struct {
	devices map[netip.Addr]io.ReadWriteCloser
	roads   map[way]*road
	sooner  chan struct{} // something may be due earlier than was known

	mu      sync.Mutex
	parcels []parcel // in the order of their arrival
}

// parcel is a packet on its way.
type parcel struct {
	at     time.Time
	to     netip.Addr
	packet []byte
}

// newForwarder joins devices by good roads.
func newForwarder(devices map[netip.Addr]io.ReadWriteCloser, source func(purpose string) *rand.Rand) *forwarder {
	f := &forwarder{devices: devices, roads: make(map[way]*road), sooner: make(chan struct{}, 1)}
	for from := range devices {
		for to := range devices {
			if w := (way{from, to}); from != to {
				f.roads[w] = &road{random: source(from.String() + " " + to.String())}
			}
		}
	}
	return f
}

// run forwards until ctx ends, and closes the devices.
func (f *forwarder) run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	for address, d := range f.devices {
		all.Go(func() error { return unlessOver(ctx, f.receive(address, d)) })
	}
	all.Go(func() error { return unlessOver(ctx, f.send(ctx)) })
	all.Go(func() (err error) {
		<-ctx.Done()
		for _, d := range f.devices {
			err = errors.Join(err, d.Close())
		}
		return err
	})
	return all.Wait()
}

// unlessOver leaves out an error that is only the end.
func unlessOver(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// receive takes what the node at an address sends.
func (f *forwarder) receive(from netip.Addr, device io.Reader) error {
	for buffer := make([]byte, 64<<10); ; {
		n, err := device.Read(buffer)
		if err != nil {
			return err
		}
		w, ok := wayOf(buffer[:n])
		if !ok || w.from != from || f.roads[w] == nil {
			continue // what a kernel sends to nobody here: a solicitation, a multicast
		}
		for _, at := range f.roads[w].carry(time.Now(), n) {
			f.put(parcel{at, w.to, slices.Clone(buffer[:n])})
		}
	}
}

// wayOf reads the addresses of an IPv4 packet.
func wayOf(packet []byte) (way, bool) {
	if len(packet) < 20 || packet[0]>>4 != 4 {
		return way{}, false
	}
	return way{netip.AddrFrom4([4]byte(packet[12:16])), netip.AddrFrom4([4]byte(packet[16:20]))}, true
}

// put files a parcel behind those that arrive no later.
func (f *forwarder) put(p parcel) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := len(f.parcels)
	for n > 0 && f.parcels[n-1].at.After(p.at) {
		n--
	}
	f.parcels = slices.Insert(f.parcels, n, p)
	if n == 0 {
		select {
		case f.sooner <- struct{}{}:
		default: // it looks already
		}
	}
}

// send delivers parcels when they are due.
func (f *forwarder) send(ctx context.Context) error {
	next := time.NewTimer(0)
	defer next.Stop()
	for {
		due, wait := f.due(time.Now())
		for _, p := range due {
			if _, err := f.devices[p.to].Write(p.packet); err != nil {
				return err
			}
		}
		next.Reset(wait)
		select {
		case <-next.C:
		case <-f.sooner:
		case <-ctx.Done():
			return nil
		}
	}
}

// due takes out what has arrived, and says how long nothing else will.
func (f *forwarder) due(now time.Time) ([]parcel, time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for n < len(f.parcels) && !f.parcels[n].at.After(now) {
		n++
	}
	due := f.parcels[:n:n]
	if f.parcels = f.parcels[n:]; len(f.parcels) == 0 {
		return due, time.Hour
	}
	return due, f.parcels[0].at.Sub(now)
}

// setAll has every road do the same to packets.
func (f *forwarder) setAll(t trouble) {
	for _, r := range f.roads {
		r.set(t)
	}
}

// traffic is what became of all packets.
func (f *forwarder) traffic() (sum traffic) {
	for _, r := range f.roads {
		sum = sum.add(r.seen())
	}
	return sum
}
