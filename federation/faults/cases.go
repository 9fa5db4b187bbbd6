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

// cases are all of them.
func cases() []found {
	return []found{
		{
			"room comes late", "A disk had room again, and the node went on only when every append that waited had failed, each after five seconds.",
			"room", 5, 2,
		},
		{
			"an epoch is gone", "The last epoch was sought only up to the first that was not in the store, and a node took an old one for it and did not come up.",
			"damage", 1, 10,
		},
		{
			"what was set aside rots", "Of an epoch that changed after it had been set aside nothing was believed any more, and peers were not told to deliver it again.",
			"damage", 2, 16,
		},
		{
			"a peer is away", "A peer that was away during two damages was told of the last alone, and believed its receipts for what the first had taken.",
			"damage", 3, 16,
		},
	}
}
