package federation

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/nats-io/nats-server/v2/server"
)

// The head of a record in a block file of JetStream (nats-server 2.15, server/
// filestore.go): length with a flag, sequence with flags, time, length of the
// subject; little endian.
const (
	recordHead   = 22
	lengthFlag   = 1 << 31
	sequenceFlag = 3 << 62 // erased, tombstone
	// farJump is more than the server should count through at a start.
	farJump = 1 << 16
)

// preflight looks through the block files before the server does. A changed bit in
// the sequence of a record would have it count from one number to the next for
// hours, and the node would never start. Such a stream is moved aside, whole; to
// its journal it is missing, which is damage like any other.
func preflight(store string, log *slog.Logger) error {
	streams := filepath.Join(store, "jetstream", accountJournal, "streams")
	dirs, err := os.ReadDir(streams)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, d := range dirs {
		reason, err := jumps(filepath.Join(streams, d.Name(), "msgs"))
		if err != nil {
			return err
		}
		if reason == "" {
			continue
		}
		log.Error("a stream cannot be read by the server; it is moved aside", "stream", d.Name(), "reason", reason)
		if err := moveAside(filepath.Join(streams, d.Name()), filepath.Join(store, "aside")); err != nil {
			return fmt.Errorf("move stream %s aside: %w", d.Name(), err)
		}
	}
	return nil
}

// jumps says where a sequence is far from the one before. What is wrong and near,
// as after a torn write, the server survives, and the head tells.
func jumps(msgs string) (string, error) {
	names, err := filepath.Glob(filepath.Join(msgs, "*.blk"))
	if err != nil {
		return "", err
	}
	slices.SortFunc(names, func(a, b string) int { return blockNumber(a) - blockNumber(b) })
	next := uint64(1)
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return "", err
		}
		for at := 0; len(b)-at >= recordHead; {
			length := int(binary.LittleEndian.Uint32(b[at:]) &^ lengthFlag)
			sequence := binary.LittleEndian.Uint64(b[at+4:]) &^ sequenceFlag
			if length < recordHead || length > len(b)-at {
				return "", nil // the server cuts the rest off, and the head tells
			}
			if sequence > next+farJump {
				return fmt.Sprintf("record %d of block %s has sequence %d", next, filepath.Base(name), sequence), nil
			}
			next, at = next+1, at+length
		}
	}
	return "", nil
}

// sweep moves aside what the server did not take as a stream: to its journal it is
// missing. A stream that is made later under the name of such a directory would
// begin with the blocks that lie in it.
func (e *embedded) sweep(store string) error {
	z, err := e.server.Jsz(&server.JSzOptions{Account: accountJournal, Streams: true})
	if err != nil {
		return fmt.Errorf("list the streams: %w", err)
	}
	taken := make(map[string]bool)
	for _, a := range z.AccountDetails {
		for _, s := range a.Streams {
			taken[s.Name] = true
		}
	}
	streams := filepath.Join(store, "jetstream", accountJournal, "streams")
	dirs, err := os.ReadDir(streams)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for _, d := range dirs {
		if taken[d.Name()] {
			continue
		}
		e.log.Error("the server does not know a stream by its description; it is moved aside", "stream", d.Name())
		if err := moveAside(filepath.Join(streams, d.Name()), filepath.Join(store, "aside")); err != nil {
			return fmt.Errorf("move stream %s aside: %w", d.Name(), err)
		}
	}
	return err
}

func blockNumber(name string) int {
	n, _ := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), ".blk"))
	return n
}

// moveAside keeps what is moved there under names that nothing has yet.
func moveAside(dir, aside string) error {
	if err := os.MkdirAll(aside, 0o700); err != nil {
		return err
	}
	for i := 1; ; i++ {
		to := filepath.Join(aside, fmt.Sprintf("%s.%d", filepath.Base(dir), i))
		if _, err := os.Lstat(to); err == nil {
			continue
		}
		return os.Rename(dir, to)
	}
}
