package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

// call is one request of somebody who is signed in, in one workspace.
type call struct {
	*Server
	officer notify.Officer
	world   schema.Workspace
	r       *http.Request
	w       http.ResponseWriter
}

func (c *call) ctx() context.Context     { return c.r.Context() }
func (c *call) desk() *notify.Desk       { return c.node.Desk(c.world) }
func (c *call) tracker() *notify.Tracker { return c.node.Tracker(c.world) }
func (c *call) id() string               { return c.r.PathValue("id") }

// api is the table of routes.
func (s *Server) api(mux *http.ServeMux) {
	mux.HandleFunc("POST /api/v1/session", s.postSession)
	for pattern, f := range map[string]func(*call) (any, error){
		"GET /api/v1/session":                                func(c *call) (any, error) { return viewOfficer(c.officer), nil },
		"GET /api/v1/node":                                   func(c *call) (any, error) { return c.viewNode(), nil },
		"POST /api/v1/directory":                             (*call).takeDirectory,
		"GET /api/v1/users":                                  (*call).users,
		"POST /api/v1/users":                                 (*call).addUser,
		"GET /api/v1/facilities":                             (*call).facilities,
		"POST /api/v1/facilities":                            (*call).importFacilities,
		"POST /api/v1/{world}/drafts":                        (*call).draft,
		"GET /api/v1/{world}/drafts":                         func(c *call) (any, error) { return c.viewDrafts(), nil },
		"GET /api/v1/{world}/drafts/{id}":                    (*call).getDraft,
		"POST /api/v1/{world}/drafts/{id}/approval":          (*call).approve,
		"GET /api/v1/{world}/events":                         (*call).events,
		"GET /api/v1/{world}/events/{id}":                    (*call).event,
		"POST /api/v1/{world}/events/{id}/withdrawal":        (*call).withdraw,
		"GET /api/v1/{world}/messages":                       func(c *call) (any, error) { return c.viewMessages(c.tracker().Messages()), nil },
		"GET /api/v1/{world}/messages/{id}":                  (*call).message,
		"GET /api/v1/{world}/messages/{id}/deliveries":       (*call).deliveries,
		"GET /api/v1/{world}/messages/{id}/words":            func(c *call) (any, error) { return c.words() },
		"POST /api/v1/{world}/messages/{id}/acknowledgement": (*call).acknowledge,
		"GET /api/v1/{world}/messages/{id}/attachments":      (*call).listAttachments,
		"GET /api/v1/{world}/messages/{id}/attachments/{n}":  (*call).saveFile,
		"GET /api/v1/{world}/ringing":                        func(c *call) (any, error) { return c.viewRinging(), nil },
		"GET /api/v1/{world}/missing":                        (*call).missing,
		"POST /api/v1/{world}/notes":                         (*call).note,
		"GET /api/v1/{world}/exercises":                      func(c *call) (any, error) { return c.viewExercises(), nil },
		"POST /api/v1/{world}/exercises":                     (*call).announce,
		"POST /api/v1/{world}/exercises/{id}/{act}":          (*call).moveExercise,
	} {
		mux.HandleFunc(pattern, s.signedIn(f))
	}
	mux.HandleFunc("PUT /api/v1/{world}/files/{digest}", s.signedInWith(schema.MaxAttachment, (*call).putFile))
	mux.HandleFunc("GET /api/v1/{world}/messages/{id}/envelope", s.signedIn((*call).envelope))
	mux.HandleFunc("GET /api/v1/{world}/stream", s.signedIn((*call).stream))
	mux.HandleFunc("/api/", func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, fmt.Errorf("%s %s: %w", r.Method, r.URL.Path, notify.ErrNotFound))
	})
}

// done says that a handler has written its answer itself.
type done struct{}

func (s *Server) signedIn(f func(*call) (any, error)) http.HandlerFunc {
	return s.signedInWith(schema.MaxEnvelope, f)
}

// signedInWith finds out who asks, and in which world, before anything else; the
// body may have so many bytes.
func (s *Server) signedInWith(most int64, f func(*call) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, most)
		o, err := s.officer(r)
		if err != nil {
			s.fail(w, err)
			return
		}
		c := &call{Server: s, officer: o, r: r, w: w}
		if world := r.PathValue("world"); world != "" {
			if c.world, err = schema.ParseWorkspace(world); err != nil {
				s.fail(w, &badRequest{err.Error()})
				return
			}
		}
		v, err := f(c)
		if err != nil {
			s.fail(w, err)
			return
		}
		switch v := v.(type) {
		case done:
		case Outcome:
			status := http.StatusCreated
			if !v.Released {
				status = http.StatusAccepted
			}
			answer(w, status, v)
		default:
			answer(w, http.StatusOK, v)
		}
	}
}

func (s *Server) postSession(w http.ResponseWriter, r *http.Request) {
	var in SignIn
	r.Body = http.MaxBytesReader(w, r.Body, 4096)
	if err := read(r, &in); err != nil {
		s.fail(w, err)
		return
	}
	session, err := s.signIn(r, in)
	if err != nil {
		s.fail(w, err)
		return
	}
	answer(w, http.StatusCreated, session)
}

// read takes the body of a request as one JSON object with no fields but those of v.
func read(r *http.Request, v any) error {
	d := json.NewDecoder(r.Body)
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return unread(err)
	}
	switch _, err := d.Token(); {
	case err == io.EOF:
		return nil
	case as[*http.MaxBytesError](err):
		return err
	}
	return &badRequest{"something follows the JSON object"}
}

// act reads the body of an act; none is an act without particulars.
func (c *call) act() (Act, error) {
	var a Act
	if err := read(c.r, &a); err != nil && !errors.Is(err, errEmpty) {
		return a, err
	}
	if a.ID != "" {
		if _, err := schema.ParseMessageID(string(a.ID)); err != nil {
			return a, &badRequest{err.Error()}
		}
	}
	return a, nil
}

func outcome(o notify.Outcome, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return Outcome{
		Message: o.Message, Event: o.Event, Exercise: o.Exercise, Released: o.Released, Needs: o.Needs,
		Addressees: o.Addressees, Warnings: o.Violations,
	}, nil
}

func (c *call) draft() (any, error) {
	b, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, err
	}
	m, vs := schema.ParseMessage(b)
	if m == nil {
		return nil, vs
	}
	return outcome(c.desk().Draft(c.ctx(), c.officer, m, c.node.Now()))
}

func (c *call) approve() (any, error) {
	return outcome(c.desk().Approve(c.ctx(), c.officer, schema.MessageID(c.id()), c.node.Now()))
}

func (c *call) withdraw() (any, error) {
	a, err := c.act()
	if err != nil {
		return nil, err
	}
	return outcome(c.desk().Withdraw(c.ctx(), c.officer, a.ID, schema.EventID(c.id()), a.Reason, c.node.Now()))
}

func (c *call) acknowledge() (any, error) {
	a, err := c.act()
	if err != nil {
		return nil, err
	}
	if a.Rung == "" {
		a.Rung = schema.RungAcknowledged
	}
	return outcome(c.desk().Acknowledge(c.ctx(), c.officer, a.ID, schema.MessageID(c.id()), a.Rung, a.Remark, c.node.Now()))
}

func (c *call) note() (any, error) {
	a, err := c.act()
	if err != nil {
		return nil, err
	}
	return struct{}{}, c.desk().Note(c.ctx(), c.officer, a.About, a.Text, c.node.Now())
}

// inExercise keeps exercises where they belong.
func (c *call) inExercise() error {
	if c.world != schema.Exercise {
		return &badRequest{"exercises are in the exercise workspace"}
	}
	return nil
}

func (c *call) announce() (any, error) {
	a, err := c.act()
	if err == nil {
		err = c.inExercise()
	}
	if err != nil {
		return nil, err
	}
	return outcome(c.desk().AnnounceExercise(c.ctx(), c.officer, a.ID, a.Name, a.To, c.node.Now()))
}

func (c *call) moveExercise() (any, error) {
	a, err := c.act()
	if err == nil {
		err = c.inExercise()
	}
	if err != nil {
		return nil, err
	}
	id := schema.ExerciseID(c.id())
	switch act := schema.ExerciseVerb(c.r.PathValue("act")); act {
	case schema.ExerciseEnter:
		return outcome(c.desk().EnterExercise(c.ctx(), c.officer, a.ID, id, c.node.Now()))
	case schema.ExerciseStart, schema.ExerciseEnd:
		return outcome(c.desk().MoveExercise(c.ctx(), c.officer, a.ID, id, act, c.node.Now()))
	}
	return nil, &badRequest{"an exercise is entered, started or ended"}
}

// administers refuses all who do not.
func (c *call) administers(what string) error {
	if c.officer.Machine || !c.officer.May(notify.RightAdminister) {
		return &notify.Denied{Reason: fmt.Sprintf("only a person of a desk with the right %q may %s", notify.RightAdminister, what)}
	}
	return nil
}

func (c *call) takeDirectory() (any, error) {
	if err := c.administers("take a directory edition"); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, err
	}
	if err := c.node.TakeDirectory(c.ctx(), raw); err != nil {
		if s := c.problemOf(err); s.Status == http.StatusInternalServerError {
			err = &badRequest{err.Error()} // what is wrong with the edition
		}
		return nil, err
	}
	return c.viewNode().Directory, nil
}

func (c *call) users() (any, error) {
	if err := c.administers("see the users"); err != nil {
		return nil, err
	}
	var out []OfficerView
	for _, u := range c.node.Settings().Users() {
		out = append(out, viewOfficer(c.asOfficer(u, "")))
	}
	return out, nil
}

func (c *call) addUser() (any, error) {
	if err := c.administers("add users"); err != nil {
		return nil, err
	}
	var in NewUser
	if err := read(c.r, &in); err != nil {
		return nil, err
	}
	if _, ok := c.cfg.Desks[in.Desk]; !ok {
		return nil, &badRequest{fmt.Sprintf("there is no desk %q; the configuration has %s", in.Desk, deskNames(c.cfg.Desks))}
	}
	if old, there := c.node.Settings().User(in.Login); there && old.Machine != in.Machine {
		return nil, &badRequest{fmt.Sprintf("%s is there already, and a person never becomes a machine or the other way round; choose another login", in.Login)}
	}
	u := notify.User{Login: in.Login, Name: in.Name, Desk: in.Desk, Machine: in.Machine, Since: schema.NewInstant(c.node.Now())}
	out := NewUserAnswer{Login: in.Login}
	if in.Machine {
		out.Token, u.Secret = NewMachineToken(in.Login)
	} else {
		hash, err := HashPassword(in.Password)
		if err != nil {
			return nil, &badRequest{err.Error()}
		}
		u.Secret = hash
	}
	err := c.node.SetUser(c.ctx(), u, c.officer.Login)
	if vs, ok := errors.AsType[schema.Violations](err); ok {
		err = &badRequest{fmt.Sprintf("the user's %s: %s", strings.TrimPrefix(vs[0].Pointer, "/"), vs[0].Text)}
	}
	return out, err
}

func deskNames(desks map[string]Desk) []string {
	var names []string
	for n := range desks {
		names = append(names, n)
	}
	slices.Sort(names)
	return names
}

// envelope gives a message exactly as it was signed.
func (c *call) envelope() (any, error) {
	m, ok := c.tracker().Message(schema.MessageID(c.id()))
	if !ok {
		return nil, fmt.Errorf("message %q: %w", c.id(), notify.ErrNotFound)
	}
	raw, err := c.node.Envelope(c.ctx(), c.world, m)
	if err != nil {
		return nil, err
	}
	c.w.Header().Set("Content-Type", "application/vnd.dsse+json")
	_, _ = c.w.Write(raw)
	return done{}, nil
}

// alive is how often a stream says that it is.
const alive = 15 * time.Second

// stream sends a server-sent event whenever something changed, and one at once.
func (c *call) stream() (any, error) {
	flusher := http.NewResponseController(c.w)
	c.w.Header().Set("Content-Type", "text/event-stream")
	if c.world == schema.Live && !c.officer.Machine {
		c.watching.Add(1)
		defer c.watching.Add(-1)
	}
	for {
		changed := c.tracker().Changed()
		if _, err := fmt.Fprint(c.w, "event: changed\ndata: {}\n\n"); err != nil || flusher.Flush() != nil {
			return done{}, nil
		}
		// Links change without an entry in the journal: the page is drawn again now
		// and then.
		for quiet := 0; quiet < 4; {
			select {
			case <-changed:
				quiet = 4
			case <-time.After(alive):
				quiet++
				if _, err := fmt.Fprint(c.w, ": alive\n\n"); err != nil || flusher.Flush() != nil {
					return done{}, nil
				}
			case <-c.ctx().Done():
				return done{}, nil
			}
		}
	}
}
