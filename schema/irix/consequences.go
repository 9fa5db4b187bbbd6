package irix

import "forthwith/schema"

// Consequences are those for people, places and food.
type Consequences struct {
	ValidAt             schema.Time          `irix:"@"`
	HealthIssues        FreeText             `irix:"?"`
	EnvironmentalIssues FreeText             `irix:"?"`
	FoodstuffIssues     FreeText             `irix:"?"`
	OtherIssues         FreeText             `irix:"?"`
	AreasAffected       *AreasAffected       `irix:"?"`
	NumbersOfCasualties *NumbersOfCasualties `irix:"?"`
}

// AreasAffected are the areas that are or may be affected.
type AreasAffected struct {
	AreaAffected []AreaAffected `irix:"*"`
}

// AreaAffected is one area, in words: IRIX has no geometry for it.
type AreaAffected struct {
	Occurrence AreaOccurrence `irix:"?"`
	Area       Area           `irix:""`
	Effect     Effect         `irix:""`
}

// Area is which area it is.
type Area struct {
	Description FreeText `irix:""`
}

// Effect is how it is affected.
type Effect struct {
	TypeOfEffect TypeOfEffect `irix:"?"`
	Description  FreeText     `irix:"?"`
}

// NumbersOfCasualties are the casualties, by kind and group.
type NumbersOfCasualties struct {
	NumberOfCasualties []NumberOfCasualties `irix:"+"`
}

// NumberOfCasualties is how many of one kind, in one group or in all.
type NumberOfCasualties struct {
	CasualtyType                     CasualtyType   `irix:""`
	CasualtyTypeDescription          string         `irix:"|,255"`
	MemberOfGroup                    CasualtyGroup  `irix:"?"`
	MemberOfGroupDescription         string         `irix:"|?,255"`
	Number                           Count          `irix:""`
	MethodOfDetermination            CasualtyMethod `irix:"?"`
	MethodOfDeterminationDescription string         `irix:"&?,255"`
}
