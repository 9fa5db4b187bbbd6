package sim

import (
	"context"
	"fmt"
	"strings"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// Act is something a node answered for: it said that this message is recorded.
type Act struct {
	Party     schema.Party
	Workspace schema.Workspace
	Message   schema.MessageID
}

// Account is what an audit found. Everything but the counts and Missing should be
// empty.
type Account struct {
	Acts     int // answered
	Messages int // recorded by their authors
	Receipts int // recorded by senders
	Files    int // of which authors recorded that others have them whole

	Lost       []string // answered, receipted or held by another, and not in the journal
	Twice      []string // more than once in a journal
	Unreceived []string // addressed, and neither receipted nor finally refused
	Unverified []string // on disk without a good signature of its author
	WrongHead  []string // a receipt's tree is not the receiver's journal's

	// Missing are acts of a damaged journal that nobody holds, where a later epoch
	// names as many places that it begins without.
	Missing []string
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
	return fmt.Sprintf("acts answered %d, messages %d, receipts %d, files %d, lost %d, twice %d, without an answer %d, not verified %d, wrong head %d, missing by name %d",
		a.Acts, a.Messages, a.Receipts, a.Files, len(a.Lost), len(a.Twice), len(a.Unreceived), len(a.Unverified), len(a.WrongHead), len(a.Missing))
}

// Audit reads the stores of stopped nodes (a node's Config.Dir, by party) raw, by
// a bare server and not by the folds, and checks them against each other and
// against what was answered. The directory is asked for keys only; signatures are
// verified here.
//
// All epochs of a journal are read. Of one that was set aside the entries count up
// to the position that the next one names as the last that can be proved.
func Audit(ctx context.Context, stores map[schema.Party]string, dir *trust.Directory, acts []Act) (*Account, error) {
	books := make(map[schema.Workspace]map[schema.Party]*book)
	for _, w := range schema.Workspaces {
		books[w] = make(map[schema.Party]*book)
	}
	for p, store := range stores {
		if err := readStore(ctx, store, p, dir, books); err != nil {
			return nil, fmt.Errorf("read the store of %s: %w", p, err)
		}
	}
	a := &Account{Acts: len(acts)}
	for _, w := range schema.Workspaces {
		a.add(w, books[w], acts)
	}
	return a, nil
}

func (a *Account) add(w schema.Workspace, books map[schema.Party]*book, acts []Act) {
	for _, act := range acts {
		if act.Workspace == w {
			a.demand(act, books)
		}
	}
	for p, b := range books {
		for k, m := range b.messages {
			a.examine(p, k, m, books)
		}
		for k := range b.obtained {
			a.Files++
			by, digest, _ := strings.Cut(k, " ")
			if at := books[schema.Party(by)]; at != nil && !at.files[string(p)+" "+digest] {
				a.Lost = append(a.Lost, fmt.Sprintf("%s said that it has the file %s of %s and does not", by, digest, p))
			}
		}
		for _, r := range b.receipts {
			a.Receipts++
			if at := books[r.By]; at != nil && !at.had(r.Head) {
				a.WrongHead = append(a.WrongHead, fmt.Sprintf("%s by %s", r.Message, r.By))
			}
		}
	}
}

// demand looks for what was answered at who answered. What another holds is missed
// there, by examine.
func (a *Account) demand(act Act, books map[schema.Party]*book) {
	k := key(act.Party, act.Message)
	for _, b := range books {
		if b.messages[k] != nil {
			return
		}
	}
	what := fmt.Sprintf("%s answered for %s", act.Party, act.Message)
	if b := books[act.Party]; int64(len(b.missed)) < b.aside {
		b.missed = append(b.missed, what)
		a.Missing = append(a.Missing, what)
		return
	}
	a.Lost = append(a.Lost, what)
}

// examine looks at one message in the journal of p.
func (a *Account) examine(p schema.Party, k string, m *page, books map[schema.Party]*book) {
	if m.count > 1 {
		a.Twice = append(a.Twice, fmt.Sprintf("%s at %s", k, p))
	}
	if !m.good {
		a.Unverified = append(a.Unverified, fmt.Sprintf("%s at %s", k, p))
	}
	if m.doc == nil {
		return
	}
	author := m.doc.Header.From
	if author == p {
		a.Messages++
		a.follow(p, m, books)
		return
	}
	if home := books[author]; home != nil && home.messages[k] == nil {
		a.Lost = append(a.Lost, fmt.Sprintf("%s holds %s and %s does not", p, k, author))
	}
}

// follow looks for one message at each of its addressees.
func (a *Account) follow(p schema.Party, m *page, books map[schema.Party]*book) {
	for _, to := range m.doc.Header.Addressees {
		receipt, answered := books[p].answers[string(m.doc.Header.ID)+" "+string(to)]
		if !answered {
			a.Unreceived = append(a.Unreceived, fmt.Sprintf("%s at %s", m.doc.Header.ID, to))
			continue
		}
		if books[to] == nil || receipt.By == "" {
			continue
		}
		there := books[to].messages[key(p, m.doc.Header.ID)]
		if there == nil || there.digest != receipt.Digest || there.digest != m.digest {
			a.Lost = append(a.Lost, fmt.Sprintf("%s receipted %s as entry %d of epoch %d and does not have it",
				to, m.doc.Header.ID, receipt.Head.Size, receipt.Head.Epoch))
		}
	}
}

func key(origin schema.Party, id schema.MessageID) string { return string(origin) + "." + string(id) }
