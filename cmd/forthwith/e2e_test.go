package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation/sim"
	"forthwith/federation/trust"
	"forthwith/schema"
)

// asBinary makes the test binary be forthwith; killAt makes it kill itself, by
// SIGKILL, at a named step: intake.recorded:3 is the third time.
const (
	asBinary = "FORTHWITH_TEST_AS_BINARY"
	killAt   = "FORTHWITH_TEST_KILL"
)

func TestMain(m *testing.M) {
	if os.Getenv(asBinary) == "" {
		os.Exit(m.Run())
	}
	signal.Ignore(syscall.SIGXFSZ) // a file that may not grow is an error, as on a full disk
	os.Exit(run(context.Background(), os.Args[1:], &Env{
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Getenv: os.Getenv, Step: killer(os.Getenv(killAt)),
	}))
}

func killer(at string) func(string) {
	point, n, ok := strings.Cut(at, ":")
	if !ok {
		return nil
	}
	left := new(atomic.Int64)
	times, _ := strconv.Atoi(n)
	left.Store(int64(times))
	return func(step string) {
		if step == point && left.Add(-1) == 0 {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
			select {} // nothing after the step happens
		}
	}
}

// town is some nodes as real processes, and who drives them.
type town struct {
	t     *testing.T
	dir   string
	nodes map[schema.Party]*process
}

// process is one node, running or not.
type process struct {
	party    schema.Party
	dir, url string
	tokens   map[string]string // by login

	mu   sync.Mutex
	cmd  *exec.Cmd
	dead chan struct{}
	up   chan struct{} // closed while it serves
}

const password = "a-long-password"

// newTown makes the nodes by the binary's own commands.
func newTown(t *testing.T, codes ...schema.Party) *town {
	t.Helper()
	w := &town{t: t, dir: t.TempDir(), nodes: make(map[schema.Party]*process)}
	keeper := filepath.Join(w.dir, string(codes[0]), "keeper.pub")
	var entries []string
	for i, p := range codes {
		n := &process{party: p, dir: filepath.Join(w.dir, string(p)), tokens: make(map[string]string), up: make(chan struct{})}
		listen, api := freeAddress(t), freeAddress(t)
		n.url = "http://" + api
		a := []string{"init", "--party", string(p), "--name", string(p) + "land", "--phone", "+99 1 555 0100", "--dir", n.dir,
			"--organisation", "notify." + strings.ToLower(string(p)) + ".example", "--listen", listen, "--address", listen, "--console", api}
		if i == 0 {
			a = append(a, "--keeper")
		} else {
			a = append(a, "--keeper-key", w.read(keeper))
		}
		w.forthwith("", a...)
		entries = append(entries, filepath.Join(n.dir, "entry.json"))
		w.nodes[p] = n
	}
	edition := filepath.Join(w.dir, "edition.json")
	w.forthwith("", append([]string{"directory", "add", "--out", edition, "--keeper-key", w.read(keeper)}, entries...)...)
	w.forthwith("", "directory", "sign", "--key", filepath.Join(w.dir, string(codes[0]), "keys", "keeper.pem"), edition)
	for _, n := range w.nodes {
		must(t, os.WriteFile(filepath.Join(n.dir, "directory.json"), []byte(w.read(edition)), 0o600))
	}
	t.Cleanup(w.stop)
	return w
}

func (w *town) read(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(name)
	must(w.t, err)
	return strings.TrimSpace(string(b))
}

// forthwith runs one command as the binary would; it fails the test unless it
// succeeds.
func (w *town) forthwith(session string, a ...string) string {
	w.t.Helper()
	out, code := w.try(session, a...)
	if code != 0 {
		w.t.Fatalf("forthwith %s: exit code %d\n%s", strings.Join(a, " "), code, out)
	}
	return out
}

func (w *town) try(session string, a ...string) (string, int) {
	w.t.Helper()
	var out bytes.Buffer
	env := map[string]string{"FORTHWITH_PASSWORD": password, "FORTHWITH_SESSION": filepath.Join(w.dir, session+".session")}
	code := run(w.t.Context(), a, &Env{
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: &out, Getenv: func(k string) string { return env[k] },
	})
	return out.String(), code
}

// start runs a node until it dies or is stopped; kill names where it kills
// itself.
func (n *process) start(t *testing.T, kill string) {
	t.Helper()
	self, err := os.Executable()
	must(t, err)
	cmd := exec.Command(self, "serve", "--config", filepath.Join(n.dir, "forthwith.toml"))
	cmd.Env = append(os.Environ(), asBinary+"=1", killAt+"="+kill)
	log, err := os.OpenFile(filepath.Join(n.dir, "log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	must(t, err)
	cmd.Stderr = log
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	serving, dead := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(dead)
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.Contains(lines.Text(), "EXERCISE") {
				close(serving)
			}
		}
		_ = cmd.Wait() // killed processes have an error; that is their point
		_ = log.Close()
	}()
	select {
	case <-serving:
	case <-dead:
		if kill == "" {
			t.Fatalf("%s did not start:\n%s", n.party, tail(filepath.Join(n.dir, "log")))
		}
	case <-time.After(time.Minute):
		t.Fatalf("%s did not start in a minute", n.party)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cmd, n.dead = cmd, dead
	close(n.up)
}

// died waits for the end of the process, and says whether it was by SIGKILL.
func (n *process) died(t *testing.T) bool {
	t.Helper()
	select {
	case <-n.dead:
	case <-time.After(time.Minute):
		t.Fatalf("%s did not die in a minute", n.party)
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.up = make(chan struct{})
	status, ok := n.cmd.ProcessState.Sys().(syscall.WaitStatus)
	return ok && status.Signaled() && status.Signal() == syscall.SIGKILL
}

func (n *process) serving() <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.up
}

// stop ends what still runs, in good order.
func (w *town) stop() {
	for _, n := range w.nodes {
		n.mu.Lock()
		cmd, dead := n.cmd, n.dead
		n.cmd = nil
		n.mu.Unlock()
		if cmd != nil {
			_ = cmd.Process.Signal(syscall.SIGTERM)
			<-dead
		}
	}
}

// staff starts all nodes, each with a drafter, an approver, a duty officer and a
// coordinator of exercises.
func (w *town) staff() {
	w.t.Helper()
	for p, n := range w.nodes {
		n.start(w.t, "")
		w.people(p, map[string]string{"drafter": "nca-d", "approver": "nca-d", "duty": "nwp", "coordinator": "exercise"})
	}
}

// signIn is a session on the command line for those who draft, release and read.
func (w *town) signIn() {
	w.t.Helper()
	for p, n := range w.nodes {
		for _, login := range []string{"drafter", "approver", "duty"} {
			w.forthwith(string(p)+login, "login", login, "--node", n.url)
		}
	}
}

// people adds users with sessions to a running node.
func (w *town) people(p schema.Party, desks map[string]string) {
	w.t.Helper()
	n := w.nodes[p]
	n.login(w.t, "admin")
	for login, desk := range desks {
		must(w.t, n.do(w.t.Context(), "admin", "POST", "/users", console.NewUser{Login: login, Name: login, Desk: desk, Password: password}, nil))
		n.login(w.t, login)
	}
}

func (n *process) login(t *testing.T, login string) {
	t.Helper()
	var s console.Session
	must(t, n.do(t.Context(), "", "POST", "/session", console.SignIn{Login: login, Password: password}, &s))
	n.tokens[login] = s.Token
}

// do makes a request as an officer, and again, with the same body and so the same
// id, for as long as the node dies over it.
func (n *process) do(ctx context.Context, login, method, path string, in, out any) error {
	body, err := bodyOf(in)
	if err != nil {
		return err
	}
	for {
		select {
		case <-n.serving():
		case <-ctx.Done():
			return ctx.Err()
		}
		req, err := http.NewRequestWithContext(ctx, method, n.url+"/api/v1"+path, bytes.NewReader(body))
		if err != nil {
			return err
		}
		if login != "" {
			req.Header.Set("Authorization", "Bearer "+n.tokens[login])
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			continue
		}
		answer, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			continue
		}
		if resp.StatusCode >= 300 {
			p := new(console.Problem)
			_ = json.Unmarshal(answer, p)
			return p
		}
		if out == nil {
			return nil
		}
		return json.Unmarshal(answer, out)
	}
}

// changes tells of changes of exercises at a node until f or ctx ends it.
func (n *process) changes(ctx context.Context, login string, f func() bool) error {
	return n.changesIn(ctx, schema.Exercise, login, f)
}

func (n *process) changesIn(ctx context.Context, w schema.Workspace, login string, f func() bool) error {
	for ctx.Err() == nil {
		select {
		case <-n.serving():
		case <-ctx.Done():
			return ctx.Err()
		}
		req, err := http.NewRequestWithContext(ctx, "GET", n.url+"/api/v1/"+string(w)+"/stream", nil)
		if err != nil {
			return err
		}
		req.Header.Set("Authorization", "Bearer "+n.tokens[login])
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			continue // it is being killed
		}
		lines := bufio.NewScanner(resp.Body)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "event: changed") && f() {
				resp.Body.Close()
				return nil
			}
		}
		resp.Body.Close()
	}
	return ctx.Err()
}

// audit reads the stores of the stopped town.
func (w *town) audit(acts []sim.Act) *sim.Account {
	w.t.Helper()
	keeper, err := trust.ParseKeeperPublic(w.read(filepath.Join(w.dir, "XA", "keeper.pub")))
	must(w.t, err)
	dir, err := trust.OpenEdition([]byte(w.read(filepath.Join(w.dir, "edition.json"))), []trust.KeeperPublic{keeper}, 1)
	must(w.t, err)
	stores := make(map[schema.Party]string)
	for p, n := range w.nodes {
		stores[p] = filepath.Join(n.dir, "data")
	}
	a, err := sim.Audit(w.t.Context(), stores, dir, acts)
	must(w.t, err)
	return a
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	return l.Addr().String()
}

func tail(name string) string {
	b, err := os.ReadFile(name)
	if err != nil {
		return fmt.Sprint(err)
	}
	return string(b[max(0, len(b)-3000):])
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
