package catalogue

import (
	"fmt"

	"forthwith/schema"
	"forthwith/schema/atlas"
)

// Facility is one entry of a list, as given there.
type Facility struct {
	ID       string       `json:"id,omitempty"`
	Name     string       `json:"name"`
	Country  schema.Party `json:"country"`
	Position *Position    `json:"position,omitempty"`
	Type     string       `json:"type,omitempty"`    // IRIX TypeOfObjectOrActivity, or a description
	Reactor  string       `json:"reactor,omitempty"` // as in PWR
	Model    string       `json:"model,omitempty"`
	Status   string       `json:"status,omitempty"`
	Electric *float64     `json:"electric,omitempty"` // MW, net
	Thermal  *float64     `json:"thermal,omitempty"`  // MW
	Source   string       `json:"source,omitempty"`
	PRIS     string       `json:"pris,omitempty"` // number in the IAEA's PRIS

	words []string // of the name, folded
}

// Position is where a facility is, in degrees of WGS 84.
type Position struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

// Location is where the facility is, as a message says it; nil if it is not known.
func (f *Facility) Location() *schema.Location {
	if f.Position == nil {
		return nil
	}
	p := *f.Position
	return &schema.Location{Name: f.Name, Latitude: &p.Latitude, Longitude: &p.Longitude, Country: f.Country}
}

// From is how far another position is off, in km.
func (p Position) From(other Position) float64 {
	return atlas.Distance(p.Latitude, p.Longitude, other.Latitude, other.Longitude)
}

// String is the position in words, as in 51.324 N 4.260 E.
func (p Position) String() string {
	ns, ew := 'N', 'E'
	if p.Latitude < 0 {
		p.Latitude, ns = -p.Latitude, 'S'
	}
	if p.Longitude < 0 {
		p.Longitude, ew = -p.Longitude, 'W'
	}
	return fmt.Sprintf("%.3f %c %.3f %c", p.Latitude, ns, p.Longitude, ew)
}
