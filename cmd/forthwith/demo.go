package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation/sim"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// demoParties are three fictional States, with codes ISO 3166-1 leaves to users,
// and the Agency.
var demoParties = []sim.Party{
	{Code: "XA", Name: "Arvania", Phone: "+99 1 555 0117"},
	{Code: "XB", Name: "Borland", Phone: "+98 2 555 0142"},
	{Code: "XC", Name: "Cordia", Phone: "+97 3 555 0170"},
	{Code: "IAEA", Name: "Agency", Phone: "+96 4 555 0103", Roles: []trust.Role{trust.RoleRelay, trust.RoleDisseminator, trust.RoleKeeper}},
}

// demoPort is where the first party's console listens; the others follow.
const demoPort = 8481

func newDemo(e *Env) *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Run a federation of four nodes in this process and play a short event",
		Long: `Starts three fictional States, XA, XB and XC, and the Agency, each a full node
with its own keys, store, TLS port and console, and plays a short event in the
exercise workspace. Simulated officers answer after human delays. Afterwards the
nodes stay up, live workspace included, for you to use their consoles.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			dir, err := os.MkdirTemp("", "forthwith-demo-")
			if err != nil {
				return err
			}
			d := &demo{out: e.Stdout, once: once, dir: dir, password: rand.Text()[:10]}
			return errors.Join(d.run(ctx), os.RemoveAll(dir))
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "play and exit: 0 only when every addressee acknowledged everything")
	return cmd
}

// demo is one run of the demonstration.
type demo struct {
	out      io.Writer
	once     bool
	dir      string
	password string
	fed      *sim.Federation
}

func (d *demo) run(ctx context.Context) (err error) {
	d.fed, err = sim.New(sim.Config{Dir: d.dir, Parties: demoParties, Loopback: true, Beat: 10 * time.Second,
		Policy: notify.DefaultPolicy(), Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.fed.Close()) }()
	nodes, stop := context.WithCancel(ctx)
	defer stop()
	if err := d.fed.StartAll(nodes); err != nil {
		return err
	}
	consoles, cctx := errgroup.WithContext(nodes)
	defer func() { stop(); err = errors.Join(err, consoles.Wait()) }()
	if err := d.openConsoles(cctx, consoles); err != nil {
		return err
	}
	story := newStory(d.fed, d.out)
	if err := story.play(cctx); err != nil {
		if ctx.Err() != nil && !d.once {
			return nil // somebody pressed Ctrl-C
		}
		return err
	}
	if d.once {
		return nil
	}
	fmt.Fprintf(d.out, "\nThe nodes stay up until you press Ctrl-C. Use the consoles; the live workspace is theirs too.\n")
	<-cctx.Done()
	return nil
}

// demoDesks are the desks of every party in the demonstration.
func demoDesks() map[string]console.Desk {
	return map[string]console.Desk{
		"nwp":   {Title: "National Warning Point", Rights: []notify.Right{notify.RightReceive}},
		"nca-d": {Title: "National Emergency Centre", Rights: []notify.Right{notify.RightIssue, notify.RightReceive}},
		"nca-a": {Title: "Nuclear Safety Authority", Rights: []notify.Right{notify.RightReceive, notify.RightTakeOver}},
		"coord": {Title: "Exercise coordination", Rights: []notify.Right{notify.RightCoordinate, notify.RightReceive}},
	}
}

// openConsoles gives every node its users and its console, and says the way in.
func (d *demo) openConsoles(ctx context.Context, g *errgroup.Group) error {
	hash, err := console.HashPassword(d.password)
	if err != nil {
		return err
	}
	fmt.Fprintf(d.out, "Four nodes are up. Sign in to their consoles with the password %s\n\n", d.password)
	for i, p := range demoParties {
		n := d.fed.Node(p.Code)
		for _, o := range castOf(p.Code) {
			u := notify.User{Login: o.Login, Name: o.Name, Desk: o.Desk, Secret: hash, Since: schema.NewInstant(n.Now())}
			if err := n.SetUser(ctx, u, "demo"); err != nil {
				return err
			}
		}
		l, err := listenNear(demoPort + i)
		if err != nil {
			return err
		}
		key := make([]byte, 32)
		rand.Read(key)
		srv := console.New(console.Config{
			Node: n, Name: p.Name, Desks: demoDesks(), SessionKey: key, Log: slog.New(slog.DiscardHandler), Listen: l.Addr().String(),
		})
		g.Go(func() error { return srv.Serve(ctx, l) })
		fmt.Fprintf(d.out, "  %-4s %-8s %s  %s\n", p.Code, p.Name, srv.URL(schema.Exercise), srv.URL(schema.Live))
	}
	fmt.Fprintf(d.out, "\n  users at each: %s\n\n", logins(castOf("XA")))
	return nil
}

// listenNear takes the port if it is free, and any other if it is not.
func listenNear(port int) (net.Listener, error) {
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return net.Listen("tcp", "127.0.0.1:0")
	}
	return l, nil
}

// human is how long a person takes for something that is on the screen.
func human(least, most time.Duration) time.Duration {
	var b [1]byte
	rand.Read(b[:])
	return least + (most-least)*time.Duration(b[0])/256
}
