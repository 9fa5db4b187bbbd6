package schema

import "slices"

// bodyRules are the rules across the fields of each body.
func (m *Message) bodyRules(c *check) {
	const at = "/body"
	switch b := m.Body.(type) {
	case interface{ rules(c *check, at string) }:
		b.rules(c, at)
	case *Reply:
		b.rules(c, at, len(m.Header.Attachments))
	case *Dissemination:
		b.rules(c, at, &m.Header)
	case *ExerciseAct:
		if b.Act == ExerciseAnnounce && b.Name == "" {
			c.errorf("required", at+"/name", "", "give the exercise a name")
		}
	}
	if m.Header.Workspace == Exercise {
		m.notADrill(c)
	}
}

func (n *Notification) rules(c *check, at string) {
	bases(c, at, n.Bases, n.Arrangement)
	if len(n.Bases) == 0 {
		c.warnf("missing", at+"/bases", "Art. 2, Art. 3", "no legal basis; it is never implied")
	}
	c.happened(at+"/validAt", "", n.ValidAt)
	n.Nature.rules(c, at+"/nature")
	c.happened(at+"/occurred/at", "Art. 2(a)", n.Occurred.At)
	if n.Location == nil {
		c.warnf("missing", at+"/location", "Art. 2(a)", "no location; give it as soon as it is known, where appropriate")
	}
	n.Location.rules(c, at+"/location")
	n.Facility.rules(c, at+"/facility")
	n.Class.rules(c, at+"/class")
	n.INES.rules(c, at+"/ines")
	n.Release.rules(c, at+"/release")
	if n.Weather != nil {
		n.Weather.rules(c, at+"/weather")
	}
	if n.Class.rank() >= siteAreaEmergency {
		if n.Release == nil {
			c.warnf("missing", at+"/release", "Art. 5.1(d)", "say whether a release is under way or expected, or that it is unknown")
		}
		if n.Weather == nil || n.Weather.WindFrom == nil {
			c.warnf("missing", at+"/weather/windFrom", "Art. 5.1(e)", "say where the wind blows from")
		}
	}
	c.due(at+"/nextUpdateDue", "Art. 5.2", n.NextUpdateDue)
}

func bases(c *check, at string, bs []LegalBasis, arrangement string) {
	if slices.Contains(bs, BasisBilateral) && arrangement == "" {
		c.warnf("missing", at+"/arrangement", "Art. 9", "name the bilateral arrangement")
	}
}

func (n Nature) rules(c *check, at string) {
	if n.Type == "Other" && n.Description == "" {
		c.warnf("missing", at+"/description", "Art. 2(a)", "say in words what kind of event this is")
	}
}

func (e *EmergencyClass) rules(c *check, at string) {
	if e != nil {
		c.happened(at+"/declaredAt", "", e.DeclaredAt)
	}
}

func (i *INES) rules(c *check, at string) {
	if i == nil {
		return
	}
	c.happened(at+"/ratedAt", "", i.RatedAt)
	if i.Status == "" && i.Level != "Not Applicable" {
		c.warnf("missing", at+"/status", "INES", "say whether the rating is provisional or final")
	}
}

func (i *Information) rules(c *check, at string) {
	bases(c, at, i.Bases, i.Arrangement)
	c.happened(at+"/validAt", "", i.ValidAt)
	item(c, at+"/accident", "Art. 5.1(a)", i.Accident)
	item(c, at+"/facility", "Art. 5.1(b)", i.Facility)
	item(c, at+"/cause", "Art. 5.1(c)", i.Cause)
	item(c, at+"/release", "Art. 5.1(d)", i.Release)
	item(c, at+"/conditions", "Art. 5.1(e)", i.Conditions)
	item(c, at+"/monitoring", "Art. 5.1(f)", i.Monitoring)
	item(c, at+"/measures", "Art. 5.1(g)", i.Measures)
	item(c, at+"/prediction", "Art. 5.1(h)", i.Prediction)
	i.beyond(c, at)
	if i.NextUpdateDue == "" {
		c.warnf("missing", at+"/nextUpdateDue", "Art. 5.2", "say when the next information is due")
	}
	c.due(at+"/nextUpdateDue", "Art. 5.2", i.NextUpdateDue)

	const details = "/details"
	i.Accident.Details.rules(c, at+"/accident"+details)
	i.Facility.Details.rules(c, at+"/facility"+details)
	i.Cause.Details.rules(c, at+"/cause"+details)
	i.Release.Details.rules(c, at+"/release"+details)
	i.Conditions.Details.rules(c, at+"/conditions"+details)
	i.Monitoring.Details.rules(c, at+"/monitoring"+details)
	i.Measures.Details.rules(c, at+"/measures"+details)
	i.Prediction.Details.rules(c, at+"/prediction"+details)
	i.Food.Details.rules(c, at+"/food"+details)
	i.Consequences.Details.rules(c, at+"/consequences"+details)
	i.windRules(c, at)
}

// beyond are the items beyond Art. 5, which are missed only where 87/600/Euratom
// is a basis.
func (i *Information) beyond(c *check, at string) {
	euratom := slices.Contains(i.Bases, BasisEuratom)
	if euratom || i.Food != (Item[FoodMonitoring]{}) {
		item(c, at+"/food", "87/600/Euratom Art. 3.1(f)", i.Food)
	}
	if euratom || i.PublicInformation != (Item[PublicInformation]{}) {
		item(c, at+"/publicInformation", "87/600/Euratom Art. 3.1(h)", i.PublicInformation)
	}
	if i.Consequences != (Item[Consequences]{}) {
		item(c, at+"/consequences", "", i.Consequences)
	}
}

func item[T any](c *check, at, article string, i Item[T]) {
	c.happened(at+"/validAt", article, i.ValidAt)
	switch {
	case i.Availability == Provided && i.Details == nil:
		c.errorf("required", at+"/details", article, "the item is said to be provided; give it, or say notYetAvailable")
	case i.Availability != Provided && i.Details != nil:
		c.errorf("availability", at+"/availability", article, "the item is given; say provided")
	case i.Availability == "":
		c.warnf("missing", at, article, "not said; provided, notYetAvailable or notApplicable")
	case i.Details != nil && says(i.Details) == "{}":
		c.errorf("required", at+"/details", article, "the item is said to be provided and says nothing; give it, or say notYetAvailable")
	}
}

// says is a part of a message as JSON.
func says(part any) string {
	b, err := Canonical(part)
	if err != nil {
		return ""
	}
	return string(b)
}

func (a *Accident) rules(c *check, at string) {
	if a == nil {
		return
	}
	a.Nature.rules(c, at+"/nature")
	c.happened(at+"/occurred/at", "Art. 5.1(a)", a.Occurred.At)
	a.Location.rules(c, at+"/location")
	a.Class.rules(c, at+"/class")
	a.INES.rules(c, at+"/ines")
}

func (k *Cause) rules(c *check, at string) {
	if k == nil || k.Plant == nil {
		return
	}
	c.happened(at+"/plant/stoppedAt", "", k.Plant.StoppedAt)
	c.happened(at+"/plant/fuelDamagedAt", "", k.Plant.FuelDamagedAt)
	if k.Plant.Criticality == "Continuing" && k.Plant.StoppedAt != "" {
		c.errorf("contradiction", at+"/plant/stoppedAt", "", "criticality goes on and has stopped; leave one out")
	}
}

func (r *Correction) rules(c *check, at string) {
	n := 0
	for _, there := range []bool{r.Notification != nil, r.Information != nil, r.Measurement != nil, r.Measures != nil} {
		if there {
			n++
		}
	}
	if n != 1 {
		c.errorf("required", at, "", "a correction carries the one message that is right: notification, information, measurement or measures")
	}
	if r.Notification != nil {
		r.Notification.rules(c, at+"/notification")
	}
	if r.Information != nil {
		r.Information.rules(c, at+"/information")
	}
	if r.Measurement != nil {
		r.Measurement.rules(c, at+"/measurement")
	}
	if r.Measures != nil {
		r.Measures.rules(c, at+"/measures")
	}
}

func (t *Termination) rules(c *check, at string) {
	switch t.State {
	case TerminationActual:
		if t.At.Std().After(c.now.Add(MaxSkew)) {
			c.errorf("time-in-future", at+"/at", "Art. 5.2", "an actual termination cannot lie in the future; say foreseen")
		}
	case TerminationForeseen:
		c.due(at+"/at", "Art. 5.2", t.At)
	}
}

func (m *Measurement) rules(c *check, at string) {
	c.happened(at+"/validAt", "", m.ValidAt)
	m.Monitoring.rules(c, at+"/monitoring")
	if len(m.Monitoring.DoseRates)+len(m.Monitoring.Samples) == 0 && m.Monitoring.Text == "" {
		c.errorf("required", at+"/monitoring", "", "say what was measured: a dose rate, a sample, or in words")
	}
	c.due(at+"/nextUpdateDue", "", m.NextUpdateDue)
}

func (m *Measures) rules(c *check, at string) {
	c.happened(at+"/validAt", "", m.ValidAt)
	m.Measures.rules(c, at+"/measures")
	if says(m.Measures) == "{}" {
		c.errorf("required", at+"/measures", "87/600/Euratom Art. 4", "say what was decided: actions, in words, or takenOrPlanned: No")
	}
	m.Monitoring.rules(c, at+"/monitoring")
	m.Food.rules(c, at+"/food")
	c.due(at+"/nextUpdateDue", "", m.NextUpdateDue)
}

func (r *Request) rules(c *check, at string) {
	if r.Type == RequestVerification && r.About == "" {
		c.errorf("required", at+"/about", "", "name the message that is to be verified")
	}
	if r.DueAt == "" {
		c.warnf("missing", at+"/dueAt", "Art. 6", "say by when an answer is hoped for")
	}
	c.due(at+"/dueAt", "Art. 6", r.DueAt)
}

func (r *Reply) rules(c *check, at string, attachments int) {
	if (r.Outcome == OutcomeAnswered || r.Outcome == OutcomeDeclined) && r.Text == "" && attachments == 0 {
		c.warnf("missing", at+"/text", "Art. 6", "say what the answer is")
	}
	if r.Outcome == OutcomeLater && r.DueAt == "" {
		c.warnf("missing", at+"/dueAt", "Art. 6", "say when the answer comes")
	}
	c.due(at+"/dueAt", "Art. 6", r.DueAt)
}

func (d *Dissemination) rules(c *check, at string, outer *Header) {
	v := d.Verification
	if (v.State == Verified) != (v.At != "") {
		c.errorf("contradiction", at+"/verification/at", "Art. 4(a)", "a time stands with verified, and only there")
	}
	c.happened(at+"/verification/at", "Art. 4(a)", v.At)
	env, err := ParseEnvelope(d.Envelope)
	if err != nil {
		c.errorf("enclosed", at+"/envelope", "Art. 4(a)", "this is no envelope: %v", err)
		return
	}
	if env.Digest() != d.Digest {
		c.errorf("enclosed", at+"/digest", "Art. 4(a)", "the envelope has another digest: %s", env.Digest())
	}
	h, _, vs := ParseHeader(env.Payload)
	if vs.Err() != nil {
		c.errorf("enclosed", at+"/envelope", "Art. 4(a)", "there is no message in the envelope: %s", vs[0].Text)
		return
	}
	if h.ID != d.Message || h.From != d.Author {
		c.errorf("enclosed", at+"/message", "Art. 4(a)", "the envelope holds message %s of %s", h.ID, h.From)
	}
	if h.Workspace != outer.Workspace || h.Context != outer.Context {
		c.errorf("enclosed", "/header/context", "", "the message is %s in the %s workspace; no message passes into another world", h.Context, h.Workspace)
	}
}

func (d *Directory) rules(c *check, at string) {
	env, err := ParseEnvelope(d.Edition)
	if err != nil {
		c.errorf("enclosed", at+"/edition", "Art. 7.3", "this is no envelope: %v", err)
		return
	}
	if env.Digest() != d.Digest {
		c.errorf("enclosed", at+"/digest", "Art. 7.3", "the edition has another digest: %s", env.Digest())
	}
}

// Of the Assistance Convention.
const (
	assistanceScope = "Assistance Convention, Art. 2.2"
	assistanceOffer = "Assistance Convention, Art. 2.3"
)

func (a *AssistanceRequest) rules(c *check, at string) {
	if len(a.Areas) == 0 {
		c.warnf("missing", at+"/areas", assistanceScope, "say what type of assistance is needed, or consult")
	}
	a.Location.rules(c, at+"/location")
	c.order(at+"/till", a.NeededBy, a.Till)
	c.due(at+"/dueAt", "", a.DueAt)
}

func (a *AssistanceReply) rules(c *check, at string) {
	offers := a.Position == PositionCan || a.Position == PositionPartial
	if offers && a.Scope == "" {
		c.warnf("missing", at+"/scope", assistanceOffer, "say what can be given")
	}
	if offers && a.Terms == "" {
		c.warnf("missing", at+"/terms", assistanceOffer, "say on which terms")
	}
	if a.Position == PositionConsidering && a.DueAt == "" {
		c.warnf("missing", at+"/dueAt", assistanceOffer, "say when the decision comes")
	}
	c.order(at+"/validTill", a.AvailableFrom, a.ValidTill)
	c.due(at+"/dueAt", "", a.DueAt)
}

func (a *AssistanceAccept) rules(c *check, at string) {
	if a.Decision == DecisionCounter && a.Scope == "" && a.Terms == "" {
		c.errorf("required", at+"/scope", assistanceOffer, "say what is asked for instead: scope or terms")
	}
}
