package irix

import "forthwith/schema"

// Annexes are remarks, files and signatures. How the three follow upon each other
// is not kept; Report.Section has it.
type Annexes struct {
	Annotation    []Annotation    `irix:"*"`
	FileEnclosure []FileEnclosure `irix:"|*"`
	// Signature is over the whole report as it was read. It would not hold over
	// what is written: Encode refuses it.
	Signature []Raw `irix:"|ds:*"`
}

// Annotation is a remark.
type Annotation struct {
	Title      string   `irix:"?"`
	Extensions []Raw    `irix:"any"`
	Text       FreeText `irix:""`
}

// FileEnclosure is a file and what is said of it.
type FileEnclosure struct {
	Title                          string                `irix:""`
	InformationCategory            []InformationCategory `irix:"*"`
	InformationCategoryDescription []string              `irix:"|*,255"`
	AuthorOrganisation             OrganisationID        `irix:"?"`
	Confidentiality                Confidentiality       `irix:"?"`
	ValidAt                        schema.Time           `irix:"?"`
	Language                       Language              `irix:"?"`
	Description                    FreeText              `irix:"?"`
	FileName                       string                `irix:"?"`
	FileDateAndTime                schema.Time           `irix:"?"`
	MimeType                       string                `irix:""`
	FileSize                       Size                  `irix:""`
	FileHash                       Hex                   `irix:"?,Algorithm=SHA-1"`
	Extensions                     []Raw                 `irix:"any"`
	EnclosedObject                 Object                `irix:""`
}
