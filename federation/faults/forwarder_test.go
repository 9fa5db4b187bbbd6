package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/netip"
	"testing"
	"testing/synctest"
	"time"
)

// crossing is two nodes that a forwarder joins, in simulated time.
type crossing struct {
	*forwarder
	t     *testing.T
	a, b  netip.Addr
	sides map[netip.Addr]net.Conn // what the nodes have of their devices
}

// cross runs f while packets are forwarded over good roads.
func cross(t *testing.T, f func(*crossing)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &crossing{t: t, a: netip.MustParseAddr("192.0.2.1"), b: netip.MustParseAddr("192.0.2.2"), sides: make(map[netip.Addr]net.Conn)}
		devices := make(map[netip.Addr]io.ReadWriteCloser)
		for _, at := range []netip.Addr{c.a, c.b} {
			c.sides[at], devices[at] = net.Pipe()
		}
		c.forwarder = newForwarder(devices, (&trial{run: run{seed: 1}}).source)
		n := &network{forwarder: c.forwarder}
		if err := n.during(t.Context(), func(context.Context) error { f(c); return nil }); err != nil {
			t.Error(err)
		}
	})
}

// packet is an IPv4 packet with some content.
func packet(from, to netip.Addr, content string) []byte {
	b := make([]byte, 20, 20+len(content))
	b[0] = 4<<4 | 5
	copy(b[12:], from.AsSlice())
	copy(b[16:], to.AsSlice())
	return append(b, content...)
}

func (c *crossing) send(by netip.Addr, packet []byte) {
	c.t.Helper()
	if _, err := c.sides[by].Write(packet); err != nil {
		c.t.Fatal(err)
	}
}

// arrives wants a packet at a node after a time, exactly.
func (c *crossing) arrives(at netip.Addr, want []byte, after time.Duration) {
	c.t.Helper()
	begun, got := time.Now(), make([]byte, 2000)
	n, err := c.sides[at].Read(got)
	if err != nil || !bytes.Equal(got[:n], want) || time.Since(begun) != after {
		c.t.Errorf("%q after %s: %v; want %q after %s", got[:n], time.Since(begun), err, want, after)
	}
}

// nothing wants no packet at a node for a long time.
func (c *crossing) nothing(at netip.Addr) {
	c.t.Helper()
	if err := c.sides[at].SetReadDeadline(time.Now().Add(time.Hour)); err != nil {
		c.t.Fatal(err)
	}
	if n, err := c.sides[at].Read(make([]byte, 2000)); err == nil {
		c.t.Errorf("%d bytes arrived", n)
	}
	if err := c.sides[at].SetReadDeadline(time.Time{}); err != nil {
		c.t.Fatal(err)
	}
}

func TestForwarderCarriesPacketsToTheirDestination(t *testing.T) {
	cross(t, func(c *crossing) {
		there, back := packet(c.a, c.b, "there"), packet(c.b, c.a, "back")
		c.send(c.a, there)
		c.arrives(c.b, there, 0)
		c.send(c.b, back)
		c.arrives(c.a, back, 0)
	})
}

func TestForwarderDropsWhatIsNotBetweenItsNodes(t *testing.T) {
	cross(t, func(c *crossing) {
		elsewhere := netip.MustParseAddr("198.51.100.1")
		for _, p := range [][]byte{
			packet(c.a, elsewhere, "to nobody"), packet(elsewhere, c.b, "from nobody"), packet(c.b, c.a, "to its sender"),
			[]byte("short"), append([]byte{6 << 4}, make([]byte, 39)...),
		} {
			c.send(c.a, p)
		}
		c.nothing(c.b)
		c.nothing(c.a)
	})
}

func TestForwarderHalfOpenCarriesOneWay(t *testing.T) {
	cross(t, func(c *crossing) {
		c.roads[way{c.a, c.b}].set(cut)
		c.send(c.a, packet(c.a, c.b, "there"))
		c.nothing(c.b)
		back := packet(c.b, c.a, "back")
		c.send(c.b, back)
		c.arrives(c.a, back, 0)
	})
}

func TestForwarderDeliversInTheOrderOfArrival(t *testing.T) {
	cross(t, func(c *crossing) {
		late, soon := packet(c.a, c.b, "late"), packet(c.a, c.b, "soon")
		r := c.roads[way{c.a, c.b}]
		r.set(trouble{delay: 3 * time.Second})
		c.send(c.a, late)
		synctest.Wait()
		r.set(trouble{delay: time.Second, twice: 1})
		c.send(c.a, soon)
		c.arrives(c.b, soon, time.Second)
		c.arrives(c.b, soon, 0)
		c.arrives(c.b, late, 2*time.Second)
	})
}
