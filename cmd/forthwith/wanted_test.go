package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

func TestWantedIsReadFromFlags(t *testing.T) {
	now := time.Date(2026, 11, 25, 14, 0, 0, 123, time.UTC)
	for _, c := range []struct{ rung, by, want, fault string }{
		{"", "", "", ""},
		{"takenOver", "2026-11-25T14:30:00Z", "takenOver 2026-11-25T14:30:00Z", ""},
		{"verified", "30m", "verified 2026-11-25T14:30:00Z", ""},
		{"", "1h30m", "acknowledged 2026-11-25T15:30:00Z", ""},
		{"takenOver", "", "", "say with --by"},
		{"read", "30m", "", `--wanted "read": it is acknowledged, verified or takenOver`},
		{"taken over", "30m", "", "it is acknowledged"},
		{"verified", "half past two", "", `--by "half past two": write a time in UTC`},
		{"verified", "2026-11-25T14:30:00+01:00", "", "write a time in UTC"},
		{"verified", "2026-11-25T14:30:00.5Z", "", "write a time in UTC"},
		{"verified", "2026-11-25T14:00:00Z", "", "give a time to come"},
		{"verified", "-5m", "", "give a time to come"},
		{"verified", "0s", "", "give a time to come"},
	} {
		got, err := (&wantedFlags{c.rung, c.by}).read(now)
		said := ""
		if got != nil {
			said = string(got.Rung) + " " + string(got.By)
		}
		if said != c.want || (err == nil) != (c.fault == "") {
			t.Errorf("--wanted %q --by %q: %q, %v; want %q, %q", c.rung, c.by, said, err, c.want, c.fault)
		}
		if err != nil && (!isType[usage](err) || !strings.Contains(err.Error(), c.fault)) {
			t.Errorf("--wanted %q --by %q: %v, want a usage error with %q", c.rung, c.by, err, c.fault)
		}
	}
}

// TestWantedFromTheCommandLine has XA want its notification verified by XB, and then
// its correction of that taken over.
func TestWantedFromTheCommandLine(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newTown(t, "XA", "XB")
	w.staff()
	w.signIn()
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	file := filepath.Join(w.dir, "notification.yaml")
	must(t, os.WriteFile(file, []byte("header: {addressees: [XB], wanted: {rung: acknowledged, by: \"2099-01-01T00:00:00Z\"}}\nbody: {bases: [Article 2], nature: {type: Other}, occurred: {at: \"2026-01-02T03:04:05Z\", estimated: true}}\n"), 0o600))
	release := func(a ...string) string {
		var out console.Outcome
		must(t, json.Unmarshal([]byte(tailOfJSON(w.forthwith("XAdrafter", append(a, "--node", xa.url, "-f", file, "--json")...))), &out))
		id := string(out.Message)
		w.forthwith("XAapprover", "approve", "--node", xa.url, id)
		must(t, xb.changesIn(ctx, schema.Live, "duty", func() bool { return xb.do(ctx, "duty", "GET", "/live/messages/"+id, nil, nil) == nil }))
		return id
	}
	says := func(out string, want ...string) {
		t.Helper()
		for _, s := range want {
			if !strings.Contains(out, s) {
				t.Errorf("does not say %q:\n%s", s, out)
			}
		}
	}
	first := release("notify", "--wanted", "verified", "--by", "2098-05-06T07:08:09Z")
	says(w.forthwith("XAdrafter", "deliveries", "--node", xa.url, first), "notification "+first+", wanted: verified by 6 May 07:08 UTC", "XB")
	second := release("correct", first, "--reason", "another time", "--wanted", "takenOver", "--by", "2098-05-06T07:08:09Z")
	var v struct{ Event string }
	must(t, xb.do(ctx, "duty", "GET", "/live/messages/"+second, nil, &v))
	says(w.forthwith("XBduty", "events", "--node", xb.url, v.Event), second+"  (XA wants this taken over by 6 May 07:08 UTC)")

	w.forthwith("XBduty", "acknowledge", "--node", xb.url, "--rung", "verified", second)
	must(t, xa.changesIn(ctx, schema.Live, "duty", func() bool {
		var ds []console.DeliveryView
		must(t, xa.do(ctx, "duty", "GET", "/live/messages/"+second+"/deliveries", nil, &ds))
		return len(ds) == 1 && len(ds[0].Persons) == 1
	}))
	says(w.forthwith("XAdrafter", "deliveries", "--node", xa.url, v.Event), "correction "+second+", wanted: taken over by ", "duty, verified (")
	if out, code := w.try("XBduty", "deliveries", "--node", xb.url, second); code != exitRefused || !strings.Contains(out, "not ours") {
		t.Errorf("the ladder of another party's message: exit code %d\n%s", code, out)
	}
}

// tailOfJSON is an answer in JSON without the warnings before it.
func tailOfJSON(out string) string { return out[strings.Index(out, "{\n"):] }
