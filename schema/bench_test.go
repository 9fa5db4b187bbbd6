package schema_test

import (
	"testing"

	"forthwith/schema"
)

// BenchmarkReading tells what each step of reading a message costs; that of a
// signature beside them is in federation/trust.
func BenchmarkReading(b *testing.B) {
	for name, file := range map[string]string{"notification": "1-notification.yaml", "information": "3-information.yaml"} {
		m := event(b)[file]
		payload, err := schema.Canonical(m)
		if err != nil {
			b.Fatal(err)
		}
		e := schema.Envelope{PayloadType: schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), Payload: payload}
		e.Signatures = []schema.Signature{{KeyID: "XA/live/1", Sig: make([]byte, 64)}}
		raw, released := e.Marshal(), m.Header.ReleasedAt.Std()
		for _, step := range []struct {
			name string
			do   func() error
		}{
			{"envelope", func() error { _, err := schema.ParseEnvelope(raw); return err }},
			{"canonical", func() error { return schema.CheckCanonical(payload) }},
			{"message", func() error { _, vs := schema.ParseMessage(payload); return vs.Err() }},
			{"rules", func() error { return m.Validate(released).Err() }},
		} {
			b.Run(name+"/"+step.name, func(b *testing.B) {
				b.SetBytes(int64(len(payload)))
				b.ReportAllocs()
				for b.Loop() {
					if err := step.do(); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
