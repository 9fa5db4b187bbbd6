package console

import (
	"fmt"
	"time"

	"forthwith/notify"
	"forthwith/schema"
	"forthwith/schema/text"
)

// WordsView is a recorded message in words, on pages as for fax.
type WordsView struct {
	Message  schema.MessageID `json:"message"`
	Language string           `json:"language"`
	Pages    []string         `json:"pages"`
}

// words tells a message in the language asked for, and what has changed since its
// author's message before.
func (c *call) words() (WordsView, error) {
	v := WordsView{Message: schema.MessageID(c.id()), Language: c.r.URL.Query().Get("language")}
	if v.Language == "" {
		v.Language = text.Languages[0]
	}
	m, ok := c.tracker().Message(v.Message)
	if !ok {
		return v, fmt.Errorf("message %q: %w", v.Message, notify.ErrNotFound)
	}
	said, err := c.node.Document(c.ctx(), c.world, m)
	if err != nil {
		return v, err
	}
	raw, err := c.node.Envelope(c.ctx(), c.world, m)
	if err != nil {
		return v, err
	}
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return v, err
	}
	r := text.Reader{Language: v.Language, Zone: time.Local, Phone: c.phone(m.Header.From), Seal: text.Seal{Verified: true}} // at the desk or at intake
	for _, s := range env.Signatures {
		r.Seal.Keys = append(r.Seal.Keys, s.KeyID)
	}
	if r.Previous, err = c.before(m); err != nil {
		return v, err
	}
	if v.Pages, err = text.Pages(said, r); err != nil {
		return v, &badRequest{err.Error()}
	}
	return v, nil
}

// before is what the author of a message told of the emergency before it; nil if it
// is the first.
func (c *call) before(m notify.Message) (*schema.Message, error) {
	e, _ := c.tracker().Event(m.Header.Event)
	var last *notify.Message
	for i, x := range e.Messages {
		if x.Header.ID == m.Header.ID {
			break
		}
		if tellsTheState(x.Header.Kind) && x.Header.From == m.Header.From {
			last = &e.Messages[i]
		}
	}
	if last == nil {
		return nil, nil
	}
	return c.node.Document(c.ctx(), c.world, *last)
}

// tongue is a language to choose.
type tongue struct {
	Code, Name string
	Chosen     bool
}

func (c *call) wordsPage() (string, string, any, error) {
	v, err := c.words()
	if err != nil {
		return "", "", nil, err
	}
	var tongues []tongue
	for _, l := range text.Languages {
		r, err := text.ReviewOf(l)
		if err != nil {
			return "", "", nil, err
		}
		tongues = append(tongues, tongue{l, r.Name, l == v.Language})
	}
	return "words", "In words", struct {
		WordsView
		Tongues []tongue
	}{v, tongues}, nil
}
