package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"forthwith/schema"
)

// power has XA work with its store on a disk in memory, and takes the power from
// both again and again.
func power(ctx context.Context, tr *trial) (err error) {
	if err := tr.open("XA", "XB", "XC"); err != nil {
		return err
	}
	tr.town.files = 10
	d := newDisk(tr.source("disk"), tr.lies)
	m, err := d.mount(tr.town.stores["XA"])
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.CopyFS(filepath.Join(tr.dir, "disk"), os.DirFS(tr.town.stores["XA"])))
		}
		err = errors.Join(err, m.Close())
	}()
	crash := func() error {
		d.lose() // first: a process that is killed waits until its sync is over
		tr.faults++
		if err := errors.Join(tr.town.process("XA").kill(), m.Close()); err != nil {
			return err
		}
		m, err = d.mount(tr.town.stores["XA"])
		return err
	}
	err = errors.Join(tr.finish(ctx, tr.crashes(ctx, "XA", crash)), tr.hadFiles())
	tr.note("%d syncs; the losses of power forgot %d writes, %d of them in part", d.syncs, d.writes, d.torn)
	if err == nil && min(d.writes, d.torn) == 0 {
		err = errors.New("no loss of power came while something was written")
	}
	return err
}

// crashes keeps the town at work while one of its nodes crashes.
func (tr *trial) crashes(ctx context.Context, p schema.Party, crash func() error) (err error) {
	if err := tr.town.upAll(ctx); err != nil {
		return err
	}
	work := tr.town.load(ctx, often)
	defer func() { err = work.end(err) }()
	for range tr.count {
		if err := crash(); err != nil {
			return err
		}
		if err := tr.startOne(ctx, p); err != nil {
			return err
		}
	}
	return tr.allUp(ctx)
}
