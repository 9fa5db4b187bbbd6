package federation_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strings"
	"testing"
)

// TestThreatsHaveTheirTests looks up each test that the package comment names
// beside a threat.
func TestThreatsHaveTheirTests(t *testing.T) {
	doc, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.ParseComments|parser.PackageClauseOnly)
	must(t, err)
	files, err := filepath.Glob("*_test.go")
	must(t, err)
	tests := make(map[string]bool)
	for _, f := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), f, nil, parser.SkipObjectResolution)
		must(t, err)
		for _, d := range parsed.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				tests[fn.Name.Name] = true
			}
		}
	}
	rows := 0
	for line := range strings.Lines(doc.Doc.Text()) {
		columns := strings.Split(line, "|")
		if len(columns) != 3 || strings.TrimSpace(columns[0]) == "threat" {
			continue
		}
		rows++
		if name := strings.TrimSpace(columns[2]); !tests[name] {
			t.Errorf("there is no test %q against: %s", name, strings.TrimSpace(columns[0]))
		}
	}
	if rows == 0 {
		t.Error("the package comment has no table of threats")
	}
}
