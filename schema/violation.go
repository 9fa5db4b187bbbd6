package schema

import (
	"fmt"
	"strings"
)

// Severity says whether a violation blocks.
type Severity string

const (
	// SeverityError blocks release and admission.
	SeverityError Severity = "error"
	// SeverityWarning only shows: Art. 5 asks for data "as then available".
	SeverityWarning Severity = "warning"
)

// Violation is one fault of a document.
type Violation struct {
	Code     string   `json:"code"`              // stable, for machines: "required", "time-in-future"
	Pointer  string   `json:"pointer"`           // RFC 6901, or line and element path for XML
	Article  string   `json:"article,omitempty"` // the rule behind it: "Art. 2(a)", "RFC 8785"
	Severity Severity `json:"severity"`
	Text     string   `json:"text"` // one sentence that says what to do
}

func (v Violation) String() string {
	at := v.Pointer
	if at == "" {
		at = "/"
	}
	s := fmt.Sprintf("%s %s: %s [%s]", v.Severity, at, v.Text, v.Code)
	if v.Article != "" {
		s += " (" + v.Article + ")"
	}
	return s
}

// Violations is everything found, all at once.
type Violations []Violation

// Err is vs as an error if one of them blocks, else nil.
func (vs Violations) Err() error {
	for _, v := range vs {
		if v.Severity == SeverityError {
			return vs
		}
	}
	return nil
}

func (vs Violations) Error() string {
	var b strings.Builder
	for i, v := range vs {
		if i > 0 {
			b.WriteString("\n")
		}
		b.WriteString(v.String())
	}
	return b.String()
}

// Errors counts those that block.
func (vs Violations) Errors() int {
	n := 0
	for _, v := range vs {
		if v.Severity == SeverityError {
			n++
		}
	}
	return n
}

func (vs *Violations) errorf(code, pointer, article, format string, a ...any) {
	*vs = append(*vs, Violation{code, pointer, article, SeverityError, fmt.Sprintf(format, a...)})
}

func (vs *Violations) warnf(code, pointer, article, format string, a ...any) {
	*vs = append(*vs, Violation{code, pointer, article, SeverityWarning, fmt.Sprintf(format, a...)})
}
