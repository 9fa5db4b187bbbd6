package main

import (
	"crypto/tls"
	"net"
	"path/filepath"
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
		w.t.Errorf("a forged message was answered with %s", answer.Payload)
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
