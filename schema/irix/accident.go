package irix

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// mapping takes a report over into a notification and gathers what is lost.
type mapping struct {
	report *Report
	found  schema.Violations
}

func (m *mapping) warn(path, code, format string, a ...any) {
	m.add(path, schema.SeverityWarning, code, "", fmt.Sprintf(format, a...))
}

func (m *mapping) fail(path, code, article, format string, a ...any) {
	m.add(path, schema.SeverityError, code, article, fmt.Sprintf(format, a...))
}

// add keeps a violation once: two elements may refer to the same place.
func (m *mapping) add(path string, s schema.Severity, code, article, text string) {
	v := schema.Violation{Code: code, Pointer: m.report.place(path), Article: article, Severity: s, Text: text}
	if !slices.Contains(m.found, v) {
		m.found = append(m.found, v)
	}
}

const ofEvent = "EventInformation/"

// event takes over the section EventInformation.
func (m *mapping) event(e *EventInformation) *schema.Notification {
	n := &schema.Notification{
		Nature:   schema.Nature{Type: string(e.TypeOfEvent), Description: e.TypeOfEventDescription},
		Occurred: schema.Occurred{At: e.DateAndTimeOfEvent.At, Estimated: e.DateAndTimeOfEvent.IsEstimate == Yes},
		Location: m.location(&e.Location, ofEvent+"Location"),
		Facility: m.facility(e.ObjectInvolved),
		Class:    m.class(e.EmergencyClassification),
		Text:     m.fitting(ofEvent+"EventDescription", e.EventDescription.Text, 8000),
	}
	if n.Location == nil && n.Facility != nil && n.Facility.Location != nil {
		n.Location = n.Facility.Location
		m.warn(ofEvent+"Location", "location-of-object", "the place of the event is empty; that of the object involved is taken")
	}
	if c := e.INESClassification; c != nil {
		n.INES = &schema.INES{Level: string(c.INESLevel), Status: string(c.StatusOfClassification)}
		m.notCarried(ofEvent+"INESClassification", child{"DateAndTimeOfClassification", c.DateAndTimeOfClassification != ""},
			child{"BasisForClassification", c.BasisForClassification != FreeText{}})
	}
	m.notCarried(ofEvent, child{"PlantStatus", e.PlantStatus != nil})
	return n
}

func (m *mapping) facility(o *ObjectInvolved) *schema.Facility {
	const at = ofEvent + "ObjectInvolved"
	if o == nil {
		return nil
	}
	f := &schema.Facility{
		Name: m.fitting(at+"/Name", o.Name, 255),
		Type: string(o.TypeOfObjectOrActivity) + o.TypeOfObjectOrActivityDescription, // one of the two
	}
	if o.Location != nil {
		f.Location = m.location(o.Location, at+"/Location")
	}
	if c := o.ReactorCharacteristics; c != nil {
		f.Reactor = string(c.TypeOfReactor) + c.TypeOfReactorDescription
		f.ElectricalPower = m.power(c.ElectricalPower)
		m.notCarried(at+"/ReactorCharacteristics", child{"ThermalPower", c.ThermalPower != ""}, child{"Description", c.Description != FreeText{}})
	}
	m.notCarried(at, child{"SourceCharacteristics", o.SourceCharacteristics != nil}, child{"Description", o.Description != FreeText{}})
	if f.Name == "" {
		f.Name = f.Type
		m.warn(at+"/Name", "empty", "the object involved has no name; its type stands in for it")
	}
	if f.Name == "" {
		return nil
	}
	return f
}

func (m *mapping) power(given Decimal) *schema.Quantity {
	if given == "" {
		return nil
	}
	x := Float64(given)
	if x < 0 {
		m.warn(ofEvent+"ObjectInvolved/ReactorCharacteristics/ElectricalPower", "negative", "the electrical power is below zero; ask what is meant")
	}
	return &schema.Quantity{Value: x, Unit: "MW"}
}

func (m *mapping) class(given *EmergencyClassification) *schema.EmergencyClass {
	const at = ofEvent + "EmergencyClassification"
	if given == nil {
		return nil
	}
	c := &schema.EmergencyClass{
		Class:      string(given.EmergencyClass),
		National:   given.EmergencyClassDescription,
		DeclaredAt: given.DateAndTimeOfDeclaration,
		Basis:      m.fitting(at+"/BasisForDeclaration", given.BasisForDeclaration.Text, 2000),
	}
	if c.Class == "" && c.National == "" {
		m.warn(at, "empty", "the emergency class is empty and is not carried")
		return nil
	}
	return c
}

// location is a place, resolved if it refers to one; nil if it says nothing.
func (m *mapping) location(given *Location, path string) *schema.Location {
	p := m.report.At(given)
	if p == nil {
		m.fail(path, "ref-dangling", "", "there is no Location with the id %q in Locations; add it", xmlscan.Clip(string(given.Ref)))
		return nil
	}
	if *p == (Place{}) {
		m.warn(path, "empty", "the place is empty; ask where it is")
		return nil
	}
	if given.Ref != "" {
		path = "Locations/Location"
	}
	l := &schema.Location{Name: m.fitting(path+"/Name", p.Name, 255), Country: schema.Party(p.Country), Accuracy: string(p.AccuracyType)}
	if c := p.GeographicCoordinates; c != nil {
		lat, lon := Float64(c.Latitude), Float64(c.Longitude)
		l.Latitude, l.Longitude = &lat, &lon
		m.notCarried(path+"/GeographicCoordinates", child{"Height", len(c.Height) > 0})
	}
	m.notCarried(path, child{"Municipality", p.Municipality != ""}, child{"AdministrativeUnit", p.AdministrativeUnit != ""}, child{"Description", p.Description != FreeText{}})
	if p.Country != "" {
		if _, err := schema.ParseParty(string(p.Country)); err != nil {
			m.fail(path+"/Country", "country-unknown", "", "%v", err)
		}
	}
	return l
}

// fitting is a text that must fit into a field; it is never cut.
func (m *mapping) fitting(path, s string, most int) string {
	if utf8.RuneCountInString(s) > most {
		m.fail(path, "too-long", "", "it has more than %d characters, which is all that can be carried; shorten it", most)
	}
	return s
}

// child is one of an element, and whether it is there.
type child struct {
	name  string
	there bool
}

// notCarried says which children have no field to go to.
func (m *mapping) notCarried(path string, children ...child) {
	var lost []string
	for _, c := range children {
		if c.there {
			lost = append(lost, c.name)
		}
	}
	if len(lost) > 0 {
		m.warn(path, "not-carried", "%s: not carried in a notification; send it as information or name it in the text", strings.Join(lost, ", "))
	}
}
