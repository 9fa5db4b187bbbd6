package notify

import (
	"context"
	"fmt"
	"time"

	"forthwith/schema"
)

// beat takes a peer's heartbeat and answers with our own.
func (in *Intake) beat(ctx context.Context, env *schema.Envelope, author, link schema.Party, raw []byte, now time.Time) (*schema.Envelope, error) {
	b, err := openBeat(env)
	if err != nil {
		return in.refuse(ctx, link, raw, now, refuse(schema.RefuseSchema, "the heartbeat cannot be read: %v", err))
	}
	if b.By != author || link != author || b.To != in.Party {
		return in.refuse(ctx, link, raw, now, refuse(schema.RefuseAuthor, "a heartbeat of %s to %s, signed by %s, over the connection of %s", b.By, b.To, author, link))
	}
	answer, err := in.Heartbeat(ctx, b, raw, now)
	if err != nil {
		return nil, err
	}
	return in.Beat(answer)
}

// Beat signs a heartbeat.
func (in *Intake) Beat(b *schema.Beat) (*schema.Envelope, error) {
	return in.answer(schema.DocumentBeat, b)
}

// OpenBeat reads the answer of a party to our heartbeat.
func (in *Intake) OpenBeat(p schema.Party, raw []byte) (*schema.Beat, error) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return nil, fmt.Errorf("heartbeat of %s: %w", p, err)
	}
	signer, err := in.Verifier.Verify(env)
	if err != nil {
		return nil, fmt.Errorf("heartbeat of %s: %w", p, err)
	}
	if signer != p || env.PayloadType != schema.PayloadType(in.Workspace, schema.DocumentBeat) {
		return nil, fmt.Errorf("heartbeat of %s is signed by %s as %s: %.300s", p, signer, env.PayloadType, env.Payload)
	}
	b, err := openBeat(env)
	if err == nil && (b.By != p || b.To != in.Party) {
		err = fmt.Errorf("it is of %s to %s", b.By, b.To)
	}
	if err != nil {
		return nil, fmt.Errorf("heartbeat of %s: %w", p, err)
	}
	return b, nil
}

func openBeat(env *schema.Envelope) (*schema.Beat, error) {
	b := new(schema.Beat)
	return b, openDocument(env, b)
}

// Received counts the messages of a party that are recorded here.
func (t *Tracker) Received(p schema.Party) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return len(t.received[p])
}

// Checkpoint is the latest recorded checkpoint of a peer's journal, as it was
// signed, and when it was recorded.
func (t *Tracker) Checkpoint(p schema.Party) (envelope []byte, recorded schema.Instant) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	k := t.checkpoints[p]
	return k.Envelope, k.Recorded
}

type keptCheckpoint struct {
	Envelope []byte
	Recorded schema.Instant
}
