package catalogue

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/schema"
)

const header = "Id,Name,Latitude,Longitude,Country,CountryCode,Status,ReactorType,ReactorModel,ConstructionStartAt,OperationalFrom,OperationalTo,Capacity,LastUpdatedAt,Source,IAEAId\n"

// row is a line of a list.
func row(id, name, lat, lon, country string) string {
	return fmt.Sprintf("%s,%s,%s,%s,somewhere,%s,Operational,PWR,,,,,900,,WNA,\n", id, name, lat, lon, country)
}

func list(t testing.TB, rows ...string) *List {
	t.Helper()
	l, err := Parse("list.csv", []byte(header+strings.Join(rows, "")))
	if err != nil {
		t.Fatal(err, err.(*Faulty).Violations)
	}
	return l
}

func names(fs []Facility) string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Name)
	}
	return strings.Join(out, ", ")
}

func TestEveryColumnIsKeptAsGiven(t *testing.T) {
	const text = "\ufeffName,Id,Type,ThermalCapacity,Latitude,Longitude,Country,CountryCode,Status,ReactorType,ReactorModel,ConstructionStartAt,OperationalFrom,OperationalTo,Capacity,LastUpdatedAt,Source,IAEAId\r\n" +
		"Ågesta, 1 ,Research Reactor,80,59.206,180,Sweden,SE,Shutdown,PHWR,\"AA-III, \"\"BWR\"\"\",1957-12-01,1964-05-01,1974-06-02,9.5,2015-05-24,WNA/IAEA,528\r\n" +
		"Akhvaz-1,2,,,,,Iran,IR,,,,,,,,,,\r\n"
	l, err := Parse("list.csv", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	got := l.Search("", "SE")[0]
	if got.ID != "1" || got.Name != "Ågesta" || got.Country != "SE" || *got.Position != (Position{59.206, -180}) || got.Type != "Research Reactor" || got.Reactor != "PHWR" ||
		got.Model != `AA-III, "BWR"` || got.Status != "Shutdown" || *got.Electric != 9.5 || *got.Thermal != 80 || got.Source != "WNA/IAEA" || got.PRIS != "528" {
		t.Errorf("read %+v", got)
	}
	bare := l.Search("", "IR")[0]
	if bare.Position != nil || bare.Location() != nil || bare.Electric != nil || bare.Type != powerPlant || l.Len() != 2 {
		t.Errorf("read %+v", bare)
	}
}

func TestEveryFaultIsNamedWithItsLine(t *testing.T) {
	good := row("1", "Doel-1", "51.3", "4.2", "BE")
	for _, c := range []struct {
		name, text string
		want       []string // place and text, in order
	}{
		{"no file", "", []string{"list.csv:1: the file is empty"}},
		{"header only", header, []string{"list.csv:1: the list has no facility"}},
		{"another file", "a;b;c\n1;2;3\n", []string{`list.csv:1: there is no column "a;b;c"`, "missing are the columns Id, Name, Latitude, Longitude, Country, CountryCode,"}},
		{"a column missing", strings.Replace(header, "Capacity,", "", 1), []string{`list.csv:1: missing are the columns Capacity; a column may be empty`}},
		{"a column twice", strings.Replace(header, "Capacity", "Status", 1), []string{`"Status" is there twice`, `missing are the columns Capacity;`}},
		{"a column in another spelling", strings.Replace(header, "Capacity", "capacity", 1), []string{`no column "capacity"`, `missing are the columns Capacity;`}},
		{"all that is wrong at once", header + good + row("", "Doel-2", "91", "4.2", "BE") + good + row("4", "--", "abc", "4.2", "Belgium") + row("5", "Doel-5", "51.3", "", "BE"), []string{
			"list.csv:3: Latitude is 91; it lies between -90 and 90", "list.csv:3: give the facility an Id", `list.csv:4: line 2 has the Id "1" too`,
			`list.csv:5: CountryCode is "Belgium"`, `list.csv:5: Latitude is "abc"`, "list.csv:5: give the facility a Name", "list.csv:6: give Latitude and Longitude both",
		}},
		{"lines that cannot be read, and one after them", header + "1,2,3\n" + `2,a"b,,,,FR,,,,,,,,,,` + "\n" + row("3", "x", "", "", "Mars"), []string{
			"list.csv:2: the line has 3 columns and the first one 16", "list.csv:3: a quotation mark", `list.csv:4: CountryCode is "Mars"`,
		}},
		{"numbers that are none", header + row("1", "a", "0x1p4", "4", "BE") + row("2", "b", "NaN", "4", "BE") + row("3", "c", "1e3", "4", "BE") + row("4", "d", "51,3", "4", "BE"), []string{
			`:2: Latitude is "0x1p4"`, `:3: Latitude is "NaN"`, ":4: Latitude is 1e3", ":5: the line has 17 columns",
		}},
		{"organisations have no facilities", header + row("1", "a", "", "", "IAEA"), []string{`CountryCode is "IAEA"`}},
		{"what a terminal would obey", header + row("1", "a\x1b[2J", "", "", "FR"), []string{"Name has a character that cannot be printed", "give the facility a Name"}},
		{"another encoding", header + row("1", "\xc5gesta", "", "", "SE"), []string{"Name is not UTF-8", "give the facility a Name"}},
		{"a novel", header + row("1", strings.Repeat("å", 256), "", "", "SE"), []string{"more than 255 characters", "give the facility a Name"}},
		{"a line of commas", header + good + strings.Repeat(",", 40<<10), []string{"list.csv:3: the line has 40960 bytes, at most 32768"}},
		{"a library", header + strings.Repeat("x", MaxList), []string{"the list has 524454 bytes, at most 524288"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := Parse("list.csv", []byte(c.text))
			f, ok := err.(*Faulty)
			if !ok || l != nil {
				t.Fatalf("%d facilities, %v", l.Len(), err)
			}
			if len(f.Violations) != len(c.want) {
				t.Fatalf("%d faults, want %d:\n%s", len(f.Violations), len(c.want), f.Violations.Error())
			}
			for i, v := range f.Violations {
				if got := v.Pointer + ": " + v.Text; !strings.Contains(got, c.want[i]) || v.Severity != schema.SeverityError || v.Code == "" {
					t.Errorf("%q, want %q", got, c.want[i])
				}
			}
		})
	}
}

func TestManyFaultsAreCountedAndFiftyNamed(t *testing.T) {
	text := header
	for i := range 70 {
		text += row(fmt.Sprint(i), "x", "", "", "Mars")
	}
	_, err := Parse("list.csv", []byte(text))
	f, ok := err.(*Faulty)
	if !ok || len(f.Violations) != 50 || f.Error() != "the list has 70 faults, of which the first 50 are named; nothing was imported" {
		t.Errorf("%v", err)
	}
}

func some(t testing.TB) *List {
	return list(t,
		row("1", "Ågesta", "59.206", "18.083", "SE"), row("2", "Doel-1", "51.324", "4.2597", "BE"), row("3", "Doel-2", "51.325", "4.2597", "BE"),
		row("4", "Doel-10", "51.326", "4.2597", "BE"), row("5", "Point Lepreau", "45.069", "-66.455", "CA"), row("6", "Point Lepreau 2", "45.069", "-66.455", "CA"),
		row("7", "Akhvaz-1", "", "", "IR"), row("8", "Akhvaz-2", "", "", "IR"), row("9", "Heysham-A1", "54.03", "-2.91", "GB"), row("10", "Heysham-B1", "54.03", "-2.91", "GB"),
		row("11", "Columbia", "46.47", "-119.33", "US"), row("12", "Columbia", "10", "-74", "CO"), row("13", "Saint-Laurent-A1", "47.72", "1.58", "FR"),
		strings.Replace(row("14", "Chooz-A", "50.09", "4.79", "FR"), "PWR", "BWR", 1), row("15", "Chooz-B1", "50.09", "4.79", "FR"),
		row("18", "Sendai-1", "31.834", "130.193", "JP"), row("19", "Sendai-2", "31.834", "130.193", "JP"), row("20", "Sendai-3", "", "", "JP"),
		row("16", "Hartlepool-1", "54.635", "-1.181", "GB"), row("17", "Hartlepool-2", "44.635", "-1.181", "GB"),
	)
}

func TestSearchFindsBeginningsOfWords(t *testing.T) {
	for _, c := range []struct {
		question string
		country  schema.Party
		want     string
	}{
		{"doel", "", "Doel-1, Doel-2, Doel-10"}, {"DOEL 1", "", "Doel-1, Doel-10"}, {"agesta", "", "Ågesta"}, {"ÅGE", "", "Ågesta"}, {"point", "CA", "Point Lepreau, Point Lepreau 2"},
		{"point", "BE", ""}, {"lep", "", "Point Lepreau, Point Lepreau 2"}, {"oel", "", ""}, {"columbia", "", "Columbia, Columbia"}, {"columbia", "US", "Columbia"},
		{"st laurent", "", ""}, {"saint-l", "", "Saint-Laurent-A1"}, {"", "IR", "Akhvaz-1, Akhvaz-2"}, {"-", "IR", "Akhvaz-1, Akhvaz-2"},
	} {
		if got := names(some(t).Search(c.question, c.country)); got != c.want {
			t.Errorf("%q in %q: %s, want %s", c.question, c.country, got, c.want)
		}
	}
	if n := len((*List)(nil).Search("", "")); n != 0 {
		t.Errorf("no list has %d facilities", n)
	}
}

func TestNamedIsSureOrSilent(t *testing.T) {
	for _, c := range []struct {
		name    string
		country schema.Party
		want    string // name, type of reactor; empty for none
	}{
		{"Doel-1", "", "Doel-1 PWR"}, {"doel 1", "", "Doel-1 PWR"}, {"Doel nuclear power plant, unit 1", "BE", "Doel-1 PWR"}, {"Doel NPP", "", "Doel PWR"}, {"Doel-1", "NL", ""},
		{"Doel 3", "", ""}, {"Doe", "", ""}, {"Agesta", "", "Ågesta PWR"}, {"Centrale nucléaire de Chooz", "", ""}, {"Chooz", "", "Chooz "}, {"Chooz A", "", "Chooz-A BWR"},
		{"Point Lepreau", "", "Point Lepreau PWR"}, {"Lepreau", "", "Point Lepreau PWR"}, {"Point Lepreau 2", "", "Point Lepreau 2 PWR"}, {"Point Lepreau-2", "", "Point Lepreau 2 PWR"},
		{"Akhvaz-1", "", "Akhvaz-1 PWR"}, {"Akhvaz", "", ""}, {"Heysham", "", "Heysham PWR"}, {"Heysham A", "", "Heysham-A1 PWR"},
		{"Sendai", "", "Sendai PWR"}, {"Columbia", "", ""}, {"Columbia", "US", "Columbia PWR"}, {"Hartlepool", "", ""}, {"unit 2", "", ""}, {"nuclear power plant", "", ""}, {"2", "", ""}, {"", "", ""},
		{"Lissa nuclear power plant, unit 2", "", ""},
	} {
		got := ""
		if f, ok := some(t).Named(c.name, c.country); ok {
			got = f.Name + " " + f.Reactor
		}
		if got != c.want {
			t.Errorf("%q in %q is %q, want %q", c.name, c.country, got, c.want)
		}
	}
	if _, ok := (*List)(nil).Named("Doel-1", ""); ok {
		t.Error("no list knows Doel-1")
	}
}

func TestNamesShareWholeWords(t *testing.T) {
	for _, c := range [][3]string{
		{"Doel-1", "Doel-2", "Doel"}, {"Doel-1", "Doel-10", "Doel-1"}, {"Fukushima Daiichi-1", "Fukushima Daini-1", "Fukushima"}, {"Almaraz", "Alma", ""},
		{"Qinshan-2-1 (Qinshan 2)", "Qinshan-2-2 (Qinshan 3)", "Qinshan-2"}, {"Ågesta", "Ågesta", "Ågesta"}, {"A", "B", ""}, {"Heysham-A1", "Heysham-A2", "Heysham-A"},
	} {
		if got := commonName(c[0], c[1]); got != c[2] {
			t.Errorf("%s and %s share %q, want %q", c[0], c[1], got, c[2])
		}
	}
}

func TestDoubtsAreAboutPositionsOutsideTheCountry(t *testing.T) {
	l := list(t, row("1", "Doel-1", "51.324", "4.2597", "BE"), row("2", "Doel-2", "4.2597", "51.324", "BE"), row("3", "Lissa", "4", "51", "XA"))
	vs := l.Doubts()
	if len(vs) != 1 || vs[0].Pointer != "id 2" || vs.Err() != nil || !strings.Contains(vs[0].Text, "km outside BE") {
		t.Errorf("%v", vs)
	}
}

// TestTheReactorListIsReadWhole reads the list that the form is taken from, where
// it is there. It is ODbL and no part of this project.
func TestTheReactorListIsReadWhole(t *testing.T) {
	dir := os.Getenv("FORTHWITH_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	b, err := os.ReadFile(filepath.Join(dir, "facilities", "nuclear_power_plants.csv"))
	if err != nil {
		t.Logf("no list of reactors (FORTHWITH_DATA): %v", err)
		return
	}
	l, err := Parse("nuclear_power_plants.csv", b)
	if err != nil {
		t.Fatal(err, err.(*Faulty).Violations)
	}
	if l.Len() != 804 || len(l.Doubts()) > 0 {
		t.Errorf("%d facilities, doubts %v", l.Len(), l.Doubts())
	}
	for _, f := range l.Search("", "") {
		if got, ok := l.Named(f.Name, f.Country); !ok || got.ID != f.ID {
			t.Errorf("%s (%s) is found as %+v", f.Name, f.ID, got)
		}
	}
	for name, want := range map[string]string{
		"Zaporozhye NPP": "Zaporozhye", "zaporozhye unit 3": "Zaporozhye-3", "Fukushima Daiichi": "Fukushima Daiichi", "Goesgen": "Goesgen", "Kernkraftwerk Leibstadt": "Leibstadt", "Sendai": "Sendai",
	} {
		if f, _ := l.Named(name, ""); f.Name != want {
			t.Errorf("%s is %q, want %q", name, f.Name, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(header + row("1", "Doel-1", "51.3", "4.2", "BE") + row("2", "\"a\"\"b\"", "", "", "FR")))
	f.Add([]byte("\ufeff" + header + "1,2,3\n"))
	f.Add([]byte(header + row("1", "Doel", "180", "1e999", "XA") + "\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := Parse("list.csv", b)
		if err != nil {
			if f, ok := err.(*Faulty); !ok || len(f.Violations) == 0 || f.Violations.Err() == nil || l != nil {
				t.Errorf("%v with %d facilities", err, l.Len())
			}
			return
		}
		if l.Len() == 0 {
			t.Error("an empty list is taken")
		}
		for _, f := range l.Search("", "") {
			if loc := f.Location(); loc != nil {
				if vs := schema.Valid(loc); vs.Err() != nil {
					t.Errorf("%+v: %v", f, vs)
				}
			}
			if _, ok := l.Named(f.Name, f.Country); !ok {
				if same := l.Search(f.Name, f.Country); len(same) < 2 {
					t.Errorf("%q is not found by its name", f.Name)
				}
			}
		}
	})
}
