package cap

import "forthwith/schema"

// The tables: every element of CAP 1.2, in the order and as often as the OASIS
// schema of 2010-07-01 has it.

const (
	nsCAP  = "urn:oasis:names:tc:emergency:cap:1.2"
	nsDSig = "http://www.w3.org/2000/09/xmldsig#"
)

var alertFields = []field[Alert]{
	leaf("identifier", 1, verbatim[string](), func(a *Alert) *string { return &a.Identifier }),
	leaf("sender", 1, verbatim[string](), func(a *Alert) *string { return &a.Sender }),
	leaf("sent", 1, moment, func(a *Alert) *Time { return &a.Sent }),
	leaf("status", 1, word[Status](), func(a *Alert) *Status { return &a.Status }),
	leaf("msgType", 1, word[MsgType](), func(a *Alert) *MsgType { return &a.MsgType }),
	leaf("source", 0, verbatim[string](), func(a *Alert) *string { return &a.Source }),
	leaf("scope", 1, word[Scope](), func(a *Alert) *Scope { return &a.Scope }),
	leaf("restriction", 0, verbatim[string](), func(a *Alert) *string { return &a.Restriction }),
	leaf("addresses", 0, names, func(a *Alert) *[]string { return &a.Addresses }),
	leaves("code", 0, verbatim[string](), func(a *Alert) *[]string { return &a.Codes }),
	leaf("note", 0, verbatim[string](), func(a *Alert) *string { return &a.Note }),
	leaf("references", 0, references, func(a *Alert) *[]Reference { return &a.References }),
	leaf("incidents", 0, names, func(a *Alert) *[]string { return &a.Incidents }),
	groups("info", infoFields, func(a *Alert) *[]Info { return &a.Infos }),
	{nsDSig, "Signature", 0, schema.MaxSignatures, keepSignature, refuseSignature},
}

var infoFields = []field[Info]{
	leaf("language", 0, language, func(i *Info) *string { return &i.Language }),
	leaves("category", 1, word[Category](), func(i *Info) *[]Category { return &i.Categories }),
	leaf("event", 1, verbatim[string](), func(i *Info) *string { return &i.Event }),
	leaves("responseType", 0, word[ResponseType](), func(i *Info) *[]ResponseType { return &i.ResponseTypes }),
	leaf("urgency", 1, word[Urgency](), func(i *Info) *Urgency { return &i.Urgency }),
	leaf("severity", 1, word[Severity](), func(i *Info) *Severity { return &i.Severity }),
	leaf("certainty", 1, word[Certainty](), func(i *Info) *Certainty { return &i.Certainty }),
	leaf("audience", 0, verbatim[string](), func(i *Info) *string { return &i.Audience }),
	groups("eventCode", named[EventCode](), func(i *Info) *[]EventCode { return &i.EventCodes }),
	leaf("effective", 0, moment, func(i *Info) *Time { return &i.Effective }),
	leaf("onset", 0, moment, func(i *Info) *Time { return &i.Onset }),
	leaf("expires", 0, moment, func(i *Info) *Time { return &i.Expires }),
	leaf("senderName", 0, verbatim[string](), func(i *Info) *string { return &i.SenderName }),
	leaf("headline", 0, verbatim[string](), func(i *Info) *string { return &i.Headline }),
	leaf("description", 0, verbatim[string](), func(i *Info) *string { return &i.Description }),
	leaf("instruction", 0, verbatim[string](), func(i *Info) *string { return &i.Instruction }),
	leaf("web", 0, uri, func(i *Info) *string { return &i.Web }),
	leaf("contact", 0, verbatim[string](), func(i *Info) *string { return &i.Contact }),
	groups("parameter", named[Parameter](), func(i *Info) *[]Parameter { return &i.Parameters }),
	groups("resource", resourceFields, func(i *Info) *[]Resource { return &i.Resources }),
	groups("area", areaFields, func(i *Info) *[]Area { return &i.Areas }),
}

var resourceFields = []field[Resource]{
	leaf("resourceDesc", 1, verbatim[string](), func(r *Resource) *string { return &r.Description }),
	leaf("mimeType", 1, verbatim[string](), func(r *Resource) *string { return &r.MimeType }),
	leaf("size", 0, size, func(r *Resource) **int64 { return &r.Size }),
	leaf("uri", 0, uri, func(r *Resource) *string { return &r.URI }),
	leaf("derefUri", 0, content, func(r *Resource) *[]byte { return &r.Content }),
	leaf("digest", 0, verbatim[string](), func(r *Resource) *string { return &r.Digest }),
}

var areaFields = []field[Area]{
	leaf("areaDesc", 1, verbatim[string](), func(a *Area) *string { return &a.Description }),
	leaves("polygon", 0, polygon, func(a *Area) *[]Polygon { return &a.Polygons }),
	leaves("circle", 0, circle, func(a *Area) *[]Circle { return &a.Circles }),
	groups("geocode", named[Geocode](), func(a *Area) *[]Geocode { return &a.Geocodes }),
	leaf("altitude", 0, feet, func(a *Area) **float64 { return &a.Altitude }),
	leaf("ceiling", 0, feet, func(a *Area) **float64 { return &a.Ceiling }),
}

// named is the table of a value with a name. The value may be empty.
func named[N EventCode | Parameter | Geocode]() []field[N] {
	part := func(name string, at func(*NamedValue) *string) field[N] {
		return field[N]{nsCAP, name, 1, 1,
			func(d *decoder, n *N) {
				v := NamedValue(*n)
				d.mark()
				*at(&v) = d.value()
				*n = N(v)
			},
			func(w *writer, n *N) {
				v := NamedValue(*n)
				w.leaf(name, *at(&v))
			}}
	}
	return []field[N]{
		part("valueName", func(v *NamedValue) *string { return &v.Name }),
		part("value", func(v *NamedValue) *string { return &v.Value }),
	}
}
