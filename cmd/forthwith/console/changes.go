package console

import (
	"forthwith/notify"
	"forthwith/schema"
	"forthwith/schema/text"
)

// maxChanges is how many lines of differences stand under a message; all of them are
// in its words.
const maxChanges = 12

// changed is what a message says otherwise than its author's message before.
type changed struct {
	Lines []string
	More  int
}

// changes are those of the messages of an event, by handle.
func (c *call) changes(e notify.Event) (map[schema.MessageID]changed, error) {
	out := make(map[schema.MessageID]changed)
	before := make(map[schema.Party]*schema.Message)
	for _, m := range e.Messages {
		h := m.Header
		last := before[h.From]
		if h.Kind == schema.KindAcknowledgement || last == nil && !tellsTheState(h.Kind) {
			continue
		}
		said, err := c.node.Document(c.ctx(), c.world, m)
		if err != nil {
			return nil, err
		}
		if last != nil {
			lines, err := text.Changes(last, said, text.Languages[0])
			if err != nil {
				return nil, err
			}
			shown := lines[:min(len(lines), maxChanges)]
			out[m.Handle] = changed{shown, len(lines) - len(shown)}
		}
		if tellsTheState(h.Kind) {
			before[h.From] = said
		}
	}
	return out, nil
}

// tellsTheState reports whether a kind says how the emergency stands, so that the
// author's next message is held against it.
func tellsTheState(k schema.Kind) bool {
	switch k {
	case schema.KindNotification, schema.KindInformation, schema.KindCorrection:
		return true
	}
	return false
}
