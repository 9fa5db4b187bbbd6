package trust_test

import (
	"bytes"
	"crypto/tls"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"

	"forthwith/federation/trust"
	"forthwith/schema"
)

func TestKeyFileComesBackAsWritten(t *testing.T) {
	k := newParty(t, "XA").live
	file, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	for name, copied := range map[string][]byte{
		"as written":        file,
		"with CRLF":         bytes.ReplaceAll(file, []byte("\n"), []byte("\r\n")),
		"with blank lines":  bytes.ReplaceAll(file, []byte("-----END FORTHWITH TLS KEY-----\n"), []byte("-----END FORTHWITH TLS KEY-----\n\n\n")),
		"without line end":  bytes.TrimSpace(file),
		"with blank at top": append([]byte("\n\n"), file...),
	} {
		got, err := trust.ParseKeys(copied)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, err := got.MarshalPEM()
		if err != nil || !bytes.Equal(again, file) {
			t.Errorf("%s: written again as\n%s\nwant\n%s", name, again, file)
		}
		if got.KeyID() != "XA/live/2026a" || got.SPKI() != k.SPKI() || got.Recipient() != k.Recipient() || !got.Public().Equal(k.Public()) {
			t.Errorf("%s: %s %s %s differ", name, got.KeyID(), got.SPKI(), got.Recipient())
		}
	}
}

func TestMalformedKeyFileIsRefused(t *testing.T) {
	file, err := newParty(t, "XA").live.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	second, err := newParty(t, "XA").live.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	exercise, err := newParty(t, "XA").exercise.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	keeper, err := newKeeper(t, "XA", 'a').MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	a, b, x := split(t, file), split(t, second), split(t, exercise)
	relabel := func(old, new string) []byte { return bytes.ReplaceAll(file, []byte(old), []byte(new)) }
	body := func(i int, bytes []byte) []byte {
		blocks := split(t, file)
		blocks[i].Bytes = bytes
		return join(blocks...)
	}
	for _, c := range []struct {
		name string
		file []byte
		says string
	}{
		{"empty", nil, "ends before FORTHWITH SIGNING KEY"},
		{"a block missing", join(a[0], a[1], a[2]), "ends before FORTHWITH CERTIFICATE"},
		{"a block twice", join(a[0], a[0], a[1], a[2], a[3]), "FORTHWITH ENCRYPTION KEY should stand here"},
		{"other order", join(a[1], a[0], a[2], a[3]), "FORTHWITH SIGNING KEY should stand here"},
		{"a fifth block", join(a[0], a[1], a[2], a[3], a[3]), "stands after"},
		{"text before", append([]byte("my keys\n"), file...), "nothing before it"},
		{"text after", append(bytes.Clone(file), "my keys\n"...), "stands after"},
		{"cut", file[:len(file)-40], "not a PEM block"},
		{"a keeper's file", keeper, "FORTHWITH SIGNING KEY should stand here"},
		{"headers of no party", relabel("XA", "xa"), "codes are written in capitals"},
		{"headers of another key", relabel("Key-Id: XA/live/2026a", "Key-Id: XA/live/2026"), "a year and a letter"},
		{"headers that disagree", relabel("Party: XA", "Party: XB"), "headers do not say"},
		{"a header too many", relabel("Party: XA", "Colour: red\nParty: XA"), "headers do not say"},
		{"block of the exercise file", join(a[0], x[1], a[2], a[3]), "headers do not say"},
		{"certificate of other keys", join(a[0], a[1], a[2], b[3]), "certificate does not belong"},
		{"live made exercise", bytes.ReplaceAll(relabel("XA/live", "XA/exercise"), []byte("Workspace: live"), []byte("Workspace: exercise")), "certificate is for"},
		{"signing key is not PKCS #8", body(0, []byte("x")), "not a PKCS #8 key"},
		{"encryption key is not age", body(1, []byte("AGE-SECRET-KEY-1")), "not an age X25519 identity"},
		{"encryption key in lower case", body(1, bytes.ToLower(a[1].Bytes)), "not an age X25519 identity"},
		{"TLS key is not PKCS #8", body(2, nil), "not a PKCS #8 key"},
		{"certificate is none", body(3, []byte("x")), "FORTHWITH CERTIFICATE"},
		{"base64 in other lines", bytes.Replace(file, []byte("-----END FORTHWITH TLS"), []byte("\n-----END FORTHWITH TLS"), 1), "changed after it was written"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := trust.ParseKeys(c.file)
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %v\nwant an error that says %q", err, c.says)
			}
		})
	}
}

func split(t *testing.T, file []byte) []*pem.Block {
	t.Helper()
	var out []*pem.Block
	for b, rest := pem.Decode(file); b != nil; b, rest = pem.Decode(rest) {
		out = append(out, b)
	}
	return out
}

func join(blocks ...*pem.Block) []byte {
	var out []byte
	for _, b := range blocks {
		out = append(out, pem.EncodeToMemory(b)...)
	}
	return out
}

func TestRotationTakesTheNextIDAndNeverAnOldOne(t *testing.T) {
	k := newParty(t, "XA").live
	for _, c := range []struct {
		years int
		want  string
	}{{0, "XA/live/2026b"}, {0, "XA/live/2026c"}, {-50, "XA/live/2026d"}, {1, "XA/live/2027a"}, {0, "XA/live/2027b"}} {
		next, err := k.Rotate(now.AddDate(c.years, 0, 0))
		if err != nil {
			t.Fatal(err)
		}
		if next.KeyID() != c.want {
			t.Errorf("after %s in %d: got %s, want %s", k.KeyID(), now.Year()+c.years, next.KeyID(), c.want)
		}
		if next.SPKI() == k.SPKI() || next.Recipient() == k.Recipient() {
			t.Errorf("%s has keys of %s", next.KeyID(), k.KeyID())
		}
		k = next
	}
}

func TestKeysOfNoPartyAreNotMade(t *testing.T) {
	if _, err := trust.GenerateKeys("xa", schema.Live, now); err == nil {
		t.Error("made keys for xa")
	}
	if _, err := trust.GenerateKeys("XA", "node", now); err == nil {
		t.Error("made keys for the node workspace")
	}
	if _, err := trust.GenerateKeeperKey("IAEA", '1', now); err == nil {
		t.Error("made a keeper key with a figure for a letter")
	}
}

func TestSecretsAreNotPrinted(t *testing.T) {
	k := newParty(t, "XA").live
	for _, f := range []string{"%v", "%+v", "%s"} {
		if got, want := fmt.Sprintf(f, k), "keys XA/live/2026a"; got != want {
			t.Errorf("%s: got %.80s, want %s", f, got, want)
		}
	}
}

// The two ends of a link know each other by the pin alone.
func TestCertificateServesBothEndsOfALink(t *testing.T) {
	a, b := newParty(t, "XA").live, newParty(t, "XB").live
	config := func(k *trust.Keys) *tls.Config {
		return &tls.Config{
			MinVersion: tls.VersionTLS13, Certificates: []tls.Certificate{k.TLSCertificate()},
			ClientAuth: tls.RequireAnyClientCert, InsecureSkipVerify: true, ServerName: string(schema.Live),
		}
	}
	left, right := net.Pipe()
	server, client := tls.Server(left, config(a)), tls.Client(right, config(b))
	defer left.Close()
	defer right.Close()
	done := make(chan error, 1)
	go func() { done <- server.HandshakeContext(t.Context()) }()
	if err := errors.Join(client.HandshakeContext(t.Context()), <-done); err != nil {
		t.Fatal(err)
	}
	seen := client.ConnectionState().PeerCertificates[0]
	if got := trust.Pin(seen); got != a.SPKI() {
		t.Errorf("the client sees %s, want %s", got, a.SPKI())
	}
	if got := trust.Pin(server.ConnectionState().PeerCertificates[0]); got != b.SPKI() {
		t.Errorf("the server sees %s, want %s", got, b.SPKI())
	}
	if err := seen.VerifyHostname("live"); err != nil {
		t.Error(err)
	}
	if err := seen.VerifyHostname("exercise"); err == nil {
		t.Error("a live certificate is good for exercise")
	}
}

func TestKeeperFileComesBackAsWritten(t *testing.T) {
	k := newKeeper(t, "IAEA", 'b')
	file, err := k.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	got, err := trust.ParseKeeperKey(file)
	if err != nil {
		t.Fatal(err)
	}
	if got.ID() != "keeper/IAEA/2026b" || got.Public().String() != k.Public().String() {
		t.Errorf("got %s, want %s", got.Public(), k.Public())
	}
	node, err := newParty(t, "XA").live.MarshalPEM()
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"empty":          nil,
		"a node's file":  node,
		"key id":         bytes.ReplaceAll(file, []byte("keeper/IAEA/2026b"), []byte("XA/live/2026b")),
		"another header": bytes.ReplaceAll(file, []byte("Key-Id:"), []byte("Colour: red\nKey-Id:")),
		"key":            join(&pem.Block{Type: "FORTHWITH KEEPER KEY", Headers: map[string]string{"Key-Id": k.ID()}, Bytes: []byte("x")}),
	} {
		if _, err := trust.ParseKeeperKey(bad); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
}

func TestKeeperPublicIsOneLine(t *testing.T) {
	line := "keeper/IAEA/2026a:" + strings.Repeat("A", 43) + "="
	p, err := trust.ParseKeeperPublic(line)
	if err != nil || p.String() != line {
		t.Errorf("got %s, %v, want %s", p, err, line)
	}
	for _, bad := range []string{
		"", "keeper/IAEA/2026a", "keeper/IAEA/2026a:", line + "\n", line[:len(line)-1], strings.ToLower(line),
		strings.Replace(line, "IAEA", "EC2", 1), strings.Replace(line, "2026a", "2026", 1), strings.Replace(line, "keeper", "live", 1),
		strings.Replace(line, "A=", "B=", 1), "keeper/IAEA/2026a:AAAA",
	} {
		if p, err := trust.ParseKeeperPublic(bad); err == nil {
			t.Errorf("%q: taken as %s", bad, p)
		}
	}
}
