package cap_test

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
)

// data is where third-party schemas and samples are, if they are.
func data() string {
	if d := os.Getenv("FORTHWITH_DATA"); d != "" {
		return d
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}

// allowed asks xmllint with the OASIS schema about files, where both are at hand:
// by path, whether they are valid. It is nil where they are not.
func allowed(t *testing.T, files ...string) map[string]bool {
	t.Helper()
	lint, err := exec.LookPath("xmllint")
	xsd := filepath.Join(data(), "cap", "xsd", "CAP-v1.2-oasis.xsd")
	if _, serr := os.Stat(xsd); err != nil || serr != nil {
		t.Logf("own verdict only: no xmllint or no %s", xsd)
		return nil
	}
	verdicts := make(map[string]bool)
	out, err := exec.CommandContext(t.Context(), lint, append([]string{"--noout", "--nonet", "--huge", "--schema", xsd}, files...)...).CombinedOutput()
	for line := range strings.Lines(string(out)) {
		if f, ok := strings.CutSuffix(strings.TrimSpace(line), " validates"); ok {
			verdicts[f] = true
		}
	}
	for _, f := range files {
		if !verdicts[f] {
			verdicts[f] = false
		}
	}
	if err == nil && len(out) == 0 {
		t.Fatal("xmllint says nothing")
	}
	return verdicts
}

// opinions are documents and what we say of each: what we read the schema must
// allow, and what we refuse for its form it must refuse.
type opinions struct {
	dir   string
	names []string
	want  map[string]bool // by file
}

func newOpinions(t *testing.T) *opinions {
	return &opinions{dir: t.TempDir(), want: make(map[string]bool)}
}

func (o *opinions) add(t *testing.T, name, doc string, want bool) {
	t.Helper()
	f := filepath.Join(o.dir, fmt.Sprintf("%d.xml", len(o.names)))
	if err := os.WriteFile(f, []byte(doc), 0o600); err != nil {
		t.Fatal(err)
	}
	o.names = append(o.names, name)
	o.want[f] = want
}

// compare asks xmllint about all of them.
func (o *opinions) compare(t *testing.T) {
	t.Helper()
	files := slices.Sorted(maps.Keys(o.want))
	for f, verdict := range allowed(t, files...) {
		if verdict == o.want[f] {
			continue
		}
		n, _ := strconv.Atoi(strings.TrimSuffix(filepath.Base(f), ".xml"))
		t.Errorf("%s: xmllint says %t, we say %t; %.2000s", o.names[n], verdict, o.want[f], read(t, f))
	}
}

func TestSamplesOfOthersHaveTheirRecordedVerdict(t *testing.T) {
	root := filepath.Join(data(), "cap", "samples")
	files, err := filepath.Glob(filepath.Join(root, "*", "*"))
	if err != nil || len(files) == 0 {
		t.Logf("no samples at %s (FORTHWITH_DATA); own fixtures only", root)
		return
	}
	lint, written := allowed(t, files...), newOpinions(t)
	var got strings.Builder
	for _, f := range files {
		b := read(t, f)
		name, _ := filepath.Rel(data(), f)
		got.WriteString(verdict(name, b))
		a, _ := cap.Decode(b)
		if a == nil {
			continue
		}
		if lint != nil && !lint[f] {
			t.Errorf("%s: read, and the OASIS schema refuses it", f)
		}
		again(t, written, name, a)
	}
	written.compare(t)
	recorded(t, "testdata/samples.txt", got.String())
}

// again writes an alert of others and reads it back. What only we may not write
// is no reason to lose it.
func again(t *testing.T, written *opinions, name string, a *cap.Alert) {
	t.Helper()
	a.Signatures = nil
	b, err := a.Encode()
	if err != nil {
		for _, v := range err.(schema.Violations) {
			if v.Code != "expires-missing" {
				t.Errorf("%s: %v", name, v)
			}
		}
		return
	}
	back, vs := cap.Decode(b)
	if back == nil || !reflect.DeepEqual(a, back) {
		t.Errorf("%s: got\n%+v\nwant\n%+v\n%v", name, back, a, vs)
	}
	written.add(t, name, string(b), true)
}

func TestSignaturesAreKeptAsTheyStandAndNotVerified(t *testing.T) {
	const dsig = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="a"><ds:SignedInfo/><!-- c --><x:y xmlns:x="urn:x">&lt;</x:y></ds:Signature>`
	doc := fixture(t, "valid/alert.cap.xml", "</alert>", dsig+"\n"+dsig+"</alert>")
	o := newOpinions(t)
	o.add(t, "two signatures", doc, true)
	o.compare(t)
	a, vs := cap.Decode([]byte(doc))
	if a == nil || len(a.Signatures) != 2 || string(a.Signatures[0]) != dsig || string(a.Signatures[1]) != dsig {
		t.Fatalf("%+v, %v", a, vs)
	}
	if len(vs) != 2 || vs[1].Code != "signature-not-verified" || vs[1].Pointer != "line 55: /alert/Signature[2]" || vs[1].Severity != schema.SeverityWarning {
		t.Errorf("%v", vs)
	}
	if _, err := a.Encode(); err == nil || err.(schema.Violations)[0].Code != "signed" {
		t.Errorf("a signature over other bytes is written: %v", err)
	}
}
