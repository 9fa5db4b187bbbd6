package schema

import "slices"

// Raised is why a message that supplements another rings afresh, and goes before
// what only supplements.
type Raised string

const (
	RaisedClass    Raised = "class"    // a higher emergency class
	RaisedRelease  Raised = "release"  // a release to air or water that there was not
	RaisedMeasures Raised = "measures" // a protective measure that was not ordered
)

// Raises is what b says that is graver than all that its author said of the event
// before. A first message raises nothing: it rings as what it is.
func Raises(b Body, before []Body) []Raised {
	if len(before) == 0 {
		return nil
	}
	var was, is gravity
	for _, e := range before {
		was.take(e)
	}
	is.take(b)
	var out []Raised
	if is.class > was.class || is.class == 0 && was.class == 0 && is.national != "" && is.national != was.national {
		out = append(out, RaisedClass) // national classes have no order that is known here
	}
	if is.air && !was.air || is.water && !was.water {
		out = append(out, RaisedRelease)
	}
	if slices.ContainsFunc(is.ordered, func(m string) bool { return !slices.Contains(was.ordered, m) }) {
		out = append(out, RaisedMeasures)
	}
	return out
}

// gravity is how grave an event is by what was said of it.
type gravity struct {
	class      int // see rank
	national   string
	air, water bool     // released to
	ordered    []string // measures, as JSON of type and areas
}

func (g *gravity) take(b Body) {
	switch b := b.(type) {
	case *Notification:
		g.takeClass(b.Class)
		g.takeRelease(b.Release)
	case *Information:
		if b.Accident.Details != nil {
			g.takeClass(b.Accident.Details.Class)
		}
		g.takeRelease(b.Release.Details)
		g.takeMeasures(b.Measures.Details)
	case *Correction:
		if b.Notification != nil {
			g.take(b.Notification)
		}
		if b.Information != nil {
			g.take(b.Information)
		}
	}
}

func (g *gravity) takeClass(e *EmergencyClass) {
	if e == nil {
		return
	}
	g.class = max(g.class, e.rank())
	g.national = e.National
}

func (g *gravity) takeRelease(r *Release) {
	if r == nil {
		return
	}
	const occurred = "Has Occurred"
	g.air = g.air || r.Air != nil && r.Air.Actual == occurred
	g.water = g.water || r.Water != nil && r.Water.Actual == occurred
}

func (g *gravity) takeMeasures(m *ProtectiveMeasures) {
	if m == nil {
		return
	}
	for _, a := range m.Actions {
		if a.Status == "Ordered" || a.Status == "Initiated" || a.Status == "Taken" {
			g.ordered = append(g.ordered, says(ProtectiveAction{Type: a.Type, Areas: a.Areas}))
		}
	}
}

// classes are the IAEA's emergency classes, the gravest last.
var classes = []string{"", "Alert", "Facility Emergency", "Site Area Emergency", "General Emergency"}

const siteAreaEmergency = 3

// rank is the place of the class among the IAEA's; 0 is none.
func (e *EmergencyClass) rank() int {
	if e == nil {
		return 0
	}
	return max(slices.Index(classes, e.Class), 0)
}
