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
	if t, err := time.Parse(timeLayout, s); err != nil || t.Format(timeLayout) != s {
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

// ParseInstant takes exactly YYYY-MM-DDThh:mm:ss.sssZ. What is written back must
// be what was read: the standard library also takes a comma for the point.
func ParseInstant(s string) (Instant, error) {
	if t, err := time.Parse(instantLayout, s); err != nil || t.Format(instantLayout) != s {
		return "", fmt.Errorf("time %q: write UTC in milliseconds, as in 2026-11-23T06:40:00.000Z", s)
	}
	return Instant(s), nil
}

// Std is t for arithmetic; the zero time if t is empty or malformed.
func (t Instant) Std() time.Time { return std(instantLayout, string(t)) }

func std(layout, s string) time.Time {
	t, err := time.Parse(layout, s)
	if err != nil {
		return time.Time{}
	}
	return t
}
