package notify

import (
	"bytes"
	"slices"

	"forthwith/schema"
)

// Delivery is one message to one party, and how far it has come. Machine rungs
// (Sent, Received, Refused) and persons' rungs are different fields, as they are
// different columns: a receipt is never an acknowledgement.
type Delivery struct {
	Party schema.Party
	// Sent is when the try that was answered left us.
	Sent  schema.Instant
	Tries int
	Road  Road
	// Received is their clock in their receipt; Recorded ours when it was on disk
	// here.
	Received schema.Instant
	Recorded schema.Instant
	Head     schema.TreeHead
	Warnings []string
	// Refused is their final refusal.
	Refused *schema.Refusal
	// Persons are the acknowledgements of their officers, in order.
	Persons []Acknowledged
}

// Settled reports whether nothing more is to be sent.
func (d *Delivery) Settled() bool { return d.Received != "" || d.Refused != nil }

// Person is their first acknowledgement on a rung.
func (d *Delivery) Person(rung schema.Rung) (Acknowledged, bool) {
	for _, a := range d.Persons {
		if a.Rung == rung {
			return a, true
		}
	}
	return Acknowledged{}, false
}

// HasPerson reports whether some person of theirs has it, on any rung.
func (d *Delivery) HasPerson() bool { return len(d.Persons) > 0 }

// answer takes a receipt or a final refusal that the gateway verified. The first
// receipt stands; one after a refusal overrides it, because they have it.
func (d *Delivery) answer(a Answer, recorded schema.Instant) {
	if d.Received != "" {
		return
	}
	if r := a.Receipt; r != nil {
		d.Received, d.Head, d.Warnings, d.Refused = r.ReceivedAt, r.Head, r.Warnings, nil
	}
	if a.Refusal != nil {
		d.Refused = a.Refusal
	}
	d.Sent, d.Tries, d.Road, d.Recorded = a.SentAt, a.Tries, a.Road, recorded
}

// unreceive takes back a receipt for what the party has lost since. What its
// officers said stands.
func (d *Delivery) unreceive() {
	d.Sent, d.Tries, d.Road, d.Received, d.Recorded, d.Head, d.Warnings = "", 0, "", "", "", schema.TreeHead{}, nil
}

// Rung is a machine's or a person's rung, for lists.
type LadderRung string

const (
	LadderRecorded     LadderRung = "recorded"
	LadderSent         LadderRung = "sent"
	LadderReceived     LadderRung = "received"
	LadderRefused      LadderRung = "refused"
	LadderAcknowledged LadderRung = "acknowledged"
	LadderTakenOver    LadderRung = "taken over"
)

// Rung is the highest rung the delivery has reached. Sent before an answer is
// the gateway's knowledge, not the journal's.
func (d *Delivery) Rung() LadderRung {
	if _, ok := d.Person(schema.RungTakenOver); ok {
		return LadderTakenOver
	}
	switch {
	case d.HasPerson():
		return LadderAcknowledged
	case d.Refused != nil:
		return LadderRefused
	case d.Received != "":
		return LadderReceived
	}
	return LadderRecorded
}

// pack writes what an answer said; party and persons stand elsewhere.
func (d *Delivery) pack(p *packer) {
	sent := p.instant(d.Sent, 0)
	p.instant(d.Recorded, sent)
	p.instant(d.Received, sent)
	p.signed(int64(d.Tries))
	p.name(string(d.Road))
	p.signed(int64(d.Head.Epoch))
	p.signed(d.Head.Size)
	p.digest(d.Head.Root)
	p.texts(d.Warnings)
	var refused []byte
	if d.Refused != nil {
		refused, _ = schema.Canonical(d.Refused) // it was read from such bytes
	}
	p.text(string(refused))
}

func unpackDelivery(u unpacker) Delivery {
	var d Delivery
	var sent int64
	d.Sent, sent = u.instant(0)
	d.Recorded, _ = u.instant(sent)
	d.Received, _ = u.instant(sent)
	d.Tries, d.Road = int(u.signed()), Road(u.name())
	d.Head.Epoch, d.Head.Size, d.Head.Root = int(u.signed()), u.signed(), u.digest()
	d.Warnings = u.texts()
	if refused := u.text(); refused != "" {
		d.Refused = new(schema.Refusal)
		_ = schema.ParseDocument([]byte(refused), d.Refused) // we wrote it
	}
	return d
}

// applyAcknowledgement takes the acknowledgement r.
func (t *Tracker) applyAcknowledgement(r ref, b *schema.Acknowledgement) {
	for of := t.under(b.Message); of != 0; of = t.twins[of] {
		if t.acknowledge(of, r, b.Digest) {
			return
		}
	}
	t.early[b.Message] = append(t.early[b.Message], early{r, b.Digest})
}

// applyEarly takes the acknowledgements that came before their message r.
func (t *Tracker) applyEarly(id schema.MessageID, r ref) {
	if len(t.early[id]) == 0 {
		return
	}
	t.early[id] = slices.DeleteFunc(t.early[id], func(e early) bool { return t.acknowledge(r, e.by, e.digest) })
	if len(t.early[id]) == 0 {
		delete(t.early, id)
	}
}

// acknowledge puts an acknowledgement where it belongs: on the ladder of a party
// we wrote to, or beside a message we received. One for other bytes than these is
// not for this message.
func (t *Tracker) acknowledge(r, acknowledgement ref, digest schema.Digest) bool {
	var p packer
	p.digest(digest)
	of, by := t.brief(r), t.brief(acknowledgement).from
	if !bytes.Equal(of.digest, p.b) {
		return false
	}
	if of.from == t.self {
		if _, ok := of.addressee(by); !ok {
			return true
		}
	} else if by != t.self {
		return true
	} else {
		t.unanswered.remove(r)
	}
	last := &t.rows[r].acked
	for *last != 0 {
		last = &t.rows[*last].again
	}
	*last = acknowledgement
	return true
}

func (t *Tracker) applyAnswers(rec Recorded) {
	for _, a := range rec.readAnswers() {
		r := t.of(t.self, a.Message)
		if r == 0 {
			continue
		}
		b := t.brief(r)
		if i, ok := b.addressee(a.Party); ok {
			t.applyAnswer(r, int(b.ladders)+i, a, rec.At)
		}
	}
}

// applyAnswer takes the answer to the i-th delivery of all, which is of r.
func (t *Tracker) applyAnswer(r ref, i int, a Answer, recorded schema.Instant) {
	d := t.delivery(i)
	settled := d.Settled()
	d.answer(a, recorded)
	if d.Received != "" && t.isLost(a.Party, d.Head) {
		d.unreceive()
	}
	t.keep(i, &d)
	if d.Refused != nil {
		t.failed.add(r)
	}
	if d.Settled() && !settled {
		t.owed[a.Party].settle(r)
	}
}

// keep packs what has become of the i-th delivery.
func (t *Tracker) keep(i int, d *Delivery) {
	if !d.Settled() {
		t.answers[i] = 0
		return
	}
	p := packer{b: t.buffer[:0], names: &t.names}
	d.pack(&p)
	t.buffer = p.b
	t.answers[i] = t.shelf.put(p.b)
}
