package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"forthwith/schema/atlas"
)

// world has a square with a square hole in it, the country in the hole, one that
// has no code, and an arc that nobody uses.
const world = `{"type":"Topology","transform":{"scale":[1,1],"translate":[0,40]},
"arcs":[[[0,0],[9,0],[0,9],[-9,0],[0,-9]],[[50,50],[1,1]],[[3,3],[3,0],[0,3]],[[3,3],[0,3],[3,0]],[[20,0],[2,0],[0,2],[-2,-2]]],
"objects":{"countries":{"type":"GeometryCollection","geometries":[
{"type":"Polygon","id":"040","arcs":[[0],[2,-4]],"properties":{"name":"Austria"}},
{"type":"MultiPolygon","id":"438","arcs":[[[3,-3]]],"properties":{"name":"Liechtenstein"}},
{"type":"Polygon","arcs":[[4]],"properties":{"name":"Kosovo"}},
{"type":"Polygon","arcs":[[4]],"properties":{"name":"Elsewhere"}}]}}}`

func TestConvertedOutlinesAreReadBack(t *testing.T) {
	var out, again bytes.Buffer
	if err := run(strings.NewReader(world), &out); err != nil {
		t.Fatal(err)
	}
	if err := run(strings.NewReader(world), &again); err != nil || !bytes.Equal(out.Bytes(), again.Bytes()) {
		t.Errorf("the second time it is another file: %v", err)
	}
	a, err := atlas.Decode(out.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lat, lon float64
		want     string
	}{
		{41, 1, "AT inside, LI outside"}, {44.5, 4.5, "AT outside, LI inside"}, {60, 60, "AT outside, LI outside"},
		{40.2, 21, "AT , LI "}, // in the area without a code
	} {
		got := fmt.Sprintf("AT %s, LI %s", a.Within("AT", c.lat, c.lon).Where, a.Within("LI", c.lat, c.lon).Where)
		if got != c.want {
			t.Errorf("%v, %v: %s, want %s", c.lat, c.lon, got, c.want)
		}
	}
	if got := a.Within("XK", 40.2, 21.5).Where; got != atlas.Inside {
		t.Errorf("Kosovo is %q", got)
	}
	if n := bytes.Count(out.Bytes(), []byte(atlas.NoCode)); n != 1 {
		t.Errorf("%d areas without a code", n)
	}
}

func TestWhatIsNoAtlasIsRefused(t *testing.T) {
	for name, c := range map[string]struct{ from, to, say string }{
		"no JSON":               {world, "<html>", "read the topology"},
		"no topology":           {`"Topology"`, `"FeatureCollection"`, "no quantised topology"},
		"not quantised":         {`"transform"`, `"transforms"`, "no quantised topology"},
		"no countries":          {`"countries"`, `"land"`, "no quantised topology"},
		"an open ring":          {`[2,-4]`, `[2]`, "Austria: the ring breaks"},
		"an arc that is none":   {`[2,-4]`, `[2,-9]`, "Austria: there is no arc"},
		"a number that is none": {`"438"`, `"999"`, "Liechtenstein:"},
		"a point for a country": {`"MultiPolygon"`, `"Point"`, "Liechtenstein: a geometry of type"},
		"rings too deep":        {`"Polygon","id"`, `"MultiPolygon","id"`, "Austria: json"},
	} {
		err := run(strings.NewReader(strings.Replace(world, c.from, c.to, 1)), new(bytes.Buffer))
		if err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want %q", name, err, c.say)
		}
	}
}
