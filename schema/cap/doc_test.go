package cap_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Codes are stable, and doc.go lists them all.
func TestEachCodeIsDocumented(t *testing.T) {
	doc := string(read(t, "doc.go"))
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	code := regexp.MustCompile(`"([a-z]+(?:-[a-z]+)+)"`) // those of one word go unseen
	seen := 0
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		for _, m := range code.FindAllStringSubmatch(string(read(t, f.Name())), -1) {
			seen++
			if !strings.Contains(doc, "//\t"+m[1]+" ") {
				t.Errorf("%s: the code %s is not in doc.go", f.Name(), m[1])
			}
		}
	}
	if seen < 45 {
		t.Errorf("only %d codes found", seen)
	}
}
