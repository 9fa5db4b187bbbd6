package schema

import (
	"bytes"
	"strconv"
	"strings"
)

// A receipt is made and read for each delivery, and nearly all have one form: no
// warnings, and every field as its rule wants it. That form is written and read
// here without a JSON encoder; whatever else there is, good or bad, goes the
// ordinary way.

// Canonical is r as Canonical writes it.
func (r *Receipt) Canonical() ([]byte, error) {
	if len(r.Warnings) > 0 || r.rules() != nil {
		return Canonical(r)
	}
	b := make([]byte, 0, 320)
	b = append(append(b, `{"by":"`...), r.By...)
	b = append(append(b, `","digest":"`...), r.Digest...)
	b = strconv.AppendInt(append(b, `","head":{"epoch":`...), int64(r.Head.Epoch), 10)
	b = append(append(b, `,"root":"`...), r.Head.Root...)
	b = strconv.AppendInt(append(b, `","size":`...), r.Head.Size, 10)
	b = append(append(b, `},"message":"`...), r.Message...)
	b = append(append(b, `","receivedAt":"`...), r.ReceivedAt...)
	return append(b, `"}`...), nil
}

// ReadReceipt opens an authenticated receipt: canonical form, strict decoding,
// every rule.
func ReadReceipt(b []byte) (*Receipt, error) {
	if r, ok := readPlainReceipt(b); ok {
		return r, nil
	}
	if err := CheckCanonical(b); err != nil {
		return nil, err
	}
	r := new(Receipt)
	if err := ParseDocument(b, r); err != nil {
		return nil, err
	}
	if err := Valid(r).Err(); err != nil {
		return nil, err
	}
	return r, nil
}

func readPlainReceipt(b []byte) (*Receipt, bool) {
	var f [7][]byte // the fields as they stand
	for i, before := range [...]string{
		`{"by":"`, `","digest":"`, `","head":{"epoch":`, `,"root":"`, `","size":`, `},"message":"`, `","receivedAt":"`,
	} {
		var ok bool
		if b, ok = bytes.CutPrefix(b, []byte(before)); !ok {
			return nil, false
		}
		n := bytes.IndexAny(b, `",}`)
		if n < 0 {
			return nil, false
		}
		f[i], b = b[:n], b[n:]
	}
	epoch, okEpoch := plainNumber(f[2])
	size, okSize := plainNumber(f[4])
	if string(b) != `"}` || !okEpoch || !okSize {
		return nil, false
	}
	r := &Receipt{
		By: Party(f[0]), Digest: Digest(f[1]), Message: MessageID(f[5]), ReceivedAt: Instant(f[6]),
		Head: TreeHead{Epoch: int(epoch), Size: size, Root: Digest(f[3])},
	}
	return r, r.rules() == nil
}

// rules are the rules of the fields, but for those of warnings.
func (r *Receipt) rules() error {
	if r.Head.Epoch < 1 || r.Head.Epoch > MaxInteger || r.Head.Size < 0 || r.Head.Size > MaxInteger || !r.Digest.Plain() || !r.Head.Root.Plain() {
		return ErrNotCanonical
	}
	if _, err := ParseParty(string(r.By)); err != nil {
		return err
	}
	if _, err := ParseMessageID(string(r.Message)); err != nil {
		return err
	}
	_, err := ParseInstant(string(r.ReceivedAt))
	return err
}

// plainNumber takes an integer that is not negative, in its canonical spelling.
func plainNumber(b []byte) (int64, bool) {
	n, err := strconv.ParseInt(string(b), 10, 64)
	return n, err == nil && n >= 0 && n <= MaxInteger && strconv.FormatInt(n, 10) == string(b)
}

// Plain reports whether d is the name of some bytes.
func (d Digest) Plain() bool {
	sum, ok := strings.CutPrefix(string(d), "sha256:")
	if !ok || len(sum) != 64 {
		return false
	}
	for i := range len(sum) {
		if c := sum[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
