package irix

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"forthwith/schema"
)

// Export is what a report needs to have and a message has not.
type Export struct {
	// Organisation is the one that reports, and how it is reached.
	Organisation OrganisationContactInfo
	// Addressee is what a party is called in IRIX. Nil knows none.
	Addressee func(schema.Party) (OrganisationID, bool)
	// Report is the report that an earlier message went out as, or came in as: of
	// ours, its ReportUUID. Nil knows none.
	Report func(schema.MessageID) (schema.ReportUUID, bool)
	// File gives the bytes of an attachment that is to be enclosed. Nil has none.
	File func(schema.Attachment) ([]byte, bool)
}

// Import is what a message needs to have and a report has not.
type Import struct {
	// Workspace is the world into which the report is read; if none is given, it is
	// the report's own. No report passes into another world.
	Workspace schema.Workspace
	// Kind is what a report of others is to be, where it may be more than one kind:
	// information, or of one that tells of an event and follows none a notification.
	// What it holds beside is lost, and named. Without it the kind is what is seen.
	Kind schema.Kind
	// ID is the id that the caller gives the message.
	ID schema.MessageID
	// Event and Exercise are what they are called here. Without them what a report
	// of ours says is taken.
	Event    schema.EventID
	Exercise schema.ExerciseID
	// Addressees are the parties to tell. Without them the report's are taken, as
	// far as Addressee knows them.
	Addressees []schema.Party
	// Addressee is the party that an organisation speaks for. Nil knows none.
	Addressee func(OrganisationID) (schema.Party, bool)
	// Message is the message that went out as an earlier report, or was read from
	// one. Nil knows none.
	Message func(schema.ReportUUID) (schema.MessageID, bool)
}

// ErrDraft is the answer to one who would make a report of a draft.
var ErrDraft = errors.New("a draft has no report: release the message first")

// exporter makes a report of a message.
type exporter struct {
	statement
	header   schema.Header
	digest   schema.Digest
	validAt  schema.Time // of sections whose items say nothing else
	to       Export
	report   *Report
	unlisted []int // the attachments that are not enclosed
	known    map[schema.ReportUUID]schema.MessageID
	parties  map[OrganisationID]schema.Party
}

// FromMessage is a message as a report, and what of it is lost. The message is a
// valid one that was released. The losses are found by reading the written report
// back, so that none goes unseen. The report is one that Encode writes.
func FromMessage(m *schema.Message, to Export) (*Report, schema.Losses, error) {
	w, err := newExporter(m, to)
	if err != nil {
		return nil, nil, err
	}
	b, err := Encode(w.report)
	if err != nil {
		return nil, nil, fmt.Errorf("the report would not be valid: %w", err)
	}
	r, vs := Decode(b)
	if r == nil {
		return nil, nil, vs
	}
	losses, err := w.lostIn(m, r)
	return r, losses, err
}

func newExporter(m *schema.Message, to Export) (*exporter, error) {
	h := m.Header
	if h.ID == "" || h.ReleasedAt == "" || h.ReportUUID == "" {
		return nil, ErrDraft
	}
	if err := m.Validate(h.ReleasedAt.Std()).Err(); err != nil {
		return nil, fmt.Errorf("only a valid message has a report: %w", err)
	}
	w := &exporter{header: h, to: to, report: new(Report), known: make(map[schema.ReportUUID]schema.MessageID), parties: make(map[OrganisationID]schema.Party)}
	if !w.take(m.Body) {
		return nil, fmt.Errorf("a message of kind %s has no form in IRIX 1.0, which has reports, requests and responses only", h.Kind)
	}
	payload, err := schema.Canonical(m)
	if err != nil {
		return nil, err
	}
	e := schema.Envelope{PayloadType: schema.PayloadType(h.Workspace, string(h.Kind)), Payload: payload}
	w.digest = e.Digest()
	if w.validAt = w.info.ValidAt; w.validAt == "" {
		w.validAt = h.CreatedAt
	}
	return w, w.sections()
}

// sections writes all of the report.
func (w *exporter) sections() error {
	if err := w.identification(); err != nil {
		return err
	}
	for _, section := range []func(){w.event, w.release, w.weather, w.consequences, w.measures, w.measurements, w.media, w.questions, w.remark, w.enclose} {
		section()
	}
	return nil
}

// validAt is the first time that an item of a section says, or that of the message.
func validAt(otherwise schema.Time, items ...schema.Time) schema.Time {
	for _, t := range items {
		if t != "" {
			return t
		}
	}
	return otherwise
}

// lostIn is what of a message is lost in a report: what the report does not give
// back.
func (w *exporter) lostIn(m *schema.Message, r *Report) (schema.Losses, error) {
	in := Import{
		Message:   func(u schema.ReportUUID) (schema.MessageID, bool) { id, ok := w.known[u]; return id, ok },
		Addressee: func(o OrganisationID) (schema.Party, bool) { p, ok := w.parties[o]; return p, ok },
	}
	u := newImporter(r, in)
	if err := u.found.Err(); err != nil {
		return nil, err
	}
	came := u.draft()
	for _, i := range w.unlisted {
		at := min(i, len(came.Header.Attachments))
		came.Header.Attachments = slices.Insert(came.Header.Attachments, at, schema.Attachment{})
	}
	return schema.LostIn(m, came, reasons)
}

// importer makes a message of a report.
type importer struct {
	statement
	report *Report
	in     Import
	from   mark // of a report of ours
	header schema.Header
	found  schema.Violations
}

// ToMessage is a report as a message, and what of it is lost. It is a draft: who
// speaks, times of release and approvals are the desk's, and so is the id where none
// is given. What no section of a message holds is named in the losses by the path of
// its element. The message is nil if a violation is an error.
func ToMessage(r *Report, in Import) (*schema.Message, schema.Losses, schema.Violations) {
	u := newImporter(r, in)
	if u.found.Err() != nil {
		return nil, nil, u.found
	}
	m := u.draft()
	for _, v := range m.FieldViolations() {
		if !strings.HasPrefix(v.Pointer, "/header/") || v.Code != "required" && !desks[v.Pointer] {
			u.found = append(u.found, v)
		}
	}
	if u.found.Err() != nil {
		return nil, nil, u.found
	}
	losses, err := u.losses()
	if err != nil {
		u.fail("", "not-mapped", "", "%v", err)
		return nil, nil, u.found
	}
	return m, losses, u.found
}

// desks are the fields that a desk fills in, which need not be there.
var desks = map[string]bool{"/header/id": true, "/header/sequence": true, "/header/addressees": true, "/header/from": true, "/header/releasedAt": true, "/header/language": true}

func newImporter(r *Report, in Import) *importer {
	u := &importer{report: r, in: in, from: r.mark()}
	u.world()
	for _, section := range []func(){u.event, u.release, u.weather, u.consequences, u.measures, u.measurements, u.media, u.questions, u.remark, u.kind, u.thread} {
		section()
	}
	return u
}

func (r *importer) warn(path, code, format string, a ...any) {
	r.add(path, schema.SeverityWarning, code, "", fmt.Sprintf(format, a...))
}

func (r *importer) fail(path, code, article, format string, a ...any) {
	r.add(path, schema.SeverityError, code, article, fmt.Sprintf(format, a...))
}

func (r *importer) add(path string, s schema.Severity, code, article, text string) {
	v := schema.Violation{Code: code, Pointer: r.report.place(path), Article: article, Severity: s, Text: text}
	if !slices.Contains(r.found, v) {
		r.found = append(r.found, v)
	}
}

// own is the time of a section, where it is another than that of the message.
func (r *importer) own(t schema.Time) schema.Time {
	base := r.from.ValidAt
	switch {
	case base != "":
	case r.ours():
		base = r.report.Identification.DateAndTimeOfCreation
	default:
		base = r.sinceWhen()
	}
	if t == base {
		return ""
	}
	return t
}

// sinceWhen is the time of a message made of a report of others: that of the first
// section.
func (r *importer) sinceWhen() schema.Time {
	x := r.report
	switch {
	case x.EventInformation != nil:
		return x.EventInformation.ValidAt
	case x.Release != nil:
		return x.Release.ValidAt
	case x.Meteorology != nil:
		return x.Meteorology.ValidAt
	case x.Measurements != nil:
		return x.Measurements.ValidAt
	case x.ResponseActions != nil:
		return x.ResponseActions.ValidAt
	}
	return x.Identification.DateAndTimeOfCreation
}

// fits reports whether s is a value of the type.
func fits[T ~string](s string) bool { return valueOf(reflect.TypeFor[T]()).ok(s) }
