package irix_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"forthwith/schema"
	"forthwith/schema/irix"
	"forthwith/schema/schematest"
)

// What others send says by its sections which kind of message it is.
func TestKindOfAReportOfOthersFollowsFromWhatIsInIt(t *testing.T) {
	const (
		follows = "<id:Follows>11111111-2222-4333-8444-555555555556</id:Follows>"
		revokes = "<id:Revokes>11111111-2222-4333-8444-555555555556</id:Revokes>"
		handled = "<id:Confidentiality>"
	)
	for _, tt := range []struct {
		name, file string
		edit       []string
		wanted     schema.Kind
		kind       schema.Kind
		corrects   schema.Kind
	}{
		{"the first of an event", "valid/art2a-minimal.xml", nil, "", schema.KindNotification, ""},
		{"one that follows", "valid/art2a-minimal.xml", []string{handled, follows + handled}, "", schema.KindInformation, ""},
		{"one with all of Art. 5", "valid/art5-full.xml", nil, "", schema.KindInformation, ""},
		{"one that replaces", "valid/art2a-minimal.xml", []string{handled, revokes + handled}, "", schema.KindCorrection, schema.KindNotification},
		{"one that replaces much", "valid/art5-full.xml", []string{handled, revokes + handled}, "", schema.KindCorrection, schema.KindInformation},
		{"one that revokes and says nothing else", "valid/revoke.xml", nil, "", schema.KindWithdrawal, ""},
		{"a question", "valid/art6-request.xml", nil, "", schema.KindRequest, ""},
		{"all of Art. 5, to be a notification", "valid/art5-full.xml", nil, schema.KindNotification, schema.KindNotification, ""},
		{"the first of an event, to be information", "valid/art2a-minimal.xml", nil, schema.KindInformation, schema.KindInformation, ""},
		{"actions only, to be information", "valid-but-wrong/angle-360.xml", nil, schema.KindInformation, schema.KindInformation, ""},
		{"actions only, to be a notification", "valid-but-wrong/angle-360.xml", nil, schema.KindNotification, schema.KindMeasures, ""},
		{"one that follows, to be a notification", "valid/art2a-minimal.xml", []string{handled, follows + handled}, schema.KindNotification, schema.KindInformation, ""},
		{"one that replaces much, to be a notification", "valid/art5-full.xml", []string{handled, revokes + handled}, schema.KindNotification, schema.KindCorrection, schema.KindNotification},
		{"one that revokes, to be a notification", "valid/revoke.xml", nil, schema.KindNotification, schema.KindWithdrawal, ""},
		{"a question, to be information", "valid/art6-request.xml", nil, schema.KindInformation, schema.KindRequest, ""},
		{"actions only", "valid-but-wrong/angle-360.xml", nil, "", schema.KindMeasures, ""},
	} {
		r, vs := irix.Decode(fixture(t, tt.file, tt.edit...))
		if r == nil {
			t.Fatalf("%s: %v", tt.name, vs)
		}
		m, _, vs := irix.ToMessage(r, irix.Import{Kind: tt.wanted, Message: messageOf, Addressee: partyOf})
		if m == nil || m.Header.Kind != tt.kind || m.Body.Kind() != tt.kind {
			t.Errorf("%s: got %+v, %v", tt.name, m, vs)
			continue
		}
		if c, ok := m.Body.(*schema.Correction); ok && ((c.Notification != nil) != (tt.corrects == schema.KindNotification) || (c.Information != nil) != (tt.corrects == schema.KindInformation)) {
			t.Errorf("%s: corrects %+v", tt.name, c)
		}
		if h := m.Header; h.ReportUUID != r.Identification.ReportUUID || h.Workspace != schema.Exercise || h.Context != schema.ContextExercise ||
			len(h.SentElsewhere) != 1 || h.SentElsewhere[0].ID != "notify.nde.example "+string(h.ReportUUID) {
			t.Errorf("%s: %+v", tt.name, h)
		}
	}
}

// Whatever a report says, it is read or refused with a reason, and each loss names
// an element.
func TestRandomReportsBecomeMessagesOrSayWhyNot(t *testing.T) {
	messages := 0
	for seed := range uint64(150) {
		b, err := irix.Encode(irix.RandomReport(seed))
		if err != nil {
			t.Fatal(err)
		}
		r, _ := irix.Decode(b)
		m, losses, vs := irix.ToMessage(r, irix.Import{Message: messageOf, Addressee: partyOf})
		if (m == nil) != (vs.Err() != nil) {
			t.Fatalf("seed %d: %v, %v", seed, m, vs)
		}
		if m != nil {
			messages++
		}
		for _, l := range losses {
			if !strings.HasPrefix(l.Pointer, "/Report/") || l.Text == "" {
				t.Errorf("seed %d: %s", seed, l)
			}
		}
	}
	t.Logf("%d messages", messages)
	if messages < 10 {
		t.Errorf("only %d messages of 150 reports", messages)
	}
}

func TestNoReportPassesIntoAnotherWorld(t *testing.T) {
	r, _ := irix.Decode(fixture(t, "valid/art2a-minimal.xml"))
	for w, want := range map[schema.Workspace]string{schema.Exercise: "", schema.Live: "other-world"} {
		m, _, vs := irix.ToMessage(r, irix.Import{Workspace: w})
		if got := strings.Join(codes(vs, schema.SeverityError), ","); got != want || (m == nil) != (want != "") {
			t.Errorf("%s: %v, %q", w, m, got)
		}
	}
}

// The facts of Art. 5 come over from a report of others, field by field.
func TestFactsOfOthersComeOver(t *testing.T) {
	r, _ := irix.Decode(fixture(t, "valid/art5-full.xml"))
	m, losses, vs := irix.ToMessage(r, irix.Import{})
	if m == nil {
		t.Fatal(vs)
	}
	i := m.Body.(*schema.Information)
	a, d := i.Accident.Details, i.Monitoring.Details.DoseRates[0]
	if a.Location.Name != "Exercise NPP" || a.INES.Level != "INES-5" || i.Facility.Details.ElectricalPower.Value != 900 ||
		i.Release.Details.Air.Actual != "Has Occurred" || len(i.Conditions.Details.Meteorology) == 0 || len(i.Measures.Details.Actions) == 0 ||
		d.Radiation != "Gamma" || d.Value.Unit != "uSv/h" || i.ValidAt != "2026-11-23T06:35:00Z" {
		b, _ := schema.Canonical(m)
		t.Errorf("%s", b)
	}
	for _, l := range losses {
		if !strings.HasPrefix(l.Pointer, "/Report/Identification/") {
			t.Errorf("%s", l)
		}
	}
}

// What no message has a place for goes with it as a file, byte for byte, and stands
// in the report that is made of the message again.
func TestAnnexesOfOthersAreKeptAndComeBack(t *testing.T) {
	doc := fixture(t, "valid/art5-full.xml", "<annex:Annotation>", `<annex:Annotation><annex:Title>Of others</annex:Title><x:Y xmlns:x="urn:x"> <x:z/></x:Y><annex:Text>Kept.</annex:Text></annex:Annotation><annex:Annotation>`)
	r, vs := irix.Decode(doc)
	if r == nil {
		t.Fatal(vs)
	}
	files := r.Files()
	if len(files) == 0 || !bytes.Contains(files[len(files)-1].Bytes, []byte(`<x:Y xmlns:x="urn:x"> <x:z/></x:Y>`)) || files[len(files)-1].Digest != schema.NewDigest(files[len(files)-1].Bytes) {
		t.Fatalf("%+v", files)
	}
	m, _, vs := irix.ToMessage(r, irix.Import{})
	if m == nil || len(m.Header.Attachments) != len(files) {
		t.Fatalf("%v, %+v", vs, m)
	}
	sent := schematest.NewSource(1).Message(schema.KindInformation, schema.Exercise)
	sent.Body, sent.Header.Attachments = m.Body, m.Header.Attachments
	to := export()
	to.File = func(a schema.Attachment) ([]byte, bool) {
		i := slices.IndexFunc(files, func(f irix.File) bool { return f.Digest == a.Digest })
		return files[i].Bytes, i >= 0
	}
	again, _, err := irix.FromMessage(sent, to)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(again.Annexes.Annotation, func(a irix.Annotation) bool { return a.Title == "Of others" })
	if i < 0 || string(again.Annexes.Annotation[i].Extensions[0].Bytes) != `<x:Y xmlns:x="urn:x"> <x:z/></x:Y>` {
		t.Errorf("%+v", again.Annexes.Annotation)
	}
}

// A file whose bytes are at hand is enclosed, and is the same when it comes back.
func TestFilesAreEnclosed(t *testing.T) {
	m := schematest.NewSource(1).Message(schema.KindInformation, schema.Live)
	b := []byte("a plume")
	m.Header.Attachments = []schema.Attachment{
		{Name: "gone.png", MediaType: "image/png", Size: 3, Digest: schema.NewDigest([]byte("abc"))},
		{Name: "plume.png", MediaType: "image/png", Size: int64(len(b)), Digest: schema.NewDigest(b), Confidentiality: schema.ForPublic, Description: "It drifts.", Language: "en", Category: "Modelling Results - Plume Trajectory"},
	}
	r, out, losses := there(t, m)
	if !strings.Contains(string(out), base64.StdEncoding.EncodeToString(b)) {
		t.Errorf("%s", out)
	}
	back, _, vs := irix.ToMessage(r, irix.Import{})
	if back == nil || len(back.Header.Attachments) != 1 || back.Header.Attachments[0] != m.Header.Attachments[1] || !bytes.Equal(r.Files()[0].Bytes, b) {
		t.Errorf("%v, %+v", vs, back)
	}
	var named []string
	for _, l := range losses {
		if strings.HasPrefix(l.Pointer, "/header/attachments") {
			named = append(named, l.Pointer)
		}
	}
	if !slices.Equal(named, []string{"/header/attachments/0"}) {
		t.Errorf("%q", named)
	}
}

// A report may claim to be of ours and lie: it is refused or read, and harms nobody.
func TestFalseMarksAreRefused(t *testing.T) {
	_, b, _ := there(t, schematest.NewSource(1).Message(schema.KindWithdrawal, schema.Live))
	for _, tt := range []struct{ name, old, new, code string }{
		{"a kind there is not", `kind="withdrawal"`, `kind="decree"`, "kind-unknown"},
		{"a kind that it does not hold", `kind="withdrawal"`, `kind="reply"`, "kind-unknown"},
		{"a correction of nothing", `kind="withdrawal"`, `kind="correction"`, "kind-unknown"},
		{"a correction of a correction", `kind="withdrawal"`, `kind="correction" corrects="correction"`, "kind-unknown"},
		{"a termination of nothing", `kind="withdrawal"`, `kind="termination"`, "kind-unknown"},
		{"another's kind", `kind="withdrawal"`, `kind="directory"`, "kind-unknown"},
	} {
		r, vs := irix.Decode(bytes.Replace(b, []byte(tt.old), []byte(tt.new), 1))
		if r == nil {
			t.Fatalf("%s: %v", tt.name, vs)
		}
		m, _, vs := irix.ToMessage(r, irix.Import{})
		if got := codes(vs, schema.SeverityError); m != nil || !slices.Contains(got, tt.code) {
			t.Errorf("%s: %v, %v", tt.name, m, vs)
		}
	}
}

func TestWhatHasNoReportIsAnErrorThatSaysSo(t *testing.T) {
	m := func(k schema.Kind, change func(m *schema.Message, to *irix.Export)) string {
		x, to := schematest.NewSource(1).Message(k, schema.Live), export()
		change(x, &to)
		r, _, err := irix.FromMessage(x, to)
		if err == nil || r != nil {
			return "written"
		}
		return err.Error()
	}
	for _, tt := range []struct{ name, got, want string }{
		{"a draft", m(schema.KindNotification, func(m *schema.Message, _ *irix.Export) { m.Header.ReleasedAt = "" }), "release the message first"},
		{"one that is not valid", m(schema.KindNotification, func(m *schema.Message, _ *irix.Export) { m.Header.From = "xa" }), "/header/from"},
		{"a kind without a form", m(schema.KindAcknowledgement, func(*schema.Message, *irix.Export) {}), "a message of kind acknowledgement has no form in IRIX 1.0"},
		{"a withdrawal of what is not known", m(schema.KindWithdrawal, func(_ *schema.Message, to *irix.Export) { to.Report = nil }), "no report is known of the message"},
		{"a reply to what is not known", m(schema.KindReply, func(_ *schema.Message, to *irix.Export) { to.Report = nil }), "no report is known of the request"},
		{"an organisation that is none", m(schema.KindNotification, func(_ *schema.Message, to *irix.Export) { to.Organisation.OrganisationID = "xa example" }), "organisation-id"},
	} {
		if !strings.Contains(tt.got, tt.want) {
			t.Errorf("%s: got %q, want %q", tt.name, tt.got, tt.want)
		}
	}
}

// FuzzMapping holds random messages to what the mapping says: a report that is valid,
// read back as a message, and nothing lost in silence.
func FuzzMapping(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(seed), "In puffs.\nChemical form: no\x01; (2) x")
	}
	f.Fuzz(func(t *testing.T, seed uint64, kind uint8, text string) {
		if !utf8.ValidString(text) {
			return // no message has it
		}
		m := schematest.NewSource(seed).Message(carried[int(kind)%len(carried)], schema.Live)
		if n, ok := m.Body.(*schema.Notification); ok {
			n.Text, n.Nature.Description = text, text
			if n.Release != nil && n.Release.Air != nil {
				for i := range n.Release.Air.Phases {
					n.Release.Air.Phases[i].Text = text
				}
			}
		}
		if m.Validate(m.Header.ReleasedAt.Std()).Err() != nil {
			return
		}
		r, losses, err := irix.FromMessage(m, export())
		if err != nil {
			t.Fatal(err)
		}
		back, _, vs := irix.ToMessage(r, irix.Import{Message: messageOf, Addressee: partyOf})
		if back == nil {
			t.Fatal(vs)
		}
		missing, err := schematest.Unaccounted(m, back, losses)
		if err != nil || len(missing) > 0 {
			t.Fatalf("%v\n%s", err, strings.Join(missing, "\n"))
		}
	})
}

// The table in doc.go names each remark and each kind that is carried.
func TestMappingIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range carried {
		if !strings.Contains(string(doc), fmt.Sprintf("//\t%s ", k)) {
			t.Errorf("the kind %s is not in doc.go", k)
		}
	}
}
