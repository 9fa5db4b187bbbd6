package federation

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// Config is everything a node is made of. Listener, dialer and clock come from
// outside, so that a simulation can give it pipes and its own time.
type Config struct {
	Party schema.Party
	// Dir holds the store, the heads kept apart from it, and nothing secret.
	Dir string
	// Listen is the address peers dial; empty for a node that is reached by
	// Pipe only.
	Listen string
	Keys   map[schema.Workspace]*trust.Keys
	// Keepers sign directory editions; KeeperThreshold of them make one valid.
	Keepers         []trust.KeeperPublic
	KeeperThreshold int
	// Directory is an edition to take at start, if it is newer than the last.
	Directory []byte
	Policy    notify.Policy
	MaxStore  int64 // bytes
	// MaxFiles is how much the files of one workspace may take of the store, in
	// bytes; zero is a quarter of it.
	MaxFiles int64
	Dial     func(ctx context.Context, address string) (net.Conn, error)
	// Beat is the interval of heartbeats on live links; zero for none.
	Beat time.Duration
	// SnapshotEvery is after how many entries a snapshot of a workspace's folds is
	// written; zero is 20,000.
	SnapshotEvery int64
	// Carry stands between a courier and the wire, where a simulation loses,
	// doubles and delays what is sent; nil sends.
	Carry Carry
	Clock Clock
	Log   *slog.Logger
	// Step is told where a delivery stands; tests kill the process there.
	Step func(step string)
}

// Carry takes one delivery to a party: send puts a request on the wire and
// waits for the answer.
type Carry func(ctx context.Context, w schema.Workspace, to schema.Party, request []byte, send func(context.Context, []byte) ([]byte, error)) ([]byte, error)

// Node is a party's installation.
type Node struct {
	cfg      Config
	lock     *storeLock
	server   *embedded
	settings *notify.Settings
	journal  *journal // the node's own
	worlds   map[schema.Workspace]*world
	incoming *nats.Conn
	filing   *nats.Conn // of the files of both worlds

	mu        sync.RWMutex
	directory *trust.Directory
	turned    chan struct{} // closed when the directory changes
	trouble   chan struct{} // a journal could not record
	lost      chan struct{} // a peer proved that a journal lost entries
	watched   func() bool   // whether a person's console is open
}

// nodeJournal is the name of a node's own journal.
const nodeJournal = "node"

// Open brings a node up: it takes the store, checks its streams against their
// heads, and listens. Peers are served from here; Run carries what is owed to
// them.
func Open(ctx context.Context, cfg Config) (*Node, error) {
	if cfg.Dial == nil {
		cfg.Dial = dialTCP
	}
	if cfg.Clock.Now == nil {
		cfg.Clock = WallClock()
	}
	if cfg.Carry == nil {
		cfg.Carry = straight
	}
	if cfg.MaxFiles == 0 {
		cfg.MaxFiles = cfg.MaxStore / 4
	}
	if cfg.SnapshotEvery == 0 {
		cfg.SnapshotEvery = snapshotEvery
	}
	n := &Node{cfg: cfg, worlds: make(map[schema.Workspace]*world), turned: make(chan struct{}), trouble: make(chan struct{}, 1),
		lost: make(chan struct{}, 1), watched: func() bool { return false },
	}
	if err := n.open(ctx); err != nil {
		return nil, errors.Join(err, n.Close())
	}
	return n, nil
}

func (n *Node) open(ctx context.Context) (err error) {
	if n.lock, err = lockStore(n.cfg.Dir); err != nil {
		return err
	}
	if n.server, err = openServer(n.serverConfig()); err != nil {
		return err
	}
	n.journal, err = n.openJournal(ctx, nodeJournal, n.cfg.Keys[schema.Live], func(cfg *journalConfig) {
		n.settings = notify.NewSettings()
		cfg.Apply = n.settings.Apply
	})
	if err != nil {
		return err
	}
	if err := n.openDirectory(ctx); err != nil {
		return err
	}
	if n.incoming, err = n.server.internalConn("ingress"); err != nil {
		return err
	}
	if n.filing, err = n.server.internalConn("files"); err != nil {
		return err
	}
	for _, w := range schema.Workspaces {
		if err := n.openWorld(ctx, w); err != nil {
			return err
		}
	}
	live, exercise := n.worlds[schema.Live].gateway, n.worlds[schema.Exercise].gateway
	exercise.before, live.behind = live, exercise
	n.incoming.SetErrorHandler(n.overrun)
	return n.admitParties(ctx)
}

func (n *Node) serverConfig() serverConfig {
	certs := make(map[schema.Workspace]tls.Certificate)
	for w, k := range n.cfg.Keys {
		certs[w] = k.TLSCertificate()
	}
	return serverConfig{
		Party: n.cfg.Party, Dir: filepath.Join(n.cfg.Dir, "store"), Listen: n.cfg.Listen, Certificates: certs,
		MaxStore: n.cfg.MaxStore, Log: n.cfg.Log,
		Admit: func(pin string) (schema.Party, schema.Workspace, bool) {
			d := n.Directory()
			if d == nil {
				return "", "", false // still opening
			}
			return d.ByTLS(pin)
		},
	}
}

// Run carries what is owed until ctx ends. Its error is ErrReopen where the store
// has to be opened anew.
func (n *Node) Run(ctx context.Context) error {
	all, ctx := errgroup.WithContext(ctx)
	all.Go(func() error { return n.orGiveUp(n.watch(ctx)) })
	all.Go(func() error { return n.orGiveUp(n.scrubAll(ctx)) })
	for _, w := range schema.Workspaces {
		all.Go(func() error { return n.worlds[w].gateway.run(ctx) })
	}
	return all.Wait()
}

// Close stops intake, then the journals, then the server, and lets the store go.
func (n *Node) Close() error {
	var errs []error
	for _, w := range n.worlds {
		errs = append(errs, w.ingress.close())
	}
	for _, conn := range []*nats.Conn{n.incoming, n.filing} {
		if conn != nil {
			conn.Close()
		}
	}
	for _, w := range n.worlds {
		errs = append(errs, w.journal.Close())
	}
	if n.journal != nil {
		errs = append(errs, n.journal.Close())
	}
	if n.server != nil {
		errs = append(errs, n.server.Close())
	}
	if n.lock != nil {
		errs = append(errs, n.lock.Close())
	}
	return errors.Join(errs...)
}

// Party is whose node this is.
func (n *Node) Party() schema.Party { return n.cfg.Party }

// Now is the node's time.
func (n *Node) Now() time.Time { return n.cfg.Clock.Now() }

// Policy is what the party decided for itself.
func (n *Node) Policy() notify.Policy { return n.cfg.Policy }

// Addr is where peers reach the node; empty without a listener.
func (n *Node) Addr() string { return n.server.Addr() }

// Pipe is a connection to the node as a peer would dial it, for a simulation.
func (n *Node) Pipe() (net.Conn, error) { return n.server.Pipe() }

// Desk is where officers act in a workspace.
func (n *Node) Desk(w schema.Workspace) *notify.Desk { return n.worlds[w].desk }

// Tracker is the fold over a workspace's journal.
func (n *Node) Tracker(w schema.Workspace) *notify.Tracker { return n.worlds[w].tracker }

// Settings is the fold over the node's own journal.
func (n *Node) Settings() *notify.Settings { return n.settings }

// Envelope is a recorded message as it was signed.
func (n *Node) Envelope(ctx context.Context, w schema.Workspace, m notify.Message) ([]byte, error) {
	rec, err := n.worlds[w].journal.Read(ctx, m.Epoch, m.Position)
	return rec.Data, err
}

// Document is a recorded message, read.
func (n *Node) Document(ctx context.Context, w schema.Workspace, m notify.Message) (*schema.Message, error) {
	raw, err := n.Envelope(ctx, w, m)
	if err != nil {
		return nil, err
	}
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return nil, err
	}
	sm, vs := schema.ParseMessage(env.Payload)
	if sm == nil {
		return nil, fmt.Errorf("read message %s: %w", m.Header.ID, vs)
	}
	return sm, nil
}

// Head is the tree over a workspace's journal as it stands.
func (n *Node) Head(w schema.Workspace) schema.TreeHead { return n.worlds[w].journal.Head() }

// Links says how the roads of a workspace stand, by party.
func (n *Node) Links(w schema.Workspace) []LinkState {
	var out []LinkState
	parties, _ := n.peers()
	for _, p := range parties {
		if c := n.worlds[w].gateway.courier(p); c != nil {
			s := c.status()
			if every := n.worlds[w].gateway.every; every > 0 {
				s.Trouble = c.pulse.trouble(n.cfg.Clock.Now(), every, n.Directory().Number())
			}
			out = append(out, s)
		}
	}
	return out
}

// Watched is asked whether a person's console is open.
func (n *Node) Watched(f func() bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.watched = f
}

func (n *Node) attended() bool {
	n.mu.RLock()
	defer n.mu.RUnlock()
	return n.watched()
}

// Attempt is what is known of a delivery that has no answer yet.
func (n *Node) Attempt(w schema.Workspace, p schema.Party, id schema.MessageID) (Attempt, bool) {
	return n.worlds[w].gateway.attempt(p, id)
}

// hear is told that a party spoke to us, in either world.
func (n *Node) hear(p schema.Party) {
	for _, w := range n.worlds {
		w.gateway.hear(p)
	}
}

// overrun is told that a subscription of the way in drops deliveries, because
// its party sends more than it may. The party is cut off before what it sends
// crowds out others on the one connection they share.
func (n *Node) overrun(_ *nats.Conn, sub *nats.Subscription, err error) {
	for w, world := range n.worlds {
		if p, ok := world.ingress.whose(sub); ok && errors.Is(err, nats.ErrSlowConsumer) {
			n.cfg.Log.Warn("party floods us and is cut off for a while", "party", p, "workspace", w)
			n.server.auth.rest(p, w)
			return
		}
	}
	n.cfg.Log.Warn("way in", "error", err)
}

func dialTCP(ctx context.Context, address string) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "tcp", address)
}

func straight(ctx context.Context, _ schema.Workspace, _ schema.Party, request []byte, send func(context.Context, []byte) ([]byte, error)) ([]byte, error) {
	return send(ctx, request)
}
