package main

import (
	"context"
	"io/fs"
	"syscall"
	"time"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
)

// The calls that change a disk, or make it durable.

// handle is an open file.
type handle struct{ synced bool }

func newHandle(flags uint32) *handle { return &handle{flags&syscall.O_DSYNC != 0} } // O_SYNC has its bit

func (n *node) Create(ctx context.Context, name string, flags, mode uint32, out *fuse.EntryOut) (*fusefs.Inode, fusefs.FileHandle, uint32, syscall.Errno) {
	if errno := n.disk.lock(); errno != 0 {
		return nil, nil, 0, errno
	}
	defer n.disk.mu.Unlock()
	if n.inode.entries[name] != nil {
		return nil, nil, 0, syscall.EEXIST
	}
	i := n.disk.create(n.inode, name, fs.FileMode(mode).Perm())
	return n.child(ctx, i, out), newHandle(flags), 0, 0
}

func (n *node) Mkdir(ctx context.Context, name string, mode uint32, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	if errno := n.disk.lock(); errno != 0 {
		return nil, errno
	}
	defer n.disk.mu.Unlock()
	if n.inode.entries[name] != nil {
		return nil, syscall.EEXIST
	}
	return n.child(ctx, n.disk.create(n.inode, name, fs.ModeDir|fs.FileMode(mode).Perm()), out), 0
}

func (n *node) Unlink(_ context.Context, name string) syscall.Errno {
	if errno := n.disk.lock(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	i := n.inode.entries[name]
	if i == nil {
		return syscall.ENOENT
	}
	n.disk.rename(change{node: i, from: place{n.inode, name}})
	return 0
}

func (n *node) Rmdir(ctx context.Context, name string) syscall.Errno {
	if errno := n.disk.lock(); errno != 0 {
		return errno
	}
	i := n.inode.entries[name]
	full := i != nil && len(i.entries) > 0
	n.disk.mu.Unlock()
	if full {
		return syscall.ENOTEMPTY
	}
	return n.Unlink(ctx, name)
}

func (n *node) Rename(_ context.Context, name string, parent fusefs.InodeEmbedder, newName string, flags uint32) syscall.Errno {
	to, ok := parent.(*node)
	if !ok || flags != 0 {
		return syscall.EINVAL
	}
	if errno := n.disk.lock(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	i := n.inode.entries[name]
	if i == nil {
		return syscall.ENOENT
	}
	if old := to.inode.entries[newName]; old != nil && len(old.entries) > 0 {
		return syscall.ENOTEMPTY
	}
	n.disk.rename(change{node: i, from: place{n.inode, name}, to: place{to.inode, newName}})
	return 0
}

func (n *node) Open(_ context.Context, flags uint32) (fusefs.FileHandle, uint32, syscall.Errno) {
	return newHandle(flags), 0, 0
}

func (n *node) Read(_ context.Context, _ fusefs.FileHandle, b []byte, offset int64) (fuse.ReadResult, syscall.Errno) {
	if errno := n.disk.lock(); errno != 0 {
		return nil, errno
	}
	defer n.disk.mu.Unlock()
	data := n.inode.data
	if offset >= int64(len(data)) {
		return fuse.ReadResultData(nil), 0
	}
	return fuse.ReadResultData(b[:copy(b, data[offset:])]), 0
}

func (n *node) Write(_ context.Context, h fusefs.FileHandle, b []byte, offset int64) (uint32, syscall.Errno) {
	if errno := n.disk.lock(); errno != 0 {
		return 0, errno
	}
	n.disk.write(n.inode, write{offset: offset, bytes: b})
	n.disk.mu.Unlock()
	if h, ok := h.(*handle); ok && h.synced {
		return uint32(len(b)), n.sync()
	}
	return uint32(len(b)), 0
}

// Fsync is of files and of directories.
func (n *node) Fsync(context.Context, fusefs.FileHandle, uint32) syscall.Errno { return n.sync() }

func (n *node) sync() syscall.Errno {
	<-time.After(syncTakes) // whatever becomes of the caller
	if errno := n.disk.lock(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	n.disk.sync(n.inode)
	return 0
}

// lock keeps other calls away, until mu is unlocked. A disk without power has none.
func (d *disk) lock() syscall.Errno {
	d.mu.Lock()
	if d.off {
		d.mu.Unlock()
		return syscall.EIO
	}
	return 0
}

// Flush is close; it makes nothing durable.
func (n *node) Flush(context.Context, fusefs.FileHandle) syscall.Errno { return 0 }
