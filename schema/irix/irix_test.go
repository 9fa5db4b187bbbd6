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

// judge takes a report the whole way, as the desk does.
func judge(b []byte) (*schema.Notification, schema.Violations) {
	r, vs := irix.Decode(b)
	if r == nil {
		return nil, vs
	}
	n, lost := r.Notification()
	return n, append(vs, lost...)
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
		if r == nil {
			continue
		}
		n, vs := r.Notification()
		verdict = "none"
		if n != nil {
			verdict = "made"
			if vs := schema.Valid(n); len(vs) > 0 {
				t.Errorf("%s: the notification breaks rules of its fields: %v", f, vs)
			}
		}
		fmt.Fprintf(&got, "\tnotification %s error:%s warning:%s\n", verdict,
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

func TestReportIsReadFieldByField(t *testing.T) {
	place := &schema.Location{Name: "Exercise NPP", Latitude: ptr(56.1), Longitude: ptr(4.2), Country: "DK", Accuracy: "Exact Location"}
	minimal := &schema.Notification{
		Bases:    []schema.LegalBasis{schema.BasisArticle2},
		Nature:   schema.Nature{Type: "Nuclear Installation Event"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z", Estimated: true},
		Location: place,
	}
	full := *minimal
	full.Facility = &schema.Facility{
		Name: "Exercise NPP, Unit 2", Type: "Nuclear Power Plant", Reactor: "PWR",
		ElectricalPower: &schema.Quantity{Value: 900, Unit: "MW"}, Location: place,
	}
	full.Class = &schema.EmergencyClass{
		Class: "General Emergency", DeclaredAt: "2026-11-23T06:20:00Z", Basis: "Loss of coolant; core exit temperature rising.",
	}
	full.INES = &schema.INES{Level: "INES-5", Status: "Provisional"}
	full.Text = "Cause (assumed): large-break loss of coolant. Foreseeable development: core damage within 2 h."

	for _, tt := range []struct {
		file       string
		want       *schema.Notification
		notCarried []string
	}{
		{"valid/art2a-minimal.xml", minimal, nil},
		{"valid/art5-full.xml", &full, []string{"Release (line 37)", "Meteorology (line 62)", "ResponseActions (line 66)", "Measurements (line 72)", "Annexes (line 77)"}},
	} {
		r, vs := irix.Decode(fixture(t, tt.file))
		if r == nil {
			t.Fatalf("%s: %v", tt.file, vs)
		}
		var sections []string
		for _, v := range notify(r) {
			if v.Code == "section-not-carried" {
				name, _, _ := strings.Cut(v.Pointer, ":")
				sections = append(sections, v.Pointer[len(name)+len(": /Report/"):]+" ("+name+")")
			}
		}
		if !slices.Equal(sections, tt.notCarried) {
			t.Errorf("%s: not carried %q, want %q", tt.file, sections, tt.notCarried)
		}
		id := r.Identification
		if id.OrganisationReporting != "notify.nde.example" || id.DateAndTimeOfCreation != "2026-11-23T06:40:00Z" || id.ReportContext != schema.ContextExercise ||
			id.SequenceNumber != 1 || id.ReportUUID != "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f" || id.Follows != "" || id.Revokes != "" ||
			id.Confidentiality.Schema() != schema.ForAddressees ||
			!slices.Equal(id.Addressees.Addressee, []irix.OrganisationID{"iec.iaea.example", "cncan.nro.example"}) ||
			!slices.Equal(id.ReportingBases.ReportingBasis, []irix.Basis{irix.BasisConvention}) ||
			!slices.Equal(r.EventIDs(), []schema.OtherID{{Organisation: "notify.nde.example", ID: "NDE-2026-EX-004"}}) ||
			r.EventInformation.ValidAt != "2026-11-23T06:35:00Z" {
			t.Errorf("%s: identification read as %+v", tt.file, id)
		}
		got, vs := r.Notification()
		if vs.Err() != nil {
			t.Fatalf("%s: %v", tt.file, vs)
		}
		if !reflect.DeepEqual(got, tt.want) {
			g, _ := json.MarshalIndent(got, "", " ")
			w, _ := json.MarshalIndent(tt.want, "", " ")
			t.Errorf("%s: got\n%s\nwant\n%s", tt.file, g, w)
		}
	}
}

func notify(r *irix.Report) schema.Violations {
	_, vs := r.Notification()
	return vs
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
		code  string // of the violation that must be there, with its severity
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
		{"a country that is none", "art2a-minimal", []string{"<loc:Country>DK", "<loc:Country>UK"}, "error:country-unknown", nil},
		{"a country given to no State", "art2a-minimal", []string{"<loc:Country>DK", "<loc:Country>ZZ"}, "warning:country-user-assigned",
			func(n *schema.Notification) bool { return n.Location.Country == "ZZ" }},
		{"an event that is not estimated", "art2a-minimal", []string{` IsEstimate="Yes"`, ""}, "",
			func(n *schema.Notification) bool { return !n.Occurred.Estimated }},
		{"a national class in words", "art5-full", []string{"<event:EmergencyClass>General Emergency</event:EmergencyClass>", "<event:EmergencyClassDescription>Stufe 3</event:EmergencyClassDescription>"}, "",
			func(n *schema.Notification) bool { return n.Class.Class == "" && n.Class.National == "Stufe 3" }},
		{"an empty class", "art5-full", []string{"<event:EmergencyClass>General Emergency</event:EmergencyClass>", "<event:EmergencyClassDescription/>"}, "warning:empty",
			func(n *schema.Notification) bool { return n.Class == nil }},
		{"a facility and a reactor in words", "art5-full", []string{
			"<event:TypeOfObjectOrActivity>Nuclear Power Plant</event:TypeOfObjectOrActivity>", "<event:TypeOfObjectOrActivityDescription>Floating plant</event:TypeOfObjectOrActivityDescription>",
			"<event:TypeOfReactor>PWR</event:TypeOfReactor>", "<event:TypeOfReactorDescription>KLT-40S</event:TypeOfReactorDescription>"}, "",
			func(n *schema.Notification) bool {
				return n.Facility.Type == "Floating plant" && n.Facility.Reactor == "KLT-40S"
			}},
		{"an object without a name", "art5-full", []string{"<event:Name>Exercise NPP, Unit 2</event:Name>", "<event:Name> </event:Name>"}, "warning:empty",
			func(n *schema.Notification) bool { return n.Facility.Name == "Nuclear Power Plant" }},
		{"what has no field is named", "art5-full", nil, "warning:not-carried", func(n *schema.Notification) bool { return true }},
		{"a text longer than the field is not cut", "art5-full", []string{"Loss of coolant", strings.Repeat("ü", 2001)}, "error:too-long", nil},
		{"a name longer than the field is not cut", "art2a-minimal", []string{"<loc:Name>Exercise NPP", "<loc:Name>" + strings.Repeat("n", 256)}, "error:too-long", nil},
		{"an update says so", "art2a-minimal", []string{"<id:Confidentiality>", "<id:Follows>11111111-2222-4333-8444-555555555556</id:Follows><id:Confidentiality>"}, "warning:follows-earlier",
			func(n *schema.Notification) bool { return true }},
		{"a replacement says so", "art2a-minimal", []string{"<id:Confidentiality>", "<id:Revokes>11111111-2222-4333-8444-555555555556</id:Revokes><id:Confidentiality>"}, "warning:revokes-earlier",
			func(n *schema.Notification) bool { return true }},
		{"a report that follows itself, in other letters", "art2a-minimal", []string{"<id:Confidentiality>", "<id:Follows>7C1F0D4E-5A2B-4C3D-9E8F-0A1B2C3D4E5F</id:Follows><id:Confidentiality>"}, "error:refers-to-self", nil},
		{"an extension is named", "art2a-minimal", []string{"</id:Identifications>", `</id:Identifications><x:State xmlns:x="urn:x"><y xmlns="">1</y></x:State>`}, "warning:not-carried",
			func(n *schema.Notification) bool { return true }},
		{"a request is named as one", "art6-request", nil, "error:request-not-read", nil},
		{"a revocation is named as one", "revoke", nil, "error:revocation", nil},
		{"an identification alone notifies nothing", "identification-only", nil, "error:event-missing", nil},
	} {
		n, vs := judge(fixture(t, "valid/"+tt.file+".xml", tt.pairs...))
		if (n == nil) != (tt.check == nil) {
			t.Errorf("%s: notification %+v, %v", tt.name, n, vs)
			continue
		}
		if n != nil && !tt.check(n) {
			t.Errorf("%s: got %+v", tt.name, n)
		}
		sev, code, _ := strings.Cut(tt.code, ":")
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
	n, vs := judge(fixture(t, "valid/art5-full.xml", article, article+bs.String(), located, `<loc:Location ref="L2"/>`))
	if n != nil || len(vs) != 51 || !slices.Equal(codes(vs, schema.SeverityError), []string{"ref-dangling"}) {
		t.Errorf("%+v, %d violations: %.300v", n, len(vs), vs)
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
		n, vs := judge(fixture(t, "valid/art2a-minimal.xml", located, located+"<event:EventDescription>"+in+"</event:EventDescription>"))
		if n == nil || n.Text != want {
			t.Errorf("%s: got %+v, %v; want %q", in, n, vs, want)
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
