package text

import (
	"strings"

	"forthwith/schema"
)

// Spoken is a message for reading out over the telephone: one sentence a line,
// digits one by one, ids by the international spelling alphabet, no symbols.
func Spoken(m *schema.Message, r Reader) (string, error) {
	t, err := tell(m, r)
	if err != nil {
		return "", err
	}
	return t.say(), nil
}

func (t *telling) say() string {
	t.spoken = true
	var said []string
	said = append(said, t.warning()...)
	for _, r := range t.rows() {
		sentence := strings.TrimSpace(r.text)
		if r.quoted {
			sentence = strings.Join(strings.Fields(sentence), " ") + t.space() + t.text(keyEndOfText)
		}
		if r.label != "" {
			sentence = strings.TrimSpace(t.pair(r.label, sentence))
		}
		if t.rtl {
			sentence = string(rlm) + sentence
		}
		said = append(said, strings.ReplaceAll(sentence, nbsp, " "))
	}
	return strings.Join(append(said, t.warning()...), "\n") + "\n"
}

// warning is what is said before and after what is not real.
func (t *telling) warning() []string {
	k := t.world()
	if k == "" {
		return nil
	}
	word := t.text(k)
	line := strings.Join([]string{word, word, word}, t.join())
	if t.language != t.english.language {
		english := t.english.text(k)
		line += t.join() + t.isolate(strings.Join([]string{english, english, english}, ", "))
	}
	if t.rtl {
		line = string(rlm) + line
	}
	return []string{line}
}
