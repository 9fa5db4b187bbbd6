package cap

import (
	"reflect"

	"forthwith/schema"
)

// parts is a message taken apart for CAP: what of it an alert can carry, whichever
// kind it is of. A zero value is not there.
type parts struct {
	header   schema.Header
	corrects schema.Kind                    // of a correction, the kind of what it carries
	known    map[Reference]schema.MessageID // the messages of the alerts that it refers to
	native   native                         // of the message that the alert was made of

	unlisted      []int // the attachments that the alert does not list
	text, reason  string
	orders        string // the measures in words, for persons; not read back
	bases         []schema.LegalBasis
	arrangement   string
	level         schema.Level
	responsible   schema.Party
	validAt, next schema.Time
	items         [itemCount]item

	accident schema.Accident
	place    schema.Location
	class    schema.EmergencyClass
	ines     schema.INES
	facility schema.Facility
	source   schema.Source
	cause    schema.Cause
	plant    schema.PlantStatus
	release  schema.Release
	air      schema.AirRelease
	water    schema.WaterRelease
	phase    schema.AirPhase // the first to air

	conditions   schema.Conditions
	weather      schema.Weather // the first
	monitoring   schema.Monitoring
	rate         schema.DoseRate // the highest
	sample       schema.Sample   // the first
	measures     schema.ProtectiveMeasures
	prediction   schema.Prediction
	food         schema.FoodMonitoring
	public       schema.PublicInformation
	consequences schema.Consequences

	termination     schema.Termination
	measurement     schema.Measurement
	acknowledgement schema.Acknowledgement
}

// native is what an alert says of the message that it was made of.
type native struct {
	id     schema.MessageID
	from   schema.Party
	digest string // SHA-256 in hexadecimal
}

// item is the availability of an item of information.
type item struct {
	Availability schema.Availability
	ValidAt      schema.Time
}

// itemNames are the items in their order, as parameters name them.
var itemNames = [itemCount]string{"accident", "facility", "cause", "release", "conditions", "monitoring", "measures", "prediction", "food", "publicInformation", "consequences"}

const itemCount = 11

// take takes a body apart.
func (p *parts) take(b schema.Body) {
	switch b := b.(type) {
	case *schema.Notification:
		p.notification(b)
	case *schema.Information:
		p.information(b)
	case *schema.Measurement:
		p.text, p.validAt, p.next, p.measurement, p.monitoring = b.Text, b.ValidAt, b.NextUpdateDue, *b, b.Monitoring
	case *schema.Measures:
		p.text, p.validAt, p.next, p.measures = b.Text, b.ValidAt, b.NextUpdateDue, b.Measures
		p.monitoring, p.food, p.public = value(b.Monitoring), value(b.Food), value(b.PublicInformation)
	case *schema.Correction:
		p.reason = b.Reason
		if right := corrected(b); right != nil {
			p.corrects = right.Kind()
			p.take(right)
		}
	case *schema.Withdrawal:
		p.text = b.Reason
	case *schema.Reinstatement:
		p.text = b.Reason
	case *schema.Termination:
		p.text, p.termination = b.Text, *b
	case *schema.Acknowledgement:
		p.text, p.acknowledgement = b.Remark, *b
	}
	p.firsts()
}

// firsts takes the first of what there may be several of.
func (p *parts) firsts() {
	p.air, p.water = value(p.release.Air), value(p.release.Water)
	p.phase, p.source = first(p.air.Phases), first(p.facility.Sources)
	p.rate, p.sample = highest(p.monitoring.DoseRates), first(p.monitoring.Samples)
	if len(p.conditions.Meteorology) > 0 { // else it may be a notification's
		p.weather = p.conditions.Meteorology[0]
	}
}

func (p *parts) notification(n *schema.Notification) {
	p.text, p.bases, p.arrangement, p.level = n.Text, n.Bases, n.Arrangement, n.Level
	p.responsible, p.validAt, p.next = n.ResponsibleState, n.ValidAt, n.NextUpdateDue
	p.accident.Nature, p.accident.Occurred = n.Nature, n.Occurred
	p.place, p.class, p.ines = value(n.Location), value(n.Class), value(n.INES)
	p.facility, p.release, p.weather = value(n.Facility), value(n.Release), value(n.Weather)
}

func (p *parts) information(i *schema.Information) {
	p.text, p.bases, p.arrangement, p.validAt, p.next = i.Summary, i.Bases, i.Arrangement, i.ValidAt, i.NextUpdateDue
	p.accident = value(i.Accident.Details)
	p.place, p.class, p.ines = value(p.accident.Location), value(p.accident.Class), value(p.accident.INES)
	p.facility, p.cause, p.release = value(i.Facility.Details), value(i.Cause.Details), value(i.Release.Details)
	p.plant = value(p.cause.Plant)
	p.conditions, p.monitoring, p.measures = value(i.Conditions.Details), value(i.Monitoring.Details), value(i.Measures.Details)
	p.prediction, p.food, p.public = value(i.Prediction.Details), value(i.Food.Details), value(i.PublicInformation.Details)
	p.consequences = value(i.Consequences.Details)
	for n, at := range availabilities(i) {
		p.items[n] = item{*at.availability, *at.validAt}
	}
}

// body is the body of a kind, put together.
func (p *parts) body(k schema.Kind) schema.Body {
	switch k {
	case schema.KindNotification:
		return p.asNotification()
	case schema.KindInformation:
		return p.asInformation()
	case schema.KindMeasurement:
		m := p.measurement
		m.Text, m.ValidAt, m.NextUpdateDue, m.Monitoring = p.text, p.validAt, p.next, p.asMonitoring()
		return &m
	case schema.KindMeasures:
		return &schema.Measures{Text: p.text, ValidAt: p.validAt, NextUpdateDue: p.next, Measures: p.measures,
			Monitoring: some(p.asMonitoring()), Food: some(p.food), PublicInformation: some(p.public)}
	case schema.KindCorrection:
		return schema.NewCorrection(p.reason, p.body(p.corrects))
	case schema.KindWithdrawal:
		return &schema.Withdrawal{Reason: p.text}
	case schema.KindReinstatement:
		return &schema.Reinstatement{Reason: p.text}
	case schema.KindTermination:
		t := p.termination
		t.Text = p.text
		return &t
	case schema.KindAcknowledgement:
		a := p.acknowledgement
		a.Remark = p.text
		return &a
	}
	return nil
}

func (p *parts) asNotification() *schema.Notification {
	return &schema.Notification{
		Text: p.text, Bases: p.bases, Arrangement: p.arrangement, Level: p.level, ResponsibleState: p.responsible,
		ValidAt: p.validAt, NextUpdateDue: p.next, Nature: p.accident.Nature, Occurred: p.accident.Occurred,
		Location: some(p.place), Class: some(p.class), INES: some(p.ines),
		Facility: some(p.asFacility()), Release: some(p.asRelease()), Weather: some(p.weather),
	}
}

func (p *parts) asInformation() *schema.Information {
	i := &schema.Information{Summary: p.text, Bases: p.bases, Arrangement: p.arrangement, ValidAt: p.validAt, NextUpdateDue: p.next}
	accident, cause, conditions := p.accident, p.cause, p.conditions
	if accident.Nature.Type != "" && accident.Occurred.At != "" {
		accident.Location, accident.Class, accident.INES = some(p.place), some(p.class), some(p.ines)
		i.Accident.Details = &accident
	}
	cause.Plant = some(p.plant)
	if !reflect.ValueOf(p.weather).IsZero() {
		conditions.Meteorology = []schema.Weather{p.weather}
	}
	i.Facility.Details, i.Cause.Details, i.Release.Details = some(p.asFacility()), some(cause), some(p.asRelease())
	i.Conditions.Details, i.Monitoring.Details, i.Measures.Details = some(conditions), some(p.asMonitoring()), some(p.measures)
	i.Prediction.Details, i.Food.Details, i.PublicInformation.Details = some(p.prediction), some(p.food), some(p.public)
	i.Consequences.Details = some(p.consequences)
	for n, at := range availabilities(i) {
		*at.availability, *at.validAt = p.items[n].Availability, p.items[n].ValidAt
		switch {
		case at.there():
			*at.availability = schema.Provided
		case *at.availability == schema.Provided:
			*at.availability, *at.validAt = "", "" // in the message, and not in the alert
		}
	}
	return i
}

func (p *parts) asFacility() schema.Facility {
	f := p.facility
	if !reflect.ValueOf(p.source).IsZero() {
		f.Sources = []schema.Source{p.source}
	}
	return f
}

func (p *parts) asRelease() schema.Release {
	r, air := p.release, p.air
	if !reflect.ValueOf(p.phase).IsZero() {
		air.Phases = []schema.AirPhase{p.phase}
	}
	r.Air, r.Water = some(air), some(p.water)
	return r
}

func (p *parts) asMonitoring() schema.Monitoring {
	m := p.monitoring
	if !reflect.ValueOf(p.rate).IsZero() {
		m.DoseRates = []schema.DoseRate{p.rate}
	}
	if len(p.sample.Results) > 0 {
		m.Samples = []schema.Sample{p.sample}
	}
	return m
}

// corrected is the message that a correction carries.
func corrected(c *schema.Correction) schema.Body {
	switch {
	case c.Notification != nil:
		return c.Notification
	case c.Information != nil:
		return c.Information
	case c.Measurement != nil:
		return c.Measurement
	case c.Measures != nil:
		return c.Measures
	}
	return nil
}

// availability is where an item of information says whether it is there.
type availability struct {
	availability *schema.Availability
	validAt      *schema.Time
	there        func() bool
}

func availabilities(i *schema.Information) [itemCount]availability {
	return [itemCount]availability{of(&i.Accident), of(&i.Facility), of(&i.Cause), of(&i.Release), of(&i.Conditions), of(&i.Monitoring),
		of(&i.Measures), of(&i.Prediction), of(&i.Food), of(&i.PublicInformation), of(&i.Consequences)}
}

func of[T any](i *schema.Item[T]) availability {
	return availability{&i.Availability, &i.ValidAt, func() bool { return i.Details != nil }}
}

// highest is the dose rate to look at first.
func highest(rates []schema.DoseRate) (high schema.DoseRate) {
	for i, r := range rates {
		x, _ := r.Value.SI()
		if most, _ := high.Value.SI(); i == 0 || x > most {
			high = r
		}
	}
	return high
}

func first[T any](xs []T) (x T) {
	if len(xs) > 0 {
		return xs[0]
	}
	return x
}

// value is what p points to; nothing if it is nil.
func value[T any](p *T) (x T) {
	if p != nil {
		return *p
	}
	return x
}

// some is a pointer to x, unless x says nothing.
func some[T any](x T) *T {
	if reflect.ValueOf(x).IsZero() {
		return nil
	}
	return &x
}
