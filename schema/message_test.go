package schema_test

import (
	"testing"
	"time"

	"forthwith/schema"
)

// now is the reader's clock in these tests.
var now = time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)

func ptr[T any](x T) *T { return &x }

const (
	firstID  schema.MessageID = "0199c7a2-0000-7000-8000-0123456789ab"
	secondID schema.MessageID = "0199c7a2-0001-7000-8000-0123456789ab"
)

func q(value float64, unit schema.Unit) *schema.Quantity {
	return &schema.Quantity{Value: value, Unit: unit}
}

func provided[T any](details T) schema.Item[T] {
	return schema.Item[T]{Availability: schema.Provided, ValidAt: "2026-11-23T06:34:00Z", Details: &details}
}

func place() *schema.Location {
	return &schema.Location{
		Name: "Exampleville", Latitude: ptr(56.1), Longitude: ptr(-180.0), Municipality: "Example", Region: "North", Country: "XA",
		Accuracy: "Exact Location", AboveSea: q(-3, "m"), AboveGround: q(30, "m"),
		Area: &schema.Area{Country: "XA", Name: "Example Sound", Text: "east of the line", Polygon: []schema.Point{{56, 4}, {57, 4}, {57, 5}}},
		Text: "By the sea.",
	}
}

func areas() []schema.Area {
	centre := &schema.Point{Latitude: 56.1, Longitude: 0}
	return []schema.Area{
		{Country: "XB"},
		{Country: "XA", Circle: &schema.Circle{Centre: centre, Radius: *q(5, "km")}},
		{Name: "Zone 2", Sector: &schema.Sector{Centre: centre, From: *q(350, "deg"), Till: *q(40, "deg"), Inner: q(500, "m"), Outer: q(20, "km")}},
		{Polygon: []schema.Point{{56, 4}, {57, 4}, {57, 5}}},
		{Text: "All islands."},
	}
}

func source() schema.Source {
	return schema.Source{Sealed: "Yes", Shielded: "Unknown", Text: "A capsule.", Nuclides: []schema.SourceValue{
		{Nuclide: "Ir-192", Activity: q(3.7, "TBq"), ReferenceAt: "2026-11-01T00:00:00Z"}, {Mixture: "not known"}}}
}

func facility() *schema.Facility {
	return &schema.Facility{
		Name: "Example NPP", Type: "Nuclear Power Plant", Category: "a", Reactor: "PWR", ThermalPower: q(2700, "MW"), ElectricalPower: q(900, "MW"),
		Operator: "Example Energy", Location: place(), Sources: []schema.Source{source()}, Text: "Unit 2 of 4.",
	}
}

func airPhase(occurrence string) schema.AirPhase {
	return schema.AirPhase{
		Occurrence: occurrence, From: "2026-11-23T06:25:00Z", Till: "2026-11-23T06:30:00Z", Route: "Release from Containment",
		BaseHeight: q(30, "m"), TopHeight: q(0.2, "km"), EffectiveHeight: q(55, "m"),
		Heat: &schema.Heat{Significant: "Yes", Rate: q(2, "MW"), Area: q(4, "m2")}, Form: "Gaseous and Particulate", ChemicalForm: "CsI",
		Nuclides: []schema.ReleasedAmount{
			{Nuclide: "Ag-110m", Activity: &schema.Quantity{Value: 1.2e15, Unit: "Bq", Qualifier: schema.About, Uncertainty: &schema.Uncertainty{Value: 30, Type: "%", Unit: "%"}}, Method: "Measurement"},
			{Nuclide: "Cs-134 Cs-137", Activity: q(0, "PBq"), Method: "Other", MethodText: "from the inventory"},
			{Mixture: "noble gases"},
		},
		Iodine:         &schema.IodineFractions{Elementary: *q(60, "%"), Organic: *q(10, "%"), Aerosol: *q(30, "%")},
		ChemicalHazard: "No", TransportSpeed: q(20, "km/h"), TransportTowards: q(110, "deg"), Text: "In puffs.",
	}
}

func waterPhase(occurrence string) schema.WaterPhase {
	return schema.WaterPhase{
		Occurrence: occurrence, From: "2026-11-23T06:25:00Z", Till: "2026-11-23T06:30:00Z", Body: "Example Sound", ChemicalForm: "dissolved",
		Nuclides: []schema.ReleasedAmount{{Nuclide: "H-3", Activity: q(4, "TBq")}}, ChemicalHazard: "Unknown", Text: "By the outfall.",
	}
}

func weather() schema.Weather {
	return schema.Weather{
		Kind: "Observation", From: "2026-11-23T06:00:00Z", Till: "2026-11-23T06:30:00Z",
		WindFrom: q(290, "deg"), WindFromFluctuation: q(10, "deg"), WindSpeed: q(5.5, "m/s"), WindSpeedFluctuation: q(1, "m/s"),
		Stability: "D", InversionLower: q(300, "m"), InversionUpper: q(500, "m"),
		Precipitation: "Yes", PrecipitationForm: "Light Rain", PrecipitationAmount: q(1, "mm"), PrecipitationRate: q(0.5, "mm/h"), SnowDepth: q(0, "mm"),
		Temperature: q(4, "Cel"), DewPoint: q(275, "K"), Pressure: q(1009, "hPa"), Humidity: q(87, "%"), CloudCover: ptr(8),
		SolarRadiation: q(20, "W/m2"), Code: ptr(6), Text: "Drizzle.",
	}
}

func monitoring() *schema.Monitoring {
	return &schema.Monitoring{
		DoseRates: []schema.DoseRate{{
			Radiation: "Gamma", Value: schema.Quantity{Value: 12.5, Unit: "uSv/h", Uncertainty: &schema.Uncertainty{Value: 0, Type: "2SD"}},
			From: "2026-11-23T06:30:00Z", Till: "2026-11-23T06:40:00Z", Location: place(), Offset: &schema.Offset{Distance: *q(300, "m"), Bearing: q(90, "deg")},
			Background: &schema.Background{Value: *q(80, "nSv/h"), Method: "Of last month."}, Apparatus: "Gamma - Geiger Muller Counter", Validated: "Not Validated", Text: "Rising.",
		}},
		Samples: []schema.Sample{sample("Air filter")}, Reference: "EURDEP, XA network", Text: "Three stations more are silent.",
	}
}

func sample(of string) schema.Sample {
	return schema.Sample{
		Type: of, From: "2026-11-23T06:00:00Z", Till: "2026-11-23T06:30:00Z", Location: place(), Offset: &schema.Offset{Distance: *q(1, "km")},
		ValueType: "Highest Value", DepthUpper: q(0, "m"), DepthLower: q(0.05, "m"), Surface: "grass", Volume: q(20, "m3"), Treatment: "Measurement Immediately After Sampling",
		Results: []schema.Result{
			{Nuclide: "I-131", Value: q(4, "Bq/m3"), Background: &schema.Background{Value: *q(0, "Bq/m3")}, From: "2026-11-23T06:31:00Z", Till: "2026-11-23T06:41:00Z",
				ReferenceAt: "2026-11-23T06:30:00Z", Apparatus: "Gamma - HPGe", Validated: "Validated", Laboratory: "Example Laboratory", Text: "First of two."},
			{Nuclide: "Cs-137", Value: &schema.Quantity{Value: 0.2, Unit: "Bq/m3", Qualifier: schema.BelowDetection}},
			{Nuclide: "T-Beta", Value: &schema.Quantity{Value: 9, Unit: "Bq/m3", Qualifier: schema.AtLeast}},
			{Mixture: "alpha emitters"},
		},
		Text: "Station 4.",
	}
}

func measures() *schema.ProtectiveMeasures {
	return &schema.ProtectiveMeasures{TakenOrPlanned: "Yes", Text: "More may follow.", Actions: []schema.ProtectiveAction{{
		Type: "Sheltering", Status: "Ordered", Areas: areas(), From: "2026-11-23T06:30:00Z", Till: "2026-11-24T06:30:00Z", Criterion: "10 mSv in 2 days", Text: "Windows shut.",
	}}}
}

func consequences() schema.Consequences {
	return schema.Consequences{
		Health: "None known.", Environment: "Grass.", Food: "Milk within 20 km.", Other: "Traffic.",
		Areas:      []schema.AffectedArea{{Occurrence: "Actual - Not Confirmed", Area: areas()[1], Effect: "Contamination", Text: "Along the road."}},
		Casualties: []schema.Casualties{{Type: "Exposed", Group: "Emergency Services", Number: ptr(0), Method: "Count", MethodText: "by their dosimeters"}},
	}
}

func notification() *schema.Notification {
	return &schema.Notification{
		Bases: []schema.LegalBasis{schema.BasisArticle2, schema.BasisEuratom, schema.BasisBilateral}, Arrangement: "XA-XB, 1991", Level: schema.LevelNotification,
		ResponsibleState: "XA", ValidAt: "2026-11-23T06:35:00Z",
		Nature:   schema.Nature{Type: "Contamination in Food / Drinking Water", Description: "Milk"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
		Location: place(), Facility: facility(),
		Class:   &schema.EmergencyClass{Class: "General Emergency", National: "Level 3", DeclaredAt: "2026-11-23T06:20:00Z", Basis: "Core exit temperature."},
		INES:    &schema.INES{Level: "INES-5", Status: "Provisional", RatedAt: "2026-11-23T06:30:00Z", Basis: "The release so far."},
		Release: &schema.Release{Air: &schema.AirRelease{Actual: "Has Occurred"}}, Weather: ptr(weather()),
		Text: "Больше не известно.", NextUpdateDue: "2026-11-23T08:00:00Z",
	}
}

func information() *schema.Information {
	n := notification()
	return &schema.Information{
		Bases: n.Bases, Arrangement: n.Arrangement, ValidAt: "2026-11-23T06:35:00Z", NextUpdateDue: "2026-11-23T08:00:00Z", Summary: "So far.",
		Accident: provided(schema.Accident{Nature: n.Nature, Occurred: n.Occurred, Location: place(), Class: n.Class, INES: n.INES, Text: "Unit 2."}),
		Facility: provided(*facility()),
		Cause: provided(schema.Cause{Status: "assumed", Trend: "Getting Worse", Text: "Loss of coolant.", Development: "Core melt.", Plant: &schema.PlantStatus{
			Criticality: "Stopped", StoppedAt: "2026-11-23T05:59:00Z", FuelDamage: "Has Not Occurred, but Likely to Occur", FuelDamagedAt: "2026-11-23T06:00:00Z",
			Core: "Uncovered in part.", SpentFuel: "Cooled.", Text: "Diesels run."}}),
		Release: provided(schema.Release{
			Air:   &schema.AirRelease{Actual: "Has Occurred", Future: "Likely to Occur", Phases: []schema.AirPhase{airPhase("")}},
			Water: &schema.WaterRelease{Actual: "Unknown", Future: "Unlikely to Occur", Phases: []schema.WaterPhase{waterPhase("")}}, Text: "By the stack.",
		}),
		Conditions: provided(schema.Conditions{
			Meteorology: []schema.Weather{weather(), {Kind: "Projection - Forecast", From: "2026-11-23T12:00:00Z", Location: place()}},
			Hydrology: []schema.Water{{Body: "Example Sound", Kind: "Observation", From: "2026-11-23T06:00:00Z", Till: "2026-11-23T06:30:00Z", Location: place(),
				CurrentSpeed: q(0.3, "m/s"), CurrentTowards: q(20, "deg"), Flow: q(900, "m3/s"), Level: q(-0.4, "m"), Temperature: q(8, "Cel"), Text: "Ebb."}},
			Text: "A front comes at noon.",
		}),
		Monitoring: provided(*monitoring()),
		Measures:   provided(*measures()),
		Prediction: provided(schema.Prediction{
			Air: []schema.AirPhase{airPhase("Projected - Likely to Occur")}, Water: []schema.WaterPhase{waterPhase("Projected")},
			Projections: []schema.Projection{{What: "arrival of the plume", Occurrence: "Projected - Certain to Occur", Area: &areas()[0], From: "2026-11-23T09:00:00Z",
				Till: "2026-11-23T10:00:00Z", Nuclide: "I-131", Value: &schema.Quantity{Value: 2, Unit: "mSv", Qualifier: schema.AtMost}, Text: "By the north wind."}},
			Model: "Of the weather service.", Text: "It turns.",
		}),
		Food:              provided(schema.FoodMonitoring{Samples: []schema.Sample{sample("milk")}, Text: "All of one dairy."}),
		PublicInformation: provided(schema.PublicInformation{Website: "https://example.org/emergency", Phone: "+99 1 555 0100", Measures: "Sirens."}),
		Consequences:      provided(consequences()),
	}
}

// enclosed is an envelope that another document carries.
func enclosed(w schema.Workspace) (*schema.Envelope, []byte) {
	m := message(schema.KindNotification, w)
	payload, _ := schema.Canonical(m)
	e := &schema.Envelope{PayloadType: schema.PayloadType(w, "notification"), Payload: payload, Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}}}
	return e, e.Marshal()
}

// body is one of the kind with every field a document can have.
func body(k schema.Kind, w schema.Workspace) schema.Body {
	areas := []schema.AssistanceArea{"Radiation Survey", "Other"}
	switch k {
	case schema.KindNotification:
		return notification()
	case schema.KindInformation:
		return information()
	case schema.KindCorrection:
		return &schema.Correction{Reason: "wrong unit", Information: information()}
	case schema.KindWithdrawal:
		return &schema.Withdrawal{Reason: "sent in error"}
	case schema.KindReinstatement:
		return &schema.Reinstatement{Reason: "withdrawn in error"}
	case schema.KindTermination:
		return &schema.Termination{State: schema.TerminationActual, At: "2026-11-23T06:00:00Z", Text: "All is cold."}
	case schema.KindAcknowledgement:
		return &schema.Acknowledgement{Message: firstID, Digest: schema.NewDigest(nil), Rung: schema.RungVerified, Remark: "By telephone."}
	case schema.KindPresented:
		return &schema.Presented{Message: firstID, Digest: schema.NewDigest(nil), Screen: schema.ScreenWatch, At: "2026-11-23T06:41:01.000Z"}
	case schema.KindLinktest:
		return &schema.Linktest{Form: schema.LinktestPerson, Text: "Please answer."}
	case schema.KindExercise:
		return &schema.ExerciseAct{Act: schema.ExerciseAnnounce, Name: "ConvEx-0", Text: "On Monday."}
	case schema.KindRequest:
		return &schema.Request{Type: schema.RequestVerification, Subject: "Your notification", Text: "Is it yours?", About: firstID, DueAt: "2026-11-23T07:30:00Z"}
	case schema.KindReply:
		return &schema.Reply{Request: firstID, Outcome: schema.OutcomeLater, Text: "We look.", DueAt: "2026-11-23T08:00:00Z"}
	case schema.KindMeasurement:
		return &schema.Measurement{ValidAt: "2026-11-23T06:30:00Z", Monitoring: *monitoring(), OwnFacilities: "being checked", Origin: "From the east.", Text: "Only this.", NextUpdateDue: "2026-11-23T08:00:00Z"}
	case schema.KindMeasures:
		return &schema.Measures{ValidAt: "2026-11-23T06:30:00Z", Measures: *measures(), Monitoring: monitoring(), Food: &schema.FoodMonitoring{Samples: []schema.Sample{sample("milk")}, Text: "One."},
			PublicInformation: &schema.PublicInformation{Website: "https://example.org"}, Text: "For now.", NextUpdateDue: "2026-11-23T08:00:00Z"}
	case schema.KindAssistanceRequest:
		return &schema.AssistanceRequest{Areas: areas, Scope: "A survey.", Modes: []string{"Field Assistance Team", "External Based Support"}, Location: place(), NeededBy: "2026-11-24T06:00:00Z",
			Till: "2026-12-01T06:00:00Z", Information: "Roads are open.", DueAt: "2026-11-23T12:00:00Z"}
	case schema.KindAssistanceReply:
		return &schema.AssistanceReply{Request: firstID, Position: schema.PositionPartial, Areas: areas, Scope: "Two teams.", Terms: "As in 1991.", Costs: "None.", AvailableFrom: "2026-11-24T06:00:00Z",
			ValidTill: "2026-11-26T06:00:00Z", DueAt: "2026-11-23T12:00:00Z"}
	case schema.KindAssistanceAccept:
		return &schema.AssistanceAccept{Reply: firstID, Decision: schema.DecisionCounter, Scope: "One team.", Terms: "The same.", Plan: "Version 1, attached."}
	case schema.KindAssistanceClose:
		return &schema.AssistanceClose{Request: firstID, At: "2026-11-23T06:00:00Z", Reason: "All is measured."}
	case schema.KindDissemination:
		e, raw := enclosed(w)
		return &schema.Dissemination{Author: "XA", Message: secondID, Digest: e.Digest(), Envelope: raw, Verification: schema.Verification{State: schema.Verified, At: "2026-11-23T06:45:00Z"}, Text: "By telephone."}
	case schema.KindDirectory:
		e, raw := enclosed(w)
		return &schema.Directory{Number: 7, Digest: e.Digest(), Edition: raw}
	}
	return nil
}

// message is a valid message of the kind in the workspace.
func message(k schema.Kind, w schema.Workspace) *schema.Message {
	rule, _ := k.Rule()
	m := &schema.Message{Body: body(k, w), Header: schema.Header{
		ID: secondID, ReportUUID: "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f",
		Kind: k, Workspace: w, Context: rule.DefaultContext(w),
		From: "XA", Desk: "NWP", Addressees: []schema.Party{"XB", "IAEA"},
		Event: "XA-2026-K7M3QP", Sequence: 1, Follows: firstID,
		OtherIDs:      []schema.OtherID{{Organisation: "notify.example.org", ID: "EX-004"}},
		SentElsewhere: []schema.SentElsewhere{{System: "USIE", ID: "2026-114", At: "2026-11-23T06:40:00Z"}},
		CreatedAt:     "2026-11-23T06:40:00Z", ReleasedAt: "2026-11-23T06:41:00.250Z",
		Wanted:          &schema.Wanted{Rung: schema.RungTakenOver, By: "2026-11-23T07:30:00Z"},
		Confidentiality: schema.ForAddressees, Language: "en",
		Attachments: []schema.Attachment{{Name: "plume.png", MediaType: "image/png", Size: 4096, Digest: schema.NewDigest([]byte("plume")), Confidentiality: schema.ForAuthorities,
			Description: "The plume at noon.", Language: "zh-Hans", Category: "Modelling Results - Dispersion"}},
	}}
	if w == schema.Exercise {
		m.Header.Exercise = "XA-2026-DR1KK5"
	}
	if k == schema.KindInformation || k == schema.KindCorrection {
		m.Header.Raised = []schema.Raised{schema.RaisedClass, schema.RaisedRelease}
	}
	if k.Revokes() {
		m.Header.Revokes = firstID
	}
	if rule.Persons > 0 {
		m.Header.Approvals = []schema.Approval{
			{Act: schema.ActDrafted, Officer: "a.duty", Name: "Ada Duty", Desk: "NWP", At: "2026-11-23T06:40:00.000Z"},
			{Act: schema.ActApproved, Officer: "b.chief", Name: "Ben Chief", Desk: "NWP", At: "2026-11-23T06:41:00.000Z"},
		}
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
	if want := 38; n != want { // twenty kinds in two workspaces; exercise acts are not for live, directories for nothing else
		t.Errorf("%d messages, want %d", n, want)
	}
}
