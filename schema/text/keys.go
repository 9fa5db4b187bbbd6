package text

// The keys of what the renderers say themselves. Labels are f.field or
// f.Type.field, coded values v.value or v.Type.field.value, headlines h.kind.
const (
	// The frame of a page.
	keyExercise       key = "frame.exercise"
	keyTest           key = "frame.test"
	keyPage           key = "frame.page"      // message, of, number
	keyUnreviewed     key = "frame.reviewed"  // no one has read the language's words
	keyChangesSince   key = "frame.changes"   // message
	keyNoChanges      key = "frame.nochanges" //
	keyTelephone      key = "frame.telephone"
	keySeal           key = "frame.seal"
	keySealVerified   key = "frame.seal.verified"   // keys
	keySealUnverified key = "frame.seal.unverified" // keys
	keySealUnsigned   key = "frame.seal.unsigned"
	keyCheckWord      key = "frame.checkword"
	keyEnclosed       key = "frame.enclosed"   // party
	keyEnclosedOpaque key = "frame.opaque"     //
	keyContinued      key = "frame.continued"  // n
	keyLeftOut        key = "frame.leftout"    // n
	keyAsWritten      key = "frame.aswritten"  // label, language
	keyOwnWords       key = "frame.ownwords"   // language
	keyEndOfText      key = "say.endoftext"    //
	keyMore           key = "frame.more"       // n
	keyBytes          key = "frame.bytes"      // n
	keyChanged        key = "change.changed"   // what, old, new
	keyAdded          key = "change.added"     // what, new
	keyRemoved        key = "change.removed"   // what, old
	keyDetail         key = "change.detail"    // what
	keyPhase          key = "one.phase"        // n
	keySource         key = "one.source"       // n
	keyJoin           key = "punctuation.join" //
	keyPair           key = "punctuation.pair" // label, value
	keyQuote          key = "punctuation.quote"
	keyParty          key = "punctuation.party"   // name, code
	keyGlossed        key = "punctuation.glossed" // term, english
	keyNuclide        key = "punctuation.nuclide" // nuclide, element
	keyComma          key = "punctuation.comma"

	// Unknown, zero and times.
	keyNotYetAvailable key = "v.notYetAvailable"
	keyNotRepeated     key = "absent.notRepeated"
	keyAmountUnknown   key = "absent.amount"
	keyZero            key = "quantity.zero"        // amount
	keyUncertainty     key = "quantity.uncertainty" // amount, by, type
	keyDecimal         key = "quantity.decimal"
	keyBearing         key = "quantity.bearing" // degrees, wind
	keyTime            key = "time.local"       // date, clock, weekday, local, offset
	keyTimeUTC         key = "time.utc"         // date, clock, weekday, local, offset
	keyTimeBrief       key = "time.brief"       // date, clock, weekday, local
	keyDay             key = "time.day"         // date, clock
	keyDate            key = "time.date"        // day, month, year
	keyEstimated       key = "time.estimated"   // time

	// Places.
	keyNorth        key = "place.north" // degrees
	keySouth        key = "place.south"
	keyEast         key = "place.east"
	keyWest         key = "place.west"
	keyCircle       key = "place.circle"  // radius, centre
	keySector       key = "place.sector"  // from, till, centre
	keySectorInner  key = "place.inner"   // distance
	keySectorOuter  key = "place.outer"   // distance
	keyPolygon      key = "place.polygon" // corners
	keyPlaceOfEvent key = "place.event"

	// What is heard.
	keySayPoint   key = "say.point"
	keySayMinus   key = "say.minus"
	keySayPlus    key = "say.plus"
	keySayDash    key = "say.dash"
	keySaySlash   key = "say.slash"
	keySayPower   key = "say.power" // number, power
	keySayPer     key = "say.per"   // a, b
	keySayTime    key = "say.time"  // date, hour, minute, weekday, localhour, localminute
	keySayTimeUTC key = "say.timeutc"
)
