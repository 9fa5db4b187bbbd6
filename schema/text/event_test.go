package text

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"forthwith/schema"
)

var update = flag.Bool("update", false, "write the sample event in words anew")

// TestTheSampleEventInSixLanguages has an emergency from its notification to its
// end, and a false alarm, as each reader gets them; what changed since the message
// before stands with each.
func TestTheSampleEventInSixLanguages(t *testing.T) {
	files, err := filepath.Glob("../testdata/event/*.yaml")
	if err != nil || len(files) != 8 {
		t.Fatalf("%q, %v", files, err)
	}
	for _, lang := range Languages {
		var before *schema.Message
		for _, file := range files {
			m := sample(t, file)
			if before != nil && before.Header.Event != m.Header.Event {
				before = nil
			}
			page, err := Page(m, Reader{Language: lang, Zone: time.FixedZone("", 3600), Previous: before, Phone: "+99 1 555 0117"})
			if err != nil {
				t.Fatalf("%s in %s: %v", file, lang, err)
			}
			golden(t, filepath.Join("testdata", "event", lang, strings.TrimSuffix(filepath.Base(file), ".yaml")+".txt"), page)
			before = m
		}
	}
}

func sample(t *testing.T, file string) *schema.Message {
	t.Helper()
	written, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	j, err := yaml.YAMLToJSON(written)
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	m, vs := schema.ParseMessage(j)
	if vs.Err() != nil {
		t.Fatalf("%s: %v", file, vs)
	}
	return m
}

// golden holds a text against the file that has it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s is another; run go test ./schema/text -update and look at what changed. Got:\n%s", file, got)
	}
}
