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
//
// A receipt is a machine's and never called an acknowledgement, which is a
// person's. A receipt is not a message, and nothing is ever sent in return for it.
//
// # Kinds
//
// Persons release a message in live, the drafter among them. In exercise every
// context is Exercise, and one person is enough.
//
//	kind             persons  contexts in live          goes  rings
//	withdrawal       1        Emergency, Routine        0     yes
//	termination      2        Emergency, Routine        1     yes
//	notification     2        Emergency                 2     yes
//	correction       2        Emergency, Routine        2     yes
//	information      2        Emergency, Routine        3     yes
//	exercise         1        none: not for live        3     announce, start, end
//	acknowledgement  1        Emergency, Routine, Test  4     no
//	linktest         0 or 1   Test                      5     if a person answers
//
// A link test that a machine answers is the node's own. [Kinds] is this table.
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
// are JSON numbers in IEEE double; units are UCUM, from a closed set.
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
// one sentence; all of them are given at once. Codes: form, syntax,
// unknown-field, duplicate-field, kind-unknown from reading; required, range, or
// the name of the broken field rule (party, messageid, eventid, utcseconds,
// utcmillis, digest, nuclide, unit, kind, oneof, unique, uuid4, finite,
// bcp47_language_tag); kind-and-body, kind-and-context, addressed-to-self,
// exercise-in-live, revokes, refers-to-self, approvals, time-in-future,
// time-order, availability, says-not-a-drill across fields; and missing, always a
// warning, for what the Convention would still like to have.
//
// # Limits
//
//	envelope               512 KiB
//	nesting                32 levels
//	signatures             8
//	addressees             400
//	approvals              8
//	integers               2^53 - 1
//	free text              8000 characters, names 255, reasons 2000
//	violations in refusal  50
//
// # The Convention
//
// Art. 2(a) asks for the fact, its nature and time, and its place where
// appropriate; only nature and time are errors when missing. Art. 5.1 asks for
// data "as then available": each item is provided, notYetAvailable or
// notApplicable, and its absence warns and never blocks.
//
//	item    what                      field                                     IRIX 1.0
//	2(a)    nature                    notification.nature                       EventInformation/TypeOfEvent(Description)
//	2(a)    time                      notification.occurred                     EventInformation/DateAndTimeOfEvent @IsEstimate
//	2(a)    exact location            notification.location                     EventInformation/Location
//	5.1(a)  time, location, nature    information.accident                      EventInformation
//	        class                     accident.class                            EmergencyClassification
//	        INES                      accident.ines                             INESClassification
//	5.1(b)  facility or activity      notification.facility, .facility          ObjectInvolved, ReactorCharacteristics
//	5.1(c)  cause                     .cause.status, .text                      no element; EventDescription
//	        foreseeable development   .cause.trend, .development                PlantStatus/TrendInConditions
//	5.1(d)  the release: occurrence   .release.toAir, .toWater, .future         Release/ReleaseOccurrence
//	        nature and form           .release.form                             ReleasePhase/TypeOfRelease
//	        quantity, composition     .release.nuclides                         ReleasePhase/NuclideReleases
//	        effective height          .release.effectiveHeight                  ReleasePhase/ReleaseHeight/Effective
//	5.1(e)  meteorology               .conditions.meteorology                   Meteorology/MeteoRecord
//	        hydrology                 .conditions.hydrology                     no element; ReleaseToWater/Description
//	5.1(f)  monitoring                .monitoring.measurements                  Measurements/DoseRate, Sample
//	5.1(g)  protective measures       .measures.actions                         ResponseActions/ProtectiveAction
//	5.1(h)  behaviour over time       .prediction                               ReleasePhase/Occurrence "Projected …"
//	5.2     supplemented              header.sequence, header.follows           SequenceNumber, Follows
//	        at intervals              information.nextUpdateDue                 no element
//	        termination               termination.state, .at                    no element; EventDescription
//	5.3     in confidence             header.confidentiality, header.addressees Confidentiality, Addressees
//
// What is read of IRIX today stands in package irix.
package schema
