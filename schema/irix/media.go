package irix

import "forthwith/schema"

// MediaInformation is who speaks to the public, and where.
type MediaInformation struct {
	ValidAt                   schema.Time                `irix:"@"`
	PublicInformationContacts *PublicInformationContacts `irix:"?"`
	PublicWebsiteURL          URI                        `irix:"?"`
}

// PublicInformationContacts are for those who inform the public.
type PublicInformationContacts struct {
	PersonContactInfo       []PersonContactInfo       `irix:"base:*"`
	OrganisationContactInfo []OrganisationContactInfo `irix:"base:*"`
}
