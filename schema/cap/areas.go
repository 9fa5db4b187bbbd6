package cap

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"forthwith/schema"
)

// Names of geocodes. What CAP's shapes do not say of an area of ours stands in
// those that are ours.
const (
	geocodeCountry = "ISO3166-1"
	geocodeMeasure = prefix + "measure" // which of the measures holds there, from 1
	geocodeName    = prefix + "area.name"
	geocodeText    = prefix + "area.text"
	geocodeSector  = prefix + "area.sector" // from and till in degrees; inner and outer distance
	geocodeRadius  = prefix + "area.radius" // of a circle, as it was given
	geocodeAround  = prefix + "area.around" // the event: the area has no centre of its own
)

// areas are where measures are planned or in force, in their order. An area of CAP
// is where a warning holds: where a measure is only considered, or was withdrawn,
// nobody is warned, and where it happened is a parameter.
func (p *parts) areas() (areas []Area) {
	for n, m := range p.measures.Actions {
		if m.Status != "Planned" && !slices.Contains(ordered, m.Status) {
			continue
		}
		for _, a := range m.Areas {
			out := p.area(a)
			out.Description = marked(&p.header, clean(m.Type+": "+p.where(a)))
			out.Geocodes = append(out.Geocodes, Geocode{geocodeMeasure, strconv.Itoa(n + 1)})
			areas = append(areas, out)
		}
	}
	return areas
}

// area is the shape of an area, and its codes.
func (p *parts) area(a schema.Area) (out Area) {
	code := func(name, value string) {
		if value != "" {
			out.Geocodes = append(out.Geocodes, Geocode{name, clean(value)})
		}
	}
	code(geocodeCountry, string(a.Country))
	code(geocodeName, a.Name)
	code(geocodeText, a.Text)
	switch {
	case len(a.Polygon) > 0:
		var line Polygon
		for _, pt := range a.Polygon {
			line = append(line, rounded(pt))
		}
		out.Polygons = []Polygon{append(line, line[0])}
	case a.Circle != nil:
		code(geocodeRadius, pack(amount(&a.Circle.Radius)...))
		centre, found := p.centre(a.Circle.Centre)
		if a.Circle.Centre == nil {
			code(geocodeAround, "event")
		}
		if r := metres(a.Circle.Radius) / 1000; found && r <= maxRadius {
			out.Circles = []Circle{{centre, math.Round(r*1e6) / 1e6}}
		}
	case a.Sector != nil:
		s := a.Sector
		code(geocodeSector, pack(append(append(append(amount(&s.From), amount(&s.Till)...), amount(s.Inner)...), amount(s.Outer)...)...))
		centre, found := p.centre(s.Centre)
		if s.Centre == nil {
			code(geocodeAround, "event")
		} else {
			code(geocodeAround, rounded(*s.Centre).String())
		}
		if found && s.Outer != nil {
			out.Polygons = outline(centre, s)
		}
	}
	return out
}

// centre is the one given, or the place of the event.
func (p *parts) centre(given *schema.Point) (Point, bool) {
	if given != nil {
		return rounded(*given), true
	}
	if p.place.Latitude == nil || p.place.Longitude == nil {
		return Point{}, false
	}
	return rounded(schema.Point{Latitude: *p.place.Latitude, Longitude: *p.place.Longitude}), true
}

// rounded is a point to a tenth of a metre.
func rounded(p schema.Point) Point {
	return Point{math.Round(p.Latitude*1e6) / 1e6, math.Round(p.Longitude*1e6) / 1e6}
}

func metres(q schema.Quantity) float64 {
	m, _ := q.SI()
	return m
}

// outline is the line around a sector, a point for every five degrees of its arcs.
// A sector that is too large to be drawn on a map of one side of the Earth, or
// lies across its seams, is not drawn.
func outline(centre Point, s *schema.Sector) []Polygon {
	outer, inner := metres(*s.Outer), 0.0
	if s.Inner != nil {
		inner = metres(*s.Inner)
	}
	width := math.Mod(s.Till.Value-s.From.Value+360, 360)
	if outer <= inner || outer > 1e6 || width == 0 {
		return nil
	}
	steps := math.Ceil(width / 5)
	var line Polygon
	for i := range int(steps) + 1 {
		line = append(line, away(centre, s.From.Value+width*float64(i)/steps, outer))
	}
	if inner == 0 {
		line = append(line, centre)
	}
	for i := int(steps); i >= 0 && inner > 0; i-- {
		line = append(line, away(centre, s.From.Value+width*float64(i)/steps, inner))
	}
	for _, pt := range line {
		if math.Abs(pt.Lat) > 89 || math.Abs(pt.Lon-centre.Lon) > 180 {
			return nil
		}
	}
	return []Polygon{append(line, line[0])}
}

// away is the point so many metres from another in a direction, on a sphere.
func away(from Point, bearing, distance float64) Point {
	const radius, deg = 6_371_000, math.Pi / 180
	d, b, lat, lon := distance/radius, bearing*deg, from.Lat*deg, from.Lon*deg
	lat2 := math.Asin(math.Sin(lat)*math.Cos(d) + math.Cos(lat)*math.Sin(d)*math.Cos(b))
	lon2 := lon + math.Atan2(math.Sin(b)*math.Sin(d)*math.Cos(lat), math.Cos(d)-math.Sin(lat)*math.Sin(lat2))
	x := math.Mod(lon2/deg+540, 360) - 180
	return rounded(schema.Point{Latitude: lat2 / deg, Longitude: x})
}

// where is an area in words.
func (p *parts) where(a schema.Area) string {
	var words []string
	if a.Name != "" {
		words = append(words, a.Name)
	}
	if a.Country != "" {
		words = append(words, string(a.Country))
	}
	around := func(centre *schema.Point) string {
		if centre != nil {
			return rounded(*centre).String()
		}
		return "the place of the event"
	}
	switch {
	case a.Circle != nil:
		words = append(words, fmt.Sprintf("up to %s from %s", length(a.Circle.Radius), around(a.Circle.Centre)))
	case a.Sector != nil:
		s := fmt.Sprintf("from %g to %g degrees around %s", a.Sector.From.Value, a.Sector.Till.Value, around(a.Sector.Centre))
		if a.Sector.Inner != nil {
			s += ", beyond " + length(*a.Sector.Inner)
		}
		if a.Sector.Outer != nil {
			s += ", up to " + length(*a.Sector.Outer)
		}
		words = append(words, s)
	case len(a.Polygon) > 0:
		words = append(words, fmt.Sprintf("an area of %d corners", len(a.Polygon)))
	}
	if a.Text != "" {
		words = append(words, a.Text)
	}
	if s := strings.Join(words, "; "); strings.Trim(s, space) != "" {
		return s
	}
	return "an area that is not named"
}

// order is a measure in words.
func (p *parts) order(a schema.ProtectiveAction) string {
	s := a.Type + ": " + a.Status
	for _, t := range []struct {
		word string
		at   schema.Time
	}{{"from", a.From}, {"till", a.Till}} {
		if t.at != "" {
			s += fmt.Sprintf(", %s %s", t.word, t.at)
		}
	}
	for _, area := range a.Areas {
		s += "\n- " + p.where(area)
	}
	if a.Text != "" {
		s += "\n" + a.Text
	}
	return s
}

// takeArea reads an area of ours back into the measure that it is of. It says
// whether it is one.
func (p *parts) takeArea(in Area) bool {
	codes := make(map[string]string)
	for _, g := range in.Geocodes {
		codes[g.Name] = g.Value
	}
	n, err := strconv.Atoi(codes[geocodeMeasure])
	if err != nil || n < 1 || n > len(p.measures.Actions) {
		return false
	}
	a := schema.Area{Country: schema.Party(codes[geocodeCountry]), Name: codes[geocodeName], Text: codes[geocodeText]}
	switch {
	case codes[geocodeRadius] != "":
		a.Circle = circleOf(codes, in.Circles)
	case codes[geocodeSector] != "":
		a.Sector = sectorOf(codes)
	case len(in.Polygons) == 1:
		line := in.Polygons[0]
		for _, pt := range line[:len(line)-1] {
			a.Polygon = append(a.Polygon, schema.Point{Latitude: pt.Lat, Longitude: pt.Lon})
		}
	}
	m := &p.measures.Actions[n-1]
	m.Areas = append(m.Areas, a)
	return true
}

func circleOf(codes map[string]string, shapes []Circle) *schema.Circle {
	radius, ok := parseAmount(append(unpack(codes[geocodeRadius]), "", "")[:3])
	if !ok || radius == nil {
		return nil
	}
	c := &schema.Circle{Radius: *radius}
	if codes[geocodeAround] == "" && len(shapes) == 1 {
		c.Centre = &schema.Point{Latitude: shapes[0].Center.Lat, Longitude: shapes[0].Center.Lon}
	}
	return c
}

func sectorOf(codes map[string]string) *schema.Sector {
	cells := append(unpack(codes[geocodeSector]), make([]string, 12)...)
	from, ok1 := parseAmount(cells[0:3])
	till, ok2 := parseAmount(cells[3:6])
	inner, ok3 := parseAmount(cells[6:9])
	outer, ok4 := parseAmount(cells[9:12])
	if !ok1 || !ok2 || !ok3 || !ok4 || from == nil || till == nil {
		return nil
	}
	s := &schema.Sector{From: *from, Till: *till, Inner: inner, Outer: outer}
	if at, ok := parsePoint(codes[geocodeAround]); ok {
		s.Centre = &schema.Point{Latitude: at.Lat, Longitude: at.Lon}
	}
	return s
}
