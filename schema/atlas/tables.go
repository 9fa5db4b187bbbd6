package atlas

import (
	"slices"

	"forthwith/schema"
)

// territories are dependent territories with a code of their own, by the State
// whose outline includes them.
var territories = []struct {
	state schema.Party
	codes []schema.Party
}{
	{"AU", []schema.Party{"CC", "CX", "HM", "NF"}},
	{"CN", []schema.Party{"HK", "MO"}},
	{"DK", []schema.Party{"FO", "GL"}},
	{"FI", []schema.Party{"AX"}},
	{"FR", []schema.Party{"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"}},
	{"GB", []schema.Party{"AI", "BM", "FK", "GG", "GI", "GS", "IM", "IO", "JE", "KY", "MS", "PN", "SH", "TC", "VG"}},
	{"NL", []schema.Party{"AW", "BQ", "CW", "SX"}},
	{"NO", []schema.Party{"BV", "SJ"}},
	{"NZ", []schema.Party{"CK", "NU", "TK"}},
	{"US", []schema.Party{"AS", "GU", "MP", "PR", "UM", "VI"}},
}

// stateOf is the State of a dependent territory.
func stateOf(code schema.Party) schema.Party {
	for _, t := range territories {
		if slices.Contains(t.codes, code) {
			return t.state
		}
	}
	return ""
}

// disputedAreas are areas of the atlas whose status is disputed as a whole.
var disputedAreas = []schema.Party{"AQ", "EH", "FK", "GS", "IO", "PS", "TW", "XK"}

// boxMargin widens a box of the table by about the tolerance, in degrees.
const boxMargin = 0.3

// disputedBoxes are where more than one State says that a place is its own, or
// where the one that administers it is not the one most others name. What an
// officer says of them is left alone. A strait, a bank or a rock is here like a
// province.
var disputedBoxes = []box{
	// Europe and the Caucasus
	{44.0, 31.7, 50.2, 40.3},   // Crimea, Donetsk, Kherson, Luhansk, Zaporizhzhia
	{46.3, 28.6, 48.2, 30.2},   // Transnistria
	{42.3, 39.9, 43.7, 42.2},   // Abkhazia
	{41.9, 43.3, 42.8, 44.8},   // South Ossetia
	{38.8, 45.4, 40.5, 47.6},   // Nagorno-Karabakh
	{34.5, 32.7, 34.8, 33.1},   // Akrotiri
	{34.9, 33.5, 35.1, 33.9},   // Dhekelia
	{36.0, -5.5, 36.2, -5.2},   // Gibraltar
	{35.8, -5.5, 36.0, -5.2},   // Ceuta
	{35.2, -3.1, 35.4, -2.8},   // Melilla
	{57.5, -13.8, 57.7, -13.6}, // Rockall
	// Asia
	{32.6, 35.5, 33.5, 36.0},   // Golan, Shebaa
	{25.8, 54.9, 26.4, 55.4},   // Abu Musa, the Tunbs
	{32.2, 72.8, 37.2, 80.5},   // Jammu and Kashmir, Ladakh, Aksai Chin
	{29.8, 78.0, 32.5, 81.3},   // from Demchok to Kalapani and Lipulekh
	{27.0, 88.5, 28.6, 91.7},   // Doklam and the north of Bhutan
	{26.5, 91.5, 29.6, 97.5},   // Arunachal Pradesh
	{4.0, 109.5, 17.5, 118.5},  // Paracel and Spratly Islands, Scarborough, Sabah
	{20.5, 116.5, 21.0, 117.0}, // Pratas
	{25.5, 123.3, 26.1, 124.8}, // Senkaku, Diaoyu
	{32.0, 125.1, 32.2, 125.3}, // Ieodo, Suyan
	{37.0, 131.6, 37.5, 132.2}, // Liancourt Rocks
	{43.2, 145.3, 46.0, 149.2}, // southern Kurils
	// Africa and its seas
	{20.7, -17.2, 27.7, -8.6},  // Western Sahara, of which the atlas has a part
	{21.7, 33.0, 23.3, 37.2},   // Halaib, Bir Tawil
	{9.2, 27.0, 10.8, 29.2},    // Abyei
	{8.6, 23.5, 10.0, 25.5},    // Kafia Kingi
	{4.2, 33.9, 5.6, 36.1},     // Ilemi
	{-13.1, 44.9, -12.5, 45.4}, // Mayotte
	{-11.7, 47.1, -11.3, 47.5}, // Glorioso Islands
	{-17.2, 42.5, -16.9, 42.9}, // Juan de Nova
	{-22.8, 39.4, -21.2, 40.6}, // Europa, Bassas da India
	{-16.1, 54.3, -15.7, 54.7}, // Tromelin
	// America
	{1.1, -61.5, 8.7, -57.1},   // Essequibo
	{1.7, -58.2, 3.7, -56.2},   // New River Triangle
	{15.8, -89.3, 18.6, -87.3}, // Belize
	{19.8, -75.3, 20.1, -75.0}, // Guantánamo
	{18.3, -75.1, 18.5, -74.9}, // Navassa
	{15.6, -80.3, 16.1, -78.5}, // Serranilla, Bajo Nuevo
	// Oceania and the south
	{19.2, 166.5, 19.4, 166.8},     // Wake
	{-11.2, -171.2, -10.9, -170.9}, // Swains
	{-24.0, -179.3, -23.5, -178.7}, // Minerva Reefs
	{-22.5, 171.2, -22.2, 172.2},   // Matthew and Hunter
	{-90, -180, -60, 180},          // Antarctica and its seas
}
