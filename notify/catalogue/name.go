package catalogue

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plain are letters that have no accent to be taken off and are written without
// one all the same.
var plain = strings.NewReplacer("æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d", "ł", "l", "ı", "i", "ß", "ss", "þ", "th")

// words takes a name apart: lower case, no accents, no punctuation, numbers by
// themselves.
func words(name string) []string {
	var out []string
	var word []rune
	end := func() {
		if len(word) > 0 {
			out, word = append(out, string(word)), word[:0]
		}
	}
	for _, r := range norm.NFKD.String(plain.Replace(strings.ToLower(name))) {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case !unicode.IsLetter(r) && !unicode.IsNumber(r):
			end()
			continue
		case len(word) > 0 && unicode.IsNumber(r) != unicode.IsNumber(word[0]):
			end()
		}
		word = append(word, unicode.ToLower(r))
	}
	end()
	return out
}

// generic are words of the trade that tell no facility from another.
var generic = []string{
	"nuclear", "power", "plant", "station", "npp", "nps", "reactor", "unit", "block", "site",
	"centrale", "central", "nucleaire", "tranche", "kernkraftwerk", "kkw", "akw", "aes",
}

// telling leaves the words out that tell nothing.
func telling(ws []string) []string {
	return slices.DeleteFunc(slices.Clone(ws), func(w string) bool { return slices.Contains(generic, w) })
}

func isWord(w string) bool { return !strings.ContainsFunc(w, unicode.IsNumber) }

// compareNames puts unit 2 before unit 10.
func compareNames(a, b []string) int {
	return slices.CompareFunc(a, b, func(x, y string) int {
		if !isWord(x) && !isWord(y) {
			return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y))
		}
		return strings.Compare(x, y)
	})
}

// commonName is what two names begin with alike, to the end of a word.
func commonName(a, b string) string {
	n := 0
	as, bs := []rune(a), []rune(b)
	for n < len(as) && n < len(bs) && as[n] == bs[n] {
		n++
	}
	inside := func(rs []rune) bool {
		return n > 0 && n < len(rs) && unicode.IsLetter(rs[n-1]) && unicode.IsLetter(rs[n])
	}
	for inside(as) || inside(bs) {
		n--
	}
	return strings.TrimRightFunc(string(as[:n]), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
}
