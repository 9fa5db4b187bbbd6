package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

// config is the configuration file; sample.toml has a sentence for each key.
type config struct {
	Party           string                `toml:"party"`
	Name            string                `toml:"name"`
	Dir             string                `toml:"dir"`
	Keys            string                `toml:"keys"`
	Listen          string                `toml:"listen"`
	Directory       string                `toml:"directory"`
	Keepers         []string              `toml:"keepers"`
	KeeperThreshold int                   `toml:"keeper_threshold"`
	MaxStore        int64                 `toml:"max_store"`
	MaxFiles        int64                 `toml:"max_files"`
	Heartbeat       string                `toml:"heartbeat"`
	LogLevel        string                `toml:"log_level"`
	Console         consoleConfig         `toml:"console"`
	Policy          policyConfig          `toml:"policy"`
	Desks           map[string]deskConfig `toml:"desks"`

	dir string // of the file; what is relative is relative to it
}

type consoleConfig struct {
	Listen         string `toml:"listen"`
	Host           string `toml:"host"`
	TLSCertificate string `toml:"tls_certificate"`
	TLSKey         string `toml:"tls_key"`
}

type policyConfig struct {
	PersonWithin    string         `toml:"person_within"`
	FilesPerParty   int64          `toml:"files_per_party"`
	ExercisePersons map[string]int `toml:"exercise_persons"`
}

type deskConfig struct {
	Title  string   `toml:"title"`
	Rights []string `toml:"rights"`
}

func defaultConfig() config {
	return config{
		Dir: "data", Keys: "keys", Listen: "0.0.0.0:7422", Directory: "directory.json", KeeperThreshold: 1,
		MaxStore: 20 << 30, Heartbeat: "60s", LogLevel: "info",
		Console: consoleConfig{Listen: "127.0.0.1:8480", Host: "localhost"}, Policy: policyConfig{PersonWithin: "30m", FilesPerParty: 1 << 30},
	}
}

// loadConfig reads a configuration file. A key it does not know is an error.
func loadConfig(name string) (*config, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	c := defaultConfig()
	d := toml.NewDecoder(strings.NewReader(string(b))).DisallowUnknownFields()
	err = d.Decode(&c)
	if strict, ok := errors.AsType[*toml.StrictMissingError](err); ok {
		var errs []error
		for _, e := range strict.Errors {
			row, col := e.Position()
			errs = append(errs, fmt.Errorf("%s:%d:%d: there is no key %q", name, row, col, strings.Join(e.Key(), ".")))
		}
		return nil, &hinted{errors.Join(errs...), "check the spelling; forthwith init writes a file with every key"}
	}
	if e, ok := errors.AsType[*toml.DecodeError](err); ok {
		row, col := e.Position()
		return nil, fmt.Errorf("%s:%d:%d: %s", name, row, col, e.Error())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	c.dir = filepath.Dir(name)
	return &c, nil
}

func (c *config) path(name string) string {
	if filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(c.dir, name)
}

// setup is a configuration that has been checked, with what it names read.
type setup struct {
	party      schema.Party
	keys       map[schema.Workspace]*trust.Keys
	sessionKey []byte
	keepers    []trust.KeeperPublic
	directory  []byte
	policy     notify.Policy
	desks      map[string]console.Desk
	heartbeat  time.Duration
	tls        *tls.Config // of the console; nil on loopback without one
	level      slog.Level
}

// check reads and judges everything before anything starts, and says all that is
// wrong at once.
func (c *config) check() (*setup, error) {
	s := &setup{keys: make(map[schema.Workspace]*trust.Keys), desks: make(map[string]console.Desk)}
	var errs []error
	bad := func(key string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", key, err))
		}
	}
	var err error
	s.party, err = schema.ParseParty(c.Party)
	bad("party", err)
	if c.Name == "" {
		bad("name", errors.New("give the name of the party"))
	}
	_, _, err = net.SplitHostPort(c.Listen)
	bad("listen", err)
	s.tls, err = c.consoleTLS()
	bad("console", err)
	for _, w := range schema.Workspaces {
		k, err := c.readKeys(w, s.party)
		bad("keys", err)
		s.keys[w] = k
	}
	s.sessionKey, err = readSecret(c.path(filepath.Join(c.Keys, "session.key")))
	bad("keys", err)
	if len(c.Keepers) == 0 {
		bad("keepers", errors.New("name at least one key that signs the directory"))
	}
	for _, k := range c.Keepers {
		p, err := trust.ParseKeeperPublic(k)
		bad("keepers", err)
		s.keepers = append(s.keepers, p)
	}
	if c.KeeperThreshold < 1 || c.KeeperThreshold > max(len(c.Keepers), 1) {
		bad("keeper_threshold", fmt.Errorf("%d of %d keepers", c.KeeperThreshold, len(c.Keepers)))
	}
	if s.directory, err = os.ReadFile(c.path(c.Directory)); errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s is not there: put the signed directory edition of your keepers in this place", c.path(c.Directory))
	}
	bad("directory", err)
	if c.MaxStore < 64<<20 {
		bad("max_store", errors.New("at least 67108864 bytes"))
	}
	if c.MaxFiles < 0 || c.MaxFiles > c.MaxStore/4 {
		bad("max_files", fmt.Errorf("at most a quarter of max_store, %d bytes: the journals of both worlds need room whatever files come", c.MaxStore/4))
	}
	s.heartbeat, err = time.ParseDuration(c.Heartbeat)
	if err == nil && (s.heartbeat < time.Second || s.heartbeat > time.Hour) {
		err = fmt.Errorf("%s: from 1s to 1h", c.Heartbeat)
	}
	bad("heartbeat", err)
	bad("log_level", s.level.UnmarshalText([]byte(c.LogLevel)))
	bad("policy", c.Policy.check(&s.policy))
	if len(c.Desks) == 0 {
		bad("desks", errors.New("describe at least one desk"))
	}
	for name, d := range c.Desks {
		desk := console.Desk{Title: d.Title}
		for _, r := range d.Rights {
			if !slices.Contains(notify.Rights, notify.Right(r)) {
				bad("desks."+name, fmt.Errorf("there is no right %q; rights are %v", r, notify.Rights))
			}
			desk.Rights = append(desk.Rights, notify.Right(r))
		}
		s.desks[name] = desk
	}
	return s, errors.Join(errs...)
}

// consoleTLS is how the console is reached: in the clear on loopback only.
func (c *config) consoleTLS() (*tls.Config, error) {
	host, _, err := net.SplitHostPort(c.Console.Listen)
	if err != nil {
		return nil, err
	}
	cert, key := c.Console.TLSCertificate, c.Console.TLSKey
	switch ip := net.ParseIP(host); {
	case (cert == "") != (key == ""):
		return nil, errors.New("tls_certificate and tls_key go together")
	case key == "" && (host == "localhost" || ip != nil && ip.IsLoopback()):
		return nil, nil
	case key == "":
		return nil, fmt.Errorf("%s is not a loopback address: name tls_certificate and tls_key, or passwords travel in the clear", c.Console.Listen)
	}
	secret, err := readSecret(c.path(key))
	if err != nil {
		return nil, err
	}
	public, err := os.ReadFile(c.path(cert))
	if err != nil {
		return nil, err
	}
	pair, err := tls.X509KeyPair(public, secret)
	if err != nil {
		return nil, fmt.Errorf("%s and %s: %w", cert, key, err)
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}}, nil
}

func (p policyConfig) check(out *notify.Policy) error {
	*out = notify.DefaultPolicy()
	d, err := time.ParseDuration(p.PersonWithin)
	if err != nil || d <= 0 {
		return fmt.Errorf("person_within %q: a time above zero, as in \"30m\"", p.PersonWithin)
	}
	out.PersonWithin = d
	if out.FilesPerParty = p.FilesPerParty; p.FilesPerParty < 0 {
		return errors.New("files_per_party: bytes, from 0")
	}
	out.ExercisePersons = make(map[schema.Kind]int)
	for k, n := range p.ExercisePersons {
		if _, ok := schema.Kind(k).Rule(); !ok {
			return fmt.Errorf("exercise_persons: there is no kind %q", k)
		}
		if n < 1 || n > 8 {
			return fmt.Errorf("exercise_persons.%s: from 1 to 8 persons", k)
		}
		out.ExercisePersons[schema.Kind(k)] = n
	}
	return nil
}

func (c *config) readKeys(w schema.Workspace, p schema.Party) (*trust.Keys, error) {
	name := c.path(filepath.Join(c.Keys, string(w)+".pem"))
	b, err := readSecret(name)
	if err != nil {
		return nil, err
	}
	k, err := trust.ParseKeys(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	if k.Party() != p || k.Workspace() != w {
		return nil, fmt.Errorf("%s has the %s keys of %s", name, k.Workspace(), k.Party())
	}
	return k, nil
}

// readSecret reads a file that nobody else may read.
func readSecret(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not there", name)
	}
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s can be read by others; run: chmod 600 %s", name, name)
	}
	return os.ReadFile(name)
}
