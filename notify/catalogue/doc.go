// Package catalogue is the facilities that a node knows by name: a list that an
// administrator imports, to fill in a message and to doubt coordinates with.
// Nothing is built in. It knows neither file nor network.
//
// # The list
//
// A list is CSV (RFC 4180) in UTF-8, at most [MaxList] bytes, in the form of the
// GeoNuclearData file nuclear_power_plants.csv. The first line names the columns;
// they may stand in any order, and each of these must be there, once:
//
//	Id                    of the facility in the list, once only
//	Name                  as in Doel-3
//	Latitude, Longitude   degrees of WGS 84; both, or neither where it is not known
//	Country               in words; not kept
//	CountryCode           ISO 3166-1 alpha-2
//	Status                in words, as in Operational
//	ReactorType           as in PWR
//	ReactorModel
//	ConstructionStartAt, OperationalFrom, OperationalTo, LastUpdatedAt   not kept
//	Capacity              MW, electric, net
//	Source                who says so
//	IAEAId                number in PRIS
//
// These may be there:
//
//	Type                  IRIX TypeOfObjectOrActivity or a description; a Nuclear
//	                      Power Plant where it is not said
//	ThermalCapacity       MW
//
// Only Id, Name and CountryCode may not be empty. Every line that is wrong is
// reported with its number, at most 50 of them; then nothing is imported.
//
// # Names
//
// Names are compared as words, without case, accents and punctuation; a number is
// a word of its own. [List.Search] finds names in which each word of the question
// begins a word. [List.Named] asks for more, because what it finds is written into
// a message: a name that is the same, or else the one name that has all the words
// that were given, words like "nuclear power plant" and "unit" apart. Several
// units that stand on one site (within [Site]) are found together: they have a
// place, and no name or type that they do not share.
package catalogue
