package cap

// Info is what an alert says, in one language.
type Info struct {
	Language      string // as written; "" if not said, see Lang
	Categories    []Category
	Event         string
	ResponseTypes []ResponseType
	Urgency       Urgency
	Severity      Severity
	Certainty     Certainty
	Audience      string
	EventCodes    []EventCode
	Effective     Time // when not said, the alert's Sent
	Onset         Time // the expected beginning; not always when it happened
	Expires       Time
	SenderName    string
	Headline      string
	Description   string
	Instruction   string
	Web           string
	Contact       string
	Parameters    []Parameter
	Resources     []Resource
	Areas         []Area
}

// Lang is the language of the texts: where none is said, CAP means en-US.
func (i *Info) Lang() string {
	if i.Language == "" {
		return "en-US"
	}
	return i.Language
}

// NamedValue is a value and the list or system it is from.
type NamedValue struct {
	Name  string
	Value string
}

type (
	// EventCode names the event in a code list, as in OET:v1.2 OET-156.
	EventCode NamedValue
	// Parameter is a value that senders agree on among themselves.
	Parameter NamedValue
	// Geocode names an area in a code list, as in ISO3166-1 DK.
	Geocode NamedValue
)

// Resource is a file that belongs to an alert, by address or embedded.
type Resource struct {
	Description string
	MimeType    string
	Size        *int64 // bytes; CAP lets it be approximate
	URI         string
	Content     []byte // derefUri: the file itself
	Digest      string // SHA-1 of the file in hexadecimal
}

// Area is where a warning holds. It is not where something happened.
type Area struct {
	Description string
	Polygons    []Polygon
	Circles     []Circle
	Geocodes    []Geocode
	Altitude    *float64 // in feet above mean sea level
	Ceiling     *float64 // in feet; with Altitude, the top of a range
}
