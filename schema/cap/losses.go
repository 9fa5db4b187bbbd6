package cap

import (
	"slices"

	"forthwith/schema"
)

// lostIn is what of a message is lost in an alert: what the written alert does not
// give back.
func (p *parts) lostIn(m *schema.Message, a *Alert) (schema.Losses, error) {
	b, err := a.Encode()
	if err != nil {
		return nil, err
	}
	back, vs := Decode(b)
	if back == nil {
		return nil, vs
	}
	in := Import{Message: func(r Reference) (schema.MessageID, bool) {
		id, ok := p.known[r]
		return id, ok
	}}
	came := read(back, in).message()
	for _, i := range p.unlisted {
		at := min(i, len(came.Header.Attachments))
		came.Header.Attachments = slices.Insert(came.Header.Attachments, at, schema.Attachment{})
	}
	return schema.LostIn(m, came, reasons)
}

// reasons say why fields do not come through. A field without one is dropped for
// want of a place, which is the usual case.
var reasons = []schema.LossReason{
	{Pointer: "/header/id", Kind: schema.LossNarrowed, Text: "it is the alert's identifier; whoever reads the alert gives the message an id of their own"},
	{Pointer: "/header/from", Kind: schema.LossNarrowed, Text: "it stands in a parameter; whoever reads the alert speaks for themselves"},
	{Pointer: "/header/desk", Kind: schema.LossNarrowed, Text: "it is the alert's source; whoever reads the alert has a desk of their own"},
	{Pointer: "/header/sequence", Kind: schema.LossDropped, Text: "alerts have no sequence; they refer to one another"},
	{Pointer: "/header/createdAt", Kind: schema.LossDropped, Text: "an alert has only the time when it was sent"},
	{Pointer: "/header/releasedAt", Kind: schema.LossNarrowed, Text: "the whole second is when the alert was sent"},
	{Pointer: "/header/raised", Text: "an alert does not say why it rings afresh; the next node compares it anew"},
	{Pointer: "/header/wanted", Text: "an alert asks for no acknowledgement"},
	{Pointer: "/header/approvals", Text: "the persons who released a message are not named to readers of alerts"},
	{Pointer: "/header/addressees", Text: "a public alert does not say to whom the message went"},
	{Pointer: "/header/confidentiality", Text: "an exercise is never public; the alert is for authorities"},
	{Pointer: "/header/follows", Text: "no alert is known of the message that it follows"},
	{Pointer: "/header/attachments/*", Kind: schema.LossDropped, Whole: true, Text: "a file is listed only if all who have the alert may have it; an alert without an info lists none"},
	{Pointer: "/header/language", Text: "an alert without an info has no language"},
	{Pointer: "actions/*/areas", Text: "only where a measure is planned or in force is an area to warn"},
	{Pointer: "location/area", Text: "an area of an alert is where a warning holds, and never where it happened"},
	{Pointer: "centre", Text: "it is given to a tenth of a metre"},
	{Pointer: "polygon", Text: "the corners are given to a tenth of a metre"},
	{Pointer: "uncertainty", Text: "an alert gives the value alone"},
	{Pointer: "qualifier", Text: "an alert gives the value alone"},
	{Pointer: "phases", Text: "only the first phase of a release to air is carried, and the decisive values of it"},
	{Pointer: "sources", Text: "only the first source is carried"},
	{Pointer: "weather", Text: "only wind, stability and precipitation are carried"},
	{Pointer: "meteorology", Text: "only wind, stability and precipitation of the first record are carried"},
	{Pointer: "hydrology", Text: "an alert has no hydrology; send the report in IRIX"},
	{Pointer: "doseRates", Text: "only the highest dose rate is carried; send the report in IRIX"},
	{Pointer: "samples", Text: "only what was found in the first sample is carried; send the report in IRIX"},
	{Pointer: "prediction/details/air", Text: "only what is said in words of the time to come is carried; send the report in IRIX"},
	{Pointer: "prediction/details/water", Text: "only what is said in words of the time to come is carried; send the report in IRIX"},
	{Pointer: "food/details/samples", Text: "of food only what is said in words is carried; send the report in IRIX"},
	{Pointer: "food/samples", Text: "of food only what is said in words is carried; send the report in IRIX"},
	{Pointer: "projections", Text: "only what is said in words of the time to come is carried; send the report in IRIX"},
	{Pointer: "consequences/details/areas", Text: "an area of an alert is where a warning holds; say it in words"},
	{Pointer: "casualties", Text: "an alert has no numbers of persons; say it in words"},
}
