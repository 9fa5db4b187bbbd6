package irix

import (
	"slices"

	"forthwith/schema"
)

// bases are the reporting bases that IRIX suggests. Others are free text.
var bases = map[string]schema.LegalBasis{
	"Convention on Early Notification of a Nuclear Accident, Article 2":         schema.BasisArticle2,
	`IAEA Safety Requirement GS-R-2, Notification of "Transnational Emergency"`: schema.BasisTransnational,
	"EU Council Decision 87/600/EURATOM":                                        schema.BasisEuratom,
}

// Notification is the report as an Art. 2(a) notification, and everything that
// is wrong with it or is lost on the way. It is nil if one of them is an error.
func (r *Report) Notification() (*schema.Notification, schema.Violations) {
	vs := slices.Clone(r.notes)
	e := r.Event
	if e == nil {
		vs = append(vs, r.withoutEvent())
	}
	if vs.Err() != nil {
		return nil, vs
	}
	n := &schema.Notification{
		Nature: e.Nature, Occurred: e.Occurred, Location: e.Location, Facility: e.Facility,
		Class: e.Class, INES: e.INES, Text: e.Description,
	}
	for _, b := range r.Bases {
		if basis, ok := bases[b]; ok && !slices.Contains(n.Bases, basis) {
			n.Bases = append(n.Bases, basis)
		}
	}
	if r.Follows != "" {
		vs = append(vs, r.earlier("Follows", "follows-earlier", "the report follows %s; a notification opens an event, so check whether this is information on one", r.Follows))
	}
	if r.Revokes != "" {
		vs = append(vs, r.earlier("Revokes", "revokes-earlier", "the report replaces %s; a notification does not, so check whether this is a correction", r.Revokes))
	}
	return n, vs
}

// withoutEvent says what a report is that has no EventInformation.
func (r *Report) withoutEvent() schema.Violation {
	content := 0
	for _, c := range r.root.children {
		if c.name != "Identification" && c.name != "Locations" {
			content++
		}
	}
	id := r.root.child("Identification")
	revokes, requests := id.child("Revokes"), r.root.child("Requests")
	switch {
	case revokes != nil && content == 0:
		return revokes.violation(schema.SeverityError, "revocation", "",
			"this report revokes %s and says nothing else; use forthwith withdraw", r.Revokes)
	case requests != nil && content == 1:
		return requests.violation(schema.SeverityError, "request-not-read", "Art. 6",
			"this is a request (Art. 6) and no notification; requests are not yet read")
	}
	return r.root.violation(schema.SeverityError, "event-missing", "Art. 2(a)",
		"nothing to notify: section EventInformation is missing")
}

func (r *Report) earlier(element, code, format string, id schema.ReportUUID) schema.Violation {
	return r.root.child("Identification").child(element).violation(schema.SeverityWarning, code, "", format, id)
}
