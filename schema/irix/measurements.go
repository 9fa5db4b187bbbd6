package irix

import "forthwith/schema"

// Measurements are samples with what they contain, and dose rates.
type Measurements struct {
	ValidAt  schema.Time `irix:"@"`
	Sample   []Sample    `irix:"*" art:"Art. 5.1(f)"`
	DoseRate []DoseRate  `irix:"*" art:"Art. 5.1(f)"`
}

// Sample is one substance from one place and time.
type Sample struct {
	SampleType                 SampleType         `irix:""`
	SampleTypeDescription      string             `irix:"|,255"`
	SamplingPeriod             Period             `irix:""`
	Location                   Location           `irix:"loc:"`
	LocationOffset             *LocationOffset    `irix:"loc:?"`
	ValueType                  ValueType          `irix:"?"`
	SamplingDepth              *SamplingDepth     `irix:"?"`
	SurfaceTypeDescription     string             `irix:"?,255"`
	Volume                     PositiveFloat      `irix:"?,Unit?=m3"`
	SampleTreatment            SampleTreatment    `irix:"?"`
	SampleTreatmentDescription string             `irix:"|?,255"`
	Description                FreeText           `irix:"?"`
	Measurements               SampleMeasurements `irix:""`
}

// Period is when something begins and ends.
type Period struct {
	StartTime schema.Time `irix:""`
	EndTime   schema.Time `irix:""`
}

// SamplingDepth is metres below the surface.
type SamplingDepth struct {
	MaxDepth NonNegative `irix:"?,Unit=m"`
	MinDepth NonNegative `irix:"?,Unit=m"`
}

// SampleMeasurements are the values of one sample.
type SampleMeasurements struct {
	Measurement []SampleMeasurement `irix:"+"`
}

// SampleMeasurement is the value of a nuclide, or of several, in a sample.
type SampleMeasurement struct {
	NuclideInfo
	Measured
	MeasuringPeriod      *Period     `irix:"?"`
	ReferenceDateAndTime schema.Time `irix:"?"`
	Apparatus
	Validated   Validation `irix:"?"`
	Laboratory  string     `irix:"?"`
	Description FreeText   `irix:"?"`
}

// Measured is the group of a value and what belongs to it.
type Measured struct {
	Value       Value        `irix:""`
	Uncertainty *Uncertainty `irix:"?"`
	Timebase    Duration     `irix:"?"`
	Background  *Background  `irix:"?"`
}

// Value is a number with its unit; with a constraint, a bound of the true one.
type Value struct {
	Number     Float      `irix:"."`
	Constraint Constraint `irix:"@?"`
	Unit       Unit       `irix:"@"`
}

// Uncertainty is how far a value may be off.
type Uncertainty struct {
	Number     Float           `irix:"."`
	Type       UncertaintyType `irix:"@?"`
	Constraint Constraint      `irix:"@?"`
	Unit       Unit            `irix:"@"`
}

// Background is what is measured at the same place otherwise.
type Background struct {
	Value       Value        `irix:""`
	Uncertainty *Uncertainty `irix:"?"`
	Timebase    Duration     `irix:"?"`
	Method      string       `irix:"?"`
}

// Apparatus is the group that says with what was measured.
type Apparatus struct {
	ApparatusType            ApparatusType `irix:"?"`
	ApparatusTypeDescription string        `irix:"|?,255"`
}

// DoseRate is dose rates at many places during one time.
type DoseRate struct {
	DoseRateType    DoseRateType `irix:""`
	MeasuringPeriod Period       `irix:""`
	Apparatus
	Description  FreeText             `irix:"?"`
	Measurements DoseRateMeasurements `irix:""`
}

// DoseRateMeasurements are the values of one time.
type DoseRateMeasurements struct {
	Measurement []DoseRateMeasurement `irix:"+"`
}

// DoseRateMeasurement is the value at one place.
type DoseRateMeasurement struct {
	Location       Location        `irix:"loc:"`
	LocationOffset *LocationOffset `irix:"loc:?"`
	Measured
	Validated   Validation `irix:"?"`
	Description FreeText   `irix:"?"`
}
