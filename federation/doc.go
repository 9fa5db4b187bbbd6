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
// The order in which deliveries arrive means nothing; up to eight to a party are
// under way at a time. What goes next is asked of the fold: withdrawals and
// terminations before what they end, emergencies before exercises' small talk.
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
// trust has the format). The signed head of the tree is kept in a file apart,
// synced in groups, and never ahead of the store; at start the two are compared,
// because JetStream does not notice a flipped bit or a lost end.
//
// # Peers are not trusted
//
// Every subscription is one party's, with small limits and one worker, so that a
// flood from one delays no other. A peer's server is read through a guard: the
// client library would take any size it announces. What a peer signs is believed
// only of itself.
package federation
