package atlas

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"forthwith/schema"
)

// Magic begins a file of outlines.
const Magic = "forthwith outlines 1\n"

// NoCode stands in a file for an area without a code.
const NoCode = "--"

var errShort = errors.New("the file ends too early")

// Decode reads a file of outlines strictly.
func Decode(b []byte) (*Atlas, error) {
	rest, ok := bytes.CutPrefix(b, []byte(Magic))
	if !ok {
		return nil, errors.New("outlines: this is no file of outlines, or one of another version")
	}
	d := &decoder{rest: rest}
	for i := range d.grid {
		d.grid[i] = math.Float64frombits(binary.LittleEndian.Uint64(d.take(8)))
	}
	a := new(Atlas)
	starts := []int32{0} // where the pieces of each arc begin, and those of the last end
	for n := d.count(); n > 0 && d.err == nil; n-- {
		a.arcs = append(a.arcs, pieces(d.points())...)
		starts = append(starts, int32(len(a.arcs)))
	}
	for n := d.count(); n > 0 && d.err == nil; n-- {
		a.areas = append(a.areas, d.area(a.arcs, starts))
	}
	if d.err == nil && len(d.rest) > 0 {
		d.err = fmt.Errorf("%d bytes follow the last area", len(d.rest))
	}
	if d.err != nil {
		return nil, fmt.Errorf("outlines: %w", d.err)
	}
	return a, nil
}

// decoder reads on until something is wrong, and then nothing more.
type decoder struct {
	rest []byte
	grid [4]float64 // scale and translation of longitude, and of latitude
	err  error
}

// take is the next n bytes, or as many zeros.
func (d *decoder) take(n int) []byte {
	if len(d.rest) < n {
		d.rest, d.err = nil, errors.Join(d.err, errShort)
		return make([]byte, n)
	}
	b := d.rest[:n]
	d.rest = d.rest[n:]
	return b
}

// count is the number of things that follow, each of at least one byte.
func (d *decoder) count() int {
	v, n := binary.Uvarint(d.rest)
	if n <= 0 || v > uint64(len(d.rest)-n) {
		d.rest, d.err = nil, errors.Join(d.err, errShort)
		return 0
	}
	d.rest = d.rest[n:]
	return int(v)
}

func (d *decoder) difference() int64 {
	v, n := binary.Varint(d.rest)
	if n <= 0 {
		d.rest, d.err = nil, errors.Join(d.err, errShort)
		return 0
	}
	d.rest = d.rest[n:]
	return v
}

// points are those of one arc.
func (d *decoder) points() []point {
	n := d.count()
	if n < 2 && d.err == nil {
		d.err = fmt.Errorf("an arc of %d points", n)
	}
	points := make([]point, 0, n)
	var x, y int64
	for ; n > 0 && d.err == nil; n-- {
		x, y = x+d.difference(), y+d.difference()
		lon, lat := float64(x)*d.grid[0]+d.grid[1], float64(y)*d.grid[2]+d.grid[3]
		if !(math.Abs(lat) <= 90 && math.Abs(lon) <= 180) {
			d.err = errors.Join(d.err, fmt.Errorf("a point at latitude %g, longitude %g", lat, lon))
		}
		points = append(points, point{float32(lat), float32(lon)})
	}
	return points
}

func (d *decoder) area(arcs []arc, starts []int32) area {
	r := area{code: schema.Party(d.take(2)), box: nowhere()}
	if r.code == NoCode {
		r.code = ""
	} else if _, err := schema.ParseParty(string(r.code)); err != nil {
		d.err = errors.Join(d.err, err)
	}
	r.state, r.disputed = stateOf(r.code), r.code == "" || slices.Contains(disputedAreas, r.code)
	n := int64(0)
	for left := d.count(); left > 0 && d.err == nil; left-- {
		n += d.difference()
		if n < 0 || n >= int64(len(starts)-1) {
			d.err = errors.Join(d.err, fmt.Errorf("area %q has arc %d of %d", r.code, n, len(starts)-1))
			return r
		}
		for piece := starts[n]; piece < starts[n+1]; piece++ {
			r.arcs = append(r.arcs, piece)
			r.box = r.box.and(arcs[piece].box)
		}
	}
	return r
}

// pieceLength is how many lines stay together: few enough for a small box.
const pieceLength = 32

// pieces cuts a long arc, so that most of it can be passed over by the boxes.
func pieces(points []point) []arc {
	var out []arc
	for i := 0; i+1 < len(points); i += pieceLength {
		out = append(out, newArc(points[i:min(i+pieceLength+1, len(points))]))
	}
	return out
}

func newArc(points []point) arc {
	c := arc{points: points, box: nowhere()}
	for i, p := range points {
		lat, lon := float64(p.lat), float64(p.lon)
		c.box = c.box.and(at(lat, lon))
		if i > 0 && math.Abs(lon-float64(points[i-1].lon)) > 180 {
			c.box = c.box.and(at(lat, -180)).and(at(lat, 180))
		}
	}
	return c
}
