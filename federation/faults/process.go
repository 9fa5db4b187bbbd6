package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"forthwith/schema"
)

const (
	upWithin    = time.Minute
	replyWithin = 40 * time.Second
	// mostMemory bounds a process: one that damage makes take more dies, and not
	// the machine.
	mostMemory = 4 << 30
)

// errDied is a command to a process that died over it.
var errDied = errors.New("the process died")

// process is a node's process as the one that started it sees it.
type process struct {
	party schema.Party
	log   string
	cmd   *exec.Cmd
	up    chan struct{} // closed when the node is up for the first time
	dead  chan struct{} // closed when all it said was read

	mu      sync.Mutex
	in      io.WriteCloser
	said    *json.Encoder
	last    int
	waiting map[int]chan reply
	isUp    bool
}

// start begins a process, in a space if there is one; it does not wait until the
// node is up.
func start(s setup, log string, in *space) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{party: s.Party, log: log, cmd: exec.Command(self), up: make(chan struct{}), dead: make(chan struct{}), waiting: make(map[int]chan reply)}
	p.cmd.Env = append(os.Environ(), asChild+"=1")
	errs, err := os.OpenFile(log, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer errs.Close()
	p.cmd.Stderr = errs
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	begin := p.cmd.Start
	if in != nil {
		begin = func() error { return in.enter(p.cmd.Start) }
	}
	if err := begin(); err != nil {
		return nil, fmt.Errorf("start %s: %w", s.Party, err)
	}
	go p.listen(out)
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_AS, &unix.Rlimit{Cur: mostMemory, Max: mostMemory}, nil); err != nil {
		return nil, errors.Join(fmt.Errorf("bound the memory of %s: %w", s.Party, err), p.kill())
	}
	p.said = json.NewEncoder(p.in)
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := p.said.Encode(s); err != nil {
		return nil, errors.Join(fmt.Errorf("set %s up: %w", s.Party, err), p.cmd.Process.Kill())
	}
	return p, nil
}

// listen takes what the process says until it is dead, and reaps it. What it
// said before it died counts.
func (p *process) listen(out io.Reader) {
	defer close(p.dead)
	for said := json.NewDecoder(bufio.NewReader(out)); ; {
		var r reply
		if said.Decode(&r) != nil {
			break // a line that was cut off was never said
		}
		p.take(r)
	}
	_ = p.cmd.Wait() // one that was killed has an error; that is its point
}

func (p *process) take(r reply) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.Number == 0 {
		if !p.isUp {
			p.isUp = true
			close(p.up)
		}
		return
	}
	if w := p.waiting[r.Number]; w != nil {
		w <- r
		delete(p.waiting, r.Number)
	}
}

// ask has the process do something, and waits for what becomes of it.
func (p *process) ask(ctx context.Context, do command) (reply, error) {
	ctx, cancel := context.WithTimeout(ctx, replyWithin)
	defer cancel()
	answer := make(chan reply, 1)
	p.mu.Lock()
	p.last++
	do.Number = p.last
	p.waiting[do.Number] = answer
	err := p.said.Encode(do)
	p.mu.Unlock()
	if err != nil {
		return reply{}, fmt.Errorf("%s: %w: %w", p.party, errDied, err)
	}
	select {
	case r := <-answer:
		return r, nil
	case <-p.dead:
	case <-ctx.Done():
		return reply{}, fmt.Errorf("%s does not answer to %s: %w", p.party, do.Do, ctx.Err())
	}
	select {
	case r := <-answer: // the last it said
		return r, nil
	default:
		return reply{}, fmt.Errorf("%s: %w", p.party, errDied)
	}
}

// awaitUp waits until the node is up.
func (p *process) awaitUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, upWithin)
	defer cancel()
	select {
	case <-p.up:
		return nil
	case <-p.dead:
		return fmt.Errorf("the node of %s did not come up:\n%s", p.party, tail(p.log))
	case <-ctx.Done():
		return fmt.Errorf("the node of %s did not come up: %w\n%s", p.party, ctx.Err(), tail(p.log))
	}
}

// kill ends the process by SIGKILL, at whatever it is.
func (p *process) kill() error {
	err := p.cmd.Process.Kill()
	<-p.dead
	if err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill %s: %w", p.party, err)
	}
	return nil
}

// stop ends the process in good order.
func (p *process) stop(ctx context.Context) error {
	p.mu.Lock()
	err := p.in.Close()
	p.mu.Unlock()
	select {
	case <-p.dead:
	case <-time.After(upWithin):
		return errors.Join(fmt.Errorf("%s does not stop", p.party), p.kill())
	case <-ctx.Done():
		return p.kill()
	}
	if !p.cmd.ProcessState.Success() {
		return fmt.Errorf("%s stopped: %s", p.party, p.cmd.ProcessState)
	}
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// tail is the end of a log.
func tail(name string) string {
	b, err := os.ReadFile(filepath.Clean(name))
	if err != nil {
		return err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	return strings.Join(lines[max(0, len(lines)-8):], "\n")
}
