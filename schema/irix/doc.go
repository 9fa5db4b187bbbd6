// Package irix reads reports in IRIX 1.0, the IAEA's International Radiological
// Information Exchange format, as schema's documents.
//
// [Read] judges the form, [Report.Notification] the meaning. Both say everything
// they find at once, with the line, the path of the element and one sentence for
// an officer. A report is taken whole or not at all: Read gives no report if its
// form is wrong, and what has no field to go to is named in a warning, never
// dropped in silence. Whether a report in the context Test or Routine may become
// a message is for the desk.
//
// # Strictness
//
// encoding/xml accepts much that is not IRIX, so the tables of this package say
// which elements and attributes there are, in which namespace, order and number,
// and which values; what they do not have is refused. They follow the XSDs of
// 2013-03-31 with the identities these ask for (the reporting organisation is
// among the contacts; ids stand once). One root, UTF-8 without a byte order mark,
// at most [MaxReport] bytes and 32 levels; no document type, no processing
// instruction, no entity of its own; xsi:schemaLocation is passed over. Ids of
// reports, version 4 in either case, are given in lower case. Stricter than the
// XSDs are: xsi:type and xsi:nil are refused; an extension of Identification has
// a namespace outside the IAEA's; numbers fit a float64.
//
// Free text is XHTML in mixed content. It becomes plain text: paragraphs, list
// items and table rows are lines, other white space is one blank, scripts and
// styles are dropped, no markup is kept.
//
// # What goes where
//
//	Identification/                        Report
//	  OrganisationReporting                Organisation
//	  DateAndTimeOfCreation                Created
//	  ReportContext                        Context
//	  SequenceNumber                       Sequence
//	  ReportUUID, Follows, Revokes         ReportUUID, Follows, Revokes
//	  Confidentiality                      Confidentiality: addressees, authorities, public
//	  Addressees/Addressee                 Addressees
//	  ReportingBases/ReportingBasis        Bases; in a notification:
//	    Convention …, Article 2              Article 2
//	    … "Transnational Emergency"          Transnational emergency
//	    EU Council Decision 87/600/EURATOM   87/600/Euratom
//	  EventIdentifications                 EventIDs, of the reporting organisation if not said
//	  ContactPerson, Identifications, AdditionalInformationURL
//	                                       checked, not carried: the directory has them
//	EventInformation/                      Event; in a notification:
//	  @ValidAt                             Event.ValidAt only
//	  TypeOfEvent(Description)             nature
//	  DateAndTimeOfEvent @IsEstimate       occurred
//	  Location, by @ref or in place        location; if empty, that of ObjectInvolved
//	    Name, Latitude, Longitude,           name, latitude, longitude,
//	    Country, AccuracyType                country, accuracy
//	  ObjectInvolved                       facility
//	    TypeOfObjectOrActivity(Description)  type
//	    Name, Location                       name, location
//	    TypeOfReactor(Description)           reactor
//	    ElectricalPower                      electricalPower
//	  EmergencyClass                       class.class
//	  EmergencyClassDescription            class.national
//	  DateAndTimeOfDeclaration             class.declaredAt
//	  BasisForDeclaration                  class.basis
//	  INESLevel, StatusOfClassification    ines
//	  EventDescription                     text
//	Locations                              the places that @ref names
//
// Checked and named as not carried: PlantStatus, SourceCharacteristics,
// ThermalPower, descriptions of object and reactor, date and basis of an INES
// rating, and Height, Municipality, AdministrativeUnit and Description of a place.
//
// Not yet read: Release, Meteorology, Consequences, ResponseActions,
// Measurements, MedicalInformation, MediaInformation, Requests, Annexes; reports
// in a SOAP envelope; the JSON of IRIX clients. These sections may stand in a
// report in their place; of what is in them only the form of XML, the depth and
// (but for Requests and Annexes, which are open) the namespaces are looked at.
//
// # Codes
//
// Errors of Read:
//
//	oversized               more than MaxReport bytes
//	encoding                not UTF-8, or with a byte order mark
//	not-xml                 no element, or text before it
//	json-not-read           JSON
//	soap-not-read           a SOAP envelope
//	not-a-report            another root
//	xml-declaration         a declaration of another form, or XML 1.1
//	not-well-formed         broken XML
//	doctype                 a document type declaration
//	processing-instruction  one other than the declaration at the beginning
//	prefix-undeclared       a prefix without a namespace
//	too-deep                more than 32 levels
//	too-many-attributes     more than 64 at one element
//	after-report            something after the root
//	too-many-faults         the list ends here, at 50 (of warnings: a warning)
//	irix-version            another version than 1.0
//	namespace               a known element in another namespace
//	unknown-element         an element that has no place there
//	unknown-attribute       an attribute the element does not have
//	element-missing         one that must be there
//	attribute-missing       one that must be there
//	element-order           an element after one that it stands before
//	element-twice           more than there may be, or both of a choice
//	misplaced-text          text between elements
//	not-in-list             not one of a closed list of values
//	time                    not UTC in whole seconds
//	uuid                    not a UUID of version 4
//	number                  not a number, or outside its range
//	country                 not two capital letters
//	phone                   not + and up to 13 digits
//	organisation-id         not a domain name
//	person-id               not a name at a domain
//	name                    not a name as XML wants for an id
//	too-long                more than 255 characters
//	organisation-unknown    the reporting organisation is not among the contacts
//	id-twice                an id that must stand once
//
// Errors of Notification:
//
//	event-missing           no EventInformation: nothing to notify
//	request-not-read        requests only (Art. 6)
//	revocation              revokes a report and says nothing else: a withdrawal
//	refers-to-self          Follows or Revokes names the report itself
//	ref-dangling            a place refers to none
//	country-unknown         a place in no country (for a contact: a warning)
//	too-long                more than the field holds; nothing is cut
//
// Warnings of Notification:
//
//	section-not-read        a section that is not carried
//	not-carried             elements without a field
//	basis-unknown           a basis that is none of ours
//	follows-earlier         an update; a notification opens an event
//	revokes-earlier         a replacement; see correction
//	addressees-missing      For Addressees Use Only, and no addressees
//	phone-empty             a number that is only +
//	country-user-assigned   a code that ISO 3166-1 gives to no State, as ZZ
//	location-of-object      the place is taken from the object involved
//	ref-with-content        a place that refers and has content, which is passed over
//	empty                   an element that is there and says nothing
//	negative                a power below zero
//
// # Reading another section
//
// Write its table with group, leaf, freeText in the place of section(…) in
// table.go, take it over as event.go does, and drop its name from the list above.
package irix
