package schema

// The types of this file carry the items of Art. 5.1. Coded values are IRIX
// 1.0's own, spelled as there.

// Nature is what kind of accident it is (IRIX TypeOfEvent).
type Nature struct {
	Type        string `json:"type" validate:"oneof='Nuclear Installation Event' 'Missing Dangerous Source' 'Discovered Dangerous Source' 'Space Object Re-entry' 'Elevated Ambient Radiation Levels' 'Contamination in Food / Drinking Water' 'Contamination in Commodities' 'Severe Overexposure' 'Transport Event' 'Credible Threat' 'Malicious Act' 'Other'"`
	Description string `json:"description,omitempty" validate:"max=255"`
}

// Occurred is when it happened.
type Occurred struct {
	At        Time `json:"at" validate:"utcseconds"`
	Estimated bool `json:"estimated"`
}

// Location is where: WGS 84 decimal degrees. A place may be a name only.
type Location struct {
	Name      string   `json:"name,omitempty" validate:"max=255"`
	Latitude  *float64 `json:"latitude,omitempty" validate:"required_with=Longitude,omitempty,gte=-90,lte=90"`
	Longitude *float64 `json:"longitude,omitempty" validate:"required_with=Latitude,omitempty,gte=-180,lt=180"`
	Country   string   `json:"country,omitempty" validate:"omitempty,party"`
	Accuracy  string   `json:"accuracy,omitempty" validate:"omitempty,oneof='Exact Location' 'Reference of Region'"`
}

// Facility is the facility or activity involved, 5.1(b).
type Facility struct {
	Name     string    `json:"name" validate:"required,max=255"`
	Type     string    `json:"type,omitempty" validate:"max=255"` // IRIX TypeOfObjectOrActivity, or a description
	Reactor  string    `json:"reactor,omitempty" validate:"max=255"`
	Power    *Quantity `json:"power,omitempty"`
	Operator string    `json:"operator,omitempty" validate:"max=255"`
	Location *Location `json:"location,omitempty"`
}

// EmergencyClass is the class declared: the IAEA's, the national one, or both;
// one is never derived from the other.
type EmergencyClass struct {
	Class      string `json:"class,omitempty" validate:"omitempty,oneof='General Emergency' 'Site Area Emergency' 'Facility Emergency' 'Alert'"`
	National   string `json:"national,omitempty" validate:"max=255,required_without=Class"`
	DeclaredAt Time   `json:"declaredAt,omitempty" validate:"omitempty,utcseconds"`
	Basis      string `json:"basis,omitempty" validate:"max=2000"`
}

// INES is a rating: a national responsibility, never derived, never a trigger.
type INES struct {
	Level  string `json:"level" validate:"oneof=INES-0 INES-1 INES-2 INES-3 INES-4 INES-5 INES-6 INES-7 'Not Applicable'"`
	Status string `json:"status,omitempty" validate:"omitempty,oneof=Provisional Final"`
}

// Accident is the time, place and nature, 5.1(a).
type Accident struct {
	Nature   Nature          `json:"nature"`
	Occurred Occurred        `json:"occurred"`
	Location *Location       `json:"location,omitempty"`
	Class    *EmergencyClass `json:"class,omitempty"`
	INES     *INES           `json:"ines,omitempty"`
}

// Cause is the cause and the foreseeable development, 5.1(c).
type Cause struct {
	Status      string `json:"status" validate:"oneof=assumed established unknown"`
	Text        string `json:"text,omitempty" validate:"max=8000"`
	Trend       string `json:"trend,omitempty" validate:"omitempty,oneof='Getting Better' Stable 'Getting Worse' Unknown"`
	Development string `json:"development,omitempty" validate:"max=8000"`
}

// Release is its general characteristics, 5.1(d).
type Release struct {
	ToAir           string         `json:"toAir,omitempty" validate:"omitempty,oneof='Has Occurred' 'Has Not Occurred' Unknown"`
	ToWater         string         `json:"toWater,omitempty" validate:"omitempty,oneof='Has Occurred' 'Has Not Occurred' Unknown"`
	Future          string         `json:"future,omitempty" validate:"omitempty,oneof='Certain Not to Occur' 'Unlikely to Occur' 'Likely to Occur' 'Certain to Occur' Unknown"`
	StartedAt       Time           `json:"startedAt,omitempty" validate:"omitempty,utcseconds"`
	EndedAt         Time           `json:"endedAt,omitempty" validate:"omitempty,utcseconds"`
	Form            string         `json:"form,omitempty" validate:"omitempty,oneof=Gaseous Particulate 'Gaseous and Particulate'"`
	EffectiveHeight *Quantity      `json:"effectiveHeight,omitempty"`
	Nuclides        []NuclideValue `json:"nuclides,omitempty" validate:"max=500,dive"`
	Text            string         `json:"text,omitempty" validate:"max=8000"`
}

// NuclideValue is an amount of one nuclide, as in I-131.
type NuclideValue struct {
	Nuclide string   `json:"nuclide" validate:"nuclide"`
	Value   Quantity `json:"value"`
}

// Quantity is a number with its unit as given (UCUM, the closed set of units).
type Quantity struct {
	Value float64 `json:"value" validate:"finite"`
	Unit  string  `json:"unit" validate:"unit"`
}

// Conditions are the meteorological and hydrological ones, 5.1(e).
type Conditions struct {
	Meteorology []Weather `json:"meteorology,omitempty" validate:"max=100,dive"`
	Hydrology   []Water   `json:"hydrology,omitempty" validate:"max=100,dive"`
}

// Weather is one observation or forecast.
type Weather struct {
	Kind          string    `json:"kind" validate:"oneof=Observation Forecast"`
	From          Time      `json:"from" validate:"utcseconds"`
	Till          Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	WindFrom      *Quantity `json:"windFrom,omitempty"` // degrees from north the wind blows from
	WindSpeed     *Quantity `json:"windSpeed,omitempty"`
	Stability     string    `json:"stability,omitempty" validate:"omitempty,oneof=A B C D E F G"` // Pasquill
	Precipitation string    `json:"precipitation,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	Text          string    `json:"text,omitempty" validate:"max=2000"`
}

// Water is the state of one body of water.
type Water struct {
	Body string `json:"body" validate:"required,max=255"`
	Text string `json:"text" validate:"required,max=2000"`
}

// Monitoring is what was measured, 5.1(f): the decisive values, not the bulk.
type Monitoring struct {
	Measurements []Measurement `json:"measurements,omitempty" validate:"max=500,dive"`
	Text         string        `json:"text,omitempty" validate:"max=8000"`
}

// Measurement is one value at one place.
type Measurement struct {
	What     string    `json:"what" validate:"required,max=255"` // "gamma dose rate", "I-131 in air"
	Value    Quantity  `json:"value"`
	At       Time      `json:"at" validate:"utcseconds"`
	Location *Location `json:"location,omitempty"`
}

// Measures are the off-site protective measures taken or planned, 5.1(g).
type Measures struct {
	Actions []ProtectiveAction `json:"actions,omitempty" validate:"max=100,dive"`
	Text    string             `json:"text,omitempty" validate:"max=8000"`
}

// ProtectiveAction is one measure (IRIX ProtectiveAction).
type ProtectiveAction struct {
	Type   string `json:"type" validate:"required,max=255"` // IRIX TypeOfAction, or a description
	Status string `json:"status" validate:"oneof='Under Consideration' Planned Ordered Initiated Taken Withdrawn"`
	Area   string `json:"area,omitempty" validate:"max=1000"`
	From   Time   `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till   Time   `json:"till,omitempty" validate:"omitempty,utcseconds"`
}

// Prediction is the behaviour of the release over time, 5.1(h).
type Prediction struct {
	Text string `json:"text" validate:"required,max=8000"`
}
