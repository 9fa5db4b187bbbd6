package schema

// Conditions are the meteorological and hydrological ones, 5.1(e).
type Conditions struct {
	Meteorology []Weather `json:"meteorology,omitempty" validate:"max=100,dive"`
	Hydrology   []Water   `json:"hydrology,omitempty" validate:"max=100,dive"`
	Text        string    `json:"text,omitempty" validate:"max=8000"`
}

// Weather is one observation or forecast (IRIX MeteoRecord).
type Weather struct {
	Kind     string    `json:"kind,omitempty" validate:"omitempty,oneof=Observation Projection 'Projection - Forecast'"`
	From     Time      `json:"from,omitempty" validate:"utcseconds"`
	Till     Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Location *Location `json:"location,omitempty"` // none: at the place of the event

	// WindFrom is where the wind blows from, as meteorologists say it; where a plume
	// goes is AirPhase.TransportTowards.
	WindFrom             *Quantity `json:"windFrom,omitempty" validate:"omitempty,quantity=angle"`
	WindFromFluctuation  *Quantity `json:"windFromFluctuation,omitempty" validate:"omitempty,quantity=angle"`
	WindSpeed            *Quantity `json:"windSpeed,omitempty" validate:"omitempty,quantity=speed"`
	WindSpeedFluctuation *Quantity `json:"windSpeedFluctuation,omitempty" validate:"omitempty,quantity=speed"`
	Stability            string    `json:"stability,omitempty" validate:"omitempty,oneof=A B C D E F G"` // Pasquill
	// The inversion layer, which holds a plume down, between its boundaries.
	InversionLower *Quantity `json:"inversionLower,omitempty" validate:"omitempty,quantity=length"`
	InversionUpper *Quantity `json:"inversionUpper,omitempty" validate:"omitempty,quantity=length"`

	Precipitation       string    `json:"precipitation,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	PrecipitationForm   string    `json:"precipitationForm,omitempty" validate:"max=255"` // IRIX Form, or a description
	PrecipitationAmount *Quantity `json:"precipitationAmount,omitempty" validate:"omitempty,quantity=precipitation"`
	PrecipitationRate   *Quantity `json:"precipitationRate,omitempty" validate:"omitempty,quantity=rainrate"`
	SnowDepth           *Quantity `json:"snowDepth,omitempty" validate:"omitempty,quantity=precipitation"`

	Temperature    *Quantity `json:"temperature,omitempty" validate:"omitempty,quantity=temperature"`
	DewPoint       *Quantity `json:"dewPoint,omitempty" validate:"omitempty,quantity=temperature"`
	Pressure       *Quantity `json:"pressure,omitempty" validate:"omitempty,quantity=pressure"`
	Humidity       *Quantity `json:"humidity,omitempty" validate:"omitempty,quantity=percentage"`
	CloudCover     *int      `json:"cloudCover,omitempty" validate:"omitempty,gte=0,lte=8"` // eighths
	SolarRadiation *Quantity `json:"solarRadiation,omitempty" validate:"omitempty,quantity=irradiance"`
	Code           *int      `json:"code,omitempty" validate:"omitempty,gte=0,lte=9"` // WMO table 4561
	Text           string    `json:"text,omitempty" validate:"max=2000"`
}

// Water is the state of one body of water, now or as forecast.
type Water struct {
	Body           string    `json:"body,omitempty" validate:"required,max=255"`
	Kind           string    `json:"kind,omitempty" validate:"omitempty,oneof=Observation Projection 'Projection - Forecast'"`
	From           Time      `json:"from,omitempty" validate:"omitempty,utcseconds"`
	Till           Time      `json:"till,omitempty" validate:"omitempty,utcseconds"`
	Location       *Location `json:"location,omitempty"`
	CurrentSpeed   *Quantity `json:"currentSpeed,omitempty" validate:"omitempty,quantity=speed"`
	CurrentTowards *Quantity `json:"currentTowards,omitempty" validate:"omitempty,quantity=angle"`
	Flow           *Quantity `json:"flow,omitempty" validate:"omitempty,quantity=flow"`
	Level          *Quantity `json:"level,omitempty" validate:"omitempty,quantity=height"`
	Temperature    *Quantity `json:"temperature,omitempty" validate:"omitempty,quantity=temperature"`
	Text           string    `json:"text,omitempty" validate:"max=2000"`
}
