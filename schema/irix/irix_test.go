package irix_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/irix"
)

var update = flag.Bool("update", false, "write testdata/verdicts.txt anew")

// notify takes a report the whole way, as a desk that would have a notification of it
// does.
func notify(b []byte) (*schema.Message, schema.Losses, schema.Violations) {
	r, vs := irix.Decode(b)
	if r == nil {
		return nil, nil, vs
	}
	m, losses, more := irix.ToMessage(r, irix.Import{Kind: schema.KindNotification})
	return m, losses, append(vs, more...)
}

func codes(vs schema.Violations, s schema.Severity) []string {
	var cs []string
	for _, v := range vs {
		if v.Severity == s && !slices.Contains(cs, v.Code) {
			cs = append(cs, v.Code)
		}
	}
	return cs
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// fixture is a file of testdata with strings replaced, each of which must be there.
func fixture(t *testing.T, file string, pairs ...string) []byte {
	t.Helper()
	s := string(read(t, filepath.Join("testdata", file)))
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(s, pairs[i]) {
			t.Fatalf("%s does not contain %q", file, pairs[i])
		}
		s = strings.Replace(s, pairs[i], pairs[i+1], 1)
	}
	return []byte(s)
}

func TestFixturesHaveTheirRecordedVerdict(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.xml")
	if err != nil || len(files) != 28 {
		t.Fatalf("%d fixtures, %v", len(files), err)
	}
	var got strings.Builder
	for _, f := range files {
		r, vs := irix.Decode(read(t, f))
		name, _ := filepath.Rel("testdata", f)
		verdict := "refused"
		if r != nil {
			verdict = "read"
		}
		fmt.Fprintf(&got, "%s %s error:%s warning:%s\n", filepath.ToSlash(name), verdict,
			strings.Join(codes(vs, schema.SeverityError), ","), strings.Join(codes(vs, schema.SeverityWarning), ","))
	}
	if *update {
		if err := os.WriteFile("testdata/verdicts.txt", []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := string(read(t, "testdata/verdicts.txt")); got.String() != want {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want)
	}
}

func ptr[T any](x T) *T { return &x }

// A report of others that holds more than a notification becomes one where that is
// wanted, and what is left out is named.
func TestReportIsReadFieldByField(t *testing.T) {
	place := &schema.Location{
		Name: "Exercise NPP", Municipality: "Exercise", Latitude: ptr(56.1), Longitude: ptr(4.2), AboveSea: &schema.Quantity{Value: 4, Unit: "m"},
		Country: "DK", Accuracy: "Exact Location",
	}
	minimal := &schema.Notification{
		Bases:    []schema.LegalBasis{schema.BasisArticle2},
		ValidAt:  "2026-11-23T06:35:00Z",
		Nature:   schema.Nature{Type: "Nuclear Installation Event"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
		Location: place,
	}
	full := *minimal
	full.Facility = &schema.Facility{
		Name: "Exercise NPP, Unit 2", Type: "Nuclear Power Plant", Reactor: "PWR",
		ThermalPower: &schema.Quantity{Value: 2785, Unit: "MW"}, ElectricalPower: &schema.Quantity{Value: 900, Unit: "MW"}, Location: place,
	}
	full.Class = &schema.EmergencyClass{
		Class: "General Emergency", DeclaredAt: "2026-11-23T06:20:00Z", Basis: "Loss of coolant; core exit temperature rising.",
	}
	full.INES = &schema.INES{Level: "INES-5", Status: "Provisional"}
	full.Text = "Cause (assumed): large-break loss of coolant. Foreseeable development: core damage within 2 h."

	for _, tt := range []struct {
		file string
		want *schema.Notification
		lost []string
	}{
		{"valid/art2a-minimal.xml", minimal, nil},
		{"valid/art5-full.xml", &full, []string{
			"/Report/EventInformation/PlantStatus", "/Report/Release/ReleaseToAir/ReleasePhases/ReleasePhase[2]", "/Report/Release/ReleaseToWater", "/Report/Meteorology/ValidAt", "/Report/Meteorology/MeteoRecord[2]", "/Report/ResponseActions", "/Report/Measurements",
		}},
	} {
		m, losses, vs := notify(fixture(t, tt.file))
		if m == nil {
			t.Fatalf("%s: %v", tt.file, vs)
		}
		var lost []string
		for _, l := range losses {
			if !strings.HasPrefix(l.Pointer, "/Report/Identification/") {
				lost = append(lost, l.Pointer)
			}
		}
		if !slices.Equal(lost, tt.lost) {
			t.Errorf("%s: lost %q, want %q", tt.file, lost, tt.lost)
		}
		h := m.Header
		if h.Kind != schema.KindNotification || h.Context != schema.ContextExercise || h.Workspace != schema.Exercise || h.CreatedAt != "2026-11-23T06:40:00Z" ||
			h.ReportUUID != "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f" || h.Confidentiality != schema.ForAddressees || h.Addressees != nil ||
			!slices.Equal(h.OtherIDs, []schema.OtherID{{Organisation: "notify.nde.example", ID: "NDE-2026-EX-004"}}) {
			t.Errorf("%s: header read as %+v", tt.file, h)
		}
		got := m.Body.(*schema.Notification)
		if (got.Release != nil) != (tt.want == &full) || (got.Weather != nil) != (tt.want == &full) {
			t.Errorf("%s: release %+v, weather %+v", tt.file, got.Release, got.Weather)
		}
		got.Release, got.Weather = nil, nil // TestFactsOfOthersComeOver reads them
		if !reflect.DeepEqual(got, tt.want) {
			g, _ := json.MarshalIndent(got, "", " ")
			w, _ := json.MarshalIndent(tt.want, "", " ")
			t.Errorf("%s: got\n%s\nwant\n%s", tt.file, g, w)
		}
	}
}

const (
	open    = `<irix:Report version="1.0" `
	located = `<loc:Location ref="L1"/>`
	contact = `<id:ContactPerson>duty.officer@notify.nde.example</id:ContactPerson>`
	event   = `<event:TypeOfEvent>Nuclear Installation Event</event:TypeOfEvent>`
	moment  = `<event:DateAndTimeOfEvent IsEstimate="Yes">2026-11-23T05:58:00Z</event:DateAndTimeOfEvent>`
	article = `Convention on Early Notification of a Nuclear Accident, Article 2`
)

func TestMeaningIsMappedAndLossIsSaid(t *testing.T) {
	for _, tt := range []struct {
		name  string
		file  string
		pairs []string
		code  string // of the violation that must be there, with its severity, or what is lost
		check func(n *schema.Notification) bool
	}{
		{"the basis of a transnational emergency", "art2a-minimal", []string{article, `IAEA Safety Requirement GS-R-2, Notification of "Transnational Emergency"`}, "",
			func(n *schema.Notification) bool {
				return slices.Equal(n.Bases, []schema.LegalBasis{schema.BasisTransnational})
			}},
		{"the basis of ECURIE, and one twice", "art2a-minimal", []string{"<id:ReportingBasis>" + article, "<id:ReportingBasis>EU Council Decision\n 87/600/EURATOM</id:ReportingBasis><id:ReportingBasis>EU Council Decision 87/600/EURATOM"}, "",
			func(n *schema.Notification) bool {
				return slices.Equal(n.Bases, []schema.LegalBasis{schema.BasisEuratom})
			}},
		{"another basis is named and not carried", "art2a-minimal", []string{article, "ESD"}, "warning:basis-unknown",
			func(n *schema.Notification) bool { return n.Bases == nil }},
		{"a place that points nowhere", "art2a-minimal", []string{located, `<loc:Location ref="L2"/>`}, "error:ref-dangling", nil},
		{"a place that points and has content", "art2a-minimal", []string{located, `<loc:Location ref="L1"><loc:Name>Elsewhere</loc:Name></loc:Location>`}, "warning:ref-with-content",
			func(n *schema.Notification) bool { return n.Location.Name == "Exercise NPP" }},
		{"a place in place", "art2a-minimal", []string{located, `<loc:Location><loc:Name> Port
			of Exercise</loc:Name><loc:Country>SE</loc:Country></loc:Location>`}, "",
			func(n *schema.Notification) bool {
				return reflect.DeepEqual(n.Location, &schema.Location{Name: "Port of Exercise", Country: "SE"})
			}},
		{"the place of the object stands in for an empty one", "art5-full", []string{located, `<loc:Location/>`}, "warning:location-of-object",
			func(n *schema.Notification) bool { return n.Location != nil && n.Location.Name == "Exercise NPP" }},
		{"an empty place is no place", "art2a-minimal", []string{located, `<loc:Location/>`}, "warning:empty",
			func(n *schema.Notification) bool { return n.Location == nil }},
		{"a country that is none", "art2a-minimal", []string{"<loc:Country>DK", "<loc:Country>UK"}, "error:state", nil},
		{"a country given to no State", "art2a-minimal", []string{"<loc:Country>DK", "<loc:Country>ZZ"}, "warning:country-user-assigned",
			func(n *schema.Notification) bool { return n.Location.Country == "ZZ" }},
		{"an event that is not estimated", "art2a-minimal", []string{` IsEstimate="Yes"`, ""}, "",
			func(n *schema.Notification) bool { return !n.Occurred.Estimated }},
		{"a national class in words", "art5-full", []string{"<event:EmergencyClass>General Emergency</event:EmergencyClass>", "<event:EmergencyClassDescription>Stufe 3</event:EmergencyClassDescription>"}, "",
			func(n *schema.Notification) bool { return n.Class.Class == "" && n.Class.National == "Stufe 3" }},
		{"an empty class", "art5-full", []string{"<event:EmergencyClass>General Emergency</event:EmergencyClass>", "<event:EmergencyClassDescription/>"}, "lost:/Report/EventInformation/EmergencyClassification",
			func(n *schema.Notification) bool { return n.Class == nil }},
		{"a facility and a reactor in words", "art5-full", []string{
			"<event:TypeOfObjectOrActivity>Nuclear Power Plant</event:TypeOfObjectOrActivity>", "<event:TypeOfObjectOrActivityDescription>Floating plant</event:TypeOfObjectOrActivityDescription>",
			"<event:TypeOfReactor>PWR</event:TypeOfReactor>", "<event:TypeOfReactorDescription>KLT-40S</event:TypeOfReactorDescription>"}, "",
			func(n *schema.Notification) bool {
				return n.Facility.Type == "Floating plant" && n.Facility.Reactor == "KLT-40S"
			}},
		{"an object without a name", "art5-full", []string{"<event:Name>Exercise NPP, Unit 2</event:Name>", "<event:Name> </event:Name>"}, "warning:empty",
			func(n *schema.Notification) bool { return n.Facility.Name == "Nuclear Power Plant" }},
		{"a text longer than the field is not cut", "art5-full", []string{"Loss of coolant", strings.Repeat("ü", 2001)}, "error:range", nil},
		{"a name longer than the field is not cut", "art2a-minimal", []string{"<loc:Name>Exercise NPP", "<loc:Name>" + strings.Repeat("n", 256)}, "error:range", nil},
		{"a report that follows itself, in other letters", "art2a-minimal", []string{"<id:Confidentiality>", "<id:Follows>7C1F0D4E-5A2B-4C3D-9E8F-0A1B2C3D4E5F</id:Follows><id:Confidentiality>"}, "error:refers-to-self", nil},
		{"an extension is named", "art2a-minimal", []string{"</id:Identifications>", `</id:Identifications><x:State xmlns:x="urn:x"><y xmlns="">1</y></x:State>`}, "lost:/Report/Identification/Extensions",
			func(n *schema.Notification) bool { return true }},
		{"an identification alone notifies nothing", "identification-only", nil, "error:event-missing", nil},
	} {
		m, losses, vs := notify(fixture(t, "valid/"+tt.file+".xml", tt.pairs...))
		if (m == nil) != (tt.check == nil) {
			t.Errorf("%s: message %+v, %v", tt.name, m, vs)
			continue
		}
		var n *schema.Notification
		if m != nil {
			n = m.Body.(*schema.Notification)
		}
		if n != nil && !tt.check(n) {
			t.Errorf("%s: got %+v", tt.name, n)
		}
		sev, code, _ := strings.Cut(tt.code, ":")
		if sev == "lost" {
			if !slices.ContainsFunc(losses, func(l schema.Loss) bool { return strings.HasPrefix(l.Pointer, code) }) {
				t.Errorf("%s: no loss of %s in %v", tt.name, code, losses)
			}
			continue
		}
		if tt.code != "" && !slices.Contains(codes(vs, schema.Severity(sev)), code) {
			t.Errorf("%s: no %s in %v", tt.name, tt.code, vs)
		}
	}
}

func TestManyWarningsAreCutOffAndErrorsAreNot(t *testing.T) {
	var bs strings.Builder
	for i := range 100 {
		fmt.Fprintf(&bs, "</id:ReportingBasis><id:ReportingBasis>basis %d", i)
	}
	m, _, vs := notify(fixture(t, "valid/art5-full.xml", article, article+bs.String(), located, `<loc:Location ref="L2"/>`))
	if m != nil || len(vs) != 51 || !slices.Equal(codes(vs, schema.SeverityError), []string{"ref-dangling"}) {
		t.Errorf("%+v, %d violations: %.300v", m, len(vs), vs)
	}
	if got := codes(vs, schema.SeverityWarning); !slices.Equal(got, []string{"basis-unknown", "too-many-faults"}) {
		t.Errorf("warnings %q", got)
	}
}

func TestFreeTextBecomesPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"plain  text\n   over lines": "plain text over lines",
		`<html:p>One.</html:p><html:p>Two,
			<html:b>bold</html:b>er.</html:p>`: "One.\nTwo, bolder.",
		`a<html:br/>b<html:ul><html:li>c</html:li><html:li>d</html:li></html:ul>e`:                           "a\nb\nc\nd\ne",
		`<html:table><html:tr><html:td>I-131</html:td><html:td>5</html:td></html:tr></html:table>`:           "I-131 5",
		`<html:script>alert(1)</html:script><html:p onclick="x()">Safe &lt;b&gt; &amp; sound</html:p>`:       "Safe <b> & sound",
		`<html:p><html:style>p{}</html:style><![CDATA[<i>kept as text</i>]]></html:p>`:                       "<i>kept as text</i>",
		`<html:div><m:math xmlns:m="http://www.w3.org/1998/Math/MathML"><m:mi>x</m:mi></m:math></html:div>y`: "x\ny",
	} {
		m, _, vs := notify(fixture(t, "valid/art2a-minimal.xml", located, located+"<event:EventDescription>"+in+"</event:EventDescription>"))
		if m == nil || m.Body.(*schema.Notification).Text != want {
			t.Errorf("%s: got %+v, %v; want %q", in, m, vs, want)
		}
	}
}

func TestSeveralFaultsAreSaidAtOnce(t *testing.T) {
	_, vs := irix.Decode(fixture(t, "valid/art2a-minimal.xml",
		"<id:ReportContext>Exercise", "<id:ReportContext>Drill",
		"Nuclear Installation Event", "Nuclear Accident",
		moment, "",
		"<loc:Latitude>56.1", "<loc:Latitude>156.1"))
	want := []string{
		"line 6: /Report/Identification/ReportContext not-in-list",
		"line 20: /Report/EventInformation/TypeOfEvent not-in-list",
		"line 19: /Report/EventInformation/DateAndTimeOfEvent element-missing",
		"line 24: /Report/Locations/Location/GeographicCoordinates/Latitude number",
	}
	var got []string
	for _, v := range vs {
		got = append(got, v.Pointer+" "+v.Code)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if vs[1].Article != "Art. 2(a)" || vs[0].Article != "IRIX 1.0" {
		t.Errorf("articles: %v", vs)
	}
}
