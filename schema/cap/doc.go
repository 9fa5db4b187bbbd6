// Package cap reads and writes alerts in CAP 1.2, the Common Alerting Protocol of
// OASIS (1 July 2010, also ITU-T X.1303bis).
//
// [Decode] reads one alert, [Alert.Encode] writes one. An [Alert] is what the
// document says, in the words of CAP and nothing else. Both go by the same tables
// (table.go) and judge by the same rules (rules.go, rulesinfo.go), and say
// everything they find at once: the code, the place (when reading, with its line),
// and one sentence for an officer. Decode(a.Encode()) is a. [Recognise] tells an
// alert from other documents, for tools that are given a file.
//
// [FromMessage] makes an alert of a message and [ToMessage] a message of an alert;
// both say what is lost. [FromRefusal] makes an Error of a refusal.
//
// # What is read
//
// Each element in its namespace, order and number, with one root. encoding/xml
// accepts much else; the tables do not have it and it is refused. Texts are kept
// to the letter, so are times: Update, Cancel, Ack and Error name earlier messages
// by the text of their time. White space around times, numbers, addresses and
// languages is dropped. Several infos stay in their order.
//
// An optional element with nothing in it is passed over with a warning. Comments
// and stylesheets named before the root are passed over; nothing is ever fetched.
// Of a polygon are judged its points, that it has four and that it is closed; not
// whether it crosses itself, and not on which side of the antimeridian it lies.
//
// Only CAP 1.2 is read. CAP 1.1 and 1.0, and alerts inside EDXL, SOAP, Atom or
// RSS, are refused by name. Only UTF-8 is read; a byte order mark may stand
// before it.
//
// # What is kept and not verified
//
// XML signatures are kept byte for byte in Alert.Signatures, each with a warning.
// None is verified: what an alert says of itself, the certificate inside it
// included, is no reason to trust it; the envelope around it and the directory
// are. CAP has it that an alert is not rejected for a signature nobody could
// verify. An alert with signatures is not written: they cover the bytes that were
// received, so pass these on.
//
// Addresses in web and uri are not opened, and what they promise of size and
// digest is not checked. An embedded file is held against its digest; a digest is
// SHA-1, by the standard, and proves no more than that.
//
// # Bounds
//
//	MaxAlert     2 MiB   of XML
//	MaxElements  50,000  elements, 32 levels deep, with 64 attributes each
//	MaxContent   1 MiB   of an embedded file
//	MaxPoints    20,000  points of a polygon
//	MaxWords     1,000   addresses, incidents, references
//	             8       signatures
//	             32      characters of a number
//	             50      errors and 50 warnings, then the list ends
//
// Whatever stands in two MiB, reading it allocates less than 64 MB, garbage
// included; a test holds it to that.
//
// # Codes
//
// Of XML, from schema/xmlscan:
//
//	oversized               more than MaxAlert bytes
//	compressed              gzip or zip
//	encoding                not UTF-8, or binary
//	not-xml                 no element, or text before it
//	xml-declaration         a declaration of another form, or XML 1.1
//	not-well-formed         broken XML
//	doctype                 a document type declaration
//	processing-instruction  one other than the declaration and stylesheets
//	prefix-undeclared       a prefix without a namespace
//	too-deep                more than 32 levels
//	too-many-elements       more than MaxElements
//	tag-too-long            a tag of more than 32 KiB
//	too-many-attributes     more than 64 at one element
//	too-many-spaces         more than 128 declarations of namespaces in scope
//	after-alert             something after the root
//	too-many-faults         the list ends here
//
// Of the form:
//
//	cap-version             CAP 1.1 or 1.0
//	not-an-alert            another root
//	namespace               a known element in another namespace
//	unknown-element         an element that has no place there
//	unknown-attribute       any attribute
//	element-missing         one that must be there
//	element-order           an element after one that it stands before
//	element-twice           more than there may be
//	misplaced-text          text between elements
//	not-in-list             not one of a closed list of values
//	time                    not whole seconds with a numeric offset
//	language                not a language tag
//	number                  not a number, or outside its range
//	empty                   a text that must say something (else a warning)
//
// Of the meaning, which the schema lets through:
//
//	identifier, sender      white space, a comma, < or & in it
//	restriction-missing     Restricted without a restriction
//	addresses-missing       Private to nobody
//	references-missing      Update, Cancel, Ack or Error about nothing
//	reference               not sender,identifier,sent
//	refers-to-self          a reference to the alert itself
//	quotes                  a name in half quotes, or with quotes inside
//	too-many                more than MaxPoints or MaxWords
//	mime-type               not a media type
//	uri                     not an address, or with a password in it
//	uri-relative            an address without a scheme, and no embedded file
//	base64                  an embedded file that cannot be decoded
//	content-too-long        an embedded file of more than MaxContent
//	digest                  not 40 hexadecimal digits
//	digest-differs          an embedded file with another digest
//	polygon-short           fewer than four points
//	polygon-open            the last point is not the first
//	coordinate              not a point, or outside the world
//	coordinate-order        longitude before latitude
//	circle                  not a point and a radius
//	radius                  below zero, or more than half around the Earth
//	ceiling-alone           a ceiling without an altitude
//	ceiling-below-altitude  a range upside down
//
// Warnings:
//
//	signature-not-verified  see above
//	stylesheet              one is named, and not read
//	utc-offset              UTC as +00:00; CAP writes -00:00
//	restriction-unused      a restriction of an alert that is not Restricted
//	reference-later         a reference to a message later than the alert
//	language-twice          two infos in one language
//	info-differs            infos with different categories or event codes
//	expires-early           it ends before it begins
//	markup                  HTML in a text
//	resource-empty          neither address nor embedded file
//	size-differs            an embedded file of another size
//
// Warnings of what others send, and errors of what we write:
//
//	info-missing            Alert or Update, Actual or Exercise, without info
//	expires-missing         nobody can know when it ends
//	note-missing            an Error that does not say why
//	exercise-note           an exercise that does not say which
//	exercise-public         an exercise for everyone
//	exercise-headline       a headline that does not begin with EXERCISE
//
// Errors and warnings of making a message:
//
//	status-refused          System or Draft
//	test-refused            a Test that is no acknowledgement of one
//	other-world             an exercise into live, or the other way
//	rejection               an Error is no message
//	cancel-unclear          a Cancel of others: over, or never was?
//	ack-unclear             an Ack of others: a person, or a machine?
//	kind-differs            an alert that cannot be the kind it calls itself
//	about-unknown           it is about a message that is not known here
//	onset-missing           a notification without its time
//	not-nuclear             not marked CBRNE; a warning
//
// Errors of writing only:
//
//	signed                  an alert with signatures
//	character               one that XML cannot carry
//
// # Messages as alerts
//
// An alert is a view of a message for those who read nothing else: the envelope
// stays the evidence, and the alert names it by its digest. What is lost is found
// by reading the written alert back and comparing field by field, so that nothing
// is lost in silence; a test does it for every field of every kind.
//
//	message              alert
//	notification         Alert
//	information          Update of all alerts of the event that hold
//	correction           Update of them, the one that was wrong first
//	termination          Update of them; actual: AllClear
//	reinstatement        Update of them, the Cancel first
//	withdrawal           Cancel of them, the one that was wrong first
//	measurement          Update of the one that it follows
//	measures             Update of the one that it follows
//	acknowledgement      Ack of the one that it is of; an officer's, never a receipt
//	refusal              Error; it is no message and never becomes one
//
// Where an Update has nothing to update it is an Alert; a correction, withdrawal,
// termination, reinstatement or acknowledgement is then an error. The other kinds
// have no form in CAP, and the error says what to do.
//
//	header               alert                                       back
//	id                   identifier, ena:native.id                   sentElsewhere; the caller gives one
//	releasedAt           sent, to the second                         sentElsewhere
//	from                 ena:native.from                             sentElsewhere
//	digest of envelope   ena:native.sha256                           sentElsewhere
//	reportUuid           ena:native.reportUuid                       the same
//	kind                 msgType, ena:kind; ena:corrects             the same
//	context              status; Routine: Actual and ena:context     the same; never across workspaces
//	exercise             note, ena:exercise                          the same
//	event                incidents                                   the caller's, or the same
//	otherIds             ena:otherId                                 the same; other incidents too
//	sentElsewhere        ena:sentElsewhere                           the same
//	addressees           addresses, unless Public                    the caller's, or those that are parties
//	confidentiality      addressees: Private; authorities:           the same; other restrictions: addressees
//	                     Restricted, restriction; public: Public
//	follows, revokes     references, ena:follows, ena:revokes        if the reference is known here
//	desk                 source                                      dropped
//	language             info/language                               the same, or its first part
//	attachments          info/resource, ena:attachment, if all       the same
//	                     who have the alert may have them
//	sequence, createdAt, wanted, approvals: dropped
//
//	body                           info                              back
//	nature                         event; eventCode, category        event
//	occurred                       onset, ena:event.estimated        the same
//	location                       ena:event.*                       the same; never an area
//	class                          severity, ena:emergencyClass*     the parameter; never the severity
//	ines                           ena:ines                          the same
//	bases, arrangement, level      ena:basis, .arrangement, .level   the same
//	responsibleState, validAt      ena:responsibleState, .validAt    the same
//	nextUpdateDue                  expires, ena:nextUpdateDue        the parameter
//	availability of items          ena:item                          the same, of what came through
//	facility; first source         ena:facility.*, ena:source.*      the same
//	cause, plant                   ena:cause.*, ena:plant.*          the same
//	release; first phase to air    ena:release.*                     the same
//	release, actual and future     urgency, certainty                dropped
//	first record of the weather    ena:meteo.*                       the same
//	highest dose rate; results     ena:monitoring.*                  the same
//	of the first sample
//	actions                        responseType, instruction,        the parameter
//	                               ena:measure
//	areas of actions planned or    area, with geocodes ena:area.*    the same
//	in force
//	publicInformation              web, ena:public.phone             the same
//	termination                    ena:termination.*                 the same
//	acknowledgement                ena:acknowledged.*                the same
//	texts                          description, instruction:         the same
//	                               paragraphs with labels
//	reason of a withdrawal         description                       the same
//	remark of an acknowledgement   note                              the same
//
// The parameters stand in facts.go, the paragraphs in texts.go. An alert without an
// info, which only an Ack is, has its parameters as codes, name=value. Cells of a
// value stand between semicolons, with %3B for one and %25 for the percent sign.
// A quantity has the unit that the name of its parameter ends with, or three cells:
// value, unit, qualifier.
//
// What CAP wants to know and a message does not say is our policy (policy.go):
//
//	severity   General Emergency Extreme, Site Area Severe, Facility Moderate, Alert Minor, else Unknown
//	urgency    release occurred or certain Immediate, likely Expected, else Future; nothing said Unknown
//	certainty  occurred Observed, certain or likely Likely, unknown Possible, unlikely Unlikely; nothing said Unknown
//	response   of measures ordered, initiated or taken; planned: Prepare; none: Monitor
//	expires    when the next update is due, else a day after it was sent
//
// In an exercise status, note, event, headline, description, instruction, the
// sender's name and every title of a file or area say so first, and the alert is
// never Public.
//
// # Alerts as messages
//
// The message is a draft: the desk adds who speaks, and two persons release it. An
// alert that names its kind in ena:kind is read back as the tables say. Of others
// an Alert becomes a notification and an Update information; a Cancel, an Ack and an
// Error do not become messages, for nobody can know which.
//
// Of others the onset is the time of the event, as an estimate. Description, note,
// headline, instruction, audience, sender, contact, web, areas, files, event codes
// and parameters that are not ours are kept in the text, line by line. Severity,
// urgency, certainty, response types and categories are of the warning: nothing
// follows from them. A parameter of ours is read from anyone, and names no message
// that is not known here.
package cap
