package cap_test

import (
	"testing"

	"forthwith/schema/cap"
)

func BenchmarkDecode(b *testing.B) {
	doc := read(b, "testdata/valid/alert.cap.xml")
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		if a, vs := cap.Decode(doc); a == nil {
			b.Fatal(vs)
		}
	}
}

func BenchmarkEncode(b *testing.B) {
	a, vs := cap.Decode(read(b, "testdata/valid/alert.cap.xml"))
	if a == nil {
		b.Fatal(vs)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := a.Encode(); err != nil {
			b.Fatal(err)
		}
	}
}
