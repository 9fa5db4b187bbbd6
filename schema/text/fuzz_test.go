package text

import (
	"strings"
	"testing"

	"forthwith/schema"
)

// FuzzPages tells whatever reads as a message, valid or not: in its size, with its
// first and last line, and no different from itself.
func FuzzPages(f *testing.F) {
	for _, w := range schema.Workspaces {
		for _, rule := range schema.Kinds() {
			odd := &filler{text: func(int) string { return "宽\u202e\n### كلمة" }}
			for i, m := range []*schema.Message{tokens().message(rule.Kind, w), odd.message(rule.Kind, w)} {
				if b, err := schema.Canonical(m); err == nil {
					f.Add(b, uint8(i))
				}
			}
		}
		for i, m := range []*schema.Message{notification(w), information(w)} {
			b, err := schema.Canonical(m)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(b, uint8(i+1))
		}
	}
	f.Fuzz(func(t *testing.T, b []byte, lang uint8) {
		m, _ := schema.ParseMessage(b)
		if m == nil {
			return
		}
		r := Reader{Language: Languages[int(lang)%len(Languages)], Zone: zone, Previous: m}
		told, err := tell(m, r)
		if err != nil {
			return
		}
		pages := told.pages()
		if m.Header.Kind == schema.KindNotification && len(pages) != 1 {
			t.Fatalf("a notification on %d pages", len(pages))
		}
		for _, p := range pages {
			if err := checkPage(told.catalogue, p, told.banner()); err != nil {
				t.Fatalf("%v\n%s", err, p)
			}
		}
		if changes, err := Changes(m, m, r.Language); err != nil || len(changes) > 0 {
			t.Fatalf("it differs from itself: %v, %q", err, changes)
		}
		for _, line := range told.changes(information(m.Header.Workspace), m) {
			if strings.Contains(line, "\n") {
				t.Fatalf("a change on two lines: %q", line)
			}
		}
		if said, err := Spoken(m, r); err != nil || said == "" {
			t.Fatalf("it cannot be said: %v", err)
		}
	})
}
