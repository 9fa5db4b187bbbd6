package notify

import (
	"slices"
	"sync"

	"forthwith/schema"
)

// Tracker is the fold over one workspace's journal: who was told what, how far
// each delivery has come, what rings, what is owed to whom. It holds no fact
// that the journal does not; the order in which entries arrive changes nothing
// that the world does not order.
type Tracker struct {
	self schema.Party

	mu        sync.RWMutex
	messages  map[schema.MessageID]*Message // under one id, the first; its twins behind it
	order     []*Message                    // as recorded
	events    map[schema.EventID]*event
	exercises map[schema.ExerciseID]*ExerciseState
	drafts    map[schema.MessageID]*Draft
	refused   map[string]*RefusedNotice // by entry id
	latest    map[refusalKey]*refusalCount
	owed      map[schema.Party]*queue
	// unanswered are received messages that ring and no person of ours has;
	// failed are messages of ours that some party finally refused.
	unanswered     map[*Message]bool
	failed         map[*Message]bool
	early          map[schema.MessageID][]Acknowledged // acknowledgements of what we do not have
	revoked        map[schema.MessageID][]*Message
	noted          map[string]NoteRecord
	notes          []NoteRecord
	received       map[schema.Party][]*Message // by author, as recorded
	broken         []*Break                    // our own journal's, by epoch
	breaks         map[schema.Party][]*Break
	contradictions []*Contradiction
	checkpoints    map[schema.Party]keptCheckpoint
	wake           map[schema.Party]chan struct{}
	changed        chan struct{}
}

// Message is what the tracker knows of one recorded message. The body stays in
// the journal, at Epoch and Position.
type Message struct {
	Header   schema.Header
	Digest   schema.Digest
	Epoch    int
	Position uint64
	Recorded schema.Instant
	Link     schema.Party // who brought it; of our own, who gave it back after damage
	Warnings []string
	Rings    bool
	// Handle is what this party knows the message by: its id, or, where another
	// author used the id before, the id and the author, as in id@XA.
	Handle schema.MessageID
	own    bool
	twin   *Message // the next under the same id, of another author

	// RevokedBy is the author's own later message that says this was wrong.
	RevokedBy schema.MessageID
	// Acknowledged are our own desks' acknowledgements of a received message.
	Acknowledged []Acknowledged
	deliveries   map[schema.Party]*Delivery
}

// Own reports whether the message is ours.
func (m *Message) Own() bool { return m.own }

// Acknowledged is one person's acknowledgement.
type Acknowledged struct {
	By       schema.Party
	Message  schema.MessageID // the acknowledgement itself
	Digest   schema.Digest    // of what it acknowledges
	Rung     schema.Rung
	Name     string
	Desk     string
	At       schema.Instant // their clock
	Recorded schema.Instant // ours
	Remark   string
}

type event struct {
	id       schema.EventID
	messages []*Message
}

// NewTracker makes an empty fold for the journal of self.
func NewTracker(self schema.Party) *Tracker {
	return &Tracker{
		self:        self,
		messages:    make(map[schema.MessageID]*Message),
		events:      make(map[schema.EventID]*event),
		exercises:   make(map[schema.ExerciseID]*ExerciseState),
		drafts:      make(map[schema.MessageID]*Draft),
		refused:     make(map[string]*RefusedNotice),
		latest:      make(map[refusalKey]*refusalCount),
		owed:        make(map[schema.Party]*queue),
		unanswered:  make(map[*Message]bool),
		failed:      make(map[*Message]bool),
		early:       make(map[schema.MessageID][]Acknowledged),
		revoked:     make(map[schema.MessageID][]*Message),
		noted:       make(map[string]NoteRecord),
		received:    make(map[schema.Party][]*Message),
		breaks:      make(map[schema.Party][]*Break),
		checkpoints: make(map[schema.Party]keptCheckpoint),
		wake:        make(map[schema.Party]chan struct{}),
		changed:     make(chan struct{}),
	}
}

// Apply takes the next entry. The journal calls it once for each, in order. What
// it cannot read it passes over: the entry was verified before it was written,
// and a fold must not stop a node from receiving.
func (t *Tracker) Apply(rec Recorded) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch rec.Type {
	case EntryMessage:
		t.applyMessage(rec)
	case EntryReceipts:
		t.applyAnswers(rec)
	case EntryRefused:
		t.applyRefused(rec)
	case EntryDraft:
		t.applyDraft(rec)
	case EntryNote:
		t.applyNote(rec)
	case EntryEpoch:
		t.applyEpoch(rec)
	case EntryCheckpoint:
		t.applyCheckpoint(rec)
	case EntryFetched:
		t.applyFetched(rec)
	case EntryContradiction:
		t.applyContradiction(rec)
	}
	close(t.changed)
	t.changed = make(chan struct{})
}

// Changed is closed at the next change; take it before looking.
func (t *Tracker) Changed() <-chan struct{} {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.changed
}

func (t *Tracker) applyMessage(rec Recorded) {
	env, err := schema.ParseEnvelope(rec.Data)
	if err != nil {
		return
	}
	sm, _ := schema.ParseMessage(env.Payload)
	if sm == nil {
		return
	}
	m := &Message{
		Header: sm.Header, Digest: rec.Digest, Epoch: rec.Epoch, Position: rec.Sequence,
		Recorded: rec.At, Link: rec.Link, Warnings: rec.Warnings, Rings: sm.Rings(),
		own: sm.Header.From == t.self,
	}
	id := m.Header.ID
	if !t.enter(m) {
		return
	}
	if m.own {
		delete(t.drafts, id)
	}
	if e := m.Header.Event; e != "" {
		if t.events[e] == nil {
			t.events[e] = &event{id: e}
		}
		t.events[e].messages = append(t.events[e].messages, m)
	}
	if m.Own() {
		t.owe(m)
	} else {
		t.received[m.Header.From] = append(t.received[m.Header.From], m)
	}
	if !m.Own() && m.Rings {
		t.unanswered[m] = true
	}
	t.applyRevocation(m)
	t.early[id] = slices.DeleteFunc(t.early[id], func(a Acknowledged) bool { return t.acknowledge(m, a) })
	if len(t.early[id]) == 0 {
		delete(t.early, id)
	}
	switch b := sm.Body.(type) {
	case *schema.Acknowledgement:
		t.applyAcknowledgement(m, b)
	case *schema.ExerciseAct:
		t.applyExercise(m, b)
	}
}

// enter puts a message under its id. An id belongs to its author: who uses
// another's takes nothing from it. It reports false for one that is there already.
func (t *Tracker) enter(m *Message) bool {
	m.Handle = m.Header.ID
	t.order = append(t.order, m)
	last := t.messages[m.Header.ID]
	if last == nil {
		t.messages[m.Header.ID] = m
		return true
	}
	m.Handle += schema.MessageID("@" + m.Header.From)
	for ; ; last = last.twin {
		if last.Header.From == m.Header.From {
			t.order = t.order[:len(t.order)-1]
			return false
		}
		if last.twin == nil {
			last.twin = m
			return true
		}
	}
}

// of is the message of an author under an id.
func (t *Tracker) of(from schema.Party, id schema.MessageID) *Message {
	m := t.messages[id]
	for m != nil && m.Header.From != from {
		m = m.twin
	}
	return m
}

// owe opens a delivery to each addressee.
func (t *Tracker) owe(m *Message) {
	m.deliveries = make(map[schema.Party]*Delivery, len(m.Header.Addressees))
	for _, p := range m.Header.Addressees {
		m.deliveries[p] = &Delivery{Party: p}
		if t.owed[p] == nil {
			t.owed[p] = new(queue)
		}
		t.owed[p].push(m)
		t.wakeUp(p)
	}
}

// applyRevocation joins a withdrawal or correction to what it revokes, whichever
// came first. Only an author can revoke.
func (t *Tracker) applyRevocation(m *Message) {
	if r := m.Header.Revokes; r != "" {
		t.revoked[r] = append(t.revoked[r], m)
		t.markRevoked(t.of(m.Header.From, r))
	}
	t.markRevoked(m)
}

func (t *Tracker) markRevoked(m *Message) {
	if m == nil {
		return
	}
	for _, by := range t.revoked[m.Header.ID] {
		// The least id of those that revoke it, so that order does not matter.
		if by.Header.From == m.Header.From && (m.RevokedBy == "" || by.Header.ID < m.RevokedBy) {
			m.RevokedBy = by.Header.ID
		}
	}
}

func (t *Tracker) applyNote(rec Recorded) {
	var n NoteRecord
	if schema.ParseDocument(rec.Data, &n) != nil {
		return
	}
	t.notes = append(t.notes, n)
	if n.About != "" {
		t.noted[n.About] = n
	}
}
