package cap

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"forthwith/schema"
)

// Export is what an alert needs to have and a message has not.
type Export struct {
	// Sender names us to readers of CAP, as in notify@example.org. It is the same in
	// all our alerts, for they refer to one another by it.
	Sender string
	// Name and Contact are those of the office, for persons. Both may be empty.
	Name, Contact string
	// Alert finds the alert that an earlier message went out as, or came in as. Nil
	// finds none.
	Alert func(schema.MessageID) (Reference, bool)
	// Holding are the alerts of the event that have not expired. What changes the
	// event supersedes them all.
	Holding []Reference
	// Address is where a reader of CAP can have a file, or "". Nil is nowhere.
	Address func(schema.Attachment) string
}

// ErrDraft is the answer to one who would make an alert of a draft.
var ErrDraft = errors.New("a draft has no alert: release the message first")

// FromMessage is a message as an alert, and what of it is lost. The message is a
// valid one that was released; a draft has no id to give to an alert. The losses
// are found by reading the written alert back, so that none goes unseen.
//
// A kind without a form in CAP is an error that says what to do, and so is an alert
// about another one that did not go out as one.
func FromMessage(m *schema.Message, to Export) (*Alert, schema.Losses, error) {
	h := &m.Header
	if h.ID == "" || h.ReleasedAt == "" {
		return nil, nil, ErrDraft
	}
	if err := m.Validate(h.ReleasedAt.Std()).Err(); err != nil {
		return nil, nil, fmt.Errorf("only a valid message has an alert: %w", err)
	}
	form, ok := kindForms[h.Kind]
	if !ok {
		return nil, nil, fmt.Errorf("a message of kind %s has no form in CAP: %s", h.Kind, instead[h.Kind])
	}
	p := &parts{header: *h, known: make(map[Reference]schema.MessageID)}
	p.take(m.Body)
	if err := p.name(m); err != nil {
		return nil, nil, err
	}
	a := &Alert{
		Identifier: string(h.ID), Sender: to.Sender, Sent: NewTime(h.ReleasedAt.Std()), Source: clean(h.Desk),
		MsgType: form.msgType, Note: p.note(),
	}
	if err := p.refer(a, form, to); err != nil {
		return nil, nil, err
	}
	p.handling(a)
	if form.msgType == MsgAck {
		p.unlist(h.Attachments)
	} else {
		a.Infos = []Info{p.info(a, to)}
	}
	p.parameters(a)
	losses, err := p.lostIn(m, a)
	return a, losses, err
}

// name is how the alert names the message that it is made of: its digest is that
// of its envelope, which follows from the message.
func (p *parts) name(m *schema.Message) error {
	payload, err := schema.Canonical(m)
	if err != nil {
		return err
	}
	e := schema.Envelope{PayloadType: schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), Payload: payload}
	p.native = native{m.Header.ID, m.Header.From, strings.TrimPrefix(string(e.Digest()), "sha256:")}
	return nil
}

// refer names the earlier alerts: the one that the message is about, the one that
// it follows, and what it supersedes.
func (p *parts) refer(a *Alert, form kindForm, to Export) error {
	add := func(r Reference) {
		if r != a.Key() && !slices.Contains(a.References, r) {
			a.References = append(a.References, r)
		}
	}
	about := p.header.Revokes
	if a.MsgType == MsgAck {
		about = p.acknowledgement.Message
	}
	found := false
	for _, id := range []schema.MessageID{about, p.header.Follows} {
		if id == "" || to.Alert == nil {
			continue
		}
		if r, ok := to.Alert(id); ok {
			add(r)
			p.known[r] = id
			found = found || id == about
		}
	}
	if about != "" && !found {
		return fmt.Errorf("no alert is known of the message %s, which this %s is about; give the alert that it went out as", about, p.header.Kind)
	}
	if form.supersedes {
		for _, r := range to.Holding {
			add(r)
		}
	}
	if form.refers && len(a.References) == 0 {
		return fmt.Errorf("a %s in CAP names the alerts that it is about, and none is known; give those of the event that have not expired", p.header.Kind)
	}
	if a.MsgType == MsgUpdate && len(a.References) == 0 {
		a.MsgType = MsgAlert // there is nothing to update
	}
	return nil
}

// handling is how real the alert is and who may have it.
func (p *parts) handling(a *Alert) {
	h := &p.header
	a.Status = statusOf[h.Context]
	for _, s := range h.Addressees {
		a.Addresses = append(a.Addresses, string(s))
	}
	switch c := confidentiality(h); c {
	case schema.ForPublic:
		a.Scope, a.Addresses = ScopePublic, nil
	case schema.ForAuthorities:
		a.Scope, a.Restriction = ScopeRestricted, restrictions[c]
	default:
		a.Scope = ScopePrivate
	}
	if h.Event != "" {
		a.Incidents = []string{string(h.Event)}
	}
}

// statusOf is how real an alert is. Routine is Actual, and the note says so.
var statusOf = map[schema.ReportContext]Status{
	schema.ContextEmergency: StatusActual,
	schema.ContextRoutine:   StatusActual,
	schema.ContextExercise:  StatusExercise,
	schema.ContextTest:      StatusTest,
}

// info is what the alert says.
func (p *parts) info(a *Alert, to Export) Info {
	h := &p.header
	var orders []string
	for _, m := range p.measures.Actions {
		orders = append(orders, p.order(m))
	}
	p.orders = strings.Join(orders, "\n")
	i := Info{
		Language: h.Language, Event: marked(h, p.event()), ResponseTypes: p.responseTypes(), Severity: p.severity(),
		Effective: a.Sent, Onset: capTime(p.accident.Occurred.At), Expires: NewTime(h.ReleasedAt.Std().Add(lifetime)),
		SenderName: to.Name, Headline: marked(h, p.headline()), Contact: to.Contact, Web: p.public.Website,
		Description: marked(h, compose(description, p)), Instruction: marked(h, compose(instruction, p)),
		Areas: p.areas(),
	}
	if due := p.next.Std(); due.After(h.ReleasedAt.Std().Add(time.Minute)) {
		i.Expires = NewTime(due)
	}
	if i.SenderName == "" {
		i.SenderName = string(h.From)
	}
	i.SenderName = marked(h, i.SenderName)
	i.Categories, i.EventCodes = p.codes()
	i.Urgency, i.Certainty = p.outlook()
	p.resources(a.Scope, &i, to)
	return i
}

// resources are the files that the readers of the alert may have.
func (p *parts) resources(scope Scope, i *Info, to Export) {
	var listed []schema.Attachment
	for n, f := range p.header.Attachments {
		if f.Confidentiality != "" && slices.Index(openness, f.Confidentiality) < slices.Index(openness, audiences[scope]) {
			p.unlisted = append(p.unlisted, n) // an alert goes to more than may have it
			continue
		}
		r := Resource{Description: marked(&p.header, clean(f.Description)), MimeType: f.MediaType, Size: &f.Size}
		if strings.Trim(r.Description, space) == "" {
			r.Description = marked(&p.header, f.Name)
		}
		if to.Address != nil {
			r.URI = to.Address(f)
		}
		listed = append(listed, f)
		i.Resources = append(i.Resources, r)
	}
	p.header.Attachments = listed
}

// unlist leaves all files out: nothing in the alert lists them.
func (p *parts) unlist(fs []schema.Attachment) {
	for n := range fs {
		p.unlisted = append(p.unlisted, n)
	}
	p.header.Attachments = nil
}

// audiences is for whom an alert of each scope is.
var audiences = map[Scope]schema.Confidentiality{
	ScopePrivate:    schema.ForAddressees,
	ScopeRestricted: schema.ForAuthorities,
	ScopePublic:     schema.ForPublic,
}

// parameters are the facts: in the info, or, of an alert without one, as codes.
func (p *parts) parameters(a *Alert) {
	for _, f := range facts {
		for _, v := range f.write(p) {
			v = clean(v)
			if len(a.Infos) == 0 {
				a.Codes = append(a.Codes, f.name+"="+v)
				continue
			}
			i := &a.Infos[0]
			i.Parameters = append(i.Parameters, Parameter{f.name, v})
		}
	}
}

// capTime is a native time in CAP's spelling.
func capTime(t schema.Time) Time {
	if t == "" {
		return ""
	}
	return NewTime(t.Std())
}
