package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// maxStore is the room of one store, like a simulated node's.
const maxStore = 4 << 30

// readyWithin is how long a server may take to listen.
const readyWithin = 30 * time.Second

// accounts are those of our nodes: JetStream in one, peers in the other, and
// between them one service.
var accounts = fmt.Sprintf(`
accounts {
  "JOURNAL" {
    jetstream: {max_mem: %d, max_file: %d, max_streams: 64, max_consumers: 64}
    exports: [{service: "deliver.*.*", accounts: ["PEERS"]}]
  }
  "PEERS" { imports: [{service: {account: "JOURNAL", subject: "deliver.*.*"}}] }
  "SYS" {}
}
system_account: "SYS"
`, 16<<20, maxStore)

// plainOptions are a server as our nodes embed it, on a port of its own choice.
func plainOptions(dir, text string) (*server.Options, error) {
	o := new(server.Options)
	if text != "" {
		if err := o.ProcessConfigString(text); err != nil {
			return nil, fmt.Errorf("accounts: %w", err)
		}
	}
	o.NoSigs, o.NoLog, o.DisableJetStreamBanner = true, true, true
	o.JetStream, o.StoreDir, o.SyncAlways = true, dir, true
	o.JetStreamMaxMemory, o.JetStreamMaxStore = 16<<20, maxStore
	o.MaxPayload, o.MaxPending, o.MaxClosedClients = 1<<20, 32<<20, 100
	o.PingInterval, o.MaxPingsOut = 2*time.Minute, 2
	o.Host, o.Port = "127.0.0.1", server.RANDOM_PORT
	return o, nil
}

// mutual is TLS 1.3 with a certificate on both sides. Nothing is verified: the
// floor knows nobody.
func mutual(cert tls.Certificate) *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{cert}, ServerName: string(schema.Live),
		ClientAuth: tls.RequireAnyClientCert, SessionTicketsDisabled: true, InsecureSkipVerify: true,
	}
}

func newCertificate() (tls.Certificate, error) {
	k, err := trust.GenerateKeys("XA", schema.Live, time.Now())
	if err != nil {
		return tls.Certificate{}, err
	}
	return k.TLSCertificate(), nil
}

// door lets the process itself into JOURNAL and everybody else into PEERS.
type door struct{ server *server.Server }

// Check implements server.Authentication.
func (d *door) Check(c server.ClientAuthentication) bool {
	name := "PEERS"
	if c.GetTLSConnectionState() == nil {
		name = "JOURNAL"
	}
	account, err := d.server.LookupAccount(name)
	if err != nil {
		return false
	}
	c.RegisterUser(&server.User{Username: name, Account: account})
	return true
}

// plain is an embedded server with nothing of ours.
type plain struct {
	server *server.Server
	cert   tls.Certificate
	conns  []*nats.Conn
}

// openPlain starts a server like ours on a store.
func openPlain(dir string) (*plain, error) {
	cert, err := newCertificate()
	if err != nil {
		return nil, err
	}
	o, err := plainOptions(dir, accounts)
	if err != nil {
		return nil, err
	}
	o.TLS, o.TLSHandshakeFirst, o.TLSTimeout, o.TLSConfig = true, true, 5, mutual(cert)
	d := new(door)
	o.CustomClientAuthentication = d
	s, err := server.NewServer(o)
	if err != nil {
		return nil, fmt.Errorf("embedded server: %w", err)
	}
	d.server = s
	return startPlain(s, cert)
}

func startPlain(s *server.Server, cert tls.Certificate) (*plain, error) {
	p := &plain{server: s, cert: cert}
	s.Start()
	if !s.ReadyForConnections(readyWithin) {
		return nil, errors.Join(errors.New("embedded server: not ready in time"), p.Close())
	}
	return p, nil
}

// inProcess is a connection of the process to its own server.
func (p *plain) inProcess() (*nats.Conn, error) {
	nc, err := nats.Connect("", nats.InProcessServer(p.server), nats.ReconnectBufSize(-1), nats.ErrorHandler(unsaid))
	if err != nil {
		return nil, fmt.Errorf("connect to the embedded server: %w", err)
	}
	p.conns = append(p.conns, nc)
	return nc, nil
}

// unsaid takes what a flood makes a client say: that it drops messages.
func unsaid(*nats.Conn, *nats.Subscription, error) {}

// jetStream is JetStream over a connection of its own.
func (p *plain) jetStream() (jetstream.JetStream, error) {
	nc, err := p.inProcess()
	if err != nil {
		return nil, err
	}
	return jetstream.New(nc)
}

// dial connects to another server over TCP and TLS.
func (p *plain) dial(to *plain) (*nats.Conn, error) {
	nc, err := nats.Connect("nats://"+to.server.Addr().String(),
		nats.Secure(mutual(p.cert)), nats.TLSHandshakeFirst(), nats.NoReconnect(), nats.ReconnectBufSize(-1))
	if err != nil {
		return nil, fmt.Errorf("dial a peer: %w", err)
	}
	p.conns = append(p.conns, nc)
	return nc, nil
}

// Close ends the connections and the server.
func (p *plain) Close() error {
	for _, nc := range p.conns {
		nc.Close()
	}
	p.server.Shutdown()
	p.server.WaitForShutdown()
	return nil
}
