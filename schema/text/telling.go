package text

import (
	"reflect"
	"slices"

	"forthwith/schema"
)

// telling is a message about to be told.
type telling struct {
	*voice
	message *schema.Message
	reader  Reader
}

// rows is all that is told, in the order in which it matters.
func (t *telling) rows() []row {
	w := walker{t.catalogue, t.spoken}
	h := t.message.Header
	header := w.group(reflect.ValueOf(h), "/header")
	top := slices.IndexFunc(header, func(n *node) bool { return n.path == "/header/context" }) + 1
	rows := []row{{text: t.text(key("h." + string(h.Kind))), keep: true}}
	rows = append(rows, t.voice.rows(header[:top], 0)...)
	if t.reader.Phone != "" {
		rows = append(rows, row{label: t.text(keyTelephone), text: t.isolate(ident(t.reader.Phone).words(t.voice)), keep: true})
	}
	rows = append(rows, t.changed()...)
	body := t.voice.rows(w.group(reflect.ValueOf(t.message.Body).Elem(), ""), 0)
	rows = append(rows, apart(t.written(body, h.Language))...)
	rows = append(rows, t.enclosed()...)
	rest := t.written(t.voice.rows(header[top:], 0), h.Language)
	rows = append(rows, apart(append(rest, t.seal()...))...)
	return append(rows, t.notes()...)
}

// changed is what changed since the previous message.
func (t *telling) changed() []row {
	if t.reader.Previous == nil || !alike(t.reader.Previous, t.message) {
		return nil
	}
	rows := []row{{label: t.text(keyChangesSince), gap: true}}
	for _, line := range t.changes(t.reader.Previous, t.message) {
		rows = append(rows, row{text: line, indent: 1})
	}
	if len(rows) == 1 {
		rows[0].text = t.text(keyNoChanges)
	}
	return rows
}

// enclosed is the message that another one carries.
func (t *telling) enclosed() []row {
	d, ok := t.message.Body.(*schema.Dissemination)
	if !ok {
		return nil
	}
	label := row{label: t.text(keyEnclosed, "party", place(d.Author).words(t.voice)), gap: true}
	m := opened(d.Envelope)
	if m == nil || m.Header.Workspace != t.message.Header.Workspace || m.Header.Kind == schema.KindDissemination {
		label.text = t.text(keyEnclosedOpaque)
		return []row{label}
	}
	w, h := walker{t.catalogue, t.spoken}, m.Header
	rows := []row{label, {text: t.text(key("h." + string(h.Kind))), indent: 1}}
	rows = append(rows, t.voice.rows(w.group(reflect.ValueOf(h), "/header"), 1)...)
	rows = append(rows, t.voice.rows(w.group(reflect.ValueOf(m.Body).Elem(), ""), 1)...)
	if note := t.ownWords(h.Language); h.Language != t.message.Header.Language && note.text != "" {
		rows = append(rows, row{text: note.text, indent: 1})
	}
	return t.written(rows, h.Language)
}

// opened is the message in an envelope, read and not verified; nil if it cannot be
// told.
func opened(envelope []byte) *schema.Message {
	e, err := schema.ParseEnvelope(envelope)
	if err != nil {
		return nil
	}
	m, _ := schema.ParseMessage(e.Payload)
	if m == nil || tellable(m) != nil {
		return nil
	}
	return m
}

// seal is what is known of the signature, and the place for the check word.
func (t *telling) seal() []row {
	s := row{label: t.text(keySeal), text: t.text(keySealUnsigned), keep: true}
	if keys := t.reader.Seal.Keys; len(keys) > 0 {
		var l list
		for _, k := range keys {
			l = append(l, ident(k))
		}
		k := keySealUnverified
		if t.reader.Seal.Verified {
			k = keySealVerified
		}
		s.text = t.text(k, "keys", l.words(t.voice))
	}
	rows := []row{s}
	if !t.spoken {
		rows = append(rows, row{label: t.text(keyCheckWord), text: "____________", keep: true})
	}
	return rows
}

// written says of free text in which language it was written.
func (t *telling) written(rows []row, language string) []row {
	for i, r := range rows {
		if r.quoted && language != "" {
			rows[i].label = t.text(keyAsWritten, "label", r.label, "language", tongue(language).words(t.voice))
		}
	}
	return rows
}

// ownWords says which words are the sender's; one sees it, and does not hear it.
func (t *telling) ownWords(language string) row {
	if language == "" || t.spoken {
		return row{}
	}
	return row{text: t.text(keyOwnWords, "language", tongue(language).words(t.voice)), gap: true, keep: true}
}

// notes are what is to be known of the page itself: whose words are whose, and of
// words that nobody has reviewed that nobody has.
func (t *telling) notes() []row {
	var rows []row
	if note := t.ownWords(t.message.Header.Language); note.text != "" {
		rows = append(rows, note)
	}
	if t.reviewed() == "" {
		own := key("lang." + t.language)
		english := t.english.text(keyUnreviewed, "name", t.english.text(own))
		rows = append(rows, row{text: t.text(keyUnreviewed, "name", t.text(own)) + " " + t.isolate(english), keep: true})
	}
	return rows
}
