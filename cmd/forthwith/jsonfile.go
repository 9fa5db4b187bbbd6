package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"forthwith/schema"
)

// firstPlace is the place of what is wrong with a file as a whole.
const firstPlace = "line 1:1"

// unread is a file that is not read on, for one reason at one place.
func unread(code, place, text string) parsedFile {
	if place == "" {
		place = firstPlace
	}
	return parsedFile{
		found: schema.Violations{{Code: code, Severity: schema.SeverityError, Text: text}},
		where: func(string) string { return place },
	}
}

// parseText reads a message in JSON or YAML.
func parseText(b []byte, kind schema.Kind) parsedFile {
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if len(b) > schema.MaxEnvelope {
		return unread("oversized", "", "the file is larger than a message may be (512 KiB)")
	}
	if bytes.HasPrefix(b, []byte("\x1f\x8b")) || bytes.HasPrefix(b, []byte("PK\x03\x04")) {
		return unread("compressed", "", "the file is compressed; unpack it first")
	}
	if at := notText(b); at >= 0 {
		return unread("encoding", bytePlace(b, at), "the file is not UTF-8 text, or has a control character; save it as UTF-8, and write such a character as an escape in quotes")
	}
	if head := bytes.TrimSpace(b); json.Valid(head) || len(b) > maxYAML && bytes.HasPrefix(head, []byte("{")) {
		return parseJSON(b, kind)
	}
	return parseYAML(b, kind)
}

// notText is where b has a byte that no text file has, or -1.
func notText(b []byte) int {
	for i := 0; i < len(b); {
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			return i
		}
		i += size
	}
	return -1
}

func parseJSON(b []byte, kind schema.Kind) parsedFile {
	d := jsontext.NewDecoder(bytes.NewReader(b), jsontext.AllowDuplicateNames(true))
	for {
		_, err := d.ReadToken()
		if d.StackDepth() > schema.MaxDepth {
			return unread("too-deep", bytePlace(b, int(d.InputOffset())), fmt.Sprintf("lists and fields stand in each other on more than %d levels; no message has so many", schema.MaxDepth))
		}
		if syntax, bad := errors.AsType[*jsontext.SyntacticError](err); bad {
			return unread("syntax", bytePlace(b, int(syntax.ByteOffset)), "not YAML or JSON: "+syntax.Err.Error())
		}
		if err != nil {
			break // its end
		}
	}
	f := readMessage(b, kind)
	f.where = func(pointer string) string { return jsonPlace(b, pointer) }
	return f
}

func readMessage(j []byte, kind schema.Kind) parsedFile {
	if kind != "" {
		j = withKind(j, kind)
	}
	m, vs := schema.ParseMessage(j)
	return parsedFile{message: m, found: vs}
}

// jsonPlace is where in well-formed JSON a pointer points, or the nearest above it.
func jsonPlace(b []byte, pointer string) string {
	d := jsontext.NewDecoder(bytes.NewReader(b), jsontext.AllowDuplicateNames(true))
	at := valueAfter(b, 0)
	for part := range jsontext.Pointer(pointer).Tokens() {
		if _, err := d.ReadToken(); err != nil || !enter(d, part) {
			break
		}
		at = valueAfter(b, int(d.InputOffset()))
	}
	return bytePlace(b, at)
}

// enter goes to the member or element of what was opened last.
func enter(d *jsontext.Decoder, part string) bool {
	kind, _ := d.StackIndex(d.StackDepth())
	index, err := strconv.Atoi(part)
	if kind == '[' && err != nil {
		return false
	}
	for i := 0; d.PeekKind() != ']' && d.PeekKind() != '}' && d.PeekKind() != 0; i++ {
		if kind == '[' && i == index {
			return true
		}
		if kind == '{' {
			name, err := d.ReadToken()
			if err != nil {
				return false
			}
			if name.String() == part {
				return true
			}
		}
		if d.SkipValue() != nil {
			return false
		}
	}
	return false
}

// valueAfter is where the value begins, after blanks and what stands between values.
func valueAfter(b []byte, at int) int {
	for at < len(b)-1 && bytes.IndexByte([]byte(" \t\r\n:,"), b[at]) >= 0 {
		at++
	}
	return at
}

// bytePlace is the line and column of a byte, in characters.
func bytePlace(b []byte, at int) string {
	before := b[:min(max(at, 0), len(b))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return fmt.Sprintf("line %d:%d", bytes.Count(before, []byte{'\n'})+1, utf8.RuneCount(line)+1)
}
