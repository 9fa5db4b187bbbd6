package atlas

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"forthwith/schema"
)

func whole(t testing.TB) *Atlas {
	t.Helper()
	a, err := Decode(outlines)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// TestEveryStateIsThere names the codes that Natural Earth does not draw by
// themselves at this scale, so that none goes missing unseen.
func TestEveryStateIsThere(t *testing.T) {
	a := whole(t)
	there := make(map[schema.Party]bool)
	for _, r := range a.areas {
		there[r.code] = true
	}
	var absent []string
	for c := 'A'; c <= 'Z'; c++ {
		for d := 'A'; d <= 'Z'; d++ {
			p, err := schema.ParseParty(string([]rune{c, d}))
			userAssigned := c == 'X' && d != 'K' || c == 'Q' && d >= 'M' || p == "AA" || p == "ZZ"
			if err == nil && !userAssigned && !there[p] {
				absent = append(absent, string(p))
			}
		}
	}
	const want = "BQ BV CC CX GF GI GP MQ RE SJ TK TV UM YT"
	if got := strings.Join(absent, " "); got != want {
		t.Errorf("without an outline are %s, want %s", got, want)
	}
	if len(a.areas) != 241 || len(outlines) > 300_000 {
		t.Errorf("%d areas, %d bytes", len(a.areas), len(outlines))
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		name     string
		country  schema.Party
		lat, lon float64
		want     Where
	}{
		// Capitals.
		{"Vienna", "AT", 48.21, 16.37, Inside}, {"Brussels", "BE", 50.85, 4.35, Inside}, {"Sofia", "BG", 42.70, 23.32, Inside},
		{"Minsk", "BY", 53.90, 27.57, Inside}, {"Ottawa", "CA", 45.42, -75.70, Inside}, {"Bern", "CH", 46.95, 7.45, Inside},
		{"Beijing", "CN", 39.90, 116.40, Inside}, {"Prague", "CZ", 50.08, 14.43, Inside}, {"Berlin", "DE", 52.52, 13.40, Inside},
		{"Copenhagen", "DK", 55.68, 12.57, Near}, {"Algiers", "DZ", 36.75, 3.06, Inside}, {"Cairo", "EG", 30.04, 31.24, Inside},
		{"Madrid", "ES", 40.42, -3.70, Inside}, {"Helsinki", "FI", 60.17, 24.94, Near}, {"Paris", "FR", 48.86, 2.35, Inside},
		{"London", "GB", 51.51, -0.13, Inside}, {"Athens", "GR", 37.98, 23.73, Inside}, {"Budapest", "HU", 47.50, 19.04, Inside},
		{"Jakarta", "ID", -6.21, 106.85, Inside}, {"Dublin", "IE", 53.35, -6.26, Inside}, {"New Delhi", "IN", 28.61, 77.21, Inside},
		{"Teheran", "IR", 35.69, 51.39, Inside}, {"Reykjavik", "IS", 64.15, -21.94, Near}, {"Rome", "IT", 41.90, 12.50, Inside},
		{"Tokyo", "JP", 35.69, 139.69, Inside}, {"Nairobi", "KE", -1.29, 36.82, Inside}, {"Seoul", "KR", 37.57, 126.98, Inside},
		{"Astana", "KZ", 51.17, 71.43, Inside}, {"Vilnius", "LT", 54.69, 25.28, Inside}, {"Mexico City", "MX", 19.43, -99.13, Inside},
		{"The Hague", "NL", 52.08, 4.30, Inside}, {"Oslo", "NO", 59.91, 10.75, Inside}, {"Wellington", "NZ", -41.29, 174.78, Inside},
		{"Islamabad", "PK", 33.68, 73.05, Inside}, {"Warsaw", "PL", 52.23, 21.01, Inside}, {"Bucharest", "RO", 44.43, 26.10, Inside},
		{"Moscow", "RU", 55.76, 37.62, Inside}, {"Stockholm", "SE", 59.33, 18.07, Near}, {"Bratislava", "SK", 48.15, 17.11, Inside},
		{"Kyiv", "UA", 50.45, 30.52, Inside}, {"Washington", "US", 38.91, -77.04, Inside}, {"Pretoria", "ZA", -25.75, 28.19, Inside},
		{"Brasilia", "BR", -15.79, -47.88, Inside}, {"Canberra", "AU", -35.28, 149.13, Inside},
		// Small States.
		{"Monaco", "MC", 43.738, 7.424, Near}, {"Vatican", "VA", 41.903, 12.453, Near}, {"Singapore", "SG", 1.29, 103.85, Inside},
		{"Nauru", "NR", -0.55, 166.92, Near}, {"San Marino", "SM", 43.94, 12.46, Inside}, {"Vaduz", "LI", 47.14, 9.52, Inside},
		{"Malé", "MV", 4.175, 73.51, Near}, {"Rome as the Vatican", "VA", 41.90, 12.50, Near},
		// Plants on coasts and rivers that are borders.
		{"Fukushima Daiichi", "JP", 37.421, 141.033, Near}, {"Barsebäck", "SE", 55.745, 12.926, Near}, {"Chooz", "FR", 50.09, 4.79, Inside},
		{"Fessenheim", "FR", 47.90, 7.56, Near}, {"Fessenheim seen from Germany", "DE", 47.90, 7.56, Near}, {"Paks", "HU", 46.573, 18.854, Inside},
		{"Akademik Lomonosov", "RU", 69.71, 170.31, Near},
		// One of a pair, and the other.
		{"Lesotho", "LS", -29.5, 28.2, Inside}, {"Lesotho in South Africa's hole", "ZA", -29.5, 28.2, Outside},
		{"Kaliningrad", "RU", 54.71, 20.51, Inside}, {"Kaliningrad as Lithuania", "LT", 54.71, 20.51, Outside},
		{"Alaska", "US", 64.8, -147.7, Inside}, {"Alaska as Canada", "CA", 64.8, -147.7, Outside},
		{"Cattenom", "FR", 49.416, 6.218, Inside}, {"Cattenom as Luxembourg", "LU", 49.416, 6.218, Near}, {"Cattenom as Belgium", "BE", 49.416, 6.218, Outside},
		{"Temelin", "CZ", 49.18, 14.376, Inside}, {"Temelin as Austria", "AT", 49.18, 14.376, Outside},
		{"the 49th parallel, north", "CA", 49.1, -105, Inside}, {"the 49th parallel, south", "US", 48.9, -105, Inside}, {"a parallel is no great circle", "US", 49.4, -110, Outside},
		// The antimeridian and the poles.
		{"Chukotka, west", "RU", 66, 179.5, Inside}, {"Chukotka, east", "RU", 67, -178.5, Inside}, {"on the antimeridian", "RU", 67, -180, Near},
		{"Taveuni", "FJ", -16.85, -179.97, Near}, {"Suva", "FJ", -18.14, 178.44, Near}, {"Attu, of the Aleutians", "US", 52.9, 172.9, Near},
		{"sea across from Fiji", "FJ", -18, -177, Outside}, {"the North Pole", "RU", 90, 0, Outside}, {"the South Pole", "AQ", -90, 12, Near},
		{"near the South Pole", "AQ", -89.5, 170, Inside},
		// Islands and seas.
		{"Hawaii", "US", 19.6, -155.5, Inside}, {"Azores", "PT", 37.75, -25.5, Near}, {"Corsica", "FR", 42.2, 9.1, Inside}, {"Svalbard", "NO", 78.6, 16, Inside},
		{"the Atlantic", "PT", 40, -40, Outside}, {"the Pacific", "CL", -30, -120, Outside}, {"the Indian Ocean", "IN", -20, 80, Outside},
		{"20 km off Brest", "FR", 48.4, -5.0, Near}, {"the middle of the North Sea", "NL", 55.5, 3.5, Outside}, {"null island", "GH", 0, 0, Outside},
		{"latitude and longitude exchanged", "NL", 4.3, 52.08, Outside}, {"a sign lost", "US", 38.91, 77.04, Outside},
		// Of a State are its territories.
		{"Bermuda", "GB", 32.3, -64.78, Near}, {"Nuuk", "DK", 64.18, -51.7, Near}, {"Nouméa", "FR", -22.2, 166.5, Near}, {"San Juan", "US", 18.4, -66.1, Near},
		{"Hong Kong", "CN", 22.4, 114.1, Near}, {"Kourou", "FR", 5.1, -52.7, Near}, {"Réunion", "FR", -21.1, 55.5, Inside}, {"Åland", "FI", 60.2, 20.0, Near},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Within(c.country, c.lat, c.lon)
			if got.Where != c.want && !(c.want == Near && got.Where == Inside) {
				t.Errorf("%v, %v as %s is %+v, want %s", c.lat, c.lon, c.country, got, c.want)
			}
			if got.Where == Near && !(got.Distance > 0 && got.Distance <= Tolerance) || got.Where == Outside && got.Distance <= Tolerance {
				t.Errorf("%s at %v km", got.Where, got.Distance)
			}
		})
	}
}

// TestDisputedPlacesAreNobodysMistake asks for States that are no party to the
// dispute, too: the tables do not say who is.
func TestDisputedPlacesAreNobodysMistake(t *testing.T) {
	for name, p := range map[string][2]float64{
		"Zaporizhzhia NPP": {47.512, 34.586}, "Sevastopol": {44.6, 33.53}, "Donetsk": {48.0, 37.8}, "Tiraspol": {46.84, 29.63}, "Sukhumi": {43.0, 41.0},
		"Tskhinvali": {42.23, 43.97}, "Stepanakert": {39.82, 46.75}, "Pristina": {42.66, 21.17}, "Kyrenia": {35.34, 33.32}, "Nicosia": {35.17, 33.36},
		"Hargeisa": {9.56, 44.06}, "Laayoune": {27.15, -13.2}, "Taipei": {25.03, 121.57}, "Maanshan NPP": {21.96, 120.75}, "Ramallah": {31.9, 35.2}, "Gaza": {31.5, 34.45},
		"Quneitra": {33.12, 35.82}, "Srinagar": {34.08, 74.8}, "Leh": {34.16, 77.58}, "Aksai Chin": {35.2, 79.5}, "Siachen": {35.4, 77.1}, "Tawang": {27.59, 91.86},
		"Kalapani": {30.2, 80.95}, "Woody Island": {16.83, 112.34}, "Itu Aba": {10.38, 114.36}, "Uotsuri": {25.74, 123.47}, "Liancourt Rocks": {37.24, 131.87},
		"Kunashir": {44.1, 145.9}, "Iturup": {45.0, 147.9}, "Abyei": {9.6, 28.4}, "Halaib": {22.2, 36.6}, "Stanley": {-51.7, -57.85}, "Grytviken": {-54.28, -36.5},
		"Gibraltar": {36.14, -5.35}, "Diego Garcia": {-7.3, 72.4}, "Mayotte": {-12.8, 45.2}, "Lethem": {3.38, -59.8}, "McMurdo": {-77.85, 166.67},
		"the Southern Ocean": {-62, 100}, "Abu Musa": {25.87, 55.03}, "Christmas Island": {-10.45, 105.69},
	} {
		for _, country := range []schema.Party{"AR", "AZ", "CN", "CY", "ES", "FR", "GB", "GE", "IL", "IN", "JP", "KM", "KR", "MA", "MD", "MU", "PK", "RS", "RU", "SO", "SY", "UA", "VE", "VN", "BR", "SE"} {
			if got := Within(country, p[0], p[1]); got.Where == Outside {
				t.Errorf("%s as %s is outside by %.0f km", name, country, got.Distance)
			}
		}
	}
	// And what lies beside is judged.
	for name, p := range map[string][2]float64{"Rivne NPP": {51.327, 25.897}, "South Ukraine NPP": {47.817, 31.217}, "Metsamor": {40.18, 44.15}, "Kursk NPP": {51.675, 35.606}, "Karachi": {24.85, 66.79}, "Taiyuan": {37.87, 112.55}} {
		if got := Within("SE", p[0], p[1]); got.Where != Outside {
			t.Errorf("%s as SE is %+v", name, got)
		}
	}
}

func TestNoOpinion(t *testing.T) {
	for _, c := range []struct {
		country  schema.Party
		lat, lon float64
	}{
		{"IAEA", 48.2, 16.4}, {"XA", 48.2, 16.4}, {"", 9.56, 44.06}, {"TV", -8.5, 179.2}, {"GF", 48.2, 16.4}, {"AT", 91, 16.4}, {"AT", 48.2, 181},
		{"AT", math.NaN(), 16.4}, {"AT", 48.2, math.NaN()}, {"AT", math.Inf(1), 0},
	} {
		if got := Within(c.country, c.lat, c.lon); got != (Finding{}) {
			t.Errorf("%q at %v, %v: %+v", c.country, c.lat, c.lon, got)
		}
	}
}

func TestDistances(t *testing.T) {
	for _, c := range []struct {
		name                   string
		lat1, lon1, lat2, lon2 float64
		want                   float64
	}{
		{"a degree of the equator", 0, 179.5, 0, -179.5, 111.19},
		{"a degree at 60° north", 60, 10, 60, 11, 55.6},
		{"pole to pole", 90, 12, -90, 100, 20015.1},
		{"Vienna to Bratislava", 48.208, 16.373, 48.146, 17.108, 54.9},
	} {
		if got := Distance(c.lat1, c.lon1, c.lat2, c.lon2); math.Abs(got-c.want) > c.want/200 {
			t.Errorf("%s: %.2f km, want %.2f", c.name, got, c.want)
		}
	}
	for _, c := range []struct {
		name     string
		country  schema.Party
		lat, lon float64
		want     float64
	}{
		{"Temelin to Austria", "AT", 49.18, 14.376, 48}, {"Cattenom to Belgium", "BE", 49.416, 6.218, 33},
		{"the sea across the antimeridian from Fiji", "FJ", -18, -177, 132}, {"Dublin to Great Britain", "GB", 53.35, -6.26, 81},
	} {
		if got := Within(c.country, c.lat, c.lon); got.Where != Outside || math.Abs(got.Distance-c.want) > 5 {
			t.Errorf("%s: %+v, want %v km", c.name, got, c.want)
		}
	}
}

// TestNearestPointIsFound compares the pruned search with one that looks at every
// point of an outline.
func TestNearestPointIsFound(t *testing.T) {
	a := whole(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 4000 {
		r := &a.areas[random.IntN(len(a.areas))]
		lat, lon := random.Float64()*180-90, random.Float64()*360-180
		if random.IntN(2) == 0 { // close by
			p := a.arcs[r.arcs[random.IntN(len(r.arcs))]].points[0]
			lat, lon = float64(p.lat)+random.Float64()-0.5, around(float64(p.lon)+random.Float64()-0.5)
		}
		if math.Abs(lat) > 90 {
			continue
		}
		slow := math.Inf(1)
		for _, n := range r.arcs {
			for _, p := range a.arcs[n].points {
				slow = min(slow, Distance(lat, lon, float64(p.lat), float64(p.lon)))
			}
		}
		got := a.distance(r, lat, lon, math.Inf(1))
		if got > slow*1.02+0.1 {
			t.Errorf("%v, %v to %q: %.2f km, and a point is %.2f km off", lat, lon, r.code, got, slow)
		}
		if bound := r.box.atLeast(lat, lon); bound > got+0.1 {
			t.Errorf("%v, %v to %q: %.2f km and never below %.2f km", lat, lon, r.code, got, bound)
		}
		if half := a.distance(r, lat, lon, got/2); half != got/2 {
			t.Errorf("%v, %v to %q: %.2f km where no less than %.2f km was asked for", lat, lon, r.code, half, got/2)
		}
	}
}

// TestNeighboursMeet: a point of land is inside at most one area. Natural Earth
// lets none overlap, and a ring that was read wrongly would.
func TestNeighboursMeet(t *testing.T) {
	a := whole(t)
	random := rand.New(rand.NewPCG(3, 4))
	land := 0
	const points = 3000
	for range points {
		lat := math.Asin(2*random.Float64()-1) / radian // even on the sphere
		lon := random.Float64()*360 - 180
		var in []schema.Party
		for i := range a.areas {
			if a.holds(&a.areas[i], lat, lon) {
				in = append(in, a.areas[i].code)
			}
		}
		if len(in) > 0 {
			land++
		}
		if len(in) > 1 {
			t.Errorf("%v, %v is in %q", lat, lon, in)
		}
	}
	if share := float64(land) / points; share < 0.27 || share > 0.31 {
		t.Errorf("%.3f of the globe is land", share)
	}
}

func TestTablesNameWhatIsThere(t *testing.T) {
	a := whole(t)
	has := func(p schema.Party) bool {
		return slices.ContainsFunc(a.areas, func(r area) bool { return r.code == p })
	}
	for _, p := range disputedAreas {
		if !has(p) {
			t.Errorf("disputed area %s is not in the atlas", p)
		}
	}
	for _, s := range territories {
		if !has(s.state) {
			t.Errorf("State %s is not in the atlas", s.state)
		}
		for _, p := range s.codes {
			if _, err := schema.ParseParty(string(p)); err != nil || stateOf(p) != s.state {
				t.Errorf("territory %s of %s: %v, %s", p, s.state, err, stateOf(p))
			}
		}
	}
	for _, b := range disputedBoxes {
		if !(b.south < b.north && b.west < b.east && b.south >= -90 && b.north <= 90 && b.west >= -180 && b.east <= 180) {
			t.Errorf("box %v", b)
		}
	}
}

func TestLookUpAllocatesNothing(t *testing.T) {
	Within("AT", 48.2, 16.4)
	for name, f := range map[string]func(){
		"inside": func() { Within("AT", 48.2, 16.4) }, "near": func() { Within("FR", 48.4, -5) }, "outside": func() { Within("RU", 0, 0) }, "disputed": func() { Within("SE", 25.03, 121.57) },
	} {
		if n := testing.AllocsPerRun(20, f); n > 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkWithin(b *testing.B) {
	Within("AT", 48.2, 16.4)
	for _, c := range []struct {
		country  schema.Party
		lat, lon float64
	}{{"AT", 48.2, 16.4}, {"RU", 55.76, 37.62}, {"RU", 0, 0}, {"CA", -30, 120}} {
		b.Run(fmt.Sprintf("%s at %v %v", c.country, c.lat, c.lon), func(b *testing.B) {
			for b.Loop() {
				Within(c.country, c.lat, c.lon)
			}
		})
	}
}

func BenchmarkDecode(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(outlines); err != nil {
			b.Fatal(err)
		}
	}
}
