package irix

import (
	"encoding/xml"
	"reflect"
	"slices"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// annexType is the media type of a file that holds the section Annexes of a report
// of others, byte for byte.
const (
	annexType = "application/vnd.forthwith.irix-annexes+xml"
	annexName = "irix-annexes.xml"
)

// File is a file that goes with the message that a report becomes.
type File struct {
	schema.Attachment
	Bytes []byte
}

// Files are those of the report, in the order in which ToMessage names them: what
// is enclosed, and the annexes of others that no message has a place for.
func (r *Report) Files() []File {
	if r.Annexes == nil {
		return nil
	}
	var fs []File
	for _, f := range r.Annexes.FileEnclosure {
		if len(f.EnclosedObject) == 0 {
			continue // no file is empty
		}
		a := schema.Attachment{
			Name: f.FileName, MediaType: f.MimeType, Size: int64(len(f.EnclosedObject)), Digest: schema.NewDigest(f.EnclosedObject),
			Confidentiality: f.Confidentiality.Schema(), Description: f.Description.Text, Language: string(f.Language),
		}
		if a.Name == "" {
			a.Name = f.Title
		}
		if len(f.InformationCategory) > 0 {
			a.Category = string(f.InformationCategory[0])
		}
		for _, v := range schema.Valid(&a) {
			if v.Pointer == "/language" {
				a.Language = "" // a tag that messages do not have
			}
		}
		fs = append(fs, File{a, f.EnclosedObject})
	}
	if _, ours := r.Message(); ours {
		return fs
	}
	raw, ok := r.Section("Annexes")
	if !ok || len(r.Annexes.Annotation)+len(r.Annexes.Signature) == 0 {
		return fs
	}
	b := raw.Standalone()
	return append(fs, File{schema.Attachment{Name: annexName, MediaType: annexType, Size: int64(len(b)), Digest: schema.NewDigest(b)}, b})
}

// annotations are those of a file of annexes; none if it is not what it says. What
// was signed was the report that was read, so signatures stay behind.
func annotations(b []byte) []Annotation {
	i := slices.IndexFunc(report.parts, func(p part) bool { return p.elements[0].name == "Annexes" })
	e := report.parts[i].elements[0]
	r := &reader{Scanner: xmlscan.New(b, format), b: b, lines: make([]int, elements), referred: make(map[LocationID]bool), report: &Report{}}
	a := new(Annexes)
	t, ok := r.Root()
	if !ok || t.Name != (xml.Name{Space: e.space, Local: e.name}) {
		return nil
	}
	r.element(e, t, reflect.ValueOf(a).Elem())
	if r.Rest(); len(r.Found()) > 0 {
		return nil
	}
	return a.Annotation
}

// labelled is a text with a last line that is for a field without an element.
func labelled(text, label, value string) string {
	if value == "" {
		return text
	}
	return strings.TrimPrefix(text+"\n"+label+": "+value, "\n")
}

// label takes such a line off a text of ours.
func (r *importer) label(label string, text *string) (value string) {
	before, last, several := strings.Cut(*text, "\n"+label+": ")
	if !several {
		before, last = "", *text
		if last, several = strings.CutPrefix(last, label+": "); !several {
			return ""
		}
	}
	if !r.ours() || strings.Contains(last, "\n") {
		return ""
	}
	*text = before
	return last
}
