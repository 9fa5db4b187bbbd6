package notify

import (
	"fmt"
	"slices"

	"forthwith/schema"
)

// Right is what a desk may do.
type Right string

const (
	RightReceive    Right = "receive"    // warning point: read, acknowledge, verify
	RightIssue      Right = "issue"      // competent authority for home events: issue and release
	RightTakeOver   Right = "take-over"  // competent authority for events abroad
	RightAssist     Right = "assist"     // request, offer and accept assistance
	RightCoordinate Right = "coordinate" // exercises
	RightAdminister Right = "administer" // users, directory
)

// Rights lists them all.
var Rights = []Right{RightReceive, RightIssue, RightTakeOver, RightAssist, RightCoordinate, RightAdminister}

// Officer is who acts: a person in a session, or a machine with a token. A
// machine may draft, read and export; it never acts as a person.
type Officer struct {
	Login   string
	Name    string
	Desk    string
	Rights  []Right
	Session string
	Machine bool
}

// Denied says that somebody may not do something; it is for the officer to read.
type Denied struct{ Reason string }

func (d *Denied) Error() string { return d.Reason }

// May reports whether the officer's desk has one of the rights.
func (o Officer) May(rights ...Right) bool {
	return slices.ContainsFunc(rights, func(r Right) bool { return slices.Contains(o.Rights, r) })
}

// person refuses machines, and officers whose desk has none of the rights.
func (o Officer) person(act string, rights ...Right) error {
	if o.Machine {
		return &Denied{fmt.Sprintf("%s is a token: a machine cannot %s; a person signs in and does it", o.Login, act)}
	}
	return o.allowed(act, rights...)
}

func (o Officer) allowed(act string, rights ...Right) error {
	if !o.May(rights...) {
		return &Denied{fmt.Sprintf("the desk %q may not %s; it needs the right %q", o.Desk, act, rights[0])}
	}
	return nil
}

func (o Officer) approval(act schema.ApprovalAct, at schema.Instant) schema.Approval {
	return schema.Approval{Act: act, Officer: o.Login, Name: o.Name, Desk: o.Desk, At: at}
}

// notByDesk says of a kind why no desk issues it.
func notByDesk(k schema.Kind) error {
	switch k {
	case schema.KindPresented:
		return &Denied{"a node says itself that it presented a message; acknowledge the message instead"}
	case schema.KindDissemination:
		return &Denied{"messages are not yet disseminated from here; address the parties in a message of your own"}
	case schema.KindDirectory:
		return &Denied{"an edition of the directory is not yet sent as a message; give the file to the parties, who take it with forthwith directory take"}
	}
	return nil
}

// rightsFor are the rights of which one is needed to draft or release a kind.
func rightsFor(k schema.Kind) []Right {
	switch k {
	case schema.KindLinktest:
		return []Right{RightIssue, RightReceive, RightCoordinate}
	case schema.KindExercise:
		return []Right{RightCoordinate}
	case schema.KindAcknowledgement:
		return []Right{RightReceive, RightTakeOver}
	case schema.KindRequest:
		return []Right{RightReceive, RightIssue, RightTakeOver}
	case schema.KindReply, schema.KindMeasurement, schema.KindMeasures:
		return []Right{RightIssue, RightTakeOver}
	case schema.KindAssistanceRequest, schema.KindAssistanceReply, schema.KindAssistanceAccept, schema.KindAssistanceClose:
		return []Right{RightAssist}
	}
	return []Right{RightIssue}
}
