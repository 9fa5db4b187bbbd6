package main

import (
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// forge delivers a message of from, over the connection of from, whose signature
// does not verify, and returns the refusal.
func (w *town) forge(from, to schema.Party, ex schema.ExerciseID) schema.Refusal {
	w.t.Helper()
	keys, err := trust.ParseKeys([]byte(w.read(filepath.Join(w.dir, string(from), "keys", "exercise.pem")) + "\n"))
	must(w.t, err)
	now := time.Now()
	at := schema.NewInstant(now)
	m := schema.Message{
		Header: schema.Header{
			ID: schema.NewMessageID(), ReportUUID: schema.NewReportUUID(), Kind: schema.KindLinktest, Workspace: schema.Exercise,
			Context: schema.ContextExercise, From: from, Desk: "nwp", Addressees: []schema.Party{to}, Exercise: ex, Sequence: 1,
			CreatedAt: schema.NewTime(now), ReleasedAt: at, Confidentiality: schema.ForAuthorities, Language: "en",
			Approvals: []schema.Approval{{Act: schema.ActDrafted, Officer: "x", Name: "x", Desk: "nwp", At: at}},
		},
		Body: &schema.Linktest{Form: schema.LinktestMachine},
	}
	payload, err := schema.Canonical(m)
	must(w.t, err)
	env, err := keys.Seal(schema.PayloadType(schema.Exercise, string(schema.KindLinktest)), payload)
	must(w.t, err)
	env.Signatures[0].Sig[0] ^= 1
	nc := w.dial(from, to, keys)
	defer nc.Close()
	reply, err := nc.Request("deliver.exercise."+string(from), env.Marshal(), 10*time.Second)
	must(w.t, err)
	answer, err := schema.ParseEnvelope(reply.Data)
	must(w.t, err)
	var r schema.Refusal
	if err := schema.ParseDocument(answer.Payload, &r); err != nil {
		w.t.Fatalf("a forged message was answered with %s", answer.Payload)
	}
	return r
}

// dial connects to a node as a peer does.
func (w *town) dial(from, to schema.Party, keys *trust.Keys) *nats.Conn {
	w.t.Helper()
	c := w.config(to)
	nc, err := nats.Connect("nats://"+c.Listen, nats.SetCustomDialer(rawTLS{c.Listen, keys}),
		nats.CustomInboxPrefix("_INBOX_"+string(from)+"_exercise"), nats.IgnoreDiscoveredServers())
	must(w.t, err)
	return nc
}

func (w *town) config(p schema.Party) *config {
	w.t.Helper()
	c, err := loadConfig(filepath.Join(w.nodes[p].dir, "forthwith.toml"))
	must(w.t, err)
	return c
}

type rawTLS struct {
	address string
	keys    *trust.Keys
}

func (rawTLS) SkipTLSHandshake() bool { return true }

func (d rawTLS) Dial(string, string) (net.Conn, error) {
	return tls.Dial("tcp", d.address, &tls.Config{
		ServerName: string(d.keys.Workspace()), Certificates: []tls.Certificate{d.keys.TLSCertificate()}, InsecureSkipVerify: true,
	})
}

// TestOneClearSentence starts nodes that cannot start, and reads what they say.
func TestOneClearSentence(t *testing.T) {
	w := newTown(t, "XA", "XB")
	xa := w.nodes["XA"]
	xa.start(t, "")
	config := func(n *process) string { return filepath.Join(n.dir, "forthwith.toml") }
	replace := func(from, to string) string {
		f, err := os.CreateTemp(w.nodes["XB"].dir, "*.toml")
		must(t, err)
		defer f.Close()
		_, err = f.WriteString(strings.Replace(w.read(config(w.nodes["XB"])), from, to, 1))
		must(t, err)
		return f.Name()
	}
	a, b := w.config("XA").Listen, w.config("XB").Listen
	cases := []struct{ name, file, want string }{
		{"store in use", config(xa), "in use"},
		{"port taken", replace(b, a), "is already in use by another program"},
		{"unknown key", replace("max_store", "max_stores"), `there is no key "max_stores"`},
		{"no directory", replace(`"directory.json"`, `"nothing.json"`), "nothing.json is not there"},
		{"party", replace(`party = "XB"`, `party = "no"`), `codes are written in capitals: "NO"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, code := w.try("", "serve", "--config", c.file)
			if code != exitRefused || !strings.Contains(out, c.want) {
				t.Errorf("exit code %d:\n%s", code, out)
			}
		})
	}
	t.Run("key readable by others", func(t *testing.T) {
		must(t, os.Chmod(filepath.Join(w.nodes["XB"].dir, "keys", "live.pem"), 0o644))
		out, code := w.try("", "serve", "--config", config(w.nodes["XB"]))
		if code != exitRefused || !strings.Contains(out, "can be read by others; run: chmod 600") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
	t.Run("made twice", func(t *testing.T) {
		out, code := w.try("", "init", "--party", "XB", "--name", "B", "--phone", "+99 1 555 0100", "--dir", w.nodes["XB"].dir, "--keeper-key", w.read(filepath.Join(xa.dir, "keeper.pub")))
		if code != exitRefused || !strings.Contains(out, "is there already; nothing was made") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
}
