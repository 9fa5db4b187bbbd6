package sim

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
)

// The head of a record in a block of a stream: its length, with a bit for headers,
// and its sequence, with bits for what was erased.
const (
	recordHead   = 22
	lengthBits   = 1<<31 - 1
	sequenceBits = 1<<62 - 1
	// leap is further than any sequence of ours is from the one before.
	leap = 1 << 24
)

// checkBlocks looks for a record with a sequence far beyond the one before. The
// server does not doubt it: it would fill a list with every sequence between, until
// the memory is gone.
func checkBlocks(store string) error {
	names, err := filepath.Glob(filepath.Join(store, "store", "jetstream", "*", "streams", "*", "msgs", "*.blk"))
	if err != nil {
		return err
	}
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		last := uint64(0)
		for at := 0; at+recordHead <= len(b); {
			length := int(binary.LittleEndian.Uint32(b[at:]) & lengthBits)
			sequence := binary.LittleEndian.Uint64(b[at+4:]) & sequenceBits
			if length < recordHead || length > len(b)-at {
				break // the server sees that itself
			}
			if sequence > last+leap {
				return fmt.Errorf("%s: the record at byte %d has sequence %d after %d: no server can open it", name, at, sequence, last)
			}
			at, last = at+length, max(last, sequence)
		}
	}
	return nil
}
