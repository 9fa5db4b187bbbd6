package federation

import (
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"forthwith/schema"
)

// readyWithin is how long the embedded server may take to listen, once it has
// recovered its store.
const readyWithin = 30 * time.Second

// healthy is the status code of a server with nothing wrong.
const healthy = 200

// serverConfig says what the embedded server of one node is to be.
type serverConfig struct {
	Party schema.Party
	// Dir is the store; the caller has locked it.
	Dir string
	// Listen is host and port for peers; empty to be reached by Pipe only.
	Listen       string
	Certificates map[schema.Workspace]tls.Certificate
	// Admit tells whose TLS key has this pin. It is asked on each connection and
	// must not wait.
	Admit    func(spki string) (schema.Party, schema.Workspace, bool)
	Log      *slog.Logger
	MaxStore int64 // bytes
}

// embedded is the NATS server of one node. Peers are in an account of their own,
// without JetStream, and reach the node by service import.
type embedded struct {
	server *server.Server
	auth   *authenticator
	log    *slog.Logger
}

// openServer recovers the store and listens.
func openServer(c serverConfig) (*embedded, error) {
	opts, err := c.options()
	if err != nil {
		return nil, err
	}
	if err := errors.Join(c.probe(), preflight(c.Dir, c.Log)); err != nil {
		return nil, err
	}
	auth := &authenticator{secret: rand.Text(), admit: c.Admit, log: c.Log, peers: make(map[uint64]caller), resting: make(map[string]time.Time)}
	opts.CustomClientAuthentication = auth
	opts.TLSConfig = c.tls(auth.verify)
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, fmt.Errorf("embedded server: %w", err)
	}
	auth.server = s
	log := newServerLog(c.Log)
	s.SetLogger(log, false, false)
	e := &embedded{server: s, auth: auth, log: c.Log}
	s.Start()
	// What goes wrong in Start is only ever logged.
	if err := log.Fatal(); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if !s.ReadyForConnections(readyWithin) {
		return nil, errors.Join(errors.New("embedded server: not ready in time"), log.Fatal(), e.Close())
	}
	if err := e.sweep(c.Dir); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// probe says in plain words that the address is taken; the server itself would
// only log it.
func (c *serverConfig) probe() error {
	if c.Listen == "" {
		return nil
	}
	l, err := net.Listen("tcp", c.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("address %s is already in use by another program; stop it or change listen in the configuration", c.Listen)
	}
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	return l.Close()
}

// internalConn is a connection of the node to its own server. Whoever asks for it
// closes it. The journals and the way in have separate ones, so that a flood of
// deliveries does not delay an append.
func (e *embedded) internalConn(purpose string) (*nats.Conn, error) {
	conn, err := nats.Connect("",
		nats.InProcessServer(e.server),
		nats.UserInfo(internalUser, e.auth.secret),
		nats.Name(purpose),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(100*time.Millisecond),
		// An entry that waited in a buffer would be recorded after it was given up.
		nats.ReconnectBufSize(-1),
		nats.IgnoreDiscoveredServers(),
		// The pipe does not break silently.
		nats.PingInterval(time.Hour),
		nats.NoCallbacksAfterClientClose(),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			e.log.Error("own connection lost", "purpose", purpose, "error", err)
		}),
		nats.ErrorHandler(func(_ *nats.Conn, sub *nats.Subscription, err error) {
			subject := ""
			if sub != nil {
				subject = sub.Subject
			}
			e.log.Warn("own connection", "purpose", purpose, "subject", subject, "error", err)
		}),
	)
	if err != nil {
		return nil, fmt.Errorf("connect to the embedded server for %s: %w", purpose, err)
	}
	return conn, nil
}

// Addr is where peers reach the server; empty without a listener.
func (e *embedded) Addr() string {
	if addr := e.server.Addr(); addr != nil {
		return addr.String()
	}
	return ""
}

// Pipe is a connection as from a peer, who must begin its TLS handshake at once.
func (e *embedded) Pipe() (net.Conn, error) { return e.server.InProcessConn() }

// Disconnect ends all connections of a party. It does not keep it from coming
// back; Admit does.
func (e *embedded) Disconnect(p schema.Party) {
	e.auth.cut(func(who caller) bool { return who.party == p })
}

// cutStrangers ends the connections of keys that are no longer admitted.
func (e *embedded) cutStrangers() {
	e.auth.cut(func(who caller) bool {
		p, w, ok := e.auth.admit(who.pin)
		return !ok || p != who.party || w != who.workspace
	})
}

// Health is what is wrong with the server; a frozen stream shows nowhere else.
func (e *embedded) Health() error {
	h := e.server.Healthz(nil)
	if h.StatusCode == 200 {
		return nil
	}
	return fmt.Errorf("embedded server: %s: %s", h.Status, h.Error)
}

// Close ends all connections and closes the store. The node's own connections
// should be closed before.
func (e *embedded) Close() error {
	e.server.Shutdown()
	e.server.WaitForShutdown()
	return nil
}
