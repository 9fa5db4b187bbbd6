package irix

import "forthwith/schema"

// Meteorology is the weather, observed and expected.
type Meteorology struct {
	ValidAt     schema.Time   `irix:"@"`
	MeteoRecord []MeteoRecord `irix:"+" art:"Art. 5.1(e)"`
}

// MeteoRecord is the weather at one place during one time.
type MeteoRecord struct {
	Type                   MeteoType             `irix:"?"`
	Location               Location              `irix:"loc:"`
	ValidForPeriod         ValidForPeriod        `irix:""`
	WeatherCode            *WeatherCode          `irix:"?"`
	Temperature            NonNegative           `irix:"?,Unit=Kelvin"`
	DewPointTemperature    NonNegative           `irix:"?,Unit=Kelvin"`
	WindSpeed              *WindSpeed            `irix:"?,Unit=m/s"`
	WindDirection          *WindDirection        `irix:"?,Unit=DegreesFromNorth"` // from which it blows
	Pressure               Positive              `irix:"?,Unit=hPa"`              // as measured, not reduced to the sea
	RelativeHumidity       Percentage            `irix:"?,Unit=%"`
	CloudCover             *Oktas                `irix:"?"`
	SolarRadiation         Positive              `irix:"?,Unit=W/m2"`
	PasquillStabilityClass Stability             `irix:"?"`
	InversionLayerHeight   NonNegative           `irix:"?,Unit=m"`
	InversionHeightRange   *InversionHeightRange `irix:"|?"`
	Precipitation          *Precipitation        `irix:"?"`
	WeatherDescription     FreeText              `irix:"?"`
}

// ValidForPeriod is the time that weather is described for.
type ValidForPeriod struct {
	StartTime schema.Time `irix:""`
	EndTime   schema.Time `irix:"?"`
}

// WindSpeed is in m/s.
type WindSpeed struct {
	Speed       NonNegative `irix:"."`
	Fluctuation Positive    `irix:"@?"`
}

// WindDirection is where the wind blows from, in degrees from north.
type WindDirection struct {
	Direction   Angle `irix:"."`
	Fluctuation Angle `irix:"@?"`
}

// InversionHeightRange is between which heights the inversion is.
type InversionHeightRange struct {
	LowerBoundary NonNegative `irix:"?,Unit=m"`
	UpperBoundary NonNegative `irix:"?,Unit=m"`
}

// Precipitation is what falls, and how much.
type Precipitation struct {
	Occurrence      YesNoUnknown      `irix:""`
	Form            PrecipitationForm `irix:"?"`
	FormDescription string            `irix:"|?"`
	Amount          NonNegative       `irix:"?,Unit=mm"`
	Intensity       NonNegative       `irix:"?,Unit=mm/h"`
	SnowInformation *SnowInformation  `irix:"?"`
}

// SnowInformation is how much snow falls, as water.
type SnowInformation struct {
	Amount NonNegative `irix:"?,Unit=mm"`
}
