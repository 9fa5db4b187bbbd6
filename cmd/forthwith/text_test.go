package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/schema"
)

// exerciseNotification is a released message and its envelope, as files.
func exerciseNotification(t *testing.T, dir string) (message, envelope string) {
	t.Helper()
	at := schema.Instant("2026-11-23T06:41:00.250Z")
	m := &schema.Message{Header: schema.Header{
		ID: "0199c7a2-0001-7000-8000-0123456789ab", ReportUUID: "7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f", Kind: schema.KindNotification,
		Workspace: schema.Exercise, Context: schema.ContextExercise, From: "XA", Desk: "NWP", Addressees: []schema.Party{"XB"},
		Event: "XA-2026-K7M3QP", Exercise: "XA-2026-DR1KK5", Sequence: 1, CreatedAt: "2026-11-23T06:40:00Z", ReleasedAt: at,
		Confidentiality: schema.ForAuthorities, Language: "en",
		Approvals: []schema.Approval{{Act: schema.ActDrafted, Officer: "a.duty", Name: "Ada Duty", Desk: "NWP", At: at}},
	}, Body: &schema.Notification{Bases: []schema.LegalBasis{schema.BasisArticle2}, Nature: schema.Nature{Type: "Other"},
		Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z"}, Class: &schema.EmergencyClass{Class: "General Emergency"}}}
	b, err := schema.Canonical(m)
	must(t, err)
	message, envelope = filepath.Join(dir, "message.json"), filepath.Join(dir, "envelope.json")
	must(t, os.WriteFile(message, b, 0o600))
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Exercise, "notification"), Payload: b, Signatures: []schema.Signature{{KeyID: "XA/exercise/2026a", Sig: make([]byte, 64)}}}
	must(t, os.WriteFile(envelope, e.Marshal(), 0o600))
	return message, envelope
}

func TestAFileIsToldInWords(t *testing.T) {
	dir := t.TempDir()
	message, envelope := exerciseNotification(t, dir)
	draft := filepath.Join(dir, "draft.yaml")
	must(t, os.WriteFile(draft, []byte("body:\n  nature: {type: Other}\n  occurred: {at: \"2026-11-23T05:58:00Z\", estimated: false}\n"), 0o600))
	for _, tt := range []struct {
		name string
		args []string
		code int
		want []string
	}{
		{"a message, in French and in the reader's zone", []string{message, "--language", "fr", "--zone", "Europe/Paris", "--phone", "+99 1 555 0117"}, 0,
			[]string{"### EXERCICE ### EXERCISE ###", "Urgence générale (General emergency)", "lundi 07:41", "+99 1 555 0117"}},
		{"an envelope, with its key", []string{envelope}, 0, []string{"NOT verified here; key XA/exercise/2026a"}},
		{"what changed since itself", []string{envelope, "--previous", message}, 0, []string{"Nothing that is stated in both messages changed."}},
		{"read out", []string{message, "--spoken"}, 0, []string{"X-ray Alfa dash, 2 0 2 6 dash, Kilo 7 Mike 3 Quebec Papa"}},
		{"as JSON", []string{message, "--json"}, 0, []string{`"language": "en"`, `"pages": [`}},
		{"what a reviewer has to settle", []string{"--review", "--language", "es"}, 0, []string{"español (es): reviewed by nobody", "Sheltering\n  Permanencia en edificios"}},
		{"a draft", []string{draft}, exitRefused, []string{"is a draft", "hint: "}},
		{"another language", []string{message, "--language", "de"}, exitRefused, []string{`language "de": it is one of en, ar, es, fr, ru, zh`}},
		{"a zone that is none", []string{message, "--zone", "Paris"}, exitUsage, []string{`zone "Paris": write it as in Europe/Paris`}},
		{"nothing", nil, exitUsage, []string{"give a file"}},
	} {
		var out bytes.Buffer
		code := run(t.Context(), append([]string{"text"}, tt.args...), &Env{Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(string) string { return "" }})
		if code != tt.code {
			t.Errorf("%s: exit %d, want %d\n%s", tt.name, code, tt.code, out.String())
		}
		for _, w := range tt.want {
			if !strings.Contains(out.String(), w) {
				t.Errorf("%s lacks %q:\n%s", tt.name, w, out.String())
			}
		}
	}
}
