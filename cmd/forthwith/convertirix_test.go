package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// TestConvertCarriesAnEventThroughIRIX writes a notification and its withdrawal as
// reports, of which the second names the first, judges one, and reads it back.
func TestConvertCarriesAnEventThroughIRIX(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	first, text, _ := released(t, 1, schema.KindNotification)
	must(t, os.WriteFile(file("first.json"), []byte(text), 0o600))
	reporting := []string{"convert", "--to", "irix", "--organisation", "notify.xa.example"}

	s := convert(t, "", append(reporting, "-o", file("first.xml"), file("first.json"))...)
	if s.code != 0 || s.out != "" || !strings.Contains(s.err, "narrowed /header/id: ") {
		t.Fatalf("%+v", s)
	}
	if s := convert(t, "", "validate", file("first.xml")); s.code != 0 || !strings.Contains(s.out, "0 errors, ") {
		t.Errorf("%+v", s)
	}

	withdrawal, _, _ := released(t, 2, schema.KindWithdrawal)
	withdrawal.Header.Revokes, withdrawal.Header.Follows = first.Header.ID, ""
	withdrawal.Header.ReportUUID = "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d0002"
	b, err := schema.Canonical(withdrawal)
	must(t, err)
	if s := convert(t, string(b), append(reporting, "-")...); s.code != exitRefused || s.out != "" || !strings.Contains(s.err, "no report is known of the message") {
		t.Errorf("%+v", s)
	}
	s = convert(t, string(b), append(reporting, "--after", file("first.xml"), "-")...)
	r, vs := irix.Decode([]byte(s.out))
	if s.code != 0 || r == nil || r.Identification.Revokes != first.Header.ReportUUID {
		t.Fatalf("%v, %+v", vs, s)
	}

	s = convert(t, "", "convert", "--to", "json", "--addressees", "XB,XC", file("first.xml"))
	back, vs := schema.ParseMessage([]byte(s.out))
	if s.code != 0 || back == nil {
		t.Fatalf("%v, %+v", vs, s)
	}
	if h := back.Header; h.Kind != schema.KindNotification || h.Event != first.Header.Event || h.ReportUUID != first.Header.ReportUUID || len(h.Addressees) != 2 || h.ID == first.Header.ID {
		t.Errorf("%+v", h)
	}
	if s := convert(t, text, "convert", "--to", "irix", "-"); s.code != exitUsage || !strings.Contains(s.err, "--organisation") {
		t.Errorf("%+v", s)
	}
}

// TestFilesGoThroughIRIX encloses the file of a message in a report and takes it out
// again; and the annexes of a report of others go into a file, and back.
func TestFilesGoThroughIRIX(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	plume := []byte("\x89PNG\r\n\x1a\n a plume")
	m, _, _ := released(t, 1, schema.KindNotification)
	m.Header.Attachments = []schema.Attachment{{Name: "plume.png", MediaType: "image/png", Size: int64(len(plume)), Digest: schema.NewDigest(plume)}}
	b, err := schema.Canonical(m)
	must(t, err)
	must(t, os.WriteFile(file("plume.png"), plume, 0o600))
	reporting := []string{"convert", "--to", "irix", "--organisation", "notify.xa.example"}
	if s := convert(t, string(b), append(reporting, "-")...); s.code != 0 || !strings.Contains(s.err, "dropped /header/attachments/0") || strings.Contains(s.out, "FileEnclosure") {
		t.Errorf("a file that is not at hand: %+v", s)
	}
	s := convert(t, string(b), append(reporting, "--files", dir, "-")...)
	if s.code != 0 || strings.Contains(s.err, "/header/attachments/0: ") || !strings.Contains(s.out, "plume.png") {
		t.Fatalf("a file at hand: %+v", s)
	}
	taken := file("taken")
	if s := convert(t, s.out, "convert", "--to", "json", "--files", taken, "-"); s.code != 0 {
		t.Errorf("%+v", s)
	}
	if got, err := os.ReadFile(filepath.Join(taken, "plume.png")); err != nil || string(got) != string(plume) {
		t.Errorf("the file comes back as %q, %v", got, err)
	}
	must(t, os.WriteFile(filepath.Join(taken, "plume.png"), []byte("another"), 0o600))
	if s := convert(t, s.out, "convert", "--to", "json", "--files", taken, "-"); s.code == 0 || s.out != "" || !strings.Contains(s.err, "is there already, with another content") {
		t.Errorf("a file was written over: %+v", s)
	}
	others := convert(t, "", "convert", "--to", "json", "--files", taken, filepath.Join(fixtures, "valid", "art5-full.xml"))
	if got, err := os.ReadFile(filepath.Join(taken, "irix-annexes.xml")); others.code != 0 || err != nil || !strings.Contains(string(got), "urn:example:ena:native:1") {
		t.Errorf("the annexes are %q, %v: %+v", got, err, others)
	}
}
