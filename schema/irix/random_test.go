package irix

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"

	"forthwith/schema"
)

// RandomReport is a full report of random values, by the table: every section,
// every element of a choice, and every value of a list come up in time. It is for
// the tests of package irix_test, which have no table.
func RandomReport(seed uint64) *Report {
	g := &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
	r := &Report{}
	g.fill(report, reflect.ValueOf(r).Elem())
	id := &r.Identification
	id.OrganisationReporting = id.Identifications.OrganisationContactInfo[0].OrganisationID
	if r.Locations == nil {
		r.Locations = &Locations{Location: []ListedLocation{{ID: "L1"}}}
	}
	r.Locations.Location[0].ID = "L1"
	return r
}

type generator struct {
	*rand.Rand
	n int // so that what must be unique is
}

// fill fills a struct as its element has it.
func (g *generator) fill(e *element, v reflect.Value) {
	for _, x := range e.attributes {
		if x.field != nil && (x.required || g.IntN(2) == 0) {
			g.value(v.FieldByIndex(x.field), x.value)
		}
	}
	if e.inner != nil {
		g.value(v.FieldByIndex(e.inner), e.value)
	}
	filled := false
	for _, p := range e.parts {
		times := p.min
		if p.max == 1 {
			times = max(p.min, g.IntN(2))
		} else if p.max > 1 {
			times += g.IntN(min(p.max-p.min, 2) + 1)
		}
		if p.after && !filled {
			times = 0
		}
		filled = times > 0
		for range times {
			c := p.any
			if c == nil {
				c = p.elements[g.IntN(len(p.elements))]
			}
			if c.space != nsSig && !skipped[e.name+"/"+c.name] {
				g.child(c, c.slot(v))
			}
		}
	}
	g.mend(v)
}

// skipped are the elements that are refused although IRIX has them.
var skipped = map[string]bool{"Identity/Name": true, "Identity/Description": true}

// mend makes unique what must be.
func (g *generator) mend(v reflect.Value) {
	switch x := v.Addr().Interface().(type) {
	case *Location:
		if x.Ref != "" {
			*x = Location{Ref: "L1"}
		}
	case *GeographicCoordinates:
		for i := range x.Height {
			x.Height[i].Above = []HeightAbove{AboveSea, AboveLand}[i]
		}
	}
}

func (g *generator) child(e *element, v reflect.Value) {
	switch e.content {
	case free:
		v.Set(reflect.ValueOf(g.freeText()))
	case foreign:
		v.Set(reflect.ValueOf(g.foreign()))
	case text:
		if e.inner == nil {
			g.value(v, e.value)
			return
		}
		g.fill(e, v)
	default:
		g.fill(e, v)
	}
}

func (g *generator) freeText() FreeText {
	return clean(g.pick("plain", "<html:p>One &amp; <html:b>two</html:b></html:p>", `<html:a href="https://example.org/?a=1&amp;b=2">x</html:a>`,
		"<html:ul><html:li>]]&gt;</html:li><html:li>ü €</html:li></html:ul>", "<html:table><html:tr><html:td colspan=\"2\">5</html:td></html:tr></html:table>"))
}

func (g *generator) foreign() Raw {
	return []Raw{
		{Bytes: []byte(`<x:A xmlns:x="urn:a"><x:B c="d&amp;e"/> t</x:A>`)},
		{Bytes: []byte(`<x:A><x:B/></x:A>`), Spaces: []Space{{Prefix: "x", URI: "urn:b"}}},
		{Bytes: []byte(`<A b="c"/>`), Spaces: []Space{{Prefix: "", URI: "urn:default"}}},
		{Bytes: []byte(`<loc:A b="c">d</loc:A>`), Spaces: []Space{{Prefix: "loc", URI: "urn:not-ours"}}},
		{Bytes: []byte(`<x:A><loc:Name>n</loc:Name></x:A>`), Spaces: []Space{{Prefix: "loc", URI: nsReport + "/Locations"}, {Prefix: "x", URI: "urn:b"}}},
		{Bytes: []byte(`<x:A xmlns:x="urn:a"><B/></x:A>`), Spaces: []Space{{}}},
	}[g.IntN(6)]
}

func (g *generator) pick(ss ...string) string { return ss[g.IntN(len(ss))] }

// examples are what there may be of the simple types that are no lists.
var examples = map[reflect.Type][]string{
	reflect.TypeFor[schema.Time]():      {"2026-11-23T06:40:00Z", "2024-02-29T23:59:59Z", "0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"},
	reflect.TypeFor[DateTime]():         {"2026-11-23T06:40:00", "2026-11-23T06:40:00.123+01:00", "2026-11-23T06:40:00-14:00"},
	reflect.TypeFor[Duration]():         {"PT10M", "P1Y2M3DT4H5M6.7S", "-P1D", "PT0S"},
	reflect.TypeFor[PersonID]():         {"duty.officer@notify.example.org", "a@b9"},
	reflect.TypeFor[Phone]():            {"+4512345678", "+", "+1234567890123"},
	reflect.TypeFor[Country]():          {"SE", "ZZ", "XX"},
	reflect.TypeFor[Home]():             {"DK", "00"},
	reflect.TypeFor[Countries]():        {"", "DK", "DK SE NO"},
	reflect.TypeFor[URI]():              {"", "https://example.org/a%20b?c=d#e", "mailto:x@example.org", "relative/path", "urn:x:y"},
	reflect.TypeFor[Language]():         {"en", "de-CH-1996"},
	reflect.TypeFor[Hex]():              {"", "da39a3ee5e6b4b0d3255bfef95601890afd80709"},
	reflect.TypeFor[Stability]():        {"A", "G"},
	reflect.TypeFor[NuclideList]():      {"I-131", "I-131 Cs-137 T-3x", ""},
	reflect.TypeFor[Basis]():            {string(BasisConvention), "ESD", string(BasisTransnational)},
	reflect.TypeFor[Decimal]():          {"0", "-12.50", "+3", ".5", "7.", "12345678901234567890"},
	reflect.TypeFor[NonNegative]():      {"0", "12.5", "100000.000001", "-0"},
	reflect.TypeFor[Positive]():         {"0.0001", "1013.25"},
	reflect.TypeFor[Latitude]():         {"-90", "90", "56.10000"},
	reflect.TypeFor[Longitude]():        {"-180", "179.999999", "0"},
	reflect.TypeFor[Percentage]():       {"0", "100", "99.99", "33.30", "0001.2500"},
	reflect.TypeFor[Angle]():            {"0", "359.99", "360", "7.5"},
	reflect.TypeFor[Float]():            {"1.2E15", "-3.3e-9", "0", "+5.", ".5E+3", "1e-60", "123456789012345678901234567890"},
	reflect.TypeFor[NonNegativeFloat](): {"0", "1.5E3", "-0"},
	reflect.TypeFor[PositiveFloat]():    {"1.2E15", "3.4E38", "1e-44"},
}

func (g *generator) value(v reflect.Value, x value) {
	t := v.Type()
	g.n++
	switch {
	case single(t):
		v.SetBytes([]byte(g.pick("", "a", "%PDF-1.4\n\x00\xff")))
	case v.Kind() == reflect.Int64:
		v.SetInt(int64(g.IntN(9)))
		if t == reflect.TypeFor[Ordinal]() {
			v.SetInt(int64(g.IntN(9) + 1))
		}
	case t == reflect.TypeFor[schema.ReportUUID]():
		v.SetString(fmt.Sprintf("%08x-5a2b-4c3d-9e8f-%012x", g.Uint32(), g.n))
	case t == reflect.TypeFor[OrganisationID]():
		v.SetString(fmt.Sprintf("n%d.example.org", g.n))
	case t == reflect.TypeFor[LocationID]():
		v.SetString(fmt.Sprintf("L_%d.ä-", g.n))
	case examples[t] != nil:
		v.SetString(g.pick(examples[t]...))
	case enumerations[t] != nil:
		v.SetString(g.pick(enumerations[t]...))
	case t == reflect.TypeFor[Nuclide]():
		v.SetString(g.pick(strings.Fields(nuclides)...))
	case t == reflect.TypeFor[NuclideCombination]():
		v.SetString(g.pick(strings.Fields(combinations)...))
	case t == reflect.TypeFor[SampleType]():
		v.SetString(g.pick(strings.Fields(sampleTypes)...))
	default:
		if v.SetString(fmt.Sprintf("%s %d", g.pick("words", "ü & < > \" '", "]]>", strings.Repeat("€", 250)), g.n%1000)); x.code != "" && x.code != shortText.code {
			panic("no example of " + t.String())
		}
	}
}

// Lists are the closed lists with the names of their Go types, for the tests.
func Lists() map[string][]string {
	lists := map[string][]string{
		"Nuclide": strings.Fields(nuclides), "NuclideCombination": strings.Fields(combinations), "SampleType": strings.Fields(sampleTypes),
	}
	for t, words := range enumerations {
		lists[t.Name()] = words
	}
	return lists
}
