package schema

import "slices"

// Kind says what a message does. The set is closed; see kinds for the table.
type Kind string

const (
	KindNotification    Kind = "notification"
	KindInformation     Kind = "information"
	KindCorrection      Kind = "correction"
	KindWithdrawal      Kind = "withdrawal"
	KindTermination     Kind = "termination"
	KindAcknowledgement Kind = "acknowledgement"
	KindLinktest        Kind = "linktest"
	KindExercise        Kind = "exercise"
)

// ReportContext is what a message says of itself, in IRIX's words.
type ReportContext string

const (
	ContextEmergency ReportContext = "Emergency"
	ContextExercise  ReportContext = "Exercise"
	ContextTest      ReportContext = "Test"
	ContextRoutine   ReportContext = "Routine"
)

// Rule is one line of the table of kinds.
type Rule struct {
	Kind Kind
	// Persons release it in live: the drafter counts. Zero is a node speaking
	// about itself.
	Persons int
	// Live lists the contexts the kind may have in the live workspace; none
	// means it is not for live. In exercise every context is Exercise.
	Live []ReportContext
	// InExercise says whether the kind exists in the exercise workspace.
	InExercise bool
	// Priority orders a party's queue: 0 goes first. What ends or corrects goes
	// before what it ends.
	Priority int
	// Rings says whether the kind rings at the addressee until a person acts.
	Rings bool
	body  func() Body
}

var (
	emergency = []ReportContext{ContextEmergency}
	ordinary  = []ReportContext{ContextEmergency, ContextRoutine}
)

// kinds is the table of kinds, contexts and persons (design, section 4).
var kinds = []Rule{
	{KindWithdrawal, 1, ordinary, true, 0, true, func() Body { return new(Withdrawal) }},
	{KindTermination, 2, ordinary, true, 1, true, func() Body { return new(Termination) }},
	{KindNotification, 2, emergency, true, 2, true, func() Body { return new(Notification) }},
	{KindCorrection, 2, ordinary, true, 2, true, func() Body { return new(Correction) }},
	{KindInformation, 2, ordinary, true, 3, true, func() Body { return new(Information) }},
	{KindExercise, 1, nil, true, 3, true, func() Body { return new(ExerciseAct) }},
	{KindAcknowledgement, 1, ordinary, true, 4, false, func() Body { return new(Acknowledgement) }},
	{KindLinktest, 1, []ReportContext{ContextTest}, true, 5, false, func() Body { return new(Linktest) }},
}

// Kinds lists the table in order of priority.
func Kinds() []Rule { return slices.Clone(kinds) }

// Rule looks a kind up.
func (k Kind) Rule() (Rule, bool) {
	i := slices.IndexFunc(kinds, func(r Rule) bool { return r.Kind == k })
	if i < 0 {
		return Rule{}, false
	}
	return kinds[i], true
}

// Allows reports whether the kind may have the context in the workspace. An
// acknowledgement of a test is itself a test, so Test is open to it in live.
func (r Rule) Allows(w Workspace, c ReportContext) bool {
	if w == Exercise {
		return r.InExercise && c == ContextExercise
	}
	if r.Kind == KindAcknowledgement && c == ContextTest {
		return true
	}
	return slices.Contains(r.Live, c)
}

// DefaultContext is the context a desk gives a message of the kind.
func (r Rule) DefaultContext(w Workspace) ReportContext {
	if w == Exercise || len(r.Live) == 0 {
		return ContextExercise
	}
	return r.Live[0]
}
