package console_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"html"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation"
	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// front is a console as requests meet it. Every answer it gives is looked at.
type front struct {
	t *testing.T
	http.Handler
	tokens map[string]string // by login, of those who signed in
	from   string            // the address requests come from
	header http.Header       // that they carry besides
}

func newFront(t *testing.T, s *console.Server) front {
	return front{t: t, Handler: s.Handler(), tokens: map[string]string{"weather": machine}, from: "192.0.2.1:4000"}
}

var machine, machineSecret = console.NewMachineToken("weather")

// step is one request and what must come of it. Who makes it is a login or a
// token; what is called is a path of the API, or a page with its host.
type step struct {
	as, call, body string
	status         int
	text           string
}

// goWording is what nobody at a desk should have to read.
var goWording = regexp.MustCompile(`json:|http:|Go |unmarshal|\bEOF\b|\bstruct\b|\bnil\b|%!`)

// do takes one step and returns the answer.
func (f front) do(s step) string {
	f.t.Helper()
	method, target, _ := strings.Cut(s.call, " ")
	page := strings.HasPrefix(target, "http://")
	if !page {
		target = "/api/v1/" + target
	}
	r := httptest.NewRequest(method, target, strings.NewReader(s.body))
	if r.RemoteAddr = f.from; f.header != nil {
		r.Header = f.header.Clone()
	}
	token := s.as
	if slices.Contains([]string{"haddad", "silva", "moreno", "admin", "weather"}, s.as) {
		token = f.signIn(s.as)
	}
	if world, _, _ := strings.Cut(r.Host, "."); page {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if token != "" {
			r.AddCookie(&http.Cookie{Name: "forthwith-" + world, Value: token})
		}
	} else if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	f.ServeHTTP(w, r)
	answer := w.Body.String() + strings.Join(w.Header()["Location"], "") + strings.Join(w.Header()["Set-Cookie"], "")
	if w.Code != s.status || !strings.Contains(answer, s.text) {
		f.t.Errorf("%.20s %s %.80s: %d %s\nwant %d with %q", s.as, s.call, s.body, w.Code, answer, s.status, s.text)
	}
	for k, want := range map[string]string{"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"} {
		if got := w.Header().Get(k); !strings.HasPrefix(got, want) {
			f.t.Errorf("%s: the answer's %s is %q, want %q", s.call, k, got, want)
		}
	}
	var p console.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); w.Code >= 400 && !page && (err != nil || p.Status != w.Code || p.Code == "" || p.Text == "") {
		f.t.Errorf("%s: %d is no problem with a code and a text: %s", s.call, w.Code, answer)
	}
	if bad := goWording.FindString(answer); w.Code >= 400 && bad != "" {
		f.t.Errorf("%s %.60s: the answer says %q: %s", s.call, s.body, bad, answer)
	}
	return answer
}

func (f front) signIn(login string) string {
	f.t.Helper()
	if f.tokens[login] == "" {
		var s console.Session
		must(f.t, json.Unmarshal([]byte(f.do(session(login, password, 201, login))), &s))
		f.tokens[login] = s.Token
	}
	return f.tokens[login]
}

func session(login, password string, status int, text string) step {
	return step{"", "POST session", fmt.Sprintf(`{"login":%q,"password":%q}`, login, password), status, text}
}

// draft is a notification to XB, in the API's words.
func draft(id, event, description string) string {
	return fmt.Sprintf(`{"header":{"id":%q,"kind":"notification","addressees":["XB"],"event":%q},"body":{"bases":["Article 2"],`+
		`"nature":{"type":"Other","description":%q},"occurred":{"at":"2020-01-02T03:04:05Z","estimated":true},"text":%[3]q}}`, id, event, description)
}

const (
	m1, m2 = "01980000-0000-7000-8000-000000000001", "01980000-0000-7000-8000-000000000002"
	e1, e2 = "XA-2026-AAAAAA", "XA-2026-BBBBBB"
)

// clocked is an office of which only XA works, with a clock that goes on when told.
func clocked(t *testing.T) (o *office, f front, later func(time.Duration)) {
	t.Helper()
	start, ahead := time.Now(), new(atomic.Int64)
	clock := federation.Clock{Now: func() time.Time { return start.Add(time.Duration(ahead.Load())) }, After: time.After}
	fed, err := sim.New(sim.Config{Dir: t.TempDir(), Parties: []sim.Party{{Code: "XA", Name: "Arvania"}, {Code: "XB", Name: "Borland"}}, Policy: notify.DefaultPolicy(), Clock: func(schema.Party) federation.Clock { return clock }})
	must(t, err)
	must(t, fed.Start(t.Context(), "XA"))
	t.Cleanup(func() { must(t, fed.Close()) })
	hash, err := console.HashPassword(password)
	must(t, err)
	user := notify.User{Login: "weather", Name: "Weather service", Desk: "nca-d", Machine: true, Secret: machineSecret, Since: schema.NewInstant(start)}
	must(t, fed.Node("XA").SetUser(t.Context(), user, "test"))
	for login, desk := range map[string]string{"haddad": "nca-d", "silva": "nca-d", "moreno": "nwp", "admin": "admin"} {
		user.Login, user.Name, user.Desk, user.Machine, user.Secret = login, "Officer "+login, desk, false, hash
		must(t, fed.Node("XA").SetUser(t.Context(), user, "test"))
	}
	o = &office{Federation: fed, t: t, ctx: t.Context()}
	return o, newFront(t, o.server("XA", "")), func(d time.Duration) { ahead.Add(int64(d)) }
}

// TestNothingWithoutASession reads the tables of routes from the source, so that
// none is forgotten.
func TestNothingWithoutASession(t *testing.T) {
	_, f, _ := clocked(t)
	fill := strings.NewReplacer("/api/v1/", "", "{world}", "exercise", "{act}", "start", "{$}", "", "{id}", m1)
	tokens := []string{"", "nonsense", "a.b", "fwm_weather_wrong", "fwm_haddad_", "fwm_", machine + "x"}
	for file, least := range map[string]int{"api.go": 23, "pages.go": 12} {
		source, err := os.ReadFile(file)
		must(t, err)
		routes := regexp.MustCompile(`"(GET|POST) (/[^"]*)"`).FindAllStringSubmatch(string(source), -1)
		if len(routes) < least {
			t.Fatalf("%s: only %d routes were found", file, len(routes))
		}
		for _, r := range routes {
			switch method, path := r[1], fill.Replace(r[2]); {
			case r[0] == `"POST /api/v1/session"` || strings.HasPrefix(path, "/sign-") || strings.HasPrefix(path, "/static/"):
			case file == "api.go":
				for _, token := range tokens {
					f.do(step{token, method + " " + path, "", 401, "sign in"})
				}
			default:
				for _, token := range append(tokens, machine) {
					f.do(step{token, method + " http://live.localhost" + path, "", 303, "/sign-in"})
					f.do(step{token, method + " http://exercise.localhost" + path, "", 303, "/sign-in"})
				}
			}
		}
	}
}

func TestSignInTellsAGuesserNothing(t *testing.T) {
	_, f, later := clocked(t)
	said := make(map[string]bool)
	for _, login := range []string{"haddad", "nobody", "weather"} { // the last is a machine
		for range 5 {
			said[f.do(session(login, "a-wrong-password", 403, "login or password is wrong"))] = true
		}
		said[f.do(session(login, "a-wrong-password", 403, "too many tries; try again in 2 seconds"))] = true
	}
	if len(said) != 2 {
		t.Errorf("logins are answered differently: %v", said)
	}
	f.do(session("haddad", password, 403, "too many tries"))
	f.signIn("silva")
	elsewhere := f
	elsewhere.from = "192.0.2.2:4000"
	elsewhere.do(session("haddad", password, 201, "haddad"))
	later(2 * time.Second)
	f.signIn("haddad")
	f.do(session("haddad", "a-wrong-password", 403, "login or password is wrong")) // counted from nothing again
}

// TestWhoMayDoWhat is one story of persons and a machine at XA.
func TestWhoMayDoWhat(t *testing.T) {
	_, f, _ := clocked(t)
	approve, approve2, withdraw := "POST live/drafts/"+m1+"/approval", "POST live/drafts/"+m2+"/approval", "POST live/events/"+e1+"/withdrawal"
	acknowledge, user := "POST live/messages/"+m1+"/acknowledgement", `{"login":"costa","name":"Officer Costa","desk":"nwp","password":"a-long-password"}`
	for _, s := range []step{
		// A second person releases, and who asks again is told the same.
		{"moreno", "POST live/drafts", draft(m1, e1, "first"), 403, `needs the right \"issue\"`},
		{"haddad", "POST live/drafts", draft(m1, e1, "first"), 202, `"needs":1`},
		{"haddad", approve, "", 403, "Officer haddad has drafted it already; a second person releases"},
		{"moreno", approve, "", 403, `needs the right \"issue\"`},
		{"weather", approve, "", 403, "a machine cannot approve"},
		{"silva", approve, "", 201, `"released":true`},
		{"silva", approve, "", 201, `"event":"` + e1 + `","released":true`},
		{"haddad", "GET live/drafts", "", 200, "[]"},
		// A machine reads and drafts; persons make its draft theirs.
		{"weather", "POST live/drafts", draft(m2, e2, "second"), 202, `"needs":2`},
		{"haddad", approve2, "", 202, `"needs":1`},
		{"silva", approve2, "", 201, `"released":true`},
		{"weather", "GET session", "", 200, `"machine":true`},
		{"weather", "GET node", "", 200, "XB"},
		{"weather", "GET live/events/" + e1, "", 200, m1},
		{"weather", "GET live/messages/" + m1 + "/envelope", "", 200, "payload"},
		// It acts for nobody.
		{"weather", withdraw, `{"reason":"x"}`, 403, "a machine cannot withdraw"},
		{"weather", acknowledge, "", 403, "a machine cannot acknowledge"},
		{"weather", "POST live/notes", `{"text":"x"}`, 403, "a machine cannot write a note"},
		{"weather", "POST exercise/exercises", `{"name":"Autumn","to":["XB"]}`, 403, "a machine cannot"},
		{"weather", "POST exercise/exercises/" + e1 + "/enter", "", 403, "a machine cannot"},
		{"weather", "POST exercise/exercises/" + e1 + "/start", "", 403, "a machine cannot"},
		{"weather", "POST exercise/exercises/" + e1 + "/end", "", 403, "a machine cannot"},
		{"weather", "GET users", "", 403, "only a person"},
		{"weather", "POST users", user, 403, "only a person"},
		{"weather", "POST directory", "{}", 403, "only a person"},
		// A desk does what it has the right to.
		{"moreno", withdraw, `{"reason":"x"}`, 403, `needs the right \"issue\"`},
		{"admin", withdraw, `{"reason":"x"}`, 403, `needs the right \"issue\"`},
		{"admin", acknowledge, "", 403, `needs the right \"receive\"`},
		{"haddad", acknowledge, `{"rung":"takenOver"}`, 403, `needs the right \"take-over\"`},
		{"haddad", "POST exercise/exercises", `{"name":"Autumn","to":["XB"]}`, 403, `needs the right \"coordinate\"`},
		{"haddad", "POST users", user, 403, "may add users"},
		{"moreno", "GET users", "", 403, "may see the users"},
		{"haddad", "POST directory", "{}", 403, "may take a directory edition"},
		{"admin", "POST users", user, 200, "costa"},
		{"admin", "POST exercise/exercises", `{"name":"Autumn","to":["XB"]}`, 201, "XA-"},
		{"moreno", "POST live/notes", `{"text":"telephoned"}`, 200, ""},
		{"haddad", withdraw, `{"reason":"wrong form"}`, 201, e1},
		session("costa", "a-long-password", 201, "costa"),
	} {
		f.do(s)
	}
	var robot console.NewUserAnswer // a machine, with the rights of administrators
	must(t, json.Unmarshal([]byte(f.do(step{"admin", "POST users", `{"login":"robot","name":"Robot","desk":"admin","machine":true}`, 200, "fwm_robot_"})), &robot))
	f.do(step{robot.Token, "GET users", "", 403, "only a person"})
	f.do(step{robot.Token, "POST users", user, 403, "only a person"})
	f.do(step{robot.Token, "POST directory", "{}", 403, "only a person"})
	f.do(step{robot.Token, "POST exercise/exercises", `{"name":"Autumn","to":["XB"]}`, 403, "a machine cannot"})
}

func TestSessionOutlivesItsServerAndNothingElse(t *testing.T) {
	o, f, later := clocked(t)
	token, admin := f.signIn("moreno"), f.signIn("admin")
	newFront(t, o.server("XA", "")).do(step{token, "GET session", "", 200, "moreno"})
	other := console.New(console.Config{Node: o.Node("XA"), Desks: desks, SessionKey: []byte("another key of thirty-two bytes."), Log: slog.New(slog.DiscardHandler)})
	newFront(t, other).do(step{token, "GET session", "", 401, "sign in"})
	claims, signature, _ := strings.Cut(token, ".")
	others, _, _ := strings.Cut(admin, ".")
	for _, forged := range []string{claims, claims + ".", "." + signature, others + "." + signature, claims + "x." + signature, token + "x", token[:len(token)-2], strings.ToUpper(token)} {
		f.do(step{forged, "GET session", "", 401, "sign in"})
	}
	later(time.Second)
	f.do(step{admin, "POST users", `{"login":"moreno","name":"Officer moreno","desk":"nwp","password":"another-password"}`, 200, "moreno"})
	f.do(step{token, "GET session", "", 401, "sign in"}) // of the old password
	f.do(session("moreno", password, 403, "wrong"))
	f.do(session("moreno", "another-password", 201, "moreno"))
	later(12*time.Hour - time.Second - time.Millisecond)
	f.do(step{admin, "GET session", "", 200, "admin"})
	later(2 * time.Millisecond)
	f.do(step{admin, "GET session", "", 401, "sign in"})
}

func TestEveryFaultIsSaidInPlainWords(t *testing.T) {
	_, f, _ := clocked(t)
	big := `{"reason":"` + strings.Repeat("a", schema.MaxEnvelope) + `"}`
	for _, call := range []string{"POST live/drafts", "POST live/events/" + e1 + "/withdrawal", "POST users", "POST directory"} {
		f.do(step{"admin", call, big, 413, "larger than 512 KiB"})
	}
	for _, call := range []string{"POST live/drafts/" + m1 + "/approval", "POST live/messages/" + m1 + "/acknowledgement", "POST live/events/" + e1 + "/withdrawal", "GET live/events/" + e1,
		"GET live/events/%00", "GET live/drafts/x", "GET live/messages/" + m1, "GET live/messages/" + m1 + "/deliveries", "GET live/messages/" + m1 + "/envelope"} {
		f.do(step{"haddad", call, `{"reason":"x"}`, 404, "not found"})
	}
	for _, s := range []step{
		{"", "POST session", big, 413, "larger than 4 KiB"},
		{"haddad", "POST http://live.localhost/notes", "text=" + big, 413, "larger than 64 KiB"},
		{"haddad", "POST http://live.localhost/notes", "text=%zz", 400, "form"},
		{"", "POST session", "", 400, "JSON"},
		{"", "POST session", `{"login":"haddad","pasword":"x"}`, 400, `no field \"pasword\"`},
		{"haddad", "POST live/notes", `{"text":`, 400, "JSON"},
		{"haddad", "POST live/notes", `{"text":"a"} {"text":"b"}`, 400, "something follows"},
		{"haddad", "POST live/notes", `{"txt":"a"}`, 400, `no field \"txt\"`},
		{"haddad", "POST live/notes", `{"text":1}`, 400, `a JSON number does not fit the field \"text\"`},
		{"haddad", "POST live/notes", `[]`, 400, "JSON"},
		{"haddad", "POST live/notes", `{"id":"1"}`, 400, "UUID"},
		{"admin", "POST exercise/exercises", `{"to":"XB"}`, 400, `does not fit the field \"to\"`},
		{"admin", "POST exercise/exercises/" + e1 + "/cancel", "", 400, "entered, started or ended"},
		{"admin", "POST exercise/exercises/" + e1 + "/enter", "", 404, "not found"},
		{"admin", "POST users", `{"login":"costa","admin":true}`, 400, `no field \"admin\"`},
		{"admin", "POST users", `{"login":"costa","name":"C","desk":"none","password":"a-long-password"}`, 400, "there is no desk"},
		{"admin", "POST users", `{"login":"costa","name":"C","desk":"nwp","password":"short"}`, 400, "at least 10 characters"},
		{"admin", "POST users", `{"login":"co sta","name":"C","desk":"nwp","password":"a-long-password"}`, 400, "the user's login"},
		{"admin", "POST directory", `{}`, 400, "edition"},
		// What is wrong with a message is named, all at once.
		{"haddad", "POST live/drafts", `{"header":}`, 422, "syntax"},
		{"haddad", "POST live/drafts", `{"hedder":{}}`, 422, "unknown-field"},
		{"haddad", "POST live/drafts", `{"header":{"kind":"rumour"}}`, 422, "kind-unknown"},
		{"haddad", "POST live/drafts", `{"header":{"kind":"notification","addressees":"XB"}}`, 422, "/header/addressees"},
		{"haddad", "POST live/drafts", draft(m1, e1, strings.Repeat("a", 300)), 422, "/body/nature/description"},
		{"haddad", "GET mars/events", "", 400, `it is \"live\" or \"exercise\"`},
	} {
		f.do(s)
	}
}

// TestStreamTellsAndEnds listens at a running server while its node releases.
func TestStreamTellsAndEnds(t *testing.T) {
	o, f, _ := clocked(t)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	stopped := make(chan error, 1)
	go func() { stopped <- o.server("XA", l.Addr().String()).Serve(ctx, l) }()
	f.do(step{"haddad", "POST live/drafts", draft(m1, e1, "first"), 202, ""})
	r, err := http.NewRequestWithContext(t.Context(), "GET", "http://"+l.Addr().String()+"/api/v1/live/stream", nil)
	must(t, err)
	r.Header.Set("Authorization", "Bearer "+f.signIn("silva"))
	resp, err := http.DefaultClient.Do(r)
	must(t, err)
	defer resp.Body.Close()
	if got := resp.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Errorf("a stream is %q", got)
	}
	lines := bufio.NewScanner(resp.Body)
	for _, when := range []string{"at once", "after the release"} {
		for lines.Scan() && !strings.HasPrefix(lines.Text(), "event: ") {
		}
		if lines.Text() != "event: changed" {
			t.Fatalf("%s the stream says %q: %v", when, lines.Text(), lines.Err())
		}
		f.do(step{"silva", "POST live/drafts/" + m1 + "/approval", "", 201, ""}) // the second time changes nothing
	}
	stop()
	must(t, <-stopped)
	for lines.Scan() {
	}
	must(t, lines.Err())
}

const script = "<script>alert(1)</script>"

// page gets a page, and looks at what every page of its world must be. Events of
// live are XA-2026-V… here, those of exercise XA-2026-X….
func (f front) page(w schema.Workspace, as, path string, status int) string {
	f.t.Helper()
	page := f.do(step{as, fmt.Sprintf("GET http://%s.localhost%s", w, path), "", status, ""})
	name, other := "LIVE", regexp.MustCompile("said in exercise|XA-2026-X0000|Autumn")
	if w == schema.Exercise {
		name, other = "EXERCISE", regexp.MustCompile("said in live|XA-2026-V0000")
	}
	_, body, _ := strings.Cut(page, "<body>")
	visible := strings.TrimSpace(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(body, ""))
	if !strings.Contains(page, "<title>"+name+": ") || !strings.HasPrefix(visible, name) {
		f.t.Errorf("%s %s does not begin with its world: %s", w, path, page)
	}
	if other.MatchString(page) || strings.Contains(page, "<script>alert") {
		f.t.Errorf("%s %s shows the other world or lets a script through: %s", w, path, page)
	}
	return page
}

// TestPagesOfTwoWorlds fills both worlds with hostile text and looks at every page.
func TestPagesOfTwoWorlds(t *testing.T) {
	o := newOffice(t)
	o.exercise()
	xa, xb := newFront(t, o.server("XA", "")), newFront(t, o.server("XB", ""))
	rings, acked := map[schema.Workspace]string{"live": "XA-2026-V00001", "exercise": "XA-2026-X00001"}, map[schema.Workspace]string{"live": "XA-2026-V00002", "exercise": "XA-2026-X00002"}
	id := func() string { return string(schema.NewMessageID()) }
	release := func(w schema.Workspace, event string) string {
		m := id()
		xa.do(step{"haddad", fmt.Sprintf("POST %s/drafts", w), draft(m, event, script+" said in "+string(w)), 202, ""})
		xa.do(step{"silva", fmt.Sprintf("POST %s/drafts/%s/approval", w, m), "", 201, ""})
		o.reaches("XB", w, schema.MessageID(m))
		return m
	}
	waiting := map[schema.Workspace]string{"live": id(), "exercise": id()}
	unsent := map[schema.Workspace]string{"live": "XA-2026-V00003", "exercise": "XA-2026-X00003"}
	for _, w := range schema.Workspaces {
		release(w, rings[w])
		m, ack := release(w, acked[w]), id()
		xb.do(step{"moreno", fmt.Sprintf("POST %s/messages/%s/acknowledgement", w, m), fmt.Sprintf(`{"id":%q,"remark":%q}`, ack, script), 201, ""})
		o.reaches("XA", w, schema.MessageID(ack))
		xa.do(step{"haddad", fmt.Sprintf("POST %s/drafts", w), draft(waiting[w], unsent[w], script), 202, ""})
	}
	look := func(f front, w schema.Workspace, as string, paths ...string) {
		for _, path := range paths {
			if page := f.page(w, as, path, 200); !strings.Contains(page, html.EscapeString(script)) {
				t.Errorf("%s %s does not show what was said: %s", w, path, page)
			}
		}
	}
	for _, w := range schema.Workspaces {
		look(xb, w, "moreno", "/", "/events", "/events/"+rings[w], "/events/"+acked[w])
		look(xa, w, "haddad", "/events", "/events/"+rings[w], "/events/"+acked[w], "/events/"+acked[w]+"/withdraw", "/drafts/"+waiting[w])
		withdrawal := id()
		xa.do(step{"silva", fmt.Sprintf("POST %s/events/%s/withdrawal", w, acked[w]), fmt.Sprintf(`{"id":%q,"reason":%q}`, withdrawal, script), 201, ""})
		o.reaches("XB", w, schema.MessageID(withdrawal))
		for _, path := range []string{"/", "/events", "/events/" + acked[w], "/parties"} {
			xa.page(w, "silva", path, 200)
			xb.page(w, "moreno", path, 200)
		}
		xa.page(w, "silva", "/events/"+url.PathEscape(script), 404)
		xa.page(w, "silva", "/drafts/x", 404)
		xa.page(w, "", "/sign-in", 200)
	}
	xa.do(step{"silva", "GET http://live.localhost/events/" + rings["exercise"], "", 404, "not found"})
	xa.do(step{"silva", "GET http://exercise.localhost/events/" + rings["live"], "", 404, "not found"})
	xa.page(schema.Exercise, "silva", "/exercises", 200)
	xa.page(schema.Live, "silva", "/exercises", 400)
	xa.do(step{"silva", "GET http://node.example/", "", 200, "two worlds"})
	xa.do(step{"", "GET http://live.localhost/static/console.css", "", 200, ".exercise"})
}

func TestOtherSitesAndTheOtherWorldsCookieAreRefused(t *testing.T) {
	_, f, _ := clocked(t)
	moreno := f.signIn("moreno")
	for _, c := range []struct {
		name, value string
		refused     bool
	}{
		{"Sec-Fetch-Site", "cross-site", true}, {"Sec-Fetch-Site", "same-site", true}, {"Origin", "https://elsewhere.example", true},
		{"Origin", "http://exercise.localhost", true}, {"Origin", "null", true},
		{"Sec-Fetch-Site", "same-origin", false}, {"Origin", "http://live.localhost", false},
	} {
		f.header = http.Header{c.name: {c.value}}
		for _, path := range []string{"/notes", "/sign-in", "/events/" + e1 + "/withdraw", "/api/v1/live/notes"} {
			s := step{moreno, "POST http://live.localhost" + path, "text=x&reason=x&login=moreno&password=" + password, 403, "another site"}
			switch {
			case c.refused:
			case path == "/api/v1/live/notes":
				s.status, s.body, s.text = 200, `{"text":"x"}`, ""
			case path == "/events/"+e1+"/withdraw":
				s.text = "needs the right"
			default:
				s.status, s.text = 303, ""
			}
			f.do(s)
		}
	}
	f.header = nil
	given := f.do(step{"", "POST http://live.localhost/sign-in", "login=moreno&password=" + password, 303, "HttpOnly; SameSite=Strict"})
	_, cookie, _ := strings.Cut(given, "/forthwith-live=")
	cookie, _, _ = strings.Cut(cookie, ";")
	f.header = http.Header{"Cookie": {"forthwith-live=" + cookie}}
	f.do(step{"", "GET http://live.localhost/", "", 200, "Officer moreno"})
	f.do(step{"", "GET http://exercise.localhost/", "", 303, "/sign-in"})
	f.do(step{"", "GET http://exercise.localhost/api/v1/exercise/ringing", "", 401, "sign in"})
	if strings.Contains(given, "Domain=") {
		t.Errorf("the cookie of live goes to more than its host: %s", given)
	}
}
