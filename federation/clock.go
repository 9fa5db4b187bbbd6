package federation

import "time"

// Clock is a node's time. It is an input, so that a simulation can give each
// node its own.
type Clock struct {
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// WallClock is the machine's own.
func WallClock() Clock { return Clock{Now: time.Now, After: time.After} }
