package cap_test

import (
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
)

// ofOthers is the fixture as another system would send it in earnest.
func ofOthers(t *testing.T, pairs ...string) *cap.Alert {
	t.Helper()
	pairs = append([]string{"<status>Exercise", "<status>Actual"}, pairs...)
	a, vs := cap.Decode([]byte(fixture(t, "valid/alert.cap.xml", pairs...)))
	if a == nil {
		t.Fatal(vs)
	}
	return a
}

func TestAlertsOfOthersBecomeNotificationsWithoutGuesses(t *testing.T) {
	m, losses, vs := cap.ToMessage(ofOthers(t), cap.Import{ID: "0199c7a2-0001-7000-8000-0123456789ab", Event: "XB-2026-K7M3QP", Addressees: []schema.Party{"XC"}})
	if m == nil || len(vs) > 0 {
		t.Fatal(vs)
	}
	h, n := m.Header, m.Body.(*schema.Notification)
	if h.ID != "0199c7a2-0001-7000-8000-0123456789ab" || h.Kind != schema.KindNotification || h.Context != schema.ContextEmergency || h.Workspace != schema.Live ||
		h.Event != "XB-2026-K7M3QP" || !slices.Equal(h.Addressees, []schema.Party{"XC"}) || h.Confidentiality != schema.ForAddressees || h.Language != "en-GB" {
		t.Errorf("%+v", h)
	}
	wantID := schema.SentElsewhere{System: "CAP", ID: "notify@nde.example,nde-0199c7a2-0000-7000-8000-0123456789ab,2026-11-23T06:40:00-00:00", At: "2026-11-23T06:40:00Z"}
	if !slices.Equal(h.SentElsewhere, []schema.SentElsewhere{wantID}) || !slices.Equal(h.OtherIDs, []schema.OtherID{{Organisation: "notify@nde.example", ID: "NDE-2026-EX-004"}}) {
		t.Errorf("%+v, %+v", h.SentElsewhere, h.OtherIDs)
	}
	// The parameters of ours are read, and CAP's own words are not taken for more.
	if n.Location != nil {
		t.Errorf("an area became the place of the event: %+v", n.Location)
	}
	if n.Class == nil || n.Class.Class != "General Emergency" || n.INES.Level != "INES-5" || n.INES.Status != "Provisional" || n.Facility.Name != "Exercise NPP, Unit 2" {
		t.Errorf("%+v, %+v, %+v", n.Class, n.INES, n.Facility)
	}
	p := n.Release.Air.Phases[0]
	if n.Release.Air.Actual != "Has Occurred" || *p.EffectiveHeight != (schema.Quantity{Value: 55, Unit: "m"}) || p.Nuclides[0].Nuclide != "I-131" || *p.Nuclides[0].Activity != (schema.Quantity{Value: 1.2e15, Unit: "Bq"}) {
		t.Errorf("%+v", n.Release.Air)
	}
	if n.Occurred != (schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true}) || n.Nature != (schema.Nature{Type: "Other", Description: "radioactive material release"}) {
		t.Errorf("%+v, %+v", n.Occurred, n.Nature)
	}
	for _, want := range []string{"Assumed cause: large-break", "\nArea to warn: 10 km sheltering sector", "\nContact: duty.officer@", "\nFile: IRIX 1.0 report https://", "\nNote: Exercise NORTHSTAR-26"} {
		if !strings.Contains(n.Text, want) {
			t.Errorf("the text has not %q:\n%s", want, n.Text)
		}
	}
	for _, want := range []string{"severity", "urgency", "certainty", "responseType[1]", "area[1]", "expires", "onset"} {
		if !slices.ContainsFunc(losses, func(l schema.Loss) bool { return l.Pointer == "/alert/info[1]/"+want }) {
			t.Errorf("%s is lost in silence: %v", want, losses)
		}
	}
}

func TestSeverityIsNeverAClass(t *testing.T) {
	m, _, vs := cap.ToMessage(ofOthers(t, "ena:emergencyClass", "their:class"), cap.Import{})
	if m == nil {
		t.Fatal(vs)
	}
	n := m.Body.(*schema.Notification)
	if n.Class != nil {
		t.Errorf("%+v", n.Class)
	}
	if !strings.Contains(n.Text, "\ntheir:class: General Emergency") {
		t.Errorf("a parameter of others is not in the text:\n%s", n.Text)
	}
}

func TestWhatCannotBeAMessageIsRefusedWithAReason(t *testing.T) {
	corrects := func(kind string) []string {
		return []string{"<msgType>Alert", "<msgType>Update", "<incidents>", "<references>x@x.example,1,2026-11-23T04:00:00-00:00</references><incidents>",
			"ena:facility.name</valueName><value>Exercise NPP, Unit 2", "ena:kind</valueName><value>correction</value></parameter><parameter><valueName>ena:corrects</valueName><value>" + kind}
	}
	for _, tt := range []struct {
		name, file string
		pairs      []string
		in         cap.Import
		code       string
	}{
		{"system", "alert", []string{"<status>Exercise", "<status>System"}, cap.Import{}, "status-refused"},
		{"draft", "alert", []string{"<status>Exercise", "<status>Draft"}, cap.Import{}, "status-refused"},
		{"an exercise into live", "alert", nil, cap.Import{Workspace: schema.Live}, "other-world"},
		{"an emergency into an exercise", "alert", []string{"<status>Exercise", "<status>Actual"}, cap.Import{Workspace: schema.Exercise}, "other-world"},
		{"a test", "alert", []string{"<status>Exercise", "<status>Test"}, cap.Import{}, "test-refused"},
		{"a cancel", "cancel", nil, cap.Import{}, "cancel-unclear"},
		{"an error", "error", nil, cap.Import{}, "rejection"},
		{"an ack", "error", []string{"<msgType>Error", "<msgType>Ack"}, cap.Import{}, "ack-unclear"},
		{"no time of the event", "alert", []string{"<onset>2026-11-23T05:58:00-00:00</onset>", ""}, cap.Import{}, "onset-missing"},
		{"a kind that it cannot be", "alert", []string{"ena:facility.name</valueName><value>Exercise NPP, Unit 2", "ena:kind</valueName><value>withdrawal"}, cap.Import{}, "kind-differs"},
		{"a kind that there is not", "alert", []string{"ena:facility.name</valueName><value>Exercise NPP, Unit 2", "ena:kind</valueName><value>storm"}, cap.Import{}, "kind-differs"},
		{"a correction of a correction", "alert", corrects("correction"), cap.Import{}, "kind-differs"},
		{"a correction of what has no content", "alert", corrects("linktest"), cap.Import{}, "kind-differs"},
		{"a parameter that is not what it says", "alert", []string{"ena:facility.name</valueName><value>Exercise NPP, Unit 2", "ena:facility.category</valueName><value>z"}, cap.Import{}, "oneof"},
	} {
		a, vs := cap.Decode([]byte(fixture(t, "valid/"+tt.file+".cap.xml", tt.pairs...)))
		if a == nil {
			t.Fatalf("%s: %v", tt.name, vs)
		}
		m, losses, vs := cap.ToMessage(a, tt.in)
		if m != nil || losses != nil || !slices.Contains(codes(vs, schema.SeverityError), tt.code) {
			t.Errorf("%s: got %+v, %v, want %s", tt.name, m, vs, tt.code)
		}
	}
}

func TestHandlingIsReadStrictly(t *testing.T) {
	for _, tt := range []struct {
		name        string
		scope       cap.Scope
		restriction string
		status      cap.Status
		want        schema.Confidentiality
		lost        string
	}{
		{"public", cap.ScopePublic, "", cap.StatusActual, schema.ForPublic, ""},
		{"public exercise", cap.ScopePublic, "", cap.StatusExercise, schema.ForAuthorities, "/alert/scope"},
		{"private", cap.ScopePrivate, "", cap.StatusActual, schema.ForAddressees, ""},
		{"for authorities, in our words", cap.ScopeRestricted, "For Authority Use Only", cap.StatusActual, schema.ForAuthorities, ""},
		{"for addressees, in our words", cap.ScopeRestricted, "For Addressees Use Only", cap.StatusActual, schema.ForAddressees, ""},
		{"restricted in words of others", cap.ScopeRestricted, "Responders only", cap.StatusActual, schema.ForAddressees, "/alert/restriction"},
		{"bare restricted", cap.ScopeRestricted, "", cap.StatusActual, schema.ForAddressees, "/alert/restriction"},
	} {
		a := ofOthers(t)
		a.Scope, a.Restriction, a.Status = tt.scope, tt.restriction, tt.status
		m, losses, vs := cap.ToMessage(a, cap.Import{})
		if m == nil || m.Header.Confidentiality != tt.want {
			t.Fatalf("%s: %+v, %v", tt.name, m, vs)
		}
		if got := slices.ContainsFunc(losses, func(l schema.Loss) bool { return l.Pointer == tt.lost }); got != (tt.lost != "") {
			t.Errorf("%s: %v", tt.name, losses)
		}
	}
}

// A stranger may write our parameters: what a message revokes, acknowledges and
// follows is only what is known here, and its id is never the alert's.
func TestClaimsOfStrangersNameNothingUnknown(t *testing.T) {
	claims := func(kind string, more ...cap.Parameter) *cap.Alert {
		a := ofOthers(t)
		a.MsgType = cap.MsgUpdate
		a.References = []cap.Reference{{Sender: "x@x.example", Identifier: "0199c7a2-0009-7000-8000-0123456789ab", Sent: "2026-11-23T04:00:00-00:00"}}
		a.Infos[0].Parameters = append([]cap.Parameter{{Name: "ena:kind", Value: kind}}, more...)
		return a
	}
	revokes := cap.Parameter{Name: "ena:revokes", Value: "0199c7a2-0000-7000-8000-0123456789ab"}
	m, _, vs := cap.ToMessage(claims("reinstatement", revokes), cap.Import{Message: messageOf})
	if m != nil || !slices.Contains(codes(vs, schema.SeverityError), "about-unknown") {
		t.Errorf("%+v, %v", m, vs)
	}
	follows := cap.Parameter{Name: "ena:follows", Value: "0199c7a2-0000-7000-8000-0123456789ab"}
	validAt := cap.Parameter{Name: "ena:validAt", Value: "2026-11-23T04:00:00Z"}
	m, _, vs = cap.ToMessage(claims("information", follows, validAt, cap.Parameter{Name: "ena:native.id", Value: "0199c7a2-0008-7000-8000-0123456789ab"}), cap.Import{Message: messageOf})
	if m == nil || m.Header.Follows != "" || m.Header.ID != "" {
		t.Errorf("%+v, %v", m, vs)
	}
}

func TestUpdatesOfOthersFollowWhatIsKnown(t *testing.T) {
	a := ofOthers(t)
	a.MsgType = cap.MsgUpdate
	a.References = []cap.Reference{{Sender: "x@x.example", Identifier: "unknown", Sent: "2026-11-23T04:00:00-00:00"}, {Sender: "x@x.example", Identifier: "0199c7a2-0009-7000-8000-0123456789ab", Sent: "2026-11-23T04:00:00-00:00"}}
	m, losses, vs := cap.ToMessage(a, cap.Import{Message: messageOf})
	if m == nil || m.Header.Kind != schema.KindInformation || m.Header.Follows != "0199c7a2-0009-7000-8000-0123456789ab" {
		t.Fatalf("%+v, %v", m, vs)
	}
	if !slices.ContainsFunc(losses, func(l schema.Loss) bool { return strings.Contains(l.Text, "x@x.example,unknown,") }) {
		t.Errorf("a reference is lost in silence: %v", losses)
	}
	i := m.Body.(*schema.Information)
	if i.ValidAt != "2026-11-23T06:40:00Z" || i.Accident.Availability != schema.Provided || i.Release.Availability != schema.Provided {
		t.Errorf("%+v", i)
	}
}

func TestARefusalIsAnErrorThatSaysWhy(t *testing.T) {
	of := &schema.Header{From: "XA", Context: schema.ContextExercise, Exercise: "XA-2026-DR1KK5", Event: "XA-2026-K7M3QP"}
	r := &schema.Refusal{By: "XB", Bytes: schema.NewDigest([]byte("x")), Permanence: schema.Final, Code: schema.RefuseSchema, Reason: "it has faults", At: "2026-11-23T06:41:00.250Z",
		Violations: schema.Violations{{Code: "required", Pointer: "/body/nature", Severity: schema.SeverityError, Text: "say what it is\x00"}}}
	came, _ := alertOf("0199c7a2-0009-7000-8000-0123456789ab")
	a := cap.FromRefusal(r, of, came, export())
	b, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	back, vs := cap.Decode(b)
	if back == nil || len(vs) > 0 || back.MsgType != cap.MsgError || back.Status != cap.StatusExercise || !slices.Equal(back.References, []cap.Reference{came}) {
		t.Fatalf("%+v, %v", back, vs)
	}
	for _, want := range []string{"EXERCISE XA-2026-DR1KK5", "Refused by XB, final: it has faults [schema]", "/body/nature"} {
		if !strings.Contains(back.Note, want) {
			t.Errorf("the note has not %q: %s", want, back.Note)
		}
	}
}
