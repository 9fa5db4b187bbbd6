package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const root = "../.."

// source is one Go file of the project.
type source struct {
	path string // from the root, with slashes
	pkg  string // its folder
	test bool
	file *ast.File
	text string
}

func sources(t *testing.T) []source {
	t.Helper()
	var out []source
	fset := token.NewFileSet()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && d.Name() != ".." && path != root || d.Name() == "testdata" || d.Name() == "bin") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(path, ".go") {
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, path, text, parser.ParseComments)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		out = append(out, source{rel, filepath.ToSlash(filepath.Dir(rel)), strings.HasSuffix(rel, "_test.go"), file, string(text)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 30 {
		t.Fatalf("found only %d Go files; the walk is wrong", len(out))
	}
	return out
}

// TestImportsPointOneWay keeps schema <- notify <- federation <- cmd, and each
// technology in the package that is about it.
func TestImportsPointOneWay(t *testing.T) {
	layer := func(pkg string) int {
		return slices.Index([]string{"schema", "notify", "federation", "cmd"}, strings.Split(pkg, "/")[0])
	}
	for _, s := range sources(t) {
		if s.test {
			continue
		}
		for _, imp := range s.file.Imports {
			path := strings.Trim(imp.Path.Value, `"`)
			fail := func(why string) { t.Errorf("%s imports %s: %s", s.path, path, why) }
			if ours, ok := strings.CutPrefix(path, "forthwith/"); ok {
				if layer(ours) > layer(s.pkg) {
					fail("the arrow points up")
				}
				if s.pkg == "schema" {
					fail("schema imports nothing of ours")
				}
				if s.pkg == "federation/trust" && ours != "schema" {
					fail("trust imports schema alone")
				}
				if s.pkg == "federation" && strings.HasPrefix(ours, "federation/sim") {
					fail("a node does not know that it is simulated")
				}
			}
			if strings.HasPrefix(path, "github.com/nats-io/") && layer(s.pkg) != layer("federation") {
				fail("only federation is about NATS")
			}
			if path == "net/http" && layer(s.pkg) != layer("cmd") {
				fail("only cmd is about HTTP")
			}
			program := s.file.Name.Name == "main" // one that makes a file, and no part of the package
			if layer(s.pkg) <= layer("notify") && !program && (path == "os" || path == "net") {
				fail("schema and notify know no machine")
			}
		}
	}
}

// TestTopLevelIsGiven keeps the top level to what the layout names.
func TestTopLevelIsGiven(t *testing.T) {
	given := []string{"cmd", "notify", "schema", "federation", "scripts", "go.mod", "go.sum", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md", "bin"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(given, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

// TestSourceKeepsTheStyle checks what a machine can see of our style.
func TestSourceKeepsTheStyle(t *testing.T) {
	documented := make(map[string]bool)
	for _, s := range sources(t) {
		if s.path == "cmd/forthwith/layout_test.go" {
			continue // it names what it forbids
		}
		if strings.Contains(s.text, "time.Sleep(") || strings.Contains(s.text, "t.Skip") {
			t.Errorf("%s: no sleeps and no skips; wait on an event", s.path)
		}
		if s.test {
			continue
		}
		if n := strings.Count(s.text, "\n"); n > 600 {
			t.Errorf("%s has %d lines", s.path, n)
		}
		documented[s.pkg] = documented[s.pkg] || s.file.Doc != nil
		ast.Inspect(s.file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				if n.Recv == nil && n.Name.Name == "init" {
					t.Errorf("%s: no init functions", s.path)
				}
			case *ast.InterfaceType:
				if n.Methods.NumFields() > 3 {
					t.Errorf("%s: an interface of %d methods", s.path, n.Methods.NumFields())
				}
			case *ast.CallExpr:
				if f, ok := n.Fun.(*ast.Ident); ok && f.Name == "panic" {
					t.Errorf("%s: libraries do not panic", s.path)
				}
			}
			return true
		})
	}
	for pkg, ok := range documented {
		if !ok {
			t.Errorf("package %s has no package comment", pkg)
		}
	}
}
