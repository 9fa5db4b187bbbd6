package schematest_test

import (
	"bytes"
	"testing"

	"forthwith/schema"
	"forthwith/schema/schematest"
)

func TestMessagesAreValid(t *testing.T) {
	for seed := range uint64(6) {
		s := schematest.NewSource(seed)
		s.Full = seed%5 == 0
		s.Every(func(m *schema.Message) {
			if err := m.Validate(schematest.ReleasedAt.Std()).Err(); err != nil {
				t.Errorf("seed %d: %s in %s: %v", seed, m.Header.Kind, m.Header.Workspace, err)
			}
			b, err := schema.Canonical(m)
			if err != nil {
				t.Fatal(err)
			}
			back, vs := schema.ParseMessage(b)
			if back == nil {
				t.Fatalf("seed %d: %s does not read back: %v\n%s", seed, m.Header.Kind, vs, b)
			}
			if again, err := schema.Canonical(back); err != nil || !bytes.Equal(again, b) {
				t.Errorf("seed %d: %s becomes %s, %v", seed, b, again, err)
			}
		})
	}
}
