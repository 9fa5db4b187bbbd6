package irix_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// mostMemory is what reading one report may take of the heap.
const (
	mostMemory = 64 << 20
	softLimit  = 32 << 20
)

// filling is what stands in the place of mark in a fixture: piece as often as the
// largest report has room for, between before and after.
type filling struct {
	file, mark           string
	before, piece, after string
}

// report makes the largest report of the filling; # in a piece is its number.
func (f filling) report(t *testing.T) []byte {
	t.Helper()
	head, tail, ok := strings.Cut(string(fixture(t, f.file)), f.mark)
	if !ok {
		t.Fatalf("%s has no %q", f.file, f.mark)
	}
	var b strings.Builder
	b.WriteString(head + f.before)
	for i := 0; b.Len() < irix.MaxReport-len(tail)-len(f.after)-len(f.piece)-8; i++ {
		piece, rest, numbered := strings.Cut(f.piece, "#")
		if b.WriteString(piece); numbered {
			b.WriteString(strconv.Itoa(i))
		}
		b.WriteString(rest)
	}
	return []byte(b.String() + f.after + tail)
}

// heavy are reports of the largest size that are made to take memory or time.
var heavy = func() map[string]filling {
	const (
		minimal, full = "valid/art2a-minimal.xml", "valid/art5-full.xml"
		text, endText = located + "<event:EventDescription>", "</event:EventDescription>"
		file          = "<annex:FileEnclosure><annex:Title>t</annex:Title><annex:MimeType>m</annex:MimeType><annex:FileSize>1</annex:FileSize><annex:EnclosedObject>"
		endFile       = "</annex:EnclosedObject></annex:FileEnclosure><annex:Annotation>"
		nuclide       = "<release:Nuclide>Cs-137</release:Nuclide>"
		rates         = "</meas:Measurements></meas:DoseRate>"
	)
	// Declarations on 20 levels, as many as there may be, with the outermost looked
	// for again and again.
	nested := `<x xmlns="u" xmlns:p="v">`
	for level := range 19 {
		nested += "<x"
		for i := range 5 {
			nested += fmt.Sprintf(` xmlns:q%d_%d="w"`, level, i)
		}
		nested += ">"
	}
	return map[string]filling{
		"places":                   {minimal, "</loc:Locations>", "", `<loc:Location id="l#"/>`, "</loc:Locations>"},
		"references":               {full, rates, "", `<meas:Measurement><loc:Location ref="r#"/><meas:Value Unit="Sv/s">1</meas:Value></meas:Measurement>`, rates},
		"addressees":               {minimal, "</id:Addressees>", "", `<id:Addressee>aa</id:Addressee>`, "</id:Addressees>"},
		"bases, each odd":          {minimal, "</id:ReportingBases>", "", `<id:ReportingBasis>x</id:ReportingBasis>`, "</id:ReportingBases>"},
		"measurements":             {full, rates, "", `<meas:Measurement><loc:Location/><meas:Value Unit="Sv/s">1</meas:Value></meas:Measurement>`, rates},
		"unknown elements":         {minimal, located, "", `<a/>`, located},
		"attributes":               {minimal, `ref="L1"`, "", ` a#=""`, ""},
		"attributes of others":     {minimal, "</id:Identifications>", "</id:Identifications>", `<x xmlns="u"` + attributes(60) + "/>", ""},
		"declarations of others":   {minimal, "</id:Identifications>", "</id:Identifications>" + nested, `<x` + prefixed(20) + "/>", strings.Repeat("</x>", 20)},
		"attributes in a row":      {minimal, located, "", `<a b="" c="" d="" e="" f="" g="" h="" i="" j="" k=""/>`, located},
		"a name":                   {minimal, located, "<loc:", `aaaaaaaa`, "/>" + located},
		"extensions":               {minimal, "</id:Identifications>", "</id:Identifications>", `<x xmlns="u"/>`, ""},
		"an extension":             {minimal, "</id:Identifications>", `</id:Identifications><x:y xmlns:x="u">`, `<x:y/>`, "</x:y>"},
		"a comment":                {minimal, located, "<!--", `aaaaaaaa`, "-->" + located},
		"white space":              {minimal, located, "", " \n", located},
		"words":                    {minimal, "Exercise NPP", "", "a ", ""},
		"references to characters": {minimal, "Exercise NPP", "", "&lt;", ""},
		"nuclides":                 {full, nuclide, "<release:NuclideList>", "I-131 ", "</release:NuclideList>"},
		"free text":                {minimal, located, text, "a ", endText},
		"markup":                   {minimal, located, text, "<html:b/>", endText},
		"less-than in a CDATA":     {minimal, located, text + "<![CDATA[", "<<<<<<<<", "]]>" + endText},
		"many CDATA":               {minimal, "Exercise NPP", "", "<![CDATA[a]]>", ""},
		"a file":                   {full, "<annex:Annotation>", file, "AAAA", endFile},
		"a file in short lines":    {full, "<annex:Annotation>", file, "A\nA\nA\nA\n", endFile},
		"a deep extension":         {minimal, "</id:Identifications>", "</id:Identifications>", `<x xmlns="u">`, ""},
	}
}()

func attributes(n int) string {
	s := ""
	for i := range n {
		s += fmt.Sprintf(` a%d=""`, i)
	}
	return s
}

func prefixed(n int) string { return strings.ReplaceAll(attributes(n), " a", " p:a") }

// TestReadingTakesLittleMemoryAndTime runs each heavy report in a process of its
// own, whose heap is collected when it comes near to softLimit. What the heap was
// at its largest is what reading took, and what the collector was late by.
func TestReadingTakesLittleMemoryAndTime(t *testing.T) {
	if os.Getenv("IRIX_HEAVY") != "" {
		measure(t)
		return
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range heavy {
		cmd := exec.CommandContext(t.Context(), exe, "-test.run=^TestReadingTakesLittleMemoryAndTime$", "-test.v")
		cmd.Env = append(os.Environ(), "IRIX_HEAVY=1")
		cmd.Stdin = bytes.NewReader(f.report(t))
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s: %v\n%.1000s", name, err, out)
		}
		_, result, _ := strings.Cut(string(out), "HEAVY ")
		var m measured
		if err := json.NewDecoder(strings.NewReader(result)).Decode(&m); err != nil {
			t.Fatalf("%s: %v\n%.1000s", name, err, out)
		}
		t.Logf("%s: %d MiB, %v, read %t %s", name, m.Heap>>20, m.Took, m.Read, m.Codes)
		// The time of the processor: other work on the machine does not count.
		if took := cmd.ProcessState.UserTime(); m.Heap > mostMemory || took > 30*time.Second {
			t.Errorf("%s: %d MiB, %v", name, m.Heap>>20, took)
		}
	}
}

type measured struct {
	Heap  uint64 // at its largest
	Took  time.Duration
	Read  bool
	Codes string
}

func measure(t *testing.T) {
	doc := make([]byte, irix.MaxReport)
	n, err := io.ReadFull(os.Stdin, doc)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Fatal(err)
	}
	doc = doc[:n]
	debug.FreeOSMemory()
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(softLimit)
	var after runtime.MemStats
	start := time.Now()
	r, vs := irix.Decode(doc)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	out, err := json.Marshal(measured{after.HeapSys, took, r != nil, strings.Join(codes(vs, schema.SeverityError), ",")})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Printf("HEAVY %s\n", out)
	runtime.KeepAlive(r)
}
