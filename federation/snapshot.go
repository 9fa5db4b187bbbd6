package federation

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"runtime/debug"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// A snapshot is the folds of a journal and the leaves of its trees in a file apart,
// so that a start reads what came after it and not a million entries. It is a
// cache: it is believed only if this node signed it, this binary wrote it and its
// leaves make the heads it names; otherwise it is removed and everything is read.
// What it was made of is scrubbed behind the start.
//
// The file is the leaves of each epoch, the fold, the signed trust.Snapshot, and
// the length of that in four bytes.
const (
	// snapshotEvery is after how many entries another is written; as many are read
	// in two seconds. At the end of a journal a quarter as many are worth one.
	snapshotEvery = 20_000
	// spotChecks are entries held against the tree before a snapshot is believed:
	// the store of another, or of another day, shows at once.
	spotChecks = 32
	// mostEnvelope bounds the signed part.
	mostEnvelope = 4 << 20
)

// folding are the folds of a journal as a snapshot has them.
type folding interface {
	Snapshot() (*notify.Snapshot, error)
	Restore(io.Reader) error
}

// snapshotError is a snapshot that is not used. The fold may have part of it, and
// is of no use either.
type snapshotError struct {
	why     error
	dropped error // nil once the file is gone
}

func (e *snapshotError) Error() string {
	if e.dropped != nil {
		return fmt.Sprintf("its snapshot is of no use (%v) and cannot be removed: %v", e.why, e.dropped)
	}
	return "its snapshot is not used: " + e.why.Error()
}

func (e *snapshotError) Unwrap() error { return e.why }

// snapshot writes one in the background when there is enough to write and none is
// being written; whoever has the turn calls it.
func (j *journal) snapshot() {
	if j.cfg.Fold == nil || j.unsnapped < j.cfg.SnapshotEvery {
		return
	}
	select {
	case j.snapshots <- struct{}{}:
	default:
		return
	}
	t, err := j.takeSnapshot()
	j.running.Go(func() error {
		defer func() { <-j.snapshots }()
		if err == nil {
			err = j.writeSnapshot(t)
		}
		if err != nil {
			j.cfg.Log.Warn("write a snapshot; the next start reads more", "error", err)
		}
		return nil
	})
}

// lastSnapshot writes one at the end, if it is worth the next start.
func (j *journal) lastSnapshot() {
	if j.cfg.Fold == nil || j.unsnapped < (j.cfg.SnapshotEvery+3)/4 {
		return
	}
	j.snapshots <- struct{}{} // after the one that is being written
	defer func() { <-j.snapshots }()
	t, err := j.takeSnapshot()
	if err == nil {
		err = j.writeSnapshot(t)
	}
	if err != nil {
		j.cfg.Log.Warn("write a snapshot; the next start reads more", "error", err)
	}
}

// taken is a copy of folds and trees at one entry, for writing.
type taken struct {
	heads  []schema.TreeHead
	leaves []trust.Leaves
	fold   *notify.Snapshot
}

// takeSnapshot copies; whoever has the turn calls it.
func (j *journal) takeSnapshot() (*taken, error) {
	t := new(taken)
	j.unsnapped = 0
	for _, e := range append(j.past[:len(j.past):len(j.past)], j.current) {
		head, leaves := e.leaves()
		t.heads, t.leaves = append(t.heads, head), append(t.leaves, leaves)
	}
	var err error
	t.fold, err = j.cfg.Fold.Snapshot()
	return t, err
}

// writeSnapshot puts a snapshot in the place of the one before.
func (j *journal) writeSnapshot(t *taken) error {
	return writeFile(j.cfg.SnapshotFile, func(f io.Writer) error {
		sum := sha256.New()
		body := io.MultiWriter(f, sum)
		for _, l := range t.leaves {
			if _, err := l.WriteTo(body); err != nil {
				return err
			}
		}
		if _, err := t.fold.WriteTo(body); err != nil {
			return err
		}
		env, err := trust.SignSnapshot(trust.Snapshot{
			Party: j.cfg.Party, Journal: j.cfg.Name, Heads: t.heads, Body: digestOf(sum), Maker: maker(),
			At: schema.NewInstant(j.cfg.Now()),
		}, j.cfg.Keys)
		if err != nil {
			return err
		}
		_, err = f.Write(signedPart(nil, env.Marshal()))
		return err
	})
}

// signedPart appends the signed part to what stands before it.
func signedPart(b, env []byte) []byte {
	return binary.BigEndian.AppendUint32(append(b, env...), uint32(len(env)))
}

// restore makes trees and fold those of the snapshot; false if there is none. Every
// error is a *snapshotError.
func (j *journal) restore(ctx context.Context) (bool, error) {
	if j.cfg.SnapshotFile == "" || j.cfg.Broken != nil {
		return false, nil
	}
	f, err := os.Open(j.cfg.SnapshotFile)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, &snapshotError{why: err}
	}
	defer f.Close()
	s, size, err := j.openSnapshot(f)
	if err == nil {
		err = j.restoreFrom(ctx, s, io.NewSectionReader(f, 0, size))
	}
	if err != nil {
		return false, &snapshotError{why: err}
	}
	return true, nil
}

// openSnapshot reads the signed part and holds the body against it; size is the
// body's.
func (j *journal) openSnapshot(f *os.File) (s trust.Snapshot, size int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return s, 0, err
	}
	var length [4]byte
	if _, err := f.ReadAt(length[:], info.Size()-4); err != nil {
		return s, 0, fmt.Errorf("its end: %w", err)
	}
	n := int64(binary.BigEndian.Uint32(length[:]))
	if size = info.Size() - 4 - n; n > mostEnvelope || size < 0 {
		return s, 0, fmt.Errorf("a signed part of %d bytes in %d", n, info.Size())
	}
	raw := make([]byte, n)
	if _, err := f.ReadAt(raw, size); err != nil {
		return s, 0, err
	}
	env, err := schema.ParseEnvelope(raw)
	if err != nil {
		return s, 0, err
	}
	if s, err = trust.OpenSnapshot(env, j.cfg.Keys); err != nil {
		return s, 0, err
	}
	if s.Party != j.cfg.Party || s.Journal != j.cfg.Name {
		return s, 0, fmt.Errorf("it is of the %s journal of %s", s.Journal, s.Party)
	}
	if s.Maker != maker() {
		return s, 0, fmt.Errorf("it was written by %s, and this is %s", s.Maker, maker())
	}
	if last := s.Heads[len(s.Heads)-1]; last.Epoch != j.current.number || len(s.Heads) != last.Epoch {
		return s, 0, fmt.Errorf("it is of epoch %d, and the journal in epoch %d", last.Epoch, j.current.number)
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size)); err != nil {
		return s, 0, err
	}
	if digestOf(sum) != s.Body {
		return s, 0, errors.New("its body is not what was signed")
	}
	return s, size, nil
}

func (j *journal) restoreFrom(ctx context.Context, s trust.Snapshot, body io.Reader) error {
	in := bufio.NewReaderSize(body, 1<<20)
	for i, head := range s.Heads {
		e := j.current
		if i < len(s.Heads)-1 {
			e = newEpoch(j.cfg.Name, i+1)
			if err := j.openAside(ctx, e); err != nil {
				return err
			}
			j.past = append(j.past, e)
		}
		var err error
		if e.tree, err = trust.ReadTree(in, head.Size); err != nil {
			return err
		}
		if e.head() != head {
			return fmt.Errorf("its leaves of epoch %d do not make the head it names", e.number)
		}
		if err := e.spotCheck(ctx); err != nil {
			return err
		}
	}
	return j.cfg.Fold.Restore(in)
}

// spotCheck holds some entries of the store against the tree: the first, the last,
// and others by chance.
func (e *epoch) spotCheck(ctx context.Context) error {
	size := e.head().Size
	if e.stream == nil || size == 0 {
		return nil
	}
	at := []int64{1, size}
	for range spotChecks {
		at = append(at, 1+rand.Int64N(size))
	}
	for _, n := range at {
		if _, err := e.read(ctx, uint64(n)); err != nil {
			return err
		}
	}
	return nil
}

// dropSnapshot has the next start read everything.
func (j *journal) dropSnapshot() error {
	if j.cfg.SnapshotFile == "" {
		return nil
	}
	return os.RemoveAll(j.cfg.SnapshotFile)
}

// maker names what folds entries: another fold may make something else of them.
func maker() string {
	revision := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return fmt.Sprintf("fold %d of %s", notify.SnapshotVersion, revision)
}

func digestOf(sum hash.Hash) schema.Digest {
	return schema.Digest("sha256:" + hex.EncodeToString(sum.Sum(nil)))
}
