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
	w.staff()
	w.signIn()
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

// TestAReportOfAnotherKindNamesItsCommand asks for a draft where no node is: the kind
// is refused before that, with the command that takes it.
func TestAReportOfAnotherKindNamesItsCommand(t *testing.T) {
	const follows, handled = "<id:Follows>11111111-2222-4333-8444-555555555556</id:Follows>", "<id:Confidentiality>"
	const asksTheNode = "say where the session is kept"
	revokes := strings.ReplaceAll(follows, "Follows", "Revokes")
	for _, c := range []struct{ name, file, add, command, want string }{
		{"more than a notification holds", "valid/art5-full.xml", "", "notify", "dropped /Report/Measurements: "},
		{"an update", "valid/art2a-minimal.xml", follows, "notify", "use: forthwith inform EVENT -f FILE"},
		{"a replacement", "valid/art2a-minimal.xml", revokes, "notify", "use: forthwith correct MESSAGE -f FILE --reason TEXT"},
		{"a revocation", "valid/revoke.xml", "", "notify", "use: forthwith withdraw EVENT --reason TEXT"},
		{"a request", "valid/art6-request.xml", "", "notify", "use: forthwith draft -f FILE"},
		{"measures", "valid-but-wrong/angle-360.xml", "", "notify", "use: forthwith inform EVENT -f FILE"},
		{"measures on an event", "valid-but-wrong/angle-360.xml", "", "inform XA-2026-K7M3QP", asksTheNode},
		{"an update on an event", "valid/art2a-minimal.xml", follows, "inform XA-2026-K7M3QP", asksTheNode},
		{"a request as itself", "valid/art6-request.xml", "", "draft", asksTheNode},
		{"nothing", "valid/identification-only.xml", "", "notify", "event-missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b, err := os.ReadFile(filepath.Join(fixtures, c.file))
			must(t, err)
			report := strings.Replace(string(b), handled, c.add+handled, 1)
			args := append(strings.Fields(c.command), "--exercise", "--node", "http://127.0.0.1:1", "-f", "-", "--to", "XB")
			if s := convert(t, report, args...); s.code == 0 || !strings.Contains(s.err, c.want) {
				t.Errorf("does not say %q: %+v", c.want, s)
			}
		})
	}
	if s := convert(t, "", "validate", filepath.Join(fixtures, "valid/revoke.xml")); s.code != 0 || !strings.Contains(s.out, "dropped /Report/Identification/Revokes: ") {
		t.Errorf("validate does not say what is lost: %+v", s)
	}
}

// TestAReportCorrectsAsAnyDraftDoes reads reports for the correction of a message.
func TestAReportCorrectsAsAnyDraftDoes(t *testing.T) {
	const revokes, handled = "<id:Revokes>11111111-2222-4333-8444-555555555556</id:Revokes>", "<id:Confidentiality>"
	for _, c := range []struct {
		name, file, add string
		wrong, is       schema.Kind
	}{
		{"a notification", "valid/art5-full.xml", "", schema.KindNotification, schema.KindNotification},
		{"one that says so itself", "valid/art5-full.xml", revokes, schema.KindNotification, schema.KindNotification},
		{"information", "valid/art2a-minimal.xml", "", schema.KindInformation, schema.KindInformation},
		{"information that says so itself", "valid-but-wrong/angle-360.xml", revokes, schema.KindInformation, schema.KindInformation},
		{"another kind", "valid/art6-request.xml", "", schema.KindNotification, schema.KindRequest},
	} {
		b, err := os.ReadFile(filepath.Join(fixtures, c.file))
		must(t, err)
		f := parseFile([]byte(strings.Replace(string(b), handled, c.add+handled, 1)), c.wrong)
		if f.message == nil {
			t.Fatalf("%s: %v", c.name, f.found)
		}
		got, is := correctionOf(f.message.Body)
		if is != c.is || (got == nil) != (c.is == schema.KindRequest) || got != nil && (got.Notification != nil) != (is == schema.KindNotification) {
			t.Errorf("%s: %s, %+v", c.name, is, got)
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

// TestTheDirectorySaysWhatPartiesAreCalled writes a report that names its addressees,
// and reads it: as a draft in a file, and to those parties.
func TestTheDirectorySaysWhatPartiesAreCalled(t *testing.T) {
	w := newTown(t, "XA", "XB", "IAEA")
	report, edition := filepath.Join(w.dir, "report.xml"), filepath.Join(w.dir, "edition.json")
	event, keeper := "../../schema/testdata/event/1-notification.yaml", w.read(filepath.Join(w.dir, "XA", "keeper.pub"))
	out := w.forthwith("", "convert", "--to", "irix", "--directory", edition, "--keeper-key", keeper, "-o", report, event)
	if strings.Contains(out, "/header/addressees/0") || !strings.Contains(w.read(report), ">notify.xb.example<") || !strings.Contains(w.read(report), ">notify.xa.example<") {
		t.Errorf("the report has not the names of the directory: %s\n%s", out, w.read(report))
	}
	draft := w.forthwith("", "convert", "--to", "json", "--directory", edition, "--keeper-key", keeper, report)
	if !strings.Contains(draft, `"XB"`) || !strings.Contains(draft, `"IAEA"`) {
		t.Errorf("the draft is for others: %s", draft)
	}
	if out, code := w.try("", "convert", "--to", "json", "--directory", edition, report); code == 0 || !strings.Contains(out, "--keeper-key") {
		t.Errorf("a directory without a key was believed: exit code %d\n%s", code, out)
	}
	w.staff()
	w.signIn()
	if out := w.forthwith("XAdrafter", "notify", "--node", w.nodes["XA"].url, "-f", report, "--json"); !strings.Contains(out, `"IAEA"`) || !strings.Contains(out, `"XB"`) {
		t.Errorf("the report went to others: %s", out)
	}
}
