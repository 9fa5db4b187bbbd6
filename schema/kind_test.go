package schema_test

import (
	"slices"
	"testing"

	"forthwith/schema"
)

func TestTableOfKinds(t *testing.T) {
	const (
		E = schema.ContextEmergency
		X = schema.ContextExercise
		T = schema.ContextTest
		R = schema.ContextRoutine
	)
	contexts := []schema.ReportContext{E, X, T, R, "", "emergency"}
	table := map[schema.Kind]struct {
		live     []schema.ReportContext
		exercise []schema.ReportContext
		first    schema.ReportContext // what a desk gives it in live
		persons  int
	}{
		schema.KindNotification:      {[]schema.ReportContext{E}, []schema.ReportContext{X}, E, 2},
		schema.KindInformation:       {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindCorrection:        {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindWithdrawal:        {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindReinstatement:     {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindTermination:       {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindAcknowledgement:   {[]schema.ReportContext{E, R, T}, []schema.ReportContext{X}, E, 1},
		schema.KindPresented:         {[]schema.ReportContext{E, R, T}, []schema.ReportContext{X}, E, 0},
		schema.KindRequest:           {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindReply:             {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindMeasurement:       {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindMeasures:          {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindAssistanceRequest: {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindAssistanceReply:   {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindAssistanceAccept:  {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 2},
		schema.KindAssistanceClose:   {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindDissemination:     {[]schema.ReportContext{E, R}, []schema.ReportContext{X}, E, 1},
		schema.KindDirectory:         {[]schema.ReportContext{T}, nil, T, 0},
		schema.KindLinktest:          {[]schema.ReportContext{T}, []schema.ReportContext{X}, T, 1},
		schema.KindExercise:          {nil, []schema.ReportContext{X}, X, 1},
	}
	for k, want := range table {
		r, ok := k.Rule()
		if !ok {
			t.Errorf("there is no kind %s", k)
			continue
		}
		for _, c := range contexts {
			if got := r.Allows(schema.Live, c); got != slices.Contains(want.live, c) {
				t.Errorf("%s, live, %q: %t", k, c, got)
			}
			if got := r.Allows(schema.Exercise, c); got != slices.Contains(want.exercise, c) {
				t.Errorf("%s, exercise, %q: %t", k, c, got)
			}
		}
		if got := r.DefaultContext(schema.Live); got != want.first {
			t.Errorf("%s has the context %s in live, want %s", k, got, want.first)
		}
		if b := r.NewBody(); b.Kind() != k {
			t.Errorf("a new %s is a %s", k, b.Kind())
		}
		if r.DefaultContext(schema.Exercise) != X || r.Persons != want.persons {
			t.Errorf("%s: %+v", k, r)
		}
	}
	for _, r := range schema.Kinds() {
		if _, ok := table[r.Kind]; !ok {
			t.Errorf("%s is not in this table", r.Kind)
		}
	}
	if _, ok := schema.Kind("Notification").Rule(); ok {
		t.Error("a kind in capitals is known")
	}
}

func TestWhatEndsGoesBeforeWhatItEnds(t *testing.T) {
	p := func(k schema.Kind) int { r, _ := k.Rule(); return r.Priority }
	if !(p(schema.KindWithdrawal) < p(schema.KindTermination) && p(schema.KindTermination) < p(schema.KindNotification) &&
		p(schema.KindNotification) < p(schema.KindInformation) && p(schema.KindInformation) < p(schema.KindAcknowledgement) &&
		p(schema.KindAcknowledgement) < p(schema.KindLinktest)) {
		t.Errorf("order: %+v", schema.Kinds())
	}
	ks := schema.Kinds()
	if !slices.IsSortedFunc(ks, func(a, b schema.Rule) int { return a.Priority - b.Priority }) {
		t.Error("Kinds is not in order of priority")
	}
	ks[0].Kind = "scribbled"
	if schema.Kinds()[0].Kind == "scribbled" {
		t.Error("a caller can change the table")
	}
}

func TestWhatRings(t *testing.T) {
	for _, tt := range []struct {
		body schema.Body
		want bool
	}{
		{&schema.Notification{}, true},
		{&schema.Withdrawal{}, true},
		{&schema.Acknowledgement{}, false},
		{&schema.Presented{}, false},
		{&schema.Measures{}, false},
		{&schema.Reinstatement{}, true},
		{&schema.Dissemination{}, true},
		{&schema.Request{}, true},
		{&schema.Reply{Outcome: schema.OutcomeDenied}, true},
		{&schema.Reply{Outcome: schema.OutcomeNothingToReport}, false},
		{&schema.Linktest{Form: schema.LinktestMachine}, false},
		{&schema.Linktest{Form: schema.LinktestPerson}, true},
		{&schema.ExerciseAct{Act: schema.ExerciseAnnounce}, true},
		{&schema.ExerciseAct{Act: schema.ExerciseEnter}, false},
		{&schema.ExerciseAct{Act: schema.ExerciseStart}, true},
		{&schema.ExerciseAct{Act: schema.ExerciseEnd}, true},
	} {
		m := &schema.Message{Header: schema.Header{Kind: tt.body.Kind()}, Body: tt.body}
		if got := m.Rings(); got != tt.want {
			t.Errorf("%s %+v rings: %t", tt.body.Kind(), tt.body, got)
		}
	}
}
