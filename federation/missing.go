package federation

import (
	"context"
	"errors"

	"github.com/nats-io/nats.go/jetstream"

	"forthwith/notify"
	"forthwith/schema"
)

// Missing is an entry of an epoch that was set aside behind its last provable
// position.
type Missing struct {
	Epoch    int
	Position uint64
	// Type, Origin and ID are what the store still says of it; empty where it
	// cannot be read.
	Type   notify.EntryType
	Origin schema.Party
	ID     string
}

// mostMissing bounds how many are listed.
const mostMissing = 10_000

// Missing lists what a workspace lost by damage and nobody has given back. Where
// an entry cannot be read its place alone is known: what stood there may have come
// back under its own name.
func (n *Node) Missing(ctx context.Context, w schema.Workspace) ([]Missing, error) {
	all, err := n.worlds[w].journal.unproved(ctx)
	var out []Missing
	for _, m := range all {
		if m.Type != notify.EntryMessage || !n.worlds[w].tracker.Has(m.Origin, schema.MessageID(m.ID)) {
			out = append(out, m)
		}
	}
	return out, err
}

// unproved lists all entries behind the last provable position of their epoch.
func (j *journal) unproved(ctx context.Context) ([]Missing, error) {
	var out []Missing
	for _, e := range j.past {
		first, last := uint64(e.head().Size)+1, uint64(0)
		if start, ok := j.successor(ctx, e.number); ok && start.Signed != nil && start.Signed.Epoch == e.number {
			last = uint64(start.Signed.Size)
		}
		if e.stream != nil {
			last = max(last, e.stream.CachedInfo().State.LastSeq)
		}
		for at := first; at <= last && len(out) < mostMissing; at++ {
			m, err := e.unproved(ctx, at)
			if err != nil {
				return out, err
			}
			out = append(out, m)
		}
	}
	return out, nil
}

func (e *epoch) unproved(ctx context.Context, at uint64) (Missing, error) {
	m := Missing{Epoch: e.number, Position: at}
	if e.stream == nil {
		return m, nil
	}
	raw, err := e.stream.GetMsg(ctx, at)
	if _, unreadable := errors.AsType[*jetstream.APIError](err); unreadable || errors.Is(err, jetstream.ErrMsgNotFound) {
		return m, nil
	}
	if err != nil {
		return m, err
	}
	if entry, err := decodeEntry(e.root, rawMsg(raw)); err == nil {
		m.Type, m.Origin, m.ID = entry.Type, entry.Origin, entry.ID
	}
	return m, nil
}
