package irix_test

import (
	"bytes"
	"os"
	"regexp"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// FuzzDecode holds Decode and Encode to what they say: a report or an error, never
// both; what was read can be written, is then read as the same, and written again
// is the same bytes.
func FuzzDecode(f *testing.F) {
	for _, file := range corpus(f) {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for seed := range uint64(5) {
		b, err := irix.Encode(irix.RandomReport(seed))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, vs := irix.Decode(b)
		if (r == nil) != (vs.Err() != nil) {
			t.Fatalf("report %t with %v", r != nil, vs)
		}
		if r == nil {
			return
		}
		for _, k := range []schema.Kind{"", schema.KindNotification, schema.KindInformation} {
			m, losses, vs := irix.ToMessage(r, irix.Import{Kind: k, Message: messageOf, Addressee: partyOf})
			if (m == nil) != (vs.Err() != nil) || m == nil && losses != nil {
				t.Fatalf("message %v with %v, %v", m, losses, vs)
			}
			if m == nil {
				continue
			}
			if _, err := schema.Canonical(m); err != nil {
				t.Fatal(err)
			}
			if vs := schema.Valid(m.Body); len(vs) > 0 {
				t.Fatalf("the %s breaks rules of its fields: %v", m.Header.Kind, vs)
			}
		}
		if r.Annexes != nil {
			r.Annexes.Signature = nil
		}
		out, err := irix.Encode(r)
		if err != nil {
			if len(b) < irix.MaxReport/16 {
				t.Fatalf("read and not written: %v", err)
			}
			return // what is escaped or indented may be larger than a report may be
		}
		again, vs := irix.Decode(out)
		if again == nil {
			t.Fatalf("written and not read: %v", vs)
		}
		if got, want := asJSON(t, again), asJSON(t, r); !bytes.Equal(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// FuzzFreeText holds cleaning to what it says: what is left is well-formed, does
// nothing, and is left as it is when it is read again.
func FuzzFreeText(f *testing.F) {
	for _, s := range []string{
		"words", "<html:p>One <html:b>two</html:b></html:p>", `<html:a href="https://example.org/" onclick="x">y</html:a>`,
		"<html:script>x</html:script>", `<html:a href=" javascript:x">y</html:a>`, `<x:svg xmlns:x="urn:x"/>`, "<![CDATA[<html:script>]]>", "&lt;&amp;&#13;]]&gt;",
		`<html:html xmlns:html="http://www.w3.org/1999/xhtml">z</html:html>`, `<html:table><html:tr><html:td colspan="2">5</html:td></html:tr></html:table><html:br/>`,
	} {
		f.Add(s)
	}
	b, err := os.ReadFile("testdata/valid/art2a-minimal.xml")
	if err != nil {
		f.Fatal(err)
	}
	head, tail, _ := strings.Cut(string(b), located)
	tag := regexp.MustCompile(`</?html:(\w+)((?: \w+="[^"<>]*")*)/?>`)
	attribute := regexp.MustCompile(`(\w+)="([^"]*)"`)
	harmful := regexp.MustCompile(`^(script|style|iframe|object|embed|img|form|link|meta|svg|base|input|on\w+|class|id|src)$`)
	f.Fuzz(func(t *testing.T, s string) {
		r, _ := irix.Decode([]byte(head + located + "<event:EventDescription>" + s + "</event:EventDescription>" + tail))
		if r == nil {
			return
		}
		left := r.EventInformation.EventDescription
		tags := tag.FindAllStringSubmatch(left.XHTML, -1)
		if strings.ContainsAny(tag.ReplaceAllString(left.XHTML, ""), "<>\x00") {
			t.Fatalf("%q is left of %q", left.XHTML, s)
		}
		for _, m := range tags {
			for _, a := range attribute.FindAllStringSubmatch(m[2], -1) {
				if harmful.MatchString(a[1]) || a[1] == "href" && !strings.HasPrefix(strings.ToLower(a[2]), "http") && !strings.HasPrefix(strings.ToLower(a[2]), "mailto:") {
					t.Fatalf("%q is left of %q", m[0], s)
				}
			}
			if harmful.MatchString(m[1]) {
				t.Fatalf("%q is left of %q", m[0], s)
			}
		}
		out, err := irix.Encode(r)
		if err != nil {
			t.Fatal(err)
		}
		again, vs := irix.Decode(out)
		if again == nil || len(vs) > 0 || again.EventInformation.EventDescription != left {
			t.Fatalf("%v: %+v is read again as %+v", vs, left, again)
		}
	})
}
