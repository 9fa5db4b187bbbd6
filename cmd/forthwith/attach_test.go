package main

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// envoy is a town whose XA attaches files to what it notifies.
type envoy struct {
	*town
	ctx   context.Context
	draft string // file of the message
}

func newEnvoy(t *testing.T) *envoy {
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(cancel)
	e := &envoy{newTown(t, "XA", "XB"), ctx, ""}
	e.draft = e.file("notification.yaml", []byte("header: {addressees: [XB], attachments: [{name: plume.png, size: 1, description: where it goes}]}\nbody: {bases: [Article 2], nature: {type: Other}, occurred: {at: \"2026-01-02T03:04:05Z\", estimated: true}}\n"))
	return e
}

func (e *envoy) file(name string, b []byte) string {
	e.t.Helper()
	name = filepath.Join(e.dir, name)
	must(e.t, os.WriteFile(name, b, 0o600))
	return name
}

func drawing(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	copy(b, "\x89PNG\r\n\x1a\n")
	return b
}

// release drafts with more arguments, and releases; it returns the message.
func (e *envoy) release(a ...string) schema.MessageID {
	e.t.Helper()
	xa := e.nodes["XA"]
	var out console.Outcome
	must(e.t, json.Unmarshal([]byte(tailOfJSON(e.forthwith("XAdrafter", append([]string{"notify", "--node", xa.url, "-f", e.draft, "--json"}, a...)...))), &out))
	e.forthwith("XAapprover", "approve", "--node", xa.url, string(out.Message))
	return out.Message
}

// files are a message's at XB, once ok holds.
func (e *envoy) files(id schema.MessageID, ok func([]console.AttachmentView) bool) []console.AttachmentView {
	e.t.Helper()
	xb := e.nodes["XB"]
	var out []console.AttachmentView
	must(e.t, xb.changesIn(e.ctx, schema.Live, "duty", func() bool {
		return xb.do(e.ctx, "duty", "GET", "/live/messages/"+string(id)+"/attachments", nil, &out) == nil && ok(out)
	}))
	return out
}

func here(vs []console.AttachmentView) bool {
	for _, v := range vs {
		if !v.Here {
			return false
		}
	}
	return true
}

// TestAttachedFilesAreSavedAtTheOtherEnd goes the whole way, by the commands.
func TestAttachedFilesAreSavedAtTheOtherEnd(t *testing.T) {
	w := newEnvoy(t)
	w.staff()
	w.signIn()
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	plume, doses := drawing(700<<10), []byte("place,nSv/h\nLissa,120\nOrn,98\n")
	id := w.release("--attach", w.file("plume.png", plume), "--attach", w.file("doses.csv", doses))
	got := w.files(id, func(vs []console.AttachmentView) bool { return len(vs) == 2 && here(vs) })
	if got[0].Description != "where it goes" || got[0].MediaType != "image/png" || got[1].Name != "doses.csv" || got[1].MediaType != "text/csv" {
		t.Errorf("the files are %+v", got)
	}
	must(t, xa.changesIn(w.ctx, schema.Live, "duty", func() bool {
		return !strings.Contains(w.forthwith("XAdrafter", "deliveries", "--node", xa.url, string(id)), "missing there")
	}))
	var v struct{ Event string }
	must(t, xb.do(w.ctx, "duty", "GET", "/live/messages/"+string(id), nil, &v))
	if out := w.forthwith("XBduty", "events", "--node", xb.url, v.Event); !strings.Contains(out, "    plume.png\n") {
		t.Errorf("the event does not name its files:\n%s", out)
	}
	dir := filepath.Join(w.dir, "saved")
	for range 2 { // what is there already and is the same is no fault
		w.forthwith("XBduty", "attachments", "--node", xb.url, string(id), "--save", dir)
	}
	for name, want := range map[string][]byte{"plume.png": plume, "doses.csv": doses} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !bytes.Equal(b, want) {
			t.Errorf("%s: %d bytes, %v", name, len(b), err)
		}
	}
	must(t, os.WriteFile(filepath.Join(dir, "doses.csv"), []byte("mine"), 0o600))
	if out, code := w.try("XBduty", "attachments", "--node", xb.url, string(id), "--save", dir); code != exitRefused || !strings.Contains(out, "is there already, with another content") {
		t.Errorf("a file that is there: exit code %d\n%s", code, out)
	}
	for what, c := range map[string]struct {
		name string
		b    []byte
		want string
	}{
		"an empty file":  {"empty.txt", nil, "is empty"},
		"a large one":    {"large.bin", make([]byte, schema.MaxAttachment+1), "at most 67108864; send less of it"},
		"a name of none": {".hidden", []byte("x"), "without folders"},
	} {
		if out, code := w.try("XAdrafter", "notify", "--node", xa.url, "-f", w.draft, "--attach", w.file(c.name, c.b)); code == 0 || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit code %d\n%s", what, code, out)
		}
	}
	many := []string{"notify", "--node", xa.url, "-f", w.draft}
	for range schema.MaxAttachments + 1 {
		many = append(many, "--attach", w.file("doses.csv", doses))
	}
	if out, code := w.try("XAdrafter", many...); code != exitUsage || !strings.Contains(out, "at most 16 go with a message") {
		t.Errorf("17 files: exit code %d\n%s", code, out)
	}
	if out, code := w.try("XAdrafter", "notify", "--node", xa.url, "-f", w.draft); code == 0 || !strings.Contains(out, "/header/attachments/0/digest") {
		t.Errorf("a file that was not given: exit code %d\n%s", code, out)
	}
}

// TestAFileSurvivesKills kills XB after each chunk that it keeps, and XA while it
// gives.
func TestAFileSurvivesKills(t *testing.T) {
	w := newEnvoy(t)
	w.staff()
	w.signIn()
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	xb.kill(t)
	plume := drawing(3*schema.FileChunk + 1)
	id := w.release("--attach", w.file("plume.png", plume))
	for _, at := range []string{"porter.kept:1", "porter.kept:1", "porter.kept:2", "porter.complete:1"} {
		xb.start(t, at)
		if !xb.died(t) {
			t.Fatalf("XB did not die at %s", at)
		}
	}
	xa.kill(t)
	xb.start(t, "")
	xa.start(t, "")
	w.files(id, func(vs []console.AttachmentView) bool { return len(vs) == 1 && here(vs) })
	must(t, xa.changesIn(w.ctx, schema.Live, "duty", func() bool {
		var ds []console.DeliveryView
		must(t, xa.do(w.ctx, "duty", "GET", "/live/messages/"+string(id)+"/deliveries", nil, &ds))
		return len(ds) == 1 && ds[0].Received != "" && len(ds[0].MissingFiles) == 0
	}))
	dir := filepath.Join(w.dir, "saved")
	w.forthwith("XBduty", "attachments", "--node", xb.url, string(id), "--save", dir)
	if b, err := os.ReadFile(filepath.Join(dir, "plume.png")); err != nil || !bytes.Equal(b, plume) {
		t.Errorf("%d bytes, %v", len(b), err)
	}
}

// TestAFileBeyondTheQuotaIsMissing has XB take 300 KiB of each party.
func TestAFileBeyondTheQuotaIsMissing(t *testing.T) {
	w := newEnvoy(t)
	name := filepath.Join(w.nodes["XB"].dir, "forthwith.toml")
	must(t, os.WriteFile(name, []byte(strings.Replace(w.read(name), "files_per_party = 1073741824", "files_per_party = 307200", 1)), 0o600))
	w.staff()
	w.signIn()
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	id := w.release("--attach", w.file("plume.png", drawing(300<<10)), "--attach", w.file("doses.csv", []byte("place,nSv/h\nLissa,120\nOrn,98\n")))
	got := w.files(id, func(vs []console.AttachmentView) bool { return len(vs) == 2 && vs[0].Here })
	if got[1].Here || !strings.Contains(got[1].Missing, "XA has filled the 300 KiB") {
		t.Errorf("beyond the quota: %+v", got[1])
	}
	must(t, xa.changesIn(w.ctx, schema.Live, "duty", func() bool {
		return strings.Contains(w.forthwith("XAdrafter", "deliveries", "--node", xa.url, string(id)), "missing there: doses.csv")
	}))
	if out, code := w.try("XBdrafter", "notify", "--node", xb.url, "-f", w.draft, "--attach", w.file("plume.png", drawing(400<<10))); code == 0 || !strings.Contains(out, "our own files may take 307200 bytes") {
		t.Errorf("XB's own: exit code %d\n%s", code, out)
	}
}
