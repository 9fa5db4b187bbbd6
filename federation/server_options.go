package federation

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"forthwith/schema"
)

// Accounts of the embedded server. Only configuration text can give them
// JetStream and limits.
const (
	accountJournal = "JOURNAL"
	accountPeers   = "PEERS"
	accountSystem  = "SYS"
)

// Limits that intake, dialer, accounts and streams agree on.
const (
	// maxDelivery is what a peer may publish or answer: an envelope, headers, and
	// some room so that an envelope just too large is refused and not cut off.
	maxDelivery = schema.MaxEnvelope + 16<<10
	// maxEntry is the data of one journal entry; an envelope within a record is
	// base64, a third longer.
	maxEntry = 1 << 20
	// maxEntryMessage is an entry with its headers, as the stream stores it.
	maxEntryMessage = maxEntry + 16<<10
	// maxPending is what may wait for one connection before it is cut as too slow.
	// From three quarters of it the server holds up those who send. The last
	// quarter is more than the connections of one party, in both workspaces, can
	// still add: a flood must not cut the connection by which all reach us.
	maxPending = 64 * maxDelivery
	// answerKept is how long the server keeps the way back for an answer, which
	// costs memory. Nobody waits longer than answerWithin.
	answerKept = 20 * time.Second
)

// services are the subjects by which peers reach the node, exported by JOURNAL
// and imported by PEERS. It is one export. A peer may name another's subject for
// the answer; the server drops an answer that would come in again by the export
// it left by, and would let it in by a second one.
func services() []string { return []string{deliverSubject("*", "*")} }

// options are the server's options. They are the server's own once it is made.
func (c *serverConfig) options() (*server.Options, error) {
	if c.MaxStore <= 0 {
		// Otherwise it would be whatever is free on the disk at each start.
		return nil, errors.New("embedded server: the size of the store is not set")
	}
	o := &server.Options{}
	if err := o.ProcessConfigString(c.accounts()); err != nil {
		return nil, fmt.Errorf("embedded server: accounts: %w", err)
	}
	o.ServerName = "forthwith-" + string(c.Party)
	o.NoSigs, o.NoLog, o.DisableJetStreamBanner = true, true, true
	o.JetStream, o.StoreDir = true, c.Dir
	o.SyncAlways = true
	o.JetStreamMaxMemory, o.JetStreamMaxStore = 16<<20, c.MaxStore
	o.MaxPayload, o.MaxControlLine, o.MaxConn = maxEntryMessage, 4<<10, 1024
	o.MaxPending, o.MaxClosedClients = maxPending, 100
	o.AuthTimeout, o.WriteDeadline = 3, 5*time.Second
	// A dialler notices a dead link by its own, faster pings. These run on the
	// node's own pipes too.
	o.PingInterval, o.MaxPingsOut = 2*time.Minute, 2
	o.TLS, o.TLSHandshakeFirst, o.TLSTimeout = true, true, 5
	if c.Listen == "" {
		o.DontListen = true
		return o, nil
	}
	host, port, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	if o.Port, err = strconv.Atoi(port); err != nil {
		return nil, fmt.Errorf("listen %s: the port is a number", c.Listen)
	}
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	o.Host = host
	if host == "" {
		o.Host = "0.0.0.0"
	}
	return o, nil
}

// accounts is the configuration text. Every string in it is quoted: an unquoted
// NO is a boolean.
func (c *serverConfig) accounts() string {
	var exports, imports []string
	for _, s := range services() {
		exports = append(exports, fmt.Sprintf(`{service: %q, accounts: [%q], threshold: %q}`, s, accountPeers, answerKept.String()))
		imports = append(imports, fmt.Sprintf(`{service: {account: %q, subject: %q}}`, accountJournal, s))
	}
	return fmt.Sprintf(`
accounts {
  %q {
    jetstream: {max_mem: %d, max_file: %d, max_streams: 4096, max_consumers: 64}
    exports: [%s]
  }
  %q {
    limits: {max_connections: 900, max_subscriptions: 16, max_payload: %d, max_leafnodes: 0}
    imports: [%s]
  }
  %q {}
}
system_account: %q
`, accountJournal, 16<<20, c.MaxStore, strings.Join(exports, ", "),
		accountPeers, maxDelivery, strings.Join(imports, ", "),
		accountSystem, accountSystem)
}

// tls has a peer name the workspace as server name and answers with that
// workspace's certificate. There is no public CA: verify looks at the key.
func (c *serverConfig) tls(verify func(tls.ConnectionState) error) *tls.Config {
	base := func() *tls.Config {
		return &tls.Config{
			MinVersion: tls.VersionTLS13,
			ClientAuth: tls.RequireAnyClientCert,
			// A resumed session would not show a certificate again.
			SessionTicketsDisabled: true,
			VerifyConnection:       verify,
		}
	}
	byName := make(map[string]*tls.Config)
	for w, cert := range c.Certificates {
		byName[string(w)] = base()
		byName[string(w)].Certificates = []tls.Certificate{cert}
	}
	front := base()
	front.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		if world, ok := byName[hello.ServerName]; ok {
			return world, nil
		}
		return nil, fmt.Errorf("no workspace %.16q", hello.ServerName)
	}
	return front
}
