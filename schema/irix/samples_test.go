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

// samples are the reports of others and what becomes of each.
var samples = map[string]string{
	"OpenBfS-irix-client/debug.xml":                                 "json-not-read",
	"OpenBfS-irix-webservice/desoaped-img_uploadReport_mini.xml":    "event-missing",
	"OpenBfS-irix-webservice/desoaped-img_uploadReport_multi.xml":   "event-missing",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolAll.xml":          "event-missing",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolMediarelease.xml": "event-missing",
	"OpenBfS-irix-webservice/desoaped-irix_dokpoolNoAttachs.xml":    "event-missing",
	"OpenBfS-irix-webservice/desoaped-uploadNull.xml":               "element-missing",
	"OpenBfS-irix-webservice/dokpool-mediarelease-test.xml":         "event-missing",
	"OpenBfS-irix-webservice/event_uploadReport.xml":                "", // a whole notification, for a test
	"OpenBfS-irix-webservice/gis_elan.xml":                          "event-missing",
	"OpenBfS-irix-webservice/img_uploadReport_mini.xml":             "soap-not-read",
	"OpenBfS-irix-webservice/img_uploadReport_multi.xml":            "soap-not-read",
	"OpenBfS-irix-webservice/irix_dokpoolAll.xml":                   "soap-not-read",
	"OpenBfS-irix-webservice/irix_dokpoolMediarelease.xml":          "soap-not-read",
	"OpenBfS-irix-webservice/irix_dokpoolNoAttachs.xml":             "soap-not-read",
	"OpenBfS-irix-webservice/png-pdf-test.xml":                      "event-missing",
	"OpenBfS-irix-webservice/uploadNull.xml":                        "soap-not-read",
	"OpenBfS-irix-webservice/valid-report.xml":                      "event-missing",
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
		want, known := samples[filepath.ToSlash(name)]
		switch filepath.Ext(f) {
		case ".xml":
			if !known {
				t.Errorf("%s: a new sample; add it to the table", name)
			}
		case ".json":
			want = "json-not-read"
		default:
			continue
		}
		n, vs := judge(read(t, f))
		if want == "" && n != nil {
			continue
		}
		if n != nil || !slices.Contains(codes(vs, schema.SeverityError), want) {
			t.Errorf("%s: want %s, got %v", name, want, vs)
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
	r, vs := irix.Read(b)
	if r == nil {
		t.Fatal(vs)
	}
	n, vs := r.Notification()
	if n == nil || r.Context != schema.ContextTest || n.Nature.Type != "Transport Event" || n.Location.Name != "Freiburg" ||
		!slices.Equal(n.Bases, []schema.LegalBasis{schema.BasisEuratom, schema.BasisArticle2}) ||
		!slices.Contains(codes(vs, schema.SeverityWarning), "basis-unknown") || !strings.HasPrefix(n.Text, "an accident occured") {
		t.Errorf("got %s %+v, %v", r.Context, n, vs)
	}
}

func FuzzRead(f *testing.F) {
	files, _ := filepath.Glob("testdata/*/*.xml")
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		r, vs := irix.Read(b)
		if (r == nil) != (len(vs) > 0) {
			t.Fatalf("report %v with %v", r, vs)
		}
		if r == nil {
			return
		}
		n, vs := r.Notification()
		if (n == nil) != (vs.Err() != nil) {
			t.Fatalf("notification %v with %v", n, vs)
		}
		if n == nil {
			return
		}
		if vs := schema.Valid(n); len(vs) > 0 {
			t.Fatalf("the notification breaks rules of its fields: %v", vs)
		}
		if _, err := schema.Canonical(n); err != nil {
			t.Fatal(err)
		}
	})
}
