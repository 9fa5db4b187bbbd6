package schema_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
)

// violation is one as the tests name it: "error time-in-future /body/at".
func violation(v schema.Violation) string {
	return string(v.Severity) + " " + v.Code + " " + v.Pointer
}

func violations(vs schema.Violations) []string {
	var ss []string
	for _, v := range vs {
		ss = append(ss, violation(v))
	}
	slices.Sort(ss)
	return ss
}

func as[B schema.Body](m *schema.Message) B {
	b, _ := m.Body.(B)
	return b
}

func TestEachRuleOfTheHeaderTrips(t *testing.T) {
	const n, live, ex = schema.KindNotification, schema.Live, schema.Exercise
	type H = schema.Header
	for _, tt := range []struct {
		name string
		kind schema.Kind
		ws   schema.Workspace
		set  func(h *H)
		want []string
	}{
		{"id", n, live, func(h *H) { h.ID = "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f" }, []string{"error messageid /header/id"}},
		{"no id", n, live, func(h *H) { h.ID = "" }, []string{"error required /header/id"}},
		{"report id", n, live, func(h *H) { h.ReportUUID = "x" }, []string{"error uuid4 /header/reportUuid"}},
		{"kind", n, live, func(h *H) { h.Kind = "accident" }, []string{"error kind /header/kind"}},
		{"workspace", n, live, func(h *H) { h.Workspace = "node" }, []string{"error oneof /header/workspace"}},
		{"context", n, live, func(h *H) { h.Context = "emergency" }, []string{"error kind-and-context /header/context", "error oneof /header/context"}},
		{"from", n, live, func(h *H) { h.From = "UK" }, []string{"error party /header/from"}},
		{"desk", n, live, func(h *H) { h.Desk = "" }, []string{"error required /header/desk"}},
		{"long desk", n, live, func(h *H) { h.Desk = strings.Repeat("d", 65) }, []string{"error range /header/desk"}},
		{"no addressees", n, live, func(h *H) { h.Addressees = nil }, []string{"error required /header/addressees"}},
		{"an addressee twice", n, live, func(h *H) { h.Addressees = []schema.Party{"XB", "XB"} }, []string{"error unique /header/addressees"}},
		{"an addressee that is none", n, live, func(h *H) { h.Addressees = []schema.Party{"XB", "no"} }, []string{"error party /header/addressees/1"}},
		{"too many addressees", n, live, func(h *H) {
			h.Addressees = nil
			for a := 'A'; a <= 'Z'; a++ {
				for b := 'A'; b <= 'Z'; b++ {
					if p, err := schema.ParseParty(string(a) + string(b)); err == nil && p != h.From {
						h.Addressees = append(h.Addressees, p)
					}
				}
			}
			h.Addressees = append(slices.Repeat(h.Addressees, 2), "IAEA")
		}, []string{"error range /header/addressees"}},
		{"event", n, live, func(h *H) { h.Event = "XA-2026-k7m3qp" }, []string{"error eventid /header/event"}},
		{"exercise id", n, ex, func(h *H) { h.Exercise = "drill" }, []string{"error eventid /header/exercise"}},
		{"sequence", n, live, func(h *H) { h.Sequence = 0 }, []string{"error range /header/sequence"}},
		{"sequence beyond JSON", n, live, func(h *H) { h.Sequence = schema.MaxInteger + 1 }, []string{"error range /header/sequence"}},
		{"follows", n, live, func(h *H) { h.Follows = "x" }, []string{"error messageid /header/follows"}},
		{"revokes", schema.KindCorrection, live, func(h *H) { h.Revokes = "x" }, []string{"error messageid /header/revokes"}},
		{"another's id", n, live, func(h *H) { h.OtherIDs = append(h.OtherIDs, schema.OtherID{ID: "1"}) }, []string{"error required /header/otherIds/1/organisation"}},
		{"created", n, live, func(h *H) { h.CreatedAt = "2026-11-23T06:40:00.000Z" }, []string{"error utcseconds /header/createdAt"}},
		{"released", n, live, func(h *H) { h.ReleasedAt = "2026-11-23T06:40:00Z" }, []string{"error utcmillis /header/releasedAt"}},
		{"confidentiality", n, live, func(h *H) { h.Confidentiality = "" }, []string{"error required /header/confidentiality"}},
		{"language", n, live, func(h *H) { h.Language = "English, please" }, []string{"error language /header/language"}},
		{"an act of approval", n, live, func(h *H) { h.Approvals[1].Act = "agreed" }, []string{"error oneof /header/approvals/1/act"}},
		{"an approver without a name", n, live, func(h *H) { h.Approvals[0].Name = "" }, []string{"error required /header/approvals/0/name"}},

		{"kind and context", n, live, func(h *H) { h.Context = schema.ContextTest }, []string{"error kind-and-context /header/context"}},
		{"an emergency in the exercise", n, ex, func(h *H) { h.Context = schema.ContextEmergency }, []string{"error kind-and-context /header/context"}},
		{"an exercise act in live", schema.KindExercise, live, func(h *H) {}, []string{"error kind-and-context /header/context"}},
		{"to itself", n, live, func(h *H) { h.Addressees = []schema.Party{"XB", "XA"} }, []string{"error addressed-to-self /header/addressees"}},
		{"no exercise named", n, ex, func(h *H) { h.Exercise = "" }, []string{"error required /header/exercise"}},
		{"an exercise named in live", n, live, func(h *H) { h.Exercise = "XA-2026-K7M3QP" }, []string{"error exercise-in-live /header/exercise"}},
		{"no event", schema.KindTermination, live, func(h *H) { h.Event = "" }, []string{"error required /header/event"}},
		{"an acknowledgement needs no event", schema.KindAcknowledgement, live, func(h *H) { h.Event = "" }, nil},
		{"a withdrawal of nothing", schema.KindWithdrawal, live, func(h *H) { h.Revokes = "" }, []string{"error required /header/revokes"}},
		{"a notification that revokes", n, live, func(h *H) { h.Revokes = h.Follows }, []string{"error revokes /header/revokes"}},
		{"a notification that rings afresh", n, live, func(h *H) { h.Raised = []schema.Raised{schema.RaisedClass} }, []string{"error raised /header/raised"}},
		{"raised by nobody", schema.KindInformation, live, func(h *H) { h.Raised = []schema.Raised{"wind"} }, []string{"error oneof /header/raised/0"}},
		{"it follows itself", n, live, func(h *H) { h.Follows = h.ID }, []string{"error refers-to-self /header"}},
		{"it revokes itself", schema.KindWithdrawal, live, func(h *H) { h.Revokes = h.ID }, []string{"error refers-to-self /header"}},
		{"header and body differ", schema.KindWithdrawal, live, func(h *H) { h.Kind, h.Revokes = schema.KindTermination, "" }, []string{"error kind-and-body /header/kind"}},

		{"one person alone", n, live, func(h *H) { h.Approvals = h.Approvals[:1] }, []string{"error approvals /header/approvals"}},
		{"one person in an exercise", n, ex, func(h *H) { h.Approvals = h.Approvals[:1] }, nil},
		{"nobody in an exercise", n, ex, func(h *H) { h.Approvals = nil }, []string{"error approvals /header/approvals"}},
		{"one person withdraws", schema.KindWithdrawal, live, func(h *H) { h.Approvals = h.Approvals[:1] }, nil},
		{"nobody withdraws", schema.KindWithdrawal, live, func(h *H) { h.Approvals = nil }, []string{"error approvals /header/approvals"}},
		{"nobody acknowledges", schema.KindAcknowledgement, live, func(h *H) { h.Approvals = nil }, []string{"error approvals /header/approvals"}},
		{"nobody tests a person", schema.KindLinktest, live, func(h *H) { h.Approvals = nil }, []string{"error approvals /header/approvals"}},
		{"two drafters", n, live, func(h *H) { h.Approvals[1].Act = schema.ActDrafted }, []string{"error approvals /header/approvals"}},
		{"no drafter", n, live, func(h *H) { h.Approvals[0].Act = schema.ActApproved }, []string{"error approvals /header/approvals"}},
		{"the same person twice", n, live, func(h *H) { h.Approvals[1].Officer = h.Approvals[0].Officer }, []string{"error approvals /header/approvals", "error approvals /header/approvals"}},
	} {
		m := message(tt.kind, tt.ws)
		tt.set(&m.Header)
		if got := violations(m.Validate(now)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
	m := message(schema.KindLinktest, schema.Live)
	m.Body, m.Header.Approvals = &schema.Linktest{Form: schema.LinktestMachine}, nil
	if vs := m.Validate(now); len(vs) > 0 {
		t.Errorf("a node's own link test: %v", vs)
	}
}

func TestEachRuleOfTheBodiesTrips(t *testing.T) {
	type M = *schema.Message
	n := as[*schema.Notification]
	i := as[*schema.Information]
	c := as[*schema.Correction]
	const late = "2026-11-23T07:05:01Z" // five minutes and a second after now
	for _, tt := range []struct {
		name string
		kind schema.Kind
		set  func(m M)
		want []string
	}{
		{"nature", schema.KindNotification, func(m M) { n(m).Nature.Type = "Accident" }, []string{"error oneof /body/nature/type"}},
		{"no nature", schema.KindNotification, func(m M) { n(m).Nature = schema.Nature{} }, []string{"error required /body/nature/type"}},
		{"other without words", schema.KindNotification, func(m M) { n(m).Nature = schema.Nature{Type: "Other"} }, []string{"warning missing /body/nature/description"}},
		{"no time", schema.KindNotification, func(m M) { n(m).Occurred.At = "" }, []string{"error required /body/occurred/at"}},
		{"a time to come", schema.KindNotification, func(m M) { n(m).Occurred.At = late }, []string{"error time-in-future /body/occurred/at"}},
		{"a clock that differs", schema.KindNotification, func(m M) { n(m).Occurred.At = "2026-11-23T07:05:00Z" }, nil},
		{"no place", schema.KindNotification, func(m M) { n(m).Location = nil }, []string{"warning missing /body/location"}},
		{"no basis", schema.KindNotification, func(m M) { n(m).Bases = nil }, []string{"warning missing /body/bases"}},
		{"a basis twice", schema.KindNotification, func(m M) {
			n(m).Bases = []schema.LegalBasis{schema.BasisArticle2, schema.BasisArticle2}
		}, []string{"error unique /body/bases"}},
		{"a basis of nobody", schema.KindNotification, func(m M) { n(m).Bases[1] = "ESD" }, []string{"error oneof /body/bases/1"}},
		{"level", schema.KindNotification, func(m M) { n(m).Level = "alarm" }, []string{"error oneof /body/level"}},
		{"responsible State", schema.KindNotification, func(m M) { n(m).ResponsibleState = "uk" }, []string{"error state /body/responsibleState"}},
		{"north of the pole", schema.KindNotification, func(m M) { n(m).Location.Latitude = ptr(90.01) }, []string{"error range /body/location/latitude"}},
		{"longitude 180", schema.KindNotification, func(m M) { n(m).Location.Longitude = ptr(180.0) }, []string{"error range /body/location/longitude"}},
		{"longitude alone", schema.KindNotification, func(m M) { n(m).Location = &schema.Location{Longitude: ptr(4.2)} }, []string{"error required /body/location/latitude"}},
		{"latitude alone", schema.KindNotification, func(m M) { n(m).Location = &schema.Location{Latitude: ptr(0.0)} }, []string{"error required /body/location/longitude"}},
		{"null island", schema.KindNotification, func(m M) { n(m).Location = &schema.Location{Latitude: ptr(0.0), Longitude: ptr(0.0)} }, nil},
		{"country", schema.KindNotification, func(m M) { n(m).Location.Country = "EU" }, []string{"error state /body/location/country"}},
		{"accuracy", schema.KindNotification, func(m M) { n(m).Location.Accuracy = "exact" }, []string{"error oneof /body/location/accuracy"}},
		{"a facility without a name", schema.KindNotification, func(m M) { n(m).Facility.Name = "" }, []string{"error required /body/facility/name"}},
		{"a unit of nobody", schema.KindNotification, func(m M) { n(m).Facility.ElectricalPower.Unit = "kW" }, []string{"error unit /body/facility/electricalPower/unit"}},
		{"a facility somewhere", schema.KindNotification, func(m M) { n(m).Facility.Location = &schema.Location{Latitude: ptr(91.0), Longitude: ptr(0.0)} }, []string{"error range /body/facility/location/latitude"}},
		{"a class of nobody", schema.KindNotification, func(m M) { n(m).Class.Class = "Red" }, []string{"error oneof /body/class/class"}},
		{"neither class", schema.KindNotification, func(m M) { n(m).Class.Class, n(m).Class.National = "", "" }, []string{"error required /body/class/national"}},
		{"a national class alone", schema.KindNotification, func(m M) { n(m).Class.Class = "" }, nil},
		{"INES-8", schema.KindNotification, func(m M) { n(m).INES.Level = "INES-8" }, []string{"error oneof /body/ines/level"}},
		{"a long text", schema.KindNotification, func(m M) { n(m).Text = strings.Repeat("ü", 8001) }, []string{"error range /body/text"}},

		{"no time of validity", schema.KindInformation, func(m M) { i(m).ValidAt = "" }, []string{"error required /body/validAt"}},
		{"no next update", schema.KindInformation, func(m M) { i(m).NextUpdateDue = "" }, []string{"warning missing /body/nextUpdateDue"}},
		{"an availability of nobody", schema.KindInformation, func(m M) {
			i(m).Prediction = schema.Item[schema.Prediction]{Availability: "soon"}
		}, []string{"error oneof /body/prediction/availability"}},
		{"provided and not there", schema.KindInformation, func(m M) { i(m).Cause.Details = nil }, []string{"error required /body/cause/details"}},
		{"there and not provided", schema.KindInformation, func(m M) { i(m).Cause.Availability = schema.NotApplicable }, []string{"error availability /body/cause/availability"}},
		{"there and nothing said", schema.KindInformation, func(m M) { i(m).Facility.Availability = "" }, []string{"error availability /body/facility/availability"}},
		{"a nature deep down", schema.KindInformation, func(m M) { i(m).Accident.Details.Nature.Type = "x" }, []string{"error oneof /body/accident/details/nature/type"}},
		{"an accident to come", schema.KindInformation, func(m M) { i(m).Accident.Details.Occurred.At = late }, []string{"error time-in-future /body/accident/details/occurred/at"}},
		{"status of the cause", schema.KindInformation, func(m M) { i(m).Cause.Details.Status = "" }, []string{"error required /body/cause/details/status"}},
		{"a release that ends first", schema.KindInformation, func(m M) { i(m).Release.Details.Air.Phases[0].Till = "2026-11-23T06:24:59Z" }, []string{"error time-order /body/release/details/air/phases/0/till"}},
		{"a nuclide of nobody", schema.KindInformation, func(m M) { i(m).Release.Details.Air.Phases[0].Nuclides[0].Nuclide = "I131" }, []string{"error nuclide /body/release/details/air/phases/0/nuclides/0/nuclide"}},
		{"a unit deep down", schema.KindInformation, func(m M) { i(m).Release.Details.Air.Phases[0].Nuclides[0].Activity.Unit = "Ci" }, []string{"error unit /body/release/details/air/phases/0/nuclides/0/activity/unit"}},
		{"weather", schema.KindInformation, func(m M) { i(m).Conditions.Details.Meteorology[0].Stability = "H" }, []string{"error oneof /body/conditions/details/meteorology/0/stability"}},
		{"wind without a unit", schema.KindInformation, func(m M) { i(m).Conditions.Details.Meteorology[0].WindSpeed.Unit = "" }, []string{"error required /body/conditions/details/meteorology/0/windSpeed/unit"}},
		{"water", schema.KindInformation, func(m M) { i(m).Conditions.Details.Hydrology[0].Body = "" }, []string{"error required /body/conditions/details/hydrology/0/body"}},
		{"measurement", schema.KindInformation, func(m M) { i(m).Monitoring.Details.DoseRates[0].From = "noon" }, []string{"error utcseconds /body/monitoring/details/doseRates/0/from"}},
		{"status of a measure", schema.KindInformation, func(m M) { i(m).Measures.Details.Actions[0].Status = "done" }, []string{"error oneof /body/measures/details/actions/0/status"}},
		{"a measure that ends first", schema.KindInformation, func(m M) {
			d := i(m).Measures.Details
			d.Actions = append(d.Actions, schema.ProtectiveAction{Type: "Evacuation", Status: "Planned", Areas: areas(), From: "2026-11-23T08:00:00Z", Till: "2026-11-23T07:00:00Z"})
		}, []string{"error time-order /body/measures/details/actions/1/till"}},
		{"a prediction without words", schema.KindInformation, func(m M) {
			i(m).Prediction = schema.Item[schema.Prediction]{Availability: schema.Provided, Details: &schema.Prediction{}}
		}, []string{"error required /body/prediction/details"}},

		{"a correction without a reason", schema.KindCorrection, func(m M) { c(m).Reason = "" }, []string{"error required /body/reason"}},
		{"a correction of nothing", schema.KindCorrection, func(m M) { c(m).Information = nil }, []string{"error required /body"}},
		{"a correction of both", schema.KindCorrection, func(m M) { c(m).Notification = n(message(schema.KindNotification, schema.Live)) }, []string{"error required /body"}},
		{"a field of the corrected", schema.KindCorrection, func(m M) { c(m).Information.Measures.Details.Actions[0].Type = "" }, []string{"error required /body/information/measures/details/actions/0/type"}},
		{"a rule of the corrected information", schema.KindCorrection, func(m M) { c(m).Information.NextUpdateDue = "" }, []string{"warning missing /body/information/nextUpdateDue"}},
		{"a rule of the corrected notification", schema.KindCorrection, func(m M) {
			c(m).Information, c(m).Notification = nil, n(message(schema.KindNotification, schema.Live))
			c(m).Notification.Occurred.At = late
		}, []string{"error time-in-future /body/notification/occurred/at"}},

		{"a withdrawal without a reason", schema.KindWithdrawal, func(m M) { m.Body = &schema.Withdrawal{} }, []string{"error required /body/reason"}},
		{"an end of nobody", schema.KindTermination, func(m M) { as[*schema.Termination](m).State = "over" }, []string{"error oneof /body/state"}},
		{"an actual end to come", schema.KindTermination, func(m M) { as[*schema.Termination](m).At = late }, []string{"error time-in-future /body/at"}},
		{"a foreseen end to come", schema.KindTermination, func(m M) { m.Body = &schema.Termination{State: schema.TerminationForeseen, At: late} }, nil},
		{"an acknowledgement of nothing", schema.KindAcknowledgement, func(m M) { m.Body = &schema.Acknowledgement{} },
			[]string{"error required /body/digest", "error required /body/message", "error required /body/rung"}},
		{"a short digest", schema.KindAcknowledgement, func(m M) { as[*schema.Acknowledgement](m).Digest = "sha256:0" }, []string{"error digest /body/digest"}},
		{"a form of nobody", schema.KindLinktest, func(m M) { m.Header.Approvals = nil; m.Body = &schema.Linktest{Form: "siren"} }, []string{"error oneof /body/form"}},
	} {
		m := message(tt.kind, schema.Live)
		tt.set(m)
		if got := violations(m.Validate(now)); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\ngot  %q\nwant %q", tt.name, got, tt.want)
		}
	}
	m := message(schema.KindExercise, schema.Exercise)
	m.Body = &schema.ExerciseAct{Act: schema.ExerciseAnnounce}
	if got := violations(m.Validate(now)); !slices.Equal(got, []string{"error required /body/name"}) {
		t.Errorf("an exercise without a name: %q", got)
	}
	m.Body = &schema.ExerciseAct{Act: schema.ExerciseStart}
	if vs := m.Validate(now); len(vs) > 0 {
		t.Errorf("a start needs no name: %v", vs)
	}
}

// Whatever of Art. 5 is missing warns and never blocks.
func TestWhatIsNotYetKnownNeverBlocks(t *testing.T) {
	m := message(schema.KindInformation, schema.Live)
	m.Body = &schema.Information{ValidAt: "2026-11-23T06:35:00Z"}
	vs := m.Validate(now)
	if vs.Err() != nil || vs.Errors() != 0 {
		t.Fatalf("blocked: %v", vs)
	}
	var got []string
	for _, v := range vs {
		got = append(got, v.Article+" "+v.Pointer)
	}
	want := []string{
		"Art. 5.1(a) /body/accident", "Art. 5.1(b) /body/facility", "Art. 5.1(c) /body/cause", "Art. 5.1(d) /body/release",
		"Art. 5.1(e) /body/conditions", "Art. 5.1(f) /body/monitoring", "Art. 5.1(g) /body/measures", "Art. 5.1(h) /body/prediction",
		"Art. 5.2 /body/nextUpdateDue",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	m = message(schema.KindNotification, schema.Live)
	m.Body = &schema.Notification{Nature: schema.Nature{Type: "Other"}, Occurred: schema.Occurred{At: "2026-11-23T06:00:00Z"}}
	if vs := m.Validate(now); vs.Err() != nil || len(vs) != 3 {
		t.Errorf("nature and time are enough for Art. 2(a): %v", vs)
	}
}

func TestNoExerciseSaysThatItIsNotADrill(t *testing.T) {
	for text, refused := range map[string]bool{
		"This is not a drill.":         true,
		"THIS IS NOT A DRILL":          true,
		"this is not an exercise":      true,
		"This is not\na drill":         true,
		"This is not\r\n\ta\u00a0test": true,
		"not drill":                    true,
		"This is a drill.":             false,
		"It is not a drilling rig.":    false,
		"EXERCISE EXERCISE EXERCISE":   false,
	} {
		m := message(schema.KindNotification, schema.Exercise)
		as[*schema.Notification](m).Facility.Operator = text
		got := violations(m.Validate(now))
		if refused != slices.Equal(got, []string{"error says-not-a-drill /body"}) || !refused && got != nil {
			t.Errorf("%q: %q", text, got)
		}
		m = message(schema.KindNotification, schema.Live)
		as[*schema.Notification](m).Text = text
		if vs := m.Validate(now); len(vs) > 0 {
			t.Errorf("%q in live: %v", text, vs)
		}
	}
}

func TestSentencesSayWhatToDo(t *testing.T) {
	long := strings.Repeat("é", 60)
	for _, tt := range []struct {
		set  func(m *schema.Message)
		want string
	}{
		{func(m *schema.Message) { m.Header.From = "uk" }, `party "uk": the code of the United Kingdom is "GB"`},
		{func(m *schema.Message) { m.Header.Confidentiality = "" }, `this is needed: one of addressees authorities public`},
		{func(m *schema.Message) { m.Header.Addressees = nil }, "give at least one"},
		{func(m *schema.Message) { m.Header.Sequence = 0 }, "at least 1"},
		{func(m *schema.Message) { m.Header.CreatedAt = "today" }, `"today" does not fit: UTC in whole seconds, as in 2026-11-23T06:40:00Z`},
		{func(m *schema.Message) { as[*schema.Notification](m).Location.Longitude = ptr(180.0) }, "longitude 180 is written -180"},
		{func(m *schema.Message) { as[*schema.Notification](m).Class = &schema.EmergencyClass{} }, "give this or class"},
		{func(m *schema.Message) { as[*schema.Notification](m).Nature.Type = "Leak" }, `"Leak" does not fit: one of "Nuclear Installation Event"`},
		{func(m *schema.Message) { m.Header.Event = schema.EventID("é" + long) }, strings.Repeat("é", 40) + `…" does not fit: an event id as in XA-2026-K7M3QP`},
		{func(m *schema.Message) { m.Header.Event = schema.EventID("x" + long) }, strings.Repeat("é", 39) + `…" does not fit`},
	} {
		m := message(schema.KindNotification, schema.Live)
		tt.set(m)
		vs := m.Validate(now)
		if len(vs) != 1 || !strings.Contains(vs[0].Text, tt.want) {
			t.Errorf("got %v, want %q", vs, tt.want)
		}
	}
}

func TestOnlyAnErrorBlocks(t *testing.T) {
	w := schema.Violation{Code: "missing", Pointer: "/body/location", Article: "Art. 2(a)", Severity: schema.SeverityWarning, Text: "no location"}
	e := schema.Violation{Code: "required", Severity: schema.SeverityError, Text: "give it"}
	if (schema.Violations{w}).Err() != nil || schema.Violations(nil).Err() != nil {
		t.Error("a warning blocks")
	}
	vs := schema.Violations{w, e}
	if err := vs.Err(); err == nil || err.Error() != "warning /body/location: no location [missing] (Art. 2(a))\nerror /: give it [required]" {
		t.Errorf("got %v", err)
	}
	if b, _ := json.Marshal(e); string(b) != `{"code":"required","pointer":"","severity":"error","text":"give it"}` {
		t.Errorf("on the wire: %s", b)
	}
}

func TestAnItemByItselfHasItsPointers(t *testing.T) {
	vs := schema.Valid(schema.Item[schema.Prediction]{Availability: "soon", Details: &schema.Prediction{Projections: make([]schema.Projection, 1)}})
	want := []string{"error oneof /availability", "error required /details/projections/0/what"}
	if got := violations(vs); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
