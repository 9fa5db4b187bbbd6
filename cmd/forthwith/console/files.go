package console

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"forthwith/notify"
	"forthwith/schema"
)

// AttachmentView is a file that a message names, and what has become of it.
type AttachmentView struct {
	schema.Attachment
	// Here says that this node has it whole, as of the digest; Got how many bytes
	// there are till then.
	Here bool  `json:"here"`
	Got  int64 `json:"got,omitempty"`
	// Content is the media type by content, where the message calls it another.
	Content string `json:"content,omitempty"`
	// Missing says in words why it is not here, and whether it will be.
	Missing string `json:"missing,omitempty"`
}

// FileView is a file that was given to this node, for messages to name.
type FileView struct {
	Digest    schema.Digest `json:"digest"`
	Size      int64         `json:"size"`      // bytes
	MediaType string        `json:"mediaType"` // by content
}

// putFile takes a file from an officer. It may be given again.
func (c *call) putFile() (any, error) {
	size := c.r.ContentLength
	if size <= 0 {
		return nil, &badRequest{"give the file as the body, with its length"}
	}
	file := schema.Digest(c.r.PathValue("digest"))
	if !file.Plain() {
		return nil, &badRequest{"name the file by its digest, as in sha256: and 64 hexadecimal digits"}
	}
	f, err := c.node.KeepFile(c.ctx(), c.world, c.officer, file, size, c.r.Body)
	return FileView{file, f.Size, f.MediaType}, err
}

// attachments are the files of a message or a draft.
func (c *call) attachments(h schema.Header) []AttachmentView {
	var out []AttachmentView
	for _, a := range h.Attachments {
		v := AttachmentView{Attachment: a}
		f, here := c.tracker().Complete(a.Digest)
		switch v.Here = here; {
		case !here:
			v.Got, v.Missing = c.missingFile(h.From, a)
		case f.MediaType != a.MediaType:
			v.Content = f.MediaType
		}
		out = append(out, v)
	}
	return out
}

// missingFile says how much of a file is here, and why no more.
func (c *call) missingFile(from schema.Party, a schema.Attachment) (int64, string) {
	if from == c.node.Party() {
		return 0, "missing: it is no longer on this node; give it again"
	}
	p, _ := c.node.Pulling(c.world, from, a.Digest)
	if quota := c.node.Policy().FilesPerParty; c.tracker().Kept(from)+a.Size > quota {
		return p.Got, fmt.Sprintf("missing: %s has filled the %s that its files may take here; your administrator can raise files_per_party", from, bytesOf(quota))
	}
	why := fmt.Sprintf("missing, on its way: %d %% here", 100*p.Got/a.Size)
	if p.Reason != "" {
		why = fmt.Sprintf("missing, %d %% here: %s", 100*p.Got/a.Size, p.Reason)
	}
	if !p.Next.IsZero() && p.Next.After(c.node.Now()) {
		why += "; next try " + p.Next.UTC().Format("15:04:05") + " UTC"
	}
	return p.Got, why
}

// missingAt are the files of a message of ours that an addressee has received and
// whose bytes it has not.
func (c *call) missingAt(m notify.Message, p schema.Party) []string {
	var out []string
	for _, a := range m.Header.Attachments {
		if c.tracker().Obtained(a.Digest)[p] == "" {
			out = append(out, a.Name)
		}
	}
	return out
}

// attachment is the one that the path names by its place, of a message or a draft.
func (c *call) attachment() (AttachmentView, schema.Header, error) {
	var h schema.Header
	id := schema.MessageID(c.id())
	if m, ok := c.tracker().Message(id); ok {
		h = m.Header
	} else if d, ok := c.tracker().Draft(id); ok {
		h = d.Message.Header
	} else {
		return AttachmentView{}, h, fmt.Errorf("message %q: %w", c.id(), notify.ErrNotFound)
	}
	all := c.attachments(h)
	n, err := strconv.Atoi(c.r.PathValue("n"))
	if err != nil || n < 1 || n > len(all) {
		return AttachmentView{}, h, fmt.Errorf("attachment %q of %d: %w", c.r.PathValue("n"), len(all), notify.ErrNotFound)
	}
	return all[n-1], h, nil
}

func (c *call) listAttachments() (any, error) {
	m, ok := c.tracker().Message(schema.MessageID(c.id()))
	if !ok {
		return nil, fmt.Errorf("message %q: %w", c.id(), notify.ErrNotFound)
	}
	return append([]AttachmentView{}, c.attachments(m.Header)...), nil
}

// seen are the types that a browser may show by itself. What another party sent is
// never run: a page or a drawing with a script in it is saved only.
var seen = map[string]bool{"image/png": true, "image/jpeg": true, "image/gif": true, "image/webp": true, "text/plain": true, "text/csv": true, "application/pdf": true}

// saveFile gives a file as it is. It is shown only if its content, and not its name,
// is harmless; ?save is never shown.
func (c *call) saveFile() (any, error) {
	a, _, err := c.attachment()
	if err != nil {
		return nil, err
	}
	f, write, err := c.node.OpenFile(c.ctx(), c.world, a.Digest)
	if err != nil {
		return nil, err
	}
	how := "attachment"
	if _, save := c.r.URL.Query()["save"]; !save && seen[f.MediaType] {
		how = "inline"
	}
	h := c.w.Header()
	h.Set("Content-Disposition", mime.FormatMediaType(how, map[string]string{"filename": a.Name}))
	h.Set("Content-Type", f.MediaType)
	if strings.HasPrefix(f.MediaType, "text/") {
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	h.Set("Content-Security-Policy", fileSecurity)
	if f.MediaType == "application/pdf" {
		h.Set("Content-Security-Policy", pdfSecurity)
	}
	if err := write(c.w); err != nil {
		c.cfg.Log.Warn("give a file", "file", a.Digest, "error", err) // its beginning is gone already
	}
	return done{}, nil
}

// A file runs nothing and belongs to no page. The browser's own viewer of PDF, which
// runs apart from pages, is not let into a sandbox.
const (
	fileSecurity = "default-src 'none'; sandbox; frame-ancestors 'none'"
	pdfSecurity  = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)

// maxShown is how much of a text stands on the page.
const maxShown = 256 << 10

// attachmentPage shows a file with who sent it and in which world.
func (c *call) attachmentPage() (string, string, any, error) {
	a, h, err := c.attachment()
	if err != nil {
		return "", "", nil, err
	}
	v := struct {
		AttachmentView
		Header schema.Header
		From   string
		Raw    string
		Type   string
		Image  bool
		Text   string
		Cut    bool
	}{AttachmentView: a, Header: h, From: c.name(h.From), Raw: c.r.URL.Path + "/file", Type: a.MediaType}
	if !a.Here {
		return "attachment", a.Name, v, nil
	}
	f, write, err := c.node.OpenFile(c.ctx(), c.world, a.Digest)
	if err != nil {
		return "", "", nil, err
	}
	v.Type, v.Image = f.MediaType, strings.HasPrefix(f.MediaType, "image/") && seen[f.MediaType]
	if strings.HasPrefix(f.MediaType, "text/") {
		b := &beginning{most: maxShown}
		if err := write(b); err != nil && err != io.ErrShortWrite {
			return "", "", nil, err
		}
		v.Text, v.Cut = strings.ToValidUTF8(b.String(), "\uFFFD"), f.Size > maxShown
	}
	return "attachment", a.Name, v, nil
}

// beginning takes so many bytes and no more.
type beginning struct {
	bytes.Buffer
	most int
}

func (b *beginning) Write(p []byte) (int, error) {
	n := min(len(p), b.most-b.Len())
	_, _ = b.Buffer.Write(p[:n])
	if n < len(p) {
		return n, io.ErrShortWrite
	}
	return n, nil
}

// bytesOf is a size in words.
func bytesOf(n int64) string {
	switch {
	case n < 1<<10:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<20:
		return fmt.Sprintf("%.0f KiB", float64(n)/(1<<10))
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}

// onFile gives a file to a browser.
func (s *Server) onFile(w http.ResponseWriter, r *http.Request) {
	c, ok := s.open(w, r)
	if !ok {
		return
	}
	if _, err := c.saveFile(); err != nil {
		c.renderProblem(err)
	}
}
