package cap

import (
	"math"
	"strconv"
	"strings"

	"forthwith/schema"
)

// fact is a parameter of an info, or of an alert without one a code: how it is
// made of the parts of a message, and how they are made of it.
type fact struct {
	name  string
	write func(p *parts) []string
	// read says whether it understood the value. What stands twice, and may not, is
	// not understood the second time.
	read func(p *parts, value string) bool
}

// prefix begins the name of each parameter of ours.
const prefix = "ena:"

// facts are the parameters of ours, in the order in which they are written.
var facts = []fact{
	one("kind", func(p *parts) *schema.Kind { return &p.header.Kind }),
	one("corrects", func(p *parts) *schema.Kind { return &p.corrects }),
	routine,
	one("exercise", func(p *parts) *schema.ExerciseID { return &p.header.Exercise }),
	one("native.id", func(p *parts) *schema.MessageID { return &p.native.id }),
	one("native.from", func(p *parts) *schema.Party { return &p.native.from }),
	one("native.sha256", func(p *parts) *string { return &p.native.digest }),
	one("native.reportUuid", func(p *parts) *schema.ReportUUID { return &p.header.ReportUUID }),
	one("follows", func(p *parts) *schema.MessageID { return &p.header.Follows }),
	one("revokes", func(p *parts) *schema.MessageID { return &p.header.Revokes }),
	rows("otherId", func(p *parts) *[]schema.OtherID { return &p.header.OtherIDs },
		func(o *schema.OtherID) []*string { return []*string{&o.Organisation, &o.ID} }),
	rows("sentElsewhere", func(p *parts) *[]schema.SentElsewhere { return &p.header.SentElsewhere },
		func(s *schema.SentElsewhere) []*string { return []*string{&s.System, &s.ID, (*string)(&s.At)} }),
	attachments,

	one("acknowledged.rung", func(p *parts) *schema.Rung { return &p.acknowledgement.Rung }),
	one("acknowledged.id", func(p *parts) *schema.MessageID { return &p.acknowledgement.Message }),
	one("acknowledged.digest", func(p *parts) *schema.Digest { return &p.acknowledgement.Digest }),
	one("termination.state", func(p *parts) *schema.TerminationState { return &p.termination.State }),
	one("termination.at", func(p *parts) *schema.Time { return &p.termination.At }),

	many("basis", func(p *parts) *[]schema.LegalBasis { return &p.bases }),
	one("arrangement", func(p *parts) *string { return &p.arrangement }),
	one("level", func(p *parts) *schema.Level { return &p.level }),
	one("responsibleState", func(p *parts) *schema.Party { return &p.responsible }),
	one("validAt", func(p *parts) *schema.Time { return &p.validAt }),
	one("nextUpdateDue", func(p *parts) *schema.Time { return &p.next }),
	availableItems,

	flag("event.estimated", func(p *parts) *bool { return &p.accident.Occurred.Estimated }),
	position,
	one("event.place", func(p *parts) *string { return &p.place.Name }),
	one("event.municipality", func(p *parts) *string { return &p.place.Municipality }),
	one("event.region", func(p *parts) *string { return &p.place.Region }),
	one("event.country", func(p *parts) *schema.Party { return &p.place.Country }),
	one("event.accuracy", func(p *parts) *string { return &p.place.Accuracy }),
	one("emergencyClass", func(p *parts) *string { return &p.class.Class }),
	one("emergencyClass.national", func(p *parts) *string { return &p.class.National }),
	one("emergencyClass.declaredAt", func(p *parts) *schema.Time { return &p.class.DeclaredAt }),
	ines,

	one("facility.name", func(p *parts) *string { return &p.facility.Name }),
	one("facility.type", func(p *parts) *string { return &p.facility.Type }),
	one("facility.category", func(p *parts) *string { return &p.facility.Category }),
	one("facility.reactor", func(p *parts) *string { return &p.facility.Reactor }),
	number("facility.thermal_MW", "MW", func(p *parts) **schema.Quantity { return &p.facility.ThermalPower }),
	number("facility.electrical_MW", "MW", func(p *parts) **schema.Quantity { return &p.facility.ElectricalPower }),
	one("facility.operator", func(p *parts) *string { return &p.facility.Operator }),
	one("source.sealed", func(p *parts) *string { return &p.source.Sealed }),
	one("source.shielded", func(p *parts) *string { return &p.source.Shielded }),
	sourceNuclides,

	one("cause.status", func(p *parts) *string { return &p.cause.Status }),
	one("cause.trend", func(p *parts) *string { return &p.cause.Trend }),
	one("plant.criticality", func(p *parts) *string { return &p.plant.Criticality }),
	one("plant.fuelDamage", func(p *parts) *string { return &p.plant.FuelDamage }),

	one("release.air.occurred", func(p *parts) *string { return &p.air.Actual }),
	one("release.air.future", func(p *parts) *string { return &p.air.Future }),
	one("release.water.occurred", func(p *parts) *string { return &p.water.Actual }),
	one("release.water.future", func(p *parts) *string { return &p.water.Future }),
	one("release.from", func(p *parts) *schema.Time { return &p.phase.From }),
	one("release.till", func(p *parts) *schema.Time { return &p.phase.Till }),
	one("release.route", func(p *parts) *string { return &p.phase.Route }),
	one("release.form", func(p *parts) *string { return &p.phase.Form }),
	one("release.chemicalForm", func(p *parts) *string { return &p.phase.ChemicalForm }),
	number("release.height.effective_m", "m", func(p *parts) **schema.Quantity { return &p.phase.EffectiveHeight }),
	number("release.transportTowards_deg", "deg", func(p *parts) **schema.Quantity { return &p.phase.TransportTowards }),
	releasedNuclides,

	one("meteo.kind", func(p *parts) *string { return &p.weather.Kind }),
	one("meteo.from", func(p *parts) *schema.Time { return &p.weather.From }),
	one("meteo.till", func(p *parts) *schema.Time { return &p.weather.Till }),
	number("meteo.windFrom_deg", "deg", func(p *parts) **schema.Quantity { return &p.weather.WindFrom }),
	number("meteo.windSpeed_m/s", "m/s", func(p *parts) **schema.Quantity { return &p.weather.WindSpeed }),
	one("meteo.pasquill", func(p *parts) *string { return &p.weather.Stability }),
	one("meteo.precipitation", func(p *parts) *string { return &p.weather.Precipitation }),

	headlineRate,
	firstSample,
	one("monitoring.reference", func(p *parts) *string { return &p.monitoring.Reference }),
	one("monitoring.ownFacilities", func(p *parts) *string { return &p.measurement.OwnFacilities }),
	one("prediction.model", func(p *parts) *string { return &p.prediction.Model }),
	one("measures.takenOrPlanned", func(p *parts) *string { return &p.measures.TakenOrPlanned }),
	rows("measure", func(p *parts) *[]schema.ProtectiveAction { return &p.measures.Actions },
		func(a *schema.ProtectiveAction) []*string {
			return []*string{&a.Type, &a.Status, (*string)(&a.From), (*string)(&a.Till), &a.Criterion, &a.Text}
		}),
	one("public.phone", func(p *parts) *string { return &p.public.Phone }),
}

// one is a text that stands once.
func one[S ~string](name string, at func(*parts) *S) fact {
	return fact{prefix + name,
		func(p *parts) []string {
			if s := *at(p); s != "" {
				return []string{string(s)}
			}
			return nil
		},
		func(p *parts, v string) bool {
			if *at(p) != "" || v == "" {
				return false
			}
			*at(p) = S(v)
			return true
		}}
}

// many is a text that may stand often.
func many[S ~string](name string, at func(*parts) *[]S) fact {
	return fact{prefix + name,
		func(p *parts) (vs []string) {
			for _, s := range *at(p) {
				vs = append(vs, string(s))
			}
			return vs
		},
		func(p *parts, v string) bool {
			*at(p) = append(*at(p), S(v))
			return v != ""
		}}
}

// rows is a list of things, the columns of each between semicolons.
func rows[T any](name string, at func(*parts) *[]T, columns func(*T) []*string) fact {
	return fact{prefix + name,
		func(p *parts) (vs []string) {
			for _, x := range *at(p) {
				var cells []string
				for _, c := range columns(&x) {
					cells = append(cells, *c)
				}
				vs = append(vs, pack(cells...))
			}
			return vs
		},
		func(p *parts, v string) bool {
			var x T
			into := columns(&x)
			cells := unpack(v)
			if len(cells) > len(into) || cells[0] == "" {
				return false
			}
			for i, c := range cells {
				*into[i] = c
			}
			*at(p) = append(*at(p), x)
			return true
		}}
}

// flag is said only where it is so.
func flag(name string, at func(*parts) *bool) fact {
	return fact{prefix + name,
		func(p *parts) []string {
			if *at(p) {
				return []string{"true"}
			}
			return nil
		},
		func(p *parts, v string) bool {
			*at(p) = v == "true"
			return v == "true" || v == "false"
		}}
}

// number is a quantity in the unit that its name ends with. One that is only a
// bound would be taken for the value, and is not written.
func number(name string, unit schema.Unit, at func(*parts) **schema.Quantity) fact {
	return fact{prefix + name,
		func(p *parts) []string {
			q := *at(p)
			if q == nil || q.Qualifier != "" && q.Qualifier != schema.About {
				return nil
			}
			x := q.Value
			if q.Unit != unit {
				si, of := q.SI()
				unitSI, same := schema.Quantity{Value: 1, Unit: unit}.SI()
				if of != same {
					return nil
				}
				x = si / unitSI
			}
			return []string{formatFloat(x)}
		},
		func(p *parts, v string) bool {
			x, ok := parseFloat(v)
			if !ok || *at(p) != nil {
				return false
			}
			*at(p) = &schema.Quantity{Value: x, Unit: unit}
			return true
		}}
}

func parseFloat(s string) (float64, bool) {
	x, err := strconv.ParseFloat(s, 64)
	return x, err == nil && !math.IsNaN(x) && !math.IsInf(x, 0)
}

func formatFloat(x float64) string { return strconv.FormatFloat(x, 'G', -1, 64) }

// pack writes cells with semicolons between; those at the end that are empty are
// left out.
func pack(cells ...string) string {
	for len(cells) > 1 && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	escaped := make([]string, len(cells))
	for i, c := range cells {
		escaped[i] = escapeCell.Replace(c)
	}
	return strings.Join(escaped, ";")
}

func unpack(s string) []string {
	cells := strings.Split(s, ";")
	for i, c := range cells {
		cells[i] = unescapeCell.Replace(c)
	}
	return cells
}

var (
	escapeCell   = strings.NewReplacer("%", "%25", ";", "%3B")
	unescapeCell = strings.NewReplacer("%25", "%", "%3B", ";")
)
