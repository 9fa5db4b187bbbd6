package sim

import (
	"crypto/ed25519"
	"encoding/base64"
	"strings"

	"github.com/nats-io/nats.go/jetstream"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// book is one party's journal of one workspace, as it lies on disk.
type book struct {
	messages map[string]*page          // by origin and id
	answers  map[string]schema.Receipt // the last recorded, by message and party; zero for a final refusal
	receipts []schema.Receipt
	current  int                     // epoch
	heads    map[int][]schema.Digest // leaf by leaf: the root after each entry of an epoch that counts
	aside    int64                   // places that do not count
	missed   []string                // of those, what was answered
	files    map[string]bool         // that are whole, by who gave them and digest
	obtained map[string]bool         // that others said they have whole, by them and digest
}

type page struct {
	count  int
	digest schema.Digest
	doc    *schema.Message
	good   bool
}

func newBook() *book {
	return &book{
		messages: make(map[string]*page), answers: make(map[string]schema.Receipt), heads: make(map[int][]schema.Digest),
		files: make(map[string]bool), obtained: make(map[string]bool),
	}
}

// had reports whether the journal's tree ever was as a receipt says. Behind the end
// of an epoch that was set aside nobody can tell; what was receipted there is
// looked for by its name.
func (b *book) had(h schema.TreeHead) bool {
	heads := b.heads[h.Epoch]
	if n := h.Size; n >= 1 && n <= int64(len(heads)) {
		return heads[n-1] == h.Root
	}
	return h.Epoch < b.current && h.Size > int64(len(heads))
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
		p.good = p.doc != nil && key(p.doc.Header.From, p.doc.Header.ID) == k &&
			signed(env, p.doc.Header.From, p.doc.Header.Workspace, dir)
	case notify.EntryAttachment:
		var r notify.FileRecord
		if schema.ParseDocument(m.Data, &r) == nil && r.State == notify.FileObtained {
			b.obtained[string(r.Party)+" "+string(r.File)] = true
		}
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
		b.answers[k] = schema.Receipt{}
	} else if schema.ParseDocument(env.Payload, &r) == nil {
		b.answers[k] = r
		b.receipts = append(b.receipts, r)
	}
}

// signed verifies a party's signature with nothing but the keys in its entry.
func signed(env *schema.Envelope, p schema.Party, w schema.Workspace, dir *trust.Directory) bool {
	e, ok := dir.Entry(p)
	if !ok || e.Node == nil {
		return false
	}
	keys := e.Node.Live.Signing
	if w == schema.Exercise {
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
