package trust

import (
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"strings"
	"time"

	"forthwith/schema"
)

// KeeperKey signs directory editions and nothing else. It is not a key of a node
// and need not be on one.
type KeeperKey struct {
	id  string
	key ed25519.PrivateKey
}

// GenerateKeeperKey makes a keeper's key. A party with a second one in the same
// year gives it another letter.
func GenerateKeeperKey(p schema.Party, letter byte, now time.Time) (*KeeperKey, error) {
	year := firstSeries(now)[:4]
	id := fmt.Sprintf("%s/%s/%s%c", keeperPrefix, p, year, letter)
	if err := checkKeeperID(id); err != nil {
		return nil, fmt.Errorf("generate keeper key: %w", err)
	}
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, fmt.Errorf("generate %s: %w", id, err)
	}
	return &KeeperKey{id, key}, nil
}

// ID names the key, as in keeper/IAEA/2026a.
func (k *KeeperKey) ID() string { return k.id }

// Public is what others check k's editions with.
func (k *KeeperKey) Public() KeeperPublic {
	return KeeperPublic{k.id, k.key.Public().(ed25519.PublicKey)}
}

// MarshalPEM writes the key file. It holds a secret in the clear: 0600.
func (k *KeeperKey) MarshalPEM() ([]byte, error) {
	der, err := x509.MarshalPKCS8PrivateKey(k.key)
	if err != nil {
		return nil, fmt.Errorf("keeper file of %s: %w", k.id, err)
	}
	b := &pem.Block{Type: keeperBlock, Headers: map[string]string{headerKeyID: k.id}, Bytes: der}
	return pem.EncodeToMemory(b), nil
}

// ParseKeeperKey reads a keeper's file as strictly as ParseKeys does.
func ParseKeeperKey(b []byte) (*KeeperKey, error) {
	blocks, err := readBlocks(b, keeperBlock)
	if err != nil {
		return nil, fmt.Errorf("keeper file: %w", err)
	}
	k := &KeeperKey{id: blocks[0].Headers[headerKeyID]}
	if err := checkKeeperID(k.id); err != nil {
		return nil, fmt.Errorf("keeper file: %w", err)
	}
	if k.key, err = parsePrivate(blocks[0]); err != nil {
		return nil, fmt.Errorf("keeper file: %w", err)
	}
	written, err := k.MarshalPEM()
	if err != nil {
		return nil, err
	}
	if err := checkWritten(b, written); err != nil {
		return nil, fmt.Errorf("keeper file: %w", err)
	}
	return k, nil
}

// String keeps the secret out of logs.
func (k *KeeperKey) String() string { return "keeper key " + k.id }

// KeeperPublic is the public half. As text, in a configuration, in an edition or
// read out, it is one line: keeper/IAEA/2026a:<base64>.
type KeeperPublic struct {
	ID  string
	Key ed25519.PublicKey
}

// ParseKeeperPublic takes the one line.
func ParseKeeperPublic(s string) (KeeperPublic, error) {
	id, key, ok := strings.Cut(s, ":")
	if !ok {
		return KeeperPublic{}, fmt.Errorf("keeper %.80q: it looks like keeper/IAEA/2026a:<base64>", s)
	}
	if err := checkKeeperID(id); err != nil {
		return KeeperPublic{}, fmt.Errorf("keeper: %w", err)
	}
	pub, err := parsePublic(key)
	if err != nil {
		return KeeperPublic{}, fmt.Errorf("keeper %s: %w", id, err)
	}
	return KeeperPublic{id, pub}, nil
}

func (p KeeperPublic) String() string { return p.ID + ":" + formatPublic(p.Key) }

// MarshalText is the one line, if p is a key at all.
func (p KeeperPublic) MarshalText() ([]byte, error) {
	if _, err := ParseKeeperPublic(p.String()); err != nil {
		return nil, err
	}
	return []byte(p.String()), nil
}

// UnmarshalText takes the one line.
func (p *KeeperPublic) UnmarshalText(b []byte) (err error) {
	*p, err = ParseKeeperPublic(string(b))
	return err
}

func checkKeeperID(s string) error {
	parts := strings.Split(s, "/")
	if len(parts) != 3 || parts[0] != keeperPrefix {
		return fmt.Errorf("key id %.80q: a keeper's looks like keeper/IAEA/2026a", s)
	}
	if _, err := schema.ParseParty(parts[1]); err != nil {
		return fmt.Errorf("key id %.80q: %w", s, err)
	}
	if _, err := parseSeries(parts[2]); err != nil {
		return fmt.Errorf("key id %.80q: %w", s, err)
	}
	return nil
}
