package console_test

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/notify/catalogue"
	"forthwith/schema"
)

const plants = "Id,Name,Latitude,Longitude,Country,CountryCode,Status,ReactorType,ReactorModel,ConstructionStartAt,OperationalFrom,OperationalTo,Capacity,LastUpdatedAt,Source,IAEAId\n" +
	"1,Ågesta,59.206,18.0829,Sweden,SE,Shutdown,PHWR,,,,,9,,WNA/IAEA,528\n" +
	"2,Doel-1,51.324,4.2597,Belgium,BE,Operational,PWR,,,,,445,,WNA,\n" +
	"3,Doel-2,51.324,4.2597,Belgium,BE,Operational,PWR,,,,,445,,WNA,\n"

func TestFacilitiesAreImportedByAdministratorsAndReadByAll(t *testing.T) {
	_, f, later := clocked(t)
	wrong := strings.Replace(strings.Replace(plants, "59.206", "95.206", 1), ",BE,", ",Belgium,", 1)
	large := plants[:strings.Index(plants, "\n")+1]
	for i := range 1800 {
		large += fmt.Sprintf("%d,%s %d,,,,XA,,,,,,,,,,\n", i, strings.Repeat("å", 130), i)
	}
	large += strings.Repeat("\n", catalogue.MaxList-len(large))
	digest := string(schema.NewDigest([]byte(plants)))
	for _, s := range []step{
		{"moreno", "GET facilities", "", 200, `"count":0,"facilities":[]`},
		{"haddad", "POST facilities?file=plants.csv", plants, 403, "may import facilities"},
		{"weather", "POST facilities?file=plants.csv", plants, 403, "only a person"},
		{"admin", "POST facilities?file=plants.csv", "", 422, "the file is empty"},
		{"admin", "POST facilities?file=plants.csv", wrong, 422, `"pointer":"plants.csv:2"`},
		{"admin", "POST facilities?file=plants.csv", wrong, 422, "the list has 2 faults; nothing was imported"},
		{"admin", "POST facilities?file=" + strings.Repeat("a", 256), plants, 400, "at most 255 characters"},
		{"admin", "POST facilities?file=%1b%5b2J", plants, 400, "can be printed"},
		{"admin", "POST facilities", strings.Repeat("x", schema.MaxEnvelope+1), 413, "larger than 512 KiB"},
		{"moreno", "GET facilities", "", 200, `"count":0,"facilities":[]`}, // nothing half done
		{"admin", "POST facilities?file=plants.csv", plants, 200, `{"file":"plants.csv","digest":"` + digest + `","count":3,"unchanged":false}`},
		{"admin", "POST facilities?file=again.csv", plants, 200, `"unchanged":true`},
		{"admin", "POST facilities", strings.Replace(plants, "18.0829", "81.829", 1), 200, "Ågesta is placed 2"},
		{"admin", "POST facilities?file=plants.csv", plants, 200, `"unchanged":false`},
		{"admin", "POST facilities?file=large.csv", large, 200, `"count":1800,"unchanged":false`}, // it fits one entry
		{"admin", "POST facilities?file=plants.csv", plants, 200, `"unchanged":false`},
		{"moreno", "GET facilities?name=agesta", "", 200, `"file":"plants.csv","digest":"` + digest + `","by":"admin"`},
		{"weather", "GET facilities?name=DOEL&country=BE", "", 200, `"name":"Doel-1","country":"BE","position":{"latitude":51.324,"longitude":4.2597},"type":"Nuclear Power Plant","reactor":"PWR"`},
		{"moreno", "GET facilities?name=doel&country=NL", "", 200, `"count":3,"facilities":[]`},
		{"moreno", "GET facilities?country=Belgium", "", 400, "ISO 3166-1"},
	} {
		f.do(s)
	}
	later(time.Minute)
	var v console.CatalogueView
	must(t, json.Unmarshal([]byte(f.do(step{"silva", "GET facilities", "", 200, ""})), &v))
	if len(v.Facilities) != 3 || v.Facilities[0].Country != "BE" || v.File != "plants.csv" {
		t.Errorf("the catalogue is %+v", v)
	}

	// An officer composes by name, and is told what the desk did and doubts.
	f.do(step{"haddad", "POST live/drafts", facilityDraft(m1, `"facility":{"name":"Agesta"}`), 202, `"code":"from-catalogue","pointer":"/body/facility"`})
	f.do(step{"haddad", "POST live/drafts", facilityDraft(m1, `"facility":{"name":"Agesta"}`), 202, m1}) // the same again
	f.do(step{"silva", "GET live/drafts/" + m1, "", 200, `"location":{"name":"Ågesta","latitude":59.206,"longitude":18.0829,"country":"SE"}`})
	f.do(step{"haddad", "POST live/drafts", facilityDraft(m2, `"facility":{"name":"Doel-1"},"location":{"latitude":4.2597,"longitude":51.324,"country":"BE"}`), 202,
		"implausible-facility"})
	f.do(step{"silva", "POST live/drafts/" + m2 + "/approval", "", 201, "with latitude and longitude exchanged it would be there"})
}

func facilityDraft(id, more string) string {
	return `{"header":{"id":"` + id + `","kind":"notification","addressees":["XB"]},"body":{"nature":{"type":"Nuclear Installation Event"},` +
		`"occurred":{"at":"2020-01-02T03:04:05Z","estimated":true},` + more + `}}`
}

func TestAReceiverReadsADoubtInWords(t *testing.T) {
	o := newOffice(t)
	xa, xb := newFront(t, o.server("XA", "")), newFront(t, o.server("XB", ""))
	xa.do(step{"haddad", "POST live/drafts", facilityDraft(m1, `"location":{"latitude":4.2597,"longitude":51.324,"country":"BE"}`), 202, ""})
	xa.do(step{"silva", "POST live/drafts/" + m1 + "/approval", "", 201, ""})
	o.reaches("XB", schema.Live, m1)
	page := xb.page(schema.Live, "moreno", "/", 200)
	if !regexp.MustCompile(`<b>the place lies 6\d\d\d km outside the country named: check the coordinates with the sender</b>`).MatchString(page) {
		t.Errorf("the page does not say it: %s", page)
	}
}
