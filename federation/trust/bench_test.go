package trust_test

import (
	"crypto/ed25519"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// sealed are envelopes of about 4 KB: a notification whose text fills it, and
// information that is full of fields, which is the harder to read.
func sealed(b *testing.B, k *trust.Keys) map[string][]byte {
	b.Helper()
	out := make(map[string][]byte)
	for name, file := range map[string]string{"notification": "1-notification.yaml", "information": "3-information.yaml"} {
		text, err := os.ReadFile("../../schema/testdata/event/" + file)
		if err != nil {
			b.Fatal(err)
		}
		j, err := yaml.YAMLToJSON(text)
		if err != nil {
			b.Fatal(err)
		}
		m, vs := schema.ParseMessage(j)
		if m == nil {
			b.Fatal(vs)
		}
		payload, err := schema.Canonical(m)
		if n, ok := m.Body.(*schema.Notification); ok && err == nil {
			const sentence = " The cooling of unit 2 is lost."
			n.Text += strings.Repeat(sentence, (4096-len(payload))/len(sentence))
			payload, err = schema.Canonical(m)
		}
		if err != nil {
			b.Fatal(err)
		}
		e, err := k.Seal(schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), payload)
		if err != nil {
			b.Fatal(err)
		}
		out[name] = e.Marshal()
	}
	return out
}

// unseal is all that a node does before it believes an envelope.
func unseal(b *testing.B, d *trust.Directory, raw []byte) {
	e, err := schema.ParseEnvelope(raw)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := d.Verify(e); err != nil {
		b.Fatal(err)
	}
	if err := schema.CheckCanonical(e.Payload); err != nil {
		b.Fatal(err)
	}
	m, vs := schema.ParseMessage(e.Payload)
	if m == nil {
		b.Fatal(vs)
	}
	if vs := m.Validate(m.Header.ReleasedAt.Std()); vs.Err() != nil {
		b.Fatal(vs)
	}
}

// BenchmarkOpening sets the opening of an envelope beside the verification of its
// signature alone, with the bytes that are signed at hand; times is how often the
// shortest of one holds the shortest of the other. It is to be at most 10.
func BenchmarkOpening(b *testing.B) {
	p := keptParty(b)
	d := first(b, []*trust.KeeperKey{keptKeeper(b)}, 1, p)
	public := secret(b, p.live).Public().(ed25519.PublicKey)
	for name, raw := range sealed(b, p.live) {
		b.Run(name, func(b *testing.B) {
			e, err := schema.ParseEnvelope(raw)
			if err != nil {
				b.Fatal(err)
			}
			signed, sig := e.PAE(), e.Signatures[0].Sig
			opened, verified := time.Hour, time.Hour
			b.SetBytes(int64(len(e.Payload)))
			b.ReportAllocs()
			for b.Loop() {
				start := time.Now()
				unseal(b, d, raw)
				half := time.Now()
				if !ed25519.Verify(public, signed, sig) {
					b.Fatal("it does not verify")
				}
				opened, verified = min(opened, half.Sub(start)), min(verified, time.Since(half))
			}
			b.ReportMetric(float64(opened)/float64(verified), "times")
			b.ReportMetric(float64(opened.Microseconds()), "opening-us")
			b.ReportMetric(float64(verified.Microseconds()), "verifying-us")
		})
	}
}
