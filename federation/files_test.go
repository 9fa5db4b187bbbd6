package federation

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"github.com/nats-io/nats.go/jetstream"

	"forthwith/schema"
)

// openShelf is the files of the live workspace on a server of their own.
func openShelf(t *testing.T, dir string, most int64) (*files, *host, error) {
	t.Helper()
	h, err := openHost(t, dir, "")
	must(t, err)
	conn, err := h.internalConn("files")
	must(t, err)
	t.Cleanup(conn.Close)
	f, err := openFiles(t.Context(), conn, schema.Live, most)
	return f, h, err
}

func TestAFileIsKeptUnderWhoGaveIt(t *testing.T) {
	dir := t.TempDir()
	f, h, err := openShelf(t, dir, 64<<20)
	must(t, err)
	ctx := t.Context()
	b := bytes.Repeat([]byte("plume "), schema.FileChunk/4)
	good, bad := given{"XA", schema.NewDigest(b)}, given{"XB", schema.NewDigest(b)}
	must(t, f.take(ctx, good, bytes.NewReader(b)))
	must(t, f.take(ctx, bad, bytes.NewReader(b[1:])))
	if _, err := f.verify(ctx, bad, int64(len(b))); !errors.Is(err, ErrOtherFile) {
		t.Errorf("another file: %v", err)
	}
	begun, err := f.begun(ctx, "XB", func(schema.Digest) bool { return false })
	if err != nil || len(begun) != 1 || begun[bad.file] != 2*schema.FileChunk {
		t.Errorf("of XB's files there is %v, %v", begun, err)
	}
	if begun, err := f.begun(ctx, "XA", func(d schema.Digest) bool { return d == good.file }); err != nil || len(begun) != 0 {
		t.Errorf("what is whole has come in part: %v, %v", begun, err)
	}
	must(t, f.drop(ctx, bad))
	if n, err := f.chunks(ctx, bad); n != 0 || err != nil {
		t.Errorf("%d chunks of what was dropped, %v", n, err)
	}
	must(t, h.Close())

	f, h, err = openShelf(t, dir, 128<<20) // it may take more now
	must(t, err)
	start, err := f.verify(ctx, good, int64(len(b)))
	if err != nil || !bytes.HasPrefix(b, start) || len(start) != schema.FileChunk {
		t.Errorf("after a restart: %d bytes, %v", len(start), err)
	}
	if got, err := f.read(ctx, good, schema.FileChunk-2, 100); err != nil || !bytes.Equal(got, b[schema.FileChunk-2:schema.FileChunk]) {
		t.Errorf("a piece at the end of a chunk: %q, %v", got, err)
	}
	if _, err := f.read(ctx, good, int64(len(b)), 1); !errors.Is(err, ErrNoFile) {
		t.Errorf("a piece behind the end: %v", err)
	}
	for _, size := range []int64{int64(len(b)) - 1, int64(len(b)) + 1, 1 << 20} {
		if _, err := f.verify(ctx, good, size); !errors.Is(err, ErrNoFile) && !errors.Is(err, ErrOtherFile) {
			t.Errorf("%d bytes of a file of %d: %v", size, len(b), err)
		}
	}
	must(t, h.Close())
}

func TestFilesTakeNoMoreThanTheyMay(t *testing.T) {
	dir := t.TempDir()
	f, h, err := openShelf(t, dir, 1<<20)
	must(t, err)
	b := make([]byte, 2<<20)
	var api *jetstream.APIError
	if err := f.take(t.Context(), given{"XA", schema.NewDigest(b)}, bytes.NewReader(b)); !errors.As(err, &api) {
		t.Errorf("2 MiB where 1 may be: %v", err)
	}
	if err := h.Health(); err != nil {
		t.Errorf("then the server is not well: %v", err)
	}
	must(t, h.Close())
	// The server would drop what it has.
	if _, h, err = openShelf(t, dir, 1<<19); err == nil {
		t.Error("files were to take less than they do, and were opened")
	}
	must(t, h.Close())
}

// TestAPieceIsAsLargeAsTheRoadBears: on a line of 9600 bit/s a message must not wait
// behind a chunk.
func TestAPieceIsAsLargeAsTheRoadBears(t *testing.T) {
	p := &porter{length: smallPiece}
	grow := func(took time.Duration, err error, want int) {
		t.Helper()
		if p.suit(took, err); p.length != want {
			t.Errorf("after %s, %v: a piece of %d bytes, not %d", took, err, p.length, want)
		}
	}
	grow(pieceTakes/4, nil, 2*smallPiece)
	grow(pieceTakes/4, nil, 4*smallPiece)
	grow(pieceTakes*3/4, nil, 4*smallPiece)
	grow(2*pieceTakes, nil, 2*smallPiece)
	grow(2*pieceTakes, nil, smallPiece)
	grow(2*pieceTakes, nil, smallPiece)
	for range 20 {
		p.suit(0, nil)
	}
	grow(0, nil, schema.FileChunk)
	grow(0, errors.New("no answer"), smallPiece)
}
