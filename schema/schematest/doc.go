// Package schematest is for the tests of those who carry messages in other formats:
// messages of every kind with every field, or random ones, made by the rules of the
// fields themselves, and an account of what comes back.
//
// A field that is added to a document is in these messages at once, so that a
// mapping that forgets it fails its test.
package schematest
