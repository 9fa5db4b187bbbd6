package xmlscan

import (
	"encoding/xml"
	"strings"
)

// Bounds on one tag: attributes take many times their bytes, each is compared with
// all others of its tag, and each prefix with the declarations in scope.
const (
	maxTag        = 32 << 10 // bytes
	maxAttributes = 64
	maxSpaces     = 128 // declarations of namespaces in scope
)

// Space is the declaration of a namespace; the default one has no prefix.
type Space struct{ Prefix, URI string }

// xmlSpace is what the prefix xml always stands for.
const xmlSpace = "http://www.w3.org/XML/1998/namespace"

// Declares is the prefix that an attribute declares, if it declares one.
func Declares(n xml.Name) (prefix string, ok bool) {
	if n.Space == "xmlns" {
		return n.Local, true
	}
	return "", n.Space == "" && n.Local == "xmlns"
}

// declare puts the declarations of a tag in scope.
func (s *Scanner) declare(attributes []xml.Attr) bool {
	for _, a := range attributes {
		switch prefix, ok := Declares(a.Name); {
		case !ok:
		case len(s.spaces) == maxSpaces:
			s.Stop("too-many-spaces", "", "there are more than %d declarations of namespaces; no %s needs that", maxSpaces, s.format.Noun)
			return false
		case a.Value == xmlSpace || prefix == "xml" || prefix == "xmlns" || prefix != "" && a.Value == "":
			s.Stop("not-well-formed", Article, "the prefix %q cannot be declared as %q", Clip(prefix), Clip(a.Value))
			return false
		default:
			s.spaces = append(s.spaces, Space{prefix, a.Value})
		}
	}
	return true
}

// resolveAll puts namespaces in the place of prefixes in a tag. That an attribute
// stands there twice is seen only then.
func (s *Scanner) resolveAll(t *xml.StartElement) bool {
	if !s.resolve(&t.Name, "element") {
		return false
	}
	for i := range t.Attr {
		a := &t.Attr[i].Name
		if _, ok := Declares(*a); !ok && a.Space != "" && !s.resolve(a, "attribute") {
			return false
		}
		for _, b := range t.Attr[:i] {
			if b.Name == *a {
				s.Stop("not-well-formed", Article, "the attribute %s stands here twice; leave one", Clip(a.Local))
				return false
			}
		}
	}
	return true
}

// resolve puts the namespace in the place of the prefix.
func (s *Scanner) resolve(n *xml.Name, what string) bool {
	if strings.Contains(n.Local, ":") {
		s.Stop("not-well-formed", Article, "the name of the %s %s has nothing before or after its colon", what, Clip(n.Local))
		return false
	}
	for i := len(s.spaces) - 1; i >= 0; i-- {
		if s.spaces[i].Prefix == n.Space {
			n.Space = s.spaces[i].URI
			return true
		}
	}
	if n.Space != "" {
		s.Stop("prefix-undeclared", Article, "the prefix %s of the %s %s is not declared", Clip(n.Space), what, Clip(n.Local))
		return false
	}
	return true
}
