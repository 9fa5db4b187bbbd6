package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"forthwith/schema"
)

// The YAML library takes memory with the square of the nesting, of the names above
// a value and of the fields side by side. Within these limits that is little; the
// fullest message of the examples has a sixth of the bytes and parts. JSON is read
// without it.
const (
	maxYAML      = 64 << 10 // bytes of a file
	maxYAMLKey   = 64       // bytes of the name of a field
	maxYAMLParts = 10_000   // names, values and punctuation
)

// parseYAML reads a message that is no JSON.
func parseYAML(b []byte, kind schema.Kind) parsedFile {
	if len(b) > maxYAML {
		return unread("oversized", "", "a message in YAML may have 64 KiB; write a larger one in JSON")
	}
	tokens := lexer.Tokenize(string(b))
	if at, code, text := unwanted(tokens); at != nil {
		return unread(code, tokenPlace(at), text)
	}
	file, err := parser.Parse(tokens, 0)
	if err != nil {
		return notYAML(err)
	}
	if len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return unread("syntax", "", "the file has not exactly one document")
	}
	where := func(pointer string) string { return yamlPlace(file, pointer) }
	if vs := booleans(file.Docs[0].Body); len(vs) > 0 {
		return parsedFile{found: vs, where: where}
	}
	var v any
	if err := yaml.NodeToValue(file.Docs[0].Body, &v); err != nil {
		return notYAML(err)
	}
	// Not as JSON by the YAML library, which writes escapes that JSON has not.
	j, err := json.Marshal(v)
	if err != nil {
		return unread("syntax", "", "not a message: "+err.Error())
	}
	f := readMessage(j, kind)
	f.where = where
	return f
}

// notYAML names the place, and repeats nothing of the file: the library would, line
// by line, and takes its time over a long line.
func notYAML(err error) parsedFile {
	if e, ok := errors.AsType[yaml.Error](err); ok {
		return unread("syntax", tokenPlace(e.GetToken()), "not YAML or JSON: "+e.GetMessage())
	}
	return unread("syntax", "", "not YAML or JSON: "+err.Error())
}

// unwanted finds what no message needs of YAML, and what would take the parser too
// far, before it sees it.
func unwanted(tokens token.Tokens) (at *token.Token, code, text string) {
	if len(tokens) > maxYAMLParts {
		return tokens[maxYAMLParts], "oversized", "the message is too large for YAML; write it in JSON"
	}
	var n nesting
	for i, t := range tokens {
		switch t.Type {
		case token.DocumentHeaderType:
			// One begins a document that needs no beginning; a later one, the second.
			if i > 0 && slices.ContainsFunc(tokens[:i], isContent) {
				return t, "syntax", "the file has not exactly one document"
			}
		case token.AnchorType, token.AliasType, token.MergeKeyType:
			return t, "aliases", "the file repeats itself by YAML aliases; write it out, and put a text that begins with & or * in quotes"
		case token.TagType:
			return t, "tags", "leave out the YAML tag, which begins with !; a text that begins so needs quotes"
		case token.MappingKeyType:
			return t, "syntax", "the name of a field does not begin with ?; a text that does needs quotes"
		case token.InfinityType, token.NanType, token.HexIntegerType, token.OctetIntegerType, token.BinaryIntegerType:
			return t, "number", notDecimal(t)
		case token.IntegerType, token.FloatType:
			if strings.Contains(t.Value, "_") {
				return t, "number", notDecimal(t)
			}
		case token.MappingValueType:
			if i > 0 && len(tokens[i-1].Value) > maxYAMLKey {
				return tokens[i-1], "unknown-field", "no field has so long a name; check that the colon belongs there, and put a text with a colon in quotes"
			}
		}
		if n.next(tokens, i) > schema.MaxDepth {
			return t, "too-deep", fmt.Sprintf("lists and fields stand in each other on more than %d levels; no message has so many", schema.MaxDepth)
		}
	}
	return nil, "", ""
}

func isContent(t *token.Token) bool {
	return t.Type != token.CommentType && t.Type != token.DirectiveType
}

// notDecimal is about a number that others read as another one: YAML 1.1 has 010 for
// eight, YAML 1.2 for ten.
func notDecimal(t *token.Token) string {
	return fmt.Sprintf("%.40q is no decimal number; write one as in 12.5 or 2.0e+16, leave out what is unknown, and put a text in quotes", t.Value)
}

// nesting is what is open at a token: brackets, and before them indented lists and
// fields, outermost first. A field in column c is 2c, an entry of a list 2c+1,
// because a list may stand in the column of the field that it belongs to.
type nesting struct {
	indented []int
	brackets int
}

// next goes on by the token i, and is how deep it stands.
func (n *nesting) next(tokens token.Tokens, i int) int {
	at := 0
	switch t := tokens[i]; t.Type {
	case token.MappingStartType, token.SequenceStartType:
		n.brackets++
	case token.MappingEndType, token.SequenceEndType:
		n.brackets = max(0, n.brackets-1)
	case token.DocumentHeaderType, token.DocumentEndType:
		n.indented = nil
	case token.SequenceEntryType:
		at = 2*t.Position.Column + 1
	case token.MappingValueType:
		if at = 2 * t.Position.Column; i > 0 {
			at = 2 * tokens[i-1].Position.Column
		}
	}
	if at > 0 && n.brackets == 0 {
		for len(n.indented) > 0 && n.indented[len(n.indented)-1] >= at {
			n.indented = n.indented[:len(n.indented)-1]
		}
		n.indented = append(n.indented, at)
	}
	return len(n.indented) + n.brackets
}

// booleans finds what stands where a party's code should and was read as yes or
// no: an unquoted NO is Norway to us and false to many YAML readers.
func booleans(n ast.Node) schema.Violations {
	var vs schema.Violations
	ast.Walk(visitor(func(n ast.Node) {
		pair, ok := n.(*ast.MappingValueNode)
		if !ok || pair.Key.String() != "addressees" {
			return
		}
		seq, ok := pair.Value.(*ast.SequenceNode)
		if !ok {
			return
		}
		for i, v := range seq.Values {
			text := v.GetToken().Value
			_, isBool := v.(*ast.BoolNode)
			if low := strings.ToLower(text); isBool || low == "no" && text != "NO" || low == "off" || low == "on" || low == "yes" {
				vs = append(vs, schema.Violation{
					Code: "party", Pointer: fmt.Sprintf("/header/addressees/%d", i), Severity: schema.SeverityError,
					Text: fmt.Sprintf("%s is no party code: YAML reads it as yes or no; codes are capitals in quotes, as in \"NO\"", text),
				})
			}
		}
	}), n)
	return vs
}

type visitor func(ast.Node)

func (v visitor) Visit(n ast.Node) ast.Visitor { v(n); return v }

// yamlPlace is where in the file a JSON pointer points, or the nearest above it. The
// paths of the library do not take every name of a field.
func yamlPlace(file *ast.File, pointer string) string {
	n, place := file.Docs[0].Body, firstPlace
	for part := range jsontext.Pointer(pointer).Tokens() {
		if n = yamlChild(n, part); n == nil {
			break
		}
		place = tokenPlace(n.GetToken())
	}
	return place
}

// yamlChild is a field's value or a list's element, or nil.
func yamlChild(n ast.Node, part string) ast.Node {
	switch n := n.(type) {
	case *ast.MappingNode:
		for _, field := range n.Values {
			if v := yamlChild(field, part); v != nil {
				return v
			}
		}
	case *ast.MappingValueNode:
		if n.Key.GetToken().Value == part {
			return n.Value
		}
	case *ast.SequenceNode:
		if i, err := strconv.Atoi(part); err == nil && i >= 0 && i < len(n.Values) {
			return n.Values[i]
		}
	}
	return nil
}

func tokenPlace(t *token.Token) string {
	if t == nil || t.Position == nil {
		return firstPlace
	}
	return fmt.Sprintf("line %d:%d", t.Position.Line, t.Position.Column)
}
