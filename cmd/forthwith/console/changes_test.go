package console_test

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"forthwith/schema"
)

// TestAFollowUpShowsWhatChanged has XA notify, and inform three times: of the weather,
// of another wind and an ordered measure, and of more than a list should hold.
func TestAFollowUpShowsWhatChanged(t *testing.T) {
	o := newOffice(t)
	xa, xb := newFront(t, o.server("XA", "")), newFront(t, o.server("XB", ""))
	release := func(m, id string) {
		xa.do(step{"haddad", "POST live/drafts", m, 202, ""})
		xa.do(step{"silva", "POST live/drafts/" + id + "/approval", "", 201, ""})
		o.reaches("XB", schema.Live, schema.MessageID(id))
	}
	inform := func(body string) string {
		id := string(schema.NewMessageID())
		release(fmt.Sprintf(`{"header":{"id":%q,"kind":"information","event":%q},"body":{"bases":["Article 2"],"validAt":"2026-01-02T03:04:05Z",%s}}`, id, e1, body), id)
		return id
	}
	weather := func(from int, status string) string {
		return fmt.Sprintf(`"conditions":{"availability":"provided","details":{"meteorology":[{"kind":"Observation","from":"2026-01-02T03:00:00Z","windFrom":{"value":%d,"unit":"deg"},"windSpeed":{"value":4,"unit":"m/s"}}]}},`+
			`"measures":{"availability":"provided","details":{"actions":[{"type":"Evacuation","status":%q,"text":%q}]}}`, from, status, script)
	}
	first := string(schema.NewMessageID())
	release(draft(first, e1, "fire"), first)
	inform(weather(240, "Planned"))
	second := inform(weather(310, "Ordered"))
	var samples []string
	for i := range 15 {
		samples = append(samples, fmt.Sprintf(`{"type":"seawater %d %s","from":"2026-01-02T03:00:00Z","location":{"name":"pier"},"results":[{"nuclide":"H-3","value":{"value":7,"unit":"Bq/L"}}]}`, i, script))
	}
	many := inform(`"monitoring":{"availability":"provided","details":{"samples":[` + strings.Join(samples, ",") + `]}}`)

	for who, f := range map[string]front{"moreno": xb, "silva": xa} {
		page := f.page("live", who, "/events/"+e1, 200)
		items := strings.Split(page, `<a href="/messages/`)[1:]
		if len(items) < 4 {
			t.Fatalf("%s: %s", who, page)
		}
		for _, c := range []struct {
			name, id string
			want     []string
		}{
			{"the wind and the measure", second, []string{"wind from: 240° to 310° (north-west)", "Evacuation: planned to ordered"}},
			{"more than a list holds", many, []string{"seawater 0 " + script, "seawater 11 ", "and 3 more: in words"}},
		} {
			_, rest, found := strings.Cut(page, `/messages/`+c.id+`/words">in words</a>`)
			list, _, _ := strings.Cut(rest, "</ul>")
			list = html.UnescapeString(list) // page has seen that no script stood there
			if strings.Contains(list, "seawater 12 ") {
				t.Errorf("%s: %s is not capped: %s", who, c.name, list)
			}
			for _, w := range c.want {
				if !found || !strings.Contains(list, w) {
					t.Errorf("%s: %s lacks %q: %s", who, c.name, w, list)
				}
			}
		}
		if list, _, _ := strings.Cut(items[0], "</li>"); strings.Contains(list, "<ul") {
			t.Errorf("%s: something changed in the first message: %s", who, list)
		}
	}
}
