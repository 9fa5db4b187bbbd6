package federation

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

func TestStoreHasOneProcess(t *testing.T) {
	dir := t.TempDir()
	l, err := lockStore(dir)
	must(t, err)
	_, err = lockStore(dir)
	if !errors.Is(err, ErrStoreInUse) || !strings.Contains(err.Error(), "pid "+strconv.Itoa(os.Getpid())) || !strings.Contains(err.Error(), dir) {
		t.Fatalf("second lock: %v", err)
	}
	must(t, l.Close())
	l, err = lockStore(dir)
	must(t, err)
	must(t, l.Close())
}
