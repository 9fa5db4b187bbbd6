package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// newReading are the commands by which an officer sees what is known.
func newReading(o *options) []*cobra.Command {
	events := &cobra.Command{
		Use: "events [EVENT]", Short: "List events, or the messages of one",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, a []string) error {
			if len(a) == 1 {
				return o.oneEvent(cmd, a[0])
			}
			var out []console.EventView
			if err := o.call(cmd.Context(), "GET", o.in("/events"), nil, &out); err != nil {
				return err
			}
			return o.list(out, len(out), "no event is known", func(w io.Writer) {
				for _, e := range out {
					fmt.Fprintf(w, "%s%-16s %-10s %-20s %s\n", o.world(), e.ID, e.State, cmp.Or(e.Class, "no class"), e.Title)
				}
			})
		},
	}
	deliveries := &cobra.Command{
		Use: "deliveries MESSAGE|EVENT", Short: "Show the ladder of each party, with times and intervals", Args: args(1, "a message or an event"),
		RunE: func(cmd *cobra.Command, a []string) error { return o.deliveries(cmd, a[0]) },
	}
	ringing := &cobra.Command{
		Use: "ringing", Short: "Show what rings until a person acts", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var out []console.RingView
			if err := o.call(cmd.Context(), "GET", o.in("/ringing"), nil, &out); err != nil {
				return err
			}
			return o.list(out, len(out), "nothing rings", func(w io.Writer) {
				for _, r := range out {
					fmt.Fprintf(w, "%s since %s\n  %s\n  id %s\n", r.Title, r.Since, r.Text, r.ID)
				}
			})
		},
	}
	drafts := &cobra.Command{
		Use: "drafts", Short: "List drafts that wait for a person", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var out []map[string]any
			if err := o.call(cmd.Context(), "GET", o.in("/drafts"), nil, &out); err != nil {
				return err
			}
			return o.list(out, len(out), "no draft waits", func(w io.Writer) {
				for _, d := range out {
					h, _ := d["message"].(map[string]any)["header"].(map[string]any)
					fmt.Fprintf(w, "%s%v  %v to %v, needs %v more\n", o.world(), h["id"], h["kind"], h["addressees"], d["needs"])
				}
			})
		},
	}
	return []*cobra.Command{events, deliveries, ringing, drafts}
}

func (o *options) oneEvent(cmd *cobra.Command, id string) error {
	var e console.EventView
	if err := o.call(cmd.Context(), "GET", o.in("/events/"+url.PathEscape(id)), nil, &e); err != nil {
		return err
	}
	return o.print(e, func(w io.Writer) {
		fmt.Fprintf(w, "%sEvent %s, %s: %s, %s\n", o.world(), e.ID, e.State, e.Title, cmp.Or(e.Class, "no class declared"))
		for _, m := range e.Messages {
			stands := ""
			if m.RevokedBy != "" {
				stands = "  (no longer stands: " + string(m.RevokedBy) + ")"
			}
			if v := m.Wanted; v != nil && !v.Met && !m.Own && m.RevokedBy == "" {
				stands += "  (" + v.Text + ")"
			}
			fmt.Fprintf(w, "  %s  %-5s %-16s %s%s\n", m.Released, m.From, m.Kind, m.ID, stands)
			for _, f := range m.Attachments {
				fmt.Fprintf(w, "    %s\n", strings.TrimSpace(f.Name+"  "+f.Missing))
			}
		}
	})
}

// deliveries shows one message's ladder, or that of each of our messages of an
// event.
func (o *options) deliveries(cmd *cobra.Command, id string) error {
	var ms []console.MessageView
	if _, err := schema.ParseEventID(id); err == nil {
		var e console.EventView
		if err := o.call(cmd.Context(), "GET", o.in("/events/"+url.PathEscape(id)), nil, &e); err != nil {
			return err
		}
		ms = e.Messages
	} else {
		m, err := o.message(cmd.Context(), id)
		if err != nil {
			return err
		}
		if !m.Own {
			return fmt.Errorf("message %s is not ours; its author has the ladder", id)
		}
		ms = []console.MessageView{m}
	}
	return o.print(ms, func(w io.Writer) {
		for _, m := range ms {
			if m.Own && m.Kind != schema.KindAcknowledgement {
				wanted := ""
				if m.Wanted != nil {
					wanted = ", wanted: " + m.Wanted.Text
				}
				fmt.Fprintf(w, "%s%s %s%s\n", o.world(), m.Kind, m.ID, wanted)
				printLadder(w, m.Deliveries)
			}
		}
	})
}

// message is a message as the node has it, without the document.
func (o *options) message(ctx context.Context, id string) (console.MessageView, error) {
	var m struct {
		console.MessageView
		Document json.RawMessage `json:"message"` // in place of the view's, whose body has no type
	}
	err := o.call(ctx, "GET", o.in("/messages/"+url.PathEscape(id)), nil, &m)
	return m.MessageView, err
}

func printLadder(w io.Writer, ds []console.DeliveryView) {
	fmt.Fprintf(w, "  %-7s %-14s %-22s %-30s %-30s %s\n", "Party", "Sent", "Received", "A person", "Taken over", "Needs")
	for _, d := range ds {
		received := "not yet"
		switch {
		case d.Received != "":
			received = fmt.Sprintf("□ %s (%s)", clock(d.Received), interval(d.ReceivedAfter))
		case d.Refused != nil:
			received = "▲ refused: " + string(d.Refused.Code)
		}
		needs := d.Trouble
		if d.Refused != nil {
			needs = d.Refused.Reason
		}
		if d.Telephone != "" {
			needs = strings.Join(strings.Fields("▲ telephone "+d.Telephone+" "+d.Overdue+" "+needs), " ")
		}
		if d.NextTry != "" {
			needs += ", next try " + clock(d.NextTry)
		}
		if d.Received != "" && len(d.MissingFiles) > 0 {
			needs = strings.TrimSpace(needs + " ▲ missing there: " + strings.Join(d.MissingFiles, ", "))
		}
		fmt.Fprintf(w, "  %-7s %-14s %-22s %-30s %-30s %s\n", d.Party, cmp.Or(clock(d.Sent), "not yet"), received,
			personOn(d, schema.RungAcknowledged), personOn(d, schema.RungTakenOver), needs)
	}
}

func personOn(d console.DeliveryView, rung schema.Rung) string {
	for _, p := range d.Persons {
		if p.Rung == rung {
			return fmt.Sprintf("● %s %s (%s)", clock(p.At), p.Name, interval(p.After))
		}
	}
	for _, p := range d.Persons {
		if p.Rung == schema.RungVerified && rung == schema.RungAcknowledged {
			return fmt.Sprintf("● %s %s, verified (%s)", clock(p.At), p.Name, interval(p.After))
		}
	}
	return "not yet"
}

func clock(t schema.Instant) string {
	if t == "" {
		return ""
	}
	return t.Std().Format("15:04:05Z")
}

func interval(seconds float64) string {
	if seconds < 120 {
		return fmt.Sprintf("%.1f s", seconds)
	}
	return fmt.Sprintf("%.0f min", seconds/60)
}

// world stands before everything that is said of the exercise workspace.
func (o *options) world() string {
	if o.exercise {
		return "EXERCISE  "
	}
	return "LIVE  "
}

// list shows what there may be none of: then it says so.
func (o *options) list(v any, n int, none string, words func(io.Writer)) error {
	if n == 0 {
		words = func(w io.Writer) { fmt.Fprintf(w, "%s%s\n", o.world(), none) }
	}
	return o.print(v, words)
}

// print shows a result: as JSON, or in words.
func (o *options) print(v any, words func(io.Writer)) error {
	if !o.json {
		words(o.env.Stdout)
		return nil
	}
	enc := json.NewEncoder(o.env.Stdout)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
