package notify

import (
	"bytes"
	"reflect"
	"testing"

	"forthwith/schema"
)

const (
	anID    schema.MessageID = "0193553c-7f3a-7c6e-8a4e-3f1f6a2b9c01"
	aMoment schema.Instant   = "2026-11-23T06:00:00.000Z"
)

// FuzzAnswersAreWrittenAsAnyDocument: the quick writer writes what the library does.
func FuzzAnswersAreWrittenAsAnyDocument(f *testing.F) {
	f.Add("XB", string(anID), []byte(`{"payloadType":"t"}`), "direct", string(aMoment), 1, 2)
	f.Add("x\"b", "", []byte(nil), "", "", -1, 1)
	f.Add("IAEA", string(anID), []byte{0}, "direct", string(aMoment), 1<<60, 0)
	f.Fuzz(func(t *testing.T, party, id string, envelope []byte, road, at string, tries, n int) {
		var as []Answer
		for range min(max(n, 0), 5) {
			as = append(as, Answer{AnswerRecord: AnswerRecord{
				Party: schema.Party(party), Message: schema.MessageID(id), Envelope: envelope, Road: Road(road), SentAt: schema.Instant(at), Tries: tries,
			}})
		}
		got, err := canonicalAnswers(as)
		want, errWant := encodeAnswers(as)
		if !bytes.Equal(got, want) || (err == nil) != (errWant == nil) {
			t.Fatalf("%+v is written %q, %v, and by the library %q, %v", as, got, err, want, errWant)
		}
	})
}

// TestAnswersReadAsTheyWereJudged: what the gateway hands over with an entry is
// what a restart reads in its bytes.
func TestAnswersReadAsTheyWereJudged(t *testing.T) {
	digest := schema.NewDigest(nil)
	receipt := &schema.Receipt{By: "XB", Message: anID, Digest: digest, ReceivedAt: aMoment, Head: schema.TreeHead{Epoch: 1, Size: 2, Root: digest}, Warnings: []string{"late"}}
	refusal := &schema.Refusal{By: "XC", Message: anID, Bytes: digest, Permanence: schema.Final, Code: schema.RefuseSchema, Reason: "no", At: aMoment}
	record := func(p schema.Party, document string, v any) AnswerRecord {
		payload, err := schema.Canonical(v)
		if err != nil {
			t.Fatal(err)
		}
		env := schema.Envelope{PayloadType: schema.PayloadType(schema.Live, document), Payload: payload, Signatures: make([]schema.Signature, 1)}
		return AnswerRecord{Party: p, Message: anID, Envelope: env.Marshal(), Road: RoadDirect, SentAt: aMoment, Tries: 1}
	}
	e, err := NewReceipts("XA", aMoment, []Answer{
		{AnswerRecord: record("XB", schema.DocumentReceipt, receipt), Receipt: receipt},
		{AnswerRecord: record("XC", schema.DocumentRefusal, refusal), Refusal: refusal},
	})
	if err != nil {
		t.Fatal(err)
	}
	bare := e.Bare()
	if got, want := bare.readAnswers(), e.readAnswers(); !reflect.DeepEqual(got, want) {
		t.Errorf("read %+v, judged %+v", got, want)
	}
}
