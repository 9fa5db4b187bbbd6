package notify

import (
	"encoding/base64"
	"strconv"

	"forthwith/schema"
)

// Answer is an answer to a delivery with what it says: a receipt or a final
// refusal.
type Answer struct {
	AnswerRecord
	Receipt *schema.Receipt
	Refusal *schema.Refusal
}

// NewReceipts makes the entry of answers that came together and were judged.
func NewReceipts(origin schema.Party, at schema.Instant, answers []Answer) (Entry, error) {
	data, err := canonicalAnswers(answers)
	return Entry{
		Type: EntryReceipts, Origin: origin, ID: string(schema.NewMessageID()), At: at, Data: data,
		read: &reading{answers: answers},
	}, err
}

// canonicalAnswers is the record of answers as schema.Canonical writes it. It is
// written here without a JSON encoder: all that a fan-out brings back passes through
// one writer.
func canonicalAnswers(answers []Answer) ([]byte, error) {
	size := len(`{"answers":[]}`)
	for i := range answers {
		a := &answers[i].AnswerRecord
		if !a.plain() {
			return encodeAnswers(answers)
		}
		size += base64.StdEncoding.EncodedLen(len(a.Envelope)) + 192
	}
	b := append(make([]byte, 0, size), `{"answers":[`...)
	for i := range answers {
		if i > 0 {
			b = append(b, ',')
		}
		b = answers[i].AnswerRecord.append(b)
	}
	return append(b, `]}`...), nil
}

func encodeAnswers(answers []Answer) ([]byte, error) {
	var as Answers
	for _, a := range answers {
		as.Answers = append(as.Answers, a.AnswerRecord)
	}
	return schema.Canonical(as)
}

// plain reports whether the fields stand in JSON as they are.
func (a *AnswerRecord) plain() bool {
	_, errParty := schema.ParseParty(string(a.Party))
	_, errMessage := schema.ParseMessageID(string(a.Message))
	_, errSent := schema.ParseInstant(string(a.SentAt))
	return errParty == nil && errMessage == nil && errSent == nil && a.Road == RoadDirect && a.Tries >= 0 && a.Tries <= schema.MaxInteger
}

func (a *AnswerRecord) append(b []byte) []byte {
	b = base64.StdEncoding.AppendEncode(append(b, `{"envelope":"`...), a.Envelope)
	b = append(append(b, `","message":"`...), a.Message...)
	b = append(append(b, `","party":"`...), a.Party...)
	b = append(append(b, `","road":"`...), a.Road...)
	b = append(append(b, `","sentAt":"`...), a.SentAt...)
	b = strconv.AppendInt(append(b, `","tries":`...), int64(a.Tries), 10)
	return append(b, '}')
}

// readAnswers reads the record of answers. What cannot be read is left out.
func readAnswers(data []byte) []Answer {
	var as Answers
	if schema.ParseDocument(data, &as) != nil {
		return nil
	}
	var out []Answer
	for _, r := range as.Answers {
		if a, ok := readAnswer(r); ok {
			out = append(out, a)
		}
	}
	return out
}

func readAnswer(r AnswerRecord) (Answer, bool) {
	a := Answer{AnswerRecord: r}
	env, err := schema.ParseEnvelope(r.Envelope)
	if err != nil {
		return a, false
	}
	_, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil {
		return a, false
	}
	switch document {
	case schema.DocumentReceipt:
		a.Receipt = new(schema.Receipt)
		return a, schema.ParseDocument(env.Payload, a.Receipt) == nil
	case schema.DocumentRefusal:
		a.Refusal = new(schema.Refusal)
		return a, schema.ParseDocument(env.Payload, a.Refusal) == nil && a.Refusal.Permanence == schema.Final
	}
	return a, true
}
