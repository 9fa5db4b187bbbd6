package schema

import (
	"fmt"
	"time"
)

const (
	timeLayout    = "2006-01-02T15:04:05Z"
	instantLayout = "2006-01-02T15:04:05.000Z"
)

// Time is when something happened in the world: UTC in whole seconds, exactly
// YYYY-MM-DDThh:mm:ssZ, the form IRIX takes. It stays text, so that a document
// can be read whole and everything wrong with it be said at once.
type Time string

// NewTime takes t to UTC and the second before it.
func NewTime(t time.Time) Time { return Time(t.UTC().Format(timeLayout)) }

// ParseTime takes exactly YYYY-MM-DDThh:mm:ssZ.
func ParseTime(s string) (Time, error) {
	if _, ok := parse(timeLayout, s); !ok {
		return "", fmt.Errorf("time %q: write UTC in whole seconds, as in 2026-11-23T06:40:00Z", s)
	}
	return Time(s), nil
}

// Std is t for arithmetic; the zero time if t is empty or malformed.
func (t Time) Std() time.Time { return std(timeLayout, string(t)) }

// Instant is when a machine did something: UTC in milliseconds.
type Instant string

// NewInstant takes t to UTC and the millisecond before it.
func NewInstant(t time.Time) Instant { return Instant(t.UTC().Format(instantLayout)) }

// ParseInstant takes exactly YYYY-MM-DDThh:mm:ss.sssZ.
func ParseInstant(s string) (Instant, error) {
	if _, ok := parse(instantLayout, s); !ok {
		return "", fmt.Errorf("time %q: write UTC in milliseconds, as in 2026-11-23T06:40:00.000Z", s)
	}
	return Instant(s), nil
}

// Std is t for arithmetic; the zero time if t is empty or malformed.
func (t Instant) Std() time.Time { return std(instantLayout, string(t)) }

func std(layout, s string) time.Time {
	t, _ := parse(layout, s)
	return t
}

// parse takes the one spelling of a time in a layout of ours: the standard library
// would also take a comma for the point, or an hour of one digit. Every entry of a
// journal is parsed when it is opened, so this must be quick.
func parse(layout, s string) (time.Time, bool) {
	if len(s) != len(layout) {
		return time.Time{}, false
	}
	var n [7]int // year to millisecond
	for i, field := 0, 0; i < len(s); i++ {
		switch digit := layout[i] >= '0' && layout[i] <= '9'; {
		case digit && s[i] >= '0' && s[i] <= '9':
			n[field] = 10*n[field] + int(s[i]-'0')
		case digit || s[i] != layout[i]:
			return time.Time{}, false
		default:
			field++
		}
	}
	t := time.Date(n[0], time.Month(n[1]), n[2], n[3], n[4], n[5], n[6]*int(time.Millisecond), time.UTC)
	// What is out of its range moves into the next larger unit.
	if t.Second() != n[5] || t.Minute() != n[4] || t.Hour() != n[3] || t.Day() != n[2] || t.Month() != time.Month(n[1]) {
		return time.Time{}, false
	}
	return t, true
}
