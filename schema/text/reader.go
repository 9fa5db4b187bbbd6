package text

import (
	"errors"
	"fmt"
	"reflect"
	"time"

	"forthwith/schema"
)

// Reader is who reads, and what is known besides the message.
type Reader struct {
	// Language is one of Languages; English if it is not said.
	Language string
	// Zone is where the reader's clock stands; UTC if it is not said.
	Zone *time.Location
	// Previous is the message that this one follows; what changed is told first.
	Previous *schema.Message
	// Phone is whom to telephone, as the directory has it.
	Phone string
	// Seal is what is known of the signature.
	Seal Seal
}

// Seal is what is known of the signature of a message.
type Seal struct {
	Keys     []string // that signed
	Verified bool     // against the directory
}

var errNoMessage = errors.New("there is no message")

// tell checks that m is a message, and that it says of itself in one way only
// whether it is real.
func tell(m *schema.Message, r Reader) (*telling, error) {
	if r.Language == "" {
		r.Language = "en"
	}
	if r.Zone == nil {
		r.Zone = time.UTC
	}
	c, err := find(r.Language)
	if err != nil {
		return nil, err
	}
	if err := tellable(m); err != nil {
		return nil, err
	}
	if p := r.Previous; p != nil {
		if err := follows(m, p); err != nil {
			return nil, err
		}
	}
	return &telling{&voice{catalogue: c, zone: r.Zone}, m, r}, nil
}

// follows says why m cannot be held against the message before it.
func follows(m, previous *schema.Message) error {
	if err := tellable(previous); err != nil {
		return fmt.Errorf("the message before: %w", err)
	}
	if a, b := previous.Header, m.Header; a.Workspace != b.Workspace {
		return fmt.Errorf("message %s is of %s, and message %s before it of %s", b.ID, b.Workspace, a.ID, a.Workspace)
	}
	return nil
}

func tellable(m *schema.Message) error {
	if m == nil || m.Body == nil || reflect.ValueOf(m.Body).IsNil() {
		return errNoMessage
	}
	h := m.Header
	rule, ok := h.Kind.Rule()
	switch {
	case !ok:
		return fmt.Errorf("message %s: there is no kind %q", h.ID, h.Kind)
	case m.Body.Kind() != h.Kind:
		return fmt.Errorf("message %s: the header says %s, the body is a %s", h.ID, h.Kind, m.Body.Kind())
	case !rule.Allows(h.Workspace, h.Context):
		return fmt.Errorf("message %s: a %s cannot be %q in the workspace %q: nobody could say whether it is real", h.ID, h.Kind, h.Context, h.Workspace)
	}
	return nil
}
