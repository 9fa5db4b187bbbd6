package notify

// shelf keeps byte strings one behind the other on pages. A million of them cost
// no pointer and no header each, and the collector has nothing to look through.
type shelf struct{ pages [][]byte }

// spot is where a string begins on a shelf, which holds 4 GB; zero is nowhere.
type spot uint32

const (
	pageBits = 16
	pageSize = 1 << pageBits
)

// put takes a copy of b. One that is longer than a page has a page of its own.
func (s *shelf) put(b []byte) spot {
	last := len(s.pages) - 1
	if last < 0 || len(s.pages[last])+len(b) > cap(s.pages[last]) {
		page := make([]byte, 1, max(pageSize, 1+len(b))) // nothing begins at zero
		s.pages = append(s.pages, page)
		last++
	}
	at := spot(last<<pageBits | len(s.pages[last]))
	s.pages[last] = append(s.pages[last], b...)
	return at
}

// at is the page from a spot on: what was put there, and what came after it.
func (s *shelf) at(p spot) []byte { return s.pages[p>>pageBits][p&(pageSize-1):] }
