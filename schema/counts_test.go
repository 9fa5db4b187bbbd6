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
	// A first notice as a desk issues one.
	m.Header.OtherIDs, m.Header.SentElsewhere, m.Header.Wanted, m.Header.Attachments = nil, nil, nil, nil
	m.Body = &schema.Notification{
		Bases: []schema.LegalBasis{schema.BasisArticle2}, Nature: schema.Nature{Type: "Nuclear Installation Event", Description: "Loss of cooling"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true}, Location: &schema.Location{Name: "Exampleville", Latitude: ptr(56.1), Longitude: ptr(4.2), Country: "XA"},
		Facility: &schema.Facility{Name: "Example NPP", ElectricalPower: q(900, "MW")}, Class: &schema.EmergencyClass{Class: "General Emergency"},
	}
	payload, err := schema.Canonical(m)
	if err != nil {
		t.Fatal(err)
	}
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, "notification"), Payload: payload,
		Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}}}
	raw := e.Marshal()
	toMany := *m
	toMany.Header.Addressees = twoHundred()
	many, err := schema.Canonical(toMany)
	if err != nil {
		t.Fatal(err)
	}
	receipt := schema.Receipt{By: "XB", Message: m.Header.ID, Digest: e.Digest(), ReceivedAt: "2026-11-23T06:00:00.000Z",
		Head: schema.TreeHead{Epoch: 1, Size: 12, Root: e.Digest()}}
	read, err := receipt.Canonical()
	if err != nil {
		t.Fatal(err)
	}
	other := append(slices.Clone(raw), '\n') // not as we write it
	for _, tt := range []struct {
		name  string
		bound float64
		f     func()
	}{
		{"ParseEnvelope as written", 7, func() { schema.ParseEnvelope(raw) }},
		{"ParseEnvelope as others write it", 16, func() { schema.ParseEnvelope(other) }},
		{"ParseHeader", 24, func() { schema.ParseHeader(payload) }},
		{"ParseMessage", 41, func() { schema.ParseMessage(payload) }},
		{"CheckCanonical", 0, func() { schema.CheckCanonical(payload) }},
		{"Message.Validate", 119, func() { m.Validate(now) }},
		{"ParseMessage to two hundred", 40, func() { schema.ParseMessage(many) }},
		{"Message.Validate to two hundred", 114, func() { toMany.Validate(now) }},
		{"Envelope.Marshal", 1, func() { e.Marshal() }},
		{"Envelope.Digest", 1, func() { e.Digest() }},
		{"Receipt.Canonical", 2, func() { receipt.Canonical() }},
		{"ReadReceipt", 8, func() { schema.ReadReceipt(read) }},
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

// twoHundred are as many parties.
func twoHundred() []schema.Party {
	var ps []schema.Party
	for a := 'Z'; a >= 'A'; a-- {
		for b := 'A'; b <= 'Z' && len(ps) < 200; b++ {
			if p, err := schema.ParseParty(string([]rune{a, b})); err == nil && p != "XA" {
				ps = append(ps, p)
			}
		}
	}
	return ps
}
