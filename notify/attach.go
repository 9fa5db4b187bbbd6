package notify

import (
	"context"
	"fmt"
	"time"

	"forthwith/schema"
)

// MayAttach says whether an officer may give this node a file of so many bytes.
func (d *Desk) MayAttach(o Officer, size int64) error {
	if err := o.allowed("attach a file", RightIssue, RightTakeOver, RightReceive, RightAssist, RightCoordinate); err != nil {
		return err
	}
	if size > schema.MaxAttachment {
		return fmt.Errorf("%w: a file of %d bytes, at most %d; send less of it, or say in words where it is", schema.ErrOversized, size, schema.MaxAttachment)
	}
	if left := d.Policy.FilesPerParty - d.Tracker.Kept(d.Party); size > left {
		return &Denied{fmt.Sprintf("our own files may take %d bytes of this node and %d are left; the administrator can raise files_per_party", d.Policy.FilesPerParty, left)}
	}
	return nil
}

// Attach records that a file of an officer is whole here: it may now go with
// messages.
func (d *Desk) Attach(ctx context.Context, o Officer, file schema.Digest, size int64, mediaType string, now time.Time) error {
	if err := d.MayAttach(o, size); err != nil {
		return err
	}
	return appendFile(ctx, d.Journal, d.Party, FileRecord{
		File: file, State: FileComplete, Party: d.Party, Size: size, MediaType: mediaType, Officer: o.Login,
	}, now)
}

// checkFiles refuses to name what is not here: its addressees would ask in vain.
func (d *Desk) checkFiles(h *schema.Header, fail func(code, pointer, format string, a ...any)) {
	for i, a := range h.Attachments {
		at := fmt.Sprintf("/header/attachments/%d", i)
		c, ok := d.Tracker.Complete(a.Digest)
		switch {
		case !ok:
			fail("file-not-here", at+"/digest", "the file %q is not on this node; give it first, as with --attach", a.Name)
		case c.Size != a.Size:
			fail("file-size", at+"/size", "the file %q has %d bytes, not %d", a.Name, c.Size, a.Size)
		}
	}
}
