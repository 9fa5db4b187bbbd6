package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"forthwith/schema"
	"forthwith/schema/cap"
	"forthwith/schema/text"
)

// conversion is one call of convert.
type conversion struct {
	to, out       string
	sender, event string
	addressees    string
	organisation  string
	language      string
	directory     string // file of an edition
	keepers       []string
	files         string   // folder
	after         []string // files of alerts
}

// converted is what convert says on the standard error with --json.
type converted struct {
	File       string            `json:"file"`
	To         string            `json:"to"`
	Losses     schema.Losses     `json:"losses"`
	Violations schema.Violations `json:"violations"`
}

func newConvert(o *options) *cobra.Command {
	c := new(conversion)
	cmd := &cobra.Command{
		Use: "convert FILE", Short: "Write a message in another format, and say what is lost",
		Long: `convert reads a message, a draft or an envelope, a CAP alert or an IRIX report, told
by its content, and writes it in another format. What the format cannot carry, or
the message has no place for, is said on the standard error.

An alert is made of a message that was released. What updates or cancels an earlier
one names it: give the alerts of the event with --after. So do reports, of a released
message, too. Of an alert or a report a draft is made.`,
		Args: args(1, "a file"),
		RunE: func(cmd *cobra.Command, a []string) error { return c.run(cmd, o, a[0]) },
	}
	f := cmd.Flags()
	f.StringVar(&c.to, "to", "", "the format: cap, irix, json or text")
	f.StringVarP(&c.out, "out", "o", "", "the file to write; the standard output if none is given")
	f.StringVar(&c.sender, "sender", "", "to CAP: who we are to its readers, as in notify@example.org")
	f.StringVar(&c.organisation, "organisation", "", "to IRIX: the organisation that reports, as in notify.example.org; the directory's if none is given")
	f.StringVar(&c.directory, "directory", "", "to and of IRIX: an edition of the directory, which says what parties are called there")
	f.StringArrayVar(&c.keepers, "keeper-key", nil, "public key of a keeper who signed the directory; may be given again")
	f.StringArrayVar(&c.after, "after", nil, "to CAP, IRIX: an earlier alert, or report, of the event; may be given often")
	f.StringVar(&c.files, "files", "", "to IRIX: the folder with the message's files; of IRIX: where those of the report are written")
	f.StringVar(&c.language, "language", "en", "to text: the reader's language; forthwith text has more to choose")
	f.StringVar(&c.event, "event", "", "of CAP, IRIX: what the event is called here, as in XA-2026-K7M3QP")
	f.StringVar(&c.addressees, "addressees", "", "of CAP, IRIX: the parties to tell, as in XB,XC")
	return cmd
}

func (c *conversion) run(cmd *cobra.Command, o *options, name string) error {
	write, ok := c.writers(cmd)[c.to]
	if !ok {
		return usage{errors.New("say to which format with --to: cap, irix, json or text")}
	}
	b, err := readInput(cmd.InOrStdin(), name)
	if err != nil {
		return err
	}
	f, err := c.read(b)
	if err != nil {
		return err
	}
	var written []byte
	if f.message != nil && f.found.Err() == nil {
		var lost schema.Losses
		if written, lost, err = write(f.message); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		f.losses = append(f.losses, lost...)
	}
	if written != nil && f.report != nil && c.files != "" {
		for _, x := range f.report.Files() {
			if err := save(c.files, x.Name, x.Bytes); err != nil {
				return err
			}
		}
	}
	if err := c.report(o, name, f); err != nil {
		return err
	}
	if written == nil {
		return fmt.Errorf("%s cannot be converted: %d errors", name, f.found.Errors())
	}
	if c.out != "" {
		return os.WriteFile(c.out, written, 0o600)
	}
	_, err = cmd.OutOrStdout().Write(written)
	return err
}

// read is the message of a file of any form.
func (c *conversion) read(b []byte) (parsedFile, error) {
	switch formOf(b) {
	case formEnvelope:
		return judgeEnvelope(b), nil
	case formCAP:
		return c.readCAP(b)
	case formIRIX:
		return c.readIRIX(b)
	}
	return parseFile(b, schema.KindNotification), nil
}

// readCAP makes a draft of an alert.
func (c *conversion) readCAP(b []byte) (parsedFile, error) {
	in := cap.Import{ID: schema.NewMessageID(), Message: messageOf}
	var err error
	if c.event != "" {
		if in.Event, err = schema.ParseEventID(c.event); err != nil {
			return parsedFile{}, usage{err}
		}
	}
	if c.addressees != "" {
		if in.Addressees, err = parties(c.addressees); err != nil {
			return parsedFile{}, err
		}
	}
	a, found := cap.Decode(b)
	if a == nil {
		return parsedFile{found: found}, nil
	}
	m, losses, vs := cap.ToMessage(a, in)
	return parsedFile{message: m, found: append(found, vs...), losses: losses}, nil
}

// messageOf is the message that an alert of ours was made of: it has its id. What
// others call theirs is not known here.
func messageOf(r cap.Reference) (schema.MessageID, bool) {
	id, err := schema.ParseMessageID(r.Identifier)
	return id, err == nil
}

// writers are the formats that a message is written in.
func (c *conversion) writers(cmd *cobra.Command) map[string]func(*schema.Message) ([]byte, schema.Losses, error) {
	return map[string]func(*schema.Message) ([]byte, schema.Losses, error){
		"json": writeJSON,
		"cap": func(m *schema.Message) ([]byte, schema.Losses, error) {
			return c.writeCAP(m, cmd.InOrStdin())
		},
		"irix": func(m *schema.Message) ([]byte, schema.Losses, error) {
			return c.writeIRIX(m, cmd.InOrStdin())
		},
		"text": c.writeText,
	}
}

func (c *conversion) writeText(m *schema.Message) ([]byte, schema.Losses, error) {
	pages, err := text.Pages(m, text.Reader{Language: c.language})
	lost := schema.Losses{{Kind: schema.LossNarrowed, Text: "words are for persons; no program reads them back"}}
	return []byte(strings.Join(pages, "\f")), lost, err
}

func writeJSON(m *schema.Message) ([]byte, schema.Losses, error) {
	b, err := schema.Canonical(m)
	if err != nil {
		return nil, nil, err
	}
	var written bytes.Buffer
	if err := json.Indent(&written, b, "", "  "); err != nil {
		return nil, nil, err
	}
	written.WriteByte('\n')
	return written.Bytes(), nil, nil
}

func (c *conversion) writeCAP(m *schema.Message, stdin io.Reader) ([]byte, schema.Losses, error) {
	if c.sender == "" {
		return nil, nil, usage{errors.New("an alert names its sender: say who with --sender, as in notify@example.org")}
	}
	to := cap.Export{Sender: c.sender}
	earlier := make(map[schema.MessageID]cap.Reference)
	for _, name := range c.after {
		a, err := readAlert(stdin, name)
		if err != nil {
			return nil, nil, err
		}
		if id, ours := messageOf(a.Key()); ours {
			earlier[id] = a.Key()
		}
		if holds(a, m.Header.ReleasedAt.Std()) {
			to.Holding = append(to.Holding, a.Key())
		}
	}
	to.Alert = func(id schema.MessageID) (cap.Reference, bool) {
		r, ok := earlier[id]
		return r, ok
	}
	a, losses, err := cap.FromMessage(m, to)
	if err != nil {
		return nil, nil, err
	}
	b, err := a.Encode()
	return b, losses, err
}

func readAlert(stdin io.Reader, name string) (*cap.Alert, error) {
	b, err := readInput(stdin, name)
	if err != nil {
		return nil, err
	}
	a, vs := cap.Decode(b)
	if a == nil {
		return nil, fmt.Errorf("%s is no alert: %w", name, vs)
	}
	return a, nil
}

// holds says whether an alert has not expired; one that does not say when it does
// holds.
func holds(a *cap.Alert, at time.Time) bool {
	return slices.ContainsFunc(a.Infos, func(i cap.Info) bool { return i.Expires == "" || i.Expires.Std().After(at) })
}

// report says what is wrong and what is lost, where it does not mix with the
// result.
func (c *conversion) report(o *options, name string, f parsedFile) error {
	if o.json {
		e := json.NewEncoder(o.env.Stderr)
		e.SetIndent("", "  ")
		return e.Encode(converted{name, c.to, append(schema.Losses{}, f.losses...), append(schema.Violations{}, f.found...)})
	}
	var said strings.Builder
	printViolations(&said, f.found, f.where)
	dropped := 0
	for _, l := range f.losses {
		if l.Kind == schema.LossDropped {
			dropped++
		}
	}
	printLosses(&said, f.losses)
	fmt.Fprintf(&said, "%s: %d dropped, %d narrowed\n", name, dropped, len(f.losses)-dropped)
	_, err := io.WriteString(o.env.Stderr, said.String())
	return err
}
