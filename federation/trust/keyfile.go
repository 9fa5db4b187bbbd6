package trust

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"slices"

	"filippo.io/age"
)

// The blocks of a key file, in the order in which they stand.
const (
	signingBlock     = "FORTHWITH SIGNING KEY"
	encryptionBlock  = "FORTHWITH ENCRYPTION KEY"
	tlsBlock         = "FORTHWITH TLS KEY"
	certificateBlock = "FORTHWITH CERTIFICATE"
	keeperBlock      = "FORTHWITH KEEPER KEY"
)

const (
	headerKeyID     = "Key-Id"
	headerParty     = "Party"
	headerWorkspace = "Workspace"
)

// MarshalPEM writes the key file. It holds secrets in the clear: 0600.
func (k *Keys) MarshalPEM() ([]byte, error) {
	signing, err := x509.MarshalPKCS8PrivateKey(k.signing)
	if err != nil {
		return nil, fmt.Errorf("key file of %s: signing key: %w", k.id, err)
	}
	link, err := x509.MarshalPKCS8PrivateKey(k.tls)
	if err != nil {
		return nil, fmt.Errorf("key file of %s: TLS key: %w", k.id, err)
	}
	headers := map[string]string{
		headerKeyID:     k.KeyID(),
		headerParty:     string(k.Party()),
		headerWorkspace: string(k.Workspace()),
	}
	var out []byte
	for _, b := range []pem.Block{
		{Type: signingBlock, Bytes: signing},
		{Type: encryptionBlock, Bytes: []byte(k.identity.String())},
		{Type: tlsBlock, Bytes: link},
		{Type: certificateBlock, Bytes: k.cert.Raw},
	} {
		b.Headers = headers
		out = append(out, pem.EncodeToMemory(&b)...)
	}
	return out, nil
}

// ParseKeys reads a key file strictly; see the package comment. Errors quote
// nothing that may be secret.
func ParseKeys(b []byte) (*Keys, error) {
	k, err := parseKeys(b)
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	written, err := k.MarshalPEM()
	if err != nil {
		return nil, err
	}
	if err := checkWritten(b, written); err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	return k, nil
}

func parseKeys(b []byte) (*Keys, error) {
	blocks, err := readBlocks(b, signingBlock, encryptionBlock, tlsBlock, certificateBlock)
	if err != nil {
		return nil, err
	}
	k := new(Keys)
	if k.id, err = readHeaders(blocks); err != nil {
		return nil, err
	}
	if k.signing, err = parsePrivate(blocks[0]); err != nil {
		return nil, err
	}
	if k.identity, err = age.ParseX25519Identity(string(blocks[1].Bytes)); err != nil {
		return nil, fmt.Errorf("%s: not an age X25519 identity", encryptionBlock)
	}
	if k.tls, err = parsePrivate(blocks[2]); err != nil {
		return nil, err
	}
	if k.cert, err = x509.ParseCertificate(blocks[3].Bytes); err != nil {
		return nil, fmt.Errorf("%s: %w", certificateBlock, err)
	}
	if !k.tls.Public().(ed25519.PublicKey).Equal(k.cert.PublicKey) {
		return nil, fmt.Errorf("the certificate does not belong to the TLS key")
	}
	if !slices.Equal(k.cert.DNSNames, []string{string(k.id.workspace)}) {
		return nil, fmt.Errorf("the certificate is for %q and the keys are for %s", k.cert.DNSNames, k.id.workspace)
	}
	return k, nil
}

// readHeaders demands the same three headers on every block, so that blocks of
// two files cannot be mixed.
func readHeaders(blocks []*pem.Block) (keyID, error) {
	first := blocks[0].Headers
	id, err := parseKeyID(first[headerKeyID])
	if err != nil {
		return keyID{}, err
	}
	for _, b := range blocks {
		h := b.Headers
		if len(h) != 3 || h[headerKeyID] != id.String() || h[headerParty] != string(id.party) || h[headerWorkspace] != string(id.workspace) {
			return keyID{}, fmt.Errorf("%s: its headers do not say %s, %s, %s", b.Type, id, id.party, id.workspace)
		}
	}
	return id, nil
}

// readBlocks takes exactly these blocks and nothing between them.
func readBlocks(b []byte, want ...string) ([]*pem.Block, error) {
	var blocks []*pem.Block
	rest := bytes.TrimSpace(b)
	for _, name := range want {
		if len(rest) == 0 {
			return nil, fmt.Errorf("it ends before %s", name)
		}
		// pem.Decode passes over what it cannot read; we do not.
		if !bytes.HasPrefix(rest, []byte("-----BEGIN "+name+"-----")) {
			return nil, fmt.Errorf("%s should stand here, and nothing before it", name)
		}
		var block *pem.Block
		block, rest = pem.Decode(rest)
		if block == nil || block.Type != name {
			return nil, fmt.Errorf("%s: not a PEM block", name)
		}
		blocks = append(blocks, block)
		rest = bytes.TrimSpace(rest)
	}
	if len(rest) > 0 {
		return nil, fmt.Errorf("something stands after %s", want[len(want)-1])
	}
	return blocks, nil
}

func parsePrivate(b *pem.Block) (ed25519.PrivateKey, error) {
	k, err := x509.ParsePKCS8PrivateKey(b.Bytes)
	if err != nil {
		return nil, fmt.Errorf("%s: not a PKCS #8 key", b.Type)
	}
	key, ok := k.(ed25519.PrivateKey)
	if !ok {
		return nil, fmt.Errorf("%s: not an Ed25519 key", b.Type)
	}
	return key, nil
}

// checkWritten is the whole of strictness in one rule: a file says what we would
// write. Line ends and blank lines, which copying changes, are not looked at.
func checkWritten(got, written []byte) error {
	if !bytes.Equal(lines(got), lines(written)) {
		return errors.New("it was changed after it was written; take the copy that was kept")
	}
	return nil
}

func lines(b []byte) []byte {
	b = bytes.TrimSpace(bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n")))
	for bytes.Contains(b, []byte("-----\n\n")) {
		b = bytes.ReplaceAll(b, []byte("-----\n\n"), []byte("-----\n"))
	}
	return b
}
