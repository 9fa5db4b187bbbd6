package schema

import "embed"

// The JSON Schemas are made from the types and their validate tags, so that others
// can check the form of a message without our code; a test holds the two together.
//
//go:generate go test -run TestTheCommittedJSONSchemas -update .

//go:embed jsonschema/*.json
var jsonSchemas embed.FS

// JSONSchema is the JSON Schema (2020-12) of a whole message of the kind, header and
// body. It says what the rules of single fields say; what holds across fields, the
// package documentation names.
func JSONSchema(k Kind) ([]byte, bool) {
	b, err := jsonSchemas.ReadFile("jsonschema/" + string(k) + ".json")
	return b, err == nil
}
