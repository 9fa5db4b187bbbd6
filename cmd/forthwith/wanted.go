package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"forthwith/schema"
)

// wantedFlags say which acknowledgement is hoped for, and by when.
type wantedFlags struct {
	rung, by string
}

func (w *wantedFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&w.rung, "wanted", "", "the acknowledgement hoped for: acknowledged, verified (by call-back) or takenOver")
	cmd.Flags().StringVar(&w.by, "by", "", "by when, UTC, as in 2026-11-25T14:30:00Z, or how long from now, as in 30m")
}

// read is what the flags say; nil if neither was given. A time alone wants an
// acknowledgement.
func (w *wantedFlags) read(now time.Time) (*schema.Wanted, error) {
	if w.rung == "" && w.by == "" {
		return nil, nil
	}
	if w.by == "" {
		return nil, usage{errors.New("say with --by by when it is wanted, as in --by 30m")}
	}
	rung := schema.RungAcknowledged
	if w.rung != "" {
		rung = schema.Rung(w.rung)
	}
	if !slices.Contains(schema.Rungs, rung) {
		return nil, usage{fmt.Errorf("--wanted %q: it is acknowledged, verified or takenOver", w.rung)}
	}
	by, err := schema.ParseTime(w.by)
	if d, wrong := time.ParseDuration(w.by); wrong == nil {
		by, err = schema.NewTime(now.Add(d)), nil
	}
	switch {
	case err != nil:
		return nil, usage{fmt.Errorf("--by %q: write a time in UTC, as in 2026-11-25T14:30:00Z, or how long from now, as in 30m", w.by)}
	case !by.Std().After(now):
		return nil, usage{fmt.Errorf("--by %q: give a time to come", w.by)}
	}
	return &schema.Wanted{Rung: rung, By: by}, nil
}
