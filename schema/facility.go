package schema

// Facility is the facility or activity involved, 5.1(b).
type Facility struct {
	Name string `json:"name,omitempty" validate:"required,max=255"`
	Type string `json:"type,omitempty" validate:"max=255"` // IRIX TypeOfObjectOrActivity, or a description
	// Category is the letter of Art. 1.2 under which it falls.
	Category        string    `json:"category,omitempty" validate:"omitempty,oneof=a b c d e f"`
	Reactor         string    `json:"reactor,omitempty" validate:"max=255"` // IRIX TypeOfReactor, or a description
	ThermalPower    *Quantity `json:"thermalPower,omitempty" validate:"omitempty,quantity=power"`
	ElectricalPower *Quantity `json:"electricalPower,omitempty" validate:"omitempty,quantity=power"`
	Operator        string    `json:"operator,omitempty" validate:"max=255"`
	Location        *Location `json:"location,omitempty"`
	Sources         []Source  `json:"sources,omitempty" validate:"max=50,dive"`
	Text            string    `json:"text,omitempty" validate:"max=8000"`
}

// Source is a radioactive source: lost, found, carried or in use.
type Source struct {
	Sealed   string        `json:"sealed,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	Shielded string        `json:"shielded,omitempty" validate:"omitempty,oneof=Yes No Unknown"`
	Nuclides []SourceValue `json:"nuclides,omitempty" validate:"max=50,dive"`
	Text     string        `json:"text,omitempty" validate:"max=8000"`
}

// SourceValue is what a source holds of one nuclide.
type SourceValue struct {
	Nuclide     Nuclide   `json:"nuclide,omitempty" validate:"required_without=Mixture,omitempty,nuclide"`
	Mixture     string    `json:"mixture,omitempty" validate:"max=255"`
	Activity    *Quantity `json:"activity,omitempty" validate:"omitempty,quantity=activity"` // none: unknown
	ReferenceAt Time      `json:"referenceAt,omitempty" validate:"omitempty,utcseconds"`
}

// Nuclide is a nuclide as in I-131 or Ag-110m, several of them counted together as
// in "Cs-134 Cs-137", or one of IRIX's combinations as in T-Beta. What has no such
// name is a Mixture, in words.
type Nuclide string
