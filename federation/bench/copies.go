package main

import (
	"context"
	"crypto/tls"
	"errors"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// noCertificate is a server's that nobody dials.
var noCertificate tls.Certificate

// document releases a notification of a party and reads it back, as a sample to
// copy.
func (o *ours) document(ctx context.Context, from schema.Party, to []schema.Party, text int) (*schema.Message, error) {
	id, err := o.draft(ctx, from, to, text)
	if err != nil {
		return nil, err
	}
	if err := o.approve(ctx, from, id); err != nil {
		return nil, err
	}
	n := o.fed.Node(from)
	m, ok := n.Tracker(schema.Live).Message(id)
	if !ok {
		return nil, errors.New("a message that was released is not there")
	}
	return n.Document(ctx, schema.Live, m)
}

// copyOf gives a message a new id and event, and seals it anew.
func copyOf(m *schema.Message, keys *trust.Keys) (*schema.Envelope, error) {
	m.Header.ID = schema.NewMessageID()
	m.Header.Event = schema.NewEventID(m.Header.From, m.Header.ReleasedAt.Std())
	payload, err := schema.Canonical(m)
	if err != nil {
		return nil, err
	}
	return keys.Seal(schema.PayloadType(schema.Live, string(m.Header.Kind)), payload)
}
