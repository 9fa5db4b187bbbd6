package catalogue

import (
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// What a list allocates in all bounds what it holds at any time.
func TestWorstListsTakeLessThan64MB(t *testing.T) {
	read := func(doc string) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		l, _ := Parse("list.csv", []byte(doc))
		l.Search("a", "")
		l.Named("a", "")
		l.Doubts()
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	for name, piece := range map[string]string{
		"lines": row("#", "a", "51", "4", "BE"), "long names": row("#", strings.Repeat("a1", 100), "", "", "BE"), "names to take apart": row("#", strings.Repeat("ﷺ", 120), "", "", "BE"),
		"lines of nothing": ",,,,,,,,,,,,,,,\n", "short lines": "a\n", "empty lines": "\n", "commas": ",", "quotes": `"`, "quoted quotes": `""`, "an open quote": "\"a\n", "CR": "\r", "digits": "9", "NUL": "\x00", "no UTF-8": "\xff", "gzip": "\x1f\x8b\x08",
	} {
		fill := func(n int) string {
			var b strings.Builder
			b.WriteString(header)
			for i := 0; b.Len()+len(piece)+8 < n; i++ {
				b.WriteString(strings.Replace(piece, "#", strconv.Itoa(i), 1))
			}
			return b.String()
		}
		took, half := read(fill(MaxList)), read(fill(MaxList/2))
		t.Logf("%-20s %5.1f MB, of half of it %5.1f MB", name, float64(took)/1e6, float64(half)/1e6)
		if took > 64e6 || took > 3*half+4e6 {
			t.Errorf("%s: %d bytes allocated, for half of it %d", name, took, half)
		}
	}
}
