package text

import (
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"forthwith/schema"
)

// voice is how words are made: in a language, for a time zone, to be read or to be
// heard.
type voice struct {
	*catalogue
	zone   *time.Location
	spoken bool
}

// value is something a document says, in no language.
type value interface{ words(v *voice) string }

// code is a value of a closed set. Of an official term the English stands beside
// the reader's.
type code struct {
	typ, field, raw string
}

// glossed are the fields whose values are official terms.
var glossed = map[string]bool{"EmergencyClass.class": true, "ProtectiveAction.type": true}

func (c code) key(in *catalogue) (key, bool) {
	own := key("v." + c.typ + "." + c.field + "." + c.raw)
	if in.has(own) {
		return own, true
	}
	k := key("v." + c.raw)
	return k, in.has(k)
}

func (c code) words(v *voice) string {
	k, ok := c.key(v.catalogue)
	if !ok {
		return phrase(c.raw).words(v)
	}
	if glossed[c.typ+"."+c.field] && v.language != v.english.language {
		return v.text(keyGlossed, "term", v.texts[k], "english", v.english.texts[k])
	}
	return v.texts[k]
}

// phrase is free text of a few words, as written.
type phrase string

func (p phrase) words(v *voice) string {
	s := cleanLine(string(p))
	left, right, _ := strings.Cut(v.texts[keyQuote], "{text}")
	for _, mark := range []string{strings.TrimSpace(left), strings.TrimSpace(right), `"`} {
		s = strings.ReplaceAll(s, mark, "'") // what is quoted cannot end the quotation
	}
	return v.text(keyQuote, "text", s)
}

// passage is free text of any length, as written.
type passage string

func (p passage) words(*voice) string { return strings.TrimSpace(clean(string(p))) }

// absent says in words why there is no value.
type absent key

func (a absent) words(v *voice) string { return v.text(key(a)) }

// ident is an id, a digest, an address: read letter by letter.
type ident string

func (i ident) words(v *voice) string {
	s := string(i)
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '#' }) {
		return phrase(s).words(v)
	}
	if v.spoken {
		return v.spell(s)
	}
	return s
}

// place is a party, as a State or an organisation.
type place schema.Party

// unnamed are codes whose names States do not agree on.
var unnamed = map[schema.Party]bool{"EH": true, "FK": true, "PS": true, "TW": true, "XK": true}

func (p place) words(v *voice) string {
	code := schema.Party(p)
	if _, err := schema.ParseParty(string(code)); err != nil {
		return phrase(code).words(v)
	}
	name := v.name(code)
	switch {
	case name == "" && v.spoken:
		return v.spell(string(code))
	case name == "":
		return string(code)
	case v.spoken:
		return name
	}
	return v.text(keyParty, "name", name, "code", string(code))
}

// name is what a party is called in the language; "" if only its code is known.
func (c *catalogue) name(p schema.Party) string {
	if k := key("o." + string(p)); c.has(k) {
		return c.text(k)
	}
	if unnamed[p] || len(p) != 2 || p[0] == 'X' || p == "ZZ" {
		return ""
	}
	r, err := language.ParseRegion(string(p))
	if err != nil {
		return ""
	}
	return display.Regions(c.tag).Name(r)
}

// tongue is a language, named in the reader's.
type tongue string

func (t tongue) words(v *voice) string {
	tag, err := language.Parse(string(t))
	if err != nil {
		return phrase(t).words(v)
	}
	if name := display.Languages(v.tag).Name(tag); name != "" {
		return name
	}
	return ident(t).words(v)
}

// number is a count.
type number int64

func (n number) words(v *voice) string { return v.number(float64(n)) }

// list is several values.
type list []value

// most is how many of a list are named on a line; how many more there are is said.
const most = 12

func (l list) words(v *voice) string {
	var parts []string
	for i, x := range l {
		if i == most && len(l) > most+1 {
			parts = append(parts, v.count(keyMore, len(l)-most))
			break
		}
		parts = append(parts, v.isolate(x.words(v)))
	}
	return strings.Join(parts, v.join())
}

// join is what stands between the parts of a line.
func (c *catalogue) join() string { return c.texts[keyJoin] + c.space() }

func (c *catalogue) space() string {
	if c.language == "zh" {
		return ""
	}
	return " "
}

// pair is a part of a line that is not clear without its label.
func (v *voice) pair(label, words string) string {
	return v.text(keyPair, "label", label, "value", words)
}

// size is how large a file is.
type size int64

func (s size) words(v *voice) string { return v.count(keyBytes, int(s)) }
