package federation

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"
)

// ErrProtocol is a peer's server that does not speak as one should.
var ErrProtocol = errors.New("peer breaks the protocol")

// Bounds on what a peer's server may say.
const (
	// maxServerLine bounds a control line: INFO, in which a server describes
	// itself. The client library would collect one without end.
	maxServerLine = 32 << 10
	// maxServerWords is more than subject, sid, reply and two sizes.
	maxServerWords = 6
	// In serverLinesEvery it may send so many lines that are no message; an INFO
	// makes the client work, and counts for several.
	maxServerLines   = 1000
	infoCountsFor    = 25
	serverLinesEvery = time.Minute
)

// guard reads the NATS protocol as a peer's server sends it and stops at what
// would hurt the client library: nats.go believes a declared size, and one line
// "MSG x 1 9000000000000000" ends the process.
//
// It takes only what nats-server writes, to the byte. The client is more lenient
// (lower case, tabs, a lone CR, which it drops when a line comes in two pieces),
// and wherever the two read one line differently there would be a way past.
type guard struct {
	net.Conn
	line    []byte // the control line so far
	payload int    // bytes of a payload still to come, with its CR LF
	lines   int    // control lines counted since
	since   time.Time
	err     error
}

func newGuard(c net.Conn) net.Conn { return &guard{Conn: c} }

// Read passes on what is harmless. It never passes the end of a line it has not
// checked, and the client acts on ends of lines only. After an error the
// connection is of no use.
func (g *guard) Read(p []byte) (int, error) {
	if g.err != nil {
		return 0, g.err
	}
	n, err := g.Conn.Read(p)
	if g.err = g.check(p[:n]); g.err != nil {
		return 0, g.err
	}
	return n, err
}

// check follows the stream through whatever pieces it comes in.
func (g *guard) check(b []byte) error {
	for len(b) > 0 {
		if g.payload > 0 {
			n := min(g.payload, len(b))
			if err := g.pass(b[:n]); err != nil {
				return err
			}
			b = b[n:]
			continue
		}
		line, rest, whole := bytes.Cut(b, []byte("\n"))
		if len(g.line)+len(line) > maxServerLine {
			return fmt.Errorf("%w: a control line of more than %d bytes", ErrProtocol, maxServerLine)
		}
		g.line = append(g.line, line...)
		if !whole {
			return nil
		}
		b = rest
		if err := g.control(); err != nil {
			return err
		}
		g.line = g.line[:0]
	}
	return nil
}

// pass lets a piece of a payload through. It must end in CR LF: after it the
// client skips to the next line end, wherever that is.
func (g *guard) pass(b []byte) error {
	for i := max(0, len(b)-2); i < len(b); i++ {
		left := g.payload - i
		if left == 2 && b[i] != '\r' || left == 1 && b[i] != '\n' {
			return fmt.Errorf("%w: a payload does not end where it should", ErrProtocol)
		}
	}
	g.payload -= len(b)
	return nil
}

// control looks at one whole line.
func (g *guard) control() error {
	line, ok := bytes.CutSuffix(g.line, []byte("\r"))
	if !ok || bytes.IndexByte(line, '\r') >= 0 {
		return fmt.Errorf("%w: a line that does not end in CR LF", ErrProtocol)
	}
	op, args, _ := bytes.Cut(line, []byte(" "))
	switch string(op) {
	case "MSG", "HMSG":
		return g.message(string(op), args)
	case "INFO":
		return g.count(infoCountsFor)
	case "-ERR":
		return g.count(1)
	case "PING", "PONG", "+OK":
		if len(op) != len(line) {
			return fmt.Errorf("%w: %s with more behind it", ErrProtocol, op)
		}
		return g.count(1)
	}
	return fmt.Errorf("%w: an operation %.16q", ErrProtocol, op)
}

// count slows down nothing: a server that chatters is given up.
func (g *guard) count(n int) error {
	if now := time.Now(); now.Sub(g.since) >= serverLinesEvery {
		g.since, g.lines = now, 0
	}
	if g.lines += n; g.lines > maxServerLines {
		return fmt.Errorf("%w: too many control lines", ErrProtocol)
	}
	return nil
}

// message takes MSG <subject> <sid> [reply] <size> and
// HMSG <subject> <sid> [reply] <header size> <size>.
func (g *guard) message(op string, args []byte) error {
	words := bytes.SplitN(args, []byte(" "), maxServerWords)
	sizes := 1
	if op == "HMSG" {
		sizes = 2
	}
	if n := len(words) - sizes; n < 2 || n > 3 {
		return fmt.Errorf("%w: %s with %d words", ErrProtocol, op, len(words))
	}
	for _, w := range words {
		if len(w) == 0 || bytes.IndexFunc(w, func(r rune) bool { return r < '!' || r == 0x7f }) >= 0 {
			return fmt.Errorf("%w: %s with a word %.16q", ErrProtocol, op, w)
		}
	}
	sid, errSid := number(words[1])
	size, errSize := number(words[len(words)-1])
	headers, errHeaders := number(words[len(words)-sizes])
	if err := errors.Join(errSid, errSize, errHeaders); err != nil {
		return err
	}
	if sid == 0 || size > maxDelivery || headers > size {
		return fmt.Errorf("%w: %s of %d bytes, headers %d", ErrProtocol, op, size, headers)
	}
	g.payload = size + len("\r\n")
	return nil
}

// number takes up to nine digits and nothing else.
func number(word []byte) (int, error) {
	if len(word) == 0 || len(word) > 9 || bytes.IndexFunc(word, func(r rune) bool { return r < '0' || r > '9' }) >= 0 {
		return 0, fmt.Errorf("%w: a number %.16q", ErrProtocol, word)
	}
	return strconv.Atoi(string(word))
}
