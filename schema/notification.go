package schema

// Notification is the fact itself, Art. 2(a): the accident, its nature, the time
// of its occurrence and its exact location where appropriate. It opens an event.
// Everything else may follow; nothing else may delay it.
type Notification struct {
	// Bases are the legal bases, never implied.
	Bases []LegalBasis `json:"bases,omitempty" validate:"max=8,unique,dive,oneof='Article 2' 'Article 3' 'Transnational emergency' '87/600/Euratom' Bilateral"`
	// Arrangement names the bilateral or regional one (Art. 9).
	Arrangement string `json:"arrangement,omitempty" validate:"max=255"`
	Level       Level  `json:"level,omitempty" validate:"omitempty,oneof=notification advisory information"`
	// ResponsibleState has jurisdiction or control (Art. 1.1); it is not always
	// where the accident is.
	ResponsibleState Party `json:"responsibleState,omitempty" validate:"omitempty,state"`
	// ValidAt is when all this was so; the time of writing if it is not said.
	ValidAt Time `json:"validAt,omitempty" validate:"omitempty,utcseconds"`

	Nature   Nature    `json:"nature"`
	Occurred Occurred  `json:"occurred"`
	Location *Location `json:"location,omitempty"`
	Facility *Facility `json:"facility,omitempty"`

	Class *EmergencyClass `json:"class,omitempty"`
	INES  *INES           `json:"ines,omitempty"`
	// Release and Weather say of an emergency at a site, in the first message
	// already, whether something is coming and where to.
	Release *Release `json:"release,omitempty"`
	Weather *Weather `json:"weather,omitempty"`

	Text          string `json:"text,omitempty" validate:"max=8000"`
	NextUpdateDue Time   `json:"nextUpdateDue,omitempty" validate:"omitempty,utcseconds"`
}

// Kind implements Body.
func (*Notification) Kind() Kind { return KindNotification }

// LegalBasis is why a State tells.
type LegalBasis string

const (
	BasisArticle2      LegalBasis = "Article 2"
	BasisArticle3      LegalBasis = "Article 3"
	BasisTransnational LegalBasis = "Transnational emergency"
	BasisEuratom       LegalBasis = "87/600/Euratom"
	BasisBilateral     LegalBasis = "Bilateral"
)

// Level grades a notification in the vocabulary of the IAEA's manual.
type Level string

const (
	LevelNotification Level = "notification"
	LevelAdvisory     Level = "advisory"
	LevelInformation  Level = "information"
)

// Nature is what kind of accident it is (IRIX TypeOfEvent).
type Nature struct {
	Type        string `json:"type,omitempty" validate:"oneof='Nuclear Installation Event' 'Missing Dangerous Source' 'Discovered Dangerous Source' 'Space Object Re-entry' 'Elevated Ambient Radiation Levels' 'Contamination in Food / Drinking Water' 'Contamination in Commodities' 'Severe Overexposure' 'Transport Event' 'Credible Threat' 'Malicious Act' 'Other'"`
	Description string `json:"description,omitempty" validate:"max=255"`
}

// Occurred is when it happened.
type Occurred struct {
	At        Time `json:"at,omitempty" validate:"utcseconds"`
	Estimated bool `json:"estimated"`
}

// EmergencyClass is the class declared: the IAEA's, the national one, or both;
// one is never derived from the other.
type EmergencyClass struct {
	Class      string `json:"class,omitempty" validate:"omitempty,oneof='General Emergency' 'Site Area Emergency' 'Facility Emergency' 'Alert'"`
	National   string `json:"national,omitempty" validate:"required_without=Class,max=255"`
	DeclaredAt Time   `json:"declaredAt,omitempty" validate:"omitempty,utcseconds"`
	Basis      string `json:"basis,omitempty" validate:"max=2000"`
}

// INES is a rating: a national responsibility, never derived, never a trigger.
type INES struct {
	Level   string `json:"level,omitempty" validate:"oneof=INES-0 INES-1 INES-2 INES-3 INES-4 INES-5 INES-6 INES-7 'Not Applicable'"`
	Status  string `json:"status,omitempty" validate:"omitempty,oneof=Provisional Final"`
	RatedAt Time   `json:"ratedAt,omitempty" validate:"omitempty,utcseconds"`
	Basis   string `json:"basis,omitempty" validate:"max=2000"`
}
