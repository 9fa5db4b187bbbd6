// Package xmlscan gives the tokens of one XML document and refuses, by name and
// place, what encoding/xml lets pass and none of our formats has: another encoding
// than UTF-8, document types, processing instructions, undeclared prefixes,
// attributes that stand twice, more than schema.MaxDepth levels, a second root.
// Names in its tokens are in their namespaces. One tag is bounded, so that no
// document of one tag takes much more than its bytes.
//
// It knows nothing of any format. What may stand in a document, in which order and
// how often, is for the package of the format: schema/irix, schema/cap.
//
// # Codes
//
//	oversized               more than Format.MaxBytes
//	compressed              gzip or zip
//	encoding                not UTF-8, with a byte order mark, or binary
//	not-xml                 no element, or text before it
//	xml-declaration         a declaration of another form, or XML 1.1
//	not-well-formed         broken XML
//	doctype                 a document type declaration
//	processing-instruction  one other than the declaration at the beginning; see Format.Stylesheets
//	prefix-undeclared       a prefix without a namespace
//	too-deep                more than schema.MaxDepth levels
//	too-many-elements       more than Format.MaxElements
//	tag-too-long            a tag of more than 32 KiB
//	too-many-attributes     more than 64 at one element
//	too-many-spaces         more than 128 declarations of namespaces in scope
//	after-…                 something after the root: after- and Format.Noun
//	too-many-faults         the list ends here, at MaxFaults
package xmlscan
