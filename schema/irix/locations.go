package irix

// Locations are the places that others refer to.
type Locations struct {
	Location []ListedLocation `irix:"+"`
}

// ListedLocation is a place with a name to refer to it by.
type ListedLocation struct {
	ID LocationID `irix:"@id"`
	Place
}

// Location is a place inside another section: it refers to one of Locations or is
// described where it stands.
type Location struct {
	Ref LocationID `irix:"@ref?"`
	Place
}

// Place is what can be said of a place.
type Place struct {
	Name                  string                 `irix:"?"`
	GeographicCoordinates *GeographicCoordinates `irix:"?"`
	Municipality          string                 `irix:"?"`
	AdministrativeUnit    string                 `irix:"?"`
	Country               Country                `irix:"?"`
	AccuracyType          Accuracy               `irix:"?"`
	Description           FreeText               `irix:"?"`
}

// GeographicCoordinates are WGS 84 degrees and one or both heights.
type GeographicCoordinates struct {
	Latitude  Latitude  `irix:""`
	Longitude Longitude `irix:""`
	Height    []Height  `irix:"*2,Unit=m"`
}

// Height is metres above the sea or the land.
type Height struct {
	Metres Decimal     `irix:"."`
	Above  HeightAbove `irix:"@"`
}

// LocationOffset is how far and in which direction from a place.
type LocationOffset struct {
	Distance  NonNegative `irix:",Unit=m"`
	Direction Angle       `irix:",Unit=DegreesFromNorth"`
}

// At is the place that l is or refers to; nil if there is none.
func (r *Report) At(l *Location) *Place {
	if l == nil {
		return nil
	}
	if l.Ref == "" {
		return &l.Place
	}
	if r.Locations != nil {
		for i := range r.Locations.Location {
			if to := &r.Locations.Location[i]; to.ID == l.Ref {
				return &to.Place
			}
		}
	}
	return nil
}
