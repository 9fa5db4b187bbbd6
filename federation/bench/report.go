package main

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"
)

// row is one line of the table.
type row struct {
	name, unit  string
	floor, ours float64 // NaN where there is none
	ratio       float64 // how many times ours is worse; zero where that says nothing
	aim         float64 // the ratio may be as much; zero is no aim
	most        float64 // ours may be as much, in the unit of the row; zero is no aim
}

// slower is a row of times or sizes: less is better.
func slower(name, unit string, floor, ours, aim float64) row {
	return row{name: name, unit: unit, floor: floor, ours: ours, ratio: ours / floor, aim: aim}
}

// fewer is a row of rates: more is better.
func fewer(name, unit string, floor, ours, aim float64) row {
	return row{name: name, unit: unit, floor: floor, ours: ours, ratio: floor / ours, aim: aim}
}

// atMost gives ours a bound of its own.
func (r row) atMost(bound float64) row {
	r.most = bound
	return r
}

// report is what a run found.
type report struct {
	facts []string
	rows  []row
	bars  []bar
}

func (r *report) add(rows ...row) {
	r.rows = append(r.rows, rows...)
}

var columns = []string{"measure", "unit", "floor", "ours", "ratio", "aim", "holds"}

func (r row) cells() []string {
	ratio, aim, holds := "", "", ""
	if r.ratio > 0 {
		ratio = fmt.Sprintf("%.2f", r.ratio)
	}
	if r.aim > 0 {
		aim, holds = fmt.Sprintf("ratio <= %.1f", r.aim), verdict(r.ratio, r.aim)
	}
	if r.most > 0 {
		aim, holds = "<= "+number(r.most)+" "+r.unit, verdict(r.ours, r.most)
	}
	return []string{r.name, r.unit, number(r.floor), number(r.ours), ratio, aim, holds}
}

func verdict(v, bound float64) string {
	if v > bound {
		return "NO"
	}
	return "yes"
}

// number has three figures that mean something.
func number(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case v == 0:
		return "0"
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// save prints the table, and writes it and the chart to a directory.
func (r *report) save(dir string) error {
	if err := r.print(os.Stdout); err != nil {
		return err
	}
	err := os.WriteFile(filepath.Join(dir, "bench.md"), []byte(r.markdown()), 0o644)
	if len(r.bars) > 0 {
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, "fanout.svg"), []byte(chart(r.bars)), 0o644))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Printf("\nsaved in %s\n", dir)
	return err
}

func (r *report) print(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, strings.Join(columns, "\t"))
	for _, row := range r.rows {
		fmt.Fprintln(t, strings.Join(row.cells(), "\t"))
	}
	fmt.Fprintln(t)
	for _, f := range r.facts {
		fmt.Fprintln(t, f)
	}
	return t.Flush()
}

func (r *report) markdown() string {
	var b strings.Builder
	line := func(cells []string) { fmt.Fprintf(&b, "| %s |\n", strings.Join(cells, " | ")) }
	fmt.Fprint(&b, "# What our promises cost\n\n")
	line(columns)
	line([]string{"---", "---", "---:", "---:", "---:", "---:", "---"})
	for _, row := range r.rows {
		line(row.cells())
	}
	fmt.Fprintln(&b)
	for _, f := range r.facts {
		fmt.Fprintf(&b, "- %s\n", f)
	}
	if len(r.bars) > 0 {
		fmt.Fprint(&b, "\n![Fan-out, floor and ours, by number of peers](fanout.svg)\n")
	}
	return b.String()
}
