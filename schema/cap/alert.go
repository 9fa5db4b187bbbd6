package cap

import "slices"

// Alert is one CAP 1.2 message. Decode makes it from XML, Encode makes XML of it.
// An optional text that is "" is not there.
type Alert struct {
	Identifier  string
	Sender      string
	Sent        Time
	Status      Status
	MsgType     MsgType
	Source      string
	Scope       Scope
	Restriction string   // what a Restricted alert may be used for
	Addresses   []string // whom a Private alert is for
	Codes       []string
	Note        string
	References  []Reference
	Incidents   []string
	Infos       []Info // in the order of the document

	// Signatures are XML signatures as they stood in the document. None is
	// verified; see the package comment.
	Signatures []Signature
}

// Key is how other messages refer to the alert.
func (a *Alert) Key() Reference { return Reference{a.Sender, a.Identifier, a.Sent} }

// Reference names an earlier message. Sent is its text, offset included: the key
// is compared letter by letter.
type Reference struct {
	Sender     string
	Identifier string
	Sent       Time
}

func (r Reference) String() string {
	return r.Sender + "," + r.Identifier + "," + string(r.Sent)
}

// Signature is the bytes of one XML signature.
type Signature []byte

// Status says how an alert is to be handled.
type Status string

const (
	StatusActual   Status = "Actual"
	StatusExercise Status = "Exercise" // for the participants of an exercise, whom the note names
	StatusSystem   Status = "System"   // between machines of an alerting network
	StatusTest     Status = "Test"
	StatusDraft    Status = "Draft" // not to be acted on
)

// MsgType says what an alert does.
type MsgType string

const (
	MsgAlert  MsgType = "Alert"
	MsgUpdate MsgType = "Update" // supersedes what it references
	MsgCancel MsgType = "Cancel"
	MsgAck    MsgType = "Ack"   // receipt and acceptance, by a person
	MsgError  MsgType = "Error" // rejection; the note says why
)

// Scope says for whom an alert is. It is a mark and protects nothing.
type Scope string

const (
	ScopePublic     Scope = "Public"
	ScopeRestricted Scope = "Restricted"
	ScopePrivate    Scope = "Private"
)

// Category is a field that an event belongs to.
type Category string

const (
	CategoryGeo       Category = "Geo"
	CategoryMet       Category = "Met"
	CategorySafety    Category = "Safety"
	CategorySecurity  Category = "Security"
	CategoryRescue    Category = "Rescue"
	CategoryFire      Category = "Fire"
	CategoryHealth    Category = "Health"
	CategoryEnv       Category = "Env"
	CategoryTransport Category = "Transport"
	CategoryInfra     Category = "Infra"
	CategoryCBRNE     Category = "CBRNE"
	CategoryOther     Category = "Other"
)

// ResponseType is what the audience is asked to do.
type ResponseType string

const (
	ResponseShelter  ResponseType = "Shelter"
	ResponseEvacuate ResponseType = "Evacuate"
	ResponsePrepare  ResponseType = "Prepare"
	ResponseExecute  ResponseType = "Execute"
	ResponseAvoid    ResponseType = "Avoid"
	ResponseMonitor  ResponseType = "Monitor"
	ResponseAssess   ResponseType = "Assess"
	ResponseAllClear ResponseType = "AllClear"
	ResponseNone     ResponseType = "None"
)

// Urgency says how soon to act.
type Urgency string

const (
	UrgencyImmediate Urgency = "Immediate"
	UrgencyExpected  Urgency = "Expected"
	UrgencyFuture    Urgency = "Future"
	UrgencyPast      Urgency = "Past"
	UrgencyUnknown   Urgency = "Unknown"
)

// Severity is of the warning; no emergency class follows from it.
type Severity string

const (
	SeverityExtreme  Severity = "Extreme"
	SeveritySevere   Severity = "Severe"
	SeverityModerate Severity = "Moderate"
	SeverityMinor    Severity = "Minor"
	SeverityUnknown  Severity = "Unknown"
)

// Certainty is of the warning.
type Certainty string

const (
	CertaintyObserved Certainty = "Observed"
	CertaintyLikely   Certainty = "Likely"
	CertaintyPossible Certainty = "Possible"
	CertaintyUnlikely Certainty = "Unlikely"
	CertaintyUnknown  Certainty = "Unknown"
)

var (
	statuses      = []Status{StatusActual, StatusExercise, StatusSystem, StatusTest, StatusDraft}
	msgTypes      = []MsgType{MsgAlert, MsgUpdate, MsgCancel, MsgAck, MsgError}
	scopes        = []Scope{ScopePublic, ScopeRestricted, ScopePrivate}
	categories    = []Category{CategoryGeo, CategoryMet, CategorySafety, CategorySecurity, CategoryRescue, CategoryFire, CategoryHealth, CategoryEnv, CategoryTransport, CategoryInfra, CategoryCBRNE, CategoryOther}
	responseTypes = []ResponseType{ResponseShelter, ResponseEvacuate, ResponsePrepare, ResponseExecute, ResponseAvoid, ResponseMonitor, ResponseAssess, ResponseAllClear, ResponseNone}
	urgencies     = []Urgency{UrgencyImmediate, UrgencyExpected, UrgencyFuture, UrgencyPast, UrgencyUnknown}
	severities    = []Severity{SeverityExtreme, SeveritySevere, SeverityModerate, SeverityMinor, SeverityUnknown}
	certainties   = []Certainty{CertaintyObserved, CertaintyLikely, CertaintyPossible, CertaintyUnlikely, CertaintyUnknown}
)

// refers says whether a message of the type is about earlier ones.
func (m MsgType) refers() bool {
	return slices.Contains([]MsgType{MsgUpdate, MsgCancel, MsgAck, MsgError}, m)
}
