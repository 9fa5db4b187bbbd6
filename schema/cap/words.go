package cap

import (
	"fmt"
	"strings"

	"forthwith/schema/xmlscan"
)

// MaxWords is how many addresses, incidents or references an alert names at most.
const MaxWords = 1000

var tooManyWords = fault{"too-many", fmt.Sprintf("there are more than %d of them; send several alerts", MaxWords)}

// parseWords takes words with white space between; one with white space inside
// stands in quotes. That none is empty is for the rules.
func parseWords(s string) ([]string, []fault) {
	var words []string
	for s = strings.TrimLeft(s, space); s != ""; s = strings.TrimLeft(s, space) {
		if len(words) == MaxWords {
			return nil, []fault{tooManyWords}
		}
		var word string
		if s[0] == '"' {
			end := strings.IndexByte(s[1:], '"')
			if end < 0 {
				return nil, []fault{{"quotes", clipped("a quotation mark is not closed: %q; close it", s)}}
			}
			word, s = s[1:1+end], s[end+2:]
		} else {
			end := strings.IndexFunc(s, isSpace)
			if end < 0 {
				end = len(s)
			}
			word, s = s[:end], s[end:]
		}
		if strings.Contains(word, `"`) || s != "" && !isSpace(rune(s[0])) {
			return nil, []fault{{"quotes", clipped("quotation marks stand around a whole name with spaces: %q; write them so", word+s)}}
		}
		words = append(words, word)
	}
	return words, nil
}

func formatWords(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if strings.ContainsAny(w, space) {
			w = `"` + w + `"`
		}
		b.WriteString(w)
	}
	return b.String()
}

// parseReferences takes sender,identifier,sent and white space between them.
func parseReferences(s string) ([]Reference, []fault) {
	var refs []Reference
	var faults []fault
	for triple := range strings.FieldsFuncSeq(s, isSpace) {
		if len(refs) == MaxWords {
			return nil, []fault{tooManyWords}
		}
		parts := strings.SplitN(triple, ",", 4)
		if len(parts) != 3 {
			faults = append(faults, fault{"reference", clipped("%q is no reference; write sender,identifier,sent as the earlier message has them", triple)})
			if len(faults) == xmlscan.MaxFaults {
				break
			}
			continue
		}
		refs = append(refs, Reference{parts[0], parts[1], Time(parts[2])})
	}
	return refs, faults
}

func formatReferences(refs []Reference) string {
	words := make([]string, len(refs))
	for i, r := range refs {
		words[i] = r.String()
	}
	return strings.Join(words, " ")
}

// space is what XML takes for white space.
const space = " \t\r\n"

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }
