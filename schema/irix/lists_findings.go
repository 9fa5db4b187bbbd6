package irix

// The closed lists of weather, consequences, actions, measurements, persons, requests
// and files.

// MeteoType says whether weather is observed or expected.
type MeteoType string

const (
	MeteoObservation MeteoType = "Observation"
	MeteoProjection  MeteoType = "Projection"
	MeteoForecast    MeteoType = "Projection - Forecast"
)

// PrecipitationForm says what falls.
type PrecipitationForm string

const (
	Rain             PrecipitationForm = "Rain"
	LightRain        PrecipitationForm = "Light Rain"
	HeavyRain        PrecipitationForm = "Heavy Rain"
	Snow             PrecipitationForm = "Snow"
	RainAndSnowMixed PrecipitationForm = "Rain and Snow Mixed"
)

// AreaOccurrence says whether an area is affected.
type AreaOccurrence string

const (
	AreaActual                   AreaOccurrence = "Actual"
	AreaActualConfirmed          AreaOccurrence = "Actual - Confirmed"
	AreaActualNotConfirmed       AreaOccurrence = "Actual - Not Confirmed"
	AreaProjected                AreaOccurrence = "Projected"
	AreaProjectedUnlikelyToOccur AreaOccurrence = "Projected - Unlikely to Occur"
	AreaProjectedLikelyToOccur   AreaOccurrence = "Projected - Likely to Occur"
	AreaProjectedCertainToOccur  AreaOccurrence = "Projected - Certain to Occur"
)

// TypeOfEffect says how an area is affected.
type TypeOfEffect string

const (
	EffectContamination           TypeOfEffect = "Contamination"
	EffectElevatedRadiationLevels TypeOfEffect = "Elevated Radiation Levels"
)

// CasualtyType says what befell people.
type CasualtyType string

const (
	CasualtyExposed      CasualtyType = "Exposed"
	CasualtyHospitalised CasualtyType = "Hospitalised"
	CasualtyWounded      CasualtyType = "Wounded"
	CasualtyDead         CasualtyType = "Dead"
)

// CasualtyGroup says to whom.
type CasualtyGroup string

const (
	GroupPublic            CasualtyGroup = "Public"
	GroupEmergencyServices CasualtyGroup = "Emergency Services"
	GroupUnknown           CasualtyGroup = "Unknown"
)

// CasualtyMethod says how casualties were numbered.
type CasualtyMethod string

const (
	CasualtyCount      CasualtyMethod = "Count"
	CasualtyEstimation CasualtyMethod = "Estimation"
	CasualtyOther      CasualtyMethod = "Other"
)

// TypeOfAction says what is done to protect people.
type TypeOfAction string

const (
	ActionStableIodineProphylaxis TypeOfAction = "Stable Iodine Prophylaxis"
	ActionSheltering              TypeOfAction = "Sheltering"
	ActionEvacuation              TypeOfAction = "Evacuation"
	ActionFoodRestrictions        TypeOfAction = "Food Restrictions"
	ActionRestrictionOnWaterUse   TypeOfAction = "Restriction on Water Use"
	ActionAccessRestrictions      TypeOfAction = "Access Restrictions"
	ActionUrgentDecontamination   TypeOfAction = "Urgent Decontamination"
	ActionRegistrationForFollowUp TypeOfAction = "Registration for Follow-Up"
)

// ActionStatus says how far an action has come.
type ActionStatus string

const (
	ActionUnderConsideration ActionStatus = "Under Consideration"
	ActionPlanned            ActionStatus = "Planned"
	ActionOrdered            ActionStatus = "Ordered"
	ActionInitiated          ActionStatus = "Initiated"
	ActionTaken              ActionStatus = "Taken"
	ActionWithdrawn          ActionStatus = "Withdrawn"
)

// Constraint says on which side of a value the true one is.
type Constraint string

const (
	GreaterThan Constraint = "GT"
	LessThan    Constraint = "LT"
)

// Unit is a unit of measured values.
type Unit string

const (
	UnitBq              Unit = "Bq"
	UnitBqPerKg         Unit = "Bq/kg"
	UnitBqPerM3         Unit = "Bq/m3"
	UnitBqPerL          Unit = "Bq/l"
	UnitBqPerM2         Unit = "Bq/m2"
	UnitBqPerS          Unit = "Bq/s"
	UnitBqPerM2PerS     Unit = "Bq/m2/s"
	UnitBqPerSPerCapita Unit = "Bq/s/CAP"
	UnitBqsPerM3        Unit = "Bqs/m3"
	UnitSv              Unit = "Sv"
	UnitGy              Unit = "Gy"
	UnitSvPerS          Unit = "Sv/s"
	UnitGyPerS          Unit = "Gy/s"
	UnitCountsPerSecond Unit = "cps"
	UnitM               Unit = "m"
	UnitM2              Unit = "m2"
	UnitM3              Unit = "m3"
	UnitMPerM2          Unit = "m/m2"
	UnitKg              Unit = "kg"
	UnitKgPerKg         Unit = "kg/kg"
	UnitKgPerL          Unit = "kg/l"
	UnitKgPerM2         Unit = "kg/m2"
	UnitKgPerM3         Unit = "kg/m3"
	UnitL               Unit = "l"
	UnitLPerM2          Unit = "l/m2"
	UnitPercent         Unit = "%"
	UnitPercentPerDay   Unit = "%/d"
	UnitRatio           Unit = "RATIO"
	Unit95              Unit = "95%"
	Unit99              Unit = "99%"
)

// UncertaintyType says what an uncertainty means.
type UncertaintyType string

const (
	UncertaintySD      UncertaintyType = "SD"
	Uncertainty2SD     UncertaintyType = "2SD"
	Uncertainty3SD     UncertaintyType = "3SD"
	UncertaintySEm     UncertaintyType = "SEm"
	Uncertainty95      UncertaintyType = "95%"
	Uncertainty99      UncertaintyType = "99%"
	UncertaintyABwI    UncertaintyType = "ABwI"
	UncertaintyPercent UncertaintyType = "%"
	UncertaintySDP     UncertaintyType = "SDP"
	UncertaintyDL      UncertaintyType = "DL"
	UncertaintySE      UncertaintyType = "SE"
	UncertaintyRSD     UncertaintyType = "RSD"
	UncertaintySEES    UncertaintyType = "SEES"
)

// Validation says whether a value was validated.
type Validation string

const (
	NotValidated          Validation = "Not Validated"
	Validated             Validation = "Validated"
	ValidatedNotPlausible Validation = "Validated - Not Plausible"
)

// DoseRateType says of which radiation a dose rate is.
type DoseRateType string

const (
	DoseRateGamma     DoseRateType = "Gamma"
	DoseRateBeta      DoseRateType = "Beta"
	DoseRateBetaGamma DoseRateType = "Beta-Gamma"
	DoseRateNeutron   DoseRateType = "Neutron"
)

// ValueType says what the values of a sample stand for.
type ValueType string

const (
	ValueDiscreteSingleMeasurements              ValueType = "Discrete Single Measurements"
	ValueDiscreteSampleFromSingleSource          ValueType = "Discrete Sample From Single Source"
	ValueDiscreteSampleFromBulkedSource          ValueType = "Discrete Sample From Bulked Source"
	ValueTimeAverageDiscreteMeasurements         ValueType = "Time Average Discrete Measurements"
	ValueTimeAverage1Week                        ValueType = "Time Average - 1 Week"
	ValueTimeAverage1Month                       ValueType = "Time Average - 1 Month"
	ValueTimeAverage2Months                      ValueType = "Time Average - 2 Months"
	ValueTimeAverage3Months                      ValueType = "Time Average - 3 Months"
	ValueTimeAverage6Months                      ValueType = "Time Average - 6 Months"
	ValueTimeAverage1Year                        ValueType = "Time Average - 1 Year"
	ValueGeographicalAverageDiscreteMeasurements ValueType = "Geographical Average Discrete Measurements"
	ValueTimeAndGeographicalAverage              ValueType = "Time and Geographical Average"
	ValueBulkedSampleAverage                     ValueType = "Bulked Sample Average"
	ValueCentrePointOfQuotedRange                ValueType = "Centre Point of Quoted Range"
	ValueHighestValue                            ValueType = "Highest Value"
	ValueLowestValue                             ValueType = "Lowest Value"
)

// SampleTreatment says what was done to a sample.
type SampleTreatment string

// ApparatusType says with what was measured.
type ApparatusType string

// HealthEffect is an effect on health.
type HealthEffect string

// Diagnosis says how sure a diagnosis or a prognosis is.
type Diagnosis string

// HealthConsequence is a consequence for health.
type HealthConsequence string

// TypeOfDose says of what a dose is.
type TypeOfDose string

// DoseUnit is a unit of doses.
type DoseUnit string

// TypeOfRequest says what is asked for.
type TypeOfRequest string

const (
	RequestForInformation   TypeOfRequest = "Request for Information"
	RequestForClarification TypeOfRequest = "Request for Clarification"
	RequestForAdvice        TypeOfRequest = "Request for Advice"
	RequestForAssistance    TypeOfRequest = "Request for Assistance"
)

// InformationCategory says what is in a file.
type InformationCategory string

const (
	CategoryEventInformation                 InformationCategory = "Event Information"
	CategoryInstallationStatusInformation    InformationCategory = "Installation Status Information"
	CategoryReleaseInformation               InformationCategory = "Release Information"
	CategoryMeteorologicalInformation        InformationCategory = "Meteorological Information"
	CategoryMeasurementData                  InformationCategory = "Measurement Data"
	CategoryProtectiveActionsInformation     InformationCategory = "Protective Actions Information"
	CategoryResponseInformation              InformationCategory = "Response Information"
	CategoryPublicInformation                InformationCategory = "Public Information"
	CategoryPublicInformationPressRelease    InformationCategory = "Public Information - Press Release"
	CategoryModellingResults                 InformationCategory = "Modelling Results"
	CategoryModellingResultsAvertedDose      InformationCategory = "Modelling Results - Averted Dose"
	CategoryModellingResultsCloudArrivalTime InformationCategory = "Modelling Results - Cloud Arrival Time"
	CategoryModellingResultsContamination    InformationCategory = "Modelling Results - Contamination"
	CategoryModellingResultsDispersion       InformationCategory = "Modelling Results - Dispersion"
	CategoryModellingResultsDoseRate         InformationCategory = "Modelling Results - Dose Rate"
	CategoryModellingResultsProjectedDose    InformationCategory = "Modelling Results - Projected Dose"
	CategoryModellingResultsPlumeTrajectory  InformationCategory = "Modelling Results - Plume Trajectory"
)
