package cap_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"forthwith/schema/cap"
)

// source makes alerts from a seed.
type source struct {
	*rand.Rand
	wild bool // also what no alert may hold
}

func newSource(seed uint64) *source {
	return &source{Rand: rand.New(rand.NewPCG(seed, 26))}
}

var pieces = []string{"a", "Ünit 2", "Ελλάδα", "放射線", "🛑", "<b>", "</alert>", "&amp;", "&", "]]>", "\"", "'", "\n", "\r", "\r\n", "\t", " ", "\u00a0", "\u2028", "\ufffd", "\u0085", "x=1;y", "--", "%", "\x7f"}

// text is any text that XML can carry.
func (s *source) text() string {
	if s.wild && s.IntN(20) == 0 {
		return pick(s, "", " ", "\x00", "\x1b[31m", "\xff", "\ufffe", "\u00a0")
	}
	var b strings.Builder
	b.WriteString("t")
	for range s.IntN(8) {
		b.WriteString(pick(s, pieces...))
	}
	return b.String()
}

func pick[T any](s *source, xs ...T) T { return xs[s.IntN(len(xs))] }

// some are up to most of what one makes.
func some[T any](s *source, least, most int, one func() T) []T {
	var xs []T
	for range least + s.IntN(most-least+1) {
		xs = append(xs, one())
	}
	return xs
}

// maybe is x half the time.
func maybe[T any](s *source, one func() T) (x T) {
	if s.IntN(2) == 0 {
		return one()
	}
	return x
}

func (s *source) name() string {
	if s.wild && s.IntN(20) == 0 {
		return s.text()
	}
	return fmt.Sprintf("urn:x:%d>'\"Ü", s.IntN(1000))
}

func (s *source) word() string {
	if s.wild && s.IntN(20) == 0 {
		return s.text()
	}
	return pick(s, "iec.iaea.example", "two words", "tab\tand\nline", "Ü", "a,b", "'")
}

func (s *source) time() cap.Time {
	if s.wild && s.IntN(20) == 0 {
		return pick[cap.Time](s, "", "2026-11-23T06:40:00Z", "2026-11-23T24:00:00-00:00", "0000-11-23T06:40:00-00:00", "2026-11-23T06:40:00-14:30", "9999-12-31T23:59:59+14:00")
	}
	t := cap.NewTime(time.Unix(s.Int64N(4e9), 0))
	return t[:len(t)-6] + pick[cap.Time](s, "-00:00", "+00:00", "+05:45", "-14:00", "+14:00")
}

func (s *source) degrees(limit float64) float64 {
	if s.wild && s.IntN(20) == 0 {
		return pick(s, math.NaN(), math.Inf(1), math.Inf(-1), 1e300, 1e-300, 180.0000001, math.Copysign(0, -1))
	}
	return pick(s, (s.Float64()*2-1)*limit, math.Round((s.Float64()*2-1)*limit), -limit, limit, 1e-7)
}

func (s *source) point() cap.Point { return cap.Point{Lat: s.degrees(90), Lon: s.degrees(180)} }

func (s *source) polygon() cap.Polygon {
	p := cap.Polygon(some(s, 3, 6, s.point))
	if s.wild && s.IntN(10) == 0 {
		return p
	}
	return append(p, p[0])
}

func (s *source) address() string {
	if s.wild && s.IntN(10) == 0 {
		return pick(s, "irix.xml", "http://a b/", "http://x/%zz", "http://x/?%zz", "http://[::1", "://", "javascript:alert(1)", "http://x/\x01", " http://x/", "http://x:port/", "http://x/#a#b", "http://x/[a]", "a:b:c", "http:///", "//x", "http://x/%")
	}
	return pick(s, "https://example.org/a?b=c&d=%20#e", "http://[::1]:8080/", "mailto:duty@example.org", "https://example.org/überschwemmung", "urn:x:y")
}

func (s *source) resource() cap.Resource {
	r := cap.Resource{Description: s.text(), MimeType: pick(s, "application/xml", "text/plain; charset=utf-8", "image/svg+xml"), URI: maybe(s, s.address)}
	r.Size = maybe(s, func() *int64 { return ptr(s.Int64N(1 << 50)) })
	r.Content = maybe(s, func() []byte { return []byte(s.text()) })
	if r.Content == nil {
		r.Digest = maybe(s, func() string { return "0123456789abcdefABCDEF456789abcdef012345" })
	}
	if s.wild && s.IntN(10) == 0 {
		r.MimeType, r.Size, r.Digest = s.text(), ptr(int64(-1)), s.text()
	}
	return r
}

func (s *source) area() cap.Area {
	a := cap.Area{
		Description: s.text(), Polygons: some(s, 0, 2, s.polygon),
		Circles:  some(s, 0, 2, func() cap.Circle { return cap.Circle{Center: s.point(), RadiusKm: math.Abs(s.degrees(1000))} }),
		Geocodes: some(s, 0, 2, func() cap.Geocode { return cap.Geocode{Name: s.text(), Value: maybe(s, s.text)} }),
		Altitude: maybe(s, func() *float64 { return ptr(s.degrees(1e4)) }),
	}
	if a.Altitude != nil {
		a.Ceiling = maybe(s, func() *float64 { return ptr(*a.Altitude + 0.5) })
	}
	return a
}

func (s *source) info() cap.Info {
	return cap.Info{
		Language:      maybe(s, func() string { return pick(s, "en-GB", "fr", "zh-Hant-TW", "mt") }),
		Categories:    some(s, 1, 3, func() cap.Category { return pick(s, cap.CategoryCBRNE, cap.CategoryEnv, cap.CategoryOther) }),
		Event:         s.text(),
		ResponseTypes: some(s, 0, 2, func() cap.ResponseType { return pick(s, cap.ResponseShelter, cap.ResponseAvoid, cap.ResponseNone) }),
		Urgency:       pick(s, cap.UrgencyImmediate, cap.UrgencyPast), Severity: pick(s, cap.SeverityExtreme, cap.SeverityUnknown),
		Certainty: pick(s, cap.CertaintyObserved, cap.CertaintyUnlikely), Audience: maybe(s, s.text),
		EventCodes: some(s, 0, 2, func() cap.EventCode { return cap.EventCode{Name: s.text(), Value: maybe(s, s.text)} }),
		Effective:  maybe(s, s.time), Onset: maybe(s, s.time), Expires: s.time(),
		SenderName: maybe(s, s.text), Headline: "EXERCISE " + s.text(), Description: maybe(s, s.text), Instruction: maybe(s, s.text),
		Web: maybe(s, s.address), Contact: maybe(s, s.text),
		Parameters: some(s, 0, 3, func() cap.Parameter { return cap.Parameter{Name: s.text(), Value: maybe(s, s.text)} }),
		Resources:  some(s, 0, 2, s.resource), Areas: some(s, 0, 2, s.area),
	}
}

func (s *source) alert() *cap.Alert {
	a := &cap.Alert{
		Identifier: s.name(), Sender: s.name(), Sent: s.time(),
		Status:  pick(s, cap.StatusActual, cap.StatusExercise, cap.StatusSystem, cap.StatusTest, cap.StatusDraft),
		MsgType: pick(s, cap.MsgAlert, cap.MsgUpdate, cap.MsgCancel, cap.MsgAck, cap.MsgError), Source: maybe(s, s.text),
		Scope: pick(s, cap.ScopeRestricted, cap.ScopePrivate), Addresses: some(s, 1, 3, s.word),
		Codes: some(s, 0, 2, s.text), Note: s.text(), Incidents: some(s, 0, 2, s.word), Infos: some(s, 1, 3, s.info),
		References: some(s, 1, 3, func() cap.Reference {
			return cap.Reference{Sender: "earlier." + s.name(), Identifier: s.name(), Sent: s.time()}
		}),
	}
	if a.Scope == cap.ScopeRestricted {
		a.Restriction = s.text()
	}
	return a
}

// unchanged writes what each seed gives, reads it back, and says how many Encode
// refused.
func unchanged(t *testing.T, seeds uint64, one func(seed uint64) *cap.Alert) (written, refused int) {
	t.Helper()
	o := newOpinions(t)
	for seed := range seeds {
		a := one(seed)
		b, err := a.Encode()
		if err != nil {
			refused++
			continue
		}
		if back, vs := cap.Decode(b); back == nil || !reflect.DeepEqual(a, back) {
			t.Fatalf("seed %d: %v\ngot\n%+v\nwant\n%+v\n%s", seed, vs, back, a, b)
		}
		o.add(t, fmt.Sprintf("seed %d", seed), string(b), true)
	}
	o.compare(t)
	return len(o.names), refused
}

func TestGeneratedAlertsAreValidAndComeBackUnchanged(t *testing.T) {
	if _, refused := unchanged(t, 300, func(seed uint64) *cap.Alert { return newSource(seed).alert() }); refused > 0 {
		_, err := newSource(0).alert().Encode()
		t.Errorf("%d refused; the first: %v", refused, err)
	}
}

// What Encode does not refuse must be right, whatever it is given.
func TestWildAlertsAreRefusedOrComeBackUnchanged(t *testing.T) {
	written, refused := unchanged(t, 1500, func(seed uint64) *cap.Alert {
		s := newSource(seed)
		s.wild = true
		return s.alert()
	})
	if refused < 150 || written < 150 {
		t.Errorf("%d refused, %d written", refused, written)
	}
}
