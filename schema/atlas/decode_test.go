package atlas

import (
	"bytes"
	"encoding/binary"
	"math"
	"strings"
	"testing"
)

// square is a file with one country, of four degrees by four around 0, 0, whose
// outline is two arcs.
func square() []byte {
	b := []byte(Magic)
	for _, x := range []float64{1, -2, 1, -2} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	b = append(b, 2)
	for _, arc := range [][][2]int64{{{0, 0}, {4, 0}, {0, 4}}, {{4, 4}, {-4, 0}, {0, -4}}} {
		b = append(b, byte(len(arc)))
		for _, d := range arc {
			b = binary.AppendVarint(binary.AppendVarint(b, d[0]), d[1])
		}
	}
	b = append(b, 1)
	b = append(b, "AT"...)
	b = append(b, 2, 0, 2)
	return b
}

func TestDecodeReadsWhatIsWritten(t *testing.T) {
	a, err := Decode(square())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		lat, lon float64
		want     Where
	}{{0, 0, Inside}, {1.9, -1.9, Inside}, {2.1, 0, Near}, {3, 0, Outside}, {0, -3, Outside}, {-2.1, 0, Near}} {
		if got := a.Within("AT", c.lat, c.lon); got.Where != c.want {
			t.Errorf("%v, %v is %+v, want %s", c.lat, c.lon, got, c.want)
		}
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := square()
	for i := range good {
		if _, err := Decode(good[:i]); err == nil {
			t.Errorf("the first %d of %d bytes are taken", i, len(good))
		}
	}
	change := func(at int, with ...byte) []byte {
		b := bytes.Clone(good)
		copy(b[at:], with)
		return b
	}
	arcs := len(Magic) + 32 // where the count of arcs stands
	for name, c := range map[string]struct {
		file []byte
		say  string
	}{
		"another file":         {[]byte("PK\x03\x04"), "no file of outlines"},
		"something after":      {append(bytes.Clone(good), 0), "follow"},
		"more arcs than bytes": {change(arcs, 0x7f), "too early"},
		"a line of one point":  {change(arcs+1, 1), "1 points"},
		"a code that is none":  {change(len(good)-5, 'a', 't'), "party"},
		"an arc that is none":  {change(len(good)-1, 4), "arc 2 of 2"},
		"an arc before all":    {change(len(good)-2, 1), "arc -1 of 2"},
		"a point off the globe": {change(len(Magic)+8, func() []byte {
			return binary.LittleEndian.AppendUint64(nil, math.Float64bits(-190))
		}()...), "longitude -190"},
		"no number for a scale": {change(len(Magic), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f), "longitude NaN"},
	} {
		if _, err := Decode(c.file); err == nil || !strings.Contains(err.Error(), c.say) {
			t.Errorf("%s: %v, want %q", name, err, c.say)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(square())
	f.Add(outlines)
	f.Add([]byte(Magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := Decode(b)
		if err != nil {
			return
		}
		for _, r := range a.areas {
			for _, at := range [][2]float64{{0, 0}, {90, 180}, {-90, -180}, {51.5, -0.1}} {
				if got := a.Within(r.code, at[0], at[1]); !(got.Distance >= 0) {
					t.Errorf("%q at %v: %+v", r.code, at, got)
				}
			}
		}
	})
}
