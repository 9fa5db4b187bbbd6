package schema

// Release is its general characteristics, 5.1(d): what has been released so far.
// What is expected stands in Prediction.
type Release struct {
	Air   *AirRelease   `json:"air,omitempty"`
	Water *WaterRelease `json:"water,omitempty"`
	Text  string        `json:"text,omitempty" validate:"max=8000"`
}

// AirRelease is the release to the atmosphere. Actual and Future are IRIX's words.
type AirRelease struct {
	Actual string     `json:"actual,omitempty" validate:"omitempty,oneof='Has Occurred' 'Has Not Occurred' Unknown"`
	Future string     `json:"future,omitempty" validate:"omitempty,oneof='Certain Not to Occur' 'Unlikely to Occur' 'Likely to Occur' 'Certain to Occur' Unknown"`
	Phases []AirPhase `json:"phases,omitempty" validate:"max=100,dive"`
}

// WaterRelease is the release to a river, a lake or the sea.
type WaterRelease struct {
	Actual string       `json:"actual,omitempty" validate:"omitempty,oneof='Has Occurred' 'Has Not Occurred' Unknown"`
	Future string       `json:"future,omitempty" validate:"omitempty,oneof='Certain Not to Occur' 'Unlikely to Occur' 'Likely to Occur' 'Certain to Occur' Unknown"`
	Phases []WaterPhase `json:"phases,omitempty" validate:"max=100,dive"`
}

// AirPhase is one phase of a release to air. One without an end goes on.
type AirPhase struct {
	// Occurrence stands in a prediction only: how probable the phase is.
	Occurrence string `json:"occurrence,omitempty" validate:"omitempty,oneof=Projected 'Projected - Likely to Occur' 'Projected - Unlikely to Occur' 'Projected - Certain to Occur'"`
	From       Time   `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till       Time   `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Route      string `json:"route,omitempty" validate:"max=255"` // IRIX ReleaseRoute, or a description
	// Heights above ground: of the release, of the highest the plume reaches, and of
	// its centre line.
	BaseHeight      *Quantity        `json:"baseHeight,omitempty" validate:"omitempty,quantity=length"`
	TopHeight       *Quantity        `json:"topHeight,omitempty" validate:"omitempty,quantity=length"`
	EffectiveHeight *Quantity        `json:"effectiveHeight,omitempty" validate:"omitempty,quantity=length"`
	Heat            *Heat            `json:"heat,omitempty"`
	Form            string           `json:"form,omitempty" validate:"omitempty,oneof=Gaseous Particulate 'Gaseous and Particulate'"`
	ChemicalForm    string           `json:"chemicalForm,omitempty" validate:"max=255"`
	Nuclides        []ReleasedAmount `json:"nuclides,omitempty" validate:"max=500,dive"`
	Iodine          *IodineFractions `json:"iodine,omitempty"`
	// ChemicalHazard says whether what comes is harmful by its chemistry as well.
	ChemicalHazard   string    `json:"chemicalHazard,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	TransportSpeed   *Quantity `json:"transportSpeed,omitempty" validate:"omitempty,quantity=speed"`
	TransportTowards *Quantity `json:"transportTowards,omitempty" validate:"omitempty,quantity=angle"` // where the plume goes
	Text             string    `json:"text,omitempty" validate:"max=8000"`
}

// WaterPhase is one phase of a release to water.
type WaterPhase struct {
	Occurrence     string           `json:"occurrence,omitempty" validate:"omitempty,oneof=Projected 'Projected - Likely to Occur' 'Projected - Unlikely to Occur' 'Projected - Certain to Occur'"`
	From           Time             `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till           Time             `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Body           string           `json:"body,omitempty" validate:"required,max=255"` // the river, lake or sea
	ChemicalForm   string           `json:"chemicalForm,omitempty" validate:"max=255"`
	Nuclides       []ReleasedAmount `json:"nuclides,omitempty" validate:"max=500,dive"`
	ChemicalHazard string           `json:"chemicalHazard,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	Text           string           `json:"text,omitempty" validate:"max=8000"`
}

// Heat is what lifts a plume.
type Heat struct {
	Significant string    `json:"significant,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	Rate        *Quantity `json:"rate,omitempty" validate:"omitempty,quantity=power"`
	Area        *Quantity `json:"area,omitempty" validate:"omitempty,quantity=area"`
}

// ReleasedAmount is how much of a nuclide a phase releases in all. One without an
// activity says that the nuclide is there.
type ReleasedAmount struct {
	Nuclide    Nuclide   `json:"nuclide,omitempty" validate:"required_without=Mixture,omitempty,nuclide"`
	Mixture    string    `json:"mixture,omitempty" validate:"max=255"` // in words, as in noble gases
	Activity   *Quantity `json:"activity,omitempty" validate:"omitempty,quantity=activity"`
	Method     string    `json:"method,omitempty" validate:"omitempty,oneof=Measurement Other"`
	MethodText string    `json:"methodText,omitempty" validate:"max=255"`
}

// IodineFractions are the chemical forms in which iodine comes.
type IodineFractions struct {
	Elementary Quantity `json:"elementary" validate:"quantity=percentage"`
	Organic    Quantity `json:"organic" validate:"quantity=percentage"`
	Aerosol    Quantity `json:"aerosol" validate:"quantity=percentage"`
}

// Prediction is the behaviour of the release over time, 5.1(h).
type Prediction struct {
	Air         []AirPhase   `json:"air,omitempty" validate:"max=100,dive"`
	Water       []WaterPhase `json:"water,omitempty" validate:"max=100,dive"`
	Projections []Projection `json:"projections,omitempty" validate:"max=100,dive"`
	Model       string       `json:"model,omitempty" validate:"max=255"` // which, and with whose weather
	Text        string       `json:"text,omitempty" validate:"max=8000"`
}

// Projection is what is expected somewhere: the arrival of the plume, a dose, a
// contamination.
type Projection struct {
	What       string    `json:"what,omitempty" validate:"required,max=255"`
	Occurrence string    `json:"occurrence,omitempty" validate:"omitempty,oneof=Projected 'Projected - Likely to Occur' 'Projected - Unlikely to Occur' 'Projected - Certain to Occur'"`
	Area       *Area     `json:"area,omitempty"`
	From       Time      `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till       Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Nuclide    Nuclide   `json:"nuclide,omitempty" validate:"omitempty,nuclide"`
	Value      *Quantity `json:"value,omitempty"`
	Text       string    `json:"text,omitempty" validate:"max=2000"`
}
