package cap

import (
	"slices"
	"strings"
)

// alert judges what the schema lets through.
func (c *checker) alert(a *Alert) {
	const at = "/alert"
	c.name(at+"/identifier", "identifier", a.Identifier)
	c.name(at+"/sender", "sender", a.Sender)
	c.time(at+"/sent", a.Sent)
	oneOf(c, at+"/status", a.Status, statuses)
	oneOf(c, at+"/msgType", a.MsgType, msgTypes)
	oneOf(c, at+"/scope", a.Scope, scopes)
	for i, code := range a.Codes {
		c.present(at+"/"+numbered("code", i), code)
	}
	c.words(at+"/addresses", a.Addresses)
	c.words(at+"/incidents", a.Incidents)
	c.audience(a)
	c.references(a)
	for i := range a.Signatures {
		c.warn(at+"/"+numbered("Signature", i), "signature-not-verified", "the XML signature is kept and not verified; trust the alert no more for it")
	}
	c.purpose(a)
	for i := range a.Infos {
		c.info(a, i)
	}
	if a.Status == StatusExercise {
		c.exercise(a)
	}
}

// audience asks whom the alert is for.
func (c *checker) audience(a *Alert) {
	switch a.Scope {
	case ScopeRestricted:
		if a.Restriction == "" {
			c.fail("/alert/restriction", "restriction-missing", "the alert is Restricted and does not say how; add restriction")
		}
	case ScopePrivate:
		if len(a.Addresses) == 0 {
			c.fail("/alert/addresses", "addresses-missing", "the alert is Private and names nobody; add addresses")
		}
	}
	if a.Restriction != "" && a.Scope != ScopeRestricted {
		c.warn("/alert/restriction", "restriction-unused", "there is a restriction and the scope is %s; ask the sender which is meant", clip(string(a.Scope)))
	}
}

// references are the keys of earlier messages, and of no other.
func (c *checker) references(a *Alert) {
	const at = "/alert/references"
	if a.MsgType.refers() && len(a.References) == 0 {
		c.fail(at, "references-missing", "a message of type %s is about earlier ones; name them as sender,identifier,sent", a.MsgType)
	}
	if len(a.References) > MaxWords {
		c.fail(at, tooManyWords.code, "%s", tooManyWords.text)
	}
	for _, r := range a.References {
		_, isTime := parseTime(string(r.Sent))
		switch {
		case !isName(r.Sender) || !isName(r.Identifier) || !isTime:
			c.fail(at, "reference", "%q is no reference; write sender,identifier,sent as the earlier message has them", clip(r.String()))
		case r.Identifier == a.Identifier && r.Sender == a.Sender:
			c.fail(at, "refers-to-self", "the alert refers to itself; name the earlier message")
		case r.Sent.Std().After(a.Sent.Std()):
			c.warn(at, "reference-later", "the alert refers to %s, which is later than itself", clip(r.String()))
		}
	}
}

// purpose asks for what makes a message of its type mean something.
func (c *checker) purpose(a *Alert) {
	real := a.Status == StatusActual || a.Status == StatusExercise
	if real && len(a.Infos) == 0 && (a.MsgType == MsgAlert || a.MsgType == MsgUpdate) {
		c.ask("/alert/info", "info-missing", "the alert says nothing about any event; add info")
	}
	if a.MsgType == MsgError && a.Note == "" {
		c.ask("/alert/note", "note-missing", "a rejection says why; write the reason in note")
	}
}

// exercise keeps one from being taken for real: it is said in the note and each
// headline, and to participants only.
func (c *checker) exercise(a *Alert) {
	if a.Note == "" {
		c.ask("/alert/note", "exercise-note", "an exercise says which one it is; write it in note")
	}
	if a.Scope == ScopePublic {
		c.ask("/alert/scope", "exercise-public", "an exercise is for its participants; write Restricted or Private")
	}
	for i, info := range a.Infos {
		if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(info.Headline)), "EXERCISE") {
			c.ask("/alert/"+numbered("info", i)+"/headline", "exercise-headline", "the headline of an exercise says so first; begin it with EXERCISE")
		}
	}
}

func oneOf[S ~string](c *checker, path string, s S, list []S) {
	if slices.Contains(list, s) {
		return
	}
	words := make([]string, len(list))
	for i, w := range list {
		words[i] = string(w)
	}
	c.fail(path, "not-in-list", "%q is not in the list; write one of %s", clip(string(s)), strings.Join(words, " | "))
}

// name is an identifier or sender: references could not hold another.
func (c *checker) name(path, code, s string) {
	if s == "" {
		c.fail(path, "empty", "the element is empty; write the %s", code)
	} else if !isName(s) {
		c.fail(path, code, "%q contains white space, a comma, < or &; write the %s without them", clip(s), code)
	}
}

func isName(s string) bool { return s != "" && !strings.ContainsAny(s, space+",<&") }

func (c *checker) present(path, s string) {
	if strings.Trim(s, space) == "" {
		c.fail(path, "empty", "the element says nothing; fill it in")
	}
}

func (c *checker) words(path string, words []string) {
	if len(words) > MaxWords {
		c.fail(path, tooManyWords.code, "%s", tooManyWords.text)
	}
	for _, w := range words {
		if w == "" || strings.Contains(w, `"`) {
			c.fail(path, "quotes", "%q is empty or contains a quotation mark; write it without", clip(w))
		}
	}
}

// time judges one that must be there; see optionalTime.
func (c *checker) time(path string, t Time) {
	if _, ok := parseTime(string(t)); !ok {
		c.fail(path, "time", "%q is no time of CAP; write whole seconds and a numeric offset, as in 2026-11-23T06:40:00-00:00", clip(string(t)))
		return
	}
	if strings.HasSuffix(string(t), "+00:00") {
		c.warn(path, "utc-offset", "UTC is written %s in CAP; the time is taken for UTC", utc)
	}
}

func (c *checker) optionalTime(path string, t Time) {
	if t != "" {
		c.time(path, t)
	}
}
