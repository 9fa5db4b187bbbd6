package irix

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
)

// number is a quantity in the one unit that IRIX has for it; "" if it has none, or
// if the type of the element cannot hold it.
func number[N ~string](q *schema.Quantity, u schema.Unit) N {
	if q == nil {
		return ""
	}
	x, ok := in(*q, u)
	if !ok {
		return ""
	}
	return digits[N](x)
}

// in is the value of a quantity in another unit of its kind. Dividing leaves noise
// in the last digits, which is rounded away.
func in(q schema.Quantity, u schema.Unit) (float64, bool) {
	if q.Unit == u {
		return q.Value, true
	}
	x, si := q.SI()
	one, same := schema.Quantity{Value: 1, Unit: u}.SI()
	zero, _ := schema.Quantity{Unit: u}.SI()
	if si == "" || si != same {
		return 0, false
	}
	return rounded((x - zero) / (one - zero)), true
}

func rounded(x float64) float64 {
	x, _ = strconv.ParseFloat(strconv.FormatFloat(x, 'g', 13, 64), 64)
	return x
}

// digits writes a number as its type asks: with as many places as it takes, or
// "" if it takes none.
func digits[N ~string](x float64) N {
	v := valueOf(reflect.TypeFor[N]())
	fits := func(s string) bool { return v.ok(s) && (v.odd == nil || v.odd(s).code == "") }
	short := strconv.FormatFloat(x, 'G', -1, 64)
	if s := strconv.FormatFloat(x, 'f', -1, 64); len(s) < len(short)+4 && fits(s) {
		return N(s)
	}
	if fits(short) {
		return N(short)
	}
	for _, places := range []int{-1, 12, 6, 2} {
		if s := strconv.FormatFloat(x, 'f', places, 64); fits(s) {
			return N(s)
		}
	}
	return ""
}

// angle is degrees from north, to the hundredth; north is 0.
func angle(q *schema.Quantity) Angle {
	if q == nil || q.Unit != "deg" {
		return ""
	}
	return digits[Angle](math.Mod(math.Round(q.Value*100)/100, 360))
}

// quantity is a number with its unit; nil if there is none.
func quantity[N ~string](n N, u schema.Unit) *schema.Quantity {
	if n == "" {
		return nil
	}
	return &schema.Quantity{Value: Float64(n), Unit: u}
}

// north is a direction as a quantity: 360 is 0.
func north(a Angle) *schema.Quantity {
	if a == "" {
		return nil
	}
	return &schema.Quantity{Value: math.Mod(Float64(a), 360), Unit: "deg"}
}

// unitPair is one unit in both spellings.
type unitPair struct {
	irix Unit
	ucum schema.Unit
}

// units are those of measured values, in IRIX and in UCUM.
var units = []unitPair{
	{UnitBq, "Bq"}, {UnitBqPerKg, "Bq/kg"}, {UnitBqPerM3, "Bq/m3"}, {UnitBqPerL, "Bq/L"}, {UnitBqPerM2, "Bq/m2"}, {UnitBqPerS, "Bq/s"},
	{UnitBqPerM2PerS, "Bq/m2/s"}, {UnitBqPerSPerCapita, "Bq/s/{person}"}, {UnitBqsPerM3, "Bq.s/m3"}, {UnitSv, "Sv"}, {UnitGy, "Gy"},
	{UnitSvPerS, "Sv/s"}, {UnitGyPerS, "Gy/s"}, {UnitCountsPerSecond, "{count}/s"}, {UnitM, "m"}, {UnitM2, "m2"}, {UnitM3, "m3"},
	{UnitMPerM2, "m/m2"}, {UnitKg, "kg"}, {UnitKgPerKg, "kg/kg"}, {UnitKgPerL, "kg/L"}, {UnitKgPerM2, "kg/m2"}, {UnitKgPerM3, "kg/m3"},
	{UnitL, "L"}, {UnitLPerM2, "L/m2"}, {UnitPercent, "%"}, {UnitPercentPerDay, "%/d"}, {UnitRatio, "1"},
}

// inIRIX is a quantity in a unit of IRIX: its own, or one of the same kind.
func inIRIX(value float64, u schema.Unit) (Float, Unit) {
	for _, x := range units {
		if x.ucum == u {
			return digits[Float](value), x.irix
		}
	}
	for _, x := range units {
		if v, ok := in(schema.Quantity{Value: value, Unit: u}, x.ucum); ok {
			return digits[Float](v), x.irix
		}
	}
	return "", ""
}

// readable are the units in which dose rates are given back: per hour, as
// instruments show them.
var readable = map[Unit]schema.Unit{UnitSvPerS: "uSv/h", UnitGyPerS: "uGy/h"}

// inUCUM is a value of IRIX in a unit that persons use; "" if there is none.
func inUCUM(n Float, u Unit) (float64, schema.Unit) {
	i := slices.IndexFunc(units, func(x unitPair) bool { return x.irix == u })
	if i < 0 {
		return 0, ""
	}
	q := schema.Quantity{Value: Float64(n), Unit: units[i].ucum}
	if r := readable[u]; r != "" {
		x, _ := in(q, r)
		return x, r
	}
	return q.Value, q.Unit
}

// measured is a value with its qualifier and uncertainty; false if IRIX has no unit
// for it.
func measured(q *schema.Quantity) (m Measured, ok bool) {
	if q == nil {
		return m, false
	}
	m.Value.Number, m.Value.Unit = inIRIX(q.Value, q.Unit)
	if m.Value.Number == "" {
		return m, false
	}
	switch q.Qualifier {
	case schema.AtLeast:
		m.Value.Constraint = GreaterThan
	case schema.AtMost, schema.BelowDetection:
		m.Value.Constraint = LessThan
	}
	if u := q.Uncertainty; u != nil {
		unit := u.Unit
		if unit == "" {
			unit = q.Unit
		}
		if n, in := inIRIX(u.Value, unit); n != "" {
			m.Uncertainty = &Uncertainty{Number: n, Type: word[UncertaintyType](u.Type), Unit: in}
		}
	}
	return m, true
}

// quantity is a measured value in words of schema; nil if its unit has none.
func (m *Measured) quantity() *schema.Quantity { return bounded(m.Value, m.Uncertainty) }

func bounded(v Value, u *Uncertainty) *schema.Quantity {
	x, unit := inUCUM(v.Number, v.Unit)
	if unit == "" {
		return nil
	}
	q := &schema.Quantity{Value: x, Unit: unit}
	switch v.Constraint {
	case GreaterThan:
		q.Qualifier = schema.AtLeast
	case LessThan:
		q.Qualifier = schema.AtMost
	}
	if u == nil || u.Type == "" {
		return q // nobody can say what it means
	}
	if x, unit := inUCUM(u.Number, u.Unit); unit != "" && x >= 0 {
		q.Uncertainty = &schema.Uncertainty{Value: x, Type: string(u.Type), Unit: unit}
	}
	return q
}

// background is what is usual at a place.
func background(b *schema.Background) *Background {
	if b == nil {
		return nil
	}
	m, ok := measured(&b.Value)
	if !ok {
		return nil
	}
	return &Background{Value: m.Value, Uncertainty: m.Uncertainty, Method: plain(b.Method)}
}

func (b *Background) native() *schema.Background {
	if b == nil {
		return nil
	}
	q := bounded(b.Value, b.Uncertainty)
	if q == nil {
		return nil
	}
	return &schema.Background{Value: *q, Method: b.Method}
}

// word is s if it is one of the list.
func word[T ~string](s string) T {
	if slices.Contains(enumerations[reflect.TypeFor[T]()], s) {
		return T(s)
	}
	return ""
}

// either is s as one of the list, or in words.
func either[T ~string](s string) (one T, words string) {
	if one = word[T](s); one != "" {
		return one, ""
	}
	return "", plain(s)
}

// plain is a text as a value holds it: on one line, of characters that XML has.
func plain(s string) string { return collapse(printable(s)) }

// prose is a text of many lines.
func prose(s string) FreeText { return NewFreeText(printable(s)) }

func printable(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == utf8.RuneError, c < ' ' && !isSpace(c), c == 0xFFFE, c == 0xFFFF:
			return -1
		}
		return c
	}, s)
}
