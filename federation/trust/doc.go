// Package trust holds what a node believes and why: its own keys, the envelopes
// it seals and opens, the directory of parties, and the tree over its journal.
//
// Everything here is a pure function over bytes. Nothing reads a file, a socket
// or a clock; a time that matters is an argument. What comes in is refused with
// an error that says why; nothing is repaired.
//
// # Keys
//
// A party has one [Keys] per workspace, live and exercise, and they share
// nothing: an Ed25519 key that signs, an age X25519 identity that others encrypt
// to, and an Ed25519 TLS key with a self-signed certificate. A signing key is
// called <party>/<workspace>/<year><letter>, as in XA/live/2026a. A peer is
// recognised by its TLS key, pinned as the SHA-256 of the SubjectPublicKeyInfo
// (RFC 7469); names and dates in the certificate mean nothing.
//
// The key file is PEM: four blocks in this order,
//
//	FORTHWITH SIGNING KEY      PKCS #8 (RFC 8410)
//	FORTHWITH ENCRYPTION KEY   the line AGE-SECRET-KEY-1… that age -i takes
//	FORTHWITH TLS KEY          PKCS #8
//	FORTHWITH CERTIFICATE      X.509 (RFC 5280)
//
// each with the headers Key-Id, Party and Workspace. A file is read only if it
// is byte for byte what would be written, except for line ends and blank lines
// around the blocks. A keeper's file is one block, FORTHWITH KEEPER KEY, with
// the header Key-Id: keeper/<party>/<year><letter>.
//
// # Envelopes
//
// An envelope is DSSE v1.0.2; schema has its form, this package its signatures.
// The payload type is inside what is signed and separates the worlds:
//
//	application/vnd.forthwith.<workspace>.<document>.v1+json   [Keys.Seal], [Directory.Verify]
//	application/vnd.forthwith.entry.v1+json                    [SignEntry], [OpenEntry]
//	application/vnd.forthwith.directory.v1+json                [SignEdition], [OpenEdition]
//
// Seal refuses a workspace that is not the key's, and so the last two as well; a
// message can never pass for an entry, nor an exercise for an emergency.
//
// A key id is a hint and proves nothing; the key comes from the directory. Every
// signature under a known key must verify. Unknown ones are passed over beside a
// known one that does (a keeper or key our directory does not have yet) and are
// schema.ErrUnknownKey alone. Two known signers of different parties are refused:
// a message has one author, and whoever carries it must not become a second one.
//
// Validity windows do not decide. A signature does not prove when it was made,
// so a message under a rotated key cannot be told from one that was signed in
// time and came late, and a clock or a forgotten rotation must not silence an
// emergency (design, rule 5 of section 2). A date outside the window is
// [Directory.KeyWarning]. Only a revocation refuses, whatever its date, with
// schema.ErrKeyNotValid: later, because the author signs anew with a good key.
// That adds a signature and keeps the digest, so an envelope that carries both
// is good. What was recorded before the revocation is in the journal already and
// is not asked about again.
//
// # Entries and editions
//
// An [Entry] says who a party is: organisations, addresses, keys, pins, points
// of contact (Art. 7). It is canonical JSON, numbered by its party, and signed
// with one of the live signing keys it lists and does not revoke: who signs has
// the key. A party without a node has no key; its entry is listed by the keepers
// and vouched for by them alone. Roles are the party's own words until the
// keepers sign the edition that has them; that signature grants them.
//
// An [Edition] is the directory at a time: numbered, dated, expiring, with the
// digest of the edition before it, signed by keepers. Its payload is canonical
// JSON in which each self-signed entry stands as an object
//
//	{"entry":{…},"signatures":[{"keyid":"XA/live/2026a","sig":"…"}]}
//
// Every value in a canonical document is in its own canonical form (RFC 8785
// has no context), so the bytes of the entry are exactly those that were signed,
// and a third smaller than in base64 within base64: an edition must pass the
// wire like everything else, in schema.MaxEnvelope bytes.
//
// A [Draft] gathers entries; each keeper adds a signature with SignEdition. An
// edition is taken when a threshold of the keepers the reader already trusts have
// signed it: keys given at installation for the first, those of the current
// edition for the next ([Directory.Succeed]). Keys are counted, not parties: two
// officers of the Agency may each hold one. Succeed takes
//
//   - only a higher number; a second edition of one number is [ErrForked];
//   - for the very next number, only one that names the current digest;
//   - over a gap, any higher one that the current keepers signed. Nothing can be
//     said of the chain between; a node that was away for a year must not stay
//     behind. If the keepers changed meanwhile it needs the editions in order.
//
// From one edition to the next, an entry's sequence never falls, a key never
// leaves, never changes under its id and is never un-revoked. A rotated key stays
// listed with its end: what it signed stays good. In one edition no party stands
// twice, and no key id, key or pin belongs to two parties or two workspaces.
//
// An expired edition is used on ([Directory.Stale] asks with a time).
//
// # Tree and checkpoints
//
// Over each journal epoch stands a Merkle tree, RFC 6962 section 2.1, with the
// entries in stream order from sequence 1 as leaves ([Tree]). A signed
// [schema.Checkpoint] is its head; peers keep each other's and check that a later
// one continues an earlier one. The node journal is signed with the live keys.
//
// A leaf hashes the bytes of [Record]. They are a store format: for ever. Each
// line ends with a line feed:
//
//	forthwith/entry/v1
//	<epoch, decimal>
//	<sequence, decimal>
//	<subject>
//	<name>: <value>             for each value of each header
//	                            an empty line
//	<SHA-256 of the data, 64 lower-case hexadecimal digits>
//
// Header names stand in byte order, exactly as spelled; several values of one
// name keep their order. A header without values leaves no line. In subject,
// names and values a backslash is written \\, a line feed \n, a carriage return
// \r; in names also a colon \c. All other bytes stand as they are. So different
// entries have different records, and the data is hashed once and never copied.
package trust
