package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"forthwith/federation/sim"
	"forthwith/notify"
	"forthwith/schema"
)

// castOf are the officers of a party in the demonstration.
func castOf(p schema.Party) []notify.Officer {
	names := map[schema.Party][5]string{
		"XA":   {"S. Haddad", "M. Silva", "T. Okafor", "R. Lund", "E. Varga"},
		"XB":   {"P. Novak", "L. Costa", "K. Moreno", "A. Lindqvist", "D. Petrov"},
		"XC":   {"C. Ionescu", "H. Sato", "J. Ferro", "N. Achebe", "B. Keller"},
		"IAEA": {"F. Amara", "G. Rossi", "I. Tanaka", "O. Berg", "V. Singh"},
	}[p]
	desks := demoDesks()
	var cast []notify.Officer
	for i, role := range []struct{ login, desk string }{{"drafter", "nca-d"}, {"approver", "nca-d"}, {"duty", "nwp"}, {"authority", "nca-a"}, {"coordinator", "coord"}} {
		cast = append(cast, notify.Officer{Login: role.login, Name: names[i], Desk: role.desk, Rights: desks[role.desk].Rights})
	}
	return cast
}

func officer(p schema.Party, login string) notify.Officer {
	cast := castOf(p)
	return cast[slices.IndexFunc(cast, func(o notify.Officer) bool { return o.Login == login })]
}

func logins(cast []notify.Officer) string {
	var names []string
	for _, o := range cast {
		names = append(names, o.Login)
	}
	return strings.Join(names, ", ")
}

// story is the short event the demonstration plays, in the exercise workspace.
type story struct {
	fed    *sim.Federation
	out    io.Writer
	begun  time.Time
	ladder *ladder
}

func newStory(f *sim.Federation, out io.Writer) *story {
	return &story{fed: f, out: out, begun: time.Now(), ladder: newLadder(out)}
}

var others = []schema.Party{"IAEA", "XB", "XC"}

// play runs the event to its end. It returns an error unless every addressee's
// officers acknowledged everything that rang at them.
func (s *story) play(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	watching, stop := context.WithCancel(ctx)
	var officers errgroup.Group
	for _, p := range others {
		officers.Go(func() error { return s.watch(watching, p) })
	}
	exercise, err := s.beginExercise(ctx)
	if err == nil {
		err = s.event(ctx)
	}
	if err == nil {
		err = s.move(ctx, exercise, schema.ExerciseEnd)
	}
	stop()
	return errors.Join(err, officers.Wait())
}

// beginExercise announces an exercise, lets the others enter it, and starts it.
func (s *story) beginExercise(ctx context.Context) (schema.ExerciseID, error) {
	xa := s.fed.Node("XA")
	out, err := xa.Desk(schema.Exercise).AnnounceExercise(ctx, officer("XA", "coordinator"), "", "Autumn drill", others, xa.Now())
	if err != nil {
		return "", err
	}
	s.say("XA announces the exercise %s", out.Exercise)
	for _, p := range others {
		if err := s.until(ctx, p, func(t *notify.Tracker) bool { _, ok := t.Message(out.Message); return ok }); err != nil {
			return "", err
		}
		n := s.fed.Node(p)
		if _, err := n.Desk(schema.Exercise).EnterExercise(ctx, officer(p, "coordinator"), "", out.Exercise, n.Now()); err != nil {
			return "", err
		}
		s.say("%s enters it", p)
	}
	if err := s.acknowledged(ctx, out.Message); err != nil {
		return "", err
	}
	return out.Exercise, s.move(ctx, out.Exercise, schema.ExerciseStart)
}

func (s *story) move(ctx context.Context, id schema.ExerciseID, act schema.ExerciseVerb) error {
	xa := s.fed.Node("XA")
	out, err := xa.Desk(schema.Exercise).MoveExercise(ctx, officer("XA", "coordinator"), "", id, act, xa.Now())
	if err != nil {
		return err
	}
	s.say("XA says: %s of the exercise", act)
	return s.acknowledged(ctx, out.Message)
}

// event is a notification, information on it and its end.
func (s *story) event(ctx context.Context) error {
	now := time.Now()
	event, err := s.issue(ctx, "a notification", &schema.Message{
		Header: schema.Header{Addressees: others},
		Body: &schema.Notification{
			Bases: []schema.LegalBasis{schema.BasisArticle2}, Level: "notification", ResponsibleState: "XA",
			Nature:   schema.Nature{Type: "Nuclear Installation Event", Description: "Loss of cooling"},
			Occurred: schema.Occurred{At: schema.NewTime(now.Add(-20 * time.Minute)), Estimated: true},
			Location: place(), Facility: &schema.Facility{Name: "Lissa nuclear power plant, unit 2", Type: "Nuclear Power Plant", Reactor: "PWR"},
			Class: &schema.EmergencyClass{Class: "Site Area Emergency", DeclaredAt: schema.NewTime(now.Add(-5 * time.Minute))},
		},
	})
	if err != nil {
		return err
	}
	if _, err = s.issue(ctx, "information (Art. 5.1)", &schema.Message{Header: schema.Header{Event: event}, Body: demoInformation(now)}); err != nil {
		return err
	}
	_, err = s.issue(ctx, "the termination", &schema.Message{
		Header: schema.Header{Event: event},
		Body:   &schema.Termination{State: schema.TerminationActual, At: schema.NewTime(time.Now()), Text: "Cooling is restored; no release is expected."},
	})
	return err
}

func place() *schema.Location {
	lat, lon := 57.26, 12.11
	return &schema.Location{Name: "Lissa", Latitude: &lat, Longitude: &lon, Country: "XA", Accuracy: "Exact Location"}
}

func demoInformation(now time.Time) *schema.Information {
	return &schema.Information{
		ValidAt: schema.NewTime(now), NextUpdateDue: schema.NewTime(now.Add(time.Hour)),
		Accident: schema.Item[schema.Accident]{Availability: schema.Provided, Details: &schema.Accident{
			Nature:   schema.Nature{Type: "Nuclear Installation Event", Description: "Loss of cooling"},
			Occurred: schema.Occurred{At: schema.NewTime(now.Add(-20 * time.Minute)), Estimated: true}, Location: place(),
			Class: &schema.EmergencyClass{Class: "General Emergency", DeclaredAt: schema.NewTime(now)},
		}},
		Facility: schema.Item[schema.Facility]{Availability: schema.Provided, Details: &schema.Facility{Name: "Lissa nuclear power plant, unit 2", Type: "Nuclear Power Plant", Reactor: "PWR", ElectricalPower: &schema.Quantity{Value: 1100, Unit: "MW"}}},
		Cause:    schema.Item[schema.Cause]{Availability: schema.NotYetAvailable},
		Release: schema.Item[schema.Release]{Availability: schema.Provided, Details: &schema.Release{
			Air: &schema.AirRelease{Actual: "Has Occurred", Phases: []schema.AirPhase{{
				From: schema.NewTime(now.Add(-2 * time.Minute)), Form: "Gaseous and Particulate", EffectiveHeight: &schema.Quantity{Value: 60, Unit: "m"},
			}}},
		}},
		Conditions: schema.Item[schema.Conditions]{Availability: schema.Provided, Details: &schema.Conditions{Meteorology: []schema.Weather{{
			Kind: "Observation", From: schema.NewTime(now), WindFrom: &schema.Quantity{Value: 240, Unit: "deg"}, WindSpeed: &schema.Quantity{Value: 6, Unit: "m/s"}, Precipitation: "No",
		}}}},
		Monitoring: schema.Item[schema.Monitoring]{Availability: schema.NotYetAvailable},
		Measures: schema.Item[schema.ProtectiveMeasures]{Availability: schema.Provided, Details: &schema.ProtectiveMeasures{Actions: []schema.ProtectiveAction{
			{Type: "Evacuation", Status: "Ordered", Areas: around(5)}, {Type: "Stable Iodine Prophylaxis", Status: "Planned", Areas: around(20)},
		}}},
		Prediction: schema.Item[schema.Prediction]{Availability: schema.NotYetAvailable},
	}
}

// around is all within so many kilometres of the plant.
func around(km float64) []schema.Area {
	return []schema.Area{{Circle: &schema.Circle{Radius: schema.Quantity{Value: km, Unit: "km"}}}}
}

// issue has one officer of XA draft and another release, and waits for a person
// of every addressee.
func (s *story) issue(ctx context.Context, what string, m *schema.Message) (schema.EventID, error) {
	xa := s.fed.Node("XA")
	desk := xa.Desk(schema.Exercise)
	drafted, err := desk.Draft(ctx, officer("XA", "drafter"), m, xa.Now())
	if err != nil {
		return "", err
	}
	s.say("XA: %s drafts %s", officer("XA", "drafter").Name, what)
	if err := pause(ctx, human(time.Second, 3*time.Second)); err != nil {
		return "", err
	}
	out, err := desk.Approve(ctx, officer("XA", "approver"), drafted.Message, xa.Now())
	if err != nil {
		return "", err
	}
	s.say("XA: %s approves and so releases it", officer("XA", "approver").Name)
	return out.Event, s.acknowledged(ctx, out.Message)
}

// watch is the duty officers of a party: they see what rings, think, acknowledge
// and, for an emergency, have the authority take over.
func (s *story) watch(ctx context.Context, p schema.Party) error {
	n := s.fed.Node(p)
	for {
		changed := n.Tracker(schema.Exercise).Changed()
		rings := n.Tracker(schema.Exercise).Ringing()
		if len(rings) == 0 || rings[0].Message == nil {
			select {
			case <-changed:
				continue
			case <-ctx.Done():
				return nil
			}
		}
		m := rings[0].Message.Header
		if pause(ctx, human(2*time.Second, 8*time.Second)) != nil {
			return nil
		}
		if err := s.answer(ctx, p, m); err != nil && ctx.Err() == nil {
			return fmt.Errorf("%s answers %s: %w", p, m.Kind, err)
		}
	}
}

func (s *story) answer(ctx context.Context, p schema.Party, m schema.Header) error {
	n := s.fed.Node(p)
	desk := n.Desk(schema.Exercise)
	if _, err := desk.Acknowledge(ctx, officer(p, "duty"), "", m.ID, schema.RungAcknowledged, "", n.Now()); err != nil {
		return err
	}
	if m.Kind != schema.KindNotification {
		return nil
	}
	if pause(ctx, human(time.Second, 3*time.Second)) != nil {
		return nil
	}
	_, err := desk.Acknowledge(ctx, officer(p, "authority"), "", m.ID, schema.RungTakenOver, "", n.Now())
	return err
}

// acknowledged draws the ladder until a person of every addressee has the
// message, and, of a notification, its authority.
func (s *story) acknowledged(ctx context.Context, id schema.MessageID) error {
	n := s.fed.Node("XA")
	for {
		changed := n.Tracker(schema.Exercise).Changed()
		m, _ := n.Tracker(schema.Exercise).Message(id)
		s.ladder.draw(m)
		done := true
		for _, d := range m.Deliveries() {
			done = done && d.HasPerson() && (m.Header.Kind != schema.KindNotification || d.Rung() == notify.LadderTakenOver)
		}
		if done {
			s.ladder.keep()
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("not every addressee acknowledged %s: %w", m.Header.Kind, ctx.Err())
		}
	}
}

func (s *story) until(ctx context.Context, p schema.Party, ok func(*notify.Tracker) bool) error {
	t := s.fed.Node(p).Tracker(schema.Exercise)
	for {
		changed := t.Changed()
		if ok(t) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (s *story) say(format string, a ...any) {
	s.ladder.keep()
	fmt.Fprintf(s.out, "%6.1f s  EXERCISE  %s\n", time.Since(s.begun).Seconds(), fmt.Sprintf(format, a...))
}

func pause(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
