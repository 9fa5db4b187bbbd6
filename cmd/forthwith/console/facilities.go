package console

import (
	"cmp"
	"io"
	"strings"
	"unicode"

	"forthwith/notify"
	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// CatalogueView is the list of facilities in force, and those of it that were
// asked for.
type CatalogueView struct {
	File       string               `json:"file,omitempty"`
	Digest     schema.Digest        `json:"digest,omitempty"`
	By         string               `json:"by,omitempty"`
	Imported   schema.Instant       `json:"importedAt,omitempty"`
	Count      int                  `json:"count"` // of the whole list
	Facilities []catalogue.Facility `json:"facilities"`
}

// ImportAnswer says what became of an import. Unchanged are the bytes that were
// there already, of which nothing is recorded.
type ImportAnswer struct {
	File      string            `json:"file"`
	Digest    schema.Digest     `json:"digest"`
	Count     int               `json:"count"`
	Unchanged bool              `json:"unchanged"`
	Warnings  schema.Violations `json:"warnings,omitempty"`
}

// facilities answers with those whose name has words that begin with those of the
// parameter name, in the country of the parameter country.
func (c *call) facilities() (any, error) {
	q := c.r.URL.Query()
	country := schema.Party("")
	if s := q.Get("country"); s != "" {
		var err error
		if country, err = schema.ParseParty(s); err != nil {
			return nil, &badRequest{err.Error()}
		}
	}
	have := c.node.Settings().Catalogue()
	v := CatalogueView{
		File: have.File, Digest: have.Digest, By: have.By, Imported: have.At, Count: have.Len(),
		Facilities: have.Search(q.Get("name"), country),
	}
	if v.Facilities == nil {
		v.Facilities = []catalogue.Facility{}
	}
	return v, nil
}

// importFacilities takes a list as the body; its name is the parameter file.
func (c *call) importFacilities() (any, error) {
	if err := c.administers("import facilities"); err != nil {
		return nil, err
	}
	raw, err := io.ReadAll(c.r.Body)
	if err != nil {
		return nil, err
	}
	file := cmp.Or(c.r.URL.Query().Get("file"), "list.csv")
	if len(file) > 255 || strings.ContainsFunc(file, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return nil, &badRequest{"the parameter file is the name of the list: at most 255 characters that can be printed"}
	}
	list, imported, err := c.node.ImportFacilities(c.ctx(), notify.CatalogueRecord{File: file, List: raw}, c.officer.Login)
	if err != nil {
		return nil, err
	}
	return ImportAnswer{File: file, Digest: schema.NewDigest(raw), Count: list.Len(), Unchanged: !imported, Warnings: list.Doubts()}, nil
}
