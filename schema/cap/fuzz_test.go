package cap_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
)

func FuzzDecode(f *testing.F) {
	for _, seed := range []uint64{1, 2, 3} {
		b, err := newSource(seed).alert().Encode()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, file := range []string{"valid/alert", "valid/update", "invalid/sent-fraction", "valid-but-wrong/references-empty"} {
		f.Add(read(f, fmt.Sprintf("testdata/%s.cap.xml", file)))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		a, vs := cap.Decode(b)
		if (a == nil) != (vs.Err() != nil) {
			t.Fatalf("alert %v with %v", a, vs)
		}
		if a == nil {
			return
		}
		if !cap.Recognise(b) && len(b) < 1<<14 {
			t.Fatal("read and not recognised")
		}
		a.Signatures = nil
		out, err := a.Encode()
		if err != nil {
			for _, v := range err.(schema.Violations) {
				if !slices.Contains([]string{"info-missing", "note-missing", "expires-missing", "exercise-note", "exercise-public", "exercise-headline"}, v.Code) {
					t.Fatalf("read and not written: %v", v)
				}
			}
			return
		}
		back, vs := cap.Decode(out)
		if back == nil {
			t.Fatalf("written and not read: %v", vs)
		}
		if again, err := back.Encode(); err != nil || !bytes.Equal(again, out) {
			t.Fatalf("changed: %v\n%s\n%s", err, out, again)
		}
	})
}

// Whatever an alert says, reading it as a message ends, and what it gives is a
// message whose fields are well formed.
func FuzzToMessage(f *testing.F) {
	files, err := filepath.Glob("testdata/valid/*.xml")
	if err != nil || len(files) == 0 {
		f.Fatal(err)
	}
	for _, file := range files {
		f.Add(read(f, file))
	}
	everyCarried(2, func(_ string, m *schema.Message) {
		if a, _, err := cap.FromMessage(m, export()); err == nil {
			b, _ := a.Encode()
			f.Add(b)
		}
	})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, _ := cap.Decode(b)
		if a == nil {
			return
		}
		m, losses, vs := cap.ToMessage(a, cap.Import{Message: messageOf})
		if (m == nil) != (vs.Err() != nil) {
			t.Fatalf("%+v, %v, %v", m, losses, vs)
		}
		if m == nil {
			return
		}
		if m.Header.ID != "" || m.Header.From != "" || len(m.Header.Approvals) > 0 || (m.Header.Workspace == schema.Exercise) != (a.Status == cap.StatusExercise) {
			t.Fatalf("%+v", m.Header)
		}
		if _, err := schema.Canonical(m); err != nil {
			t.Fatal(err)
		}
	})
}
