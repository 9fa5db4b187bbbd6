package federation

import (
	"sync"

	"forthwith/notify"
)

// Bounds on what is kept of the newest entries.
const (
	recentEntries = 256
	recentBytes   = 4 << 20
)

// recent holds the newest entries of the current epoch as they were written: a
// message is read once for each of its addressees, right after it was recorded.
type recent struct {
	mu      sync.RWMutex
	entries []notify.Recorded // their sequences follow each other
	bytes   int
}

func (r *recent) add(rec notify.Recorded) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.entries = append(r.entries, rec)
	r.bytes += len(rec.Data)
	for len(r.entries) > 0 && (len(r.entries) > recentEntries || r.bytes > recentBytes) {
		r.bytes -= len(r.entries[0].Data)
		r.entries[0] = notify.Recorded{} // the array lives on
		r.entries = r.entries[1:]
	}
}

func (r *recent) get(epoch int, sequence uint64) (notify.Recorded, bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	if len(r.entries) == 0 || r.entries[0].Epoch != epoch || sequence < r.entries[0].Sequence {
		return notify.Recorded{}, false
	}
	i := sequence - r.entries[0].Sequence
	if i >= uint64(len(r.entries)) {
		return notify.Recorded{}, false
	}
	return r.entries[i], true
}
