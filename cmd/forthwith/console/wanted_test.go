package console_test

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// TestWhatIsWantedIsSeenAtBothEnds has XA want three things of XB: one that is late
// from the beginning, one that is for later, and nothing.
func TestWhatIsWantedIsSeenAtBothEnds(t *testing.T) {
	o := newOffice(t)
	xa, xb := newFront(t, o.server("XA", "")), newFront(t, o.server("XB", ""))
	now := o.Node("XA").Now()
	past, later := schema.NewTime(now.Add(-time.Hour)), schema.NewTime(now.Add(time.Hour))
	release := func(event string, wanted *schema.Wanted) string {
		id := string(schema.NewMessageID())
		m := draft(id, event, "said")
		if wanted != nil {
			m = strings.Replace(m, `"kind"`, fmt.Sprintf(`"wanted":{"rung":%q,"by":%q},"kind"`, wanted.Rung, wanted.By), 1)
		}
		xa.do(step{"haddad", "POST live/drafts", m, 202, ""})
		if wanted != nil && !strings.Contains(xa.page("live", "silva", "/drafts/"+id, 200), "You want it "+inWords(wanted.Rung)) {
			t.Errorf("who approves %s does not see what is wanted", id)
		}
		xa.do(step{"silva", "POST live/drafts/" + id + "/approval", "", 201, ""})
		o.reaches("XB", schema.Live, schema.MessageID(id))
		return id
	}
	late := release("XA-2026-V00001", &schema.Wanted{Rung: schema.RungVerified, By: past})
	release("XA-2026-V00002", &schema.Wanted{Rung: schema.RungTakenOver, By: later})
	nothing := release("XA-2026-V00003", nil)

	says := func(f front, as, path string, want ...string) {
		t.Helper()
		page := html.UnescapeString(f.page("live", as, path, 200))
		for _, w := range want {
			if !strings.Contains(page, w) {
				t.Errorf("%s does not say %q: %s", path, w, page)
			}
		}
	}
	wanted := "XA wanted this verified by " + past.Std().Format("15:04") + " UTC"
	wants := "XA wants this taken over by " + later.Std().Format("15:04") + " UTC"
	if past.Std().Day() != later.Std().Day() {
		wanted, wants = "XA wanted this verified by ", "XA wants this taken over by "
	}
	says(xb, "moreno", "/", "▲ "+wanted, wants)
	says(xb, "moreno", "/events/XA-2026-V00001", "▲ ", wanted, "I have called back and verified it")
	says(xb, "moreno", "/events/XA-2026-V00002", wants)
	if page := xb.page("live", "moreno", "/events/XA-2026-V00003", 200); strings.Contains(page, "want") {
		t.Errorf("something is wanted: %s", page)
	}
	says(xa, "silva", "/", "XB, notification: not verified by ")
	says(xa, "silva", "/events/XA-2026-V00001", "wanted: verified by ", "telephone +98 2 555 0142</b>: not verified by ")
	says(xa, "silva", "/events/XA-2026-V00002", "wanted: taken over by ")

	if v := view(xb, "moreno", late); v.Wanted == nil || *v.Wanted != (console.WantedView{Rung: schema.RungVerified, By: past, Late: true, Text: v.Wanted.Text}) {
		t.Errorf("XB's API has %+v", v.Wanted)
	}
	if v := view(xb, "moreno", nothing); v.Wanted != nil {
		t.Errorf("XB's API has %+v where nothing was wanted", v.Wanted)
	}

	// An acknowledgement is a person, and less than was wanted.
	for _, c := range []struct {
		rung    schema.Rung
		met     bool
		overdue string
	}{{schema.RungAcknowledged, false, "not verified by "}, {schema.RungVerified, true, ""}} {
		ack := string(schema.NewMessageID())
		xb.do(step{"moreno", "POST live/messages/" + late + "/acknowledgement", fmt.Sprintf(`{"id":%q,"rung":%q}`, ack, c.rung), 201, ""})
		o.reaches("XA", schema.Live, schema.MessageID(ack))
		for _, v := range []console.MessageView{view(xb, "moreno", late), view(xa, "silva", late)} {
			if v.Wanted.Met != c.met || v.Wanted.Late == c.met {
				t.Errorf("%s: %+v", c.rung, v.Wanted)
			}
			for _, d := range v.Deliveries {
				if (d.Telephone == "") != c.met || (c.overdue == "") != (d.Overdue == "") || !strings.HasPrefix(d.Overdue, c.overdue) {
					t.Errorf("%s: XA's ladder says %q, telephone %q", c.rung, d.Overdue, d.Telephone)
				}
			}
		}
	}
	if page := xb.page("live", "moreno", "/", 200); strings.Contains(page, wanted) {
		t.Errorf("what was done is still asked for: %s", page)
	}

	gone := release("XA-2026-V00004", &schema.Wanted{Rung: schema.RungVerified, By: past})
	if v := view(xa, "silva", gone); v.Deliveries[0].Telephone == "" {
		t.Error("nobody telephones for what is late")
	}
	xa.do(step{"silva", "POST live/events/XA-2026-V00004/withdrawal", `{"reason":"wrong form"}`, 201, ""})
	if v := view(xa, "silva", gone); v.Deliveries[0].Telephone != "" {
		t.Errorf("somebody telephones for what was withdrawn: %+v", v.Deliveries[0])
	}
	if page := xa.page("live", "silva", "/", 200); strings.Contains(page, "not verified by") {
		t.Errorf("the watch asks to telephone for what was withdrawn: %s", page)
	}
}

func inWords(r schema.Rung) string { return strings.Replace(string(r), "takenOver", "taken over", 1) }

func view(f front, as, id string) console.MessageView {
	f.t.Helper()
	var v struct {
		console.MessageView
		Message json.RawMessage `json:"message"`
	}
	must(f.t, json.Unmarshal([]byte(f.do(step{as, "GET live/messages/" + id, "", 200, ""})), &v))
	return v.MessageView
}
