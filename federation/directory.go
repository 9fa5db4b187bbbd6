package federation

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// ErrNoDirectory is a node that knows no party, not even itself.
var ErrNoDirectory = errors.New("no directory edition")

// openDirectory takes the editions the node has recorded, in their order, and
// then the one it was given, if that is newer.
func (n *Node) openDirectory(ctx context.Context) error {
	for _, raw := range n.settings.Editions() {
		d, err := n.judgeEdition(raw)
		if err != nil {
			return fmt.Errorf("recorded directory edition: %w", err)
		}
		n.turn(d)
	}
	if n.cfg.Directory != nil {
		if err := n.TakeDirectory(ctx, n.cfg.Directory); err != nil && !errors.Is(err, trust.ErrNotHigher) {
			return err
		}
	}
	d := n.Directory()
	if d == nil {
		return fmt.Errorf("%w: name a signed one as directory in the configuration", ErrNoDirectory)
	}
	return n.standsIn(d)
}

// standsIn checks that the directory has this party with the keys it uses:
// peers would refuse everything otherwise, and it would look like a dead link.
func (n *Node) standsIn(d *trust.Directory) error {
	for w, k := range n.cfg.Keys {
		p, dw, ok := d.ByTLS(k.SPKI())
		if !ok || p != n.cfg.Party || dw != w {
			return fmt.Errorf("directory edition %d does not have the %s keys of %s: send the entry that init wrote to the keepers", d.Number(), w, n.cfg.Party)
		}
	}
	return nil
}

// TakeDirectory takes a directory edition: a higher number, signed by the
// keepers. It is recorded before it is used.
func (n *Node) TakeDirectory(ctx context.Context, raw []byte) error {
	d, err := n.judgeEdition(raw)
	if err != nil {
		return err
	}
	if err := n.set(ctx, notify.SettingRecord{Directory: raw, By: string(n.cfg.Party)}); err != nil {
		return err
	}
	n.turn(d)
	if n.incoming == nil {
		return nil // still opening
	}
	n.server.cutStrangers()
	return n.admitParties(context.WithoutCancel(ctx))
}

func (n *Node) judgeEdition(raw []byte) (*trust.Directory, error) {
	if d := n.Directory(); d != nil {
		return d.Succeed(raw)
	}
	return trust.OpenEdition(raw, n.cfg.Keepers, n.cfg.KeeperThreshold)
}

func (n *Node) turn(d *trust.Directory) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.directory = d
	close(n.turned)
	n.turned = make(chan struct{})
}

// Directory is the edition in force.
func (n *Node) Directory() *trust.Directory {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.directory
}

// Verify implements notify.Verifier by the edition in force.
func (n *Node) Verify(e *schema.Envelope) (schema.Party, error) { return n.Directory().Verify(e) }

// peers are the other parties with a node, and a channel closed when that may
// have changed.
func (n *Node) peers() ([]schema.Party, <-chan struct{}) {
	n.mu.RLock()
	defer n.mu.RUnlock()
	var out []schema.Party
	for _, p := range n.directory.Parties() {
		if e, ok := n.directory.Entry(p); ok && e.Node != nil && p != n.cfg.Party {
			out = append(out, p)
		}
	}
	return out, n.turned
}

// known reports whether a message to p can be delivered.
func (n *Node) known(p schema.Party) bool {
	e, ok := n.Directory().Entry(p)
	return ok && e.Node != nil && p != n.cfg.Party
}

// disseminates is the directory's word on who passes on what others signed.
func (n *Node) disseminates(p schema.Party) bool {
	e, _ := n.Directory().Entry(p)
	return e.HasRole(trust.RoleDisseminator)
}

func (n *Node) admitParties(ctx context.Context) error {
	parties, _ := n.peers()
	for _, w := range schema.Workspaces {
		if err := n.worlds[w].ingress.admit(ctx, parties); err != nil {
			return err
		}
	}
	return nil
}

// dial opens a guarded connection to a party where the directory says it is.
func (n *Node) dial(ctx context.Context, w schema.Workspace, p schema.Party) (*nats.Conn, error) {
	e, ok := n.Directory().Entry(p)
	if !ok || e.Node == nil {
		return nil, fmt.Errorf("%s has no node in the directory", p)
	}
	s := station(e, w)
	return connectPeer(ctx, peerConfig{
		Party: n.cfg.Party, Workspace: w, Address: s.Address, Pins: s.TLS,
		Certificate: n.cfg.Keys[w].TLSCertificate(), Dial: n.cfg.Dial,
	})
}

// station is where a party's node is in a workspace.
func station(e trust.Entry, w schema.Workspace) trust.Station {
	if w == schema.Live {
		return e.Node.Live
	}
	return e.Node.Exercise
}
