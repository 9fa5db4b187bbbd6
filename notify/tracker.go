package notify

import (
	"maps"
	"slices"
	"sync"
	"time"

	"forthwith/schema"
)

// Tracker is the fold over one workspace's journal: who was told what, how far
// each delivery has come, what rings, what is owed to whom. It holds no fact
// that the journal does not; the order in which entries arrive changes nothing
// that the world does not order.
type Tracker struct {
	self schema.Party

	mu        sync.RWMutex
	messages  map[schema.MessageID]*Message
	order     []schema.MessageID // as recorded
	events    map[schema.EventID]*event
	exercises map[schema.ExerciseID]*ExerciseState
	drafts    map[schema.MessageID]*Draft
	refused   map[string]*RefusedNotice // by entry id
	latest    map[refusalKey]*refusalCount
	owed      map[schema.Party]*queue
	// unanswered are received messages that ring and no person of ours has;
	// failed are messages of ours that some party finally refused.
	unanswered map[schema.MessageID]bool
	failed     map[schema.MessageID]bool
	early      map[schema.MessageID][]Acknowledged // acknowledgements of what we do not have
	revoked    map[schema.MessageID][]schema.MessageID
	noted      map[string]NoteRecord
	notes      []NoteRecord
	received   map[schema.Party][]schema.MessageID // by author, as recorded
	broken     []*Break                            // our own journal's, by epoch
	breaks     map[schema.Party][]*Break
	wake       map[schema.Party]chan struct{}
	changed    chan struct{}
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
	own      bool

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
	messages []schema.MessageID
}

// NewTracker makes an empty fold for the journal of self.
func NewTracker(self schema.Party) *Tracker {
	return &Tracker{
		self:       self,
		messages:   make(map[schema.MessageID]*Message),
		events:     make(map[schema.EventID]*event),
		exercises:  make(map[schema.ExerciseID]*ExerciseState),
		drafts:     make(map[schema.MessageID]*Draft),
		refused:    make(map[string]*RefusedNotice),
		latest:     make(map[refusalKey]*refusalCount),
		owed:       make(map[schema.Party]*queue),
		unanswered: make(map[schema.MessageID]bool),
		failed:     make(map[schema.MessageID]bool),
		early:      make(map[schema.MessageID][]Acknowledged),
		revoked:    make(map[schema.MessageID][]schema.MessageID),
		noted:      make(map[string]NoteRecord),
		received:   make(map[schema.Party][]schema.MessageID),
		breaks:     make(map[schema.Party][]*Break),
		wake:       make(map[schema.Party]chan struct{}),
		changed:    make(chan struct{}),
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
	if _, there := t.messages[id]; there {
		return // the same id from another origin: the first one stands
	}
	t.messages[id] = m
	t.order = append(t.order, id)
	delete(t.drafts, id)
	if e := m.Header.Event; e != "" {
		if t.events[e] == nil {
			t.events[e] = &event{id: e}
		}
		t.events[e].messages = append(t.events[e].messages, id)
	}
	if m.Own() {
		t.owe(m)
	} else {
		t.received[m.Header.From] = append(t.received[m.Header.From], id)
	}
	if !m.Own() && m.Rings {
		t.unanswered[id] = true
	}
	t.applyRevocation(m)
	for _, a := range t.early[id] {
		t.acknowledge(m, a)
	}
	delete(t.early, id)
	switch b := sm.Body.(type) {
	case *schema.Acknowledgement:
		t.applyAcknowledgement(m, b)
	case *schema.ExerciseAct:
		t.applyExercise(m, b)
	}
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
		t.revoked[r] = append(t.revoked[r], m.Header.ID)
		t.markRevoked(r)
	}
	t.markRevoked(m.Header.ID)
}

func (t *Tracker) markRevoked(id schema.MessageID) {
	m := t.messages[id]
	if m == nil {
		return
	}
	for _, by := range t.revoked[id] {
		// The least id of those that revoke it, so that order does not matter.
		if r := t.messages[by]; r != nil && r.Header.From == m.Header.From && (m.RevokedBy == "" || by < m.RevokedBy) {
			m.RevokedBy = by
		}
	}
}

func (t *Tracker) applyAcknowledgement(m *Message, b *schema.Acknowledgement) {
	who := (&schema.Message{Header: m.Header}).Author()
	a := Acknowledged{
		By: m.Header.From, Message: m.Header.ID, Digest: b.Digest, Rung: b.Rung, Name: who.Name,
		Desk: m.Header.Desk, At: m.Header.ReleasedAt, Recorded: m.Recorded, Remark: b.Remark,
	}
	if of := t.messages[b.Message]; of != nil {
		t.acknowledge(of, a)
		return
	}
	t.early[b.Message] = append(t.early[b.Message], a)
}

// acknowledge puts an acknowledgement where it belongs: on the ladder of a party
// we wrote to, or beside a message we received. One for other bytes than these
// counts for nothing.
func (t *Tracker) acknowledge(m *Message, a Acknowledged) {
	if a.Digest != m.Digest {
		return
	}
	if d := m.deliveries[a.By]; m.Own() && d != nil {
		d.acknowledge(a)
	} else if !m.Own() && a.By == t.self {
		m.Acknowledged = append(m.Acknowledged, a)
		delete(t.unanswered, m.Header.ID)
	}
}

func (t *Tracker) applyAnswers(rec Recorded) {
	var as Answers
	if schema.ParseDocument(rec.Data, &as) != nil {
		return
	}
	for _, a := range as.Answers {
		m := t.messages[a.Message]
		if m == nil || m.deliveries[a.Party] == nil {
			continue
		}
		d := m.deliveries[a.Party]
		d.answer(a, rec.At)
		if d.Received != "" && t.isLost(a.Party, d.Head) {
			d.unreceive()
		}
		if d.Refused != nil {
			t.failed[a.Message] = true
		}
		if d.Settled() && t.owed[a.Party] != nil {
			t.owed[a.Party].settle(m.Header.ID)
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

// Message looks one up; the copy is the caller's.
func (t *Tracker) Message(id schema.MessageID) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	m := t.messages[id]
	if m == nil {
		return Message{}, false
	}
	return m.copy(), true
}

// Messages lists all that are recorded, oldest first.
func (t *Tracker) Messages() []Message {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.copies(t.order)
}

func (t *Tracker) copies(ids []schema.MessageID) []Message {
	out := make([]Message, 0, len(ids))
	for _, id := range ids {
		out = append(out, t.messages[id].copy())
	}
	return out
}

func (m *Message) copy() Message {
	c := *m
	c.Acknowledged = slices.Clone(m.Acknowledged)
	c.deliveries = maps.Clone(m.deliveries)
	for p, d := range c.deliveries {
		cd := *d
		cd.Persons = slices.Clone(d.Persons)
		c.deliveries[p] = &cd
	}
	return c
}

// Deliveries are the ladders of one of our messages, by party.
func (m *Message) Deliveries() []Delivery {
	out := make([]Delivery, 0, len(m.deliveries))
	for _, p := range slices.Sorted(maps.Keys(m.deliveries)) {
		out = append(out, *m.deliveries[p])
	}
	return out
}

// AcknowledgedBy reports whether a person of ours has the message on a rung.
func (m *Message) AcknowledgedBy(desk string, rung schema.Rung) (Acknowledged, bool) {
	for _, a := range m.Acknowledged {
		if a.Rung == rung && a.Desk == desk {
			return a, true
		}
	}
	return Acknowledged{}, false
}

// released is when the author let go of the message.
func (m *Message) released() time.Time { return m.Header.ReleasedAt.Std() }
