package main

import (
	"bytes"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"text/template"
	"time"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/notify"
	"forthwith/schema"
)

//go:embed sample.toml
var sampleConfig string

// initFlags are what a new node is made of.
type initFlags struct {
	Party, Name, Dir, Address, Listen, Console, Phone, Admin string
	Keepers, organisations                                   []string
	keeper                                                   bool
}

func newInit(o *options) *cobra.Command {
	var f initFlags
	cmd := &cobra.Command{
		Use:   "init --party XA --name NAME --phone NUMBER --dir DIR",
		Short: "Make keys, a directory entry, a first administrator and a configuration file",
		Args:  args(0, "the party with --party"),
		RunE:  func(*cobra.Command, []string) error { return f.make(o) },
	}
	fl := cmd.Flags()
	fl.StringVar(&f.Party, "party", "", "code of the party")
	fl.StringVar(&f.Name, "name", "", "name of the party")
	fl.StringArrayVar(&f.organisations, "organisation", nil, "what the party is called in IRIX reports, as in notify.example.org; may be given again")
	fl.StringVar(&f.Phone, "phone", "", "telephone of the warning point, answered at any hour, as in \"+99 1 555 0117\"")
	fl.StringVar(&f.Dir, "dir", ".", "where to make the node")
	fl.StringVar(&f.Address, "address", "", "host and port where peers reach the node; none for a node that only dials")
	fl.StringVar(&f.Listen, "listen", "0.0.0.0:7422", "where the node listens for peers")
	fl.StringVar(&f.Console, "console", "127.0.0.1:8480", "where the console and the API listen")
	fl.StringVar(&f.Admin, "admin", "admin", "login of the first administrator")
	fl.StringArrayVar(&f.Keepers, "keeper-key", nil, "public key of a keeper of the directory; may be given again")
	fl.BoolVar(&f.keeper, "keeper", false, "make a keeper's key too: this party signs directory editions")
	return cmd
}

// make writes everything or, where something is there already, nothing.
func (f *initFlags) make(o *options) error {
	party, err := schema.ParseParty(f.Party)
	if err != nil {
		return usage{err}
	}
	if f.Name == "" || f.Phone == "" {
		return usage{errors.New("give --name and --phone: other parties call you by the one, on the other")}
	}
	password, err := askPassword(o.env, "Password for "+f.Admin+": ")
	if err != nil {
		return err
	}
	hash, err := console.HashPassword(password)
	if err != nil {
		return err
	}
	now := time.Now()
	out := make(map[string][]byte) // by path below dir
	keys := make(map[schema.Workspace]*trust.Keys)
	for _, w := range schema.Workspaces {
		if keys[w], err = trust.GenerateKeys(party, w, now); err != nil {
			return err
		}
		if out["keys/"+string(w)+".pem"], err = keys[w].MarshalPEM(); err != nil {
			return err
		}
	}
	session := make([]byte, 32)
	rand.Read(session)
	out["keys/session.key"] = session
	if f.keeper {
		if err := f.keeperKey(party, now, out); err != nil {
			return err
		}
	}
	if out["entry.json"], err = f.entry(party, keys, now); err != nil {
		return err
	}
	admin := notify.User{Login: f.Admin, Name: "Administrator", Desk: "admin", Secret: hash, Since: schema.NewInstant(now)}
	if err := schema.Valid(admin).Err(); err != nil {
		return err
	}
	if out["admin.json"], err = json.Marshal(admin); err != nil {
		return err
	}
	var conf bytes.Buffer
	if err := template.Must(template.New("").Parse(sampleConfig)).Execute(&conf, f); err != nil {
		return err
	}
	out["forthwith.toml"] = conf.Bytes()
	if err := writeNew(f.Dir, out); err != nil {
		return err
	}
	v := madeNode{
		Party: party, Dir: f.Dir, Keepers: f.Keepers,
		Entry: filepath.Join(f.Dir, "entry.json"), Directory: filepath.Join(f.Dir, "directory.json"),
	}
	return o.print(v, func(w io.Writer) {
		fmt.Fprintf(w, "Made a node of %s in %s.\n", v.Party, v.Dir)
		for _, k := range v.Keepers {
			fmt.Fprintf(w, "Keeper of the directory: %s\n", k)
		}
		fmt.Fprintf(w, "Send %s to the keepers; put the edition they sign at %s.\n", v.Entry, v.Directory)
	})
}

// madeNode is what init made: where the entry for the keepers is, and where the
// directory they sign goes.
type madeNode struct {
	Party     schema.Party `json:"party"`
	Dir       string       `json:"dir"`
	Keepers   []string     `json:"keepers"`
	Entry     string       `json:"entry"`
	Directory string       `json:"directory"`
}

func (f *initFlags) keeperKey(p schema.Party, now time.Time, out map[string][]byte) error {
	k, err := trust.GenerateKeeperKey(p, 'a', now)
	if err != nil {
		return err
	}
	f.Keepers = append(f.Keepers, k.Public().String())
	out["keeper.pub"] = []byte(k.Public().String() + "\n")
	out["keys/keeper.pem"], err = k.MarshalPEM()
	return err
}

func (f *initFlags) entry(p schema.Party, keys map[schema.Workspace]*trust.Keys, now time.Time) ([]byte, error) {
	from, till := schema.NewTime(now), schema.NewTime(now.AddDate(2, 0, 0))
	e := trust.Entry{
		Party: p, Name: f.Name, Organisations: f.organisations, Sequence: 1, IssuedAt: schema.NewTime(now),
		Node: &trust.NodeEntry{
			Live: keys[schema.Live].Station(f.Address, from, till), Exercise: keys[schema.Exercise].Station(f.Address, from, till),
		},
		Contacts: []trust.PointOfContact{{Role: trust.NationalWarningPoint, Organisation: f.Name, Phone: f.Phone}},
	}
	if f.keeper {
		e.Roles = []trust.Role{trust.RoleKeeper}
	}
	env, err := trust.SignEntry(e, keys[schema.Live])
	if err != nil {
		return nil, err
	}
	return env.Marshal(), nil
}

// writeNew writes all files or none, readable by this user only, and overwrites
// nothing.
func writeNew(dir string, files map[string][]byte) error {
	for name := range files {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return &hinted{fmt.Errorf("%s is there already; nothing was made", filepath.Join(dir, name)), "choose another directory with --dir, or move the old node away"}
		}
	}
	var made []string
	for name, b := range files {
		path := filepath.Join(dir, name)
		if err := federation.WriteFile(path, b); err != nil {
			for _, m := range made {
				err = errors.Join(err, os.Remove(m))
			}
			return err
		}
		made = append(made, path)
	}
	return nil
}
