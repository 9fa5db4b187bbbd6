package schema_test

import (
	"testing"
	"time"

	"forthwith/schema"
)

func TestTimesHaveOneSpelling(t *testing.T) {
	for s, ok := range map[string]bool{
		"2026-11-23T06:40:00Z":      true,
		"2024-02-29T23:59:59Z":      true,
		"2026-02-29T06:40:00Z":      false,
		"2026-11-23T24:00:00Z":      false,
		"2026-11-23T23:59:60Z":      false,
		"2026-11-23T06:40:00.5Z":    false,
		"2026-11-23T06:40:00,5Z":    false,
		"2026-11-23T6:40:00.0Z":     false,
		"2026-11-23T6:40:00Z":       false,
		"2026-11-23T06:40:00+00:00": false,
		"2026-11-23T07:40:00+01:00": false,
		"2026-11-23t06:40:00z":      false,
		"2026-11-23 06:40:00Z":      false,
		"2026-11-23T06:40Z":         false,
		"":                          false,
	} {
		got, err := schema.ParseTime(s)
		if (err == nil) != ok || ok && schema.NewTime(got.Std()) != got {
			t.Errorf("ParseTime(%q) = %q, %v", s, got, err)
		}
	}
	for s, ok := range map[string]bool{
		"2026-11-23T06:40:00.250Z":  true,
		"2026-11-23T06:40:00,250Z":  false,
		"2026-11-23T06:40:00Z":      false,
		"2026-11-23T06:40:00.25Z":   false,
		"2026-11-23T06:40:00.2500Z": false,
		"2026-11-23T6:40:00.2500Z":  false,
		"":                          false,
	} {
		got, err := schema.ParseInstant(s)
		if (err == nil) != ok || ok && schema.NewInstant(got.Std()) != got {
			t.Errorf("ParseInstant(%q) = %q, %v", s, got, err)
		}
	}
}

func TestTimesAreTakenToUTCAndTruncated(t *testing.T) {
	at := time.Date(2026, 11, 23, 7, 40, 0, 999_999_999, time.FixedZone("CET", 3600))
	if got := schema.NewTime(at); got != "2026-11-23T06:40:00Z" {
		t.Errorf("time %s", got)
	}
	if got := schema.NewInstant(at); got != "2026-11-23T06:40:00.999Z" {
		t.Errorf("instant %s", got)
	}
	if !schema.Time("nonsense").Std().IsZero() || !schema.Instant("").Std().IsZero() {
		t.Error("what is no time is not the zero time")
	}
}
