package notify_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// plume is the i-th picture, of 10 bytes, as a message names it.
func plume(i int) schema.Attachment {
	b := plumeBytes(i)
	return schema.Attachment{Name: fmt.Sprintf("plume-%d.png", i), MediaType: "image/png", Size: int64(len(b)), Digest: schema.NewDigest(b)}
}

func plumeBytes(i int) []byte { return fmt.Appendf(nil, "plume %4d", i) }

// wants are the files of a party of which something is to be done, in their order.
func wants(tr *notify.Tracker, p schema.Party) (out []notify.Wanted) {
	for {
		w, ok := tr.NextFile(p, func(w notify.Wanted) bool { return slices.Contains(out, w) })
		if !ok {
			return out
		}
		out = append(out, w)
	}
}

// attached has XA send a message with the i-th picture, which XB receives.
func (p *pair) attached(i int) notify.Outcome {
	p.t.Helper()
	a := plume(i)
	must(p.t, p.xa.Attach(p.t.Context(), haddad, a.Digest, a.Size, a.MediaType, p.now))
	m := notification("XB")
	m.Header.Attachments = []schema.Attachment{a}
	out := p.issue(m)
	p.deliver(p.xa, p.xb, out.Message)
	p.xa.Intake.File = func(_ context.Context, _ schema.Digest, offset int64, length int) ([]byte, error) {
		b := plumeBytes(i)[offset:] // whatever file is asked for
		return b[:min(length, len(b))], nil
	}
	return out
}

// asked is XA's answer to a document that somebody signed.
func (p *pair) asked(by *trust.Keys, link schema.Party, document string, v any) *schema.Envelope {
	p.t.Helper()
	env, err := by.Seal(schema.PayloadType(p.w, document), canonical(v))
	must(p.t, err)
	answer, err := p.xa.Admit(p.t.Context(), link, env.Marshal(), p.now)
	must(p.t, err)
	return answer
}

func TestAFileIsPulledAndItsAuthorTold(t *testing.T) {
	p := newPair(t, schema.Live)
	p.attached(1)
	xa, xb := p.xa.tracker(), p.xb.tracker()
	file := plume(1).Digest
	if got := wants(xb, "XA"); !slices.Equal(got, []notify.Wanted{{File: file, Size: 10}}) {
		t.Fatalf("XB wants %v", got)
	}
	request, err := p.xb.Intake.Pull(file, 4, 3)
	must(t, err)
	answer, err := p.xa.Admit(t.Context(), "XB", request.Marshal(), p.now)
	must(t, err)
	b, err := p.xb.TakePiece("XA", file, 4, answer.Marshal())
	if err != nil || !bytes.Equal(b, plumeBytes(1)[4:7]) {
		t.Fatalf("a piece: %q, %v", b, err)
	}
	for what, wrong := range map[string]func() error{
		"of another place": func() error { _, err := p.xb.TakePiece("XA", file, 5, answer.Marshal()); return err },
		"of another file":  func() error { _, err := p.xb.TakePiece("XA", plume(2).Digest, 4, answer.Marshal()); return err },
		"of another party": func() error { _, err := p.xb.TakePiece("XC", file, 4, answer.Marshal()); return err },
		"and no piece":     func() error { _, err := p.xb.TakePiece("XA", file, 4, request.Marshal()); return err },
	} {
		if wrong() == nil {
			t.Errorf("an answer %s was taken", what)
		}
	}
	must(t, p.xb.RecordFile(t.Context(), notify.FileRecord{File: file, State: notify.FileComplete, Party: "XA", Size: 10, MediaType: "image/png"}, p.now))
	if got := wants(xb, "XA"); !slices.Equal(got, []notify.Wanted{{File: file, Size: 10, Complete: true}}) || xb.Kept("XA") != 10 {
		t.Fatalf("XB wants %v and keeps %d", got, xb.Kept("XA"))
	}
	told, err := p.xb.Intake.Obtained("XA", file, 10, p.now)
	must(t, err)
	for range 2 { // the first answer is lost
		noted, err := p.xa.Admit(t.Context(), "XB", told.Marshal(), p.now)
		must(t, err)
		must(t, p.xb.TakeNoted(t.Context(), "XA", file, noted.Marshal(), p.now))
	}
	if got := xa.Obtained(file); len(got) != 1 || got["XB"] == "" {
		t.Errorf("XA knows of %v", got)
	}
	if got := wants(xb, "XA"); len(got) != 0 {
		t.Errorf("XB still wants %v", got)
	}
}

func TestAFileIsGivenToItsAddresseesOnly(t *testing.T) {
	p := newPair(t, schema.Live)
	p.attached(1)
	keys, file := p.xb.keys, plume(1).Digest
	w := &written{apply: p.xa.tracker().Apply}
	for i, to := range map[int]*schema.Message{4: notice("XA", "XC"), 5: notice("XB", "XA")} {
		to.Header.Attachments = []schema.Attachment{plume(i)}
		w.message(to)
	}
	good := schema.Pull{By: "XB", File: file, Length: 10}
	for _, c := range []struct {
		what string
		by   *trust.Keys
		link schema.Party
		doc  string
		v    any
		code schema.RefusalCode
	}{
		{"a file that no message to it names", keys, "XB", schema.DocumentPull, schema.Pull{By: "XB", File: plume(2).Digest, Length: 1}, schema.RefuseNoFile},
		{"a file of another addressee", keys, "XB", schema.DocumentPull, schema.Pull{By: "XB", File: plume(4).Digest, Length: 1}, schema.RefuseNoFile},
		{"a file of its own message", keys, "XB", schema.DocumentPull, schema.Pull{By: "XB", File: plume(5).Digest, Length: 1}, schema.RefuseNoFile},
		{"word of a file of another addressee", keys, "XB", schema.DocumentObtained, schema.Obtained{By: "XB", To: "XA", File: plume(4).Digest, Size: 10, At: instant}, schema.RefuseNoFile},
		{"word of a file that no message to it names", keys, "XB", schema.DocumentObtained, schema.Obtained{By: "XB", To: "XA", File: plume(2).Digest, Size: 1, At: instant}, schema.RefuseNoFile},
		{"a pull in the name of another", keys, "XB", schema.DocumentPull, schema.Pull{By: "XA", File: file, Length: 1}, schema.RefuseAuthor},
		{"a pull over another's connection", keys, "XC", schema.DocumentPull, good, schema.RefuseAuthor},
		{"word to another", keys, "XB", schema.DocumentObtained, schema.Obtained{By: "XB", To: "XC", File: file, Size: 10, At: instant}, schema.RefuseAuthor},
		{"more than a chunk", keys, "XB", schema.DocumentPull, schema.Pull{By: "XB", File: file, Length: schema.FileChunk + 1}, schema.RefuseSchema},
		{"what lies before the file", keys, "XB", schema.DocumentPull, schema.Pull{By: "XB", File: file, Offset: -1, Length: 1}, schema.RefuseSchema},
		{"a pull with something else in it", keys, "XB", schema.DocumentPull, map[string]any{"by": "XB", "file": file, "length": 1, "offset": 0, "x": 1}, schema.RefuseSchema},
	} {
		env := p.asked(c.by, c.link, c.doc, c.v)
		var r schema.Refusal
		if err := schema.ParseDocument(env.Payload, &r); err != nil || r.Code != c.code {
			t.Errorf("%s: %s %s, %v", c.what, env.PayloadType, r.Code, err)
		}
	}
	if n := len(p.xa.tracker().Obtained(file)); n != 0 {
		t.Errorf("%d parties have the file", n)
	}
	if env := p.asked(keys, "XB", schema.DocumentPull, good); env.PayloadType != schema.PayloadType(schema.Live, schema.DocumentPiece) {
		t.Errorf("a good pull was answered with %s", env.PayloadType)
	}
}

// TestADeskNamesOnlyFilesThatAreHere: its addressees would ask for others in vain.
func TestADeskNamesOnlyFilesThatAreHere(t *testing.T) {
	p := newPair(t, schema.Live)
	m := notification("XB")
	m.Header.Attachments = []schema.Attachment{plume(1)}
	if _, err := p.xa.Draft(t.Context(), haddad, m, p.now); !slices.Equal(codes(t, err), []string{"file-not-here"}) {
		t.Errorf("a file that would never arrive: %v", err)
	}
	must(t, p.xa.Attach(t.Context(), robot, plume(1).Digest, 11, "image/png", p.now))
	if _, err := p.xa.Draft(t.Context(), haddad, m, p.now); !slices.Equal(codes(t, err), []string{"file-size"}) {
		t.Errorf("a file of another size: %v", err)
	}
	admin := notify.Officer{Login: "admin", Desk: "admin", Rights: []notify.Right{notify.RightAdminister}}
	if err := p.xa.Attach(t.Context(), admin, plume(2).Digest, 10, "image/png", p.now); !isDenied(err) {
		t.Errorf("an administrator attached a file: %v", err)
	}
	if err := p.xa.MayAttach(haddad, schema.MaxAttachment+1); !errors.Is(err, schema.ErrOversized) {
		t.Errorf("a file of more than 64 MiB: %v", err)
	}
	p.xa.Desk.Policy.FilesPerParty = 20
	if err := p.xa.MayAttach(haddad, 10); !isDenied(err) {
		t.Errorf("10 bytes where 9 are left: %v", err)
	}
}

// TestFilesOfEmergenciesComeFirst has information and, later, a notification name
// files, and one that is here.
func TestFilesOfEmergenciesComeFirst(t *testing.T) {
	tr := notify.NewTracker("XA")
	w := &written{apply: tr.Apply}
	name := func(k schema.Kind, b schema.Body, i int) {
		m := notice("XB", "XA")
		m.Header.Kind, m.Body, m.Header.Attachments = k, b, []schema.Attachment{plume(i)}
		w.message(m)
	}
	request := &schema.Request{}
	name(schema.KindRequest, request, 1)
	name(schema.KindRequest, request, 2)
	name(schema.KindNotification, notification("XA").Body, 3)
	name(schema.KindRequest, request, 4)
	name(schema.KindNotification, notification("XA").Body, 2)
	w.entry(notify.Entry{Type: notify.EntryAttachment, Data: canonical(notify.FileRecord{File: plume(4).Digest, State: notify.FileComplete, Party: "XB", Size: 10})})
	var got []schema.Digest
	for _, f := range wants(tr, "XB") {
		got = append(got, f.File)
	}
	if want := []schema.Digest{plume(4).Digest, plume(3).Digest, plume(2).Digest, plume(1).Digest}; !slices.Equal(got, want) {
		t.Errorf("the files come as %v, not %v", got, want)
	}
}

// TestAPartyMayNameVeryManyFiles: to choose among them costs a look at each, and no
// memory; so does one that a thousand messages name.
func TestAPartyMayNameVeryManyFiles(t *testing.T) {
	tr := notify.NewTracker("XA")
	w := &written{apply: tr.Apply}
	for i := range 2000 {
		m := notice("XB", "XA")
		m.Header.Attachments = []schema.Attachment{plume(i), plume(5000)}
		w.message(m)
	}
	over := func(w notify.Wanted) bool { return w.Size > 9 }
	if n := testing.AllocsPerRun(10, func() { tr.NextFile("XB", over) }); n > 0 {
		t.Errorf("to choose among 2001 files takes %v allocations", n)
	}
	first, ok := tr.NextFile("XB", func(notify.Wanted) bool { return false })
	if !ok || first.File != min(plume(0).Digest, plume(5000).Digest) {
		t.Errorf("the first is %+v", first)
	}
	if n := len(tr.Unfinished()); n != 2001 {
		t.Errorf("%d files are not here", n)
	}
	m := notice("XB", "XA")
	m.Header.Attachments = []schema.Attachment{plume(5000)}
	one := testing.AllocsPerRun(20, func() { w.message(m) })
	m.Header.Attachments = []schema.Attachment{plume(5001)}
	other := testing.AllocsPerRun(20, func() { w.message(m) })
	if one > other+20 {
		t.Errorf("to name again what 2000 messages named takes %v allocations, and %v of another", one, other)
	}
}
