package text

import (
	"regexp"
	"strings"
	"testing"

	"forthwith/schema"
)

// TestSpokenIsDigitByDigit: no two digits are read together, no symbol is left to
// the reader, and ids are spelt.
func TestSpokenIsDigitByDigit(t *testing.T) {
	together := regexp.MustCompile(`\d\d|\d[.,]\d|°|µ|/|\^|×`)
	for _, lang := range Languages {
		m := information(schema.Exercise)
		i := m.Body.(*schema.Information)
		i.Bases, i.Summary = nil, ""
		m.Header.SentElsewhere = nil
		said, err := Spoken(m, Reader{Language: lang, Zone: zone, Phone: "+99 1 555 0117"})
		if err != nil {
			t.Fatal(err)
		}
		c := catalogueOf(t, lang)
		for line := range strings.Lines(said) {
			line = strings.NewReplacer("تشرين الثاني/نوفمبر", "", string(fsi), "", string(pdi), "").Replace(line)
			if lang == "zh" {
				line = strings.NewReplacer("11月", "").Replace(line)
			}
			if found := together.FindString(line); found != "" {
				t.Errorf("%s says %q in %s", lang, found, line)
			}
		}
		if !strings.Contains(said, "X-ray Alfa") || !strings.Contains(said, "Kilo 7 Mike 3 Quebec Papa") {
			t.Errorf("%s: the id is not spelt:\n%s", lang, said)
		}
		first, _, _ := strings.Cut(said, "\n")
		if strings.Count(first, c.text(keyExercise)) != 3 && lang != "en" || !strings.Contains(first, "EXERCISE") || !strings.HasSuffix(said, first+"\n") {
			t.Errorf("%s begins %q and ends %q", lang, first, said[max(0, len(said)-100):])
		}
	}
}

func TestSpokenSaysWhereTheTextEnds(t *testing.T) {
	said, err := Spoken(notification(schema.Live), Reader{})
	if err != nil || !strings.Contains(said, "Text (as written, in French): Le cœur n'est plus refroidi. D'autres informations suivront. End of the text as written.\n") {
		t.Errorf("%v:\n%s", err, said)
	}
	if strings.Contains(said, "EXERCISE") || strings.Contains(said, "sha256") {
		t.Errorf("what is real says too much:\n%s", said)
	}
}
