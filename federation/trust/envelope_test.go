package trust_test

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"

	"forthwith/federation/trust"
	"forthwith/schema"
)

func TestPAEIsTheVectorOfTheSpecification(t *testing.T) {
	e := schema.Envelope{PayloadType: "http://example.com/HelloWorld", Payload: []byte("hello world")}
	if got, want := string(e.PAE()), "DSSEv1 29 http://example.com/HelloWorld 11 hello world"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// other is our key as go-securesystemslib wants it.
type other struct {
	id  string
	key ed25519.PrivateKey
}

func (o other) KeyID() (string, error)   { return o.id, nil }
func (o other) Public() crypto.PublicKey { return o.key.Public() }
func (o other) Sign(_ context.Context, data []byte) ([]byte, error) {
	return ed25519.Sign(o.key, data), nil
}
func (o other) Verify(_ context.Context, data []byte, s []byte) error {
	if !ed25519.Verify(o.key.Public().(ed25519.PublicKey), data, s) {
		return errors.New("no")
	}
	return nil
}

func TestAnotherImplementationVerifiesOurs(t *testing.T) {
	k := newParty(t, "XA").live
	var e dsse.Envelope
	if err := json.Unmarshal(must(t, k, messageType, `{"a":1}`).Marshal(), &e); err != nil {
		t.Fatal(err)
	}
	v, err := dsse.NewEnvelopeVerifier(other{k.KeyID(), secret(t, k)})
	if err != nil {
		t.Fatal(err)
	}
	keys, payload, err := v.VerifyAndDecode(t.Context(), &e)
	if err != nil || len(keys) != 1 || string(payload) != `{"a":1}` {
		t.Errorf("%d keys, payload %s, error %v", len(keys), payload, err)
	}
}

func TestWeVerifyAnotherImplementation(t *testing.T) {
	p := newParty(t, "XA")
	s, err := dsse.NewEnvelopeSigner(other{p.live.KeyID(), secret(t, p.live)})
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.SignPayload(t.Context(), messageType, []byte(`{"a":1}`))
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		t.Fatal(err)
	}
	keepers := []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}
	if by, err := first(t, keepers, 1, p).Verify(env); by != "XA" || err != nil {
		t.Errorf("by %q, error %v", by, err)
	}
}

func TestWrapperThatIsNotStrictIsRefused(t *testing.T) {
	good := string(must(t, newParty(t, "XA").live, messageType, `{"a":1}`).Marshal())
	e, err := schema.ParseEnvelope([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	nine := clone(e)
	for len(nine.Signatures) < 9 {
		nine.Signatures = append(nine.Signatures, e.Signatures[0])
	}
	for name, raw := range map[string]string{
		"nine signatures":                string(nine.Marshal()),
		"trailing data":                  good + "{}",
		"duplicate key":                  strings.Replace(good, `{"payloadType"`, `{"payload":"e30=","payloadType"`, 1),
		"unknown key":                    strings.Replace(good, `{"payloadType"`, `{"x":1,"payloadType"`, 1),
		"base64 without padding":         strings.Replace(good, `eyJhIjoxfQ==`, `eyJhIjoxfQ`, 1),
		"base64 with other spare bits":   strings.Replace(good, `eyJhIjoxfQ==`, `eyJhIjoxfR==`, 1),
		"base64 of the URL alphabet":     strings.Replace(good, `eyJhIjoxfQ==`, `eyJh_joxfQ==`, 1),
		"no signature":                   string((&schema.Envelope{PayloadType: messageType, Payload: []byte("{}")}).Marshal()),
		"larger than an envelope may be": `{"payload":"` + strings.Repeat("A", schema.MaxEnvelope) + `"}`,
	} {
		if raw == good {
			t.Fatalf("%s: the case changes nothing", name)
		}
		if _, err := schema.ParseEnvelope([]byte(raw)); err == nil {
			t.Errorf("%s: taken: %.200s", name, raw)
		}
	}
}

func TestVerify(t *testing.T) {
	xa, xb := newParty(t, "XA"), newParty(t, "XB")
	stranger := newParty(t, "XC")

	// XR has revoked its first key and has a second.
	xr := newParty(t, "XR")
	old := xr.live
	next, err := old.Rotate(now)
	if err != nil {
		t.Fatal(err)
	}
	xr.live = next
	till := schema.NewTime(now.AddDate(2, 0, 0))
	signing := &xr.entry.Node.Live.Signing
	(*signing)[0].RevokedAt = schema.NewTime(now)
	*signing = append(*signing, next.Station("", schema.NewTime(now), till).Signing...)

	keepers := []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}
	d := first(t, keepers, 1, xa, xb, xr)
	sealed := must(t, xa.live, messageType, `{"a":1}`)
	exerciseType := schema.PayloadType(schema.Exercise, "notification")

	for _, c := range []struct {
		name string
		env  *schema.Envelope
		by   schema.Party
		err  error
	}{
		{"sealed by its key", sealed, "XA", nil},
		{"sealed in exercise", must(t, xa.exercise, exerciseType, `{}`), "XA", nil},
		{"key unknown", must(t, stranger.live, messageType, `{}`), "", schema.ErrUnknownKey},
		{"empty key id", cosign(&schema.Envelope{PayloadType: messageType}, "", secret(t, xa.live)), "", schema.ErrUnknownKey},
		{"unknown beside a good one", cosign(clone(sealed), stranger.live.KeyID(), secret(t, stranger.live)), "XA", nil},
		{"bad beside a good one", cosign(clone(sealed), xb.live.KeyID(), secret(t, xa.live)), "", schema.ErrBadSignature},
		{"key of another party", cosign(&schema.Envelope{PayloadType: messageType}, xa.live.KeyID(), secret(t, xb.live)), "", schema.ErrBadSignature},
		{"signature cut short", &schema.Envelope{PayloadType: messageType, Signatures: []schema.Signature{{KeyID: xa.live.KeyID(), Sig: sealed.Signatures[0].Sig[:63]}}}, "", schema.ErrBadSignature},
		{"two parties", cosign(clone(sealed), xb.live.KeyID(), secret(t, xb.live)), "", schema.ErrBadSignature},
		{"exercise key on a live document", cosign(&schema.Envelope{PayloadType: messageType}, xa.exercise.KeyID(), secret(t, xa.exercise)), "", schema.ErrBadSignature},
		{"live key on an exercise document", cosign(&schema.Envelope{PayloadType: exerciseType}, xa.live.KeyID(), secret(t, xa.live)), "", schema.ErrBadSignature},
		{"no document of a workspace", xa.sign(t), "", schema.ErrBadSignature},
		{"revoked", must(t, old, messageType, `{}`), "", schema.ErrKeyNotValid},
		{"after the revocation", must(t, next, messageType, `{}`), "XR", nil},
		{"signed anew", cosign(must(t, old, messageType, `{}`), next.KeyID(), secret(t, next)), "XR", nil},
		{"revoked and bad", cosign(&schema.Envelope{PayloadType: messageType}, old.KeyID(), secret(t, xa.live)), "", schema.ErrBadSignature},
	} {
		t.Run(c.name, func(t *testing.T) {
			by, err := d.Verify(c.env)
			if by != c.by || !errors.Is(err, c.err) {
				t.Errorf("got %q, %v\nwant %q, %v", by, err, c.by, c.err)
			}
		})
	}
}

func TestAFlippedBitAnywhereDoesNotVerify(t *testing.T) {
	p := newParty(t, "XA")
	d := first(t, []*trust.KeeperKey{newKeeper(t, "IAEA", 'a')}, 1, p)
	good := must(t, p.live, messageType, `{"a":1}`)
	flip := func(what string, n int, at func(e *schema.Envelope, i int)) {
		for i := range n * 8 {
			e := clone(good)
			at(e, i)
			if _, err := d.Verify(e); !errors.Is(err, schema.ErrBadSignature) {
				t.Errorf("bit %d of the %s: %v", i, what, err)
			}
		}
	}
	flip("payload", len(good.Payload), func(e *schema.Envelope, i int) { e.Payload[i/8] ^= 1 << (i % 8) })
	flip("signature", len(good.Signatures[0].Sig), func(e *schema.Envelope, i int) { e.Signatures[0].Sig[i/8] ^= 1 << (i % 8) })
	flip("payload type", len(good.PayloadType), func(e *schema.Envelope, i int) {
		b := []byte(e.PayloadType)
		b[i/8] ^= 1 << (i % 8)
		e.PayloadType = string(b)
	})
}

func TestSealIsDeterministic(t *testing.T) {
	k := newParty(t, "XA").live
	a, b := must(t, k, messageType, `{"a":1}`), must(t, k, messageType, `{"a":1}`)
	if !bytes.Equal(a.Marshal(), b.Marshal()) || a.Digest() != b.Digest() {
		t.Errorf("%s\n%s", a.Marshal(), b.Marshal())
	}
}

func TestSealDoesNotKeepTheCallersBytes(t *testing.T) {
	k := newParty(t, "XA").live
	payload := []byte(`{"a":1}`)
	e, err := k.Seal(messageType, payload)
	if err != nil {
		t.Fatal(err)
	}
	payload[5] = '2'
	if by, err := k.Verify(e); by != "XA" || err != nil {
		t.Errorf("by %q, error %v", by, err)
	}
}

func TestSealRefusesWhatIsNotOfItsWorkspace(t *testing.T) {
	k := newParty(t, "XA").exercise
	for _, payloadType := range []string{
		messageType,
		"application/vnd.forthwith.entry.v1+json",
		"application/vnd.forthwith.directory.v1+json",
		"application/json",
		"",
	} {
		if e, err := k.Seal(payloadType, []byte("{}")); err == nil {
			t.Errorf("sealed %q with %s", payloadType, e.Signatures[0].KeyID)
		}
	}
}
