package console_test

import (
	"fmt"
	"html"
	"strings"
	"testing"

	"forthwith/schema"
)

// TestAMessageIsReadInSixLanguages asks the receiver's console, by API and by page,
// and in both worlds.
func TestAMessageIsReadInSixLanguages(t *testing.T) {
	o := newOffice(t)
	o.exercise()
	xa, xb := newFront(t, o.server("XA", "")), newFront(t, o.server("XB", ""))
	for _, w := range schema.Workspaces {
		id := string(schema.NewMessageID())
		xa.do(step{"haddad", fmt.Sprintf("POST %s/drafts", w), draft(id, "XA-2026-AAAAAA", script), 202, ""})
		xa.do(step{"silva", fmt.Sprintf("POST %s/drafts/%s/approval", w, id), "", 201, ""})
		o.reaches("XB", w, schema.MessageID(id))
		for _, c := range []struct{ language, says string }{
			{"", "Notification of a nuclear or radiological emergency"},
			{"ar", "تبليغ"}, {"es", "Notificación"}, {"fr", "Notification d'une situation"}, {"ru", "Оповещение"}, {"zh", "通报"},
		} {
			xb.do(step{"moreno", fmt.Sprintf("GET %s/messages/%s/words?language=%s", w, id, c.language), "", 200, c.says})
			page := xb.page(w, "moreno", "/messages/"+id+"/words?language="+c.language, 200)
			if !strings.Contains(html.UnescapeString(page), c.says) || strings.Contains(page, script) || !strings.Contains(page, html.EscapeString(script)) {
				t.Errorf("%s in %q: %s", w, c.language, page)
			}
			if (w == schema.Exercise) != strings.Contains(page, "### ") {
				t.Errorf("%s in %q: the banner is that of the other world:\n%s", w, c.language, page)
			}
		}
		xb.do(step{"moreno", fmt.Sprintf("GET %s/messages/%s/words?language=tlh", w, id), "", 400, "it is one of en, ar"})
		xb.do(step{"moreno", fmt.Sprintf("GET %s/messages/%s/words", w, schema.NewMessageID()), "", 404, "not found"})
	}
}
