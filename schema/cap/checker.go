package cap

import (
	"fmt"
	"strings"

	"forthwith/schema"
	"forthwith/schema/xmlscan"
)

// direction is which way an alert goes. What others may leave out, we may not.
type direction int

const (
	decoding direction = iota
	encoding
)

// checker gathers what the rules find.
type checker struct {
	direction direction
	lines     map[string]int  // where elements begin, by path; when decoding
	faulty    map[string]bool // paths of which something is said already
	errors    schema.Violations
	warnings  schema.Violations
}

func newChecker(d direction) *checker {
	return &checker{direction: d, lines: make(map[string]int), faulty: make(map[string]bool)}
}

// known are faults of the form: the rules say nothing of the same element.
func (c *checker) known(vs schema.Violations) {
	for _, v := range vs {
		_, path, _ := strings.Cut(v.Pointer, ": ")
		c.faulty[path] = true
	}
}

// fail notes what blocks.
func (c *checker) fail(path, code, format string, a ...any) {
	if c.faulty[path] {
		return
	}
	c.faulty[path] = true
	c.errors = c.add(c.errors, path, code, schema.SeverityError, fmt.Sprintf(format, a...))
}

// warn notes what only shows.
func (c *checker) warn(path, code, format string, a ...any) {
	c.warnings = c.add(c.warnings, path, code, schema.SeverityWarning, fmt.Sprintf(format, a...))
}

// ask notes what others may leave out: of ours it blocks.
func (c *checker) ask(path, code, format string, a ...any) {
	if c.direction == encoding {
		c.fail(path, code, format, a...)
		return
	}
	c.warn(path, code, format, a...)
}

func (c *checker) add(vs schema.Violations, path, code string, s schema.Severity, text string) schema.Violations {
	if len(vs) == xmlscan.MaxFaults {
		return vs
	}
	v := schema.Violation{Code: code, Pointer: xmlscan.Clip(path), Article: articleCAP, Severity: s, Text: text}
	if line := c.line(path); line > 0 {
		v.Pointer = xmlscan.Place{Line: line, Path: path}.String()
	}
	if len(vs) == xmlscan.MaxFaults-1 {
		v.Code, v.Article, v.Text = "too-many-faults", "", "there is more to say of the alert; the list ends here"
	}
	return append(vs, v)
}

// line is where an element begins, or what should hold it.
func (c *checker) line(path string) int {
	for path != "" && c.lines[path] == 0 {
		path = path[:strings.LastIndexByte(path, '/')]
	}
	return c.lines[path]
}

// found is everything, what blocks first.
func (c *checker) found() schema.Violations { return append(c.errors, c.warnings...) }
