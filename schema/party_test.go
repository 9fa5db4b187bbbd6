package schema_test

import (
	"strings"
	"testing"

	"forthwith/schema"
)

func TestPartiesAreISOCodesAndOrganisations(t *testing.T) {
	for _, s := range []string{"FR", "GB", "NO", "EC", "XK", "XA", "XZ", "AA", "QM", "QZ", "ZZ", "IAEA", "EURATOM", "FAO", "WHO", "WMO"} {
		if p, err := schema.ParseParty(s); err != nil || string(p) != s {
			t.Errorf("ParseParty(%q) = %q, %v", s, p, err)
		}
	}
	n := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			if _, err := schema.ParseParty(string(a) + string(b)); err == nil {
				n++
			}
		}
	}
	// ISO 3166-1: 249 assigned; AA, QM-QZ, XA-XZ (XK among them), ZZ for users.
	if want := 249 + 1 + 14 + 26 + 1; n != want {
		t.Errorf("%d codes of two letters are taken, want %d", n, want)
	}
}

func TestWhatIsNoPartyIsRefusedWithAdvice(t *testing.T) {
	for s, advice := range map[string]string{
		"no":    `"NO" (in YAML put it in quotes)`,
		"fr":    `"FR"`,
		"iaea":  `"IAEA"`,
		"false": "YAML",
		"true":  "YAML",
		"FALSE": "YAML",
		"UK":    `"GB"`,
		"uk":    `"GB"`,
		"EU":    "neither",
		"SU":    "neither",
		"QL":    "neither",
		"FRA":   "neither",
		"":      "neither",
		" F":    "neither",
		"F ":    "neither",
		"  ":    "neither",
		"AD AE": "neither",
		"É":     "neither",
		"00":    "neither",
	} {
		p, err := schema.ParseParty(s)
		if err == nil || p != "" || !strings.Contains(err.Error(), advice) {
			t.Errorf("ParseParty(%q) = %q, %v; want advice %q", s, p, err, advice)
		}
	}
}

func TestWorkspacesAreTwo(t *testing.T) {
	for s, ok := range map[string]bool{"live": true, "exercise": true, "node": false, "Live": false, "": false} {
		if _, err := schema.ParseWorkspace(s); (err == nil) != ok {
			t.Errorf("ParseWorkspace(%q): %v", s, err)
		}
	}
}
