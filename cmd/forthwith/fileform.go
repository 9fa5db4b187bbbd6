package main

import (
	"bytes"

	"forthwith/schema/cap"
)

// fileForm is what a file holds, told by its content and never by its name.
type fileForm string

const (
	formEnvelope fileForm = "envelope" // a signed message
	formCAP      fileForm = "cap"      // an alert, of whichever version
	formIRIX     fileForm = "irix"     // any other XML
	formMessage  fileForm = "message"  // a message or draft in YAML or JSON
)

func formOf(b []byte) fileForm {
	head := bytes.TrimSpace(b)
	switch {
	case bytes.HasPrefix(head, []byte("{")) && bytes.Contains(b, []byte(`"payloadType"`)):
		return formEnvelope
	case cap.Recognise(b):
		return formCAP
	case bytes.HasPrefix(head, []byte("<")):
		return formIRIX
	}
	return formMessage
}
