package notify

import (
	"time"

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

// acknowledge takes one acknowledgement once.
func (d *Delivery) acknowledge(a Acknowledged) {
	for _, b := range d.Persons {
		if b.Message == a.Message {
			return
		}
	}
	d.Persons = append(d.Persons, a)
}

// answer takes a receipt or a final refusal that the gateway verified. The first
// receipt stands; one after a refusal overrides it, because they have it.
func (d *Delivery) answer(a AnswerRecord, recorded schema.Instant) {
	env, err := schema.ParseEnvelope(a.Envelope)
	if err != nil {
		return
	}
	_, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil || d.Received != "" {
		return
	}
	switch document {
	case schema.DocumentReceipt:
		var r schema.Receipt
		if schema.ParseDocument(env.Payload, &r) != nil {
			return
		}
		d.Received, d.Head, d.Warnings, d.Refused = r.ReceivedAt, r.Head, r.Warnings, nil
	case schema.DocumentRefusal:
		var r schema.Refusal
		if schema.ParseDocument(env.Payload, &r) != nil || r.Permanence != schema.Final {
			return
		}
		d.Refused = &r
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

// Overdue asks whether, at now, a person of theirs should have had a message
// released at the time given.
func (d *Delivery) Overdue(released, now time.Time, target time.Duration) bool {
	return !d.HasPerson() && now.Sub(released) > target
}

func (t *Tracker) applyAcknowledgement(m *Message, b *schema.Acknowledgement) {
	who := (&schema.Message{Header: m.Header}).Author()
	a := Acknowledged{
		By: m.Header.From, Message: m.Header.ID, Digest: b.Digest, Rung: b.Rung, Name: who.Name,
		Desk: m.Header.Desk, At: m.Header.ReleasedAt, Recorded: m.Recorded, Remark: b.Remark,
	}
	for of := t.messages[b.Message]; of != nil; of = of.twin {
		if t.acknowledge(of, a) {
			return
		}
	}
	t.early[b.Message] = append(t.early[b.Message], a)
}

// acknowledge puts an acknowledgement where it belongs: on the ladder of a party
// we wrote to, or beside a message we received. One for other bytes than these is
// not for this message.
func (t *Tracker) acknowledge(m *Message, a Acknowledged) bool {
	if a.Digest != m.Digest {
		return false
	}
	if d := m.deliveries[a.By]; m.Own() && d != nil {
		d.acknowledge(a)
	} else if !m.Own() && a.By == t.self {
		m.Acknowledged = append(m.Acknowledged, a)
		delete(t.unanswered, m)
	}
	return true
}

func (t *Tracker) applyAnswers(rec Recorded) {
	var as Answers
	if schema.ParseDocument(rec.Data, &as) != nil {
		return
	}
	for _, a := range as.Answers {
		m := t.of(t.self, a.Message)
		if m == nil || m.deliveries[a.Party] == nil {
			continue
		}
		d := m.deliveries[a.Party]
		d.answer(a, rec.At)
		if d.Received != "" && t.isLost(a.Party, d.Head) {
			d.unreceive()
		}
		if d.Refused != nil {
			t.failed[m] = true
		}
		if d.Settled() && t.owed[a.Party] != nil {
			t.owed[a.Party].settle(m.Header.ID)
		}
	}
}
