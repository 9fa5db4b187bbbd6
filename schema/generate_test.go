package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the JSON Schemas anew")

// TestTheCommittedJSONSchemas makes the schemas from the types and holds them
// against what is committed. go generate writes them.
func TestTheCommittedJSONSchemas(t *testing.T) {
	words, err := documentation(".")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("jsonschema/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range Kinds() {
		name := "jsonschema/" + string(r.Kind) + ".json"
		files = slices.DeleteFunc(files, func(f string) bool { return filepath.ToSlash(f) == name })
		want, err := generate(r, words)
		if err != nil {
			t.Fatalf("%s: %v", r.Kind, err)
		}
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if got, _ := JSONSchema(r.Kind); !bytes.Equal(got, want) {
			t.Errorf("%s is not what the types say; run go generate ./schema and look at what changes", name)
		}
	}
	if len(files) > 0 {
		t.Errorf("no kind has %q", files)
	}
}

// object is a JSON Schema.
type object = map[string]any

// generator makes one schema out of the types that a message of a kind has.
type generator struct {
	words map[string]string
	defs  object
	fault error
}

func generate(r Rule, words map[string]string) ([]byte, error) {
	g := &generator{words: words, defs: object{}}
	root := object{
		"$schema":     "https://json-schema.org/draft/2020-12/schema",
		"$id":         "urn:forthwith:" + string(r.Kind) + ":v1",
		"title":       "A message of kind " + string(r.Kind),
		"description": "What the rules of single fields say. Rules across fields, and what Article 5 would still like to have, stand in the documentation of package schema.",
		"type":        "object",
		"properties": object{
			"header": object{"allOf": []any{g.ref(reflect.TypeFor[Header]()), object{"properties": object{"kind": object{"const": string(r.Kind)}}}}},
			"body":   g.ref(reflect.TypeOf(r.NewBody()).Elem()),
		},
		"required":             []string{"body", "header"},
		"additionalProperties": false,
		"$defs":                g.defs,
	}
	if g.fault != nil {
		return nil, g.fault
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(root)
	return b.Bytes(), err
}

// ref is a reference to the definition of a struct, which is made at its first use.
func (g *generator) ref(t reflect.Type) object {
	name := typeName(t)
	if _, there := g.defs[name]; !there {
		g.defs[name] = nil // a type may hold itself
		g.defs[name] = g.structure(t, name)
	}
	return object{"$ref": "#/$defs/" + name}
}

// typeName is the type's own; that of an Item is made from what it is of.
func typeName(t reflect.Type) string {
	name, of, generic := strings.Cut(t.Name(), "[")
	if generic {
		return strings.TrimSuffix(of[strings.LastIndex(of, ".")+1:], "]") + name
	}
	return name
}

func (g *generator) structure(t reflect.Type, name string) object {
	properties, dependent := object{}, object{}
	var required []string
	var either []any
	for i := range t.NumField() {
		f := t.Field(i)
		member, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		rules := parseRules(f.Tag.Get("validate"))
		s := g.field(f.Type, rules)
		generic, _, _ := strings.Cut(t.Name(), "[")
		if text := g.words[generic+"."+f.Name]; text != "" {
			s["description"] = text
		}
		properties[member] = s
		other, with := rules.param("required_with")
		without, or := rules.param("required_without")
		switch {
		case with:
			dependent[memberName(t, other)] = []string{member}
		case or:
			either = append(either, object{"required": []string{member}}, object{"required": []string{memberName(t, without)}})
		case needed(f.Type, rules):
			required = append(required, member)
		}
	}
	s := object{"type": "object", "properties": properties, "additionalProperties": false}
	slices.Sort(required)
	for key, add := range map[string]any{"required": required, "anyOf": either, "dependentRequired": dependent} {
		if reflect.ValueOf(add).Len() > 0 {
			s[key] = add
		}
	}
	if text := g.words[name]; text != "" {
		s["description"] = text
	}
	return s
}

// memberName is the JSON name of a field of Go.
func memberName(t reflect.Type, field string) string {
	f, _ := t.FieldByName(field)
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

// field is the schema of a value of type t under the rules.
func (g *generator) field(t reflect.Type, rules rules) object {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		s := g.ref(t)
		if sort, is := rules.param("quantity"); is {
			return object{"allOf": []any{s, object{"properties": g.quantity(sort)}}}
		}
		return s
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return g.bytes(rules)
		}
		s := object{"type": "array", "items": g.field(t.Elem(), rules.dive())}
		g.apply(s, rules.own(), map[string]string{"min": "minItems", "max": "maxItems", "unique": "uniqueItems"})
		return s
	case reflect.String:
		s := object{"type": "string", "minLength": 1}
		g.apply(s, rules, map[string]string{"max": "maxLength"})
		return s
	case reflect.Float64:
		s := object{"type": "number"}
		g.apply(s, rules, map[string]string{"gte": "minimum", "lte": "maximum", "lt": "exclusiveMaximum"})
		return s
	case reflect.Int, reflect.Int64:
		s := object{"type": "integer"}
		g.apply(s, rules, map[string]string{"gte": "minimum", "lte": "maximum"})
		return s
	case reflect.Bool:
		return object{"type": "boolean"}
	}
	g.fail("no schema for the type %s", t)
	return object{}
}

func (g *generator) fail(format string, a ...any) { g.fault = fmt.Errorf(format, a...) }

// apply adds what each rule says. A rule that nobody here knows is a fault: the
// schema would be wider than the struct.
func (g *generator) apply(s object, rules rules, bounds map[string]string) {
	for _, r := range rules {
		if key, is := bounds[r.name]; is {
			s[key] = r.name == "unique"
			if r.name != "unique" {
				n, err := strconv.ParseFloat(r.param, 64)
				if err != nil {
					g.fail("%s=%s is no number", r.name, r.param)
				}
				s[key] = n
			}
			continue
		}
		switch r.name {
		case "omitempty", "required", "required_with", "required_without", "given", "dive":
		case "oneof":
			s["enum"] = words(r.param)
			delete(s, "minLength")
		default:
			if !g.form(s, r.name) {
				g.fail("the rule %s has no schema", r.name)
			}
		}
	}
}

// form refers to the definition of a form of text.
func (g *generator) form(s object, name string) bool {
	def := object{"type": "string"}
	forms := map[string]string{
		"party":      `^(` + partyPattern() + `)$`,
		"state":      `^(` + statePattern() + `)$`,
		"eventid":    `^(` + partyPattern() + `)-[0-9]{4}-[0-9A-HJKMNP-TV-Z]{6}$`,
		"messageid":  `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$`,
		"uuid4":      `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
		"utcseconds": `^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z$`,
		"utcmillis":  `^[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{3}Z$`,
	}
	switch {
	case forms[name] != "":
		def["pattern"] = forms[name]
		if strings.HasPrefix(name, "utc") {
			def["format"] = "date-time" // for the days of a month
		}
	case patterns[name] != nil:
		def["pattern"] = patterns[name].String()
	case name == "unit":
		def["enum"] = slices.Sorted(maps.Keys(units))
	case name == "kind":
		var all []Kind
		for _, r := range Kinds() {
			all = append(all, r.Kind)
		}
		def["enum"] = all
	default:
		return false
	}
	g.defs[name] = def
	s["$ref"] = "#/$defs/" + name
	delete(s, "minLength")
	delete(s, "type")
	return true
}

func statePattern() string {
	return strings.ReplaceAll(states, " ", "|") + "|AA|Q[M-Z]|X[A-Z]|ZZ"
}

func partyPattern() string {
	var names []string
	for p := range organisations {
		names = append(names, string(p))
	}
	slices.Sort(names)
	return statePattern() + "|" + strings.Join(names, "|")
}

// quantity is what a field asks of a quantity beyond what all have.
func (g *generator) quantity(name string) object {
	s, there := sorts[name]
	if !there {
		g.fail("there is no sort of quantity %q", name)
	}
	value := object{}
	for key, x := range map[string]*float64{"minimum": s.min, "maximum": s.max, "exclusiveMaximum": s.below} {
		if x != nil {
			value[key] = *x
		}
	}
	return object{"unit": object{"enum": strings.Fields(s.units)}, "value": value}
}

// bytes are base64 in its one spelling.
func (g *generator) bytes(rules rules) object {
	most, _ := rules.param("max")
	n, err := strconv.Atoi(most)
	if err != nil || n%3 != 0 {
		g.fail("bytes have a limit that is a multiple of 3, not %q", most)
	}
	return object{"type": "string", "contentEncoding": "base64", "minLength": 4, "maxLength": n / 3 * 4,
		"pattern": `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`}
}

// needed reports whether a value of type t that is left out breaks a rule.
func needed(t reflect.Type, rules rules) bool {
	if rules.has("required") || rules.has("given") {
		return true
	}
	if rules.has("omitempty") {
		return false
	}
	switch t.Kind() {
	case reflect.String:
		return slices.ContainsFunc(rules, func(r rule) bool { return r.name != "max" })
	case reflect.Slice:
		least, _ := rules.own().param("min")
		return least != "" && least != "0"
	case reflect.Int, reflect.Int64:
		least, _ := rules.param("gte")
		return least != "" && least != "0"
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if r := parseRules(f.Tag.Get("validate")); r.has("required_without") || needed(f.Type, r) {
				return true
			}
		}
	}
	return false
}

// rule is one of a validate tag.
type rule struct{ name, param string }

type rules []rule

func parseRules(tag string) rules {
	var out rules
	for part := range strings.SplitSeq(tag, ",") {
		if part != "" {
			name, param, _ := strings.Cut(part, "=")
			out = append(out, rule{name, strings.ReplaceAll(param, "0x2C", ",")})
		}
	}
	return out
}

func (rs rules) param(name string) (string, bool) {
	i := slices.IndexFunc(rs, func(r rule) bool { return r.name == name })
	if i < 0 {
		return "", false
	}
	return rs[i].param, true
}

func (rs rules) has(name string) bool { _, ok := rs.param(name); return ok }

// own are the rules of a list, dive those of what is in it.
func (rs rules) own() rules {
	if i := slices.Index(rs, rule{name: "dive"}); i >= 0 {
		return rs[:i]
	}
	return rs
}

func (rs rules) dive() rules {
	if i := slices.Index(rs, rule{name: "dive"}); i >= 0 {
		return rs[i+1:]
	}
	return nil
}

// words takes the parameter of oneof apart: 'two words' one.
func words(param string) []string {
	var out []string
	for i, part := range strings.Split(param, "'") {
		if i%2 == 1 {
			out = append(out, part)
			continue
		}
		out = append(out, strings.Fields(part)...)
	}
	return out
}

// documentation is what the comments say of the types and their fields.
func documentation(dir string) (map[string]string, error) {
	words := make(map[string]string)
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			d, ok := n.(*ast.GenDecl)
			if !ok || d.Tok != token.TYPE || len(d.Specs) != 1 {
				return true
			}
			spec := d.Specs[0].(*ast.TypeSpec)
			words[spec.Name.Name] = oneLine(d.Doc.Text())
			if s, ok := spec.Type.(*ast.StructType); ok {
				for _, f := range s.Fields.List {
					for _, name := range f.Names {
						words[spec.Name.Name+"."+name.Name] = oneLine(f.Doc.Text() + f.Comment.Text())
					}
				}
			}
			return true
		})
	}
	return words, nil
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
