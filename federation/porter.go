package federation

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"forthwith/notify"
	"forthwith/schema"
)

const (
	// A piece is to take about pieceTakes on the road, so that it holds up no message
	// for longer; the first is a small one, in bytes.
	pieceTakes = time.Second
	smallPiece = 1 << 10
	// wrongPause and longestWrong bound how often a file is pulled again that was not
	// what its digest says.
	wrongPause   = time.Minute
	longestWrong = time.Hour
)

// errWrongFile is a file that came whole and is another.
var errWrongFile = errors.New("what the author gives is not the file that its message names")

// porter brings the files that one party names, one after the other, and tells it
// what is here. It is there as long as something is to be done.
type porter struct {
	g     *gateway
	c     *courier
	woken chan struct{}

	// The chunk that is being brought, and how large the next piece is to be.
	file   schema.Digest
	number int
	chunk  []byte
	length int
	// begun is how much there is of files that have come in part: it counts, too.
	begun map[schema.Digest]int64

	mu       sync.Mutex
	failures int // of the road, since anything came
	next     time.Time
	pulls    map[schema.Digest]*Pulling
}

// Pulling is what is known of a file that is on its way. It is telemetry, in memory
// only.
type Pulling struct {
	Got    int64 // bytes
	Reason string
	Next   time.Time // when it is tried again, if it is waiting

	chunks int // that are here; -1 is not known
	failed int // since it went on
	wrong  int
}

// leave ends a porter that has nothing to do.
func (p *porter) leave() bool {
	p.g.mu.Lock()
	defer p.g.mu.Unlock()
	if slices.Contains(p.g.tracker.FilesOpen(), p.c.party) {
		return false
	}
	delete(p.g.porting, p.c.party)
	return true
}

func (p *porter) run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := p.count(ctx)
		w, wait := p.pick()
		if err != nil {
			p.g.log.Warn("count what there is of files", "party", p.c.party, "error", err)
			wait = longestPause
		}
		if wait == 0 {
			p.ended(w.File, p.step(ctx, w))
			continue
		}
		if wait == untilWoken && p.leave() {
			return nil
		}
		var later <-chan time.Time
		if wait != untilWoken {
			later = p.g.clock.After(wait)
		}
		select {
		case <-p.woken:
		case <-later:
		case <-ctx.Done():
		}
	}
	return nil
}

// count finds out what there is of files that have come in part, where that is not
// known.
func (p *porter) count(ctx context.Context) (err error) {
	if p.begun == nil {
		p.begun, err = p.g.files.begun(ctx, p.c.party, func(d schema.Digest) bool {
			_, complete := p.g.tracker.Complete(d)
			return complete
		})
	}
	return err
}

// pick chooses what is done next; a wait other than zero means that nothing can be
// before it is over.
func (p *porter) pick() (notify.Wanted, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.g.clock.Now()
	if d := p.next.Sub(now); d > 0 {
		return notify.Wanted{}, d
	}
	wait, room := untilWoken, p.g.filesPerParty-p.g.tracker.Kept(p.c.party)
	for _, n := range p.begun {
		room -= n
	}
	w, ok := p.g.tracker.NextFile(p.c.party, func(w notify.Wanted) bool {
		if !w.Complete && w.Size > room+p.begun[w.File] {
			return true // and the message shows it
		}
		a := p.pulls[w.File]
		if a == nil || !a.Next.After(now) {
			return false
		}
		if d := a.Next.Sub(now); wait == untilWoken || d < wait {
			wait = d
		}
		return true
	})
	if ok {
		wait = 0
	}
	return w, wait
}

// step does what is next about a file: another chunk, the proof of what has come,
// or the word to its author that it is here.
func (p *porter) step(ctx context.Context, w notify.Wanted) error {
	if w.Complete {
		return p.tell(ctx, w)
	}
	f, a := given{p.c.party, w.File}, p.pulling(w.File)
	var err error
	if a.chunks < 0 {
		if a.chunks, err = p.g.files.chunks(ctx, f); err != nil {
			return err
		}
	}
	from := int64(a.chunks) * schema.FileChunk
	p.got(a, min(from, w.Size))
	if from < w.Size {
		return p.bring(ctx, w, a)
	}
	p.begun = nil // it is complete now, or begins again
	if err = p.g.complete(ctx, f, w.Size); err != nil {
		a.chunks = -1
	}
	if errors.Is(err, ErrOtherFile) {
		return errors.Join(errWrongFile, p.g.files.drop(ctx, f))
	}
	return err
}

// bring pulls the next chunk, piece by piece, and keeps it.
func (p *porter) bring(ctx context.Context, w notify.Wanted, a *Pulling) error {
	if p.file != w.File || p.number != a.chunks {
		p.file, p.number, p.chunk = w.File, a.chunks, nil
	}
	from := int64(a.chunks) * schema.FileChunk
	for size := int(min(w.Size-from, schema.FileChunk)); len(p.chunk) < size; {
		if err := p.yield(ctx); err != nil {
			return err
		}
		b, err := p.pull(ctx, w.File, from+int64(len(p.chunk)), min(p.length, size-len(p.chunk)))
		if err != nil {
			return err
		}
		p.chunk = append(p.chunk, b...)
		p.got(a, from+int64(len(p.chunk)))
	}
	if err := p.g.files.put(ctx, given{p.c.party, w.File}, a.chunks, p.chunk); err != nil {
		return err
	}
	a.chunks++
	p.begun[w.File] += schema.FileChunk
	p.g.step("porter.kept")
	return nil
}

// pull asks for one piece.
func (p *porter) pull(ctx context.Context, file schema.Digest, offset int64, length int) ([]byte, error) {
	request, err := p.g.intake.Pull(file, offset, length)
	if err != nil {
		return nil, err
	}
	begun := p.g.clock.Now()
	reply, err := p.ask(ctx, request)
	p.suit(p.g.clock.Now().Sub(begun), err)
	if err != nil {
		return nil, err
	}
	b, err := p.g.intake.TakePiece(p.c.party, file, offset, reply)
	if err == nil && len(b) != length { // and it has as many, if it is the file
		err = fmt.Errorf("%w: a piece of %d bytes where %d were asked for", errWrongFile, len(b), length)
	}
	return b, err
}

func (p *porter) ask(ctx context.Context, request *schema.Envelope) ([]byte, error) {
	conn, err := p.c.connect(ctx)
	if err != nil {
		return nil, err
	}
	return p.c.ask(ctx, conn, request.Marshal())
}

// suit makes the next piece as large as the road bears.
func (p *porter) suit(took time.Duration, err error) {
	switch {
	case err != nil:
		p.length = smallPiece
	case took > pieceTakes:
		p.length = max(p.length/2, smallPiece)
	case took < pieceTakes/2:
		p.length = min(2*p.length, schema.FileChunk)
	}
}

// yield waits while the party is being told something that goes first.
func (p *porter) yield(ctx context.Context) error {
	for p.g.yields(p.c.party) {
		select {
		case <-p.g.clock.After(pieceTakes):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// tell says to the author that the file is here, and records that it was noted.
func (p *porter) tell(ctx context.Context, w notify.Wanted) error {
	request, err := p.g.intake.Obtained(p.c.party, w.File, w.Size, p.g.clock.Now())
	if err != nil {
		return err
	}
	reply, err := p.ask(ctx, request)
	if err != nil {
		return err
	}
	return p.g.intake.TakeNoted(ctx, p.c.party, w.File, reply, p.g.clock.Now())
}

// pulling is what is known of a file. Its chunks, and what failed, are of the
// porter's own goroutine; the rest is shown to others.
func (p *porter) pulling(file schema.Digest) *Pulling {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.pulls[file] == nil {
		p.pulls[file] = &Pulling{chunks: -1}
	}
	return p.pulls[file]
}

func (p *porter) got(a *Pulling, n int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	a.Got = n
}

// ended notes what a step ended in, and when to go on. What only this file suffers
// from holds up no other.
func (p *porter) ended(file schema.Digest, err error) {
	a := p.pulling(file)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err == nil {
		a.Reason, a.failed, p.failures = "", 0, 0
		return
	}
	now := p.g.clock.Now()
	switch {
	case errors.Is(err, errWrongFile):
		a.Next = now.Add(min(wrongPause<<min(a.wrong, 8), longestWrong))
		a.wrong++
	case errors.Is(err, notify.ErrNoFile):
		a.Next = now.Add(jitter(backoff(a.failed)))
		a.failed++
	default:
		p.next = now.Add(jitter(backoff(p.failures)))
		p.failures++
	}
	a.Reason = err.Error()
	p.g.log.Debug("bring a file", "party", p.c.party, "file", file, "error", err)
}
