package irix_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

func TestWhatIRIXHasNoPlaceForIsNotWritten(t *testing.T) {
	type R = irix.Report
	for _, tt := range []struct {
		name, want string // code and place
		change     func(*R)
	}{
		{"no organisation", "organisation-id /Report/Identification/OrganisationReporting", func(r *R) { r.Identification.OrganisationReporting = "" }},
		{"a UUID of version 7", "uuid /Report/Identification/ReportUUID", func(r *R) { r.Identification.ReportUUID = "0199c7a2-0000-7000-8000-0123456789ab" }},
		{"a word of no list", "not-in-list /Report/EventInformation/TypeOfEvent", func(r *R) { r.EventInformation.TypeOfEvent = "Accident" }},
		{"a time with a fraction", "time /Report/EventInformation/DateAndTimeOfEvent", func(r *R) { r.EventInformation.DateAndTimeOfEvent.At = "2026-11-23T06:40:00.5Z" }},
		{"no time of validity", "time /Report/EventInformation", func(r *R) { r.EventInformation.ValidAt = "" }},
		{"both of a choice", "element-twice /Report/EventInformation/EmergencyClassification/EmergencyClassDescription",
			func(r *R) { r.EventInformation.EmergencyClassification.EmergencyClassDescription = "Stufe 3" }},
		{"a group without its members", "element-missing /Report/EventInformation/ObjectInvolved/SourceCharacteristics/Source",
			func(r *R) { r.EventInformation.ObjectInvolved.SourceCharacteristics = &irix.SourceCharacteristics{} }},
		{"a description without its method", "element-missing /Report/Consequences/NumbersOfCasualties/NumberOfCasualties/MethodOfDetermination", func(r *R) {
			r.Consequences = &irix.Consequences{ValidAt: "2026-11-23T06:35:00Z", NumbersOfCasualties: &irix.NumbersOfCasualties{
				NumberOfCasualties: []irix.NumberOfCasualties{{CasualtyType: irix.CasualtyExposed, MethodOfDeterminationDescription: "by hand"}}}}
		}},
		{"three heights", "element-twice /Report/Locations/Location/GeographicCoordinates/Height", func(r *R) {
			h := &r.Locations.Location[0].GeographicCoordinates.Height
			*h = append(*h, (*h)[0], (*h)[0])
		}},
		{"an exponent where there is none", "number /Report/EventInformation/ObjectInvolved/ReactorCharacteristics/ThermalPower",
			func(r *R) { r.EventInformation.ObjectInvolved.ReactorCharacteristics.ThermalPower = "2.8E3" }},
		{"a number that is none", "not-finite /Report/Measurements/Sample/Measurements/Measurement/Value",
			func(r *R) { r.Measurements.Sample[0].Measurements.Measurement[0].Value.Number = "NaN" }},
		{"a place that is not there", "ref-dangling /Report/EventInformation/Location", func(r *R) { r.EventInformation.Location.Ref = "L9" }},
		{"a name too long", "too-long /Report/EventInformation/TypeOfEventDescription",
			func(r *R) { r.EventInformation.TypeOfEventDescription = strings.Repeat("x", 256) }},
		{"a character that XML has not", "encoding /Report/EventInformation/ObjectInvolved/Name", func(r *R) { r.EventInformation.ObjectInvolved.Name = "a\x01b" }},
		{"bytes that are no text", "encoding /Report/EventInformation/ObjectInvolved/Name", func(r *R) { r.EventInformation.ObjectInvolved.Name = "\xff" }},
		{"a script in a text", "markup-removed /Report/EventInformation/EventDescription",
			func(r *R) { r.EventInformation.EventDescription.XHTML = "<html:script>x</html:script>" }},
		{"a text that breaks out", "markup-removed /Report/EventInformation/EventDescription",
			func(r *R) {
				r.EventInformation.EventDescription.XHTML = "x</event:EventDescription><event:EventDescription>y"
			}},
		{"a text with a prefix of its own", "markup-removed /Report/EventInformation/EventDescription",
			func(r *R) {
				r.EventInformation.EventDescription.XHTML = `<p xmlns="http://www.w3.org/1999/xhtml">x</p>`
			}},
		{"an extension that is two", "not-well-formed /Report/Identification", func(r *R) { r.Identification.Extensions = []irix.Raw{{Bytes: []byte("<x xmlns='u'/><x xmlns='u'/>")}} }},
		{"an extension that breaks out", "not-well-formed /Report/Identification", func(r *R) {
			r.Identification.Extensions = []irix.Raw{{Bytes: []byte("<x xmlns='u'/></id:Identification><id:Identification>")}}
		}},
		{"an extension with a comment before it", "not-well-formed /Report/Identification", func(r *R) { r.Identification.Extensions = []irix.Raw{{Bytes: []byte("<!-- --><x xmlns='u'/>")}} }},
		{"an extension without a namespace", "unknown-element /Report/Identification/x", func(r *R) { r.Identification.Extensions = []irix.Raw{{Bytes: []byte("<x/>")}} }},
		{"an extension with a prefix of nobody", "not-well-formed /Report/Identification", func(r *R) { r.Identification.Extensions = []irix.Raw{{Bytes: []byte("<x:x/>")}} }},
		{"a signature", "signature /Report/Annexes/Signature", func(r *R) { r.Annexes.Signature = []irix.Raw{{}} }},
		{"a section that is none", "unknown-element /Report/Kept[1]", func(r *R) { r.Kept = []irix.Raw{{Bytes: []byte("<x/>")}} }},
		{"a section that is there", "element-twice /Report/Kept[1]", func(r *R) {
			raw, _ := r.Section("Annexes")
			r.Kept = []irix.Raw{raw}
		}},
		{"a section kept that is wrong", "attribute-missing /Report/MediaInformation", func(r *R) {
			r.Kept = []irix.Raw{{Bytes: []byte(`<m:MediaInformation xmlns:m="http://www.iaea.org/2012/IRIX/Format/MediaInformation"/>`)}}
		}},
		{"a patient by name", "patient-named /Report/MedicalInformation/PersonsDiagnosed/PersonDiagnosed/Identity", func(r *R) {
			r.MedicalInformation = &irix.MedicalInformation{ValidAt: "2026-11-23T06:35:00Z", PersonsDiagnosed: &irix.PersonsDiagnosed{
				PersonDiagnosed: []irix.PersonDiagnosed{{Identity: irix.Identity{Code: "P1", Name: "A. B."}}}}}
		}},
		{"a file larger than a report", "oversized /", func(r *R) {
			r.Annexes.FileEnclosure = []irix.FileEnclosure{{Title: "t", MimeType: "m", EnclosedObject: make([]byte, irix.MaxReport)}}
		}},
	} {
		r, vs := irix.Decode(fixture(t, "valid/art5-full.xml"))
		if r == nil {
			t.Fatal(vs)
		}
		tt.change(r)
		b, err := irix.Encode(r)
		if b != nil || !errors.As(err, &vs) || vs.Errors() != len(vs) {
			t.Errorf("%s: written: %t, %v", tt.name, b != nil, err)
			continue
		}
		var got []string
		for _, v := range vs {
			got = append(got, v.Code+" "+v.Pointer)
		}
		if !slices.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestAListHasTheValuesOfTheSchema(t *testing.T) {
	b, err := os.ReadFile(filepath.Join(data(), "irix", "codelists", "irix-1.0-enumerations.json"))
	if err != nil {
		t.Logf("no code lists (FORTHWITH_DATA): %v", err)
		return
	}
	var official map[string][]string
	if err := json.Unmarshal(b, &official); err != nil {
		t.Fatal(err)
	}
	ours := irix.Lists()
	for name, want := range official {
		found := false
		for _, got := range ours {
			found = found || slices.Equal(got, want)
		}
		if !found && name != "ReportIdentification.ReportingBasisType" { // suggestions, not a list
			t.Errorf("no list of ours is %s", name)
		}
	}
	if len(ours) != 50 {
		t.Errorf("%d lists", len(ours))
	}
}

func TestTextIsCleanedWhenItIsRead(t *testing.T) {
	for _, tt := range []struct{ name, in, xhtml, plain, gone string }{
		{"layout stays", `<html:p class="x">One <html:em>two</html:em></html:p>`, `<html:p>One <html:em>two</html:em></html:p>`, "One two", "@class"},
		{"a link stays", `<html:a href="HTTPS://example.org/?a&amp;b" target="_blank">x</html:a>`, `<html:a href="HTTPS://example.org/?a&amp;b">x</html:a>`, "x", "@target"},
		{"a link that acts goes", `<html:a href="javascript:alert(1)">x</html:a>`, `<html:a>x</html:a>`, "x", "@href"},
		{"a link that hides its scheme goes", "<html:a href=\"java&#10;script:alert(1)\">x</html:a>", `<html:a>x</html:a>`, "x", "@href"},
		{"a handler goes", `<html:td onclick="x()" colspan="2">5</html:td>`, `<html:td colspan="2">5</html:td>`, "5", "@onclick"},
		{"what acts goes with all it holds", `a<html:script>x<html:p>y</html:p></html:script><html:iframe src="http://e.example"/><html:object><html:p>z</html:p></html:object>b`, "ab", "ab", "script, iframe, object"},
		{"an image goes", `<html:img src="http://e.example/track.png" alt="x"/>t`, "t", "t", "img"},
		{"tags of others go, their text stays", `<html:div><svg xmlns="http://www.w3.org/2000/svg" onload="x()"><text>label</text></svg></html:div>`, `<html:div>label</html:div>`, "label", "svg, text"},
		{"an attribute of another namespace goes", `<html:p xmlns:x="urn:x" x:href="javascript:1" xml:lang="en">t</html:p>`, `<html:p>t</html:p>`, "t", "@href, @lang"},
		{"text that looks like markup stays text", `&lt;script&gt;<![CDATA[<b onclick="x">]]>`, `&lt;script&gt;&lt;b onclick=&quot;x&quot;&gt;`, `<script><b onclick="x">`, ""},
		{"other prefixes become ours", `<p xmlns="http://www.w3.org/1999/xhtml">t<br/>u</p>`, `<html:p>t<html:br/>u</html:p>`, "t\nu", ""},
		{"what is empty says nothing", " <!-- x --> ", "", "", ""},
	} {
		doc := fixture(t, "valid/art2a-minimal.xml", located, located+"<event:EventDescription>"+tt.in+"</event:EventDescription>")
		r, vs := irix.Decode(doc)
		if r == nil {
			t.Errorf("%s: %v", tt.name, vs)
			continue
		}
		got := r.EventInformation.EventDescription
		gone := ""
		for _, v := range vs {
			gone, _, _ = strings.Cut(v.Text, ": left out")
			if v.Code != "markup-removed" || v.Severity != schema.SeverityWarning {
				t.Errorf("%s: %v", tt.name, v)
			}
		}
		if got.XHTML != tt.xhtml || got.Text != tt.plain || gone != tt.gone {
			t.Errorf("%s: got %+v without %q", tt.name, got, gone)
		}
	}
	f := irix.NewFreeText("One <b> & two.\n\n Three.")
	if f.XHTML != "<html:p>One &lt;b&gt; &amp; two.</html:p><html:p>Three.</html:p>" || f.Text != "One <b> & two.\nThree." {
		t.Errorf("got %+v", f)
	}
}
