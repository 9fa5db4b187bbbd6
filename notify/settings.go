package notify

import (
	"cmp"
	"maps"
	"slices"
	"sync"

	"forthwith/notify/catalogue"
	"forthwith/schema"
)

// User is an officer or a machine that may sign in.
type User struct {
	Login   string `json:"login" validate:"required,max=64,alphanum"`
	Name    string `json:"name" validate:"required,max=128"`
	Desk    string `json:"desk" validate:"required,max=64"`
	Machine bool   `json:"machine"`
	// Secret is the hash of the password or token, in the form its maker reads.
	Secret string `json:"secret" validate:"required,max=500"`
	// Since is when the secret was set; sessions older than it are over.
	Since schema.Instant `json:"since" validate:"utcmillis"`
}

// SettingRecord is one setting of a node; exactly one field is set.
type SettingRecord struct {
	User *User `json:"user,omitempty"`
	// Directory is a directory edition, exactly as signed.
	Directory []byte `json:"directory,omitempty"`
	// Catalogue is a list of facilities; it stands in the place of the one before.
	Catalogue *CatalogueRecord `json:"catalogue,omitempty"`
	By        string           `json:"by"` // login, or the node itself
}

// CatalogueRecord is a list of facilities, exactly as imported, and the name of
// the file it came from. As it is bounded, it fits one entry.
type CatalogueRecord struct {
	File string `json:"file"`
	List []byte `json:"list"`
}

// Catalogue is the list of facilities in force, and where it came from. There may
// be none yet.
type Catalogue struct {
	*catalogue.List
	File   string
	Digest schema.Digest
	By     string
	At     schema.Instant
}

// Settings is the fold over the node journal.
type Settings struct {
	mu        sync.RWMutex
	users     map[string]User
	editions  [][]byte
	catalogue Catalogue
	broken    []*Break
}

// NewSettings makes an empty fold.
func NewSettings() *Settings { return &Settings{users: make(map[string]User)} }

// Apply takes the next entry.
func (s *Settings) Apply(rec Recorded) {
	if rec.Type == EntryEpoch {
		s.applyEpoch(rec)
		return
	}
	var r SettingRecord
	if rec.Type != EntrySetting || schema.ParseDocument(rec.Data, &r) != nil {
		return
	}
	var list *catalogue.List
	if r.Catalogue != nil {
		// A list was read before it was recorded.
		list, _ = catalogue.Parse(r.Catalogue.File, r.Catalogue.List)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if list != nil {
		s.catalogue = Catalogue{list, r.Catalogue.File, schema.NewDigest(r.Catalogue.List), r.By, rec.At}
	}
	if r.User != nil {
		s.users[r.User.Login] = *r.User
	}
	if len(r.Directory) > 0 {
		s.editions = append(s.editions, r.Directory)
	}
}

func (s *Settings) applyEpoch(rec Recorded) {
	if b := openBreak(rec); b != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.broken = append(s.broken, b)
	}
}

// Breaks are the damages of the node's own journal, oldest first. Each rings in live
// (see Tracker.RingFor).
func (s *Settings) Breaks() []*Break {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.broken)
}

// User looks one up by login.
func (s *Settings) User(login string) (User, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	u, ok := s.users[login]
	return u, ok
}

// Users lists all, by login.
func (s *Settings) Users() []User {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.SortedFunc(maps.Values(s.users), func(a, b User) int { return cmp.Compare(a.Login, b.Login) })
}

// Editions are the directory editions taken, oldest first.
func (s *Settings) Editions() [][]byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.editions)
}

// Catalogue is the list of facilities in force.
func (s *Settings) Catalogue() Catalogue {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.catalogue
}

// Facilities is the list alone, for desk and intake.
func (s *Settings) Facilities() *catalogue.List { return s.Catalogue().List }
