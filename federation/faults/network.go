package main

import (
	"context"
	"errors"
	"io"
	"net/netip"

	"forthwith/schema"
)

// network is a space for each node, and the forwarder that joins them.
type network struct {
	*forwarder
	spaces map[schema.Party]*space
	places map[schema.Party]netip.Addr
}

// addresses are of a network for documentation: none of them is anywhere else.
const addresses = "192.0.2.0/24"

// newNetwork makes a space for each party, with good roads between them.
func (tr *trial) newNetwork(parties []schema.Party) (n *network, err error) {
	n = &network{spaces: make(map[schema.Party]*space), places: make(map[schema.Party]netip.Addr)}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.Close())
		}
	}()
	block, err := netip.ParsePrefix(addresses)
	if err != nil {
		return n, err
	}
	devices := make(map[netip.Addr]io.ReadWriteCloser)
	at := block.Addr()
	for _, p := range parties {
		at = at.Next()
		s, err := newSpace(netip.PrefixFrom(at, block.Bits()))
		if err != nil {
			return n, err
		}
		n.spaces[p], n.places[p], devices[at] = s, at, s.packets
	}
	n.forwarder = newForwarder(devices, tr.source)
	return n, nil
}

// Close lets the spaces go. They vanish when the nodes in them have ended.
func (n *network) Close() error {
	var errs []error
	for _, s := range n.spaces {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}

// road is the one from a party to another.
func (n *network) road(from, to schema.Party) *road {
	return n.roads[way{n.places[from], n.places[to]}]
}

// during runs f while packets are forwarded; f ends early if they no longer are.
func (n *network) during(ctx context.Context, f func(context.Context) error) error {
	working, stop := context.WithCancelCause(ctx)
	forwarding, end := context.WithCancel(context.WithoutCancel(ctx))
	done := make(chan error, 1)
	go func() {
		err := n.run(forwarding)
		stop(err)
		done <- err
	}()
	err := f(working)
	end()
	return errors.Join(err, <-done)
}
