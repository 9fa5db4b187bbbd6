package schema

// Monitoring is what was measured, 5.1(f): the decisive values, not the bulk.
type Monitoring struct {
	DoseRates []DoseRate `json:"doseRates,omitempty" validate:"max=500,dive"`
	Samples   []Sample   `json:"samples,omitempty" validate:"max=200,dive"`
	// Reference is where the bulk is, as in EURDEP or IRMIS.
	Reference string `json:"reference,omitempty" validate:"max=255"`
	Text      string `json:"text,omitempty" validate:"max=8000"`
}

// FoodMonitoring is what was found in food, feed and drinking water (87/600 Art.
// 3.1(f)).
type FoodMonitoring struct {
	Samples []Sample `json:"samples,omitempty" validate:"max=200,dive"`
	Text    string   `json:"text,omitempty" validate:"max=8000"`
}

// DoseRate is one value at one place.
type DoseRate struct {
	Radiation  string      `json:"radiation,omitempty" validate:"oneof=Gamma Beta Beta-Gamma Neutron"`
	Value      Quantity    `json:"value" validate:"quantity=doserate"`
	From       Time        `json:"from,omitempty" validate:"utcseconds"`
	Till       Time        `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Location   *Location   `json:"location,omitempty"` // none: at the place of the event
	Offset     *Offset     `json:"offset,omitempty"`
	Background *Background `json:"background,omitempty"`
	Apparatus  string      `json:"apparatus,omitempty" validate:"max=255"` // IRIX ApparatusType, or a description
	Validated  string      `json:"validated,omitempty" validate:"omitempty,oneof='Not Validated' Validated 'Validated - Not Plausible'"`
	Text       string      `json:"text,omitempty" validate:"max=2000"`
}

// Offset is how far from the location, and in which direction.
type Offset struct {
	Distance Quantity  `json:"distance" validate:"quantity=length"`
	Bearing  *Quantity `json:"bearing,omitempty" validate:"omitempty,quantity=angle"`
}

// Background is what is usual there, within the value.
type Background struct {
	Value  Quantity `json:"value"`
	Method string   `json:"method,omitempty" validate:"max=2000"`
}

// Sample is something taken from somewhere, and what was found in it.
type Sample struct {
	Type       string    `json:"type,omitempty" validate:"required,max=255"` // IRIX SampleType code as in A11, or in words as in milk
	From       Time      `json:"from,omitempty" validate:"utcseconds"`       // when it was taken
	Till       Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Location   *Location `json:"location,omitempty"`
	Offset     *Offset   `json:"offset,omitempty"`
	ValueType  string    `json:"valueType,omitempty" validate:"omitempty,oneof='Discrete Single Measurements' 'Discrete Sample From Single Source' 'Discrete Sample From Bulked Source' 'Time Average Discrete Measurements' 'Time Average - 1 Week' 'Time Average - 1 Month' 'Time Average - 2 Months' 'Time Average - 3 Months' 'Time Average - 6 Months' 'Time Average - 1 Year' 'Geographical Average Discrete Measurements' 'Time and Geographical Average' 'Bulked Sample Average' 'Centre Point of Quoted Range' 'Highest Value' 'Lowest Value'"`
	DepthUpper *Quantity `json:"depthUpper,omitempty" validate:"omitempty,quantity=length"`
	DepthLower *Quantity `json:"depthLower,omitempty" validate:"omitempty,quantity=length"`
	Surface    string    `json:"surface,omitempty" validate:"max=255"`
	Volume     *Quantity `json:"volume,omitempty" validate:"omitempty,quantity=volume"`
	Treatment  string    `json:"treatment,omitempty" validate:"max=255"` // IRIX SampleTreatment, or a description
	Results    []Result  `json:"results" validate:"min=1,max=100,dive"`
	Text       string    `json:"text,omitempty" validate:"max=2000"`
}

// Result is what was found of one nuclide. One without a value was found, and how
// much is unknown.
type Result struct {
	Nuclide     Nuclide     `json:"nuclide,omitempty" validate:"required_without=Mixture,omitempty,nuclide"`
	Mixture     string      `json:"mixture,omitempty" validate:"max=255"` // in words, as in total beta
	Value       *Quantity   `json:"value,omitempty"`
	Background  *Background `json:"background,omitempty"`
	From        Time        `json:"from,omitempty" validate:"omitempty,utcseconds"` // when it was measured
	Till        Time        `json:"till,omitempty" validate:"omitempty,utcseconds"`
	ReferenceAt Time        `json:"referenceAt,omitempty" validate:"omitempty,utcseconds"`
	Apparatus   string      `json:"apparatus,omitempty" validate:"max=255"`
	Validated   string      `json:"validated,omitempty" validate:"omitempty,oneof='Not Validated' Validated 'Validated - Not Plausible'"`
	Laboratory  string      `json:"laboratory,omitempty" validate:"max=255"`
	Text        string      `json:"text,omitempty" validate:"max=2000"`
}

// Measurement is a report of levels that nobody here can explain, without an event
// of one's own.
type Measurement struct {
	ValidAt    Time       `json:"validAt,omitempty" validate:"utcseconds"`
	Monitoring Monitoring `json:"monitoring"`
	// OwnFacilities says whether the cause was looked for at home.
	OwnFacilities string `json:"ownFacilities,omitempty" validate:"omitempty,oneof=excluded 'not excluded' 'being checked'"`
	Origin        string `json:"origin,omitempty" validate:"max=2000"` // where it may come from, if anybody can say
	Text          string `json:"text,omitempty" validate:"max=8000"`
	NextUpdateDue Time   `json:"nextUpdateDue,omitempty" validate:"omitempty,utcseconds"`
}

// Kind implements Body.
func (*Measurement) Kind() Kind { return KindMeasurement }
