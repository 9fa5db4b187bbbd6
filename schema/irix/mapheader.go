package irix

import (
	"fmt"
	"slices"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// words of schema for the bases of IRIX, and of others for which IRIX suggests
// none.
var basisOf = map[schema.LegalBasis]Basis{
	schema.BasisArticle2:      BasisConvention,
	schema.BasisArticle3:      "Convention on Early Notification of a Nuclear Accident, Article 3",
	schema.BasisTransnational: BasisTransnational,
	schema.BasisEuratom:       BasisEuratom,
	schema.BasisBilateral:     "Bilateral arrangement",
}

var confidentialityOf = map[schema.Confidentiality]Confidentiality{
	schema.ForAddressees:  ForAddresseesOnly,
	schema.ForAuthorities: ForAuthorityOnly,
	schema.ForPublic:      FreeForPublic,
}

// identification says who reports, to whom, and which report it is.
func (w *exporter) identification() error {
	h := &w.header
	id := &w.report.Identification
	*id = Identification{
		OrganisationReporting: w.to.Organisation.OrganisationID, DateAndTimeOfCreation: h.CreatedAt, ReportContext: h.Context,
		SequenceNumber: Ordinal(h.Sequence), ReportUUID: h.ReportUUID, Follows: w.uuid(h.Follows), Revokes: w.uuid(h.Revokes),
		Confidentiality: confidentialityOf[h.Confidentiality],
		Identifications: Identifications{OrganisationContactInfo: []OrganisationContactInfo{w.to.Organisation}},
	}
	if h.Revokes != "" && id.Revokes == "" {
		return fmt.Errorf("no report is known of the message %s, which this %s is about; say which it went out as", h.Revokes, h.Kind)
	}
	if w.reply != nil && w.uuid(w.reply.Request) == "" {
		return fmt.Errorf("no report is known of the request %s, which this is the reply to; say which it came in as", w.reply.Request)
	}
	var to []OrganisationID
	for _, p := range h.Addressees {
		if w.to.Addressee == nil {
			break
		}
		if o, ok := w.to.Addressee(p); ok {
			to = append(to, o)
			w.parties[o] = p
		}
	}
	if to != nil {
		id.Addressees = &Addressees{to}
	}
	var bases []Basis
	for _, b := range w.info.Bases {
		bases = append(bases, basisOf[b])
	}
	if bases != nil {
		id.ReportingBases = &ReportingBases{bases}
	}
	w.eventIDs()
	return nil
}

// eventIDs names the event as we do, and as others do: one name for each.
func (w *exporter) eventIDs() {
	h := &w.header
	var ids []EventIdentification
	add := func(id string, o OrganisationID) {
		if id != "" && fits[OrganisationID](string(o)) && !slices.ContainsFunc(ids, func(e EventIdentification) bool { return e.Organisation == o }) {
			ids = append(ids, EventIdentification{plain(id), o})
		}
	}
	add(string(h.Event), w.to.Organisation.OrganisationID)
	for _, o := range h.OtherIDs {
		add(o.ID, OrganisationID(o.Organisation))
	}
	if ids != nil {
		w.report.Identification.EventIdentifications = &EventIdentifications{ids}
	}
}

// uuid is the report that a message went out as; "" if none is known.
func (w *exporter) uuid(id schema.MessageID) schema.ReportUUID {
	if id == "" || w.to.Report == nil {
		return ""
	}
	u, ok := w.to.Report(id)
	if !ok || u == w.header.ReportUUID {
		return ""
	}
	w.known[u] = id
	return u
}

// world keeps the two worlds apart.
func (r *importer) world() {
	id := &r.report.Identification
	h := &r.header
	h.Context, h.Workspace = id.ReportContext, schema.Live
	if h.Context == schema.ContextExercise {
		h.Workspace = schema.Exercise
	}
	if w := r.in.Workspace; w != "" && w != h.Workspace {
		r.fail("Identification/ReportContext", "other-world", "", "the report is of context %s and this is the %s workspace; no report passes into another world", h.Context, w)
	}
}

// kind is what the report does: said in one of ours, and seen in one of others.
func (r *importer) kind() {
	r.bases()
	r.header.Kind, r.corrects, r.info.ValidAt = r.from.Kind, r.from.Corrects, r.from.ValidAt
	if !r.ours() {
		r.header.Kind, r.info.ValidAt = r.foreign(), r.sinceWhen()
		if c := r.info.Cause.Details; c != nil {
			c.Status = "unknown" // there is a plant, and no word of a cause
		}
	}
	if r.request != nil && r.from.About != "" {
		r.request.About = r.from.About
	}
	if r.reply != nil && r.from.About != "" {
		r.reply.Request = r.from.About
	}
	if r.body(r.header.Kind) == nil {
		r.fail("Annexes", "kind-unknown", "", "the report says that it was made of a message of kind %q, which it does not hold", xmlscan.Clip(string(r.header.Kind)))
	}
}

// bases are those that have words here.
func (r *importer) bases() {
	bs := r.report.Identification.ReportingBases
	if bs == nil {
		return
	}
	for _, b := range bs.ReportingBasis {
		for native, words := range basisOf {
			if words == b && !slices.Contains(r.info.Bases, native) {
				r.info.Bases = append(r.info.Bases, native)
			}
		}
	}
}

// foreign is what a report of others does. Revokes is ambiguous in IRIX: revoked, or
// replaced; with sections it is the latter.
func (r *importer) foreign() schema.Kind {
	x, i := r.report, &r.info
	sections := x.EventInformation != nil || x.Release != nil || x.Meteorology != nil || x.Consequences != nil || x.ResponseActions != nil ||
		x.Measurements != nil || x.MediaInformation != nil
	was := schema.KindInformation
	switch {
	case x.EventInformation == nil && x.Release == nil && x.Meteorology == nil && x.Consequences == nil && x.ResponseActions == nil && x.Measurements != nil:
		was = schema.KindMeasurement
	case x.EventInformation == nil && x.Release == nil && x.Meteorology == nil && x.Consequences == nil && x.ResponseActions != nil:
		was = schema.KindMeasures
	case x.EventInformation != nil && x.Identification.Follows == "" && len(details(i.Conditions).Meteorology) < 2 &&
		x.Consequences == nil && x.ResponseActions == nil && x.Measurements == nil && x.MediaInformation == nil && i.Cause.Details == nil && i.Prediction.Details == nil:
		was = schema.KindNotification
	}
	was = r.wanted(was)
	switch {
	case !sections && x.Identification.Revokes != "":
		r.reason = "The report was revoked by its author, without a reason."
		return schema.KindWithdrawal
	case x.Identification.Revokes != "":
		r.reason, r.corrects = "The report was replaced by its author, without a reason.", was
		return schema.KindCorrection
	case sections:
		return was
	case r.request != nil:
		return schema.KindRequest
	case r.reply != nil:
		return schema.KindReply
	}
	r.fail("", "event-missing", "Art. 2(a)", "nothing to tell: the report has neither a section of an event nor a request")
	return was
}

// wanted is the kind that the caller would have of one that was seen, if it can be
// had.
func (r *importer) wanted(seen schema.Kind) schema.Kind {
	x := r.report
	switch {
	case r.in.Kind == schema.KindInformation:
		return schema.KindInformation
	case r.in.Kind == schema.KindNotification && x.EventInformation != nil && x.Identification.Follows == "":
		return schema.KindNotification
	}
	return seen
}

// thread is the header.
func (r *importer) thread() {
	id, h := &r.report.Identification, &r.header
	h.ID, h.ReportUUID, h.Sequence, h.CreatedAt = r.in.ID, id.ReportUUID, int(id.SequenceNumber), id.DateAndTimeOfCreation
	h.Confidentiality, h.Language = id.Confidentiality.Schema(), r.from.Language
	h.Event, h.Exercise = r.from.Event, r.from.Exercise
	if r.in.Event != "" {
		h.Event = r.in.Event
	}
	if r.in.Exercise != "" {
		h.Exercise = r.in.Exercise
	}
	h.Follows, h.Revokes = r.from.Follows, r.from.Revokes
	if !r.ours() {
		h.Follows, h.Revokes = r.message(id.Follows), r.message(id.Revokes)
	}
	h.Addressees = r.in.Addressees
	if id.Addressees != nil && h.Addressees == nil && r.in.Addressee != nil {
		for _, o := range id.Addressees.Addressee {
			if p, ok := r.in.Addressee(o); ok && !slices.Contains(h.Addressees, p) {
				h.Addressees = append(h.Addressees, p)
			}
		}
	}
	for _, o := range r.report.EventIDs() {
		if o.ID != string(h.Event) {
			h.OtherIDs = append(h.OtherIDs, o)
		}
	}
	for _, f := range r.report.Files() {
		h.Attachments = append(h.Attachments, f.Attachment)
	}
	h.SentElsewhere = []schema.SentElsewhere{{System: "IRIX", ID: strings.TrimSpace(string(id.OrganisationReporting) + " " + string(id.ReportUUID)), At: id.DateAndTimeOfCreation}}
	if len(h.SentElsewhere[0].ID) > 255 {
		h.SentElsewhere[0].ID = string(id.ReportUUID)
	}
}

// EventIDs are the names of the event with the organisations they are of.
func (r *Report) EventIDs() []schema.OtherID {
	var ids []schema.OtherID
	if r.Identification.EventIdentifications == nil {
		return nil
	}
	for _, e := range r.Identification.EventIdentifications.EventIdentification {
		if e.Organisation == "" {
			e.Organisation = r.Identification.OrganisationReporting
		}
		if e.ID != "" {
			ids = append(ids, schema.OtherID{Organisation: string(e.Organisation), ID: e.ID})
		}
	}
	return ids
}

// Schema is who may read it, in the words of schema; "" if it is not said.
func (c Confidentiality) Schema() schema.Confidentiality {
	switch c {
	case ForAddresseesOnly:
		return schema.ForAddressees
	case ForAuthorityOnly:
		return schema.ForAuthorities
	case FreeForPublic:
		return schema.ForPublic
	}
	return ""
}

// message is the one that a report went out as or was read into; "" if none is
// known.
func (r *importer) message(u schema.ReportUUID) schema.MessageID {
	if u == "" || r.in.Message == nil {
		return ""
	}
	id, _ := r.in.Message(u)
	return id
}

// draft is the message that was read.
func (r *importer) draft() *schema.Message {
	return &schema.Message{Header: r.header, Body: r.body(r.header.Kind)}
}
