package federation

import (
	"errors"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"

	"forthwith/notify"
	"forthwith/schema"
)

// Headers of a journal entry. The tree covers them, so this is a store format.
const (
	headerAt       = "Forthwith-At"
	headerLink     = "Forthwith-Link"
	headerDigest   = "Forthwith-Digest"
	headerWarnings = "Forthwith-Warnings" // canonical JSON

	// The conditions of the append, which the stream keeps with the entry.
	headerLastOfSubject = nats.ExpectedLastSubjSeqHdr
	headerLastOfStream  = nats.ExpectedLastSeqHdr
)

// encodeEntry makes a stream message of an entry. Its subject is
// <root>.<type>.<origin>.<id>: for a message, its author and its id and nothing
// else, so that one id can stand once only.
func encodeEntry(root string, e notify.Entry) (*nats.Msg, error) {
	if err := checkEntry(e); err != nil {
		return nil, fmt.Errorf("%s entry %.64q: %w", e.Type, e.ID, err)
	}
	m := nats.NewMsg(entrySubject(root, e))
	m.Data = e.Data
	m.Header.Set(headerAt, string(e.At))
	if e.Link != "" {
		m.Header.Set(headerLink, string(e.Link))
	}
	if e.Digest != "" {
		m.Header.Set(headerDigest, string(e.Digest))
	}
	if len(e.Warnings) > 0 {
		ws, err := schema.Canonical(e.Warnings)
		if err != nil {
			return nil, fmt.Errorf("%s entry %s: warnings: %w", e.Type, e.ID, err)
		}
		m.Header.Set(headerWarnings, string(ws))
	}
	m.Header.Set(headerLastOfSubject, "0")
	return m, nil
}

func entrySubject(root string, e notify.Entry) string {
	return strings.Join([]string{root, string(e.Type), string(e.Origin), e.ID}, ".")
}

// decodeEntry reads a stream message strictly: what we would not have written, we
// did not write.
func decodeEntry(root string, m *nats.Msg) (notify.Entry, error) {
	rest, ok := strings.CutPrefix(m.Subject, root+".")
	parts := strings.Split(rest, ".")
	if !ok || len(parts) != 3 {
		return notify.Entry{}, fmt.Errorf("subject %.128q", m.Subject)
	}
	for name, values := range m.Header {
		switch name {
		case headerAt, headerLink, headerDigest, headerWarnings, headerLastOfSubject, headerLastOfStream:
			if len(values) == 1 {
				continue
			}
		}
		return notify.Entry{}, fmt.Errorf("header %.64q", name)
	}
	e := notify.Entry{
		Type: notify.EntryType(parts[0]), Origin: schema.Party(parts[1]), ID: parts[2],
		At: schema.Instant(m.Header.Get(headerAt)), Link: schema.Party(m.Header.Get(headerLink)),
		Digest: schema.Digest(m.Header.Get(headerDigest)), Data: m.Data,
	}
	if ws := m.Header.Get(headerWarnings); ws != "" {
		if err := schema.CheckCanonical([]byte(ws)); err != nil {
			return notify.Entry{}, fmt.Errorf("warnings: %w", err)
		}
		if err := schema.ParseDocument([]byte(ws), &e.Warnings); err != nil {
			return notify.Entry{}, fmt.Errorf("warnings: %w", err)
		}
	}
	return e, checkEntry(e)
}

// checkEntry keeps out what would not come back from the stream as it went in.
func checkEntry(e notify.Entry) error {
	_, errOrigin := schema.ParseParty(string(e.Origin))
	_, errAt := schema.ParseInstant(string(e.At))
	err := errors.Join(errOrigin, errAt)
	if !consists(string(e.Type), lower+"-", 32) || e.Type[0] == '-' {
		err = errors.Join(err, fmt.Errorf("type %.64q", e.Type))
	}
	if !consists(e.ID, digits+lower+upper+"-", 64) {
		err = errors.Join(err, fmt.Errorf("id %.64q", e.ID))
	}
	if e.Link != "" {
		_, errLink := schema.ParseParty(string(e.Link))
		err = errors.Join(err, errLink)
	}
	if sum, ok := strings.CutPrefix(string(e.Digest), "sha256:"); e.Digest != "" && !(ok && len(sum) == 64 && consists(sum, digits+"abcdef", 64)) {
		err = errors.Join(err, fmt.Errorf("digest %.80q", e.Digest))
	}
	n := 0
	for _, w := range e.Warnings {
		n += len(w)
	}
	if n > 4<<10 || len(e.Warnings) > 64 {
		err = errors.Join(err, fmt.Errorf("%d warnings of %d bytes", len(e.Warnings), n))
	}
	if len(e.Data) > maxEntry {
		err = errors.Join(err, fmt.Errorf("%d bytes, at most %d", len(e.Data), maxEntry))
	}
	return err
}

const (
	digits = "0123456789"
	lower  = "abcdefghijklmnopqrstuvwxyz"
	upper  = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

// consists reports whether s is one to most characters, all of a set.
func consists(s, set string, most int) bool {
	return s != "" && len(s) <= most && strings.Trim(s, set) == ""
}

// sameContent reports whether two entries under one subject say the same. A
// message is its digest: signatures may be added to it. Other entries are their
// bytes.
func sameContent(a, b notify.Entry) bool {
	if a.Digest != "" || b.Digest != "" {
		return a.Digest == b.Digest
	}
	return string(a.Data) == string(b.Data)
}
