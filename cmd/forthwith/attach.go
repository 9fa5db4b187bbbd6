package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
)

// draft sends a message with its files, if all of them may go.
func (d *draftFlags) draft(cmd *cobra.Command, o *options, m *schema.Message) error {
	if n := len(d.files) + len(d.enclosed); n > schema.MaxAttachments {
		return usage{fmt.Errorf("%d files: at most %d go with a message", n, schema.MaxAttachments)}
	}
	for _, name := range d.files {
		if err := checkAttachment(name); err != nil {
			return err
		}
	}
	for _, f := range d.enclosed {
		if _, err := o.give(cmd, f.Name, f.Bytes); err != nil {
			return err
		}
	}
	for _, name := range d.files {
		if err := o.attach(cmd, &m.Header, name); err != nil {
			return err
		}
	}
	return o.draft(cmd, m)
}

// attach gives a file to the node and names it in a message. What the message says
// of a file of that name stands.
func (o *options) attach(cmd *cobra.Command, h *schema.Header, name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	given, err := o.give(cmd, name, b)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(h.Attachments, func(a schema.Attachment) bool { return a.Name == filepath.Base(name) })
	if i < 0 {
		i = len(h.Attachments)
		h.Attachments = append(h.Attachments, schema.Attachment{Name: filepath.Base(name)})
	}
	a := &h.Attachments[i]
	a.MediaType, a.Size, a.Digest = given.MediaType, given.Size, given.Digest
	return nil
}

// give puts a file on the node.
func (o *options) give(cmd *cobra.Command, name string, b []byte) (console.FileView, error) {
	var out console.FileView
	if err := o.call(cmd.Context(), "PUT", o.in("/files/"+string(schema.NewDigest(b))), b, &out); err != nil {
		return out, fmt.Errorf("attach %s: %w", name, err)
	}
	return out, nil
}

// checkAttachment looks whether a file may go with a message.
func checkAttachment(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	a := schema.Attachment{Name: filepath.Base(name), MediaType: "text/plain", Size: 1, Digest: schema.NewDigest(nil)}
	switch {
	case !info.Mode().IsRegular():
		return usage{fmt.Errorf("%s is no file", name)}
	case info.Size() == 0:
		return usage{fmt.Errorf("%s is empty", name)}
	case info.Size() > schema.MaxAttachment:
		return fmt.Errorf("%s: %w: %d bytes, at most %d; send less of it, or say in words where it is", name, schema.ErrOversized, info.Size(), schema.MaxAttachment)
	}
	for _, v := range schema.Valid(&a) {
		return usage{fmt.Errorf("%q: %s", name, v.Text)}
	}
	return nil
}

func newAttachments(o *options) *cobra.Command {
	var dir string
	cmd := &cobra.Command{
		Use: "attachments MESSAGE", Short: "List the files of a message, and save them", Args: args(1, "a message"),
		RunE: func(cmd *cobra.Command, a []string) error {
			path := o.in("/messages/" + url.PathEscape(a[0]) + "/attachments")
			var out []console.AttachmentView
			if err := o.call(cmd.Context(), "GET", path, nil, &out); err != nil {
				return err
			}
			var errs []error
			for i, v := range out {
				if dir == "" || !v.Here {
					continue
				}
				var b []byte
				err := o.call(cmd.Context(), "GET", fmt.Sprintf("%s/%d", path, i+1), nil, &b)
				if err == nil && schema.NewDigest(b) != v.Digest {
					err = fmt.Errorf("%s did not come whole; try again", v.Name)
				}
				if err == nil {
					err = save(dir, v.Name, b)
				}
				errs = append(errs, err)
			}
			err := o.list(out, len(out), "the message has no files", func(w io.Writer) { printFiles(w, out, dir) })
			return errors.Join(append(errs, err)...)
		},
	}
	cmd.Flags().StringVar(&dir, "save", "", "the folder to save them in; no file that is there is written over")
	return cmd
}

func printFiles(w io.Writer, files []console.AttachmentView, dir string) {
	for _, v := range files {
		fmt.Fprintf(w, "%-30s %10d bytes  %s\n", v.Name, v.Size, v.MediaType)
		switch {
		case v.Missing != "":
			fmt.Fprintf(w, "  %s\n", v.Missing)
		case v.Content != "":
			fmt.Fprintf(w, "  by its content it is %s\n", v.Content)
		}
	}
}

// save writes a file into a folder, and over no other.
func save(dir, name string, b []byte) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	to := filepath.Join(dir, filepath.Base(name)) // a name has no folder; schema sees to it
	f, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		if there, err := os.ReadFile(to); err == nil && bytes.Equal(there, b) {
			return nil
		}
		return &hinted{fmt.Errorf("%s is there already, with another content", to), "save into another folder"}
	}
	if err != nil {
		return err
	}
	_, err = f.Write(b)
	return errors.Join(err, f.Close())
}
