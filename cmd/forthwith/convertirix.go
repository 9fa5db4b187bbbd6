package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"forthwith/schema"
	"forthwith/schema/irix"
)

// readIRIX makes a draft of a report.
func (c *conversion) readIRIX(b []byte) (parsedFile, error) {
	names, err := c.organisations()
	if err != nil {
		return parsedFile{}, err
	}
	in := irix.Import{ID: schema.NewMessageID(), Addressee: names.party}
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
	return parseIRIX(b, in), nil
}

// parseIRIX makes a draft of a report.
func parseIRIX(b []byte, in irix.Import) parsedFile {
	r, found := irix.Decode(b)
	if r == nil {
		return parsedFile{found: found}
	}
	m, losses, vs := irix.ToMessage(r, in)
	return parsedFile{message: m, found: append(found, vs...), losses: losses, report: r}
}

// writeIRIX makes a report of a message.
func (c *conversion) writeIRIX(m *schema.Message, stdin io.Reader) ([]byte, schema.Losses, error) {
	names, err := c.organisations()
	if err != nil {
		return nil, nil, err
	}
	id := cmp.Or(irix.OrganisationID(c.organisation), names.of[m.Header.From])
	if id == "" {
		return nil, nil, usage{errors.New("a report names who reports: say it with --organisation, as in notify.example.org")}
	}
	country := irix.Home("00")
	if len(m.Header.From) == 2 {
		country = irix.Home(m.Header.From)
	}
	to := irix.Export{
		Organisation: irix.OrganisationContactInfo{Name: string(id), OrganisationID: id, Country: country},
		Addressee:    names.addressee,
	}
	if c.files != "" {
		to.File = func(a schema.Attachment) ([]byte, bool) {
			b, err := os.ReadFile(filepath.Join(c.files, a.Name))
			return b, err == nil
		}
	}
	earlier := make(map[schema.MessageID]schema.ReportUUID)
	for _, name := range c.after {
		b, err := readInput(stdin, name)
		if err != nil {
			return nil, nil, err
		}
		r, vs := irix.Decode(b)
		if r == nil {
			return nil, nil, fmt.Errorf("%s is no report: %w", name, vs)
		}
		if id, ours := r.Message(); ours {
			earlier[id] = r.Identification.ReportUUID
		}
	}
	to.Report = func(id schema.MessageID) (schema.ReportUUID, bool) {
		u, ok := earlier[id]
		return u, ok
	}
	r, losses, err := irix.FromMessage(m, to)
	if err != nil {
		return nil, nil, err
	}
	b, err := irix.Encode(r)
	return b, losses, err
}
