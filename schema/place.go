package schema

import (
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Location is where: WGS 84 decimal degrees, west and south negative, longitude
// 180 written -180. A place may be a name only.
type Location struct {
	Name         string   `json:"name,omitempty" validate:"max=255"`
	Latitude     *float64 `json:"latitude,omitempty" validate:"required_with=Longitude,omitempty,gte=-90,lte=90"`
	Longitude    *float64 `json:"longitude,omitempty" validate:"required_with=Latitude,omitempty,gte=-180,lt=180"`
	Municipality string   `json:"municipality,omitempty" validate:"max=255"`
	Region       string   `json:"region,omitempty" validate:"max=255"` // IRIX AdministrativeUnit
	Country      Party    `json:"country,omitempty" validate:"omitempty,state"`
	Accuracy     string   `json:"accuracy,omitempty" validate:"omitempty,oneof='Exact Location' 'Reference of Region'"`
	// A height has its datum in its name.
	AboveSea    *Quantity `json:"aboveSea,omitempty" validate:"omitempty,quantity=height"`
	AboveGround *Quantity `json:"aboveGround,omitempty" validate:"omitempty,quantity=height"`
	// Area is where it is or may be, when no point says: a track, a footprint.
	Area *Area  `json:"area,omitempty"`
	Text string `json:"text,omitempty" validate:"max=2000"`
}

// Point is a position, WGS 84.
type Point struct {
	Latitude  float64 `json:"latitude" validate:"given,gte=-90,lte=90"`
	Longitude float64 `json:"longitude" validate:"given,gte=-180,lt=180"`
}

// UnmarshalJSONFrom tells a coordinate that is missing from one that is 0.
func (p *Point) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	type plain Point
	x := plain{absent, absent}
	err := json.UnmarshalDecode(d, &x)
	*p = Point(x)
	return err
}

// Area is a part of the world: a country, a named part of it, a shape, or what is
// said in words. What is given together is meant together: the sector in that
// country. At most one shape is given. A circle or a sector without a centre lies
// around the place of the event.
type Area struct {
	Country Party   `json:"country,omitempty" validate:"omitempty,state"`
	Name    string  `json:"name,omitempty" validate:"max=255"` // a district, a zone, a sea
	Circle  *Circle `json:"circle,omitempty"`
	Sector  *Sector `json:"sector,omitempty"`
	// Polygon has its corners in order; the last is joined to the first.
	Polygon []Point `json:"polygon,omitempty" validate:"omitempty,min=3,max=200,dive"`
	Text    string  `json:"text,omitempty" validate:"max=2000"`
}

// Circle is all that is no further than a radius.
type Circle struct {
	Centre *Point   `json:"centre,omitempty"`
	Radius Quantity `json:"radius" validate:"quantity=length"`
}

// Sector is what lies between two bearings, clockwise from the first, and two
// distances.
type Sector struct {
	Centre *Point    `json:"centre,omitempty"`
	From   Quantity  `json:"from" validate:"quantity=angle"`
	Till   Quantity  `json:"till" validate:"quantity=angle"`
	Inner  *Quantity `json:"inner,omitempty" validate:"omitempty,quantity=length"`
	Outer  *Quantity `json:"outer,omitempty" validate:"omitempty,quantity=length"`
}
