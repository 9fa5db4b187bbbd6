package main

import (
	"encoding/json"
	"time"

	"forthwith/federation/trust"
	"forthwith/schema"
)

// What a process under fault is told and says: a line of JSON for each. The first
// it is told is a setup.

// setup is a node as its process opens it.
type setup struct {
	Party   schema.Party
	Dir     string
	Listen  string
	Keys    map[schema.Workspace]string // key files
	Keepers []trust.KeeperPublic
	Edition json.RawMessage
	// Roads leads from the addresses of the directory to those to dial.
	Roads         map[string]string
	Offset        time.Duration // of the node's clock
	SnapshotEvery int64
}

// verb is what a process is asked to do.
type verb string

const (
	issue       verb = "issue"       // a notification of an emergency, by two officers
	acknowledge verb = "acknowledge" // the first message that rings
	report      verb = "report"      // all messages of its own
	state       verb = "state"       // how it stands
	step        verb = "step"        // its clock
	prove       verb = "prove"       // its files, as a scrub does
	warnings    verb = "warnings"    // with which a message was taken
)

type command struct {
	Number  int
	Do      verb
	Message schema.MessageID
	Author  schema.Party
	To      []schema.Party
	At      schema.Time
	// File is how large a file goes with it, in bytes; zero for none.
	File   int
	Offset time.Duration
}

// reply is what became of a command; its number is zero where a node came up.
type reply struct {
	Number int
	// Failed is why nothing was answered; Again says that asking again can help.
	Failed string
	Again  bool
	// Act is what the node answered for.
	Act      *act
	Own      map[schema.MessageID]schema.Digest
	Warnings []string
	State    *standing
}

// act is one message that a node answered for: it is recorded.
type act struct {
	Message schema.MessageID
	Digest  schema.Digest
	Of      string // author and id of what it acknowledges
}

// standing is how a node stands.
type standing struct {
	Waiting int // deliveries without an answer
	Files   int // parties with files that are on their way here
	Ringing int // messages
	Other   []string
	Twice   []string // messages that officers here acknowledged twice
	Epoch   int      // of the latest damage; zero for none
	Rung    bool     // that damage rings
	Giving  int      // damages after which a peer has not given back all it holds
	Missing int
	Failing []string
}
