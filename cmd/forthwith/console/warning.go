package console

import "strings"

// warnings are what intake notices, in words; {} stands for how far.
var warnings = map[string]string{
	"skew":                 "the clock of its sender goes ahead of the receiver's",
	"late":                 "it came late",
	"implausible-country":  "the place lies {} outside the country named: check the coordinates with the sender",
	"implausible-facility": "the place lies {} from the facility named, as the receiver's catalogue has it: check the coordinates with the sender",
}

// warned says a warning of a receipt in words. One that we do not know is shown
// as it is.
func warned(warning string) string {
	code, far, _ := strings.Cut(warning, " ")
	if text, known := warnings[code]; known {
		return strings.Replace(text, "{}", far, 1)
	}
	return warning
}
