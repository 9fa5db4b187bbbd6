package text

import (
	"testing"

	"forthwith/schema"
)

// BenchmarkPages tells information with every field as long as it may be, and what
// changed in it.
func BenchmarkPages(b *testing.B) {
	m := longest("宽 ").message(schema.KindInformation, schema.Live)
	for b.Loop() {
		if _, err := Pages(m, Reader{Language: "zh", Previous: m}); err != nil {
			b.Fatal(err)
		}
	}
}
