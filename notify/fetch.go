package notify

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"forthwith/schema"
)

// A node whose journal was damaged asks its peers for what they hold. Messages of
// others are owed to it again and come by the one way in; its own it fetches
// here.

// serve answers a Fetch: the break is recorded, and the next message of the asker
// that is held here goes back as it was signed; after the last, a Fetched.
func (in *Intake) serve(ctx context.Context, env *schema.Envelope, author, link schema.Party, raw []byte, now time.Time) (*schema.Envelope, error) {
	no := func(r *Refused) (*schema.Envelope, error) { return in.refuse(ctx, link, raw, now, r) }
	var f schema.Fetch
	if err := openDocument(env, &f); err != nil {
		return no(refuse(schema.RefuseSchema, "the fetch cannot be read: %v", err))
	}
	if f.By != author || link != author {
		return no(refuse(schema.RefuseAuthor, "a fetch of %s, signed by %s, over the connection of %s", f.By, author, link))
	}
	start, refused := in.brokenOff(f.Epoch, author)
	if refused != nil {
		return no(refused)
	}
	epoch, err := schema.ParseEnvelope(f.Epoch)
	if err != nil {
		return no(because(err))
	}
	_, err = in.Journal.Append(ctx, Entry{
		Type: EntryCheckpoint, Origin: author, ID: strconv.Itoa(start.Epoch), At: schema.NewInstant(now),
		Link: link, Digest: epoch.Digest(), Data: f.Epoch,
	})
	if as[*Conflict](err) {
		return no(refuse(schema.RefuseSameIDOtherBytes, "epoch %d of %s was told before with another start", start.Epoch, author))
	}
	if err != nil {
		return in.answer(schema.DocumentRefusal, in.refusal(raw, now, refuse(schema.RefuseStorage, "the receiving node cannot record now")))
	}
	m, ok := in.Tracker.held(author, f.From)
	if !ok {
		return in.answer(schema.DocumentFetched, schema.Fetched{By: in.Party, To: author, Epoch: start.Epoch, Count: f.From, At: schema.NewInstant(now)})
	}
	rec, err := in.Journal.Read(ctx, m.Epoch, m.Position)
	if err != nil {
		return nil, err
	}
	return schema.ParseEnvelope(rec.Data)
}

// brokenOff opens the signed start of a peer's epoch.
func (in *Intake) brokenOff(raw []byte, author schema.Party) (schema.EpochStart, *Refused) {
	var start schema.EpochStart
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return start, because(err)
	}
	by, err := in.Verifier.Verify(env)
	if err != nil {
		return start, because(err)
	}
	if err := openDocument(env, &start); err != nil {
		return start, refuse(schema.RefuseSchema, "the start of the epoch cannot be read: %v", err)
	}
	if by != author || start.Party != author || start.Journal != string(in.Workspace) || env.PayloadType != schema.PayloadType(in.Workspace, schema.DocumentEpoch) {
		return start, refuse(schema.RefuseAuthor, "the start of epoch %d of the %s journal of %s, signed by %s", start.Epoch, start.Journal, start.Party, by)
	}
	return start, nil
}

// Fetch makes the request for what a peer holds; from is how many it has given.
func (in *Intake) Fetch(epoch []byte, from int) (*schema.Envelope, error) {
	return in.answer(schema.DocumentFetch, schema.Fetch{By: in.Party, Epoch: epoch, From: from})
}

// TakeBack records what a peer answered to a Fetch: a message of ours that it
// held, or that there are no more; then it reports true.
func (in *Intake) TakeBack(ctx context.Context, holder schema.Party, raw []byte, now time.Time) (done bool, err error) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return false, fmt.Errorf("answer of %s: %w", holder, err)
	}
	signer, err := in.Verifier.Verify(env)
	if err != nil {
		return false, fmt.Errorf("answer of %s: %w", holder, err)
	}
	w, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil || w != in.Workspace {
		return false, fmt.Errorf("answer of %s: %s in the %s workspace", holder, env.PayloadType, in.Workspace)
	}
	switch {
	case signer == holder && document == schema.DocumentFetched:
		return true, in.fetched(ctx, holder, env, raw, now)
	case signer == holder && document == schema.DocumentRefusal:
		return false, fmt.Errorf("%s does not give back what it holds: %s", holder, env.Payload)
	case signer != in.Party:
		return false, fmt.Errorf("%s gives back what %s signed", holder, signer)
	}
	m, refused := in.read(env)
	if refused != nil {
		return false, fmt.Errorf("%s gives back what cannot be read: %w", holder, refused)
	}
	_, err = in.Journal.Append(ctx, Entry{
		Type: EntryMessage, Origin: in.Party, ID: string(m.Header.ID), At: schema.NewInstant(now), Link: holder,
		Digest: env.Digest(), Data: raw,
	})
	return false, err
}

func (in *Intake) fetched(ctx context.Context, holder schema.Party, env *schema.Envelope, raw []byte, now time.Time) error {
	var f schema.Fetched
	if err := openDocument(env, &f); err != nil {
		return fmt.Errorf("answer of %s: %w", holder, err)
	}
	if f.By != holder || f.To != in.Party {
		return fmt.Errorf("answer of %s is by %s to %s", holder, f.By, f.To)
	}
	_, err := in.Journal.Append(ctx, Entry{
		Type: EntryFetched, Origin: in.Party, ID: fmt.Sprintf("%s-%d", holder, f.Epoch), At: schema.NewInstant(now),
		Link: holder, Digest: env.Digest(), Data: raw,
	})
	if as[*Conflict](err) {
		return nil // it was asked twice; the first answer stands
	}
	return err
}

// held is the message of a party that was the n-th to be received from it.
func (t *Tracker) held(p schema.Party, n int) (Message, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	ms := t.received[p]
	if n >= len(ms) {
		return Message{}, false
	}
	return t.message(ms[n]), true
}

func as[T error](err error) bool {
	_, ok := errors.AsType[T](err)
	return ok
}
