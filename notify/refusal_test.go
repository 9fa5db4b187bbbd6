package notify

import (
	"os"
	"regexp"
	"testing"

	"forthwith/schema"
)

// TestRefusalTableIsTheDocumentedOne compares the code with the package comment.
func TestRefusalTableIsTheDocumentedOne(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	rows := regexp.MustCompile(`(?m)^//\t([a-z-]+) +(later|final) `).FindAllStringSubmatch(string(doc), -1)
	if len(rows) != len(permanence) {
		t.Errorf("the package comment has %d rows, the code %d", len(rows), len(permanence))
	}
	for _, row := range rows {
		if got := permanence[schema.RefusalCode(row[1])]; got != schema.Permanence(row[2]) {
			t.Errorf("%s is %q in the code and %q in the comment", row[1], got, row[2])
		}
	}
}
