package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/schema"
)

// command runs forthwith with the arguments and gives what it prints.
func command(t *testing.T, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	var out, err strings.Builder
	code = run(t.Context(), args, &Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &err, Getenv: func(string) string { return "" }})
	return code, out.String(), err.String()
}

func TestSchemaPrintsOneOrListsThem(t *testing.T) {
	code, out, _ := command(t, "schema")
	for _, r := range schema.Kinds() {
		if !strings.Contains(out, string(r.Kind)+" ") {
			t.Errorf("the list has no %s:\n%s", r.Kind, out)
		}
		code, one, _ := command(t, "schema", string(r.Kind))
		var s struct {
			ID     string         `json:"$id"`
			Schema string         `json:"$schema"`
			Defs   map[string]any `json:"$defs"`
		}
		if err := json.Unmarshal([]byte(one), &s); err != nil || code != 0 || s.Schema != "https://json-schema.org/draft/2020-12/schema" || s.Defs["Header"] == nil || !strings.Contains(s.ID, string(r.Kind)) {
			t.Errorf("%s: exit %d, %v, %s", r.Kind, code, err, s.ID)
		}
	}
	if code != 0 {
		t.Errorf("exit code %d", code)
	}
	if code, _, words := command(t, "schema", "accident"); code != exitUsage || !strings.Contains(words, `no kind "accident"`) || !strings.Contains(words, "hint: forthwith schema lists them") {
		t.Errorf("an unknown kind: exit %d, %s", code, words)
	}
	if code, _, _ := command(t, "schema", "request", "reply"); code != exitUsage {
		t.Errorf("two kinds: exit %d", code)
	}
}

// TestValidateKnowsAFileByItsContent gives each message of the sample event as YAML,
// as JSON and in an envelope, under a name that says nothing.
func TestValidateKnowsAFileByItsContent(t *testing.T) {
	files, err := filepath.Glob("../../schema/testdata/event/*.yaml")
	must(t, err)
	if len(files) < 8 {
		t.Fatalf("only %q", files)
	}
	file := filepath.Join(t.TempDir(), "message")
	judge := func(form string, content []byte, want string) {
		t.Helper()
		must(t, os.WriteFile(file, content, 0o600))
		if code, out, words := command(t, "validate", file); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: exit %d\n%s%s", form, code, out, words)
		}
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		must(t, err)
		judge(f, text, "0 errors, 0 warnings")
		m := parseYAML(text, "").message
		if m == nil {
			t.Fatal(f)
		}
		payload, err := schema.Canonical(m)
		must(t, err)
		judge(f+" as JSON", payload, "0 errors, 0 warnings")
		e := schema.Envelope{PayloadType: schema.PayloadType(schema.Live, string(m.Header.Kind)), Payload: payload, Signatures: make([]schema.Signature, 1)}
		judge(f+" in an envelope", e.Marshal(), "0 errors, 1 warnings") // nobody here can verify it
	}
}
