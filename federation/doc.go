// Package federation is a node among its peers: the embedded NATS server, the
// journal on JetStream, the way in and the way out. Only this package knows NATS.
//
// # The node
//
// A Node has one embedded server with two accounts. JOURNAL has JetStream, and
// nobody but this process in it. PEERS has none: a peer reaches the node by service
// import alone, so that nothing it sends can name a stream, a reply subject of
// ours or another peer. Each workspace has its own journal, folds, desk, ingress
// and gateway; a third journal, node, has users and directory editions.
//
// # On the wire
//
// A node dials each of its peers as an ordinary NATS client, the two workspaces on
// separate connections, TLS 1.3 before anything else. The server name of the
// handshake is the workspace, live or exercise, and chooses the certificate on
// both sides. Each side pins the other's key by the directory; there is no
// authority to trust, names mean nothing, and dates only warn.
//
// On its connection to a peer, party FR may publish to one subject and receive on
// its own inbox. There is nothing else it may do:
//
//	publish    deliver.live.FR       on the live connection
//	           deliver.exercise.FR   on the exercise connection
//	subscribe  _INBOX_FR_live.>      or _INBOX_FR_exercise.>
//
// A delivery is a request whose data is one envelope, exactly as its author signed
// it, at most schema.MaxEnvelope bytes and with no headers. The answer is an
// envelope too: a schema.Receipt or schema.Refusal under the type
//
//	application/vnd.forthwith.<workspace>.receipt.v1+json
//	application/vnd.forthwith.<workspace>.refusal.v1+json
//
// Only a signed answer is an answer. A receipt must name the message's id and
// digest; a refusal must name the SHA-256 of the bytes that were sent. Anything
// else, and silence, is asked again: after a pause that grows to a minute, with
// jitter, for ever; at once when the peer is heard. The same delivery gets the
// same receipt, byte for byte.
//
// A node whose journal was damaged delivers, on the same subject, a schema.Fetch
// with the signed start of its new epoch. The peer records the break, owes again
// what it has receipts for from behind the break, and answers with the next
// message of the asker that it holds, as its author signed it; after the last, with
// a schema.Fetched.
//
// On live links each node sends, every minute, a schema.Beat on the same subject,
// and the answer is the other's. It has the clock, the directory edition, whether a
// person's console is open, what waits, and the checkpoints of both journals, each
// with a proof that it continues the one the other knows. What the other knows goes back
// with it, signed by us: a node whose past was restored, head and all, learns it
// from there, takes the later head for its own and finds the damage. Silence, a
// stall, a wrong clock, an old directory and a contradiction show within three
// intervals. Heartbeats also name the messages of third parties that are addressed
// to both: an author that told the two something else is named, and rings.
//
// Files follow their messages. The addressee asks for them on the same subject, with a
// schema.Pull, and the answer is a piece, signed, under the one type that is not JSON:
//
//	application/vnd.forthwith.<workspace>.piece.v1
//
// A piece is as large as the road bears in a second, so that no message waits longer
// for one: the first has 1 KiB, the largest is a chunk. What has come whole and is what
// its digest says is recorded, and told with a schema.Obtained until the author answers
// schema.Noted. One file of a party is on its way at a time, those of emergencies first;
// whatever breaks, it goes on at the chunk where it was.
//
// The order in which deliveries arrive means nothing; up to eight to a party are
// under way at a time. What goes next is asked of the fold: withdrawals and
// terminations before what they end, emergencies before exercises' small talk. While
// something live is under way to a party, nothing of an exercise starts out to it.
//
// # In the store
//
// Each journal is one stream per epoch (LIVE-1), synced on every append, from
// which nothing is ever deleted. An entry's subject is
//
//	<journal>-<epoch>.<type>.<origin>.<id>
//
// and an append demands that the subject be empty: idempotent for all time, not
// for the two minutes of a deduplication window. Its headers, Forthwith-At, -Link,
// -Digest and -Warnings, are part of the record that the tree hashes (package
// trust has the format). The signed head of the tree is kept in a file apart, which
// has two places, the older written over; it is synced in groups, and never ahead of
// the store. At start the two are compared, because JetStream does not notice a
// flipped bit or a lost end.
//
// Files are on a stream of their own for each workspace (FILES-LIVE), in chunks of
// 256 KiB under
//
//	files-<workspace>.<who gave it>.<SHA-256 of the file>.<number of the chunk>
//
// where the newest of a number stands. A file is read whole and held against its digest
// before it is shown, and by the scrub; one that is no longer what it was is recorded as
// lost, and pulled again. The streams are bounded (Config.MaxFiles), so that no file takes the room of an
// entry.
//
// A start folds every entry. Of a long journal that takes a while, so the fold and
// the leaves of the trees are written, after each 20,000 entries and at the end, into
// a snapshot in a file apart. A start reads it, and the entries that came after it, if
// this node signed it, this very binary wrote it, its leaves make the heads it names,
// and entries of the store looked at by chance are those of the leaves; what it was
// made of is scrubbed behind the start. Otherwise it is removed and all is read: it is
// a cache, and deleting it changes nothing but the time.
//
// # Damage
//
// A journal that is not what its head says is set aside as it is, and the node goes
// on at once in the next epoch (LIVE-2), whose first entry, signed, names the last
// position that can be proved, the reason and what is missing. That position is
// signed into a file of its own too: the new epoch may be damaged in its turn. What
// is provable of the old epoch is folded as before, and its ids stay taken. Messages
// of others are delivered anew by those who sent them; our own are fetched from
// those who hold them. A peer is told of every break, however long it was away. At
// each start the epochs set aside are looked at too: where one is less than peers
// were told, another begins and says so. Node.Missing lists what nobody gave back.
// Once a day a scrub reads all entries again; what it finds, and a stream that could
// not write and has room again, end Run with ErrReopen: the node is closed and
// opened anew, and what still waits to be recorded is told at once that it is not.
// Before the server starts, block files are looked through for the one change of a
// bit that would keep it from ever starting; such a stream is moved aside, and so is
// one that the server does not take for one.
//
// # Peers are not trusted
//
// Every subscription is one party's, with small limits and one worker, so that a
// flood from one delays no other. A party that sends more than its queue holds is
// cut off, and stays out for some seconds. A peer's server is read through a guard:
// the client library would take any size it announces. What a peer signs is
// believed only of itself.
//
// What a party with valid keys can try, what stands against it, and the test that
// tries it on a whole node or on the part concerned:
//
//	threat                                       | defence                                           | test
//	speaks or listens under another's subject    | permissions of its connection alone               | TestHostileClientSpeaksOnlyAsItself
//	sends the answer where it does harm          | accounts, one export, no delivery without a reply | TestHostileClientSpeaksOnlyAsItself
//	headers that mean something to a stream      | only the data of a delivery is read               | TestHostileHeadersReachNoStream
//	many connections                             | four a party, the oldest cut                      | TestHostileConnectionsAreBounded
//	floods, or does not read answers             | a worker and a queue each; cut off, and rests     | TestHostileFloodCostsNobodyElseADelivery
//	another's certificate, or one of no party    | TLS 1.3, the key is pinned by the directory       | TestHostileStrangersAreRefused
//	its live key in exercise                     | the server name must be the key's workspace       | TestHostileStrangersAreRefused
//	a certificate past its dates                 | dates only warn                                   | TestHostileDatesStopNobody
//	it is no party any more                      | its connections are cut with the edition          | TestHostilePartyThatIsRemovedIsCutOff
//	an envelope that is read in two ways         | size, wrapper, signature, depth, canonical form   | TestHostileEnvelopesAreRefusedWithTheirCode
//	fills the journal with refusals              | one record a minute for a party and code          | TestHostileEnvelopesAreRefusedWithTheirCode
//	bytes that are not the protocol              | limits of the server and of the account           | TestHostileBytesEndTheirConnection
//	the id of another's message                  | a subject has the author in it                    | TestHostileUseOfAnIDTakesNothingFromItsAuthor
//	another's envelope                           | the author is the party of the link               | TestHostileReplayIsRefused
//	an answer that is not the truth              | its signature, over exactly what was sent         | TestHostileAnswerSettlesNothing
//	no answer                                    | asked again, for ever, with a growing pause       | TestHostileSilenceIsAskedAgain
//	chatters, so that it is asked without pause  | being heard counts once a second                  | TestHostileChatterIsNotAnsweredWithDeliveries
//	gives another file than its message names    | proved by digest, pulled anew ever more seldom    | TestAFileIsKeptUnderWhoGaveIt
//	spoils the file that another gives           | chunks are kept under who gave them               | TestAFileIsKeptUnderWhoGaveIt
//	fills the disk with files                    | a quota for each party, a bound for all           | TestFilesTakeNoMoreThanTheyMay
//	tells two parties different things           | parties compare what they received                | TestHostileAuthorIsNamedByAllItTold
//	a server that crashes, fills or misleads us  | guard, pinned address, bounded dial               | TestHostileServerHarmsNoOtherDelivery
//	sizes and lines that hurt the client library | guard                                             | TestGuardStopsWhatHurtsTheClient
//
// Not met: connections of strangers who never begin TLS, up to the limit of the
// server, which are for a firewall to bound; and a party that fills the disk with
// good messages, without files, of its own.
package federation
