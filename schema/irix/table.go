package irix

// The tables: every element of the sections that are read, in the order and as
// often as the XSDs of 2013-03-31 have it.

var report = group(nsReport, "Report",
	one(identification),
	optional(eventInformation),
	optional(section(nsRelease, "Release")),
	optional(section(nsMeteo, "Meteorology")),
	optional(section(nsCons, "Consequences")),
	optional(section(nsResp, "ResponseActions")),
	optional(section(nsMeas, "Measurements")),
	optional(section(nsMedical, "MedicalInformation")),
	optional(section(nsMedia, "MediaInformation")),
	optional(locations),
	optional(&element{space: nsReq, name: "Requests", content: foreign}),
	optional(&element{space: nsAnnex, name: "Annexes", content: foreign}),
).with(required("version", value{"irix-version", "1.0, the only version that is read", among([]string{"1.0"})}))

// section is one that is not read yet; see content.
func section(space, name string) *element {
	return (&element{space: space, name: name, content: notRead}).with(validAt)
}

var validAt = required("ValidAt", dateTime)

var identification = group(nsID, "Identification",
	one(leaf(nsID, "OrganisationReporting", organisationID)),
	one(leaf(nsID, "DateAndTimeOfCreation", dateTime)),
	one(leaf(nsID, "ReportContext", list("Emergency", "Routine", "Exercise", "Test"))),
	optional(leaf(nsID, "SequenceNumber", positive)),
	one(leaf(nsID, "ReportUUID", uuid4)),
	optional(leaf(nsID, "Follows", uuid4)),
	optional(leaf(nsID, "Revokes", uuid4)),
	optional(leaf(nsID, "Confidentiality", list("For Addressees Use Only", "For Authority Use Only", "Free for Public Use"))),
	optional(group(nsID, "Addressees", some(leaf(nsID, "Addressee", organisationID)))),
	optional(group(nsID, "ReportingBases", some(leaf(nsID, "ReportingBasis", token)))),
	optional(leaf(nsID, "ContactPerson", personID)),
	optional(leaf(nsID, "AdditionalInformationURL", token)),
	optional(group(nsID, "EventIdentifications",
		some(leaf(nsID, "EventIdentification", shortText, attribute{"Organisation", false, organisationID})))),
	one(group(nsID, "Identifications",
		many(group(nsBase, "PersonContactInfo",
			one(leaf(nsBase, "Name", token)),
			optional(leaf(nsBase, "UserID", personID)),
			optional(leaf(nsBase, "Position", token)),
			optional(leaf(nsBase, "OrganisationID", organisationID)),
			optional(leaf(nsBase, "PhoneNumber", phone)),
			optional(leaf(nsBase, "FaxNumber", phone)),
			optional(leaf(nsBase, "EmailAddress", token)),
			optional(freeText(nsBase, "Description")))),
		some(group(nsBase, "OrganisationContactInfo",
			one(leaf(nsBase, "Name", token)),
			one(leaf(nsBase, "OrganisationID", organisationID)),
			one(leaf(nsBase, "Country", countryOrNone)),
			optional(leaf(nsBase, "WebAddress", token)),
			upTo(2, group(nsBase, "Address",
				optional(leaf(nsBase, "Postbox", token)),
				optional(leaf(nsBase, "Street", token)),
				one(leaf(nsBase, "PostalCode", token)),
				one(leaf(nsBase, "Municipality", token)),
				one(leaf(nsBase, "Country", country)),
			).with(required("Type", list("Visiting Address", "Postal Address")))),
			optional(leaf(nsBase, "PhoneNumber", phone)),
			optional(leaf(nsBase, "FaxNumber", phone)),
			optional(leaf(nsBase, "EmailAddress", token)),
			optional(freeText(nsBase, "Description")))))),
	many(), // the extension point
)

var eventInformation = group(nsEvent, "EventInformation",
	one(leaf(nsEvent, "TypeOfEvent", list("Nuclear Installation Event", "Missing Dangerous Source",
		"Discovered Dangerous Source", "Space Object Re-entry", "Elevated Ambient Radiation Levels",
		"Contamination in Food / Drinking Water", "Contamination in Commodities", "Severe Overexposure",
		"Transport Event", "Credible Threat", "Malicious Act", "Other")).under("Art. 2(a)")),
	optional(leaf(nsEvent, "TypeOfEventDescription", shortText)),
	one(leaf(nsEvent, "DateAndTimeOfEvent", dateTime, attribute{"IsEstimate", false, yesNo}).under("Art. 2(a)")),
	one(location().with(attribute{"ref", false, ncName}).under("Art. 2(a)")),
	optional(objectInvolved),
	optional(group(nsEvent, "EmergencyClassification",
		one(
			leaf(nsEvent, "EmergencyClass", list("General Emergency", "Site Area Emergency", "Facility Emergency", "Alert")),
			leaf(nsEvent, "EmergencyClassDescription", shortText)),
		optional(leaf(nsEvent, "DateAndTimeOfDeclaration", dateTime)),
		optional(freeText(nsEvent, "BasisForDeclaration")))),
	optional(plantStatus),
	optional(group(nsEvent, "INESClassification",
		one(leaf(nsEvent, "INESLevel", list("INES-0", "INES-1", "INES-2", "INES-3", "INES-4", "INES-5", "INES-6", "INES-7", "Not Applicable"))),
		one(leaf(nsEvent, "StatusOfClassification", list("Provisional", "Final"))),
		optional(leaf(nsEvent, "DateAndTimeOfClassification", dateTime)),
		optional(freeText(nsEvent, "BasisForClassification")))),
	optional(freeText(nsEvent, "EventDescription")),
).with(validAt)

var objectInvolved = group(nsEvent, "ObjectInvolved",
	one(
		leaf(nsEvent, "TypeOfObjectOrActivity", list("Nuclear Power Plant", "Fuel Fabrication", "Enrichment",
			"Spent Fuel Storage", "Spent Fuel Transport", "Fuel Reprocessing", "Research Reactor", "Marine Reactor",
			"Manufacture of Radioisotopes", "Waste Treatment", "Irradiation Facility")),
		leaf(nsEvent, "TypeOfObjectOrActivityDescription", shortText)),
	one(leaf(nsEvent, "Name", token)),
	optional(location().with(attribute{"ref", false, ncName})),
	optional(group(nsEvent, "SourceCharacteristics",
		some(group(nsEvent, "Source",
			optional(leaf(nsEvent, "Sealed", yesNoUnknown)),
			optional(leaf(nsEvent, "Shielded", yesNoUnknown)),
			one(group(nsEvent, "Nuclides",
				some(group(nsEvent, "Nuclide",
					one(nuclideInfo(nsEvent)...),
					optional(leaf(nsEvent, "Activity", float, required("Unit", fixed("Bq")))),
					optional(leaf(nsEvent, "ReferenceDateAndTime", anyTime)))))),
			optional(freeText(nsEvent, "Description")))))),
	optional(group(nsEvent, "ReactorCharacteristics",
		optional(
			leaf(nsEvent, "TypeOfReactor", list("PWR", "BWR", "AGR", "VVER", "RBMK", "Candu")),
			leaf(nsEvent, "TypeOfReactorDescription", shortText)),
		optional(leaf(nsEvent, "ThermalPower", number, required("Unit", fixed("MW")))),
		optional(leaf(nsEvent, "ElectricalPower", number, required("Unit", fixed("MW")))),
		optional(freeText(nsEvent, "Description")))),
	optional(freeText(nsEvent, "Description")),
).under("Art. 5.1(b)")

// nuclideInfo is the substitution group of Nuclides.xsd, which each namespace
// has for itself.
func nuclideInfo(space string) []*element {
	return []*element{
		leaf(space, "Nuclide", nuclide),
		leaf(space, "NuclideList", nuclideList),
		leaf(space, "NuclideCombination", combination),
		leaf(space, "NuclideDescription", shortText),
	}
}

var plantStatus = group(nsEvent, "PlantStatus",
	optional(group(nsEvent, "CoreState",
		optional(group(nsEvent, "Criticality",
			one(leaf(nsEvent, "Status", list("Stopped", "Continuing", "Unknown"))),
			optional(leaf(nsEvent, "StoppedAt", dateTime)))),
		optional(group(nsEvent, "SevereDamageToFuel",
			one(leaf(nsEvent, "Occurrence", list("Has Not Occurred, and Unlikely to Occur",
				"Has Not Occurred, but Likely to Occur", "Has Occurred", "Unknown"))),
			optional(leaf(nsEvent, "TimeOfOccurrence", dateTime)))),
		optional(freeText(nsEvent, "Description")))),
	optional(freeText(nsEvent, "SpentFuelState")),
	optional(leaf(nsEvent, "TrendInConditions", list("Getting Better", "Stable", "Getting Worse", "Unknown"))),
	optional(freeText(nsEvent, "Description")),
).under("Art. 5.1(c)")

var locations = group(nsLoc, "Locations", some(location().with(required("id", ncName))))

func location() *element {
	return group(nsLoc, "Location",
		optional(leaf(nsLoc, "Name", token)),
		optional(group(nsLoc, "GeographicCoordinates",
			one(leaf(nsLoc, "Latitude", latitude)),
			one(leaf(nsLoc, "Longitude", longitude)),
			upTo(2, leaf(nsLoc, "Height", number, required("Above", list("Sea", "Land")), required("Unit", fixed("m")))))),
		optional(leaf(nsLoc, "Municipality", token)),
		optional(leaf(nsLoc, "AdministrativeUnit", token)),
		optional(leaf(nsLoc, "Country", country)),
		optional(leaf(nsLoc, "AccuracyType", list("Reference of Region", "Exact Location"))),
		optional(freeText(nsLoc, "Description")))
}
