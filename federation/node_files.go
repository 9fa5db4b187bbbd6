package federation

import (
	"context"
	"errors"
	"fmt"
	"io"

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
		return notify.CompleteFile{}, err
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

// OpenFile proves that a file is here as it was and gives a copier of it. One that
// is not is recorded as lost, and comes anew.
func (n *Node) OpenFile(ctx context.Context, w schema.Workspace, file schema.Digest) (notify.CompleteFile, func(io.Writer) error, error) {
	world := n.worlds[w]
	c, ok := world.tracker.Complete(file)
	if !ok {
		return c, nil, fmt.Errorf("%w: %s", ErrNoFile, file)
	}
	files, f := world.gateway.files, given{c.From, file}
	_, err := files.verify(ctx, f, c.Size)
	if errors.Is(err, ErrNoFile) || errors.Is(err, ErrOtherFile) {
		lost := notify.FileRecord{File: file, State: notify.FileLost, Party: c.From}
		err = errors.Join(err, world.gateway.intake.RecordFile(ctx, lost, n.cfg.Clock.Now()))
	}
	return c, func(to io.Writer) error { return files.copy(ctx, to, f, c.Size) }, err
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
