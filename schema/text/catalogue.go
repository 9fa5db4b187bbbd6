package text

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// files has one catalogue for each language: lines "key = text", where {name}
// stands for what is put in, and key.few and the like are the plural forms that
// the language has. "? key = doubt" is a line of the review table, "@" of the head.
//
//go:embed catalogue
var files embed.FS

// Languages are those of the Convention, English first; the others are set beside
// it.
var Languages = []string{"en", "ar", "es", "fr", "ru", "zh"}

// key names a text of the catalogues.
type key string

// catalogue is the words of one language.
type catalogue struct {
	language string
	tag      language.Tag
	rtl      bool
	head     map[string]string
	texts    map[key]string
	doubts   map[key]string
	english  *catalogue // itself, in English
}

var catalogues = sync.OnceValues(func() (map[string]*catalogue, error) {
	all := make(map[string]*catalogue)
	for _, l := range Languages {
		b, err := files.ReadFile("catalogue/" + l + ".txt")
		if err != nil {
			return nil, err
		}
		c, err := parseCatalogue(l, string(b))
		if err != nil {
			return nil, fmt.Errorf("catalogue %s: %w", l, err)
		}
		all[l] = c
		c.english = all["en"]
	}
	return all, nil
})

func parseCatalogue(lang, s string) (*catalogue, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, err
	}
	c := &catalogue{language: lang, tag: tag, rtl: lang == "ar", head: make(map[string]string), texts: make(map[key]string), doubts: make(map[key]string)}
	n := 0
	for line := range strings.Lines(s) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, " = ")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || value == "" {
			return nil, fmt.Errorf("line %d: write key = text", n)
		}
		into, k := c.texts, key(name)
		if at, isHead := strings.CutPrefix(name, "@"); isHead {
			c.head[at] = value
			continue
		}
		if doubt, isDoubt := strings.CutPrefix(name, "? "); isDoubt {
			into, k = c.doubts, key(doubt)
		}
		if _, twice := into[k]; twice {
			return nil, fmt.Errorf("line %d: %s stands here twice", n, k)
		}
		into[k] = value
	}
	return c, nil
}

// find is the catalogue for a language as in fr or zh-Hans.
func find(lang string) (*catalogue, error) {
	all, err := catalogues()
	if err != nil {
		return nil, err
	}
	base, _, _ := strings.Cut(lang, "-")
	if c, ok := all[base]; ok {
		return c, nil
	}
	return nil, fmt.Errorf("language %q: it is one of %s", lang, strings.Join(Languages, ", "))
}

// has reports whether there is a text for k.
func (c *catalogue) has(k key) bool { _, ok := c.texts[k]; return ok }

// text is the text of k with what is put in, as name and value in turns. A value
// keeps its own direction of writing.
func (c *catalogue) text(k key, put ...string) string {
	s, ok := c.texts[k]
	if !ok {
		return string(k) // a test says that there is none
	}
	for i := 0; i+1 < len(put); i += 2 {
		s = strings.ReplaceAll(s, "{"+put[i]+"}", c.isolate(put[i+1]))
	}
	return s
}

// count is the text of k in the plural form for n; {n} in it is n.
func (c *catalogue) count(k key, n int, put ...string) string {
	return c.text(k+"."+key(c.form(n)), append(put, "n", fmt.Sprint(n))...)
}

// forms are the names of the plural forms in the catalogues.
var forms = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

func (c *catalogue) form(n int) string {
	return forms[plural.Cardinal.MatchPlural(c.tag, n, 0, 0, 0, 0)]
}

// Review says who has read a language's words, and which of them are in doubt.
type Review struct {
	Language string
	Name     string // of the language, in itself
	Reviewed string // by whom; "" if nobody has
	Doubts   []Doubt
}

// Doubt is a text whose official wording a reviewer has to settle.
type Doubt struct{ Key, English, Text, Why string }

// ReviewOf is the review table of a language.
func ReviewOf(lang string) (Review, error) {
	c, err := find(lang)
	if err != nil {
		return Review{}, err
	}
	r := Review{Language: c.language, Name: c.head["name"], Reviewed: c.reviewed()}
	for k, why := range c.doubts {
		r.Doubts = append(r.Doubts, Doubt{string(k), c.english.texts[k], c.texts[k], why})
	}
	slices.SortFunc(r.Doubts, func(a, b Doubt) int { return strings.Compare(a.Key, b.Key) })
	return r, nil
}

// reviewed is by whom the language was reviewed; "" if by nobody.
func (c *catalogue) reviewed() string {
	if by := c.head["reviewed"]; by != "no" {
		return by
	}
	return ""
}
