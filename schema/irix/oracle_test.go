package irix_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/schema/irix"
)

// lint asks xmllint with the official schema which of the documents are valid.
// It is nil where one of them is not at hand.
func lint(t *testing.T, docs [][]byte) []bool {
	t.Helper()
	tool, err := exec.LookPath("xmllint")
	xsd := filepath.Join(data(), "irix", "xsd-1.0", "IRIX.xsd")
	if _, serr := os.Stat(xsd); err != nil || serr != nil {
		t.Logf("own verdict only: no xmllint or no %s", xsd)
		return nil
	}
	dir := t.TempDir()
	args := []string{"--noout", "--nonet", "--huge", "--schema", xsd}
	for i, d := range docs {
		name := filepath.Join(dir, fmt.Sprintf("%d.xml", i))
		if err := os.WriteFile(name, d, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	out, err := exec.CommandContext(t.Context(), tool, args...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	valid := make([]bool, len(docs))
	for i := range docs {
		valid[i] = bytes.Contains(out, []byte(filepath.Join(dir, fmt.Sprintf("%d.xml validates", i))))
	}
	return valid
}

// asJSON is everything of a report that others see of it.
func asJSON(t *testing.T, r *irix.Report) []byte {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// corpus are the own fixtures and, if they are at hand, the samples of others.
func corpus(t testing.TB) []string {
	own, err := filepath.Glob("testdata/*/*.xml")
	if err != nil {
		t.Fatal(err)
	}
	others, err := filepath.Glob(filepath.Join(data(), "irix", "samples", "*", "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	return append(own, others...)
}

func TestWhatIsReadIsWrittenAndReadAsTheSame(t *testing.T) {
	var names []string
	var docs [][]byte
	for _, f := range corpus(t) {
		r, _ := irix.Decode(read(t, f))
		if r == nil {
			continue
		}
		out, err := irix.Encode(r)
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		again, vs := irix.Decode(out)
		if again == nil {
			t.Errorf("%s: written and not read: %v", f, vs)
			continue
		}
		if got, want := asJSON(t, again), asJSON(t, r); !bytes.Equal(got, want) {
			t.Errorf("%s: got\n%.2000s\nwant\n%.2000s", f, got, want)
		}
		if twice, err := irix.Encode(again); err != nil || !bytes.Equal(twice, out) {
			t.Errorf("%s: written again it is\n%.2000s\n%v", f, twice, err)
		}
		names, docs = append(names, f), append(docs, out)
	}
	if len(docs) < 13 {
		t.Fatalf("only %d reports", len(docs))
	}
	for i, ok := range lint(t, docs) {
		if !ok {
			t.Errorf("%s: xmllint refuses\n%.3000s", names[i], docs[i])
		}
	}
}

func TestWhatAnotherNamespaceAddsComesBackByteForByte(t *testing.T) {
	const inner = "<x:State  a='1'>\n <y xmlns=\"urn:y\"/><!-- kept --><x:z x:b=\"&#x41;\"/></x:State>"
	doc := string(fixture(t, "valid/art5-full.xml",
		open, open+`xmlns:x="urn:x" `,
		"</id:Identifications>", "</id:Identifications>"+inner+`<loc:Odd xmlns:loc="urn:odd"/><Bare xmlns=""/>`))
	doc = strings.Replace(doc, `<Bare xmlns=""/>`, "", 1) // no namespace at all is not another one
	r, vs := irix.Decode([]byte(doc))
	if r == nil {
		t.Fatal(vs)
	}
	kept := r.Identification.Extensions
	if len(kept) != 2 || string(kept[0].Bytes) != inner || len(kept[0].Spaces) != 1 || kept[0].Spaces[0] != (irix.Space{Prefix: "x", URI: "urn:x"}) {
		t.Fatalf("kept %q", kept)
	}
	out, err := irix.Encode(r)
	if err != nil || !bytes.Contains(out, []byte(inner)) || !bytes.Contains(out, []byte(`<id:Identification xmlns:x="urn:x">`)) {
		t.Fatalf("%v\n%s", err, out)
	}
	if got, want := string(kept[0].Standalone()), strings.Replace(inner, "<x:State", `<x:State xmlns:x="urn:x"`, 1); got != want {
		t.Errorf("standing alone it is %q, want %q", got, want)
	}
}

func TestWhatIsKeptKeepsItsNamespaces(t *testing.T) {
	doc := fixture(t, "valid/art2a-minimal.xml", "</id:Identifications>",
		`</id:Identifications><Beside xmlns="urn:beside"/><x:A xmlns:x="urn:x"><none/></x:A><x:B xmlns:x="urn:y"><x:c/></x:B>`)
	r, vs := irix.Decode(doc)
	if r == nil {
		t.Fatal(vs)
	}
	// As if the first had been declared outside: nothing of it may reach the others.
	r.Identification.Extensions[0] = irix.Raw{Bytes: []byte("<Beside/>"), Spaces: []irix.Space{{URI: "urn:beside"}}}
	r.Identification.Extensions[2] = irix.Raw{Bytes: []byte("<x:B><x:c/></x:B>"), Spaces: []irix.Space{{Prefix: "x", URI: "urn:y"}}}
	out, err := irix.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for d := xml.NewDecoder(bytes.NewReader(out)); ; {
		token, err := d.Token()
		if err != nil {
			break
		}
		if e, ok := token.(xml.StartElement); ok {
			got[e.Name.Local] = e.Name.Space
		}
	}
	for name, want := range map[string]string{"Beside": "urn:beside", "A": "urn:x", "none": "", "B": "urn:y", "c": "urn:y"} {
		if got[name] != want {
			t.Errorf("%s is in %q and was in %q\n%s", name, got[name], want, out)
		}
	}
}

func TestASectionIsKeptWholeAndComesBackByteForByte(t *testing.T) {
	// Also what is cleaned in a field stays as it was.
	r, vs := irix.Decode(fixture(t, "valid/art5-full.xml", "<html:p>See", `<html:p class="x" onclick="y()">See`))
	if r == nil {
		t.Fatal(vs)
	}
	want := asJSON(t, r)
	var kept []irix.Raw
	for _, name := range []string{"Measurements", "Annexes"} {
		raw, ok := r.Section(name)
		if !ok || !bytes.HasPrefix(raw.Bytes, []byte("<")) || !bytes.HasSuffix(raw.Bytes, []byte(":"+name+">")) {
			t.Fatalf("%s: %.100q", name, raw.Bytes)
		}
		kept = append(kept, irix.Raw{Bytes: raw.Standalone()})
	}
	r.Measurements, r.Annexes, r.Kept = nil, nil, kept
	out, err := irix.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, raw := range kept {
		if !bytes.Contains(out, raw.Bytes) {
			t.Errorf("not byte for byte: %s", raw.Bytes)
		}
	}
	again, vs := irix.Decode(out)
	if again == nil || !bytes.Equal(asJSON(t, again), want) {
		t.Errorf("%v: got\n%s\nwant\n%s", vs, asJSON(t, again), want)
	}
	if ok := lint(t, [][]byte{out}); ok != nil && !ok[0] {
		t.Errorf("xmllint refuses\n%s", out)
	}
}
