package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// Env is what a command has of the world outside; tests give their own.
type Env struct {
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	Getenv         func(string) string
	// Step is told where deliveries of a node that serve runs stand. The binary
	// sets none; tests kill the process there.
	Step func(string)
}

// Exit codes, as the root help has them.
const (
	exitRefused     = 1
	exitUsage       = 2
	exitUnreachable = 3
)

// hinted is an error with a word on what to do.
type hinted struct {
	err  error
	hint string
}

func (h *hinted) Error() string { return h.err.Error() }
func (h *hinted) Unwrap() error { return h.err }

// usage is a command called wrongly.
type usage struct{ error }

// silent is a failure that the command has told of already.
var errSilent = errors.New("")

func run(ctx context.Context, args []string, e *Env) int {
	root := newRoot(e)
	root.SetArgs(args)
	root.SetIn(e.Stdin)
	root.SetOut(e.Stdout)
	root.SetErr(e.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if !errors.Is(err, errSilent) {
		report(e.Stderr, err)
	}
	switch {
	case isType[usage](err):
		return exitUsage
	case errors.Is(err, errUnreachable):
		return exitUnreachable
	}
	return exitRefused
}

func isType[T error](err error) bool { _, ok := errors.AsType[T](err); return ok }

func report(w io.Writer, err error) {
	fmt.Fprintf(w, "forthwith: error: %v\n", err)
	hint := ""
	if h, ok := errors.AsType[*hinted](err); ok {
		hint = h.hint
	}
	if p, ok := errors.AsType[*console.Problem](err); ok {
		hint = p.Hint
		printViolations(w, p.Violations, nil)
	}
	if vs, ok := errors.AsType[schema.Violations](err); ok && hint == "" && len(vs) > 0 {
		hint = "correct what is named and try again"
	}
	if hint != "" {
		fmt.Fprintf(w, "hint: %s\n", hint)
	}
}

func newRoot(e *Env) *cobra.Command {
	root := &cobra.Command{
		Use:   "forthwith",
		Short: "Tell other States of a nuclear or radiological emergency, forthwith",
		Long: `forthwith runs a node of the federation and is the officer's command line to it.

Commands for officers work on the live workspace; with --exercise on the exercise
workspace. They talk to the node at --node (or FORTHWITH_NODE), by default
http://127.0.0.1:8480.

Exit codes: 0 done; 1 refused or invalid; 2 called wrongly; 3 the node cannot be
reached.`,
		SilenceUsage: true, SilenceErrors: true, Args: noSuchCommand, RunE: help,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usage{err} })
	o := &options{env: e}
	root.PersistentFlags().StringVar(&o.node, "node", "", "address of the node's API")
	root.PersistentFlags().BoolVar(&o.exercise, "exercise", false, "work in the exercise workspace")
	root.PersistentFlags().BoolVar(&o.json, "json", false, "print results as JSON")
	for _, group := range [][]*cobra.Command{
		{newDemo(e), newInit(o), newServe(e), newDirectory(o)},
		{newLogin(o), newLogout(o), newUser(o)},
		newIssuing(o), newReading(o), newState(o), {newFacilities(o), newExercise(o), newValidate(o), newSchema(o), newConvert(o), newText(o), newAttachments(o)},
	} {
		root.AddCommand(group...)
	}
	return root
}

// options are the flags every command has.
type options struct {
	env      *Env
	node     string
	exercise bool
	json     bool
}

func (o *options) workspace() schema.Workspace {
	if o.exercise {
		return schema.Exercise
	}
	return schema.Live
}

// help is what a command does that only has others below it.
func help(cmd *cobra.Command, _ []string) error { return cmd.Help() }

func noSuchCommand(cmd *cobra.Command, a []string) error {
	if len(a) > 0 {
		return usage{fmt.Errorf("there is no command %q; see: %s --help", a[0], cmd.CommandPath())}
	}
	return nil
}

// args checks the number of arguments as a usage error.
func args(n int, what string) cobra.PositionalArgs {
	return func(_ *cobra.Command, a []string) error {
		if len(a) != n {
			return usage{fmt.Errorf("give %s", what)}
		}
		return nil
	}
}
