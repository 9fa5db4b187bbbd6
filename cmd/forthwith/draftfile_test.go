package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestValidateSaysWhatAndWhere reads files with one thing wrong each.
func TestValidateSaysWhatAndWhere(t *testing.T) {
	const good = "header: {addressees: [XB]}\nbody:\n  bases: [Article 2]\n  nature: {type: Transport Event}\n  occurred: {at: \"2026-11-23T05:58:00Z\", estimated: true}\n  location: {name: Lissa}\n"
	cases := []struct {
		name, text string
		code       int
		want       []string
	}{
		{"good", good, 0, []string{"0 errors, 0 warnings"}},
		{"warnings only", strings.Replace(good, "  location: {name: Lissa}\n", "", 1), 0, []string{"warning /body/location", "0 errors, 1 warnings"}},
		{"two errors at once", strings.NewReplacer("Transport Event", "Fire", "2026-11-23T05:58:00Z", "yesterday").Replace(good), 1,
			[]string{"line 4:18: error /body/nature/type", "line 5:18: error /body/occurred/at", "2 errors"}},
		{"unquoted no", strings.Replace(good, "[XB]", "[no]", 1), 1, []string{"/header/addressees/0", `no is no party code`, `"NO"`}},
		{"unquoted false", strings.Replace(good, "[XB]", "[false]", 1), 1, []string{"/header/addressees/0", "quotes"}},
		{"lower case", strings.Replace(good, "[XB]", "[xb]", 1), 1, []string{"line 1:23", `"XB"`}},
		{"unknown field", good + "  colour: red\n", 1, []string{"line 7", "/body/colour", "unknown-field"}},
		{"unknown field in JSON", `{"header": {"kind": "notification", "addressees": ["XB"]}, "body": {"nature": {"typ": "x"}}}`, 1, []string{"/body/nature/typ", "unknown-field"}},
		{"duplicate key", "header: {addressees: [XB]}\nheader: {}\n", 1, []string{"syntax"}},
		{"duplicate key in JSON", `{"header": {"addressees": ["XB"]}, "body": {"text": "a", "text": "b"}}`, 1, []string{"line 1:53: error /body/text", "duplicate-field"}},
		{"an empty field", good + "  text:\n", 1, []string{"line 7", "error /body/text", "leave it out"}},
		{"a large number", good + "  release: {air: {phases: [{nuclides: [{nuclide: I-131, activity: {value: 1.5e+16, unit: Bq}}]}]}}\n", 0, []string{"0 errors"}},
		{"a number that YAML takes for text", good + "  release: {air: {phases: [{nuclides: [{nuclide: I-131, activity: {value: 2e16, unit: Bq}}]}]}}\n", 1, []string{"line 7", "without quotes"}},
		{"another kind", "header: {kind: request, addressees: [XB]}\nbody: {type: Request for Advice, subject: Milk}\n", 0, []string{"warning /body/dueAt", "0 errors, 1 warnings"}},
		{"a kind of nobody's desk", "header: {kind: presented, addressees: [XB]}\nbody: {}\n", 1, []string{"/body/message", "/body/screen"}},
		{"not YAML", "{{{", 1, []string{"syntax"}},
		{"two documents", good + "---\n" + good, 1, []string{"exactly one document"}},
		{"alias bomb", "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nbody: *c\n", 1, []string{"aliases"}},
		{"oversized", good + "#" + strings.Repeat("x", 600<<10), 1, []string{"512 KiB"}},
		{"empty", "", 1, []string{"error"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "draft.yaml")
			must(t, os.WriteFile(file, []byte(c.text), 0o600))
			var out strings.Builder
			code := run(t.Context(), []string{"validate", file}, &Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }})
			if code != c.code {
				t.Errorf("exit code %d, want %d", code, c.code)
			}
			for _, w := range c.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("does not say %q:\n%s", w, out.String())
				}
			}
		})
	}
}
