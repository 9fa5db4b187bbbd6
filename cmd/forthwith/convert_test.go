package main

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/schema"
	"forthwith/schema/cap"
	"forthwith/schema/schematest"
)

const alerts = "../../schema/cap/testdata"

// said is what a command printed, and how it ended.
type said struct {
	out, err string
	code     int
}

func convert(t *testing.T, stdin string, args ...string) said {
	t.Helper()
	var out, errs strings.Builder
	code := run(t.Context(), args, &Env{Stdin: strings.NewReader(stdin), Stdout: &out, Stderr: &errs, Getenv: func(string) string { return "" }})
	return said{out.String(), errs.String(), code}
}

// released is a message of the kind as a file: its JSON, and its envelope.
func released(t *testing.T, seed uint64, k schema.Kind) (m *schema.Message, text, envelope string) {
	t.Helper()
	m = schematest.NewSource(seed).Message(k, schema.Exercise)
	b, err := schema.Canonical(m)
	must(t, err)
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Exercise, string(k)), Payload: b, Signatures: []schema.Signature{{KeyID: "XA/exercise/2026a", Sig: make([]byte, 64)}}}
	return m, string(b), string(e.Marshal())
}

// TestConvertCarriesAnEventThroughCAP writes a notification, an update of it and
// its withdrawal as alerts that name one another, judges them, and reads one back.
func TestConvertCarriesAnEventThroughCAP(t *testing.T) {
	dir := t.TempDir()
	file := func(name string) string { return filepath.Join(dir, name) }
	first, text, envelope := released(t, 1, schema.KindNotification)
	must(t, os.WriteFile(file("first.json"), []byte(text), 0o600))

	s := convert(t, "", "convert", "--to", "cap", "--sender", "duty@xa.example", "-o", file("first.xml"), file("first.json"))
	if s.code != 0 || s.out != "" || !strings.Contains(s.err, "dropped /header/sequence: ") || !strings.Contains(s.err, "first.json: ") {
		t.Fatalf("%+v", s)
	}
	if s := convert(t, "", "validate", file("first.xml")); s.code != 0 || !strings.Contains(s.out, "0 errors, ") {
		t.Errorf("%+v", s)
	}
	// An envelope gives the same alert as the message in it.
	alert, err := os.ReadFile(file("first.xml"))
	must(t, err)
	if s := convert(t, envelope, "convert", "--to", "cap", "--sender", "duty@xa.example", "-"); s.code != 0 || s.out != string(alert) {
		t.Errorf("%+v", s)
	}

	withdrawal, _, _ := released(t, 2, schema.KindWithdrawal)
	withdrawal.Header.Revokes, withdrawal.Header.Follows = first.Header.ID, ""
	b, err := schema.Canonical(withdrawal)
	must(t, err)
	if s := convert(t, string(b), "convert", "--to", "cap", "--sender", "duty@xa.example", "-"); s.code != exitRefused || s.out != "" || !strings.Contains(s.err, "no alert is known of the message") {
		t.Errorf("%+v", s)
	}
	s = convert(t, string(b), "convert", "--to", "cap", "--sender", "duty@xa.example", "--after", file("first.xml"), "-")
	a, vs := cap.Decode([]byte(s.out))
	if s.code != 0 || a == nil || a.MsgType != cap.MsgCancel || len(a.References) != 1 || a.References[0].Identifier != string(first.Header.ID) {
		t.Fatalf("%+v, %v, %+v", a, vs, s)
	}

	must(t, os.WriteFile(file("cancel.xml"), []byte(s.out), 0o600))
	s = convert(t, "", "convert", "--to", "json", "--addressees", "XB,XC", "--event", "XB-2026-K7M3QP", file("cancel.xml"))
	back, vs := schema.ParseMessage([]byte(s.out))
	if s.code != 0 || back == nil {
		t.Fatalf("%v, %+v", vs, s)
	}
	if h := back.Header; h.Kind != schema.KindWithdrawal || h.Revokes != first.Header.ID || h.Event != "XB-2026-K7M3QP" || len(h.Addressees) != 2 || h.ID == "" || h.ID == withdrawal.Header.ID {
		t.Errorf("%+v", h)
	}
}

func TestConvertSaysWhatItCannotDo(t *testing.T) {
	_, text, _ := released(t, 1, schema.KindNotification)
	_, request, _ := released(t, 1, schema.KindRequest)
	draft := "header: {addressees: [XB]}\nbody: {nature: {type: Other}, occurred: {at: \"2026-11-23T05:58:00Z\", estimated: true}}\n"
	storm := strings.NewReplacer("<status>Exercise", "<status>Draft").Replace(readFile(t, filepath.Join(alerts, "valid", "alert.cap.xml")))
	for _, tt := range []struct {
		name, in string
		args     []string
		code     int
		want     string
	}{
		{"no format", text, nil, exitUsage, "say to which format"},
		{"a format that there is not", text, []string{"--to", "fax"}, exitUsage, "cap, irix, json or text"},
		{"a language that there is not", text, []string{"--to", "text", "--language", "tlh"}, exitRefused, "it is one of en, ar"},
		{"no sender", text, []string{"--to", "cap"}, exitUsage, "--sender"},
		{"a sender that CAP cannot have", text, []string{"--to", "cap", "--sender", "the duty desk"}, exitRefused, "/alert/sender"},
		{"a kind without a form", request, []string{"--to", "cap", "--sender", "a"}, exitRefused, "send it in IRIX"},
		{"a draft", draft, []string{"--to", "cap", "--sender", "a"}, exitRefused, "release the message first"},
		{"an alert that is a draft", storm, []string{"--to", "json"}, exitRefused, "status-refused"},
		{"an alert that is none", "<alert/>", []string{"--to", "json"}, exitRefused, "cannot be converted"},
		{"an event that is none", text, []string{"--to", "json", "--event", "x"}, 0, ""},
		{"an event that is none, of an alert", storm, []string{"--to", "json", "--event", "x"}, exitUsage, "XA-2026-K7M3QP"},
		{"nothing", "", []string{"--to", "json"}, exitRefused, "error"},
	} {
		s := convert(t, tt.in, append([]string{"convert", "-"}, tt.args...)...)
		if s.code != tt.code || !strings.Contains(s.err, tt.want) || tt.code != 0 && s.out != "" {
			t.Errorf("%s: exit code %d, %q\n%s", tt.name, s.code, s.out, s.err)
		}
	}
}

func TestConvertWritesWords(t *testing.T) {
	s := convert(t, "", "convert", "--to", "text", "--language", "es", "../../schema/testdata/event/false-alarm-2-withdrawal.yaml")
	if s.code != 0 || !strings.HasPrefix(s.out, "No hay ninguna emergencia") || !strings.Contains(s.err, "no program reads them back") {
		t.Errorf("exit code %d, %.200q\n%s", s.code, s.out, s.err)
	}
}

func TestConvertReportsAsJSON(t *testing.T) {
	s := convert(t, "", "convert", "--json", "--to", "json", filepath.Join(alerts, "valid", "alert.cap.xml"))
	var r converted
	if err := json.Unmarshal([]byte(s.err), &r); err != nil || s.code != 0 {
		t.Fatalf("%v, %+v", err, s)
	}
	if len(r.Losses) < 10 || r.Losses[0].Pointer == "" || r.Losses[0].Kind == "" || r.Violations == nil || r.To != "json" {
		t.Errorf("%+v", r)
	}
	if m, vs := schema.ParseMessage([]byte(s.out)); m == nil {
		t.Errorf("%v", vs)
	}
}

func TestDraftsAndIRIXReportsConvertToJSON(t *testing.T) {
	for _, in := range []string{
		"header: {kind: notification, addressees: [XB]}\nbody: {nature: {type: Other}, occurred: {at: \"2026-11-23T05:58:00Z\", estimated: true}}\n",
		readFile(t, filepath.Join(fixtures, "valid", "art2a-minimal.xml")),
	} {
		s := convert(t, in, "convert", "--to", "json", "-")
		if m, vs := schema.ParseMessage([]byte(s.out)); m == nil || s.code != 0 || m.Header.Kind != schema.KindNotification {
			t.Errorf("%+v, %v, %+v", m, vs, s)
		}
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	must(t, err)
	return string(b)
}

// TestAnAlertIsNotifiedAndAcknowledged takes an alert of others through convert
// and notify to an officer of another party.
func TestAnAlertIsNotifiedAndAcknowledged(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newTown(t, "XA", "XB", "XC")
	w.staff()
	w.signIn()
	w.exercise(ctx, new(ledger))
	draft := filepath.Join(w.dir, "draft.json")
	// The alert's own clock is not ours: what has happened lies before now.
	alert := strings.ReplaceAll(readFile(t, filepath.Join(alerts, "valid", "alert.cap.xml")), "2026-11-23", "2020-11-23")
	must(t, os.WriteFile(filepath.Join(w.dir, "alert.xml"), []byte(alert), 0o600))
	w.forthwith("XAdrafter", "convert", "--to", "json", "-o", draft, filepath.Join(w.dir, "alert.xml"))
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	out := w.forthwith("XAdrafter", "notify", "--node", xa.url, "--exercise", "-f", draft, "--to", "XB")
	_, id, ok := strings.Cut(out, "approve --exercise ")
	if id = strings.TrimSpace(id); !ok {
		t.Fatalf("no draft: %s", out)
	}
	w.forthwith("XAapprover", "approve", "--node", xa.url, "--exercise", id)
	must(t, xb.changes(ctx, "duty", func() bool { return xb.do(ctx, "duty", "GET", "/exercise/messages/"+id, nil, nil) == nil }))
	w.forthwith("XBduty", "acknowledge", "--node", xb.url, "--exercise", id)
}

var update = flag.Bool("update", false, "write the golden files")

// TestTheSampleEventInJSON holds what the messages of the sample event are as JSON
// against files that were looked at; -update writes them.
func TestTheSampleEventInJSON(t *testing.T) {
	files, err := filepath.Glob("../../schema/testdata/event/*.yaml")
	must(t, err)
	if len(files) != 8 {
		t.Fatalf("the event has %d messages", len(files))
	}
	for _, name := range files {
		s := convert(t, "", "convert", "--to", "json", name)
		golden := strings.TrimSuffix(name, ".yaml") + ".json"
		if *update {
			must(t, os.WriteFile(golden, []byte(s.out), 0o600))
		}
		if want, err := os.ReadFile(golden); err != nil || s.code != 0 || s.out != string(want) {
			t.Errorf("%s is not %s: %v, %+v", name, golden, err, s)
		}
		if again := convert(t, s.out, "convert", "--to", "json", "-"); again.out != s.out {
			t.Errorf("%s is written otherwise once it is read", golden)
		}
	}
}
