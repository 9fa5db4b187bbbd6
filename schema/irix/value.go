package irix

import (
	"net/url"
	"reflect"
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
	fold   func(string) string  // how it is kept
	odd    func(string) finding // a rule of our own
}

// finding is what a rule of our own has to say; nothing, if it has no code.
type finding struct {
	severity   schema.Severity
	code, text string
}

func warning(code, text string) finding { return finding{schema.SeverityWarning, code, text} }

// The simple types that are no enumerations. A plain string is xsd:token.
type (
	// OrganisationID is a domain name, registered or not.
	OrganisationID string
	// PersonID is a name at a domain.
	PersonID string
	// Phone is + and up to 13 digits.
	Phone string
	// Country is an ISO 3166-1 alpha-2 code.
	Country string
	// Home is the Country of an organisation, or 00 for an international one.
	Home string
	// Countries are codes with blanks between them.
	Countries string
	// URI is a web address.
	URI string
	// LocationID names a place of the section Locations.
	LocationID string
	// DateTime is a time that need not be UTC: of the reference of a source.
	DateTime string
	// Duration is a span of time as xsd:duration has it, as in PT10M.
	Duration string
	// Language is a tag as xsd:language has it, as in en-GB.
	Language string
	// Hex is bytes in hexadecimal digits.
	Hex string
	// Stability is the Pasquill class, A to G.
	Stability string
	// Object is the bytes of a file.
	Object []byte
	// Nuclide is one of the 409 of IRIX 1.0, as in I-131 or Ag-110m.
	Nuclide string
	// NuclideList is Nuclides with blanks between them.
	NuclideList string
	// NuclideCombination is one of the 14 sums of nuclides that IRIX 1.0 names.
	NuclideCombination string
	// SampleType is one of the 808 codes of IRIX 1.0 for what was sampled.
	SampleType string
)

var (
	token     = value{ok: func(string) bool { return true }}
	shortText = value{code: "too-long", wanted: "at most 255 characters", ok: func(s string) bool { return utf8.RuneCountInString(s) <= 255 }}
	dateTime  = value{code: "time", wanted: "UTC in whole seconds, as in 2026-11-23T06:40:00Z", ok: isTime}
	uuid4     = value{code: "uuid", wanted: "a UUID of version 4, as in 7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f", fold: strings.ToLower,
		ok: matches(`[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}`)}
)

// values are the simple types, by the Go type that holds them.
var values = map[reflect.Type]value{
	reflect.TypeFor[schema.Time]():       dateTime,
	reflect.TypeFor[schema.ReportUUID](): uuid4,
	reflect.TypeFor[DateTime]():          {code: "time", wanted: "a date and time, as in 2026-11-23T06:40:00Z", ok: isDateTime},
	reflect.TypeFor[Duration]():          {code: "duration", wanted: "a duration, as in PT10M", ok: isDuration},
	reflect.TypeFor[OrganisationID]():    {code: "organisation-id", wanted: "a domain name, as in notify.example.org", ok: matches(`[a-zA-Z][.\-a-zA-Z0-9]*[a-zA-Z0-9]`)},
	reflect.TypeFor[PersonID]():          {code: "person-id", wanted: "a name at a domain, as in duty.officer@notify.example.org", ok: matches(`[a-zA-Z][.\-a-zA-Z0-9]*@[a-zA-Z][.\-a-zA-Z0-9]*[a-zA-Z0-9]`)},
	reflect.TypeFor[Phone]():             {code: "phone", wanted: "+ and up to 13 digits, without spaces", ok: matches(`\+\d{0,13}`), odd: oddPhone},
	reflect.TypeFor[Country]():           {code: "country", wanted: "two capital letters (ISO 3166-1), as in SE", ok: isCountry, odd: oddCountry},
	reflect.TypeFor[Home]():              {code: "country", wanted: "two capital letters (ISO 3166-1), or 00 for an international organisation", ok: isHome, odd: oddCountry},
	reflect.TypeFor[Countries]():         {code: "country", wanted: "codes of countries with blanks between them", ok: each(isCountry), odd: oddCountries},
	reflect.TypeFor[URI]():               {code: "uri", wanted: "a web address in ASCII, as in https://example.org/report", ok: isURI},
	reflect.TypeFor[LocationID]():        {code: "name", wanted: "a name that begins with a letter, as in L1", ok: matches(`[A-Za-zÀ-ÖØ-öø-ÿ_][A-Za-zÀ-ÖØ-öø-ÿ0-9._-]*`)},
	reflect.TypeFor[Language]():          {code: "language", wanted: "the tag of a language, as in en", ok: matches(`[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*`)},
	reflect.TypeFor[Hex]():               {code: "hexadecimal", wanted: "an even number of hexadecimal digits", ok: matches(`([0-9a-fA-F]{2})*`), fold: strings.ToLower},
	reflect.TypeFor[Object]():            {code: "base64", wanted: "a file in base64, with its padding"},
	reflect.TypeFor[Stability]():         {code: "not-in-list", wanted: "A to G", ok: matches(`[A-G]`)},

	reflect.TypeFor[Nuclide]():            {code: "not-in-list", wanted: "a nuclide of IRIX 1.0, as in I-131 or Ag-110m", ok: among(strings.Fields(nuclides))},
	reflect.TypeFor[NuclideList]():        {code: "not-in-list", wanted: "nuclides of IRIX 1.0 with spaces between them", ok: each(among(strings.Fields(nuclides)))},
	reflect.TypeFor[NuclideCombination](): list(strings.Fields(combinations)...),
	reflect.TypeFor[SampleType]():         {code: "not-in-list", wanted: "a sample type of IRIX 1.0, as in A1", ok: among(strings.Fields(sampleTypes))},

	reflect.TypeFor[Decimal]():          {code: "number", wanted: "a decimal number, as in 12.5", ok: isDecimal},
	reflect.TypeFor[NonNegative]():      {code: "number", wanted: "a decimal number from 0, as in 12.5", ok: decimals(func(x float64) bool { return x >= 0 })},
	reflect.TypeFor[Positive]():         {code: "number", wanted: "a decimal number above 0, as in 12.5", ok: decimals(func(x float64) bool { return x > 0 })},
	reflect.TypeFor[Basis]():            {ok: token.ok, odd: oddBasis},
	reflect.TypeFor[Latitude]():         {code: "number", wanted: "degrees from -90 to 90", ok: decimals(func(x float64) bool { return x >= -90 && x <= 90 })},
	reflect.TypeFor[Longitude]():        {code: "number", wanted: "degrees from -180 to below 180", ok: decimals(func(x float64) bool { return x >= -180 && x < 180 })},
	reflect.TypeFor[Percentage]():       {code: "number", wanted: "a percentage from 0 to 100 with at most two digits after the point", ok: hundredths(100)},
	reflect.TypeFor[Angle]():            {code: "number", wanted: "degrees from 0 to 360 with at most two digits after the point", ok: hundredths(360), odd: oddAngle},
	reflect.TypeFor[Float]():            {code: "number", wanted: "a number, as in 1.2E15", ok: isFloat, odd: oddFloat},
	reflect.TypeFor[NonNegativeFloat](): {code: "number", wanted: "a number from 0, as in 1.2E15", ok: floats(func(x float64) bool { return x >= 0 }), odd: oddFloat},
	reflect.TypeFor[PositiveFloat]():    {code: "number", wanted: "a number above 0, as in 1.2E15", ok: floats(func(x float64) bool { return x > 0 }), odd: oddFloat},
	reflect.TypeFor[Ordinal]():          {code: "number", wanted: "a whole number from 1", ok: whole(1, schema.MaxInteger)},
	reflect.TypeFor[Count]():            {code: "number", wanted: "a whole number from 0", ok: whole(0, schema.MaxInteger)},
	reflect.TypeFor[Size]():             {code: "number", wanted: "a whole number", ok: whole(-schema.MaxInteger, schema.MaxInteger)},
	reflect.TypeFor[WeatherCode]():      {code: "number", wanted: "a code from 0 to 9 (WMO 4561)", ok: whole(0, 9)},
	reflect.TypeFor[Oktas]():            {code: "number", wanted: "oktas from 0 to 8", ok: whole(0, 8)},
}

// valueOf is the simple type that a Go type holds.
func valueOf(t reflect.Type) value {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice && !single(t) {
		t = t.Elem()
	}
	if v, ok := values[t]; ok {
		return v
	}
	if words, ok := enumerations[t]; ok {
		return list(words...)
	}
	return token
}

// fixed is a value that can be but one.
func fixed(s string) value {
	return value{code: "not-in-list", wanted: strconv.Quote(s), ok: func(given string) bool { return given == s }}
}

// list is a closed list of values.
func list(words ...string) value {
	return value{code: "not-in-list", wanted: "one of " + strings.Join(words, " | "), ok: among(words)}
}

func among(words []string) func(string) bool {
	if len(words) < 32 {
		return func(s string) bool { return slices.Contains(words, s) }
	}
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return func(s string) bool { return m[s] }
}

func each(ok func(string) bool) func(string) bool {
	return func(s string) bool {
		for w := range strings.FieldsSeq(s) {
			if !ok(w) {
				return false
			}
		}
		return true
	}
}

func matches(pattern string) func(string) bool {
	return regexp.MustCompile(`^(?:` + pattern + `)$`).MatchString
}

func isTime(s string) bool {
	_, err := schema.ParseTime(s)
	return err == nil && s[:4] != "0000" // XML has no year 0
}

// isDateTime takes a fraction and an offset, too.
func isDateTime(s string) bool {
	return len(s) >= 19 && isTime(s[:19]+"Z") && zone.MatchString(s[19:])
}

var zone = regexp.MustCompile(`^(\.\d{1,9})?(Z|[+-](0\d|1[0-3]):[0-5]\d|[+-]14:00)?$`)

var duration = regexp.MustCompile(`^-?P(\d{1,9}Y)?(\d{1,9}M)?(\d{1,9}D)?(T(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,9})?S)?)?$`)

func isDuration(s string) bool {
	return duration.MatchString(s) && s[len(s)-1] != 'P' && s[len(s)-1] != 'T'
}

var address = regexp.MustCompile(`^([A-Za-z0-9._~:/?#@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$`)

func isURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && address.MatchString(s) && strings.Count(s, "#") < 2 && (u.Host == "" || u.Hostname() != "")
}

func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

func isHome(s string) bool { return s == "00" || isCountry(s) }

// collapse takes white space as xsd:token does.
func collapse(s string) string {
	if !loose(s) {
		return s
	}
	b, gap := make([]byte, 0, len(s)), false
	for i := range len(s) {
		if isSpace(rune(s[i])) {
			gap = len(b) > 0
			continue
		}
		if gap {
			b = append(b, ' ')
		}
		b, gap = append(b, s[i]), false
	}
	return string(b)
}

// loose reports whether there is white space to collapse.
func loose(s string) bool {
	before := true
	for i := range len(s) {
		space := isSpace(rune(s[i]))
		if space && (before || s[i] != ' ') {
			return true
		}
		before = space
	}
	return before && s != ""
}

func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\n' || r == '\r' }
