package main

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// commandFor is the command by which the message of a file is drafted.
func commandFor(f parsedFile) string {
	switch f.message.Header.Kind {
	case schema.KindNotification:
		return "forthwith notify -f FILE"
	case schema.KindInformation:
		return "forthwith inform EVENT -f FILE"
	case schema.KindCorrection:
		return "forthwith correct MESSAGE -f FILE --reason TEXT"
	case schema.KindWithdrawal:
		return "forthwith withdraw EVENT --reason TEXT"
	case schema.KindReinstatement:
		return "forthwith reinstate EVENT --reason TEXT"
	case schema.KindTermination:
		return "forthwith terminate EVENT"
	case schema.KindMeasures:
		if f.report != nil {
			return "forthwith inform EVENT -f FILE" // a report of others does not name the event as we do
		}
	}
	return "forthwith draft -f FILE"
}

// newIssuing are the commands by which an officer speaks to other parties.
func newIssuing(o *options) []*cobra.Command {
	return []*cobra.Command{
		newFiled(o, schema.KindNotification, "notify -f FILE --to XB,XC", "Draft a notification (Art. 2(a)) from a file: YAML, JSON or IRIX 1.0", 0),
		newFiled(o, schema.KindInformation, "inform EVENT -f FILE", "Draft information on an event (Art. 2(b), 5)", 1),
		newFiled(o, "", "draft -f FILE", "Draft a message of the kind that the file's header names, as a request or measures", 0),
		newCorrect(o), newTerminate(o), newWithdraw(o), newReinstate(o), newApprove(o), newAcknowledge(o), newLinktest(o),
	}
}

func newFiled(o *options, kind schema.Kind, use, short string, n int) *cobra.Command {
	var d draftFlags
	cmd := &cobra.Command{Use: use, Short: short, Args: args(n, "an event, and a file with -f"), RunE: func(cmd *cobra.Command, a []string) error {
		m, err := d.read(cmd, o, kind)
		if err != nil {
			return err
		}
		if n == 1 {
			m.Header.Event = schema.EventID(a[0])
		}
		return d.draft(cmd, o, m)
	}}
	d.flags(cmd)
	return cmd
}

func newCorrect(o *options) *cobra.Command {
	var d draftFlags
	var reason string
	cmd := &cobra.Command{
		Use: "correct MESSAGE -f FILE --reason TEXT", Short: "Replace a message of ours that was wrong; the event goes on",
		Args: args(1, "the message that was wrong"),
		RunE: func(cmd *cobra.Command, a []string) error {
			wrong, err := o.message(cmd.Context(), a[0])
			if err != nil {
				return err
			}
			f, err := d.readAny(cmd, o, wrong.Kind)
			if err != nil {
				return err
			}
			m := f.message
			c, is := correctionOf(m.Body)
			if c == nil || is != wrong.Kind {
				return usage{fmt.Errorf("%s has a %s, and what was wrong is a %s; a notification is corrected by one, and information likewise", d.file, is, wrong.Kind)}
			}
			c.Reason = cmp.Or(reason, c.Reason)
			m.Body = c
			m.Header.Kind, m.Header.Event, m.Header.Revokes = schema.KindCorrection, wrong.Event, wrong.ID
			return d.draft(cmd, o, m)
		},
	}
	d.flags(cmd)
	cmd.Flags().StringVar(&reason, "reason", "", "what was wrong")
	return cmd
}

// correctionOf is the correction that has right, and the kind of that; nil if the
// kind is not corrected. A report may say by itself that it replaces an earlier one.
func correctionOf(right schema.Body) (*schema.Correction, schema.Kind) {
	c := new(schema.Correction)
	switch b := right.(type) {
	case *schema.Correction:
		if b.Notification != nil {
			return b, schema.KindNotification
		}
		return b, schema.KindInformation // which a report is made, if it is asked for
	case *schema.Notification:
		c.Notification = b
	case *schema.Information:
		c.Information = b
	default:
		c = nil
	}
	return c, right.Kind()
}

func newTerminate(o *options) *cobra.Command {
	var foreseen bool
	var at, text string
	cmd := &cobra.Command{
		Use: "terminate EVENT", Short: "Draft that the event is over, or when it will be (Art. 5.2)", Args: args(1, "an event"),
		RunE: func(cmd *cobra.Command, a []string) error {
			t := &schema.Termination{State: schema.TerminationActual, At: schema.Time(at), Text: text}
			if foreseen {
				t.State = schema.TerminationForeseen
			}
			if at == "" {
				t.At = schema.NewTime(time.Now())
			}
			return o.draft(cmd, &schema.Message{Header: schema.Header{Kind: schema.KindTermination, Event: schema.EventID(a[0])}, Body: t})
		},
	}
	cmd.Flags().BoolVar(&foreseen, "foreseen", false, "it will be over, at the time given")
	cmd.Flags().StringVar(&at, "at", "", "when, UTC, as in 2026-11-23T06:40:00Z (default now)")
	cmd.Flags().StringVar(&text, "text", "", "in words")
	return cmd
}

func newWithdraw(o *options) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "withdraw EVENT --reason TEXT", Short: "Say at once: sent in error, there is no emergency", Args: args(1, "an event"),
		RunE: func(cmd *cobra.Command, a []string) error {
			return o.act(cmd, "/events/"+url.PathEscape(a[0])+"/withdrawal", console.Act{Reason: reason})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why it was wrong")
	return cmd
}

func newReinstate(o *options) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "reinstate EVENT --reason TEXT", Short: "Draft that a withdrawal was wrong: the emergency is real", Args: args(1, "an event"),
		RunE: func(cmd *cobra.Command, a []string) error {
			return o.draft(cmd, &schema.Message{Header: schema.Header{Kind: schema.KindReinstatement, Event: schema.EventID(a[0])}, Body: &schema.Reinstatement{Reason: reason}})
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why the withdrawal was wrong")
	return cmd
}

func newApprove(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "approve DRAFT", Short: "Approve a draft; the approval that completes the number releases it", Args: args(1, "a draft"),
		RunE: func(cmd *cobra.Command, a []string) error {
			return o.act(cmd, "/drafts/"+url.PathEscape(a[0])+"/approval", console.Act{})
		},
	}
}

func newAcknowledge(o *options) *cobra.Command {
	act := console.Act{}
	var rung string
	cmd := &cobra.Command{
		Use: "acknowledge MESSAGE", Short: "Tell the author that a person of this desk has the message", Args: args(1, "a message"),
		RunE: func(cmd *cobra.Command, a []string) error {
			act.Rung = schema.Rung(rung)
			return o.act(cmd, "/messages/"+url.PathEscape(a[0])+"/acknowledgement", act)
		},
	}
	cmd.Flags().StringVar(&rung, "rung", "acknowledged", "acknowledged, verified (by call-back) or takenOver")
	cmd.Flags().StringVar(&act.Remark, "remark", "", "a remark for the author")
	return cmd
}

func newLinktest(o *options) *cobra.Command {
	var to string
	var person bool
	cmd := &cobra.Command{
		Use: "linktest --to XB,XC", Short: "Run the real path with something that cannot look like an emergency", Args: args(0, "parties with --to"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			parties, err := parties(to)
			if err != nil {
				return err
			}
			t := &schema.Linktest{Form: schema.LinktestMachine}
			if person {
				t.Form = schema.LinktestPerson
			}
			return o.draft(cmd, &schema.Message{Header: schema.Header{Kind: schema.KindLinktest, Addressees: parties}, Body: t})
		},
	}
	cmd.Flags().StringVar(&to, "to", "", "addressees, as in XB,XC")
	cmd.Flags().BoolVar(&person, "person", false, "ask for a person's acknowledgement, not only a receipt")
	return cmd
}

func newExercise(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "exercise", Short: "Announce, enter, start, end and list exercises", Args: noSuchCommand, RunE: help}
	var name, to string
	announce := &cobra.Command{
		Use: "announce --name NAME --to XB,XC", Short: "Tell parties that an exercise is planned", Args: args(0, "a name and parties"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.exercise = true
			ps, err := parties(to)
			if err != nil {
				return err
			}
			return o.act(cmd, "/exercises", console.Act{Name: name, To: ps})
		},
	}
	announce.Flags().StringVar(&name, "name", "", "what it is called")
	announce.Flags().StringVar(&to, "to", "", "participants, as in XB,XC")
	cmd.AddCommand(announce)
	for verb, short := range map[string]string{
		"enter": "Agree to take part in an exercise that was announced", "start": "Start an exercise of ours", "end": "End an exercise of ours",
	} {
		cmd.AddCommand(&cobra.Command{
			Use: verb + " EXERCISE", Short: short, Args: args(1, "an exercise"),
			RunE: func(cmd *cobra.Command, a []string) error {
				o.exercise = true
				return o.act(cmd, "/exercises/"+url.PathEscape(a[0])+"/"+verb, console.Act{})
			},
		})
	}
	cmd.AddCommand(&cobra.Command{
		Use: "list", Short: "List exercises", Args: args(0, "nothing else"),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.exercise = true
			var out []console.ExerciseView
			if err := o.call(cmd.Context(), "GET", o.in("/exercises"), nil, &out); err != nil {
				return err
			}
			return o.list(out, len(out), "no exercise is known", func(w io.Writer) {
				for _, e := range out {
					fmt.Fprintf(w, "%-16s %-10s by %-5s entered %v  %s\n", e.ID, e.State, e.Coordinator, e.Entered, e.Name)
				}
			})
		},
	})
	return cmd
}

// in is a path of the API in the workspace.
func (o *options) in(path string) string { return "/" + string(o.workspace()) + path }

// draft sends a message for approval and release.
func (o *options) draft(cmd *cobra.Command, m *schema.Message) error {
	if m.Header.ID == "" {
		m.Header.ID = schema.NewMessageID() // asking again does not draft again
	}
	body, err := schema.Canonical(m)
	if err != nil {
		return err
	}
	var out console.Outcome
	if err := o.call(cmd.Context(), "POST", o.in("/drafts"), body, &out); err != nil {
		return err
	}
	return o.outcome(out)
}

func (o *options) act(cmd *cobra.Command, path string, act console.Act) error {
	act.ID = schema.NewMessageID()
	var out console.Outcome
	if err := o.call(cmd.Context(), "POST", o.in(path), act, &out); err != nil {
		return err
	}
	return o.outcome(out)
}

func (o *options) outcome(out console.Outcome) error {
	return o.print(out, func(w io.Writer) {
		printViolations(o.env.Stderr, out.Warnings, nil)
		if out.Released {
			fmt.Fprintf(w, "%sReleased and recorded: message %s to %v", o.world(), out.Message, out.Addressees)
		} else {
			fmt.Fprintf(w, "%sDraft %s to %v waits for %d more", o.world(), out.Message, out.Addressees, out.Needs)
		}
		if out.Event != "" {
			fmt.Fprintf(w, ", event %s", out.Event)
		}
		if out.Exercise != "" {
			fmt.Fprintf(w, ", exercise %s", out.Exercise)
		}
		fmt.Fprintln(w)
		if !out.Released {
			flag := ""
			if o.exercise {
				flag = " --exercise"
			}
			fmt.Fprintf(w, "A second person releases it with: forthwith approve%s %s\n", flag, out.Message)
		}
	})
}
