package notify_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// memory is a journal that forgets at the end of the test.
type memory struct {
	entries []notify.Recorded
	apply   func(notify.Recorded)
	full    error
}

func (j *memory) Append(_ context.Context, e notify.Entry) (notify.Recorded, error) {
	if j.full != nil {
		return notify.Recorded{}, j.full
	}
	for _, r := range j.entries {
		if r.Type == e.Type && r.Origin == e.Origin && r.ID == e.ID {
			if r.Digest == e.Digest {
				return r, nil
			}
			return notify.Recorded{}, &notify.Conflict{There: r}
		}
	}
	n := len(j.entries) + 1
	r := notify.Recorded{Entry: e, Epoch: 1, Sequence: uint64(n), Head: schema.TreeHead{Epoch: 1, Size: int64(n), Root: schema.NewDigest(e.Data)}}
	j.entries = append(j.entries, r)
	j.apply(r)
	return r, nil
}

func (j *memory) Read(_ context.Context, _ int, seq uint64) (notify.Recorded, error) {
	return j.entries[seq-1], nil
}

// office is one party's desk and intake, with its journal.
type office struct {
	*notify.Desk
	notify.Intake
	journal *memory
	keys    *trust.Keys
}

// pair is XA and XB in one workspace, and a directory that knows both.
type pair struct {
	t      *testing.T
	w      schema.Workspace
	now    time.Time
	xa, xb *office
	dir    *trust.Directory
	agency schema.Party // which disseminates
}

var (
	haddad = notify.Officer{Login: "haddad", Name: "S. Haddad", Desk: "nca-d", Rights: []notify.Right{notify.RightIssue, notify.RightReceive, notify.RightCoordinate}}
	silva  = notify.Officer{Login: "silva", Name: "M. Silva", Desk: "nca-d", Rights: []notify.Right{notify.RightIssue}}
	moreno = notify.Officer{Login: "moreno", Name: "K. Moreno", Desk: "nwp", Rights: []notify.Right{notify.RightReceive, notify.RightCoordinate}}
	lind   = notify.Officer{Login: "lind", Name: "A. Lindqvist", Desk: "nca-a", Rights: []notify.Right{notify.RightTakeOver}}
	robot  = notify.Officer{Login: "robot", Name: "robot", Desk: "nca-d", Rights: []notify.Right{notify.RightIssue, notify.RightReceive}, Machine: true}
)

func newPair(t *testing.T, w schema.Workspace) *pair {
	t.Helper()
	now := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	p := &pair{t: t, w: w, now: now}
	keeper, err := trust.GenerateKeeperKey("XA", 'a', now)
	must(t, err)
	draft := trust.NewEdition(nil, now, time.Hour)
	draft.Keepers, draft.Threshold = []trust.KeeperPublic{keeper.Public()}, 1
	p.xa, p.xb = p.office(draft, "XA"), p.office(draft, "XB")
	raw, err := draft.Marshal()
	must(t, err)
	raw, err = trust.SignEdition(raw, keeper)
	must(t, err)
	p.dir, err = trust.OpenEdition(raw, draft.Keepers, 1)
	must(t, err)
	p.xa.Intake.Verifier, p.xb.Intake.Verifier = p.dir, p.dir
	return p
}

func (p *pair) office(draft *trust.Draft, code schema.Party) *office {
	keys := make(map[schema.Workspace]*trust.Keys)
	for _, w := range schema.Workspaces {
		k, err := trust.GenerateKeys(code, w, p.now)
		must(p.t, err)
		keys[w] = k
	}
	from, till := schema.NewTime(p.now), schema.NewTime(p.now.AddDate(1, 0, 0))
	env, err := trust.SignEntry(trust.Entry{
		Party: code, Name: string(code), Sequence: 1, IssuedAt: from,
		Node: &trust.NodeEntry{Live: keys[schema.Live].Station("", from, till), Exercise: keys[schema.Exercise].Station("", from, till)},
	}, keys[schema.Live])
	must(p.t, err)
	must(p.t, draft.AddEntry(env))
	tracker := notify.NewTracker(code)
	j := &memory{apply: tracker.Apply}
	o := &office{journal: j, keys: keys[p.w]}
	o.Desk = notify.NewDesk(notify.Desk{
		Party: code, Workspace: p.w, Journal: j, Tracker: tracker, Signer: o.keys,
		Policy: notify.DefaultPolicy(), Known: func(q schema.Party) bool { return slices.Contains([]schema.Party{"XA", "XB"}, q) },
	})
	o.Intake = notify.Intake{
		Party: code, Workspace: p.w, Journal: j, Tracker: tracker, Signer: o.keys,
		Disseminator: func(q schema.Party) bool { return q == p.agency },
	}
	return o
}

func (o *office) tracker() *notify.Tracker { return o.Desk.Tracker }

// issue has two officers of XA release a message.
func (p *pair) issue(m *schema.Message) notify.Outcome {
	p.t.Helper()
	out, err := p.xa.Draft(p.t.Context(), haddad, m, p.now)
	must(p.t, err)
	if !out.Released {
		out, err = p.xa.Approve(p.t.Context(), silva, out.Message, p.now)
		must(p.t, err)
	}
	if !out.Released {
		p.t.Fatalf("not released: %+v", out)
	}
	return out
}

// raw is the envelope of a message of o as recorded.
func (o *office) raw(t *testing.T, id schema.MessageID) []byte {
	t.Helper()
	m, ok := o.tracker().Message(id)
	if !ok {
		t.Fatalf("no message %s", id)
	}
	return o.journal.entries[m.Position-1].Data
}

// deliver brings a message of one office to the other, and the answer back.
func (p *pair) deliver(from, to *office, id schema.MessageID) *schema.Envelope {
	p.t.Helper()
	answer, err := to.Admit(p.t.Context(), from.Desk.Party, from.raw(p.t, id), p.now)
	must(p.t, err)
	data, err := schema.Canonical(notify.Answers{Answers: []notify.AnswerRecord{{
		Party: to.Desk.Party, Message: id, Envelope: answer.Marshal(), Road: notify.RoadDirect, SentAt: schema.NewInstant(p.now), Tries: 1,
	}}})
	must(p.t, err)
	_, err = from.journal.Append(p.t.Context(), notify.Entry{Type: notify.EntryReceipts, Origin: from.Desk.Party, ID: string(schema.NewMessageID()), At: schema.NewInstant(p.now), Data: data})
	must(p.t, err)
	return answer
}

func notification(to ...schema.Party) *schema.Message {
	return &schema.Message{
		Header: schema.Header{Addressees: to},
		Body: &schema.Notification{
			Bases:    []schema.LegalBasis{schema.BasisArticle2},
			Nature:   schema.Nature{Type: "Nuclear Installation Event"},
			Occurred: schema.Occurred{At: "2026-11-23T05:50:00Z", Estimated: true},
		},
	}
}

func refusal(t *testing.T, e *schema.Envelope) schema.Refusal {
	t.Helper()
	_, document, err := schema.ParsePayloadType(e.PayloadType)
	must(t, err)
	if document != schema.DocumentRefusal {
		t.Fatalf("answer is a %s: %s", document, e.Payload)
	}
	var r schema.Refusal
	must(t, schema.ParseDocument(e.Payload, &r))
	return r
}

func receipt(t *testing.T, e *schema.Envelope) schema.Receipt {
	t.Helper()
	_, document, err := schema.ParsePayloadType(e.PayloadType)
	must(t, err)
	if document != schema.DocumentReceipt {
		t.Fatalf("answer is a %s: %s", document, e.Payload)
	}
	var r schema.Receipt
	must(t, schema.ParseDocument(e.Payload, &r))
	return r
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
