package irix

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"forthwith/schema"
)

// reasons say why fields do not come through. A field without one is dropped for
// want of a place.
var reasons = []schema.LossReason{
	{Pointer: "/header/id", Kind: schema.LossNarrowed, Text: "the report has its ReportUUID, and the id in an annotation; whoever reads it gives the message an id of their own"},
	{Pointer: "/header/from", Kind: schema.LossNarrowed, Text: "it stands in an annotation, and the organisation that reports in its place; whoever reads it speaks for themselves"},
	{Pointer: "/header/desk", Kind: schema.LossDropped, Text: "a report names an organisation, and no desk"},
	{Pointer: "/header/releasedAt", Kind: schema.LossDropped, Text: "a report has only the time when it was made"},
	{Pointer: "/header/raised", Text: "a report does not say why it rings afresh; the next node compares it anew"},
	{Pointer: "/header/wanted", Text: "a report asks for no acknowledgement"},
	{Pointer: "/header/approvals", Text: "the persons who released a message are not named to readers of reports"},
	{Pointer: "/header/addressees", Text: "it is not known what the party is called in IRIX"},
	{Pointer: "/header/otherIds", Text: "IRIX has one name of an event for each organisation, which is a domain name"},
	{Pointer: "/header/sentElsewhere", Text: "a report does not say where else the same was given"},
	{Pointer: "/header/attachments/*", Kind: schema.LossDropped, Whole: true, Text: "a file is enclosed if its bytes are at hand"},
	{Pointer: "facility", Text: "IRIX has no place for it in a report that does not repeat the nature and time of the event"},
	{Pointer: "plant", Text: "IRIX has no place for it in a report that does not repeat the nature and time of the event"},
	{Pointer: "trend", Text: "IRIX has no place for it in a report that does not repeat the nature and time of the event"},
	{Pointer: "ines", Text: "a rating has a status in IRIX, always"},
	{Pointer: "area", Text: "IRIX has no shapes; they are written in words"},
	{Pointer: "areas", Text: "IRIX has a sector, a distance from the place of the event, or words"},
	{Pointer: "release/details/water", Text: "where air and water differ, IRIX can say but the graver"},
	{Pointer: "release/water", Text: "where air and water differ, IRIX can say but the graver"},
	{Pointer: "actual", Text: "where air and water differ, IRIX can say but the graver"},
	{Pointer: "future", Text: "where air and water differ, IRIX can say but the graver"},
	{Pointer: "nuclides", Text: "IRIX has an amount above zero of each nuclide, always; others are named in words"},
	{Pointer: "value", Kind: schema.LossNarrowed, Text: "it is in the one unit that IRIX has for it"},
	{Pointer: "unit", Kind: schema.LossNarrowed, Text: "it is in the one unit that IRIX has for it"},
	{Pointer: "qualifier", Text: "IRIX says of measured values only that they are bounds"},
	{Pointer: "uncertainty", Text: "IRIX has uncertainties of measured values only"},
	{Pointer: "aboveSea", Text: "a height belongs to coordinates"},
	{Pointer: "aboveGround", Text: "a height belongs to coordinates"},
	{Pointer: "offset", Text: "an offset has a direction in IRIX, always"},
	{Pointer: "results", Text: "a result has a value in IRIX, always, in one of its units"},
	{Pointer: "samples", Text: "a sample has a value in IRIX, always, in one of its units"},
	{Pointer: "food/details/samples", Kind: schema.LossNarrowed, Text: "samples of food stand among all others"},
	{Pointer: "food/samples", Kind: schema.LossNarrowed, Text: "samples of food stand among all others"},
	{Pointer: "validAt", Text: "items that share a section share its time"},
	{Pointer: "windSpeedFluctuation", Text: "a fluctuation is of a wind speed above zero"},
	{Pointer: "methodText", Text: "it belongs to a method"},
}

// losses is what of a report no message holds: what a report that is made of the
// message again does not give back.
func (r *importer) losses() (schema.Losses, error) {
	w := &exporter{
		header: r.header, report: new(Report), known: make(map[schema.ReportUUID]schema.MessageID), parties: make(map[OrganisationID]schema.Party),
		to: Export{Addressee: r.called, Report: r.uuid, File: r.file},
	}
	w.take(r.body(r.header.Kind)) // what its kind does not hold is lost
	for _, o := range r.report.Identification.Identifications.OrganisationContactInfo {
		if o.OrganisationID == r.report.Identification.OrganisationReporting {
			w.to.Organisation = o
		}
	}
	w.header.Attachments = slices.Clone(r.header.Attachments)
	if w.validAt = w.info.ValidAt; w.validAt == "" {
		w.validAt = w.header.CreatedAt
	}
	if err := w.sections(); err != nil {
		return nil, err
	}
	c := comparer{before: r.report, after: w.report}
	was, is := asWritten(r.report, r.ours()), asWritten(w.report, r.ours())
	if !r.ours() { // the others are what we say
		is.Annexes.Annotation = slices.DeleteFunc(is.Annexes.Annotation, func(a Annotation) bool {
			return was.Annexes == nil || !slices.ContainsFunc(was.Annexes.Annotation, func(b Annotation) bool { return a.Title == b.Title && a.Text == b.Text })
		})
	}
	c.compare("/Report", reflect.ValueOf(was).Elem(), reflect.ValueOf(is).Elem())
	return c.found, nil
}

// called, uuid and file are what the report itself says of its addressees, of
// earlier reports and of its files.
func (r *importer) called(p schema.Party) (OrganisationID, bool) {
	if a := r.report.Identification.Addressees; a != nil && r.in.Addressee != nil {
		for _, o := range a.Addressee {
			if q, ok := r.in.Addressee(o); ok && p == q {
				return o, true
			}
		}
	}
	return "", false
}

func (r *importer) uuid(id schema.MessageID) (schema.ReportUUID, bool) {
	ids := &r.report.Identification
	us := []schema.ReportUUID{ids.Follows, ids.Revokes}
	if x := r.report.Requests; x != nil {
		for _, a := range x.Response {
			for _, q := range a.RequestReference {
				us = append(us, q.RequestUUID)
			}
		}
	}
	for i, h := range []schema.MessageID{r.header.Follows, r.header.Revokes} {
		if h == id {
			return us[i], us[i] != ""
		}
	}
	if len(us) > 2 {
		return us[2], us[2] != ""
	}
	return "", false
}

func (r *importer) file(a schema.Attachment) ([]byte, bool) {
	for _, f := range r.report.Files() {
		if f.Digest == a.Digest {
			return f.Bytes, true
		}
	}
	return nil, false
}

// asWritten is a report in the shape in which we write it: one measurement in each
// dose rate, one country in each action, and no annotations but texts of ours.
func asWritten(r *Report, ours bool) *Report {
	x := *r
	x.Locations, x.Kept = nil, nil // places are compared where they are referred to
	if m := r.Measurements; m != nil {
		c := *m
		c.DoseRate = nil
		for _, d := range m.DoseRate {
			for _, y := range d.Measurements.Measurement {
				one := d
				one.Measurements.Measurement = []DoseRateMeasurement{y}
				c.DoseRate = append(c.DoseRate, one)
			}
		}
		x.Measurements = &c
	}
	if a := r.ResponseActions; a != nil && a.ProtectiveActions != nil {
		c, p := *a, *a.ProtectiveActions
		p.ProtectiveAction = nil
		for _, y := range a.ProtectiveActions.ProtectiveAction {
			countries := strings.Fields(string(y.CountriesAffected))
			for i := range max(1, len(countries)) {
				if len(countries) > 0 {
					y.CountriesAffected = Countries(countries[i])
				}
				p.ProtectiveAction = append(p.ProtectiveAction, y)
			}
		}
		c.ProtectiveActions = &p
		x.ResponseActions = &c
	}
	if a := r.Annexes; a != nil {
		c := *a
		c.Annotation = slices.DeleteFunc(slices.Clone(a.Annotation), func(y Annotation) bool { return ours && len(y.Extensions) > 0 })
		x.Annexes = &c
	}
	return &x
}

// comparer walks two reports.
type comparer struct {
	before, after *Report
	found         schema.Losses
}

func (c *comparer) compare(at string, was, is reflect.Value) {
	if was.IsZero() {
		return
	}
	if is.IsZero() {
		c.found.Add(schema.LossDropped, at, "%s", missed(at))
		return
	}
	switch x := was.Interface().(type) {
	case Location:
		y := is.Interface().(Location)
		if p, q := c.before.At(&x), c.after.At(&y); p != nil && q != nil {
			c.compare(at, reflect.ValueOf(*p), reflect.ValueOf(*q))
		}
		return
	case FreeText:
		if x.Text != is.Interface().(FreeText).Text {
			c.found.Add(schema.LossNarrowed, at, "the text is not the same")
		}
		return
	case Raw:
		return // of ours, which is no extension of others
	}
	switch was.Kind() {
	case reflect.Pointer:
		c.compare(at, was.Elem(), is.Elem())
	case reflect.Struct:
		c.fields(at, was, is)
	case reflect.Slice:
		c.list(at, was, is)
	default:
		if !same(was, is) {
			c.found.Add(schema.LossNarrowed, at, "%v is said in another way", was.Interface())
		}
	}
}

// missed says why an element has no place.
func missed(at string) string {
	switch {
	case strings.HasPrefix(at, "/Report/Identification/Identifications"), at == "/Report/Identification/ContactPerson":
		return "how persons and organisations are reached stands in the directory"
	case strings.HasPrefix(at, "/Report/Identification/Addressees"):
		return "it is not known for which party the organisation speaks"
	case strings.HasPrefix(at, "/Report/MedicalInformation"):
		return "a message says nothing of patients"
	case strings.HasPrefix(at, "/Report/Annexes/Signature"):
		return "it is over the report as it was read, which goes with the message as a file"
	}
	return "there is no place for it in a message"
}

func (c *comparer) fields(at string, was, is reflect.Value) {
	for i := range was.NumField() {
		f := was.Type().Field(i)
		switch {
		case !f.IsExported():
		case f.Anonymous:
			c.fields(at, was.Field(i), is.Field(i))
		default:
			c.compare(at+"/"+f.Name, was.Field(i), is.Field(i))
		}
	}
}

func (c *comparer) list(at string, was, is reflect.Value) {
	if single(was.Type()) {
		return // bytes, which go by their digest
	}
	for i := range was.Len() {
		place := at + "[" + strconv.Itoa(i+1) + "]"
		if i >= is.Len() {
			c.found.Add(schema.LossDropped, place, "%s", missed(place))
			continue
		}
		c.compare(place, was.Index(i), is.Index(i))
	}
}

// same compares numbers as numbers, as far as their last digits are exact.
func same(was, is reflect.Value) bool {
	if was.Equal(is) {
		return true
	}
	if was.Kind() != reflect.String {
		return false
	}
	x, err := strconv.ParseFloat(was.String(), 64)
	y, other := strconv.ParseFloat(is.String(), 64)
	return err == nil && other == nil && math.Abs(x-y) <= 1e-9*math.Abs(x)
}
