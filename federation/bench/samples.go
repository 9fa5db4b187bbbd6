package main

import (
	"slices"
	"time"
)

// samples are times measured of one thing.
type samples []time.Duration

// quantile is the least of them that q of all do not exceed, in milliseconds.
func (s samples) quantile(q float64) float64 {
	if len(s) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(s))
	i := min(int(q*float64(len(s))), len(s)-1)
	return sorted[i].Seconds() * 1000
}

func (s samples) p50() float64 { return s.quantile(0.50) }

func (s samples) p99() float64 { return s.quantile(0.99) }

// median is the middle one of some numbers.
func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	return sorted[len(sorted)/2]
}
