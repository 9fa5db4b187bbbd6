package xmlscan_test

import (
	"encoding/xml"
	"os"
	"regexp"
	"strings"
	"testing"

	"forthwith/schema/xmlscan"
)

var note = xmlscan.Format{Noun: "note", Wanted: "a note as XML", MaxBytes: 1 << 16, Shorten: "write less", MaxElements: 1000}

// walk reads a document to its end and passes over each element named skip.
func walk(doc string) *xmlscan.Scanner {
	s := xmlscan.New([]byte(doc), note)
	if _, ok := s.Root(); !ok {
		return s
	}
	for depth := 1; depth > 0; {
		switch t := s.Next().(type) {
		case nil:
			return s
		case xml.StartElement:
			if t.Name.Local == "skip" {
				s.Fault("skipped", "", "here")
				s.Skip()
				continue
			}
			depth++
		case xml.EndElement:
			s.Close()
			depth--
		}
	}
	s.Rest()
	return s
}

func TestWhatNoFormatHasIsRefusedByNameAndPlace(t *testing.T) {
	for _, tt := range []struct{ name, doc, code, place string }{
		{"nothing", " \n", "not-xml", "line 1: /"},
		{"no root", "<!-- a -->\n", "not-xml", "line 2: /"},
		{"text before", "a<n/>", "not-xml", "line 1: /"},
		{"too long", "<n>" + strings.Repeat("a", note.MaxBytes) + "</n>", "oversized", "line 1: /"},
		{"a byte order mark", "\xef\xbb\xbf<n/>", "encoding", "line 1: /"},
		{"UTF-16", "<\x00n\x00/\x00>\x00", "encoding", "line 1: /"},
		{"another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?><n/>`, "encoding", "line 1: /"},
		{"not UTF-8", "<n>\n\xe4</n>", "encoding", "line 2: /"},
		{"XML 1.1", `<?xml version="1.1"?><n/>`, "xml-declaration", "line 1: /"},
		{"not closed", "<n>\n<a></n>", "not-well-formed", "line 2: /n/a"},
		{"an attribute twice", `<n><a b="" b=""/></n>`, "not-well-formed", "line 1: /n/a"},
		{"a doctype", "<!DOCTYPE n><n/>", "doctype", "line 1: /"},
		{"an instruction", "<n>\n\n<?php?></n>", "processing-instruction", "line 3: /n"},
		{"no namespace for a prefix", "<n><x:a/></n>", "prefix-undeclared", "line 1: /n/a"},
		{"a namespace out of scope", `<n><a xmlns:x="urn:x"/><x:a/></n>`, "prefix-undeclared", "line 1: /n/a"},
		{"33 levels", strings.Repeat("<n>", 33), "too-deep", "line 1: /n/n/n/n/n/n/n/n"},
		{"33 levels inside what is skipped", "<n><skip>" + strings.Repeat("<a>", 31), "too-deep", "line 1: /n/skip/a/a/a/a/a/a"},
		{"1001 elements", "<n><skip>" + strings.Repeat("<a/>", 999), "too-many-elements", "line 1: /n/skip"},
		{"65 attributes", "<n>\n<!-- <a ' --><![CDATA[<a \"]]><a b='>'" + strings.Repeat(` xmlns:a="a"`, 64) + "/></n>", "too-many-attributes", "line 2: /"},
		{"64 attributes, and one is there twice", "<n><a" + strings.Repeat(` a="===<"`, 64) + "/></n>", "not-well-formed", "line 1: /n"},
		{"another root", "<n/>\n<n/>", "after-note", "line 2: /n"},
		{"text after", "<n/>a", "after-note", "line 1: /"},
		{"a fault at every element", "<n>" + strings.Repeat("<skip/>", 100) + "</n>", "too-many-faults", "line 1: /n/skip"},
	} {
		vs := walk(tt.doc).Found()
		if len(vs) == 0 || len(vs) > xmlscan.MaxFaults {
			t.Errorf("%s: %d faults", tt.name, len(vs))
			continue
		}
		if last := vs[len(vs)-1]; last.Code != tt.code || last.Pointer != tt.place {
			t.Errorf("%s: got %s at %q, want %s at %q", tt.name, last.Code, last.Pointer, tt.code, tt.place)
		}
	}
}

func TestSkipEndsWithItsElement(t *testing.T) {
	s := walk("<n><a><skip><b><skip/></b>text</skip>\n<skip/></a></n>")
	vs := s.Found()
	if s.Stopped() || len(vs) != 2 || vs[0].Pointer != "line 1: /n/a/skip" || vs[1].Pointer != "line 2: /n/a/skip" {
		t.Errorf("stopped %t: %v", s.Stopped(), vs)
	}
}

func TestEachCodeIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, f := range []string{"scanner.go", "bytes.go"} {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`Stop\("([a-z]+(?:-[a-z]+)*)"`).FindAllSubmatch(b, -1) {
			seen++
			if !strings.Contains(string(doc), "//\t"+string(m[1])+" ") {
				t.Errorf("%s: the code %s is not in doc.go", f, m[1])
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d codes found", seen)
	}
}
