package federation

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// scripted is a connection that says what it was given.
type scripted struct {
	net.Conn
	io.Reader
}

func (s scripted) Read(p []byte) (int, error) { return s.Reader.Read(p) }

func guarded(r io.Reader) ([]byte, error) { return io.ReadAll(newGuard(scripted{Reader: r})) }

func TestGuardPassesWhatAServerSays(t *testing.T) {
	said := "INFO {\"server_id\":\"x\"} \r\nPING\r\nPONG\r\n+OK\r\n-ERR 'Permissions Violation'\r\n" +
		"MSG _INBOX_XB_live.a.1 1 5\r\nhello\r\nMSG a 1 b 0\r\n\r\nHMSG a 12 12 14\r\nNATS/1.0\r\n\r\nhi\r\n" +
		"MSG a 1 4\r\n\r\n\r\n\r\nPING\r\n"
	for name, r := range map[string]io.Reader{"whole": strings.NewReader(said), "byte by byte": iotest.OneByteReader(strings.NewReader(said)), "halves": iotest.HalfReader(strings.NewReader(said))} {
		if got, err := guarded(r); err != nil || string(got) != said {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
}

func TestGuardStopsWhatHurtsTheClient(t *testing.T) {
	for name, said := range map[string]string{
		"a size that panics":          "MSG x 1 9000000000000000\r\n",
		"a size that reserves":        "MSG x 1 3000000000\r\n",
		"a size just too large":       fmt.Sprintf("MSG x 1 %d\r\n", maxDelivery+1),
		"headers beyond the message":  "HMSG x 1 10 5\r\n",
		"large headers":               "HMSG x 1 y 9000000000000000 5\r\n",
		"a negative size":             "MSG x 1 -5\r\n",
		"no size":                     "MSG x 1\r\n",
		"too many words":              "MSG x 1 y z 5\r\n",
		"a size behind a tab":         "MSG x 1 5\t9000000000000000\r\n",
		"a CR that the client drops":  "MSG x 1 90000000\r0000000\r\n",
		"a vertical tab":              "MSG x 1 5\v5\r\n",
		"lower case":                  "msg x 1 9000000000000000\r\n",
		"a lone line feed":            "MSG x 1 9000000000000000\n",
		"something behind PING":       "PINGMSG x 1 5\r\n",
		"nothing":                     "\r\n",
		"an operation we do not know": "SUB x 1\r\n",
		"a payload that goes on":      "MSG x 1 2\r\nabMSG x 1 9000000000000000\r\n",
		"an INFO without end":         "INFO {" + strings.Repeat("x", maxServerLine) + "}\r\n",
		"INFO without pause":          strings.Repeat("INFO {}\r\n", maxServerLines/infoCountsFor+1),
		"PING without pause":          strings.Repeat("PING\r\n", maxServerLines+1),
	} {
		for way, r := range map[string]io.Reader{"whole": strings.NewReader(said), "byte by byte": iotest.OneByteReader(strings.NewReader(said))} {
			got, err := guarded(r)
			if !errors.Is(err, ErrProtocol) {
				t.Errorf("%s, %s: %v", name, way, err)
			}
			if err := harmless(got); err != nil {
				t.Errorf("%s, %s: passed %.60q: %v", name, way, got, err)
			}
		}
	}
}

// harmless reads what was passed as leniently as the client does.
func harmless(b []byte) error {
	r := bufio.NewReader(bytes.NewReader(b))
	for {
		line, err := r.ReadString('\n')
		if err != nil {
			return nil // the client does nothing before the end of a line
		}
		words := strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(" \t\r\n", c) })
		if len(words) == 0 || !strings.HasSuffix(strings.ToUpper(words[0]), "MSG") {
			continue
		}
		size, err := strconv.ParseUint(words[len(words)-1], 10, 64)
		if err != nil || size > maxDelivery {
			return fmt.Errorf("line %q", line)
		}
		if _, err := io.CopyN(io.Discard, r, int64(size)); err != nil {
			return nil
		}
		if _, err := r.ReadString('\n'); err != nil {
			return nil
		}
	}
}

func FuzzGuard(f *testing.F) {
	f.Add([]byte("INFO {}\r\nPING\r\nMSG a 1 5\r\nhello\r\nHMSG a 1 b 12 14\r\nNATS/1.0\r\n\r\nhi\r\n"), uint8(3))
	f.Add([]byte("MSG x 1 9000000000000000\r\n"), uint8(1))
	f.Add([]byte("MSG x 1 90000000\r0000000\r\n"), uint8(20))
	f.Fuzz(func(t *testing.T, said []byte, piece uint8) {
		whole, wholeErr := guarded(bytes.NewReader(said))
		pieces, piecesErr := guarded(&chopped{said, int(piece) + 1})
		if (wholeErr == nil) != (piecesErr == nil) {
			t.Errorf("whole: %v; in pieces of %d: %v", wholeErr, int(piece)+1, piecesErr)
		}
		for _, passed := range [][]byte{whole, pieces} {
			if !bytes.HasPrefix(said, passed) {
				t.Errorf("passed %q of %q", passed, said)
			}
			if err := harmless(passed); err != nil {
				t.Error(err)
			}
		}
	})
}

type chopped struct {
	left  []byte
	piece int
}

func (c *chopped) Read(p []byte) (int, error) {
	if len(c.left) == 0 {
		return 0, io.EOF
	}
	n := copy(p, c.left[:min(c.piece, len(c.left))])
	c.left = c.left[n:]
	return n, nil
}

// TestHostileServerEndsTheConnectionAndNotTheProcess plays a peer whose server
// has the right key and means harm.
func TestHostileServerEndsTheConnectionAndNotTheProcess(t *testing.T) {
	theirs, err := trust.GenerateKeys("XB", schema.Live, time.Now())
	must(t, err)
	ours, err := trust.GenerateKeys("XA", schema.Live, time.Now())
	must(t, err)
	done := make(chan error, 1)
	conn, err := connectPeer(t.Context(), peerConfig{
		Party: "XA", Workspace: schema.Live, Address: "XB", Pins: []string{theirs.SPKI()}, Certificate: ours.TLSCertificate(),
		Dial: func(context.Context, string) (net.Conn, error) {
			here, there := net.Pipe()
			go func() { done <- hostile(there, theirs) }()
			return here, nil
		},
	})
	must(t, err)
	defer conn.Close()
	if _, err := conn.RequestWithContext(t.Context(), "deliver.live.XA", nil); err == nil {
		t.Fatal("answered")
	}
	if err := conn.LastError(); !errors.Is(err, ErrProtocol) {
		t.Errorf("the connection ended with %v", err)
	}
	if err := <-done; err != nil {
		t.Error(err)
	}
}

// hostile greets as a server does, and answers a request with a size that would
// crash the client.
func hostile(raw net.Conn, k *trust.Keys) error {
	conn := tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{k.TLSCertificate()}, ClientAuth: tls.RequireAnyClientCert})
	defer raw.Close()
	if _, err := io.WriteString(conn, "INFO {\"server_id\":\"x\",\"max_payload\":1048576,\"headers\":true}\r\n"); err != nil {
		return err
	}
	in := bufio.NewReader(conn)
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(line, "PING"):
			_, err = io.WriteString(conn, "PONG\r\n")
		case strings.HasPrefix(line, "PUB"):
			_, err = io.WriteString(conn, "MSG x 1 9000000000000000\r\n")
			return err
		}
		if err != nil {
			return err
		}
	}
}

func TestServerWithAnotherKeyIsNotSpokenTo(t *testing.T) {
	h := startHost(t, t.TempDir(), "127.0.0.1:0")
	xb := h.add(t, "XB", schema.Live)
	conn, err := connectPeer(t.Context(), peerConfig{
		Party: "XB", Workspace: schema.Live, Address: "XA", Pins: []string{xb.SPKI()}, Certificate: xb.TLSCertificate(),
		Dial: func(context.Context, string) (net.Conn, error) { return net.Dial("tcp", h.Addr()) },
	})
	if err == nil {
		conn.Close()
		t.Fatal("connected to a key that is not pinned")
	}
	if errors.Is(err, nats.ErrNoServers) {
		t.Errorf("the reason is lost: %v", err)
	}
}
