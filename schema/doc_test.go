package schema_test

import (
	"os"
	"strings"
	"testing"

	"forthwith/schema"
)

func TestTheDocumentedMessageIsCanonicalAndValid(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(doc), "//\t{\"body\":")
	example, _, ended := strings.Cut(`{"body":`+rest, "\n//\n")
	if !found || !ended {
		t.Fatal("doc.go has no example")
	}
	b := []byte(strings.ReplaceAll(example, "\n//\t", ""))
	if err := schema.CheckCanonical(b); err != nil {
		t.Errorf("%s: %v", b, err)
	}
	m, vs := schema.ParseMessage(b)
	if m == nil {
		t.Fatal(vs)
	}
	if vs := m.Validate(now); len(vs) > 0 {
		t.Error(vs)
	}
}

func TestEachKindIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range schema.Kinds() {
		if !strings.Contains(string(doc), "//\t"+string(r.Kind)+" ") {
			t.Errorf("doc.go has no line for %s", r.Kind)
		}
	}
}
