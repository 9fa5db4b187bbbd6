package cap

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Point is a place in WGS 84, in degrees.
type Point struct {
	Lat, Lon float64
}

// Polygon is the closed line around an area: its last point is its first. It has
// no holes.
type Polygon []Point

// Circle is a centre and a radius around it, in kilometres.
type Circle struct {
	Center   Point
	RadiusKm float64
}

const (
	// MaxPoints is how many points a polygon has at most.
	MaxPoints = 20_000
	// maxNumber is how many characters a number has at most.
	maxNumber = 32
	// maxRadius is half way around the Earth.
	maxRadius = 20_040
)

var tooManyPoints = fault{"too-many", fmt.Sprintf("the polygon has more than %d points; simplify it", MaxPoints)}

func parsePolygon(s string) (Polygon, []fault) {
	n := strings.Count(s, ",")
	if n > MaxPoints {
		return nil, []fault{tooManyPoints}
	}
	p := make(Polygon, 0, n)
	for pair := range strings.FieldsFuncSeq(s, isSpace) {
		pt, ok := parsePoint(pair)
		if !ok {
			return nil, []fault{{"coordinate", clipped("%q is no point; write latitude and longitude in degrees with a comma between, as in 56.1,4.2", pair)}}
		}
		p = append(p, pt)
	}
	return p, nil
}

func (p Polygon) String() string {
	var b strings.Builder
	for i, pt := range p {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(pt.String())
	}
	return b.String()
}

func parseCircle(s string) (Circle, []fault) {
	words := strings.FieldsFunc(clip(s), isSpace)
	if len(words) == 2 {
		center, ok := parsePoint(words[0])
		radius, isNumber := parseNumber(words[1])
		if ok && isNumber {
			return Circle{center, radius}, nil
		}
	}
	return Circle{}, []fault{{"circle", clipped("%q is no circle; write latitude,longitude, a space and the radius in kilometres, as in 56.1,4.2 10", s)}}
}

func (c Circle) String() string { return c.Center.String() + " " + formatNumber(c.RadiusKm) }

func parsePoint(s string) (Point, bool) {
	lat, lon, ok := strings.Cut(s, ",")
	x, isLat := parseNumber(lat)
	y, isLon := parseNumber(lon)
	return Point{x, y}, ok && isLat && isLon
}

func (p Point) String() string { return formatNumber(p.Lat) + "," + formatNumber(p.Lon) }

// parseNumber takes xs:decimal: no exponent, no infinity; and bounded.
func parseNumber(s string) (float64, bool) {
	digits := strings.TrimLeft(s, "+-")
	if len(s) > maxNumber || len(s) > len(digits)+1 || strings.Trim(digits, "0123456789.") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil
}

func formatNumber(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// fits says whether x is a number that parseNumber takes back unchanged.
func fits(x float64) bool {
	return !math.IsNaN(x) && !math.IsInf(x, 0) && len(formatNumber(x)) <= maxNumber
}
