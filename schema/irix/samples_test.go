package irix_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// data is where third-party schemas and samples are, if they are.
func data() string {
	if d := os.Getenv("FORTHWITH_DATA"); d != "" {
		return d
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// samples are the reports of others: the code of the error with which each is
// refused, or the codes of the warnings with which it is read. Two of them are
// calls without a report, one has two reports.
var samples = map[string]string{
	"OpenBfS-irix-client/debug.xml":                                 "error json-not-read",
	"OpenBfS-irix-webservice/desoaped-img_uploadReport_mini.xml":    "read basis-unknown",
	"OpenBfS-irix-webservice/desoaped-img_uploadReport_multi.xml":   "read basis-unknown",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolAll.xml":          "read basis-unknown",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolMediarelease.xml": "read basis-unknown",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolNoAttachs.xml":    "read basis-unknown",
	"OpenBfS-irix-webservice/desoaped-uploadNull.xml":               "error element-missing",
	"OpenBfS-irix-webservice/dokpool-mediarelease-test.xml":         "read basis-unknown",
	"OpenBfS-irix-webservice/event_uploadReport.xml":                "read basis-unknown",
	"OpenBfS-irix-webservice/gis_elan.xml":                          "read basis-unknown,addressees-missing",
	"OpenBfS-irix-webservice/img_uploadReport_mini.xml":             "read basis-unknown",
	"OpenBfS-irix-webservice/img_uploadReport_multi.xml":            "error after-report",
	"OpenBfS-irix-webservice/irix_dokpoolAll.xml":                   "read basis-unknown",
	"OpenBfS-irix-webservice/irix_dokpoolMediarelease.xml":          "read basis-unknown",
	"OpenBfS-irix-webservice/irix_dokpoolNoAttachs.xml":             "read basis-unknown",
	"OpenBfS-irix-webservice/png-pdf-test.xml":                      "read basis-unknown",
	"OpenBfS-irix-webservice/uploadNull.xml":                        "error element-missing",
	"OpenBfS-irix-webservice/valid-report.xml":                      "read basis-unknown",
}

func TestSamplesOfOthersAreReadOrRefusedByName(t *testing.T) {
	dir := filepath.Join(data(), "irix", "samples")
	files, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Logf("no samples at %s (FORTHWITH_DATA); own fixtures only", dir)
		return
	}
	for _, f := range files {
		name, _ := filepath.Rel(dir, f)
		if ext := filepath.Ext(f); ext != ".xml" && ext != ".json" {
			continue
		}
		want, known := samples[filepath.ToSlash(name)]
		if filepath.Ext(f) == ".json" {
			want = "error json-not-read"
		} else if !known {
			t.Errorf("%s: a new sample; add it to the table", name)
		}
		r, vs := irix.Decode(read(t, f))
		got := "error " + strings.Join(codes(vs, schema.SeverityError), ",")
		if r != nil {
			got = "read " + strings.Join(codes(vs, schema.SeverityWarning), ",")
		}
		if got != want {
			t.Errorf("%s: got %q, want %q: %v", name, got, want, vs)
		}
	}
}

func TestTheOneSampleThatNotifiesIsATest(t *testing.T) {
	f := filepath.Join(data(), "irix", "samples", "OpenBfS-irix-webservice", "event_uploadReport.xml")
	b, err := os.ReadFile(f)
	if err != nil {
		t.Logf("no samples (FORTHWITH_DATA): %v", err)
		return
	}
	m, _, vs := notify(b)
	if m == nil {
		t.Fatal(vs)
	}
	n := m.Body.(*schema.Notification)
	if m.Header.Context != schema.ContextTest || n.Nature.Type != "Transport Event" || n.Location.Name != "Freiburg" ||
		!slices.Equal(n.Bases, []schema.LegalBasis{schema.BasisEuratom, schema.BasisArticle2}) ||
		!slices.Contains(codes(vs, schema.SeverityWarning), "basis-unknown") || !strings.HasPrefix(n.Text, "an accident occured") {
		t.Errorf("got %+v, %v", n, vs)
	}
}
