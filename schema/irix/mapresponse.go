package irix

import (
	"reflect"
	"slices"
	"strings"

	"forthwith/schema"
)

// measures writes the section ResponseActions: one action for each area.
func (w *exporter) measures() {
	m := w.info.Measures.Details
	if m == nil {
		return
	}
	x := &ResponseActions{ValidAt: validAt(w.validAt, w.info.Measures.ValidAt), DescriptionOfActions: prose(m.Text)}
	var actions []ProtectiveAction
	for _, a := range m.Actions {
		areas := a.Areas
		if len(areas) == 0 {
			areas = []schema.Area{{}}
		}
		for _, area := range areas {
			actions = append(actions, action(a, area))
		}
	}
	if len(actions) > 0 || m.TakenOrPlanned != "" {
		x.ProtectiveActions = &ProtectiveActions{ProtectiveActionsTakenOrPlanned: YesNo(m.TakenOrPlanned), ProtectiveAction: actions}
		if m.TakenOrPlanned == "" {
			x.ProtectiveActions.ProtectiveActionsTakenOrPlanned = Yes
		}
	}
	w.report.ResponseActions = x
}

// action has one area, which lies around the place of the event or is said in words.
func action(a schema.ProtectiveAction, area schema.Area) ProtectiveAction {
	x := ProtectiveAction{Status: ActionStatus(a.Status), StartTime: a.From, EndTime: a.Till, CountriesAffected: Countries(area.Country), Description: prose(labelled(a.Text, labelCriterion, plain(a.Criterion)))}
	x.TypeOfAction, x.TypeOfActionDescription = either[TypeOfAction](a.Type)
	switch s, c := area.Sector, area.Circle; {
	case s != nil && s.Centre == nil && s.Outer != nil:
		x.AreaSector = sector(s)
	case c != nil && c.Centre == nil:
		x.FurthestDistance = number[NonNegative](&c.Radius, "m")
	}
	if x.AreaSector == nil && x.FurthestDistance == "" {
		x.AreaDescription = prose(inWords(area))
	}
	return x
}

// labelCriterion stands before the level or dose that an action goes by.
const labelCriterion = "Criterion"

func sector(s *schema.Sector) *AreaSector {
	inner := NonNegative("0")
	if s.Inner != nil {
		inner = number[NonNegative](s.Inner, "m")
	}
	x := AreaSector{angle(&s.From), angle(&s.Till), inner, number[NonNegative](s.Outer, "m")}
	if x.FromAngle == "" || x.TillAngle == "" || x.InnerRadius == "" || x.OuterRadius == "" {
		return nil
	}
	return &x
}

// inWords is an area as persons read it, where IRIX has no shape.
func inWords(a schema.Area) string {
	var lines []string
	for _, s := range []string{a.Name, a.Text} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	at := func(p *schema.Point) string {
		if p == nil {
			return "the place of the event"
		}
		return point(*p)
	}
	long := func(q schema.Quantity) string { return string(digits[Float](q.Value)) + " " + string(q.Unit) }
	if c := a.Circle; c != nil {
		lines = append(lines, "Circle of "+long(c.Radius)+" around "+at(c.Centre))
	}
	if s := a.Sector; s != nil {
		line := "Sector from " + long(s.From) + " to " + long(s.Till) + " around " + at(s.Centre)
		if s.Outer != nil {
			line += ", up to " + long(*s.Outer)
		}
		if s.Inner != nil {
			line += ", from " + long(*s.Inner)
		}
		lines = append(lines, line)
	}
	if len(a.Polygon) > 0 {
		var corners []string
		for _, p := range a.Polygon {
			corners = append(corners, point(p))
		}
		lines = append(lines, "Polygon "+strings.Join(corners, " "))
	}
	return strings.Join(lines, "\n")
}

func point(p schema.Point) string {
	return string(digits[Latitude](p.Latitude)) + "," + string(digits[Longitude](p.Longitude))
}

// measures reads the section ResponseActions. Actions in a row that differ in
// nothing but their areas are one.
func (r *importer) measures() {
	x := r.report.ResponseActions
	if x == nil {
		return
	}
	m := provide(&r.info.Measures, r.own(x.ValidAt))
	m.Text = x.DescriptionOfActions.Text
	if x.ProtectiveActions == nil {
		return
	}
	m.TakenOrPlanned = string(x.ProtectiveActions.ProtectiveActionsTakenOrPlanned)
	for _, p := range x.ProtectiveActions.ProtectiveAction {
		a := schema.ProtectiveAction{
			Type: string(p.TypeOfAction) + p.TypeOfActionDescription, Status: string(p.Status), From: p.StartTime, Till: p.EndTime, Text: p.Description.Text,
		}
		a.Criterion = r.label(labelCriterion, &a.Text)
		areas := p.areas()
		if last := len(m.Actions) - 1; last >= 0 && len(areas) > 0 && len(m.Actions[last].Areas) > 0 {
			same := m.Actions[last]
			same.Areas = nil
			if reflect.DeepEqual(same, a) {
				m.Actions[last].Areas = append(m.Actions[last].Areas, areas...)
				continue
			}
		}
		a.Areas = areas
		m.Actions = append(m.Actions, a)
	}
}

func (p *ProtectiveAction) areas() []schema.Area {
	area := schema.Area{Text: p.AreaDescription.Text}
	if s := p.AreaSector; s != nil {
		area.Sector = &schema.Sector{From: *north(s.FromAngle), Till: *north(s.TillAngle), Outer: quantity(s.OuterRadius, "m")}
		if Float64(s.InnerRadius) > 0 {
			area.Sector.Inner = quantity(s.InnerRadius, "m")
		}
	}
	if p.FurthestDistance != "" {
		area.Circle = &schema.Circle{Radius: *quantity(p.FurthestDistance, "m")}
	}
	countries := strings.Fields(string(p.CountriesAffected))
	if len(countries) == 0 {
		if reflect.ValueOf(area).IsZero() {
			return nil
		}
		return []schema.Area{area}
	}
	var areas []schema.Area
	for _, c := range countries {
		area.Country = schema.Party(c)
		areas = append(areas, area)
	}
	return areas
}

// consequences writes the section Consequences.
func (w *exporter) consequences() {
	c := w.info.Consequences.Details
	if c == nil {
		return
	}
	x := &Consequences{
		ValidAt: validAt(w.validAt, w.info.Consequences.ValidAt), HealthIssues: prose(c.Health), EnvironmentalIssues: prose(c.Environment),
		FoodstuffIssues: prose(c.Food), OtherIssues: prose(c.Other),
	}
	for _, a := range c.Areas {
		if x.AreasAffected == nil {
			x.AreasAffected = new(AreasAffected)
		}
		words := inWords(a.Area)
		if a.Area.Country != "" {
			words = strings.TrimSuffix(string(a.Area.Country)+"\n"+words, "\n")
		}
		x.AreasAffected.AreaAffected = append(x.AreasAffected.AreaAffected, AreaAffected{
			Occurrence: AreaOccurrence(a.Occurrence), Area: Area{prose(words)}, Effect: Effect{TypeOfEffect(a.Effect), prose(a.Text)},
		})
	}
	for _, n := range c.Casualties {
		if n.Number == nil {
			continue
		}
		y := NumberOfCasualties{Number: Count(*n.Number), MethodOfDetermination: CasualtyMethod(n.Method)}
		y.CasualtyType, y.CasualtyTypeDescription = either[CasualtyType](n.Type)
		y.MemberOfGroup, y.MemberOfGroupDescription = either[CasualtyGroup](n.Group)
		if n.Method != "" {
			y.MethodOfDeterminationDescription = plain(n.MethodText)
		}
		if x.NumbersOfCasualties == nil {
			x.NumbersOfCasualties = new(NumbersOfCasualties)
		}
		x.NumbersOfCasualties.NumberOfCasualties = append(x.NumbersOfCasualties.NumberOfCasualties, y)
	}
	w.report.Consequences = x
}

// consequences reads the section Consequences.
func (r *importer) consequences() {
	x := r.report.Consequences
	if x == nil {
		return
	}
	c := provide(&r.info.Consequences, r.own(x.ValidAt))
	c.Health, c.Environment = x.HealthIssues.Text, x.EnvironmentalIssues.Text
	c.Food, c.Other = x.FoodstuffIssues.Text, x.OtherIssues.Text
	if x.AreasAffected != nil {
		for _, a := range x.AreasAffected.AreaAffected {
			c.Areas = append(c.Areas, schema.AffectedArea{
				Occurrence: string(a.Occurrence), Area: schema.Area{Text: a.Area.Description.Text}, Effect: string(a.Effect.TypeOfEffect), Text: a.Effect.Description.Text,
			})
		}
	}
	if x.NumbersOfCasualties == nil {
		return
	}
	for _, n := range x.NumbersOfCasualties.NumberOfCasualties {
		count := int(n.Number)
		c.Casualties = append(c.Casualties, schema.Casualties{
			Type: string(n.CasualtyType) + n.CasualtyTypeDescription, Group: string(n.MemberOfGroup) + n.MemberOfGroupDescription, Number: &count,
			Method: string(n.MethodOfDetermination), MethodText: n.MethodOfDeterminationDescription,
		})
	}
}

// media writes the section MediaInformation.
func (w *exporter) media() {
	p := w.info.PublicInformation.Details
	if p == nil || !fits[URI](p.Website) || p.Website == "" {
		return
	}
	w.report.MediaInformation = &MediaInformation{ValidAt: validAt(w.validAt, w.info.PublicInformation.ValidAt), PublicWebsiteURL: URI(p.Website)}
}

// media reads it. Those who may be asked are the directory's to know.
func (r *importer) media() {
	x := r.report.MediaInformation
	if x == nil {
		return
	}
	p := schema.PublicInformation{Website: string(x.PublicWebsiteURL)}
	if len(schema.Valid(&p)) > 0 {
		p.Website = "" // no address that can be trusted; the losses name it
	}
	if c := x.PublicInformationContacts; c != nil {
		for _, o := range c.OrganisationContactInfo {
			p.Phone = string(o.PhoneNumber)
		}
	}
	if p != (schema.PublicInformation{}) {
		*provide(&r.info.PublicInformation, r.own(x.ValidAt)) = p
	}
}

// questions writes the section Requests (Art. 6).
func (w *exporter) questions() {
	h := w.header
	if q := w.request; q != nil {
		w.report.Requests = &Requests{Request: []Request{{
			RequestUUID: h.ReportUUID, TypeOfRequest: word[TypeOfRequest](string(q.Type)), RequestSubject: plain(q.Subject), RequestText: prose(q.Text),
		}}}
	}
	if a := w.reply; a != nil {
		w.report.Requests = &Requests{Response: []Response{{
			ResponseUUID: h.ReportUUID, RequestReference: []RequestReference{{RequestUUID: w.uuid(a.Request)}}, ResponseText: prose(a.Text),
		}}}
	}
}

// questions reads the first request, or the first response.
func (r *importer) questions() {
	x := r.report.Requests
	if x == nil {
		return
	}
	if len(x.Request) > 0 {
		q := x.Request[0]
		r.request = &schema.Request{Type: schema.RequestType(q.TypeOfRequest), Subject: q.RequestSubject, Text: q.RequestText.Text}
		if q.TypeOfRequest == "" {
			r.request.Type = schema.RequestInformation
		}
		return
	}
	if len(x.Response) == 0 {
		return
	}
	a := x.Response[0]
	r.reply = &schema.Reply{Outcome: schema.OutcomeAnswered, Text: a.ResponseText.Text}
	i := slices.IndexFunc(a.RequestReference, func(q RequestReference) bool { return q.RequestUUID != "" })
	if i >= 0 {
		r.reply.Request = r.message(a.RequestReference[i].RequestUUID)
	}
	if r.reply.Request == "" && r.from.About == "" {
		r.fail("Requests/Response", "request-unknown", "Art. 6", "no message is known of the request that is answered here; say which it went out as")
	}
}
