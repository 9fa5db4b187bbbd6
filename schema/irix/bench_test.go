package irix_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/schema/irix"
)

// bare is the least reading of XML: the tokens of encoding/xml, without names
// being resolved.
func bare(b []byte) error {
	d := xml.NewDecoder(bytes.NewReader(b))
	for {
		if _, err := d.RawToken(); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			return err
		}
	}
}

// monitoring is a report of n dose rates, each at a place of its own.
func monitoring(tb testing.TB, n int) []byte {
	tb.Helper()
	b, err := os.ReadFile("testdata/valid/art5-full.xml")
	if err != nil {
		tb.Fatal(err)
	}
	const mark = "<meas:DoseRate>"
	head, tail, ok := strings.Cut(string(b), mark)
	if !ok {
		tb.Fatal("no dose rate in it")
	}
	var s strings.Builder
	s.WriteString(head)
	s.WriteString("<meas:DoseRate><meas:DoseRateType>Gamma</meas:DoseRateType><meas:MeasuringPeriod><meas:StartTime>2026-11-23T06:20:00Z</meas:StartTime><meas:EndTime>2026-11-23T06:30:00Z</meas:EndTime></meas:MeasuringPeriod><meas:Measurements>")
	for i := range n {
		fmt.Fprintf(&s, "\n   <meas:Measurement><loc:Location><loc:Name>Station %d</loc:Name><loc:GeographicCoordinates><loc:Latitude>56.%05d</loc:Latitude><loc:Longitude>4.%05d</loc:Longitude></loc:GeographicCoordinates></loc:Location>"+
			`<meas:Value Unit="Sv/s">%d.%dE-11</meas:Value><meas:Validated>Not Validated</meas:Validated></meas:Measurement>`, i, i, i, i%9+1, i%10)
	}
	s.WriteString("\n  </meas:Measurements></meas:DoseRate>" + mark + tail)
	return []byte(s.String())
}

// reports are what is measured: a notification, 2,000 places, and a report of
// others with files in it if it is at hand.
func reports(tb testing.TB) map[string][]byte {
	tb.Helper()
	full, err := os.ReadFile("testdata/valid/art5-full.xml")
	if err != nil {
		tb.Fatal(err)
	}
	docs := map[string][]byte{"art5": full, "monitoring": monitoring(tb, 2000)}
	if b, err := os.ReadFile(filepath.Join(data(), "irix", "samples", "OpenBfS-irix-webservice", "png-pdf-test.xml")); err == nil {
		docs["files"] = b
	}
	return docs
}

// BenchmarkDecode sets Decode beside a bare tokenising of the same report; x-bare
// is how many times the shortest of one the shortest of the other is.
func BenchmarkDecode(b *testing.B) {
	for name, doc := range reports(b) {
		decode := func() {
			if r, vs := irix.Decode(doc); r == nil {
				b.Fatal(vs)
			}
		}
		tokens := func() {
			if err := bare(doc); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(name+"/bare", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			for b.Loop() {
				tokens()
			}
		})
		b.Run(name+"/decode", func(b *testing.B) {
			b.SetBytes(int64(len(doc)))
			b.ReportAllocs()
			for b.Loop() {
				decode()
			}
			b.ReportMetric(float64(shortest(20, decode))/float64(shortest(20, tokens)), "x-bare")
		})
	}
}

// shortest is the shortest of n times.
func shortest(n int, f func()) time.Duration {
	least := time.Hour
	for range n {
		start := time.Now()
		f()
		least = min(least, time.Since(start))
	}
	return least
}

// TestDecodingTakesAtMostThreeTimesABareTokenising compares the shortest of many
// times, taken in turn; other work on the machine makes none shorter. It measures
// again until the two are as they should be, or for good are not.
func TestDecodingTakesAtMostThreeTimesABareTokenising(t *testing.T) {
	for name, doc := range reports(t) {
		least, took, ratio := time.Hour, time.Hour, 4.0
		for round := 0; round < 5 || round < 100 && ratio > 3; round++ {
			least = min(least, shortest(1, func() {
				if err := bare(doc); err != nil {
					t.Fatal(err)
				}
			}))
			took = min(took, shortest(1, func() {
				if r, vs := irix.Decode(doc); r == nil {
					t.Fatal(vs)
				}
			}))
			ratio = float64(took) / float64(least)
		}
		t.Logf("%s: %d bytes, %v, bare %v: %.2f times", name, len(doc), took, least, ratio)
		if ratio > 3 {
			t.Errorf("%s: %.2f times a bare tokenising", name, ratio)
		}
	}
}
