package cap

import (
	"fmt"
	"strings"

	"forthwith/schema"
)

// exerciseMark begins every title and text of an exercise.
const exerciseMark = "EXERCISE "

// marked is a text of an alert as it is shown, in an exercise with its mark.
func marked(h *schema.Header, s string) string {
	if h.Context == schema.ContextExercise && s != "" {
		return exerciseMark + s
	}
	return s
}

// unmarked is the text without the mark of an exercise.
func unmarked(h *schema.Header, s string) string {
	if h.Context == schema.ContextExercise {
		return strings.TrimPrefix(s, exerciseMark)
	}
	return s
}

// section is a paragraph of a text of CAP, that begins with a label; the first has
// none.
type section struct {
	label string
	at    func(p *parts) *string
}

// description and instruction are the texts of a message in the order in which
// they stand in those of CAP.
var (
	description = []section{
		{"", func(p *parts) *string { return &p.text }},
		{"REASON", func(p *parts) *string { return &p.reason }},
		{"ACCIDENT", func(p *parts) *string { return &p.accident.Text }},
		{"CLASS", func(p *parts) *string { return &p.class.Basis }},
		{"INES", func(p *parts) *string { return &p.ines.Basis }},
		{"PLACE", func(p *parts) *string { return &p.place.Text }},
		{"FACILITY", func(p *parts) *string { return &p.facility.Text }},
		{"SOURCE", func(p *parts) *string { return &p.source.Text }},
		{"CAUSE", func(p *parts) *string { return &p.cause.Text }},
		{"DEVELOPMENT", func(p *parts) *string { return &p.cause.Development }},
		{"PLANT", func(p *parts) *string { return &p.plant.Text }},
		{"CORE", func(p *parts) *string { return &p.plant.Core }},
		{"SPENT FUEL", func(p *parts) *string { return &p.plant.SpentFuel }},
		{"RELEASE", func(p *parts) *string { return &p.release.Text }},
		{"RELEASE TO AIR", func(p *parts) *string { return &p.phase.Text }},
		{"CONDITIONS", func(p *parts) *string { return &p.conditions.Text }},
		{"WEATHER", func(p *parts) *string { return &p.weather.Text }},
		{"MONITORING", func(p *parts) *string { return &p.monitoring.Text }},
		{"ORIGIN", func(p *parts) *string { return &p.measurement.Origin }},
		{"PREDICTION", func(p *parts) *string { return &p.prediction.Text }},
		{"FOOD", func(p *parts) *string { return &p.food.Text }},
		{"HEALTH", func(p *parts) *string { return &p.consequences.Health }},
		{"ENVIRONMENT", func(p *parts) *string { return &p.consequences.Environment }},
		{"FOODSTUFF", func(p *parts) *string { return &p.consequences.Food }},
		{"OTHER", func(p *parts) *string { return &p.consequences.Other }},
	}
	instruction = []section{
		{"", func(p *parts) *string { return &p.orders }},
		{"MEASURES", func(p *parts) *string { return &p.measures.Text }},
		{"PUBLIC", func(p *parts) *string { return &p.public.Measures }},
	}
)

// compose writes the sections that say something. Texts come from strangers, and
// XML cannot carry every character.
func compose(sections []section, p *parts) string {
	var paragraphs []string
	for _, s := range sections {
		text := guarded(sections, clean(*s.at(p)))
		if text == "" {
			continue
		}
		if s.label != "" {
			text = s.label + ": " + text
		}
		paragraphs = append(paragraphs, text)
	}
	return strings.Join(paragraphs, "\n\n")
}

// guarded is a text in which nothing is taken for a label: a blank stands before
// what looks like one.
func guarded(sections []section, text string) string {
	text = "\n\n" + text
	for _, s := range sections[1:] {
		text = strings.ReplaceAll(text, "\n\n"+s.label+": ", "\n\n "+s.label+": ")
	}
	return text[2:]
}

// dissect takes apart what compose wrote.
func dissect(sections []section, p *parts, text string) {
	text = "\n\n" + text
	into := sections[0].at(p)
	for _, s := range sections[1:] {
		before, after, found := strings.Cut(text, "\n\n"+s.label+": ")
		if !found {
			continue
		}
		*into = strings.TrimPrefix(before, "\n\n")
		into, text = s.at(p), after
	}
	*into = strings.TrimPrefix(text, "\n\n")
}

// clean puts a mark where a character is that XML cannot carry.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if notXML(r) {
			return '\uFFFD'
		}
		return r
	}, s)
}

// note says what kind of alert it is, for persons. An acknowledgement has the
// officer's remark below it.
func (p *parts) note() string {
	var lines []string
	h := &p.header
	switch h.Context {
	case schema.ContextExercise:
		lines = append(lines, fmt.Sprintf("%s%s: only for those who take part.", exerciseMark, h.Exercise))
	case schema.ContextTest:
		lines = append(lines, "TEST of links.")
	case schema.ContextRoutine:
		lines = append(lines, "Routine report; there is no emergency.")
	}
	switch h.Kind {
	case schema.KindCorrection:
		lines = append(lines, "Replaces a message that was wrong.")
	case schema.KindWithdrawal:
		lines = append(lines, "Sent in error: there is no emergency.")
	case schema.KindReinstatement:
		lines = append(lines, "The withdrawal was wrong: the emergency is real.")
	case schema.KindAcknowledgement:
		lines = append(lines, "An officer has the message: "+rungs[p.acknowledgement.Rung]+".")
		if p.text != "" {
			lines = append(lines, clean(p.text))
		}
	}
	return strings.Join(lines, "\n")
}

// remark is what stands in the note of an acknowledgement below what we say.
func (p *parts) remark(note string) string {
	p.text = ""
	s, _ := strings.CutPrefix(note, p.note()+"\n")
	if s == note {
		return ""
	}
	return s
}

var rungs = map[schema.Rung]string{
	schema.RungAcknowledged: "acknowledged",
	schema.RungVerified:     "verified by a call back",
	schema.RungTakenOver:    "taken over by the competent authority",
}

// headline is what an alert is about, in one line.
func (p *parts) headline() string {
	switch p.header.Kind {
	case schema.KindWithdrawal:
		return "Withdrawn: there is no emergency"
	case schema.KindReinstatement:
		return "The withdrawal was wrong: the emergency is real"
	case schema.KindTermination:
		if p.termination.State == schema.TerminationForeseen {
			return "Termination foreseen for " + string(p.termination.At)
		}
		return "The emergency has ended"
	case schema.KindMeasurement:
		return "Radiation levels that are not explained"
	case schema.KindMeasures:
		return "Protective measures in " + string(p.native.from)
	}
	what := p.class.Class
	if what == "" {
		what = p.class.National
	}
	if what == "" {
		what = p.event()
	}
	where := p.facility.Name
	if where == "" {
		where = p.place.Name
	}
	if where != "" {
		what += " at " + where
	}
	if p.header.Kind == schema.KindCorrection {
		what = "Correction: " + what
	}
	return clean(what)
}

// unnamed is the event of a message that does not say what happened.
const unnamed = "Nuclear or radiological event"

// event is the type of the event, and its description behind a colon.
func (p *parts) event() string {
	n := p.accident.Nature
	switch {
	case n.Type == "":
		return unnamed
	case n.Description == "":
		return n.Type
	}
	return n.Type + ": " + clean(n.Description)
}

// nature is what event wrote.
func nature(event string) (n schema.Nature, known bool) {
	n.Type, n.Description, _ = strings.Cut(event, ": ")
	_, known = natures[n.Type]
	return n, known
}
