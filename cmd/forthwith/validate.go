package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"forthwith/schema"
	"forthwith/schema/cap"
)

// verdict is what validate says of a file.
type verdict struct {
	File       string            `json:"file"`
	Errors     int               `json:"errors"`
	Warnings   int               `json:"warnings"`
	Violations []placedViolation `json:"violations"`
	Losses     schema.Losses     `json:"losses,omitempty"` // of a report that is drafted from
}

type placedViolation struct {
	schema.Violation
	Position string `json:"position,omitempty"` // line:column
}

func newValidate(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "validate FILE", Short: "Say everything that is wrong with a message, a draft, an envelope, a CAP alert or an IRIX report",
		Args: args(1, "a file"),
		RunE: func(cmd *cobra.Command, a []string) error {
			b, err := readInput(cmd.InOrStdin(), a[0])
			if err != nil {
				return err
			}
			f := judgeFile(b, o.workspace())
			v := verdict{File: a[0], Errors: f.found.Errors(), Violations: []placedViolation{}, Losses: f.losses}
			v.Warnings = len(f.found) - v.Errors
			for _, one := range f.found {
				p := placedViolation{Violation: one}
				if f.where != nil {
					p.Position = f.where(one.Pointer)
				}
				v.Violations = append(v.Violations, p)
			}
			err = o.print(v, func(w io.Writer) {
				printViolations(w, f.found, f.where)
				printLosses(w, f.losses)
				fmt.Fprintf(w, "%s: %d errors, %d warnings\n", v.File, v.Errors, v.Warnings)
			})
			if err == nil && v.Errors > 0 {
				err = errSilent
			}
			return err
		},
	}
}

// judgeFile reads a file of any form and checks it as far as it can be alone.
// What the desk adds to a draft is filled in, so that only the officer's own
// faults show.
func judgeFile(b []byte, w schema.Workspace) parsedFile {
	f := judge(b, w)
	if n := len(f.found) - mostFaults; n > 0 {
		slices.SortStableFunc(f.found, func(a, b schema.Violation) int { return cmp.Compare(a.Severity, b.Severity) }) // "error" first
		more := schema.Violation{Code: "too-many-faults", Severity: schema.SeverityWarning, Text: fmt.Sprintf("%d more are not named; mend these first", n)}
		if f.found[mostFaults:].Err() != nil {
			more.Severity = schema.SeverityError
		}
		f.found = append(f.found[:mostFaults:mostFaults], more)
	}
	return f
}

// mostFaults is how many faults are named: to find the place of each in the file
// is to go through it.
const mostFaults = 200

func judge(b []byte, w schema.Workspace) parsedFile {
	switch formOf(b) {
	case formEnvelope:
		return judgeEnvelope(b)
	case formCAP:
		_, vs := cap.Decode(b)
		return parsedFile{found: vs}
	}
	kind := schema.KindNotification
	if formOf(b) == formIRIX {
		kind = "" // a report says what it is
	}
	f := parseFile(b, kind)
	if f.message == nil || f.found.Err() != nil {
		return f
	}
	now := time.Now()
	if f.message.Header.ReleasedAt != "" { // a whole message
		f.found = append(f.found, f.message.Validate(f.message.Header.ReleasedAt.Std())...)
		return f
	}
	if f.report != nil {
		w = f.message.Header.Workspace
	}
	f.found = append(f.found, filled(f.message, w, now).Validate(now)...)
	return f
}

func judgeEnvelope(b []byte) parsedFile {
	fail := func(err error) parsedFile {
		return parsedFile{found: schema.Violations{{Code: "envelope", Severity: schema.SeverityError, Article: "DSSE v1.0.2", Text: err.Error()}}}
	}
	env, err := schema.ParseEnvelope(bytes.TrimSpace(b))
	if err != nil {
		return fail(err)
	}
	if err := schema.CheckCanonical(env.Payload); err != nil {
		return fail(err)
	}
	m, vs := schema.ParseMessage(env.Payload)
	if m == nil {
		return parsedFile{found: vs}
	}
	vs = m.Validate(m.Header.ReleasedAt.Std())
	vs = append(vs, schema.Violation{Code: "not-verified", Severity: schema.SeverityWarning, Text: "the form was checked; whose signature it is, only a node with the directory can say"})
	return parsedFile{message: m, found: vs}
}

// filled is a draft with what the desk would add.
func filled(m *schema.Message, w schema.Workspace, now time.Time) *schema.Message {
	c := *m
	h := &c.Header
	rule, _ := h.Kind.Rule()
	h.ID, h.ReportUUID, h.Workspace = schema.NewMessageID(), schema.NewReportUUID(), w
	h.From, h.Desk, h.Sequence = "ZZ", "desk", 1
	h.CreatedAt, h.ReleasedAt = schema.NewTime(now), schema.NewInstant(now)
	if h.Context == "" {
		h.Context = rule.DefaultContext(w)
	}
	if h.Confidentiality == "" {
		h.Confidentiality = schema.ForAuthorities
	}
	if h.Language == "" {
		h.Language = "en"
	}
	if len(h.Addressees) == 0 {
		h.Addressees = []schema.Party{"AA"}
	}
	if h.Event == "" {
		h.Event = schema.NewEventID("ZZ", now)
	}
	if w == schema.Exercise && h.Exercise == "" {
		h.Exercise = schema.NewExerciseID("ZZ", now)
	}
	if h.Kind.Revokes() && h.Revokes == "" {
		h.Revokes = schema.NewMessageID()
	}
	for i := range rule.Persons {
		a := schema.Approval{Act: schema.ActApproved, Officer: fmt.Sprint("person", i), Name: "person", Desk: "desk", At: h.ReleasedAt}
		if i == 0 {
			a.Act = schema.ActDrafted
		}
		h.Approvals = append(h.Approvals, a)
	}
	return &c
}
