package main

import (
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/text/language"

	"forthwith/schema"
	"forthwith/schema/atlas"
)

// topology is what is read of a TopoJSON file: quantised arcs, each a list of
// differences, and the countries as rings of arcs.
type topology struct {
	Type      string `json:"type"`
	Transform *struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]int64 `json:"arcs"`
	Objects struct {
		Countries struct {
			Geometries []geometry `json:"geometries"`
		} `json:"countries"`
	} `json:"objects"`
}

// geometry is one country. An arc ~n is arc n backwards.
type geometry struct {
	Type       string          `json:"type"`
	ID         string          `json:"id"` // ISO 3166-1 numeric
	Arcs       json.RawMessage `json:"arcs"`
	Properties struct {
		Name string `json:"name"`
	} `json:"properties"`
}

// outline is one country as it is written: its code, and the arcs around it.
type outline struct {
	code string
	arcs []int
}

func parseTopology(b []byte) (*topology, error) {
	t := new(topology)
	if err := json.Unmarshal(b, t); err != nil {
		return nil, fmt.Errorf("read the topology: %w", err)
	}
	if t.Type != "Topology" || t.Transform == nil || len(t.Arcs) == 0 || len(t.Objects.Countries.Geometries) == 0 {
		return nil, errors.New("this is no quantised topology with an object named countries")
	}
	return t, nil
}

// areas are the countries in the order of the file, with their codes.
func (t *topology) areas() ([]outline, error) {
	var out []outline
	for _, g := range t.Objects.Countries.Geometries {
		code, err := g.code()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
		}
		rings, err := g.rings()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
		}
		o := outline{code: code}
		for _, ring := range rings {
			if err := t.closed(ring); err != nil {
				return nil, fmt.Errorf("%s: %w", g.Properties.Name, err)
			}
			for _, n := range ring {
				o.arcs = append(o.arcs, forward(n))
			}
		}
		out = append(out, o)
	}
	return out, nil
}

// code is the alpha-2 code of a country. Natural Earth numbers what ISO 3166-1
// numbers; of the rest only Kosovo has a code that is in use.
func (g geometry) code() (string, error) {
	switch {
	case g.ID == "" && g.Properties.Name == "Kosovo":
		return "XK", nil
	case g.ID == "":
		return atlas.NoCode, nil
	}
	region, err := language.ParseRegion(g.ID)
	if err != nil {
		return "", fmt.Errorf("ISO 3166-1 number %q: %w", g.ID, err)
	}
	if !region.IsCountry() {
		return "", fmt.Errorf("ISO 3166-1 number %q is no country", g.ID)
	}
	p, err := schema.ParseParty(region.String())
	return string(p), err
}

func (g geometry) rings() ([][]int, error) {
	switch g.Type {
	case "Polygon":
		var rings [][]int
		err := json.Unmarshal(g.Arcs, &rings)
		return rings, err
	case "MultiPolygon":
		var polygons [][][]int
		err := json.Unmarshal(g.Arcs, &polygons)
		var rings [][]int
		for _, p := range polygons {
			rings = append(rings, p...)
		}
		return rings, err
	}
	return nil, fmt.Errorf("a geometry of type %q; a country is a Polygon or a MultiPolygon", g.Type)
}

// closed checks that each arc of a ring begins where the one before ends.
func (t *topology) closed(ring []int) error {
	for i, n := range ring {
		next := ring[(i+1)%len(ring)]
		if forward(n) >= len(t.Arcs) || forward(next) >= len(t.Arcs) {
			return fmt.Errorf("there is no arc %d or %d", forward(n), forward(next))
		}
		_, end := t.ends(n)
		if start, _ := t.ends(next); end != start {
			return fmt.Errorf("the ring breaks between the arcs %d and %d", n, next)
		}
	}
	return nil
}

// ends are the first and the last point of an arc, on the grid.
func (t *topology) ends(n int) (first, last [2]int64) {
	for i, d := range t.Arcs[forward(n)] {
		last[0], last[1] = last[0]+d[0], last[1]+d[1]
		if i == 0 {
			first = last
		}
	}
	if n < 0 {
		return last, first
	}
	return first, last
}

func forward(n int) int {
	if n < 0 {
		return ^n
	}
	return n
}
