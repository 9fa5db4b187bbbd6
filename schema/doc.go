// Package schema is the documents that parties exchange: what they mean, what
// makes them valid, and their bytes. It imports nothing of ours, and everything
// else of ours imports it.
//
// # One word per thing
//
//	party            a State or international organisation; see [ParseParty]
//	node             a party's installation
//	desk             where a party's officers work
//	workspace        live or exercise: two worlds that share only code
//	context          what a message says of itself: Emergency, Exercise, Test, Routine
//	event            the thread of all messages about one emergency; never "accident"
//	message          a header and exactly one body of a kind
//	document         anything signed: a message, or a receipt, refusal, checkpoint, epoch
//	envelope         the exact bytes of a document and the signatures over them
//	digest           SHA-256 of the pre-authentication encoding; names a document for ever
//	receipt          signed by the receiving node: "I have it on disk and it is valid"
//	refusal          signed by the receiving node: "I do not take it, because …", later or final
//	acknowledgement  a message from an officer of the receiving desk: a person has it
//	violation        one fault of a document; an error blocks, a warning only shows
//	item             a part of information that is provided, not yet available or not applicable
//	quantity         a value and its unit, both as given; see Quantity
//	area             a country, a named part of one, a circle, sector or polygon, or words
//	phase            a part of a release, to air or to water, with its beginning and end
//	measure          what protects people off the site; never "countermeasure"
//	reference        where else the same stands, as in USIE or ECURIE
//
// A receipt is a machine's and never called an acknowledgement, which is a
// person's. A receipt is not a message, and nothing is ever sent in return for it.
//
// # Kinds
//
// Persons release a message in live, the drafter among them. In exercise every
// context is Exercise, and one person is enough.
//
//	kind                persons  contexts in live          event   goes  rings
//	withdrawal          1        Emergency, Routine        needed  0     yes
//	termination         2        Emergency, Routine        needed  1     yes
//	notification        2        Emergency                 needed  2     yes
//	correction          2        Emergency, Routine        maybe   2     yes
//	reinstatement       2        Emergency, Routine        needed  2     yes
//	dissemination       1        Emergency, Routine        maybe   2     yes
//	information         2        Emergency, Routine        needed  3     yes
//	measurement         2        Emergency, Routine        maybe   3     yes
//	assistance-request  2        Emergency, Routine        maybe   3     yes
//	assistance-reply    1        Emergency, Routine        maybe   3     yes
//	assistance-accept   2        Emergency, Routine        maybe   3     yes
//	assistance-close    1        Emergency, Routine        maybe   3     yes
//	request             1        Emergency, Routine        maybe   3     yes
//	reply               1        Emergency, Routine        maybe   3     yes, but not for nothing to report
//	measures            1        Emergency, Routine        needed  3     no
//	exercise            1        none: not for live        maybe   3     announce, start, end
//	acknowledgement     1        Emergency, Routine, Test  maybe   4     no
//	presented           0        Emergency, Routine, Test  maybe   4     no
//	linktest            0 or 1   Test                      maybe   5     if a person answers
//	directory           0        Test; not for exercise    maybe   5     no
//
// What is of 0 persons a node says of itself, or, of the directory, its keepers
// have signed. A link test that a machine answers is the node's own. Only a
// correction of a measurement needs no event. [Kinds] is this table.
//
// These stay apart: information supplements, and may raise or lower the
// class; a correction replaces what was wrong; a withdrawal says that there is no
// emergency, a reinstatement that there is one after all; a termination ends it.
//
// Information, or a correction, that raises the class, says that a release began or
// has a measure newly ordered rings afresh and says why in header.raised; see
// [Raises].
//
// # A message on the wire
//
// The payload is the message in RFC 8785 canonical JSON: one line, members in
// order, no member without a value. Broken into lines here,
//
//	{"body":{"bases":["Article 2"],
//	"location":{"latitude":56.1,"longitude":4.2,"name":"Example NPP"},
//	"nature":{"type":"Nuclear Installation Event"},
//	"occurred":{"at":"2026-11-23T05:58:00Z","estimated":true}},
//	"header":{"addressees":["XB","IAEA"],
//	"approvals":[{"act":"drafted","at":"2026-11-23T06:40:00.000Z","desk":"NWP","name":"Ada Duty","officer":"a.duty"},
//	{"act":"approved","at":"2026-11-23T06:41:00.000Z","desk":"NWP","name":"Ben Chief","officer":"b.chief"}],
//	"confidentiality":"addressees","context":"Emergency",
//	"createdAt":"2026-11-23T06:40:00Z","desk":"NWP","event":"XA-2026-K7M3QP","from":"XA",
//	"id":"0199c7a2-0001-7000-8000-0123456789ab","kind":"notification","language":"en",
//	"releasedAt":"2026-11-23T06:41:00.250Z","reportUuid":"7c1f0d4e-5a2b-4c3d-9e8f-0a1b2c3d4e5f",
//	"sequence":1,"workspace":"live"}}
//
// Facts have times in whole seconds, acts of machines and persons in
// milliseconds, all UTC and in one spelling. Ids of messages are UUIDs of version
// 7 in lower case; reportUuid, of version 4, is the same message in IRIX. Numbers
// are JSON numbers in IEEE double, between -1e30 and 1e30. A field without a value
// is left out: there is no null and no empty text.
//
// # Quantities and places
//
// A quantity has the value and unit as they were given, units in UCUM from a
// closed set; [Quantity.SI] derives what can be compared. Unknown is left out, zero
// is 0, and what is too little to be seen has the detection limit for its value:
//
//	activity: {value: 0, unit: Bq}
//	value: {value: 0.2, unit: Bq/m3, qualifier: below detection}
//	value: {value: 12.5, unit: uSv/h, uncertainty: {value: 10, type: "%"}}
//
// A field takes the units of its kind of quantity: wind in m/s or km/h, angles in
// deg from north. windFrom is where the wind comes from, transportTowards and
// currentTowards where something goes. Positions are WGS 84, west and south
// negative; longitude 180 is written -180. Heights have their datum in their name.
//
// What is given in one [Area] is meant together, so that a sector may be limited to
// a country; several areas are several. A circle or sector without a centre lies
// around the place of the event:
//
//	areas: [{circle: {radius: {value: 5, unit: km}}}]
//	areas: [{country: XB, sector: {from: {value: 350, unit: deg}, till: {value: 40, unit: deg}}}]
//
// Words for what may happen, for status and for the quality of a value are those of
// IRIX 1.0, spelled as there; so are the types of a facility, reactor, measure,
// sample or apparatus where IRIX has one, and otherwise they are in words.
//
// # The envelope
//
// The envelope is DSSE v1.0.2 with Ed25519. What is signed is
//
//	DSSEv1 <length> <payloadType> <length> <payload>
//
// and the payload type names workspace and document, so that neither can be
// swapped:
//
//	{"payloadType":"application/vnd.forthwith.live.notification.v1+json",
//	"payload":"<standard base64, padded, without line ends>",
//	"signatures":[{"keyid":"XA/live/2026a","sig":"<base64>"}]}
//
// # Opening
//
// In this order, and nothing is believed before the signature is:
//
//	size               ErrOversized
//	strict wrapper     ErrWrapper, ErrUnsigned          ParseEnvelope
//	key in directory   ErrUnknownKey, ErrKeyNotValid    federation/trust
//	signature          ErrBadSignature                  federation/trust
//	depth              ErrTooDeep                       CheckCanonical
//	canonical form     ErrNotCanonical                  CheckCanonical
//	schema             Violations                       ParseMessage
//	fields and rules   Violations                       Message.Validate
//	policy             refusal                          notify
//
// ParseMessage also reads what an officer writes, which need not be canonical.
// The bytes are kept as they came; a message is a reading of them and is never
// written out again in their place.
//
// A violation carries a code, a JSON pointer, the article or rule, a severity and
// one sentence; all of them are given at once.
//
//	from reading       form, syntax, unknown-field, duplicate-field, empty, kind-unknown,
//	                   too-many-objects
//	of single fields   required, range, or the name of the broken rule: party, state, messageid,
//	                   eventid, uuid4, utcseconds, utcmillis, digest, kind, oneof, unique, nuclide,
//	                   unit, language, filename, mediatype, website
//	across fields      required, kind-and-body, kind-and-context, addressed-to-self,
//	                   exercise-in-live, revokes, raised, refers-to-self, approvals, attachment-twice,
//	                   time-in-future, time-order, order, range, availability, occurrence,
//	                   contradiction, shapes, enclosed, says-not-a-drill
//	only warnings      missing, time-passed, time-in-future of a measure, order of heights and
//	                   temperatures, contradiction of precipitation, sum, limit, wind, sector,
//	                   nuclide-twice, ids-of-one
//
// missing is what the Convention would still like to have. An error is only what
// cannot be believed or understood.
//
// The JSON Schema of a kind ([JSONSchema]) says what the rules of single fields say,
// for those who check a message without this code. It is made from the types, and a
// test wants one verdict of both. What it cannot say are the rules across fields,
// whose codes stand above; that a name stands twice in an object; and that the bytes
// are canonical.
//
// # Limits
//
//	envelope               512 KiB
//	nesting                32 levels
//	objects in braces      10 000 in a message or document
//	signatures             8
//	addressees             400
//	approvals              8
//	attachments            16, of 64 MiB each, in chunks of 256 KiB
//	enclosed documents     255 KiB, in a dissemination or directory
//	integers               2^53 - 1
//	free text              8000 characters, names 255, reasons 2000
//	violations in refusal  50
//
// # The Convention
//
// Art. 2(a) asks for the fact, its nature and time, and its place where
// appropriate; only nature and time are errors when missing. Art. 5.1 asks for
// data "as then available": each item is provided, notYetAvailable or
// notApplicable, and its absence warns and never blocks. Where each stands, here and
// in the formats of others; "parameter" and "resource" are CAP's, of which package
// cap has the names. A dash is: no element, words only.
//
//	item    what                      field                                     IRIX 1.0                                     CAP 1.2
//	1.1     responsible State         notification.responsibleState             -                                            parameter
//	1.2     category (a) to (f)       facility.category                         -                                            parameter
//	2(a)    nature                    notification.nature                       EventInformation/TypeOfEvent(Description)    info/event, eventCode
//	2(a)    time                      notification.occurred                     EventInformation/DateAndTimeOfEvent          info/onset, parameter
//	2(a)    exact location            notification.location                     EventInformation/Location                    parameter
//	3, 9    legal basis               .bases, .arrangement                      Identification/ReportingBases                parameter
//	        level                     notification.level                        -                                            parameter
//	4(a)    passed on by the Agency   dissemination                             -                                            -; the message enclosed
//	5.1(a)  time, location, nature    information.accident                      EventInformation                             as 2(a)
//	        class, IAEA's or national accident.class                            EventInformation/EmergencyClassification     info/severity, parameter
//	        INES                      accident.ines                             EventInformation/INESClassification          parameter
//	5.1(b)  facility or activity      notification.facility, .facility          EventInformation/ObjectInvolved              parameter
//	        reactor                   facility.reactor, .thermalPower, …        ObjectInvolved/ReactorCharacteristics        parameter
//	        source                    facility.sources                          ObjectInvolved/SourceCharacteristics         parameter
//	5.1(c)  cause                     .cause.status, .text                      Annexes/Annotation                           info/description
//	        foreseeable development   .cause.trend, .development                PlantStatus/TrendInConditions, Description   info/description
//	        reactor and fuel          .cause.plant                              PlantStatus/CoreState, SpentFuelState        info/description
//	5.1(d)  whether, and to where     .release.air.actual, .water.actual        Release/ReleaseOccurrence/ActualRelease      info/urgency, certainty
//	        whether to come           .release.air.future, .water.future        Release/ReleaseOccurrence/FutureRelease      info/urgency, certainty
//	        phases                    .release.air.phases, .water.phases        ReleaseToAir, ReleaseToWater/ReleasePhase    parameter
//	        physical form             phase.form                                ReleasePhase/TypeOfRelease                   parameter
//	        chemical form             phase.chemicalForm, .iodine               RelativeIodineFractions, Description         parameter
//	        quantity, composition     phase.nuclides                            ReleasePhase/NuclideReleases                 parameter
//	        effective height          phase.effectiveHeight, .base…, .top…      ReleasePhase/ReleaseHeight                   parameter
//	        route, heat, transport    phase.route, .heat, .transportTowards     ReleaseRoute, HeatEmission, PlumeCharact…    parameter
//	5.1(e)  meteorology               .conditions.meteorology                   Meteorology/MeteoRecord                      parameter, resource
//	        hydrology                 .conditions.hydrology                     -; Annexes/Annotation                        resource
//	5.1(f)  monitoring                .monitoring.doseRates, .samples           Measurements/DoseRate, Sample                parameter, resource
//	5.1(g)  protective measures       .measures.actions                         ResponseActions/ProtectiveAction             info/responseType, instruction
//	        where                     action.areas                              AreaSector, FurthestDistance, CountriesAff…  info/area
//	5.1(h)  behaviour over time       .prediction.air, .water                   ReleasePhase/Occurrence "Projected …"        info/certainty, description
//	        projected doses, arrival  .prediction.projections                   -; Annexes/Annotation                        info/description, resource
//	5.2     supplemented              header.sequence, .follows, .revokes       SequenceNumber, Follows, Revokes             msgType, references
//	        at intervals              .nextUpdateDue                            -                                            info/expires
//	        termination               termination.state, .at                    -; Annexes/Annotation                        Update with AllClear
//	5.3     in confidence             header.confidentiality, .addressees       Confidentiality, Addressees                  scope, restriction, addresses
//	        of a file                 attachment.confidentiality                FileEnclosure/Confidentiality                -
//	6       consultations             request, reply                            Requests/Request, Response                   -
//	7       points of contact         directory                                 Identifications                              -
//
// Beyond the Convention: consequences (IRIX Consequences); food and
// publicInformation (87/600/Euratom Art. 3.1(f), (h); IRIX MediaInformation);
// measures and measurement, which receivers send (87/600 Art. 4; IRIX
// ResponseActions, Measurements); header.otherIds and sentElsewhere (IRIX
// EventIdentifications, -); the loop of the Assistance Convention (IRIX
// Requests, as far as it goes). IRIX's MedicalInformation has no place here: it
// names persons.
//
// The mappings, field by field, stand in packages irix and cap.
package schema
