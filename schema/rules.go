package schema

import (
	"fmt"
	"regexp"
	"time"
)

// MaxSkew is how far two clocks may differ before it is worth a warning.
const MaxSkew = 5 * time.Minute

// check gathers what the rules across fields find. Each rule is a method of what
// it is about or of check; at is the JSON pointer of that. A field that is not even
// well formed has been named by the field rules and is passed over here.
type check struct {
	found Violations
	now   time.Time // the reader's clock
}

func (c *check) errorf(code, at, article, format string, a ...any) {
	c.found.errorf(code, at, article, format, a...)
}

func (c *check) warnf(code, at, article, format string, a ...any) {
	c.found.warnf(code, at, article, format, a...)
}

// happened refuses a time to come for what is said to have been.
func (c *check) happened(at, article string, t Time) {
	if t.Std().After(c.now.Add(MaxSkew)) {
		c.errorf("time-in-future", at, article, "%s lies in the future (it is %s); check date and UTC", t, NewTime(c.now))
	}
}

// due warns of a time that was promised and has passed.
func (c *check) due(at, article string, t Time) {
	if s := t.Std(); !s.IsZero() && s.Before(c.now.Add(-MaxSkew)) {
		c.warnf("time-passed", at, article, "%s has passed (it is %s); give a time to come", t, NewTime(c.now))
	}
}

// order refuses an end before the beginning.
func (c *check) order(at string, from, till Time) {
	if from != "" && till != "" && till.Std().Before(from.Std()) {
		c.errorf("time-order", at, "", "it ends (%s) before it begins (%s)", till, from)
	}
}

// headerRules are the rules across the fields of the header.
func (m *Message) headerRules(c *check) {
	h := &m.Header
	rule, ok := h.Kind.Rule()
	if !ok {
		return // the field rule has said it
	}
	if m.Body.Kind() != h.Kind {
		c.errorf("kind-and-body", "/header/kind", "", "the header says %s and the body is a %s", h.Kind, m.Body.Kind())
	}
	if !rule.Allows(h.Workspace, h.Context) {
		c.errorf("kind-and-context", "/header/context", "", "a %s in the %s workspace cannot have the context %s", h.Kind, h.Workspace, h.Context)
	}
	if m.AddressedTo(h.From) {
		c.errorf("addressed-to-self", "/header/addressees", "", "%s writes to itself; leave it out", h.From)
	}
	if want := h.Workspace == Exercise; want != (h.Exercise != "") {
		if want {
			c.errorf("required", "/header/exercise", "", "in the exercise workspace every message names its exercise")
		} else {
			c.errorf("exercise-in-live", "/header/exercise", "", "a live message names no exercise")
		}
	}
	m.threadRules(c, rule)
	m.attachmentRules(c)
	m.approvalRules(c, rule)
}

// threadRules are about what a message belongs to and what it follows.
func (m *Message) threadRules(c *check, rule Rule) {
	h := &m.Header
	correction, _ := m.Body.(*Correction)
	ofLevels := correction != nil && correction.Measurement != nil // which need no event
	if h.Event == "" && (rule.Event == EventNeeded || correction != nil && !ofLevels) {
		c.errorf("required", "/header/event", "", "name the event")
	}
	if needs := h.Kind.Revokes(); needs != (h.Revokes != "") {
		if needs {
			c.errorf("required", "/header/revokes", "", "name the message that was wrong")
		} else {
			c.errorf("revokes", "/header/revokes", "", "only a correction, a withdrawal or a reinstatement revokes")
		}
	}
	if len(h.Raised) > 0 && h.Kind != KindInformation && h.Kind != KindCorrection {
		c.errorf("raised", "/header/raised", "", "only information or a correction rings afresh")
	}
	if h.Revokes == h.ID && h.ID != "" || h.Follows == h.ID && h.ID != "" {
		c.errorf("refers-to-self", "/header", "", "a message cannot follow or revoke itself")
	}
	ids := make(map[string]bool)
	for i, o := range h.OtherIDs {
		if ids[o.Organisation] {
			c.warnf("ids-of-one", fmt.Sprintf("/header/otherIds/%d", i), "", "%s has another id here; an organisation has one for an event", o.Organisation)
		}
		ids[o.Organisation] = true
	}
	for i, s := range h.SentElsewhere {
		c.happened(fmt.Sprintf("/header/sentElsewhere/%d/at", i), "", s.At)
	}
	if h.Wanted != nil {
		c.due("/header/wanted/by", "", h.Wanted.By)
	}
}

func (m *Message) attachmentRules(c *check) {
	names := make(map[string]bool)
	for i, a := range m.Header.Attachments {
		if names[a.Name] {
			c.errorf("attachment-twice", fmt.Sprintf("/header/attachments/%d/name", i), "", "another attachment has the name %q; give each its own", a.Name)
		}
		names[a.Name] = true
	}
}

// approvalRules: a message a person released carries its drafter first; in live
// as many different persons as its kind asks for.
func (m *Message) approvalRules(c *check, rule Rule) {
	as := m.Header.Approvals
	officers := make(map[string]bool)
	for _, a := range as {
		officers[a.Officer] = true
	}
	for i, a := range as {
		if (i == 0) != (a.Act == ActDrafted) {
			c.errorf("approvals", "/header/approvals", "", "the drafter stands first and once; the others approve")
			break
		}
	}
	if len(officers) != len(as) {
		c.errorf("approvals", "/header/approvals", "", "the same person stands here twice; a second person releases")
	}
	need := rule.Persons
	if m.Header.Kind == KindLinktest {
		need = 0 // the form a machine answers is sent by the node itself
		if t, ok := m.Body.(*Linktest); ok && t.Form == LinktestPerson {
			need = 1
		}
	}
	if m.Header.Workspace == Exercise && need > 1 {
		need = 1 // an exercise may ask for fewer; the sender's policy says
	}
	if len(officers) < need {
		c.errorf("approvals", "/header/approvals", "", "a %s is released by %d persons and carries %d", m.Header.Kind, need, len(officers))
	}
	if rule.Persons == 0 && len(as) > 0 {
		c.errorf("approvals", "/header/approvals", "", "a %s is a node's own and names no person", m.Header.Kind)
	}
}

// notDrill is what no exercise text may say: in Hawaii in 2018 a drill did.
// The text is looked at as JSON, where a line end is written \n.
var notDrill = regexp.MustCompile(`(?i)\bnot` + blank + `+(an?` + blank + `+)?(drill|exercise|test)\b`)

const blank = `(?:[\s\p{Z}]|\\[nrt])`

func (m *Message) notADrill(c *check) {
	for _, part := range []struct {
		at   string
		says any
	}{{"/header", m.Header}, {"/body", m.Body}} {
		if notDrill.MatchString(says(part.says)) {
			c.errorf("says-not-a-drill", part.at, "", "exercise text cannot say that this is not a drill")
		}
	}
}
