// Package sim runs a whole federation in one process: nodes with their own keys,
// stores and journals, on links that can be cut, delayed, doubled, reordered and
// garbled. Tests, the demonstration and rehearsals stand on it.
//
// Nodes are joined by pipes, and then nothing touches a socket, so that a
// federation runs inside testing/synctest (call ats.Register of nats-server
// before the bubble); or, with Loopback, by real TCP and TLS on 127.0.0.1.
package sim

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// Config says what to simulate.
type Config struct {
	Dir     string
	Parties []Party
	// Loopback joins the nodes by TCP on 127.0.0.1 rather than by pipes.
	Loopback bool
	Policy   notify.Policy
	// Beat is the interval of heartbeats; zero for none.
	Beat time.Duration
	// SnapshotEvery is after how many entries nodes write snapshots; zero is their
	// own choice.
	SnapshotEvery int64
	// Knows are the other parties in the directory of each; nil is all of them. A
	// node keeps a door and a courier for every party it knows.
	Knows func(schema.Party) []schema.Party
	// Clock gives each node its time; nil is the wall clock for all.
	Clock func(schema.Party) federation.Clock
	// Step is told where deliveries stand.
	Step func(p schema.Party, step string)
	Log  *slog.Logger
}

// Party is one member of the simulated federation.
type Party struct {
	Code   schema.Party
	Name   string
	Roles  []trust.Role
	Phone  string
	Keeper bool
}

// Federation is the running whole.
type Federation struct {
	cfg    Config
	Links  *Links
	keeper *trust.KeeperKey

	mu        sync.Mutex
	members   map[schema.Party]*member
	edition   []byte
	directory *trust.Directory
}

type member struct {
	Party
	keys    map[schema.Workspace]*trust.Keys
	edition []byte // what it is told of the whole
	address string
	node    *federation.Node
	stop    context.CancelFunc
	done    chan error
}

// New makes keys and a directory for the parties; no node runs yet.
func New(cfg Config) (*Federation, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	f := &Federation{cfg: cfg, Links: newLinks(), members: make(map[schema.Party]*member)}
	now := f.clock(cfg.Parties[0].Code).Now()
	keeper, err := trust.GenerateKeeperKey(cfg.Parties[len(cfg.Parties)-1].Code, 'a', now)
	if err != nil {
		return nil, err
	}
	f.keeper = keeper
	for _, p := range cfg.Parties {
		if err := f.join(p, now); err != nil {
			return nil, fmt.Errorf("party %s: %w", p.Code, err)
		}
	}
	if cfg.Loopback {
		if err := f.takePorts(); err != nil {
			return nil, err
		}
	}
	return f, f.issue(now)
}

// takePorts finds a free port for every member. All are held until each has one:
// a port that is let go is the next to be found free.
func (f *Federation) takePorts() (err error) {
	for _, m := range f.members {
		l, lerr := net.Listen("tcp", "127.0.0.1:0")
		if lerr != nil {
			return errors.Join(err, lerr)
		}
		defer func() { err = errors.Join(err, l.Close()) }()
		m.address = l.Addr().String()
	}
	return nil
}

func (f *Federation) join(p Party, now time.Time) error {
	if p.Phone == "" {
		p.Phone = "+99 1 555 0100"
	}
	m := &member{Party: p, keys: make(map[schema.Workspace]*trust.Keys), address: strings.ToLower(string(p.Code)) + ".sim:7422"}
	for _, w := range schema.Workspaces {
		k, err := trust.GenerateKeys(p.Code, w, now)
		if err != nil {
			return err
		}
		m.keys[w] = k
	}
	f.members[p.Code] = m
	return nil
}

// issue signs an edition with every member's entry, and where members know only
// some of the others, one for each of them.
func (f *Federation) issue(now time.Time) error {
	entries := make(map[schema.Party]*schema.Envelope)
	var all []schema.Party
	for _, p := range f.cfg.Parties {
		env, err := f.members[p.Code].entry(now, f.directory)
		if err != nil {
			return err
		}
		entries[p.Code], all = env, append(all, p.Code)
	}
	var err error
	if f.edition, err = f.next(f.edition, now, entries, all); err != nil {
		return err
	}
	if f.directory, err = f.open(f.edition); err != nil {
		return err
	}
	for p, m := range f.members {
		if f.cfg.Knows == nil {
			m.edition = f.edition
		} else if m.edition, err = f.next(m.edition, now, entries, append(f.cfg.Knows(p), p)); err != nil {
			return err
		}
	}
	return nil
}

// next signs the edition that follows another, or the first.
func (f *Federation) next(last []byte, now time.Time, entries map[schema.Party]*schema.Envelope, parties []schema.Party) ([]byte, error) {
	var before *trust.Directory
	if last != nil {
		var err error
		if before, err = f.open(last); err != nil {
			return nil, err
		}
	}
	d := trust.NewEdition(before, now, 365*24*time.Hour)
	d.Keepers, d.Threshold = []trust.KeeperPublic{f.keeper.Public()}, 1
	for _, p := range parties {
		if err := d.AddEntry(entries[p]); err != nil {
			return nil, err
		}
	}
	raw, err := d.Marshal()
	if err != nil {
		return nil, err
	}
	return trust.SignEdition(raw, f.keeper)
}

func (f *Federation) open(edition []byte) (*trust.Directory, error) {
	return trust.OpenEdition(edition, []trust.KeeperPublic{f.keeper.Public()}, 1)
}

func (m *member) entry(now time.Time, current *trust.Directory) (*schema.Envelope, error) {
	from, till := schema.NewTime(now), schema.NewTime(now.AddDate(2, 0, 0))
	e := trust.Entry{
		Party: m.Code, Name: m.Name, Roles: m.Roles, Sequence: 1, IssuedAt: schema.NewTime(now),
		Node: &trust.NodeEntry{
			Live:     m.keys[schema.Live].Station(m.address, from, till),
			Exercise: m.keys[schema.Exercise].Station(m.address, from, till),
		},
		Contacts: []trust.PointOfContact{{
			Role: trust.NationalWarningPoint, Organisation: m.Name + " Warning Point", Phone: m.Phone,
		}},
	}
	if current != nil {
		if old, ok := current.Entry(m.Code); ok && old.Node != nil {
			e.Sequence = old.Sequence + 1
			e.Node.Live.Signing = withNew(old.Node.Live.Signing, e.Node.Live.Signing[0])
			e.Node.Exercise.Signing = withNew(old.Node.Exercise.Signing, e.Node.Exercise.Signing[0])
		}
	}
	return trust.SignEntry(e, m.keys[schema.Live])
}

// withNew keeps every key the party ever had and adds one it has not.
func withNew(old []trust.SigningKey, k trust.SigningKey) []trust.SigningKey {
	for _, o := range old {
		if o.ID == k.ID {
			return old
		}
	}
	return append(old, k)
}

// Rotate gives a party new keys in both worlds and issues the next edition,
// which only the parties named have yet. The party's node must be stopped.
func (f *Federation) Rotate(ctx context.Context, p schema.Party, known ...schema.Party) error {
	now := f.clock(p).Now()
	m := f.members[p]
	for _, w := range schema.Workspaces {
		k, err := m.keys[w].Rotate(now)
		if err != nil {
			return err
		}
		m.keys[w] = k
	}
	if err := f.issue(now); err != nil {
		return err
	}
	for _, q := range known {
		if err := f.Tell(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// Tell gives a running node the newest edition.
func (f *Federation) Tell(ctx context.Context, p schema.Party) error {
	return f.Node(p).TakeDirectory(ctx, f.members[p].edition)
}

// Edition is the newest directory edition as signed, and who signs editions.
func (f *Federation) Edition() ([]byte, []trust.KeeperPublic) {
	return f.edition, []trust.KeeperPublic{f.keeper.Public()}
}

// Directory is the newest edition, opened.
func (f *Federation) Directory() *trust.Directory { return f.directory }

// Keys are a party's keys, for tests that play that party.
func (f *Federation) Keys(p schema.Party, w schema.Workspace) *trust.Keys {
	return f.members[p].keys[w]
}

// Address is where a party's node listens.
func (f *Federation) Address(p schema.Party) string { return f.members[p].address }

// Dir is where a party's node keeps its store.
func (f *Federation) Dir(p schema.Party) string { return filepath.Join(f.cfg.Dir, string(p)) }

// together is how many nodes start at once: a start is for the most part waiting.
const together = 16

// StartAll starts every node.
func (f *Federation) StartAll(ctx context.Context) error {
	var starting errgroup.Group
	starting.SetLimit(together)
	for _, p := range f.cfg.Parties {
		starting.Go(func() error { return f.Start(ctx, p.Code) })
	}
	return starting.Wait()
}

// Start opens a party's node and runs it until Stop, or until ctx ends.
func (f *Federation) Start(ctx context.Context, p schema.Party) error {
	m := f.members[p]
	cfg := federation.Config{
		Party: p, Dir: f.Dir(p), Keys: m.keys,
		Keepers: []trust.KeeperPublic{f.keeper.Public()}, KeeperThreshold: 1, Directory: m.edition,
		Policy: f.cfg.Policy, MaxStore: 4 << 30, Clock: f.clock(p), Log: f.cfg.Log.With("node", p),
		Dial:  func(ctx context.Context, address string) (net.Conn, error) { return f.dial(ctx, p, address) },
		Carry: f.Links.carry(p, f.clock(p)), Beat: f.cfg.Beat, SnapshotEvery: f.cfg.SnapshotEvery,
	}
	if f.cfg.Loopback {
		cfg.Listen = m.address
	}
	if f.cfg.Step != nil {
		cfg.Step = func(step string) { f.cfg.Step(p, step) }
	}
	n, err := federation.Open(ctx, cfg)
	if err != nil {
		return fmt.Errorf("start %s: %w", p, err)
	}
	running, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- n.Run(running) }()
	f.mu.Lock()
	defer f.mu.Unlock()
	m.node, m.stop, m.done = n, stop, done
	return nil
}

// Stop ends a party's node in good order.
func (f *Federation) Stop(p schema.Party) error {
	f.mu.Lock()
	m := f.members[p]
	node, stop, done := m.node, m.stop, m.done
	m.node = nil
	f.mu.Unlock()
	if node == nil {
		return nil
	}
	stop()
	err := <-done
	f.Links.hangUp(p)
	return errors.Join(err, node.Close())
}

// Close stops every node.
func (f *Federation) Close() error {
	var errs []error
	for _, p := range f.cfg.Parties {
		errs = append(errs, f.Stop(p.Code))
	}
	return errors.Join(errs...)
}

// Node is a party's running node; nil while it is stopped.
func (f *Federation) Node(p schema.Party) *federation.Node {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.members[p].node
}

func (f *Federation) clock(p schema.Party) federation.Clock {
	if f.cfg.Clock != nil {
		return f.cfg.Clock(p)
	}
	return federation.WallClock()
}

// dial reaches the node at an address, over a link that may be cut.
func (f *Federation) dial(ctx context.Context, from schema.Party, address string) (net.Conn, error) {
	var to *member
	for _, m := range f.members {
		if m.address == address {
			to = m
		}
	}
	if to == nil {
		return nil, fmt.Errorf("no node at %s", address)
	}
	return f.Links.dial(from, to.Code, func() (net.Conn, error) {
		if f.cfg.Loopback {
			var d net.Dialer
			return d.DialContext(ctx, "tcp", address)
		}
		n := f.Node(to.Code)
		if n == nil {
			return nil, fmt.Errorf("node of %s is down", to.Code)
		}
		return n.Pipe()
	})
}
