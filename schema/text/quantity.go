package text

import (
	"math"
	"strconv"
	"strings"

	"forthwith/schema"
)

// amount is a quantity. Zero, below detection and unknown are three things.
type amount schema.Quantity

func (a amount) words(v *voice) string {
	s := v.measured(a.Value, a.Unit)
	if a.Value == 0 && a.Qualifier == "" && a.Unit != "Cel" && a.Unit != "deg" {
		s = v.text(keyZero, "amount", s)
	}
	if a.Qualifier != "" {
		k := key("v." + string(a.Qualifier))
		if !v.has(k) {
			return s + " " + phrase(a.Qualifier).words(v)
		}
		s = v.text(k, "amount", s)
	}
	u := a.Uncertainty
	if u == nil {
		return s
	}
	unit := u.Unit
	if unit == "" {
		unit = a.Unit
	}
	return v.text(keyUncertainty, "amount", s, "by", v.measured(u.Value, unit), "type", ident(u.Type).words(v))
}

func (v *voice) measured(x float64, u schema.Unit) string {
	n := v.number(x)
	if u == "deg" && !v.spoken {
		return n + "°"
	}
	unit := v.unit(u)
	if unit == "" {
		return n
	}
	return n + nbsp + unit
}

// unit is the symbol of a UCUM unit, or what is said for it.
func (v *voice) unit(u schema.Unit) string {
	if u == "1" {
		return ""
	}
	prefix := "sym."
	if v.spoken {
		prefix = "say."
	}
	var per []string
	for part := range strings.SplitSeq(string(u), "/") {
		var times []string
		for atom := range strings.SplitSeq(part, ".") {
			k := key(prefix + atom)
			if !v.has(k) {
				return phrase(u).words(v)
			}
			times = append(times, v.texts[k])
		}
		if v.spoken {
			per = append(per, strings.Join(times, " "))
			continue
		}
		per = append(per, strings.Join(times, "·"))
	}
	if !v.spoken {
		return strings.Join(per, "/")
	}
	s := per[0]
	for _, p := range per[1:] {
		s = v.text(keySayPer, "a", s, "b", p)
	}
	return s
}

// number is x with the language's decimal sign, or digit by digit: over the
// telephone fifteen and fifty sound alike.
func (v *voice) number(x float64) string {
	s := strconv.FormatFloat(x, 'f', -1, 64)
	power := ""
	if a := math.Abs(x); a != 0 && (a < 1e-4 || a >= 1e7) {
		s, power, _ = strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
		power = strings.TrimPrefix(strings.TrimPrefix(power, "+"), "0")
		if strings.HasPrefix(power, "-0") {
			power = "-" + power[2:]
		}
	}
	if v.spoken {
		if power != "" {
			return v.text(keySayPower, "number", v.digits(s), "power", v.digits(power))
		}
		return v.digits(s)
	}
	s = strings.Replace(s, ".", v.texts[keyDecimal], 1)
	if power != "" {
		s += nbsp + "×" + nbsp + "10^" + power
	}
	return s
}

// digits says a number digit by digit.
func (v *voice) digits(s string) string {
	var said []string
	for _, r := range s {
		switch r {
		case '.':
			said = append(said, v.text(keySayPoint))
		case '-':
			said = append(said, v.text(keySayMinus))
		default:
			said = append(said, string(r))
		}
	}
	return strings.Join(said, " ")
}

// bearing is a direction, in degrees and as a wind of the compass.
type bearing schema.Quantity

var winds = []string{"N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"}

func (b bearing) words(v *voice) string {
	if b.Unit != "deg" || !(b.Value >= 0 && b.Value < 360) {
		return amount(b).words(v)
	}
	plain := amount(b)
	wind := winds[int(math.Round(b.Value/22.5))%len(winds)]
	return v.text(keyBearing, "degrees", plain.words(v), "wind", v.text(key("wind."+wind)))
}

// position is a point on the earth.
type position struct{ latitude, longitude float64 }

func (p position) words(v *voice) string {
	return v.text(ns(p.latitude, keyNorth, keySouth), "degrees", v.degrees(p.latitude)) + v.join() +
		v.text(ns(p.longitude, keyEast, keyWest), "degrees", v.degrees(p.longitude))
}

func ns(x float64, positive, negative key) key {
	if x < 0 {
		return negative
	}
	return positive
}

func (v *voice) degrees(x float64) string {
	return v.measured(math.Abs(math.Round(x*1e5)/1e5), "deg")
}

// circle, sector and corners are the shapes of an area.
type (
	circle  schema.Circle
	sector  schema.Sector
	corners []schema.Point
)

func (c circle) words(v *voice) string {
	return v.text(keyCircle, "radius", amount(c.Radius).words(v), "centre", v.centre(c.Centre))
}

func (s sector) words(v *voice) string {
	w := v.text(keySector, "from", bearing(s.From).words(v), "till", bearing(s.Till).words(v), "centre", v.centre(s.Centre))
	if s.Inner != nil {
		w += v.join() + v.text(keySectorInner, "distance", amount(*s.Inner).words(v))
	}
	if s.Outer != nil {
		w += v.join() + v.text(keySectorOuter, "distance", amount(*s.Outer).words(v))
	}
	return w
}

func (c corners) words(v *voice) string {
	var l list
	for _, p := range c {
		l = append(l, position{p.Latitude, p.Longitude})
	}
	return v.text(keyPolygon, "corners", l.words(v))
}

func (v *voice) centre(p *schema.Point) string {
	if p == nil {
		return v.text(keyPlaceOfEvent)
	}
	return position{p.Latitude, p.Longitude}.words(v)
}

// nuclide is one or several nuclides, with the element's name where people know
// one.
type nuclide string

func (n nuclide) words(v *voice) string {
	if k := key("v." + string(n)); v.has(k) {
		return v.text(k)
	}
	if strings.Contains(string(n), " ") {
		var l list
		for one := range strings.FieldsSeq(string(n)) {
			l = append(l, nuclide(one))
		}
		return l.words(v)
	}
	element, mass, _ := strings.Cut(string(n), "-")
	k := key("el." + element)
	if !v.has(k) {
		return ident(n).words(v)
	}
	if v.spoken {
		return v.text(k) + " " + v.spell(mass)
	}
	return v.text(keyNuclide, "nuclide", ident(n).words(v), "element", v.text(k))
}
