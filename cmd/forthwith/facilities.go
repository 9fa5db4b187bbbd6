package main

import (
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/notify/catalogue"
)

func newFacilities(o *options) *cobra.Command {
	var country string
	cmd := &cobra.Command{
		Use: "facilities [NAME]", Short: "Find facilities in this node's catalogue, by the words of their names",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, a []string) error {
			q := url.Values{"name": {strings.Join(a, " ")}, "country": {country}}
			var out console.CatalogueView
			if err := o.call(cmd.Context(), "GET", "/facilities?"+q.Encode(), nil, &out); err != nil {
				return err
			}
			return o.print(out, func(w io.Writer) { printFacilities(w, out) })
		},
	}
	cmd.Flags().StringVar(&country, "country", "", "only of this State, as in FR")
	cmd.AddCommand(&cobra.Command{
		Use: "import FILE", Short: "Take a list of facilities (CSV) in the place of the one before",
		Long: `Take a list of facilities into this node's catalogue, in the place of the one
before: CSV in the form of GeoNuclearData's nuclear_power_plants.csv. A list with a
fault is not taken; every line that is wrong is named.`,
		Args: args(1, "the file of the list"),
		RunE: func(cmd *cobra.Command, a []string) error { return o.importFacilities(cmd, a[0]) },
	})
	return cmd
}

func (o *options) importFacilities(cmd *cobra.Command, name string) error {
	b, err := readInput(cmd.InOrStdin(), name)
	if err != nil {
		return err
	}
	if name == "-" {
		name = "standard input"
	}
	q := url.Values{"file": {filepath.Base(name)}}
	var out console.ImportAnswer
	if err := o.call(cmd.Context(), "POST", "/facilities?"+q.Encode(), b, &out); err != nil {
		return err
	}
	return o.print(out, func(w io.Writer) {
		printViolations(o.env.Stderr, out.Warnings, nil)
		if out.Unchanged {
			fmt.Fprintf(w, "The catalogue has exactly this list already: %d facilities, %s.\n", out.Count, out.Digest)
			return
		}
		fmt.Fprintf(w, "Imported %d facilities from %s, %s.\n", out.Count, out.File, out.Digest)
	})
}

func printFacilities(w io.Writer, v console.CatalogueView) {
	for _, f := range v.Facilities {
		at := "place not known"
		if f.Position != nil {
			at = f.Position.String()
		}
		fmt.Fprintf(w, "%-2s  %-32s %-22s %s\n", f.Country, f.Name, at, facilityWords(f))
	}
	switch {
	case v.Count == 0:
		fmt.Fprintln(w, "There is no catalogue yet; an administrator imports one with: forthwith facilities import FILE")
	case len(v.Facilities) == 0:
		fmt.Fprintln(w, "No facility has such a name.")
	default:
		fmt.Fprintf(w, "%d of %d facilities, from %s, imported by %s on %s.\n", len(v.Facilities), v.Count, v.File, v.By, v.Imported)
	}
}

// facilityWords are what else is known of a facility.
func facilityWords(f catalogue.Facility) string {
	words := []string{f.Type}
	for _, w := range []string{strings.TrimSpace(f.Reactor + " " + f.Model), f.Status, megawatts(f.Electric, "electric"), megawatts(f.Thermal, "thermal")} {
		if w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, "; ")
}

func megawatts(x *float64, kind string) string {
	if x == nil {
		return ""
	}
	return fmt.Sprintf("%g MW %s", *x, kind)
}
