package xmlscan

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"
)

// declaration is the only processing instruction there may be (XML 1.0, 2.8).
var declaration = regexp.MustCompile(`^<\?xml[ \t\r\n]+version` + is + `["']1\.0["'](?:[ \t\r\n]+encoding` + is + `["']([A-Za-z0-9._-]+)["'])?(?:[ \t\r\n]+standalone` + is + `["'](?:yes|no)["'])?[ \t\r\n]*\?>`)

const is = `[ \t\r\n]*=[ \t\r\n]*`

// bytes looks at the bytes before any of them is taken for XML.
func (s *Scanner) bytes(b []byte) {
	noun := s.format.Noun
	switch {
	case len(b) > s.format.MaxBytes:
		s.Stop("oversized", "", "the %s has %d bytes, more than %d; %s", noun, len(b), s.format.MaxBytes, s.format.Shorten)
	case Blank(b):
		s.Stop("not-xml", Article, "there is no %s in it; send %s", noun, s.format.Wanted)
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		s.Stop("encoding", Article, "a byte order mark stands before the %s; save it as UTF-8 without one", noun)
	case bytes.HasPrefix(b, []byte("\x1f\x8b")), bytes.HasPrefix(b, []byte("PK\x03\x04")):
		s.Stop("compressed", "", "this is compressed; unpack it and send the %s itself", noun)
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")), bytes.IndexByte(b, 0) >= 0:
		s.Stop("encoding", Article, "this looks like UTF-16 or binary data; save the %s as UTF-8", noun)
	case bytes.HasPrefix(b, []byte("<?xml")):
		m := declaration.FindSubmatch(b)
		if m == nil {
			s.Stop("xml-declaration", Article, `the first line is no XML declaration; write <?xml version="1.0" encoding="UTF-8"?>`)
		} else if len(m[1]) > 0 && !strings.EqualFold(string(m[1]), "UTF-8") {
			s.Stop("encoding", Article, "the %s is in %s; save it as UTF-8", noun, Clip(string(m[1])))
		}
	}
	if !s.stopped && !utf8.Valid(b) {
		s.line = notUTF8(b)
		s.Stop("encoding", Article, "this line is not UTF-8; save the %s as UTF-8", noun)
	}
}

// notUTF8 is the number of the first line that is not UTF-8.
func notUTF8(b []byte) int {
	n := 1
	for line := range bytes.Lines(b) {
		if !utf8.Valid(line) {
			break
		}
		n++
	}
	return n
}

// Blank says whether there is only what XML takes for white space.
func Blank(b []byte) bool { return len(bytes.Trim(b, " \t\r\n")) == 0 }
