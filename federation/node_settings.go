package federation

import (
	"context"

	"forthwith/notify"
	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// What a node records of itself, in its own journal.

// SetUser records an officer or a machine.
func (n *Node) SetUser(ctx context.Context, u notify.User, by string) error {
	if err := schema.Valid(u).Err(); err != nil {
		return err
	}
	return n.set(ctx, notify.SettingRecord{User: &u, By: by})
}

// ImportFacilities records a list of facilities, in the place of the one before.
// Of the same bytes as those in force nothing is recorded, and imported is false.
// What is wrong with a list is a *catalogue.Faulty.
func (n *Node) ImportFacilities(ctx context.Context, r notify.CatalogueRecord, by string) (list *catalogue.List, imported bool, err error) {
	if list, err = catalogue.Parse(r.File, r.List); err != nil {
		return nil, false, err
	}
	if n.settings.Catalogue().Digest == schema.NewDigest(r.List) {
		return list, false, nil
	}
	return list, true, n.set(ctx, notify.SettingRecord{Catalogue: &r, By: by})
}

func (n *Node) set(ctx context.Context, r notify.SettingRecord) error {
	data, err := schema.Canonical(r)
	if err != nil {
		return err
	}
	_, err = n.journal.Append(ctx, notify.Entry{
		Type: notify.EntrySetting, Origin: n.cfg.Party, ID: string(schema.NewMessageID()),
		At: schema.NewInstant(n.cfg.Clock.Now()), Data: data,
	})
	return err
}
