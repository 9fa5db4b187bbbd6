package schema

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"strings"
)

// A file is the bytes that an attachment names. Its addressees pull it from the
// author after the message, piece by piece, so that it never delays one. These are
// the documents by which they do.

// Pull asks the author of a message for a piece of a file that the message names.
type Pull struct {
	By     Party  `json:"by" validate:"party"`
	File   Digest `json:"file" validate:"digest"`
	Offset int64  `json:"offset" validate:"gte=0,lte=67108863"` // bytes
	// Length is how much is wanted, in bytes. The piece is shorter at the end of a
	// chunk of FileChunk bytes.
	Length int `json:"length" validate:"gte=1,lte=262144"`
}

// Obtained is signed by an addressee: "I have the whole file on disk, and its bytes
// have the digest".
type Obtained struct {
	By   Party   `json:"by" validate:"party"`
	To   Party   `json:"to" validate:"party"`
	File Digest  `json:"file" validate:"digest"`
	Size int64   `json:"size" validate:"gte=1,lte=67108864"` // bytes
	At   Instant `json:"at" validate:"utcmillis"`
}

// Noted answers Obtained: the author has recorded it.
type Noted struct {
	By   Party   `json:"by" validate:"party"`
	To   Party   `json:"to" validate:"party"`
	File Digest  `json:"file" validate:"digest"`
	At   Instant `json:"at" validate:"utcmillis"`
}

// Piece answers a Pull. It is the one document that is not JSON, which would make
// it a third longer: the 32 bytes of the digest, the offset as a big-endian 64-bit
// integer, the bytes.
type Piece struct {
	File   Digest
	Offset int64
	Bytes  []byte
}

const (
	pieceDigest = 32
	pieceHead   = pieceDigest + 8
)

var errPiece = errors.New("not a piece of a file")

// Payload is the piece as it is signed.
func (p *Piece) Payload() ([]byte, error) {
	sum, err := hex.DecodeString(strings.TrimPrefix(string(p.File), "sha256:"))
	if err != nil || !p.File.Plain() {
		return nil, errPiece
	}
	b := make([]byte, 0, pieceHead+len(p.Bytes))
	b = binary.BigEndian.AppendUint64(append(b, sum...), uint64(p.Offset))
	return append(b, p.Bytes...), nil
}

// ReadPiece opens an authenticated piece. Its bytes are those of the payload.
func ReadPiece(b []byte) (Piece, error) {
	if len(b) <= pieceHead || len(b) > pieceHead+FileChunk {
		return Piece{}, errPiece
	}
	offset := binary.BigEndian.Uint64(b[pieceDigest:])
	if offset >= MaxAttachment {
		return Piece{}, errPiece
	}
	return Piece{digestOf(b[:pieceDigest]), int64(offset), b[pieceHead:]}, nil
}
