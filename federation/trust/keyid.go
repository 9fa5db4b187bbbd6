package trust

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"time"

	"forthwith/schema"
)

// keeperPrefix stands where a signing key's id has the party; no party is called
// so.
const keeperPrefix = "keeper"

// keyID is the name of a signing key, XA/live/2026a.
type keyID struct {
	party     schema.Party
	workspace schema.Workspace
	series    series
}

func (id keyID) String() string {
	return fmt.Sprintf("%s/%s/%s", id.party, id.workspace, id.series)
}

func parseKeyID(s string) (keyID, error) {
	parts := strings.Split(s, "/")
	if len(parts) != 3 {
		return keyID{}, fmt.Errorf("key id %.80q: it looks like XA/live/2026a", s)
	}
	p, err := schema.ParseParty(parts[0])
	if err != nil {
		return keyID{}, fmt.Errorf("key id %.80q: %w", s, err)
	}
	w, err := schema.ParseWorkspace(parts[1])
	if err != nil {
		return keyID{}, fmt.Errorf("key id %.80q: %w", s, err)
	}
	n, err := parseSeries(parts[2])
	if err != nil {
		return keyID{}, fmt.Errorf("key id %.80q: %w", s, err)
	}
	return keyID{p, w, n}, nil
}

// series is the year a key was made in and a letter, in one year from a to z.
type series string

func firstSeries(now time.Time) series { return series(fmt.Sprintf("%04da", now.UTC().Year())) }

func parseSeries(s string) (series, error) {
	ok := len(s) == 5 && s[4] >= 'a' && s[4] <= 'z'
	for i := 0; ok && i < 4; i++ {
		ok = s[i] >= '0' && s[i] <= '9'
	}
	if !ok {
		return "", fmt.Errorf("%.80q: a year and a letter, as in 2026a", s)
	}
	return series(s), nil
}

// next never goes back: a clock that is wrong by years must not give an id that
// stands in the directory already.
func (s series) next(now time.Time) (series, error) {
	if n := firstSeries(now); n > s {
		return n, nil
	}
	if s[4] == 'z' {
		return "", fmt.Errorf("all letters of %s are used", s[:4])
	}
	return s[:4] + series(s[4]+1), nil
}

// parsePublic takes the 32 bytes of an Ed25519 key in standard base64.
func parsePublic(s string) (ed25519.PublicKey, error) {
	b, err := decode64(s)
	if err != nil || len(b) != ed25519.PublicKeySize {
		return nil, fmt.Errorf("public key %.80q: 32 bytes in standard base64", s)
	}
	return b, nil
}

func formatPublic(k ed25519.PublicKey) string { return base64.StdEncoding.EncodeToString(k) }

// decode64 takes standard base64 in its one spelling. The library's strict
// decoder still passes over line ends.
func decode64(s string) ([]byte, error) {
	b, err := base64.StdEncoding.Strict().DecodeString(s)
	if err == nil && base64.StdEncoding.EncodeToString(b) != s {
		err = errors.New("line ends in base64")
	}
	return b, err
}
