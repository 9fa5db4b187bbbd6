package cap_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"forthwith/schema"
	"forthwith/schema/cap"
)

var update = flag.Bool("update", false, "write the recorded files of testdata anew")

func read(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fixture is a file of testdata with strings replaced, each of which must be there.
func fixture(t testing.TB, file string, pairs ...string) string {
	t.Helper()
	s := string(read(t, filepath.Join("testdata", file)))
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%s does not contain %q", file, pairs[i])
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return s
}

func codes(vs schema.Violations, s schema.Severity) []string {
	var cs []string
	for _, v := range vs {
		if v.Severity == s && !slices.Contains(cs, v.Code) {
			cs = append(cs, v.Code)
		}
	}
	return cs
}

// verdict is one line of a table of verdicts.
func verdict(name string, b []byte) string {
	a, vs := cap.Decode(b)
	word := "refused"
	if a != nil {
		word = "read"
	}
	return fmt.Sprintf("%s %s error:%s warning:%s\n", filepath.ToSlash(name), word,
		strings.Join(codes(vs, schema.SeverityError), ","), strings.Join(codes(vs, schema.SeverityWarning), ","))
}

// recorded compares verdicts with a committed table.
func recorded(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(read(t, file)); got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

func TestFixturesHaveTheirRecordedVerdict(t *testing.T) {
	files, err := filepath.Glob("testdata/*valid*/*.xml")
	if err != nil || len(files) != 27 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	var got strings.Builder
	for _, f := range files {
		b := read(t, f)
		name, _ := filepath.Rel("testdata", f)
		got.WriteString(verdict(name, b))
		switch a, vs := cap.Decode(b); filepath.Base(filepath.Dir(f)) {
		case "valid":
			if a == nil || len(vs) > 0 {
				t.Errorf("%s: %v", f, vs)
			}
		case "invalid":
			if a != nil {
				t.Errorf("%s: read", f)
			}
		default:
			if len(vs) == 0 {
				t.Errorf("%s: nothing is said", f)
			}
		}
	}
	recorded(t, "testdata/verdicts.txt", got.String())
}

func ptr[T any](x T) *T { return &x }

func TestAlertIsReadFieldByField(t *testing.T) {
	a, vs := cap.Decode(read(t, "testdata/valid/alert.cap.xml"))
	if a == nil || len(vs) > 0 {
		t.Fatal(vs)
	}
	if len(a.Infos) != 1 || len(a.Infos[0].Parameters) != 11 {
		t.Fatalf("%+v", a)
	}
	a.Infos[0].Parameters = a.Infos[0].Parameters[6:8]
	want := &cap.Alert{
		Identifier: "nde-0199c7a2-0000-7000-8000-0123456789ab", Sender: "notify@nde.example",
		Sent: "2026-11-23T06:40:00-00:00", Status: cap.StatusExercise, MsgType: cap.MsgAlert, Source: "gateway/1",
		Scope: cap.ScopeRestricted, Restriction: "For Addressees Use Only",
		Addresses: []string{"iec.iaea.example", "cncan.nro.example"}, Codes: []string{"urn:example:ena:profile:1.0"},
		Note: "Exercise NORTHSTAR-26", Incidents: []string{"NDE-2026-EX-004"},
		Infos: []cap.Info{{
			Language: "en-GB", Categories: []cap.Category{cap.CategoryCBRNE, cap.CategoryEnv}, Event: "radioactive material release",
			ResponseTypes: []cap.ResponseType{cap.ResponseShelter, cap.ResponseMonitor},
			Urgency:       cap.UrgencyImmediate, Severity: cap.SeverityExtreme, Certainty: cap.CertaintyObserved,
			EventCodes: []cap.EventCode{{Name: "OET:v1.2", Value: "OET-156"}},
			Effective:  "2026-11-23T06:40:00-00:00", Onset: "2026-11-23T05:58:00-00:00", Expires: "2026-11-23T18:40:00-00:00",
			SenderName:  "Example National Warning Point",
			Headline:    "EXERCISE General Emergency at Exercise NPP Unit 2",
			Description: "Assumed cause: large-break loss of coolant. Release to air since 06:25 UTC.",
			Contact:     "duty.officer@notify.nde.example +4512345678",
			Parameters:  []cap.Parameter{{Name: "ena:release.nuclide", Value: "I-131;1.2E15;Bq"}, {Name: "ena:release.nuclide", Value: "Cs-137;8.0E13;Bq"}},
			Resources: []cap.Resource{{
				Description: "IRIX 1.0 report", MimeType: "application/xml", Size: ptr(int64(4821)),
				URI: "https://node.nde.example/v1/notifications/0199c7a2-0000-7000-8000-0123456789ab/irix", Digest: "0123456789abcdef0123456789abcdef01234567",
			}},
			Areas: []cap.Area{{
				Description: "10 km sheltering sector 080-140 degrees around Exercise NPP",
				Polygons:    []cap.Polygon{{{Lat: 56.1, Lon: 4.2}, {Lat: 56.1156, Lon: 4.3564}, {Lat: 56.031, Lon: 4.302}, {Lat: 56.1, Lon: 4.2}}},
				Circles:     []cap.Circle{{Center: cap.Point{Lat: 56.1, Lon: 4.2}, RadiusKm: 10}},
				Geocodes:    []cap.Geocode{{Name: "ISO3166-1", Value: "DK"}},
			}},
		}},
	}
	if !reflect.DeepEqual(a, want) {
		t.Errorf("got\n%+v\nwant\n%+v", a, want)
	}
	u, vs := cap.Decode(read(t, "testdata/valid/update.cap.xml"))
	if u == nil || !slices.Equal(u.References, []cap.Reference{want.Key()}) {
		t.Errorf("%+v, %v", u, vs)
	}
}

func TestEveryViolationIsSaidAtOnceWithItsPlace(t *testing.T) {
	b := fixture(t, "valid/update.cap.xml", "<identifier>nde-2", "<identifier>nde,2", "<status>Exercise", "<status>exercise",
		"<urgency>Immediate</urgency>", "", "<circle>56.1000,4.2000 10", "<circle>1,1 1</circle><circle>56.1000,4.2000 -10",
		"<valueName>ISO3166-1", "<valueName>", "<size>4821", "<size>4.8e3", "</area>", "<area/></area>",
		"2026-11-23T06:40:00-00:00</references>", "06:40</references>")
	a, vs := cap.Decode([]byte(b))
	if a != nil {
		t.Fatal("read")
	}
	var got []string
	for _, v := range vs {
		got = append(got, v.Code+" "+v.Pointer)
		if v.Text == "" || v.Article == "" || v.Severity != schema.SeverityError {
			t.Errorf("%+v", v)
		}
	}
	want := []string{
		"number line 43: /alert/info[1]/resource[1]/size",
		"unknown-element line 52: /alert/info[1]/area[1]/area",
		"element-missing line 11: /alert/info[1]/urgency",
		"identifier line 3: /alert/identifier",
		"not-in-list line 6: /alert/status",
		"reference line 10: /alert/references",
		"radius line 50: /alert/info[1]/area[1]/circle[2]",
		"empty line 51: /alert/info[1]/area[1]/geocode[1]/valueName",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestTimeHasOneForm(t *testing.T) {
	at := time.Date(2026, 11, 23, 6, 40, 0, 500_000_000, time.FixedZone("", 3600))
	if got := cap.NewTime(at); got != "2026-11-23T05:40:00-00:00" || !got.Std().Equal(at.Truncate(time.Second)) {
		t.Errorf("got %s, %s", got, got.Std())
	}
	for _, s := range []string{"2026-11-23T06:40:00-00:00", "2026-11-23T06:40:00+05:45", "2026-11-23T23:59:59-14:00", "0001-01-01T00:00:00+00:00", "2024-02-29T00:00:00-00:00"} {
		if _, err := cap.ParseTime(s); err != nil {
			t.Error(err)
		}
	}
	for _, s := range []string{"", "2026-11-23T06:40:00Z", "2026-11-23T06:40:00", "2026-11-23T06:40:00.5-00:00", "2026-11-23T06:40:00,00:00",
		"2026-11-23T6:40:00-00:00", "2026-11-23 06:40:00-00:00", "2026-02-29T06:40:00-00:00", "2026-11-23T24:00:00-00:00", "2026-11-23T06:40:60-00:00",
		"2026-11-23T06:40:00-14:01", "2026-11-23T06:40:00-15:00", "2026-11-23T06:40:00-00:60", "0000-11-23T06:40:00-00:00", "2026-11-23t06:40:00-00:00", " 2026-11-23T06:40:00-00:00"} {
		if _, err := cap.ParseTime(s); err == nil {
			t.Errorf("%q is taken", s)
		}
	}
}

func TestLanguageIsEnglishWhereNoneIsSaid(t *testing.T) {
	if got := (&cap.Info{}).Lang(); got != "en-US" {
		t.Errorf("got %s", got)
	}
	if got := (&cap.Info{Language: "mt"}).Lang(); got != "mt" {
		t.Errorf("got %s", got)
	}
}

func TestAlertsAreRecognisedWhateverTheirFaults(t *testing.T) {
	for _, tt := range []struct {
		doc  string
		want bool
	}{
		{fixture(t, "valid/alert.cap.xml"), true},
		{"\xef\xbb\xbf" + fixture(t, "invalid/cap11-namespace.cap.xml"), true},
		{fixture(t, "invalid/no-namespace.cap.xml"), true},
		{`<?xml version="1.0" encoding="ISO-8859-1"?><!-- c --><!DOCTYPE alert><cap:alert xmlns:cap="urn:oasis:names:tc:emergency:cap:1.0">` + "\xe4", true},
		{`<irix:Report xmlns:irix="http://www.iaea.org/2012/IRIX/Format"/>`, false},
		{`{"alert":1}`, false},
		{"", false},
	} {
		if got := cap.Recognise([]byte(tt.doc)); got != tt.want {
			t.Errorf("%.100q: got %t", tt.doc, got)
		}
	}
}
