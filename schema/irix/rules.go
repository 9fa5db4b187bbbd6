package irix

import (
	"crypto/sha1"
	"encoding/hex"
	"fmt"
	"math"
	"strconv"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// ruled is a type with rules of our own, or of the XSDs on more than one of its
// fields. They are applied when its element has ended and its form is right.
type ruled interface {
	rules(*reader)
}

// failChild says what is wrong with a child of the element that has ended.
func (r *reader) failChild(child, code, article, format string, a ...any) {
	r.FaultAt(r.Place().Child(child), code, article, fmt.Sprintf(format, a...))
}

// warnChild says what is odd about one.
func (r *reader) warnChild(child, code, format string, a ...any) {
	r.warnAt(r.Place().Child(child), code, "", fmt.Sprintf(format, a...))
}

// once refuses a key that stands twice. What has no key is passed over.
func once[T any](r *reader, child string, all []T, key func(*T) string) {
	seen := make(map[string]bool, len(all))
	for i := range all {
		k := key(&all[i])
		if k != "" && seen[k] {
			r.failChild(child, "id-twice", articleIRIX, "%q stands here twice; each may stand once", xmlscan.Clip(k))
		}
		seen[k] = true
	}
}

func (id *Identification) rules(r *reader) {
	if id.Follows == id.ReportUUID {
		r.failChild("Follows", "refers-to-self", "", "the report names itself here; write the ReportUUID of the earlier report")
	}
	if id.Revokes == id.ReportUUID {
		r.failChild("Revokes", "refers-to-self", "", "the report names itself here; write the ReportUUID of the earlier report")
	}
	if id.Confidentiality == ForAddresseesOnly && id.Addressees == nil {
		r.warnChild("Confidentiality", "addressees-missing", "the report is for addressees only and names none; choose them with care")
	}
	organisations := id.Identifications.OrganisationContactInfo
	once(r, "Identifications", organisations, func(o *OrganisationContactInfo) string { return string(o.OrganisationID) })
	for i := range organisations {
		if organisations[i].OrganisationID == id.OrganisationReporting {
			return
		}
	}
	r.failChild("OrganisationReporting", "organisation-unknown", articleIRIX, "%s is not among the organisations in Identifications; add its OrganisationContactInfo", xmlscan.Clip(string(id.OrganisationReporting)))
}

func (e *EventIdentifications) rules(r *reader) {
	once(r, "EventIdentification", e.EventIdentification, func(x *EventIdentification) string { return string(x.Organisation) })
}

func (e *EventIdentification) rules(r *reader) {
	if e.ID == "" {
		r.warn("empty", "", "the event id is empty; ask for it")
	}
}

func (e *EventInformation) rules(r *reader) {
	if e.TypeOfEvent == EventOther && e.TypeOfEventDescription == "" {
		r.warnChild("TypeOfEventDescription", "not-described", "the event is of another type and it is not said which; ask what it is")
	}
}

func (l *Locations) rules(r *reader) {
	once(r, "Location", l.Location, func(x *ListedLocation) string { return string(x.ID) })
}

func (l *Location) rules(r *reader) {
	empty := l.Place == Place{}
	switch {
	case l.Ref == "" && empty:
		r.warn("empty", "", "the place is empty; ask where it is")
	case l.Ref != "" && !empty:
		r.warn("ref-with-content", "", "a place that refers to %s has no content of its own; what it holds does not count", xmlscan.Clip(string(l.Ref)))
	}
	if l.Ref != "" && !r.referred[l.Ref] {
		r.referred[l.Ref] = true
		r.refs = append(r.refs, reference{l.Ref, r.Place()})
	}
}

// reference is where the first place is that refers to another.
type reference struct {
	to LocationID
	at xmlscan.Place
}

// dangling refuses places that refer to none. It is known at the end: Locations
// come late.
func (r *reader) dangling() {
	if r.report.Locations != nil {
		for _, l := range r.report.Locations.Location {
			delete(r.referred, l.ID)
		}
	}
	for _, ref := range r.refs {
		if r.referred[ref.to] {
			r.FaultAt(ref.at, "ref-dangling", "", fmt.Sprintf("there is no Location with the id %q in Locations; add it", xmlscan.Clip(string(ref.to))))
		}
	}
}

func (c *GeographicCoordinates) rules(r *reader) {
	once(r, "Height", c.Height, func(h *Height) string { return string(h.Above) })
}

func (x *Release) rules(r *reader) {
	if x.ReleaseOccurrence == nil || x.ReleaseOccurrence.ActualRelease.Occurrence != ReleaseHasNotOccurred {
		return
	}
	actual := false
	if x.ReleaseToAir != nil {
		for _, p := range x.ReleaseToAir.ReleasePhases.ReleasePhase {
			actual = actual || p.Occurrence == PhaseActual
		}
	}
	if x.ReleaseToWater != nil {
		for _, p := range x.ReleaseToWater.ReleasePhases.ReleasePhase {
			actual = actual || p.Occurrence == PhaseActual
		}
	}
	if actual {
		r.warnChild("ReleaseOccurrence", "release-contradicts", "a release has not occurred, it says here, and a phase of one is Actual; ask which is true")
	}
}

func (f *RelativeIodineFractions) rules(r *reader) {
	if sum := Float64(f.Elementary) + Float64(f.Organic) + Float64(f.Aerosol); math.Abs(sum-100) > 0.5 {
		r.warn("iodine-fractions", "", "the fractions add up to %s %% and not to 100; ask what is missing", strconv.FormatFloat(sum, 'f', -1, 32))
	}
}

func (h *InversionHeightRange) rules(r *reader) {
	reversed(r, "UpperBoundary", h.LowerBoundary, h.UpperBoundary)
}

func (s *AreaSector) rules(r *reader) { reversed(r, "OuterRadius", s.InnerRadius, s.OuterRadius) }

func (d *SamplingDepth) rules(r *reader) { reversed(r, "MaxDepth", d.MinDepth, d.MaxDepth) }

// reversed warns of a range whose end is before its beginning.
func reversed(r *reader, child string, least, most NonNegative) {
	if least != "" && most != "" && Float64(most) < Float64(least) {
		r.warnChild(child, "range-reversed", "%s is less than %s; ask which is meant", most, least)
	}
}

func (t *TimeOfRelease) rules(r *reader)    { backwards(r, t.StartTime, t.EndTime) }
func (p *ValidForPeriod) rules(r *reader)   { backwards(r, p.StartTime, p.EndTime) }
func (p *Period) rules(r *reader)           { backwards(r, p.StartTime, p.EndTime) }
func (p *ProtectiveAction) rules(r *reader) { backwards(r, p.StartTime, p.EndTime) }

// backwards warns of an end before its beginning. The form of times sorts.
func backwards(r *reader, start, end schema.Time) {
	if start != "" && end != "" && end < start {
		r.warnChild("EndTime", "end-before-start", "it ends at %s, before it begins; ask which is meant", end)
	}
}

func (p *ProtectiveActions) rules(r *reader) {
	if p.ProtectiveActionsTakenOrPlanned == No && len(p.ProtectiveAction) > 0 {
		r.warnChild("ProtectiveActionsTakenOrPlanned", "actions-contradict", "no actions are taken or planned, it says here, and some are listed; ask which is true")
	}
}

func (m *DoseRateMeasurement) rules(r *reader) {
	if u := m.Value.Unit; u != UnitSvPerS && u != UnitGyPerS && u != UnitCountsPerSecond {
		r.warnChild("Value", "dose-rate-unit", "a dose rate is in Sv/s or Gy/s and not in %s; ask what is meant", u)
	}
}

func (p *PersonsDiagnosed) rules(r *reader) {
	once(r, "PersonDiagnosed", p.PersonDiagnosed, func(x *PersonDiagnosed) string { return x.Identity.Code })
}

func (id *Identity) rules(r *reader) {
	if id.Name != "" || id.Description != (FreeText{}) {
		r.Fault("patient-named", "", "a patient is named or described here; the Convention asks for no patients, so send codes alone or leave the section out")
	}
}

func (f *FileEnclosure) rules(r *reader) {
	if int64(f.FileSize) != int64(len(f.EnclosedObject)) {
		r.warnChild("FileSize", "file-size", "the file has %d bytes and not %d; ask for it again", len(f.EnclosedObject), f.FileSize)
	}
	if sum := sha1.Sum(f.EnclosedObject); f.FileHash != "" && string(f.FileHash) != hex.EncodeToString(sum[:]) {
		r.warnChild("FileHash", "file-hash", "the file has another SHA-1; ask for it again")
	}
}

func oddPhone(s string) finding {
	if s == "+" {
		return warning("phone-empty", "the number is only a +; ask for the number")
	}
	return finding{}
}

func oddCountry(s string) finding {
	if s == "00" {
		return finding{} // an international organisation
	}
	if _, err := schema.ParseParty(s); err != nil {
		return warning("country-unknown", err.Error())
	}
	if userAssigned(s) {
		return warning("country-user-assigned", s+" is given to no State by ISO 3166-1; check which is meant")
	}
	return finding{}
}

func oddCountries(s string) finding {
	for c := range strings.FieldsSeq(s) {
		if f := oddCountry(c); f.code != "" {
			return f
		}
	}
	return finding{}
}

// userAssigned reports whether ISO 3166-1 leaves a code to its users: AA, QM to
// QZ, XA to XZ, ZZ. XK is in general use.
func userAssigned(c string) bool {
	return c == "AA" || c == "ZZ" || c >= "QM" && c <= "QZ" || c >= "XA" && c <= "XZ" && c != "XK"
}

func oddBasis(s string) finding {
	switch Basis(s) {
	case BasisConvention, BasisTransnational, BasisEuratom:
		return finding{}
	}
	return warning("basis-unknown", strconv.Quote(xmlscan.Clip(s))+" is none of the bases that IRIX suggests; see which duty is meant")
}

func oddAngle(s string) finding {
	if Float64(Angle(s)) == 360 {
		return warning("angle-360", "360 degrees are written as 0")
	}
	return finding{}
}

func oddFloat(s string) finding {
	if x, err := strconv.ParseFloat(s, 32); err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return finding{schema.SeverityError, "not-finite", s + " is no finite number that 32 bits hold; write the value, or leave the element out"}
	}
	return finding{}
}
