package main

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"

	"forthwith/schema/atlas"
)

// encode writes the form that the documentation of package atlas has. The same
// topology gives the same bytes: arcs stand in its order, those of no country are
// left out, and areas are sorted by code.
func encode(t *topology, areas []outline) []byte {
	b := []byte(atlas.Magic)
	for i := range 2 {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(t.Transform.Scale[i]))
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(t.Transform.Translate[i]))
	}
	number := make(map[int]int) // in the file, by number in the topology
	for _, o := range areas {
		for _, n := range o.arcs {
			number[n] = 0
		}
	}
	b = binary.AppendUvarint(b, uint64(len(number)))
	kept := 0
	for n, arc := range t.Arcs {
		if _, used := number[n]; !used {
			continue
		}
		number[n] = kept
		kept++
		b = binary.AppendUvarint(b, uint64(len(arc)))
		for _, d := range arc {
			b = binary.AppendVarint(binary.AppendVarint(b, d[0]), d[1])
		}
	}
	slices.SortStableFunc(areas, func(x, y outline) int { return cmp.Compare(x.code, y.code) })
	b = binary.AppendUvarint(b, uint64(len(areas)))
	for _, o := range areas {
		b = append(b, o.code...)
		b = binary.AppendUvarint(b, uint64(len(o.arcs)))
		last := 0
		for _, n := range o.arcs {
			b = binary.AppendVarint(b, int64(number[n]-last))
			last = number[n]
		}
	}
	return b
}
