// Bench measures what our promises cost: ratios within one run, on loopback with
// real TLS and a sync on every append, so that the machine cancels out.
//
// # The floor
//
// The floor is as many embedded NATS servers, configured like ours (two accounts
// and a service import, SyncAlways, TLS 1.3 on both sides before anything else,
// TCP on 127.0.0.1), that do the least that could be called the same: one synced
// append at the origin to issue, a request to each peer, one synced append there
// by its handler, a reply, and at the origin one synced append of the replies
// that arrived together. Nothing is signed, judged or hashed. Envelope and reply
// have the sizes of ours. Like our ingress, its handler takes one request of a
// party at a time.
//
// Plain NATS is a second measure: each peer a leaf node with a stream that
// sources the origin's, both synced. Nobody tells the origin that it arrived.
//
// # Ours
//
// Ours is federation/sim on Loopback. Two officers release a notification of
// about 4 KB in the live workspace. Its draft is recorded before the clock
// starts; the clock runs from the call of Desk.Approve, which judges, seals and
// appends, until the receipts of all addressees are in the origin's journal by
// the word of its tracker. The floor's clock runs from its first append to its
// last.
//
// # Reading the table
//
// A ratio says how many times worse ours is: for times and memory ours by floor,
// for rates floor by ours. All nodes, and what measures them, share one machine.
package main
