package federation

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/schema"
)

// files are the bytes of the attachments of one workspace: chunks of
// schema.FileChunk bytes on a stream of their own, under who gave the file, the
// digest of the whole, and their number. A file that grows is one whose chunks begin
// at zero and lack the end, so that it goes on where it was; what it is worth, its
// digest says. No party can spoil what another gives.
//
// The Object Store of nats.go knows whole objects only: none of it can be read from
// an offset, or goes on after a restart.
type files struct {
	js     jetstream.JetStream
	stream jetstream.Stream
	root   string
}

// filesWithin bounds one request to the stream.
const filesWithin = 15 * time.Second

var (
	// ErrNoFile is a file that is not here whole.
	ErrNoFile = errors.New("the file is not here")
	// ErrOtherFile is a file that is here under the digest or size of another.
	ErrOtherFile = errors.New("the bytes are not those that the digest and size name")
)

func filesConfig(w schema.Workspace, most int64) jetstream.StreamConfig {
	root := "files-" + string(w)
	return jetstream.StreamConfig{
		Name: strings.ToUpper(root), Subjects: []string{root + ".>"}, Storage: jetstream.FileStorage,
		Retention: jetstream.LimitsPolicy, Discard: jetstream.DiscardNew, MaxMsgSize: schema.FileChunk + 4<<10,
		MaxConsumers: -1, MaxMsgs: -1, MaxBytes: most, MaxMsgsPerSubject: -1, Replicas: 1, Duplicates: 2 * time.Minute,
	}
}

// openFiles opens or makes the stream. Its size may be changed; a stream that is
// otherwise not as we would make it is somebody else's.
func openFiles(ctx context.Context, conn *nats.Conn, w schema.Workspace, most int64) (*files, error) {
	js, err := jetstream.New(conn)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, streamWithin)
	defer cancel()
	cfg := filesConfig(w, most)
	f := &files{js: js, root: "files-" + string(w)}
	f.stream, err = js.Stream(ctx, cfg.Name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		f.stream, err = js.CreateStream(ctx, cfg)
		return f, wrapFiles(w, err)
	}
	if err != nil {
		return nil, wrapFiles(w, err)
	}
	found, used := f.stream.CachedInfo().Config, f.stream.CachedInfo().State.Bytes
	was := found.MaxBytes
	found.MaxBytes = most
	if err := compareStream(cfg, found); err != nil {
		return nil, wrapFiles(w, err)
	}
	if uint64(most) < used {
		// The server would make room by dropping the oldest.
		return nil, wrapFiles(w, fmt.Errorf("they take %d bytes and may take %d; raise max_files", used, most))
	}
	if was != most {
		f.stream, err = js.UpdateStream(ctx, cfg)
	}
	return f, wrapFiles(w, err)
}

func wrapFiles(w schema.Workspace, err error) error {
	if err != nil {
		return fmt.Errorf("open the files of the %s workspace: %w", w, err)
	}
	return nil
}

// given is a file by who gave it.
type given struct {
	by   schema.Party
	file schema.Digest
}

func (g given) String() string { return fmt.Sprintf("file %s of %s", g.file, g.by) }

func (f *files) prefix(g given) string {
	return f.root + "." + string(g.by) + "." + strings.TrimPrefix(string(g.file), "sha256:") + "."
}

func (f *files) subject(g given, chunk int) string { return f.prefix(g) + strconv.Itoa(chunk) }

// chunks is how many chunks of a file are here, from its beginning. It reads them: of
// a chunk that it can no longer read, the server still says that it is there.
func (f *files) chunks(ctx context.Context, g given) (int, error) {
	for n := 0; ; n++ {
		_, err := f.get(ctx, g, n)
		if errors.Is(err, ErrNoFile) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
	}
}

// begun is how many bytes there are, at most, of each file of a party that done does not
// name: of those that have come in part.
func (f *files) begun(ctx context.Context, by schema.Party, done func(schema.Digest) bool) (map[schema.Digest]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, filesWithin)
	defer cancel()
	info, err := f.stream.Info(ctx, jetstream.WithSubjectFilter(f.root+"."+string(by)+".>"))
	if err != nil {
		return nil, fmt.Errorf("look for the files of %s: %w", by, err)
	}
	out := make(map[schema.Digest]int64)
	for subject := range info.State.Subjects {
		if d := schema.Digest("sha256:" + strings.Split(subject, ".")[2]); !done(d) {
			out[d] += schema.FileChunk
		}
	}
	return out, nil
}

// put brings a chunk to disk. It stands for what was there, which is not removed: a
// stream that is to remove what it cannot read takes nothing more.
func (f *files) put(ctx context.Context, g given, chunk int, b []byte) error {
	ctx, cancel := context.WithTimeout(ctx, filesWithin)
	defer cancel()
	if _, err := f.js.Publish(ctx, f.subject(g, chunk), b); err != nil {
		return fmt.Errorf("keep chunk %d of the %s: %w", chunk, g, err)
	}
	return nil
}

// get is a chunk as it was put. JetStream does not notice a changed bit.
func (f *files) get(ctx context.Context, g given, chunk int) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, filesWithin)
	defer cancel()
	m, err := f.stream.GetLastMsgForSubject(ctx, f.subject(g, chunk))
	if errors.Is(err, jetstream.ErrMsgNotFound) {
		return nil, fmt.Errorf("%w: chunk %d of the %s", ErrNoFile, chunk, g)
	}
	if err != nil {
		return nil, fmt.Errorf("read chunk %d of the %s: %w", chunk, g, err)
	}
	return m.Data, nil
}

// read is at most length bytes from an offset, to the end of a chunk.
func (f *files) read(ctx context.Context, g given, offset int64, length int) ([]byte, error) {
	b, err := f.get(ctx, g, int(offset/schema.FileChunk))
	if err != nil {
		return nil, err
	}
	at := int(offset % schema.FileChunk)
	if at >= len(b) {
		return nil, fmt.Errorf("%w: the %s ends before %d", ErrNoFile, g, offset)
	}
	return b[at:min(at+length, len(b))], nil
}

// verify reads a file and tells whether it is whole and what its digest says: then
// the beginning of it is returned, for telling its type.
func (f *files) verify(ctx context.Context, g given, size int64) (start []byte, err error) {
	sum := sha256.New()
	for n, left := 0, size; left > 0; n++ {
		b, err := f.get(ctx, g, n)
		if err != nil {
			return nil, err
		}
		if want := min(left, schema.FileChunk); int64(len(b)) != want {
			return nil, fmt.Errorf("%w: chunk %d of the %s has %d bytes, not %d", ErrOtherFile, n, g, len(b), want)
		}
		if n == 0 {
			start = b
		}
		sum.Write(b)
		left -= int64(len(b))
	}
	if digestOf(sum) != g.file {
		return nil, fmt.Errorf("%w: %s", ErrOtherFile, g)
	}
	return start, nil
}

// drop removes what can be read and is another file.
func (f *files) drop(ctx context.Context, g given) error {
	ctx, cancel := context.WithTimeout(ctx, filesWithin)
	defer cancel()
	if err := f.stream.Purge(ctx, jetstream.WithPurgeSubject(f.prefix(g)+">")); err != nil {
		return fmt.Errorf("forget the %s: %w", g, err)
	}
	return nil
}

// take keeps all of r, which must be the file.
func (f *files) take(ctx context.Context, g given, r io.Reader) error {
	b := make([]byte, schema.FileChunk)
	for chunk := 0; ; chunk++ {
		n, err := io.ReadFull(r, b)
		if n > 0 {
			if err := f.put(ctx, g, chunk, b[:n]); err != nil {
				return err
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// copy writes a file to w.
func (f *files) copy(ctx context.Context, w io.Writer, g given, size int64) error {
	for n := 0; int64(n)*schema.FileChunk < size; n++ {
		b, err := f.get(ctx, g, n)
		if err != nil {
			return err
		}
		if _, err := w.Write(b); err != nil {
			return err
		}
	}
	return nil
}
