package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"forthwith/schema"
	"forthwith/schema/text"
)

// textFlags say who reads.
type textFlags struct {
	language, zone, phone, previous string
	spoken, review                  bool
}

// inWords is a message in words.
type inWords struct {
	File     string   `json:"file"`
	Language string   `json:"language"`
	Pages    []string `json:"pages"`
}

func newText(o *options) *cobra.Command {
	f := &textFlags{}
	cmd := &cobra.Command{
		Use: "text FILE", Short: "Print a message or an envelope in words, for fax, print, mail or the telephone",
		Long: `text prints a released message in words: pages of 80 columns and 60 lines with a
form feed between them, in one of ` + strings.Join(text.Languages, ", ") + `. Free text stays as it was written.

Signatures are not verified: only a node with the directory can.`,
		Args: func(cmd *cobra.Command, a []string) error {
			if f.review {
				return args(0, "nothing else")(cmd, a)
			}
			return args(1, "a file")(cmd, a)
		},
		RunE: func(cmd *cobra.Command, a []string) error {
			if f.review {
				return o.review(f.language)
			}
			return o.inWords(cmd, f, a[0])
		},
	}
	cmd.Flags().StringVar(&f.language, "language", "en", "the reader's language")
	cmd.Flags().StringVar(&f.zone, "zone", "UTC", "the reader's time zone, as in Europe/Paris; Local is this machine's")
	cmd.Flags().StringVar(&f.phone, "phone", "", "whom to telephone")
	cmd.Flags().StringVar(&f.previous, "previous", "", "the message before, to say what changed")
	cmd.Flags().BoolVar(&f.spoken, "spoken", false, "for reading out: digits one by one, ids spelt")
	cmd.Flags().BoolVar(&f.review, "review", false, "print which terms of the language a reviewer has to settle")
	return cmd
}

func (o *options) inWords(cmd *cobra.Command, f *textFlags, file string) error {
	zone, err := time.LoadLocation(f.zone)
	if err != nil {
		return usage{fmt.Errorf("zone %q: write it as in Europe/Paris", f.zone)}
	}
	m, keys, err := o.readMessage(cmd.InOrStdin(), file)
	if err != nil {
		return err
	}
	r := text.Reader{Language: f.language, Zone: zone, Phone: f.phone, Seal: text.Seal{Keys: keys}}
	if f.previous != "" {
		if r.Previous, _, err = o.readMessage(cmd.InOrStdin(), f.previous); err != nil {
			return err
		}
	}
	out := inWords{File: file, Language: f.language}
	if f.spoken {
		said, err := text.Spoken(m, r)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		out.Pages = []string{said}
	} else if out.Pages, err = text.Pages(m, r); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return o.print(out, func(w io.Writer) { io.WriteString(w, strings.Join(out.Pages, "\f")) })
}

// readMessage reads a whole message, or an envelope with the names of the keys that
// signed it. What is wrong with it is said, and it is told all the same.
func (o *options) readMessage(stdin io.Reader, file string) (*schema.Message, []string, error) {
	b, err := readInput(stdin, file)
	if err != nil {
		return nil, nil, err
	}
	f := judgeFile(b, schema.Live)
	if f.message == nil {
		return nil, nil, fmt.Errorf("%s cannot be read: %w", file, f.found.Err())
	}
	if f.message.Header.ReleasedAt == "" {
		return nil, nil, &hinted{fmt.Errorf("%s is a draft, and only what was released has an id and a time to tell", file), "see what it lacks with: forthwith validate"}
	}
	if f.found.Err() != nil {
		printViolations(o.env.Stderr, f.found, f.where)
	}
	var keys []string
	if e, err := schema.ParseEnvelope(bytes.TrimSpace(b)); err == nil {
		for _, s := range e.Signatures {
			keys = append(keys, s.KeyID)
		}
	}
	return f.message, keys, nil
}

// review prints the terms of a language whose official wording is in doubt.
func (o *options) review(language string) error {
	r, err := text.ReviewOf(language)
	if err != nil {
		return usage{err}
	}
	return o.print(r, func(w io.Writer) {
		if r.Reviewed == "" {
			r.Reviewed = "by nobody"
		}
		fmt.Fprintf(w, "%s (%s): reviewed %s\n", r.Name, r.Language, r.Reviewed)
		for _, d := range r.Doubts {
			fmt.Fprintf(w, "%s\n  %s\n  %s\n", d.English, d.Text, d.Why)
		}
	})
}
