package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

const fixtures = "../../schema/irix/testdata"

// TestIRIXReportsAreNotifiedAndAcknowledged takes two IRIX reports through notify
// -f in exercise; two other nodes acknowledge them. All other reports are refused
// with a reason.
func TestIRIXReportsAreNotifiedAndAcknowledged(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newTown(t, "XA", "XB", "XC")
	for p, n := range w.nodes {
		n.start(t, "")
		w.people(p, map[string]string{"drafter": "nca-d", "approver": "nca-d", "duty": "nwp", "coordinator": "exercise"})
		for _, login := range []string{"drafter", "approver", "duty"} {
			w.forthwith(string(p)+login, "login", login, "--node", n.url)
		}
	}
	w.exercise(ctx, new(ledger))
	xa := w.nodes["XA"].url
	for _, name := range []string{"art2a-minimal.xml", "art5-full.xml"} {
		file := filepath.Join(fixtures, "valid", name)
		out := w.forthwith("XAdrafter", "notify", "--node", xa, "--exercise", "-f", file, "--to", "XB,XC")
		_, id, ok := strings.Cut(out, "approve --exercise ")
		id = strings.TrimSpace(id)
		if !ok {
			t.Fatalf("no draft: %s", out)
		}
		w.forthwith("XAapprover", "approve", "--node", xa, "--exercise", id)
		for _, p := range []schema.Party{"XB", "XC"} {
			n := w.nodes[p]
			must(t, n.changes(ctx, "duty", func() bool {
				return n.do(ctx, "duty", "GET", "/exercise/messages/"+id, nil, nil) == nil
			}))
			w.forthwith(string(p)+"duty", "acknowledge", "--node", n.url, "--exercise", id)
		}
		must(t, w.nodes["XA"].changes(ctx, "duty", func() bool {
			var ds []console.DeliveryView
			must(t, w.nodes["XA"].do(ctx, "duty", "GET", "/exercise/messages/"+id+"/deliveries", nil, &ds))
			return len(ds) == 2 && len(ds[0].Persons) == 1 && len(ds[1].Persons) == 1
		}))
		if ladder := w.forthwith("XAdrafter", "deliveries", "--node", xa, "--exercise", id); strings.Count(ladder, "● ") != 2 {
			t.Errorf("ladder of %s:\n%s", name, ladder)
		}
	}
	for _, file := range otherReports(t) {
		out, code := w.try("XAdrafter", "notify", "--node", xa, "--exercise", "-f", file, "--to", "XB,XC")
		if code != exitRefused || !strings.Contains(out, "forthwith: error: ") {
			t.Errorf("%s: exit code %d\n%s", file, code, out)
		}
	}
}

// otherReports are the other valid fixtures and, where they are at hand, the
// third-party samples.
func otherReports(t *testing.T) []string {
	t.Helper()
	data := os.Getenv("FORTHWITH_DATA")
	if data == "" {
		data = "../../../shared/data"
	}
	own, err := filepath.Glob(filepath.Join(fixtures, "valid", "*.xml"))
	must(t, err)
	samples, err := filepath.Glob(filepath.Join(data, "irix", "samples", "*", "*.xml"))
	must(t, err)
	var out []string
	for _, f := range append(own, samples...) {
		if base := filepath.Base(f); base != "art2a-minimal.xml" && base != "art5-full.xml" {
			out = append(out, f)
		}
	}
	if len(out) < 3 {
		t.Fatalf("only %d other reports", len(out))
	}
	return out
}
