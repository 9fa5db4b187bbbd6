package trust

import (
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// recordVersion is the first line of every record. A change of the format is
// another line.
const recordVersion = "forthwith/entry/v1"

// What a value, and a name, may not have as it stands.
var (
	value = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`)
	name  = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, ":", `\c`)
)

// Record is one journal entry as the bytes that its leaf hashes. The package
// comment has the format, which is for ever.
func Record(epoch int, sequence uint64, subject string, header map[string][]string, data []byte) []byte {
	var b []byte
	b = append(b, recordVersion+"\n"...)
	b = append(strconv.AppendInt(b, int64(epoch), 10), '\n')
	b = append(strconv.AppendUint(b, sequence, 10), '\n')
	b = append(append(b, value.Replace(subject)...), '\n')
	for _, n := range slices.Sorted(maps.Keys(header)) {
		for _, v := range header[n] {
			b = append(b, name.Replace(n)...)
			b = append(b, ": "...)
			b = append(append(b, value.Replace(v)...), '\n')
		}
	}
	b = append(b, '\n')
	sum := sha256.Sum256(data)
	return append(hex.AppendEncode(b, sum[:]), '\n')
}
