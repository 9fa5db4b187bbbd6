package xmlscan_test

import (
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"forthwith/schema/xmlscan"
)

var note = xmlscan.Format{Noun: "note", Wanted: "a note as XML", MaxBytes: 1 << 17, Shorten: "write less", MaxElements: 1000}

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

// declarations are n of them, each of another prefix.
func declarations(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, ` xmlns:p%d="u"`, i)
	}
	return b.String()
}

func TestWhatNoFormatHasIsRefusedByNameAndPlace(t *testing.T) {
	for _, tt := range []struct{ name, doc, code, place string }{
		{"nothing", " \n", "not-xml", "line 1: /"},
		{"no root", "<!-- a -->\n", "not-xml", "line 2: /"},
		{"text before", "a<n/>", "not-xml", "line 1: /"},
		{"too long", "<n>" + strings.Repeat("a", note.MaxBytes) + "</n>", "oversized", "line 1: /"},
		{"a byte order mark", "\xef\xbb\xbf<n/>", "encoding", "line 1: /"},
		{"UTF-16", "<\x00n\x00/\x00>\x00", "encoding", "line 1: /"},
		{"gzip", "\x1f\x8b\b\x00", "compressed", "line 1: /"},
		{"another encoding", `<?xml version="1.0" encoding="ISO-8859-1"?><n/>`, "encoding", "line 1: /"},
		{"not UTF-8", "<n>\n\xe4</n>", "encoding", "line 2: /"},
		{"XML 1.1", `<?xml version="1.1"?><n/>`, "xml-declaration", "line 1: /"},
		{"not closed", "<n>\n<a></n>", "not-well-formed", "line 2: /n/a"},
		{"an attribute twice", `<n><a b="" b=""/></n>`, "not-well-formed", "line 1: /n/a"},
		{"a doctype", "<!DOCTYPE n><n/>", "doctype", "line 1: /"},
		{"an instruction", "<n>\n\n<?php?></n>", "processing-instruction", "line 3: /n"},
		{"no namespace for a prefix", "<n><x:a/></n>", "prefix-undeclared", "line 1: /n/a"},
		{"a namespace out of scope", `<n><a xmlns:x="urn:x"/><x:a/></n>`, "prefix-undeclared", "line 1: /n/a"},
		{"a prefix that is a declared namespace", `<n><x:a xmlns:x="y"><y:b/></x:a></n>`, "prefix-undeclared", "line 1: /n/a/b"},
		{"an attribute of no namespace", `<n><a x:b=""/></n>`, "prefix-undeclared", "line 1: /n/a"},
		{"an attribute twice, under two prefixes", `<n xmlns:x="u" xmlns:y="u"><a x:b="" y:b=""/></n>`, "not-well-formed", "line 1: /n/a"},
		{"a prefix declared as nothing", `<n xmlns:x=""/>`, "not-well-formed", "line 1: /n"},
		{"the prefix xml for something else", `<n xmlns:xml="u"/>`, "not-well-formed", "line 1: /n"},
		{"two prefixes", `<n xmlns:x="u"><x:x:a/></n>`, "not-well-formed", "line 1: /n"},
		{"a prefix of nothing", `<n xmlns:x="u"><x:/></n>`, "not-well-formed", "line 1: /n/x:"},
		{"an end under another prefix", `<n xmlns:x="u" xmlns:y="u"><x:a></y:a></n>`, "not-well-formed", "line 1: /n/a"},
		{"an end too many", "<n/></n>", "not-well-formed", "line 1: /"},
		{"the end of nothing", "</n>", "not-well-formed", "line 1: /"},
		{"a tag of 33 KiB", "<n>\n<a b='" + strings.Repeat("b", 33<<10) + "'/></n>", "tag-too-long", "line 2: /n"},
		{"an end tag of 33 KiB", "<n></n" + strings.Repeat(" ", 33<<10) + "></n>", "tag-too-long", "line 1: /n"},
		{"129 declarations", strings.Repeat(`<n xmlns:a="a">`, 3) + "<a" + declarations(63) + "><b" + declarations(63) + "/></a></n></n></n>", "too-many-spaces", "line 1: /n/n/n/a/b"},
		{"33 levels", strings.Repeat("<n>", 33), "too-deep", "line 1: /n/n/n/n/n/n/n/n"},
		{"33 levels inside what is skipped", "<n><skip>" + strings.Repeat("<a>", 31), "too-deep", "line 1: /n/skip/a/a/a/a/a/a"},
		{"1001 elements", "<n><skip>" + strings.Repeat("<a/>", 999), "too-many-elements", "line 1: /n/skip"},
		{"65 attributes", "<n>\n<!-- <a ' --><![CDATA[<a \"]]><a b='>'" + strings.Repeat(` xmlns:a="a"`, 64) + "/></n>", "too-many-attributes", "line 2: /n/a"},
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

// What a long tag may hold, a long text, comment or CDATA may be longer than.
func TestOnlyTagsAreShort(t *testing.T) {
	long := strings.Repeat("a ", 17<<10)
	if vs := walk("<n><!--" + long + "-->" + long + "<![CDATA[" + long + "<]]></n>").Found(); len(vs) > 0 {
		t.Error(vs)
	}
}

// The default namespace can be taken back, and a prefix means what the nearest
// declaration says.
func TestNamesAreInTheirNamespaces(t *testing.T) {
	s := xmlscan.New([]byte(`<n xmlns="u" xmlns:x="v" a="" x:a=""><x:a xmlns:x="w"><b xmlns=""/></x:a><x:b xml:lang="en"/></n>`), note)
	var got []string
	for tok := s.Next(); tok != nil; tok = s.Next() {
		switch tok := tok.(type) {
		case xml.StartElement:
			got = append(got, tok.Name.Space+" "+tok.Name.Local)
			for _, a := range tok.Attr {
				if _, ok := xmlscan.Declares(a.Name); !ok {
					got = append(got, "@"+a.Name.Space+" "+a.Name.Local)
				}
			}
		case xml.EndElement:
			s.Close()
		}
	}
	want := []string{"u n", "@ a", "@v a", "w a", " b", "v b", "@http://www.w3.org/XML/1998/namespace lang"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestEachCodeIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
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
