package main

import (
	"encoding/json"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"forthwith/schema"
)

// kindLine is a kind as forthwith schema lists it.
type kindLine struct {
	Kind    schema.Kind `json:"kind"`
	Persons int         `json:"persons"`
}

func newSchema(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "schema [KIND]", Short: "Print the JSON Schema of a kind of message, or list the kinds",
		Args: func(_ *cobra.Command, a []string) error {
			if len(a) > 1 {
				return usage{fmt.Errorf("give one kind, or none to list them")}
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			var kinds []string
			for _, r := range schema.Kinds() {
				kinds = append(kinds, string(r.Kind))
			}
			return kinds, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(_ *cobra.Command, a []string) error {
			if len(a) == 1 {
				b, ok := schema.JSONSchema(schema.Kind(a[0]))
				if !ok {
					return &hinted{usage{fmt.Errorf("there is no kind %q", a[0])}, "forthwith schema lists them"}
				}
				return o.print(json.RawMessage(b), func(w io.Writer) { fmt.Fprintf(w, "%s", b) })
			}
			var kinds []kindLine
			for _, r := range schema.Kinds() {
				kinds = append(kinds, kindLine{r.Kind, r.Persons})
			}
			return o.print(kinds, func(w io.Writer) {
				for _, k := range kinds {
					fmt.Fprintf(w, "%-20s released by %d in live\n", k.Kind, k.Persons)
				}
			})
		},
	}
}
