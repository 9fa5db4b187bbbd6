package schema

// The loop of the Convention on Assistance: request, reply, acceptance, close. A
// State may ask wherever the accident is, and for an event or for none.

// AssistanceRequest says what help is needed (Assistance Convention, Art. 2.1).
type AssistanceRequest struct {
	// Areas are RANET's functional areas. None says that the scope is not known yet;
	// both sides then consult (Art. 2.2).
	Areas []AssistanceArea `json:"areas,omitempty" validate:"max=16,unique,dive,oneof='Decontamination' 'Dose Assessment' 'Environmental Sampling and Analysis' 'Medical Support' 'Nuclear Installation Assessment and Advice' 'Radiation Survey' 'Radiological Assessment and Advice' 'Source Search and Recovery' 'Medical Treatment Abroad' 'Temporary Relocation Abroad' Other"`
	Scope string           `json:"scope,omitempty" validate:"required,max=8000"`
	// Modes are how help can come: as a team, or from afar.
	Modes    []string  `json:"modes,omitempty" validate:"max=2,unique,dive,oneof='Field Assistance Team' 'External Based Support'"`
	Location *Location `json:"location,omitempty"`
	NeededBy Time      `json:"neededBy,omitempty" validate:"omitempty,utcseconds"`
	Till     Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	// Information is what those who help have to know.
	Information string `json:"information,omitempty" validate:"max=8000"`
	DueAt       Time   `json:"dueAt,omitempty" validate:"omitempty,utcseconds"` // when an answer is hoped for
}

// Kind implements Body.
func (*AssistanceRequest) Kind() Kind { return KindAssistanceRequest }

// AssistanceArea is one of RANET's functional areas, or one of Art. 2.5.
type AssistanceArea string

// AssistanceReply says whether a party can help, with what and on which terms
// (Art. 2.3). "Cannot" is an answer.
type AssistanceReply struct {
	Request       MessageID        `json:"request,omitempty" validate:"messageid"`
	Position      Position         `json:"position,omitempty" validate:"oneof=can partial cannot considering"`
	Areas         []AssistanceArea `json:"areas,omitempty" validate:"max=16,unique,dive,oneof='Decontamination' 'Dose Assessment' 'Environmental Sampling and Analysis' 'Medical Support' 'Nuclear Installation Assessment and Advice' 'Radiation Survey' 'Radiological Assessment and Advice' 'Source Search and Recovery' 'Medical Treatment Abroad' 'Temporary Relocation Abroad' Other"`
	Scope         string           `json:"scope,omitempty" validate:"max=8000"`
	Terms         string           `json:"terms,omitempty" validate:"max=8000"`
	Costs         string           `json:"costs,omitempty" validate:"max=2000"` // the financial terms
	AvailableFrom Time             `json:"availableFrom,omitempty" validate:"omitempty,utcseconds"`
	ValidTill     Time             `json:"validTill,omitempty" validate:"omitempty,utcseconds"` // of the offer
	DueAt         Time             `json:"dueAt,omitempty" validate:"omitempty,utcseconds"`     // of a decision, while considering
}

// Kind implements Body.
func (*AssistanceReply) Kind() Kind { return KindAssistanceReply }

// Position is whether a party can help.
type Position string

const (
	PositionCan         Position = "can"
	PositionPartial     Position = "partial"
	PositionCannot      Position = "cannot"
	PositionConsidering Position = "considering"
)

// AssistanceAccept answers an offer.
type AssistanceAccept struct {
	Reply    MessageID `json:"reply,omitempty" validate:"messageid"`
	Decision Decision  `json:"decision,omitempty" validate:"oneof=accept decline counter"`
	Scope    string    `json:"scope,omitempty" validate:"max=8000"` // what of it, or what instead
	Terms    string    `json:"terms,omitempty" validate:"max=8000"`
	// Plan is the assistance action plan: its version, or in words. The plan itself
	// is attached.
	Plan string `json:"plan,omitempty" validate:"max=2000"`
}

// Kind implements Body.
func (*AssistanceAccept) Kind() Kind { return KindAssistanceAccept }

// Decision is what becomes of an offer.
type Decision string

const (
	DecisionAccept  Decision = "accept"
	DecisionDecline Decision = "decline"
	DecisionCounter Decision = "counter"
)

// AssistanceClose ends assistance, or a request for it; either side may (Art. 11).
type AssistanceClose struct {
	Request MessageID `json:"request,omitempty" validate:"messageid"`
	At      Time      `json:"at,omitempty" validate:"utcseconds"` // when it ends or ended
	Reason  string    `json:"reason,omitempty" validate:"required,max=2000"`
}

// Kind implements Body.
func (*AssistanceClose) Kind() Kind { return KindAssistanceClose }
