package schema

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Canonical is v as RFC 8785 canonical JSON: the only form that is signed.
func Canonical(v any) ([]byte, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	c := jsontext.Value(b)
	if err := c.Canonicalize(); err != nil {
		return nil, err
	}
	return c, nil
}

// CheckCanonical refuses bytes that are not exactly their own canonical form.
// One rule ends duplicate keys, odd escapes, number spellings and invalid UTF-8.
func CheckCanonical(b []byte) error {
	if plainlyCanonical(b) {
		return nil
	}
	return checkCanonical(b)
}

// checkCanonical makes the canonical form and compares. Only it says no.
func checkCanonical(b []byte) error {
	if err := checkDepth(b); err != nil {
		return err
	}
	c := jsontext.Value(bytes.Clone(b))
	if err := c.Canonicalize(); err != nil {
		return fmt.Errorf("%w: %w", ErrNotCanonical, err)
	}
	if !bytes.Equal(b, c) {
		return ErrNotCanonical
	}
	return nil
}

// plainlyCanonical reads once, and keeps nothing: each delivery is checked at each
// party. It says yes to nearly all that we write. What it does not know, such as a
// name beyond ASCII or a number with an exponent, it leaves to checkCanonical.
func plainlyCanonical(b []byte) bool {
	c := canonicalReader{b: b}
	return c.value(0) && c.at == len(b)
}

// canonicalReader goes through canonical JSON. Its methods pass over what they
// name, and report whether it was there in canonical form.
type canonicalReader struct {
	b  []byte
	at int
}

// peek is the byte that comes next; zero, which JSON has nowhere, at the end.
func (c *canonicalReader) peek() byte {
	if c.at < len(c.b) {
		return c.b[c.at]
	}
	return 0
}

func (c *canonicalReader) take(one byte) bool {
	if c.peek() != one {
		return false
	}
	c.at++
	return true
}

func (c *canonicalReader) value(depth int) bool {
	switch first := c.peek(); {
	case first == '"':
		return c.text()
	case first == '{':
		return depth < MaxDepth && c.object(depth+1)
	case first == '[':
		return depth < MaxDepth && c.array(depth+1)
	case first == '-' || first >= '0' && first <= '9':
		return c.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if rest := c.b[c.at:]; len(rest) >= len(word) && string(rest[:len(word)]) == word {
			c.at += len(word)
			return true
		}
	}
	return false
}

func (c *canonicalReader) array(depth int) bool {
	c.at++
	if c.take(']') {
		return true
	}
	for c.value(depth) {
		if !c.take(',') {
			return c.take(']')
		}
	}
	return false
}

// object wants its names in order, which is bytewise for ASCII, and so each once.
func (c *canonicalReader) object(depth int) bool {
	c.at++
	if c.take('}') {
		return true
	}
	var last []byte
	for {
		name, ok := c.name()
		if !ok || last != nil && bytes.Compare(last, name) >= 0 {
			return false
		}
		last = name
		if !c.take(':') || !c.value(depth) {
			return false
		}
		if !c.take(',') {
			return c.take('}')
		}
	}
}

// name is a string of printable ASCII without escapes.
func (c *canonicalReader) name() ([]byte, bool) {
	if !c.take('"') {
		return nil, false
	}
	from := c.at
	for ; c.at < len(c.b); c.at++ {
		switch b := c.b[c.at]; {
		case b == '"':
			c.at++
			return c.b[from : c.at-1], true
		case b < ' ' || b > '~' || b == '\\':
			return nil, false
		}
	}
	return nil, false
}

// text is a string: escapes only where they must be, valid UTF-8.
func (c *canonicalReader) text() bool {
	c.at++
	for c.at < len(c.b) {
		switch b := c.b[c.at]; {
		case b == '"':
			c.at++
			return true
		case b < ' ':
			return false
		case b == '\\':
			if !c.escape() {
				return false
			}
		case b < utf8.RuneSelf:
			c.at++
		default:
			r, size := utf8.DecodeRune(c.b[c.at:])
			if r == utf8.RuneError && size == 1 {
				return false
			}
			c.at += size
		}
	}
	return false
}

// escape is one of the two characters that must be escaped, or a control
// character: by its letter where it has one, else by its number.
func (c *canonicalReader) escape() bool {
	c.at++
	switch c.peek() {
	case '"', '\\', 'b', 'f', 'n', 'r', 't':
		c.at++
		return true
	case 'u':
	default:
		return false
	}
	digits := c.b[c.at+1:]
	if len(digits) < 4 || string(digits[:2]) != "00" || digits[2] != '0' && digits[2] != '1' {
		return false
	}
	switch last := digits[3]; {
	case digits[2] == '0' && (last == '8' || last == '9' || last == 'a' || last == 'c' || last == 'd'):
		return false // \b, \t, \n, \f, \r
	case last >= '0' && last <= '9', last >= 'a' && last <= 'f':
		c.at += len("u0000")
		return true
	}
	return false
}

// number is an integer of which a float64 loses nothing, or a decimal fraction
// that is the shortest for its float64.
func (c *canonicalReader) number() bool {
	from := c.at
	c.take('-')
	whole := c.digits()
	if whole == 0 || whole > 1 && c.b[c.at-whole] == '0' || whole > 15 {
		return false
	}
	switch c.peek() {
	case 'e', 'E':
		return false
	case '.':
		c.at++
	default:
		return c.b[from] != '-' || c.b[from+1] != '0' // -0 is written 0
	}
	if c.digits() == 0 || c.at-from > 24 || c.peek() == 'e' || c.peek() == 'E' {
		return false
	}
	x, err := strconv.ParseFloat(string(c.b[from:c.at]), 64)
	if err != nil || -1e-6 < x && x < 1e-6 {
		return false
	}
	var shortest [32]byte
	return bytes.Equal(c.b[from:c.at], strconv.AppendFloat(shortest[:0], x, 'f', -1, 64))
}

// digits passes over digits and counts them.
func (c *canonicalReader) digits() int {
	from := c.at
	for c.peek() >= '0' && c.peek() <= '9' {
		c.at++
	}
	return c.at - from
}
