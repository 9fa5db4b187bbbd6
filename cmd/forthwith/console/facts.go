package console

import (
	"cmp"
	"fmt"
	"strings"

	"forthwith/notify"
	"forthwith/schema"
)

// facts is what the opener of an event has said so far, in words.
type facts struct {
	Title string // in a line
	Lead  string
	Class string
	Items []fact // of Art. 5.1, (a) to (h), in order
	// Withdrawn says that there is no emergency, and why it was said; the rest is
	// then what was wrong.
	Withdrawn bool
	Reason    string
}

// fact is one item of Art. 5.1. One that has not been said says so in words.
type fact struct {
	Letter, Name, Text string
	Missing            bool
	Was                string // what stood here before, if it changed
}

var article5 = []struct{ letter, name string }{
	{"a", "time, place, nature"}, {"b", "facility or activity"}, {"c", "cause and development"}, {"d", "release"},
	{"e", "weather and waters"}, {"f", "monitoring"}, {"g", "protective measures"}, {"h", "predicted behaviour"},
}

// facts reads the opener's messages that still stand, oldest first, each over
// what the one before said.
func (c *call) facts(e notify.Event) (facts, error) {
	f := facts{Title: string(e.ID)}
	for _, a := range article5 {
		f.Items = append(f.Items, fact{Letter: a.letter, Name: a.name, Text: "not yet available", Missing: true})
	}
	withdrawn := make(map[schema.MessageID]bool) // the withdrawals
	for _, m := range e.Messages {
		withdrawn[m.Header.ID] = m.Header.Kind == schema.KindWithdrawal
	}
	for _, m := range e.Messages {
		corrected := m.RevokedBy != "" && !withdrawn[m.RevokedBy]
		if corrected || m.Header.From != e.ID.Party() {
			continue
		}
		switch m.Header.Kind {
		case schema.KindNotification, schema.KindInformation, schema.KindCorrection, schema.KindWithdrawal:
		default:
			continue
		}
		doc, err := c.node.Document(c.ctx(), c.world, m)
		if err != nil {
			return f, err
		}
		f.take(doc.Body)
	}
	return f, nil
}

func (f *facts) take(body schema.Body) {
	switch b := body.(type) {
	case *schema.Notification:
		f.notification(b)
	case *schema.Information:
		f.information(b)
	case *schema.Correction:
		if b.Notification != nil {
			f.notification(b.Notification)
		}
		if b.Information != nil {
			f.information(b.Information)
		}
	case *schema.Withdrawal:
		f.Withdrawn, f.Reason = true, b.Reason
	}
}

func (f *facts) say(i int, text string) {
	it := &f.Items[i]
	if text == "" || it.Text == text {
		return
	}
	if !it.Missing {
		it.Was = it.Text
	}
	it.Text, it.Missing = text, false
}

func (f *facts) notification(n *schema.Notification) {
	f.Title = cmp.Or(n.Nature.Description, n.Nature.Type)
	if n.Facility != nil {
		f.Title += ", " + n.Facility.Name
		f.say(1, facility(n.Facility))
	}
	f.class(n.Class)
	f.Lead = n.Text
	f.say(0, accident(n.Nature, n.Occurred, n.Location))
}

func (f *facts) class(c *schema.EmergencyClass) {
	if c != nil {
		f.Class = strings.TrimPrefix(c.Class+" / "+c.National, " / ")
		f.Class = strings.TrimSuffix(f.Class, " / ")
	}
}

func (f *facts) information(i *schema.Information) {
	if i.Summary != "" {
		f.Lead = i.Summary
	}
	if d := i.Accident.Details; d != nil {
		f.class(d.Class)
	}
	say(f, 0, i.Accident, func(d *schema.Accident) string { return accident(d.Nature, d.Occurred, d.Location) })
	say(f, 1, i.Facility, facility)
	say(f, 2, i.Cause, func(d *schema.Cause) string {
		return sentence(d.Status+" cause", d.Text, d.Development, labelled("trend", strings.ToLower(d.Trend)))
	})
	say(f, 3, i.Release, release)
	say(f, 4, i.Conditions, conditions)
	say(f, 5, i.Monitoring, func(d *schema.Monitoring) string {
		var parts []string
		for _, r := range d.DoseRates {
			parts = append(parts, fmt.Sprintf("%s dose rate %s at %s", strings.ToLower(r.Radiation), quantity(&r.Value), r.From))
		}
		for _, s := range d.Samples {
			for _, r := range s.Results {
				parts = append(parts, fmt.Sprintf("%s: %s %s", s.Type, cmp.Or(string(r.Nuclide), r.Mixture), quantity(r.Value)))
			}
		}
		return sentence(append(parts, d.Text)...)
	})
	say(f, 6, i.Measures, func(d *schema.ProtectiveMeasures) string {
		var parts []string
		for _, a := range d.Actions {
			parts = append(parts, strings.TrimSpace(a.Type+" "+areas(a.Areas))+": "+strings.ToLower(a.Status))
		}
		return sentence(append(parts, d.Text)...)
	})
	say(f, 7, i.Prediction, prediction)
}

// say takes one item: what it says, or that it is not applicable.
func say[T any](f *facts, i int, item schema.Item[T], words func(*T) string) {
	switch {
	case item.Details != nil:
		f.say(i, words(item.Details))
	case item.Availability == schema.NotApplicable:
		f.say(i, "not applicable")
	}
}

func accident(n schema.Nature, o schema.Occurred, l *schema.Location) string {
	at := string(o.At)
	if o.Estimated {
		at += " (estimated)"
	}
	return sentence(cmp.Or(n.Description, n.Type), at, place(l))
}

func place(l *schema.Location) string {
	if l == nil {
		return ""
	}
	s := l.Name
	if l.Latitude != nil && l.Longitude != nil {
		s = strings.TrimSpace(fmt.Sprintf("%s %s %s", s, degrees(*l.Latitude, "N", "S"), degrees(*l.Longitude, "E", "W")))
	}
	return s
}

func degrees(x float64, plus, minus string) string {
	if x < 0 {
		return fmt.Sprintf("%.2f %s", -x, minus)
	}
	return fmt.Sprintf("%.2f %s", x, plus)
}

func facility(f *schema.Facility) string {
	return sentence(f.Name, f.Type, f.Reactor, quantity(f.ElectricalPower), f.Operator)
}

func release(r *schema.Release) string {
	var parts []string
	if a := r.Air; a != nil {
		parts = append(parts, labelled("to air", strings.ToLower(a.Actual)), labelled("future, to air", strings.ToLower(a.Future)))
		for _, p := range a.Phases {
			parts = append(parts, period(p.From, p.Till), strings.ToLower(p.Form))
			parts = append(parts, amounts(p.Nuclides)...)
			parts = append(parts, labelled("effective height", quantity(p.EffectiveHeight)), p.Text)
		}
	}
	if w := r.Water; w != nil {
		parts = append(parts, labelled("to water", strings.ToLower(w.Actual)), labelled("future, to water", strings.ToLower(w.Future)))
		for _, p := range w.Phases {
			parts = append(parts, p.Body, period(p.From, p.Till))
			parts = append(parts, amounts(p.Nuclides)...)
			parts = append(parts, p.Text)
		}
	}
	return sentence(append(parts, r.Text)...)
}

func amounts(as []schema.ReleasedAmount) []string {
	var parts []string
	for _, a := range as {
		parts = append(parts, strings.TrimSpace(cmp.Or(string(a.Nuclide), a.Mixture)+" "+quantity(a.Activity)))
	}
	return parts
}

func period(from, till schema.Time) string {
	switch {
	case from == "" && till == "":
		return ""
	case till == "":
		return "since " + string(from)
	}
	return strings.TrimSpace(string(from) + " to " + string(till))
}

func prediction(d *schema.Prediction) string {
	var parts []string
	for _, p := range d.Projections {
		parts = append(parts, sentence(p.What+" "+quantity(p.Value), period(p.From, p.Till), strings.ToLower(p.Occurrence)))
	}
	return sentence(append(parts, d.Text)...)
}

// areas is where, in a few words.
func areas(as []schema.Area) string {
	var parts []string
	for _, a := range as {
		s := sentence(a.Name, string(a.Country), a.Text)
		switch {
		case a.Circle != nil:
			s = sentence("within "+quantity(&a.Circle.Radius), s)
		case a.Sector != nil:
			s = sentence("sector "+quantity(&a.Sector.From)+" to "+quantity(&a.Sector.Till)+" "+labelled("out to", quantity(a.Sector.Outer)), s)
		case a.Polygon != nil:
			s = sentence(fmt.Sprintf("within %d corners", len(a.Polygon)), s)
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, ", ")
}

func conditions(c *schema.Conditions) string {
	var parts []string
	for _, w := range c.Meteorology {
		parts = append(parts, strings.ToLower(w.Kind)+" "+string(w.From))
		if w.WindFrom != nil {
			parts = append(parts, "wind from "+quantity(w.WindFrom)+" "+quantity(w.WindSpeed))
		}
		parts = append(parts, labelled("stability", w.Stability), labelled("precipitation", strings.ToLower(w.Precipitation)), w.Text)
	}
	for _, w := range c.Hydrology {
		parts = append(parts, w.Body+": "+w.Text)
	}
	return sentence(parts...)
}

func quantity(q *schema.Quantity) string {
	if q == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprintf("%s %g %s", q.Qualifier, q.Value, strings.Replace(string(q.Unit), "deg", "°", 1)))
}

func labelled(label, text string) string {
	if text == "" {
		return ""
	}
	return label + ": " + text
}

// sentence joins what there is.
func sentence(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, "; ")
}
