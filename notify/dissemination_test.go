package notify_test

import (
	"strings"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// dissemination is what XA passes on to XB of XB's own, complete but for its
// signature.
func (p *pair) dissemination(e *schema.Envelope, id schema.MessageID) *schema.Message {
	at := schema.NewInstant(p.now)
	return &schema.Message{
		Header: schema.Header{
			ID: schema.NewMessageID(), ReportUUID: schema.NewReportUUID(), Kind: schema.KindDissemination, Workspace: p.w,
			Context: schema.ContextEmergency, From: "XA", Desk: "nwp", Addressees: []schema.Party{"XB"}, Sequence: 1,
			CreatedAt: schema.NewTime(p.now), ReleasedAt: at, Confidentiality: schema.ForAuthorities, Language: "en",
			Approvals: []schema.Approval{{Act: schema.ActDrafted, Officer: "x", Name: "x", Desk: "nwp", At: at}},
		},
		Body: &schema.Dissemination{
			Author: "XB", Message: id, Digest: e.Digest(), Envelope: e.Marshal(),
			Verification: schema.Verification{State: schema.NotYetVerified},
		},
	}
}

func (o *office) seal(t *testing.T, m *schema.Message) *schema.Envelope {
	t.Helper()
	payload, err := schema.Canonical(m)
	must(t, err)
	e, err := o.keys.Seal(schema.PayloadType(m.Header.Workspace, string(m.Header.Kind)), payload)
	must(t, err)
	return e
}

// TestOnlyADisseminatorPassesOnWhatOthersSigned has XA give XB a message of XB's own
// back, which is as good as any.
func TestOnlyADisseminatorPassesOnWhatOthersSigned(t *testing.T) {
	body := func(m *schema.Message) *schema.Dissemination { return m.Body.(*schema.Dissemination) }
	enclose := func(m *schema.Message, e *schema.Envelope) {
		body(m).Envelope, body(m).Digest = e.Marshal(), e.Digest()
	}
	type change func(t *testing.T, p *pair, m *schema.Message)
	for _, c := range []struct {
		name   string
		agency schema.Party
		change change
		code   schema.RefusalCode // "" is received
		says   string
	}{
		{"by the Agency", "XA", nil, "", ""},
		{"by anybody else", "XB", nil, schema.RefuseNoRole, "XA has not the role of disseminator"},
		{"nobody has the role", "", nil, schema.RefuseNoRole, "XA has not the role of disseminator"},
		{"no envelope in it", "XA", func(_ *testing.T, _ *pair, m *schema.Message) { body(m).Envelope = []byte("{}") }, schema.RefuseSchema, "breaks a rule"},
		{"another digest", "XA", func(_ *testing.T, _ *pair, m *schema.Message) { body(m).Digest = schema.NewDigest(nil) }, schema.RefuseSchema, "breaks a rule"},
		{"another id", "XA", func(_ *testing.T, _ *pair, m *schema.Message) { body(m).Message = schema.NewMessageID() }, schema.RefuseSchema, "breaks a rule"},
		{"another author", "XA", func(_ *testing.T, _ *pair, m *schema.Message) { body(m).Author = "XC" }, schema.RefuseSchema, "breaks a rule"},
		{"signed by the Agency in the author's name", "XA", func(t *testing.T, p *pair, m *schema.Message) {
			e, err := schema.ParseEnvelope(body(m).Envelope)
			must(t, err)
			e, err = p.xa.keys.Seal(e.PayloadType, e.Payload)
			must(t, err)
			enclose(m, e)
		}, schema.RefuseAuthor, "signed by XA in the name of XB"},
		{"a signature that does not verify", "XA", func(t *testing.T, _ *pair, m *schema.Message) {
			e, err := schema.ParseEnvelope(body(m).Envelope)
			must(t, err)
			e.Signatures[0].Sig[5] ^= 1
			enclose(m, e)
		}, schema.RefuseBadSignature, "the enclosed message: "},
		{"a key that is not known yet", "XA", func(t *testing.T, p *pair, m *schema.Message) {
			e, err := schema.ParseEnvelope(body(m).Envelope)
			must(t, err)
			k, err := trust.GenerateKeys("XC", schema.Live, p.now)
			must(t, err)
			e, err = k.Seal(e.PayloadType, e.Payload)
			must(t, err)
			enclose(m, e)
		}, schema.RefuseUnknownKey, "the enclosed message: "},
		{"signed as another kind", "XA", func(t *testing.T, p *pair, m *schema.Message) {
			e, err := schema.ParseEnvelope(body(m).Envelope)
			must(t, err)
			e, err = p.xb.keys.Seal(schema.PayloadType(schema.Live, "request"), e.Payload)
			must(t, err)
			enclose(m, e)
		}, schema.RefuseWrongWorkspace, "the enclosed message: header and signed type disagree"},
		{"a dissemination of one without the role", "XA", func(t *testing.T, p *pair, m *schema.Message) {
			again := *m
			again.Header.ID, again.Header.From, again.Header.Addressees = schema.NewMessageID(), "XB", []schema.Party{"XA"}
			enclose(m, p.xb.seal(t, &again))
			body(m).Message = again.Header.ID
		}, schema.RefuseNoRole, "the enclosed message: XB has not the role"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPair(t, schema.Live)
			p.agency = c.agency
			out, err := p.xb.Draft(t.Context(), haddad, notification("XA"), p.now)
			must(t, err)
			_, err = p.xb.Approve(t.Context(), silva, out.Message, p.now)
			must(t, err)
			original, err := schema.ParseEnvelope(p.xb.raw(t, out.Message))
			must(t, err)
			m := p.dissemination(original, out.Message)
			if c.change != nil {
				b := *body(m)
				m.Body = &b
				c.change(t, p, m)
			}
			answer, err := p.xb.Admit(t.Context(), "XA", p.xa.seal(t, m).Marshal(), p.now)
			must(t, err)
			_, recorded := p.xb.tracker().Message(m.Header.ID)
			if c.code == "" {
				receipt(t, answer)
				if !recorded {
					t.Error("receipted, and not recorded")
				}
				return
			}
			final := c.code != schema.RefuseUnknownKey && c.code != schema.RefuseNoRole
			if r := refusal(t, answer); r.Code != c.code || !strings.Contains(r.Reason, c.says) || (r.Permanence == schema.Final) != final || r.Message != m.Header.ID || recorded {
				t.Errorf("refused %s %s of %q: %s; want %s, %q", r.Permanence, r.Code, r.Message, r.Reason, c.code, c.says)
			}
			if rings := p.xb.tracker().Ringing(); len(rings) != 1 || rings[0].Refused == nil {
				t.Errorf("rings: %+v", rings)
			}
		})
	}
}
