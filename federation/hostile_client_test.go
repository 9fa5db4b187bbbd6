package federation_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/nats-io/nats.go"
	"golang.org/x/sync/errgroup"

	"forthwith/schema"
)

// garbage is what XC delivers where only the way counts. The same bytes are
// recorded once as refused, and never again.
var garbage = []byte("garbage")

// TestHostileClientSpeaksOnlyAsItself has XC publish and subscribe where it may
// not: nothing of it arrives, and XA is served.
func TestHostileClientSpeaksOnlyAsItself(t *testing.T) {
	s := besiege(t, "XA", "XB")
	conn := s.connect()
	s.refused(conn, garbage)
	attack := func(name string, f func(*siege)) {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			before := s.size()
			f(s)
			s.refused(conn, garbage) // all before it was looked at
			s.received(s.send("XB"), "XB")
			if grown := s.size() - before; grown != 1 {
				t.Errorf("the journals of XB grew by %d entries of which one is XA's", grown)
			}
			if rings := s.Node("XB").Tracker(schema.Live).Ringing(); len(rings) != 1 {
				t.Errorf("at XB rings %v", rings)
			}
		})
	}
	for _, subject := range []string{
		"deliver.live.XA", "deliver.exercise.XC", "deliver.live.XB", "collect.live.XA",
		"$JS.API.INFO", "$JS.API.STREAM.PURGE.LIVE-1", "$JS.API.STREAM.MSG.DELETE.LIVE-1", "$JS.ACK.x", "$SYS.REQ.SERVER.PING",
		"live-1.message.XA.x", "node-1.setting.XB.x", "_INBOX.x", "_INBOX_XA_live.x.1", "_R_.x", "_GR_.x", "$MQTT.x",
	} {
		attack("publish to "+subject, func(s *siege) {
			must(s.t, conn.PublishRequest(subject, conn.NewInbox(), []byte(`{"seq":1}`)))
			s.forbidden(conn, subject)
		})
	}
	for _, reply := range []string{
		"deliver.live.XA", "deliver.exercise.XA", "deliver.live.XC", "$JS.API.STREAM.MSG.DELETE.LIVE-1", "$JS.API.STREAM.PURGE.LIVE-1",
		"live-1.message.XA.forged", "$SYS.REQ.SERVER.PING", "_INBOX_XA_live.x.1", "$JS.ACK.LIVE-1.x.1.1.1.1.1", "_R_.x.y",
	} {
		attack("answer to "+reply, func(s *siege) {
			for range 10 {
				must(s.t, conn.PublishRequest("deliver.live.XC", reply, garbage))
			}
		})
	}
	for _, subject := range []string{
		">", "*.>", "*.*.*", "deliver.>", "deliver.live.XA", "$SYS.>", "$JS.>", "live-1.>", "_INBOX.>", "_INBOX_XA_live.>", "_R_.>",
	} {
		attack("subscribe to "+subject, func(s *siege) {
			for _, queue := range []string{"", "q"} {
				sub, err := conn.QueueSubscribeSync(subject, queue)
				must(s.t, err)
				s.forbidden(conn, subject)
				_ = sub.Unsubscribe() // it never was one
			}
		})
	}
	attack("a delivery that nobody waits for", func(s *siege) {
		must(s.t, conn.Publish("deliver.live.XC", s.signed().Marshal()))
	})
}

// forbidden checks that the server said no to the last thing conn asked for.
func (s *siege) forbidden(conn *nats.Conn, what string) {
	s.t.Helper()
	flush(s.t, conn)
	if last := conn.LastError(); !errors.Is(last, nats.ErrPermissionViolation) || !strings.Contains(last.Error(), what) {
		s.t.Errorf("%s: %v", what, last)
	}
}

// TestHostileHeadersReachNoStream has XC deliver good messages under headers that
// mean something to a stream: they are taken as messages and nothing else.
func TestHostileHeadersReachNoStream(t *testing.T) {
	s := besiege(t, "XA", "XB")
	conn := s.connect()
	first := s.send("XB")
	s.received(first, "XB")
	for name, value := range map[string]string{
		"Nats-Rollup": "all", "Nats-Msg-Id": string(schema.NewMessageID()), "Nats-TTL": "1s", "Nats-Incr": "1",
		"Nats-Expected-Stream": "LIVE-1", "Nats-Expected-Last-Sequence": "0", "Nats-Expected-Last-Subject-Sequence": "7",
		"Nats-Schedule": "@at 2030-01-01T00:00:00Z", "Nats-Batch-Id": "x", "Nats-Request-Info": `{"acc":"JOURNAL"}`,
		"Forthwith-Link": "XA", "Forthwith-Digest": "x",
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			before := s.size()
			m := message("XC", "XB")
			within, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			reply, err := conn.RequestMsgWithContext(within, &nats.Msg{
				Subject: "deliver.live.XC", Header: nats.Header{name: {value}}, Data: seal(t, s.Keys("XC", schema.Live), m).Marshal(),
			})
			must(t, err)
			if document, _ := s.opened(reply.Data); document != schema.DocumentReceipt {
				t.Errorf("answered with a %s", document)
			}
			if grown := s.size() - before; grown != 1 {
				t.Errorf("the journals of XB grew by %d entries", grown)
			}
			tr := s.Node("XB").Tracker(schema.Live)
			if got, ok := tr.Message(m.Header.ID); !ok || got.Link != "XC" {
				t.Errorf("recorded as of %q", got.Link)
			}
			kept, _ := tr.Message(first)
			if _, err := s.Node("XB").Document(t.Context(), schema.Live, kept); err != nil {
				t.Errorf("an earlier entry has gone: %v", err)
			}
		})
	}
	t.Run("Nats-Trace-Dest", func(t *testing.T) {
		s := s.in(t)
		before := s.size()
		for _, dest := range []string{"live-1.message.XA.forged", "deliver.live.XA"} {
			must(t, conn.PublishMsg(&nats.Msg{
				Subject: "deliver.live.XC", Reply: conn.NewInbox(), Header: nats.Header{"Nats-Trace-Dest": {dest}}, Data: garbage,
			}))
			s.forbidden(conn, dest)
		}
		s.received(s.send("XB"), "XB")
		if grown := s.size() - before; grown != 1 {
			t.Errorf("the journals of XB grew by %d entries of which one is XA's", grown)
		}
	})
}

// TestHostileConnectionsAreBounded has XC open many connections, and strangers
// as many that say nothing.
func TestHostileConnectionsAreBounded(t *testing.T) {
	const many, kept = 200, 4
	s := besiege(t, "XA", "XB")
	for range many {
		silent, err := net.Dial("tcp", s.Address("XB"))
		must(t, err)
		defer silent.Close()
	}
	conns := s.connects(many)
	s.received(s.send("XB"), "XB")
	for _, conn := range conns[:many-kept] {
		closed(t, conn)
	}
	for _, conn := range conns[many-kept:] {
		flush(t, conn)
	}
}

// TestHostileFloodCostsNobodyElseADelivery has XC flood XB while XA delivers.
func TestHostileFloodCostsNobodyElseADelivery(t *testing.T) {
	for _, c := range []struct {
		name     string
		data     func(*siege) []byte
		answered int64 // how many it sends if it waits for answers
	}{
		{"garbage", func(*siege) []byte { return garbage }, 1000},
		{"one good message", func(s *siege) []byte { return s.signed().Marshal() }, 200},
		{"envelopes that do not verify", func(s *siege) []byte {
			env := s.signed()
			env.Signatures[0].Sig[0] ^= 1
			return env.Marshal()
		}, 500},
	} {
		t.Run(c.name+", without waiting for answers", func(t *testing.T) {
			s := besiege(t, "XA", "XB")
			conns := s.connects(4)
			s.beside(pour(conns, c.data(s), 20000))
			for _, conn := range conns {
				closed(t, conn)
			}
			if conn, err := s.road().connect(); err == nil {
				conn.Close()
				t.Error("a party that floods came back at once")
			}
		})
		t.Run(c.name+", as fast as it is answered", func(t *testing.T) {
			s := besiege(t, "XA", "XB")
			s.beside(hammer(t, s.connect(), c.data(s), c.answered))
		})
	}
	t.Run("deliveries as large as may be", func(t *testing.T) {
		// Nearly all that may wait for one connection is on its way at once: the
		// one by which all deliveries come in must outlast it.
		s := besiege(t, "XA", "XB")
		s.beside(pour(s.connects(4), make([]byte, schema.MaxEnvelope), 60))
	})
	t.Run("answers that are not read", func(t *testing.T) {
		s := besiege(t, "XA", "XB")
		deaf, err := s.road().Dial("", "")
		must(t, err)
		defer deaf.Close()
		must(t, deaf.(*tls.Conn).NetConn().(*net.TCPConn).SetReadBuffer(4096))
		_, err = fmt.Fprint(deaf, "CONNECT {\"verbose\":false,\"headers\":true}\r\nSUB _INBOX_XC_live.> 1\r\n")
		must(t, err)
		conn := s.connect() // hears the same answers, and paces them
		s.beside(hammer(t, conn, garbage, 1000))
	})
}

// pour delivers data many times, by turns on some connections, and waits for no
// answer. It ends when it is cut off.
func pour(conns []*nats.Conn, data []byte, times int) func() error {
	return func() error {
		for i := range times {
			if conns[i%len(conns)].PublishRequest("deliver.live.XC", "_INBOX_XC_live.x", data) != nil {
				break
			}
		}
		return nil
	}
}

// hammer delivers data many times, with few under way at a time.
func hammer(t *testing.T, conn *nats.Conn, data []byte, times int64) func() error {
	return func() error {
		var sent atomic.Int64
		var all errgroup.Group
		for range 16 {
			all.Go(func() error {
				for sent.Add(1) <= times {
					if _, err := deliver(t, conn, data); err != nil {
						return err
					}
				}
				return nil
			})
		}
		return all.Wait()
	}
}

// beside has XA deliver to XB while attack runs, and 50 times at least. None is
// lost: each is received at the first try.
func (s *siege) beside(attack func() error) {
	s.t.Helper()
	done := make(chan error, 1)
	go func() { done <- attack() }()
	for n, over := 0, false; n < 50 || !over; n++ {
		id := s.send("XB")
		s.received(id, "XB")
		if d := delivery(s.Node("XA").Tracker(schema.Live), id, "XB"); d.Tries != 1 {
			s.t.Errorf("XA tried %d times", d.Tries)
		}
		select {
		case err := <-done:
			must(s.t, err)
			over = true
		default:
		}
	}
}
