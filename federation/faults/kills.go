package main

import (
	"context"
	"errors"
	"time"
)

// kills ends nodes that notify each other over TLS, by SIGKILL, wherever they are.
func kills(ctx context.Context, tr *trial) error {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	tr.town.files = 10
	return errors.Join(tr.finish(ctx, tr.killAny(ctx)), tr.hadFiles())
}

func (tr *trial) killAny(ctx context.Context) (err error) {
	t := tr.town
	if err := t.upAll(ctx); err != nil {
		return err
	}
	work := t.load(ctx, often)
	defer func() { err = work.end(err) }()
	for range tr.count {
		p := t.parties[tr.random.IntN(len(t.parties))]
		if err := t.process(p).kill(); err != nil {
			return err
		}
		tr.faults++
		// While it is down the others go on; then it is one of those that work.
		if err := pause(ctx, tr.atMost(200*time.Millisecond)); err != nil {
			return err
		}
		if err := tr.startOne(ctx, p); err != nil {
			return err
		}
	}
	return tr.allUp(ctx)
}
