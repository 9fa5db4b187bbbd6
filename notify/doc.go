// Package notify is the life of a notification: how officers issue it, how a
// node takes it in, and how far each delivery has come. It knows neither network
// nor disk nor clock: time is an argument, and the journal, the signer and the
// verifier are three small interfaces that federation and trust satisfy.
//
// # The path
//
//	officer ─ Desk.Draft, Desk.Approve ─ validate ─ seal ─ Journal.Append
//	                                                          │ the folds have it
//	                                         Tracker.Owed ── courier (federation)
//	                                                          │
//	officer ◄─ Tracker.Ringing ◄─ Journal.Append ◄─ Intake.Admit
//	   │                                                      └ receipt or refusal, signed
//	   └ Desk.Acknowledge: a message like any other, the same way back
//
// Read along the line it is the same words in every case: validate, seal, append
// on the way out; open, judge, append on the way in. Nothing leaves, and nobody is
// told "received", before it is in the journal, and the journal answers when it
// is on disk.
//
// A delivery is settled when the sender has recorded the addressee's receipt or
// final refusal. A crash anywhere repeats a step: the journal takes one entry for
// each origin and id for ever, and a receipt follows from the recorded entry
// alone, so that the same delivery gets the same bytes.
//
// # Drafts, approvals, release
//
// A draft is recorded and waits. Each person adds an approval; the one that
// completes the number releases (see Policy.Persons and the table of kinds in
// schema). The approvals stand inside what is signed. What one person may release
// goes at once. A machine, that is a token, may draft; it never approves,
// withdraws or acknowledges, and what it drafted needs the full number of
// persons.
//
// # Threads
//
// A follow-up inherits its event and its addressees; those of what corrects,
// withdraws, reinstates or ends are computed. A reply, and an answer in the loop of
// assistance, goes to who asked and stands in the event of what it answers. A
// reinstatement undoes a withdrawal: the event is open again, and what was
// withdrawn stands and, where no person had it, rings again. Only who opened an
// event withdraws, reinstates or terminates it; others may inform on it, and say
// what they measure and decide. What is issued about no event is in no thread.
//
// Information that is graver than all we said before says so in its header
// (schema.Raises), and rings among the notifications.
//
// # Places
//
// A node may have a catalogue of facilities (package notify/catalogue), which an
// administrator imports and which is a setting in the node journal. A draft that
// names a facility of it and leaves out type, reactor or position is filled in by
// the desk, with a warning from-catalogue that says what was; where the event is at
// an installation and nothing was said of its place, that too. What the officer
// gave stands, and a second person sees what the desk gave.
//
// The places of a message are doubted at the desk and at intake, by warnings only.
// A receipt carries code and distance, as in "implausible-country 312 km": look at
// the coordinates, and ask the sender.
//
//	implausible-country   the coordinates lie outside the country named (package atlas)
//	implausible-facility  they lie more than 10 km from the facility in the catalogue
//
// Of disputed places, and of parties without an outline, there is no opinion.
//
// # The ladder
//
// A Delivery holds machines' rungs (sent, received or refused) and persons' rungs
// (acknowledged, verified, taken over) in different fields. It is a fold over the
// journal; Tracker keeps no fact of its own. What has no answer yet (tries, the last
// error) is the gateway's telemetry.
//
// Overdue is a question asked with a time: no person of theirs has what rings within
// the target (Policy.PersonWithin), or none has taken it as far as the author wants
// (header.wanted) by the time that it gives. The addressee asks the same of its own
// persons.
//
// # Files
//
// A message names its files by digest and never waits for them. Each addressee
// pulls them from the author, piece by piece (schema.Pull), goes on after whatever
// breaks where it was, and records a file that is whole and is what its digest says
// (FileRecord, an attachment entry); what it is is told by content. Then it says so,
// signed (schema.Obtained), until the author has noted it: on the author's ladder a
// file is missing till then. A desk releases only a message whose files are here.
//
// # Refusals
//
// What intake does not take is refused with a code, signed, and the sender's
// ladder shows it. A refusal for later is asked again, for ever; a final one
// settles the delivery and rings at both ends. Of what is refused only a bounded
// record is kept: one a minute for each peer and code, with a count.
//
//	code                   asked again  when
//	unknown-key            later        the directory does not have the signing key yet
//	key-not-valid          later        the signing key was revoked
//	no-role                later        the directory does not let its author disseminate
//	storage                later        there is no room, or the disk does not answer
//	exercise-not-entered   later        the receiver has not entered the exercise
//	no-file                later        the author does not have the file that is asked for
//	oversized              final        larger than schema.MaxEnvelope
//	wrapper                final        not a DSSE envelope, strictly read
//	unsigned               final        no signature
//	bad-signature          final        a signature under a known key does not verify
//	wrong-workspace        final        signed for the other world, or as another kind
//	not-canonical          final        not RFC 8785, or nested too deep
//	schema                 final        not the form of its kind, or a rule is broken
//	kind-and-context       final        the kind cannot have the context there
//	not-addressed          final        the receiver is not an addressee
//	author                 final        signed by one party in the name of another
//	one-id-two-contents    final        the id was used before; both contents are kept
//
// What a dissemination encloses is opened as if it had come by itself, only that it
// need not be addressed here. Its author's key may be unknown yet, or revoked, which
// is refused later; all else that is wrong with it is final, with the code that the
// fault has.
//
// # Damage
//
// A journal that was damaged goes on in another epoch (package federation), and
// that rings until an officer notes it. Peers record the break when they are told:
// a receipt for a place behind the last provable one no longer counts, and what
// was receipted there is owed again. What the damaged node itself had said, and
// with it the acknowledgements of its officers, it fetches back from those who hold
// it; the envelopes are its own, so that nobody has to be believed. Drafts, notes
// and refusals are nobody else's, and gone.
//
// # What rings for refusals
//
// What could not be verified, and all that is final, rings here: "a message
// claiming to be from XA could not be verified; telephone". It stops when an
// officer has noted what was done.
package notify
