package schema_test

import (
	"strings"
	"testing"
	"time"

	"forthwith/schema"
)

func TestAMessageIDHasOneSpelling(t *testing.T) {
	const id = "0199c7a2-0001-7000-8000-0123456789ab"
	for s, ok := range map[string]bool{
		id:                                     true,
		string(schema.NewMessageID()):          true,
		strings.ToUpper(id):                    false,
		"{" + id + "}":                         false,
		"urn:uuid:" + id:                       false,
		strings.ReplaceAll(id, "-", ""):        false,
		"7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f": false, // version 4
		id + " ":                               false,
		"":                                     false,
		"00000000-0000-0000-0000-000000000000": false,
		"0199c7a2-0001-7000-8000-0123456789ag": false,
	} {
		if _, err := schema.ParseMessageID(s); (err == nil) != ok {
			t.Errorf("ParseMessageID(%q): %v", s, err)
		}
	}
}

func TestAReportUUIDIsVersion4InLowerCase(t *testing.T) {
	m := message(schema.KindNotification, schema.Live)
	for id, ok := range map[schema.ReportUUID]bool{
		schema.NewReportUUID():                          true,
		"7C1F0D4E-5A2B-4C3D-9E8F-0A1B2C3D4E5F":          false,
		"{7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f}":        false,
		"urn:uuid:7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f": false,
		"0199c7a2-0001-7000-8000-0123456789ab":          false,
		"":                                              false,
	} {
		m.Header.ReportUUID = id
		if vs := m.Validate(now); (vs.Err() == nil) != ok {
			t.Errorf("%q: %v", id, vs)
		}
	}
}

func TestAnEventIDNamesItsParty(t *testing.T) {
	at := time.Date(2027, 1, 1, 0, 30, 0, 0, time.FixedZone("east", 3600))
	for _, p := range []schema.Party{"XA", "IAEA", "EURATOM"} {
		id := schema.NewEventID(p, at)
		if _, err := schema.ParseEventID(string(id)); err != nil || id.Party() != p {
			t.Errorf("%s of %s: party %s, %v", id, p, id.Party(), err)
		}
		if !strings.HasPrefix(string(id), string(p)+"-2026-") {
			t.Errorf("%s: the year is that of UTC", id)
		}
	}
	for s, ok := range map[string]bool{
		"XA-2026-K7M3QP":   true,
		"XA-2026-K7M3QI":   false, // I, L, O, U are mistaken for others
		"XA-2026-K7M3QL":   false,
		"XA-2026-K7M3QO":   false,
		"XA-2026-K7M3QU":   false,
		"XA-2026-k7m3qp":   false,
		"XA-2026-K7M3Q":    false,
		"XA-2026-K7M3QPP":  false,
		"XA-26-K7M3QP":     false,
		"UK-2026-K7M3QP":   false,
		"xa-2026-K7M3QP":   false,
		"XA-2026-K7M3QP\n": false,
		"":                 false,
	} {
		id, err := schema.ParseEventID(s)
		if (err == nil) != ok {
			t.Errorf("ParseEventID(%q): %v", s, err)
		}
		if !ok && id != "" {
			t.Errorf("ParseEventID(%q) gives %q beside its error", s, id)
		}
	}
	if p := schema.EventID("nonsense").Party(); p != "" {
		t.Errorf("a malformed id has the party %q", p)
	}
}
