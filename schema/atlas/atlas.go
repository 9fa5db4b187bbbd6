package atlas

import (
	_ "embed"
	"math"
	"sync"

	"forthwith/schema"
)

// Tolerance is how far off its border or coast a point is still near a country,
// in km: what the outlines leave out, and the territorial sea.
const Tolerance = 30.0

// Where is how a point stands to a country.
type Where string

const (
	NoOpinion Where = ""
	Inside    Where = "inside"
	Near      Where = "near"
	Outside   Where = "outside"
)

// Finding is where a point is. Distance is that to the country in km, of a point
// that is near or outside.
type Finding struct {
	Where    Where
	Distance float64
}

// Atlas is the outlines of countries. It does not change, and a look-up allocates
// nothing.
type Atlas struct {
	arcs  []arc
	areas []area
}

// arc is a piece of a line that one area has for itself, or two share.
type arc struct {
	points []point
	box    box
}

type point struct{ lat, lon float32 }

// area is what has one code: all its polygons, as the arcs around them.
type area struct {
	code     schema.Party // empty for none
	state    schema.Party // whose dependent territory it is
	disputed bool
	arcs     []int32
	box      box
}

//go:embed outlines.bin
var outlines []byte

// world is the embedded atlas. A test decodes it; an atlas that could not be read
// would be empty and have no opinion.
var world = sync.OnceValue(func() *Atlas {
	a, err := Decode(outlines)
	if err != nil {
		return new(Atlas)
	}
	return a
})

// Within tells how a point, in degrees of WGS 84, stands to a country.
func Within(country schema.Party, lat, lon float64) Finding {
	return world().Within(country, lat, lon)
}

// Within tells how a point stands to a country of this atlas.
func (a *Atlas) Within(country schema.Party, lat, lon float64) Finding {
	if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
		return Finding{}
	}
	nearest, known := math.Inf(1), false
	for i := range a.areas {
		r := &a.areas[i]
		if country == "" || r.code != country && r.state != country {
			continue
		}
		if known = true; a.holds(r, lat, lon) {
			return Finding{Where: Inside}
		}
		nearest = a.distance(r, lat, lon, nearest)
	}
	switch {
	case !known:
		return Finding{}
	case nearest <= Tolerance:
		return Finding{Near, nearest}
	case a.disputed(lat, lon):
		return Finding{}
	}
	return Finding{Outside, nearest}
}

// disputed reports whether a point lies in or near what the tables, or the lack
// of a code, call disputed.
func (a *Atlas) disputed(lat, lon float64) bool {
	for _, b := range disputedBoxes {
		if b.wider(boxMargin).holds(lat, lon) {
			return true
		}
	}
	for i := range a.areas {
		if r := &a.areas[i]; r.disputed && (a.holds(r, lat, lon) || a.distance(r, lat, lon, 2*Tolerance) <= Tolerance) {
			return true
		}
	}
	return false
}

// holds counts how often the meridian from the point to the North Pole, which is
// in no country, crosses the outline: an odd number of times from inside. Holes
// and islands need nothing more, nor do the antimeridian or the direction of an
// arc.
func (a *Atlas) holds(r *area, lat, lon float64) bool {
	if !r.box.holds(lat, lon) {
		return false
	}
	odd := false
	for _, n := range r.arcs {
		c := &a.arcs[n]
		if lat > c.box.north || lon < c.box.west || lon > c.box.east {
			continue
		}
		for i := 1; i < len(c.points); i++ {
			if c.points[i-1].crosses(c.points[i], lat, lon) {
				odd = !odd
			}
		}
	}
	return odd
}

// crosses reports whether the line from p to q crosses the meridian of a point
// north of it. What touches the meridian counts as west of it, so that a corner
// on it is crossed once.
func (p point) crosses(q point, lat, lon float64) bool {
	x, y := around(float64(p.lon)-lon), around(float64(q.lon)-lon)
	if (x > 0) == (y > 0) || math.Abs(x-y) > 180 {
		return false
	}
	return float64(p.lat)+x/(x-y)*float64(q.lat-p.lat) > lat
}
