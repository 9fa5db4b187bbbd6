package schema_test

import (
	"testing"
	"time"

	"forthwith/schema"
)

// now is the reader's clock in these tests.
var now = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

func ptr[T any](x T) *T { return &x }

// bodies has one body for each kind with every field a document can have.
func bodies() map[schema.Kind]schema.Body {
	place := func() *schema.Location {
		return &schema.Location{Name: "Exampleville", Latitude: ptr(56.1), Longitude: ptr(-180.0), Country: "XA", Accuracy: "Exact Location"}
	}
	class := &schema.EmergencyClass{Class: "General Emergency", National: "Level 3", DeclaredAt: "2026-11-23T06:20:00Z", Basis: "Core exit temperature."}
	ines := &schema.INES{Level: "INES-5", Status: "Provisional"}
	facility := &schema.Facility{
		Name: "Example NPP", Type: "Nuclear Power Plant", Reactor: "PWR",
		Power: &schema.Quantity{Value: 900, Unit: "MW"}, Operator: "Example Energy", Location: place(),
	}
	notification := &schema.Notification{
		Bases: []schema.LegalBasis{schema.BasisArticle2, schema.BasisEuratom}, Level: "notification", ResponsibleState: "XA",
		Nature:   schema.Nature{Type: "Contamination in Food / Drinking Water", Description: "Milk"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
		Location: place(), Facility: facility, Class: class, INES: ines, Text: "Больше не известно.",
	}
	information := &schema.Information{
		ValidAt: "2026-11-23T06:35:00Z", NextUpdateDue: "2026-11-23T08:00:00Z", Summary: "So far.",
		Accident: schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{
			Nature: notification.Nature, Occurred: notification.Occurred, Location: place(), Class: class, INES: ines}},
		Facility: schema.Item[schema.Facility]{Availability: schema.Provided, Details: facility},
		Cause:    schema.Item[schema.Cause]{Availability: schema.Provided, Details: &schema.Cause{Status: "assumed", Trend: "Getting Worse", Text: "Loss of coolant."}},
		Release: schema.Item[schema.Release]{Availability: schema.Provided, Details: &schema.Release{
			ToAir: "Has Occurred", ToWater: "Unknown", Future: "Likely to Occur", StartedAt: "2026-11-23T06:25:00Z", EndedAt: "2026-11-23T06:30:00Z",
			Form: "Gaseous and Particulate", EffectiveHeight: &schema.Quantity{Value: 55, Unit: "m"},
			Nuclides: []schema.NuclideValue{{Nuclide: "Ag-110m", Value: schema.Quantity{Value: 1.2e15, Unit: "Bq"}}}}},
		Conditions: schema.Item[schema.Conditions]{Availability: schema.Provided, Details: &schema.Conditions{
			Meteorology: []schema.Weather{{Kind: "Forecast", From: "2026-11-23T06:00:00Z", Till: "2026-11-23T12:00:00Z",
				WindFrom: &schema.Quantity{Value: 290, Unit: "deg"}, WindSpeed: &schema.Quantity{Value: 5.5, Unit: "m/s"}, Stability: "D", Precipitation: "No"}},
			Hydrology: []schema.Water{{Body: "Example Sound", Text: "Current 0.3 m/s."}}}},
		Monitoring: schema.Item[schema.Monitoring]{Availability: schema.Provided, Details: &schema.Monitoring{
			Measurements: []schema.Measurement{{What: "gamma dose rate", Value: schema.Quantity{Value: 12.5, Unit: "uSv/h"}, At: "2026-11-23T06:30:00Z", Location: place()}}}},
		Measures: schema.Item[schema.Measures]{Availability: schema.Provided, Details: &schema.Measures{
			Actions: []schema.ProtectiveAction{{Type: "Sheltering", Status: "Ordered", Area: "5 km", From: "2026-11-23T06:30:00Z", Till: "2026-11-24T06:30:00Z"}}}},
		Prediction: schema.Item[schema.Prediction]{Availability: schema.NotYetAvailable},
	}
	return map[schema.Kind]schema.Body{
		schema.KindNotification:    notification,
		schema.KindInformation:     information,
		schema.KindCorrection:      &schema.Correction{Reason: "wrong unit", Information: information},
		schema.KindWithdrawal:      &schema.Withdrawal{Reason: "sent in error"},
		schema.KindTermination:     &schema.Termination{State: schema.TerminationActual, At: "2026-11-23T06:00:00Z"},
		schema.KindAcknowledgement: &schema.Acknowledgement{Message: "0199c7a2-0000-7000-8000-0123456789ab", Digest: schema.NewDigest(nil), Rung: schema.RungVerified},
		schema.KindLinktest:        &schema.Linktest{Form: schema.LinktestPerson},
		schema.KindExercise:        &schema.ExerciseAct{Act: schema.ExerciseAnnounce, Name: "ConvEx-0"},
	}
}

// message is a valid message of the kind in the workspace.
func message(k schema.Kind, w schema.Workspace) *schema.Message {
	rule, _ := k.Rule()
	m := &schema.Message{Body: bodies()[k], Header: schema.Header{
		ID: "0199c7a2-0001-7000-8000-0123456789ab", ReportUUID: "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f",
		Kind: k, Workspace: w, Context: rule.DefaultContext(w),
		From: "XA", Desk: "NWP", Addressees: []schema.Party{"XB", "IAEA"},
		Event: "XA-2026-K7M3QP", Sequence: 1, Follows: "0199c7a2-0000-7000-8000-0123456789ab",
		OtherIDs:  []schema.OtherID{{Organisation: "notify.example.org", ID: "EX-004"}},
		CreatedAt: "2026-11-23T06:40:00Z", ReleasedAt: "2026-11-23T06:41:00.250Z",
		Confidentiality: schema.ForAddressees, Language: "en",
		Approvals: []schema.Approval{
			{Act: schema.ActDrafted, Officer: "a.duty", Name: "Ada Duty", Desk: "NWP", At: "2026-11-23T06:40:00.000Z"},
			{Act: schema.ActApproved, Officer: "b.chief", Name: "Ben Chief", Desk: "NWP", At: "2026-11-23T06:41:00.000Z"},
		},
	}}
	if w == schema.Exercise {
		m.Header.Exercise = "XA-2026-DR1KK5"
	}
	if k == schema.KindCorrection || k == schema.KindWithdrawal {
		m.Header.Revokes = "0199c7a2-0000-7000-8000-0123456789ab"
	}
	return m
}

// everyMessage calls f with a valid message of each kind in each workspace it
// has.
func everyMessage(f func(m *schema.Message)) {
	for _, w := range schema.Workspaces {
		for _, r := range schema.Kinds() {
			if r.Allows(w, r.DefaultContext(w)) {
				f(message(r.Kind, w))
			}
		}
	}
}

func TestAFullMessageOfEachKindIsValid(t *testing.T) {
	n := 0
	everyMessage(func(m *schema.Message) {
		n++
		if vs := m.Validate(now); len(vs) > 0 {
			t.Errorf("%s in %s: %v", m.Header.Kind, m.Header.Workspace, vs)
		}
	})
	if want := 15; n != want { // eight kinds in two workspaces; exercise acts are not for live
		t.Errorf("%d messages, want %d", n, want)
	}
}
