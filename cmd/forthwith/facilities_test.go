package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

const plants = "Id,Name,Latitude,Longitude,Country,CountryCode,Status,ReactorType,ReactorModel,ConstructionStartAt,OperationalFrom,OperationalTo,Capacity,LastUpdatedAt,Source,IAEAId\n" +
	"1,Ågesta,59.206,18.0829,Sweden,SE,Shutdown,PHWR,,,,,9,,WNA/IAEA,528\n" +
	"2,Doel-1,51.324,4.2597,Belgium,BE,Operational,PWR,WH 2LP,,,,445,,WNA,\n" +
	"3,Akhvaz-1,,,Iran,IR,Planned,,,,,,,,WNA,\n"

// TestFacilitiesFromTheFileToTheOtherParty imports a list by the command, composes
// by name, and looks at what the other party got, as the binary's users would.
func TestFacilitiesFromTheFileToTheOtherParty(t *testing.T) {
	w := newTown(t, "XA", "XB")
	for p, n := range w.nodes {
		n.start(t, "")
		w.people(p, map[string]string{"drafter": "nca-d", "approver": "nca-d", "duty": "nwp"})
	}
	xa := w.nodes["XA"]
	file := func(name, text string) string {
		name = filepath.Join(w.dir, name)
		must(t, os.WriteFile(name, []byte(text), 0o600))
		return name
	}
	for _, login := range []string{"admin", "drafter"} {
		w.forthwith(login, "login", login, "--node", xa.url)
	}
	list, bad := file("plants.csv", plants), file("bad.csv", strings.Replace(plants, "59.206", "north", 1))
	for _, c := range []struct {
		login string
		args  []string
		code  int
		want  string // a regular expression
	}{
		{"drafter", []string{"facilities", "doel"}, 0, `There is no catalogue yet; an administrator imports one`},
		{"drafter", []string{"facilities", "import", list}, 1, `may import facilities`},
		{"admin", []string{"facilities", "import"}, 2, `give the file of the list`},
		{"admin", []string{"facilities", "import", "nowhere.csv"}, 1, `nowhere.csv: no such file`},
		{"admin", []string{"facilities", "import", bad}, 1, `(?s)the list has 1 faults; nothing was imported.*error bad.csv:2: Latitude is "north"; give a number.*hint: correct the lines`},
		{"admin", []string{"facilities", "import", list}, 0, `Imported 3 facilities from plants.csv, sha256:[0-9a-f]{64}\.`},
		{"admin", []string{"facilities", "import", list}, 0, `The catalogue has exactly this list already: 3 facilities`},
		{"drafter", []string{"facilities", "DOEL", "1"}, 0, `BE  Doel-1 +51.324 N 4.260 E +Nuclear Power Plant; PWR WH 2LP; Operational; 445 MW electric\n1 of 3 facilities, from plants.csv, imported by admin on 20`},
		{"drafter", []string{"facilities", "akh", "--country", "IR"}, 0, `IR  Akhvaz-1 +place not known`},
		{"drafter", []string{"facilities", "akh", "--country", "BE"}, 0, `No facility has such a name`},
		{"drafter", []string{"facilities", "--country", "Iran"}, 1, `ISO 3166-1`},
		{"drafter", []string{"facilities", "agesta", "--json"}, 0, `"latitude": 59.206`},
	} {
		out, code := w.try(c.login, append(c.args, "--node", xa.url)...)
		if code != c.code || !regexp.MustCompile(c.want).MatchString(out) {
			t.Errorf("%s: %v gives %d\n%swant %d and %s", c.login, c.args, code, out, c.code, c.want)
		}
	}

	draft := file("notification.yaml", `
header: {addressees: ["XB"]}
body:
  bases: ["Article 2"]
  nature: {type: Nuclear Installation Event, description: Loss of cooling}
  occurred: {at: "2026-11-23T05:58:00Z", estimated: true}
  location: {latitude: 18.0829, longitude: 59.206, country: SE}
  facility: {name: agesta}
`)
	out := w.forthwith("drafter", "notify", "-f", draft, "--node", xa.url)
	for _, want := range []string{
		"filled in from this node's catalogue of facilities, as of Ågesta: type Nuclear Power Plant, reactor PHWR;",
		"outside SE, the country that is named (with latitude and longitude exchanged it would be there)", "[implausible-country]",
		"from where this node's catalogue has Ågesta (59.206 N 18.083 E)", "[implausible-facility]",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the drafter is told\n%swant %q", out, want)
		}
	}
	id := regexp.MustCompile(`Draft (\S+) to`).FindStringSubmatch(out)[1]
	must(t, xa.do(t.Context(), "approver", "POST", "/live/drafts/"+id+"/approval", nil, nil))
	var got struct {
		Warnings []string `json:"warnings"`
		Message  struct {
			Body schema.Notification `json:"body"`
		} `json:"message"`
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	must(t, w.nodes["XB"].changesIn(ctx, schema.Live, "duty", func() bool {
		err := w.nodes["XB"].do(ctx, "duty", "GET", "/live/messages/"+id, nil, &got)
		if p, ok := errors.AsType[*console.Problem](err); ok && p.Status == http.StatusNotFound {
			return false // not there yet
		}
		must(t, err)
		return true
	}))
	n := got.Message.Body
	if n.Facility.Type != "Nuclear Power Plant" || n.Facility.Location != nil || *n.Location.Latitude != 18.0829 {
		t.Errorf("XB got %+v", n)
	}
	// XB has no catalogue, and doubts the country alone.
	if len(got.Warnings) != 1 || !regexp.MustCompile(`^implausible-country \d+ km$`).MatchString(got.Warnings[0]) {
		t.Errorf("XB warns %q", got.Warnings)
	}

	// The list is in the journal: it outlives the node's process.
	must(t, xa.cmd.Process.Signal(syscall.SIGKILL))
	if !xa.died(t) {
		t.Error("XA did not die")
	}
	xa.start(t, "")
	var v console.CatalogueView
	must(t, json.Unmarshal([]byte(w.forthwith("drafter", "facilities", "--json", "--node", xa.url)), &v))
	if v.Count != 3 || v.By != "admin" || v.File != "plants.csv" || v.Digest != schema.NewDigest([]byte(plants)) {
		t.Errorf("after a restart the catalogue is %+v", v)
	}
}
