package irix

import (
	"crypto/sha1"
	"encoding/hex"

	"forthwith/schema"
)

// enclose writes the attachments whose bytes are at hand.
func (w *exporter) enclose() {
	a := w.report.Annexes
	for i, f := range w.header.Attachments {
		var b []byte
		ok := w.to.File != nil
		if ok {
			b, ok = w.to.File(f)
		}
		if !ok || schema.NewDigest(b) != f.Digest {
			w.unlisted = append(w.unlisted, i)
			continue
		}
		if f.MediaType == annexType {
			a.Annotation = append(a.Annotation, annotations(b)...)
			w.unlisted = append(w.unlisted, i)
			continue
		}
		sum := sha1.Sum(b)
		x := FileEnclosure{
			Title: plain(f.Name), Confidentiality: confidentialityOf[f.Confidentiality], Description: prose(f.Description),
			FileName: plain(f.Name), MimeType: plain(f.MediaType), FileSize: Size(len(b)), FileHash: Hex(hex.EncodeToString(sum[:])), EnclosedObject: b,
		}
		if fits[Language](f.Language) {
			x.Language = Language(f.Language)
		}
		if f.Category != "" {
			x.InformationCategory = []InformationCategory{InformationCategory(f.Category)}
		}
		a.FileEnclosure = append(a.FileEnclosure, x)
	}
}
