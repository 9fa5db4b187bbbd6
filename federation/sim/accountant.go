package sim

import (
	"context"
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// Act is something a node answered for: it said that this message is recorded.
type Act struct {
	Party     schema.Party
	Workspace schema.Workspace
	Message   schema.MessageID
}

// Account is what an audit found. Everything but the counts should be empty.
type Account struct {
	Acts     int // answered
	Messages int // recorded by their authors
	Receipts int // recorded by senders

	Lost       []string // answered or receipted, and not in the journal
	Twice      []string // more than once in a journal
	Unreceived []string // addressed, and neither receipted nor finally refused
	Unverified []string // on disk without a good signature of its author
	WrongHead  []string // a receipt's tree is not the receiver's journal's
}

// Err is nil if nothing is wrong.
func (a *Account) Err() error {
	for _, c := range []struct {
		what  string
		items []string
	}{
		{"lost", a.Lost}, {"recorded twice", a.Twice}, {"without an answer", a.Unreceived},
		{"not verified", a.Unverified}, {"receipts with a wrong head", a.WrongHead},
	} {
		if len(c.items) > 0 {
			return fmt.Errorf("%d %s: %s", len(c.items), c.what, strings.Join(c.items[:min(len(c.items), 5)], "; "))
		}
	}
	return nil
}

func (a *Account) String() string {
	return fmt.Sprintf("acts answered %d, messages %d, receipts %d, lost %d, twice %d, without an answer %d, not verified %d, wrong head %d",
		a.Acts, a.Messages, a.Receipts, len(a.Lost), len(a.Twice), len(a.Unreceived), len(a.Unverified), len(a.WrongHead))
}

// book is one party's journal of one workspace, as it lies on disk.
type book struct {
	messages map[string]*page         // by origin and id
	answers  map[string]schema.Digest // receipts and final refusals recorded, by message and party; the digest receipted
	receipts []schema.Receipt
	order    []schema.Digest // leaf by leaf: the root after each entry
}

type page struct {
	count  int
	digest schema.Digest
	doc    *schema.Message
	good   bool
}

// Audit reads the stores of stopped nodes (a node's Config.Dir, by party) raw, by a bare server and not by the
// folds, and checks them against each other and against what was answered. The
// directory is asked for keys only; signatures are verified here.
func Audit(ctx context.Context, stores map[schema.Party]string, dir *trust.Directory, acts []Act) (*Account, error) {
	a := &Account{Acts: len(acts)}
	for _, w := range schema.Workspaces {
		books := make(map[schema.Party]*book)
		for p, store := range stores {
			b, err := read(ctx, store, strings.ToUpper(string(w))+"-1", dir)
			if err != nil {
				return nil, fmt.Errorf("read the %s journal of %s: %w", w, p, err)
			}
			books[p] = b
		}
		a.add(w, books, acts)
	}
	return a, nil
}

func (a *Account) add(w schema.Workspace, books map[schema.Party]*book, acts []Act) {
	for _, act := range acts {
		if act.Workspace == w && books[act.Party].messages[key(act.Party, act.Message)] == nil {
			a.Lost = append(a.Lost, fmt.Sprintf("%s answered for %s", act.Party, act.Message))
		}
	}
	for p, b := range books {
		for k, m := range b.messages {
			if m.count > 1 {
				a.Twice = append(a.Twice, fmt.Sprintf("%s at %s", k, p))
			}
			if !m.good {
				a.Unverified = append(a.Unverified, fmt.Sprintf("%s at %s", k, p))
			}
			if m.doc != nil && m.doc.Header.From == p {
				a.Messages++
				a.follow(p, m, b, books)
			}
		}
		for _, r := range b.receipts {
			a.Receipts++
			at := books[r.By]
			if at == nil {
				continue
			}
			if n := r.Head.Size; n < 1 || n > int64(len(at.order)) || at.order[n-1] != r.Head.Root {
				a.WrongHead = append(a.WrongHead, fmt.Sprintf("%s by %s", r.Message, r.By))
			}
		}
	}
}

// follow looks for one message at each of its addressees.
func (a *Account) follow(p schema.Party, m *page, b *book, books map[schema.Party]*book) {
	for _, to := range m.doc.Header.Addressees {
		digest, answered := b.answers[string(m.doc.Header.ID)+" "+string(to)]
		if !answered {
			a.Unreceived = append(a.Unreceived, fmt.Sprintf("%s at %s", m.doc.Header.ID, to))
			continue
		}
		if books[to] == nil || digest == "" {
			continue
		}
		there := books[to].messages[key(p, m.doc.Header.ID)]
		if there == nil || there.digest != digest || there.digest != m.digest {
			a.Lost = append(a.Lost, fmt.Sprintf("%s receipted %s and does not have it", to, m.doc.Header.ID))
		}
	}
}

func key(origin schema.Party, id schema.MessageID) string { return string(origin) + "." + string(id) }

// read takes a stream as it lies on disk, entry by entry.
func read(ctx context.Context, store, stream string, dir *trust.Directory) (*book, error) {
	opts := &server.Options{}
	if err := opts.ProcessConfigString("accounts {\n \"JOURNAL\" { jetstream: enabled }\n \"SYS\" {}\n}\nsystem_account: \"SYS\""); err != nil {
		return nil, err
	}
	opts.ServerName, opts.StoreDir, opts.JetStream = "accountant", filepath.Join(store, "store"), true
	opts.DontListen, opts.NoSigs, opts.NoLog = true, true, true
	journal := slices.IndexFunc(opts.Accounts, func(a *server.Account) bool { return a.Name == "JOURNAL" })
	opts.Users = []*server.User{{Username: "reader", Password: "reader", Account: opts.Accounts[journal]}}
	s, err := server.NewServer(opts)
	if err != nil {
		return nil, err
	}
	s.Start()
	defer func() { s.Shutdown(); s.WaitForShutdown() }()
	if !s.ReadyForConnections(10 * time.Second) {
		return nil, fmt.Errorf("store %s: %w", store, os.ErrInvalid)
	}
	nc, err := nats.Connect("", nats.InProcessServer(s), nats.UserInfo("reader", "reader"))
	if err != nil {
		return nil, err
	}
	defer nc.Close()
	js, err := jetstream.New(nc)
	if err != nil {
		return nil, err
	}
	st, err := js.Stream(ctx, stream)
	if err != nil {
		return nil, fmt.Errorf("stream %s: %w", stream, err)
	}
	info, err := st.Info(ctx)
	if err != nil {
		return nil, err
	}
	b := &book{messages: make(map[string]*page), answers: make(map[string]schema.Digest)}
	var tree trust.Tree
	for seq := uint64(1); seq <= info.State.LastSeq; seq++ {
		m, err := st.GetMsg(ctx, seq)
		if err != nil {
			return nil, fmt.Errorf("entry %d of %d: %w", seq, info.State.LastSeq, err)
		}
		if err := tree.Append(trust.Record(1, seq, m.Subject, m.Header, m.Data)); err != nil {
			return nil, err
		}
		b.order = append(b.order, tree.Head(1).Root)
		b.take(m, dir)
	}
	return b, nil
}

// take books one entry.
func (b *book) take(m *jetstream.RawStreamMsg, dir *trust.Directory) {
	parts := strings.Split(m.Subject, ".")
	if len(parts) != 4 {
		return
	}
	switch notify.EntryType(parts[1]) {
	case notify.EntryMessage:
		k := parts[2] + "." + parts[3]
		if b.messages[k] == nil {
			b.messages[k] = new(page)
		}
		p := b.messages[k]
		p.count++
		env, err := schema.ParseEnvelope(m.Data)
		if err != nil {
			return
		}
		p.digest = env.Digest()
		p.doc, _ = schema.ParseMessage(env.Payload)
		p.good = p.doc != nil && string(p.doc.Header.From) == parts[2] && string(p.doc.Header.ID) == parts[3] && signed(env, p.doc, dir)
	case notify.EntryReceipts:
		var as notify.Answers
		if schema.ParseDocument(m.Data, &as) != nil {
			return
		}
		for _, a := range as.Answers {
			b.answer(a)
		}
	}
}

func (b *book) answer(a notify.AnswerRecord) {
	env, err := schema.ParseEnvelope(a.Envelope)
	if err != nil {
		return
	}
	k := string(a.Message) + " " + string(a.Party)
	var r schema.Receipt
	if _, document, _ := schema.ParsePayloadType(env.PayloadType); document != schema.DocumentReceipt {
		b.answers[k] = ""
	} else if schema.ParseDocument(env.Payload, &r) == nil {
		b.answers[k] = r.Digest
		b.receipts = append(b.receipts, r)
	}
}

// signed verifies an author's signature with nothing but the key in the entry.
func signed(env *schema.Envelope, m *schema.Message, dir *trust.Directory) bool {
	e, ok := dir.Entry(m.Header.From)
	if !ok || e.Node == nil {
		return false
	}
	keys := e.Node.Live.Signing
	if m.Header.Workspace == schema.Exercise {
		keys = e.Node.Exercise.Signing
	}
	for _, s := range env.Signatures {
		for _, k := range keys {
			pub, err := base64.StdEncoding.DecodeString(k.Public)
			if k.ID == s.KeyID && err == nil && ed25519.Verify(pub, env.PAE(), s.Sig) {
				return true
			}
		}
	}
	return false
}
