package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation"
	"forthwith/notify"
	"forthwith/schema"
)

func newServe(e *Env) *cobra.Command {
	var file string
	cmd := &cobra.Command{
		Use: "serve --config FILE", Short: "Run the node", Args: args(0, "the configuration with --config"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, stop := signal.NotifyContext(cmd.Context(), os.Interrupt, syscall.SIGTERM)
			defer stop()
			c, err := loadConfig(file)
			if err != nil {
				return err
			}
			return c.serve(ctx, e)
		},
	}
	cmd.Flags().StringVar(&file, "config", "forthwith.toml", "configuration file")
	return cmd
}

// serve runs a node and its console until ctx ends. A node whose store has to be
// opened anew is, for as long as it takes: nobody need be there.
func (c *config) serve(ctx context.Context, e *Env) error {
	s, err := c.check()
	if err != nil {
		return &hinted{err, "nothing was started; correct the configuration"}
	}
	log := slog.New(slog.NewTextHandler(e.Stderr, &slog.HandlerOptions{Level: s.level}))
	up := false
	for {
		err := c.once(ctx, e, s, log, func(n *federation.Node, srv *console.Server) {
			if up {
				log.Warn("the node is up again")
				return
			}
			up = true
			fmt.Fprintf(e.Stdout, "The node of %s is up; peers reach it at %s.\n  LIVE      %s\n  EXERCISE  %s\n",
				s.party, n.Addr(), srv.URL(schema.Live), srv.URL(schema.Exercise))
		})
		if !up || ctx.Err() != nil || err == nil {
			return err
		}
		log.Error("the node starts anew", "error", err)
		select {
		case <-time.After(startAgain):
		case <-ctx.Done():
			return err
		}
	}
}

// startAgain is how long a node that was up waits before it starts anew.
const startAgain = time.Second

// once runs a node and its console until ctx ends or one of them fails; up is
// told when they serve.
func (c *config) once(ctx context.Context, e *Env, s *setup, log *slog.Logger, up func(*federation.Node, *console.Server)) (err error) {
	n, err := federation.Open(ctx, federation.Config{
		Party: s.party, Dir: c.path(c.Dir), Listen: c.Listen, Keys: s.keys,
		Keepers: s.keepers, KeeperThreshold: c.KeeperThreshold, Directory: s.directory,
		Policy: s.policy, MaxStore: c.MaxStore, MaxFiles: c.MaxFiles, Beat: s.heartbeat, Log: log, Step: e.Step,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, n.Close()) }()
	if err := c.firstAdministrator(ctx, n); err != nil {
		return err
	}
	l, err := c.Console.listen(s.tls)
	if err != nil {
		return err
	}
	srv := console.New(console.Config{
		Node: n, Name: c.Name, Desks: s.desks, SessionKey: s.sessionKey, Log: log, Listen: l.Addr().String(),
		Host: c.Console.Host, Secure: s.tls != nil,
	})
	all, running := errgroup.WithContext(ctx)
	all.Go(func() error { return n.Run(running) })
	all.Go(func() error { return srv.Serve(running, l) })
	up(n, srv)
	return all.Wait()
}

func (c consoleConfig) listen(secure *tls.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", c.Listen)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("address %s is in use by another program; stop it, or change listen under [console]", c.Listen)
	}
	if err != nil || secure == nil {
		return l, err
	}
	return tls.NewListener(l, secure), nil
}

// firstAdministrator takes the user that init left, once: when it is in the
// journal the file is removed.
func (c *config) firstAdministrator(ctx context.Context, n *federation.Node) error {
	name := c.path("admin.json")
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	var u notify.User
	if err := json.Unmarshal(b, &u); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(n.Settings().Users()) == 0 {
		if err := n.SetUser(ctx, u, "init"); err != nil {
			return err
		}
	}
	return os.Remove(name)
}
