package notify

import (
	"sync"

	"forthwith/schema"
)

// Tracker is the fold over one workspace's journal: who was told what, how far
// each delivery has come, what rings, what is owed to whom. It holds no fact
// that the journal does not; the order in which entries arrive changes nothing
// that the world does not order.
type Tracker struct {
	self schema.Party

	mu      sync.RWMutex
	rows    []row       // as recorded; the first is none
	shelf   shelf       // packed messages and answers
	names   names       // in them
	answers []spot      // to each delivery of each of our messages; zero is none yet
	ids     index       // of rows; under one id the first
	twins   map[ref]ref // from a message to the next under the same id, of another author
	events  index       // of threads
	threads []thread    // the first is none
	buffer  []byte      // for packing

	exercises map[schema.ExerciseID]*ExerciseState
	drafts    map[schema.MessageID]*Draft
	refused   map[string]*RefusedNotice // by entry id
	latest    map[refusalKey]*refusalCount
	owed      map[schema.Party]*queue
	// unanswered are received messages that ring and no person of ours has;
	// failed are messages of ours that some party finally refused.
	unanswered     refs
	failed         refs
	early          map[schema.MessageID][]early // acknowledgements of what we do not have
	revoked        map[schema.MessageID][]ref   // and by what
	noted          map[string]bool              // what an officer's note is about
	received       map[schema.Party][]ref       // by author, as recorded
	broken         []*Break                     // our own journal's, by epoch
	breaks         map[schema.Party][]*Break
	contradictions []*Contradiction
	checkpoints    map[schema.Party]keptCheckpoint
	files          files
	wake           map[schema.Party]chan struct{}
	changed        chan struct{}
	beside         func() []*Break // of another journal, that ring here
}

// ref is a message, by its place in the order of recording, from 1.
type ref uint32

// row is a message: where its facts are, and what others add to it.
type row struct {
	facts spot
	next  ref // the next message of its event
	acked ref // the first acknowledgement of it
	again ref // of an acknowledgement, the next of the same message
}

// thread is the messages of an event, as recorded.
type thread struct{ first, last ref }

// early is an acknowledgement of a message that is not here yet.
type early struct {
	by     ref
	digest schema.Digest
}

// NewTracker makes an empty fold for the journal of self.
func NewTracker(self schema.Party) *Tracker {
	t := &Tracker{
		self:        self,
		rows:        make([]row, 1),
		names:       newNames(),
		threads:     make([]thread, 1),
		twins:       make(map[ref]ref),
		exercises:   make(map[schema.ExerciseID]*ExerciseState),
		drafts:      make(map[schema.MessageID]*Draft),
		refused:     make(map[string]*RefusedNotice),
		latest:      make(map[refusalKey]*refusalCount),
		owed:        make(map[schema.Party]*queue),
		early:       make(map[schema.MessageID][]early),
		revoked:     make(map[schema.MessageID][]ref),
		noted:       make(map[string]bool),
		received:    make(map[schema.Party][]ref),
		breaks:      make(map[schema.Party][]*Break),
		checkpoints: make(map[schema.Party]keptCheckpoint),
		files:       newFiles(),
		wake:        make(map[schema.Party]chan struct{}),
		changed:     make(chan struct{}),
		beside:      func() []*Break { return nil },
	}
	t.ids = newIndex(func(n uint32) []byte { return t.brief(ref(n)).id })
	t.events = newIndex(func(n uint32) []byte { return t.brief(t.threads[n].first).event })
	return t
}

// RingFor has damages of another journal ring here, for want of a place of their
// own.
func (t *Tracker) RingFor(breaks func() []*Break) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.beside = breaks
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
	case EntryAttachment:
		t.applyFile(rec)
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
	sm := rec.readMessage()
	if sm == nil || t.of(sm.Header.From, sm.Header.ID) != 0 {
		return
	}
	h := &sm.Header
	m := &Message{
		Header: *h, Digest: rec.Digest, Epoch: rec.Epoch, Position: rec.Sequence,
		Recorded: rec.At, Link: rec.Link, Warnings: rec.Warnings, Rings: sm.Rings(),
		own: h.From == t.self,
	}
	acknowledgement, _ := sm.Body.(*schema.Acknowledgement)
	if acknowledgement != nil {
		m.rung, m.remark = acknowledgement.Rung, acknowledgement.Remark
	}
	r := t.enter(m)
	if m.own {
		delete(t.drafts, h.ID)
		t.owe(r, h)
	} else {
		t.received[h.From] = append(t.received[h.From], r)
	}
	if !m.own && m.Rings {
		t.unanswered.add(r)
	}
	if h.Revokes != "" {
		t.revoked[h.Revokes] = append(t.revoked[h.Revokes], r)
	}
	t.applyEarly(h.ID, r)
	t.applyAttachments(r, h)
	if acknowledgement != nil {
		t.applyAcknowledgement(r, acknowledgement)
	}
	if b, ok := sm.Body.(*schema.ExerciseAct); ok {
		t.applyExercise(m, b)
	}
}

// openMessage reads a message that was judged before it was recorded: its header,
// and the body only of a kind where the tracker needs it.
func openMessage(raw []byte) *schema.Message {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return nil
	}
	h, body, vs := schema.ParseHeader(env.Payload)
	if vs.Err() != nil {
		return nil
	}
	m := &schema.Message{Header: h}
	switch h.Kind {
	case schema.KindAcknowledgement, schema.KindExercise, schema.KindLinktest, schema.KindReply:
		if m.Body, vs = schema.ParseBody(h.Kind, body); vs.Err() != nil {
			return nil
		}
	}
	return m
}

// enter puts a message under its id and into its event. An id belongs to its
// author: who uses another's takes nothing from it.
func (t *Tracker) enter(m *Message) ref {
	h := &m.Header
	if m.own {
		m.ladders = uint64(len(t.answers))
		t.answers = append(t.answers, make([]spot, len(h.Addressees))...)
	}
	p := packer{b: t.buffer[:0], names: &t.names}
	m.pack(&p)
	t.buffer = p.b
	r := ref(len(t.rows))
	t.rows = append(t.rows, row{facts: t.shelf.put(p.b)})
	if last := ref(t.ids.find(t.brief(r).id)); last == 0 {
		t.ids.add(uint32(r))
	} else {
		for t.twins[last] != 0 {
			last = t.twins[last]
		}
		t.twins[last] = r
	}
	if h.Event == "" {
		return r
	}
	if n := t.events.find(t.brief(r).event); n == 0 {
		t.threads = append(t.threads, thread{first: r, last: r})
		t.events.add(uint32(len(t.threads)) - 1)
	} else {
		th := &t.threads[n]
		t.rows[th.last].next = r
		th.last = r
	}
	return r
}

// owe opens a delivery to each addressee.
func (t *Tracker) owe(r ref, h *schema.Header) {
	for _, p := range h.Addressees {
		if t.owed[p] == nil {
			t.owed[p] = new(queue)
		}
		t.owed[p].push(r, h.Kind)
		t.wakeUp(p)
	}
}

func (t *Tracker) applyNote(rec Recorded) {
	var n NoteRecord
	if schema.ParseDocument(rec.Data, &n) != nil {
		return
	}
	if n.About != "" {
		t.noted[n.About] = true
	}
}
