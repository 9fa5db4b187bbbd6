package text

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
)

// walkStrings calls f with every text of a document.
func walkStrings(doc any, f func(s string)) {
	var visit func(v reflect.Value)
	visit = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() {
				visit(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				visit(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				visit(v.Index(i))
			}
		case reflect.String:
			f(v.String())
		}
	}
	visit(reflect.ValueOf(doc))
}

func withInformation(change func(i *schema.Information)) *schema.Message {
	m := &schema.Message{Header: header(schema.KindInformation, schema.Live), Body: &schema.Information{
		ValidAt: "2026-11-23T07:35:00Z", NextUpdateDue: "2026-11-23T10:00:00Z",
		Release: provided(schema.Release{Air: &schema.AirRelease{Actual: "Unknown", Phases: []schema.AirPhase{{Nuclides: []schema.ReleasedAmount{
			{Nuclide: "I-131", Activity: q(40, "TBq")}, {Nuclide: "Cs-137", Activity: q(3, "TBq")}, {Nuclide: "Te-132"}}}}}}),
		Prediction: provided(schema.Prediction{Projections: []schema.Projection{
			{What: "dose", Area: &schema.Area{Country: "XA"}, Value: q(3, "mSv")}, {What: "dose", Area: &schema.Area{Country: "XB"}, Value: q(3, "mSv")}}}),
		Conditions: provided(schema.Conditions{Meteorology: []schema.Weather{{From: "2026-11-23T07:30:00Z", WindFrom: q(240, "deg"), WindSpeed: q(5, "m/s")}}}),
		Measures: provided(schema.ProtectiveMeasures{Actions: []schema.ProtectiveAction{
			{Type: "Evacuation", Status: "Planned", Areas: []schema.Area{{Country: "XB"}}}, {Type: "Sheltering", Status: "Ordered"}}}),
	}}
	change(m.Body.(*schema.Information))
	return m
}

func TestChangesInWords(t *testing.T) {
	nothing := func(*schema.Information) {}
	for _, tt := range []struct {
		name   string
		change func(i *schema.Information)
		want   []string
	}{
		{"nothing", nothing, nil},
		{"as the duty officer would say it", func(i *schema.Information) {
			i.Conditions.Details.Meteorology[0].WindFrom = q(310, "deg")
			i.Measures.Details.Actions[0].Status = "Ordered"
			i.Release.Details.Air.Actual = "Has Occurred"
		}, []string{"Release to air: unknown to has occurred", "Evacuation: planned to ordered", "Weather, wind from: 240° to 310° (north-west)"}},
		{"times of observation are no change", func(i *schema.Information) {
			i.ValidAt, i.NextUpdateDue, i.Conditions.Details.Meteorology[0].From = "2026-11-23T08:35:00Z", "2026-11-23T11:00:00Z", "2026-11-23T08:30:00Z"
		}, nil},
		{"order is no change", func(i *schema.Information) { slices.Reverse(i.Measures.Details.Actions) }, nil},
		{"a second of the same kind is told apart by what it says", func(i *schema.Information) {
			a := &i.Measures.Details.Actions
			*a = append([]schema.ProtectiveAction{{Type: "Evacuation", Status: "Ordered", Areas: []schema.Area{{Country: "XA"}}}}, *a...)
		}, []string{"Evacuation: ordered; areas: XA (new)"}},
		{"what is gone is no longer stated", func(i *schema.Information) { i.Measures.Details.Actions = i.Measures.Details.Actions[:1] },
			[]string{"Sheltering: no longer stated (was ordered)"}},
		{"an item left out is not repeated", func(i *schema.Information) { i.Measures = schema.Item[schema.ProtectiveMeasures]{} }, nil},
		{"unknown is not zero", func(i *schema.Information) {
			i.Conditions.Details.Meteorology[0].PrecipitationAmount = q(0, "mm")
		}, []string{"Weather, amount of precipitation: zero (0 mm) (new)"}},
		{"a unit that changed is said", func(i *schema.Information) { i.Conditions.Details.Meteorology[0].WindSpeed = q(18, "km/h") },
			[]string{"Weather, wind speed: 5 m/s to 18 km/h"}},
		{"one unit is said once", func(i *schema.Information) { i.Conditions.Details.Meteorology[0].WindSpeed = q(7, "m/s") },
			[]string{"Weather, wind speed: 5 to 7 m/s"}},
		{"a longer text is not repeated", func(i *schema.Information) { i.Release.Details.Text = "New." }, []string{"Release, text: “New.” (new)"}},
		{"an amount is that of its phase and nuclide", func(i *schema.Information) {
			i.Release.Details.Air.Phases[0].Nuclides[1].Activity = q(30, "TBq")
		}, []string{"Release to air, phase 1, Cs-137 (caesium): 3 to 30 TBq"}},
		{"an amount that became known", func(i *schema.Information) {
			i.Release.Details.Air.Phases[0].Nuclides[2].Activity = q(1, "GBq")
		}, []string{"Release to air, phase 1, Te-132 (tellurium): present, amount not yet known to 1 GBq"}},
		{"a second phase", func(i *schema.Information) {
			i.Release.Details.Air.Phases = append(i.Release.Details.Air.Phases, schema.AirPhase{Form: "Gaseous"})
		}, []string{"Release to air, phase 2: physical form: gaseous (new)"}},
		{"what is projected is told apart by what and where", func(i *schema.Information) {
			i.Prediction.Details.Projections[1].Value = q(4, "mSv")
		}, []string{"“dose”; XB: 3 to 4 mSv"}},
		{"an item that came", func(i *schema.Information) {
			i.Food = schema.Item[schema.FoodMonitoring]{Availability: schema.NotYetAvailable}
		}, []string{"Food and drinking water: not yet available (new)"}},
	} {
		got, err := Changes(withInformation(nothing), withInformation(tt.change), "en")
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], nbsp, " ")
		}
		if err != nil || !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, got, tt.want)
		}
	}
}

// TestChangesAcrossKinds: what a notification and information say of one thing is
// held against each other, and a correction is what it carries.
func TestChangesAcrossKinds(t *testing.T) {
	got, err := Changes(notification(schema.Live), information(schema.Live), "en")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Emergency class: Site area emergency to General emergency", "Release to air: unknown to has occurred", "Observed, wind from: 240° to 310° (north-west)"} {
		if !slices.Contains(got, want) {
			t.Errorf("lacks %q: %q", want, got)
		}
	}
	for _, line := range got {
		if strings.HasPrefix(line, "Facility") || strings.HasPrefix(line, "Place") {
			t.Errorf("%q is only not repeated", line)
		}
	}
	right := notification(schema.Live).Body.(*schema.Notification)
	right.Location.Latitude = ptr(55.1)
	correction := &schema.Message{Header: header(schema.KindCorrection, schema.Live), Body: &schema.Correction{Reason: "typing error", Notification: right}}
	got, err = Changes(notification(schema.Live), correction, "en")
	if want := []string{"Place: 56.1° north; 4.25° west to 55.1° north; 4.25° west"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("%v\n got %q\nwant %q", err, got, want)
	}
}

// TestTheSameInAnotherKindIsNoChange: what a notification and information both say is
// the same, and weather that was not yet available is new.
func TestTheSameInAnotherKindIsNoChange(t *testing.T) {
	n, i := notification(schema.Live), withInformation(func(*schema.Information) {})
	bases := []schema.LegalBasis{schema.BasisArticle2}
	n.Body.(*schema.Notification).Bases, i.Body.(*schema.Information).Bases = bases, bases
	n.Body.(*schema.Notification).Weather = nil
	got, err := Changes(n, i, "en")
	if err != nil {
		t.Fatal(err)
	}
	weather := false
	for _, line := range got {
		weather = weather || strings.HasPrefix(line, "Weather: wind from: 240°") && strings.HasSuffix(line, " (new)")
		if strings.HasPrefix(line, "Legal bases") || strings.HasSuffix(line, " to ") {
			t.Errorf("%q is no change", line)
		}
	}
	if !weather {
		t.Errorf("the weather is not new: %q", got)
	}
	if got, err = Changes(i, n, "en"); err != nil || slices.ContainsFunc(got, func(s string) bool { return strings.Contains(s, ":  to ") || strings.HasPrefix(s, "Legal") }) {
		t.Errorf("the other way: %v, %q", err, got)
	}
}

func TestAWithdrawalIsNoChange(t *testing.T) {
	w := &schema.Message{Header: header(schema.KindWithdrawal, schema.Live), Body: &schema.Withdrawal{Reason: "sent in error"}}
	got, err := Changes(notification(schema.Live), w, "en")
	if err != nil || len(got) > 0 {
		t.Errorf("%v, %q", err, got)
	}
	page, err := Page(w, Reader{Previous: notification(schema.Live)})
	if err != nil || strings.Contains(page, catalogueOf(t, "en").text(keyChangesSince)) {
		t.Errorf("%v:\n%s", err, page)
	}
}

func TestTheTwoWorldsAreNotHeldAgainstEachOther(t *testing.T) {
	if got, err := Changes(notification(schema.Exercise), information(schema.Live), "en"); err == nil {
		t.Errorf("changes from an exercise: %q", got)
	}
	if _, err := Page(information(schema.Live), Reader{Previous: notification(schema.Exercise)}); err == nil {
		t.Error("a page with changes from an exercise")
	}
}

func TestAMessageDoesNotDifferFromItself(t *testing.T) {
	for _, lang := range Languages {
		for _, rule := range schema.Kinds() {
			w := schema.Exercise
			if len(rule.Live) > 0 {
				w = schema.Live
			}
			got, err := Changes(tokens().message(rule.Kind, w), tokens().message(rule.Kind, w), lang)
			if err != nil || len(got) > 0 {
				t.Errorf("%s %s: %v, %q", lang, rule.Kind, err, got)
			}
		}
	}
}
