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
	if i := crowded(b); !s.stopped && i >= 0 {
		s.line = 1 + bytes.Count(b[:i], []byte("\n"))
		s.Stop("too-many-attributes", "", "an element has more than %d attributes; remove what the format has not", maxAttributes)
	}
}

// maxAttributes is how many an element may have, declarations of namespaces
// included.
const maxAttributes = 64

// crowded is where the first tag of more attributes begins, or -1. It must be
// known before a decoder sees it: encoding/xml takes 70 bytes for one of four. On
// what is not well-formed it may stop too early, as the decoder will.
func crowded(b []byte) int {
	for i := 0; ; {
		n := bytes.IndexByte(b[i:], '<')
		if n < 0 {
			return -1
		}
		i += n
		end := 0
		switch rest := b[i:]; {
		case bytes.HasPrefix(rest, []byte("<!--")):
			end = after(rest, 4, "-->")
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			end = after(rest, 9, "]]>")
		case bytes.HasPrefix(rest, []byte("<?")):
			end = after(rest, 2, "?>")
		case bytes.HasPrefix(rest, []byte("<!")):
			return -1 // a document type, past which nothing is read
		default:
			count := 0
			if count, end = attributes(rest); count > maxAttributes {
				return i
			}
		}
		if end < 0 {
			return -1
		}
		i += end
	}
}

// after is where b goes on after the mark, which is looked for from the offset.
func after(b []byte, from int, mark string) int {
	n := bytes.Index(b[from:], []byte(mark))
	if n < 0 {
		return -1
	}
	return from + n + len(mark)
}

// attributes counts those of a tag and says where it ends.
func attributes(tag []byte) (count, end int) {
	var quote byte
	for i, c := range tag {
		switch {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '=':
			count++
		case c == '>':
			return count, i + 1
		}
	}
	return count, -1
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
