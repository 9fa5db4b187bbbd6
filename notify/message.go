package notify

import (
	"time"

	"forthwith/schema"
)

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

	// RevokedBy is the author's own later message that says this was wrong.
	RevokedBy schema.MessageID
	// Acknowledged are our own desks' acknowledgements of a received message.
	Acknowledged []Acknowledged
	deliveries   []Delivery // by party

	ladders uint64      // of ours: where its deliveries begin in Tracker.answers
	rung    schema.Rung // of an acknowledgement, as is remark
	remark  string
}

// Own reports whether the message is ours.
func (m *Message) Own() bool { return m.own }

// Deliveries are the ladders of one of our messages, by party.
func (m *Message) Deliveries() []Delivery {
	return append(make([]Delivery, 0, len(m.deliveries)), m.deliveries...)
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

// acknowledged is what m, an acknowledgement, says of a message.
func (m *Message) acknowledged(of schema.Digest) Acknowledged {
	who := (&schema.Message{Header: m.Header}).Author()
	return Acknowledged{
		By: m.Header.From, Message: m.Header.ID, Digest: of, Rung: m.rung, Name: who.Name,
		Desk: m.Header.Desk, At: m.Header.ReleasedAt, Recorded: m.Recorded, Remark: m.remark,
	}
}

// pack writes what the entry of a message says; what other entries say of it
// stands elsewhere. What the tracker itself asks for comes first.
func (m *Message) pack(p *packer) {
	h := &m.Header
	p.id(string(h.ID))
	p.digest(m.Digest)
	p.name(string(h.From))
	p.text(string(h.Event))
	p.number(m.ladders)
	p.signed(int64(m.Epoch))
	p.number(m.Position)
	p.number(uint64(len(h.Addressees)))
	for _, a := range h.Addressees {
		p.name(string(a))
	}

	recorded := p.instant(m.Recorded, 0)
	released := p.instant(h.ReleasedAt, recorded)
	p.time(h.CreatedAt, released)
	p.id(string(h.ReportUUID))
	for _, s := range []string{
		string(h.Kind), string(h.Workspace), string(h.Context), h.Desk, string(h.Exercise),
		string(h.Confidentiality), h.Language, string(m.Link), string(m.rung),
	} {
		p.name(s)
	}
	p.signed(int64(h.Sequence))
	p.id(string(h.Follows))
	p.id(string(h.Revokes))
	p.number(uint64(len(h.OtherIDs)))
	for _, o := range h.OtherIDs {
		p.name(o.Organisation)
		p.text(o.ID)
	}
	p.number(uint64(len(h.Approvals)))
	for _, a := range h.Approvals {
		p.name(string(a.Act))
		p.name(a.Officer)
		p.name(a.Name)
		p.name(a.Desk)
		p.instant(a.At, released)
	}
	p.texts(m.Warnings)
	rings := uint64(0)
	if m.Rings {
		rings = 1
	}
	p.number(rings)
	p.text(m.remark)
	p.text(packSeldom(h))
}

// seldom is what few headers have. It is packed as JSON.
type seldom struct {
	SentElsewhere []schema.SentElsewhere `json:"sentElsewhere,omitempty"`
	Wanted        *schema.Wanted         `json:"wanted,omitempty"`
	Attachments   []schema.Attachment    `json:"attachments,omitempty"`
	Raised        []schema.Raised        `json:"raised,omitempty"`
}

func packSeldom(h *schema.Header) string {
	if h.SentElsewhere == nil && h.Wanted == nil && h.Attachments == nil && h.Raised == nil {
		return ""
	}
	b, err := schema.Canonical(seldom{h.SentElsewhere, h.Wanted, h.Attachments, h.Raised})
	if err != nil {
		return "" // what came as JSON can be written as JSON
	}
	return string(b)
}

func unpackSeldom(s string, h *schema.Header) {
	var x seldom
	if s != "" && schema.ParseDocument([]byte(s), &x) == nil {
		h.SentElsewhere, h.Wanted, h.Attachments, h.Raised = x.SentElsewhere, x.Wanted, x.Attachments, x.Raised
	}
}

// unpackMessage reads what pack wrote.
func unpackMessage(u unpacker) Message {
	var m Message
	h := &m.Header
	h.ID = schema.MessageID(u.id())
	m.Digest = u.digest()
	h.From = schema.Party(u.name())
	h.Event = schema.EventID(u.text())
	m.ladders = u.number()
	m.Epoch, m.Position = int(u.signed()), u.number()
	h.Addressees = u.parties()

	var recorded, released int64
	m.Recorded, recorded = u.instant(0)
	h.ReleasedAt, released = u.instant(recorded)
	h.CreatedAt = u.time(released)
	h.ReportUUID = schema.ReportUUID(u.id())
	h.Kind, h.Workspace = schema.Kind(u.name()), schema.Workspace(u.name())
	h.Context, h.Desk = schema.ReportContext(u.name()), u.name()
	h.Exercise, h.Confidentiality = schema.ExerciseID(u.name()), schema.Confidentiality(u.name())
	h.Language, m.Link, m.rung = u.name(), schema.Party(u.name()), schema.Rung(u.name())
	h.Sequence = int(u.signed())
	h.Follows, h.Revokes = schema.MessageID(u.id()), schema.MessageID(u.id())
	for range u.number() {
		h.OtherIDs = append(h.OtherIDs, schema.OtherID{Organisation: u.name(), ID: u.text()})
	}
	for range u.number() {
		a := schema.Approval{Act: schema.ApprovalAct(u.name()), Officer: u.name(), Name: u.name(), Desk: u.name()}
		a.At, _ = u.instant(released)
		h.Approvals = append(h.Approvals, a)
	}
	m.Warnings = u.texts()
	m.Rings = u.number() == 1
	m.remark = u.text()
	unpackSeldom(u.text(), h)
	return m
}

// brief is the beginning of a packed message: what the tracker itself asks for.
type brief struct {
	id, digest []byte // packed
	from       schema.Party
	event      []byte // packed
	ladders    uint64
	epoch      int
	position   uint64
	rest       unpacker // from the addressees on
}

func unpackBrief(u unpacker) brief {
	var b brief
	b.id, b.digest = u.packed(16), u.packed(32)
	b.from = schema.Party(u.name())
	all := u.b
	u.take(u.number())
	b.event = all[:len(all)-len(u.b)]
	b.ladders = u.number()
	b.epoch, b.position = int(u.signed()), u.number()
	b.rest = u
	return b
}

// addressee is the place of a party among the addressees.
func (b brief) addressee(p schema.Party) (int, bool) {
	u := b.rest
	for i := range int(u.number()) {
		if u.name() == string(p) {
			return i, true
		}
	}
	return 0, false
}
