package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"forthwith/schema"
)

// vocabularies are IRIX's words for fields that also take a description; here by
// field, because no tag of the schema has them.
var vocabularies = map[string][]string{
	"Facility.type": {"Nuclear Power Plant", "Fuel Fabrication", "Enrichment", "Spent Fuel Storage", "Spent Fuel Transport", "Fuel Reprocessing",
		"Research Reactor", "Marine Reactor", "Manufacture of Radioisotopes", "Waste Treatment", "Irradiation Facility"},
	"Facility.reactor": {"PWR", "BWR", "AGR", "VVER", "RBMK", "Candu"},
	"ProtectiveAction.type": {"Stable Iodine Prophylaxis", "Sheltering", "Evacuation", "Food Restrictions", "Restriction on Water Use", "Access Restrictions",
		"Urgent Decontamination", "Registration for Follow-Up"},
	"AirPhase.route": {"Release from Containment", "Containment By-pass under Dry Conditions", "Containment By-pass under Wet Conditions",
		"Release from Spent Fuel Pool"},
	"Weather.precipitationForm": {"Rain", "Light Rain", "Heavy Rain", "Snow", "Rain and Snow Mixed"},
	"DoseRate.apparatus":        apparatus, "Result.apparatus": apparatus,
	"Sample.treatment": {"Carbonisation and Homogenisation", "Drying and Ashing", "Delay of 5 Days", "Delay of 3 Days",
		"Measurement Immediately After Sampling", "Measurement Within One Week After Sampling", "Gas Chromatographic Separation",
		"Ion Chromatographic Separation of Nuclides", "(Radio)Chemical Separation of Nuclides",
		"'On Line' Separation of Nuclides by Ion-Exchange", "Sample Being Deep Frozen", "Oven Dried - Stones Removed",
		"Liquid Reduced to its Residue by Drying, Evaporation, Calcination", "Suspended Matter Removed by Filtration",
		"Suspended Matter Selected by Filtration", "Evaporated Dryless", "Homogenisation", "Liquid Reduced to 50% of its Original Volume",
		"Cleaned and Mixed", "Pulverisation and Homogenisation", "Air Dried if Necessary, Stones Removed", "Sample Washed",
		"Evaporation + Ashing, Filtering + Ashing", "Dried + Homogenised", "Mixed", "No Treatment"},
	"Casualties.type":  {"Exposed", "Hospitalised", "Wounded", "Dead"},
	"Casualties.group": {"Public", "Emergency Services", "Unknown"},
}

var apparatus = []string{"Alpha - ZnS Scintillator", "Alpha - Track Etching", "Alpha - Solid State Detector", "Alpha - Unspecified",
	"Beta - Proportional Counter", "Beta - Geiger Muller Counter", "Beta - Plastic Scintillator", "Beta - Liquid Scintillator",
	"Beta - Solid State Detector", "Beta - Unspecified", "Beta and Alpha - Plastic and ZnS Scintillators, Combination",
	"Beta and Gamma - Unspecified", "Gamma - TLD", "Gamma - Ionisation Chamber", "Gamma - NaI Detector",
	"Gamma - Solid State Detector", "Gamma - Unspecified", "Atomic Absorption", "Beta-Geiger Muller or Scintillator",
	"Gamma Spectrometry Scintillator", "Beta Counting Scintillator", "Alpha Counting", "Gamma-Thermoluminescent Detector",
	"Alpha Spectrometry", "Gamma Geiger Muller Tube", "Unknown"}

func catalogueOf(t *testing.T, lang string) *catalogue {
	t.Helper()
	c, err := find(lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// documentTypes are all types that stand in messages.
func documentTypes() []reflect.Type {
	var all []reflect.Type
	var visit func(t reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || slices.Contains(all, t) {
			return
		}
		all = append(all, t)
		for i := range t.NumField() {
			visit(t.Field(i).Type)
		}
	}
	visit(reflect.TypeFor[schema.Header]())
	for _, r := range schema.Kinds() {
		visit(reflect.TypeOf(r.NewBody()).Elem())
	}
	return all
}

var oneOf = regexp.MustCompile(`oneof=((?:'[^']*'|[^', ]+| )+)`)
var choice = regexp.MustCompile(`'([^']*)'|([^' ]+)`)

// choices are the values of a closed set, from the tag.
func choices(tag string) []string {
	var all []string
	if m := oneOf.FindStringSubmatch(tag); m != nil {
		for _, c := range choice.FindAllStringSubmatch(m[1], -1) {
			all = append(all, strings.ReplaceAll(c[1]+c[2], "0x2C", ","))
		}
	}
	return all
}

// asIs are the closed sets that are told as they are, or not at all.
var asIs = set("Uncertainty.type Header.kind Header.workspace")

// wanted are all keys that something tells by, and by what.
func wanted(t *testing.T) map[key]string {
	t.Helper()
	keys := make(map[key]string)
	en := catalogueOf(t, "en")
	for _, typ := range documentTypes() {
		if wholeTypes[typeName(typ)] {
			continue
		}
		for _, f := range fieldsOf(typ) {
			if l := f.label(en); l != "" && typ != reflect.TypeFor[schema.Point]() && f.id() != "Location.longitude" && !flat[f.id()] {
				keys[l] = f.id()
			}
		}
	}
	for _, typ := range documentTypes() {
		for i := range typ.NumField() {
			name, _, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			f := field{typeName(typ), name, i, typ.Field(i).Tag}
			if asIs[f.id()] {
				continue
			}
			for _, v := range append(choices(string(f.tag.Get("validate"))), vocabularies[f.id()]...) {
				c := code{f.typ, f.name, v}
				k, _ := c.key(en)
				keys[k] = f.id()
			}
		}
	}
	for _, u := range units(t) {
		for atom := range strings.SplitSeq(strings.ReplaceAll(u, ".", "/"), "/") {
			if atom != "1" {
				keys[key("sym."+atom)], keys[key("say."+atom)] = u, u
			}
		}
	}
	for _, r := range schema.Kinds() {
		keys[key("h."+string(r.Kind))] = "the kinds"
	}
	for _, l := range Languages {
		keys[key("lang."+l)] = "the languages"
	}
	for _, w := range winds {
		keys[key("wind."+w)] = "the winds"
	}
	return keys
}

// wholeTypes are told by code of their own, not field by field.
var wholeTypes = set("Quantity Uncertainty Occurred Circle Sector Point")

// units are those of the schema's closed set, from its source.
func units(t *testing.T) []string {
	t.Helper()
	src, err := os.ReadFile("../quantity.go")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, m := range regexp.MustCompile(`"([^"]+)": +\{"[^"]+", `).FindAllStringSubmatch(string(src), -1) {
		if si, _ := (schema.Quantity{Value: 1, Unit: schema.Unit(m[1])}).SI(); si == si {
			all = append(all, m[1])
		}
	}
	if len(all) < 60 {
		t.Fatalf("only %d units found in the schema: %v", len(all), all)
	}
	return all
}

// constants are the keys of keys.go, and how often the package names each.
func constants(t *testing.T) map[key]int {
	t.Helper()
	names, uses := make(map[string]key), make(map[key]int)
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	var parsed []*ast.File
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".go") && !strings.HasSuffix(e.Name(), "_test.go") {
			f, err := parser.ParseFile(token.NewFileSet(), e.Name(), nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, f)
		}
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			if s, ok := n.(*ast.ValueSpec); ok && len(s.Values) == 1 {
				if id, ok := s.Type.(*ast.Ident); ok && id.Name == "key" {
					v, _ := strconv.Unquote(s.Values[0].(*ast.BasicLit).Value)
					names[s.Names[0].Name] = key(v)
				}
			}
			return true
		})
	}
	for _, f := range parsed {
		ast.Inspect(f, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && names[id.Name] != "" {
				uses[names[id.Name]]++
			}
			return true
		})
	}
	return uses
}

// counted are the keys with plural forms.
var counted = []key{keyContinued, keyLeftOut, keyMore, keyBytes}

func TestEachTextIsInEachLanguageAndIsUsed(t *testing.T) {
	for _, lang := range Languages {
		c, want := catalogueOf(t, lang), wanted(t)
		for k, n := range constants(t) {
			if n < 2 {
				t.Errorf("%s is a constant that nothing uses", k)
			}
			if !slices.Contains(counted, k) {
				want[k] = "keys.go"
				continue
			}
			for n := range 200 {
				want[k+"."+key(c.form(n))] = "the plural for " + strconv.Itoa(n)
			}
		}
		for k, by := range want {
			if !c.has(k) {
				t.Errorf("%s lacks %s, which %s needs", lang, k, by)
			}
		}
		for k := range c.texts {
			group, _, _ := strings.Cut(string(k), ".")
			open := slices.Contains([]string{"el", "o", "weekday", "month"}, group) || slices.Contains(combinations, string(k))
			if want[k] == "" && !open {
				t.Errorf("%s has %s, which nothing uses", lang, k)
			}
			if open && !catalogueOf(t, "en").has(k) {
				t.Errorf("%s has %s, which English lacks", lang, k)
			}
		}
		for k := range c.doubts {
			if !c.has(k) {
				t.Errorf("%s doubts %s, which it lacks", lang, k)
			}
		}
		for k := range catalogueOf(t, "en").texts {
			plural := slices.ContainsFunc(counted, func(c key) bool { return strings.HasPrefix(string(k), string(c)+".") })
			if !c.has(k) && !plural {
				t.Errorf("%s lacks %s", lang, k)
			}
		}
	}
}

var combinations = strings.Fields("v.T-Alpha v.T-Beta v.T-Gamma v.R-Beta v.T-Ca v.T-K v.T-Na v.T-U v.Sr+Rare v.I-131(G) v.I-131(P) v.I-131(P+G) v.Cs(134/137) v.Sr(89/90)")

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

func placeholders(s string) []string {
	all := placeholder.FindAllString(s, -1)
	slices.Sort(all)
	return slices.Compact(all)
}

func TestPlaceholdersAgree(t *testing.T) {
	en := catalogueOf(t, "en")
	for _, lang := range Languages {
		for k, s := range catalogueOf(t, lang).texts {
			base := k
			if !en.has(k) { // a plural form that English has not
				base = k[:strings.LastIndex(string(k), ".")] + ".other"
			}
			got, want := placeholders(s), placeholders(en.texts[base])
			plural := slices.ContainsFunc(counted, func(c key) bool { return strings.HasPrefix(string(k), string(c)+".") })
			if plural && len(got) == 0 {
				continue // one, two and none may be said without the number
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s %s has %v, English %v", lang, k, got, want)
			}
		}
	}
}

// sameInAll are the texts that may be as in English: symbols, signs, and words that
// the languages share.
var sameInAll = regexp.MustCompile(`^(sym|say|el|o)\.|^v\.[A-G]$`)

func TestNothingIsLeftInEnglish(t *testing.T) {
	en := catalogueOf(t, "en")
	latin := regexp.MustCompile(`[A-Za-z]{3,}`)
	for _, lang := range Languages[1:] {
		same := 0
		for k, s := range catalogueOf(t, lang).texts {
			words := placeholder.ReplaceAllString(s, "")
			if s == en.texts[k] && strings.ContainsFunc(words, unicode.IsLetter) && !sameInAll.MatchString(string(k)) {
				same++
				if len(strings.Fields(words)) > 1 {
					t.Errorf("%s %s is left in English: %s", lang, k, s)
				}
			}
			if left := latin.FindAllString(words, -1); slices.Contains([]string{"ar", "ru", "zh"}, lang) && !strings.HasPrefix(string(k), "sym.") {
				left = slices.DeleteFunc(left, func(w string) bool {
					return slices.Contains([]string{"IRIX", "INES", "WMO", "IAEA", "PWR", "BWR", "AGR", "VVER", "RBMK", "CANDU", "ZnS", "NaI"}, w)
				})
				if len(left) > 0 {
					t.Errorf("%s %s has Latin letters: %s", lang, k, s)
				}
			}
		}
		if same > 30 {
			t.Errorf("%s has %d single words as in English", lang, same)
		}
	}
}
