package notify

import (
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"

	"forthwith/schema"
)

// Facts are kept packed: an id in 16 bytes, a digest in 32, a time as the
// milliseconds since another, a text that comes again as its number. What has not
// the form that we write is kept as it stands, so that packing loses nothing.

// packer writes facts one behind the other.
type packer struct {
	b     []byte
	names *names
}

func (p *packer) number(n uint64) { p.b = binary.AppendUvarint(p.b, n) }

func (p *packer) signed(n int64) { p.b = binary.AppendVarint(p.b, n) }

func (p *packer) name(s string) { p.number(p.names.number(s)) }

func (p *packer) text(s string) {
	p.number(uint64(len(s)))
	p.b = append(p.b, s...)
}

func (p *packer) texts(ss []string) {
	p.number(uint64(len(ss)))
	for _, s := range ss {
		p.name(s)
	}
}

// odd writes a text that has not the form of its field. Zero stands before one
// that has it.
func (p *packer) odd(s string) {
	p.number(uint64(len(s)) + 1)
	p.b = append(p.b, s...)
}

func (p *packer) id(s string) {
	var u [16]byte
	if len(s) != 36 || !unhex(u[:], s[:8], s[9:13], s[14:18], s[19:23], s[24:]) || spellID(u[:]) != s {
		p.odd(s)
		return
	}
	p.b = append(append(p.b, 0), u[:]...)
}

func (p *packer) digest(d schema.Digest) {
	var sum [32]byte
	digits, ok := strings.CutPrefix(string(d), digestPrefix)
	if !ok || len(digits) != 64 || !unhex(sum[:], digits) || spellDigest(sum[:]) != d {
		p.odd(string(d))
		return
	}
	p.b = append(append(p.b, 0), sum[:]...)
}

// instant writes how long after from t is, and returns it for the next.
func (p *packer) instant(t schema.Instant, from int64) int64 {
	if _, err := schema.ParseInstant(string(t)); err != nil {
		p.odd(string(t))
		return from
	}
	at := t.Std().UnixMilli()
	p.number(0)
	p.signed(at - from)
	return at
}

func (p *packer) time(t schema.Time, from int64) {
	if _, err := schema.ParseTime(string(t)); err != nil {
		p.odd(string(t))
		return
	}
	p.number(0)
	p.signed(t.Std().Unix() - from/1000)
}

// unpacker reads what a packer wrote.
type unpacker struct {
	b     []byte
	names *names
}

func (u *unpacker) number() uint64 {
	n, size := binary.Uvarint(u.b)
	u.b = u.b[size:]
	return n
}

func (u *unpacker) signed() int64 {
	n, size := binary.Varint(u.b)
	u.b = u.b[size:]
	return n
}

func (u *unpacker) name() string { return u.names.all[u.number()] }

func (u *unpacker) text() string { return string(u.take(u.number())) }

func (u *unpacker) texts() []string {
	var out []string
	for range u.number() {
		out = append(out, u.name())
	}
	return out
}

func (u *unpacker) parties() []schema.Party {
	n := u.number()
	if n == 0 {
		return nil
	}
	out := make([]schema.Party, n)
	for i := range out {
		out[i] = schema.Party(u.name())
	}
	return out
}

func (u *unpacker) take(n uint64) []byte {
	b := u.b[:n]
	u.b = u.b[n:]
	return b
}

// odd reads a text that has not the form of its field, if one is there.
func (u *unpacker) odd() (string, bool) {
	n := u.number()
	if n == 0 {
		return "", false
	}
	return string(u.take(n - 1)), true
}

// packed takes an id or digest of n bytes off as it was packed, for comparing.
func (u *unpacker) packed(n int) []byte {
	all := u.b
	if odd := u.number(); odd > 0 {
		n = int(odd) - 1
	}
	u.take(uint64(n))
	return all[:len(all)-len(u.b)]
}

func (u *unpacker) id() string {
	if s, odd := u.odd(); odd {
		return s
	}
	return spellID(u.take(16))
}

func (u *unpacker) digest() schema.Digest {
	if s, odd := u.odd(); odd {
		return schema.Digest(s)
	}
	return spellDigest(u.take(32))
}

func (u *unpacker) instant(from int64) (schema.Instant, int64) {
	if s, odd := u.odd(); odd {
		return schema.Instant(s), from
	}
	at := from + u.signed()
	return schema.NewInstant(time.UnixMilli(at)), at
}

func (u *unpacker) time(from int64) schema.Time {
	if s, odd := u.odd(); odd {
		return schema.Time(s)
	}
	return schema.NewTime(time.Unix(from/1000+u.signed(), 0))
}

const digestPrefix = "sha256:"

func spellDigest(sum []byte) schema.Digest {
	var b [len(digestPrefix) + 64]byte
	copy(b[:], digestPrefix)
	hex.Encode(b[len(digestPrefix):], sum)
	return schema.Digest(b[:])
}

func spellID(u []byte) string {
	var b [36]byte
	for i := range b {
		b[i] = '-'
	}
	hex.Encode(b[:8], u[:4])
	hex.Encode(b[9:13], u[4:6])
	hex.Encode(b[14:18], u[6:8])
	hex.Encode(b[19:23], u[8:10])
	hex.Encode(b[24:], u[10:16])
	return string(b[:])
}

// unhex reads groups of hexadecimal digits that fill to.
func unhex(to []byte, groups ...string) bool {
	n := 0
	for _, g := range groups {
		k, err := hex.Decode(to[n:], []byte(g))
		if err != nil {
			return false
		}
		n += k
	}
	return n == len(to)
}
