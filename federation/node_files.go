package federation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

// The files of a node, for its officers.

// KeepFile takes a file of so many bytes from an officer, so that messages may name
// it. One that is here already is not read.
func (n *Node) KeepFile(ctx context.Context, w schema.Workspace, o notify.Officer, file schema.Digest, size int64, r io.Reader) (notify.CompleteFile, error) {
	world := n.worlds[w]
	if c, ok := world.tracker.Complete(file); ok {
		return c, nil
	}
	if err := world.desk.MayAttach(o, size); err != nil {
		return notify.CompleteFile{}, err
	}
	files, f := world.gateway.files, given{n.cfg.Party, file}
	if err := files.take(ctx, f, io.LimitReader(r, size)); err != nil {
		return notify.CompleteFile{}, errors.Join(err, files.drop(context.WithoutCancel(ctx), f))
	}
	start, err := files.verify(ctx, f, size)
	if errors.Is(err, ErrNoFile) {
		err = fmt.Errorf("%w: fewer than %d bytes came", ErrOtherFile, size)
	}
	if errors.Is(err, ErrOtherFile) {
		return notify.CompleteFile{}, errors.Join(err, files.drop(ctx, f))
	}
	if err == nil {
		err = world.desk.Attach(ctx, o, file, size, typeOf(start), n.cfg.Clock.Now())
	}
	c, _ := world.tracker.Complete(file)
	return c, err
}

// OpenFile proves that a file is here as it was and gives a copier of it.
func (n *Node) OpenFile(ctx context.Context, w schema.Workspace, file schema.Digest) (notify.CompleteFile, func(io.Writer) error, error) {
	g := n.worlds[w].gateway
	c, err := g.prove(ctx, file)
	return c, func(to io.Writer) error { return g.files.copy(ctx, to, given{c.From, file}, c.Size) }, err
}

// prove reads a file that is whole here. One that is not what it was is recorded as
// lost, and comes anew.
func (g *gateway) prove(ctx context.Context, file schema.Digest) (notify.CompleteFile, error) {
	c, ok := g.tracker.Complete(file)
	if !ok {
		return c, fmt.Errorf("%w: %s", ErrNoFile, file)
	}
	_, err := g.files.verify(ctx, given{c.From, file}, c.Size)
	if errors.Is(err, ErrNoFile) || errors.Is(err, ErrOtherFile) {
		g.log.Error("a file is no longer what it was", "file", file, "from", c.From, "error", err)
		err = errors.Join(err, g.intake.RecordFile(ctx, notify.FileRecord{File: file, State: notify.FileLost, Party: c.From}, g.clock.Now()))
	}
	return c, err
}

// scrubFiles proves all files that are whole here, and rests as long as each took.
func (g *gateway) scrubFiles(ctx context.Context) {
	for _, file := range g.tracker.CompleteFiles() {
		begun := time.Now()
		if _, err := g.prove(ctx, file); err != nil && ctx.Err() == nil {
			g.log.Warn("scrub a file", "file", file, "error", err)
		}
		select {
		case <-time.After(time.Since(begun)):
		case <-ctx.Done():
			return
		}
	}
}

// Pulling is what is known of a file that a party named and that is not here yet.
func (n *Node) Pulling(w schema.Workspace, from schema.Party, file schema.Digest) (Pulling, bool) {
	return n.worlds[w].gateway.pulling(from, file)
}

// read gives some bytes of a file to a peer, at most length.
func (g *gateway) read(ctx context.Context, file schema.Digest, offset int64, length int) ([]byte, error) {
	by := g.party // and in no entry, if damage took it
	if c, ok := g.tracker.Complete(file); ok {
		by = c.From
	}
	return g.files.read(ctx, given{by, file}, offset, length)
}
