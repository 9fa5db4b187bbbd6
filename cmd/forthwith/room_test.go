package main

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// TestNodeWithoutRoomGoesOnByItselfWhenThereIsRoom takes from XA the right to
// make any file larger, as a full disk does, and gives it back.
func TestNodeWithoutRoomGoesOnByItselfWhenThereIsRoom(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	w := newTown(t, "XA", "XB")
	for p, n := range w.nodes {
		n.start(t, "")
		w.people(p, map[string]string{"issuer": "nca-d"})
	}
	xa, xb := w.nodes["XA"], w.nodes["XB"]
	before := xa.linktest(ctx, t, "XB")
	must(t, xb.until(ctx, func() bool { return xb.do(ctx, "issuer", "GET", "/live/messages/"+string(before), nil, nil) == nil }))

	xa.fileSize(t, 0)
	var refused *console.Problem
	if _, err := xa.tryLinktest(ctx, "XB"); !errors.As(err, &refused) || refused.Status != http.StatusServiceUnavailable || refused.Hint == "" {
		t.Fatalf("issued without room: %v", err)
	}
	waiting := xb.linktest(ctx, t, "XA")
	var v console.NodeView
	must(t, xa.do(ctx, "issuer", "GET", "/node", nil, &v))
	if !slices.Contains(v.Failing, "live") {
		t.Errorf("the node does not say that it cannot record: %+v", v)
	}

	xa.fileSize(t, unix.RLIM_INFINITY)
	must(t, xb.until(ctx, func() bool { return xb.delivery(ctx, t, waiting).Received != "" }))
	after := xa.linktest(ctx, t, "XB")
	must(t, xb.until(ctx, func() bool { return xb.do(ctx, "issuer", "GET", "/live/messages/"+string(after), nil, nil) == nil }))
	must(t, xa.do(ctx, "issuer", "GET", "/live/messages/"+string(before), nil, nil))
	v = console.NodeView{}
	must(t, xa.do(ctx, "issuer", "GET", "/node", nil, &v))
	if len(v.Failing) > 0 {
		t.Errorf("the node goes on saying that it cannot record: %v", v.Failing)
	}
	var missing []console.MissingView
	must(t, xa.do(ctx, "issuer", "GET", "/live/missing", nil, &missing))
	if len(missing) > 0 {
		t.Errorf("missing: %+v", missing)
	}
}

// fileSize bounds the files of a running node, in bytes.
func (n *process) fileSize(t *testing.T, most uint64) {
	t.Helper()
	must(t, unix.Prlimit(n.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}, nil))
}

func (n *process) until(ctx context.Context, f func() bool) error {
	return n.changesIn(ctx, schema.Live, "issuer", f)
}

func (n *process) delivery(ctx context.Context, t *testing.T, id schema.MessageID) console.DeliveryView {
	t.Helper()
	var ds []console.DeliveryView
	must(t, n.do(ctx, "issuer", "GET", "/live/messages/"+string(id)+"/deliveries", nil, &ds))
	return ds[0]
}

func (n *process) linktest(ctx context.Context, t *testing.T, to schema.Party) schema.MessageID {
	t.Helper()
	id, err := n.tryLinktest(ctx, to)
	must(t, err)
	return id
}

func (n *process) tryLinktest(ctx context.Context, to schema.Party) (schema.MessageID, error) {
	m := schema.Message{
		Header: schema.Header{Kind: schema.KindLinktest, ID: schema.NewMessageID(), Addressees: []schema.Party{to}},
		Body:   &schema.Linktest{Form: schema.LinktestMachine},
	}
	body, err := schema.Canonical(m)
	if err != nil {
		return "", err
	}
	return m.Header.ID, n.do(ctx, "issuer", "POST", "/live/drafts", body, nil)
}
