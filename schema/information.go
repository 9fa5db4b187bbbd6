package schema

// Information is what is known so far, Art. 2(b) and 5.1(a) to (h), "as then
// available": an item that is missing warns and never blocks. What is left out is
// not repeated; it does not become untrue.
type Information struct {
	Bases       []LegalBasis `json:"bases,omitempty" validate:"max=8,unique,dive,oneof='Article 2' 'Article 3' 'Transnational emergency' '87/600/Euratom' Bilateral"`
	Arrangement string       `json:"arrangement,omitempty" validate:"max=255"`
	// ValidAt is when all this was so, but for an item that has its own time.
	ValidAt Time `json:"validAt,omitempty" validate:"utcseconds"`
	// NextUpdateDue is when more is promised (Art. 5.2).
	NextUpdateDue Time   `json:"nextUpdateDue,omitempty" validate:"omitempty,utcseconds"`
	Summary       string `json:"summary,omitempty" validate:"max=8000"`

	Accident   Item[Accident]           `json:"accident,omitzero"`   // 5.1(a)
	Facility   Item[Facility]           `json:"facility,omitzero"`   // 5.1(b)
	Cause      Item[Cause]              `json:"cause,omitzero"`      // 5.1(c)
	Release    Item[Release]            `json:"release,omitzero"`    // 5.1(d)
	Conditions Item[Conditions]         `json:"conditions,omitzero"` // 5.1(e)
	Monitoring Item[Monitoring]         `json:"monitoring,omitzero"` // 5.1(f)
	Measures   Item[ProtectiveMeasures] `json:"measures,omitzero"`   // 5.1(g)
	Prediction Item[Prediction]         `json:"prediction,omitzero"` // 5.1(h)

	// What 87/600/Euratom and IRIX have beyond Art. 5.
	Food              Item[FoodMonitoring]    `json:"food,omitzero"`              // 87/600 Art. 3.1(f)
	PublicInformation Item[PublicInformation] `json:"publicInformation,omitzero"` // 87/600 Art. 3.1(h)
	Consequences      Item[Consequences]      `json:"consequences,omitzero"`
}

// Kind implements Body.
func (*Information) Kind() Kind { return KindInformation }

// Availability says whether an item is there. Unknown is never an empty field.
type Availability string

const (
	Provided        Availability = "provided"
	NotYetAvailable Availability = "notYetAvailable"
	NotApplicable   Availability = "notApplicable"
)

// Item is one item of Art. 5.1 with its availability.
type Item[T any] struct {
	Availability Availability `json:"availability,omitempty" validate:"omitempty,oneof=provided notYetAvailable notApplicable"`
	// ValidAt is when it was so, where that differs from the rest.
	ValidAt Time `json:"validAt,omitempty" validate:"omitempty,utcseconds"`
	Details *T   `json:"details,omitempty"`
}

// Accident is the time, place and nature, 5.1(a).
type Accident struct {
	Nature   Nature          `json:"nature"`
	Occurred Occurred        `json:"occurred"`
	Location *Location       `json:"location,omitempty"`
	Class    *EmergencyClass `json:"class,omitempty"`
	INES     *INES           `json:"ines,omitempty"`
	Text     string          `json:"text,omitempty" validate:"max=8000"`
}

// Cause is the cause and the foreseeable development, 5.1(c).
type Cause struct {
	Status      string       `json:"status,omitempty" validate:"oneof=assumed established unknown"`
	Text        string       `json:"text,omitempty" validate:"max=8000"`
	Trend       string       `json:"trend,omitempty" validate:"omitempty,oneof='Getting Better' Stable 'Getting Worse' Unknown"`
	Development string       `json:"development,omitempty" validate:"max=8000"`
	Plant       *PlantStatus `json:"plant,omitempty"`
}

// PlantStatus is the state of a reactor and its fuel (IRIX PlantStatus).
type PlantStatus struct {
	Criticality   string `json:"criticality,omitempty" validate:"omitempty,oneof=Stopped Continuing Unknown"`
	StoppedAt     Time   `json:"stoppedAt,omitempty" validate:"omitempty,utcseconds"`
	FuelDamage    string `json:"fuelDamage,omitempty" validate:"omitempty,oneof='Has Not Occurred0x2C and Unlikely to Occur' 'Has Not Occurred0x2C but Likely to Occur' 'Has Occurred' Unknown"`
	FuelDamagedAt Time   `json:"fuelDamagedAt,omitempty" validate:"omitempty,utcseconds"`
	Core          string `json:"core,omitempty" validate:"max=8000"`
	SpentFuel     string `json:"spentFuel,omitempty" validate:"max=8000"`
	Text          string `json:"text,omitempty" validate:"max=8000"`
}
