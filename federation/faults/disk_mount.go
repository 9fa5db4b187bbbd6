package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"strconv"
	"syscall"
	"time"

	fusefs "github.com/hanwen/go-fuse/v2/fs"
	"github.com/hanwen/go-fuse/v2/fuse"
	"golang.org/x/sys/unix"
)

// mounted is a disk on a directory, until it is let go.
type mounted struct {
	server *fuse.Server
	dir    string
}

// mount puts the disk on a directory. After a power loss it is mounted anew, as
// by a machine that starts: the kernel remembers nothing of it.
func (d *disk) mount(dir string) (*mounted, error) {
	d.on()
	remembered := time.Minute // all changes come through this mount
	server, err := fusefs.Mount(dir, &node{disk: d, inode: d.root}, &fusefs.Options{
		EntryTimeout: &remembered, AttrTimeout: &remembered,
		MountOptions: fuse.MountOptions{
			DirectMountStrict: true, FsName: "forthwith-faults", Name: "faults", DisableXAttrs: true,
			MaxWrite: 1 << 20, Logger: log.New(io.Discard, "", 0),
		},
	})
	if err != nil {
		return nil, fmt.Errorf("mount the disk on %s: %w", dir, err)
	}
	if err := keepFromChildren("/dev/fuse"); err != nil {
		return nil, errors.Join(err, server.Unmount())
	}
	return &mounted{server, dir}, nil
}

// keepFromChildren marks a device, where it is open, as not to be inherited: the
// library does not, and a node that held its own disk could never die with us.
func keepFromChildren(device string) error {
	open, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return err
	}
	for _, e := range open {
		fd, err := strconv.Atoi(e.Name())
		if err != nil {
			return err
		}
		if to, err := os.Readlink("/proc/self/fd/" + e.Name()); err == nil && to == device {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}

// Close takes the disk off its directory, also from under what still uses it.
func (m *mounted) Close() error {
	err := m.server.Unmount()
	if err == nil {
		return nil
	}
	if derr := unix.Unmount(m.dir, unix.MNT_DETACH); derr != nil {
		return errors.Join(fmt.Errorf("unmount %s: %w", m.dir, err), derr)
	}
	return nil
}

// node is an inode as the kernel sees it.
type node struct {
	fusefs.Inode
	disk  *disk
	inode *inode
}

func (n *node) attr(a *fuse.Attr) {
	a.Ino, a.Size, a.Nlink = n.inode.number, uint64(len(n.inode.data)), 1
	a.Mode = unixMode(n.inode.mode)
	a.Blocks, a.Blksize = (a.Size+sector-1)/sector, 4096
	a.SetTimes(&n.inode.changed, &n.inode.changed, &n.inode.changed)
}

func unixMode(m fs.FileMode) uint32 {
	if m.IsDir() {
		return syscall.S_IFDIR | uint32(m.Perm())
	}
	return syscall.S_IFREG | uint32(m.Perm())
}

func (n *node) child(ctx context.Context, i *inode, out *fuse.EntryOut) *fusefs.Inode {
	c := &node{disk: n.disk, inode: i}
	c.attr(&out.Attr)
	return n.NewInode(ctx, c, fusefs.StableAttr{Mode: unixMode(i.mode), Ino: i.number})
}

func (n *node) Getattr(_ context.Context, _ fusefs.FileHandle, out *fuse.AttrOut) syscall.Errno {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	n.attr(&out.Attr)
	return 0
}

func (n *node) Setattr(_ context.Context, h fusefs.FileHandle, in *fuse.SetAttrIn, out *fuse.AttrOut) syscall.Errno {
	if errno := n.disk.lock(); errno != 0 {
		return errno
	}
	defer n.disk.mu.Unlock()
	if size, ok := in.GetSize(); ok {
		n.disk.write(n.inode, write{offset: int64(size), truncate: true})
	}
	if mode, ok := in.GetMode(); ok {
		n.inode.mode = n.inode.mode.Type() | fs.FileMode(mode).Perm()
	}
	n.attr(&out.Attr)
	return 0
}

func (n *node) Lookup(ctx context.Context, name string, out *fuse.EntryOut) (*fusefs.Inode, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	i := n.inode.entries[name]
	if i == nil {
		return nil, syscall.ENOENT
	}
	return n.child(ctx, i, out), 0
}

func (n *node) Readdir(context.Context) (fusefs.DirStream, syscall.Errno) {
	n.disk.mu.Lock()
	defer n.disk.mu.Unlock()
	var list []fuse.DirEntry
	for name, i := range n.inode.entries {
		list = append(list, fuse.DirEntry{Name: name, Ino: i.number, Mode: unixMode(i.mode)})
	}
	return fusefs.NewListDirStream(list), 0
}

func (n *node) Statfs(_ context.Context, out *fuse.StatfsOut) syscall.Errno {
	out.Bsize, out.Frsize, out.NameLen = 4096, 4096, 255
	out.Blocks, out.Bfree, out.Bavail = 1<<20, 1<<20, 1<<20
	out.Files, out.Ffree = 1<<20, 1<<20
	return 0
}
