package irix

import (
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"forthwith/schema"
)

// data is a field for which IRIX has neither an element nor words: an annotation has
// it in its JSON, and says it in words to others.
type data struct {
	XMLName xml.Name `xml:"urn:forthwith:irix:1 Data"`
	Field   string   `xml:"field,attr"`
	JSON    string   `xml:",chardata"`
}

const (
	fieldHydrology   = "hydrology"
	fieldProjections = "projections"
)

// describe writes the data of the message.
func (w *exporter) describe(a *Annexes) {
	if c := w.info.Conditions.Details; c != nil && len(c.Hydrology) > 0 {
		a.Annotation = append(a.Annotation, describe("Hydrology", fieldHydrology, c.Hydrology)...)
	}
	if p := w.info.Prediction.Details; p != nil && len(p.Projections) > 0 {
		a.Annotation = append(a.Annotation, describe("Projections", fieldProjections, p.Projections)...)
	}
}

func describe[T any](title, field string, xs []T) []Annotation {
	b, err := schema.Canonical(xs)
	if err != nil {
		return nil
	}
	var tree []any
	if json.Unmarshal(b, &tree) != nil {
		return nil
	}
	raw, err := xml.Marshal(data{Field: field, JSON: string(b)})
	if err != nil {
		return nil
	}
	var lines []string
	for _, x := range tree {
		lines = append(lines, sentence(x))
	}
	return []Annotation{{Title: title, Extensions: []Raw{{Bytes: raw}}, Text: prose(strings.Join(lines, "\n"))}}
}

// sentence is a value of JSON for persons.
func sentence(x any) string {
	m, ok := x.(map[string]any)
	if !ok {
		return fmt.Sprint(x)
	}
	if u, ok := m["unit"]; ok {
		s := fmt.Sprintf("%v %v", m["value"], u)
		if q, ok := m["qualifier"]; ok {
			s = fmt.Sprintf("%v %s", q, s)
		}
		return s
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		s := sentence(m[name])
		if _, nested := m[name].(map[string]any); nested && strings.Contains(s, ": ") {
			s = "(" + s + ")"
		}
		parts = append(parts, name+": "+s)
	}
	return strings.Join(parts, "; ")
}

// data reads the annotation of a field.
func (r *importer) data(a Annotation) {
	for _, raw := range a.Extensions {
		var d data
		if xml.Unmarshal(raw.Standalone(), &d) != nil {
			continue
		}
		var err error
		switch d.Field {
		case fieldHydrology:
			err = schema.ParseDocument([]byte(d.JSON), &provide(&r.info.Conditions, "").Hydrology)
		case fieldProjections:
			err = schema.ParseDocument([]byte(d.JSON), &provide(&r.info.Prediction, "").Projections)
		}
		if err != nil {
			r.fail("Annexes/Annotation", "data", "", "what stands in the annotation %q cannot be read: %v", a.Title, err)
		}
	}
}
