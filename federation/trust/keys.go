package trust

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"time"

	"filippo.io/age"

	"forthwith/schema"
)

// certificateYears is how long a certificate says it is good. Nobody asks it: the
// pin decides.
const certificateYears = 10

// Keys are the secrets of one party in one workspace. They do not change; a
// rotation makes new ones.
type Keys struct {
	id       keyID
	signing  ed25519.PrivateKey
	identity *age.X25519Identity
	tls      ed25519.PrivateKey
	cert     *x509.Certificate
}

// GenerateKeys makes the first keys of a party in a workspace.
func GenerateKeys(p schema.Party, w schema.Workspace, now time.Time) (*Keys, error) {
	id, err := parseKeyID(keyID{p, w, firstSeries(now)}.String())
	if err != nil {
		return nil, fmt.Errorf("generate keys: %w", err)
	}
	return generate(id, now)
}

// Rotate makes the keys that come after k, under the next free id. The old ones
// are kept, to decrypt what was sent to them.
func (k *Keys) Rotate(now time.Time) (*Keys, error) {
	id := k.id
	var err error
	if id.series, err = id.series.next(now); err != nil {
		return nil, fmt.Errorf("rotate %s: %w", k.id, err)
	}
	return generate(id, now)
}

func generate(id keyID, now time.Time) (*Keys, error) {
	k := &Keys{id: id}
	var err error
	if _, k.signing, err = ed25519.GenerateKey(nil); err != nil {
		return nil, fmt.Errorf("generate %s: signing key: %w", id, err)
	}
	if k.identity, err = age.GenerateX25519Identity(); err != nil {
		return nil, fmt.Errorf("generate %s: encryption key: %w", id, err)
	}
	if _, k.tls, err = ed25519.GenerateKey(nil); err != nil {
		return nil, fmt.Errorf("generate %s: TLS key: %w", id, err)
	}
	if k.cert, err = selfSign(k.tls, id, now); err != nil {
		return nil, fmt.Errorf("generate %s: certificate: %w", id, err)
	}
	return k, nil
}

// selfSign makes a certificate for both ends of a link. Its DNS name is the
// workspace, which is all a dialler has to say; it starts a day early, for
// software between us that looks at dates with a slow clock.
func selfSign(key ed25519.PrivateKey, id keyID, now time.Time) (*x509.Certificate, error) {
	template := &x509.Certificate{
		Subject:               pkix.Name{CommonName: id.String()},
		DNSNames:              []string{string(id.workspace)},
		NotBefore:             now.UTC().AddDate(0, 0, -1),
		NotAfter:              now.UTC().AddDate(certificateYears, 0, 0),
		KeyUsage:              x509.KeyUsageDigitalSignature,
		ExtKeyUsage:           []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
		BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// Party is whose keys these are.
func (k *Keys) Party() schema.Party { return k.id.party }

// Workspace is the world they are good in.
func (k *Keys) Workspace() schema.Workspace { return k.id.workspace }

// KeyID names the signing key, as in XA/live/2026a.
func (k *Keys) KeyID() string { return k.id.String() }

// Public is the key that checks what k seals.
func (k *Keys) Public() ed25519.PublicKey { return k.signing.Public().(ed25519.PublicKey) }

// Recipient is the age recipient (age1…) that others encrypt to.
func (k *Keys) Recipient() string { return k.identity.Recipient().String() }

// TLSCertificate is the certificate and key for both ends of a link.
func (k *Keys) TLSCertificate() tls.Certificate {
	return tls.Certificate{Certificate: [][]byte{k.cert.Raw}, PrivateKey: k.tls, Leaf: k.cert}
}

// SPKI is the pin of the TLS key.
func (k *Keys) SPKI() string { return Pin(k.cert) }

// Pin is what a directory keeps of a TLS key: "sha256:" and the hexadecimal
// SHA-256 of the certificate's SubjectPublicKeyInfo.
func Pin(c *x509.Certificate) string { return string(schema.NewDigest(c.RawSubjectPublicKeyInfo)) }

// Station is k as the party's entry names it, with the node at address; an empty
// one is a node that cannot be dialled.
func (k *Keys) Station(address string, from, till schema.Time) Station {
	return Station{
		Address:    address,
		Signing:    []SigningKey{{ID: k.KeyID(), Public: formatPublic(k.Public()), NotBefore: from, NotAfter: till}},
		TLS:        []string{k.SPKI()},
		Encryption: []string{k.Recipient()},
	}
}

// Seal signs a document of the key's own workspace; it is a notify.Signer.
func (k *Keys) Seal(payloadType string, payload []byte) (*schema.Envelope, error) {
	w, _, err := schema.ParsePayloadType(payloadType)
	if err != nil {
		return nil, fmt.Errorf("seal with %s: %w", k.id, err)
	}
	if w != k.id.workspace {
		return nil, fmt.Errorf("seal with %s: the document is for the %s workspace", k.id, w)
	}
	return sign(payloadType, payload, k.KeyID(), k.signing), nil
}

// Verify opens what k itself has sealed, for a node that is in no directory yet.
// It is a notify.Verifier that knows one key.
func (k *Keys) Verify(e *schema.Envelope) (schema.Party, error) {
	ids, err := verify(e, func(id string) (ed25519.PublicKey, bool) { return k.Public(), id == k.KeyID() })
	if err != nil {
		return "", err
	}
	return author(e, ids, func(string) keyID { return k.id })
}

// String keeps secrets out of logs.
func (k *Keys) String() string { return "keys " + k.id.String() }
