package irix

import (
	"slices"

	"forthwith/schema"
)

// bases are the reporting bases that IRIX suggests. Others are free text.
var bases = map[Basis]schema.LegalBasis{
	BasisConvention:    schema.BasisArticle2,
	BasisTransnational: schema.BasisTransnational,
	BasisEuratom:       schema.BasisEuratom,
}

// Notification is the report as an Art. 2(a) notification, and everything that
// hinders it or is lost on the way. It is nil if one of them is an error.
func (r *Report) Notification() (*schema.Notification, schema.Violations) {
	m := &mapping{report: r}
	m.sections()
	if r.EventInformation == nil {
		m.withoutEvent()
		return nil, m.found
	}
	n := m.event(r.EventInformation)
	id := &r.Identification
	if id.ReportingBases != nil {
		for _, b := range id.ReportingBases.ReportingBasis {
			if basis, ok := bases[b]; ok && !slices.Contains(n.Bases, basis) {
				n.Bases = append(n.Bases, basis)
			}
		}
	}
	if id.Follows != "" {
		m.warn("Identification/Follows", "follows-earlier", "the report follows %s; a notification opens an event, so check whether this is information on one", id.Follows)
	}
	if id.Revokes != "" {
		m.warn("Identification/Revokes", "revokes-earlier", "the report replaces %s; a notification does not, so check whether this is a correction", id.Revokes)
	}
	if m.found.Err() != nil {
		return nil, m.found
	}
	return n, m.found
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

// sections says which sections and extensions a notification does not carry.
func (m *mapping) sections() {
	r := m.report
	for _, s := range []struct {
		name  string
		there bool
	}{
		{"Release", r.Release != nil},
		{"Meteorology", r.Meteorology != nil},
		{"Consequences", r.Consequences != nil},
		{"ResponseActions", r.ResponseActions != nil},
		{"Measurements", r.Measurements != nil},
		{"MedicalInformation", r.MedicalInformation != nil},
		{"MediaInformation", r.MediaInformation != nil},
		{"Requests", r.Requests != nil},
		{"Annexes", r.Annexes != nil},
	} {
		if s.there {
			m.warn(s.name, "section-not-carried", "the section %s is not carried in a notification", s.name)
		}
	}
	if len(r.Identification.Extensions) > 0 {
		m.warn("Identification", "not-carried", "what another namespace adds is not carried in a notification")
	}
}

// withoutEvent says what a report is that has no EventInformation.
func (m *mapping) withoutEvent() {
	r, others := m.report, len(m.found)
	if len(r.Identification.Extensions) > 0 {
		others--
	}
	switch {
	case r.Identification.Revokes != "" && others == 0:
		m.fail("Identification/Revokes", "revocation", "", "this report revokes %s and says nothing else; use forthwith withdraw", r.Identification.Revokes)
	case r.Requests != nil && others == 1:
		m.fail("Requests", "request-not-read", "Art. 6", "this is a request (Art. 6) and no notification")
	default:
		m.fail("", "event-missing", "Art. 2(a)", "nothing to notify: section EventInformation is missing")
	}
}
