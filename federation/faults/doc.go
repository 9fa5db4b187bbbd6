// Faults does to nodes what happens to machines, disks and lines, and has the
// accountant of package sim read what is left. It is long, it needs root, and it is
// no part of the tests: see scripts/faults -help.
//
// Each node is a process of its own, this program again, and takes commands as
// lines of JSON: issue, acknowledge, report. What it answers for is written into a
// ledger here. After every fault the node must come up with all it answered for;
// in the end all nodes must come to rest with nothing owed, and the accountant
// reads their stores raw.
//
// # Parts
//
//	power    100  the power of XA and of its disk goes, at any moment
//	kills    200  one of three nodes gets SIGKILL, at any moment
//	room       6  the file system of XA is filled up, and has room again
//	links     60  roads lose, double, delay and reorder packets, are narrow, half open or cut
//	clock     30  the clock of a node is an hour or a day wrong, either way
//	damage    40  a file of XA's store is harmed between its end and its next start
//
// A seed decides which faults there are and how long is waited; how the nodes
// interleave it does not. What once found a fault is a named case, with its seed,
// and runs first. A part in which nothing happened is wrong too: a road that lost no
// packet, a disk that forgot no write.
//
// # The disk without power
//
// The store of XA in the part power is a FUSE file system of this program, with
// its files in memory. Type disk has the model. In short: bytes are durable when
// their file was synced, names when the file or its directory was, or a later name
// is; of the rest a power loss keeps a random beginning, file by file, and of the
// write that it cuts some sectors. With -no-sync the disk lies: it says that it has
// synced and does so only now and then. The report must then show what is lost; if
// it does not, this program finds nothing, and says so.
//
// # The network
//
// In the part links each node runs in a network namespace of its own, whose only
// device leads here: this program reads every IP packet, treats it as the road to
// its destination has it, and writes it to the device of that node. The namespaces
// have no names. They are gone when the nodes and this program are, and nothing in
// them reaches the machine or anything else.
//
// # Reading the report
//
// The last line is the sum of what the accountant found, and what was seen while
// nodes ran. Lost is what was answered, receipted or held by another and is not in
// the journal where it belongs. Shown twice is what stands twice in a journal, or
// rang again after it was acknowledged; a node that says it was damaged may ring
// again. Silently served is what has no good signature of its author, is not what
// was answered for, or was receipted under a tree that its receiver's journal never
// had. What was answered by a node whose store was then damaged, and reached nobody
// before, is missing; it must be named.
package main
