package cap_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
	"forthwith/schema/schematest"
)

func TestAFileIsListedForThoseWhoMayHaveIt(t *testing.T) {
	file := func(name string, c schema.Confidentiality) schema.Attachment {
		return schema.Attachment{Name: name, MediaType: "image/png", Size: 1, Digest: schema.NewDigest([]byte(name)), Confidentiality: c}
	}
	for _, tt := range []struct {
		of   schema.Confidentiality
		want []string
	}{
		{schema.ForAddressees, []string{"all.png", "authorities.png", "addressees.png", "same.png"}},
		{schema.ForAuthorities, []string{"all.png", "authorities.png", "same.png"}},
		{schema.ForPublic, []string{"all.png", "same.png"}},
	} {
		m := schematest.NewSource(3).Message(schema.KindTermination, schema.Live)
		m.Header.Confidentiality = tt.of
		m.Header.Attachments = []schema.Attachment{file("all.png", schema.ForPublic), file("authorities.png", schema.ForAuthorities), file("addressees.png", schema.ForAddressees), file("same.png", "")}
		a, _, losses := there(t, m)
		var got []string
		for _, r := range a.Infos[0].Resources {
			got = append(got, r.Description)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v, want %v", tt.of, got, tt.want)
		}
		for i, f := range m.Header.Attachments {
			lost := slices.ContainsFunc(losses, func(l schema.Loss) bool { return l.Pointer == fmt.Sprint("/header/attachments/", i) })
			if lost == slices.Contains(tt.want, f.Name) {
				t.Errorf("%s: %s: lost %t: %v", tt.of, f.Name, lost, losses)
			}
		}
	}
}

// A number stands alone in a parameter: one that is only a bound would be taken
// for the value.
func TestABoundIsNoValue(t *testing.T) {
	for _, tt := range []struct {
		q    schema.Quantity
		want []string
	}{
		{schema.Quantity{Value: 0.055, Unit: "km"}, []string{"55"}},
		{schema.Quantity{Value: 55, Unit: "m", Qualifier: schema.About}, []string{"55"}},
		{schema.Quantity{Value: 0, Unit: "m"}, []string{"0"}},
		{schema.Quantity{Value: 55, Unit: "m", Qualifier: schema.AtLeast}, nil},
	} {
		m := schematest.NewSource(3).Message(schema.KindInformation, schema.Live)
		m.Body = &schema.Information{ValidAt: "2026-11-23T05:00:00Z", Release: schema.Item[schema.Release]{Availability: schema.Provided, Details: &schema.Release{
			Text: "By the stack.", Air: &schema.AirRelease{Phases: []schema.AirPhase{{EffectiveHeight: &tt.q}}}}}}
		a, _, _ := there(t, m)
		var got []string
		for _, p := range a.Infos[0].Parameters {
			if p.Name == "ena:release.height.effective_m" {
				got = append(got, p.Value)
			}
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%+v: got %q, want %q", tt.q, got, tt.want)
		}
	}
}

func TestAnExerciseSaysSoEverywhereAndIsNeverPublic(t *testing.T) {
	everyCarried(8, func(name string, m *schema.Message) {
		a, _, _ := there(t, m)
		if m.Header.Workspace != schema.Exercise {
			if a.Status == cap.StatusExercise {
				t.Errorf("%s: an exercise", name)
			}
			return
		}
		if a.Status != cap.StatusExercise || a.Scope == cap.ScopePublic {
			t.Errorf("%s: %s, %s", name, a.Status, a.Scope)
		}
		texts := map[string]string{"note": a.Note}
		for _, i := range a.Infos {
			texts["event"], texts["headline"], texts["senderName"] = i.Event, i.Headline, i.SenderName
			if i.Description != "" {
				texts["description"] = i.Description
			}
			if i.Instruction != "" {
				texts["instruction"] = i.Instruction
			}
			for n, x := range i.Areas {
				texts[fmt.Sprint("areaDesc ", n)] = x.Description
			}
			for n, x := range i.Resources {
				texts[fmt.Sprint("resourceDesc ", n)] = x.Description
			}
		}
		for where, s := range texts {
			if !strings.HasPrefix(s, "EXERCISE") {
				t.Errorf("%s: the %s does not say that it is an exercise: %q", name, where, s)
			}
		}
	})
}

func TestEachKindHasItsFormOrARefusalThatSaysWhatToDo(t *testing.T) {
	none := func(schema.MessageID) (cap.Reference, bool) { return cap.Reference{}, false }
	want := map[schema.Kind][2]string{ // with earlier alerts, and without
		schema.KindNotification: {"Alert", "Alert"}, schema.KindInformation: {"Update", "Alert"}, schema.KindMeasurement: {"Update", "Alert"},
		schema.KindMeasures: {"Update", "Alert"}, schema.KindCorrection: {"Update", "no alert is known"}, schema.KindWithdrawal: {"Cancel", "no alert is known"},
		schema.KindReinstatement: {"Update", "no alert is known"}, schema.KindTermination: {"Update", "names the alerts that it is about"},
		schema.KindAcknowledgement: {"Ack", "no alert is known"}, schema.KindDissemination: {"convert the message that it encloses", ""},
		schema.KindRequest: {"IRIX", ""}, schema.KindReply: {"IRIX", ""}, schema.KindAssistanceRequest: {"IRIX", ""}, schema.KindAssistanceReply: {"IRIX", ""},
		schema.KindAssistanceAccept: {"IRIX", ""}, schema.KindAssistanceClose: {"IRIX", ""}, schema.KindPresented: {"wait for the acknowledgement", ""},
		schema.KindLinktest: {"test those of the other system", ""}, schema.KindDirectory: {"points of contact", ""}, schema.KindExercise: {"announce the exercise", ""},
	}
	s := schematest.NewSource(1)
	s.Full = true
	s.Every(func(m *schema.Message) {
		for i, to := range []cap.Export{export(), {Sender: "duty@xa.example", Alert: none}} {
			a, _, err := cap.FromMessage(m, to)
			got := fmt.Sprint(err)
			if a != nil {
				got = string(a.MsgType)
			}
			if w := want[m.Header.Kind][i]; !strings.Contains(got, w) || err != nil && a != nil {
				t.Errorf("%s, %d: got %q, want %q", m.Header.Kind, i, got, w)
			}
		}
	})
}

// The words of the warning follow from ours by a policy; people are never asked
// for more than was decided.
func TestWarningFollowsFromWhatIsSaid(t *testing.T) {
	act := func(kind, status string) schema.ProtectiveAction {
		return schema.ProtectiveAction{Type: kind, Status: status}
	}
	for _, tt := range []struct {
		name                   string
		class, actual, future  string
		actions                []schema.ProtectiveAction
		severity, urgency, cer string
		responses              []cap.ResponseType
	}{
		{"general, released", "General Emergency", "Has Occurred", "", nil, "Extreme", "Immediate", "Observed", []cap.ResponseType{"Monitor"}},
		{"site area, likely", "Site Area Emergency", "Has Not Occurred", "Likely to Occur", nil, "Severe", "Expected", "Likely", []cap.ResponseType{"Monitor"}},
		{"facility, unlikely", "Facility Emergency", "Has Not Occurred", "Unlikely to Occur", nil, "Moderate", "Future", "Unlikely", []cap.ResponseType{"Monitor"}},
		{"alert, certain", "Alert", "", "Certain to Occur", nil, "Minor", "Immediate", "Likely", []cap.ResponseType{"Monitor"}},
		{"no class, nothing said", "", "", "", nil, "Unknown", "Unknown", "Unknown", []cap.ResponseType{"Monitor"}},
		{"ordered", "", "", "", []schema.ProtectiveAction{act("Sheltering", "Ordered"), act("Evacuation", "Initiated"), act("Food Restrictions", "Taken")}, "Unknown", "Unknown", "Unknown", []cap.ResponseType{"Shelter", "Evacuate", "Avoid"}},
		{"planned", "", "", "", []schema.ProtectiveAction{act("Evacuation", "Planned")}, "Unknown", "Unknown", "Unknown", []cap.ResponseType{"Prepare"}},
		{"considered and withdrawn", "", "", "", []schema.ProtectiveAction{act("Evacuation", "Under Consideration"), act("Sheltering", "Withdrawn")}, "Unknown", "Unknown", "Unknown", []cap.ResponseType{"Monitor"}},
	} {
		m := schematest.NewSource(1).Message(schema.KindInformation, schema.Live)
		m.Header.Context = schema.ContextEmergency
		i := &schema.Information{ValidAt: "2026-11-23T05:00:00Z"}
		i.Accident = schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{
			Nature: schema.Nature{Type: "Other"}, Occurred: schema.Occurred{At: "2026-11-23T04:00:00Z"}}}
		if tt.class != "" {
			i.Accident.Details.Class = &schema.EmergencyClass{Class: tt.class}
		}
		if tt.actual+tt.future != "" {
			i.Release = schema.Item[schema.Release]{Availability: schema.Provided, Details: &schema.Release{Air: &schema.AirRelease{Actual: tt.actual, Future: tt.future}}}
		}
		if tt.actions != nil {
			i.Measures = schema.Item[schema.ProtectiveMeasures]{Availability: schema.Provided, Details: &schema.ProtectiveMeasures{Actions: tt.actions}}
		}
		m.Body = i
		a, _, _ := there(t, m)
		info := a.Infos[0]
		if string(info.Severity) != tt.severity || string(info.Urgency) != tt.urgency || string(info.Certainty) != tt.cer || !slices.Equal(info.ResponseTypes, tt.responses) {
			t.Errorf("%s: got %s, %s, %s, %v", tt.name, info.Severity, info.Urgency, info.Certainty, info.ResponseTypes)
		}
	}
}

func TestShapesAreDrawnWhereTheyAre(t *testing.T) {
	km := func(x float64) schema.Quantity { return schema.Quantity{Value: x, Unit: "km"} }
	deg := func(x float64) schema.Quantity { return schema.Quantity{Value: x, Unit: "deg"} }
	centre := &schema.Point{Latitude: 56, Longitude: 4}
	for _, tt := range []struct {
		name            string
		area            schema.Area
		place           bool
		circle, corners int
	}{
		{"circle", schema.Area{Circle: &schema.Circle{Centre: centre, Radius: km(5)}}, false, 1, 0},
		{"circle around the event", schema.Area{Circle: &schema.Circle{Radius: km(5)}}, true, 1, 0},
		{"circle around nowhere", schema.Area{Circle: &schema.Circle{Radius: km(5)}}, false, 0, 0},
		{"sector", schema.Area{Sector: &schema.Sector{Centre: centre, From: deg(350), Till: deg(40), Outer: ptr(km(20))}}, false, 0, 13},
		{"ring", schema.Area{Sector: &schema.Sector{Centre: centre, From: deg(350), Till: deg(40), Inner: ptr(km(5)), Outer: ptr(km(20))}}, false, 0, 23},
		{"sector without an end", schema.Area{Sector: &schema.Sector{Centre: centre, From: deg(350), Till: deg(40)}}, false, 0, 0},
		{"sector over the pole", schema.Area{Sector: &schema.Sector{Centre: &schema.Point{Latitude: 89.9}, From: deg(350), Till: deg(40), Outer: ptr(km(20))}}, false, 0, 0},
		{"sector over the seam", schema.Area{Sector: &schema.Sector{Centre: &schema.Point{Longitude: 179.99}, From: deg(80), Till: deg(100), Outer: ptr(km(20))}}, false, 0, 0},
		{"country", schema.Area{Country: "XB"}, false, 0, 0},
	} {
		m := schematest.NewSource(3).Message(schema.KindInformation, schema.Live)
		i := &schema.Information{ValidAt: "2026-11-23T05:00:00Z"}
		if tt.place {
			i.Accident = schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{Nature: schema.Nature{Type: "Other"},
				Occurred: schema.Occurred{At: "2026-11-23T04:00:00Z"}, Location: &schema.Location{Latitude: ptr(56.0), Longitude: ptr(4.0)}}}
		}
		i.Measures = schema.Item[schema.ProtectiveMeasures]{Availability: schema.Provided, Details: &schema.ProtectiveMeasures{
			Actions: []schema.ProtectiveAction{{Type: "Sheltering", Status: "Ordered", Areas: []schema.Area{tt.area}}}}}
		m.Body = i
		a, _, losses := there(t, m)
		got := a.Infos[0].Areas[0]
		corners := 0
		for _, p := range got.Polygons {
			corners += len(p)
			for _, pt := range p {
				if pt.Lat < 56 {
					t.Errorf("%s: %v is in the south", tt.name, pt)
				}
				if far := math.Hypot((pt.Lat-56)*111.2, (pt.Lon-4)*111.2*math.Cos(56*math.Pi/180)); far > 20.1 {
					t.Errorf("%s: %v is %g km from the centre", tt.name, pt, far)
				}
			}
		}
		if len(got.Circles) != tt.circle || corners != tt.corners {
			t.Errorf("%s: %+v", tt.name, got)
		}
		if slices.ContainsFunc(losses, func(l schema.Loss) bool { return strings.HasPrefix(l.Pointer, "/body/measures") }) {
			t.Errorf("%s: %v", tt.name, losses)
		}
	}
}

// An all-clear that is only foreseen would send people home too early.
func TestOnlyAnActualTerminationIsAllClear(t *testing.T) {
	for _, tt := range []struct {
		state     schema.TerminationState
		response  cap.ResponseType
		urgency   cap.Urgency
		certainty cap.Certainty
		headline  string
	}{
		{schema.TerminationActual, cap.ResponseAllClear, cap.UrgencyPast, cap.CertaintyObserved, "The emergency has ended"},
		{schema.TerminationForeseen, cap.ResponseMonitor, cap.UrgencyUnknown, cap.CertaintyUnknown, "Termination foreseen for 2026-11-23T06:00:00Z"},
	} {
		m := schematest.NewSource(3).Message(schema.KindTermination, schema.Live)
		m.Body = &schema.Termination{State: tt.state, At: "2026-11-23T06:00:00Z"}
		a, _, _ := there(t, m)
		i := a.Infos[0]
		if a.MsgType != cap.MsgUpdate || !slices.Equal(i.ResponseTypes, []cap.ResponseType{tt.response}) || i.Urgency != tt.urgency || i.Certainty != tt.certainty || i.Headline != tt.headline {
			t.Errorf("%s: %+v", tt.state, i)
		}
	}
}
