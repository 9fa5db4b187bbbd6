package irix

// The closed lists of who reports, the event and the release. A constant is named
// after its value, which is spelled as IRIX 1.0 spells it.

// The answers of YesNo and YesNoUnknown.
const (
	Yes     = "Yes"
	No      = "No"
	Unknown = "Unknown"
)

// YesNo is a plain answer.
type YesNo string

// YesNoUnknown is an answer that may not be known.
type YesNoUnknown string

// AddressType says what an address is for.
type AddressType string

const (
	VisitingAddress AddressType = "Visiting Address"
	PostalAddress   AddressType = "Postal Address"
)

// Confidentiality says who may read a report or a file.
type Confidentiality string

const (
	ForAddresseesOnly Confidentiality = "For Addressees Use Only"
	ForAuthorityOnly  Confidentiality = "For Authority Use Only"
	FreeForPublic     Confidentiality = "Free for Public Use"
)

// TypeOfEvent says what kind of event it is.
type TypeOfEvent string

const (
	EventNuclearInstallationEvent         TypeOfEvent = "Nuclear Installation Event"
	EventMissingDangerousSource           TypeOfEvent = "Missing Dangerous Source"
	EventDiscoveredDangerousSource        TypeOfEvent = "Discovered Dangerous Source"
	EventSpaceObjectReEntry               TypeOfEvent = "Space Object Re-entry"
	EventElevatedAmbientRadiationLevels   TypeOfEvent = "Elevated Ambient Radiation Levels"
	EventContaminationInFoodDrinkingWater TypeOfEvent = "Contamination in Food / Drinking Water"
	EventContaminationInCommodities       TypeOfEvent = "Contamination in Commodities"
	EventSevereOverexposure               TypeOfEvent = "Severe Overexposure"
	EventTransportEvent                   TypeOfEvent = "Transport Event"
	EventCredibleThreat                   TypeOfEvent = "Credible Threat"
	EventMaliciousAct                     TypeOfEvent = "Malicious Act"
	EventOther                            TypeOfEvent = "Other"
)

// TypeOfObject says what is involved.
type TypeOfObject string

const (
	ObjectNuclearPowerPlant          TypeOfObject = "Nuclear Power Plant"
	ObjectFuelFabrication            TypeOfObject = "Fuel Fabrication"
	ObjectEnrichment                 TypeOfObject = "Enrichment"
	ObjectSpentFuelStorage           TypeOfObject = "Spent Fuel Storage"
	ObjectSpentFuelTransport         TypeOfObject = "Spent Fuel Transport"
	ObjectFuelReprocessing           TypeOfObject = "Fuel Reprocessing"
	ObjectResearchReactor            TypeOfObject = "Research Reactor"
	ObjectMarineReactor              TypeOfObject = "Marine Reactor"
	ObjectManufactureOfRadioisotopes TypeOfObject = "Manufacture of Radioisotopes"
	ObjectWasteTreatment             TypeOfObject = "Waste Treatment"
	ObjectIrradiationFacility        TypeOfObject = "Irradiation Facility"
)

// TypeOfReactor says what kind of reactor is involved.
type TypeOfReactor string

const (
	ReactorPWR   TypeOfReactor = "PWR"
	ReactorBWR   TypeOfReactor = "BWR"
	ReactorAGR   TypeOfReactor = "AGR"
	ReactorVVER  TypeOfReactor = "VVER"
	ReactorRBMK  TypeOfReactor = "RBMK"
	ReactorCANDU TypeOfReactor = "Candu"
)

// EmergencyClass is a class of the IAEA.
type EmergencyClass string

const (
	ClassGeneralEmergency  EmergencyClass = "General Emergency"
	ClassSiteAreaEmergency EmergencyClass = "Site Area Emergency"
	ClassFacilityEmergency EmergencyClass = "Facility Emergency"
	ClassAlert             EmergencyClass = "Alert"
)

// Criticality says whether the reactor is critical.
type Criticality string

const (
	CriticalityStopped    Criticality = "Stopped"
	CriticalityContinuing Criticality = "Continuing"
	CriticalityUnknown    Criticality = "Unknown"
)

// FuelDamage says whether fuel is severely damaged.
type FuelDamage string

const (
	DamageUnlikely FuelDamage = "Has Not Occurred, and Unlikely to Occur"
	DamageLikely   FuelDamage = "Has Not Occurred, but Likely to Occur"
	DamageOccurred FuelDamage = "Has Occurred"
	DamageUnknown  FuelDamage = "Unknown"
)

// Trend says where the conditions at the plant go.
type Trend string

const (
	TrendGettingBetter Trend = "Getting Better"
	TrendStable        Trend = "Stable"
	TrendGettingWorse  Trend = "Getting Worse"
	TrendUnknown       Trend = "Unknown"
)

// INESLevel is a level of the scale of events.
type INESLevel string

const (
	INES0             INESLevel = "INES-0"
	INES1             INESLevel = "INES-1"
	INES2             INESLevel = "INES-2"
	INES3             INESLevel = "INES-3"
	INES4             INESLevel = "INES-4"
	INES5             INESLevel = "INES-5"
	INES6             INESLevel = "INES-6"
	INES7             INESLevel = "INES-7"
	INESNotApplicable INESLevel = "Not Applicable"
)

// INESStatus says how sure a rating is.
type INESStatus string

const (
	INESProvisional INESStatus = "Provisional"
	INESFinal       INESStatus = "Final"
)

// HeightAbove says from where a height is measured.
type HeightAbove string

const (
	AboveSea  HeightAbove = "Sea"
	AboveLand HeightAbove = "Land"
)

// Accuracy says whether a place is a region or exact.
type Accuracy string

const (
	ReferenceOfRegion Accuracy = "Reference of Region"
	ExactLocation     Accuracy = "Exact Location"
)

// ActualOccurrence says whether there is a release.
type ActualOccurrence string

const (
	ReleaseHasOccurred    ActualOccurrence = "Has Occurred"
	ReleaseHasNotOccurred ActualOccurrence = "Has Not Occurred"
	ReleaseUnknown        ActualOccurrence = "Unknown"
)

// FutureOccurrence says whether there will be a release.
type FutureOccurrence string

const (
	FutureCertainNotToOccur FutureOccurrence = "Certain Not to Occur"
	FutureUnlikelyToOccur   FutureOccurrence = "Unlikely to Occur"
	FutureLikelyToOccur     FutureOccurrence = "Likely to Occur"
	FutureCertainToOccur    FutureOccurrence = "Certain to Occur"
	FutureUnknown           FutureOccurrence = "Unknown"
)

// Compartment says where a release goes.
type Compartment string

const (
	ToAir         Compartment = "Air"
	ToWater       Compartment = "Water"
	ToAirAndWater Compartment = "Air and Water"
)

// PhaseOccurrence says whether a phase of a release has occurred.
type PhaseOccurrence string

const (
	PhaseActual                   PhaseOccurrence = "Actual"
	PhaseProjected                PhaseOccurrence = "Projected"
	PhaseProjectedLikelyToOccur   PhaseOccurrence = "Projected - Likely to Occur"
	PhaseProjectedUnlikelyToOccur PhaseOccurrence = "Projected - Unlikely to Occur"
	PhaseProjectedCertainToOccur  PhaseOccurrence = "Projected - Certain to Occur"
)

// ReleaseRoute says how a release gets out.
type ReleaseRoute string

const (
	RouteReleaseFromContainment              ReleaseRoute = "Release from Containment"
	RouteContainmentByPassUnderDryConditions ReleaseRoute = "Containment By-pass under Dry Conditions"
	RouteContainmentByPassUnderWetConditions ReleaseRoute = "Containment By-pass under Wet Conditions"
	RouteReleaseFromSpentFuelPool            ReleaseRoute = "Release from Spent Fuel Pool"
)

// TypeOfRelease says in what form nuclides are released.
type TypeOfRelease string

const (
	Gaseous               TypeOfRelease = "Gaseous"
	Particulate           TypeOfRelease = "Particulate"
	GaseousAndParticulate TypeOfRelease = "Gaseous and Particulate"
)

// ReleaseMethod says how an amount was determined.
type ReleaseMethod string

const (
	ByMeasurement ReleaseMethod = "Measurement"
	ByOther       ReleaseMethod = "Other"
)
