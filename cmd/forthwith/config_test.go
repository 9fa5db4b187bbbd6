package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"forthwith/federation/trust"
)

// TestOneClearSentence starts nodes that cannot start, and reads what they say.
func TestOneClearSentence(t *testing.T) {
	w := newTown(t, "XA", "XB")
	xa := w.nodes["XA"]
	xa.start(t, "")
	config := func(n *process) string { return filepath.Join(n.dir, "forthwith.toml") }
	replace := func(from, to string) string {
		f, err := os.CreateTemp(w.nodes["XB"].dir, "*.toml")
		must(t, err)
		defer f.Close()
		_, err = f.WriteString(strings.Replace(w.read(config(w.nodes["XB"])), from, to, 1))
		must(t, err)
		return f.Name()
	}
	a, b := w.config("XA").Listen, w.config("XB").Listen
	cases := []struct{ name, file, want string }{
		{"store in use", config(xa), "in use"},
		{"port taken", replace(b, a), "is already in use by another program"},
		{"unknown key", replace("max_store", "max_stores"), `there is no key "max_stores"`},
		{"no directory", replace(`"directory.json"`, `"nothing.json"`), "nothing.json is not there"},
		{"console in the clear", replace(`listen = "`+w.config("XB").Console.Listen, `listen = "0.0.0.0:0`), "passwords travel in the clear"},
		{"half a certificate", replace(`tls_key = ""`, `tls_key = "key.pem"`), "tls_certificate and tls_key go together"},
		{"no certificate", replace("tls_certificate = \"\"\ntls_key = \"\"", "tls_certificate = \"c.pem\"\ntls_key = \"k.pem\""), "k.pem is not there"},
		{"desk", replace(`"coordinate"`, `"command"`), `there is no right "command"`},
		{"policy", replace(`person_within = "30m"`, `person_within = "soon"`), `person_within "soon"`},
		{"party", replace(`party = "XB"`, `party = "no"`), `codes are written in capitals: "NO"`},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			out, code := w.try("", "serve", "--config", c.file)
			if code != exitRefused || !strings.Contains(out, c.want) {
				t.Errorf("exit code %d:\n%s", code, out)
			}
		})
	}
	t.Run("key readable by others", func(t *testing.T) {
		must(t, os.Chmod(filepath.Join(w.nodes["XB"].dir, "keys", "live.pem"), 0o644))
		out, code := w.try("", "serve", "--config", config(w.nodes["XB"]))
		if code != exitRefused || !strings.Contains(out, "can be read by others; run: chmod 600") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
	t.Run("made twice", func(t *testing.T) {
		out, code := w.try("", "init", "--party", "XB", "--name", "B", "--phone", "+99 1 555 0100", "--dir", w.nodes["XB"].dir, "--keeper-key", w.read(filepath.Join(xa.dir, "keeper.pub")))
		if code != exitRefused || !strings.Contains(out, "is there already; nothing was made") {
			t.Errorf("exit code %d:\n%s", code, out)
		}
	})
}

// TestConsoleOverTLS has a certificate in the configuration.
func TestConsoleOverTLS(t *testing.T) {
	w := newTown(t, "XA")
	n := w.nodes["XA"]
	pair, err := trust.ParseKeys([]byte(w.read(filepath.Join(n.dir, "keys", "live.pem")) + "\n"))
	must(t, err)
	cert := pair.TLSCertificate()
	key, err := x509.MarshalPKCS8PrivateKey(cert.PrivateKey)
	must(t, err)
	write := func(name, what string, der []byte) {
		must(t, os.WriteFile(filepath.Join(n.dir, name), pem.EncodeToMemory(&pem.Block{Type: what, Bytes: der}), 0o600))
	}
	write("c.pem", "CERTIFICATE", cert.Certificate[0])
	write("k.pem", "PRIVATE KEY", key)
	file := filepath.Join(n.dir, "forthwith.toml")
	conf := strings.NewReplacer("tls_certificate = \"\"", "tls_certificate = \"c.pem\"", "tls_key = \"\"", "tls_key = \"k.pem\"").Replace(w.read(file))
	must(t, os.WriteFile(file, []byte(conf), 0o600))
	n.start(t, "")

	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{
		InsecureSkipVerify: true,
		VerifyConnection: func(s tls.ConnectionState) error {
			if trust.Pin(s.PeerCertificates[0]) != pair.SPKI() {
				t.Error("the console presents another certificate")
			}
			return nil
		},
	}}}
	resp, err := client.Get("https://" + w.config("XA").Console.Listen + "/sign-in")
	must(t, err)
	must(t, resp.Body.Close())
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %s", resp.Status)
	}
}
