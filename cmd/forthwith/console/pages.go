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

// worldOf is the world a host name stands for: live.HOST, exercise.HOST.
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
	for _, name := range []string{"/static/console.css", "/static/console.js"} {
		mux.HandleFunc("GET "+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name[1:]) })
	}
	mux.HandleFunc("GET /sign-in", func(w http.ResponseWriter, r *http.Request) { s.renderSignIn(w, r, "") })
	mux.HandleFunc("POST /sign-in", s.doSignIn)
	mux.HandleFunc("POST /sign-out", s.doSignOut)
	for pattern, f := range map[string]func(*call) (string, string, any, error){
		"GET /{$}":                  (*call).watchPage,
		"GET /events":               (*call).eventsPage,
		"GET /events/{id}":          (*call).eventPage,
		"GET /events/{id}/withdraw": (*call).withdrawPage,
		"GET /messages/{id}/words":  (*call).wordsPage,

		"GET /messages/{id}/attachments/{n}": (*call).attachmentPage,
		"GET /drafts/{id}":                   (*call).draftPage,
		"GET /parties":                       func(c *call) (string, string, any, error) { return "parties", "Parties", c.viewNode(), nil },
		"GET /exercises": func(c *call) (string, string, any, error) {
			return "exercises", "Exercises", c.viewExercises(), c.inExercise()
		},
	} {
		mux.HandleFunc(pattern, s.onPage(f))
	}
	mux.HandleFunc("GET /messages/{id}/attachments/{n}/file", s.onFile)
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
		if err := r.ParseForm(); err != nil {
			if !as[*http.MaxBytesError](err) {
				err = &badRequest{"the form could not be read; load the page again"}
			}
			c.renderProblem(err)
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
	p.Other, p.OtherURL = len(c.node.Tracker(other).Ringing()), c.URL(other)
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
	"warned": warned,
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
	"size":   bytesOf,
	"place":  func(i int) int { return i + 1 },
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
	s.executeBare(w, http.StatusOK, "chooser", struct{ Title, Name, Live, Exercise string }{
		"Forthwith", s.cfg.Name, s.URL(schema.Live), s.URL(schema.Exercise),
	})
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

// Failing names the journals that cannot record now.
func (c *call) Failing() string { return strings.Join(c.node.Failing(), ", ") }

// Party is whose console this is.
func (c *call) Party() schema.Party { return c.node.Party() }

// Local is the node's own time of day, beside UTC.
func (p page) Local() string { return p.node.Now().In(time.Local).Format("15:04") }
