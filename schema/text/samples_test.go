package text

import (
	"testing"

	"forthwith/schema"
)

func ptr[T any](x T) *T { return &x }

func q(value float64, unit schema.Unit) *schema.Quantity {
	return &schema.Quantity{Value: value, Unit: unit}
}

func provided[T any](details T) schema.Item[T] {
	return schema.Item[T]{Availability: schema.Provided, Details: &details}
}

const (
	firstID  schema.MessageID = "0199c7a2-0000-7000-8000-0123456789ab"
	secondID schema.MessageID = "0199c7a2-0001-7000-8000-0123456789ab"
)

// header is that of a message of the kind.
func header(k schema.Kind, w schema.Workspace) schema.Header {
	rule, _ := k.Rule()
	h := schema.Header{
		ID: secondID, ReportUUID: "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f", Kind: k, Workspace: w, Context: rule.DefaultContext(w),
		From: "XA", Desk: "NWP", Addressees: []schema.Party{"DE", "XB", "IAEA"}, Event: "XA-2026-K7M3QP", Sequence: 2, Follows: firstID,
		SentElsewhere: []schema.SentElsewhere{{System: "USIE", ID: "2026-114", At: "2026-11-23T06:40:00Z"}},
		CreatedAt:     "2026-11-23T06:40:00Z", ReleasedAt: "2026-11-23T06:41:00.250Z",
		Wanted:          &schema.Wanted{Rung: schema.RungTakenOver, By: "2026-11-23T07:30:00Z"},
		Confidentiality: schema.ForAddressees, Language: "fr",
		Attachments: []schema.Attachment{{Name: "plume.png", MediaType: "image/png", Size: 4096, Digest: schema.NewDigest([]byte("plume"))}},
		Approvals: []schema.Approval{
			{Act: schema.ActDrafted, Officer: "a.duty", Name: "Ada Duty", Desk: "NWP", At: "2026-11-23T06:40:00.000Z"},
			{Act: schema.ActApproved, Officer: "b.chief", Name: "Ben Chief", Desk: "NWP", At: "2026-11-23T06:41:00.000Z"},
		},
	}
	if w == schema.Exercise {
		h.Exercise = "XA-2026-DR1KK5"
	}
	if k.Revokes() {
		h.Revokes = firstID
	}
	return h
}

func notification(w schema.Workspace) *schema.Message {
	return &schema.Message{Header: header(schema.KindNotification, w), Body: &schema.Notification{
		Bases: []schema.LegalBasis{schema.BasisArticle2, schema.BasisEuratom}, Level: schema.LevelNotification, ResponsibleState: "XA",
		Nature:   schema.Nature{Type: "Nuclear Installation Event", Description: "Perte de refroidissement"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
		Location: &schema.Location{Latitude: ptr(56.1), Longitude: ptr(-4.25), Country: "XA", Municipality: "Lissa", AboveSea: q(3, "m")},
		Facility: &schema.Facility{Name: "Lissa, tranche 2", Type: "Nuclear Power Plant", Reactor: "PWR", ThermalPower: q(2700, "MW"), Category: "a",
			Sources: []schema.Source{{Sealed: "Yes", Nuclides: []schema.SourceValue{{Nuclide: "Ir-192"}}}}},
		Class:   &schema.EmergencyClass{Class: "Site Area Emergency", National: "Niveau 3", DeclaredAt: "2026-11-23T06:20:00Z", Basis: "Température à la sortie du cœur."},
		Release: &schema.Release{Air: &schema.AirRelease{Actual: "Unknown", Future: "Likely to Occur"}},
		Weather: &schema.Weather{Kind: "Observation", From: "2026-11-23T06:30:00Z", WindFrom: q(240, "deg"), WindSpeed: q(5.5, "m/s"), Precipitation: "No"},
		Text:    "Le cœur n'est plus refroidi.\nD'autres informations suivront.", NextUpdateDue: "2026-11-23T08:00:00Z",
	}}
}

func information(w schema.Workspace) *schema.Message {
	m := &schema.Message{Header: header(schema.KindInformation, w), Body: &schema.Information{
		ValidAt: "2026-11-23T07:35:00Z", NextUpdateDue: "2026-11-23T10:00:00Z", Summary: "Le rejet a commencé.",
		Accident: provided(schema.Accident{
			Nature:   schema.Nature{Type: "Nuclear Installation Event", Description: "Perte de refroidissement"},
			Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
			Class:    &schema.EmergencyClass{Class: "General Emergency", DeclaredAt: "2026-11-23T07:20:00Z"}}),
		Release: provided(schema.Release{Air: &schema.AirRelease{Actual: "Has Occurred", Phases: []schema.AirPhase{{
			From: "2026-11-23T07:25:00Z", EffectiveHeight: q(55, "m"), Form: "Gaseous", TransportTowards: q(130, "deg"),
			Nuclides: []schema.ReleasedAmount{{Nuclide: "I-131", Activity: &schema.Quantity{Value: 1.2e15, Unit: "Bq", Qualifier: schema.About,
				Uncertainty: &schema.Uncertainty{Value: 30, Type: "RSD", Unit: "%"}}}, {Nuclide: "Cs-134 Cs-137"}}}}}}),
		Conditions: provided(schema.Conditions{Meteorology: []schema.Weather{
			{Kind: "Observation", From: "2026-11-23T07:30:00Z", WindFrom: q(310, "deg"), WindSpeed: q(5.5, "m/s"), Precipitation: "No"},
			{Kind: "Projection - Forecast", From: "2026-11-23T12:00:00Z", WindFrom: q(0, "deg"), PrecipitationAmount: q(0, "mm")}}}),
		Monitoring: provided(schema.Monitoring{DoseRates: []schema.DoseRate{{Radiation: "Gamma", Value: *q(12.5, "uSv/h"), From: "2026-11-23T07:30:00Z"}},
			Samples: []schema.Sample{{Type: "Air", From: "2026-11-23T07:00:00Z", Results: []schema.Result{
				{Nuclide: "Cs-137", Value: &schema.Quantity{Value: 0.2, Unit: "Bq/m3", Qualifier: schema.BelowDetection}}, {Nuclide: "Xe-133", Value: q(0, "Bq/m3")}, {Nuclide: "I-131"}}}}}),
		Measures: provided(schema.ProtectiveMeasures{Actions: []schema.ProtectiveAction{
			{Type: "Evacuation", Status: "Ordered", Areas: []schema.Area{{Circle: &schema.Circle{Radius: *q(5, "km")}}}},
			{Type: "Sheltering", Status: "Planned", Areas: []schema.Area{{Country: "XB", Sector: &schema.Sector{From: *q(350, "deg"), Till: *q(40, "deg"), Outer: q(20, "km")}}}}}}),
		Prediction: schema.Item[schema.Prediction]{Availability: schema.NotYetAvailable},
	}}
	m.Header.Sequence, m.Header.CreatedAt, m.Header.ReleasedAt = 3, "2026-11-23T07:40:00Z", "2026-11-23T07:41:00.250Z"
	return m
}

func TestTheSamplesAreValid(t *testing.T) {
	for _, w := range schema.Workspaces {
		for _, m := range []*schema.Message{notification(w), information(w)} {
			if err := m.Validate(m.Header.ReleasedAt.Std()).Err(); err != nil {
				t.Errorf("%s in %s: %v", m.Header.Kind, w, err)
			}
		}
	}
}
