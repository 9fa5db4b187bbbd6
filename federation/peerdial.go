package federation

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// peerConfig is one connection to a peer.
type peerConfig struct {
	Party       schema.Party // we
	Workspace   schema.Workspace
	Address     string
	Pins        []string // of the peer's certificate
	Certificate tls.Certificate
	Dial        func(ctx context.Context, address string) (net.Conn, error)
}

// dialWithin bounds a dial with its TLS handshake.
const dialWithin = 10 * time.Second

// peerDialer opens guarded connections. A peer's server is not trusted: it may
// not send us elsewhere, and what it sends is checked before the client library
// reads it, which a large enough number would crash.
type peerDialer struct {
	ctx context.Context // of the one dial this value is made for
	cfg peerConfig
	// held tells that the dial is over: until then the end of ctx closes the
	// connection, on which the client library would wait for a greeting.
	held func() bool
}

// SkipTLSHandshake tells nats.go that the connection is encrypted already.
func (d *peerDialer) SkipTLSHandshake() bool { return true }

// Dial implements nats.CustomDialer. It does not look at the address asked for.
func (d *peerDialer) Dial(string, string) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(d.ctx, dialWithin)
	defer cancel()
	raw, err := d.cfg.Dial(ctx, d.cfg.Address)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, d.cfg.tls())
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("TLS with %s: %w", d.cfg.Address, err), raw.Close())
	}
	d.held = context.AfterFunc(d.ctx, func() { _ = raw.Close() })
	return newGuard(conn), nil
}

// tls pins the peer's key. Names, authorities and dates of the certificate mean
// nothing, so the library's own verification is replaced, not skipped.
func (c peerConfig) tls() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, ServerName: string(c.Workspace), Certificates: []tls.Certificate{c.Certificate},
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			if len(s.PeerCertificates) == 0 || !slices.Contains(c.Pins, trust.Pin(s.PeerCertificates[0])) {
				return errors.New("the certificate is not the one in the directory")
			}
			return nil
		},
	}
}

// connectPeer connects once; the courier decides when to try again.
func connectPeer(ctx context.Context, cfg peerConfig) (*nats.Conn, error) {
	if cfg.Address == "" {
		return nil, errors.New("the directory has no address for it")
	}
	d := &peerDialer{ctx: ctx, cfg: cfg, held: func() bool { return true }}
	defer func() { d.held() }()
	return nats.Connect("nats://"+cfg.Address,
		nats.SetCustomDialer(d), nats.SkipHostLookup(), nats.IgnoreDiscoveredServers(),
		nats.NoReconnect(), nats.ReconnectBufSize(-1), nats.Timeout(dialWithin),
		nats.CustomInboxPrefix(inboxPrefix(cfg.Workspace, cfg.Party)), nats.Name("peer"),
		nats.PingInterval(20*time.Second), nats.MaxPingsOutstanding(2), nats.NoCallbacksAfterClientClose(),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // said by the request that fails
	)
}
