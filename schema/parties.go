package schema

import (
	"bytes"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Parties are those a message is addressed to. To two hundred of them goes a list
// of two hundred, which each reads, so reading one costs little.
type Parties []Party

// UnmarshalJSONFrom implements json.UnmarshalerFrom. It takes what a slice takes.
func (ps *Parties) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	if plain, ok := readParties(v); ok {
		*ps = plain
		return nil
	}
	err = json.Unmarshal(v, (*[]Party)(ps))
	if sem, ok := errors.AsType[*json.SemanticError](err); ok {
		sem.JSONPointer = d.StackPointer() + sem.JSONPointer
	}
	return err
}

// readParties reads a list of codes of States in canonical form. Whatever else it
// is shown, good or bad, it leaves alone.
func readParties(b []byte) (Parties, bool) {
	const each = len(`"XA",`)
	b, ok := bytes.CutPrefix(b, []byte("["))
	if !ok || len(b)%each != 0 {
		return nil, false
	}
	ps := make(Parties, 0, len(b)/each)
	for ; len(b) > 0; b = b[each:] {
		last := byte(',')
		if len(b) == each {
			last = ']'
		}
		code, ok := stateCode(b[1:3])
		if !ok || b[0] != '"' || b[3] != '"' || b[4] != last {
			return nil, false
		}
		ps = append(ps, Party(code))
	}
	return ps, len(ps) > 0
}

// plain reports whether the list keeps all its rules: some, not too many, each a
// party, and each once.
func (ps Parties) plain() bool {
	if len(ps) == 0 || len(ps) > MaxAddressees {
		return false
	}
	var seen [26 * 26]bool
	for _, p := range ps {
		if _, ok := stateCode(string(p)); !ok {
			return false
		}
		i := 26*int(p[0]-'A') + int(p[1]-'A')
		if seen[i] {
			return false
		}
		seen[i] = true
	}
	return true
}
