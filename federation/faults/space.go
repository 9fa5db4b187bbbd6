package main

import (
	"errors"
	"fmt"
	"net/netip"
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// device is the name of the only way out of a space.
const device = "road0"

// space is a network namespace of this run. All that leaves it are packets on one
// TUN device, and those are read here. It has no name and is bound nowhere: when
// this process and those inside have ended, however they did, it is gone.
type space struct {
	namespace *os.File
	packets   *os.File // the near end of the device
}

// newSpace makes a namespace in which a node has an address, and routes the
// network of that address to the device.
func newSpace(address netip.Prefix) (*space, error) {
	s := &space{}
	err := apart(func() (err error) {
		if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("make a network namespace: %w", err)
		}
		if s.namespace, err = os.Open("/proc/thread-self/ns/net"); err != nil {
			return err
		}
		if s.packets, err = openTUN(); err != nil {
			return err
		}
		return configure(address)
	})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// enter runs f on a thread inside the space. A process that f starts is inside.
func (s *space) enter(f func() error) error {
	return apart(func() error {
		if err := unix.Setns(int(s.namespace.Fd()), unix.CLONE_NEWNET); err != nil {
			return fmt.Errorf("enter a network namespace: %w", err)
		}
		return f()
	})
}

// Close lets the space go; the device is closed by who reads it, if anybody does.
func (s *space) Close() error {
	var errs []error
	for _, f := range []*os.File{s.namespace, s.packets} {
		if f == nil {
			continue
		}
		if err := f.Close(); err != nil && !errors.Is(err, os.ErrClosed) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// apart runs f on a thread of its own. The thread stays locked and so ends with
// it: nothing else of this program ever runs where f went.
func apart(f func() error) error {
	done := make(chan error)
	go func() {
		runtime.LockOSThread()
		done <- f()
	}()
	return <-done
}

// openTUN makes the device, in the namespace of the thread.
func openTUN() (*os.File, error) {
	fd, err := unix.Open("/dev/net/tun", unix.O_RDWR|unix.O_NONBLOCK|unix.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("open /dev/net/tun: %w", err)
	}
	request, err := unix.NewIfreq(device)
	if err == nil {
		request.SetUint16(unix.IFF_TUN | unix.IFF_NO_PI)
		err = unix.IoctlIfreq(fd, unix.TUNSETIFF, request)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("make the device %s: %w", device, err), unix.Close(fd))
	}
	return os.NewFile(uintptr(fd), device), nil
}

// configure gives the device an address, in the namespace of the thread, and turns
// it on.
func configure(address netip.Prefix) error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	host, mask := address.Addr().As4(), ^uint32(0)<<(32-address.Bits())
	for _, set := range []struct {
		what    string
		request uint
		fill    func(*unix.Ifreq) error
	}{
		{"address", unix.SIOCSIFADDR, func(r *unix.Ifreq) error { return r.SetInet4Addr(host[:]) }},
		{"netmask", unix.SIOCSIFNETMASK, func(r *unix.Ifreq) error {
			return r.SetInet4Addr([]byte{byte(mask >> 24), byte(mask >> 16), byte(mask >> 8), byte(mask)})
		}},
		{"flags", unix.SIOCSIFFLAGS, func(r *unix.Ifreq) error { r.SetUint16(unix.IFF_UP | unix.IFF_RUNNING); return nil }},
	} {
		request, err := unix.NewIfreq(device)
		if err == nil {
			err = set.fill(request)
		}
		if err == nil {
			err = unix.IoctlIfreq(fd, set.request, request)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("set the %s of %s: %w", set.what, device, err), unix.Close(fd))
		}
	}
	return unix.Close(fd)
}
