package notify

import (
	"fmt"
	"strings"

	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// scene is where a body says that something is, or happens: the location of the
// event, and the facility involved with its own.
type scene struct {
	at         string            // JSON pointer to the notification or information
	event      **schema.Location // nil where the body has no place for one yet
	eventAt    string
	facility   *schema.Facility
	facilityAt string
	// installation is an event at the facility itself.
	installation bool
}

// sceneOf is the scene of a body, if it is of a kind that has one.
func sceneOf(b schema.Body) (scene, bool) {
	switch b := b.(type) {
	case *schema.Notification:
		return sceneOfNotification("/body", b), true
	case *schema.Information:
		return sceneOfInformation("/body", b), true
	case *schema.Correction:
		if b.Notification != nil {
			return sceneOfNotification("/body/notification", b.Notification), true
		}
		if b.Information != nil {
			return sceneOfInformation("/body/information", b.Information), true
		}
	}
	return scene{}, false
}

const installationEvent = "Nuclear Installation Event"

func sceneOfNotification(at string, n *schema.Notification) scene {
	return scene{
		at: at, event: &n.Location, eventAt: "/location", facility: n.Facility, facilityAt: "/facility",
		installation: n.Nature.Type == installationEvent,
	}
}

func sceneOfInformation(at string, i *schema.Information) scene {
	s := scene{at: at, facility: i.Facility.Details, facilityAt: "/facility/details"}
	if a := i.Accident.Details; a != nil {
		s.event, s.eventAt, s.installation = &a.Location, "/accident/details/location", a.Nature.Type == installationEvent
	}
	return s
}

// position is a location with coordinates, and where it stands in the message.
type position struct {
	catalogue.Position
	at      string
	country schema.Party
}

// positions are the locations that have coordinates. One that only repeats another
// is left out.
func (s *scene) positions() []position {
	var out []position
	add := func(at string, l *schema.Location) {
		if !placed(l) {
			return
		}
		p := position{catalogue.Position{Latitude: *l.Latitude, Longitude: *l.Longitude}, s.at + at, l.Country}
		if len(out) == 0 || out[0].Position != p.Position || out[0].country != p.country {
			out = append(out, p)
		}
	}
	if s.event != nil {
		add(s.eventAt, *s.event)
	}
	if s.facility != nil {
		add(s.facilityAt+"/location", s.facility.Location)
	}
	return out
}

func placed(l *schema.Location) bool { return l != nil && l.Latitude != nil && l.Longitude != nil }

// known is what the catalogue has under the facility's name.
func (s *scene) known(l *catalogue.List) (catalogue.Facility, bool) {
	if s.facility == nil || l.Len() == 0 {
		return catalogue.Facility{}, false
	}
	var country schema.Party
	if f := s.facility.Location; f != nil {
		country = f.Country
	}
	if country == "" && s.event != nil && *s.event != nil {
		country = (*s.event).Country
	}
	return l.Named(s.facility.Name, country)
}

// supply fills in of a facility what the message leaves out, and says what. A
// position that was given anywhere stands. The event gets that of the facility
// only where it is at the facility, and nothing was said of its place.
func (s *scene) supply(from *schema.Facility) []string {
	var filled []string
	text := func(what string, have *string, given string) {
		if *have == "" && given != "" {
			*have = given
			filled = append(filled, what+" "+given)
		}
	}
	f, l := s.facility, from.Location
	text("type", &f.Type, from.Type)
	text("reactor", &f.Reactor, from.Reactor)
	if !placed(l) || len(s.positions()) > 0 {
		return filled
	}
	if f.Location == nil {
		f.Location = new(schema.Location)
	}
	to, p := f.Location, catalogue.Position{Latitude: *l.Latitude, Longitude: *l.Longitude}
	to.Latitude, to.Longitude = &p.Latitude, &p.Longitude
	filled = append(filled, "position "+p.String())
	text("name of the place", &to.Name, l.Name)
	text("country", (*string)(&to.Country), string(l.Country))
	if s.installation && s.event != nil && *s.event == nil {
		at := *to
		*s.event = &at
		filled = append(filled, "and with them the location of the event")
	}
	return filled
}

// fill completes a draft from the catalogue, and says so.
func (d *Desk) fill(m *schema.Message) schema.Violations {
	s, ok := sceneOf(m.Body)
	if !ok {
		return nil
	}
	f, ok := s.known(d.facilities())
	if !ok {
		return nil
	}
	filled := s.supply(&schema.Facility{Type: f.Type, Reactor: f.Reactor, Location: f.Location()})
	if len(filled) == 0 {
		return nil
	}
	return schema.Violations{{
		Code: "from-catalogue", Pointer: s.at + s.facilityAt, Severity: schema.SeverityWarning,
		Text: fmt.Sprintf("filled in from this node's catalogue of facilities, as of %s: %s; if that is wrong, give them in a new draft", f.Name, strings.Join(filled, ", ")),
	}}
}

// asRecorded lets a draft that is asked for again say what the desk filled in the
// first time, whatever the catalogue says by now.
func asRecorded(asked, there schema.Body) {
	a, okA := sceneOf(asked)
	t, okT := sceneOf(there)
	if okA && okT && a.facility != nil && t.facility != nil && a.facility.Name == t.facility.Name {
		a.supply(t.facility)
	}
}
