package federation

import (
	"context"
	"fmt"
	"sync"

	"forthwith/notify"
	"forthwith/schema"
)

// answers are what couriers bring back, on its way to the journal. Whoever brings
// one records it, and with it all that came while the last were recorded.
type answers struct {
	turn chan struct{} // full while one records

	mu      sync.Mutex
	waiting []waitingAnswer
}

type waitingAnswer struct {
	notify.Answer
	done chan error
}

// answersPerEntry bounds one receipts entry well below an envelope's size.
const answersPerEntry = 100

func newAnswers() *answers { return &answers{turn: make(chan struct{}, 1)} }

// record returns when an answer is on disk. It does not look at ctx: what a courier
// has in hand is recorded.
func (g *gateway) record(ctx context.Context, a notify.Answer) error {
	w := waitingAnswer{a, make(chan error, 1)}
	g.answers.add(w)
	for {
		select {
		case err := <-w.done:
			return err
		case g.answers.turn <- struct{}{}:
			g.commit(context.WithoutCancel(ctx), g.answers.take())
			<-g.answers.turn
		}
	}
}

func (as *answers) add(w waitingAnswer) {
	as.mu.Lock()
	defer as.mu.Unlock()
	as.waiting = append(as.waiting, w)
}

func (as *answers) take() []waitingAnswer {
	as.mu.Lock()
	defer as.mu.Unlock()
	n := min(len(as.waiting), answersPerEntry)
	batch := as.waiting[:n:n]
	as.waiting = append([]waitingAnswer(nil), as.waiting[n:]...)
	return batch
}

// commit makes one entry of answers; none, if another has recorded them already.
func (g *gateway) commit(ctx context.Context, batch []waitingAnswer) {
	if len(batch) == 0 {
		return
	}
	together := make([]notify.Answer, len(batch))
	for i, w := range batch {
		together[i] = w.Answer
	}
	entry, err := notify.NewReceipts(g.party, schema.NewInstant(g.clock.Now()), together)
	if err == nil {
		_, err = g.journal.Append(ctx, entry)
	}
	if err == nil {
		g.step("gateway.recorded")
	}
	for _, w := range batch {
		w.done <- err
	}
}

// judge believes an answer only if the party signed it and it speaks of exactly
// what was sent. A refusal for later is an error.
func (g *gateway) judge(p schema.Party, m notify.Owing, sent, reply []byte) (a notify.Answer, err error) {
	env, err := schema.ParseEnvelope(reply)
	if err != nil {
		return a, fmt.Errorf("answer of %s: %w", p, err)
	}
	signer, err := g.verifier.Verify(env)
	if err != nil {
		return a, fmt.Errorf("answer of %s: %w", p, err)
	}
	w, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil || signer != p || w != g.workspace {
		return a, fmt.Errorf("answer of %s is signed by %s as %s", p, signer, env.PayloadType)
	}
	switch document {
	case schema.DocumentReceipt:
		a.Receipt, err = judgeReceipt(p, m, env.Payload)
		return a, err
	case schema.DocumentRefusal:
		a.Refusal, err = judgeRefusal(p, sent, env.Payload)
		return a, err
	}
	return a, fmt.Errorf("answer of %s is a %s", p, document)
}

func judgeReceipt(p schema.Party, m notify.Owing, payload []byte) (*schema.Receipt, error) {
	r, err := schema.ReadReceipt(payload)
	if err != nil {
		return nil, fmt.Errorf("receipt of %s: %w", p, err)
	}
	if r.By != p || r.Message != m.ID || r.Digest != m.Digest {
		return nil, fmt.Errorf("receipt of %s is for message %s with digest %s", r.By, r.Message, r.Digest)
	}
	return r, nil
}

func judgeRefusal(p schema.Party, sent, payload []byte) (*schema.Refusal, error) {
	if err := schema.CheckCanonical(payload); err != nil {
		return nil, fmt.Errorf("refusal of %s: %w", p, err)
	}
	r := new(schema.Refusal)
	if err := schema.ParseDocument(payload, r); err != nil {
		return nil, fmt.Errorf("refusal of %s: %w", p, err)
	}
	if err := schema.Valid(r).Err(); err != nil {
		return nil, fmt.Errorf("refusal of %s: %w", p, err)
	}
	if r.By != p || r.Bytes != schema.NewDigest(sent) {
		return nil, fmt.Errorf("refusal of %s is for other bytes", r.By)
	}
	if r.Permanence == schema.Later {
		return nil, &RefusedLater{Party: p, Code: r.Code, Reason: r.Reason}
	}
	return r, nil
}
