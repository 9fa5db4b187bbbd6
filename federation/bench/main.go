package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/pprof"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "bench: error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	f, err := parse(args)
	if err != nil {
		return err
	}
	if err := raiseFiles(); err != nil {
		return err
	}
	if f.child != "" {
		return profiled(f.cpuprofile, func() error { return child(ctx, f) })
	}
	if f.out == "" {
		if f.out, err = os.MkdirTemp("", "forthwith-bench-report-"); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(f.out, 0o755); err != nil {
		return err
	}
	b, err := newBench(f.plan)
	if err != nil {
		return err
	}
	err = profiled(f.cpuprofile, func() error { return b.run(ctx) })
	if err := errors.Join(err, os.RemoveAll(b.dir)); err != nil {
		return err
	}
	return b.report.save(f.out)
}

// profiled runs f, with a profile if there is a file for it.
func profiled(file string, f func() error) error {
	if file == "" {
		return f()
	}
	w, err := os.Create(filepath.Clean(file))
	if err != nil {
		return err
	}
	if err := pprof.StartCPUProfile(w); err != nil {
		return errors.Join(err, w.Close())
	}
	err = f()
	pprof.StopCPUProfile()
	return errors.Join(err, w.Close())
}

// raiseFiles takes as many open files as the machine gives: two hundred nodes
// and their links need some thousands.
func raiseFiles() error {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return fmt.Errorf("limit of open files: %w", err)
	}
	l.Cur = l.Max
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		return fmt.Errorf("raise the limit of open files: %w", err)
	}
	return nil
}
