package main

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"
)

func TestRoadDoesToPacketsWhatItsTroubleSays(t *testing.T) {
	const packets = 20_000
	begun := time.Now()
	for _, c := range append(troubles, trouble{name: "are good"}, cut) {
		t.Run(c.name, func(t *testing.T) {
			r := &road{random: rand.New(rand.NewPCG(1, 2)), trouble: c}
			arrived, twice, overtaken := 0, 0, 0
			latest := begun
			for n := range packets {
				now := begun.Add(time.Duration(n) * time.Millisecond)
				at := r.carry(now, 1000)
				arrived += min(len(at), 1)
				twice += max(len(at)-1, 0)
				for _, at := range at {
					if c.rate == 0 && (at.Before(now.Add(c.delay)) || at.After(now.Add(c.delay+c.jitter))) {
						t.Fatalf("packet %d takes %s", n, at.Sub(now))
					}
					if at.Before(latest) {
						overtaken++
					}
					latest = at
				}
			}
			near(t, "packets arrived", arrived, c.arrives(packets))
			near(t, "packets arrived twice", twice, c.twice*packets)
			if (overtaken > 0) != (c.jitter > 0) {
				t.Errorf("%d packets were overtaken", overtaken)
			}
			if s := r.seen(); s.carried != arrived || s.doubled != twice || s.carried+s.lost+s.dropped+s.cut != packets {
				t.Errorf("of %d packets %d arrived, and it says %+v", packets, arrived, s)
			}
		})
	}
}

// arrives is how many of so many packets of 1000 bytes should, at one a
// millisecond.
func (t trouble) arrives(packets float64) float64 {
	switch {
	case t.cut:
		return 0
	case t.rate > 0:
		return float64(t.rate)*packets/1000/8000 + queue/1000
	}
	return packets * (1 - t.lost)
}

func near(t *testing.T, what string, got int, want float64) {
	t.Helper()
	if math.Abs(float64(got)-want) > want/10 {
		t.Errorf("%d %s, want about %.0f", got, what, want)
	}
}

func TestNarrowRoadTakesItsTimeAndHasABoundedQueue(t *testing.T) {
	r := &road{random: rand.New(rand.NewPCG(1, 2)), trouble: trouble{rate: 9600}}
	begun := time.Now()
	for n := range 20 {
		at := r.carry(begun, 1200)
		switch {
		case n >= queue/1200 && len(at) > 0:
			t.Errorf("packet %d found room", n)
		case n < queue/1200 && (len(at) != 1 || !at[0].Equal(begun.Add(time.Duration(n+1)*time.Second))):
			t.Errorf("packet %d arrives %v after its start", n, at)
		}
	}
	if at := r.carry(begun.Add(time.Hour), 1200); len(at) != 1 || !at[0].Equal(begun.Add(time.Hour+time.Second)) {
		t.Errorf("an hour later a packet arrives at %v", at)
	}
	r.set(trouble{})
	if at := r.carry(begun, 1200); len(at) != 1 || !at[0].Equal(begun) {
		t.Errorf("on a road that is good again a packet arrives at %v", at)
	}
}
