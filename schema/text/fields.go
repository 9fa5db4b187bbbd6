package text

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The tables say of the fields of documents what their types do not: which come
// first, which need no label, which name the thing they belong to. A field that
// stands in none of them is a line with its label.

// first lists the fields of a type in the order in which they are told, what rings
// first; those that it does not name follow as the type has them. On a page that
// is too small the last go first.
var first = map[string][]string{
	"Header":       {"exercise", "from", "desk", "addressees", "event", "revokes", "sequence", "releasedAt", "context", "raised", "wanted", "confidentiality", "approvals", "id", "follows", "sentElsewhere", "otherIds", "attachments", "language", "createdAt", "reportUuid"},
	"Notification": {"class", "nature", "occurred", "location", "release", "weather", "facility", "nextUpdateDue", "text"},
	"Accident":     {"class"},
	"Information":  {"nextUpdateDue", "summary", "accident", "release", "measures", "conditions", "prediction", "monitoring", "cause", "facility", "consequences", "food", "publicInformation", "validAt"},
	"Weather":      {"kind", "windFrom", "windSpeed", "precipitation", "precipitationForm", "from", "till"},
	"Measurement":  {"nextUpdateDue", "validAt", "ownFacilities", "origin"},
	"Measures":     {"nextUpdateDue", "validAt"},
	"Approval":     {"act", "name", "desk", "at"},
	"Result":       {"nuclide", "mixture", "value"},
	"Termination":  {"state", "at"},
}

// unsaid are fields that are told otherwise: in the headline, or not to persons.
var unsaid = set("Header.kind Header.workspace Approval.officer Header.language Item.availability Item.details Dissemination.envelope")

// unspoken are what nobody writes down by ear.
var unspoken = set("Header.reportUuid Attachment.mediaType Attachment.size Attachment.digest Dissemination.digest Acknowledgement.digest Presented.digest Directory.digest Directory.edition")

// unremarkable are fields that differ in every message, and are told where they
// stand.
var unremarkable = set(`Notification.validAt Information.validAt Measurement.validAt Measures.validAt Item.validAt
	Correction.reason Notification.nextUpdateDue Information.nextUpdateDue Measurement.nextUpdateDue Measures.nextUpdateDue Weather.from Weather.till Water.from Water.till
	DoseRate.from DoseRate.till Sample.from Sample.till Result.from Result.till`)

// silent are fields that say what they are.
var silent = set(`Nature.type Nature.description EmergencyClass.class INES.level INES.status
	Location.name Location.latitude Location.municipality Location.region Location.country Location.accuracy
	Area.country Area.name Area.circle Area.sector Area.polygon Area.text Facility.name Facility.type
	AirRelease.actual WaterRelease.actual AirPhase.occurrence WaterPhase.occurrence Cause.status
	ReleasedAmount.nuclide ReleasedAmount.mixture ReleasedAmount.activity SourceValue.nuclide SourceValue.mixture SourceValue.activity
	Result.nuclide Result.mixture Result.value Background.value DoseRate.radiation DoseRate.value Sample.type Offset.distance
	ProtectiveAction.type ProtectiveAction.status Projection.what Projection.occurrence Projection.value
	AffectedArea.occurrence AffectedArea.area AffectedArea.effect Casualties.type Casualties.number
	Weather.kind Water.kind Water.body OtherID.organisation OtherID.id SentElsewhere.system SentElsewhere.id SentElsewhere.at
	Approval.act Approval.name Approval.at Attachment.name Attachment.mediaType Attachment.size Wanted.rung
	Verification.state Verification.at Heat.significant Termination.state Request.type Linktest.form ExerciseAct.act`)

// identities are the fields that tell the elements of a list apart; they are never
// what changed.
var identities = map[string][]string{
	"ProtectiveAction": {"type"}, "ReleasedAmount": {"nuclide", "mixture"}, "SourceValue": {"nuclide", "mixture"},
	"Result": {"nuclide", "mixture"}, "Weather": {"kind"}, "Water": {"body", "kind"}, "DoseRate": {"radiation", "location"}, "Sample": {"type", "location"},
	"Projection": {"what", "area", "nuclide"}, "AffectedArea": {"effect", "area"}, "Casualties": {"type", "group"}, "Attachment": {"name"},
	"OtherID": {"organisation"}, "SentElsewhere": {"system"}, "WaterPhase": {"body", "occurrence"}, "AirPhase": {"occurrence"}, "Area": {"country", "name"},
}

// numbered are elements without a name of their own.
var numbered = map[string]key{"AirPhase": keyPhase, "WaterPhase": keyPhase, "Source": keySource}

// compact are lists that stand on one line.
var compact = set("Area Approval OtherID SentElsewhere")

// flat are groups that are told as if their fields were those of what they belong
// to.
var flat = set("Notification.release Correction.notification Correction.information Correction.measurement Correction.measures Measurement.monitoring Measures.measures")

// paths are where a field stands that other kinds of message have elsewhere: the
// same thing has one path, so that messages can be held against each other.
var paths = map[string]string{
	"Information.accident": "", "Notification.weather": "/conditions/meteorology",
	"Correction.notification": "", "Correction.information": "", "Correction.measurement": "", "Correction.measures": "",
	"Header.attachments": "/attachments",
}

// untold are the fields of which it is said why they are empty: unknown is never
// an empty line.
var untold = map[string]key{
	"Notification.class": keyNotYetAvailable, "Notification.location": keyNotYetAvailable, "Notification.release": keyNotYetAvailable,
	"Notification.weather": keyNotYetAvailable, "Notification.facility": keyNotYetAvailable, "Notification.nextUpdateDue": keyNotYetAvailable,
	"Information.accident": keyNotRepeated, "Information.facility": keyNotRepeated, "Information.cause": keyNotRepeated, "Information.release": keyNotRepeated,
	"Information.conditions": keyNotRepeated, "Information.monitoring": keyNotRepeated, "Information.measures": keyNotRepeated, "Information.prediction": keyNotRepeated,
	"ReleasedAmount.activity": keyAmountUnknown, "SourceValue.activity": keyAmountUnknown, "Result.value": keyAmountUnknown,
}

// kept are the fields of a notification that are never left out of its page.
var kept = set(`Header.from Header.addressees Header.event Header.exercise Header.revokes Header.releasedAt Header.id Header.approvals
	Notification.class Notification.nature Notification.occurred Notification.location Notification.release Notification.weather Notification.facility
	Notification.nextUpdateDue Notification.text Release.air Release.water`)

// inWords are the fields whose values may be IRIX's or a description.
var inWords = set(`Facility.type Facility.reactor ProtectiveAction.type AirPhase.route Weather.precipitationForm Casualties.type Casualties.group
	DoseRate.apparatus Result.apparatus Sample.treatment`)

func set(fields string) map[string]bool {
	m := make(map[string]bool)
	for _, f := range strings.Fields(fields) {
		m[f] = true
	}
	return m
}

// field is one field of a type of document.
type field struct {
	typ, name string
	index     int
	tag       reflect.StructTag
}

func (f field) id() string { return f.typ + "." + f.name }

// label is the key of the field's label; "" if it needs none.
func (f field) label(c *catalogue) key {
	if silent[f.id()] {
		return ""
	}
	if own := key("f." + f.id()); c.has(own) {
		return own
	}
	return key("f." + f.name)
}

// closed reports whether the field has a closed set of values.
func (f field) closed() bool { return strings.Contains(f.tag.Get("validate"), "oneof=") }

// long reports whether the field is for text of any length.
func (f field) long() bool {
	_, most, _ := strings.Cut(f.tag.Get("validate"), "max=")
	most, _, _ = strings.Cut(most, ",")
	n, err := strconv.Atoi(most)
	return err == nil && n >= 500 && f.id() != "Area.text" // which is a part of a line
}

// typeName is the name of a type of document; that of an Item has its parameter.
func typeName(t reflect.Type) string {
	name, _, _ := strings.Cut(t.Name(), "[")
	return name
}

// fieldsOf are the fields of a type in the order in which they are told.
func fieldsOf(t reflect.Type) []field {
	var fs []field
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		f := field{typeName(t), name, i, t.Field(i).Tag}
		if !unsaid[f.id()] {
			fs = append(fs, f)
		}
	}
	order := first[typeName(t)]
	at := func(f field) int {
		if i := slices.Index(order, f.name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortStableFunc(fs, func(a, b field) int { return at(a) - at(b) })
	return fs
}
