package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

// inChild measures one thing in a process of its own, so that its memory and
// processor time are its own.
func (b *bench) inChild(ctx context.Context, name string, found any) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{
		"-child", name, "-idle", b.idle.String(), "-links", strconv.Itoa(b.links), "-entries", strconv.Itoa(b.entries), "-rest", b.rest.String(),
	}
	if b.cpuprofile != "" {
		args = append(args, "-cpuprofile", b.cpuprofile+"."+name)
	}
	cmd := exec.CommandContext(ctx, self, args...)
	// The child's temporary files lie in ours, and go with them.
	cmd.Env = append(os.Environ(), "TMPDIR="+b.dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("measure %s: %w", name, err)
	}
	return json.Unmarshal(out, found)
}

// child is that process: it prints what it found.
func child(ctx context.Context, f flags) (err error) {
	b, err := newBench(f.plan)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	var found any
	switch f.child {
	case "start":
		found, err = b.openLong(ctx)
	case "ours", "floor":
		found, err = b.idleAlone(ctx, f.child)
	case "ours-linked", "floor-linked":
		found, err = b.idleLinked(ctx, strings.TrimSuffix(f.child, "-linked"))
	default:
		err = fmt.Errorf("-child %s is not known", f.child)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(found)
}
