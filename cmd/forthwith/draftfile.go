package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// draftFlags say what file a message is drafted from, to whom it goes and what is
// wanted of them.
type draftFlags struct {
	file, to string
	files    []string    // to attach
	enclosed []irix.File // in a report that was read
	wanted   wantedFlags
}

func (d *draftFlags) flags(cmd *cobra.Command) {
	cmd.Flags().StringVarP(&d.file, "file", "f", "", "the message: YAML, JSON or IRIX 1.0; - reads standard input")
	cmd.Flags().StringVar(&d.to, "to", "", "addressees, as in XB,XC; they stand in place of the file's")
	cmd.Flags().StringArrayVar(&d.files, "attach", nil, "a file that goes with the message; may be given often")
	d.wanted.flags(cmd)
}

// read is the message of the file, of the kind wanted; "" is what the file says.
func (d *draftFlags) read(cmd *cobra.Command, o *options, kind schema.Kind) (*schema.Message, error) {
	f, err := d.readAny(cmd, o, kind)
	if err != nil {
		return nil, err
	}
	if is := f.message.Header.Kind; kind != "" && is != kind {
		return nil, &hinted{fmt.Errorf("%s has a %s, not a %s", d.file, is, kind), "use: " + commandFor(f)}
	}
	return f.message, nil
}

// readAny is the message of the file, of whichever kind it is.
func (d *draftFlags) readAny(cmd *cobra.Command, o *options, kind schema.Kind) (parsedFile, error) {
	if d.file == "" {
		return parsedFile{}, usage{errors.New("name the file of the message with -f")}
	}
	wanted, err := d.wanted.read(time.Now())
	if err != nil {
		return parsedFile{}, err
	}
	b, err := readInput(cmd.InOrStdin(), d.file)
	if err != nil {
		return parsedFile{}, err
	}
	f, err := d.parse(cmd, o, b, kind)
	if err != nil {
		return f, err
	}
	printViolations(o.env.Stderr, f.found, f.where)
	printLosses(o.env.Stderr, f.losses)
	if f.found.Err() != nil {
		return f, fmt.Errorf("%s cannot be read as a %s: %d errors", d.file, cmp.Or(kind, "message"), f.found.Errors())
	}
	m := f.message
	if f.report != nil {
		if err := fits(m, o.workspace()); err != nil {
			return f, fmt.Errorf("%s: %w", d.file, err)
		}
	}
	if d.to != "" {
		if m.Header.Addressees, err = parties(d.to); err != nil {
			return f, err
		}
	}
	m.Header.Wanted = cmp.Or(wanted, m.Header.Wanted)
	if r := f.report; len(m.Header.Addressees) == 0 && r != nil && r.Identification.Addressees != nil {
		return f, &hinted{fmt.Errorf("the report is for organisations, and it is not known for which parties they speak: %v", r.Identification.Addressees.Addressee), "say to which parties it goes with --to, as in --to XB,IAEA"}
	}
	if f.report != nil {
		d.enclosed = f.report.Files()
	}
	return f, nil
}

// parse reads the message. Whom a report is for, if --to does not say, the node's
// directory tells.
func (d *draftFlags) parse(cmd *cobra.Command, o *options, b []byte, kind schema.Kind) (parsedFile, error) {
	if d.to != "" || formOf(b) != formIRIX {
		return parseFile(b, kind), nil
	}
	names, err := o.organisations(cmd.Context())
	return parseIRIX(b, irix.Import{Kind: kind, Addressee: names.party}), err
}

// fits keeps what a report says out of the other world.
func fits(m *schema.Message, w schema.Workspace) error {
	c := m.Header.Context
	rule, _ := m.Header.Kind.Rule()
	switch {
	case c == schema.ContextExercise && w == schema.Live:
		return &hinted{errors.New("the report is an Exercise and this is the live workspace"), "use --exercise"}
	case c == schema.ContextEmergency && w == schema.Exercise:
		return &hinted{errors.New("the report is an Emergency and this is the exercise workspace"), "leave --exercise out, if it is real"}
	case !rule.Allows(w, c):
		return fmt.Errorf("the report's context is %s, in which the %s workspace has no %s", c, w, m.Header.Kind)
	}
	return nil
}

func readInput(stdin io.Reader, name string) ([]byte, error) {
	r := stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	b, err := io.ReadAll(io.LimitReader(r, irix.MaxReport+1))
	if err == nil && len(b) > irix.MaxReport {
		err = fmt.Errorf("%s: %w", name, schema.ErrOversized)
	}
	return b, err
}

// parsedFile is what a file says, and where.
type parsedFile struct {
	message *schema.Message
	found   schema.Violations
	where   func(pointer string) string // line and column of a JSON pointer
	losses  schema.Losses               // of another format
	report  *irix.Report                // that it is, if it is one
}

// parseFile recognises a file by its content. kind stands where the file names
// none.
func parseFile(b []byte, kind schema.Kind) parsedFile {
	switch formOf(b) {
	case formIRIX:
		return parseIRIX(b, irix.Import{Kind: kind})
	case formCAP:
		return parsedFile{found: schema.Violations{{Code: "cap", Severity: schema.SeverityError, Text: "this is a CAP alert; make a draft of it with forthwith convert --to json"}}}
	}
	return parseText(b, kind)
}

// withKind names the kind in a message whose header does not.
func withKind(j []byte, kind schema.Kind) []byte {
	var m map[string]any
	// Not as YAML again, to which the number 2e+16 would be a text. What cannot be
	// read, or has a field twice, is for the reading of messages to name.
	if schema.ParseDocument(j, &m) != nil || m == nil {
		return j
	}
	h, ok := m["header"].(map[string]any)
	if !ok {
		if m["header"] != nil {
			return j
		}
		h = make(map[string]any)
	}
	if h["kind"] != nil {
		return j
	}
	h["kind"] = string(kind)
	m["header"] = h
	b, err := schema.Canonical(m)
	if err != nil {
		return j
	}
	return b
}

// parties takes XB,XC apart.
func parties(list string) ([]schema.Party, error) {
	var out []schema.Party
	for _, s := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == ' ' }) {
		p, err := schema.ParseParty(s)
		if err != nil {
			return nil, usage{err}
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, usage{errors.New("name the addressees with --to, as in --to XB,XC")}
	}
	return out, nil
}

// printViolations says everything that was found, one line each.
func printViolations(w io.Writer, vs schema.Violations, where func(string) string) {
	for _, v := range vs {
		at := ""
		if where != nil {
			at = where(v.Pointer) + ": "
		}
		fmt.Fprintf(w, "  %s%s\n", at, v)
	}
}

// printLosses says everything that is lost, one line each.
func printLosses(w io.Writer, ls schema.Losses) {
	for _, l := range ls {
		fmt.Fprintf(w, "  %s\n", l)
	}
}
