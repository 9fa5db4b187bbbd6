package federation

import (
	"context"
	"mime"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"golang.org/x/sync/errgroup"

	"forthwith/notify"
	"forthwith/schema"
)

// What a gateway has to do with files: who brings them, and what has come.

// porters has a porter wherever there is something to do, until ctx ends.
func (g *gateway) porters(ctx context.Context) error {
	var porters errgroup.Group
	g.findFiles(ctx)
	for ctx.Err() == nil {
		for _, p := range g.tracker.FilesOpen() {
			if hired := g.hirePorter(p); hired != nil {
				porters.Go(func() error { return hired.run(ctx) })
			}
		}
		select {
		case <-g.tracker.FilesWoken():
		case <-g.hired:
		case <-ctx.Done():
		}
	}
	return porters.Wait()
}

// findFiles records what is here whole and is in no entry: the node ended between
// the last chunk and the entry, or damage took the entry.
func (g *gateway) findFiles(ctx context.Context) {
	for _, u := range g.tracker.Unfinished() {
		f := given{u.From, u.File}
		if n, err := g.files.chunks(ctx, f); err != nil || int64(n)*schema.FileChunk < u.Size {
			continue
		}
		if err := g.complete(ctx, f, u.Size); err != nil {
			g.log.Warn("look for a file that is here", "file", f, "error", err)
		}
	}
}

// hirePorter makes the porter of p; where there is one, it is woken.
func (g *gateway) hirePorter(p schema.Party) *porter {
	c := g.courier(p)
	if c == nil {
		return nil // not in the directory now, or hired in a moment
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if old := g.porting[p]; old != nil {
		poke(old.woken)
		return nil
	}
	n := &porter{g: g, c: c, woken: make(chan struct{}, 1), length: smallPiece, pulls: make(map[schema.Digest]*Pulling)}
	g.porting[p] = n
	return n
}

// complete proves that a file is whole here and records it, and of what type its
// content is.
func (g *gateway) complete(ctx context.Context, f given, size int64) error {
	start, err := g.files.verify(ctx, f, size)
	if err != nil {
		return err
	}
	err = g.intake.RecordFile(ctx, notify.FileRecord{
		File: f.file, State: notify.FileComplete, Party: f.by, Size: size, MediaType: typeOf(start),
	}, g.clock.Now())
	if err == nil {
		g.step("porter.complete")
	}
	return err
}

// typeOf is the media type of a file by how it begins.
func typeOf(start []byte) string {
	t, _, err := mime.ParseMediaType(mimetype.Detect(start).String())
	if err != nil {
		return "application/octet-stream"
	}
	return t
}

// hasten has a porter go on at once: its party is there.
func (g *gateway) hasten(party schema.Party) {
	g.mu.Lock()
	p := g.porting[party]
	g.mu.Unlock()
	if p == nil {
		return
	}
	p.mu.Lock()
	p.next = time.Time{}
	p.mu.Unlock()
	poke(p.woken)
}

// pulling is what is known of a file on its way.
func (g *gateway) pulling(from schema.Party, file schema.Digest) (Pulling, bool) {
	g.mu.Lock()
	p := g.porting[from]
	g.mu.Unlock()
	if p == nil {
		return Pulling{}, false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	a := p.pulls[file]
	if a == nil {
		return Pulling{}, false
	}
	return Pulling{Got: a.Got, Reason: a.Reason, Next: latest(a.Next, p.next)}, true
}
