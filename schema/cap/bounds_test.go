package cap_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
)

// What a hostile alert allocates in all bounds what it holds at any time.
func TestWorstAlertsTakeLessThan64MB(t *testing.T) {
	head, tail, _ := strings.Cut(fixture(t, "valid/alert.cap.xml"), "<note>")
	tail = "<note>" + tail
	fill := func(s string) string { return strings.Repeat(s, (cap.MaxAlert-len(head)-len(tail))/len(s)) }
	info := between(tail, "<info>", "</info>")
	for _, tt := range []struct{ name, doc string }{
		{"one long text", head + "<code>" + fill("a")[13:] + "</code>" + tail},
		{"one long reference to a character", head + "<code>&#" + fill("0")[16:] + "</code>" + tail},
		{"characters by reference", head + "<code>" + fill("&#9;")[16:] + "</code>" + tail},
		{"codes", head + fill("<code>x</code>") + tail},
		{"empty codes", head + fill("<code/>") + tail},
		{"infos", head + tail[:strings.Index(tail, "<info>")] + fill(info) + "</alert>"},
		{"polygons", strings.Replace(head+tail, "<circle>", fill("<polygon>0,0 1,1 1,0 0,0</polygon>")+"<circle>", 1)},
		{"points", strings.Replace(head+tail, "56.1000,4.2000", fill("0,0 "), 1)},
		{"commas", strings.Replace(head+tail, "56.1000,4.2000", fill(","), 1)},
		{"addresses", strings.Replace(head+tail, "iec.iaea.example", fill("a "), 1)},
		{"references", head + "<note>a</note><references>" + fill("a,b,2026-11-23T06:40:00-00:00 ")[60:] + "</references></alert>"},
		{"attributes", head + "<code " + fill(`a=""`)[8:] + "/>" + tail},
		{"prefixes", head + "<code " + fill(`xmlns:a="" `)[11:] + "/>" + tail},
		{"an attribute", head + `<code a="` + fill("a")[12:] + `"/>` + tail},
		{"a name", head + "<" + fill("a")[3:] + "/>" + tail},
		{"comments", head + fill("<!---->") + tail},
		{"one comment", head + "<!--" + fill("a")[7:] + "-->" + tail},
		{"blanks", head + fill(" ") + tail},
		{"signatures", strings.Replace(head+tail, "</alert>", fill(`<a xmlns="http://www.w3.org/2000/09/xmldsig#"/>`)+"</alert>", 1)},
		{"elements in a signature", strings.Replace(head+tail, "</alert>", `<Signature xmlns="http://www.w3.org/2000/09/xmldsig#">`+fill("<a/>")[80:]+"</Signature></alert>", 1)},
		{"base64", strings.Replace(head+tail, "<digest>", "<derefUri>"+fill("YWJj")[24:]+"</derefUri><digest>", 1)},
		{"markup", strings.Replace(head+tail, "Assumed cause", fill("&lt;a "), 1)},
		{"no UTF-8", head + fill("\xff") + tail},
	} {
		b := []byte(tt.doc)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		a, vs := cap.Decode(b)
		runtime.ReadMemStats(&after)
		took := after.TotalAlloc - before.TotalAlloc
		t.Logf("%-34s %8d bytes: %5.1f MB, read %t, %d violations %v", tt.name, len(b), float64(took)/1e6, a != nil, len(vs), codes(vs, schema.SeverityError))
		if took > 64e6 {
			t.Errorf("%s: %d bytes allocated", tt.name, took)
		}
		if len(b) < cap.MaxAlert*9/10 || slices.Contains(codes(vs, schema.SeverityError), "oversized") {
			t.Errorf("%s: %d bytes are not the worst", tt.name, len(b))
		}
	}
}
