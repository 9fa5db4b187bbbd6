package notify_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"forthwith/notify"
	"forthwith/schema"
)

// TestTheTrackerLosesNoFact has messages with every field of a header, in the form
// that we write and in others, and finds each as it was.
func TestTheTrackerLosesNoFact(t *testing.T) {
	full := notice("XB", "XA")
	h := &full.Header
	h.ID, h.ReportUUID, h.Follows, h.Revokes = schema.NewMessageID(), schema.NewReportUUID(), schema.NewMessageID(), schema.NewMessageID()
	h.Event, h.Exercise = "XB-2026-K7M3QP", "XC-2026-AAAAAA"
	h.OtherIDs = []schema.OtherID{{Organisation: "WHO", ID: "7"}, {Organisation: "WHO", ID: "8"}}
	h.SentElsewhere = []schema.SentElsewhere{{System: "USIE", ID: "12", At: "2026-11-23T06:00:00Z"}, {System: "ECURIE", At: "2026-11-23T06:01:00Z"}}
	h.Raised = []schema.Raised{schema.RaisedRelease}
	h.Wanted = &schema.Wanted{Rung: schema.RungTakenOver, By: "2026-11-23T07:00:00Z"}
	h.Attachments = []schema.Attachment{{Name: "plume.png", MediaType: "image/png", Size: 1, Digest: "sha256:AB", Description: "Façade", Language: "fr"}, {Name: "b", MediaType: "x/y", Size: 2, Digest: "sha256:CD", Confidentiality: schema.ForPublic, Category: "Modelling Results"}}
	for i := range reflect.TypeFor[schema.Header]().NumField() {
		if reflect.ValueOf(*h).Field(i).IsZero() {
			t.Errorf("the sample has no %s", reflect.TypeFor[schema.Header]().Field(i).Name)
		}
	}
	odd := *full
	o := &odd.Header
	o.ID, o.ReportUUID, o.Follows = "0", schema.ReportUUID(h.ReportUUID[:35]+"G"), "01A20D62-036E-7333-A8AC-6DF8C189603C"
	o.CreatedAt, o.ReleasedAt, o.Sequence = "yesterday", "0000-01-01T00:00:00,000Z", -1
	bare := &schema.Message{Header: schema.Header{Kind: schema.KindNotification, Addressees: []schema.Party{"XA"}}, Body: full.Body}
	for i, m := range []*schema.Message{full, &odd, bare} {
		payload, err := schema.Canonical(m)
		must(t, err)
		want, vs := schema.ParseMessage(payload)
		must(t, vs.Err())
		env := &schema.Envelope{PayloadType: "t", Payload: payload, Signatures: make([]schema.Signature, 1)}
		for _, digest := range []schema.Digest{env.Digest(), "", "sha256:AB", schema.Digest(fmt.Sprintf("sha256:%064X", 10))} {
			rec := notify.Recorded{Epoch: 3, Sequence: 1<<64 - 1, Entry: notify.Entry{
				Type: notify.EntryMessage, At: instant, Link: "XC", Digest: digest, Warnings: []string{"skew", "late"}, Data: env.Marshal(),
			}}
			tr := notify.NewTracker("XA")
			tr.Apply(rec)
			got, ok := tr.Message(m.Header.ID)
			if !ok || !reflect.DeepEqual(got.Header, want.Header) {
				t.Errorf("message %d:\ngot  %+v\nwant %+v", i, got.Header, want.Header)
			}
			if got.Digest != digest || got.Epoch != 3 || got.Position != 1<<64-1 || got.Recorded != instant || got.Link != "XC" || !reflect.DeepEqual(got.Warnings, rec.Warnings) || !got.Rings {
				t.Errorf("message %d: %+v", i, got)
			}
		}
	}
}

// TestALadderLosesNoFact has a message to many parties, and an answer of each.
func TestALadderLosesNoFact(t *testing.T) {
	parties := []schema.Party{"XD", "XB", "IAEA", "XC"}
	m := notice("XA", "XB")
	m.Header.Addressees = parties
	tr := notify.NewTracker("XA")
	w := &written{apply: tr.Apply}
	id, digest := w.message(m)
	w.receipt("XB", id, digest)
	refusal := schema.Refusal{
		By: "XC", Message: id, Bytes: digest, Permanence: schema.Final, Code: schema.RefuseSchema, Reason: "no", At: instant,
		Violations: schema.Violations{{Code: "c", Pointer: "/p", Article: "Art. 1", Severity: schema.SeverityError, Text: "t"}},
	}
	w.answer("XC", id, schema.DocumentRefusal, refusal)
	a := notice("XD", "XA")
	a.Header.Kind, a.Header.Follows = schema.KindAcknowledgement, id
	a.Body = &schema.Acknowledgement{Message: id, Digest: digest, Rung: schema.RungTakenOver, Remark: "we go"}
	taken, _ := w.message(a)
	head := schema.TreeHead{Epoch: 1, Size: 1, Root: digest}
	got, _ := tr.Message(id)
	want := []notify.Delivery{
		{Party: "IAEA"},
		{Party: "XB", Sent: instant, Tries: 1, Road: notify.RoadDirect, Received: instant, Recorded: instant, Head: head, Warnings: []string{"late"}},
		{Party: "XC", Sent: instant, Tries: 1, Road: notify.RoadDirect, Recorded: instant, Refused: &refusal},
		{Party: "XD", Persons: []notify.Acknowledged{{
			By: "XD", Message: taken, Digest: digest, Rung: schema.RungTakenOver, Name: "S. Haddad", Desk: "nca-d",
			At: "2026-11-23T06:00:00.000Z", Recorded: instant, Remark: "we go",
		}}},
	}
	if !reflect.DeepEqual(got.Deliveries(), want) {
		t.Errorf("got  %+v\nwant %+v", got.Deliveries(), want)
	}
	for p, n := range map[schema.Party]int{"XB": 0, "XC": 0, "XD": 1, "IAEA": 1} {
		if tr.Waiting(p) != n {
			t.Errorf("%d wait for %s, want %d", tr.Waiting(p), p, n)
		}
	}
}

// TestManyMessagesAreEachFound has more than a page and a table hold at first.
func TestManyMessagesAreEachFound(t *testing.T) {
	tr := notify.NewTracker("XA")
	w := &written{apply: tr.Apply}
	var ids []schema.MessageID
	long := notice("XB", "XA")
	long.Header.OtherIDs = []schema.OtherID{{Organisation: "WHO", ID: strings.Repeat("x", 100_000)}}
	for i := range 3000 {
		m := notice("XB", "XA")
		if i == 1500 {
			m = long
		}
		id, _ := w.message(m)
		ids = append(ids, id)
	}
	for i, m := range tr.Messages() {
		if m.Header.ID != ids[i] {
			t.Fatalf("message %d is %s, want %s", i, m.Header.ID, ids[i])
		}
	}
	for i, id := range ids {
		m, ok := tr.Message(id)
		if !ok || m.Header.ID != id || m.Position != uint64(i+1) {
			t.Fatalf("message %s is %+v", id, m)
		}
		if e, ok := tr.Event(m.Header.Event); !ok || len(e.Messages) != 1 || e.Messages[0].Header.ID != id {
			t.Fatalf("event %s is %+v", m.Header.Event, e)
		}
	}
	if _, ok := tr.Message(schema.NewMessageID()); ok || len(tr.Events()) != len(ids) || len(tr.Ringing()) != len(ids) {
		t.Errorf("%d events and %d rings for %d messages", len(tr.Events()), len(tr.Ringing()), len(ids))
	}
}
