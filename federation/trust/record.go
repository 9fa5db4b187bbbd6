package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// recordVersion is the first line of every record. A change of the format is
// another line.
const recordVersion = "forthwith/entry/v1"

// Record is one journal entry as the bytes that its leaf hashes. The package
// comment has the format, which is for ever.
func Record(epoch int, sequence uint64, subject string, header map[string][]string, data []byte) []byte {
	var few [8]string
	names := few[:0]
	size := len(subject) + 128
	for n, vs := range header {
		names = append(names, n)
		for _, v := range vs {
			size += len(n) + len(v) + 3
		}
	}
	slices.Sort(names)
	b := append(make([]byte, 0, size), recordVersion+"\n"...)
	b = append(strconv.AppendInt(b, int64(epoch), 10), '\n')
	b = append(strconv.AppendUint(b, sequence, 10), '\n')
	b = append(appendEscaped(b, subject, ""), '\n')
	for _, n := range names {
		for _, v := range header[n] {
			b = appendEscaped(b, n, ":")
			b = append(b, ": "...)
			b = append(appendEscaped(b, v, ""), '\n')
		}
	}
	b = append(b, '\n')
	sum := sha256.Sum256(data)
	return append(hex.AppendEncode(b, sum[:]), '\n')
}

// appendEscaped writes what may not stand in a record as it is, line ends, the
// backslash itself and in a name also the colon, behind a backslash.
func appendEscaped(b []byte, s, also string) []byte {
	if !strings.ContainsAny(s, "\\\n\r") && (also == "" || !strings.Contains(s, also)) {
		return append(b, s...)
	}
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\\':
			b = append(b, `\\`...)
		case c == '\n':
			b = append(b, `\n`...)
		case c == '\r':
			b = append(b, `\r`...)
		case also != "" && c == also[0]:
			b = append(b, `\c`...)
		default:
			b = append(b, c)
		}
	}
	return b
}
