package schema

import (
	"fmt"
	"math"
)

// The rules across the fields of the details: where, what came out, what was
// measured, what is done. All take nil for what is not there.

func (l *Location) rules(c *check, at string) {
	if l == nil {
		return
	}
	if says(l) == "{}" {
		c.warnf("missing", at, "", "the place says nothing; give a name or a position")
	}
	l.Area.rules(c, at+"/area")
}

func (a *Area) rules(c *check, at string) {
	if a == nil {
		return
	}
	shapes := 0
	if a.Circle != nil {
		shapes++
		onEarth(c, at+"/circle/radius", &a.Circle.Radius)
	}
	if a.Sector != nil {
		shapes++
		a.Sector.rules(c, at+"/sector")
	}
	if len(a.Polygon) > 0 {
		shapes++
	}
	if shapes > 1 {
		c.errorf("shapes", at, "", "an area has one shape: circle, sector or polygon; make several areas")
	}
	if shapes == 0 && a.Country == "" && a.Name == "" && a.Text == "" {
		c.errorf("required", at, "", "say which area: country, name, circle, sector, polygon or text")
	}
}

func (s *Sector) rules(c *check, at string) {
	if s.From.Value == s.Till.Value {
		c.warnf("sector", at+"/till", "", "the sector ends where it begins; write the whole round as a circle")
	}
	onEarth(c, at+"/outer", s.Outer)
	if s.Inner != nil && s.Outer != nil && less(*s.Outer, *s.Inner) {
		c.errorf("order", at+"/outer", "", "the outer distance is less than the inner one")
	}
}

// onEarth refuses a distance of more than half the way round.
func onEarth(c *check, at string, q *Quantity) {
	if q == nil {
		return
	}
	if m, _ := q.SI(); m > 20_038_000 {
		c.errorf("range", at+"/value", "", "no two places are further apart than 20,038 km")
	}
}

// less compares two quantities of one dimension.
func less(a, b Quantity) bool {
	x, unit := a.SI()
	y, same := b.SI()
	return unit == same && x < y
}

func (f *Facility) rules(c *check, at string) {
	if f == nil {
		return
	}
	f.Location.rules(c, at+"/location")
}

func (r *Release) rules(c *check, at string) {
	if r == nil {
		return
	}
	if r.Air != nil {
		for i := range r.Air.Phases {
			p := &r.Air.Phases[i]
			p.rules(c, fmt.Sprintf("%s/air/phases/%d", at, i))
			so(c, fmt.Sprintf("%s/air/phases/%d", at, i), p.Occurrence, p.From)
		}
		notSo(c, at+"/air", r.Air.Actual, len(r.Air.Phases))
	}
	if r.Water != nil {
		for i := range r.Water.Phases {
			p := &r.Water.Phases[i]
			p.rules(c, fmt.Sprintf("%s/water/phases/%d", at, i))
			so(c, fmt.Sprintf("%s/water/phases/%d", at, i), p.Occurrence, p.From)
		}
		notSo(c, at+"/water", r.Water.Actual, len(r.Water.Phases))
	}
}

// so: a phase of a release has begun.
func so(c *check, at, occurrence string, from Time) {
	if occurrence != "" {
		c.errorf("occurrence", at+"/occurrence", "Art. 5.1(d), (h)", "what is expected stands under prediction; leave the word out of what has occurred")
	}
	c.happened(at+"/from", "Art. 5.1(d)", from)
}

func notSo(c *check, at, actual string, phases int) {
	if actual == "Has Not Occurred" && phases > 0 {
		c.errorf("contradiction", at+"/actual", "Art. 5.1(d)", "no release has occurred, and phases of one are given; leave one out")
	}
}

func (p *AirPhase) rules(c *check, at string) {
	c.order(at+"/till", p.From, p.Till)
	amounts(c, at+"/nuclides", p.Nuclides)
	for _, h := range []struct {
		name  string
		lower *Quantity
	}{{"baseHeight", p.BaseHeight}, {"effectiveHeight", p.EffectiveHeight}} {
		if h.lower != nil && p.TopHeight != nil && less(*p.TopHeight, *h.lower) {
			c.warnf("order", at+"/"+h.name, "Art. 5.1(d)", "this is above the top of the plume")
		}
	}
	if f := p.Iodine; f != nil {
		if sum := f.Elementary.Value + f.Organic.Value + f.Aerosol.Value; math.Abs(sum-100) > 1 {
			c.warnf("sum", at+"/iodine", "Art. 5.1(d)", "the fractions of iodine are %g %% together, not 100", sum)
		}
	}
}

func (p *WaterPhase) rules(c *check, at string) {
	c.order(at+"/till", p.From, p.Till)
	amounts(c, at+"/nuclides", p.Nuclides)
}

func amounts(c *check, at string, as []ReleasedAmount) {
	seen := make(map[Nuclide]bool)
	for i, a := range as {
		at := fmt.Sprintf("%s/%d", at, i)
		if a.Nuclide != "" && seen[a.Nuclide] {
			c.warnf("nuclide-twice", at+"/nuclide", "Art. 5.1(d)", "%s stands here twice; give the sum, or make two phases", a.Nuclide)
		}
		seen[a.Nuclide] = true
		a.Activity.rules(c, at+"/activity")
	}
}

func (q *Quantity) rules(c *check, at string) {
	if q != nil && q.Qualifier == BelowDetection && q.Value == 0 {
		c.warnf("limit", at+"/value", "", "below detection has the detection limit for its value, which is not 0")
	}
}

func (p *Prediction) rules(c *check, at string) {
	if p == nil {
		return
	}
	for i := range p.Air {
		at := fmt.Sprintf("%s/air/%d", at, i)
		p.Air[i].rules(c, at)
		expected(c, at, p.Air[i].Occurrence)
	}
	for i := range p.Water {
		at := fmt.Sprintf("%s/water/%d", at, i)
		p.Water[i].rules(c, at)
		expected(c, at, p.Water[i].Occurrence)
	}
	for i, j := range p.Projections {
		at := fmt.Sprintf("%s/projections/%d", at, i)
		j.Area.rules(c, at+"/area")
		c.order(at+"/till", j.From, j.Till)
	}
}

func expected(c *check, at, occurrence string) {
	if occurrence == "" {
		c.errorf("required", at+"/occurrence", "Art. 5.1(h)", "say how probable the phase is, at least Projected")
	}
}

func (k *Conditions) rules(c *check, at string) {
	if k == nil {
		return
	}
	for i := range k.Meteorology {
		k.Meteorology[i].rules(c, fmt.Sprintf("%s/meteorology/%d", at, i))
	}
	for i, w := range k.Hydrology {
		at := fmt.Sprintf("%s/hydrology/%d", at, i)
		w.Location.rules(c, at+"/location")
		c.order(at+"/till", w.From, w.Till)
		possible(c, at+"/temperature", w.Temperature)
	}
}

func (w *Weather) rules(c *check, at string) {
	w.Location.rules(c, at+"/location")
	c.order(at+"/till", w.From, w.Till)
	switch w.Kind {
	case "":
		c.warnf("missing", at+"/kind", "Art. 5.1(e)", "say whether this was observed or is forecast")
	case "Observation":
		c.happened(at+"/from", "Art. 5.1(e)", w.From)
	}
	possible(c, at+"/temperature", w.Temperature)
	possible(c, at+"/dewPoint", w.DewPoint)
	if w.Temperature != nil && w.DewPoint != nil && less(*w.Temperature, *w.DewPoint) {
		c.warnf("order", at+"/dewPoint", "Art. 5.1(e)", "the dew point is above the temperature")
	}
	if w.InversionLower != nil && w.InversionUpper != nil && less(*w.InversionUpper, *w.InversionLower) {
		c.warnf("order", at+"/inversionUpper", "Art. 5.1(e)", "the upper boundary is below the lower one")
	}
	if a := w.PrecipitationAmount; w.Precipitation == "No" && a != nil && a.Value > 0 {
		c.warnf("contradiction", at+"/precipitationAmount", "Art. 5.1(e)", "there is no precipitation, and an amount of it")
	}
}

// possible refuses a temperature below absolute zero.
func possible(c *check, at string, q *Quantity) {
	if q == nil {
		return
	}
	if k, unit := q.SI(); unit == "K" && k < 0 {
		c.errorf("range", at+"/value", "", "nothing is that cold; check the unit")
	}
}

// windRules: a plume goes where the wind blows to. Who confuses the two sends it
// the other way.
func (i *Information) windRules(c *check, at string) {
	if i.Release.Details == nil || i.Release.Details.Air == nil || i.Conditions.Details == nil {
		return
	}
	for n, p := range i.Release.Details.Air.Phases {
		for _, w := range i.Conditions.Details.Meteorology {
			if p.TransportTowards == nil || w.WindFrom == nil || w.Kind != "Observation" || w.Location != nil {
				continue
			}
			off := math.Mod(math.Abs(p.TransportTowards.Value-w.WindFrom.Value), 360)
			if min(off, 360-off) < 90 {
				c.warnf("wind", fmt.Sprintf("%s/release/details/air/phases/%d/transportTowards", at, n), "Art. 5.1(d), (e)",
					"the plume goes against the wind, which blows from %g deg; check which is from and which is towards", w.WindFrom.Value)
				break
			}
		}
	}
}

func (m *Monitoring) rules(c *check, at string) {
	if m == nil {
		return
	}
	for i, d := range m.DoseRates {
		at := fmt.Sprintf("%s/doseRates/%d", at, i)
		d.Location.rules(c, at+"/location")
		c.happened(at+"/from", "Art. 5.1(f)", d.From)
		c.order(at+"/till", d.From, d.Till)
		d.Value.rules(c, at+"/value")
	}
	sampleRules(c, at+"/samples", m.Samples)
}

func (f *FoodMonitoring) rules(c *check, at string) {
	if f != nil {
		sampleRules(c, at+"/samples", f.Samples)
	}
}

func sampleRules(c *check, at string, samples []Sample) {
	for i, s := range samples {
		at := fmt.Sprintf("%s/%d", at, i)
		s.Location.rules(c, at+"/location")
		c.happened(at+"/from", "Art. 5.1(f)", s.From)
		c.order(at+"/till", s.From, s.Till)
		if s.DepthUpper != nil && s.DepthLower != nil && less(*s.DepthLower, *s.DepthUpper) {
			c.errorf("order", at+"/depthLower", "", "the lower end is above the upper one; depths count downwards")
		}
		for n, r := range s.Results {
			at := fmt.Sprintf("%s/results/%d", at, n)
			c.order(at+"/till", r.From, r.Till)
			r.Value.rules(c, at+"/value")
		}
	}
}

func (m *ProtectiveMeasures) rules(c *check, at string) {
	if m == nil {
		return
	}
	if m.TakenOrPlanned == "No" && len(m.Actions) > 0 {
		c.errorf("contradiction", at+"/takenOrPlanned", "Art. 5.1(g)", "no measures, and measures are listed; leave one out")
	}
	for i, a := range m.Actions {
		at := fmt.Sprintf("%s/actions/%d", at, i)
		c.order(at+"/till", a.From, a.Till)
		if a.Status == "Taken" || a.Status == "Initiated" {
			if a.From.Std().After(c.now.Add(MaxSkew)) {
				c.warnf("time-in-future", at+"/from", "Art. 5.1(g)", "what has begun cannot begin in the future; say Ordered or Planned")
			}
		}
		if len(a.Areas) == 0 {
			c.warnf("missing", at+"/areas", "Art. 5.1(g)", "say where")
		}
		for n := range a.Areas {
			a.Areas[n].rules(c, fmt.Sprintf("%s/areas/%d", at, n))
		}
	}
}

func (k *Consequences) rules(c *check, at string) {
	if k == nil {
		return
	}
	for i := range k.Areas {
		k.Areas[i].Area.rules(c, fmt.Sprintf("%s/areas/%d/area", at, i))
	}
}
