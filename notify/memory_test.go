package notify_test

import (
	"fmt"
	"runtime"
	"testing"

	"forthwith/notify"
	"forthwith/schema"
)

// written makes entries as XA's journal would have them, without keys: a tracker
// verifies nothing.
type written struct {
	sequence uint64
	apply    func(notify.Recorded)
	// numbered gives messages ids that are the same in every run.
	numbered bool
	number   int
}

const madeID = "0199c7a2-0000-7000-8000-%012x"

func (w *written) entry(e notify.Entry) {
	w.sequence++
	e.At = instant
	w.apply(notify.Recorded{Entry: e, Epoch: 1, Sequence: w.sequence})
}

const instant schema.Instant = "2026-11-23T06:00:01.250Z"

// message writes a copy of m under an id of its own, as its author would release
// it.
func (w *written) message(m *schema.Message) (schema.MessageID, schema.Digest) {
	c := *m
	h := &c.Header
	h.ID, h.ReportUUID, h.Event = schema.NewMessageID(), schema.NewReportUUID(), schema.NewEventID(h.From, instant.Std())
	if w.numbered {
		w.number++
		h.ID, h.ReportUUID = schema.MessageID(fmt.Sprintf(madeID, w.number)), schema.ReportUUID(fmt.Sprintf("7c1f0d4e-5a2b-4c3d-9e8f-%012x", w.number))
		h.Event = schema.EventID(fmt.Sprintf("%s-2026-AAAAA%c", h.From, 'A'+w.number%26))
	}
	if h.Kind != schema.KindNotification {
		h.Event = ""
	}
	env := &schema.Envelope{PayloadType: schema.PayloadType(h.Workspace, string(h.Kind)), Payload: canonical(c), Signatures: make([]schema.Signature, 1)}
	w.entry(notify.Entry{Type: notify.EntryMessage, Origin: h.From, ID: string(h.ID), Link: h.From, Digest: env.Digest(), Data: env.Marshal()})
	return h.ID, env.Digest()
}

// receipt writes the receipt of a party for a message of XA's.
func (w *written) receipt(by schema.Party, id schema.MessageID, digest schema.Digest) {
	w.answer(by, id, schema.DocumentReceipt, schema.Receipt{
		By: by, Message: id, Digest: digest, ReceivedAt: instant, Warnings: []string{"late"},
		Head: schema.TreeHead{Epoch: 1, Size: int64(w.sequence), Root: digest},
	})
}

func (w *written) answer(by schema.Party, id schema.MessageID, document string, v any) {
	env := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, document), Payload: canonical(v), Signatures: make([]schema.Signature, 1)}
	w.entry(notify.Entry{Type: notify.EntryReceipts, Origin: "XA", ID: string(schema.NewMessageID()), Data: canonical(notify.Answers{Answers: []notify.AnswerRecord{{
		Party: by, Message: id, Envelope: env.Marshal(), Road: notify.RoadDirect, SentAt: instant, Tries: 1,
	}}})})
}

func canonical(v any) []byte {
	b, err := schema.Canonical(v)
	if err != nil {
		panic(err) // what we say can be written
	}
	return b
}

// notice is a notification as released by two officers.
func notice(from, to schema.Party) *schema.Message {
	m := notification(to)
	m.Header = schema.Header{
		Kind: schema.KindNotification, Workspace: schema.Live, Context: schema.ContextEmergency, From: from, Desk: "nca-d",
		Addressees: []schema.Party{to}, Sequence: 1, CreatedAt: "2026-11-23T05:55:00Z", ReleasedAt: "2026-11-23T06:00:00.000Z",
		Confidentiality: schema.ForAuthorities, Language: "en",
		Approvals: []schema.Approval{
			{Act: schema.ActDrafted, Officer: "haddad", Name: "S. Haddad", Desk: "nca-d", At: "2026-11-23T05:55:00.100Z"},
			{Act: schema.ActApproved, Officer: "silva", Name: "M. Silva", Desk: "nca-d", At: "2026-11-23T06:00:00.000Z"},
		},
	}
	return m
}

// steps are what happens to a message, from its first entry to its last.
var steps = map[string]func(*written){
	"received": func(w *written) { w.message(notice("XB", "XA")) },
	"received and acknowledged": func(w *written) {
		id, digest := w.message(notice("XB", "XA"))
		a := notice("XA", "XB")
		a.Header.Kind, a.Header.Follows = schema.KindAcknowledgement, id
		a.Header.Approvals = a.Header.Approvals[:1]
		a.Body = &schema.Acknowledgement{Message: id, Digest: digest, Rung: schema.RungAcknowledged}
		id, digest = w.message(a)
		w.receipt("XB", id, digest)
	},
	"issued and settled": func(w *written) {
		id, digest := w.message(notice("XA", "XB"))
		w.receipt("XB", id, digest)
	},
}

// BenchmarkTrackerMemory tells how much a tracker holds for each entry.
func BenchmarkTrackerMemory(b *testing.B) {
	for name, step := range steps {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.ReportMetric(held(30_000, step), "B/entry")
			}
		})
	}
}

// held is how many bytes live for each of so many entries.
func held(entries uint64, step func(*written)) float64 {
	before := live()
	t := notify.NewTracker("XA")
	w := &written{apply: t.Apply}
	for w.sequence < entries {
		step(w)
	}
	after := live()
	runtime.KeepAlive(t)
	return (after - before) / float64(w.sequence)
}

func live() float64 {
	runtime.GC()
	runtime.GC() // what pools held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
