package cap

import (
	"fmt"
	"slices"
	"strings"

	"forthwith/schema"
)

// The parameters that have a form of their own.

// routine marks what is Actual in CAP and no emergency.
var routine = fact{prefix + "context",
	func(p *parts) []string {
		if p.header.Context == schema.ContextRoutine {
			return []string{string(schema.ContextRoutine)}
		}
		return nil
	},
	func(p *parts, v string) bool {
		if v != string(schema.ContextRoutine) || p.header.Context != schema.ContextEmergency {
			return false
		}
		p.header.Context = schema.ContextRoutine
		return true
	}}

// availableItems says which items of Art. 5.1 are there, not there yet or do not
// apply: release;notYetAvailable.
var availableItems = fact{prefix + "item",
	func(p *parts) (vs []string) {
		for n, i := range p.items {
			if i != (item{}) {
				vs = append(vs, pack(itemNames[n], string(i.Availability), string(i.ValidAt)))
			}
		}
		return vs
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "")
		n := slices.Index(itemNames[:], cells[0])
		if n < 0 || len(cells) > 5 || p.items[n] != (item{}) {
			return false
		}
		p.items[n] = item{schema.Availability(cells[1]), schema.Time(cells[2])}
		return true
	}}

// position is where it happened: latitude,longitude. An area of CAP never is.
var position = fact{prefix + "event.position",
	func(p *parts) []string {
		if p.place.Latitude == nil || p.place.Longitude == nil {
			return nil
		}
		return []string{Point{*p.place.Latitude, *p.place.Longitude}.String()}
	},
	func(p *parts, v string) bool {
		at, ok := parsePoint(v)
		if !ok || p.place.Latitude != nil {
			return false
		}
		p.place.Latitude, p.place.Longitude = &at.Lat, &at.Lon
		return true
	}}

// ines is the level and its status: 5;provisional.
var ines = fact{prefix + "ines",
	func(p *parts) []string {
		if p.ines.Level == "" {
			return nil
		}
		return []string{pack(strings.ToLower(strings.TrimPrefix(p.ines.Level, "INES-")), strings.ToLower(p.ines.Status), string(p.ines.RatedAt))}
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "")
		level, known := "INES-"+cells[0], len(cells[0]) == 1 && cells[0] >= "0" && cells[0] <= "7"
		if cells[0] == "not applicable" {
			level, known = "Not Applicable", true
		}
		status, ok := map[string]string{"": "", "provisional": "Provisional", "final": "Final"}[cells[1]]
		if !known || !ok || len(cells) > 5 || p.ines.Level != "" {
			return false
		}
		p.ines.Level, p.ines.Status, p.ines.RatedAt = level, status, schema.Time(cells[2])
		return true
	}}

// releasedNuclides are those of the first phase to air: I-131;1.2E15;Bq.
var releasedNuclides = fact{prefix + "release.nuclide",
	func(p *parts) (vs []string) {
		for _, n := range p.phase.Nuclides {
			vs = append(vs, pack(append([]string{nuclide(n.Nuclide, n.Mixture)}, amount(n.Activity, n.Method, n.MethodText)...)...))
		}
		return vs
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "", "", "", "")
		q, ok := parseAmount(cells[1:4])
		if !ok || cells[0] == "" || len(cells) > 11 {
			return false
		}
		n := schema.ReleasedAmount{Activity: q, Method: cells[4], MethodText: cells[5]}
		n.Nuclide, n.Mixture = parseNuclide(cells[0])
		p.phase.Nuclides = append(p.phase.Nuclides, n)
		return true
	}}

// sourceNuclides are those of the first source: Ir-192;3.7;TBq;;2026-11-01T00:00:00Z.
var sourceNuclides = fact{prefix + "source.nuclide",
	func(p *parts) (vs []string) {
		for _, n := range p.source.Nuclides {
			vs = append(vs, pack(append([]string{nuclide(n.Nuclide, n.Mixture)}, amount(n.Activity, string(n.ReferenceAt))...)...))
		}
		return vs
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "", "", "")
		q, ok := parseAmount(cells[1:4])
		if !ok || cells[0] == "" || len(cells) > 9 {
			return false
		}
		n := schema.SourceValue{Activity: q, ReferenceAt: schema.Time(cells[4])}
		n.Nuclide, n.Mixture = parseNuclide(cells[0])
		p.source.Nuclides = append(p.source.Nuclides, n)
		return true
	}}

// headlineRate is the highest dose rate: Gamma;12.5;uSv/h;;2026-11-23T06:30:00Z.
var headlineRate = fact{prefix + "monitoring.doseRate",
	func(p *parts) []string {
		r := p.rate
		if r.Radiation == "" {
			return nil
		}
		return []string{pack(append([]string{r.Radiation}, amount(&r.Value, string(r.From), string(r.Till), r.Validated)...)...)}
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "", "", "", "", "")
		q, ok := parseAmount(cells[1:4])
		if !ok || q == nil || len(cells) > 13 || p.rate.Radiation != "" {
			return false
		}
		p.rate = schema.DoseRate{Radiation: cells[0], Value: *q, From: schema.Time(cells[4]), Till: schema.Time(cells[5]), Validated: cells[6]}
		return true
	}}

// firstSample is what was found in the first sample, a row for each nuclide:
// milk;2026-11-23T06:00:00Z;I-131;40;Bq/L.
var firstSample = fact{prefix + "monitoring.sample",
	func(p *parts) (vs []string) {
		for _, r := range p.sample.Results {
			vs = append(vs, pack(append([]string{p.sample.Type, string(p.sample.From), nuclide(r.Nuclide, r.Mixture)}, amount(r.Value)...)...))
		}
		return vs
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "", "", "", "")
		q, ok := parseAmount(cells[3:6])
		of := schema.Sample{Type: cells[0], From: schema.Time(cells[1])}
		another := len(p.sample.Results) > 0 && (of.Type != p.sample.Type || of.From != p.sample.From)
		if !ok || cells[0] == "" || len(cells) > 11 || another {
			return false
		}
		of.Results = append(p.sample.Results, schema.Result{Value: q})
		last := &of.Results[len(of.Results)-1]
		last.Nuclide, last.Mixture = parseNuclide(cells[2])
		p.sample = of
		return true
	}}

// attachments are what CAP's resource does not say of a file: its name, its
// SHA-256, for whom it is, its language, what it is about.
var attachments = fact{prefix + "attachment",
	func(p *parts) (vs []string) {
		for _, a := range p.header.Attachments {
			vs = append(vs, pack(a.Name, string(a.Digest), string(a.Confidentiality), a.Language, a.Category))
		}
		return vs
	},
	func(p *parts, v string) bool {
		cells := append(unpack(v), "", "", "", "")
		if cells[0] == "" || len(cells) > 9 {
			return false
		}
		p.header.Attachments = append(p.header.Attachments, schema.Attachment{Name: cells[0], Digest: schema.Digest(cells[1]),
			Confidentiality: schema.Confidentiality(cells[2]), Language: cells[3], Category: cells[4]})
		return true
	}}

// mixture marks what is no nuclide but said in words.
const mixture = "mixture: "

func nuclide(n schema.Nuclide, words string) string {
	if n != "" {
		return string(n)
	}
	return mixture + words
}

func parseNuclide(s string) (schema.Nuclide, string) {
	if words, ok := strings.CutPrefix(s, mixture); ok {
		return "", words
	}
	return schema.Nuclide(s), ""
}

// amount is a quantity in three cells, and what follows it.
func amount(q *schema.Quantity, more ...string) []string {
	cells := []string{"", "", ""}
	if q != nil {
		cells = []string{formatFloat(q.Value), string(q.Unit), string(q.Qualifier)}
	}
	return append(cells, more...)
}

func parseAmount(cells []string) (*schema.Quantity, bool) {
	if cells[0] == "" {
		return nil, cells[1] == "" && cells[2] == ""
	}
	x, ok := parseFloat(cells[0])
	return &schema.Quantity{Value: x, Unit: schema.Unit(cells[1]), Qualifier: schema.Qualifier(cells[2])}, ok
}

// length is a quantity as persons read it.
func length(q schema.Quantity) string { return fmt.Sprintf("%g %s", q.Value, q.Unit) }
