// Package irix is IRIX 1.0, the IAEA's International Radiological Information
// Exchange format, as a document: [Report] has a Go type for each section, whose
// fields are called as IRIX calls its elements. [Decode] reads a report, alone or
// in a SOAP envelope, and [Encode] writes one. [FromMessage] makes a report of a
// message and [ToMessage] a message of a report, and both say what is lost.
//
// Decode judges what a report says by itself, the others what it means to us.
// Both say everything they find at once, with the line, the path of the element and
// one sentence for an officer. A report is taken whole or not at all: there is none
// if something of it is an error. Whether a report in the context Test or Routine
// may become a message is for the desk.
//
// # One table
//
// Which elements and attributes there are, in which namespace, order and number,
// and which values, stands once: in the fields of the Go types, their order, and
// their tags, which table.go explains. Decoder and encoder go by the table that is
// made from them, and so cannot disagree. It follows the XSDs of 2013-03-31 and the
// identities these ask for. Encode then reads what it wrote; what Decode would
// refuse is refused with the field's path, and never written. So every report that
// is written is valid; xmllint agrees, on random reports and on reports of others.
//
//	section              kept as
//	Identification       fields; elements of other namespaces byte for byte
//	EventInformation     fields
//	Release              fields
//	Meteorology          fields
//	Consequences         fields
//	ResponseActions      fields
//	Measurements         fields
//	MedicalInformation   fields; a report that names or describes a patient is refused
//	MediaInformation     fields
//	Locations            fields; Report.At follows @ref
//	Requests             fields; elements of other namespaces byte for byte
//	Annexes              fields; elements of other namespaces and signatures byte
//	                     for byte; which of them follows upon which is not kept
//
// [Report.Section] gives any section byte for byte as it was read, with the
// declarations it needs; in Report.Kept it is written again as it was.
//
//   - A field that may be left out and is no pointer is left out if it is zero. An
//     empty element that says nothing is read as none.
//   - Numbers are kept as given, digit by digit, and have a value by [Float64].
//     A unit that is fixed is checked, written, and has no field.
//   - Other values have their white space collapsed, also where the XSD keeps it
//     (names of places, lines of an address). Ids of reports are in lower case.
//   - [FreeText] is cleaned: what lays out text stays, what acts, embeds or hides
//     goes, and markup-removed says so. It is kept as XHTML and as plain text.
//   - Comments are not kept. A signature is: but over the bytes that were read.
//     Encode refuses it, since it would not hold over what is written.
//
// # Strictness and bounds
//
// encoding/xml accepts much that is not IRIX. Here a report has one root, UTF-8
// without a byte order mark, no document type, no processing instruction, no entity
// of its own; xsi:schemaLocation is passed over. Bounds are [MaxReport] bytes,
// [MaxElements] elements, [MaxText] bytes in one free text, 32 levels (with those
// of an envelope), tags of 32 KiB and 64 attributes, 128 declarations in scope. Nothing
// is unpacked. With them a report takes at most 64 MB to read, and at most three times
// as long as encoding/xml takes for its tokens.
//
// Stricter than the XSDs are: xsi:type and xsi:nil are refused; an extension has a
// namespace outside the IAEA's; decimals have at most 20 characters and floats 40;
// whole numbers are those JSON carries; durations have at most nine digits a part;
// times have years 0001 to 9999 and no hour 24; addresses of the web are in ASCII;
// ids of places have letters of Latin-1. Inside a signature nothing is checked.
//
// # Messages
//
// A report that is made of a message is valid and names the message in an annotation,
// in the namespace urn:forthwith:irix:1: id, kind, author, digest, event, and which it
// follows, revokes or is about. Of a report of others the kind is seen:
//
//	kind           report                          of others, if it has
//	notification   EventInformation, …             no Follows, and nothing that a notification has not
//	information    all sections but Requests       anything else
//	measurement    Measurements                    Measurements only
//	measures       ResponseActions, …              ResponseActions only, or with Measurements
//	correction     Revokes, and the right one      Revokes, and sections
//	withdrawal     Revokes, and the reason         Revokes, and no sections
//	reinstatement  Revokes, and the reason         -
//	termination    Follows, in an annotation       -
//	request        Requests/Request                a Request, and no sections
//	reply          Requests/Response               a Response, and no sections
//
// A report of others that holds more becomes a notification, and any of its sections
// information, if [Import].Kind asks for it.
//
// The other kinds have no form in IRIX. Which report an earlier message went out as,
// what a party is called, and the bytes of files are the caller's to know.
//
// What has no element is a remark: an Annotation with a title. In this table a title is
// in quotes, and a label is the beginning of the last line of a text. Both come back
// from reports of ours alone; a dash is lost, and named in the loss report. It is found
// by reading what was written, so that no field is lost in silence.
//
//	header.reportUuid, .sequence, .createdAt  ReportUUID, SequenceNumber, DateAndTimeOfCreation
//	  .context, .confidentiality              ReportContext, Confidentiality
//	  .follows, .revokes                      Follows, Revokes
//	  .addressees                             Addressees, as far as they have a name in IRIX
//	  .event, .otherIds                       EventIdentifications, one for each organisation
//	  .attachments                            FileEnclosure, where the bytes are at hand
//	  .desk, .releasedAt, .wanted, .approvals -
//	bases                                     ReportingBases
//	validAt, item.validAt                     @ValidAt, one for each section
//	summary or text                           EventDescription; "Summary" without an event
//	item.availability                         "Not yet available", "Not applicable"
//	accident.nature, .occurred                TypeOfEvent(Description), DateAndTimeOfEvent @IsEstimate
//	  .location                               Location, in Locations as "event"
//	  .class, .ines                           EmergencyClassification, INESClassification with a status
//	  .class.national beside the IAEA's       "National emergency class"
//	  .text                                   "Accident"
//	location.name, .latitude, .longitude      Name, GeographicCoordinates
//	  .aboveSea, .aboveGround                 Height, with coordinates
//	  .municipality, .region, .country        Municipality, AdministrativeUnit, Country
//	  .accuracy, .text; .area                 AccuracyType, Description; -
//	  none, where others have one             @ref to that of the event
//	facility                                  ObjectInvolved; without an event "Facility" (its name)
//	  .type, .reactor                         one of the list, or its Description
//	  .thermalPower, .electricalPower         ReactorCharacteristics
//	  .sources                                SourceCharacteristics, with a nuclide
//	  .operator, .category                    "Operator", "Category of Art. 1.2"
//	cause.status, .text                       "Cause (assumed)", "(established)", "(unknown)"
//	  .trend                                  TrendInConditions; without an event "Trend"
//	  .development                            "Foreseeable development"
//	  .plant                                  PlantStatus
//	release.air.actual, .water.actual         ActualRelease: the graver, if they differ
//	  .air.future, .water.future              FutureRelease, likewise
//	  .air.phases, .water.phases              ReleasePhase, Actual
//	prediction.air, .water                    ReleasePhase, Projected …
//	  .projections                            "Projections", in words and as JSON
//	  .model, .text; release.text             "Model", "Prediction"; "Release"
//	phase.nuclides                            NuclideRelease; of unknown amount: label
//	  .method, none given                     Other
//	  .chemicalForm                           label in Description; of iodine RelativeIodineFractions
//	conditions.meteorology                    MeteoRecord
//	  .hydrology                              "Hydrology", in words and as JSON
//	  .text                                   "Conditions"
//	monitoring.doseRates                      DoseRate, one for each, in Sv/s or Gy/s; read in uSv/h, uGy/h
//	  .samples, food.samples                  Sample; read as those of monitoring
//	  of unknown value                        "Monitoring", in words
//	  .text, .reference; food.text            "Monitoring", "Monitoring data"; "Food"
//	  without an end                          EndTime is StartTime
//	measures.takenOrPlanned, .text            ProtectiveActionsTakenOrPlanned, DescriptionOfActions
//	  .actions                                ProtectiveAction, one for each area
//	  action.areas                            AreaSector, FurthestDistance, or in words; CountriesAffected
//	  action.criterion                        label in Description
//	consequences                              Consequences; areas in words
//	publicInformation.website                 PublicWebsiteURL
//	  .phone, .measures                       "Telephone for the public", "Information of the public"
//	request, reply                            RequestSubject, RequestText; ResponseText
//	  .type, .dueAt, .outcome                 TypeOfRequest and "Type of request", "Answer …", "Outcome"
//	termination.state, .at, .text             "Termination (actual) at …"
//	reason                                    "Reason"
//	level, responsibleState, arrangement      "Level", "Responsible State", "Arrangement"
//	ownFacilities, origin, nextUpdateDue      "Own facilities", "Origin", "Next update due"
//
// Quantities are in the one unit that IRIX has: MW, m, K, Bq, … Qualifiers and
// uncertainties are of measured values only; both ways LT is "at most".
//
// Of a report of others what no message has is named with the path of its element. Its
// annotations go with the message as a file, byte for byte ([Report.Files]), and stand
// in the report that is made of the message again. MedicalInformation does not.
//
// # Codes
//
// Errors of Decode, and of Encode, which has them without a line:
//
//	oversized               more than MaxReport bytes
//	encoding                not UTF-8, with a byte order mark, or a character XML has not
//	compressed              gzip or zip
//	not-xml                 no element, or text before it
//	json-not-read           JSON
//	not-a-report            another root
//	soap                    an envelope that is none
//	soap-empty              an envelope without a report
//	soap-fault              an envelope with a fault
//	xml-declaration         a declaration of another form, or XML 1.1
//	not-well-formed         broken XML
//	doctype                 a document type declaration
//	processing-instruction  one other than the declaration at the beginning
//	prefix-undeclared       a prefix without a namespace
//	too-deep                more than 32 levels
//	too-many-elements       more than MaxElements
//	tag-too-long            a tag of more than 32 KiB
//	too-many-attributes     more than 64 at one element
//	too-many-spaces         more than 128 declarations of namespaces in scope
//	after-report            something after the root, or a second report
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
//	duration                not a duration
//	uuid                    not a UUID of version 4
//	number                  not a number, or outside its range
//	country                 not two capital letters
//	phone                   not + and up to 13 digits
//	organisation-id         not a domain name
//	person-id               not a name at a domain
//	name                    not a name as XML wants for an id
//	uri                     not an address of the web
//	language                not the tag of a language
//	hexadecimal             not bytes in hexadecimal digits
//	base64                  not bytes in base64
//	too-long                more than 255 characters, or more than MaxText
//	organisation-unknown    the reporting organisation is not among the contacts
//	id-twice                an id that must stand once
//
// and by rules of our own, where the XSD lets it through:
//
//	not-finite              NaN, an infinity, or more than 32 bits hold
//	refers-to-self          Follows or Revokes names the report itself
//	ref-dangling            a place refers to none
//	patient-named           a patient with a name or a description
//	signature               (Encode) a signature over another text
//	markup-removed          (Encode) free text that would not be read as it is
//
// Warnings of Decode:
//
//	markup-removed          something was left out of a free text
//	basis-unknown           a basis that IRIX does not suggest
//	addressees-missing      For Addressees Use Only, and no addressees
//	phone-empty             a number that is only +
//	country-unknown         a code that ISO 3166-1 does not have
//	country-user-assigned   a code that ISO 3166-1 gives to no State, as ZZ
//	ref-with-content        a place that refers and has content, which does not count
//	empty                   an element that is there and says nothing
//	not-described           an event of another type, and not of which
//	release-contradicts     no release, and an Actual phase of one
//	actions-contradict      no actions, and some listed
//	iodine-fractions        they do not add up to 100
//	end-before-start        a time that ends before it begins
//	range-reversed          a range that ends before it begins
//	angle-360               an angle of 360, which is 0
//	dose-rate-unit          a dose rate in another unit than Sv/s, Gy/s, cps
//	file-size               a file of another size than it says
//	file-hash               a file of another SHA-1 than it says
//
// Errors of ToMessage, beside those of the rules of fields:
//
//	other-world             the report is of an exercise, and the workspace live, or the other way
//	event-missing           neither a section of an event nor a request
//	request-unknown         a response to a request of which no message is known
//	kind-unknown            it says that it is of ours, and of a kind that it does not hold
//	data                    what an annotation of ours has cannot be read
//	not-mapped              it names a report or organisation that cannot be written
//
// Warnings of ToMessage:
//
//	location-of-object      the place is taken from the object involved
//	compartment-missing     a release, and not whether to air or water
//	not-carried             a dose rate in a unit of something else
//	empty                   an object without a name
package irix
