package schema

// ProtectiveMeasures are the off-site protective measures taken or planned,
// 5.1(g).
type ProtectiveMeasures struct {
	// TakenOrPlanned is said where there is no action to list: No is not unknown.
	TakenOrPlanned string             `json:"takenOrPlanned,omitempty" validate:"omitempty,oneof=Yes No"`
	Actions        []ProtectiveAction `json:"actions,omitempty" validate:"max=100,dive"`
	Text           string             `json:"text,omitempty" validate:"max=8000"`
}

// ProtectiveAction is one measure (IRIX ProtectiveAction).
type ProtectiveAction struct {
	Type      string `json:"type,omitempty" validate:"required,max=255"` // IRIX TypeOfAction, or a description
	Status    string `json:"status,omitempty" validate:"oneof='Under Consideration' Planned Ordered Initiated Taken Withdrawn"`
	Areas     []Area `json:"areas,omitempty" validate:"max=50,dive"`
	From      Time   `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till      Time   `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Criterion string `json:"criterion,omitempty" validate:"max=255"` // the level or dose it goes by
	Text      string `json:"text,omitempty" validate:"max=2000"`
}

// Measures is what a party decided at home after it was told: receivers are
// senders, too (87/600 Art. 4).
type Measures struct {
	ValidAt           Time               `json:"validAt,omitempty" validate:"utcseconds"`
	Measures          ProtectiveMeasures `json:"measures"`
	Monitoring        *Monitoring        `json:"monitoring,omitempty"`
	Food              *FoodMonitoring    `json:"food,omitempty"`
	PublicInformation *PublicInformation `json:"publicInformation,omitempty"`
	Text              string             `json:"text,omitempty" validate:"max=8000"`
	NextUpdateDue     Time               `json:"nextUpdateDue,omitempty" validate:"omitempty,utcseconds"`
}

// Kind implements Body.
func (*Measures) Kind() Kind { return KindMeasures }

// PublicInformation is how the public is told (87/600 Art. 3.1(h)).
type PublicInformation struct {
	Website  string `json:"website,omitempty" validate:"omitempty,website,max=2000"`
	Phone    string `json:"phone,omitempty" validate:"max=64"` // for the public and the press, not for parties
	Measures string `json:"measures,omitempty" validate:"max=8000"`
}

// Consequences are what is known of harm, and where (IRIX Consequences). Of
// persons there are numbers only.
type Consequences struct {
	Health      string         `json:"health,omitempty" validate:"max=8000"`
	Environment string         `json:"environment,omitempty" validate:"max=8000"`
	Food        string         `json:"food,omitempty" validate:"max=8000"`
	Other       string         `json:"other,omitempty" validate:"max=8000"`
	Areas       []AffectedArea `json:"areas,omitempty" validate:"max=100,dive"`
	Casualties  []Casualties   `json:"casualties,omitempty" validate:"max=50,dive"`
}

// AffectedArea is an area and what has come over it, or may.
type AffectedArea struct {
	Occurrence string `json:"occurrence,omitempty" validate:"omitempty,oneof=Actual 'Actual - Confirmed' 'Actual - Not Confirmed' Projected 'Projected - Unlikely to Occur' 'Projected - Likely to Occur' 'Projected - Certain to Occur'"`
	Area       Area   `json:"area"`
	Effect     string `json:"effect,omitempty" validate:"omitempty,oneof=Contamination 'Elevated Radiation Levels'"`
	Text       string `json:"text,omitempty" validate:"max=2000"`
}

// Casualties is a number of persons.
type Casualties struct {
	Type       string `json:"type,omitempty" validate:"required,max=255"` // IRIX CasualtyType, or a description
	Group      string `json:"group,omitempty" validate:"max=255"`         // IRIX MemberOfGroup, or a description; none: all
	Number     *int   `json:"number,omitempty" validate:"required,gte=0,lte=999999999"`
	Method     string `json:"method,omitempty" validate:"omitempty,oneof=Count Estimation Other"`
	MethodText string `json:"methodText,omitempty" validate:"max=255"`
}
