package main

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"forthwith/cmd/forthwith/console"
	"forthwith/federation"
	"forthwith/federation/trust"
	"forthwith/schema"
)

// editionFor is how long an edition is good.
const editionFor = 365 * 24 * time.Hour

func newDirectory(o *options) *cobra.Command {
	cmd := &cobra.Command{Use: "directory", Short: "Gather, sign, show and take directory editions", Args: noSuchCommand, RunE: help}
	cmd.AddCommand(newDirectoryAdd(o), newDirectorySign(o), newDirectoryShow(o), newDirectoryTake(o))
	return cmd
}

// edition is what was done to a directory edition in a file.
type edition struct {
	File     string `json:"file"`
	Entries  int    `json:"entries,omitempty"`
	SignedAs string `json:"signedAs,omitempty"`
}

func newDirectoryAdd(o *options) *cobra.Command {
	var out, from string
	var keepers []string
	var threshold int
	cmd := &cobra.Command{
		Use:   "add --out EDITION [--from EDITION] ENTRY…",
		Short: "Gather parties' entries into an edition that nobody has signed yet",
		Long: `Begins the edition after --from, with its parties and keepers; without --from the
first edition, which needs the keys of its keepers with --keeper-key.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, entries []string) error {
			ks, err := keeperKeys(keepers)
			if err != nil {
				return err
			}
			var previous *trust.Directory
			if from != "" {
				if previous, err = readEdition(from, ks, threshold); err != nil {
					return err
				}
			} else if len(ks) == 0 {
				return usage{errors.New("the first edition needs its keepers: --keeper-key")}
			}
			d := trust.NewEdition(previous, time.Now(), editionFor)
			if len(ks) > 0 {
				d.Keepers, d.Threshold = ks, max(threshold, 1)
			}
			for _, name := range entries {
				if err := addEntry(d, name); err != nil {
					return err
				}
			}
			raw, err := d.Marshal()
			if err != nil {
				return err
			}
			if _, err := os.Lstat(out); !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("%s is there already; it is not overwritten", out)
			}
			if err := federation.WriteFile(out, raw); err != nil {
				return err
			}
			return o.print(edition{out, len(entries), ""}, func(w io.Writer) {
				fmt.Fprintf(w, "Gathered %d entries into %s. A keeper signs it with: forthwith directory sign --key keys/keeper.pem %s\n", len(entries), out, out)
			})
		},
	}
	cmd.Flags().StringVar(&out, "out", "directory.json", "where to write the edition")
	cmd.Flags().StringVar(&from, "from", "", "the edition before it")
	cmd.Flags().StringArrayVar(&keepers, "keeper-key", nil, "public key of a keeper; may be given again")
	cmd.Flags().IntVar(&threshold, "threshold", 1, "how many keepers must sign")
	return cmd
}

func addEntry(d *trust.Draft, name string) error {
	b, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	env, err := schema.ParseEnvelope(bytes.TrimSpace(b))
	if err == nil {
		err = d.AddEntry(env)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func keeperKeys(lines []string) ([]trust.KeeperPublic, error) {
	var out []trust.KeeperPublic
	for _, l := range lines {
		k, err := trust.ParseKeeperPublic(strings.TrimSpace(l))
		if err != nil {
			return nil, usage{err}
		}
		out = append(out, k)
	}
	return out, nil
}

func readEdition(name string, keepers []trust.KeeperPublic, threshold int) (*trust.Directory, error) {
	b, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	d, err := trust.OpenEdition(bytes.TrimSpace(b), keepers, max(threshold, 1))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return d, nil
}

func newDirectorySign(o *options) *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use: "sign --key KEEPER.PEM EDITION", Short: "Add a keeper's signature to an edition", Args: args(1, "an edition"),
		RunE: func(_ *cobra.Command, a []string) error {
			pem, err := readSecret(key)
			if err != nil {
				return err
			}
			k, err := trust.ParseKeeperKey(pem)
			if err != nil {
				return fmt.Errorf("%s: %w", key, err)
			}
			raw, err := os.ReadFile(a[0])
			if err != nil {
				return err
			}
			signed, err := trust.SignEdition(bytes.TrimSpace(raw), k)
			if err != nil {
				return fmt.Errorf("%s: %w", a[0], err)
			}
			if err := federation.WriteFile(a[0], signed); err != nil {
				return err
			}
			return o.print(edition{File: a[0], SignedAs: k.ID()}, func(w io.Writer) { fmt.Fprintf(w, "Signed %s as %s.\n", a[0], k.ID()) })
		},
	}
	cmd.Flags().StringVar(&key, "key", "keys/keeper.pem", "the keeper's key")
	return cmd
}

func newDirectoryShow(o *options) *cobra.Command {
	var keepers []string
	var threshold int
	cmd := &cobra.Command{
		Use: "show --keeper-key KEY EDITION", Short: "Verify an edition and show its parties", Args: args(1, "an edition"),
		RunE: func(_ *cobra.Command, a []string) error {
			ks, err := keeperKeys(keepers)
			if err != nil {
				return err
			}
			if len(ks) == 0 {
				return usage{errors.New("say whose signature counts: --keeper-key")}
			}
			d, err := readEdition(a[0], ks, threshold)
			if err != nil {
				return err
			}
			v := console.DirectoryView{Number: d.Number(), ExpiresAt: d.ExpiresAt(), Stale: d.Stale(time.Now())}
			for _, p := range d.Parties() {
				e, _ := d.Entry(p)
				v.Parties = append(v.Parties, console.ViewParty(e))
			}
			return o.print(v, func(w io.Writer) {
				fmt.Fprintf(w, "Edition %d, good until %s, signed by enough keepers.\n", v.Number, v.ExpiresAt)
				for _, p := range v.Parties {
					phone := ""
					for _, c := range p.Contacts {
						phone = cmp.Or(phone, c.Phone)
					}
					e, _ := d.Entry(p.Party)
					address := "no node"
					if e.Node != nil {
						address = cmp.Or(e.Node.Live.Address, "dials only")
					}
					fmt.Fprintf(w, "  %-8s %-24s %-22s %s\n", p.Party, p.Name, address, phone)
				}
			})
		},
	}
	cmd.Flags().StringArrayVar(&keepers, "keeper-key", nil, "public key of a keeper; may be given again")
	cmd.Flags().IntVar(&threshold, "threshold", 1, "how many keepers must have signed")
	return cmd
}

func newDirectoryTake(o *options) *cobra.Command {
	return &cobra.Command{
		Use: "take EDITION", Short: "Give the running node a newer edition", Args: args(1, "an edition"),
		RunE: func(cmd *cobra.Command, a []string) error {
			raw, err := os.ReadFile(a[0])
			if err != nil {
				return err
			}
			var v console.DirectoryView
			if err := o.call(cmd.Context(), "POST", "/directory", bytes.TrimSpace(raw), &v); err != nil {
				return err
			}
			return o.print(v, func(w io.Writer) {
				fmt.Fprintf(w, "Edition %d is in force, with %d parties.\n", v.Number, len(v.Parties))
			})
		},
	}
}
