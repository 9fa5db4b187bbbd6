package federation_test

import (
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"testing"
	"time"

	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/schema"
)

// TestHostileStrangersAreRefused has XC present what is not its own.
func TestHostileStrangersAreRefused(t *testing.T) {
	s := besiege(t, "XA", "XB")
	live, exercise := s.Keys("XC", schema.Live).TLSCertificate(), s.Keys("XC", schema.Exercise).TLSCertificate()
	stranger, err := trust.GenerateKeys("XC", schema.Live, time.Now())
	must(t, err)
	stolen := s.Keys("XA", schema.Live).TLSCertificate()
	stolen.PrivateKey = live.PrivateKey
	chained := stranger.TLSCertificate()
	chained.Certificate = append(chained.Certificate, live.Certificate...)
	for name, c := range map[string]struct {
		certificate tls.Certificate
		workspace   schema.Workspace
	}{
		"XA's certificate without its key":                {stolen, schema.Live},
		"a certificate of a stranger who calls itself XC": {stranger.TLSCertificate(), schema.Live},
		"a stranger's certificate with XC's behind it":    {chained, schema.Live},
		"no certificate":                  {tls.Certificate{}, schema.Live},
		"the live key in exercise":        {live, schema.Exercise},
		"the exercise key in live":        {exercise, schema.Live},
		"a workspace that does not exist": {live, "node"},
		"a workspace that is empty":       {live, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if conn, err := s.roadWith(c.certificate, c.workspace).connect(); err == nil {
				conn.Close()
				t.Fatal("admitted")
			}
		})
	}
	t.Run("TLS 1.2", func(t *testing.T) {
		r := s.road()
		r.config.MaxVersion = tls.VersionTLS12
		if conn, err := r.connect(); err == nil {
			conn.Close()
			t.Fatal("admitted")
		}
	})
	s.received(s.send("XB"), "XB")
}

// TestHostileDatesStopNobody has XC come with its key in a certificate that has
// long ended: that only warns.
func TestHostileDatesStopNobody(t *testing.T) {
	s := besiege(t, "XB")
	c := s.Keys("XC", schema.Live).TLSCertificate()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Unix(0, 0), NotAfter: time.Unix(1, 0)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, c.Leaf.PublicKey, c.PrivateKey)
	must(t, err)
	conn, err := s.roadWith(tls.Certificate{Certificate: [][]byte{der}, PrivateKey: c.PrivateKey}, schema.Live).connect()
	must(t, err)
	defer conn.Close()
	if document, payload := s.ask(conn, s.signed().Marshal()); document != schema.DocumentReceipt {
		t.Errorf("answered with %s", payload)
	}
}

// TestHostilePartyThatIsRemovedIsCutOff has the keepers leave XC out of the next
// edition.
func TestHostilePartyThatIsRemovedIsCutOff(t *testing.T) {
	s := besiege(t)
	keeper, err := trust.GenerateKeeperKey("IAEA", 'z', time.Now())
	must(t, err)
	edition := func(previous *trust.Directory, without ...schema.Party) []byte {
		d := trust.NewEdition(previous, time.Now(), time.Hour)
		d.Keepers, d.Threshold = []trust.KeeperPublic{keeper.Public()}, 1
		for _, p := range without {
			d.Remove(p)
		}
		raw, err := d.Marshal()
		must(t, err)
		raw, err = trust.SignEdition(raw, keeper)
		must(t, err)
		return raw
	}
	n := s.open("XB", func(c *federation.Config) {
		c.Keepers, c.Directory = []trust.KeeperPublic{keeper.Public()}, edition(s.Directory())
	})
	must(t, s.Start(t.Context(), "XA"))
	conn, busy := s.connect(), s.connect()
	if document, payload := s.ask(conn, s.signed().Marshal()); document != schema.DocumentReceipt {
		t.Fatalf("before it was removed: %s", payload)
	}
	before := n.Head(schema.Live).Size
	must(t, n.TakeDirectory(t.Context(), edition(n.Directory(), "XC")))
	closed(t, conn)
	closed(t, busy)
	if back, err := s.road().connect(); err == nil {
		back.Close()
		t.Error("it came back")
	}
	s.received(s.send("XB"), "XB")
	if grown := n.Head(schema.Live).Size - before; grown != 1 {
		t.Errorf("the journal of XB grew by %d entries of which one is XA's", grown)
	}
}
