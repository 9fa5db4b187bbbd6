package irix_test

import (
	"strings"
	"testing"

	"forthwith/schema/irix"
)

// The 15 things that the XSD lets through and that are plainly wrong, and what
// else we say that the XSD does not. Each is one edit of a good report.
func TestWhatTheSchemaLetsThroughHasACode(t *testing.T) {
	const (
		sector  = `<resp:InnerRadius Unit="m">0<`
		medical = `<medical:MedicalInformation xmlns:medical="http://www.iaea.org/2012/IRIX/Format/MedicalInformation" ValidAt="2026-11-23T06:35:00Z"><medical:PersonsDiagnosed><medical:PersonDiagnosed><medical:Identity><medical:Code>P1</medical:Code>`
		patient = `</medical:Identity></medical:PersonDiagnosed></medical:PersonsDiagnosed></medical:MedicalInformation>`
		file    = `<annex:FileEnclosure><annex:Title>t</annex:Title><annex:MimeType>text/plain</annex:MimeType><annex:FileSize>1</annex:FileSize><annex:EnclosedObject>YQ==</annex:EnclosedObject></annex:FileEnclosure>`
		places  = ` <loc:Locations>`
	)
	for _, tt := range []struct {
		name  string
		want  string // severity, code and the end of the path
		pairs []string
	}{
		{"a place that refers to none", "error ref-dangling EventInformation/Location", []string{located, `<loc:Location ref="L9"/>`}},
		{"an empty place", "warning empty EventInformation/Location", []string{located, `<loc:Location/>`}},
		{"iodine that does not add up", "warning iodine-fractions RelativeIodineFractions", []string{`<release:Aerosol Unit="%">65<`, `<release:Aerosol Unit="%">55<`}},
		{"a release that ends before it begins", "warning end-before-start TimeOfRelease/EndTime", []string{"<release:EndTime>2026-11-23T20:00:00Z", "<release:EndTime>2026-11-23T07:00:00Z"}},
		{"a country of no State", "warning country-user-assigned OrganisationContactInfo/Country", []string{"<base:Country>DK", "<base:Country>ZZ"}},
		{"a report that follows itself", "error refers-to-self Identification/Follows", []string{"<id:Confidentiality>", "<id:Follows>7C1F0D4E-5a2b-4c3d-9e8f-0a1b2c3d4e5f</id:Follows><id:Confidentiality>"}},
		{"a basis of its own", "warning basis-unknown ReportingBases/ReportingBasis", []string{article, "because"}},
		{"an infinite activity", "error not-finite NuclideRelease/Activity", []string{">8.0E13<", ">INF<"}},
		{"a value that is no number", "error not-finite Measurement/Value", []string{">410<", ">NaN<"}},
		{"addressees that are not named", "warning addressees-missing Identification/Confidentiality", []string{"<id:Addressees><id:Addressee>iec.iaea.example</id:Addressee><id:Addressee>cncan.nro.example</id:Addressee></id:Addressees>", ""}},
		{"a phone without digits", "warning phone-empty PersonContactInfo/PhoneNumber", []string{"+4512345678", "+"}},
		{"an angle of 360", "warning angle-360 LocationOffset/Direction", []string{`<loc:Direction Unit="DegreesFromNorth">110`, `<loc:Direction Unit="DegreesFromNorth">360`}},
		{"a script in a text", "warning markup-removed EventInformation/EventDescription", []string{"<html:p>Cause", "<html:script>alert(1)</html:script><html:p>Cause"}},
		{"no actions, and some listed", "warning actions-contradict ProtectiveActionsTakenOrPlanned", []string{"TakenOrPlanned>Yes", "TakenOrPlanned>No"}},
		{"no release, and a phase of one", "warning release-contradicts Release/ReleaseOccurrence", []string{"Occurrence>Has Occurred", "Occurrence>Has Not Occurred"}},

		{"a report that revokes itself", "error refers-to-self Identification/Revokes", []string{"<id:Confidentiality>", "<id:Revokes>7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f</id:Revokes><id:Confidentiality>"}},
		{"more than 32 bits hold", "error not-finite NuclideRelease/Activity", []string{">8.0E13<", ">1e39<"}},
		{"a number out of all bounds", "error not-finite Measurement/Value", []string{">410<", ">1e400<"}},
		{"a number of many digits", "error number Measurement/Value", []string{">410<", ">" + strings.Repeat("9", 1000) + "<"}},
		{"a country that is none", "warning country-unknown Location/Country", []string{"<loc:Country>DK", "<loc:Country>UK"}},
		{"a country affected that is none", "warning country-unknown ProtectiveAction/CountriesAffected", []string{"DK SE", "DK UK"}},
		{"a place that refers and has content", "warning ref-with-content EventInformation/Location", []string{located, `<loc:Location ref="L1"><loc:Name>Elsewhere</loc:Name></loc:Location>`}},
		{"an event without a name", "warning empty EventIdentifications/EventIdentification", []string{"NDE-2026-EX-004", ""}},
		{"an event of another type", "warning not-described EventInformation/TypeOfEventDescription", []string{"Nuclear Installation Event", "Other"}},
		{"a sector turned inside out", "warning range-reversed AreaSector/OuterRadius", []string{sector, `<resp:InnerRadius Unit="m">20000<`}},
		{"an action that ends before it begins", "warning end-before-start ProtectiveAction/EndTime", []string{"<resp:AreaSector>", "<resp:EndTime>2026-11-23T06:00:00Z</resp:EndTime><resp:AreaSector>"}},
		{"a dose rate of another kind", "warning dose-rate-unit Measurement/Value", []string{`Unit="Sv/s">3.3E-9`, `Unit="Bq">3.3E-9`}},
		{"a patient by name", "error patient-named PersonDiagnosed/Identity", []string{places, medical + "<medical:Name>A. B.</medical:Name>" + patient + places}},
		{"a patient described", "error patient-named PersonDiagnosed/Identity", []string{places, medical + "<medical:Description>the baker</medical:Description>" + patient + places}},
		{"a patient by code", "", []string{places, medical + patient + places}},
		{"a file of another size", "warning file-size FileEnclosure/FileSize", []string{"<annex:Annotation>", strings.Replace(file, ">1<", ">2<", 1) + "<annex:Annotation>"}},
		{"a file of another hash", "warning file-hash FileEnclosure/FileHash", []string{"<annex:Annotation>", strings.Replace(file, "<annex:EnclosedObject>", `<annex:FileHash Algorithm="SHA-1">da39a3ee5e6b4b0d3255bfef95601890afd80709</annex:FileHash><annex:EnclosedObject>`, 1) + "<annex:Annotation>"}},
		{"a file as it should be", "", []string{"<annex:Annotation>", strings.Replace(file, "<annex:EnclosedObject>", `<annex:FileHash Algorithm="SHA-1">86F7E437FAA5A7FCE15D1DDCB9EAEAEA377667B8</annex:FileHash><annex:EnclosedObject>`, 1) + "<annex:Annotation>"}},
		{"nothing", "", nil},
	} {
		doc := fixture(t, "valid/art5-full.xml", tt.pairs...)
		r, vs := irix.Decode(doc)
		got := ""
		for _, v := range vs {
			got = string(v.Severity) + " " + v.Code + " " + v.Pointer
		}
		severity, path, _ := strings.Cut(tt.want, " ")
		code, path, _ := strings.Cut(path, " ")
		if len(vs) > 1 || tt.want == "" && got != "" || !strings.HasPrefix(got, strings.TrimSpace(severity+" "+code)) || !strings.HasSuffix(got, path) || (r == nil) != (severity == "error") {
			t.Errorf("%s: got %v, want %q", tt.name, vs, tt.want)
		}
		if !strings.Contains(tt.want, "error number") { // xmllint takes any number of digits
			disagree(t, tt.name, string(doc), true)
		}
	}
}
