package console

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"strings"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

//go:embed static templates
var files embed.FS

// worldOf is the world a host name stands for: live.localhost, exercise.localhost.
func worldOf(r *http.Request) (schema.Workspace, bool) {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	first, _, _ := strings.Cut(host, ".")
	w, err := schema.ParseWorkspace(first)
	return w, err == nil
}

// cookieName differs between the worlds, and the browser keeps each to its host.
func cookieName(r *http.Request) string {
	w, _ := worldOf(r)
	return "forthwith-" + string(w)
}

// page is what every template is given.
type page struct {
	*call
	World    string // LIVE or EXERCISE
	Exercise bool
	Path     string
	Title    string
	UTC      string
	Other    int // waiting in the other world
	OtherURL string
	Problem  *Problem
	Data     any
}

// pages is the table of pages. Each is one question, answered in its headline.
func (s *Server) pages(mux *http.ServeMux) {
	mux.Handle("GET /static/", http.FileServerFS(files))
	mux.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) { s.renderSignIn(w, r, "") })
	mux.HandleFunc("POST /sign-in", s.doSignIn)
	mux.HandleFunc("POST /sign-out", s.doSignOut)
	for pattern, f := range map[string]func(*call) (string, string, any, error){
		"GET /{$}":                  (*call).watchPage,
		"GET /events":               (*call).eventsPage,
		"GET /events/{id}":          (*call).eventPage,
		"GET /events/{id}/withdraw": (*call).withdrawPage,
		"GET /drafts/{id}":          (*call).draftPage,
		"GET /parties":              func(c *call) (string, string, any, error) { return "parties", "Parties", c.viewNode(), nil },
		"GET /exercises":            func(c *call) (string, string, any, error) { return "exercises", "Exercises", c.viewExercises(), nil },
	} {
		mux.HandleFunc(pattern, s.onPage(f))
	}
	for pattern, f := range map[string]func(*call) (string, error){
		"POST /messages/{id}/acknowledge": (*call).postAcknowledge,
		"POST /events/{id}/withdraw":      (*call).postWithdraw,
		"POST /drafts/{id}/approve":       (*call).postApprove,
		"POST /notes":                     (*call).postNote,
		"POST /exercises/{id}/enter":      (*call).postEnter,
	} {
		mux.HandleFunc(pattern, s.onAct(f))
	}
}

// open finds the world and the officer of a page; it answers itself where there
// is none.
func (s *Server) open(w http.ResponseWriter, r *http.Request) (*call, bool) {
	world, ok := worldOf(r)
	if !ok {
		s.renderChooser(w)
		return nil, false
	}
	o, err := s.officer(r)
	if err != nil || o.Machine {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil, false
	}
	return &call{Server: s, officer: o, world: world, r: r, w: w}, true
}

func (s *Server) onPage(f func(*call) (name, title string, data any, err error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ok := s.open(w, r)
		if !ok {
			return
		}
		name, title, data, err := f(c)
		if err != nil {
			c.renderProblem(err)
			return
		}
		c.render(http.StatusOK, name, page{Title: title, Data: data})
	}
}

// onAct does what a button says and goes to where its outcome is shown.
func (s *Server) onAct(f func(*call) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
		c, ok := s.open(w, r)
		if !ok {
			return
		}
		to, err := f(c)
		if err != nil {
			c.renderProblem(err)
			return
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	}
}

func (c *call) renderProblem(err error) {
	p := c.problemOf(err)
	c.render(p.Status, "problem", page{Title: "Not done", Problem: &p})
}

func (c *call) render(status int, name string, p page) {
	p.call, p.Path = c, c.r.URL.Path
	p.Exercise = c.world == schema.Exercise
	p.World = strings.ToUpper(string(c.world))
	p.UTC = c.node.Now().UTC().Format("15:04:05")
	other := schema.Exercise
	if p.Exercise {
		other = schema.Live
	}
	p.Other, p.OtherURL = len(c.node.Tracker(other).Ringing()), string(other)+".localhost:"+c.port
	p.Title = c.marked(p.Title)
	c.execute(c.w, status, name, p)
}

func (s *Server) execute(w http.ResponseWriter, status int, name string, data any) {
	t, err := template.New("").Funcs(words).ParseFS(files, "templates/frame.html", "templates/"+name+".html")
	var b bytes.Buffer
	if err == nil {
		err = t.ExecuteTemplate(&b, "frame", data)
	}
	if err != nil {
		s.cfg.Log.Error("draw page", "page", name, "error", err)
		http.Error(w, "the page could not be drawn; the node's log says why", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// words are what templates say things with.
var words = template.FuncMap{
	"clock": func(t schema.Instant) string {
		if t == "" {
			return ""
		}
		return t.Std().Format("15:04:05")
	},
	"utc": func(t schema.Time) string { return t.Std().Format("2 Jan 15:04") + " UTC" },
	"after": func(seconds float64) string {
		switch {
		case seconds < 1:
			return fmt.Sprintf("%.1f s", seconds)
		case seconds < 120:
			return fmt.Sprintf("%.0f s", seconds)
		}
		return fmt.Sprintf("%.0f min", seconds/60)
	},
	"joined": joined,
	"upper":  strings.ToUpper,
	"person": func(d DeliveryView, rung string) *PersonView {
		for i := range d.Persons {
			if string(d.Persons[i].Rung) == rung {
				return &d.Persons[i]
			}
		}
		return nil
	},
}

// signInPage is all a stranger sees.
type signInPage struct {
	World, Name, Title, Text string
	Exercise                 bool
}

func (s *Server) renderSignIn(w http.ResponseWriter, r *http.Request, text string) {
	world, ok := worldOf(r)
	if !ok {
		s.renderChooser(w)
		return
	}
	p := signInPage{World: strings.ToUpper(string(world)), Name: s.cfg.Name, Title: "Sign in", Text: text, Exercise: world == schema.Exercise}
	status := http.StatusOK
	if text != "" {
		status = http.StatusForbidden
	}
	s.executeBare(w, status, "signin", p)
}

func (s *Server) renderChooser(w http.ResponseWriter) {
	s.executeBare(w, http.StatusOK, "chooser", struct{ Title, Name, Port string }{"Forthwith", s.cfg.Name, s.port})
}

func (s *Server) executeBare(w http.ResponseWriter, status int, name string, data any) {
	t, err := template.ParseFS(files, "templates/"+name+".html")
	if err != nil {
		http.Error(w, "the page could not be drawn", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = t.ExecuteTemplate(w, name+".html", data)
}

func (s *Server) doSignIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	session, err := s.signIn(r, SignIn{Login: r.PostFormValue("login"), Password: r.PostFormValue("password")})
	if err != nil {
		s.renderSignIn(w, r, s.problemOf(err).Text)
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(r), Value: session.Token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode,
		Secure: r.TLS != nil, Expires: session.Expires.Std(),
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *Server) doSignOut(w http.ResponseWriter, r *http.Request) {
	http.SetCookie(w, &http.Cookie{Name: cookieName(r), Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// watch is the page that answers: what must I do now?
type watch struct {
	Headline string
	First    *ringCard
	Also     []RingView
	Drafts   []DraftView
	NoPerson []waiting
	Links    []LinkView
	Up       int
}

// ringCard is the most urgent thing that rings.
type ringCard struct {
	RingView
	Facts    facts
	By       schema.Instant // to acknowledge
	Phone    string
	Link     schema.Party
	Warnings []string
	Persons  int
}

// waiting is a party of which no person has one of our messages.
type waiting struct {
	Party schema.Party
	Kind  schema.Kind
	Event schema.EventID
	For   float64
	Phone string
}

func (c *call) watchPage() (string, string, any, error) {
	v := watch{Links: c.viewNode().Links[string(c.world)]}
	for _, l := range v.Links {
		if l.Connected || l.Waiting == 0 {
			v.Up++
		}
	}
	rings := c.tracker().Ringing()
	for i, r := range rings {
		if i > 0 {
			v.Also = append(v.Also, c.viewRing(r))
			continue
		}
		card := &ringCard{RingView: c.viewRing(r), Phone: c.phone(c.viewRing(r).From)}
		if m := r.Message; m != nil {
			card.Link, card.Warnings, card.Persons = m.Link, m.Warnings, len(m.Header.Approvals)
			card.By = schema.NewInstant(m.Recorded.Std().Add(c.node.Policy().PersonWithin))
			if e, ok := c.tracker().Event(m.Header.Event); ok {
				var err error
				if card.Facts, err = c.facts(e); err != nil {
					return "", "", nil, err
				}
			}
		}
		v.First = card
	}
	for _, d := range c.viewDrafts() {
		v.Drafts = append(v.Drafts, d)
	}
	now := c.node.Now()
	for _, m := range c.tracker().Messages() {
		for _, d := range m.Deliveries() {
			released := m.Header.ReleasedAt.Std()
			if m.Rings && m.RevokedBy == "" && d.Overdue(released, now, c.node.Policy().PersonWithin) {
				v.NoPerson = append(v.NoPerson, waiting{d.Party, m.Header.Kind, m.Header.Event, now.Sub(released).Seconds(), c.phone(d.Party)})
			}
		}
	}
	switch {
	case v.First != nil:
		v.Headline = "Act now"
	case len(v.Drafts) > 0:
		v.Headline = "A draft waits for a second person"
	case len(v.NoPerson) > 0:
		v.Headline = "Telephone those whom no person of theirs has heard"
	default:
		v.Headline = "Nothing rings"
	}
	return "watch", v.Headline, v, nil
}

func (c *call) eventsPage() (string, string, any, error) {
	v, err := c.events()
	return "events", "Events", v, err
}

// eventView is the page that answers: who has it, and whom do I telephone?
type eventView struct {
	EventView
	Headline string
	Facts    facts
	Says     string
	Ladder   []DeliveryView
	Of       *MessageView // whose ladder it is
	Mine     *MessageView // received, and not yet acknowledged by this desk
	TakeOver bool
	Withdraw bool
}

func (c *call) eventPage() (string, string, any, error) {
	e, ok := c.tracker().Event(schema.EventID(c.id()))
	if !ok {
		return "", "", nil, fmt.Errorf("event %q: %w", c.id(), notify.ErrNotFound)
	}
	ev, err := c.viewEvent(e)
	if err != nil {
		return "", "", nil, err
	}
	v := eventView{EventView: ev}
	if v.Facts, err = c.facts(e); err != nil {
		return "", "", nil, err
	}
	v.Says = "What " + c.name(e.ID.Party()) + " has said"
	asked := schema.MessageID(c.r.URL.Query().Get("message"))
	for i := range v.Messages {
		m := &v.Messages[i]
		if m.Own && m.Kind != schema.KindAcknowledgement && (asked == "" || asked == m.ID) {
			v.Of = m
		}
		if c.waitsForDesk(m) {
			v.Mine = m
		}
	}
	if v.Of != nil {
		v.Ladder = needFirst(v.Of.Deliveries)
	}
	v.Withdraw = v.Own && v.State == string(notify.EventOpen) && c.officer.May(notify.RightIssue)
	v.Headline = v.headline()
	return "event", v.Headline, v, nil
}

// waitsForDesk reports whether this officer's desk has still to act on a message.
func (c *call) waitsForDesk(m *MessageView) bool {
	if m.Own || m.Kind == schema.KindAcknowledgement || m.RevokedBy != "" {
		return false
	}
	want := schema.RungAcknowledged
	if !c.officer.May(notify.RightReceive) {
		if !c.officer.May(notify.RightTakeOver) {
			return false
		}
		want = schema.RungTakenOver
	}
	for _, a := range m.Acknowledged {
		if a.Rung == want && a.Desk == c.officer.Desk {
			return false
		}
	}
	return true
}

// CanTakeOver reports whether the officer's desk takes events over.
func (c *call) CanTakeOver() bool { return c.officer.May(notify.RightTakeOver) }

// CanReceive reports whether the officer's desk acknowledges.
func (c *call) CanReceive() bool { return c.officer.May(notify.RightReceive) }

// Officer is who looks at the page.
func (c *call) Officer() OfficerView { return viewOfficer(c.officer) }

// DeskTitle is the officer's desk in words.
func (c *call) DeskTitle() string {
	if t := c.cfg.Desks[c.officer.Desk].Title; t != "" {
		return t
	}
	return c.officer.Desk
}

// Party is whose console this is.
func (c *call) Party() schema.Party { return c.node.Party() }

func (v *eventView) headline() string {
	if v.Of == nil {
		if v.Mine != nil {
			return "Acknowledge it: a person must have it"
		}
		return "A person of ours has it"
	}
	var received, person, phone int
	for _, d := range v.Ladder {
		if d.Received != "" {
			received++
		}
		if len(d.Persons) > 0 {
			person++
		}
		if d.Telephone != "" {
			phone++
		}
	}
	s := fmt.Sprintf("Who has it: %d of %d received, %d with a person", received, len(v.Ladder), person)
	if phone > 0 {
		s += fmt.Sprintf(", %d to telephone", phone)
	}
	return s
}

// needFirst puts the parties that need a person before the others.
func needFirst(ds []DeliveryView) []DeliveryView {
	var first, rest []DeliveryView
	for _, d := range ds {
		if d.Telephone != "" || d.Refused != nil || d.Trouble != "" {
			first = append(first, d)
		} else {
			rest = append(rest, d)
		}
	}
	return append(first, rest...)
}

func (c *call) withdrawPage() (string, string, any, error) {
	e, ok := c.tracker().Event(schema.EventID(c.id()))
	if !ok {
		return "", "", nil, fmt.Errorf("event %q: %w", c.id(), notify.ErrNotFound)
	}
	v, err := c.viewEvent(e)
	parties := make(map[schema.Party]bool)
	for _, m := range e.Messages {
		for _, d := range m.Deliveries() {
			parties[d.Party] = true
		}
	}
	return "withdraw", "Withdraw: there is no emergency", struct {
		EventView
		Parties int
	}{v, len(parties)}, err
}

func (c *call) draftPage() (string, string, any, error) {
	d, err := c.getDraft()
	if err != nil {
		return "", "", nil, err
	}
	v := d.(DraftView)
	f := facts{Title: string(v.Message.Header.Kind)}
	for _, a := range article5 {
		f.Items = append(f.Items, fact{Letter: a.letter, Name: a.name, Text: "not said in this message", Missing: true})
	}
	f.take(v.Message.Body)
	return "draft", "What they will see", struct {
		DraftView
		Facts facts
	}{v, f}, nil
}

func (c *call) postAcknowledge() (string, error) {
	rung := schema.Rung(c.r.PostFormValue("rung"))
	if rung == "" {
		rung = schema.RungAcknowledged
	}
	out, err := c.desk().Acknowledge(c.ctx(), c.officer, "", schema.MessageID(c.id()), rung, c.r.PostFormValue("remark"), c.node.Now())
	if err != nil {
		return "", err
	}
	if out.Event == "" {
		return "/", nil
	}
	return "/events/" + string(out.Event), nil
}

func (c *call) postWithdraw() (string, error) {
	id := schema.EventID(c.id())
	_, err := c.desk().Withdraw(c.ctx(), c.officer, "", id, c.r.PostFormValue("reason"), c.node.Now())
	return "/events/" + string(id), err
}

func (c *call) postApprove() (string, error) {
	out, err := c.desk().Approve(c.ctx(), c.officer, schema.MessageID(c.id()), c.node.Now())
	if err != nil || out.Event == "" {
		return "/", err
	}
	return "/events/" + string(out.Event), nil
}

func (c *call) postNote() (string, error) {
	return "/", c.desk().Note(c.ctx(), c.officer, c.r.PostFormValue("about"), c.r.PostFormValue("text"), c.node.Now())
}

func (c *call) postEnter() (string, error) {
	if err := c.inExercise(); err != nil {
		return "", err
	}
	_, err := c.desk().EnterExercise(c.ctx(), c.officer, "", schema.ExerciseID(c.id()), c.node.Now())
	return "/exercises", err
}

// Local is the node's own time of day, beside UTC.
func (p page) Local() string { return p.node.Now().In(time.Local).Format("15:04") }
