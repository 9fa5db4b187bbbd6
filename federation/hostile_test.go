package federation_test

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// patience bounds what a test waits for; nothing should come near it.
const patience = 30 * time.Second

var officer = notify.Officer{Login: "haddad", Name: "S. Haddad", Desk: "nca-d", Rights: notify.Rights}

var parties = []sim.Party{
	{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}, {Code: "XC", Name: "Cordia"}, {Code: "IAEA", Name: "Agency"},
}

// siege is a federation on real sockets in which XA and XB are honest and the
// test plays XC, which has valid keys and stands in the directory.
type siege struct {
	*sim.Federation
	t *testing.T
}

func besiege(t *testing.T, running ...schema.Party) *siege {
	t.Helper()
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Loopback: true, Parties: parties})
	must(t, err)
	t.Cleanup(func() { must(t, fed.Close()) })
	for _, p := range running {
		must(t, fed.Start(t.Context(), p))
	}
	return &siege{fed, t}
}

// in is s for a subtest.
func (s *siege) in(t *testing.T) *siege { return &siege{s.Federation, t} }

// open runs a node as change would have it, which sim does not offer.
func (s *siege) open(p schema.Party, change func(*federation.Config)) *federation.Node {
	s.t.Helper()
	edition, keepers := s.Edition()
	cfg := federation.Config{
		Party: p, Dir: s.Dir(p), Listen: s.Address(p), Keepers: keepers, KeeperThreshold: 1, Directory: edition,
		Keys:     map[schema.Workspace]*trust.Keys{schema.Live: s.Keys(p, schema.Live), schema.Exercise: s.Keys(p, schema.Exercise)},
		MaxStore: 1 << 30, Log: slog.New(slog.DiscardHandler),
	}
	change(&cfg)
	n, err := federation.Open(s.t.Context(), cfg)
	must(s.t, err)
	running, stop := context.WithCancel(s.t.Context())
	done := make(chan error, 1)
	go func() { done <- n.Run(running) }()
	s.t.Cleanup(func() {
		stop()
		must(s.t, <-done)
		must(s.t, n.Close())
	})
	return n
}

// send has XA release a message.
func (s *siege) send(to ...schema.Party) schema.MessageID {
	s.t.Helper()
	return draft(s.t, s.Node("XA"), "", to...)
}

// draft releases a message; an empty id is for the desk to choose.
func draft(t *testing.T, n *federation.Node, id schema.MessageID, to ...schema.Party) schema.MessageID {
	t.Helper()
	out, err := n.Desk(schema.Live).Draft(t.Context(), officer, &schema.Message{
		Header: schema.Header{ID: id, Addressees: to}, Body: &schema.Linktest{Form: schema.LinktestMachine},
	}, n.Now())
	must(t, err)
	return out.Message
}

// received waits until XA has the receipt of a party.
func (s *siege) received(id schema.MessageID, by schema.Party) {
	s.t.Helper()
	received(s.t, s.Node("XA").Tracker(schema.Live), id, by)
}

func received(t *testing.T, tr *notify.Tracker, id schema.MessageID, by schema.Party) {
	t.Helper()
	wait(t, tr, "the receipt of "+string(by), func() bool { return delivery(tr, id, by).Received != "" })
}

func delivery(tr *notify.Tracker, id schema.MessageID, to schema.Party) notify.Delivery {
	m, _ := tr.Message(id)
	for _, d := range m.Deliveries() {
		if d.Party == to {
			return d
		}
	}
	return notify.Delivery{}
}

// wait returns when ok, which the tracker's own word has looked at again.
func wait(t *testing.T, tr *notify.Tracker, what string, ok func() bool) {
	t.Helper()
	limit, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		changed := tr.Changed()
		if ok() {
			return
		}
		select {
		case <-changed:
		case <-limit.Done():
			t.Fatalf("never came: %s", what)
		}
	}
}

// size is how long XB's journals are, live and exercise together.
func (s *siege) size() int64 {
	n := s.Node("XB")
	return n.Head(schema.Live).Size + n.Head(schema.Exercise).Size
}

// message is a link test of a party, complete but for its signature.
func message(from, to schema.Party) *schema.Message {
	now := time.Now()
	at := schema.NewInstant(now)
	return &schema.Message{
		Header: schema.Header{
			ID: schema.NewMessageID(), ReportUUID: schema.NewReportUUID(), Kind: schema.KindLinktest, Workspace: schema.Live,
			Context: schema.ContextTest, From: from, Desk: "nwp", Addressees: []schema.Party{to}, Sequence: 1,
			CreatedAt: schema.NewTime(now), ReleasedAt: at, Confidentiality: schema.ForAuthorities, Language: "en",
			Approvals: []schema.Approval{{Act: schema.ActDrafted, Officer: "x", Name: "x", Desk: "nwp", At: at}},
		},
		Body: &schema.Linktest{Form: schema.LinktestMachine},
	}
}

// seal signs a message with keys, whoever it says it is from.
func seal(t *testing.T, keys *trust.Keys, m *schema.Message) *schema.Envelope {
	t.Helper()
	payload, err := schema.Canonical(m)
	must(t, err)
	env, err := keys.Seal(schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), payload)
	must(t, err)
	return env
}

// signed is a message that XC may send to XB.
func (s *siege) signed() *schema.Envelope {
	s.t.Helper()
	return seal(s.t, s.Keys("XC", schema.Live), message("XC", "XB"))
}

// road dials a node's listener; the node sees what config shows.
type road struct {
	address string
	config  *tls.Config
}

// road to XB with the keys of XC.
func (s *siege) road() road {
	k := s.Keys("XC", schema.Live)
	return s.roadWith(k.TLSCertificate(), schema.Live)
}

func (s *siege) roadWith(c tls.Certificate, w schema.Workspace) road {
	return road{s.Address("XB"), &tls.Config{ServerName: string(w), Certificates: []tls.Certificate{c}, InsecureSkipVerify: true}}
}

// SkipTLSHandshake tells nats.go that Dial has done it.
func (road) SkipTLSHandshake() bool { return true }

// Dial implements nats.CustomDialer.
func (r road) Dial(string, string) (net.Conn, error) {
	d := net.Dialer{Timeout: patience}
	return tls.DialWithDialer(&d, "tcp", r.address, r.config)
}

func (r road) connect() (*nats.Conn, error) {
	return nats.Connect("nats://"+r.address, nats.SetCustomDialer(r), nats.CustomInboxPrefix("_INBOX_XC_live"),
		nats.NoReconnect(), nats.IgnoreDiscoveredServers(), nats.Timeout(patience),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
}

// connect has XC connect to XB.
func (s *siege) connect() *nats.Conn {
	s.t.Helper()
	conn, err := s.road().connect()
	must(s.t, err)
	s.t.Cleanup(conn.Close)
	return conn
}

func (s *siege) connects(n int) []*nats.Conn {
	s.t.Helper()
	conns := make([]*nats.Conn, n)
	for i := range conns {
		conns[i] = s.connect()
	}
	return conns
}

// ask delivers to XB what XC has to say and returns the answer, which XB signed.
func (s *siege) ask(conn *nats.Conn, request []byte) (document string, payload []byte) {
	s.t.Helper()
	reply, err := deliver(s.t, conn, request)
	must(s.t, err)
	return s.opened(reply.Data)
}

func (s *siege) opened(answer []byte) (document string, payload []byte) {
	s.t.Helper()
	env, err := schema.ParseEnvelope(answer)
	must(s.t, err)
	if signer, err := s.Directory().Verify(env); err != nil || signer != "XB" {
		s.t.Fatalf("answer signed by %q (%v)", signer, err)
	}
	_, document, err = schema.ParsePayloadType(env.PayloadType)
	must(s.t, err)
	return document, env.Payload
}

// refused delivers what XB must refuse, and returns the refusal.
func (s *siege) refused(conn *nats.Conn, request []byte) schema.Refusal {
	s.t.Helper()
	document, payload := s.ask(conn, request)
	var r schema.Refusal
	if err := schema.ParseDocument(payload, &r); err != nil || document != schema.DocumentRefusal || r.Bytes != schema.NewDigest(request) {
		s.t.Fatalf("answered with a %s: %s (%v)", document, payload, err)
	}
	return r
}

// flush and deliver go with a context: without one the client library takes its
// timers from a pool that a simulated clock cannot share.
func flush(t *testing.T, conn *nats.Conn) {
	t.Helper()
	within, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	must(t, conn.FlushWithContext(within))
}

func deliver(t *testing.T, conn *nats.Conn, data []byte) (*nats.Msg, error) {
	t.Helper()
	within, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	return conn.RequestWithContext(within, "deliver.live.XC", data)
}

// closed waits until the other side has closed conn.
func closed(t *testing.T, conn *nats.Conn) {
	t.Helper()
	limit, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	changed := conn.StatusChanged(nats.CLOSED)
	defer conn.RemoveStatusListener(changed)
	for !conn.IsClosed() {
		select {
		case <-changed:
		case <-limit.Done():
			t.Fatal("a connection was not closed")
		}
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
