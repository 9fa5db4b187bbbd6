package cap_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"forthwith/schema"
	"forthwith/schema/cap"
)

// The sample event as alerts, with what is lost of each message. Each alert is
// written knowing those before it, as a desk does, and refers to the last of them.
func TestTheSampleEventIsWrittenAsRecorded(t *testing.T) {
	names, err := filepath.Glob("../testdata/event/*.yaml")
	if err != nil || len(names) != 8 {
		t.Fatalf("%q, %v", names, err)
	}
	o := newOpinions(t)
	alerts := make(map[schema.EventID][]*cap.Alert)
	for _, f := range names {
		j, err := yaml.YAMLToJSON(read(t, f))
		if err != nil {
			t.Fatal(err)
		}
		m, vs := schema.ParseMessage(j)
		if m == nil {
			t.Fatalf("%s: %v", f, vs)
		}
		h := m.Header
		before := alerts[h.Event]
		a, losses, err := cap.FromMessage(m, after(before, h.ReleasedAt.Std()))
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		b, err := a.Encode()
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		if back, vs := cap.Decode(b); back == nil || len(vs) > 0 {
			t.Errorf("%s: %v\n%s", f, vs, b)
		}
		o.add(t, f, string(b), true)
		want := cap.MsgUpdate
		switch h.Kind {
		case schema.KindNotification:
			want = cap.MsgAlert
		case schema.KindWithdrawal:
			want = cap.MsgCancel
		}
		if a.MsgType != want || len(before) > 0 && !slices.Contains(a.References, before[len(before)-1].Key()) || len(before) == 0 && a.References != nil {
			t.Errorf("%s: %s of %v", f, a.MsgType, a.References)
		}
		alerts[h.Event] = append(before, a)

		name := "testdata/event/" + strings.TrimSuffix(filepath.Base(f), ".yaml")
		recorded(t, name+".cap.xml", string(b))
		var said strings.Builder
		for _, l := range losses {
			fmt.Fprintln(&said, l)
		}
		recorded(t, name+".losses.txt", said.String())
	}
	o.compare(t)
}

// after is what the desk knows that wrote the alerts before.
func after(before []*cap.Alert, now time.Time) cap.Export {
	to := export()
	to.Holding = nil
	known := make(map[schema.MessageID]cap.Reference)
	for _, a := range before {
		known[schema.MessageID(a.Identifier)] = a.Key()
		if a.Infos[0].Expires.Std().After(now) {
			to.Holding = append(to.Holding, a.Key())
		}
	}
	to.Alert = func(id schema.MessageID) (cap.Reference, bool) {
		r, ok := known[id]
		return r, ok
	}
	return to
}
