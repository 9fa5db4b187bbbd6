package schema_test

import (
	"runtime/debug"
	"slices"
	"testing"

	"forthwith/schema"
)

// TestAllocationsOfReading holds what it allocates to read an envelope and what is
// in it against bounds a fifth above what it does now.
func TestAllocationsOfReading(t *testing.T) {
	m := message(schema.KindNotification, schema.Live)
	payload, err := schema.Canonical(m)
	if err != nil {
		t.Fatal(err)
	}
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, "notification"), Payload: payload,
		Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}}}
	raw := e.Marshal()
	other := append(slices.Clone(raw), '\n') // not as we write it
	for _, tt := range []struct {
		name  string
		bound float64
		f     func()
	}{
		{"ParseEnvelope as written", 7, func() { schema.ParseEnvelope(raw) }},
		{"ParseEnvelope as others write it", 16, func() { schema.ParseEnvelope(other) }},
		{"ParseHeader", 20, func() { schema.ParseHeader(payload) }},
		{"ParseMessage", 41, func() { schema.ParseMessage(payload) }},
		{"CheckCanonical", 62, func() { schema.CheckCanonical(payload) }},
		{"ParseInstant", 0, func() { schema.ParseInstant("2026-11-23T06:00:00.000Z") }},
	} {
		info, _ := debug.ReadBuildInfo()
		if slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
			tt.bound *= 2 // under the race detector pools lose things on purpose
		}
		if got := testing.AllocsPerRun(100, tt.f); got > tt.bound {
			t.Errorf("%s allocates %.0f times, at most %.0f", tt.name, got, tt.bound)
		}
	}
}
