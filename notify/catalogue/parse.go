package catalogue

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"forthwith/schema"
)

const (
	// MaxList is the size of a list, in bytes: with what a journal writes around it,
	// it fits one entry.
	MaxList = schema.MaxEnvelope
	// maxFaults is how many bad lines are reported.
	maxFaults = 50
	maxText   = 255
	// maxLine is more than a line of columns that are all full: a line of commas takes
	// many times its bytes.
	maxLine = 32 << 10
)

var required = []string{
	"Id", "Name", "Latitude", "Longitude", "Country", "CountryCode", "Status", "ReactorType", "ReactorModel", "ConstructionStartAt",
	"OperationalFrom", "OperationalTo", "Capacity", "LastUpdatedAt", "Source", "IAEAId",
}

var optional = []string{"Type", "ThermalCapacity"}

const powerPlant = "Nuclear Power Plant"

// Faulty is a list that is not imported, and every reason for it. A pointer is
// the name of the file and the line.
type Faulty struct {
	Violations schema.Violations
	count      int // of all faults, named or not
}

func (f *Faulty) Error() string {
	if f.count > len(f.Violations) {
		return fmt.Sprintf("the list has %d faults, of which the first %d are named; nothing was imported", f.count, len(f.Violations))
	}
	return fmt.Sprintf("the list has %d faults; nothing was imported", f.count)
}

// Parse reads a list strictly, all of it or nothing; file is its name in the
// reasons. The error is *Faulty.
func Parse(file string, b []byte) (*List, error) {
	p := &parser{file: file, column: make(map[string]int), ids: make(map[string]int)}
	l := p.list(b)
	if p.faulty.count > 0 {
		return nil, &p.faulty
	}
	return l, nil
}

// parser reads on after a bad line, to find the others.
type parser struct {
	file   string
	csv    *csv.Reader
	column map[string]int // its place, by name
	line   int
	record []string
	ids    map[string]int // the line of each
	faulty Faulty
}

func (p *parser) list(b []byte) *List {
	if len(b) > MaxList {
		p.line = 1
		p.fail("oversized", "the list has %d bytes, at most %d; split it, or leave out what is not needed", len(b), MaxList)
		return nil
	}
	if !p.short(b) {
		return nil
	}
	p.csv = csv.NewReader(bytes.NewReader(bytes.TrimPrefix(b, []byte("\ufeff"))))
	if !p.next() || !p.header() {
		return nil
	}
	l := new(List)
	for p.next() {
		before := p.faulty.count
		if f := p.facility(); p.faulty.count == before {
			l.facilities = append(l.facilities, f)
		}
	}
	if len(l.facilities) == 0 && p.faulty.count == 0 {
		p.fail("required", "the list has no facility")
	}
	return l
}

// short refuses a long line before it is taken apart.
func (p *parser) short(b []byte) bool {
	line := 0
	for l := range bytes.Lines(b) {
		if line++; len(l) > maxLine {
			p.line = line
			p.fail("oversized", "the line has %d bytes, at most %d; begin a new line for each facility", len(l), maxLine)
			return false
		}
	}
	return true
}

// next reads the next line that can be read at all, and reports those that
// cannot.
func (p *parser) next() bool {
	for {
		record, err := p.csv.Read()
		bad, isBad := errors.AsType[*csv.ParseError](err)
		switch {
		case err == nil:
			p.record = record
			p.line, _ = p.csv.FieldPos(0)
			return true
		case err == io.EOF:
			if p.line == 0 {
				p.line = 1
				p.fail("required", "the file is empty; it begins with a line that names the columns")
			}
			return false
		case !isBad:
			p.fail("syntax", "%v", err)
			return false
		}
		p.line = bad.StartLine
		if errors.Is(err, csv.ErrFieldCount) {
			p.fail("columns", "the line has %d columns and the first one %d; a comma within a value needs quotes around the value", len(record), len(p.column))
		} else {
			p.fail("syntax", "a quotation mark stands in the wrong place; put quotes around the whole value, and write those within it twice")
		}
	}
}

// header takes the line that names the columns.
func (p *parser) header() bool {
	for i, name := range p.record {
		_, twice := p.column[name]
		switch {
		case twice:
			p.fail("columns", "the column %q is there twice", name)
		case !slices.Contains(required, name) && !slices.Contains(optional, name):
			p.fail("columns", "there is no column %q; they are %s, and may be %s", short(name), strings.Join(required, ", "), strings.Join(optional, ", "))
		}
		p.column[name] = i
	}
	missing := slices.DeleteFunc(slices.Clone(required), func(name string) bool { _, there := p.column[name]; return there })
	if len(missing) > 0 {
		p.fail("columns", "missing are the columns %s; a column may be empty and not left out", strings.Join(missing, ", "))
	}
	return p.faulty.count == 0
}

func (p *parser) facility() Facility {
	f := Facility{
		ID: p.text("Id"), Name: p.text("Name"), Country: p.country(), Position: p.position(),
		Type: p.text("Type"), Reactor: p.text("ReactorType"), Model: p.text("ReactorModel"), Status: p.text("Status"),
		Electric: p.megawatts("Capacity"), Thermal: p.megawatts("ThermalCapacity"), Source: p.text("Source"), PRIS: p.text("IAEAId"),
	}
	if f.Type == "" {
		f.Type = powerPlant
	}
	if f.ID == "" {
		p.fail("required", "give the facility an Id")
	}
	if f.words = words(f.Name); len(f.words) == 0 {
		p.fail("required", "give the facility a Name of letters or numbers")
	}
	if before, twice := p.ids[f.ID]; twice && f.ID != "" {
		p.fail("unique", "line %d has the Id %q too; an Id stands once", before, f.ID)
	}
	p.ids[f.ID] = p.line
	return f
}

// text is a value that is kept.
func (p *parser) text(column string) string {
	i, there := p.column[column]
	if !there {
		return ""
	}
	s := strings.TrimSpace(p.record[i])
	switch {
	case !utf8.ValidString(s):
		p.fail("syntax", "%s is not UTF-8; save the file as UTF-8", column)
	case strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) }):
		p.fail("syntax", "%s has a character that cannot be printed; remove it", column)
	case utf8.RuneCountInString(s) > maxText:
		p.fail("range", "%s has more than %d characters; shorten it", column, maxText)
	default:
		return s
	}
	return ""
}

func (p *parser) country() schema.Party {
	s := p.text("CountryCode")
	c, err := schema.ParseParty(s)
	if err != nil || len(c) != 2 {
		p.fail("party", "CountryCode is %q; give the ISO 3166-1 alpha-2 code, as in FR", short(s))
	}
	return c
}

func (p *parser) position() *Position {
	if (p.text("Latitude") == "") != (p.text("Longitude") == "") {
		p.fail("required", "give Latitude and Longitude both, or leave both empty")
		return nil
	}
	lat, lon := p.number("Latitude", -90, 90), p.number("Longitude", -180, 180)
	if lat == nil || lon == nil {
		return nil
	}
	if *lon == 180 {
		*lon = -180 // the same meridian, as messages write it
	}
	return &Position{*lat, *lon}
}

func (p *parser) megawatts(column string) *float64 { return p.number(column, 0, 1e5) }

// number is a decimal number of a column that may be empty.
func (p *parser) number(column string, least, most float64) *float64 {
	s := p.text(column)
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || strings.Trim(s, "+-.0123456789eE") != "" {
		p.fail("syntax", "%s is %q; give a number, as in 51.324", column, short(s))
		return nil
	}
	if x < least || x > most {
		p.fail("range", "%s is %s; it lies between %g and %g", column, s, least, most)
		return nil
	}
	return &x
}

func (p *parser) fail(code, format string, a ...any) {
	if p.faulty.count++; len(p.faulty.Violations) < maxFaults {
		p.faulty.Violations = append(p.faulty.Violations, schema.Violation{
			Code: code, Pointer: fmt.Sprintf("%s:%d", p.file, p.line), Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...),
		})
	}
}

// short is as much of a value as a reason repeats.
func short(s string) string {
	if rs := []rune(s); len(rs) > 40 {
		return string(rs[:40]) + "…"
	}
	return s
}
