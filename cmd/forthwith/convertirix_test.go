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
