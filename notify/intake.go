package notify

import (
	"context"
	"errors"
	"time"

	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// Intake is the way in: what a peer delivers is opened, judged, recorded and
// answered here, whatever it is and by whatever road it came.
type Intake struct {
	Party     schema.Party
	Workspace schema.Workspace
	Journal   Journal
	Tracker   *Tracker
	Signer    Signer
	Verifier  Verifier
	// Disseminator reports whether a party passes on what others signed (Art. 4(a)):
	// its role in the directory.
	Disseminator func(schema.Party) bool
	// Facilities is the catalogue of this node; nil where there is none.
	Facilities func() *catalogue.List
	// Heartbeat takes a peer's heartbeat and gives the answer.
	Heartbeat func(ctx context.Context, b *schema.Beat, raw []byte, now time.Time) (*schema.Beat, error)
	// File gives some bytes of a file that is here, at most length.
	File func(ctx context.Context, file schema.Digest, offset int64, length int) ([]byte, error)
	// Step is told where the path stands; tests kill the process there.
	Step func(step string)
}

// Admit takes one delivery from the connection of link and returns the signed
// answer. It is the whole path in: an early return per reason, and nothing
// unverified on disk.
func (in *Intake) Admit(ctx context.Context, link schema.Party, raw []byte, now time.Time) (*schema.Envelope, error) {
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return in.refuse(ctx, link, raw, now, because(err))
	}
	author, err := in.Verifier.Verify(env)
	if err != nil {
		return in.refuse(ctx, link, raw, now, because(err))
	}
	in.step("intake.verified")
	switch w, document, _ := schema.ParsePayloadType(env.PayloadType); {
	case w != in.Workspace:
	case document == schema.DocumentFetch:
		return in.serve(ctx, env, author, link, raw, now)
	case document == schema.DocumentBeat:
		return in.beat(ctx, env, author, link, raw, now)
	case document == schema.DocumentPull:
		return in.pull(ctx, env, author, link, raw, now)
	case document == schema.DocumentObtained:
		return in.obtained(ctx, env, author, link, raw, now)
	}
	m, refused := in.read(env)
	if refused != nil {
		return in.refuse(ctx, link, raw, now, refused)
	}
	if refused := in.judge(m, author, link); refused != nil {
		return in.refuse(ctx, link, raw, now, refused)
	}
	in.step("intake.judged")
	rec, err := in.Journal.Append(ctx, Entry{
		Type: EntryMessage, Origin: author, ID: string(m.Header.ID),
		At: schema.NewInstant(now), Link: link, Digest: env.Digest(),
		Warnings: in.warnings(m, now), Data: raw, read: &reading{message: m},
	})
	var two *Conflict
	if errors.As(err, &two) {
		r := refuse(schema.RefuseSameIDOtherBytes, "message %s was received before with another content", m.Header.ID)
		r.Message = m.Header.ID
		return in.refuse(ctx, link, raw, now, r)
	}
	if err != nil {
		return in.answer(schema.DocumentRefusal, in.refusal(raw, now, refuse(schema.RefuseStorage, "the receiving node cannot record now")))
	}
	in.step("intake.recorded")
	return in.Receipt(rec)
}

// read opens authenticated bytes: canonical form, strict decoding, every rule.
func (in *Intake) read(env *schema.Envelope) (*schema.Message, *Refused) {
	w, document, err := schema.ParsePayloadType(env.PayloadType)
	if err != nil {
		return nil, refuse(schema.RefuseSchema, "%v", err)
	}
	if w != in.Workspace {
		return nil, refuse(schema.RefuseWrongWorkspace, "signed for the %s workspace and delivered to %s", w, in.Workspace)
	}
	if err := schema.CheckCanonical(env.Payload); err != nil {
		return nil, because(err)
	}
	m, vs := schema.ParseMessage(env.Payload)
	if m == nil {
		return nil, &Refused{Code: schema.RefuseSchema, Reason: "the message does not have the form of its kind", Violations: vs}
	}
	h := &m.Header
	r := &Refused{Message: h.ID}
	if string(h.Kind) != document || h.Workspace != w {
		r.Code, r.Reason = schema.RefuseWrongWorkspace, "header and signed type disagree about workspace or kind"
		return nil, r
	}
	// The author's own clock judges what lies in the future: a skewed clock is
	// worth a warning, never a refusal.
	if vs := m.Validate(h.ReleasedAt.Std()); vs.Err() != nil {
		r.Code, r.Reason, r.Violations = schema.RefuseSchema, "the message breaks a rule", onlyErrors(vs)
		if rule, _ := h.Kind.Rule(); !rule.Allows(h.Workspace, h.Context) {
			r.Code = schema.RefuseKindContext
		}
		return nil, r
	}
	return m, nil
}

// judge applies policy to a message that is well formed.
func (in *Intake) judge(m *schema.Message, author, link schema.Party) *Refused {
	h := &m.Header
	var r *Refused
	switch {
	case h.From != author:
		r = refuse(schema.RefuseAuthor, "signed by %s in the name of %s", author, h.From)
	case link != author:
		r = refuse(schema.RefuseAuthor, "a message of %s came over the connection of %s, which is no relay", author, link)
	case !m.AddressedTo(in.Party):
		r = refuse(schema.RefuseNotAddressed, "%s is not an addressee", in.Party)
	case h.Workspace == schema.Exercise && h.Kind != schema.KindExercise && !in.Tracker.Entered(h.Exercise, in.Party):
		r = refuse(schema.RefuseNotEntered, "%s has not entered exercise %s", in.Party, h.Exercise)
	default:
		if r = in.judgeDissemination(m); r == nil {
			return nil
		}
	}
	r.Message = h.ID
	return r
}

// warnings are what is worth saying and not worth refusing.
func (in *Intake) warnings(m *schema.Message, now time.Time) []string {
	var ws []string
	switch d := now.Sub(m.Header.ReleasedAt.Std()); {
	case d < -schema.MaxSkew:
		ws = append(ws, "skew")
	case d > schema.MaxSkew:
		ws = append(ws, "late")
	}
	var facilities *catalogue.List
	if in.Facilities != nil {
		facilities = in.Facilities()
	}
	for _, d := range plausible(m.Body, facilities) {
		ws = append(ws, d.warning())
	}
	return ws
}

// Receipt makes the receipt of a recorded message. The same entry gives the same
// bytes, so that a delivery asked for again is answered alike.
func (in *Intake) Receipt(rec Recorded) (*schema.Envelope, error) {
	r := schema.Receipt{
		By: in.Party, Message: schema.MessageID(rec.ID), Digest: rec.Digest,
		ReceivedAt: rec.At, Head: rec.Head, Warnings: rec.Warnings,
	}
	b, err := r.Canonical()
	if err != nil {
		return nil, err
	}
	return in.seal(schema.DocumentReceipt, b)
}

// refuse records what was not taken, so that it rings, and signs the refusal.
func (in *Intake) refuse(ctx context.Context, link schema.Party, raw []byte, now time.Time, r *Refused) (*schema.Envelope, error) {
	rec := RefusedRecord{
		Link: link, Code: r.Code, Reason: r.Reason, Message: r.Message,
		Bytes: schema.NewDigest(raw), Size: len(raw), At: schema.NewInstant(now),
	}
	if r.Code == schema.RefuseSameIDOtherBytes {
		rec.Envelope = raw
	}
	if rings(r) && in.Tracker.worthRecording(&rec) {
		data, err := schema.Canonical(rec)
		if err != nil {
			return nil, err
		}
		// A refusal that cannot be recorded is still answered: the sender keeps
		// the message and its own ladder shows the reason.
		_, _ = in.Journal.Append(ctx, Entry{
			Type: EntryRefused, Origin: in.Party, ID: string(schema.NewMessageID()), At: rec.At, Link: link, Data: data,
		})
	}
	return in.answer(schema.DocumentRefusal, in.refusal(raw, now, r))
}

// rings reports whether a refusal is for an officer to know: all that is final,
// and what the directory does not bear out. Having no room, or not having entered
// an exercise, is known here already.
func rings(r *Refused) bool {
	switch r.Code {
	case schema.RefuseUnknownKey, schema.RefuseKeyNotValid, schema.RefuseNoRole:
		return true
	}
	return r.Permanence() == schema.Final
}

func (in *Intake) refusal(raw []byte, now time.Time, r *Refused) schema.Refusal {
	return schema.Refusal{
		By: in.Party, Message: r.Message, Bytes: schema.NewDigest(raw),
		Permanence: r.Permanence(), Code: r.Code, Reason: clip(r.Reason, 1000),
		Violations: r.Violations[:min(len(r.Violations), 50)], At: schema.NewInstant(now),
	}
}

func (in *Intake) answer(document string, v any) (*schema.Envelope, error) {
	b, err := schema.Canonical(v)
	if err != nil {
		return nil, err
	}
	return in.seal(document, b)
}

func (in *Intake) seal(document string, b []byte) (*schema.Envelope, error) {
	env, err := in.Signer.Seal(schema.PayloadType(in.Workspace, document), b)
	if err == nil {
		in.step("intake.answered")
	}
	return env, err
}

func (in *Intake) step(s string) {
	if in.Step != nil {
		in.Step(s)
	}
}

func onlyErrors(vs schema.Violations) schema.Violations {
	var out schema.Violations
	for _, v := range vs {
		if v.Severity == schema.SeverityError {
			out = append(out, v)
		}
	}
	return out
}

// clip cuts s to n bytes at a rune.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}
