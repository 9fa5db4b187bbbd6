package trust

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"

	"filippo.io/age"

	"forthwith/schema"
)

var (
	organisation = regexp.MustCompile(`^[a-zA-Z][.\-a-zA-Z0-9]*[a-zA-Z0-9]$`) // IRIX OrganisationIdentifierType
	telephone    = regexp.MustCompile(`^\+[0-9]( ?[0-9]){5,19}$`)             // E.164, with spaces to read it by
	hostname     = regexp.MustCompile(`^[a-zA-Z0-9]([.\-a-zA-Z0-9]*[a-zA-Z0-9])?$`)
)

// looked is how many elements of a list are looked at one by one. No list may have
// more, and that one has is a fault by itself: an entry is read before its signature
// is believed, and what is wrong with each of 100,000 is much to say.
const looked = 64

func few[E any](list []E) []E { return list[:min(len(list), looked)] }

// faults gathers what the validate tags cannot say.
type faults schema.Violations

func (f *faults) add(code, pointer, format string, a ...any) {
	*f = append(*f, schema.Violation{
		Code: code, Pointer: pointer, Severity: schema.SeverityError, Text: fmt.Sprintf(format, a...),
	})
}

// Validate checks everything that can be known of an entry by itself.
func (e *Entry) Validate() schema.Violations {
	f := faults(schema.Valid(e))
	for i, o := range few(e.Organisations) {
		if !organisation.MatchString(o) {
			f.add("organisation", fmt.Sprintf("/organisations/%d", i), "%.80q: an IRIX organisation identifier, as in notify.nde.example", o)
		}
	}
	for i, c := range few(e.Contacts) {
		c.rules(&f, fmt.Sprintf("/contacts/%d", i))
	}
	if e.Node != nil {
		e.Node.Live.rules(&f, "/node/live", keyID{party: e.Party, workspace: schema.Live})
		e.Node.Exercise.rules(&f, "/node/exercise", keyID{party: e.Party, workspace: schema.Exercise})
		return schema.Violations(f)
	}
	if len(e.Contacts) == 0 {
		f.add("required", "/contacts", "a party without a node is reached through its contact points; give one")
	}
	if e.HasRole(RoleRelay) || e.HasRole(RoleDisseminator) {
		f.add("role", "/roles", "only a party with a node can relay or disseminate")
	}
	return schema.Violations(f)
}

func (c *PointOfContact) rules(f *faults, at string) {
	if c.Phone == "" && c.Fax == "" && c.Email == "" {
		f.add("required", at, "give a telephone number, a fax number or an e-mail address")
	}
	if c.Phone != "" && !telephone.MatchString(c.Phone) {
		f.add("telephone", at+"/phone", "%.80q: + and the digits with the country code, as in +43 1 2600 12345", c.Phone)
	}
	if c.Fax != "" && !telephone.MatchString(c.Fax) {
		f.add("telephone", at+"/fax", "%.80q: + and the digits with the country code, as in +43 1 2600 12345", c.Fax)
	}
}

func (s *Station) rules(f *faults, at string, owner keyID) {
	if s.Address != "" && !dialable(s.Address) {
		f.add("address", at+"/address", "%.80q: host and port, as in node.example:7422", s.Address)
	}
	for i, r := range few(s.Encryption) {
		if parsed, err := age.ParseX25519Recipient(r); err != nil || parsed.String() != r {
			f.add("recipient", fmt.Sprintf("%s/encryption/%d", at, i), "%.80q: an age X25519 recipient, as in age1…", r)
		}
	}
	seen := make(map[string]bool)
	for i, k := range few(s.Signing) {
		here := fmt.Sprintf("%s/signing/%d", at, i)
		k.rules(f, here, owner)
		if seen[k.ID] {
			f.add("unique", here+"/id", "key %s stands here twice; leave one", k.ID)
		}
		seen[k.ID] = true
	}
}

func (k *SigningKey) rules(f *faults, at string, owner keyID) {
	id, err := parseKeyID(k.ID)
	switch {
	case err != nil:
		f.add("key-id", at+"/id", "%v", err)
	case id.party != owner.party || id.workspace != owner.workspace:
		f.add("key-id", at+"/id", "key %s does not belong to %s in %s", k.ID, owner.party, owner.workspace)
	}
	if _, err := parsePublic(k.Public); err != nil {
		f.add("public-key", at+"/public", "%v", err)
	}
	if k.NotAfter.Std().Before(k.NotBefore.Std()) {
		f.add("time-order", at+"/notAfter", "it ends (%s) before it begins (%s)", k.NotAfter, k.NotBefore)
	}
}

func dialable(address string) bool {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return false
	}
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	return hostname.MatchString(host)
}
