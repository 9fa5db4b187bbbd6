package notify

import (
	"fmt"

	"forthwith/notify/catalogue"
	"forthwith/schema"
	"forthwith/schema/atlas"
)

// doubt is a place that does not fit what else a message says. It is a reason to
// look again and never one to hold a message up.
type doubt struct {
	code, at string
	km       float64
	text     string
}

// plausible compares the places of a message with the country each names, and
// with where the catalogue has the facility it names. What the atlas or the
// catalogue has no opinion of, disputed places among them, is not doubted.
func plausible(b schema.Body, l *catalogue.List) []doubt {
	s, ok := sceneOf(b)
	if !ok {
		return nil
	}
	var out []doubt
	positions := s.positions()
	if len(positions) == 0 {
		return nil
	}
	for _, p := range positions {
		if at := p.within(); at.Where == atlas.Outside {
			out = append(out, doubt{"implausible-country", p.at, at.Distance, fmt.Sprintf(
				"%s lies %.0f km outside %s, the country that is named%s; check the coordinates and the country, or say in words why it is so",
				p, at.Distance, p.country, p.slip())})
		}
	}
	f, ok := s.known(l)
	if !ok || f.Position == nil {
		return out
	}
	for _, p := range positions {
		if km := p.From(*f.Position); km > catalogue.Site {
			out = append(out, doubt{"implausible-facility", p.at, km, fmt.Sprintf(
				"%s lies %.0f km from where this node's catalogue has %s (%s); check the coordinates and the name, or say in words why it is so",
				p, km, f.Name, f.Position)})
		}
	}
	return out
}

// within is how a position stands to the country that is named with it.
func (p position) within() atlas.Finding { return atlas.Within(p.country, p.Latitude, p.Longitude) }

// slip names the slip of the pen that would explain a place outside its country.
func (p position) slip() string {
	exchanged, south, west := p, p, p
	exchanged.Latitude, exchanged.Longitude = p.Longitude, p.Latitude
	south.Latitude, west.Longitude = -p.Latitude, -p.Longitude
	for _, s := range []struct {
		name string
		position
	}{
		{"latitude and longitude exchanged", exchanged},
		{"the other sign before the latitude", south},
		{"the other sign before the longitude", west},
	} {
		if at := s.within().Where; at == atlas.Inside || at == atlas.Near {
			return " (with " + s.name + " it would be there)"
		}
	}
	return ""
}

// warning is a doubt as a journal entry and a receipt keep it: the code, and how
// far.
func (d doubt) warning() string { return fmt.Sprintf("%s %.0f km", d.code, d.km) }

func violations(ds []doubt) schema.Violations {
	var vs schema.Violations
	for _, d := range ds {
		vs = append(vs, schema.Violation{Code: d.code, Pointer: d.at, Severity: schema.SeverityWarning, Text: d.text})
	}
	return vs
}
