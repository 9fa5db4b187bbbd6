package xmlscan

import (
	"errors"
	"io"
)

// source gives the decoder the document, and not more of it than one tag may be
// long while it reads a tag.
type source struct {
	b       []byte
	at, end int
}

var errTagTooLong = errors.New("tag too long")

// ReadByte is what the decoder calls.
func (r *source) ReadByte() (byte, error) {
	if r.at < r.end {
		r.at++
		return r.b[r.at-1], nil
	}
	if r.at < len(r.b) {
		return 0, errTagTooLong
	}
	return 0, io.EOF
}

// Read makes it an io.Reader, which the decoder asks for and does not use.
func (r *source) Read(p []byte) (int, error) {
	n := copy(p, r.b[r.at:])
	if r.at += n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// bound sets how far the next token, which begins at the offset, may reach.
func (r *source) bound(offset int64) {
	r.end = len(r.b)
	if o := int(offset); o+1 < len(r.b) && r.b[o] == '<' && r.b[o+1] != '!' {
		r.end = min(len(r.b), o+maxTag)
	}
}
