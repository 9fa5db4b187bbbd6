package irix

import "forthwith/schema"

// eventPlace is the id of the place of the event among Locations.
const eventPlace LocationID = "event"

// place is a location in words of IRIX.
func place(l *schema.Location) Place {
	p := Place{
		Name: plain(l.Name), Municipality: plain(l.Municipality), AdministrativeUnit: plain(l.Region),
		Country: Country(l.Country), AccuracyType: Accuracy(l.Accuracy), Description: prose(l.Text),
	}
	if l.Latitude == nil || l.Longitude == nil {
		return p
	}
	c := &GeographicCoordinates{Latitude: digits[Latitude](*l.Latitude), Longitude: digits[Longitude](*l.Longitude)}
	if h := number[Decimal](l.AboveSea, "m"); h != "" {
		c.Height = append(c.Height, Height{h, AboveSea})
	}
	if h := number[Decimal](l.AboveGround, "m"); h != "" {
		c.Height = append(c.Height, Height{h, AboveLand})
	}
	p.GeographicCoordinates = c
	return p
}

// native is a place in words of schema; nil if it says nothing.
func (p *Place) native() *schema.Location {
	if p == nil || *p == (Place{}) {
		return nil
	}
	l := &schema.Location{
		Name: p.Name, Municipality: p.Municipality, Region: p.AdministrativeUnit,
		Country: schema.Party(p.Country), Accuracy: string(p.AccuracyType), Text: p.Description.Text,
	}
	if c := p.GeographicCoordinates; c != nil {
		lat, lon := Float64(c.Latitude), Float64(c.Longitude)
		l.Latitude, l.Longitude = &lat, &lon
		for _, h := range c.Height {
			if h.Above == AboveSea {
				l.AboveSea = quantity(h.Metres, "m")
			} else {
				l.AboveGround = quantity(h.Metres, "m")
			}
		}
	}
	return l
}

// at is where something is that need not say so: none is the place of the event.
func (w *exporter) at(l *schema.Location) Location {
	if l != nil {
		return Location{Place: place(l)}
	}
	if w.report.Locations != nil {
		return Location{Ref: eventPlace}
	}
	return Location{}
}

// where is the other way: what refers to the place of the event says nothing of its
// own.
func (r *importer) where(l *Location) *schema.Location {
	if e := r.report.EventInformation; e != nil && l.Ref != "" && l.Ref == e.Location.Ref {
		return nil
	}
	return r.report.At(l).native()
}

// offset is how far from a place; it has a direction in IRIX, always.
func offset(o *schema.Offset) *LocationOffset {
	if o == nil || o.Bearing == nil {
		return nil
	}
	x := &LocationOffset{Distance: number[NonNegative](&o.Distance, "m"), Direction: angle(o.Bearing)}
	if x.Distance == "" || x.Direction == "" {
		return nil
	}
	return x
}

func (o *LocationOffset) native() *schema.Offset {
	if o == nil {
		return nil
	}
	return &schema.Offset{Distance: *quantity(o.Distance, "m"), Bearing: north(o.Direction)}
}

// period is a time that has an end in IRIX, always: one without is over at once.
func period(from, till schema.Time) Period {
	if till == "" {
		till = from
	}
	return Period{from, till}
}

func (p Period) native() (from, till schema.Time) {
	if p.EndTime == p.StartTime {
		return p.StartTime, ""
	}
	return p.StartTime, p.EndTime
}

// optionalPeriod is none where there is no beginning.
func optionalPeriod(from, till schema.Time) *Period {
	if from == "" {
		return nil
	}
	p := period(from, till)
	return &p
}
