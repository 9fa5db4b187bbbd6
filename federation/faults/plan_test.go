package main

import (
	"slices"
	"strings"
	"testing"
)

func TestPlanRunsWhatTheCommandLineSays(t *testing.T) {
	var named []string
	for _, c := range cases() {
		named = append(named, c.name)
	}
	all := strings.Split(names(parts()), ",")
	for _, c := range []struct {
		args string
		want []string
	}{
		{"", slices.Concat(named, all)},
		{"-cases", named},
		{"-only kills,clock", []string{"kills", "clock"}},
		{"-only room -cases", []string{"room comes late"}},
		{"-only damage -seed 7", []string{"damage"}},
		{"-only power -count 3", []string{"power"}},
	} {
		pl, err := parse(strings.Fields(c.args))
		if err != nil {
			t.Errorf("%q: %v", c.args, err)
			continue
		}
		var got []string
		for _, r := range pl.runs() {
			got = append(got, r.title)
			if r.count == 0 || r.seed == 0 {
				t.Errorf("%q: %s with %d faults of seed %d", c.args, r.title, r.count, r.seed)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q runs %q, want %q", c.args, got, c.want)
		}
	}
	for _, args := range []string{"-only kill", "kills", "-cases -seed 1", "-cases -no-sync"} {
		if _, err := parse(strings.Fields(args)); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
