package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
)

// newState are the commands that say how the node and its roads stand.
func newState(o *options) []*cobra.Command {
	return []*cobra.Command{newLinks(o), newMissing(o)}
}

func newLinks(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "links", Short: "Show the road to each party, and what heartbeats say of it", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var node console.NodeView
			if err := o.call(cmd.Context(), "GET", "/node", nil, &node); err != nil {
				return err
			}
			out := node.Links[string(o.workspace())]
			return o.list(out, len(out), "there is no other party with a node", func(w io.Writer) {
				for _, l := range out {
					fmt.Fprintf(w, "%s%-8s %s\n", o.world(), l.Party, strings.Join(linkWords(l), "; "))
				}
			})
		},
	}
}

// linkWords say how one link stands.
func linkWords(l console.LinkView) []string {
	words := []string{"connected"}
	if !l.Connected {
		words[0] = "not connected: " + l.Reason
	}
	if l.Waiting > 0 {
		words = append(words, fmt.Sprintf("%d waiting", l.Waiting))
	}
	for _, t := range l.Trouble {
		words = append(words, "▲ "+t)
	}
	if l.Break != "" {
		words = append(words, "▲ "+l.Break)
	}
	return words
}

func newMissing(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "missing", Short: "List what damage to the journal took and no peer has given back", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var out []console.MissingView
			if err := o.call(cmd.Context(), "GET", o.in("/missing"), nil, &out); err != nil {
				return err
			}
			return o.list(out, len(out), "nothing is missing", func(w io.Writer) {
				for _, m := range out {
					what := "cannot be read; what stood there may have come back"
					if m.ID != "" {
						what = fmt.Sprintf("%s of %s, %s", m.Type, m.Origin, m.ID)
					}
					fmt.Fprintf(w, "%sepoch %d, entry %d: %s\n", o.world(), m.Epoch, m.Position, what)
				}
			})
		},
	}
}
