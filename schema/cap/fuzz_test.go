package cap_test

import (
	"bytes"
	"fmt"
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
