package federation

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// ErrStoreInUse is a store that another process has open. Two servers on one
// store would both start, and both acknowledge.
var ErrStoreInUse = errors.New("the store is in use")

// storeLock keeps other processes off a store directory for as long as it is
// open; the kernel lets it go when the process dies.
type storeLock struct {
	file *os.File
}

// lockStore takes the store directory, and makes it if there is none.
func lockStore(dir string) (*storeLock, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the store: %w", err)
	}
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the store: %w", err)
	}
	if err := claim(f); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &storeLock{f}, nil
}

// Close lets the store go. The file stays: removing it would let two processes
// lock two files of one name.
func (l *storeLock) Close() error { return l.file.Close() }

func claim(f *os.File) error {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return fmt.Errorf("%w: %s by another process (pid %s); stop it first", ErrStoreInUse, filepath.Dir(f.Name()), holder(f))
	}
	if err != nil {
		return fmt.Errorf("lock the store %s: %w", filepath.Dir(f.Name()), err)
	}
	if err := f.Truncate(0); err != nil {
		return fmt.Errorf("lock the store: %w", err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		return fmt.Errorf("lock the store: %w", err)
	}
	return nil
}

func holder(f *os.File) string {
	b, err := io.ReadAll(io.LimitReader(f, 20))
	pid, perr := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil || perr != nil {
		return "unknown"
	}
	return strconv.Itoa(pid)
}
