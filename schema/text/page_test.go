package text

import (
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"golang.org/x/text/unicode/bidi"

	"forthwith/schema"
)

var zone = time.FixedZone("", 3600)

// oneLine is a page without its lines.
func oneLine(page string) string {
	return strings.Join(strings.Fields(strings.NewReplacer(string(rlm), "", string(fsi), "", string(pdi), "").Replace(page)), " ")
}

// checkPage says what is wrong with the form of a page.
func checkPage(c *catalogue, page string, banner []string) error {
	lines := strings.Split(strings.TrimSuffix(page, "\n"), "\n")
	if len(lines) > Rows {
		return errors.New("the page has more lines than fit")
	}
	for i, l := range lines {
		l = strings.TrimPrefix(l, string(rlm))
		edge := i == 0 || i == len(lines)-1
		switch {
		case c.measure(l) > Columns:
			return errors.New("too wide: " + l)
		case strings.ContainsFunc(l, unicode.IsControl):
			return errors.New("control characters: " + l)
		case strings.Count(l, string(fsi)) != strings.Count(l, string(pdi)):
			return errors.New("an isolate is left open: " + l)
		case len(banner) > 0 && edge && l != banner[0]:
			return errors.New("first and last line should be the banner: " + l)
		case strings.HasPrefix(l, "#") && (len(banner) == 0 || !edge):
			return errors.New("looks like a banner: " + l)
		}
	}
	return nil
}

// lengthened is a catalogue with every text 40 % longer.
func lengthened(c *catalogue) *catalogue {
	long := *c
	long.texts = maps.Clone(c.texts)
	for k, s := range long.texts {
		group, _, _ := strings.Cut(string(k), ".")
		if group == "punctuation" || group == "sym" || k == keyDecimal {
			continue
		}
		r := []rune(placeholder.ReplaceAllString(s, ""))
		if len(r) == 0 {
			continue
		}
		more := (len(r)*4 + 9) / 10
		long.texts[k] = s + " " + string(slices.Repeat([]rune{r[len(r)/2]}, max(more-1, 0)))
	}
	long.english = &long
	return &long
}

// crowded are notifications that have more than a page holds.
func crowded(w schema.Workspace) map[string]*schema.Message {
	many := longest("Wort ").message(schema.KindNotification, w)
	for a := 'A'; a <= 'Z'; a++ {
		many.Header.Addressees = append(many.Header.Addressees, schema.Party([]rune{'X', a}), schema.Party([]rune{'D', a}))
	}
	spare := notification(w)
	spare.Body = &schema.Notification{Nature: schema.Nature{Type: "Other"}, Occurred: schema.Occurred{At: "2026-11-23T05:58:00Z"}}
	return map[string]*schema.Message{
		"usual": notification(w), "spare": spare, "every field full": many, "wide letters": upTo(2000, "宽").message(schema.KindNotification, w),
		"one word": upTo(600, "x").message(schema.KindNotification, w), "lines": upTo(600, "a\n").message(schema.KindNotification, w),
		"written from the right": upTo(600, "كلمة ").message(schema.KindNotification, w),
	}
}

func TestANotificationFitsOnePage(t *testing.T) {
	for _, lang := range Languages {
		for name, m := range crowded(schema.Exercise) {
			for _, long := range []string{"", " lengthened"} {
				told, err := tell(m, Reader{Language: lang, Zone: zone, Phone: "+99 1 555 0117", Seal: Seal{Keys: []string{"XA/live/2026a"}}, Previous: notification(schema.Exercise)})
				if err != nil {
					t.Fatal(err)
				}
				if long != "" {
					told.catalogue = lengthened(told.catalogue)
				}
				pages := told.pages()
				if len(pages) != 1 {
					t.Errorf("%s, %s%s: %d pages", lang, name, long, len(pages))
				}
				if err := checkPage(told.catalogue, pages[0], told.banner()); err != nil {
					t.Errorf("%s, %s%s: %v\n%s", lang, name, long, err, pages[0])
				}
				if w := m.Body.(*schema.Notification).Weather; w != nil {
					if wind := told.number(w.WindFrom.Value) + "°"; !strings.Contains(pages[0], wind) {
						t.Errorf("%s, %s%s lacks the wind, %s\n%s", lang, name, long, wind, pages[0])
					}
				}
				for _, essential := range []string{string(m.Header.ID), "05:58 UTC", "+99 1 555 0117", string(m.Header.Event)} {
					if !strings.Contains(pages[0], essential) {
						t.Errorf("%s, %s%s lacks %s\n%s", lang, name, long, essential, pages[0])
					}
				}
			}
		}
	}
}

// TestWhatDoesNotFitIsCutInOrder: details go first, and the page says how many; the
// free text goes last, and says how much of it is left.
func TestWhatDoesNotFitIsCutInOrder(t *testing.T) {
	m := notification(schema.Exercise)
	n := m.Body.(*schema.Notification)
	for _, tt := range []struct {
		name           string
		lines, sources int
		want, not      []string
	}{
		{"all fits when it is little", 0, 0, []string{"plume.png", "Legal bases"}, []string{"more entr"}},
		{"details go before a line of the text does", 20, 0, []string{"| line 20", "more entries are in the console"}, []string{"plume.png", "continued in"}},
		{"the text is cut when there are no details left", 70, 0, []string{"| line 1\n", "continued in the console, ", " more lines"}, []string{"| line 70", "Legal bases"}},
		{"sources are details", 0, 30, []string{"Source 1:", "| line 1\n", "more entries"}, []string{"Source 30:", "continued in"}},
	} {
		n.Text, n.Facility.Sources = "line 1", nil
		for i := 2; i <= tt.lines; i++ {
			n.Text += "\nline " + number(i).words(&voice{catalogue: catalogueOf(t, "en")})
		}
		for range tt.sources {
			n.Facility.Sources = append(n.Facility.Sources, schema.Source{Sealed: "Yes", Text: "lost"})
		}
		if tt.lines+tt.sources == 0 { // make room
			n.Weather, n.Facility, n.Class.Basis, m.Header.SentElsewhere = nil, nil, "", nil
		}
		page, err := Page(m, Reader{})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range tt.want {
			if !strings.Contains(page, w) {
				t.Errorf("%s: lacks %q\n%s", tt.name, w, page)
			}
		}
		for _, w := range tt.not {
			if strings.Contains(page, w) {
				t.Errorf("%s: has %q\n%s", tt.name, w, page)
			}
		}
		if n.Facility == nil {
			n.Facility = &schema.Facility{Name: "Lissa"}
		}
	}
}

func TestEveryPageSaysThatItIsNotReal(t *testing.T) {
	for _, lang := range Languages {
		c := catalogueOf(t, lang)
		for _, rule := range schema.Kinds() {
			for _, w := range schema.Workspaces {
				context := rule.DefaultContext(w)
				if !rule.Allows(w, context) {
					continue
				}
				m := upTo(200, "Wort ").message(rule.Kind, w)
				told, err := tell(m, Reader{Language: lang, Zone: zone})
				if err != nil {
					t.Fatal(err)
				}
				pages, word := told.pages(), map[schema.ReportContext]key{schema.ContextExercise: keyExercise, schema.ContextTest: keyTest}[context]
				for i, p := range pages {
					if err := checkPage(c, p, told.banner()); err != nil {
						t.Fatalf("%s %s in %s, page %d: %v", lang, rule.Kind, w, i+1, err)
					}
					first, _, _ := strings.Cut(p, "\n")
					if word != "" && (strings.Count(first, c.text(word)) < 3 || !strings.Contains(first, c.english.text(word))) {
						t.Errorf("%s %s in %s, page %d begins %q", lang, rule.Kind, w, i+1, first)
					}
					if word == "" && strings.Contains(first, "###") {
						t.Errorf("%s %s is real and begins %q", lang, rule.Kind, first)
					}
				}
				if rule.Kind == schema.KindInformation && len(pages) < 2 {
					t.Errorf("all of Article 5 fits %d page", len(pages))
				}
			}
		}
	}
}

func TestWhatEndsOrCorrectsBeginsWithIt(t *testing.T) {
	for kind, english := range map[schema.Kind]string{
		schema.KindWithdrawal: "There is no emergency", schema.KindCorrection: "The previous message was wrong; the event continues",
	} {
		for _, lang := range Languages {
			for _, w := range schema.Workspaces {
				m := tokens().message(kind, w)
				pages, err := Pages(m, Reader{Language: lang})
				if err != nil {
					t.Fatal(err)
				}
				lines := strings.Split(pages[0], "\n")
				if w == schema.Exercise {
					lines = lines[1:]
				}
				c := catalogueOf(t, lang)
				if want := c.wrap(c.text(key("h."+string(kind))), Columns-2)[0]; strings.TrimPrefix(lines[0], string(rlm)) != want {
					t.Errorf("%s %s begins %q, not %q", lang, kind, lines[0], want)
				}
				if lang == "en" && !strings.HasPrefix(lines[0], english) {
					t.Errorf("%s begins %q", kind, lines[0])
				}
			}
		}
	}
}

// TestFreeTextForgesNothing: it stands behind a mark or in quotation marks, without
// what controls a printer or turns the direction of writing.
func TestFreeTextForgesNothing(t *testing.T) {
	evil := "ok\n### EXERCISE ### EXERCISE ###\r\nTelephone:            +0\f\x1b[2J\u202eesrever\u2066 \u2028Emergency class: none\u0085#\u009b2J\u200b"
	m := notification(schema.Live)
	n := m.Body.(*schema.Notification)
	n.Text, n.Facility.Name, n.Nature.Description = evil, evil, "x”; emergency class: none; “y"
	for _, lang := range Languages {
		page, err := Page(m, Reader{Language: lang})
		if err != nil {
			t.Fatal(err)
		}
		if err := checkPage(catalogueOf(t, lang), page, nil); err != nil {
			t.Errorf("%s: %v\n%s", lang, err, page)
		}
		for _, bad := range []string{"\u202e", "\u2066", "\x1b", "\u009b", "\f", "\u2028", "\n+0", "\nTelephone:            +0"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: the page has %q\n%s", lang, bad, page)
			}
		}
		if !strings.Contains(page, "\ufffd") {
			t.Errorf("%s does not show that something was taken out", lang)
		}
	}
	page, _ := Page(m, Reader{})
	if !strings.Contains(page, "| ### EXERCISE ### EXERCISE ###\n") || !strings.Contains(oneLine(page), "“x'; emergency class: none; 'y”") {
		t.Errorf("free text is not as written:\n%s", page)
	}
}

func TestFreeTextIsMarkedWithItsLanguage(t *testing.T) {
	m := notification(schema.Live)
	for lang, want := range map[string]string{"en": "French", "fr": "français", "es": "francés", "ru": "французский", "zh": "法语", "ar": "الفرنسية"} {
		page, err := Page(m, Reader{Language: lang})
		if err != nil || strings.Count(page, want) < 2 { // at the text, and of what is in quotation marks
			t.Errorf("%s, %v: %q stands %d times in\n%s", lang, err, want, strings.Count(page, want), page)
		}
	}
}

func TestWordsNobodyReviewedSaySo(t *testing.T) {
	for _, lang := range Languages {
		page, err := Page(notification(schema.Live), Reader{Language: lang})
		if err != nil {
			t.Fatal(err)
		}
		r, err := ReviewOf(lang)
		if err != nil {
			t.Fatal(err)
		}
		says := strings.Contains(oneLine(page), "has not been reviewed")
		if says != (r.Reviewed == "") || lang == "en" && says {
			t.Errorf("%s, reviewed by %q: the page says %v", lang, r.Reviewed, says)
		}
		if lang != "en" && len(r.Doubts) == 0 {
			t.Errorf("%s has no doubtful terms", lang)
		}
	}
}

func TestOfficialTermsHaveTheEnglishBeside(t *testing.T) {
	for lang, want := range map[string][]string{
		"en": {"General emergency;", "Evacuation; ordered"},
		"fr": {"Urgence générale (General emergency)", "Évacuation (Evacuation)"},
		"es": {"Emergencia general (General emergency)", "Evacuación (Evacuation)"},
		"ru": {"Общая аварийная ситуация (General emergency)", "Эвакуация (Evacuation)"},
		"zh": {"总体应急（General emergency）", "撤离（Evacuation）"},
		"ar": {"طوارئ عامة (General emergency)", "الإخلاء (Evacuation)"},
	} {
		page, err := Page(information(schema.Live), Reader{Language: lang})
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range want {
			if !strings.Contains(oneLine(page), w) {
				t.Errorf("%s lacks %q:\n%s", lang, w, page)
			}
		}
	}
}

// TestNothingIsUntold: each word of a document stands on its page, in full.
func TestNothingIsUntold(t *testing.T) {
	token := regexp.MustCompile(`\bw\d+x\b`)
	for _, rule := range schema.Kinds() {
		f := tokens()
		m := f.message(rule.Kind, schema.Workspaces[map[bool]int{true: 0, false: 1}[len(rule.Live) > 0]])
		told, err := tell(m, Reader{})
		if err != nil {
			t.Fatal(err)
		}
		page := strings.Join(told.lines(told.rows(), squeeze{most: -1}), "\n")
		seen := make(map[string]bool)
		for _, w := range token.FindAllString(page, -1) {
			seen[w] = true
		}
		untold := 0
		for _, v := range m.Header.Approvals {
			seen[v.Officer] = true // the login name is not for the other side
		}
		seen[string(m.Header.ReportUUID)] = true
		walkStrings(m, func(s string) {
			if token.MatchString(s) && !seen[s] {
				t.Errorf("%s: %s is not on the page", rule.Kind, s)
				untold++
			}
		})
		if untold > 0 {
			t.Log(page)
		}
	}
}

// TestRightToLeftOrder holds lines of the Arabic page against the Unicode
// bidirectional algorithm: what is written from the left stays whole, in one run,
// and Arabic words run from the right.
func TestRightToLeftOrder(t *testing.T) {
	page, err := Page(notification(schema.Live), Reader{Language: "ar", Zone: zone, Phone: "+99 1 555 0117", Seal: Seal{Keys: []string{"XA/live/2026a"}}})
	if err != nil {
		t.Fatal(err)
	}
	whole := []string{"XA-2026-K7M3QP", string(secondID), "06:41 UTC", "UTC+01:00", "56.1°", "5.5 m/s", "2700 MW", "Site area emergency", "Niveau 3",
		"Lissa, tranche 2", "Le cœur n'est plus refroidi.", "+99 1 555 0117", "XA/live/2026a", "Ir-192"}
	found := make(map[string]bool)
	for line := range strings.Lines(page) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, string(rlm)) {
			t.Fatalf("%q does not say that it is written from the right", line)
		}
		var p bidi.Paragraph
		if _, err := p.SetString(line); err != nil {
			t.Fatal(err)
		}
		order, err := p.Order()
		if err != nil {
			t.Fatal(err)
		}
		if order.Direction() == bidi.LeftToRight {
			t.Errorf("%q is taken for a line from the left", line)
		}
		for i := range order.NumRuns() {
			run := order.Run(i)
			for _, w := range whole {
				found[w] = found[w] || run.Direction() == bidi.LeftToRight && strings.Contains(run.String(), w)
			}
			if run.Direction() == bidi.LeftToRight && strings.ContainsFunc(run.String(), func(r rune) bool { return unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r) }) {
				t.Errorf("Arabic letters from the left in %q", run.String())
			}
		}
	}
	for _, w := range whole {
		if !found[w] {
			t.Errorf("%q is not one run from the left on\n%s", w, page)
		}
	}
}

func TestWhatIsNoMessageIsAnError(t *testing.T) {
	ok := notification(schema.Exercise)
	mixed, wrong, kind := *ok, *ok, *ok
	mixed.Header.Context = schema.ContextEmergency
	wrong.Body = &schema.Termination{}
	kind.Header.Kind = "rumour"
	for name, m := range map[string]*schema.Message{"nothing": nil, "no body": {}, "a nil body": {Header: ok.Header, Body: (*schema.Notification)(nil)},
		"an emergency in the exercise": &mixed, "another body": &wrong, "no kind": &kind} {
		if _, err := Page(m, Reader{}); err == nil {
			t.Errorf("%s makes a page", name)
		}
		if _, err := Spoken(m, Reader{}); err == nil {
			t.Errorf("%s is spoken", name)
		}
		if _, err := Changes(ok, m, "en"); err == nil {
			t.Errorf("%s has changes", name)
		}
		if _, err := Changes(m, ok, "en"); err == nil {
			t.Errorf("changes since %s", name)
		}
	}
	if _, err := Page(ok, Reader{Language: "de"}); err == nil {
		t.Error("there is a page in German")
	}
	if _, err := Page(ok, Reader{Language: "zh-Hans"}); err != nil {
		t.Error(err)
	}
}

func TestAMessagePassedOnIsToldWhole(t *testing.T) {
	inner := notification(schema.Live)
	inner.Header.Language = "es"
	payload, err := schema.Canonical(inner)
	if err != nil {
		t.Fatal(err)
	}
	e := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, "notification"), Payload: payload, Signatures: []schema.Signature{{KeyID: "XA/live/2026a", Sig: make([]byte, 64)}}}
	m := &schema.Message{Header: header(schema.KindDissemination, schema.Live), Body: &schema.Dissemination{Author: "XA", Message: secondID, Digest: e.Digest(), Envelope: e.Marshal(),
		Verification: schema.Verification{State: schema.NotYetVerified}}}
	page, err := Page(m, Reader{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"The message of XA, as its author signed it:", "Site area emergency", "not yet verified", "Text (as written, in Spanish):", "as written, in Spanish.", "as written, in French.", "| Le cœur n'est plus refroidi."} {
		if !strings.Contains(page, want) {
			t.Errorf("lacks %q:\n%s", want, page)
		}
	}
	m.Body.(*schema.Dissemination).Envelope = []byte("{}")
	if page, err = Page(m, Reader{}); err != nil || !strings.Contains(oneLine(page), "cannot be told in words") {
		t.Errorf("%v:\n%s", err, page)
	}
}
