package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"syscall"
	"time"
)

// syncs is how many syncs of the disk are measured.
const syncs = 200

// facts are the machine's, measured where the stores will lie.
func (b *bench) facts(ctx context.Context) ([]string, error) {
	s, err := measureSync(ctx, filepath.Join(b.dir, "sync"))
	if err != nil {
		return nil, fmt.Errorf("measure a sync: %w", err)
	}
	facts := []string{
		fmt.Sprintf("%d cores, %s, %s/%s", runtime.GOMAXPROCS(0), runtime.Version(), runtime.GOOS, runtime.GOARCH),
		fmt.Sprintf("write and sync of 4 KB: p50 %s ms, p99 %s ms", number(s.p50()), number(s.p99())),
	}
	if s.p50() < 0.02 {
		facts = append(facts, "so fast a sync is none: the stores are in memory, and the ratios say nothing of a disk")
	}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, d := range info.Deps {
			if d.Path == "github.com/nats-io/nats-server/v2" {
				facts = append(facts, "nats-server "+d.Version)
			}
		}
	}
	return facts, nil
}

func measureSync(ctx context.Context, file string) (s samples, err error) {
	f, err := os.Create(file)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	page := make([]byte, 4<<10)
	for range syncs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		begun := time.Now()
		if _, err := f.Write(page); err != nil {
			return nil, err
		}
		if err := f.Sync(); err != nil {
			return nil, err
		}
		s = append(s, time.Since(begun))
	}
	return s, nil
}

// heap is what lives after everything dead is collected, in bytes.
func heap() float64 {
	runtime.GC()
	runtime.GC() // what finalizers held
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// allocated is how many bytes the process has taken from the heap.
func allocated() float64 {
	s := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(s)
	return float64(s[0].Value.Uint64())
}

// processor is the time this process has used of all cores.
func processor() (time.Duration, error) {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0, fmt.Errorf("processor time: %w", err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), nil
}
