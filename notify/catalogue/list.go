package catalogue

import (
	"fmt"
	"slices"
	"strings"

	"forthwith/schema"
	"forthwith/schema/atlas"
)

// Site is how far apart, in km, units of one site may be, and how far off its
// catalogue position a facility may be said to lie.
const Site = 10.0

// List is a list of facilities, as read. It does not change; a nil one is empty.
type List struct {
	facilities []Facility
}

// Len is how many facilities there are.
func (l *List) Len() int {
	if l == nil {
		return 0
	}
	return len(l.facilities)
}

// Search finds facilities in whose name each word of the question begins a word;
// country, if it is not empty, is theirs. They come by country and name.
func (l *List) Search(question string, country schema.Party) []Facility {
	found := l.where(country, func(f *Facility) bool {
		return all(words(question), func(w string) bool {
			return slices.ContainsFunc(f.words, func(have string) bool { return strings.HasPrefix(have, w) })
		})
	})
	slices.SortStableFunc(found, func(a, b Facility) int {
		if a.Country != b.Country {
			return strings.Compare(string(a.Country), string(b.Country))
		}
		return compareNames(a.words, b.words)
	})
	return found
}

// Named is the facility that a message means by a name; country, if it is not
// empty, is its own. Of several on one site it is what they share.
func (l *List) Named(name string, country schema.Party) (Facility, bool) {
	asked := words(name)
	found := l.where(country, func(f *Facility) bool { return slices.Equal(f.words, asked) })
	if len(found) == 0 {
		asked = telling(asked)
		if !slices.ContainsFunc(asked, isWord) {
			return Facility{}, false
		}
		found = l.where(country, func(f *Facility) bool {
			return all(asked, func(w string) bool { return slices.Contains(f.words, w) })
		})
	}
	switch len(found) {
	case 0:
		return Facility{}, false
	case 1:
		return found[0], true
	}
	return site(found)
}

// Doubts are the facilities whose position does not fit their country; they are
// worth a look, and no reason to turn the list away.
func (l *List) Doubts() schema.Violations {
	var vs schema.Violations
	for _, f := range l.where("", func(f *Facility) bool { return f.Position != nil }) {
		if at := atlas.Within(f.Country, f.Position.Latitude, f.Position.Longitude); at.Where == atlas.Outside {
			vs = append(vs, schema.Violation{
				Code: "implausible-country", Pointer: "id " + f.ID, Severity: schema.SeverityWarning,
				Text: fmt.Sprintf("%s is placed %.0f km outside %s; check its coordinates in the list", f.Name, at.Distance, f.Country),
			})
		}
	}
	return vs
}

func (l *List) where(country schema.Party, fits func(*Facility) bool) []Facility {
	var found []Facility
	if l == nil {
		return nil
	}
	for i := range l.facilities {
		if f := &l.facilities[i]; (country == "" || f.Country == country) && fits(f) {
			found = append(found, *f)
		}
	}
	return found
}

// site is what facilities that lie together share, if they do. Units whose place
// is not known, often those that are planned, stand where the others do.
func site(found []Facility) (Facility, bool) {
	first := found[0]
	s := Facility{Name: first.Name, Country: first.Country, Type: first.Type, Reactor: first.Reactor}
	for _, f := range found {
		if s.Position == nil {
			s.Position = f.Position
		}
		if f.Country != s.Country || f.Position != nil && f.Position.From(*s.Position) > Site {
			return Facility{}, false
		}
		s.Name = commonName(s.Name, f.Name)
		if s.Type != f.Type {
			s.Type = ""
		}
		if s.Reactor != f.Reactor {
			s.Reactor = ""
		}
	}
	return s, s.Name != "" && s.Position != nil
}

func all(ws []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(ws, func(w string) bool { return !ok(w) })
}
