package schema_test

import (
	"fmt"
	"os"
	"regexp"
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

// TestTheTableOfKindsIsDocumented holds each line of the documented table against
// the rule.
func TestTheTableOfKindsIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	line := regexp.MustCompile(`(?m)^//\t([a-z-]+) +(0 or 1|\d) +(.*?) +(needed|maybe) +(\d) +(.*)$`)
	documented := make(map[string]string)
	for _, m := range line.FindAllStringSubmatch(string(doc), -1) {
		documented[m[1]] = strings.Join(m[2:6], "; ") + "; " + strings.SplitN(m[6], ",", 2)[0]
	}
	for _, r := range schema.Kinds() {
		persons, contexts, rings := fmt.Sprint(r.Persons), "", "no"
		for _, c := range r.Live {
			contexts += ", " + string(c)
		}
		if contexts = strings.TrimPrefix(contexts, ", "); r.Rings {
			rings = "yes"
		}
		switch r.Kind {
		case schema.KindExercise:
			contexts, rings = "none: not for live", "announce"
		case schema.KindLinktest:
			persons, rings = "0 or 1", "if a person answers"
		case schema.KindDirectory:
			contexts += "; not for exercise"
		}
		want := fmt.Sprintf("%s; %s; %s; %d; %s", persons, contexts, r.Event, r.Priority, rings)
		if got := documented[string(r.Kind)]; got != want {
			t.Errorf("doc.go says of %s: %q, want %q", r.Kind, got, want)
		}
	}
	if len(documented) != len(schema.Kinds()) {
		t.Errorf("doc.go has %d kinds, want %d", len(documented), len(schema.Kinds()))
	}
}
