package schema

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Envelope is the exact bytes of a document and the signatures over them: DSSE
// v1.0.2. It is stored, forwarded and exported as received.
type Envelope struct {
	PayloadType string
	Payload     []byte
	Signatures  []Signature
}

// Signature is one signature over the pre-authentication encoding.
type Signature struct {
	KeyID string // an unauthenticated hint; the directory has the key
	Sig   []byte
}

// Digest names a document for ever: "sha256:" and the hexadecimal SHA-256 of the
// DSSE pre-authentication encoding, never of the wrapper.
type Digest string

// NewDigest is the SHA-256 of b.
func NewDigest(b []byte) Digest {
	h := sha256.Sum256(b)
	return digestOf(h[:])
}

func digestOf(sum []byte) Digest {
	var b [len("sha256:") + 2*sha256.Size]byte
	return Digest(hex.AppendEncode(append(b[:0], "sha256:"...), sum))
}

// PAE is DSSE's pre-authentication encoding: what is signed and digested.
func (e *Envelope) PAE() []byte {
	b := make([]byte, 0, len(e.PayloadType)+len(e.Payload)+32)
	return append(e.appendStart(b), e.Payload...)
}

// appendStart writes what stands before the payload.
func (e *Envelope) appendStart(b []byte) []byte {
	b = append(b, "DSSEv1 "...)
	b = strconv.AppendInt(b, int64(len(e.PayloadType)), 10)
	b = append(b, ' ')
	b = append(b, e.PayloadType...)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(len(e.Payload)), 10)
	return append(b, ' ')
}

// Digest is the digest of the document.
func (e *Envelope) Digest() Digest {
	var start [128]byte
	h := sha256.New()
	h.Write(e.appendStart(start[:0]))
	h.Write(e.Payload)
	var sum [sha256.Size]byte
	return digestOf(h.Sum(sum[:0]))
}

// wire is the envelope as JSON. DSSE lets a reader ignore unknown fields; in a
// closed federation we refuse them.
type wire struct {
	PayloadType string          `json:"payloadType"`
	Payload     string          `json:"payload"`
	Signatures  []wireSignature `json:"signatures"`
}

type wireSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"`
}

// Marshal writes the envelope. Two equal envelopes have equal bytes.
func (e *Envelope) Marshal() []byte {
	if b, ok := e.write(); ok {
		return b
	}
	return e.marshal()
}

// write is Marshal where no string needs an escape, as in nearly all: without a
// JSON encoder.
func (e *Envelope) write() ([]byte, bool) {
	size := len(e.PayloadType) + base64.StdEncoding.EncodedLen(len(e.Payload)) + 64
	ok := quotable(e.PayloadType)
	for _, s := range e.Signatures {
		ok = ok && quotable(s.KeyID)
		size += len(s.KeyID) + base64.StdEncoding.EncodedLen(len(s.Sig)) + 32
	}
	if !ok {
		return nil, false
	}
	b := make([]byte, 0, size)
	b = append(append(b, `{"payloadType":"`...), e.PayloadType...)
	b = base64.StdEncoding.AppendEncode(append(b, `","payload":"`...), e.Payload)
	b = append(b, `","signatures":[`...)
	for i, s := range e.Signatures {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(b, `{"keyid":"`...), s.KeyID...)
		b = base64.StdEncoding.AppendEncode(append(b, `","sig":"`...), s.Sig)
		b = append(b, `"}`...)
	}
	return append(b, `]}`...), true
}

func (e *Envelope) marshal() []byte {
	w := wire{PayloadType: e.PayloadType, Payload: base64.StdEncoding.EncodeToString(e.Payload)}
	for _, s := range e.Signatures {
		w.Signatures = append(w.Signatures, wireSignature{s.KeyID, base64.StdEncoding.EncodeToString(s.Sig)})
	}
	b, err := json.Marshal(w, json.Deterministic(true))
	if err != nil {
		// Strings from our own encoders; only invalid UTF-8 in a key id could
		// fail, and ParseEnvelope lets none in.
		return nil
	}
	return b
}

// ParseEnvelope reads the wrapper strictly: size, one JSON object, no field
// twice, none unknown, padded standard base64, one to MaxSignatures signatures.
// It verifies nothing.
func ParseEnvelope(b []byte) (*Envelope, error) {
	if len(b) > MaxEnvelope {
		return nil, fmt.Errorf("%w: %d bytes, at most %d", ErrOversized, len(b), MaxEnvelope)
	}
	if e, ok := readWritten(b); ok {
		return e, nil
	}
	var w wire
	if err := json.Unmarshal(b, &w, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrWrapper, err)
	}
	if w.PayloadType == "" || len(w.Signatures) == 0 {
		return nil, fmt.Errorf("%w: unsigned", ErrUnsigned)
	}
	if len(w.Signatures) > MaxSignatures {
		return nil, fmt.Errorf("%w: %d signatures, at most %d", ErrWrapper, len(w.Signatures), MaxSignatures)
	}
	e := &Envelope{PayloadType: w.PayloadType}
	var err error
	if e.Payload, err = decode64(w.Payload); err != nil {
		return nil, fmt.Errorf("%w: payload: %w", ErrWrapper, err)
	}
	for i, s := range w.Signatures {
		sig, err := decode64(s.Sig)
		if err != nil {
			return nil, fmt.Errorf("%w: signature %d: %w", ErrWrapper, i, err)
		}
		e.Signatures = append(e.Signatures, Signature{s.KeyID, sig})
	}
	return e, nil
}

// readWritten reads an envelope in the very form that Marshal gives it, as nearly
// all have it, without a JSON reader. Whatever else it is shown, good or bad, it
// leaves alone.
func readWritten(b []byte) (*Envelope, bool) {
	e := new(Envelope)
	kind, b, ok := cutString(b, `{"payloadType":"`)
	if e.PayloadType = string(kind); !ok || e.PayloadType == "" || !plain(e.PayloadType) {
		return nil, false
	}
	if e.Payload, b, ok = cut64(b, `,"payload":"`); !ok {
		return nil, false
	}
	before := `,"signatures":[{"keyid":"`
	for range MaxSignatures {
		var id []byte
		var s Signature
		id, b, ok = cutString(b, before)
		if s.KeyID = string(id); !ok || !plain(s.KeyID) {
			return nil, false
		}
		if s.Sig, b, ok = cut64(b, `,"sig":"`); !ok {
			return nil, false
		}
		e.Signatures = append(e.Signatures, s)
		if string(b) == "}]}" {
			return e, true
		}
		before = `},{"keyid":"`
	}
	return nil, false
}

// cutString takes off what stands before a string, and the string up to the next
// quote.
func cutString(b []byte, before string) (s, rest []byte, ok bool) {
	if b, ok = bytes.CutPrefix(b, []byte(before)); !ok {
		return nil, nil, false
	}
	return bytes.Cut(b, []byte{'"'})
}

// plain reports whether s stands in JSON as it is: printable ASCII, no escape.
func plain(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '\\' }) < 0
}

// quotable reports whether s is plain and has no quote in it.
func quotable(s string) bool { return plain(s) && !strings.Contains(s, `"`) }

// cut64 takes off a string as cutString does, and decodes it.
func cut64(b []byte, before string) (decoded, rest []byte, ok bool) {
	s, rest, ok := cutString(b, before)
	if !ok || bytes.IndexByte(s, '\r') >= 0 || bytes.IndexByte(s, '\n') >= 0 {
		return nil, nil, false
	}
	decoded, err := base64.StdEncoding.Strict().AppendDecode(nil, s)
	return decoded, rest, err == nil
}

// decode64 takes the one spelling of b: the decoder of the standard library would
// pass over line ends within it.
func decode64(s string) ([]byte, error) {
	if strings.ContainsAny(s, "\r\n") {
		return nil, errors.New("line ends in base64")
	}
	return base64.StdEncoding.Strict().DecodeString(s)
}

// What can be wrong with bytes before anything in them is believed.
var (
	ErrOversized    = errors.New("envelope too large")
	ErrWrapper      = errors.New("not a DSSE envelope")
	ErrUnsigned     = errors.New("envelope without a signature")
	ErrNotCanonical = errors.New("payload is not RFC 8785 canonical JSON")
	ErrTooDeep      = errors.New("payload nests too deep")
)

// What can be wrong with a signature. Only the last is final: a directory that
// has not arrived yet explains the others.
var (
	ErrUnknownKey   = errors.New("signing key not in the directory")
	ErrKeyNotValid  = errors.New("signing key not valid at this time")
	ErrBadSignature = errors.New("signature does not verify")
)

const typePrefix, typeSuffix = "application/vnd.forthwith.", ".v1+json"

// typePiece is the end of the one payload type that is not JSON.
const typePiece = DocumentPiece + ".v1"

// PayloadType names workspace and document in the signature, so that neither
// can be swapped.
func PayloadType(w Workspace, document string) string {
	if document == DocumentPiece {
		return typePrefix + string(w) + "." + typePiece
	}
	return typePrefix + string(w) + "." + document + typeSuffix
}

// ParsePayloadType takes a payload type apart.
func ParsePayloadType(s string) (w Workspace, document string, err error) {
	mid, ok := strings.CutPrefix(s, typePrefix)
	ws, rest, found := strings.Cut(mid, ".")
	document, typed := strings.CutSuffix(rest, typeSuffix)
	if document == DocumentPiece {
		typed = false // that one is not JSON
	}
	if rest == typePiece {
		document, typed = DocumentPiece, true
	}
	w, err = ParseWorkspace(ws)
	if !ok || !found || err != nil || document == "" || !typed {
		return "", "", fmt.Errorf("payload type %q is none of ours", s)
	}
	return w, document, nil
}

// checkDepth refuses JSON that nests deeper than MaxDepth, before any recursive
// reader sees it.
func checkDepth(b []byte) error {
	d := jsontext.NewDecoder(bytes.NewReader(b))
	for {
		_, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %w", ErrNotCanonical, err)
		}
		if d.StackDepth() > MaxDepth {
			return fmt.Errorf("%w: at most %d levels", ErrTooDeep, MaxDepth)
		}
	}
}
