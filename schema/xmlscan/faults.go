package xmlscan

import (
	"fmt"

	"forthwith/schema"
)

// MaxFaults is how many violations are gathered before reading stops.
const MaxFaults = 50

// Found is what was gathered so far.
func (s *Scanner) Found() schema.Violations { return s.found }

// Stopped says whether the rest cannot be read.
func (s *Scanner) Stopped() bool { return s.stopped }

// Fault gathers a fault at the place of the last token.
func (s *Scanner) Fault(code, article, format string, a ...any) {
	s.FaultAt(s.Place(), code, article, fmt.Sprintf(format, a...))
}

// FaultAt gathers a fault at an earlier place.
func (s *Scanner) FaultAt(p Place, code, article, text string) {
	if s.stopped {
		return
	}
	s.add(p, code, article, text)
	if len(s.found) == MaxFaults-1 {
		s.Stop("too-many-faults", "", "there is more wrong with it; reading stopped here")
	}
}

// Stop is Fault for what cannot be read past.
func (s *Scanner) Stop(code, article, format string, a ...any) {
	if s.stopped {
		return
	}
	s.stopped = true
	s.add(s.Place(), code, article, fmt.Sprintf(format, a...))
}

func (s *Scanner) add(p Place, code, article, text string) {
	s.found = append(s.found, schema.Violation{Code: code, Pointer: p.String(), Article: article, Severity: schema.SeverityError, Text: text})
}
