package irix

import (
	"strconv"
	"strings"
)

// Numbers are kept as they are given: the last digits of 1.20E15 say how well it
// is known. Float64 is their value.
type (
	// Decimal is xsd:decimal: no exponent, no infinity.
	Decimal string
	// NonNegative is a Decimal from 0.
	NonNegative string
	// Positive is a Decimal above 0.
	Positive string
	// Latitude is a Decimal from -90 to 90.
	Latitude string
	// Longitude is a Decimal from -180 to below 180.
	Longitude string
	// Percentage is from 0 to 100 with at most two digits after the point.
	Percentage string
	// Angle is degrees clockwise from north with at most two digits after the point.
	Angle string
	// Float is xsd:float, which has 32 bits; NaN and the infinities are refused.
	Float string
	// NonNegativeFloat is a Float from 0.
	NonNegativeFloat string
	// PositiveFloat is a Float above 0.
	PositiveFloat string

	// Ordinal is a whole number from 1; 0 if it is not given.
	Ordinal int64
	// Count is a whole number from 0.
	Count int64
	// WeatherCode is of the WMO's table 4561, 0 to 9.
	WeatherCode int64
	// Size is a number of bytes.
	Size int64
	// Oktas are eighths of the sky, 0 to 8.
	Oktas int64
)

// Float64 is the value of a number as given; 0 if there is none.
func Float64[N ~string](n N) float64 {
	x, _ := strconv.ParseFloat(string(n), 64) // the table has checked it
	return x
}

// Lengths of what is taken for a number: more digits than any instrument has,
// and no more than other readers of XML take.
const (
	maxDecimal = 20
	maxFloat   = 40
)

// isDecimal reports whether s is [+-]digits[.digits].
func isDecimal(s string) bool {
	rest, digits := mantissa(s)
	return rest == "" && digits && len(s) <= maxDecimal
}

// mantissa is what follows a sign, digits, a point and digits, and whether there
// was a digit.
func mantissa(s string) (rest string, digits bool) {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	whole := strings.TrimLeft(s, "0123456789")
	if fraction, ok := strings.CutPrefix(whole, "."); ok {
		rest = strings.TrimLeft(fraction, "0123456789")
		return rest, len(rest) < len(s)-1
	}
	return whole, len(whole) < len(s)
}

func decimals(in func(float64) bool) func(string) bool {
	return func(s string) bool { return isDecimal(s) && in(Float64(Decimal(s))) }
}

// hundredths takes base:Decimal from 0: five digits, of which two after the point.
// Zeros before and behind do not count.
func hundredths(most float64) func(string) bool {
	in := decimals(func(x float64) bool { return x >= 0 && x <= most })
	return func(s string) bool {
		_, fraction, _ := strings.Cut(s, ".")
		return in(s) && len(strings.TrimRight(fraction, "0")) <= 2
	}
}

// isFloat reports whether s is a decimal with or without an exponent, or one of
// the words that oddFloat refuses.
func isFloat(s string) bool {
	switch s {
	case "INF", "-INF", "NaN":
		return true
	}
	rest, digits := mantissa(s)
	if !digits || len(s) > maxFloat {
		return false
	}
	if rest == "" {
		return true
	}
	if rest[0] != 'e' && rest[0] != 'E' {
		return false
	}
	_, err := strconv.ParseInt(rest[1:], 10, 32)
	return err == nil
}

// floats sees the value as 32 bits hold it: what is too small for them is 0.
func floats(in func(float64) bool) func(string) bool {
	return func(s string) bool {
		x, _ := strconv.ParseFloat(s, 32) // an overflow gives an infinity
		return isFloat(s) && (s == "NaN" || in(x))
	}
}

func whole(least, most int64) func(string) bool {
	return func(s string) bool {
		n, err := strconv.ParseInt(s, 10, 64)
		return err == nil && n >= least && n <= most
	}
}
