// Convert makes a file of outlines for package atlas out of a TopoJSON of
// Natural Earth's countries, as the npm package world-atlas has it: standard
// input to standard output. scripts/outlines runs it.
package main

import (
	"fmt"
	"io"
	"os"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintf(os.Stderr, "convert: error: %v\n", err)
		os.Exit(1)
	}
}

func run(r io.Reader, w io.Writer) error {
	b, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	t, err := parseTopology(b)
	if err != nil {
		return err
	}
	areas, err := t.areas()
	if err != nil {
		return err
	}
	_, err = w.Write(encode(t, areas))
	return err
}
