package schema

import (
	"fmt"
	"regexp"
	"time"
)

// MaxSkew is how far two clocks may differ before it is worth a warning.
const MaxSkew = 5 * time.Minute

// headerRules are the rules across the fields of the header.
func (m *Message) headerRules() Violations {
	var vs Violations
	h := &m.Header
	rule, ok := h.Kind.Rule()
	if !ok {
		return nil // the field rule has said it
	}
	if m.Body.Kind() != h.Kind {
		vs.errorf("kind-and-body", "/header/kind", "", "the header says %s and the body is a %s", h.Kind, m.Body.Kind())
	}
	if !rule.Allows(h.Workspace, h.Context) {
		vs.errorf("kind-and-context", "/header/context", "", "a %s in the %s workspace cannot have the context %s", h.Kind, h.Workspace, h.Context)
	}
	if m.AddressedTo(h.From) {
		vs.errorf("addressed-to-self", "/header/addressees", "", "%s writes to itself; leave it out", h.From)
	}
	if want := h.Workspace == Exercise; want != (h.Exercise != "") {
		if want {
			vs.errorf("required", "/header/exercise", "", "in the exercise workspace every message names its exercise")
		} else {
			vs.errorf("exercise-in-live", "/header/exercise", "", "a live message names no exercise")
		}
	}
	switch h.Kind {
	case KindNotification, KindInformation, KindCorrection, KindWithdrawal, KindTermination:
		if h.Event == "" {
			vs.errorf("required", "/header/event", "", "name the event")
		}
	}
	if needs := h.Kind == KindCorrection || h.Kind == KindWithdrawal; needs != (h.Revokes != "") {
		if needs {
			vs.errorf("required", "/header/revokes", "", "name the message that was wrong")
		} else {
			vs.errorf("revokes", "/header/revokes", "", "only a correction or a withdrawal revokes")
		}
	}
	if h.Revokes == h.ID && h.ID != "" || h.Follows == h.ID && h.ID != "" {
		vs.errorf("refers-to-self", "/header", "", "a message cannot follow or revoke itself")
	}
	vs = append(vs, m.approvalRules(rule)...)
	return vs
}

// approvalRules: a message a person released carries its drafter first; in live
// as many different persons as its kind asks for.
func (m *Message) approvalRules(rule Rule) Violations {
	var vs Violations
	as := m.Header.Approvals
	officers := make(map[string]bool)
	for _, a := range as {
		officers[a.Officer] = true
	}
	for i, a := range as {
		if (i == 0) != (a.Act == ActDrafted) {
			vs.errorf("approvals", "/header/approvals", "", "the drafter stands first and once; the others approve")
			break
		}
	}
	if len(officers) != len(as) {
		vs.errorf("approvals", "/header/approvals", "", "the same person stands here twice; a second person releases")
	}
	need := rule.Persons
	if m.Header.Kind == KindLinktest {
		need = 0 // the form a machine answers is sent by the node itself
		if t, ok := m.Body.(*Linktest); ok && t.Form == LinktestPerson {
			need = 1
		}
	}
	if m.Header.Workspace == Exercise && need > 1 {
		need = 1 // an exercise may ask for fewer; the sender's policy says
	}
	if len(officers) < need {
		vs.errorf("approvals", "/header/approvals", "", "a %s is released by %d persons and carries %d", m.Header.Kind, need, len(officers))
	}
	return vs
}

// bodyRules are the rules across the fields of each body.
func (m *Message) bodyRules(now time.Time) Violations {
	var vs Violations
	switch b := m.Body.(type) {
	case *Notification:
		b.rules(&vs, "/body", now)
	case *Information:
		b.rules(&vs, "/body", now)
	case *Correction:
		if (b.Notification == nil) == (b.Information == nil) {
			vs.errorf("required", "/body", "", "a correction carries either the right notification or the right information")
		}
		if b.Notification != nil {
			b.Notification.rules(&vs, "/body/notification", now)
		}
		if b.Information != nil {
			b.Information.rules(&vs, "/body/information", now)
		}
	case *Termination:
		if at := b.At.Std(); b.State == TerminationActual && at.After(now.Add(MaxSkew)) {
			vs.errorf("time-in-future", "/body/at", "Art. 5.2", "an actual termination cannot lie in the future; say foreseen")
		}
	case *ExerciseAct:
		if b.Act == ExerciseAnnounce && b.Name == "" {
			vs.errorf("required", "/body/name", "", "give the exercise a name")
		}
	}
	if m.Header.Workspace == Exercise {
		m.notADrill(&vs)
	}
	return vs
}

func (n *Notification) rules(vs *Violations, at string, now time.Time) {
	occurred(vs, at+"/occurred/at", n.Occurred.At, now)
	if n.Location == nil {
		vs.warnf("missing", at+"/location", "Art. 2(a)", "no location; give it as soon as it is known, where appropriate")
	}
	if len(n.Bases) == 0 {
		vs.warnf("missing", at+"/bases", "Art. 2, Art. 3", "no legal basis; it is never implied")
	}
	if n.Nature.Type == "Other" && n.Nature.Description == "" {
		vs.warnf("missing", at+"/nature/description", "Art. 2(a)", "say in words what kind of event this is")
	}
}

func (i *Information) rules(vs *Violations, at string, now time.Time) {
	item(vs, at+"/accident", "Art. 5.1(a)", i.Accident)
	item(vs, at+"/facility", "Art. 5.1(b)", i.Facility)
	item(vs, at+"/cause", "Art. 5.1(c)", i.Cause)
	item(vs, at+"/release", "Art. 5.1(d)", i.Release)
	item(vs, at+"/conditions", "Art. 5.1(e)", i.Conditions)
	item(vs, at+"/monitoring", "Art. 5.1(f)", i.Monitoring)
	item(vs, at+"/measures", "Art. 5.1(g)", i.Measures)
	item(vs, at+"/prediction", "Art. 5.1(h)", i.Prediction)
	if i.NextUpdateDue == "" {
		vs.warnf("missing", at+"/nextUpdateDue", "Art. 5.2", "say when the next information is due")
	}
	if d := i.Accident.Details; d != nil {
		occurred(vs, at+"/accident/details/occurred/at", d.Occurred.At, now)
	}
	if d := i.Release.Details; d != nil {
		order(vs, at+"/release/details/endedAt", d.StartedAt, d.EndedAt)
	}
	if i.Measures.Details != nil {
		for n, a := range i.Measures.Details.Actions {
			order(vs, fmt.Sprintf("%s/measures/details/actions/%d/till", at, n), a.From, a.Till)
		}
	}
}

func item[T any](vs *Violations, at, article string, i Item[T]) {
	switch {
	case i.Availability == Provided && i.Details == nil:
		vs.errorf("required", at+"/details", article, "the item is said to be provided; give it, or say notYetAvailable")
	case i.Availability != Provided && i.Details != nil:
		vs.errorf("availability", at+"/availability", article, "the item is given; say provided")
	case i.Availability == "":
		vs.warnf("missing", at, article, "not said; provided, notYetAvailable or notApplicable")
	}
}

func occurred(vs *Violations, at string, t Time, now time.Time) {
	if s := t.Std(); s.After(now.Add(MaxSkew)) {
		vs.errorf("time-in-future", at, "Art. 2(a)", "%s lies in the future (it is %s); check date and UTC", t, NewTime(now))
	}
}

func order(vs *Violations, at string, from, till Time) {
	if from != "" && till != "" && till.Std().Before(from.Std()) {
		vs.errorf("time-order", at, "", "it ends (%s) before it begins (%s)", till, from)
	}
}

// notDrill is what no exercise text may say: in Hawaii in 2018 a drill did.
// The text is looked at as JSON, where a line end is written \n.
var notDrill = regexp.MustCompile(`(?i)\bnot` + blank + `+(an?` + blank + `+)?(drill|exercise|test)\b`)

const blank = `(?:[\s\p{Z}]|\\[nrt])`

func (m *Message) notADrill(vs *Violations) {
	b, err := Canonical(m.Body)
	if err == nil && notDrill.Match(b) {
		vs.errorf("says-not-a-drill", "/body", "", "exercise text cannot say that this is not a drill")
	}
}
