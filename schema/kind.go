package schema

import "slices"

// Kind says what a message does. The set is closed; see kinds for the table.
type Kind string

const (
	KindNotification      Kind = "notification"
	KindInformation       Kind = "information"
	KindCorrection        Kind = "correction"
	KindWithdrawal        Kind = "withdrawal"
	KindReinstatement     Kind = "reinstatement"
	KindTermination       Kind = "termination"
	KindAcknowledgement   Kind = "acknowledgement"
	KindRequest           Kind = "request"
	KindReply             Kind = "reply"
	KindMeasurement       Kind = "measurement"
	KindMeasures          Kind = "measures"
	KindAssistanceRequest Kind = "assistance-request"
	KindAssistanceReply   Kind = "assistance-reply"
	KindAssistanceAccept  Kind = "assistance-accept"
	KindAssistanceClose   Kind = "assistance-close"
	KindDissemination     Kind = "dissemination"
	KindPresented         Kind = "presented"
	KindDirectory         Kind = "directory"
	KindLinktest          Kind = "linktest"
	KindExercise          Kind = "exercise"
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
	// Event is what the header says of an event.
	Event EventRule
	body  func() Body
}

// EventRule is whether a message of a kind belongs to an event.
type EventRule string

const (
	EventNeeded EventRule = "needed" // about an event, always
	EventMaybe  EventRule = "maybe"  // about an event, or none
)

// NewBody is an empty body of the kind.
func (r Rule) NewBody() Body { return r.body() }

var (
	emergency = []ReportContext{ContextEmergency}
	ordinary  = []ReportContext{ContextEmergency, ContextRoutine}
	every     = []ReportContext{ContextEmergency, ContextRoutine, ContextTest}
	test      = []ReportContext{ContextTest}
)

// kinds is the table of kinds, contexts and persons (design, section 4). What
// speaks of another message, as an acknowledgement does, has that one's context: of
// a test, Test.
var kinds = []Rule{
	{KindWithdrawal, 1, ordinary, true, 0, true, EventNeeded, func() Body { return new(Withdrawal) }},
	{KindTermination, 2, ordinary, true, 1, true, EventNeeded, func() Body { return new(Termination) }},
	{KindNotification, 2, emergency, true, 2, true, EventNeeded, func() Body { return new(Notification) }},
	{KindCorrection, 2, ordinary, true, 2, true, EventMaybe, func() Body { return new(Correction) }},
	{KindReinstatement, 2, ordinary, true, 2, true, EventNeeded, func() Body { return new(Reinstatement) }},
	{KindDissemination, 1, ordinary, true, 2, true, EventMaybe, func() Body { return new(Dissemination) }},
	{KindInformation, 2, ordinary, true, 3, true, EventNeeded, func() Body { return new(Information) }},
	{KindMeasurement, 2, ordinary, true, 3, true, EventMaybe, func() Body { return new(Measurement) }},
	{KindAssistanceRequest, 2, ordinary, true, 3, true, EventMaybe, func() Body { return new(AssistanceRequest) }},
	{KindAssistanceReply, 1, ordinary, true, 3, true, EventMaybe, func() Body { return new(AssistanceReply) }},
	{KindAssistanceAccept, 2, ordinary, true, 3, true, EventMaybe, func() Body { return new(AssistanceAccept) }},
	{KindAssistanceClose, 1, ordinary, true, 3, true, EventMaybe, func() Body { return new(AssistanceClose) }},
	{KindRequest, 1, ordinary, true, 3, true, EventMaybe, func() Body { return new(Request) }},
	{KindReply, 1, ordinary, true, 3, true, EventMaybe, func() Body { return new(Reply) }},
	{KindMeasures, 1, ordinary, true, 3, false, EventNeeded, func() Body { return new(Measures) }},
	{KindExercise, 1, nil, true, 3, true, EventMaybe, func() Body { return new(ExerciseAct) }},
	{KindAcknowledgement, 1, every, true, 4, false, EventMaybe, func() Body { return new(Acknowledgement) }},
	{KindPresented, 0, every, true, 4, false, EventMaybe, func() Body { return new(Presented) }},
	{KindLinktest, 1, test, true, 5, false, EventMaybe, func() Body { return new(Linktest) }},
	{KindDirectory, 0, test, false, 5, false, EventMaybe, func() Body { return new(Directory) }},
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

// Allows reports whether the kind may have the context in the workspace.
func (r Rule) Allows(w Workspace, c ReportContext) bool {
	if w == Exercise {
		return r.InExercise && c == ContextExercise
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

// Revokes reports whether messages of the kind say that another was wrong.
func (k Kind) Revokes() bool {
	return k == KindCorrection || k == KindWithdrawal || k == KindReinstatement
}
