package cap

import (
	"bytes"
	"encoding/xml"
	"io"
)

// Recognise says whether b looks like an alert: its root is alert, of whichever
// version. It looks at the first elements only and judges nothing; Decode does.
func Recognise(b []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(b[:min(len(b), prologue)], byteOrderMark)))
	d.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for {
		t, err := d.RawToken()
		if err != nil {
			return false
		}
		if start, ok := t.(xml.StartElement); ok {
			return start.Name.Local == "alert"
		}
	}
}

// prologue is how far from the beginning the root is looked for, in bytes.
const prologue = 16 << 10
