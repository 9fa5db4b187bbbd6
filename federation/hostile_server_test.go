package federation_test

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"forthwith/federation"
	"forthwith/schema"
)

// greeting is what a server says first.
const greeting = "INFO {\"server_id\":\"x\",\"max_payload\":1048576,\"headers\":true}\r\n"

// serve plays the node of XC: it listens where the directory says and answers
// each connection with f, until the test ends.
func (s *siege) serve(f func(net.Conn) error) {
	s.t.Helper()
	l, err := net.Listen("tcp", s.Address("XC"))
	must(s.t, err)
	ctx, stop := context.WithCancel(context.Background())
	var all errgroup.Group
	all.Go(func() error {
		for {
			raw, err := l.Accept()
			if err != nil {
				return nil // closed below
			}
			all.Go(func() error {
				defer raw.Close()
				defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
				// How it ends is for the honest side to bear.
				_ = f(raw)
				return nil
			})
		}
	})
	s.t.Cleanup(func() {
		stop()
		must(s.t, errors.Join(l.Close(), all.Wait()))
	})
}

// secure is the server's end of TLS with XC's own keys.
func (s *siege) secure(raw net.Conn) net.Conn {
	return tls.Server(raw, &tls.Config{
		Certificates: []tls.Certificate{s.Keys("XC", schema.Live).TLSCertificate()}, ClientAuth: tls.RequireAnyClientCert,
	})
}

// converse speaks the protocol as a server does, and has answer say what is to be
// written when a delivery came. An empty answer is none.
func converse(conn net.Conn, answer func(sid, reply string, data []byte) (string, error)) error {
	if _, err := io.WriteString(conn, greeting); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	sid := ""
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		words := strings.Fields(line)
		said := ""
		switch words[0] {
		case "PING":
			said = "PONG\r\n"
		case "SUB":
			sid = words[len(words)-1]
		case "PUB":
			size, err := strconv.Atoi(words[len(words)-1])
			if err != nil {
				return err
			}
			data := make([]byte, size+len("\r\n"))
			if _, err := io.ReadFull(in, data); err != nil {
				return err
			}
			if said, err = answer(sid, words[2], data[:size]); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(conn, said); err != nil {
			return err
		}
	}
}

// forever writes the same until the other side has enough.
func forever(conn net.Conn, s string) error {
	for {
		if _, err := io.WriteString(conn, s); err != nil {
			return err
		}
	}
}

// dials are the addresses a node dialled.
type dials struct {
	mu   sync.Mutex
	seen []string
	news chan struct{}
}

func (d *dials) dial(ctx context.Context, address string) (net.Conn, error) {
	d.mu.Lock()
	d.seen = append(d.seen, address)
	d.mu.Unlock()
	select {
	case d.news <- struct{}{}:
	default:
	}
	var nd net.Dialer
	return nd.DialContext(ctx, "tcp", address)
}

// to counts the dials of an address; elsewhere are the other addresses.
func (d *dials) to(address string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	n := 0
	for _, a := range d.seen {
		if a == address {
			n++
		}
	}
	return n
}

func (d *dials) elsewhere(pinned ...string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(d.seen), func(a string) bool { return slices.Contains(pinned, a) })
}

// TestHostileServerHarmsNoOtherDelivery has XC run a server that means harm to
// who dials it. XA does, and tries again; its process lives, its memory stays
// small, it dials nobody else, and what it owes to XB arrives.
func TestHostileServerHarmsNoOtherDelivery(t *testing.T) {
	const room = 64 << 20
	s := besiege(t, "XB")
	elsewhere, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer elsewhere.Close()
	urls := fmt.Sprintf("INFO {\"server_id\":\"x\",\"max_payload\":1048576,\"headers\":true,\"connect_urls\":[%q,\"169.254.169.254:80\"]}\r\n", elsewhere.Addr())
	// upon is what the server says when a delivery comes.
	upon := func(said string) func(net.Conn) error {
		return func(conn net.Conn) error {
			return converse(conn, func(string, string, []byte) (string, error) { return said, nil })
		}
	}
	for name, c := range map[string]struct {
		f      func(conn net.Conn) error
		silent bool // XA is still waiting when the test has seen enough
	}{
		"a size that panics":           {f: upon("MSG x 1 9000000000000000\r\n")},
		"headers that panic":           {f: upon("HMSG x 1 9000000000000000 9000000000000001\r\n")},
		"a size that reserves":         {f: upon("MSG x 1 3000000000\r\n")},
		"a size instead of a greeting": {f: func(conn net.Conn) error { return forever(conn, "MSG x 1 9000000000000000\r\n") }},
		"greetings without end":        {f: func(conn net.Conn) error { return forever(conn, greeting) }},
		"large greetings without end": {f: func(conn net.Conn) error {
			return forever(conn, "INFO {\"server_id\":\""+strings.Repeat("x", 30<<10)+"\"}\r\n")
		}},
		"a greeting without end": {f: func(conn net.Conn) error {
			_, _ = io.WriteString(conn, "INFO {\"server_id\":\"")
			return forever(conn, strings.Repeat("x", 64<<10))
		}},
		"a line without end":    {f: upon("+" + strings.Repeat("x", 8<<20))},
		"errors without end":    {f: upon(strings.Repeat("-ERR 'Unknown'\r\n", 1<<20))},
		"pings without end":     {f: upon(strings.Repeat("PING\r\n", 1<<20))},
		"-ERR as a greeting":    {f: func(conn net.Conn) error { return forever(conn, "-ERR 'Authorization Violation'\r\n") }},
		"nothing of a protocol": {f: func(conn net.Conn) error { return forever(conn, "HTTP/1.1 200 OK\r\n\r\n") }},
		"other addresses": {f: func(conn net.Conn) error {
			_, err := io.WriteString(conn, urls+urls)
			return errors.Join(err, converse(conn, func(string, string, []byte) (string, error) { return "", io.EOF }))
		}},
		"messages that nobody asked for": {f: upon(strings.Repeat("MSG _INBOX_XA_live.x.y 1 1\r\nx\r\n", 1<<18) + "end\r\n")},
		"the connection closed":          {f: func(net.Conn) error { return nil }},
		"silence after TLS":              {f: func(conn net.Conn) error { _, err := io.Copy(io.Discard, conn); return err }, silent: true},
		"silence after the greeting": {f: func(conn net.Conn) error {
			_, err := io.WriteString(conn, greeting)
			_, err2 := io.Copy(io.Discard, conn)
			return errors.Join(err, err2)
		}, silent: true},
		"silence upon a delivery": {f: upon(""), silent: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			s.serve(func(raw net.Conn) error {
				return c.f(s.secure(raw))
			})
			s.beset(!c.silent, room)
		})
	}
	t.Run("silence instead of TLS", func(t *testing.T) {
		s := s.in(t)
		s.serve(func(raw net.Conn) error { _, err := io.Copy(io.Discard, raw); return err })
		s.beset(false, room)
	})
	t.Run("the keys of another party", func(t *testing.T) {
		s := s.in(t)
		s.serve(func(raw net.Conn) error {
			return tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{s.Keys("XB", schema.Live).TLSCertificate()}}).Handshake()
		})
		s.beset(true, room)
	})
}

// beset runs XA, which has something to tell both XC and XB, until XB has all of
// it and, if it is to, XA has tried XC again.
func (s *siege) beset(again bool, room uint64) {
	s.t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	d := &dials{news: make(chan struct{}, 1)}
	n := s.open("XA", func(c *federation.Config) { c.Dial, c.Dir = d.dial, s.t.TempDir() })
	tr := n.Tracker(schema.Live)
	id := draft(s.t, n, "", "XC", "XB")
	received(s.t, tr, id, "XB")
	limit, cancel := context.WithTimeout(s.t.Context(), patience)
	defer cancel()
	for tries := 1 + count(again); d.to(s.Address("XC")) < tries; {
		select {
		case <-d.news:
		case <-limit.Done():
			s.t.Fatal("XA did not dial XC again")
		}
	}
	received(s.t, tr, draft(s.t, n, "", "XC", "XB"), "XB")
	if there := delivery(tr, id, "XC"); there.Settled() {
		s.t.Errorf("settled: %+v", there)
	}
	if others := d.elsewhere(s.Address("XB"), s.Address("XC")); len(others) > 0 {
		s.t.Errorf("XA dialled %q", others)
	}
	runtime.ReadMemStats(&after)
	if grown := after.Sys - before.Sys; after.Sys > before.Sys && grown > room {
		s.t.Errorf("the process took %d MB more from the system", grown>>20)
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}
