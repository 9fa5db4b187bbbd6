package irix

import "forthwith/schema"

// Release is what is released, or may be.
type Release struct {
	ValidAt           schema.Time        `irix:"@"`
	ReleaseOccurrence *ReleaseOccurrence `irix:"?" art:"Art. 5.1(d)"`
	ReleaseToAir      *ReleaseToAir      `irix:"?" art:"Art. 5.1(d)"`
	ReleaseToWater    *ReleaseToWater    `irix:"?" art:"Art. 5.1(d)"`
}

// ReleaseOccurrence is whether there is or will be a release at all.
type ReleaseOccurrence struct {
	ActualRelease ActualRelease  `irix:""`
	FutureRelease *FutureRelease `irix:"?" art:"Art. 5.1(h)"`
}

// ActualRelease is whether there is a release.
type ActualRelease struct {
	Occurrence  ActualOccurrence `irix:""`
	Compartment Compartment      `irix:"?"`
	Description FreeText         `irix:"?"`
}

// FutureRelease is whether there will be one.
type FutureRelease struct {
	Occurrence  FutureOccurrence `irix:""`
	Compartment Compartment      `irix:"?"`
	Description FreeText         `irix:"?"`
}

// ReleaseToAir is a release to the air in its phases.
type ReleaseToAir struct {
	ReleasePhases AirPhases `irix:""`
}

// AirPhases are the phases of a release to the air.
type AirPhases struct {
	ReleasePhase []AirPhase `irix:"+"`
}

// AirPhase is one phase, actual or projected.
type AirPhase struct {
	Occurrence              PhaseOccurrence          `irix:""`
	TimeOfRelease           *TimeOfRelease           `irix:"?"`
	ReleaseRoute            ReleaseRoute             `irix:"?"`
	ReleaseRouteDescription string                   `irix:"|?,255"`
	ReleaseHeight           *ReleaseHeight           `irix:"?"`
	HeatEmission            *HeatEmission            `irix:"?"`
	TypeOfRelease           TypeOfRelease            `irix:"?"`
	NuclideReleases         *NuclideReleases         `irix:"?"`
	RelativeIodineFractions *RelativeIodineFractions `irix:"?"`
	ChemicalHealthEffects   YesNoUnknown             `irix:"?"`
	PlumeCharacteristics    *PlumeCharacteristics    `irix:"?"`
	Description             FreeText                 `irix:"?"`
}

// TimeOfRelease is when a phase begins and ends.
type TimeOfRelease struct {
	StartTime schema.Time `irix:"?"`
	EndTime   schema.Time `irix:"?"`
}

// ReleaseHeight is metres above ground: of the release, of the top of the plume,
// and of its centre line where it is level.
type ReleaseHeight struct {
	Base      NonNegative `irix:"?,Unit=m"`
	Top       NonNegative `irix:"?,Unit=m"`
	Effective NonNegative `irix:"?,Unit=m"`
}

// HeatEmission is the heat that comes with a release.
type HeatEmission struct {
	SignificantEmissionOfHeat YesNoUnknown     `irix:"?"`
	HeatEmissionRate          NonNegativeFloat `irix:"?,Unit=MW"`
	AreaOfHeatEmission        NonNegative      `irix:"?,Unit=m2"`
}

// NuclideReleases are the amounts released.
type NuclideReleases struct {
	NuclideRelease []NuclideRelease `irix:"+"`
}

// NuclideRelease is how much of a nuclide, or of several, is released.
type NuclideRelease struct {
	NuclideInfo
	Activity                         PositiveFloat `irix:",Unit=Bq"`
	MethodOfDetermination            ReleaseMethod `irix:""`
	MethodOfDeterminationDescription string        `irix:"?,255"`
}

// RelativeIodineFractions are percentages that should add up to 100.
type RelativeIodineFractions struct {
	Elementary Percentage `irix:",Unit=%"`
	Organic    Percentage `irix:",Unit=%"`
	Aerosol    Percentage `irix:",Unit=%"`
}

// PlumeCharacteristics are those near the point of release.
type PlumeCharacteristics struct {
	TransportSpeed     NonNegative `irix:"?,Unit=m/s"`
	TransportDirection Angle       `irix:"?,Unit=DegreesFromNorth"`
}

// ReleaseToWater is a release to water in its phases.
type ReleaseToWater struct {
	ReleasePhases WaterPhases `irix:""`
}

// WaterPhases are the phases of a release to water.
type WaterPhases struct {
	ReleasePhase []WaterPhase `irix:"+"`
}

// WaterPhase is one phase, actual or projected.
type WaterPhase struct {
	Occurrence            PhaseOccurrence  `irix:""`
	TimeOfRelease         *TimeOfRelease   `irix:"?"`
	AffectedWaterBody     string           `irix:""`
	NuclideReleases       *NuclideReleases `irix:"?"`
	ChemicalHealthEffects YesNoUnknown     `irix:"?"`
	Description           FreeText         `irix:"?"`
}
