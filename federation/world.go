package federation

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/nats-io/nats.go"

	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// world is one workspace of a node: its journal and the folds, desk, way in and
// way out that stand on it.
type world struct {
	journal *journal
	tracker *notify.Tracker
	desk    *notify.Desk
	ingress *ingress
	gateway *gateway
}

func (n *Node) openWorld(ctx context.Context, w schema.Workspace) error {
	var tracker *notify.Tracker
	keys := n.cfg.Keys[w]
	j, err := n.openJournal(ctx, string(w), keys, func(cfg *journalConfig) {
		tracker = notify.NewTracker(n.cfg.Party)
		cfg.Apply, cfg.Fold = tracker.Apply, tracker
		cfg.SnapshotFile, cfg.SnapshotEvery = filepath.Join(n.cfg.Dir, "snapshots", string(w)+".snapshot"), n.cfg.SnapshotEvery
	})
	if err != nil {
		return err
	}
	if w == schema.Live {
		tracker.RingFor(n.settings.Breaks)
	}
	log := n.cfg.Log.With("workspace", w)
	desk := notify.NewDesk(notify.Desk{
		Party: n.cfg.Party, Workspace: w, Journal: j, Tracker: tracker, Signer: keys,
		Policy: n.cfg.Policy, Known: n.known, Facilities: n.settings.Facilities, Step: n.cfg.Step,
	})
	intake := &notify.Intake{
		Party: n.cfg.Party, Workspace: w, Journal: j, Tracker: tracker, Signer: keys, Verifier: n, Disseminator: n.disseminates,
		Facilities: n.settings.Facilities, Step: n.cfg.Step,
	}
	out := &gateway{
		party: n.cfg.Party, workspace: w, journal: j, store: j, tracker: tracker, verifier: n, intake: intake,
		clock: n.cfg.Clock, log: log, steps: n.cfg.Step, wire: n.cfg.Carry,
		dial:    func(ctx context.Context, p schema.Party) (*nats.Conn, error) { return n.dial(ctx, w, p) },
		edition: func() int { return n.Directory().Number() }, attended: n.attended,
		parties: n.peers, answers: newAnswers(), couriers: make(map[schema.Party]*courier),
		filesPerParty: n.cfg.Policy.FilesPerParty, porting: make(map[schema.Party]*porter), hired: make(chan struct{}, 1),
	}
	if out.files, err = openFiles(ctx, n.filing, w, n.cfg.MaxFiles); err != nil {
		return err
	}
	intake.File = out.read
	if w == schema.Live {
		out.every = n.cfg.Beat
	}
	intake.Heartbeat = out.heartbeat
	n.worlds[w] = &world{
		journal: j, tracker: tracker, desk: desk,
		ingress: &ingress{
			workspace: w, conn: n.incoming, clock: n.cfg.Clock, log: log, heard: n.hear,
			subs: make(map[schema.Party]*nats.Subscription), intake: intake,
		},
		gateway: out,
	}
	return nil
}

// openJournal opens a journal into the fold that fold makes. A damaged one is set
// aside, and the node goes on at once in the next epoch with a fold of its own; so
// for every epoch that is not what it was.
func (n *Node) openJournal(ctx context.Context, name string, keys *trust.Keys, fold func(*journalConfig)) (*journal, error) {
	cfg := journalConfig{
		Name: name, Party: n.cfg.Party, Keys: keys, Log: n.cfg.Log,
		HeadFile: filepath.Join(n.cfg.Dir, "heads", name+".head"), Now: n.cfg.Clock.Now,
		Failing: func() { poke(n.trouble) }, Lost: func() { poke(n.lost) },
	}
	fold(&cfg)
	for {
		j, err := n.tryJournal(ctx, cfg)
		if stale, ok := errors.AsType[*snapshotError](err); ok && stale.dropped == nil {
			n.cfg.Log.Warn("the whole journal is read", "journal", name, "reason", stale)
			fold(&cfg)
			continue
		}
		d, damaged := errors.AsType[*DamageError](err)
		if !damaged || cfg.Broken != nil && d.Epoch <= cfg.Broken.Epoch {
			return j, err
		}
		if name == nodeJournal && d.Provable.Epoch == d.Epoch {
			// Editions prove themselves; and without the users nobody could look at
			// what is wrong.
			d.Provable = d.Readable
		}
		n.cfg.Log.Error("a journal is damaged; it is set aside and another epoch begins", "journal", name, "damage", d)
		if cfg.Broken, cfg.Folded = d, d.folded(); !cfg.Folded {
			fold(&cfg)
		}
	}
}

func (n *Node) tryJournal(ctx context.Context, cfg journalConfig) (j *journal, err error) {
	if cfg.Conn, err = n.server.internalConn("journal " + cfg.Name); err != nil {
		return nil, err
	}
	return openJournal(ctx, cfg)
}
