package cap

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"forthwith/schema/xmlscan"
)

// MaxContent is the size of an embedded file, in bytes.
const MaxContent = 1 << 20

// fault is what is wrong with the text of an element.
type fault struct{ code, text string }

// form is how a value is written as text. Only what keeps a text from being taken
// at all is a fault of its form; the rules judge the value.
type form[V any] struct {
	parse  func(string) (V, []fault)
	format func(V) string // "" if there is no value
	// mayBeEmpty says that the schema allows the element with nothing in it.
	// Such a one is passed over with a warning, and never written.
	mayBeEmpty bool
}

// verbatim is text, kept to the letter.
func verbatim[S ~string]() form[S] {
	return form[S]{take[S], func(s S) string { return string(s) }, true}
}

// word is one of a closed list, to the letter; none is a fault for the rules.
func word[S ~string]() form[S] {
	return form[S]{take[S], func(s S) string { return string(s) }, false}
}

func take[S ~string](s string) (S, []fault) { return S(s), nil }

var (
	// moment and language are kept without the white space around them.
	moment   = form[Time]{trimmed[Time]("time", "2026-11-23T06:40:00-00:00"), func(t Time) string { return string(t) }, false}
	language = form[string]{trimmed[string]("language", "en-GB"), func(s string) string { return s }, true}
	uri      = form[string]{func(s string) (string, []fault) { return strings.Trim(s, space), nil }, func(s string) string { return s }, true}

	names      = form[[]string]{parseWords, formatWords, true}
	references = form[[]Reference]{parseReferences, formatReferences, true}
	polygon    = form[Polygon]{parsePolygon, Polygon.String, true}
	circle     = form[Circle]{parseCircle, Circle.String, true}
	feet       = form[*float64]{parseFeet, formatFeet, false}
	size       = form[*int64]{parseSize, formatSize, false}
	content    = form[[]byte]{parseContent, base64.StdEncoding.EncodeToString, true}
)

func trimmed[S ~string](code, example string) func(string) (S, []fault) {
	return func(s string) (S, []fault) {
		if s = strings.Trim(s, space); s == "" {
			return "", []fault{{code, "the element is empty; write it as in " + example + " or leave it out"}}
		}
		return S(s), nil
	}
}

func parseFeet(s string) (*float64, []fault) {
	x, ok := parseNumber(strings.Trim(s, space))
	if !ok {
		return nil, []fault{{"number", clipped("%q is no height; write feet as a decimal number, as in 1200.5", s)}}
	}
	return &x, nil
}

func formatFeet(x *float64) string {
	if x == nil {
		return ""
	}
	return formatNumber(*x)
}

func parseSize(s string) (*int64, []fault) {
	n, err := strconv.ParseInt(strings.Trim(s, space), 10, 64)
	if err != nil {
		return nil, []fault{{"number", clipped("%q is no size; write bytes as a whole number", s)}}
	}
	return &n, nil
}

func formatSize(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

func parseContent(s string) ([]byte, []fault) {
	if base64.StdEncoding.DecodedLen(len(s)) > 2*MaxContent {
		return nil, []fault{contentTooLong}
	}
	if strings.ContainsAny(s, " \t") {
		s = strings.NewReplacer(" ", "", "\t", "").Replace(s)
	}
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err != nil {
		return nil, []fault{{"base64", "the embedded file is not in base64; encode it anew or give its address in uri"}}
	}
	if len(b) == 0 {
		return nil, []fault{{"base64", "the embedded file has no bytes; leave derefUri out"}}
	}
	return b, nil
}

var contentTooLong = fault{"content-too-long", fmt.Sprintf("the embedded file has more than %d bytes; give its address in uri instead", MaxContent)}

// clipped is a text about a value that may be long.
func clipped(format, value string) string { return fmt.Sprintf(format, clip(value)) }

func clip(s string) string { return xmlscan.Clip(s) }
