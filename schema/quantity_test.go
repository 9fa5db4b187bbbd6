package schema_test

import (
	"math"
	"slices"
	"testing"

	"forthwith/schema"
)

func TestValuesInSI(t *testing.T) {
	for _, tt := range []struct {
		q    *schema.Quantity
		want float64
		unit schema.Unit
	}{
		{q(1, "uSv/h"), 1e-6 / 3600, "Sv/s"},
		{q(3.6, "mGy/h"), 1e-6, "Gy/s"},
		{q(2, "PBq"), 2e15, "Bq"},
		{q(5, "Bq/L"), 5000, "Bq/m3"},
		{q(36, "km/h"), 10, "m/s"},
		{q(20, "Cel"), 293.15, "K"},
		{q(180, "deg"), math.Pi, "rad"},
		{q(1013, "hPa"), 101300, "Pa"},
		{q(50, "%"), 0.5, "1"},
		{q(0, "Bq"), 0, "Bq"},
	} {
		got, unit := tt.q.SI()
		if math.Abs(got-tt.want) > 1e-12*math.Abs(tt.want) || unit != tt.unit {
			t.Errorf("%g %s is %g %s, want %g %s", tt.q.Value, tt.q.Unit, got, unit, tt.want, tt.unit)
		}
	}
	if got, unit := q(1, "Ci").SI(); !math.IsNaN(got) || unit != "" {
		t.Errorf("a curie is %g %q", got, unit)
	}
}

// Unknown, zero and below detection are three things, there and back.
func TestUnknownZeroAndBelowDetectionStayApart(t *testing.T) {
	header := `{"header":{"kind":"measurement"},"body":{"monitoring":{"samples":[{"results":[`
	for _, tt := range []struct {
		name, result string
		value        *schema.Quantity
	}{
		{"unknown", `{"nuclide":"I-131"}`, nil},
		{"zero", `{"nuclide":"I-131","value":{"unit":"Bq","value":0}}`, &schema.Quantity{Unit: "Bq"}},
		{"below detection", `{"nuclide":"I-131","value":{"qualifier":"below detection","unit":"Bq","value":0.2}}`, &schema.Quantity{Value: 0.2, Unit: "Bq", Qualifier: schema.BelowDetection}},
	} {
		m, vs := schema.ParseMessage([]byte(header + tt.result + `]}]}}}`))
		if m == nil {
			t.Fatalf("%s: %v", tt.name, vs)
		}
		r := as[*schema.Measurement](m).Monitoring.Samples[0].Results[0]
		if (r.Value == nil) != (tt.value == nil) || r.Value != nil && *r.Value != *tt.value {
			t.Errorf("%s reads as %+v", tt.name, r.Value)
		}
		if b, err := schema.Canonical(r); err != nil || string(b) != tt.result {
			t.Errorf("%s is written %s, %v", tt.name, b, err)
		}
	}
}

// A number that is left out is not 0.
func TestANumberThatIsLeftOutIsMissed(t *testing.T) {
	m := message(schema.KindMeasurement, schema.Live)
	payload, err := schema.Canonical(m.Header)
	if err != nil {
		t.Fatal(err)
	}
	m, vs := schema.ParseMessage([]byte(`{"header":` + string(payload) + `,"body":{"validAt":"2026-11-23T06:30:00Z","monitoring":{"doseRates":[
		{"radiation":"Gamma","from":"2026-11-23T06:30:00Z","value":{"unit":"uSv/h","uncertainty":{"type":"SD"}},"location":{"area":{"polygon":[{"latitude":1,"longitude":0},{"latitude":1},{"longitude":0}]}}}]}}}`))
	if m == nil {
		t.Fatal(vs)
	}
	want := []string{
		"error required /body/monitoring/doseRates/0/location/area/polygon/1/longitude",
		"error required /body/monitoring/doseRates/0/location/area/polygon/2/latitude",
		"error required /body/monitoring/doseRates/0/value/uncertainty/value",
		"error required /body/monitoring/doseRates/0/value/value",
	}
	if got := violations(m.Validate(now)); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAFieldWithoutAValueIsLeftOut(t *testing.T) {
	for doc, at := range map[string]string{
		`{"header":{"kind":"withdrawal"},"body":{"reason":null}}`:                                                            "/body/reason",
		`{"header":{"kind":"withdrawal"},"body":null}`:                                                                       "/body",
		`{"header":{"kind":"termination","desk":""},"body":{}}`:                                                              "/header/desk",
		`{"header":{"kind":"termination"},"body":{"text":""}}`:                                                               "/body/text",
		`{"header":{"kind":"measures"},"body":{"measures":{"actions":[{"type":"x","areas":[{"text":"a\""},{"name":""}]}]}}}`: "/body/measures/actions/0/areas/1/name",
	} {
		m, vs := schema.ParseMessage([]byte(doc))
		if m != nil || !slices.Equal(violations(vs), []string{"error empty " + at}) {
			t.Errorf("%s: %v", doc, vs)
		}
	}
	if m, vs := schema.ParseMessage([]byte(`{"header":{"kind":"withdrawal"},"body":{"reason":"he said \"null\" and \"\""}}`)); m == nil {
		t.Error(vs)
	}
}

func TestFaultsWithinAQuantityHaveTheirPlace(t *testing.T) {
	for doc, want := range map[string]string{
		`{"unit":"Bq","value":1,"sigma":2}`:                            "error unknown-field /body/release/air/phases/0/nuclides/0/activity/sigma",
		`{"unit":"Bq","value":"1"}`:                                    "error form /body/release/air/phases/0/nuclides/0/activity/value",
		`{"unit":"Bq","value":1,"value":2}`:                            "error duplicate-field /body/release/air/phases/0/nuclides/0/activity/value",
		`{"unit":"Bq","value":1,"uncertainty":{"value":1,"kind":"x"}}`: "error unknown-field /body/release/air/phases/0/nuclides/0/activity/uncertainty/kind",
		`[1,"Bq"]`: "error form /body/release/air/phases/0/nuclides/0/activity",
	} {
		_, vs := schema.ParseMessage([]byte(`{"header":{"kind":"notification"},"body":{"release":{"air":{"phases":[{"nuclides":[{"activity":` + doc + `}]}]}}}}`))
		if got := violations(vs); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %q, want %q", doc, got, want)
		}
	}
}
