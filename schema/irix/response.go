package irix

import "forthwith/schema"

// ResponseActions are those taken or planned to protect people.
type ResponseActions struct {
	ValidAt              schema.Time        `irix:"@"`
	ProtectiveActions    *ProtectiveActions `irix:"?" art:"Art. 5.1(g)"`
	DescriptionOfActions FreeText           `irix:"?"`
}

// ProtectiveActions are whether there are any, and which.
type ProtectiveActions struct {
	ProtectiveActionsTakenOrPlanned YesNo              `irix:""`
	ProtectiveAction                []ProtectiveAction `irix:"*"`
}

// ProtectiveAction is one of them.
type ProtectiveAction struct {
	TypeOfAction            TypeOfAction `irix:""`
	TypeOfActionDescription string       `irix:"|,255"`
	Status                  ActionStatus `irix:""`
	StartTime               schema.Time  `irix:"?"`
	EndTime                 schema.Time  `irix:"?"`
	AreaSector              *AreaSector  `irix:"?"`
	AreaDescription         FreeText     `irix:"|?"`
	FurthestDistance        NonNegative  `irix:"|?,Unit=m"` // from the place of the event
	CountriesAffected       Countries    `irix:"?"`         // if not the one that orders it
	Description             FreeText     `irix:"?"`
}

// AreaSector is a part of a ring around the place of the event.
type AreaSector struct {
	FromAngle   Angle       `irix:",Unit=DegreesFromNorth"`
	TillAngle   Angle       `irix:",Unit=DegreesFromNorth"`
	InnerRadius NonNegative `irix:",Unit=m"`
	OuterRadius NonNegative `irix:",Unit=m"`
}
