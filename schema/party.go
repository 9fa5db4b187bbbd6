package schema

import (
	"fmt"
	"strings"
)

// Party is a member of the federation: a State, named by its ISO 3166-1
// alpha-2 code, or an international organisation that is a party to the
// Convention (IAEA, EURATOM, …). ParseParty is the only way in.
//
// User-assigned codes (AA, QM to QZ, XA to XZ, ZZ) are well formed; whether one
// is a party is for the directory to say.
//
// The European Atomic Energy Community is EURATOM, the name under which it
// acceded to the Convention: EC is Ecuador in ISO 3166-1.
type Party string

// organisations are the international organisations a message may name.
var organisations = map[Party]string{
	"IAEA":    "International Atomic Energy Agency",
	"EURATOM": "European Atomic Energy Community",
	"FAO":     "Food and Agriculture Organization",
	"WHO":     "World Health Organization",
	"WMO":     "World Meteorological Organization",
}

// states holds the officially assigned alpha-2 codes of ISO 3166-1, and XK.
const states = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"

// ParseParty takes the code of a party and says what is wrong with it.
func ParseParty(s string) (Party, error) {
	p := Party(s)
	if _, ok := organisations[p]; ok {
		return p, nil
	}
	if _, ok := stateCode(s); ok {
		return p, nil
	}
	up := strings.ToUpper(s)
	if up != s {
		if _, err := ParseParty(up); err == nil {
			return "", fmt.Errorf("party %q: codes are written in capitals: %q (in YAML put it in quotes)", s, up)
		}
	}
	switch up {
	case "FALSE", "TRUE":
		return "", fmt.Errorf("party %q: YAML read an unquoted code as a yes/no value; put it in quotes, for example \"NO\"", s)
	case "UK":
		return "", fmt.Errorf("party %q: the code of the United Kingdom is \"GB\"", s)
	}
	return "", fmt.Errorf("party %q: neither an ISO 3166-1 alpha-2 code nor one of IAEA, EURATOM, FAO, WHO, WMO", s)
}

// stateCodes are all codes of two letters that a State may have, each in the place
// that its letters give it; the others are empty. A message names up to
// MaxAddressees of them, and each of those reads all.
var stateCodes = newStateCodes()

func newStateCodes() (codes [26 * 26]string) {
	for i := range codes {
		s := string([]byte{'A' + byte(i/26), 'A' + byte(i%26)})
		if userAssigned(s) || strings.Contains(" "+states+" ", " "+s+" ") {
			codes[i] = s
		}
	}
	return codes
}

// stateCode is the code of a State that stands in s, as a string that is shared.
func stateCode[T string | []byte](s T) (string, bool) {
	if len(s) != 2 || s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return "", false
	}
	code := stateCodes[26*int(s[0]-'A')+int(s[1]-'A')]
	return code, code != ""
}

// ParseState takes the code of a State: a place lies in no organisation.
func ParseState(s string) (Party, error) {
	p, err := ParseParty(s)
	if err == nil && len(p) != 2 {
		err = fmt.Errorf("state %q: this is an organisation; name the State, or leave it out", s)
	}
	return p, err
}

// userAssigned reports whether s is in the range ISO 3166-1 leaves to users,
// which exercises and tests draw fictional States from.
func userAssigned(s string) bool {
	if s[0] < 'A' || s[0] > 'Z' || s[1] < 'A' || s[1] > 'Z' {
		return false
	}
	switch {
	case s == "AA" || s == "ZZ":
		return true
	case s[0] == 'Q':
		return s[1] >= 'M'
	case s[0] == 'X':
		return true
	}
	return false
}

// Workspace is one of the two worlds: live or exercise. They share code and
// nothing else: not a journal, a subject, a connection or a key.
type Workspace string

const (
	Live     Workspace = "live"
	Exercise Workspace = "exercise"
)

// Workspaces lists both, live first.
var Workspaces = []Workspace{Live, Exercise}

// ParseWorkspace takes "live" or "exercise".
func ParseWorkspace(s string) (Workspace, error) {
	switch w := Workspace(s); w {
	case Live, Exercise:
		return w, nil
	}
	return "", fmt.Errorf("workspace %q: it is \"live\" or \"exercise\"", s)
}
