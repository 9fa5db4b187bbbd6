package cap

import (
	"fmt"
	"time"
)

// Time is a time in the one form CAP has: whole seconds and a numeric offset, as
// in 2026-11-23T06:40:00-00:00. It stays text, because messages are referred to by
// the text of their time.
type Time string

const (
	timeLayout = "2006-01-02T15:04:05-07:00"
	timeForm   = "0000-00-00T00:00:00+00:00"
	utc        = "-00:00" // CAP's only way to write it
)

// NewTime takes t to UTC and the second before it.
func NewTime(t time.Time) Time {
	return Time(t.UTC().Format(timeLayout[:len(timeForm)-len(utc)]) + utc)
}

// ParseTime takes the form of CAP and no other: no Z, no fraction.
func ParseTime(s string) (Time, error) {
	if _, ok := parseTime(s); !ok {
		return "", fmt.Errorf("time %q: write whole seconds and a numeric offset, as in 2026-11-23T06:40:00-00:00", s)
	}
	return Time(s), nil
}

// Std is t for arithmetic; the zero time if t is empty or malformed.
func (t Time) Std() time.Time {
	x, _ := parseTime(string(t))
	return x
}

// parseTime looks at the letters first: the standard library would also take an
// hour of one digit, a fraction, an offset of 24 hours and the year 0.
func parseTime(s string) (time.Time, bool) {
	if len(s) != len(timeForm) || s[:4] == "0000" {
		return time.Time{}, false
	}
	for i := range len(s) {
		switch f := timeForm[i]; {
		case f == '0' && (s[i] < '0' || s[i] > '9'),
			f == '+' && s[i] != '+' && s[i] != '-',
			f != '0' && f != '+' && s[i] != f:
			return time.Time{}, false
		}
	}
	hours, minutes := s[len(s)-5:len(s)-3], s[len(s)-2:]
	if hours > "14" || minutes > "59" || hours == "14" && minutes != "00" {
		return time.Time{}, false
	}
	t, err := time.Parse(timeLayout, s)
	return t, err == nil
}
