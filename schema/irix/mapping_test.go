package irix_test

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"forthwith/schema"
	"forthwith/schema/irix"
	"forthwith/schema/schematest"
)

// carried are the kinds that have a form in IRIX.
var carried = []schema.Kind{schema.KindNotification, schema.KindInformation, schema.KindCorrection, schema.KindWithdrawal, schema.KindReinstatement,
	schema.KindTermination, schema.KindMeasurement, schema.KindMeasures, schema.KindRequest, schema.KindReply}

func everyCarried(seeds uint64, f func(name string, m *schema.Message)) {
	for seed := range seeds {
		s := schematest.NewSource(seed)
		s.Full = seed%4 == 0
		for _, k := range carried {
			for _, w := range schema.Workspaces {
				f(fmt.Sprintf("seed %d: %s in %s", seed, k, w), s.Message(k, w))
			}
		}
	}
}

// Reports of earlier messages, in these tests, differ from them in the version of
// their UUIDs.
func reportOf(id schema.MessageID) (schema.ReportUUID, bool) {
	return schema.ReportUUID(id[:14] + "4" + id[15:]), true
}

func messageOf(u schema.ReportUUID) (schema.MessageID, bool) {
	return schema.MessageID(u[:14] + "7" + u[15:]), true
}

func organisationOf(p schema.Party) (irix.OrganisationID, bool) {
	return irix.OrganisationID(strings.ToLower(string(p)) + ".example"), true
}

func partyOf(o irix.OrganisationID) (schema.Party, bool) {
	name, _ := strings.CutSuffix(string(o), ".example")
	p, err := schema.ParseParty(strings.ToUpper(name))
	return p, err == nil
}

func export() irix.Export {
	return irix.Export{
		Organisation: irix.OrganisationContactInfo{Name: "Arvania, National Warning Point", OrganisationID: "xa.example", Country: "XA"},
		Addressee:    organisationOf, Report: reportOf,
		File: func(a schema.Attachment) ([]byte, bool) {
			b, ok := files[a.Digest]
			return b, ok
		},
	}
}

var files = map[schema.Digest][]byte{schema.NewDigest([]byte("a plume")): []byte("a plume")}

// there writes a message as a report, and reads the XML.
func there(t *testing.T, m *schema.Message) (*irix.Report, []byte, schema.Losses) {
	t.Helper()
	r, losses, err := irix.FromMessage(m, export())
	if err != nil {
		t.Fatalf("%s: %v", m.Header.Kind, err)
	}
	b, err := irix.Encode(r)
	if err != nil {
		t.Fatalf("%s: %v", m.Header.Kind, err)
	}
	read, vs := irix.Decode(b)
	if read == nil {
		t.Fatalf("%v\n%s", vs, b)
	}
	return read, b, losses
}

func TestNothingOfAMessageIsLostInSilence(t *testing.T) {
	var docs [][]byte
	var names []string
	everyCarried(12, func(name string, m *schema.Message) {
		r, b, losses := there(t, m)
		docs, names = append(docs, b), append(names, name)
		back, _, vs := irix.ToMessage(r, irix.Import{Message: messageOf, Addressee: partyOf})
		if back == nil {
			t.Fatalf("%s: %v\n%s", name, vs, b)
		}
		missing, err := schematest.Unaccounted(m, back, losses)
		if err != nil || len(missing) > 0 {
			t.Errorf("%s: %v\n%s", name, err, strings.Join(missing, "\n"))
		}
		// What comes back says what it says: a desk can send it.
		h := m.Header
		h.Attachments, h.SentElsewhere = back.Header.Attachments, back.Header.SentElsewhere
		again := &schema.Message{Header: h, Body: back.Body}
		if err := again.Validate(h.ReleasedAt.Std()).Err(); err != nil {
			t.Errorf("%s: what comes back is not valid: %v", name, err)
		}
	})
	for i, valid := range lint(t, docs) {
		if !valid {
			t.Errorf("%s: xmllint refuses\n%.3000s", names[i], docs[i])
		}
	}
}

// What is carried is recorded: a field that is dropped by mistake is reported as
// lost, and shows here.
func TestWhatIsCarriedIsRecorded(t *testing.T) {
	carried := make(map[string]bool)
	index := regexp.MustCompile(`/[0-9]+(/|$)`)
	everyCarried(16, func(_ string, m *schema.Message) {
		_, _, losses := there(t, m)
		leaves, err := schematest.Leaves(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range leaves {
			if !slices.ContainsFunc(losses, func(l schema.Loss) bool { return at == l.Pointer || strings.HasPrefix(at, l.Pointer+"/") }) {
				carried[string(m.Header.Kind)+" "+index.ReplaceAllString(at, "/*$1")] = true
			}
		}
	})
	golden(t, "testdata/carried.txt", []byte(strings.Join(slices.Sorted(maps.Keys(carried)), "\n")+"\n"))
}

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := read(t, name); !bytes.Equal(got, want) {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}

// The sample event as reports, with what is lost of each message.
func TestTheSampleEventIsWrittenAsRecorded(t *testing.T) {
	names, err := filepath.Glob("../testdata/event/*.yaml")
	if err != nil || len(names) != 8 {
		t.Fatalf("%q, %v", names, err)
	}
	var docs [][]byte
	for _, f := range names {
		j, err := yaml.YAMLToJSON(read(t, f))
		if err != nil {
			t.Fatal(err)
		}
		m, vs := schema.ParseMessage(j)
		if m == nil {
			t.Fatalf("%s: %v", f, vs)
		}
		_, b, losses := there(t, m)
		docs = append(docs, b)
		name := "testdata/written/event/" + strings.TrimSuffix(filepath.Base(f), ".yaml")
		golden(t, name+".xml", b)
		var text strings.Builder
		for _, l := range losses {
			fmt.Fprintln(&text, l)
		}
		golden(t, name+".losses.txt", []byte(text.String()))
	}
	for i, valid := range lint(t, docs) {
		if !valid {
			t.Errorf("%s: xmllint refuses", names[i])
		}
	}
}

// What is expressible comes back equal, and being written again is the same
// report.
func TestWhatCameThroughOnceComesThroughUnchanged(t *testing.T) {
	everyCarried(8, func(name string, m *schema.Message) {
		first, _, _ := there(t, m)
		in := irix.Import{ID: m.Header.ID, Message: messageOf, Addressee: partyOf}
		back, _, vs := irix.ToMessage(first, in)
		if back == nil {
			t.Fatalf("%s: %v", name, vs)
		}
		h := m.Header
		h.Attachments, h.OtherIDs, h.SentElsewhere = back.Header.Attachments, back.Header.OtherIDs, nil
		again := &schema.Message{Header: h, Body: back.Body}
		_, _, losses := there(t, again)
		for _, l := range losses {
			if strings.HasPrefix(l.Pointer, "/body") {
				t.Errorf("%s: %s", name, l)
			}
		}
	})
}

// Of the reports of others everything is either in the message, or named.
func TestReportsOfOthersBecomeMessagesOrSayWhyNot(t *testing.T) {
	var text strings.Builder
	for _, f := range corpus(t) {
		r, _ := irix.Decode(read(t, f))
		if r == nil {
			continue
		}
		m, losses, vs := irix.ToMessage(r, irix.Import{Message: messageOf, Addressee: partyOf})
		if (m == nil) != (vs.Err() != nil) {
			t.Errorf("%s: %v, %v", f, m, vs)
		}
		if !strings.HasPrefix(f, "testdata") {
			continue
		}
		kind := schema.Kind("refused")
		if m != nil {
			kind = m.Header.Kind
		}
		fmt.Fprintf(&text, "%s: %s %s\n", filepath.ToSlash(f), kind, strings.Join(append(codes(vs, schema.SeverityError), codes(vs, schema.SeverityWarning)...), " "))
		for _, l := range losses {
			fmt.Fprintf(&text, "  %s\n", l)
		}
	}
	golden(t, "testdata/imported.txt", []byte(text.String()))
}
