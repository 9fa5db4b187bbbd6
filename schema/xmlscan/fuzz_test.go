package xmlscan_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// elements are the starts of elements, in their namespaces, and the faults that
// stopped the reading, if any did. It is never deeper than it says.
func elements(t *testing.T, b []byte) ([]string, schema.Violations) {
	s := xmlscan.New(b, note)
	root, ok := s.Root()
	if !ok {
		return nil, s.Found()
	}
	out := []string{written(root)}
	for s.Depth() > 0 {
		switch tok := s.Next().(type) {
		case nil:
			return nil, s.Found()
		case xml.StartElement:
			out = append(out, written(tok))
		case xml.EndElement:
			s.Close()
		}
		if s.Depth() > schema.MaxDepth {
			t.Fatalf("%d levels", s.Depth())
		}
	}
	s.Rest()
	if len(out) > note.MaxElements {
		t.Fatalf("%d elements", len(out))
	}
	return out, s.Found()
}

// written is an element with its attributes but for declarations.
func written(e xml.StartElement) string {
	s := fmt.Sprintf("%s %s", e.Name.Space, e.Name.Local)
	for _, a := range e.Attr {
		if _, ok := xmlscan.Declares(a.Name); !ok {
			s += fmt.Sprintf(" @%s %s=%q", a.Name.Space, a.Name.Local, a.Value)
		}
	}
	return s
}

// FuzzScan: what is read to its end has the elements that encoding/xml finds, and
// what is not has a code and a place.
func FuzzScan(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0" encoding="UTF-8"?><n xmlns="u" xmlns:x="v" a="" x:a=""><x:a xmlns:x="w"><b xmlns=""/></x:a><x:b xml:lang="en"/>text<![CDATA[<]]><!-- a --></n>`))
	f.Add([]byte("<n>" + strings.Repeat("<a/>", 1000) + "</n>"))
	f.Add([]byte("<n" + declarations(64) + "/>"))
	f.Add([]byte(strings.Repeat("<n>", 32) + strings.Repeat("</n>", 32)))
	placed := regexp.MustCompile(`^line [1-9][0-9]*: /`)
	f.Fuzz(func(t *testing.T, b []byte) {
		got, vs := elements(t, b)
		for _, v := range vs {
			if v.Code == "" || v.Text == "" || v.Severity != schema.SeverityError || !placed.MatchString(v.Pointer) {
				t.Fatalf("%+v", v)
			}
		}
		if len(vs) > 0 || got == nil {
			if len(vs) == 0 || len(vs) > xmlscan.MaxFaults {
				t.Fatalf("%d faults", len(vs))
			}
			return
		}
		var want []string
		d := xml.NewDecoder(strings.NewReader(string(b)))
		for {
			tok, err := d.Token()
			if tok == nil {
				if err.Error() != "EOF" {
					t.Fatalf("read, and by encoding/xml: %v", err)
				}
				break
			}
			if e, ok := tok.(xml.StartElement); ok {
				want = append(want, written(e))
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("read as %q, and by encoding/xml as %q", got, want)
		}
	})
}
