package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/federation"
	"forthwith/notify"
	"forthwith/schema"
)

// The officers of every node.
func officer(login string) notify.Officer {
	return notify.Officer{Login: login, Name: login, Desk: "duty", Rights: notify.Rights}
}

// answer does what a command says, while the node is up.
func (c *child) answer(ctx context.Context, do command) reply {
	c.mu.Lock()
	n := c.node
	c.mu.Unlock()
	r := reply{Failed: "the node is not up", Again: true}
	if n != nil {
		r = c.do(ctx, n, do)
	}
	r.Number = do.Number
	return r
}

func (c *child) do(ctx context.Context, n *federation.Node, do command) (r reply) {
	var err error
	switch do.Do {
	case issue:
		r.Act, err = issueAt(ctx, n, do)
	case acknowledge:
		r.Act, err = acknowledgeAt(ctx, n)
	case report:
		r.Own = own(n)
	case state:
		r.State, err = standingOf(ctx, n)
	case prove:
		for _, file := range n.Tracker(schema.Live).CompleteFiles() {
			_, _, perr := n.OpenFile(ctx, schema.Live, file)
			if !errors.Is(perr, federation.ErrNoFile) && !errors.Is(perr, federation.ErrOtherFile) {
				err = errors.Join(err, perr)
			}
		}
	case step:
		c.offset.Store(int64(do.Offset))
	case warnings:
		m, ok := received(n, do.Author, do.Message)
		if !ok {
			err = fmt.Errorf("%s of %s: %w", do.Message, do.Author, notify.ErrNotFound)
		}
		r.Warnings = m.Warnings
	default:
		err = fmt.Errorf("command %q is not known", do.Do)
	}
	if err != nil {
		r.Failed = err.Error()
		r.Again = errors.Is(err, federation.ErrStorage) || errors.Is(err, notify.ErrNotFound) || errors.Is(err, nats.ErrConnectionClosed) || ctx.Err() != nil
	}
	return r
}

// issueAt has two officers release a notification. Asked again under the same
// id, it is the same act.
func issueAt(ctx context.Context, n *federation.Node, do command) (*act, error) {
	desk := n.Desk(schema.Live)
	files, err := keep(ctx, n, do)
	if err != nil {
		return nil, err
	}
	out, err := desk.Draft(ctx, officer("drafter"), &schema.Message{
		Header: schema.Header{ID: do.Message, Addressees: do.To, Attachments: files},
		Body:   &schema.Notification{Nature: schema.Nature{Type: "Transport Event"}, Occurred: schema.Occurred{At: do.At}},
	}, n.Now())
	if err == nil && !out.Released {
		out, err = desk.Approve(ctx, officer("approver"), do.Message, n.Now())
	}
	if err != nil {
		return nil, err
	}
	return answeredFor(n, out.Message, "")
}

// keep gives the node the file that is to go with a message, made of its id.
func keep(ctx context.Context, n *federation.Node, do command) ([]schema.Attachment, error) {
	if do.File == 0 {
		return nil, nil
	}
	b := make([]byte, do.File)
	_, _ = rand.NewChaCha8(sha256.Sum256([]byte(do.Message))).Read(b)
	a := schema.Attachment{Name: "plume.bin", MediaType: "application/octet-stream", Size: int64(do.File), Digest: schema.NewDigest(b)}
	_, err := n.KeepFile(ctx, schema.Live, officer("drafter"), a.Digest, a.Size, bytes.NewReader(b))
	return []schema.Attachment{a}, err
}

// acknowledgeAt has an officer answer the first message that rings, if any does.
func acknowledgeAt(ctx context.Context, n *federation.Node) (*act, error) {
	for _, r := range n.Tracker(schema.Live).Ringing() {
		if r.Message == nil {
			continue
		}
		out, err := n.Desk(schema.Live).Acknowledge(ctx, officer("duty"), "", r.Message.Handle, schema.RungAcknowledged, "", n.Now())
		if err != nil {
			return nil, err
		}
		return answeredFor(n, out.Message, name(r.Message.Header.From, r.Message.Header.ID))
	}
	return nil, nil
}

func answeredFor(n *federation.Node, id schema.MessageID, of string) (*act, error) {
	m, ok := n.Tracker(schema.Live).Own(id)
	if !ok {
		return nil, fmt.Errorf("%s was answered for and is not there", id)
	}
	return &act{Message: id, Digest: m.Digest, Of: of}, nil
}

func name(author schema.Party, id schema.MessageID) string { return string(author) + "." + string(id) }

func own(n *federation.Node) map[schema.MessageID]schema.Digest {
	all := make(map[schema.MessageID]schema.Digest)
	for _, m := range n.Tracker(schema.Live).Messages() {
		if m.Own() {
			all[m.Header.ID] = m.Digest
		}
	}
	return all
}

func received(n *federation.Node, author schema.Party, id schema.MessageID) (notify.Message, bool) {
	m, ok := n.Tracker(schema.Live).Message(id)
	return m, ok && m.Header.From == author
}

func standingOf(ctx context.Context, n *federation.Node) (*standing, error) {
	s := &standing{Failing: n.Failing()}
	for _, w := range schema.Workspaces {
		for _, l := range n.Links(w) {
			s.Waiting += l.Waiting
			s.Giving += len(n.Tracker(w).Untold(l.Party))
		}
		missing, err := n.Missing(ctx, w)
		if err != nil {
			return nil, err
		}
		s.Missing += len(missing)
		if b, broken := n.Tracker(w).Broken(); broken && w == schema.Live {
			s.Epoch = b.Epoch
		}
	}
	tracker := n.Tracker(schema.Live)
	s.Files = len(tracker.FilesOpen())
	for _, r := range tracker.Ringing() {
		switch {
		case r.Message != nil:
			s.Ringing++
		case r.Broken != nil:
			s.Rung = s.Rung || r.Broken.Epoch == s.Epoch
		default:
			s.Other = append(s.Other, describe(r))
		}
	}
	for _, m := range tracker.Messages() {
		if !m.Own() && len(m.Acknowledged) > 1 {
			s.Twice = append(s.Twice, name(m.Header.From, m.Header.ID))
		}
	}
	return s, nil
}

func describe(r notify.Ring) string {
	if r.Failed != nil {
		return fmt.Sprintf("%s finally refused by %s: %s", r.Failed.Message.Header.ID, r.Failed.Party, r.Failed.Refused.Reason)
	}
	return fmt.Sprintf("refused of %s at %s: %s", r.Refused.Link, time.Time(r.Refused.At.Std()).Format(time.TimeOnly), r.Refused.Reason)
}
