package cap

import (
	"encoding/xml"
	"fmt"
)

// field is one line of the tables: an element that T has, how often, how it is
// read and how it is written. Decoder and encoder go by the same tables.
type field[T any] struct {
	space    string
	name     string
	min, max int
	read     func(d *decoder, x *T)
	write    func(w *writer, x *T)
}

const unbounded = 1 << 30

// leaf is an element with a value, which stands once at most.
func leaf[T, V any](name string, min int, f form[V], at func(*T) *V) field[T] {
	return field[T]{nsCAP, name, min, 1,
		func(d *decoder, x *T) {
			if v, ok := decodeValue(d, f, min == 0); ok {
				*at(x) = v
			}
		},
		func(w *writer, x *T) {
			if s := f.format(*at(x)); s != "" {
				w.leaf(name, s)
			}
		}}
}

// leaves is an element with a value, which may stand often.
func leaves[T, V any](name string, min int, f form[V], at func(*T) *[]V) field[T] {
	return field[T]{nsCAP, name, min, unbounded,
		func(d *decoder, x *T) {
			d.Name(numbered(name, len(*at(x))))
			if v, ok := decodeValue(d, f, min == 0); ok {
				*at(x) = append(*at(x), v)
			}
		},
		func(w *writer, x *T) {
			for i, v := range *at(x) {
				w.leaf(numbered(name, i), f.format(v))
			}
		}}
}

// groups is an element of elements, which may stand often.
func groups[T, C any](name string, fields []field[C], at func(*T) *[]C) field[T] {
	return field[T]{nsCAP, name, 0, unbounded,
		func(d *decoder, x *T) {
			d.Name(numbered(name, len(*at(x))))
			d.mark()
			var c C
			decodeGroup(d, fields, &c)
			*at(x) = append(*at(x), c)
		},
		func(w *writer, x *T) {
			for i := range *at(x) {
				w.open(numbered(name, i))
				for _, f := range fields {
					f.write(w, &(*at(x))[i])
				}
				w.close()
			}
		}}
}

// numbered is the name of an element that may stand often, in places.
func numbered(name string, i int) string { return fmt.Sprintf("%s[%d]", name, i+1) }

// find is the place in the table of an element of the name, or -1. XML signatures
// are known by their namespace alone.
func find[T any](fields []field[T], name xml.Name) int {
	for i, f := range fields {
		if f.space == name.Space && (f.name == name.Local || f.space == nsDSig) {
			return i
		}
	}
	return -1
}
