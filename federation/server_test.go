package federation

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/nats-io/nats-server/v2/server/ats"
	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/schema"
)

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// register is a directory of TLS keys for tests.
type register struct {
	mu   sync.Mutex
	keys map[string]*trust.Keys
}

func (r *register) add(t *testing.T, p schema.Party, w schema.Workspace) *trust.Keys {
	t.Helper()
	k, err := trust.GenerateKeys(p, w, time.Now())
	must(t, err)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[k.SPKI()] = k
	return k
}

func (r *register) remove(k *trust.Keys) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.keys, k.SPKI())
}

func (r *register) admit(pin string) (schema.Party, schema.Workspace, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k, ok := r.keys[pin]
	if !ok {
		return "", "", false
	}
	return k.Party(), k.Workspace(), true
}

// host is the server of XA under test.
type host struct {
	*embedded
	*register
	live, exercise *trust.Keys
}

func startHost(t *testing.T, dir, listen string) *host {
	t.Helper()
	h, err := openHost(t, dir, listen)
	must(t, err)
	t.Cleanup(func() { must(t, h.Close()) })
	return h
}

func openHost(t *testing.T, dir, listen string) (*host, error) {
	t.Helper()
	h := &host{register: &register{keys: make(map[string]*trust.Keys)}}
	h.live, h.exercise = h.add(t, "XA", schema.Live), h.add(t, "XA", schema.Exercise)
	var err error
	h.embedded, err = openServer(serverConfig{
		Party: "XA", Dir: dir, Listen: listen, Admit: h.admit, MaxStore: 1 << 30, Log: slog.New(slog.DiscardHandler),
		Certificates: map[schema.Workspace]tls.Certificate{
			schema.Live: h.live.TLSCertificate(), schema.Exercise: h.exercise.TLSCertificate(),
		},
	})
	return h, err
}

// internal is a connection of the node that the test closes.
func (h *host) internal(t *testing.T) *nats.Conn {
	t.Helper()
	conn, err := h.internalConn("test")
	must(t, err)
	t.Cleanup(conn.Close)
	return conn
}

// dialAs connects to the host with the keys of a peer, asking for a workspace.
func (h *host) dialAs(ctx context.Context, k *trust.Keys, w schema.Workspace) (*nats.Conn, error) {
	pins := []string{h.live.SPKI(), h.exercise.SPKI()}
	return connectPeer(ctx, peerConfig{
		Party: k.Party(), Workspace: w, Address: "XA", Pins: pins, Certificate: k.TLSCertificate(),
		Dial: func(ctx context.Context, _ string) (net.Conn, error) {
			if h.Addr() == "" {
				return h.Pipe()
			}
			var d net.Dialer
			return d.DialContext(ctx, "tcp", h.Addr())
		},
	})
}

// echo answers deliveries of a party as the node's way in would.
func (h *host) echo(t *testing.T, w schema.Workspace, p schema.Party) {
	t.Helper()
	conn := h.internal(t)
	_, err := conn.Subscribe(deliverSubject(w, p), func(m *nats.Msg) {
		if err := m.Respond(m.Data); err != nil {
			t.Errorf("respond: %v", err)
		}
	})
	must(t, err)
	flush(t, conn)
}

func TestPeerDeliversUnderItsOwnNameOnly(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	h.echo(t, schema.Live, "XB")
	h.echo(t, schema.Live, "XC")
	h.echo(t, schema.Exercise, "XB")
	xb := h.add(t, "XB", schema.Live)
	conn, err := h.dialAs(t.Context(), xb, schema.Live)
	must(t, err)
	defer conn.Close()

	answer, err := request(t, conn, "deliver.live.XB", []byte("hello"))
	must(t, err)
	if string(answer.Data) != "hello" {
		t.Fatalf("answer %q", answer.Data)
	}
	for _, subject := range []string{
		"deliver.live.XC", "deliver.exercise.XB", "deliver.live.XA", "$JS.API.INFO", "$JS.API.STREAM.LIST",
		"$JS.API.STREAM.MSG.GET.LIVE-1", "live-1.message.XB.x", "$SYS.REQ.SERVER.PING", "_INBOX_XC_live.x",
	} {
		must(t, conn.PublishRequest(subject, conn.NewInbox(), []byte("{}")))
		flush(t, conn)
		if last := conn.LastError(); !errors.Is(last, nats.ErrPermissionViolation) || !strings.Contains(last.Error(), subject) {
			t.Errorf("publish to %s: %v", subject, last)
		}
	}
}

func TestPeerHearsItsOwnInboxOnly(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	conn, err := h.dialAs(t.Context(), h.add(t, "XB", schema.Live), schema.Live)
	must(t, err)
	defer conn.Close()
	for _, subject := range []string{">", "_INBOX_XC_live.>", "_INBOX_XB_exercise.>", "_INBOX.>", "deliver.live.XB", "deliver.>", "$SYS.>", "*.live.*"} {
		sub, err := conn.SubscribeSync(subject)
		must(t, err)
		flush(t, conn)
		if last := conn.LastError(); !errors.Is(last, nats.ErrPermissionViolation) || !strings.Contains(last.Error(), subject) {
			t.Errorf("subscribe %s: %v", subject, last)
		}
		_ = sub.Unsubscribe()
	}
}

func TestAnswerGoesToNobodyElse(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	h.echo(t, schema.Live, "XB")
	js := h.internal(t)
	spy, err := js.SubscribeSync("live-1.>")
	must(t, err)
	flush(t, js)
	conn, err := h.dialAs(t.Context(), h.add(t, "XB", schema.Live), schema.Live)
	must(t, err)
	defer conn.Close()
	// The answer is sent to whatever the peer named, but within its own account.
	must(t, conn.PublishRequest("deliver.live.XB", "live-1.message.XA.forged", []byte("forged")))
	_, err = request(t, conn, "deliver.live.XB", []byte("after"))
	must(t, err)
	flush(t, js)
	if n, _, err := spy.Pending(); err != nil || n != 0 {
		t.Fatalf("%d messages reached the journal's subjects (%v)", n, err)
	}
}

func TestStrangersAreRefused(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	xb := h.add(t, "XB", schema.Live)
	unknown, err := trust.GenerateKeys("XB", schema.Live, time.Now())
	must(t, err)
	for name, c := range map[string]struct {
		keys *trust.Keys
		at   schema.Workspace
	}{
		"a key in no directory":           {unknown, schema.Live},
		"a live key asking for exercise":  {xb, schema.Exercise},
		"a workspace that does not exist": {xb, "test"},
		"no workspace":                    {xb, ""},
	} {
		conn, err := h.dialAs(t.Context(), c.keys, c.at)
		if err == nil {
			conn.Close()
			t.Errorf("%s: admitted", name)
		}
	}
	conn, err := h.dialAs(t.Context(), xb, schema.Live)
	must(t, err)
	conn.Close()
}

func TestPipeAloneOpensNothing(t *testing.T) {
	dir := t.TempDir()
	ats.Register()
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		h := startHost(t, dir, "")
		conn, err := nats.Connect("", nats.InProcessServer(h.server), nats.UserInfo(internalUser, "guess"))
		if err == nil {
			conn.Close()
			t.Error("admitted without the secret")
		}
	})
}

func TestSecretOpensNothingOverTCP(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	xb := h.add(t, "XB", schema.Live)
	conn, err := nats.Connect("tls://"+h.Addr(), nats.UserInfo(internalUser, h.auth.secret), nats.TLSHandshakeFirst(),
		nats.Secure(&tls.Config{ServerName: "live", InsecureSkipVerify: true, Certificates: []tls.Certificate{xb.TLSCertificate()}}))
	must(t, err)
	defer conn.Close()
	sub, err := conn.SubscribeSync(">")
	must(t, err)
	flush(t, conn)
	if err := conn.LastError(); !errors.Is(err, nats.ErrPermissionViolation) {
		t.Fatalf("subscribed to everything: %v (%v)", err, sub.IsValid())
	}
}

func TestRevokedPartyIsCutAndStaysOut(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	xb, xc := h.add(t, "XB", schema.Live), h.add(t, "XC", schema.Live)
	lost, err := h.dialAs(t.Context(), xb, schema.Live)
	must(t, err)
	defer lost.Close()
	kept, err := h.dialAs(t.Context(), xc, schema.Live)
	must(t, err)
	defer kept.Close()
	h.remove(xb)
	h.cutStrangers()
	waitClosed(lost)
	flush(t, kept)
	if conn, err := h.dialAs(t.Context(), xb, schema.Live); err == nil {
		conn.Close()
		t.Fatal("a revoked key came back")
	}
	h.Disconnect("XC")
	waitClosed(kept)
}

func TestOldestOfTooManyConnectionsIsCut(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	xb, other := h.add(t, "XB", schema.Live), h.add(t, "XB", schema.Exercise)
	beside, err := h.dialAs(t.Context(), other, schema.Exercise)
	must(t, err)
	defer beside.Close()
	var conns []*nats.Conn
	for range connectionsPerParty + 1 {
		conn, err := h.dialAs(t.Context(), xb, schema.Live)
		must(t, err)
		defer conn.Close()
		conns = append(conns, conn)
	}
	waitClosed(conns[0])
	for _, conn := range append(conns[1:], beside) {
		flush(t, conn)
	}
}

func TestTakenPortIsSaidInWords(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	_, err = openHost(t, t.TempDir(), l.Addr().String())
	want := "address " + l.Addr().String() + " is already in use by another program; stop it or change listen in the configuration"
	if err == nil || err.Error() != want {
		t.Fatalf("got  %v\nwant %s", err, want)
	}
}

func TestBadStoreStopsTheStart(t *testing.T) {
	if _, err := openHost(t, "/dev/null/store", ""); err == nil {
		t.Fatal("started without a store")
	}
}

func TestServerIsSafeByItsOptions(t *testing.T) {
	o, err := (&serverConfig{Party: "NO", Dir: t.TempDir(), MaxStore: 1 << 30}).options()
	must(t, err)
	if !o.SyncAlways || !o.JetStream || !o.NoSigs || !o.TLSHandshakeFirst || o.NoJetStreamStrict ||
		o.JetStreamMaxStore != 1<<30 || o.MaxPayload < maxEntryMessage {
		t.Errorf("options: %+v", o)
	}
	if o.HTTPPort != 0 || o.Websocket.Port != 0 || o.MQTT.Port != 0 || o.LeafNode.Port != 0 || o.Gateway.Port != 0 || o.Cluster.Port != 0 || o.ProfPort != 0 {
		t.Error("it listens where it should not")
	}
	if _, err := (&serverConfig{Party: "NO", Dir: t.TempDir()}).options(); err == nil {
		t.Error("a store without a size")
	}
}

func TestOversizedDeliveryEndsAtTheServer(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	h.echo(t, schema.Live, "XB")
	conn, err := h.dialAs(t.Context(), h.add(t, "XB", schema.Live), schema.Live)
	must(t, err)
	defer conn.Close()
	_, err = request(t, conn, "deliver.live.XB", make([]byte, schema.MaxEnvelope+1))
	must(t, err)
	if _, err = request(t, conn, "deliver.live.XB", make([]byte, maxDelivery+1)); err == nil {
		t.Fatal("taken")
	}
}

func TestServerRunsInABubbleOverPipes(t *testing.T) {
	dir := t.TempDir()
	ats.Register()
	defer ats.Unregister()
	synctest.Test(t, func(t *testing.T) {
		h := startHost(t, dir, "")
		h.echo(t, schema.Live, "XB")
		conn, err := h.dialAs(t.Context(), h.add(t, "XB", schema.Live), schema.Live)
		must(t, err)
		for range 24 {
			_, err = request(t, conn, "deliver.live.XB", []byte("hello"))
			must(t, err)
			<-time.After(time.Hour)
		}
		must(t, h.Health())
		conn.Close()
	})
}

// waitClosed returns when conn has been closed by the other side.
func waitClosed(conn *nats.Conn) {
	closed := conn.StatusChanged(nats.CLOSED)
	defer conn.RemoveStatusListener(closed)
	if !conn.IsClosed() {
		<-closed
	}
}

// flush and request go with a context: without one the client library takes its
// timers from a pool that a simulated clock cannot share.
func flush(t *testing.T, conn *nats.Conn) {
	t.Helper()
	within, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	must(t, conn.FlushWithContext(within))
}

func request(t *testing.T, conn *nats.Conn, subject string, data []byte) (*nats.Msg, error) {
	t.Helper()
	within, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	return conn.RequestWithContext(within, subject, data)
}
