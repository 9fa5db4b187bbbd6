package cap_test

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
	"forthwith/schema/cap"
	"forthwith/schema/schematest"
)

// alertOf is how an earlier message went out, in these tests.
func alertOf(id schema.MessageID) (cap.Reference, bool) {
	return cap.Reference{Sender: "duty@xa.example", Identifier: string(id), Sent: "2026-11-23T04:00:00-00:00"}, true
}

func messageOf(r cap.Reference) (schema.MessageID, bool) {
	id, err := schema.ParseMessageID(r.Identifier)
	return id, err == nil
}

func export() cap.Export {
	return cap.Export{Sender: "duty@xa.example", Name: "Arvania, National Warning Point", Contact: "+99 1 555 0117", Alert: alertOf,
		Holding: []cap.Reference{{Sender: "duty@xa.example", Identifier: "earlier", Sent: "2026-11-23T03:00:00-00:00"}},
		Address: func(a schema.Attachment) string { return "https://files.xa.example/" + string(a.Digest) }}
}

// carried are the kinds that have a form in CAP.
var carried = []schema.Kind{schema.KindNotification, schema.KindInformation, schema.KindCorrection, schema.KindWithdrawal, schema.KindReinstatement,
	schema.KindTermination, schema.KindMeasurement, schema.KindMeasures, schema.KindAcknowledgement}

// everyCarried calls f with messages of each kind that has a form, one full and
// many random ones.
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

// there writes a message as an alert, and reads the XML.
func there(t *testing.T, m *schema.Message) (*cap.Alert, []byte, schema.Losses) {
	t.Helper()
	a, losses, err := cap.FromMessage(m, export())
	if err != nil {
		t.Fatalf("%s: %v", m.Header.Kind, err)
	}
	b, err := a.Encode()
	if err != nil {
		t.Fatal(err)
	}
	read, vs := cap.Decode(b)
	if read == nil || vs.Err() != nil || !reflect.DeepEqual(a, read) {
		t.Fatalf("%v\ngot\n%+v\nwant\n%+v", vs, read, a)
	}
	return read, b, losses
}

func TestNothingOfAMessageIsLostInSilence(t *testing.T) {
	o := newOpinions(t)
	everyCarried(12, func(name string, m *schema.Message) {
		a, b, losses := there(t, m)
		o.add(t, name, string(b), true)
		back, _, vs := cap.ToMessage(a, cap.Import{Message: messageOf})
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
	o.compare(t)
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
	recorded(t, "testdata/carried.txt", strings.Join(slices.Sorted(maps.Keys(carried)), "\n")+"\n")
}

func TestAlertIsNamedAsItsMessageIs(t *testing.T) {
	m := schematest.NewSource(3).Message(schema.KindInformation, schema.Live)
	first, _, err := cap.FromMessage(m, export())
	if err != nil {
		t.Fatal(err)
	}
	to := export()
	to.Holding = append(to.Holding, first.Key(), to.Holding[0])
	a, _, err := cap.FromMessage(m, to) // once more, and it holds itself by now
	if err != nil || !reflect.DeepEqual(a, first) {
		t.Errorf("%v\ngot\n%+v\nwant\n%+v", err, a, first)
	}
	if a.Identifier != string(m.Header.ID) || a.Sender != "duty@xa.example" || a.Source != m.Header.Desk || a.Sent != "2026-11-23T06:41:00-00:00" {
		t.Errorf("%+v", a)
	}
}

// What an alert must keep of every message, whatever else it drops.
func TestIdentityContextKindHandlingTextAreaAndHashSurvive(t *testing.T) {
	everyCarried(8, func(name string, m *schema.Message) {
		a, _, _ := there(t, m)
		back, _, vs := cap.ToMessage(a, cap.Import{Message: messageOf})
		if back == nil {
			t.Fatalf("%s: %v", name, vs)
		}
		h, b := m.Header, back.Header
		payload, _ := schema.Canonical(m)
		e := schema.Envelope{PayloadType: schema.PayloadType(h.Workspace, string(h.Kind)), Payload: payload}
		at := schema.NewTime(h.ReleasedAt.Std())
		want := []schema.SentElsewhere{
			{System: "CAP", ID: "duty@xa.example," + string(h.ID) + "," + string(a.Sent), At: at},
			{System: "Forthwith", ID: "XA " + string(h.ID) + " " + string(e.Digest()), At: at},
		}
		if n := len(b.SentElsewhere); n < 2 || !slices.Equal(b.SentElsewhere[n-2:], want) {
			t.Errorf("%s: identity: got %v, want %v", name, b.SentElsewhere, want)
		}
		if b.Kind != h.Kind || b.Context != h.Context || b.Workspace != h.Workspace || b.Event != h.Event || b.Exercise != h.Exercise {
			t.Errorf("%s: got %+v, want %+v", name, b, h)
		}
		if c := b.Confidentiality; c != h.Confidentiality && (h.Confidentiality != schema.ForPublic || h.Context == schema.ContextEmergency) {
			t.Errorf("%s: handling: %s becomes %s", name, h.Confidentiality, c)
		}
		if got, want := said(back), said(m); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, want %+v", name, got, want)
		}
	})
}

// said is the main text of a message, and where its measures are planned or in
// force.
func said(m *schema.Message) (out []any) {
	var measures *schema.ProtectiveMeasures
	b := m.Body
	if c, ok := b.(*schema.Correction); ok {
		out = append(out, c.Reason)
		for _, x := range []schema.Body{c.Notification, c.Information, c.Measurement, c.Measures} {
			if !reflect.ValueOf(x).IsNil() {
				b = x
			}
		}
	}
	switch b := b.(type) {
	case *schema.Notification:
		out = append(out, b.Text)
	case *schema.Information:
		out, measures = append(out, b.Summary), b.Measures.Details
	case *schema.Measures:
		out, measures = append(out, b.Text), &b.Measures
	case *schema.Measurement:
		out = append(out, b.Text)
	case *schema.Withdrawal:
		out = append(out, b.Reason)
	case *schema.Reinstatement:
		out = append(out, b.Reason)
	case *schema.Termination:
		out = append(out, b.Text, b.State, b.At)
	case *schema.Acknowledgement:
		out = append(out, b.Remark, b.Rung, b.Message, b.Digest)
	}
	if measures != nil {
		for _, a := range measures.Actions {
			if a.Status == "Under Consideration" || a.Status == "Withdrawn" {
				continue
			}
			for _, x := range a.Areas {
				out = append(out, x.Country, x.Name, x.Text, x.Polygon, x.Circle != nil, x.Sector != nil)
			}
		}
	}
	return out
}

func TestADraftOrAnInvalidMessageHasNoAlert(t *testing.T) {
	wrong := schematest.NewSource(1).Message(schema.KindNotification, schema.Live)
	wrong.Header.From = "xa"
	if a, _, err := cap.FromMessage(wrong, export()); a != nil || err == nil || !strings.Contains(err.Error(), "/header/from") {
		t.Errorf("%+v, %v", a, err)
	}
	m := schematest.NewSource(1).Message(schema.KindNotification, schema.Live)
	m.Header.ID, m.Header.ReleasedAt = "", ""
	if a, _, err := cap.FromMessage(m, export()); a != nil || err != cap.ErrDraft {
		t.Errorf("%+v, %v", a, err)
	}
}

// The names of the parameters are a contract with those who read them. Each of
// them is written of some message.
func TestParametersAreThoseThatAreRecorded(t *testing.T) {
	names := make(map[string]bool)
	everyCarried(8, func(_ string, m *schema.Message) {
		a, _, _ := there(t, m)
		for _, c := range a.Codes {
			name, _, _ := strings.Cut(c, "=")
			names[name] = true
		}
		for _, i := range a.Infos {
			for _, p := range i.Parameters {
				names[p.Name] = true
			}
			for _, x := range i.Areas {
				for _, g := range x.Geocodes {
					names["geocode "+g.Name] = true
				}
			}
		}
	})
	recorded(t, "testdata/parameters.txt", strings.Join(slices.Sorted(maps.Keys(names)), "\n")+"\n")
}

// What officers write may look like a label of ours, and hold what XML cannot: it
// is carried as well as can be, and the report says where it is not the same.
func TestTextsThatDoNotComeBackUnchangedAreNamed(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{"plain", "All is well.\n\nSo far.", ""},
		{"what looks like a label", "All is well.\n\nCAUSE: unknown.", "narrowed /body/summary"},
		{"what XML cannot carry", "All is well.\x00", "narrowed /body/summary"},
		{"blanks only", "  ", ""},
		{"blanks around", "\n All is well. \n\n", ""},
		{"begins like an exercise", "EXERCISE is healthy.", ""},
		{"begins with a label", "CAUSE: unknown.", "narrowed /body/summary"},
	} {
		for _, w := range schema.Workspaces {
			m := schematest.NewSource(3).Message(schema.KindInformation, w)
			m.Body = &schema.Information{ValidAt: "2026-11-23T05:00:00Z", Summary: tt.text}
			a, _, losses := there(t, m)
			back, _, vs := cap.ToMessage(a, cap.Import{Message: messageOf})
			if back == nil {
				t.Fatalf("%s: %v", tt.name, vs)
			}
			missing, err := schematest.Unaccounted(m, back, losses)
			if err != nil || len(missing) > 0 {
				t.Errorf("%s in %s: %v, %v", tt.name, w, missing, err)
			}
			got := ""
			for _, l := range losses {
				if strings.HasPrefix(l.Pointer, "/body/") {
					got += string(l.Kind) + " " + l.Pointer
				}
			}
			if got != tt.want {
				t.Errorf("%s in %s: got %q, want %q", tt.name, w, got, tt.want)
			}
		}
	}
}
