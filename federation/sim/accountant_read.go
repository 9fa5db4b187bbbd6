package sim

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// OpenStore opens the store of a stopped node (a node's Config.Dir) with a bare
// server, past the node's own code: to read it, or to do it harm.
func OpenStore(store string) (js jetstream.JetStream, close func(), err error) {
	opts := &server.Options{}
	if err := opts.ProcessConfigString("accounts {\n \"JOURNAL\" { jetstream: enabled }\n \"SYS\" {}\n}\nsystem_account: \"SYS\""); err != nil {
		return nil, nil, err
	}
	opts.ServerName, opts.StoreDir, opts.JetStream = "accountant", filepath.Join(store, "store"), true
	opts.DontListen, opts.NoSigs, opts.NoLog = true, true, true
	journal := slices.IndexFunc(opts.Accounts, func(a *server.Account) bool { return a.Name == "JOURNAL" })
	opts.Users = []*server.User{{Username: "reader", Password: "reader", Account: opts.Accounts[journal]}}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, nil, err
	}
	s.Start()
	down := func() { s.Shutdown(); s.WaitForShutdown() }
	if !s.ReadyForConnections(10 * time.Second) {
		down()
		return nil, nil, fmt.Errorf("%s: %w", store, os.ErrInvalid)
	}
	nc, err := nats.Connect("", nats.InProcessServer(s), nats.UserInfo("reader", "reader"))
	if err != nil {
		down()
		return nil, nil, err
	}
	js, err = jetstream.New(nc)
	return js, func() { nc.Close(); down() }, err
}

// readStore takes a party's journals as they lie on disk.
func readStore(ctx context.Context, store string, p schema.Party, dir *trust.Directory, books map[schema.Workspace]map[schema.Party]*book) error {
	if err := checkBlocks(store); err != nil {
		return err
	}
	js, close, err := OpenStore(store)
	if err != nil {
		return err
	}
	defer close()
	for _, w := range schema.Workspaces {
		r := &reader{js: js, heads: filepath.Join(store, "heads"), party: p, workspace: w, dir: dir, book: newBook()}
		if err := r.read(ctx); err != nil {
			return fmt.Errorf("the %s journal: %w", w, err)
		}
		books[w][p] = r.book
	}
	return nil
}

// reader reads all epochs of one journal into a book.
type reader struct {
	js        jetstream.JetStream
	heads     string // directory
	party     schema.Party
	workspace schema.Workspace
	dir       *trust.Directory
	book      *book
}

func (r *reader) read(ctx context.Context) error {
	streams, err := r.streams(ctx)
	if err != nil {
		return err
	}
	for n := 1; n < r.book.current; n++ {
		if err := r.past(ctx, n, streams[n], r.start(ctx, streams[n+1])); err != nil {
			return fmt.Errorf("epoch %d: %w", n, err)
		}
	}
	s := streams[r.book.current]
	last := s.CachedInfo().State.LastSeq
	entries, heads, err := r.entries(ctx, r.book.current, s, last)
	if err == nil && uint64(len(entries)) < last {
		err = fmt.Errorf("entry %d of %d cannot be read", len(entries)+1, last)
	}
	if err != nil {
		return fmt.Errorf("epoch %d: %w", r.book.current, err)
	}
	r.count(r.book.current, entries, heads)
	return r.files(ctx)
}

// files finds those that are whole, of the newest chunks of each.
func (r *reader) files(ctx context.Context) error {
	s, err := r.js.Stream(ctx, "FILES-"+strings.ToUpper(string(r.workspace)))
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	chunks := make(map[string][][]byte)
	for at := uint64(1); at <= s.CachedInfo().State.LastSeq; at++ {
		m, err := s.GetMsg(ctx, at)
		if err != nil {
			continue // a file without it is not whole
		}
		var n int
		file, number, _ := strings.Cut(strings.TrimPrefix(m.Subject, "files-"+string(r.workspace)+"."), ".")
		sum, number, _ := strings.Cut(number, ".")
		if n, err = strconv.Atoi(number); err != nil || n >= schema.MaxAttachment/schema.FileChunk {
			return fmt.Errorf("a chunk under %s", m.Subject)
		}
		k := file + " sha256:" + sum
		for len(chunks[k]) <= n {
			chunks[k] = append(chunks[k], nil)
		}
		chunks[k][n] = m.Data
	}
	for k, cs := range chunks {
		if _, digest, _ := strings.Cut(k, " "); string(schema.NewDigest(bytes.Join(cs, nil))) == digest {
			r.book.files[k] = true
		}
	}
	return nil
}

// streams are the journal's, by epoch. One that has begun and has no entry yet
// does not count.
func (r *reader) streams(ctx context.Context) (map[int]jetstream.Stream, error) {
	out := make(map[int]jetstream.Stream)
	names := r.js.StreamNames(ctx)
	for name := range names.Name() {
		var n int
		if _, err := fmt.Sscanf(name, strings.ToUpper(string(r.workspace))+"-%d", &n); err != nil {
			continue
		}
		s, err := r.js.Stream(ctx, name)
		if err != nil {
			return nil, fmt.Errorf("stream %s: %w", name, err)
		}
		if s.CachedInfo().State.LastSeq > 0 {
			out[n], r.book.current = s, max(r.book.current, n)
		}
	}
	if err := names.Err(); err != nil && !errors.Is(err, jetstream.ErrEndOfData) {
		return nil, err
	}
	if len(out) == 0 {
		return nil, errors.New("there is none")
	}
	return out, nil
}

// start is the signed first entry of an epoch; its zero value, which names
// nothing, where there is none to believe.
func (r *reader) start(ctx context.Context, s jetstream.Stream) (start schema.EpochStart) {
	if s == nil {
		return start
	}
	raw, err := s.GetMsg(ctx, 1)
	if err != nil {
		return start
	}
	env, err := schema.ParseEnvelope(raw.Data)
	if err != nil || !signed(env, r.party, r.workspace, r.dir) || schema.ParseDocument(env.Payload, &start) != nil {
		return schema.EpochStart{}
	}
	return start
}

// kept is the signed head at which an epoch ended, from its own file; its zero
// value where there is none to believe.
func (r *reader) kept(n int) schema.TreeHead {
	raw, err := os.ReadFile(filepath.Join(r.heads, fmt.Sprintf("%s-%d.head", r.workspace, n)))
	if err != nil {
		return schema.TreeHead{}
	}
	var c schema.Checkpoint
	env, err := schema.ParseEnvelope(raw)
	if err != nil || !signed(env, r.party, r.workspace, r.dir) || schema.ParseDocument(env.Payload, &c) != nil || c.Head.Epoch != n {
		return schema.TreeHead{}
	}
	return c.Head
}

// past reads an epoch that was set aside, up to where the head that was kept of it
// says that it can be proved, or the next one. If it is not what they say, nothing
// of it counts.
func (r *reader) past(ctx context.Context, n int, s jetstream.Stream, next schema.EpochStart) error {
	proved := r.kept(n)
	if proved.Epoch != n && next.Previous != nil && next.Previous.Epoch == n {
		proved = *next.Previous
	}
	all := proved.Size
	if next.Signed != nil && next.Signed.Epoch == n {
		all = max(all, next.Signed.Size)
	}
	var entries []*jetstream.RawStreamMsg
	var heads []schema.Digest
	if s != nil {
		all = max(all, int64(s.CachedInfo().State.LastSeq))
		var err error
		if entries, heads, err = r.entries(ctx, n, s, uint64(proved.Size)); err != nil {
			return err
		}
	}
	if len(heads) == 0 || int64(len(heads)) != proved.Size || heads[len(heads)-1] != proved.Root {
		entries, heads = nil, nil
	}
	r.book.aside += all - int64(len(entries))
	r.count(n, entries, heads)
	return nil
}

// entries reads from the first entry on, up to last or to one that cannot be read.
func (r *reader) entries(ctx context.Context, n int, s jetstream.Stream, last uint64) ([]*jetstream.RawStreamMsg, []schema.Digest, error) {
	var entries []*jetstream.RawStreamMsg
	var heads []schema.Digest
	var tree trust.Tree
	for at := uint64(1); at <= last; at++ {
		m, err := s.GetMsg(ctx, at)
		if _, unreadable := errors.AsType[*jetstream.APIError](err); unreadable || errors.Is(err, jetstream.ErrMsgNotFound) {
			break
		}
		if err != nil {
			return nil, nil, fmt.Errorf("entry %d of %d: %w", at, last, err)
		}
		tree.Append(trust.Record(n, at, m.Subject, m.Header, m.Data))
		entries, heads = append(entries, m), append(heads, tree.Head(n).Root)
	}
	return entries, heads, nil
}

// count books the entries of an epoch.
func (r *reader) count(n int, entries []*jetstream.RawStreamMsg, heads []schema.Digest) {
	for _, m := range entries {
		r.book.take(m, r.dir)
	}
	r.book.heads[n] = heads
}
