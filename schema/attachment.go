package schema

// Attachment names a file that goes with a message. The file itself follows the
// message and never delays it; the digest says which it is.
type Attachment struct {
	Name      string `json:"name,omitempty" validate:"filename,max=255"`
	MediaType string `json:"mediaType,omitempty" validate:"mediatype,max=127"`
	Size      int64  `json:"size" validate:"gte=1,lte=67108864"`
	Digest    Digest `json:"digest,omitempty" validate:"digest"` // of the file's bytes
	// Confidentiality is the message's own where none is given.
	Confidentiality Confidentiality `json:"confidentiality,omitempty" validate:"omitempty,oneof=addressees authorities public"`
	Description     string          `json:"description,omitempty" validate:"max=2000"`
	Language        string          `json:"language,omitempty" validate:"omitempty,language"`
	// Category is IRIX's InformationCategory.
	Category string `json:"category,omitempty" validate:"omitempty,oneof='Event Information' 'Installation Status Information' 'Release Information' 'Meteorological Information' 'Measurement Data' 'Protective Actions Information' 'Response Information' 'Public Information' 'Public Information - Press Release' 'Modelling Results' 'Modelling Results - Averted Dose' 'Modelling Results - Cloud Arrival Time' 'Modelling Results - Contamination' 'Modelling Results - Dispersion' 'Modelling Results - Dose Rate' 'Modelling Results - Projected Dose' 'Modelling Results - Plume Trajectory'"`
}
