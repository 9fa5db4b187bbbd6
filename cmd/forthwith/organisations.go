package main

import (
	"cmp"
	"context"
	"errors"

	"forthwith/cmd/forthwith/console"
	"forthwith/schema"
	"forthwith/schema/irix"
)

// organisations are what parties are called in IRIX, by the directory.
type organisations struct {
	of      map[schema.Party]irix.OrganisationID // the first of each
	parties map[irix.OrganisationID]schema.Party // empty where two parties claim one
}

func organisationsOf(ps []console.PartyView) organisations {
	o := organisations{make(map[schema.Party]irix.OrganisationID), make(map[irix.OrganisationID]schema.Party)}
	for _, p := range ps {
		for _, name := range p.Organisations {
			id := irix.OrganisationID(name)
			o.of[p.Party] = cmp.Or(o.of[p.Party], id)
			if other, taken := o.parties[id]; taken && other != p.Party {
				o.parties[id] = ""
				continue
			}
			o.parties[id] = p.Party
		}
	}
	return o
}

func (o organisations) addressee(p schema.Party) (irix.OrganisationID, bool) {
	id, ok := o.of[p]
	return id, ok
}

func (o organisations) party(id irix.OrganisationID) (schema.Party, bool) {
	p := o.parties[id]
	return p, p != ""
}

// organisations are those of the node's directory.
func (o *options) organisations(ctx context.Context) (organisations, error) {
	var v console.NodeView
	err := o.call(ctx, "GET", "/node", nil, &v)
	return organisationsOf(v.Directory.Parties), err
}

// organisations are those of an edition in a file, if one was named.
func (c *conversion) organisations() (organisations, error) {
	var ps []console.PartyView
	if c.directory == "" {
		return organisationsOf(nil), nil
	}
	if len(c.keepers) == 0 {
		return organisations{}, usage{errors.New("a directory is believed by its keepers' keys: give one with --keeper-key")}
	}
	ks, err := keeperKeys(c.keepers)
	if err != nil {
		return organisations{}, err
	}
	d, err := readEdition(c.directory, ks, 1)
	if err != nil {
		return organisations{}, err
	}
	for _, p := range d.Parties() {
		e, _ := d.Entry(p)
		ps = append(ps, console.ViewParty(e))
	}
	return organisationsOf(ps), nil
}
