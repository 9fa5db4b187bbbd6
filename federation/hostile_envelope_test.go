package federation_test

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// TestHostileEnvelopesAreRefusedWithTheirCode has XC deliver, under its own good
// signature where one can be, what nobody should believe.
func TestHostileEnvelopesAreRefusedWithTheirCode(t *testing.T) {
	s := besiege(t, "XA", "XB")
	conn := s.connect()
	keys := s.Keys("XC", schema.Live)
	linktest := schema.PayloadType(schema.Live, "linktest")
	// signed is a payload, whatever it is, as XC signs it.
	signed := func(payload string) []byte {
		env, err := keys.Seal(linktest, []byte(payload))
		must(t, err)
		return env.Marshal()
	}
	good := func() *schema.Envelope { return seal(t, keys, message("XC", "XB")) }
	payload := func() string { return string(good().Payload) }
	altered := func(f func(*schema.Envelope)) []byte {
		env := good()
		f(env)
		return env.Marshal()
	}
	said := func(f func(*schema.Message)) []byte {
		m := message("XC", "XB")
		f(m)
		return seal(t, keys, m).Marshal()
	}
	replaced := func(old, with string) []byte {
		p := payload()
		if strings.Count(p, old) != 1 {
			t.Fatalf("%d times %s in %s", strings.Count(p, old), old, p)
		}
		return signed(strings.Replace(p, old, with, 1))
	}
	stranger, err := trust.GenerateKeys("XC", schema.Live, s.Node("XB").Now())
	must(t, err)
	next, err := stranger.Rotate(s.Node("XB").Now())
	must(t, err)
	exercise, err := s.Keys("XC", schema.Exercise).Seal(schema.PayloadType(schema.Exercise, "linktest"), good().Payload)
	must(t, err)
	for name, c := range map[string]struct {
		data []byte
		code schema.RefusalCode
	}{
		"nothing":                  {nil, schema.RefuseWrapper},
		"nine signatures":          {altered(func(e *schema.Envelope) { e.Signatures = many(e.Signatures[0], 9) }), schema.RefuseWrapper},
		"no signature":             {altered(func(e *schema.Envelope) { e.Signatures = nil }), schema.RefuseUnsigned},
		"one field of it twice":    {bytes.Replace(good().Marshal(), []byte("{"), []byte(`{"payloadType":"x",`), 1), schema.RefuseWrapper},
		"a field nobody knows":     {bytes.Replace(good().Marshal(), []byte("{"), []byte(`{"more":1,`), 1), schema.RefuseWrapper},
		"more behind it":           {append(good().Marshal(), "{}"...), schema.RefuseWrapper},
		"invalid UTF-8 in it":      {bytes.Replace(good().Marshal(), []byte("XC/live"), []byte("XC\xff/live"), 1), schema.RefuseWrapper},
		"20,000 levels of wrapper": {[]byte(strings.Repeat("[", 20000) + strings.Repeat("]", 20000)), schema.RefuseWrapper},
		"a byte too many":          {make([]byte, schema.MaxEnvelope+1), schema.RefuseOversized},

		"a signature that does not verify": {altered(func(e *schema.Envelope) { e.Signatures[0].Sig[3] ^= 1 }), schema.RefuseBadSignature},
		"a signature beside it that does not": {altered(func(e *schema.Envelope) {
			e.Signatures = append(e.Signatures, schema.Signature{KeyID: s.Keys("XA", schema.Live).KeyID(), Sig: e.Signatures[0].Sig})
		}), schema.RefuseBadSignature},
		"another key under the same name": {seal(t, stranger, message("XC", "XB")).Marshal(), schema.RefuseBadSignature},
		"a key that nobody knows":         {seal(t, next, message("XC", "XB")).Marshal(), schema.RefuseUnknownKey},
		"the type changed after signing":  {altered(func(e *schema.Envelope) { e.PayloadType = schema.PayloadType(schema.Live, "notification") }), schema.RefuseBadSignature},
		"an exercise message":             {exercise.Marshal(), schema.RefuseWrongWorkspace},

		"one field twice":          {replaced(`"sequence":1`, `"sequence":1,"sequence":1`), schema.RefuseNotCanonical},
		"the number 2^53+1":        {replaced(`"sequence":1`, `"sequence":9007199254740993`), schema.RefuseNotCanonical},
		"the number 2^53":          {replaced(`"sequence":1`, `"sequence":9007199254740992`), schema.RefuseSchema},
		"the number 1e0":           {replaced(`"sequence":1`, `"sequence":1e0`), schema.RefuseNotCanonical},
		"invalid UTF-8":            {replaced(`"language":"en"`, "\"language\":\"e\xff\""), schema.RefuseNotCanonical},
		"half a surrogate":         {replaced(`"language":"en"`, `"language":"\ud800"`), schema.RefuseNotCanonical},
		"20,000 levels":            {signed(strings.Repeat("[", 20000) + strings.Repeat("]", 20000)), schema.RefuseNotCanonical},
		"20,000 levels of object":  {signed(strings.Repeat(`{"a":`, 20000) + "1" + strings.Repeat("}", 20000)), schema.RefuseNotCanonical},
		"a space":                  {signed(strings.Replace(payload(), ":", ": ", 1)), schema.RefuseNotCanonical},
		"fields in another order":  {signed(`{"header":{},"body":{}}`), schema.RefuseNotCanonical},
		"an empty payload":         {signed(""), schema.RefuseNotCanonical},
		"two payloads":             {signed("{}{}"), schema.RefuseNotCanonical},
		"null":                     {signed("null"), schema.RefuseSchema},
		"a field that is not ours": {replaced(`{"body":{`, `{"body":{"a":1,`), schema.RefuseSchema},

		"in the name of XA":    {said(func(m *schema.Message) { m.Header.From = "XA" }), schema.RefuseAuthor},
		"to somebody else":     {said(func(m *schema.Message) { m.Header.Addressees = []schema.Party{"XA"} }), schema.RefuseNotAddressed},
		"a test as emergency":  {said(func(m *schema.Message) { m.Header.Context = schema.ContextEmergency }), schema.RefuseKindContext},
		"an id not of ours":    {said(func(m *schema.Message) { m.Header.ID = "../../node-1" }), schema.RefuseSchema},
		"a kind of another id": {said(func(m *schema.Message) { m.Header.Kind = schema.KindExercise }), schema.RefuseSchema},
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			before := s.size()
			r := s.refused(conn, c.data)
			if r.Code != c.code {
				t.Errorf("refused as %s (%s), want %s", r.Code, r.Reason, c.code)
			}
			if len(r.Reason) > 1000 {
				t.Errorf("a reason of %d bytes", len(r.Reason))
			}
			for range 5 {
				s.refused(conn, c.data)
			}
			if grown := s.size() - before; grown > 1 {
				t.Errorf("the journals of XB grew by %d entries", grown)
			}
		})
	}
	for _, r := range s.Node("XB").Tracker(schema.Live).Ringing() {
		if r.Refused == nil || r.Refused.Link != "XC" || len(r.Refused.Envelope) > 0 {
			t.Errorf("at XB rings %+v", r)
		}
	}
	if n := len(s.Node("XB").Tracker(schema.Live).Messages()); n != 0 {
		t.Errorf("XB shows %d messages", n)
	}
	s.received(s.send("XB"), "XB")
}

func many(s schema.Signature, n int) []schema.Signature {
	out := make([]schema.Signature, n)
	for i := range out {
		out[i] = s
	}
	return out
}

// TestHostileBytesEndTheirConnection has XC write what the client library would
// not.
func TestHostileBytesEndTheirConnection(t *testing.T) {
	const room = schema.MaxEnvelope + 16<<10
	s := besiege(t, "XA", "XB")
	for name, said := range map[string]string{
		"a delivery larger than any":  fmt.Sprintf("PUB deliver.live.XC %d\r\n", room+1),
		"a size that overflows":       "PUB deliver.live.XC 9000000000000000\r\n",
		"a negative size":             "PUB deliver.live.XC -1\r\n",
		"headers beyond the delivery": "HPUB deliver.live.XC 20 10\r\n",
		"a line without end":          "PUB " + strings.Repeat("x", 1<<20),
		"an operation of a server":    "RMSG $G deliver.live.XA 1\r\nx\r\n",
		"no operation":                "\x00\x01\x02\r\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := s.in(t)
			before := s.size()
			conn, err := s.road().Dial("", "")
			must(t, err)
			defer conn.Close()
			// The other side may close before it has read all.
			_, _ = fmt.Fprint(conn, "CONNECT {\"verbose\":false,\"headers\":true}\r\n"+said)
			_, _ = io.Copy(io.Discard, conn)
			s.received(s.send("XB"), "XB")
			if grown := s.size() - before; grown != 1 {
				t.Errorf("the journals of XB grew by %d entries of which one is XA's", grown)
			}
		})
	}
}

// TestHostileUseOfAnIDTakesNothingFromItsAuthor has XC send a message under the
// id of one that XA is about to send.
func TestHostileUseOfAnIDTakesNothingFromItsAuthor(t *testing.T) {
	s := besiege(t, "XA", "XB")
	conn := s.connect()
	first := message("XC", "XB")
	if document, payload := s.ask(conn, seal(t, s.Keys("XC", schema.Live), first).Marshal()); document != schema.DocumentReceipt {
		t.Fatalf("answered with %s", payload)
	}
	before := s.size()
	draft(t, s.Node("XA"), first.Header.ID, "XB")
	s.received(first.Header.ID, "XB")
	if grown := s.size() - before; grown != 1 {
		t.Errorf("the journals of XB grew by %d entries", grown)
	}
	handles := map[schema.Party]schema.MessageID{"XC": first.Header.ID, "XA": first.Header.ID + "@XA"}
	for p, handle := range handles {
		m, ok := s.Node("XB").Tracker(schema.Live).Message(handle)
		if !ok || m.Header.From != p || m.Handle != handle {
			t.Errorf("%s at XB is %+v", handle, m.Header)
		}
		officer := notify.Officer{Login: "moreno", Name: "K. Moreno", Desk: "nwp", Rights: notify.Rights}
		out, err := s.Node("XB").Desk(schema.Live).Acknowledge(t.Context(), officer, "", handle, schema.RungAcknowledged, "", s.Node("XB").Now())
		if err != nil || !slices.Equal(out.Addressees, []schema.Party{p}) {
			t.Errorf("%s is acknowledged to %v: %v", handle, out.Addressees, err)
		}
	}
	t.Run("another content under its own id", func(t *testing.T) {
		s := s.in(t)
		first.Body = &schema.Linktest{Form: schema.LinktestMachine, Text: "another"}
		if r := s.refused(conn, seal(t, s.Keys("XC", schema.Live), first).Marshal()); r.Code != schema.RefuseSameIDOtherBytes {
			t.Errorf("refused as %s", r.Code)
		}
	})
}

// TestHostileReplayIsRefused has XC deliver what XA signed.
func TestHostileReplayIsRefused(t *testing.T) {
	s := besiege(t, "XA", "XB")
	conn := s.connect()
	replay := func(id schema.MessageID) schema.Refusal {
		m, _ := s.Node("XA").Tracker(schema.Live).Message(id)
		raw, err := s.Node("XA").Envelope(t.Context(), schema.Live, m)
		must(t, err)
		return s.refused(conn, raw)
	}
	later := s.send("XC") // XB is no addressee, and nobody has XC's answer
	if r := replay(later); r.Code != schema.RefuseAuthor {
		t.Errorf("one that is not for XB is refused as %s", r.Code)
	}
	id := s.send("XB")
	s.received(id, "XB")
	if r := replay(id); r.Code != schema.RefuseAuthor {
		t.Errorf("one that XB has is refused as %s", r.Code)
	}
	var shown []notify.Message
	for _, m := range s.Node("XB").Tracker(schema.Live).Messages() {
		if m.Link != "XA" || len(shown) > 0 {
			t.Errorf("XB shows %s by %s", m.Header.ID, m.Link)
		}
		shown = append(shown, m)
	}
}
