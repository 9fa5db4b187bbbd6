package notify_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// TestIntakeRefuses takes one thing wrong at a time and names what comes back.
func TestIntakeRefuses(t *testing.T) {
	reseal := func(p *pair, raw []byte, change func(*schema.Message)) []byte {
		env, err := schema.ParseEnvelope(raw)
		must(p.t, err)
		m, vs := schema.ParseMessage(env.Payload)
		must(p.t, vs.Err())
		change(m)
		payload, err := schema.Canonical(m)
		must(p.t, err)
		sealed, err := p.xa.keys.Seal(schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), payload)
		must(p.t, err)
		return sealed.Marshal()
	}
	cases := []struct {
		name   string
		spoil  func(p *pair, raw []byte) []byte
		code   schema.RefusalCode
		final  bool
		silent bool // does not ring
	}{
		{"oversized", func(_ *pair, raw []byte) []byte { return append(raw, make([]byte, schema.MaxEnvelope)...) }, schema.RefuseOversized, true, false},
		{"not an envelope", func(*pair, []byte) []byte { return []byte("hello") }, schema.RefuseWrapper, true, false},
		{"unsigned", func(_ *pair, raw []byte) []byte {
			return edit(t, raw, func(e map[string]any) { e["signatures"] = []any{} })
		}, schema.RefuseUnsigned, true, false},
		{"wrongly signed", func(_ *pair, raw []byte) []byte {
			return edit(t, raw, func(e map[string]any) { e["payload"] = "e30=" })
		}, schema.RefuseBadSignature, true, false},
		{"unknown key", func(p *pair, raw []byte) []byte {
			stranger, err := trust.GenerateKeys("XC", schema.Live, p.now)
			must(p.t, err)
			env, err := schema.ParseEnvelope(raw)
			must(p.t, err)
			env, err = stranger.Seal(env.PayloadType, env.Payload)
			must(p.t, err)
			return env.Marshal()
		}, schema.RefuseUnknownKey, false, false},
		{"non-canonical", func(p *pair, raw []byte) []byte {
			env, err := schema.ParseEnvelope(raw)
			must(p.t, err)
			env, err = p.xa.keys.Seal(env.PayloadType, append([]byte(" "), env.Payload...))
			must(p.t, err)
			return env.Marshal()
		}, schema.RefuseNotCanonical, true, false},
		{"kind swapped in the type", func(p *pair, raw []byte) []byte {
			env, err := schema.ParseEnvelope(raw)
			must(p.t, err)
			env, err = p.xa.keys.Seal(schema.PayloadType(schema.Live, "linktest"), env.Payload)
			must(p.t, err)
			return env.Marshal()
		}, schema.RefuseWrongWorkspace, true, false},
		{"kind and context", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Header.Context = schema.ContextRoutine })
		}, schema.RefuseKindContext, true, false},
		{"exercise in live", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Header.Context = schema.ContextExercise })
		}, schema.RefuseKindContext, true, false},
		{"not addressed", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Header.Addressees = []schema.Party{"IAEA"} })
		}, schema.RefuseNotAddressed, true, false},
		{"schema", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Body.(*schema.Notification).Nature.Type = "Fire" })
		}, schema.RefuseSchema, true, false},
		{"one person only", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Header.Approvals = m.Header.Approvals[:1] })
		}, schema.RefuseSchema, true, false},
		{"in another's name", func(p *pair, raw []byte) []byte {
			return reseal(p, raw, func(m *schema.Message) { m.Header.From = "XC"; m.Header.Event = "XC-2026-AAAAAA" })
		}, schema.RefuseAuthor, true, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			out := p.issue(notification("XB"))
			raw := c.spoil(p, p.xa.raw(t, out.Message))
			answer, err := p.xb.Admit(t.Context(), "XA", raw, p.now)
			must(t, err)
			r := refusal(t, answer)
			if r.Code != c.code || (r.Permanence == schema.Final) != c.final || r.Bytes != schema.NewDigest(raw) {
				t.Fatalf("refused %s %s (%s); want %s", r.Permanence, r.Code, r.Reason, c.code)
			}
			if signer, err := p.dir.Verify(answer); err != nil || signer != "XB" {
				t.Fatalf("refusal signed by %s: %v", signer, err)
			}
			rings := p.xb.tracker().Ringing()
			if len(rings) != 1 || rings[0].Refused == nil || rings[0].Refused.Code != c.code {
				t.Fatalf("rings: %+v", rings)
			}
			for _, e := range p.xb.journal.entries {
				if e.Type == notify.EntryMessage || strings.Contains(string(e.Data), "Nuclear Installation") {
					t.Fatalf("unverified content on disk: %s", e.Data)
				}
			}
			must(t, p.xb.Note(t.Context(), moreno, rings[0].ID(), "telephoned XA", p.now))
			if rings := p.xb.tracker().Ringing(); len(rings) != 0 {
				t.Fatalf("rings after the note: %+v", rings)
			}
		})
	}
}

func TestExerciseMessageInLiveIsTheWrongWorkspace(t *testing.T) {
	live, drill := newPair(t, schema.Live), newPair(t, schema.Exercise)
	ann, err := drill.xa.AnnounceExercise(t.Context(), haddad, "", "Autumn", []schema.Party{"XB"}, drill.now)
	must(t, err)
	live.xb.Intake.Verifier = drill.dir
	answer, err := live.xb.Admit(t.Context(), "XA", drill.xa.raw(t, ann.Message), live.now)
	must(t, err)
	if r := refusal(t, answer); r.Code != schema.RefuseWrongWorkspace || r.Permanence != schema.Final {
		t.Fatalf("%+v", r)
	}
}

func TestSameDeliveryGetsTheSameReceipt(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	first := p.deliver(p.xa, p.xb, out.Message)
	p.now = p.now.Add(time.Hour)
	p.issue(notification("XB"))
	second := p.deliver(p.xa, p.xb, out.Message)
	if string(first.Marshal()) != string(second.Marshal()) {
		t.Fatalf("another receipt for the same delivery:\n%s\n%s", first.Payload, second.Payload)
	}
	if n := len(p.xb.tracker().Messages()); n != 1 {
		t.Fatalf("shown %d times", n)
	}
}

func TestOneIDWithTwoContentsIsKeptAndRefused(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	raw := p.xa.raw(t, out.Message)
	p.deliver(p.xa, p.xb, out.Message)
	env, err := schema.ParseEnvelope(raw)
	must(t, err)
	m, _ := schema.ParseMessage(env.Payload)
	m.Body.(*schema.Notification).Text = "another text"
	payload, err := schema.Canonical(m)
	must(t, err)
	env, err = p.xa.keys.Seal(env.PayloadType, payload)
	must(t, err)
	answer, err := p.xb.Admit(t.Context(), "XA", env.Marshal(), p.now)
	must(t, err)
	if r := refusal(t, answer); r.Code != schema.RefuseSameIDOtherBytes || r.Permanence != schema.Final || r.Message != out.Message {
		t.Fatalf("%+v", r)
	}
	last := p.xb.journal.entries[len(p.xb.journal.entries)-1]
	var rec notify.RefusedRecord
	must(t, schema.ParseDocument(last.Data, &rec))
	if string(rec.Envelope) != string(env.Marshal()) {
		t.Fatal("the second content is not kept as evidence")
	}
}

func TestSkewAndLatenessWarnOnly(t *testing.T) {
	for _, c := range []struct {
		name string
		off  time.Duration
		want string
	}{{"ten minutes ahead", -10 * time.Minute, "skew"}, {"thirty days late", 30 * 24 * time.Hour, "late"}, {"in time", time.Second, ""}} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			out := p.issue(notification("XB"))
			p.now = p.now.Add(c.off)
			r := receipt(t, p.deliver(p.xa, p.xb, out.Message))
			if strings.Join(r.Warnings, ",") != c.want {
				t.Fatalf("warnings %v, want %q", r.Warnings, c.want)
			}
		})
	}
}

func TestNoRoomIsRefusedLaterAndNotReceipted(t *testing.T) {
	p := newPair(t, schema.Live)
	out := p.issue(notification("XB"))
	p.xb.journal.full = errors.New("disk full")
	answer, err := p.xb.Admit(t.Context(), "XA", p.xa.raw(t, out.Message), p.now)
	must(t, err)
	if r := refusal(t, answer); r.Code != schema.RefuseStorage || r.Permanence != schema.Later {
		t.Fatalf("%+v", r)
	}
}

func TestRepeatedRefusalsAreCoalesced(t *testing.T) {
	p := newPair(t, schema.Live)
	for i := range 50 {
		_, err := p.xb.Admit(t.Context(), "XA", []byte(strings.Repeat("x", i+1)), p.now.Add(time.Duration(i)*time.Second))
		must(t, err)
	}
	if n := len(p.xb.journal.entries); n != 1 {
		t.Fatalf("%d records of 50 refusals in 50 seconds", n)
	}
	_, err := p.xb.Admit(t.Context(), "XA", []byte("later"), p.now.Add(2*time.Minute))
	must(t, err)
	var rec notify.RefusedRecord
	must(t, schema.ParseDocument(p.xb.journal.entries[1].Data, &rec))
	if rec.Count != 50 {
		t.Fatalf("the second record stands for %d", rec.Count)
	}
}

// edit changes an envelope's wrapper.
func edit(t *testing.T, raw []byte, change func(map[string]any)) []byte {
	t.Helper()
	var e map[string]any
	must(t, json.Unmarshal(raw, &e))
	change(e)
	b, err := json.Marshal(e)
	must(t, err)
	return b
}

// TestFoldIsTheSameFromBytes: what desk and intake hand to the folds with an entry
// says what they read in its bytes after a restart.
func TestFoldIsTheSameFromBytes(t *testing.T) {
	p := newPair(t, schema.Live)
	again := make(map[*office]*notify.Tracker)
	for _, o := range []*office{p.xa, p.xb} {
		fold := notify.NewTracker(o.Desk.Party)
		handed := o.journal.apply
		o.journal.apply = func(r notify.Recorded) {
			handed(r)
			r.Entry = r.Bare()
			fold.Apply(r)
		}
		again[o] = fold
	}
	out := p.issue(notification("XB"))
	p.deliver(p.xa, p.xb, out.Message)
	ack, err := p.xb.Acknowledge(t.Context(), moreno, "", out.Message, schema.RungAcknowledged, "seen", p.now)
	must(t, err)
	p.deliver(p.xb, p.xa, ack.Message)
	for o, fold := range again {
		if got, want := fold.Messages(), o.tracker().Messages(); len(got) != 2 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: from bytes %+v, as handed over %+v", o.Desk.Party, got, want)
		}
	}
}
