package atlas

import "math"

// earth is the mean radius, in km.
const earth = 6371.0088

const radian = math.Pi / 180

// Distance is how far two points are apart along a great circle, in km.
func Distance(lat1, lon1, lat2, lon2 float64) float64 {
	a, b := math.Sin((lat2-lat1)/2*radian), math.Sin((lon2-lon1)/2*radian)
	h := a*a + math.Cos(lat1*radian)*math.Cos(lat2*radian)*b*b
	return 2 * earth * math.Asin(math.Sqrt(min(h, 1)))
}

// distance is that of a point to an outline, or most where it is no less.
func (a *Atlas) distance(r *area, lat, lon, most float64) float64 {
	if r.box.atLeast(lat, lon) >= most {
		return most
	}
	// The arc that may be nearest comes first, so that most others need no look.
	first, least := int32(-1), most
	for _, n := range r.arcs {
		if bound := a.arcs[n].box.atLeast(lat, lon); bound < least {
			first, least = n, bound
		}
	}
	if first < 0 {
		return most
	}
	most = a.arcs[first].distance(lat, lon, most)
	for _, n := range r.arcs {
		if c := &a.arcs[n]; n != first && c.box.atLeast(lat, lon) < most {
			most = c.distance(lat, lon, most)
		}
	}
	return most
}

// distance finds the point of each line that is nearest on a map whose scale is
// right around the given point, and measures the way to it on the sphere. The
// answer is best where nothing is nearer.
func (c *arc) distance(lat, lon, best float64) float64 {
	shrink := math.Cos(lat * radian)
	for i := 1; i < len(c.points); i++ {
		p, q := c.points[i-1], c.points[i]
		// East and north of the point, the shorter way round the globe.
		x, y := around(float64(p.lon)-lon)*shrink, float64(p.lat)-lat
		east, north := around(float64(q.lon-p.lon)), float64(q.lat-p.lat)
		dx, t := east*shrink, 0.0
		if length := dx*dx + north*north; length > 0 {
			t = min(max(-(x*dx+y*north)/length, 0), 1)
		}
		if nearer := math.Abs(y+t*north) * radian * earth; nearer < best {
			best = min(best, Distance(lat, lon, float64(p.lat)+t*north, float64(p.lon)+t*east))
		}
	}
	return best
}

// around is a difference of longitudes the shorter way.
func around(degrees float64) float64 {
	switch {
	case degrees < -180:
		return degrees + 360
	case degrees > 180:
		return degrees - 360
	}
	return degrees
}

// box is a range of latitudes and longitudes. What crosses the antimeridian has a
// box around the globe.
type box struct{ south, west, north, east float64 }

func (b box) holds(lat, lon float64) bool {
	return lat >= b.south && lat <= b.north && lon >= b.west && lon <= b.east
}

func (b box) wider(degrees float64) box {
	return box{b.south - degrees, b.west - degrees, b.north + degrees, b.east + degrees}
}

func (b box) and(c box) box {
	return box{min(b.south, c.south), min(b.west, c.west), max(b.north, c.north), max(b.east, c.east)}
}

// at is the box of one point.
func at(lat, lon float64) box { return box{lat, lon, lat, lon} }

// nowhere is the box of no point yet.
func nowhere() box { return box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)} }

// atLeast is a bound from below for the distance of a point to anything in the
// box, in km: the way to its latitudes, or to its nearer meridian.
func (b box) atLeast(lat, lon float64) float64 {
	north := max(b.south-lat, lat-b.north, 0)
	if lon >= b.west && lon <= b.east {
		return north * radian * earth
	}
	east := min(math.Abs(around(b.west-lon)), math.Abs(around(b.east-lon)), 90)
	meridian := math.Asin(math.Cos(lat*radian) * math.Sin(east*radian))
	return max(north*radian, meridian) * earth
}
