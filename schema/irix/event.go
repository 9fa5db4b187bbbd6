package irix

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// event takes over the section EventInformation.
func (r *Report) event(n *node, places map[string]*node) {
	if n == nil {
		return
	}
	e := &Event{
		ValidAt:     schema.Time(n.attributes["ValidAt"]),
		Nature:      schema.Nature{Type: n.get("TypeOfEvent"), Description: n.get("TypeOfEventDescription")},
		Occurred:    schema.Occurred{At: schema.Time(n.get("DateAndTimeOfEvent"))},
		Description: r.fitting(n, "EventDescription", 8000),
	}
	e.Occurred.Estimated = n.child("DateAndTimeOfEvent").attributes["IsEstimate"] == "Yes"
	e.Location = r.location(n.child("Location"), places)
	e.Facility = r.facility(n.child("ObjectInvolved"), places)
	if e.Location == nil && e.Facility != nil && e.Facility.Location != nil {
		e.Location = e.Facility.Location
		r.warn(n.child("Location"), "location-of-object", "the place of the event is empty; that of the object involved is taken")
	}
	e.Class = r.class(n.child("EmergencyClassification"))
	if c := n.child("INESClassification"); c != nil {
		e.INES = &schema.INES{Level: c.get("INESLevel"), Status: c.get("StatusOfClassification")}
		r.notCarried(c, "DateAndTimeOfClassification", "BasisForClassification")
	}
	r.notCarried(n, "PlantStatus")
	r.Event = e
}

func (r *Report) facility(n *node, places map[string]*node) *schema.Facility {
	if n == nil {
		return nil
	}
	f := &schema.Facility{
		Name: r.fitting(n, "Name", 255),
		Type: n.get("TypeOfObjectOrActivity") + n.get("TypeOfObjectOrActivityDescription"), // one of the two
	}
	if c := n.child("Location"); c != nil {
		f.Location = r.location(c, places)
	}
	if c := n.child("ReactorCharacteristics"); c != nil {
		f.Reactor = c.get("TypeOfReactor") + c.get("TypeOfReactorDescription")
		f.ElectricalPower = r.power(c.child("ElectricalPower"))
		r.notCarried(c, "ThermalPower", "Description")
	}
	r.notCarried(n, "SourceCharacteristics", "Description")
	if f.Name == "" {
		f.Name = f.Type
		r.warn(n.child("Name"), "empty", "the object involved has no name; its type stands in for it")
	}
	if f.Name == "" {
		return nil
	}
	return f
}

func (r *Report) power(n *node) *schema.Quantity {
	if n == nil {
		return nil
	}
	x := parse(n.text)
	if x < 0 {
		r.warn(n, "negative", "the electrical power is below zero; ask what is meant")
	}
	return &schema.Quantity{Value: x, Unit: "MW"}
}

func (r *Report) class(n *node) *schema.EmergencyClass {
	if n == nil {
		return nil
	}
	c := &schema.EmergencyClass{
		Class:      n.get("EmergencyClass"),
		National:   n.get("EmergencyClassDescription"),
		DeclaredAt: schema.Time(n.get("DateAndTimeOfDeclaration")),
		Basis:      r.fitting(n, "BasisForDeclaration", 2000),
	}
	if c.Class == "" && c.National == "" {
		r.warn(n, "empty", "the emergency class is empty and is not carried")
		return nil
	}
	return c
}

// byID are the places of the section Locations, which others refer to.
func byID(n *node) map[string]*node {
	places := make(map[string]*node)
	for _, l := range n.all("Location") {
		places[l.attributes["id"]] = l
	}
	return places
}

// location is a place, resolved if it refers to one; nil if it says nothing.
func (r *Report) location(n *node, places map[string]*node) *schema.Location {
	if ref, ok := n.attributes["ref"]; ok {
		if len(n.children) > 0 {
			r.warn(n, "ref-with-content", "a place that refers to %s has no content of its own; what it holds is not carried", xmlscan.Clip(ref))
		}
		to, ok := places[ref]
		if !ok {
			r.fail(n, "ref-dangling", "there is no Location with the id %q in Locations; add it", xmlscan.Clip(ref))
			return nil
		}
		n = to
	}
	if len(n.children) == 0 {
		r.warn(n, "empty", "the place is empty; ask where it is")
		return nil
	}
	l := &schema.Location{Name: r.fitting(n, "Name", 255), Country: schema.Party(n.get("Country")), Accuracy: n.get("AccuracyType")}
	if c := n.child("GeographicCoordinates"); c != nil {
		lat, lon := parse(c.get("Latitude")), parse(c.get("Longitude"))
		l.Latitude, l.Longitude = &lat, &lon
		r.notCarried(c, "Height")
	}
	r.notCarried(n, "Municipality", "AdministrativeUnit", "Description")
	if k := n.child("Country"); k != nil {
		if _, err := schema.ParseParty(k.text); err != nil {
			r.fail(k, "country-unknown", "%v", err)
		} else if userAssigned(k.text) {
			r.warn(k, "country-user-assigned", "%s is given to no State by ISO 3166-1; check which is meant", k.text)
		}
	}
	return l
}

// fitting is the text of a child that must fit into a field; it is never cut.
func (r *Report) fitting(n *node, name string, most int) string {
	s := n.get(name)
	if utf8.RuneCountInString(s) > most {
		r.fail(n.child(name), "too-long", "%s has more than %d characters, which is all that can be carried; shorten it", name, most)
	}
	return s
}

// notCarried says which children have no field to go to.
func (r *Report) notCarried(n *node, names ...string) {
	var lost []string
	for _, name := range names {
		if n.child(name) != nil {
			lost = append(lost, name)
		}
	}
	if len(lost) > 0 {
		r.warn(n, "not-carried", "%s: not carried in a notification; send it as information or name it in the text", strings.Join(lost, ", "))
	}
}

// parse is a number that the table has checked.
func parse(s string) float64 {
	x, _ := strconv.ParseFloat(s, 64)
	return x
}

// userAssigned reports whether ISO 3166-1 leaves a code to its users: AA, QM to
// QZ, XA to XZ, ZZ. XK is in general use.
func userAssigned(c string) bool {
	return c == "AA" || c == "ZZ" || c >= "QM" && c <= "QZ" || c >= "XA" && c <= "XZ" && c != "XK"
}
