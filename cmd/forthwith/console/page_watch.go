package console

import (
	"slices"

	"forthwith/schema"
)

// watch is the page that answers: what must I do now?
type watch struct {
	Headline string
	First    *ringCard
	Also     []RingView
	Drafts   []DraftView
	NoPerson []waiting
	Wanted   []MessageView // of us, and not yet done
	Links    []LinkView
	Up       int
}

// ringCard is the most urgent thing that rings.
type ringCard struct {
	RingView
	Facts    facts
	By       schema.Instant // to acknowledge
	Wanted   *WantedView
	Phone    string
	Link     schema.Party
	Warnings []string
	Persons  int
}

// waiting is a party of which no person has done in time what one of our messages asks.
type waiting struct {
	Party   schema.Party
	Kind    schema.Kind
	Event   schema.EventID
	Overdue string
	For     float64
	Phone   string
}

func (c *call) watchPage() (string, string, any, error) {
	v := watch{Links: c.viewNode().Links[string(c.world)]}
	for _, l := range v.Links {
		if l.Connected || l.Waiting == 0 {
			v.Up++
		}
	}
	rings := c.tracker().Ringing()
	for i, r := range rings {
		if i > 0 {
			v.Also = append(v.Also, c.viewRing(r))
			continue
		}
		card := &ringCard{RingView: c.viewRing(r), Phone: c.phone(c.viewRing(r).From)}
		if m := r.Message; m != nil {
			card.Link, card.Warnings, card.Persons = m.Link, m.Warnings, len(m.Header.Approvals)
			card.Wanted = c.viewWanted(*m)
			card.By = schema.NewInstant(m.Recorded.Std().Add(c.node.Policy().PersonWithin))
			if e, ok := c.tracker().Event(m.Header.Event); ok {
				var err error
				if card.Facts, err = c.facts(e); err != nil {
					return "", "", nil, err
				}
			}
		}
		v.First = card
	}
	for _, d := range c.viewDrafts() {
		v.Drafts = append(v.Drafts, d)
	}
	now, messages := c.node.Now(), c.tracker().Messages()
	for _, m := range messages {
		for _, d := range m.Deliveries() {
			if why := c.overdue(m, &d); why != "" {
				v.NoPerson = append(v.NoPerson, waiting{d.Party, m.Header.Kind, m.Header.Event, why, now.Sub(m.Header.ReleasedAt.Std()).Seconds(), c.phone(d.Party)})
			}
		}
	}
	v.Wanted = c.wantedOfUs(messages)
	switch {
	case v.First != nil:
		v.Headline = "Act now"
	case len(v.Drafts) > 0:
		v.Headline = "A draft waits for a second person"
	case len(v.NoPerson) > 0:
		v.Headline = "Telephone those whom no person of theirs has heard"
	case slices.ContainsFunc(v.Wanted, func(m MessageView) bool { return m.Wanted.Late }):
		v.Headline = "Another party waits for us"
	default:
		v.Headline = "Nothing rings"
	}
	return "watch", v.Headline, v, nil
}
