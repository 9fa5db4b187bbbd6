package console

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// The building of views from the folds.

func (c *call) viewNode() NodeView {
	d := c.node.Directory()
	v := NodeView{
		Party: c.node.Party(), Name: c.cfg.Name, Time: schema.NewInstant(c.node.Now()), Links: make(map[string][]LinkView), Failing: c.node.Failing(),
		Directory: DirectoryView{Number: d.Number(), ExpiresAt: d.ExpiresAt(), Stale: d.Stale(c.node.Now())},
	}
	for _, p := range d.Parties() {
		e, _ := d.Entry(p)
		v.Directory.Parties = append(v.Directory.Parties, ViewParty(e))
	}
	for _, w := range schema.Workspaces {
		for _, l := range c.node.Links(w) {
			lv := LinkView{Party: l.Party, Connected: l.Connected, Reason: l.Reason, Waiting: l.Waiting, Trouble: l.Trouble}
			for _, b := range c.node.Tracker(w).Breaks() {
				if b.Party == l.Party {
					lv.Break = fmt.Sprintf("its journal was damaged: epoch %d since %s, without %s", b.Epoch, b.At, b.Missing)
				}
			}
			if !l.Since.IsZero() {
				lv.Since = schema.NewInstant(l.Since)
			}
			v.Links[string(w)] = append(v.Links[string(w)], lv)
		}
	}
	return v
}

// ViewParty is what is shown of a directory entry.
func ViewParty(e trust.Entry) PartyView {
	v := PartyView{Party: e.Party, Name: e.Name, Organisations: e.Organisations, Node: e.Node != nil}
	for _, p := range e.Contacts {
		v.Contacts = append(v.Contacts, ContactView{Role: string(p.Role), Organisation: p.Organisation, Phone: p.Phone, Email: p.Email})
	}
	return v
}

// phone is the number to call a party on, from the directory and never from a
// message.
func (c *call) phone(p schema.Party) string {
	e, _ := c.node.Directory().Entry(p)
	for _, k := range e.Contacts {
		if k.Phone != "" {
			return k.Phone
		}
	}
	return ""
}

// name is a party in words: Arvania (XA).
func (c *call) name(p schema.Party) string {
	if e, ok := c.node.Directory().Entry(p); ok {
		return fmt.Sprintf("%s (%s)", e.Name, p)
	}
	return string(p)
}

func (c *call) viewDraft(d notify.Draft) DraftView {
	return DraftView{
		Message: d.Message, Approvals: d.Approvals, Machine: d.Machine,
		Needs: c.node.Policy().Persons(c.world, d.Message.Header.Kind) - len(d.Approvals), Attachments: c.attachments(d.Message.Header),
	}
}

func (c *call) viewDrafts() []DraftView {
	out := []DraftView{}
	for _, d := range c.tracker().Drafts() {
		out = append(out, c.viewDraft(d))
	}
	return out
}

func (c *call) getDraft() (any, error) {
	d, ok := c.tracker().Draft(schema.MessageID(c.id()))
	if !ok {
		return nil, fmt.Errorf("draft %q: %w", c.id(), notify.ErrNotFound)
	}
	return c.viewDraft(d), nil
}

func (c *call) events() (any, error) {
	out := []EventView{}
	for _, e := range c.tracker().Events() {
		v, err := c.viewEvent(e)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func (c *call) event() (any, error) {
	e, ok := c.tracker().Event(schema.EventID(c.id()))
	if !ok {
		return nil, fmt.Errorf("event %q: %w", c.id(), notify.ErrNotFound)
	}
	return c.viewEvent(e)
}

func (c *call) viewEvent(e notify.Event) (EventView, error) {
	v := EventView{ID: e.ID, State: string(e.State()), Own: e.ID.Party() == c.node.Party(), Messages: c.viewMessages(e.Messages)}
	facts, err := c.facts(e)
	if err != nil {
		return v, err
	}
	v.Title, v.Class = facts.Title, facts.Class
	return v, nil
}

func (c *call) viewMessages(ms []notify.Message) []MessageView {
	out := make([]MessageView, 0, len(ms))
	for _, m := range ms {
		out = append(out, c.viewMessage(m))
	}
	return out
}

func (c *call) message() (any, error) {
	m, ok := c.tracker().Message(schema.MessageID(c.id()))
	if !ok {
		return nil, fmt.Errorf("message %q: %w", c.id(), notify.ErrNotFound)
	}
	v := c.viewMessage(m)
	var err error
	v.Message, err = c.node.Document(c.ctx(), c.world, m)
	return v, err
}

func (c *call) deliveries() (any, error) {
	m, ok := c.tracker().Message(schema.MessageID(c.id()))
	if !ok || !m.Own() {
		return nil, fmt.Errorf("message %q of ours: %w", c.id(), notify.ErrNotFound)
	}
	return c.viewDeliveries(m), nil
}

func (c *call) viewMessage(m notify.Message) MessageView {
	h := m.Header
	v := MessageView{
		ID: m.Handle, Kind: h.Kind, Context: h.Context, From: h.From, Event: h.Event, Exercise: h.Exercise, Sequence: h.Sequence,
		Released: h.ReleasedAt, Recorded: m.Recorded, Digest: m.Digest, Own: m.Own(), RevokedBy: m.RevokedBy, Warnings: m.Warnings,
		Wanted: c.viewWanted(m), Attachments: c.attachments(h), Acknowledged: viewPersons(m.Acknowledged, h.ReleasedAt.Std()),
	}
	if m.Own() {
		v.Deliveries = c.viewDeliveries(m)
	}
	return v
}

func viewPersons(as []notify.Acknowledged, released time.Time) []PersonView {
	var out []PersonView
	for _, a := range as {
		out = append(out, PersonView{
			Rung: a.Rung, Name: a.Name, Desk: a.Desk, At: a.At, Remark: a.Remark, After: a.Recorded.Std().Sub(released).Seconds(),
		})
	}
	return out
}

func (c *call) viewDeliveries(m notify.Message) []DeliveryView {
	released := m.Header.ReleasedAt.Std()
	var out []DeliveryView
	for _, d := range m.Deliveries() {
		v := DeliveryView{
			Party: d.Party, Rung: string(d.Rung()), Recorded: m.Recorded, Sent: d.Sent, Road: string(d.Road), Tries: d.Tries,
			Received: d.Received, Warnings: d.Warnings, Persons: viewPersons(d.Persons, released),
		}
		if d.Received != "" {
			v.ReceivedAfter = d.Recorded.Std().Sub(released).Seconds()
		}
		if d.Refused != nil {
			v.Refused = &RefusalView{Code: d.Refused.Code, Reason: d.Refused.Reason, At: d.Refused.At, Violations: d.Refused.Violations}
		}
		if a, trying := c.node.Attempt(c.world, d.Party, m.Header.ID); trying && !d.Settled() {
			v.Tries, v.Trouble = a.Tries, a.Reason
			v.Rung, v.Sent = string(notify.LadderSent), schema.NewInstant(a.LastAt)
			if !a.Next.IsZero() {
				v.NextTry = schema.NewInstant(a.Next)
			}
		}
		if v.Overdue = c.overdue(m, &d); v.Overdue != "" || m.Rings && d.Refused != nil {
			v.Telephone = c.phone(d.Party)
		}
		v.MissingFiles = c.missingAt(m, d.Party)
		out = append(out, v)
	}
	return out
}

func (c *call) viewRinging() []RingView {
	out := []RingView{}
	for _, r := range c.tracker().Ringing() {
		out = append(out, c.viewRing(r))
	}
	return out
}

func (c *call) viewRing(r notify.Ring) RingView {
	v := RingView{ID: r.ID(), Since: r.Since}
	switch {
	case r.Message != nil:
		h := r.Message.Header
		v.What, v.From, v.Kind, v.Event, v.Message = "message", h.From, h.Kind, h.Event, r.Message.Handle
		v.Title = c.marked(c.name(h.From) + " " + verbs[h.Kind])
		v.Text = fmt.Sprintf("%s, released %s. Acknowledge it.", h.Kind, h.ReleasedAt)
	case r.Failed != nil:
		v.What, v.From, v.Message = "failed", r.Failed.Party, r.Failed.Message.Header.ID
		v.Kind, v.Event = r.Failed.Message.Header.Kind, r.Failed.Message.Header.Event
		v.Title = c.marked(fmt.Sprintf("%s refused our %s: %s", c.name(r.Failed.Party), v.Kind, r.Failed.Refused.Code))
		v.Text = fmt.Sprintf("%s. Telephone %s.", r.Failed.Refused.Reason, c.phone(r.Failed.Party))
	case r.Contradiction != nil:
		k := r.Contradiction
		v.What, v.From, v.Message = "contradiction", k.Author, k.Ours
		v.Title = c.marked(fmt.Sprintf("%s told %s something else than us", c.name(k.Author), c.name(k.Peer)))
		v.Text = fmt.Sprintf("%s says that it received from %s %s. Telephone %s, and %s: %s.", k.Peer, k.Author, k.What, c.phone(k.Author), k.Peer, c.phone(k.Peer))
	case r.Broken != nil:
		v.What, v.From = "damaged", c.node.Party()
		v.Title = c.marked(fmt.Sprintf("Our %s journal was damaged", r.Broken.Journal))
		v.Text = c.damage(r.Broken)
	default:
		v.What, v.From = "refused", r.Refused.Link
		v.Title = c.marked(fmt.Sprintf("A message claiming to be from %s could not be taken", c.name(r.Refused.Link)))
		v.Text = fmt.Sprintf("%s (%s). Telephone %s.", r.Refused.Reason, r.Refused.Code, c.phone(r.Refused.Link))
	}
	return v
}

// damage is what an officer is told of a break: what happened, what is lost, who
// gives back.
func (c *call) damage(b *notify.Break) string {
	if b.Journal == "node" {
		return fmt.Sprintf("At its start %s. It was set aside and goes on in epoch %d. Users and directory editions that were recorded in it may be missing, or as they once were: have your administrator look at them.", b.Reason, b.Epoch)
	}
	asked, given, waiting := []schema.Party{}, 0, []schema.Party{}
	for _, l := range c.node.Links(c.world) {
		if n, ok := b.Fetched[l.Party]; ok {
			asked, given = append(asked, l.Party), given+n
		} else {
			waiting = append(waiting, l.Party)
		}
	}
	text := fmt.Sprintf("At its start %s. The journal was set aside and goes on in epoch %d without %s. ", b.Reason, b.Epoch, b.Missing)
	if len(asked) > 0 {
		text += fmt.Sprintf("Given back: %d of our messages, by %s. ", given, joined(asked))
	}
	if len(waiting) > 0 {
		text += fmt.Sprintf("Not yet asked: %s. ", joined(waiting))
	}
	return text + "Drafts, notes and what no peer holds are gone: see forthwith missing. Tell your administrator."
}

func (c *call) missing() (any, error) {
	ms, err := c.node.Missing(c.ctx(), c.world)
	out := []MissingView{}
	for _, m := range ms {
		out = append(out, MissingView{Epoch: m.Epoch, Position: m.Position, Type: string(m.Type), Origin: m.Origin, ID: m.ID})
	}
	return out, err
}

// marked says EXERCISE in every title of that world.
func (c *call) marked(title string) string {
	if c.world == schema.Exercise {
		return "EXERCISE: " + title
	}
	return title
}

// verbs say what a kind does, after the name of the party.
var verbs = map[schema.Kind]string{
	schema.KindNotification:      "notifies a nuclear or radiological emergency",
	schema.KindInformation:       "gives information on the emergency",
	schema.KindCorrection:        "corrects a message that was wrong; the event goes on",
	schema.KindWithdrawal:        "withdraws: sent in error, there is no emergency",
	schema.KindReinstatement:     "takes a withdrawal back: the emergency is real",
	schema.KindTermination:       "says that the emergency is over, or when it will be",
	schema.KindAcknowledgement:   "acknowledges",
	schema.KindRequest:           "asks; an answer is due (Art. 6)",
	schema.KindReply:             "answers a request",
	schema.KindMeasurement:       "has measured levels that it cannot explain",
	schema.KindMeasures:          "says what it has decided at home",
	schema.KindAssistanceRequest: "asks for assistance",
	schema.KindAssistanceReply:   "says whether it can assist",
	schema.KindAssistanceAccept:  "answers an offer of assistance",
	schema.KindAssistanceClose:   "ends assistance",
	schema.KindDissemination:     "passes on what another party notified (Art. 4(a))",
	schema.KindPresented:         "has shown a message on a screen",
	schema.KindDirectory:         "sends an edition of the directory",
	schema.KindLinktest:          "tests the link; a person is asked to acknowledge",
	schema.KindExercise:          "moves an exercise",
}

func (c *call) viewExercises() []ExerciseView {
	out := []ExerciseView{}
	for _, e := range c.tracker().Exercises() {
		v := ExerciseView{
			ID: e.ID, Name: e.Name, Coordinator: e.Coordinator, Participants: e.Participants,
			Entered: slices.Sorted(maps.Keys(e.Entered)), State: "announced",
		}
		if e.Ended != "" {
			v.State = "ended"
		} else if e.Running() {
			v.State = "running"
		}
		out = append(out, v)
	}
	return out
}

func joined(ps []schema.Party) string {
	var s []string
	for _, p := range ps {
		s = append(s, string(p))
	}
	return strings.Join(s, ", ")
}

// ID is what the draft, and later the message, is known by.
func (d DraftView) ID() schema.MessageID { return d.Message.Header.ID }
