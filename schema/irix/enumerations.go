package irix

import (
	"reflect"

	"forthwith/schema"
)

// enumerations are the closed lists, by the Go type that holds one of their values.
var enumerations = map[reflect.Type][]string{
	reflect.TypeFor[schema.ReportContext](): words(
		schema.ContextEmergency, schema.ContextRoutine, schema.ContextExercise, schema.ContextTest,
	),
	reflect.TypeFor[YesNo]():           words[YesNo](Yes, No),
	reflect.TypeFor[YesNoUnknown]():    words[YesNoUnknown](Yes, No, Unknown),
	reflect.TypeFor[AddressType]():     words(VisitingAddress, PostalAddress),
	reflect.TypeFor[Confidentiality](): words(ForAddresseesOnly, ForAuthorityOnly, FreeForPublic),
	reflect.TypeFor[TypeOfEvent](): words(
		EventNuclearInstallationEvent, EventMissingDangerousSource, EventDiscoveredDangerousSource,
		EventSpaceObjectReEntry, EventElevatedAmbientRadiationLevels, EventContaminationInFoodDrinkingWater,
		EventContaminationInCommodities, EventSevereOverexposure, EventTransportEvent, EventCredibleThreat,
		EventMaliciousAct, EventOther,
	),
	reflect.TypeFor[TypeOfObject](): words(
		ObjectNuclearPowerPlant, ObjectFuelFabrication, ObjectEnrichment, ObjectSpentFuelStorage,
		ObjectSpentFuelTransport, ObjectFuelReprocessing, ObjectResearchReactor, ObjectMarineReactor,
		ObjectManufactureOfRadioisotopes, ObjectWasteTreatment, ObjectIrradiationFacility,
	),
	reflect.TypeFor[TypeOfReactor](): words(ReactorPWR, ReactorBWR, ReactorAGR, ReactorVVER, ReactorRBMK, ReactorCANDU),
	reflect.TypeFor[EmergencyClass](): words(
		ClassGeneralEmergency, ClassSiteAreaEmergency, ClassFacilityEmergency, ClassAlert,
	),
	reflect.TypeFor[Criticality]():      words(CriticalityStopped, CriticalityContinuing, CriticalityUnknown),
	reflect.TypeFor[FuelDamage]():       words(DamageUnlikely, DamageLikely, DamageOccurred, DamageUnknown),
	reflect.TypeFor[Trend]():            words(TrendGettingBetter, TrendStable, TrendGettingWorse, TrendUnknown),
	reflect.TypeFor[INESLevel]():        words(INES0, INES1, INES2, INES3, INES4, INES5, INES6, INES7, INESNotApplicable),
	reflect.TypeFor[INESStatus]():       words(INESProvisional, INESFinal),
	reflect.TypeFor[HeightAbove]():      words(AboveSea, AboveLand),
	reflect.TypeFor[Accuracy]():         words(ReferenceOfRegion, ExactLocation),
	reflect.TypeFor[ActualOccurrence](): words(ReleaseHasOccurred, ReleaseHasNotOccurred, ReleaseUnknown),
	reflect.TypeFor[FutureOccurrence](): words(
		FutureCertainNotToOccur, FutureUnlikelyToOccur, FutureLikelyToOccur, FutureCertainToOccur, FutureUnknown,
	),
	reflect.TypeFor[Compartment](): words(ToAir, ToWater, ToAirAndWater),
	reflect.TypeFor[PhaseOccurrence](): words(
		PhaseActual, PhaseProjected, PhaseProjectedLikelyToOccur, PhaseProjectedUnlikelyToOccur,
		PhaseProjectedCertainToOccur,
	),
	reflect.TypeFor[ReleaseRoute](): words(
		RouteReleaseFromContainment, RouteContainmentByPassUnderDryConditions,
		RouteContainmentByPassUnderWetConditions, RouteReleaseFromSpentFuelPool,
	),
	reflect.TypeFor[TypeOfRelease]():     words(Gaseous, Particulate, GaseousAndParticulate),
	reflect.TypeFor[ReleaseMethod]():     words(ByMeasurement, ByOther),
	reflect.TypeFor[MeteoType]():         words(MeteoObservation, MeteoProjection, MeteoForecast),
	reflect.TypeFor[PrecipitationForm](): words(Rain, LightRain, HeavyRain, Snow, RainAndSnowMixed),
	reflect.TypeFor[AreaOccurrence](): words(
		AreaActual, AreaActualConfirmed, AreaActualNotConfirmed, AreaProjected, AreaProjectedUnlikelyToOccur,
		AreaProjectedLikelyToOccur, AreaProjectedCertainToOccur,
	),
	reflect.TypeFor[TypeOfEffect]():   words(EffectContamination, EffectElevatedRadiationLevels),
	reflect.TypeFor[CasualtyType]():   words(CasualtyExposed, CasualtyHospitalised, CasualtyWounded, CasualtyDead),
	reflect.TypeFor[CasualtyGroup]():  words(GroupPublic, GroupEmergencyServices, GroupUnknown),
	reflect.TypeFor[CasualtyMethod](): words(CasualtyCount, CasualtyEstimation, CasualtyOther),
	reflect.TypeFor[TypeOfAction](): words(
		ActionStableIodineProphylaxis, ActionSheltering, ActionEvacuation, ActionFoodRestrictions,
		ActionRestrictionOnWaterUse, ActionAccessRestrictions, ActionUrgentDecontamination,
		ActionRegistrationForFollowUp,
	),
	reflect.TypeFor[ActionStatus](): words(
		ActionUnderConsideration, ActionPlanned, ActionOrdered, ActionInitiated, ActionTaken, ActionWithdrawn,
	),
	reflect.TypeFor[Constraint](): words(GreaterThan, LessThan),
	reflect.TypeFor[Unit](): words(
		UnitBq, UnitBqPerKg, UnitBqPerM3, UnitBqPerL, UnitBqPerM2, UnitBqPerS, UnitBqPerM2PerS, UnitBqPerSPerCapita,
		UnitBqsPerM3, UnitSv, UnitGy, UnitSvPerS, UnitGyPerS, UnitCountsPerSecond, UnitM, UnitM2, UnitM3, UnitMPerM2,
		UnitKg, UnitKgPerKg, UnitKgPerL, UnitKgPerM2, UnitKgPerM3, UnitL, UnitLPerM2, UnitPercent, UnitPercentPerDay,
		UnitRatio, Unit95, Unit99,
	),
	reflect.TypeFor[UncertaintyType](): words(
		UncertaintySD, Uncertainty2SD, Uncertainty3SD, UncertaintySEm, Uncertainty95, Uncertainty99, UncertaintyABwI,
		UncertaintyPercent, UncertaintySDP, UncertaintyDL, UncertaintySE, UncertaintyRSD, UncertaintySEES,
	),
	reflect.TypeFor[Validation]():   words(NotValidated, Validated, ValidatedNotPlausible),
	reflect.TypeFor[DoseRateType](): words(DoseRateGamma, DoseRateBeta, DoseRateBetaGamma, DoseRateNeutron),
	reflect.TypeFor[ValueType](): words(
		ValueDiscreteSingleMeasurements, ValueDiscreteSampleFromSingleSource, ValueDiscreteSampleFromBulkedSource,
		ValueTimeAverageDiscreteMeasurements, ValueTimeAverage1Week, ValueTimeAverage1Month, ValueTimeAverage2Months,
		ValueTimeAverage3Months, ValueTimeAverage6Months, ValueTimeAverage1Year,
		ValueGeographicalAverageDiscreteMeasurements, ValueTimeAndGeographicalAverage, ValueBulkedSampleAverage,
		ValueCentrePointOfQuotedRange, ValueHighestValue, ValueLowestValue,
	),
	reflect.TypeFor[SampleTreatment](): {
		"Carbonisation and Homogenisation", "Drying and Ashing", "Delay of 5 Days", "Delay of 3 Days",
		"Measurement Immediately After Sampling", "Measurement Within One Week After Sampling",
		"Gas Chromatographic Separation", "Ion Chromatographic Separation of Nuclides",
		"(Radio)Chemical Separation of Nuclides", "'On Line' Separation of Nuclides by Ion-Exchange",
		"Sample Being Deep Frozen", "Oven Dried - Stones Removed",
		"Liquid Reduced to its Residue by Drying, Evaporation, Calcination",
		"Suspended Matter Removed by Filtration", "Suspended Matter Selected by Filtration", "Evaporated Dryless",
		"Homogenisation", "Liquid Reduced to 50% of its Original Volume", "Cleaned and Mixed",
		"Pulverisation and Homogenisation", "Air Dried if Necessary, Stones Removed", "Sample Washed",
		"Evaporation + Ashing, Filtering + Ashing", "Dried + Homogenised", "Mixed", "No Treatment",
	},
	reflect.TypeFor[ApparatusType](): {
		"Alpha - ZnS Scintillator", "Alpha - Track Etching", "Alpha - Solid State Detector", "Alpha - Unspecified",
		"Beta - Proportional Counter", "Beta - Geiger Muller Counter", "Beta - Plastic Scintillator",
		"Beta - Liquid Scintillator", "Beta - Solid State Detector", "Beta - Unspecified",
		"Beta and Alpha - Plastic and ZnS Scintillators, Combination", "Beta and Gamma - Unspecified", "Gamma - TLD",
		"Gamma - Ionisation Chamber", "Gamma - NaI Detector", "Gamma - Solid State Detector", "Gamma - Unspecified",
		"Atomic Absorption", "Beta-Geiger Muller or Scintillator", "Gamma Spectrometry Scintillator",
		"Beta Counting Scintillator", "Alpha Counting", "Gamma-Thermoluminescent Detector", "Alpha Spectrometry",
		"Gamma Geiger Muller Tube", "Unknown",
	},
	reflect.TypeFor[HealthEffect](): {
		"Acute Radiation Syndrome", "Bone Marrow Depression", "Cataract", "Erythema", "Necrosis", "Pneumonitis",
		"Ulceration",
	},
	reflect.TypeFor[Diagnosis]():         {"Negative", "Possible", "Probable", "Definite"},
	reflect.TypeFor[HealthConsequence](): {"Amputation", "Contracture", "Fatality"},
	reflect.TypeFor[TypeOfDose](): {
		"Whole Body", "Head/Neck", "Eye/Lens", "Thyroid", "Skin", "Breast/Chest", "Bone Marrow", "Colon", "Gonads",
		"Lung",
	},
	reflect.TypeFor[DoseUnit](): {"Sv", "Gy"},
	reflect.TypeFor[TypeOfRequest](): words(
		RequestForInformation, RequestForClarification, RequestForAdvice, RequestForAssistance,
	),
	reflect.TypeFor[InformationCategory](): words(
		CategoryEventInformation, CategoryInstallationStatusInformation, CategoryReleaseInformation,
		CategoryMeteorologicalInformation, CategoryMeasurementData, CategoryProtectiveActionsInformation,
		CategoryResponseInformation, CategoryPublicInformation, CategoryPublicInformationPressRelease,
		CategoryModellingResults, CategoryModellingResultsAvertedDose, CategoryModellingResultsCloudArrivalTime,
		CategoryModellingResultsContamination, CategoryModellingResultsDispersion, CategoryModellingResultsDoseRate,
		CategoryModellingResultsProjectedDose, CategoryModellingResultsPlumeTrajectory,
	),
}

func words[T ~string](ts ...T) []string {
	ss := make([]string, len(ts))
	for i, t := range ts {
		ss[i] = string(t)
	}
	return ss
}
