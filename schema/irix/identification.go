package irix

import "forthwith/schema"

// Identification says who reports, to whom, and which report it is.
type Identification struct {
	OrganisationReporting    OrganisationID        `irix:""`
	DateAndTimeOfCreation    schema.Time           `irix:""`
	ReportContext            schema.ReportContext  `irix:""`
	SequenceNumber           Ordinal               `irix:"?"`
	ReportUUID               schema.ReportUUID     `irix:""` // version 4, in lower case whatever its case was
	Follows                  schema.ReportUUID     `irix:"?"`
	Revokes                  schema.ReportUUID     `irix:"?"`
	Confidentiality          Confidentiality       `irix:"?"`
	Addressees               *Addressees           `irix:"?"`
	ReportingBases           *ReportingBases       `irix:"?"`
	ContactPerson            PersonID              `irix:"?"`
	AdditionalInformationURL URI                   `irix:"?"`
	EventIdentifications     *EventIdentifications `irix:"?"`
	Identifications          Identifications       `irix:""`
	Extensions               []Raw                 `irix:"any"`
}

// Addressees are the organisations the report is for.
type Addressees struct {
	Addressee []OrganisationID `irix:"+"`
}

// ReportingBases are the duties under which the report is given.
type ReportingBases struct {
	ReportingBasis []Basis `irix:"+"`
}

// Basis is a duty to report: one that IRIX suggests, or any other words.
type Basis string

// The bases that IRIX suggests.
const (
	BasisConvention    Basis = "Convention on Early Notification of a Nuclear Accident, Article 2"
	BasisTransnational Basis = `IAEA Safety Requirement GS-R-2, Notification of "Transnational Emergency"`
	BasisEuratom       Basis = "EU Council Decision 87/600/EURATOM"
)

// EventIdentifications are the names of the event.
type EventIdentifications struct {
	EventIdentification []EventIdentification `irix:"+"`
}

// EventIdentification is the name of the event at one organisation: the one that
// reports, if none is said.
type EventIdentification struct {
	ID           string         `irix:".,255"`
	Organisation OrganisationID `irix:"@?"`
}

// Identifications are the contacts of all who are named.
type Identifications struct {
	PersonContactInfo       []PersonContactInfo       `irix:"base:*"`
	OrganisationContactInfo []OrganisationContactInfo `irix:"base:+"`
}

// PersonContactInfo is how a person is reached.
type PersonContactInfo struct {
	Name           string         `irix:""`
	UserID         PersonID       `irix:"?"`
	Position       string         `irix:"?"`
	OrganisationID OrganisationID `irix:"?"`
	Contact
	Description FreeText `irix:"?"`
}

// Contact is the group of numbers that persons and organisations have.
type Contact struct {
	PhoneNumber  Phone  `irix:"?"`
	FaxNumber    Phone  `irix:"?"`
	EmailAddress string `irix:"?"`
}

// OrganisationContactInfo is how an organisation is reached.
type OrganisationContactInfo struct {
	Name           string         `irix:""`
	OrganisationID OrganisationID `irix:""`
	Country        Home           `irix:""`
	WebAddress     URI            `irix:"?"`
	Address        []Address      `irix:"*2"`
	Contact
	Description FreeText `irix:"?"`
}

// Address is where an organisation is.
type Address struct {
	Type         AddressType `irix:"@"`
	Postbox      string      `irix:"?"`
	Street       string      `irix:"?"`
	PostalCode   string      `irix:""`
	Municipality string      `irix:""`
	Country      Country     `irix:""`
}
