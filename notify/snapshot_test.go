package notify_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"forthwith/notify"
	"forthwith/schema"
)

// everything are entries of XA's journal of every type that a tracker folds, with
// ids that are the same in every run.
func everything() []notify.Recorded {
	var out []notify.Recorded
	w := &written{apply: func(r notify.Recorded) { out = append(out, r) }, numbered: true}
	head := func(size int64) schema.TreeHead {
		return schema.TreeHead{Epoch: 1, Size: size, Root: schema.NewDigest(nil)}
	}
	signed := func(document string, v any) []byte {
		env := &schema.Envelope{PayloadType: schema.PayloadType(schema.Live, document), Payload: canonical(v), Signatures: make([]schema.Signature, 1)}
		return env.Marshal()
	}
	own, digest := w.message(notice("XA", "XB"))
	w.receipt("XB", own, digest)
	waiting, waitingDigest := w.message(notice("XA", "XB"))
	failed, _ := w.message(notice("XA", "XC"))
	w.answer("XC", failed, schema.DocumentRefusal, schema.Refusal{By: "XC", Message: failed, Bytes: digest, Permanence: schema.Final, Code: schema.RefuseSchema, Reason: "no", At: instant})
	theirs, theirDigest := w.message(notice("XB", "XA"))
	unanswered, _ := w.message(notice("XC", "XA"))

	ack := func(from, to schema.Party, of schema.MessageID, digest schema.Digest) {
		m := notice(from, to)
		m.Header.Kind, m.Header.Follows = schema.KindAcknowledgement, of
		m.Body = &schema.Acknowledgement{Message: of, Digest: digest, Rung: schema.RungAcknowledged}
		w.message(m)
	}
	ack("XA", "XB", theirs, theirDigest)
	ack("XB", "XA", own, digest)
	ack("XB", "XA", waiting, waitingDigest)
	ack("XC", "XA", schema.MessageID(fmt.Sprintf(madeID, 999)), digest) // of what is not here yet
	back := notice("XC", "XA")
	back.Header.Kind, back.Header.Revokes, back.Body = schema.KindWithdrawal, unanswered, &schema.Withdrawal{Reason: "wrong form"}
	w.message(back)
	w.number-- // another author takes the id
	w.message(notice("XB", "XA"))

	act := notice("XC", "XA")
	act.Header.Kind, act.Header.Exercise, act.Body = schema.KindExercise, "XC-2026-AAAAAA", &schema.ExerciseAct{Act: schema.ExerciseAnnounce, Name: "Autumn"}
	w.message(act)
	draft := notice("XA", "XB")
	draft.Header.ID = schema.MessageID(fmt.Sprintf(madeID, 500))
	w.entry(notify.Entry{Type: notify.EntryDraft, Data: canonical(notify.DraftRecord{Draft: draft.Header.ID, Document: canonical(draft), Approval: &draft.Header.Approvals[0]})})
	w.entry(notify.Entry{Type: notify.EntryRefused, ID: "r-1", Data: canonical(notify.RefusedRecord{Link: "XB", Code: schema.RefuseWrapper, Reason: "no envelope", Bytes: digest, Count: 1, At: instant})})
	w.entry(notify.Entry{Type: notify.EntryNote, ID: "n-1", Data: canonical(notify.NoteRecord{About: "r-0", Officer: "haddad", Text: "telephoned", At: instant})})
	w.entry(notify.Entry{Type: notify.EntryContradiction, Data: canonical(notify.Contradiction{Author: "XC", Peer: "XB", Ours: unanswered, What: "another content", Beat: []byte("{}"), At: instant})})
	for i, state := range []notify.FileState{notify.FileComplete, notify.FileNoted, notify.FileLost, notify.FileComplete} {
		from := notice("XB", "XA")
		from.Header.Attachments = []schema.Attachment{plume(i), plume(9)}
		w.message(from)
		to := notice("XA", "XC")
		to.Header.Attachments = []schema.Attachment{plume(i)}
		w.message(to)
		file := func(d schema.Digest, p schema.Party, state notify.FileState) {
			w.entry(notify.Entry{Type: notify.EntryAttachment, Data: canonical(notify.FileRecord{File: d, State: state, Party: p, Size: 10, MediaType: "image/png"})})
		}
		file(plume(9).Digest, "XB", state)
		file(plume(i).Digest, "XC", notify.FileObtained)
	}
	start := schema.EpochStart{Party: "XA", Journal: "live", Epoch: 2, Previous: new(head(1)), Reason: "damage", At: instant}
	w.entry(notify.Entry{Type: notify.EntryEpoch, ID: "2", Data: signed(schema.DocumentEpoch, start)})
	w.entry(notify.Entry{Type: notify.EntryFetched, ID: "XB-2", Data: signed(schema.DocumentFetched, schema.Fetched{By: "XB", To: "XA", Epoch: 2, Count: 3, At: instant})})
	w.entry(notify.Entry{Type: notify.EntryCheckpoint, Origin: "XC", Data: signed(schema.DocumentCheckpoint, schema.Checkpoint{Party: "XC", Journal: "live", Head: head(9), At: instant})})
	lost := schema.EpochStart{Party: "XB", Journal: "live", Epoch: 2, Previous: new(head(0)), Reason: "damage", At: instant}
	w.entry(notify.Entry{Type: notify.EntryCheckpoint, Origin: "XB", Data: signed(schema.DocumentEpoch, lost)})
	w.receipt("XB", waiting, waitingDigest)
	return out
}

func fold(rs []notify.Recorded) *notify.Tracker {
	t := notify.NewTracker("XA")
	for _, r := range rs {
		t.Apply(r)
	}
	return t
}

func pack(t *testing.T, tr *notify.Tracker) []byte {
	t.Helper()
	s, err := tr.Snapshot()
	must(t, err)
	var b bytes.Buffer
	n, err := s.WriteTo(&b)
	must(t, err)
	if n != int64(b.Len()) {
		t.Errorf("said %d bytes, wrote %d", n, b.Len())
	}
	return b.Bytes()
}

// TestASnapshotAndTheRestAreTheWholeJournal cuts the journal at every entry.
func TestASnapshotAndTheRestAreTheWholeJournal(t *testing.T) {
	all := everything()
	want := fold(all)
	for cut := range len(all) + 1 {
		tr := notify.NewTracker("XA")
		must(t, tr.Restore(bytes.NewReader(pack(t, fold(all[:cut])))))
		for _, r := range all[cut:] {
			tr.Apply(r)
		}
		if !bytes.Equal(pack(t, tr), pack(t, want)) {
			t.Errorf("cut at %d of %d: the snapshot of both is not the same", cut, len(all))
		}
		for what, ask := range map[string]func(*notify.Tracker) any{
			"messages":       func(tr *notify.Tracker) any { return tr.Messages() },
			"events":         func(tr *notify.Tracker) any { return tr.Events() },
			"rings":          func(tr *notify.Tracker) any { return tr.Ringing() },
			"drafts":         func(tr *notify.Tracker) any { return tr.Drafts() },
			"exercises":      func(tr *notify.Tracker) any { return tr.Exercises() },
			"breaks":         func(tr *notify.Tracker) any { return tr.Breaks() },
			"received of XB": func(tr *notify.Tracker) any { return tr.Received("XB") },
			"waiting for XB": func(tr *notify.Tracker) any { return tr.Waiting("XB") },
			"files of XB":    func(tr *notify.Tracker) any { return wants(tr, "XB") },
			"kept for XB":    func(tr *notify.Tracker) any { return tr.Kept("XB") },
			"obtained":       func(tr *notify.Tracker) any { return tr.Obtained(plume(1).Digest) },
			"a file":         func(tr *notify.Tracker) any { c, _ := tr.Complete(plume(9).Digest); return c },
			"owed to XB":     func(tr *notify.Tracker) any { m, _ := tr.Owed("XB", none); return m },
			"by id":          func(tr *notify.Tracker) any { m, _ := tr.Message(schema.MessageID(all[0].ID)); return m },
		} {
			if got, want := ask(tr), ask(want); !reflect.DeepEqual(got, want) {
				t.Errorf("cut at %d: %s:\ngot  %+v\nwant %+v", cut, what, got, want)
			}
		}
	}
	if rings := want.Ringing(); len(rings) < 5 || want.Waiting("XB") == 0 {
		t.Errorf("the journal has too little in it: %d rings, %d wait for XB", len(rings), want.Waiting("XB"))
	}
}

// TestASnapshotHasTheFormOfItsVersion: a node must not read what it would
// understand differently.
func TestASnapshotHasTheFormOfItsVersion(t *testing.T) {
	const version, digest = 2, "4d51768d1fcdbad8"
	sum := sha256.Sum256(pack(t, fold(everything())))
	if got := hex.EncodeToString(sum[:8]); got != digest || notify.SnapshotVersion != version {
		t.Errorf("snapshots have another form, %s of version %d: raise SnapshotVersion, and write both down here", got, notify.SnapshotVersion)
	}
}

func TestASnapshotThatIsCutOffIsRefused(t *testing.T) {
	whole := pack(t, fold(everything()))
	for _, n := range []int{0, 1, 100, len(whole) / 2, len(whole) - 1} {
		if err := notify.NewTracker("XA").Restore(bytes.NewReader(whole[:n])); err == nil {
			t.Errorf("%d of %d bytes are taken for all", n, len(whole))
		}
	}
	other := slices.Clone(whole)
	other[0]++
	if err := notify.NewTracker("XA").Restore(bytes.NewReader(other)); err == nil {
		t.Error("another version is read")
	}
}
