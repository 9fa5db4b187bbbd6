package schema

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
)

// MessageID names one message: a UUIDv7 (RFC 9562) in lower case.
type MessageID string

// NewMessageID makes an id.
func NewMessageID() MessageID { return MessageID(uuid.Must(uuid.NewV7()).String()) }

// ParseMessageID takes the canonical lower-case form only: uuid.Parse alone
// would also take braces, URNs and capitals, and one id must have one spelling.
func ParseMessageID(s string) (MessageID, error) {
	u, err := uuid.Parse(s)
	if err != nil || u.String() != s || u.Version() != 7 {
		return "", fmt.Errorf("message id %q: it is a UUID version 7 in lower case with dashes", s)
	}
	return MessageID(s), nil
}

// ReportUUID is the id under which a message is known in IRIX, which takes
// version 4 only. It is minted once by the author and signed, so that every
// gateway exports the same report.
type ReportUUID string

// NewReportUUID makes an id.
func NewReportUUID() ReportUUID { return ReportUUID(uuid.New().String()) }

// EventID names the thread that all messages about one emergency share. The
// party that opens it gives it: its code, the year and six characters that are
// not mistaken for one another over the telephone, as in XA-2026-K7M3QP.
type EventID string

// crockford is Crockford's base 32: no I, L, O or U.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewEventID makes an id for an event that p opens at the time given.
func NewEventID(p Party, at time.Time) EventID {
	return EventID(fmt.Sprintf("%s-%04d-%s", p, at.UTC().Year(), randomCode()))
}

// ParseEventID takes an id of the form XA-2026-K7M3QP.
func ParseEventID(s string) (EventID, error) {
	p, ok := splitEventID(s)
	if !ok {
		return "", fmt.Errorf("event id %q: it looks like XA-2026-K7M3QP", s)
	}
	if _, err := ParseParty(p); err != nil {
		return "", fmt.Errorf("event id %q: %w", s, err)
	}
	return EventID(s), nil
}

// Party is the party that opened the event.
func (e EventID) Party() Party {
	p, _ := splitEventID(string(e))
	return Party(p)
}

// splitEventID takes the code of the party off an event id; false if it is none:
// two to seven capitals, four digits, six characters of crockford.
func splitEventID(s string) (party string, ok bool) {
	party, rest, _ := strings.Cut(s, "-")
	year, code, _ := strings.Cut(rest, "-")
	ok = len(party) >= 2 && len(party) <= 7 && len(year) == 4 && len(code) == 6 &&
		consists(party, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") && consists(year, "0123456789") && consists(code, crockford)
	if !ok {
		return "", false
	}
	return party, true
}

// consists reports whether all of s are characters of a set.
func consists(s, set string) bool { return strings.Trim(s, set) == "" }

// ExerciseID names one exercise; it has the form of an event id.
type ExerciseID string

// NewExerciseID makes an id for an exercise that p announces.
func NewExerciseID(p Party, at time.Time) ExerciseID { return ExerciseID(NewEventID(p, at)) }

func randomCode() string {
	var b [6]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = crockford[b[i]&31]
	}
	return string(b[:])
}
