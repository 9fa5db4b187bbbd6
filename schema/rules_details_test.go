package schema_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
)

// TestEachRuleOfTheDetailsTrips has one fault after the other in a full message,
// and wants it named, there, and nothing else.
func TestEachRuleOfTheDetailsTrips(t *testing.T) {
	type M = *schema.Message
	n := as[*schema.Notification]
	i := as[*schema.Information]
	const late = "2026-11-23T07:05:01Z"  // five minutes and a second after now
	const early = "2026-11-23T06:54:59Z" // as much before
	air := func(m M) *schema.AirPhase { return &i(m).Release.Details.Air.Phases[0] }
	weather := func(m M) *schema.Weather { return &i(m).Conditions.Details.Meteorology[0] }
	dose := func(m M) *schema.DoseRate { return &i(m).Monitoring.Details.DoseRates[0] }
	sample := func(m M) *schema.Sample { return &i(m).Monitoring.Details.Samples[0] }
	action := func(m M) *schema.ProtectiveAction { return &i(m).Measures.Details.Actions[0] }
	const item, phase, samples = "/body/monitoring/details", "/body/release/details/air/phases/0", "/body/monitoring/details/samples/0"
	for _, tt := range []struct {
		name string
		kind schema.Kind
		set  func(m M)
		want []string
	}{
		// Art. 2(a).
		{"bilateral with whom", schema.KindNotification, func(m M) { n(m).Arrangement = "" }, []string{"warning missing /body/arrangement"}},
		{"an organisation has no territory", schema.KindNotification, func(m M) { n(m).ResponsibleState = "IAEA" }, []string{"error state /body/responsibleState"}},
		{"so tomorrow", schema.KindNotification, func(m M) { n(m).ValidAt = late }, []string{"error time-in-future /body/validAt"}},
		{"declared tomorrow", schema.KindNotification, func(m M) { n(m).Class.DeclaredAt = late }, []string{"error time-in-future /body/class/declaredAt"}},
		{"rated tomorrow", schema.KindNotification, func(m M) { n(m).INES.RatedAt = late }, []string{"error time-in-future /body/ines/ratedAt"}},
		{"neither provisional nor final", schema.KindNotification, func(m M) { n(m).INES.Status = "" }, []string{"warning missing /body/ines/status"}},
		{"not rated needs no status", schema.KindNotification, func(m M) { n(m).INES = &schema.INES{Level: "Not Applicable"} }, nil},
		{"a general emergency without a word of a release", schema.KindNotification, func(m M) { n(m).Release = nil }, []string{"warning missing /body/release"}},
		{"a site area emergency without the wind", schema.KindNotification, func(m M) {
			n(m).Class.Class, n(m).Weather = "Site Area Emergency", nil
		}, []string{"warning missing /body/weather/windFrom"}},
		{"an alert may be brief", schema.KindNotification, func(m M) { n(m).Class.Class, n(m).Release, n(m).Weather = "Alert", nil, nil }, nil},
		{"an update that is due in the past", schema.KindNotification, func(m M) { n(m).NextUpdateDue = early }, []string{"warning time-passed /body/nextUpdateDue"}},
		{"a place that says nothing", schema.KindNotification, func(m M) { n(m).Location = &schema.Location{} }, []string{"warning missing /body/location"}},
		{"a category of nobody", schema.KindNotification, func(m M) { n(m).Facility.Category = "g" }, []string{"error oneof /body/facility/category"}},
		{"a source of nothing", schema.KindNotification, func(m M) { n(m).Facility.Sources[0].Nuclides[1].Mixture = "" }, []string{"error required /body/facility/sources/0/nuclides/1/nuclide"}},

		// Areas.
		{"an area that says nothing", schema.KindNotification, func(m M) { n(m).Location.Area = &schema.Area{} }, []string{"error required /body/location/area"}},
		{"two shapes", schema.KindNotification, func(m M) { n(m).Location.Area.Circle = &schema.Circle{Radius: *q(1, "km")} }, []string{"error shapes /body/location/area"}},
		{"two corners", schema.KindNotification, func(m M) { n(m).Location.Area.Polygon = make([]schema.Point, 2) }, []string{"error range /body/location/area/polygon"}},
		{"a corner off the earth", schema.KindNotification, func(m M) { n(m).Location.Area.Polygon[2].Latitude = -91 }, []string{"error range /body/location/area/polygon/2/latitude"}},
		{"a circle beyond the earth", schema.KindInformation, func(m M) { action(m).Areas[1].Circle.Radius = *q(20_039, "km") }, []string{"error range /body/measures/details/actions/0/areas/1/circle/radius/value"}},
		{"a circle of a negative radius", schema.KindInformation, func(m M) { action(m).Areas[1].Circle.Radius.Value = -1 }, []string{"error range /body/measures/details/actions/0/areas/1/circle/radius/value"}},
		{"a circle of degrees", schema.KindInformation, func(m M) { action(m).Areas[1].Circle.Radius.Unit = "deg" }, []string{"error unit /body/measures/details/actions/0/areas/1/circle/radius/unit"}},
		{"a bearing of 360", schema.KindInformation, func(m M) { action(m).Areas[2].Sector.Till.Value = 360 }, []string{"error range /body/measures/details/actions/0/areas/2/sector/till/value"}},
		{"a sector of nothing", schema.KindInformation, func(m M) { action(m).Areas[2].Sector.Till.Value = 350 }, []string{"warning sector /body/measures/details/actions/0/areas/2/sector/till"}},
		{"a sector that ends before it begins", schema.KindInformation, func(m M) { action(m).Areas[2].Sector.Outer = q(499, "m") }, []string{"error order /body/measures/details/actions/0/areas/2/sector/outer"}},
		{"an affected area", schema.KindInformation, func(m M) { i(m).Consequences.Details.Areas[0].Area = schema.Area{} }, []string{"error required /body/consequences/details/areas/0/area"}},
		{"an area of a projection", schema.KindInformation, func(m M) { i(m).Prediction.Details.Projections[0].Area = &schema.Area{} }, []string{"error required /body/prediction/details/projections/0/area"}},

		// Items.
		{"an item of tomorrow", schema.KindInformation, func(m M) { i(m).Cause.ValidAt = late }, []string{"error time-in-future /body/cause/validAt"}},
		{"an item that says nothing", schema.KindInformation, func(m M) { i(m).Measures.Details = &schema.ProtectiveMeasures{} }, []string{"error required /body/measures/details"}},
		{"what Euratom asks for", schema.KindInformation, func(m M) {
			i(m).Food, i(m).PublicInformation = schema.Item[schema.FoodMonitoring]{}, schema.Item[schema.PublicInformation]{}
		}, []string{"warning missing /body/food", "warning missing /body/publicInformation"}},
		{"and the Convention does not", schema.KindInformation, func(m M) {
			i(m).Bases = []schema.LegalBasis{schema.BasisArticle2}
			i(m).Food, i(m).PublicInformation, i(m).Consequences = schema.Item[schema.FoodMonitoring]{}, schema.Item[schema.PublicInformation]{}, schema.Item[schema.Consequences]{}
		}, nil},
		{"consequences without a word on them", schema.KindInformation, func(m M) { i(m).Consequences.Availability = "" }, []string{"error availability /body/consequences/availability"}},
		{"a casualty without a number", schema.KindInformation, func(m M) { i(m).Consequences.Details.Casualties[0].Number = nil }, []string{"error required /body/consequences/details/casualties/0/number"}},
		{"a website that is none", schema.KindInformation, func(m M) { i(m).PublicInformation.Details.Website = "javascript:alert(1)" }, []string{"error website /body/publicInformation/details/website"}},
		{"critical and stopped", schema.KindInformation, func(m M) { i(m).Cause.Details.Plant.Criticality = "Continuing" }, []string{"error contradiction /body/cause/details/plant/stoppedAt"}},
		{"stopped tomorrow", schema.KindInformation, func(m M) { i(m).Cause.Details.Plant.StoppedAt = late }, []string{"error time-in-future /body/cause/details/plant/stoppedAt"}},
		{"damaged tomorrow", schema.KindInformation, func(m M) { i(m).Cause.Details.Plant.FuelDamagedAt = late }, []string{"error time-in-future /body/cause/details/plant/fuelDamagedAt"}},
		{"damage of nobody", schema.KindInformation, func(m M) { i(m).Cause.Details.Plant.FuelDamage = "Has Not Occurred" }, []string{"error oneof /body/cause/details/plant/fuelDamage"}},

		// Art. 5.1(d), (h).
		{"a release that is expected and has occurred", schema.KindInformation, func(m M) { air(m).Occurrence = "Projected" }, []string{"error occurrence " + phase + "/occurrence"}},
		{"a release to come", schema.KindInformation, func(m M) { air(m).From, air(m).Till = late, "" }, []string{"error time-in-future " + phase + "/from"}},
		{"a release to water to come", schema.KindInformation, func(m M) {
			p := &i(m).Release.Details.Water.Phases[0]
			p.From, p.Till = late, ""
		}, []string{"error time-in-future /body/release/details/water/phases/0/from"}},
		{"no release and phases of it", schema.KindInformation, func(m M) { i(m).Release.Details.Air.Actual = "Has Not Occurred" }, []string{"error contradiction /body/release/details/air/actual"}},
		{"no release to water and phases of it", schema.KindInformation, func(m M) { i(m).Release.Details.Water.Actual = "Has Not Occurred" }, []string{"error contradiction /body/release/details/water/actual"}},
		{"above the top", schema.KindInformation, func(m M) { air(m).EffectiveHeight = q(0.3, "km") }, []string{"warning order " + phase + "/effectiveHeight"}},
		{"released above the top", schema.KindInformation, func(m M) { air(m).BaseHeight = q(201, "m") }, []string{"warning order " + phase + "/baseHeight"}},
		{"fractions of 90 percent", schema.KindInformation, func(m M) { air(m).Iodine.Organic.Value = 0 }, []string{"warning sum " + phase + "/iodine"}},
		{"a fraction of 101 percent", schema.KindInformation, func(m M) { air(m).Iodine = &schema.IodineFractions{*q(101, "%"), *q(0, "%"), *q(0, "%")} }, []string{"error range " + phase + "/iodine/elementary/value"}},
		{"a nuclide twice", schema.KindInformation, func(m M) { air(m).Nuclides[1].Nuclide = "Ag-110m" }, []string{"warning nuclide-twice " + phase + "/nuclides/1/nuclide"}},
		{"an element of nobody", schema.KindInformation, func(m M) { air(m).Nuclides[1].Nuclide = "Xy-131" }, []string{"error nuclide " + phase + "/nuclides/1/nuclide"}},
		{"neither nuclide nor mixture", schema.KindInformation, func(m M) { air(m).Nuclides[2].Mixture = "" }, []string{"error required " + phase + "/nuclides/2/nuclide"}},
		{"an activity of mass", schema.KindInformation, func(m M) { air(m).Nuclides[0].Activity.Unit = "kg" }, []string{"error unit " + phase + "/nuclides/0/activity/unit"}},
		{"below no limit", schema.KindInformation, func(m M) {
			air(m).Nuclides[0].Activity = &schema.Quantity{Unit: "Bq", Qualifier: schema.BelowDetection}
		}, []string{"warning limit " + phase + "/nuclides/0/activity/value"}},
		{"a qualifier of nobody", schema.KindInformation, func(m M) { air(m).Nuclides[0].Activity.Qualifier = "<" }, []string{"error oneof " + phase + "/nuclides/0/activity/qualifier"}},
		{"an uncertainty of nobody", schema.KindInformation, func(m M) { air(m).Nuclides[0].Activity.Uncertainty.Type = "sigma" }, []string{"error oneof " + phase + "/nuclides/0/activity/uncertainty/type"}},
		{"a huge number", schema.KindInformation, func(m M) { air(m).Nuclides[0].Activity.Value = 1.1e30 }, []string{"error range " + phase + "/nuclides/0/activity/value"}},
		{"not a number", schema.KindInformation, func(m M) { air(m).Nuclides[0].Activity.Value = math.NaN() }, []string{"error required " + phase + "/nuclides/0/activity/value"}},
		{"infinite", schema.KindInformation, func(m M) { dose(m).Value.Value = math.Inf(1) }, []string{"error range " + item + "/doseRates/0/value/value"}},
		{"no water", schema.KindInformation, func(m M) { i(m).Release.Details.Water.Phases[0].Body = "" }, []string{"error required /body/release/details/water/phases/0/body"}},
		{"a prediction of no probability", schema.KindInformation, func(m M) { i(m).Prediction.Details.Air[0].Occurrence = "" }, []string{"error required /body/prediction/details/air/0/occurrence"}},
		{"a prediction to water of no probability", schema.KindInformation, func(m M) { i(m).Prediction.Details.Water[0].Occurrence = "" }, []string{"error required /body/prediction/details/water/0/occurrence"}},
		{"a prediction that ends first", schema.KindInformation, func(m M) { i(m).Prediction.Details.Water[0].Till = "2026-11-23T06:24:59Z" }, []string{"error time-order /body/prediction/details/water/0/till"}},
		{"a projection that ends first", schema.KindInformation, func(m M) { i(m).Prediction.Details.Projections[0].Till = "2026-11-23T08:59:59Z" }, []string{"error time-order /body/prediction/details/projections/0/till"}},

		// Art. 5.1(e).
		{"neither seen nor forecast", schema.KindInformation, func(m M) { weather(m).Kind = "" }, []string{"warning missing /body/conditions/details/meteorology/0/kind"}},
		{"seen tomorrow", schema.KindInformation, func(m M) { weather(m).From, weather(m).Till = late, "" }, []string{"error time-in-future /body/conditions/details/meteorology/0/from"}},
		{"a wind in becquerel", schema.KindInformation, func(m M) { weather(m).WindSpeed.Unit = "Bq" }, []string{"error unit /body/conditions/details/meteorology/0/windSpeed/unit"}},
		{"a wind from -70 degrees", schema.KindInformation, func(m M) { weather(m).WindFrom.Value = -70 }, []string{"error range /body/conditions/details/meteorology/0/windFrom/value"}},
		{"a humidity of 101 percent", schema.KindInformation, func(m M) { weather(m).Humidity.Value = 101 }, []string{"error range /body/conditions/details/meteorology/0/humidity/value"}},
		{"nine eighths of cloud", schema.KindInformation, func(m M) { weather(m).CloudCover = ptr(9) }, []string{"error range /body/conditions/details/meteorology/0/cloudCover"}},
		{"colder than can be", schema.KindInformation, func(m M) { weather(m).DewPoint = q(-274, "Cel") }, []string{"error range /body/conditions/details/meteorology/0/dewPoint/value"}},
		{"a dew point above the temperature", schema.KindInformation, func(m M) { weather(m).DewPoint = q(278, "K") }, []string{"warning order /body/conditions/details/meteorology/0/dewPoint"}},
		{"an inversion upside down", schema.KindInformation, func(m M) { weather(m).InversionUpper = q(0.2, "km") }, []string{"warning order /body/conditions/details/meteorology/0/inversionUpper"}},
		{"rain that there is not", schema.KindInformation, func(m M) { weather(m).Precipitation = "No" }, []string{"warning contradiction /body/conditions/details/meteorology/0/precipitationAmount"}},
		{"a plume against the wind", schema.KindInformation, func(m M) { air(m).TransportTowards = q(290, "deg") }, []string{"warning wind " + phase + "/transportTowards"}},
		{"a plume across north", schema.KindInformation, func(m M) { air(m).TransportTowards, weather(m).WindFrom = q(350, "deg"), q(20, "deg") }, []string{"warning wind " + phase + "/transportTowards"}},
		{"a river that freezes too much", schema.KindInformation, func(m M) { i(m).Conditions.Details.Hydrology[0].Temperature = q(-1, "K") }, []string{"error range /body/conditions/details/hydrology/0/temperature/value"}},
		{"a tide that ends first", schema.KindInformation, func(m M) { i(m).Conditions.Details.Hydrology[0].Till = "2026-11-23T05:59:59Z" }, []string{"error time-order /body/conditions/details/hydrology/0/till"}},

		// Art. 5.1(f).
		{"measured tomorrow", schema.KindInformation, func(m M) { dose(m).From, dose(m).Till = late, "" }, []string{"error time-in-future " + item + "/doseRates/0/from"}},
		{"measured backwards", schema.KindInformation, func(m M) { dose(m).Till = "2026-11-23T06:29:59Z" }, []string{"error time-order " + item + "/doseRates/0/till"}},
		{"a dose rate of dose", schema.KindInformation, func(m M) { dose(m).Value.Unit = "mSv" }, []string{"error unit " + item + "/doseRates/0/value/unit"}},
		{"a negative dose rate", schema.KindInformation, func(m M) { dose(m).Value.Value = -0.1 }, []string{"error range " + item + "/doseRates/0/value/value"}},
		{"a dose rate below no limit", schema.KindInformation, func(m M) {
			dose(m).Value = schema.Quantity{Unit: "uSv/h", Qualifier: schema.BelowDetection}
		}, []string{"warning limit " + item + "/doseRates/0/value/value"}},
		{"zero is zero", schema.KindInformation, func(m M) { dose(m).Value.Value = 0 }, nil},
		{"radiation of nobody", schema.KindInformation, func(m M) { dose(m).Radiation = "gamma" }, []string{"error oneof " + item + "/doseRates/0/radiation"}},
		{"a sample of tomorrow", schema.KindInformation, func(m M) { sample(m).From, sample(m).Till = late, "" }, []string{"error time-in-future " + samples + "/from"}},
		{"a sample backwards", schema.KindInformation, func(m M) { sample(m).Till = "2026-11-23T05:59:59Z" }, []string{"error time-order " + samples + "/till"}},
		{"a depth upside down", schema.KindInformation, func(m M) { sample(m).DepthUpper = q(0.1, "m") }, []string{"error order " + samples + "/depthLower"}},
		{"a sample of nothing", schema.KindInformation, func(m M) { sample(m).Results = nil }, []string{"error required " + samples + "/results"}},
		{"a result backwards", schema.KindInformation, func(m M) { sample(m).Results[0].Till = "2026-11-23T06:30:59Z" }, []string{"error time-order " + samples + "/results/0/till"}},
		{"a result below no limit", schema.KindInformation, func(m M) { sample(m).Results[1].Value.Value = 0 }, []string{"warning limit " + samples + "/results/1/value/value"}},
		{"food of tomorrow", schema.KindInformation, func(m M) { i(m).Food.Details.Samples[0].From, i(m).Food.Details.Samples[0].Till = late, "" }, []string{"error time-in-future /body/food/details/samples/0/from"}},

		// Art. 5.1(g).
		{"no measures but these", schema.KindInformation, func(m M) { i(m).Measures.Details.TakenOrPlanned = "No" }, []string{"error contradiction /body/measures/details/takenOrPlanned"}},
		{"a measure nowhere", schema.KindInformation, func(m M) { action(m).Areas = nil }, []string{"warning missing /body/measures/details/actions/0/areas"}},
		{"begun tomorrow", schema.KindInformation, func(m M) { action(m).Status, action(m).From = "Initiated", late }, []string{"warning time-in-future /body/measures/details/actions/0/from"}},
		{"ordered for tomorrow", schema.KindInformation, func(m M) { action(m).From = late }, nil},
	} {
		m := message(tt.kind, schema.Live)
		tt.set(m)
		if got := violations(m.Validate(now)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestEachRuleOfTheOtherKindsTrips(t *testing.T) {
	type M = *schema.Message
	const late, early = "2026-11-23T07:05:01Z", "2026-11-23T06:54:59Z"
	for _, tt := range []struct {
		name string
		kind schema.Kind
		set  func(m M)
		want []string
	}{
		{"a reinstatement of nothing", schema.KindReinstatement, func(m M) { m.Header.Revokes = "" }, []string{"error required /header/revokes"}},
		{"a reinstatement of no event", schema.KindReinstatement, func(m M) { m.Header.Event = "" }, []string{"error required /header/event"}},
		{"a correction of levels needs no event", schema.KindCorrection, func(m M) {
			m.Header.Event = ""
			m.Body = &schema.Correction{Reason: "unit", Measurement: as[*schema.Measurement](message(schema.KindMeasurement, schema.Live))}
		}, nil},
		{"a correction of information does", schema.KindCorrection, func(m M) { m.Header.Event = "" }, []string{"error required /header/event"}},
		{"a field of corrected measures", schema.KindCorrection, func(m M) {
			m.Body = &schema.Correction{Reason: "unit", Measures: &schema.Measures{ValidAt: late, Measures: *measures()}}
		}, []string{"error time-in-future /body/measures/validAt"}},
		{"foreseen in the past", schema.KindTermination, func(m M) { m.Body = &schema.Termination{State: schema.TerminationForeseen, At: early} }, []string{"warning time-passed /body/at"}},

		{"a request of no type", schema.KindRequest, func(m M) { as[*schema.Request](m).Type = "Request for Assistance" }, []string{"error oneof /body/type"}},
		{"a request about nothing", schema.KindRequest, func(m M) { as[*schema.Request](m).Subject = "" }, []string{"error required /body/subject"}},
		{"verify what", schema.KindRequest, func(m M) { as[*schema.Request](m).About = "" }, []string{"error required /body/about"}},
		{"a request for whenever", schema.KindRequest, func(m M) { as[*schema.Request](m).DueAt = "" }, []string{"warning missing /body/dueAt"}},
		{"a request for yesterday", schema.KindRequest, func(m M) { as[*schema.Request](m).DueAt = early }, []string{"warning time-passed /body/dueAt"}},
		{"a request of no event", schema.KindRequest, func(m M) { m.Header.Event = "" }, nil},
		{"an answer that says nothing", schema.KindReply, func(m M) {
			m.Body, m.Header.Attachments = &schema.Reply{Request: firstID, Outcome: schema.OutcomeAnswered}, nil
		}, []string{"warning missing /body/text"}},
		{"an answer that is attached", schema.KindReply, func(m M) { m.Body = &schema.Reply{Request: firstID, Outcome: schema.OutcomeAnswered} }, nil},
		{"nothing to report needs no words", schema.KindReply, func(m M) { m.Body = &schema.Reply{Request: firstID, Outcome: schema.OutcomeNothingToReport} }, nil},
		{"later, but when", schema.KindReply, func(m M) { as[*schema.Reply](m).DueAt = "" }, []string{"warning missing /body/dueAt"}},
		{"a reply to nothing", schema.KindReply, func(m M) { as[*schema.Reply](m).Request = "" }, []string{"error required /body/request"}},

		{"levels of nothing", schema.KindMeasurement, func(m M) { as[*schema.Measurement](m).Monitoring = schema.Monitoring{} }, []string{"error required /body/monitoring"}},
		{"levels of tomorrow", schema.KindMeasurement, func(m M) { as[*schema.Measurement](m).ValidAt = late }, []string{"error time-in-future /body/validAt"}},
		{"levels of no event", schema.KindMeasurement, func(m M) { m.Header.Event = "" }, nil},
		{"measures of nothing", schema.KindMeasures, func(m M) { as[*schema.Measures](m).Measures = schema.ProtectiveMeasures{} }, []string{"error required /body/measures"}},
		{"no measures is an answer", schema.KindMeasures, func(m M) { as[*schema.Measures](m).Measures = schema.ProtectiveMeasures{TakenOrPlanned: "No"} }, nil},
		{"measures for no event", schema.KindMeasures, func(m M) { m.Header.Event = "" }, []string{"error required /header/event"}},

		{"assistance of no kind", schema.KindAssistanceRequest, func(m M) { as[*schema.AssistanceRequest](m).Areas = nil }, []string{"warning missing /body/areas"}},
		{"assistance that ends first", schema.KindAssistanceRequest, func(m M) { as[*schema.AssistanceRequest](m).Till = "2026-11-24T05:59:59Z" }, []string{"error time-order /body/till"}},
		{"an offer of nothing", schema.KindAssistanceReply, func(m M) { as[*schema.AssistanceReply](m).Scope = "" }, []string{"warning missing /body/scope"}},
		{"an offer on no terms", schema.KindAssistanceReply, func(m M) { as[*schema.AssistanceReply](m).Terms = "" }, []string{"warning missing /body/terms"}},
		{"cannot is an answer", schema.KindAssistanceReply, func(m M) { m.Body = &schema.AssistanceReply{Request: firstID, Position: schema.PositionCannot} }, nil},
		{"considering, but till when", schema.KindAssistanceReply, func(m M) {
			m.Body = &schema.AssistanceReply{Request: firstID, Position: schema.PositionConsidering}
		}, []string{"warning missing /body/dueAt"}},
		{"a counter-offer of nothing", schema.KindAssistanceAccept, func(m M) {
			m.Body = &schema.AssistanceAccept{Reply: firstID, Decision: schema.DecisionCounter}
		}, []string{"error required /body/scope"}},
		{"a close without a reason", schema.KindAssistanceClose, func(m M) { as[*schema.AssistanceClose](m).Reason = "" }, []string{"error required /body/reason"}},

		{"verified, but when", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Verification.At = "" }, []string{"error contradiction /body/verification/at"}},
		{"not yet verified at a time", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Verification.State = schema.NotYetVerified }, []string{"error contradiction /body/verification/at"}},
		{"verified tomorrow", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Verification.At = late }, []string{"error time-in-future /body/verification/at"}},
		{"no envelope", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Envelope = []byte("{}") }, []string{"error enclosed /body/envelope"}},
		{"another digest", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Digest = schema.NewDigest(nil) }, []string{"error enclosed /body/digest"}},
		{"another author", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Author = "XC" }, []string{"error enclosed /body/message"}},
		{"another message", schema.KindDissemination, func(m M) { as[*schema.Dissemination](m).Message = firstID }, []string{"error enclosed /body/message"}},
		{"an emergency as routine", schema.KindDissemination, func(m M) { m.Header.Context = schema.ContextRoutine }, []string{"error enclosed /header/context"}},
		{"an envelope without a message", schema.KindDissemination, func(m M) {
			e := &schema.Envelope{PayloadType: "t", Payload: []byte("{}"), Signatures: make([]schema.Signature, 1)}
			as[*schema.Dissemination](m).Envelope, as[*schema.Dissemination](m).Digest = e.Marshal(), e.Digest()
		}, []string{"error enclosed /body/envelope"}},
		{"an edition that is none", schema.KindDirectory, func(m M) { as[*schema.Directory](m).Edition = []byte("{}") }, []string{"error enclosed /body/edition"}},
		{"another edition", schema.KindDirectory, func(m M) { as[*schema.Directory](m).Digest = schema.NewDigest(nil) }, []string{"error enclosed /body/digest"}},
		{"a screen of nobody", schema.KindPresented, func(m M) { as[*schema.Presented](m).Screen = "a.duty" }, []string{"error oneof /body/screen"}},
		{"a person presented it", schema.KindPresented, func(m M) {
			m.Header.Approvals = message(schema.KindNotification, schema.Live).Header.Approvals[:1]
		}, []string{"error approvals /header/approvals"}},

		{"a path for a name", schema.KindNotification, func(m M) { m.Header.Attachments[0].Name = "../plume.png" }, []string{"error filename /header/attachments/0/name"}},
		{"a name that turns round", schema.KindNotification, func(m M) { m.Header.Attachments[0].Name = "plume\u202egnp.exe" }, []string{"error filename /header/attachments/0/name"}},
		{"a type that is none", schema.KindNotification, func(m M) { m.Header.Attachments[0].MediaType = "png" }, []string{"error mediatype /header/attachments/0/mediaType"}},
		{"an empty file", schema.KindNotification, func(m M) { m.Header.Attachments[0].Size = 0 }, []string{"error range /header/attachments/0/size"}},
		{"a file that is too large", schema.KindNotification, func(m M) { m.Header.Attachments[0].Size = schema.MaxAttachment + 1 }, []string{"error range /header/attachments/0/size"}},
		{"two files of one name", schema.KindNotification, func(m M) {
			m.Header.Attachments = append(m.Header.Attachments, m.Header.Attachments[0])
		}, []string{"error attachment-twice /header/attachments/1/name"}},
		{"too many files", schema.KindNotification, func(m M) {
			for n := range schema.MaxAttachments {
				a := m.Header.Attachments[0]
				a.Name = fmt.Sprint(n)
				m.Header.Attachments = append(m.Header.Attachments, a)
			}
		}, []string{"error range /header/attachments"}},
		{"sent tomorrow", schema.KindNotification, func(m M) { m.Header.SentElsewhere[0].At = late }, []string{"error time-in-future /header/sentElsewhere/0/at"}},
		{"two ids of one", schema.KindNotification, func(m M) { m.Header.OtherIDs = append(m.Header.OtherIDs, m.Header.OtherIDs[0]) }, []string{"warning ids-of-one /header/otherIds/1"}},
		{"wanted yesterday", schema.KindNotification, func(m M) { m.Header.Wanted.By = early }, []string{"warning time-passed /header/wanted/by"}},
		{"wanted of nobody", schema.KindNotification, func(m M) { m.Header.Wanted.Rung = "received" }, []string{"error oneof /header/wanted/rung"}},
	} {
		m := message(tt.kind, schema.Live)
		tt.set(m)
		if got := violations(m.Validate(now)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

// In every kind that has words of its own.
func TestNoExerciseOfAnyKindSaysThatItIsNotADrill(t *testing.T) {
	const words = "This is not a drill."
	n := 0
	everyMessage(func(m *schema.Message) {
		if m.Header.Workspace != schema.Exercise {
			return
		}
		n++
		m.Header.Attachments[0].Description = words
		if got := violations(m.Validate(now)); !slices.Equal(got, []string{"error says-not-a-drill /header"}) {
			t.Errorf("%s: %q", m.Header.Kind, got)
		}
		m = message(m.Header.Kind, schema.Exercise)
		b, err := schema.Canonical(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, own := range []string{`"text":"`, `"reason":"`, `"remark":"`, `"scope":"`} {
			said, vs := schema.ParseMessage([]byte(strings.Replace(string(b), own, own+words+" ", 1)))
			if said == nil {
				t.Fatal(vs)
			}
			if strings.Contains(string(b), own) && !slices.Contains(violations(said.Validate(now)), "error says-not-a-drill /body") {
				t.Errorf("%s may say so in %s", m.Header.Kind, own)
			}
		}
	})
	if n != 19 {
		t.Errorf("%d kinds in the exercise workspace", n)
	}
}
