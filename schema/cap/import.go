package cap

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
)

// Import is what a message needs to have and an alert has not.
type Import struct {
	// Workspace is the world into which the alert is read: an exercise is never read
	// into live, nor the other way. If none is given, it is the alert's own.
	Workspace schema.Workspace
	// ID is the id that the caller gives the message. Never is it the alert's.
	ID schema.MessageID
	// Event and Exercise are what they are called here. Without them what the alert
	// says is taken, if it has our form.
	Event    schema.EventID
	Exercise schema.ExerciseID
	// Addressees are the parties to tell. Without them the alert's addresses are
	// taken, as far as they are parties.
	Addressees []schema.Party
	// Message finds the message that went out as an earlier alert, or was read from
	// one. Nil finds none.
	Message func(Reference) (schema.MessageID, bool)
}

// ToMessage is an alert as a message, and what of it is lost. It is a draft: who
// speaks, the sequence, times of release and approvals are the desk's, and so is
// the id where none is given. The message is nil if a violation is an error.
func ToMessage(a *Alert, in Import) (*schema.Message, schema.Losses, schema.Violations) {
	r := read(a, in)
	if r.found.Err() != nil {
		return nil, nil, r.found
	}
	m := r.message()
	for _, v := range m.FieldViolations() {
		if !strings.HasPrefix(v.Pointer, "/header/") || v.Code != "required" && v.Pointer != "/header/sequence" {
			r.found = append(r.found, v)
		}
	}
	if r.found.Err() != nil {
		return nil, nil, r.found
	}
	return m, r.losses, r.found
}

// reader reads one alert.
type reader struct {
	parts
	alert  *Alert
	in     Import
	info   *Info // the first; of an alert without one, an empty one
	ours   bool  // the alert says which kind of message it was made of
	unread []Parameter
	losses schema.Losses
	found  schema.Violations
}

func read(a *Alert, in Import) *reader {
	r := &reader{alert: a, in: in, info: new(Info)}
	if len(a.Infos) > 0 {
		r.info = &a.Infos[0]
	}
	r.world()
	r.facts()
	r.kind()
	if r.found.Err() != nil {
		return r
	}
	r.handling()
	r.thread()
	r.about()
	if r.ours {
		r.own()
	} else {
		r.foreign()
	}
	r.rest()
	r.elsewhere()
	return r
}

func (r *reader) refuse(path, code, format string, a ...any) {
	r.found = append(r.found, schema.Violation{Code: code, Pointer: path, Article: articleCAP, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...)})
}

func (r *reader) warn(path, code, format string, a ...any) {
	r.found = append(r.found, schema.Violation{Code: code, Pointer: path, Article: articleCAP, Severity: schema.SeverityWarning, Text: fmt.Sprintf(format, a...)})
}

// world keeps the two worlds, and tests, apart.
func (r *reader) world() {
	h := &r.header
	h.Workspace = schema.Live
	switch r.alert.Status {
	case StatusActual:
		h.Context = schema.ContextEmergency
	case StatusExercise:
		h.Context, h.Workspace = schema.ContextExercise, schema.Exercise
	case StatusTest:
		h.Context = schema.ContextTest
	default:
		r.refuse("/alert/status", "status-refused", "an alert of status %s is for machines or not finished; only Actual, Exercise and Test become messages", clip(string(r.alert.Status)))
	}
	if w := r.in.Workspace; w != "" && w != h.Workspace {
		r.refuse("/alert/status", "other-world", "the alert is %s and this is the %s workspace; no message passes into another world", r.alert.Status, w)
	}
}

// facts reads the parameters, or of an alert without an info its codes.
func (r *reader) facts() {
	if len(r.alert.Infos) == 0 {
		for i, c := range r.alert.Codes {
			name, v, _ := strings.Cut(c, "=")
			if !r.fact(name, v) {
				r.losses.Add(schema.LossDropped, "/alert/"+numbered("code", i), "the code %q is not ours", clip(c))
			}
		}
	}
	var unread []Parameter
	for _, x := range r.info.Parameters {
		if !r.fact(x.Name, x.Value) {
			unread = append(unread, x)
		}
	}
	r.unread = unread
}

func (r *reader) fact(name, v string) bool {
	i := slices.IndexFunc(facts, func(f fact) bool { return f.name == name })
	return i >= 0 && facts[i].read(&r.parts, v)
}

// kind is which kind of message the alert is. One of ours says it; of the others
// an Alert notifies and an Update informs, and the rest cannot be known.
func (r *reader) kind() {
	h, t := &r.header, r.alert.MsgType
	r.ours = h.Kind != ""
	form, known := kindForms[h.Kind]
	switch {
	case t == MsgError:
		r.refuse("/alert/msgType", "rejection", "an Error is a rejection and no message: %s", clip(r.alert.Note))
	case r.ours && (!known || form.msgType != t && (form.msgType != MsgUpdate || form.refers || t != MsgAlert)):
		r.refuse("/alert/msgType", "kind-differs", "the alert calls itself a %s, which as %s it cannot be; ask the sender", clip(string(h.Kind)), t)
	case h.Kind == schema.KindCorrection && !r.corrects.Correctable():
		r.refuse("/alert/info[1]/parameter", "kind-differs", "the alert corrects a %q, which ena:corrects cannot name; ask the sender", clip(string(r.corrects)))
	case r.ours:
	case t == MsgCancel:
		r.refuse("/alert/msgType", "cancel-unclear", "a Cancel says that the threat is over or that there was none, and not which; draft a termination or a withdrawal")
	case t == MsgAck:
		r.refuse("/alert/msgType", "ack-unclear", "an Ack may come from a machine, and an acknowledgement is a person's; telephone")
	case t == MsgUpdate:
		h.Kind = schema.KindInformation
	default:
		h.Kind = schema.KindNotification
	}
	if rule, ok := h.Kind.Rule(); ok && h.Context == schema.ContextTest && !rule.Allows(schema.Live, h.Context) {
		r.refuse("/alert/status", "test-refused", "a Test is no %s; test the links in their own way", h.Kind)
	}
}

// handling reads who may have the message, strictly where CAP leaves it open.
func (r *reader) handling() {
	h, a := &r.header, r.alert
	switch {
	case a.Scope == ScopePublic && h.Context == schema.ContextExercise:
		h.Confidentiality = schema.ForAuthorities
		r.losses.Add(schema.LossNarrowed, "/alert/scope", "an exercise is never for everyone; it is read as for authorities")
	case a.Scope == ScopePublic:
		h.Confidentiality = schema.ForPublic
	case a.Scope == ScopeRestricted && a.Restriction == restrictions[schema.ForAuthorities]:
		h.Confidentiality = schema.ForAuthorities
	case a.Scope == ScopeRestricted && a.Restriction != restrictions[schema.ForAddressees]:
		h.Confidentiality = schema.ForAddressees
		r.losses.Add(schema.LossNarrowed, "/alert/restriction", "the restriction %q is none of ours; it is read as for addressees only", clip(a.Restriction))
	default:
		h.Confidentiality = schema.ForAddressees
	}
	if h.Addressees = r.in.Addressees; len(h.Addressees) > 0 {
		return
	}
	for _, s := range a.Addresses {
		if p, err := schema.ParseParty(s); err == nil && !slices.Contains(h.Addressees, p) {
			h.Addressees = append(h.Addressees, p)
			continue
		}
		r.losses.Add(schema.LossDropped, "/alert/addresses", "%q is no party; name the addressees", clip(s))
	}
}

// thread reads to which event the alert belongs and which earlier messages it is
// about.
func (r *reader) thread() {
	h, a := &r.header, r.alert
	h.Event = r.in.Event
	if r.in.Exercise != "" {
		h.Exercise = r.in.Exercise
	}
	for _, s := range a.Incidents {
		id, err := schema.ParseEventID(s)
		switch {
		case err == nil && (h.Event == "" || h.Event == id):
			h.Event = id
		case !r.otherID(s):
			r.losses.Add(schema.LossDropped, "/alert/incidents", "the id %q is too long", clip(s))
		}
	}
	var known []schema.MessageID
	for _, ref := range a.References {
		id, ok := schema.MessageID(""), false
		if r.in.Message != nil {
			id, ok = r.in.Message(ref)
		}
		if !ok {
			r.losses.Add(schema.LossDropped, "/alert/references", "no message is known that is the alert %s", clip(ref.String()))
			continue
		}
		known = append(known, id)
	}
	if !r.ours && len(known) > 0 && a.MsgType == MsgUpdate {
		h.Follows = known[0]
	}
	if h.Follows != "" && !slices.Contains(known, h.Follows) {
		h.Follows = ""
	}
	for _, about := range []schema.MessageID{h.Revokes, r.acknowledgement.Message} {
		if about != "" && !slices.Contains(known, about) {
			r.refuse("/alert/references", "about-unknown", "the alert is about a message %s that is not known here", clip(string(about)))
		}
	}
}

func (r *reader) otherID(s string) bool {
	h := &r.header
	if utf8.RuneCountInString(s) > 255 || utf8.RuneCountInString(r.alert.Sender) > 255 || len(h.OtherIDs) == 32 {
		return false
	}
	h.OtherIDs = append(h.OtherIDs, schema.OtherID{Organisation: r.alert.Sender, ID: s})
	return true
}

// elsewhere keeps the identity of the alert, and of the message it was made of:
// the same stands there.
func (r *reader) elsewhere() {
	h, a := &r.header, r.alert
	at := schema.NewTime(a.Sent.Std())
	same := []schema.SentElsewhere{{System: "CAP", ID: a.Key().String(), At: at}}
	if n := r.native; n.id != "" {
		same = append(same, schema.SentElsewhere{System: "Forthwith", ID: strings.Join([]string{string(n.from), string(n.id), "sha256:" + n.digest}, " "), At: at})
	}
	for _, s := range same {
		if len(h.SentElsewhere) >= 16 || utf8.RuneCountInString(s.ID) > 255 {
			r.losses.Add(schema.LossDropped, "/alert/identifier", "there is no room for the reference to %s %s", s.System, clip(s.ID))
			continue
		}
		h.SentElsewhere = append(h.SentElsewhere, s)
	}
}

// message puts the message together.
func (r *reader) message() *schema.Message {
	m := &schema.Message{Header: r.header, Body: r.body(r.header.Kind)}
	m.Header.ID = r.in.ID
	return m
}
