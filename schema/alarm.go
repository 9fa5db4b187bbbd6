package schema

// classes are the IAEA's emergency classes, the gravest last.
var classes = []string{"", "Alert", "Facility Emergency", "Site Area Emergency", "General Emergency"}

const siteAreaEmergency = 3

// rank is the place of the class among the IAEA's; 0 is none.
func (e *EmergencyClass) rank() int {
	if e == nil {
		return 0
	}
	for i, c := range classes {
		if c == e.Class {
			return i
		}
	}
	return 0
}
