package irix

import "forthwith/schema"

// MedicalInformation is what physicians found in people. The Convention does not
// ask for it; who is named in it, or described, is refused.
type MedicalInformation struct {
	ValidAt          schema.Time       `irix:"@"`
	PersonsDiagnosed *PersonsDiagnosed `irix:"?"`
}

// PersonsDiagnosed are the persons examined.
type PersonsDiagnosed struct {
	PersonDiagnosed []PersonDiagnosed `irix:"+"`
}

// PersonDiagnosed is one person, by a code.
type PersonDiagnosed struct {
	Identity                    Identity                     `irix:""`
	HealthEffectsDiagnosed      *HealthEffectsDiagnosed      `irix:"?"`
	HealthConsequencesPrognosed *HealthConsequencesPrognosed `irix:"?"`
	DoseAssessments             *DoseAssessments             `irix:"?"`
	Description                 FreeText                     `irix:"?"`
}

// Identity is a code for a person. A report with one of the other fields is
// neither read nor written.
type Identity struct {
	Code        string   `irix:""`
	Name        string   `irix:"?"`
	Description FreeText `irix:"?"`
}

// HealthEffectsDiagnosed are the effects found.
type HealthEffectsDiagnosed struct {
	HealthEffectDiagnosed []HealthEffectDiagnosed `irix:"*"`
}

// HealthEffectDiagnosed is one of them.
type HealthEffectDiagnosed struct {
	TypeOfHealthEffect            HealthEffect `irix:""`
	TypeOfHealthEffectDescription string       `irix:"|,255"`
	DiagnosticResult              Diagnosis    `irix:""`
	Description                   FreeText     `irix:"?"`
}

// HealthConsequencesPrognosed are the consequences expected.
type HealthConsequencesPrognosed struct {
	HealthConsequencePrognosed []HealthConsequencePrognosed `irix:"*"`
}

// HealthConsequencePrognosed is one of them.
type HealthConsequencePrognosed struct {
	TypeOfHealthConsequence            HealthConsequence `irix:""`
	TypeOfHealthConsequenceDescription string            `irix:"|,255"`
	PrognosedOccurrence                Diagnosis         `irix:""`
	Description                        FreeText          `irix:"?"`
}

// DoseAssessments are the doses of a person.
type DoseAssessments struct {
	AssessedDose []AssessedDose `irix:"*"`
	Description  FreeText       `irix:"?"`
}

// AssessedDose is one of them.
type AssessedDose struct {
	TypeOfDose            TypeOfDose `irix:""`
	TypeOfDoseDescription string     `irix:"|,255"`
	DoseValue             DoseValue  `irix:""`
	DoseAssessmentMethod  string     `irix:"?,255"`
	Description           FreeText   `irix:"?"`
}

// DoseValue is a dose with its unit.
type DoseValue struct {
	Number     Float      `irix:"."`
	Constraint Constraint `irix:"@?"`
	Unit       DoseUnit   `irix:"@"`
}
