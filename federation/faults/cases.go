package main

// found is a fault that this program once found, and the run that found it. Those
// that no seed repeats are tests of the package concerned.
type found struct {
	name  string
	what  string // in a sentence
	part  string
	seed  uint64
	count int
}

// cases are all of them, as they were found.
func cases() []found {
	return []found{}
}
