package schema

import (
	"math"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Quantity is a number with its unit, both as given. What is unknown is left out;
// zero is the value 0; what is too little to be seen has the detection limit for
// its value and the qualifier says so.
type Quantity struct {
	Value       float64      `json:"value" validate:"given,gte=-1e30,lte=1e30"`
	Unit        Unit         `json:"unit,omitempty" validate:"unit"`
	Qualifier   Qualifier    `json:"qualifier,omitempty" validate:"omitempty,oneof='below detection' 'at most' 'at least' about"`
	Uncertainty *Uncertainty `json:"uncertainty,omitempty"`
}

// UnmarshalJSONFrom tells a value that is missing from one that is 0.
func (q *Quantity) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	type plain Quantity
	x := plain{Value: absent}
	err := json.UnmarshalDecode(d, &x)
	*q = Quantity(x)
	return err
}

// absent stands where a number should, until the field rules have said so.
var absent = math.NaN()

// Qualifier is how a value is meant; without one, as it is.
type Qualifier string

const (
	BelowDetection Qualifier = "below detection" // the value is the limit
	AtMost         Qualifier = "at most"         // IRIX LT
	AtLeast        Qualifier = "at least"        // IRIX GT
	About          Qualifier = "about"
)

// Uncertainty is how far the value may be off, in the quantity's own unit unless
// another is given; the types are IRIX's.
type Uncertainty struct {
	Value float64 `json:"value" validate:"given,gte=0,lte=1e30"`
	Type  string  `json:"type,omitempty" validate:"oneof=SD 2SD 3SD SEm 95% 99% ABwI % SDP DL SE RSD SEES"`
	Unit  Unit    `json:"unit,omitempty" validate:"omitempty,unit"`
}

// UnmarshalJSONFrom tells a value that is missing from one that is 0.
func (u *Uncertainty) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	type plain Uncertainty
	x := plain{Value: absent}
	err := json.UnmarshalDecode(d, &x)
	*u = Uncertainty(x)
	return err
}

// Unit is a UCUM unit of the closed set; see units.
type Unit string

// SI is the value in the unit of the International System that its kind of
// quantity has, for comparing: derived, never stored, the last digits not exact.
// Of a unit that is none of ours it is not a number.
func (q Quantity) SI() (float64, Unit) {
	u, ok := units[q.Unit]
	if !ok {
		return math.NaN(), ""
	}
	return q.Value*u.factor + u.offset, u.si
}

// siUnit is what a unit is in the International System.
type siUnit struct {
	si             Unit
	factor, offset float64
}

// units is the closed set. All units of one si are of one dimension.
var units = map[Unit]siUnit{
	"Bq": {"Bq", 1, 0}, "kBq": {"Bq", 1e3, 0}, "MBq": {"Bq", 1e6, 0}, "GBq": {"Bq", 1e9, 0}, "TBq": {"Bq", 1e12, 0}, "PBq": {"Bq", 1e15, 0}, "EBq": {"Bq", 1e18, 0},
	"Bq/s": {"Bq/s", 1, 0}, "Bq/h": {"Bq/s", 1.0 / 3600, 0}, "Bq/s/{person}": {"Bq/s/{person}", 1, 0},
	"Bq/m3": {"Bq/m3", 1, 0}, "Bq/L": {"Bq/m3", 1e3, 0}, "Bq.s/m3": {"Bq.s/m3", 1, 0},
	"Bq/m2": {"Bq/m2", 1, 0}, "kBq/m2": {"Bq/m2", 1e3, 0}, "Bq/m2/s": {"Bq/m2/s", 1, 0},
	"Bq/kg": {"Bq/kg", 1, 0}, "{count}/s": {"{count}/s", 1, 0},
	"Sv": {"Sv", 1, 0}, "mSv": {"Sv", 1e-3, 0}, "uSv": {"Sv", 1e-6, 0}, "Gy": {"Gy", 1, 0}, "mGy": {"Gy", 1e-3, 0},
	"Sv/s": {"Sv/s", 1, 0}, "Sv/h": {"Sv/s", 1.0 / 3600, 0}, "mSv/h": {"Sv/s", 1e-3 / 3600, 0}, "uSv/h": {"Sv/s", 1e-6 / 3600, 0}, "nSv/h": {"Sv/s", 1e-9 / 3600, 0},
	"Gy/s": {"Gy/s", 1, 0}, "Gy/h": {"Gy/s", 1.0 / 3600, 0}, "mGy/h": {"Gy/s", 1e-3 / 3600, 0}, "uGy/h": {"Gy/s", 1e-6 / 3600, 0}, "nGy/h": {"Gy/s", 1e-9 / 3600, 0},
	"m": {"m", 1, 0}, "km": {"m", 1e3, 0}, "cm": {"m", 1e-2, 0}, "mm": {"m", 1e-3, 0},
	"m2": {"m2", 1, 0}, "km2": {"m2", 1e6, 0}, "m3": {"m3", 1, 0}, "L": {"m3", 1e-3, 0},
	"m/s": {"m/s", 1, 0}, "km/h": {"m/s", 1 / 3.6, 0}, "mm/h": {"m/s", 1e-3 / 3600, 0}, "m3/s": {"m3/s", 1, 0},
	"kg": {"kg", 1, 0}, "kg/kg": {"kg/kg", 1, 0}, "kg/L": {"kg/m3", 1e3, 0}, "kg/m2": {"kg/m2", 1, 0}, "kg/m3": {"kg/m3", 1, 0},
	"L/m2": {"m3/m2", 1e-3, 0}, "m/m2": {"m/m2", 1, 0},
	"K": {"K", 1, 0}, "Cel": {"K", 1, 273.15}, "hPa": {"Pa", 100, 0}, "W/m2": {"W/m2", 1, 0}, "MW": {"W", 1e6, 0},
	"deg": {"rad", math.Pi / 180, 0}, "%": {"1", 1e-2, 0}, "1": {"1", 1, 0}, "%/d": {"1/s", 1e-2 / 86400, 0},
}

// sort is one kind of quantity that a field may ask for: its units, and the
// values that are possible.
type sort struct {
	units    string
	min, max *float64
	below    *float64
}

func (s sort) has(u Unit) bool { return strings.Contains(" "+s.units+" ", " "+string(u)+" ") }

// sorts are what the rule quantity= names.
var sorts = map[string]sort{
	"activity":      {units: "Bq kBq MBq GBq TBq PBq EBq", min: bound(0)},
	"angle":         {units: "deg", min: bound(0), below: bound(360)},
	"area":          {units: "m2 km2", min: bound(0)},
	"doserate":      {units: "Sv/s Sv/h mSv/h uSv/h nSv/h Gy/s Gy/h mGy/h uGy/h nGy/h", min: bound(0)},
	"flow":          {units: "m3/s", min: bound(0)},
	"height":        {units: "m km"}, // below the sea, too
	"irradiance":    {units: "W/m2", min: bound(0)},
	"length":        {units: "m km", min: bound(0)},
	"percentage":    {units: "%", min: bound(0), max: bound(100)},
	"power":         {units: "MW", min: bound(0)},
	"precipitation": {units: "mm", min: bound(0)},
	"pressure":      {units: "hPa", min: bound(0)},
	"rainrate":      {units: "mm/h", min: bound(0)},
	"speed":         {units: "m/s km/h", min: bound(0)},
	"temperature":   {units: "K Cel"},
	"volume":        {units: "m3 L", min: bound(0)},
}

func bound(x float64) *float64 { return &x }

// fits says which member of q is not of the sort, and why; "" if all is.
func (s sort) fits(q Quantity) (member, why string) {
	switch {
	case units[q.Unit].si == "" || math.IsNaN(q.Value):
		return "", "" // the rules of the quantity's own fields say it
	case !s.has(q.Unit):
		return "unit", "the unit is one of " + strings.ReplaceAll(s.units, " ", ", ")
	case s.min != nil && q.Value < *s.min:
		return "value", "at least 0"
	case s.max != nil && q.Value > *s.max:
		return "value", "at most 100"
	case s.below != nil && q.Value >= *s.below:
		return "value", "below 360; north is 0"
	}
	return "", ""
}
