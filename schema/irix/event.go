package irix

import "forthwith/schema"

// EventInformation is what happened, when and where, and to what.
type EventInformation struct {
	ValidAt                 schema.Time              `irix:"@"`
	TypeOfEvent             TypeOfEvent              `irix:"" art:"Art. 2(a)"`
	TypeOfEventDescription  string                   `irix:"?,255"`
	DateAndTimeOfEvent      DateAndTimeOfEvent       `irix:"" art:"Art. 2(a)"`
	Location                Location                 `irix:"loc:" art:"Art. 2(a)"`
	ObjectInvolved          *ObjectInvolved          `irix:"?" art:"Art. 5.1(b)"`
	EmergencyClassification *EmergencyClassification `irix:"?"`
	PlantStatus             *PlantStatus             `irix:"?" art:"Art. 5.1(c)"`
	INESClassification      *INESClassification      `irix:"?"`
	EventDescription        FreeText                 `irix:"?"`
}

// DateAndTimeOfEvent is when it happened, perhaps by estimate.
type DateAndTimeOfEvent struct {
	At         schema.Time `irix:"."`
	IsEstimate YesNo       `irix:"@?"`
}

// ObjectInvolved is the installation, source or activity.
type ObjectInvolved struct {
	TypeOfObjectOrActivity            TypeOfObject            `irix:""`
	TypeOfObjectOrActivityDescription string                  `irix:"|,255"`
	Name                              string                  `irix:""`
	Location                          *Location               `irix:"loc:?"`
	SourceCharacteristics             *SourceCharacteristics  `irix:"?"`
	ReactorCharacteristics            *ReactorCharacteristics `irix:"?"`
	Description                       FreeText                `irix:"?"`
}

// SourceCharacteristics are the sources involved.
type SourceCharacteristics struct {
	Source []Source `irix:"+"`
}

// Source is a radioactive source.
type Source struct {
	Sealed      YesNoUnknown   `irix:"?"`
	Shielded    YesNoUnknown   `irix:"?"`
	Nuclides    SourceNuclides `irix:""`
	Description FreeText       `irix:"?"`
}

// SourceNuclides are what a source contains.
type SourceNuclides struct {
	Nuclide []SourceNuclide `irix:"+"`
}

// SourceNuclide is a nuclide, or several, in a source.
type SourceNuclide struct {
	NuclideInfo
	Activity             Float    `irix:"?,Unit=Bq"`
	ReferenceDateAndTime DateTime `irix:"?"`
}

// NuclideInfo is exactly one of four ways to name nuclides.
type NuclideInfo struct {
	Nuclide            Nuclide            `irix:""`
	NuclideList        NuclideList        `irix:"|"`
	NuclideCombination NuclideCombination `irix:"|"`
	NuclideDescription string             `irix:"|,255"`
}

// ReactorCharacteristics are those of the reactor involved.
type ReactorCharacteristics struct {
	TypeOfReactor            TypeOfReactor `irix:"?"`
	TypeOfReactorDescription string        `irix:"|?,255"`
	ThermalPower             Decimal       `irix:"?,Unit=MW"`
	ElectricalPower          Decimal       `irix:"?,Unit=MW"`
	Description              FreeText      `irix:"?"`
}

// EmergencyClassification is the class declared at the installation.
type EmergencyClassification struct {
	EmergencyClass            EmergencyClass `irix:""`
	EmergencyClassDescription string         `irix:"|,255"`
	DateAndTimeOfDeclaration  schema.Time    `irix:"?"`
	BasisForDeclaration       FreeText       `irix:"?"`
}

// PlantStatus is the state of the installation.
type PlantStatus struct {
	CoreState         *CoreState `irix:"?"`
	SpentFuelState    FreeText   `irix:"?"`
	TrendInConditions Trend      `irix:"?"`
	Description       FreeText   `irix:"?"`
}

// CoreState is the state of the reactor's core.
type CoreState struct {
	Criticality        *CriticalityState   `irix:"?"`
	SevereDamageToFuel *SevereDamageToFuel `irix:"?"`
	Description        FreeText            `irix:"?"`
}

// CriticalityState is whether and since when the reactor is not critical.
type CriticalityState struct {
	Status    Criticality `irix:""`
	StoppedAt schema.Time `irix:"?"`
}

// SevereDamageToFuel is whether and when fuel is damaged.
type SevereDamageToFuel struct {
	Occurrence       FuelDamage  `irix:""`
	TimeOfOccurrence schema.Time `irix:"?"`
}

// INESClassification is the rating of the event.
type INESClassification struct {
	INESLevel                   INESLevel   `irix:""`
	StatusOfClassification      INESStatus  `irix:""`
	DateAndTimeOfClassification schema.Time `irix:"?"`
	BasisForClassification      FreeText    `irix:"?"`
}
