package notify

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"forthwith/schema"
)

// A file goes from the author of a message to its addressees at their asking. The
// author is asked here for pieces, and told here when an addressee has all of it;
// the addressee's side is below.

// pull answers with a piece of a file that a message of ours to the asker names.
func (in *Intake) pull(ctx context.Context, env *schema.Envelope, author, link schema.Party, raw []byte, now time.Time) (*schema.Envelope, error) {
	var p schema.Pull
	if refused := openFrom(env, &p, author, link, func() bool { return p.By == author }); refused != nil {
		return in.refuse(ctx, link, raw, now, refused)
	}
	if !in.Tracker.given(p.File, author) {
		return in.noFile(raw, now, "no message of %s to %s names the file %s", in.Party, author, p.File)
	}
	b, err := in.File(ctx, p.File, p.Offset, p.Length)
	if err != nil {
		return in.noFile(raw, now, "the file %s is not here now", p.File)
	}
	payload, err := (&schema.Piece{File: p.File, Offset: p.Offset, Bytes: b}).Payload()
	if err != nil {
		return nil, err
	}
	return in.seal(schema.DocumentPiece, payload)
}

// obtained records that an addressee has a file of ours whole.
func (in *Intake) obtained(ctx context.Context, env *schema.Envelope, author, link schema.Party, raw []byte, now time.Time) (*schema.Envelope, error) {
	var o schema.Obtained
	if refused := openFrom(env, &o, author, link, func() bool { return o.By == author && o.To == in.Party }); refused != nil {
		return in.refuse(ctx, link, raw, now, refused)
	}
	if !in.Tracker.given(o.File, author) {
		return in.noFile(raw, now, "no message of %s to %s names the file %s", in.Party, author, o.File)
	}
	var err error
	if in.Tracker.Obtained(o.File)[author] == "" { // or the answer was lost
		err = in.RecordFile(ctx, FileRecord{File: o.File, State: FileObtained, Party: author, Envelope: raw}, now)
	}
	if err != nil {
		return in.answer(schema.DocumentRefusal, in.refusal(raw, now, refuse(schema.RefuseStorage, "the author's node cannot record now")))
	}
	return in.answer(schema.DocumentNoted, schema.Noted{By: in.Party, To: author, File: o.File, At: schema.NewInstant(now)})
}

// noFile refuses for later and rings nowhere: after damage a node may for a while
// not know its own messages.
func (in *Intake) noFile(raw []byte, now time.Time, format string, a ...any) (*schema.Envelope, error) {
	return in.answer(schema.DocumentRefusal, in.refusal(raw, now, refuse(schema.RefuseNoFile, format, a...)))
}

// RecordFile records what has become of a file.
func (in *Intake) RecordFile(ctx context.Context, r FileRecord, now time.Time) error {
	return appendFile(ctx, in.Journal, in.Party, r, now)
}

// appendFile makes one entry of what an addressee says often.
func appendFile(ctx context.Context, j Journal, self schema.Party, r FileRecord, now time.Time) error {
	data, err := schema.Canonical(r)
	if err != nil {
		return err
	}
	e := Entry{Type: EntryAttachment, Origin: self, ID: string(schema.NewMessageID()), At: schema.NewInstant(now), Data: data}
	if r.State == FileObtained {
		e.Origin, e.ID = r.Party, strings.TrimPrefix(string(r.File), digestPrefix)
	}
	if _, err = j.Append(ctx, e); as[*Conflict](err) {
		return nil // at another time
	}
	return err
}

// Pull makes the request for a piece of a file.
func (in *Intake) Pull(file schema.Digest, offset int64, length int) (*schema.Envelope, error) {
	return in.answer(schema.DocumentPull, schema.Pull{By: in.Party, File: file, Offset: offset, Length: length})
}

// ErrNoFile is the answer of an author that does not have a file now.
var ErrNoFile = errors.New("the author does not have the file now")

// TakePiece opens the answer of a party to a Pull.
func (in *Intake) TakePiece(p schema.Party, file schema.Digest, offset int64, raw []byte) ([]byte, error) {
	env, err := in.answerOf(p, schema.DocumentPiece, raw)
	if err != nil {
		return nil, err
	}
	piece, err := schema.ReadPiece(env.Payload)
	if err == nil && (piece.File != file || piece.Offset != offset) {
		err = fmt.Errorf("it is of %s at %d", piece.File, piece.Offset)
	}
	if err != nil {
		return nil, fmt.Errorf("piece of a file, of %s: %w", p, err)
	}
	return piece.Bytes, nil
}

// Obtained makes the statement to an author that its file is whole here.
func (in *Intake) Obtained(author schema.Party, file schema.Digest, size int64, now time.Time) (*schema.Envelope, error) {
	return in.answer(schema.DocumentObtained, schema.Obtained{By: in.Party, To: author, File: file, Size: size, At: schema.NewInstant(now)})
}

// TakeNoted records the answer of an author to that statement.
func (in *Intake) TakeNoted(ctx context.Context, author schema.Party, file schema.Digest, raw []byte, now time.Time) error {
	env, err := in.answerOf(author, schema.DocumentNoted, raw)
	if err != nil {
		return err
	}
	var n schema.Noted
	if err := openDocument(env, &n); err != nil {
		return fmt.Errorf("answer of %s: %w", author, err)
	}
	if n.By != author || n.To != in.Party || n.File != file {
		return fmt.Errorf("answer of %s is by %s to %s on %s", author, n.By, n.To, n.File)
	}
	return in.RecordFile(ctx, FileRecord{File: file, State: FileNoted, Party: author, Envelope: raw}, now)
}

// answerOf opens what a party answered, if it is the document asked for.
func (in *Intake) answerOf(p schema.Party, document string, raw []byte) (*schema.Envelope, error) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", p, err)
	}
	signer, err := in.Verifier.Verify(env)
	if err != nil {
		return nil, fmt.Errorf("answer of %s: %w", p, err)
	}
	var r schema.Refusal
	switch {
	case signer != p:
		return nil, fmt.Errorf("answer of %s is signed by %s", p, signer)
	case env.PayloadType == schema.PayloadType(in.Workspace, document):
		return env, nil
	case env.PayloadType != schema.PayloadType(in.Workspace, schema.DocumentRefusal):
		return nil, fmt.Errorf("answer of %s is %s", p, env.PayloadType)
	}
	if err := openDocument(env, &r); err != nil {
		return nil, fmt.Errorf("refusal of %s: %w", p, err)
	}
	err = fmt.Errorf("refused by %s (%s): %s", p, r.Code, r.Reason)
	if r.Code == schema.RefuseNoFile {
		err = fmt.Errorf("%w: %w", ErrNoFile, err)
	}
	return nil, err
}

// openFrom opens a document that a party says over its own connection only.
func openFrom(env *schema.Envelope, v any, author, link schema.Party, own func() bool) *Refused {
	if err := openDocument(env, v); err != nil {
		return refuse(schema.RefuseSchema, "the %s cannot be read: %v", env.PayloadType, err)
	}
	if link != author || !own() {
		return refuse(schema.RefuseAuthor, "a %s signed by %s, over the connection of %s, which says that it is of or to another", env.PayloadType, author, link)
	}
	return nil
}

// openDocument reads authenticated bytes: canonical form, strict decoding, rules.
func openDocument(env *schema.Envelope, v any) error {
	if err := errors.Join(schema.CheckCanonical(env.Payload), schema.ParseDocument(env.Payload, v)); err != nil {
		return err
	}
	return schema.Valid(v).Err()
}
