package cap

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"forthwith/schema"
)

// about reads what the info says in CAP's own words: what happened, when, and in
// which language. Severity, urgency and certainty are of the warning, and tell
// nothing of the plant.
func (r *reader) about() {
	h, i := &r.header, r.info
	h.Language = r.language()
	event := unmarked(h, i.Event)
	n, known := nature(event)
	switch {
	case event == unnamed || len(r.alert.Infos) == 0:
	case known:
		r.accident.Nature = n
	default:
		r.accident.Nature = schema.Nature{Type: r.fromCodes(), Description: r.cut("/alert/info[1]/event", event, 255)}
	}
	if i.Onset != "" {
		r.accident.Occurred.At = schema.NewTime(i.Onset.Std())
	}
	if i.Web != "" && website.MatchString(i.Web) && r.hasPublic() {
		r.public.Website = i.Web
	}
}

// website is what the field of that name takes.
var website = regexp.MustCompile(`^https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$`)

func (r *reader) hasPublic() bool {
	k := r.header.Kind
	if k == schema.KindCorrection {
		k = r.corrects
	}
	return k == schema.KindInformation || k == schema.KindMeasures
}

// language is the native spelling of the info's, or its first part.
func (r *reader) language() string {
	if len(r.alert.Infos) == 0 {
		return ""
	}
	lang := r.info.Lang()
	if nativeLanguage.MatchString(lang) {
		return lang
	}
	primary, _, _ := strings.Cut(strings.ToLower(lang), "-")
	if !nativeLanguage.MatchString(primary) {
		r.losses.Add(schema.LossDropped, "/alert/info[1]/language", "the language %q is none of ours", clip(lang))
		return ""
	}
	r.losses.Add(schema.LossNarrowed, "/alert/info[1]/language", "the language %q becomes %q", clip(lang), primary)
	return primary
}

var nativeLanguage = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$`)

// fromCodes is the type of event that a term of OASIS names without doubt.
func (r *reader) fromCodes() string {
	for _, c := range r.info.EventCodes {
		switch c.Value {
		case "OET-136":
			return "Nuclear Installation Event"
		case "OET-083", "OET-047":
			return "Contamination in Food / Drinking Water"
		case "OET-171", "OET-184":
			return "Space Object Re-entry"
		}
	}
	return "Other"
}

// cut shortens a text to what its field takes, and says so.
func (r *reader) cut(path, s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	r.losses.Add(schema.LossNarrowed, path, "of the text only the first %d characters are kept", most)
	return string([]rune(s)[:most])
}

// own reads what we compose ourselves.
func (r *reader) own() {
	h, i := &r.header, r.info
	if h.Kind == schema.KindAcknowledgement {
		r.text = r.remark(r.alert.Note)
		h.Attachments = nil
		return
	}
	dissect(description, &r.parts, unmarked(h, i.Description))
	dissect(instruction, &r.parts, unmarked(h, i.Instruction))
	for n, a := range i.Areas {
		if !r.takeArea(a) {
			r.losses.Add(schema.LossDropped, infoPath("area", n), "the area %q belongs to no measure", clip(a.Description))
		}
	}
	h.Attachments = h.Attachments[:min(len(h.Attachments), len(i.Resources))]
	for n, x := range i.Resources {
		if n >= len(h.Attachments) {
			r.losses.Add(schema.LossDropped, infoPath("resource", n), "the file %q has no digest of ours", clip(x.Description))
			continue
		}
		f := &h.Attachments[n]
		f.MediaType, f.Description = x.MimeType, unmarked(h, x.Description)
		if x.Size != nil {
			f.Size = *x.Size
		}
		if f.Description == f.Name {
			f.Description = ""
		}
	}
	for n, x := range r.unread {
		r.losses.Add(schema.LossDropped, "/alert/info[1]/"+numbered("parameter", n), "the parameter %s is not ours: %s", clip(x.Name), clip(x.Value))
	}
}

// foreign reads an alert of others: what has no field of its own is kept in the
// text, in the order of the alert. An area is where a warning holds and nothing
// more.
func (r *reader) foreign() {
	h, i := &r.header, r.info
	if !slices.Contains(i.Categories, CategoryCBRNE) {
		r.warn("/alert/info[1]/category", "not-nuclear", "the alert is not marked CBRNE; check that it is about something nuclear or radiological")
	}
	if r.accident.Occurred.At != "" {
		r.accident.Occurred.Estimated = true
		r.losses.Add(schema.LossNarrowed, "/alert/info[1]/onset", "the expected beginning is taken for the time of the event, as an estimate")
	} else if h.Kind == schema.KindNotification {
		r.refuse("/alert/info[1]/onset", "onset-missing", "the alert does not say when it happened, which a notification must (Art. 2(a)); ask the sender and draft it by hand")
	}
	if !reflect.ValueOf(r.weather).IsZero() && r.weather.From == "" {
		r.weather.From = r.said()
		r.losses.Add(schema.LossNarrowed, "/alert/info[1]/parameter", "no time is given for the weather; that of the alert stands for it")
	}
	h.Attachments = nil
	r.text = i.Description
	r.keep("/alert/note", "Note", r.alert.Note)
	r.keep("/alert/info[1]/headline", "Headline", i.Headline)
	r.keep("/alert/info[1]/instruction", "Instruction", i.Instruction)
	r.keep("/alert/info[1]/audience", "Audience", i.Audience)
	r.keep("/alert/info[1]/senderName", "Sender", i.SenderName)
	r.keep("/alert/info[1]/contact", "Contact", i.Contact)
	if r.public.Website == "" {
		r.keep("/alert/info[1]/web", "Web", i.Web)
	}
	for n, a := range i.Areas {
		r.keep(infoPath("area", n), "Area to warn", a.Description)
	}
	for n, x := range i.Resources {
		r.keep(infoPath("resource", n), "File", strings.TrimSpace(x.Description+" "+x.URI))
	}
	for n, c := range i.EventCodes {
		r.keep(infoPath("eventCode", n), c.Name, c.Value)
	}
	for n, x := range r.unread {
		r.keep("/alert/info[1]/"+numbered("parameter", n), x.Name, x.Value)
	}
	r.text = r.cut("/alert/info[1]/description", r.text, 8000)
	r.warning()
	if h.Kind == schema.KindInformation && r.validAt == "" {
		r.validAt = r.said()
	}
}

// keep adds a line to the text.
func (r *reader) keep(path, label, s string) {
	if strings.Trim(s, space) == "" {
		return
	}
	if r.text != "" {
		r.text += "\n"
	}
	r.text += fmt.Sprintf("%s: %s", label, s)
	r.losses.Add(schema.LossNarrowed, path, "it is kept in the text")
}

// warning names what is said of the warning and has no place with us.
func (r *reader) warning() {
	i := r.info
	for _, x := range []struct{ name, value string }{
		{"severity", string(i.Severity)}, {"urgency", string(i.Urgency)}, {"certainty", string(i.Certainty)}, {"effective", string(i.Effective)}, {"expires", string(i.Expires)},
	} {
		if x.value != "" {
			r.losses.Add(schema.LossDropped, "/alert/info[1]/"+x.name, "%s is of the warning and tells nothing of the event", clip(x.value))
		}
	}
	for n, x := range i.ResponseTypes {
		r.losses.Add(schema.LossDropped, infoPath("responseType", n), "%s is what the sender asks of his audience, and no measure that we know of", clip(string(x)))
	}
	for n, x := range i.Categories {
		r.losses.Add(schema.LossDropped, infoPath("category", n), "%s is no type of event of ours", clip(string(x)))
	}
	if r.alert.Source != "" {
		r.losses.Add(schema.LossDropped, "/alert/source", "%q is the sender's own name of a desk or device", clip(r.alert.Source))
	}
}

// said is from when the alert holds.
func (r *reader) said() schema.Time {
	if r.info.Effective != "" {
		return schema.NewTime(r.info.Effective.Std())
	}
	return schema.NewTime(r.alert.Sent.Std())
}

// rest names what is read of no alert.
func (r *reader) rest() {
	for n := range r.alert.Infos {
		if n > 0 {
			r.losses.Add(schema.LossDropped, "/alert/"+numbered("info", n), "only the first info is read; this one is in %s", clip(r.alert.Infos[n].Lang()))
		}
	}
	if len(r.alert.Infos) > 0 {
		for n, c := range r.alert.Codes {
			r.losses.Add(schema.LossDropped, "/alert/"+numbered("code", n), "the code %q is not ours", clip(c))
		}
	}
	for n := range r.alert.Signatures {
		r.losses.Add(schema.LossDropped, "/alert/"+numbered("Signature", n), "a signature covers the alert and not the message")
	}
	if r.ours {
		for _, x := range []struct{ name, value string }{{"contact", r.info.Contact}, {"audience", r.info.Audience}} {
			if x.value != "" {
				r.losses.Add(schema.LossDropped, "/alert/info[1]/"+x.name, "%q has no place in a message", clip(x.value))
			}
		}
	}
}

func infoPath(name string, n int) string { return "/alert/info[1]/" + numbered(name, n) }
