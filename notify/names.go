package notify

import "strings"

// names numbers the texts that come again and again (parties, desks, officers,
// kinds, languages), so that each is kept once. The empty text has number zero.
type names struct {
	all     []string
	numbers map[string]uint64
}

func newNames() names {
	return names{all: []string{""}, numbers: map[string]uint64{"": 0}}
}

func (n *names) number(s string) uint64 {
	i, ok := n.numbers[s]
	if !ok {
		s = strings.Clone(s) // it may be part of a document
		i = uint64(len(n.all))
		n.all = append(n.all, s)
		n.numbers[s] = i
	}
	return i
}
