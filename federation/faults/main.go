package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	run := func() error { return runParts(ctx, os.Args[1:], os.Stdout) }
	if os.Getenv(asChild) != "" {
		// What interrupts the run ends the nodes by the end of their input.
		signal.Ignore(os.Interrupt)
		run = func() error { return beChild(context.WithoutCancel(ctx), os.Stdin, os.Stdout, os.Stderr) }
	}
	if err := run(); err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "faults: error:", err)
		os.Exit(1)
	}
}
