package irix

import (
	"encoding/xml"
	"fmt"
	"slices"
	"strings"

	"forthwith/schema"
)

// remark is a text for which IRIX has no element: an Annotation with its title.
type remark struct {
	title string
	of    func(*statement) *string // nil if there is nothing that could have it
}

// in is a text of an item, which is given details to hold it.
func inItem[T any](item func(*schema.Information) *schema.Item[T], field func(*T) *string) func(*statement) *string {
	return func(c *statement) *string { return field(provide(item(&c.info), "")) }
}

func accidentOf(i *schema.Information) *schema.Item[schema.Accident]     { return &i.Accident }
func facilityOf(i *schema.Information) *schema.Item[schema.Facility]     { return &i.Facility }
func causeOf(i *schema.Information) *schema.Item[schema.Cause]           { return &i.Cause }
func monitoringOf(i *schema.Information) *schema.Item[schema.Monitoring] { return &i.Monitoring }
func predictionOf(i *schema.Information) *schema.Item[schema.Prediction] { return &i.Prediction }
func publicOf(i *schema.Information) *schema.Item[schema.PublicInformation] {
	return &i.PublicInformation
}

// remarks are all of them, in the order in which they are written.
var remarks = []remark{
	{"Summary", func(c *statement) *string { return &c.info.Summary }},
	{"Reason", func(c *statement) *string { return &c.reason }},
	{"Level", func(c *statement) *string { return &c.level }},
	{"Responsible State", func(c *statement) *string { return &c.responsible }},
	{"Arrangement", func(c *statement) *string { return &c.info.Arrangement }},
	{"Accident", inItem(accidentOf, func(a *schema.Accident) *string { return &a.Text })},
	{"National emergency class", nationalClass},
	{"Facility", inItem(facilityOf, func(f *schema.Facility) *string { return &f.Name })},
	{"Operator", inItem(facilityOf, func(f *schema.Facility) *string { return &f.Operator })},
	{"Category of Art. 1.2", inItem(facilityOf, func(f *schema.Facility) *string { return &f.Category })},
	{"Trend", inItem(causeOf, func(x *schema.Cause) *string { return &x.Trend })},
	{"Foreseeable development", inItem(causeOf, func(x *schema.Cause) *string { return &x.Development })},
	{"Release", func(c *statement) *string { return &provide(&c.info.Release, "").Text }},
	{"Conditions", func(c *statement) *string { return &provide(&c.info.Conditions, "").Text }},
	{"Monitoring", inItem(monitoringOf, func(m *schema.Monitoring) *string { return &m.Text })},
	{"Monitoring data", inItem(monitoringOf, func(m *schema.Monitoring) *string { return &m.Reference })},
	{"Prediction", inItem(predictionOf, func(p *schema.Prediction) *string { return &p.Text })},
	{"Model", inItem(predictionOf, func(p *schema.Prediction) *string { return &p.Model })},
	{"Food", func(c *statement) *string { return &provide(&c.info.Food, "").Text }},
	{"Information of the public", inItem(publicOf, func(p *schema.PublicInformation) *string { return &p.Measures })},
	{"Telephone for the public", inItem(publicOf, func(p *schema.PublicInformation) *string { return &p.Phone })},
	{"Own facilities", func(c *statement) *string { return &c.ownFacilities }},
	{"Origin", func(c *statement) *string { return &c.origin }},
	{"Next update due", func(c *statement) *string { return (*string)(&c.info.NextUpdateDue) }},
	{"Type of request", func(c *statement) *string {
		if c.request == nil {
			return nil
		}
		return (*string)(&c.request.Type)
	}},
	{"Answer hoped for by", func(c *statement) *string {
		if c.request == nil {
			return nil
		}
		return (*string)(&c.request.DueAt)
	}},
	{"Outcome", func(c *statement) *string {
		if c.reply == nil {
			return nil
		}
		return (*string)(&c.reply.Outcome)
	}},
	{"Answer due", func(c *statement) *string {
		if c.reply == nil {
			return nil
		}
		return (*string)(&c.reply.DueAt)
	}},
}

// inEvent are the remarks on what has an element in EventInformation, if there is one.
var inEvent = []string{"Summary", "Facility", "Trend"}

// nationalClass is a remark only beside a class of the IAEA, which takes the one
// element there is.
func nationalClass(c *statement) *string {
	if a := c.info.Accident.Details; a != nil && a.Class != nil && a.Class.Class != "" {
		return &a.Class.National
	}
	return nil
}

// items are those of Art. 5.1 and beyond, by the names that a remark gives them.
func (c *statement) items() []item {
	i := &c.info
	return []item{
		itemOf("accident", &i.Accident), itemOf("facility", &i.Facility), itemOf("cause", &i.Cause), itemOf("release", &i.Release),
		itemOf("conditions", &i.Conditions), itemOf("monitoring", &i.Monitoring), itemOf("measures", &i.Measures), itemOf("prediction", &i.Prediction),
		itemOf("food", &i.Food), itemOf("public information", &i.PublicInformation), itemOf("consequences", &i.Consequences),
	}
}

type item struct {
	name         string
	availability *schema.Availability
}

func itemOf[T any](name string, i *schema.Item[T]) item { return item{name, &i.Availability} }

// unavailable are the titles of the remarks that list the items which are not
// provided.
var unavailable = map[schema.Availability]string{
	schema.NotYetAvailable: "Not yet available",
	schema.NotApplicable:   "Not applicable",
}

// remark writes the annotations. Items are given details on the way, which is of no
// account any more.
func (w *exporter) remark() {
	a := new(Annexes)
	add := func(title, text string) {
		a.Annotation = append(a.Annotation, Annotation{Title: title, Text: prose(text)})
	}
	for _, v := range []schema.Availability{schema.NotYetAvailable, schema.NotApplicable} {
		var names []string
		for _, i := range w.items() {
			if *i.availability == v {
				names = append(names, i.name)
			}
		}
		if names != nil {
			add(unavailable[v], strings.Join(names, ", "))
		}
	}
	if t := w.termination; t != nil {
		add(fmt.Sprintf("Termination (%s) at %s", t.State, t.At), t.Text)
	}
	if c := w.info.Cause.Details; c != nil {
		add(fmt.Sprintf("Cause (%s)", c.Status), c.Text)
	}
	for _, r := range remarks {
		if w.report.EventInformation != nil && slices.Contains(inEvent, r.title) {
			continue
		}
		if s := r.of(&w.statement); s != nil && *s != "" {
			add(r.title, *s)
		}
	}
	w.describe(a)
	a.Annotation = append(a.Annotation, w.mark())
	w.report.Annexes = a
}

// remark reads the annotations of a report of ours; others are not carried.
func (r *importer) remark() {
	if r.report.Annexes == nil || !r.ours() {
		return
	}
	for _, a := range r.report.Annexes.Annotation {
		text := a.Text.Text
		var state, at string
		switch {
		case len(a.Extensions) > 0:
			r.data(a)
		case a.Title == unavailable[schema.NotYetAvailable]:
			r.missing(schema.NotYetAvailable, text)
		case a.Title == unavailable[schema.NotApplicable]:
			r.missing(schema.NotApplicable, text)
		case between(a.Title, "Cause (", ")", &state):
			c := provide(&r.info.Cause, "")
			c.Status, c.Text = state, text
		case between(a.Title, "Termination (", "Z", &state):
			state, at, _ = strings.Cut(state, ") at ")
			r.termination = &schema.Termination{State: schema.TerminationState(state), At: schema.Time(at + "Z"), Text: text}
		default:
			r.remember(a.Title, text)
		}
	}
}

func (r *importer) remember(title, text string) {
	for _, x := range remarks {
		if x.title != title {
			continue
		}
		if s := x.of(&r.statement); s != nil {
			*s = text
		}
	}
}

func between(s, before, after string, middle *string) bool {
	s, ok := strings.CutPrefix(s, before)
	s, end := strings.CutSuffix(s, after)
	*middle = s
	return ok && end
}

// missing notes the items that are not provided.
func (r *importer) missing(v schema.Availability, names string) {
	for name := range strings.SplitSeq(names, ", ") {
		for _, i := range r.items() {
			if i.name == name && *i.availability == "" {
				*i.availability = v
			}
		}
	}
}

// nsMark is the namespace of the element by which a report names the message that
// it was made of.
const nsMark = "urn:forthwith:irix:1"

// mark is what the report says of the message it was made of.
type mark struct {
	XMLName  xml.Name          `xml:"urn:forthwith:irix:1 Message"`
	ID       schema.MessageID  `xml:"id,attr"`
	Kind     schema.Kind       `xml:"kind,attr"`
	Corrects schema.Kind       `xml:"corrects,attr,omitempty"`
	From     schema.Party      `xml:"from,attr"`
	Digest   schema.Digest     `xml:"digest,attr"`
	Event    schema.EventID    `xml:"event,attr,omitempty"`
	Exercise schema.ExerciseID `xml:"exercise,attr,omitempty"`
	Follows  schema.MessageID  `xml:"follows,attr,omitempty"`
	Revokes  schema.MessageID  `xml:"revokes,attr,omitempty"`
	About    schema.MessageID  `xml:"about,attr,omitempty"`
	Language string            `xml:"language,attr,omitempty"`
	ValidAt  schema.Time       `xml:"validAt,attr,omitempty"`
}

// mark is the annotation that has it.
func (w *exporter) mark() Annotation {
	h := w.header
	m := mark{ID: h.ID, Kind: h.Kind, Corrects: w.corrects, From: h.From, Digest: w.digest, Event: h.Event, Exercise: h.Exercise,
		Follows: h.Follows, Revokes: h.Revokes, Language: h.Language, ValidAt: w.info.ValidAt}
	if w.request != nil {
		m.About = w.request.About
	}
	if w.reply != nil {
		m.About = w.reply.Request
	}
	b, _ := xml.Marshal(m) // of plain texts
	return Annotation{Title: "Message", Extensions: []Raw{{Bytes: b}}, Text: prose(fmt.Sprintf("This report was made of the message %s of %s.", h.ID, h.From))}
}

// ours reports whether the report says which message it was made of.
func (r *importer) ours() bool { return r.from.ID != "" }

// Message is the message that the report was made of; false if it is of others.
func (r *Report) Message() (schema.MessageID, bool) {
	m := r.mark()
	return m.ID, m.ID != ""
}

// mark finds what the report says of the message it was made of; its zero value, if
// the report is of others.
func (r *Report) mark() mark {
	if r.Annexes == nil {
		return mark{}
	}
	for _, a := range r.Annexes.Annotation {
		for _, raw := range a.Extensions {
			var m mark
			if xml.Unmarshal(raw.Standalone(), &m) == nil && m.ID != "" {
				return m
			}
		}
	}
	return mark{}
}
