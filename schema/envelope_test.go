package schema_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"testing"

	"forthwith/schema"
)

func TestPreAuthenticationEncodingIsThatOfDSSE(t *testing.T) {
	e := schema.Envelope{PayloadType: "http://example.com/HelloWorld", Payload: []byte("hello world")}
	if got := string(e.PAE()); got != "DSSEv1 29 http://example.com/HelloWorld 11 hello world" {
		t.Errorf("PAE %q", got)
	}
	if got := e.Digest(); got != schema.NewDigest(e.PAE()) || len(got) != len("sha256:")+64 {
		t.Errorf("digest %s", got)
	}
	signed := e
	signed.Signatures = []schema.Signature{{KeyID: "XA/live/2026a", Sig: []byte("x")}}
	if signed.Digest() != e.Digest() {
		t.Error("a signature changes the digest")
	}
}

func TestEnvelopeReadsBackAsWritten(t *testing.T) {
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, "notification"), Payload: []byte{0, 255, '{'}}
	for i := range schema.MaxSignatures {
		e.Signatures = append(e.Signatures, schema.Signature{KeyID: fmt.Sprint("XA/live/", i), Sig: bytes.Repeat([]byte{byte(i)}, 64)})
	}
	b := e.Marshal()
	got, err := schema.ParseEnvelope(b)
	if err != nil || got.Digest() != e.Digest() || !bytes.Equal(got.Marshal(), b) {
		t.Errorf("%s reads as %+v, %v", b, got, err)
	}
}

func TestEnvelopeIsReadStrictly(t *testing.T) {
	sig := `{"keyid":"k","sig":"c2ln"}`
	wrap := func(payload, sigs string) string {
		return `{"payloadType":"t","payload":"` + payload + `","signatures":[` + sigs + `]}`
	}
	if _, err := schema.ParseEnvelope([]byte(wrap("aGk=", sig))); err != nil {
		t.Fatalf("the good one: %v", err)
	}
	big := base64.StdEncoding.EncodeToString(make([]byte, schema.MaxEnvelope))
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"oversized", wrap(big, sig), schema.ErrOversized},
		{"no signature", wrap("aGk=", ""), schema.ErrUnsigned},
		{"no signatures", `{"payloadType":"t","payload":"aGk="}`, schema.ErrUnsigned},
		{"no type", `{"payload":"aGk=","signatures":[` + sig + `]}`, schema.ErrUnsigned},
		{"nine signatures", wrap("aGk=", strings.Repeat(sig+",", 8)+sig), schema.ErrWrapper},
		{"payload without padding", wrap("aGk", sig), schema.ErrWrapper},
		{"payload in base64url", wrap("-_-_", sig), schema.ErrWrapper},
		{"payload with loose bits", wrap("aGl=", sig), schema.ErrWrapper},
		{"payload with a line break", wrap(`aG\nk=`, sig), schema.ErrWrapper},
		{"payload with a carriage return at its end", wrap(`aGk=\r\n`, sig), schema.ErrWrapper},
		{"signature without padding", wrap("aGk=", `{"keyid":"k","sig":"c2lnbg"}`), schema.ErrWrapper},
		{"signature with a line break", wrap("aGk=", `{"keyid":"k","sig":"c2\nln"}`), schema.ErrWrapper},
		{"payload twice", strings.Replace(wrap("aGk=", sig), `"payload":`, `"payload":"aGk=","payload":`, 1), schema.ErrWrapper},
		{"key id twice", wrap("aGk=", `{"keyid":"k","keyid":"l","sig":"c2ln"}`), schema.ErrWrapper},
		{"unknown field", strings.Replace(wrap("aGk=", sig), `{`, `{"cert":"x",`, 1), schema.ErrWrapper},
		{"unknown field of a signature", wrap("aGk=", `{"keyid":"k","sig":"c2ln","cert":"x"}`), schema.ErrWrapper},
		{"another case", strings.Replace(wrap("aGk=", sig), `"payload"`, `"Payload"`, 1), schema.ErrWrapper},
		{"a number for a type", `{"payloadType":1,"payload":"aGk=","signatures":[` + sig + `]}`, schema.ErrWrapper},
		{"a second document", wrap("aGk=", sig) + wrap("aGk=", sig), schema.ErrWrapper},
		{"invalid UTF-8", strings.Replace(wrap("aGk=", sig), `"k"`, "\"\xff\"", 1), schema.ErrWrapper},
		{"an array", "[]", schema.ErrWrapper},
		{"nothing", "", schema.ErrWrapper},
	} {
		e, err := schema.ParseEnvelope([]byte(tt.doc))
		if !errors.Is(err, tt.want) || e != nil {
			t.Errorf("%s: %+v, %v; want %v", tt.name, e, err, tt.want)
		}
	}
}

func TestPayloadTypeNamesWorldAndDocument(t *testing.T) {
	for _, w := range schema.Workspaces {
		for _, doc := range []string{"notification", schema.DocumentReceipt, schema.DocumentCheckpoint} {
			s := schema.PayloadType(w, doc)
			gw, gd, err := schema.ParsePayloadType(s)
			if err != nil || gw != w || gd != doc {
				t.Errorf("%s: %s %s, %v", s, gw, gd, err)
			}
		}
	}
	if got := schema.PayloadType(schema.Live, "notification"); got != "application/vnd.forthwith.live.notification.v1+json" {
		t.Errorf("got %s", got)
	}
	for _, s := range []string{
		"", "application/json",
		"application/vnd.forthwith.live.notification.v2+json",
		"application/vnd.forthwith.node.notification.v1+json",
		"application/vnd.forthwith.Live.notification.v1+json",
		"application/vnd.forthwith.live..v1+json",
		"application/vnd.forthwith.live.v1+json",
		"application/vnd.forthwith.entry.v1+json",
		"application/vnd.forthwith.live.notification.v1+json; charset=utf-8",
		"Application/vnd.forthwith.live.notification.v1+json",
		" application/vnd.forthwith.live.notification.v1+json",
		"application/vnd.forthwith.v1+json",
	} {
		if w, doc, err := schema.ParsePayloadType(s); err == nil {
			t.Errorf("%q is %s %s", s, w, doc)
		}
	}
}

func TestAPieceOfAFileComesBackAsItWas(t *testing.T) {
	p := schema.Piece{File: schema.NewDigest([]byte("x")), Offset: schema.MaxAttachment - 1, Bytes: []byte{0, '\n', 255}}
	b, err := p.Payload()
	if err != nil {
		t.Fatal(err)
	}
	got, err := schema.ReadPiece(b)
	if err != nil || got.File != p.File || got.Offset != p.Offset || !bytes.Equal(got.Bytes, p.Bytes) {
		t.Errorf("%+v came back as %+v, %v", p, got, err)
	}
	w, document, err := schema.ParsePayloadType(schema.PayloadType(schema.Live, schema.DocumentPiece))
	if w != schema.Live || document != schema.DocumentPiece || err != nil {
		t.Errorf("its type is that of %s in %s, %v", document, w, err)
	}
	if _, err := (&schema.Piece{File: "sha256:00"}).Payload(); err == nil {
		t.Error("a piece of no file was written")
	}
	beyond := bytes.Clone(b)
	beyond[32+4]++ // of the offset
	for what, b := range map[string][]byte{
		"nothing": nil, "a head alone": b[:40], "a place behind the largest file": beyond, "more than a chunk": append(b, make([]byte, schema.FileChunk)...),
	} {
		if got, err := schema.ReadPiece(b); err == nil {
			t.Errorf("%s was read as %d bytes at %d", what, len(got.Bytes), got.Offset)
		}
	}
	for _, s := range []string{"application/vnd.forthwith.live.piece.v1+json", "application/vnd.forthwith.live.notification.v1", "application/vnd.forthwith.live.piece"} {
		if _, _, err := schema.ParsePayloadType(s); err == nil {
			t.Errorf("%s was taken", s)
		}
	}
}
