package irix

import "forthwith/schema"

// event writes the section EventInformation. It needs the nature and time of the
// event: a message that does not repeat them has none.
func (w *exporter) event() {
	i := &w.info
	a := i.Accident.Details
	if a == nil {
		return
	}
	e := &EventInformation{
		ValidAt:                validAt(w.validAt, i.Accident.ValidAt, i.Facility.ValidAt, i.Cause.ValidAt),
		TypeOfEvent:            TypeOfEvent(a.Nature.Type),
		TypeOfEventDescription: plain(a.Nature.Description),
		DateAndTimeOfEvent:     DateAndTimeOfEvent{At: a.Occurred.At, IsEstimate: No},
		EventDescription:       prose(i.Summary),
	}
	if a.Occurred.Estimated {
		e.DateAndTimeOfEvent.IsEstimate = Yes
	}
	if a.Location != nil {
		w.report.Locations = &Locations{[]ListedLocation{{eventPlace, place(a.Location)}}}
		e.Location.Ref = eventPlace
	}
	if c := a.Class; c != nil {
		e.EmergencyClassification = &EmergencyClassification{EmergencyClass: EmergencyClass(c.Class), DateAndTimeOfDeclaration: c.DeclaredAt, BasisForDeclaration: prose(c.Basis)}
		if c.Class == "" {
			e.EmergencyClassification.EmergencyClassDescription = plain(c.National)
		}
	}
	if x := a.INES; x != nil && x.Status != "" {
		e.INESClassification = &INESClassification{INESLevel(x.Level), INESStatus(x.Status), x.RatedAt, prose(x.Basis)}
	}
	e.ObjectInvolved = w.object(i.Facility.Details)
	e.PlantStatus = plant(i.Cause.Details)
	w.report.EventInformation = e
}

func (w *exporter) object(f *schema.Facility) *ObjectInvolved {
	if f == nil {
		return nil
	}
	o := &ObjectInvolved{Name: plain(f.Name), Description: prose(f.Text)}
	o.TypeOfObjectOrActivity, o.TypeOfObjectOrActivityDescription = either[TypeOfObject](f.Type)
	if f.Location != nil {
		o.Location = &Location{Place: place(f.Location)}
	}
	r := ReactorCharacteristics{ThermalPower: number[Decimal](f.ThermalPower, "MW"), ElectricalPower: number[Decimal](f.ElectricalPower, "MW")}
	r.TypeOfReactor, r.TypeOfReactorDescription = either[TypeOfReactor](f.Reactor)
	if r != (ReactorCharacteristics{}) {
		o.ReactorCharacteristics = &r
	}
	var sources []Source
	for _, s := range f.Sources {
		x := Source{Sealed: YesNoUnknown(s.Sealed), Shielded: YesNoUnknown(s.Shielded), Description: prose(s.Text)}
		for _, n := range s.Nuclides {
			x.Nuclides.Nuclide = append(x.Nuclides.Nuclide, SourceNuclide{nuclide(n.Nuclide, n.Mixture), number[Float](n.Activity, "Bq"), DateTime(n.ReferenceAt)})
		}
		if len(x.Nuclides.Nuclide) > 0 {
			sources = append(sources, x)
		}
	}
	if len(sources) > 0 {
		o.SourceCharacteristics = &SourceCharacteristics{sources}
	}
	return o
}

func plant(c *schema.Cause) *PlantStatus {
	if c == nil {
		return nil
	}
	s := PlantStatus{TrendInConditions: Trend(c.Trend)}
	if p := c.Plant; p != nil {
		s.SpentFuelState, s.Description = prose(p.SpentFuel), prose(p.Text)
		core := CoreState{Description: prose(p.Core)}
		if p.Criticality != "" {
			core.Criticality = &CriticalityState{Criticality(p.Criticality), p.StoppedAt}
		}
		if p.FuelDamage != "" {
			core.SevereDamageToFuel = &SevereDamageToFuel{FuelDamage(p.FuelDamage), p.FuelDamagedAt}
		}
		if core != (CoreState{}) {
			s.CoreState = &core
		}
	}
	if s == (PlantStatus{}) {
		return nil
	}
	return &s
}

// event reads the section EventInformation.
func (r *importer) event() {
	e := r.report.EventInformation
	if e == nil {
		return
	}
	i := &r.info
	a := provide(&i.Accident, r.own(e.ValidAt))
	a.Nature = schema.Nature{Type: string(e.TypeOfEvent), Description: e.TypeOfEventDescription}
	a.Occurred = schema.Occurred{At: e.DateAndTimeOfEvent.At, Estimated: e.DateAndTimeOfEvent.IsEstimate == Yes}
	a.Location = r.report.At(&e.Location).native()
	if c := e.EmergencyClassification; c != nil && string(c.EmergencyClass)+c.EmergencyClassDescription != "" {
		a.Class = &schema.EmergencyClass{Class: string(c.EmergencyClass), National: c.EmergencyClassDescription, DeclaredAt: c.DateAndTimeOfDeclaration, Basis: c.BasisForDeclaration.Text}
	}
	if c := e.INESClassification; c != nil {
		a.INES = &schema.INES{Level: string(c.INESLevel), Status: string(c.StatusOfClassification), RatedAt: c.DateAndTimeOfClassification, Basis: c.BasisForClassification.Text}
	}
	i.Summary = e.EventDescription.Text
	r.object(e.ObjectInvolved)
	r.plant(e.PlantStatus)
	if f := i.Facility.Details; a.Location == nil && f != nil && f.Location != nil && !r.ours() {
		a.Location = f.Location
		r.warn("EventInformation/Location", "location-of-object", "the place of the event is empty; that of the object involved is taken")
	}
}

func (r *importer) object(o *ObjectInvolved) {
	if o == nil {
		return
	}
	f := provide(&r.info.Facility, "")
	f.Name, f.Text = o.Name, o.Description.Text
	f.Type = string(o.TypeOfObjectOrActivity) + o.TypeOfObjectOrActivityDescription // one of the two
	if f.Name == "" {
		f.Name = f.Type
		r.warn("EventInformation/ObjectInvolved/Name", "empty", "the object involved has no name; its type stands in for it")
	}
	if o.Location != nil {
		f.Location = r.report.At(o.Location).native()
	}
	if c := o.ReactorCharacteristics; c != nil {
		f.Reactor = string(c.TypeOfReactor) + c.TypeOfReactorDescription
		f.ThermalPower, f.ElectricalPower = quantity(c.ThermalPower, "MW"), quantity(c.ElectricalPower, "MW")
	}
	if o.SourceCharacteristics == nil {
		return
	}
	for _, s := range o.SourceCharacteristics.Source {
		x := schema.Source{Sealed: string(s.Sealed), Shielded: string(s.Shielded), Text: s.Description.Text}
		for _, n := range s.Nuclides.Nuclide {
			v := schema.SourceValue{Activity: quantity(n.Activity, "Bq")}
			v.Nuclide, v.Mixture = n.native()
			if t, err := schema.ParseTime(string(n.ReferenceDateAndTime)); err == nil {
				v.ReferenceAt = t
			}
			x.Nuclides = append(x.Nuclides, v)
		}
		f.Sources = append(f.Sources, x)
	}
}

func (r *importer) plant(s *PlantStatus) {
	if s == nil {
		return
	}
	c := provide(&r.info.Cause, "")
	c.Trend = string(s.TrendInConditions)
	p := schema.PlantStatus{SpentFuel: s.SpentFuelState.Text, Text: s.Description.Text}
	if core := s.CoreState; core != nil {
		p.Core = core.Description.Text
		if x := core.Criticality; x != nil {
			p.Criticality, p.StoppedAt = string(x.Status), x.StoppedAt
		}
		if x := core.SevereDamageToFuel; x != nil {
			p.FuelDamage, p.FuelDamagedAt = string(x.Occurrence), x.TimeOfOccurrence
		}
	}
	if p != (schema.PlantStatus{}) {
		c.Plant = &p
	}
}

// nuclide names one nuclide, several, one of IRIX's sums, or what has only words.
func nuclide(n schema.Nuclide, mixture string) NuclideInfo {
	switch s := string(n); {
	case s == "":
		return NuclideInfo{NuclideDescription: plain(mixture)}
	case fits[Nuclide](s):
		return NuclideInfo{Nuclide: Nuclide(s)}
	case fits[NuclideCombination](s):
		return NuclideInfo{NuclideCombination: NuclideCombination(s)}
	case fits[NuclideList](s):
		return NuclideInfo{NuclideList: NuclideList(s)}
	default:
		return NuclideInfo{NuclideDescription: plain(s)}
	}
}

func (n NuclideInfo) native() (schema.Nuclide, string) {
	name := schema.Nuclide(string(n.Nuclide) + string(n.NuclideList) + string(n.NuclideCombination))
	if len(schema.Valid(&schema.ReleasedAmount{Nuclide: name, Mixture: n.NuclideDescription})) > 0 {
		return "", string(name) + n.NuclideDescription // in words, what messages have no name for
	}
	return name, n.NuclideDescription
}
