package console

import (
	"testing"

	"forthwith/schema"
)

func TestEachKindIsSaidInWords(t *testing.T) {
	for _, r := range schema.Kinds() {
		if verbs[r.Kind] == "" {
			t.Errorf("nobody can read what a %s does", r.Kind)
		}
	}
}
