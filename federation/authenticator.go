package federation

import (
	"crypto/subtle"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// connectionsPerParty is how many a party may have in one workspace. One is
// enough; the others are for those it has lost and we have not noticed.
const connectionsPerParty = 4

// floodRest is how long a party that floods us stays out, so that coming back
// costs it more than being cut off costs us.
const floodRest = 5 * time.Second

// internalUser is the name of the node's own connections.
const internalUser = "node"

// inboxPrefix is where a party receives answers at a peer's node, and the only
// thing it may subscribe to there.
func inboxPrefix(w schema.Workspace, p schema.Party) string {
	return fmt.Sprintf("_INBOX_%s_%s", p, w)
}

// caller is who is at the other end of a connection.
type caller struct {
	party     schema.Party
	workspace schema.Workspace
	pin       string
}

// authenticator decides who may connect and what for. It implements
// server.Authentication. Admitting and revoking a party is a change of what admit
// says; nothing is reloaded.
type authenticator struct {
	secret string
	admit  func(spki string) (schema.Party, schema.Workspace, bool)
	log    *slog.Logger
	server *server.Server // set before it starts

	mu      sync.Mutex
	peers   map[uint64]caller    // by connection
	resting map[string]time.Time // by pin: a key that may come back then
}

// Check implements server.Authentication. An own connection comes over a pipe,
// without TLS and with the secret of this start; a peer is who has its key.
func (a *authenticator) Check(c server.ClientAuthentication) bool {
	state := c.GetTLSConnectionState()
	if state == nil {
		return a.checkInternal(c)
	}
	// Recognised and entered under one lock, or a party that is revoked between
	// the two would stay.
	a.mu.Lock()
	who, err := a.recognise(state)
	var surplus []uint64
	if err == nil {
		surplus = a.enter(c.GetID(), who)
	}
	a.mu.Unlock()
	if err != nil {
		a.log.Warn("connection refused", "remote", remote(c), "error", err)
		return false
	}
	a.disconnect(surplus)
	a.warnOfDates(state, who)
	account, err := a.server.LookupAccount(accountPeers)
	if err != nil {
		a.log.Error("connection refused", "party", who.party, "error", err)
		return false
	}
	c.RegisterUser(&server.User{
		Username: string(who.party) + "/" + string(who.workspace),
		Account:  account,
		Permissions: &server.Permissions{
			Publish:   &server.SubjectPermission{Allow: []string{deliverSubject(who.workspace, who.party)}},
			Subscribe: &server.SubjectPermission{Allow: []string{inboxPrefix(who.workspace, who.party) + ".>"}},
		},
	})
	return true
}

func (a *authenticator) checkInternal(c server.ClientAuthentication) bool {
	opts := c.GetOpts()
	addr := c.RemoteAddress()
	if addr == nil || addr.Network() != "pipe" || opts.Username != internalUser ||
		subtle.ConstantTimeCompare([]byte(opts.Password), []byte(a.secret)) != 1 {
		a.log.Warn("connection refused", "remote", remote(c), "error", "neither a peer nor our own")
		return false
	}
	account, err := a.server.LookupAccount(accountJournal)
	if err != nil {
		a.log.Error("own connection refused", "error", err)
		return false
	}
	c.RegisterUser(&server.User{Username: internalUser, Account: account})
	return true
}

// verify is recognise for the TLS handshake: a stranger gets nothing, not even
// the server's greeting.
func (a *authenticator) verify(state tls.ConnectionState) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	_, err := a.recognise(&state)
	return err
}

// recognise tells the party by the key of its certificate. Names in it prove
// nothing, and the workspace it asked for must be the key's own. The lock is held.
func (a *authenticator) recognise(state *tls.ConnectionState) (caller, error) {
	if len(state.PeerCertificates) == 0 {
		return caller{}, errors.New("no client certificate")
	}
	pin := trust.Pin(state.PeerCertificates[0])
	p, w, ok := a.admit(pin)
	if !ok {
		return caller{}, fmt.Errorf("key %s is in no entry of the directory", pin)
	}
	if state.ServerName != string(w) {
		return caller{}, fmt.Errorf("the %s key of %s asked for workspace %.16q", w, p, state.ServerName)
	}
	if time.Now().Before(a.resting[pin]) {
		return caller{}, fmt.Errorf("%s floods us in %s, and rests till %s", p, w, a.resting[pin].Format(time.TimeOnly))
	}
	return caller{p, w, pin}, nil
}

// enter notes a connection and returns those that are too many: the oldest, for
// they are the likeliest to be dead. The lock is held.
func (a *authenticator) enter(id uint64, who caller) (surplus []uint64) {
	for old := range a.peers {
		if a.server.GetClient(old) == nil {
			delete(a.peers, old)
		}
	}
	a.peers[id] = who
	for {
		oldest, n := uint64(math.MaxUint64), 0
		for c, w := range a.peers {
			if w.party == who.party && w.workspace == who.workspace {
				oldest, n = min(oldest, c), n+1
			}
		}
		if n <= connectionsPerParty {
			return surplus
		}
		delete(a.peers, oldest)
		surplus = append(surplus, oldest)
	}
}

// warnOfDates says that a certificate is outside its dates. It stops nobody: a
// forgotten renewal must not silence an emergency.
func (a *authenticator) warnOfDates(state *tls.ConnectionState, who caller) {
	cert := state.PeerCertificates[0]
	if now := time.Now(); now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
		a.log.Warn("certificate outside its dates", "party", who.party, "workspace", who.workspace,
			"from", cert.NotBefore, "till", cert.NotAfter)
	}
}

// cut ends the connections of callers for whom gone is true.
func (a *authenticator) cut(gone func(caller) bool) {
	var ids []uint64
	a.mu.Lock()
	for id, who := range a.peers {
		if gone(who) {
			delete(a.peers, id)
			ids = append(ids, id)
		}
	}
	a.mu.Unlock()
	a.disconnect(ids)
}

// rest cuts a party off in one workspace, and keeps the keys it came with out
// for a while.
func (a *authenticator) rest(p schema.Party, w schema.Workspace) {
	now := time.Now()
	a.mu.Lock()
	for pin, till := range a.resting {
		if now.After(till) {
			delete(a.resting, pin)
		}
	}
	for _, who := range a.peers {
		if who.party == p && who.workspace == w {
			a.resting[who.pin] = now.Add(floodRest)
		}
	}
	a.mu.Unlock()
	a.cut(func(who caller) bool { return who.party == p && who.workspace == w })
}

func (a *authenticator) disconnect(ids []uint64) {
	for _, id := range ids {
		// The only error is that it has gone by itself.
		_ = a.server.DisconnectClientByID(id)
	}
}

func remote(c server.ClientAuthentication) string {
	if addr := c.RemoteAddress(); addr != nil {
		return addr.String()
	}
	return "gone"
}
