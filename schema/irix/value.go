package irix

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
)

// value is a simple type of IRIX: its code when broken, what is wanted, and the
// test, which sees the text with white space collapsed.
type value struct {
	code   string
	wanted string
	ok     func(string) bool
}

var (
	token     = value{ok: func(string) bool { return true }}
	shortText = value{"too-long", "at most 255 characters", func(s string) bool { return utf8.RuneCountInString(s) <= 255 }}
	dateTime  = value{"time", "UTC in whole seconds, as in 2026-11-23T06:40:00Z", func(s string) bool { _, err := schema.ParseTime(s); return err == nil }}
	anyTime   = value{"time", "a date and time, as in 2026-11-23T06:40:00Z", matches(`-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?`)}
	uuid4     = value{"uuid", "a UUID of version 4, as in 7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f", matches(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}`)}
	ncName    = value{"name", "a name that begins with a letter, as in L1", matches(`[\pL_][\pL\pN\pM._·-]*`)}

	organisationID = value{"organisation-id", "a domain name, as in notify.example.org", matches(`[a-zA-Z][.\-a-zA-Z0-9]*[a-zA-Z0-9]`)}
	personID       = value{"person-id", "a name at a domain, as in duty.officer@notify.example.org", matches(`[a-zA-Z][.\-a-zA-Z0-9]*@[a-zA-Z][.\-a-zA-Z0-9]*[a-zA-Z0-9]`)}
	phone          = value{"phone", "+ and up to 13 digits, without spaces", matches(`\+\d{0,13}`)}
	country        = value{"country", "two capital letters (ISO 3166-1), as in SE", matches(`[A-Z]{2}`)}
	countryOrNone  = value{"country", "two capital letters (ISO 3166-1), or 00 for an international organisation", matches(`[A-Z]{2}|00`)}

	positive  = value{"number", "a whole number from 1", isPositive}
	number    = value{"number", "a decimal number, as in 12.5", isNumber}
	float     = value{"number", "a number, as in 1.2E15", matches(`[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|-?INF|NaN`)}
	latitude  = value{"number", "degrees from -90 to 90", within(func(x float64) bool { return x >= -90 && x <= 90 })}
	longitude = value{"number", "degrees from -180 to below 180", within(func(x float64) bool { return x >= -180 && x < 180 })}

	yesNo        = list("Yes", "No")
	yesNoUnknown = list("Yes", "No", "Unknown")
	nuclide      = value{"not-in-list", "a nuclide of IRIX 1.0, as in I-131 or Ag-110m", among(strings.Fields(nuclides))}
	nuclideList  = value{"not-in-list", "nuclides of IRIX 1.0 with spaces between them", areNuclides}
	combination  = list(strings.Fields(combinations)...)
)

// fixed is a value that can be but one.
func fixed(s string) value { return value{"not-in-list", strconv.Quote(s), among([]string{s})} }

// list is a closed list of values.
func list(words ...string) value {
	return value{"not-in-list", "one of " + strings.Join(words, " | "), among(words)}
}

func among(words []string) func(string) bool {
	return func(s string) bool { return slices.Contains(words, s) }
}

func matches(pattern string) func(string) bool {
	return regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString
}

// decimal is xsd:decimal: no exponent, no infinity.
var decimal = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)$`)

func isNumber(s string) bool { return within(func(float64) bool { return true })(s) }

func within(ok func(float64) bool) func(string) bool {
	return func(s string) bool {
		x, err := strconv.ParseFloat(s, 64)
		return decimal.MatchString(s) && err == nil && ok(x)
	}
}

func isPositive(s string) bool {
	n, err := strconv.ParseUint(strings.TrimPrefix(s, "+"), 10, 64)
	return err == nil && n >= 1 && n <= schema.MaxInteger
}

func areNuclides(s string) bool {
	for _, w := range strings.Fields(s) {
		if !nuclide.ok(w) {
			return false
		}
	}
	return true
}

// collapse takes white space as xsd:token does.
func collapse(s string) string {
	return strings.Join(strings.FieldsFunc(s, isSpace), " ")
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }
