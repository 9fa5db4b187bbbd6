package cap

import (
	"slices"
	"time"

	"forthwith/schema"
)

// What CAP wants to know of a warning and our messages do not say in its words.
// The standard leaves it to the sender; this is our policy.

// lifetime is how long an alert holds when no update of it is promised.
const lifetime = 24 * time.Hour

// kindForm is what a kind is in CAP.
type kindForm struct {
	msgType MsgType
	// supersedes says that the alert stands in place of all of the event that hold.
	supersedes bool
	// refers says that it is nothing without the one it is about.
	refers bool
}

// kindForms are the kinds that have a form in CAP. A message that follows none
// which went out as an alert is an Alert even where an Update stands here.
var kindForms = map[schema.Kind]kindForm{
	schema.KindNotification:    {MsgAlert, false, false},
	schema.KindInformation:     {MsgUpdate, true, false},
	schema.KindCorrection:      {MsgUpdate, true, true},
	schema.KindWithdrawal:      {MsgCancel, true, true},
	schema.KindReinstatement:   {MsgUpdate, true, true},
	schema.KindTermination:     {MsgUpdate, true, true},
	schema.KindMeasurement:     {MsgUpdate, false, false},
	schema.KindMeasures:        {MsgUpdate, false, false},
	schema.KindAcknowledgement: {MsgAck, false, true},
}

// instead says what to do with a message of a kind that has none.
var instead = map[schema.Kind]string{
	schema.KindDissemination:     "convert the message that it encloses",
	schema.KindRequest:           "CAP warns and does not ask; send it in IRIX, as text, or telephone",
	schema.KindReply:             "CAP warns and does not answer; send it in IRIX, as text, or telephone",
	schema.KindAssistanceRequest: "CAP has no assistance; send it in IRIX or as text",
	schema.KindAssistanceReply:   "CAP has no assistance; send it in IRIX or as text",
	schema.KindAssistanceAccept:  "CAP has no assistance; send it in IRIX or as text",
	schema.KindAssistanceClose:   "CAP has no assistance; send it in IRIX or as text",
	schema.KindPresented:         "a node says it of itself, and an Ack is an officer's; wait for the acknowledgement",
	schema.KindLinktest:          "it tests our own links; test those of the other system in its own way",
	schema.KindDirectory:         "give the points of contact in writing",
	schema.KindExercise:          "announce the exercise to the other system in writing",
}

// natureForm is what an IRIX type of event is in CAP and in the OASIS list of
// event terms, version 1.2.
type natureForm struct {
	code       string
	categories []Category
}

var natures = map[string]natureForm{
	"Nuclear Installation Event":             {"OET-136", []Category{CategoryCBRNE, CategoryInfra}},
	"Missing Dangerous Source":               {"OET-154", []Category{CategoryCBRNE, CategorySecurity}},
	"Discovered Dangerous Source":            {"OET-154", []Category{CategoryCBRNE, CategorySafety}},
	"Space Object Re-entry":                  {"OET-171", []Category{CategoryCBRNE, CategoryOther}},
	"Elevated Ambient Radiation Levels":      {"OET-154", []Category{CategoryCBRNE, CategoryEnv}},
	"Contamination in Food / Drinking Water": {"OET-083", []Category{CategoryCBRNE, CategoryHealth}},
	"Contamination in Commodities":           {"OET-048", []Category{CategoryCBRNE, CategoryHealth}},
	"Severe Overexposure":                    {"OET-154", []Category{CategoryCBRNE, CategoryHealth}},
	"Transport Event":                        {"OET-154", []Category{CategoryCBRNE, CategoryTransport}},
	"Credible Threat":                        {"OET-154", []Category{CategoryCBRNE, CategorySecurity}},
	"Malicious Act":                          {"OET-154", []Category{CategoryCBRNE, CategorySecurity}},
	"Other":                                  {"OET-154", []Category{CategoryCBRNE}},
}

const (
	eventTerms       = "OET:v1.2"
	radiation        = "OET-154"
	materialReleased = "OET-156"
)

func (p *parts) codes() ([]Category, []EventCode) {
	n, ok := natures[p.accident.Nature.Type]
	if !ok {
		n = natureForm{radiation, []Category{CategoryCBRNE}}
	}
	codes := []EventCode{{eventTerms, n.code}}
	if p.air.Actual == "Has Occurred" || p.water.Actual == "Has Occurred" {
		codes = append(codes, EventCode{eventTerms, materialReleased})
	}
	return slices.Clone(n.categories), codes
}

// severityOf goes from the class to the severity, and nothing goes back: the
// severity of others is no class.
var severityOf = map[string]Severity{
	"General Emergency":   SeverityExtreme,
	"Site Area Emergency": SeveritySevere,
	"Facility Emergency":  SeverityModerate,
	"Alert":               SeverityMinor,
}

func (p *parts) severity() Severity {
	if s, ok := severityOf[p.class.Class]; ok {
		return s
	}
	return SeverityUnknown
}

// outlook is how soon and how sure what is warned of is.
func (p *parts) outlook() (Urgency, Certainty) {
	switch p.header.Kind {
	case schema.KindWithdrawal:
		return UrgencyPast, CertaintyUnlikely
	case schema.KindTermination:
		if p.termination.State == schema.TerminationActual {
			return UrgencyPast, CertaintyObserved
		}
		return UrgencyUnknown, CertaintyUnknown
	case schema.KindMeasurement:
		return UrgencyUnknown, CertaintyObserved
	}
	said := []string{p.air.Actual, p.water.Actual, p.air.Future, p.water.Future}
	for _, x := range []struct {
		word      string
		urgency   Urgency
		certainty Certainty
	}{
		{"Has Occurred", UrgencyImmediate, CertaintyObserved},
		{"Certain to Occur", UrgencyImmediate, CertaintyLikely},
		{"Likely to Occur", UrgencyExpected, CertaintyLikely},
		{"Unknown", UrgencyFuture, CertaintyPossible},
		{"Unlikely to Occur", UrgencyFuture, CertaintyUnlikely},
		{"Certain Not to Occur", UrgencyFuture, CertaintyUnlikely},
		{"Has Not Occurred", UrgencyFuture, CertaintyPossible},
	} {
		if slices.Contains(said, x.word) {
			return x.urgency, x.certainty
		}
	}
	return UrgencyUnknown, CertaintyUnknown // nothing is said of a release
}

// ordered are the statuses of a measure that is in force.
var ordered = []string{"Ordered", "Initiated", "Taken"}

// responses are what people are asked to do where a measure is in force. There is
// none for iodine, for decontamination and for registration: they execute what
// the instruction says.
var responses = map[string]ResponseType{
	"Stable Iodine Prophylaxis":  ResponseExecute,
	"Sheltering":                 ResponseShelter,
	"Evacuation":                 ResponseEvacuate,
	"Food Restrictions":          ResponseAvoid,
	"Restriction on Water Use":   ResponseAvoid,
	"Access Restrictions":        ResponseAvoid,
	"Urgent Decontamination":     ResponseExecute,
	"Registration for Follow-Up": ResponseExecute,
}

// responseTypes never ask for more than was decided: what is planned is prepared
// for, what is under consideration or withdrawn asks for nothing.
func (p *parts) responseTypes() (rs []ResponseType) {
	if p.header.Kind == schema.KindTermination && p.termination.State == schema.TerminationActual {
		return []ResponseType{ResponseAllClear}
	}
	for _, a := range p.measures.Actions {
		r, known := responses[a.Type]
		switch {
		case a.Status == "Planned":
			r, known = ResponsePrepare, true
		case !slices.Contains(ordered, a.Status):
			continue
		case !known:
			r = ResponseExecute
		}
		if !slices.Contains(rs, r) {
			rs = append(rs, r)
		}
	}
	if len(rs) == 0 && p.header.Kind != schema.KindWithdrawal {
		rs = []ResponseType{ResponseMonitor}
	}
	return rs
}

// restrictions are the words of a Restricted alert, IRIX's own.
var restrictions = map[schema.Confidentiality]string{
	schema.ForAddressees:  "For Addressees Use Only",
	schema.ForAuthorities: "For Authority Use Only",
}

// openness orders who may read, the fewest first.
var openness = []schema.Confidentiality{schema.ForAddressees, schema.ForAuthorities, schema.ForPublic}

// confidentiality of an alert: an exercise is never for everyone.
func confidentiality(h *schema.Header) schema.Confidentiality {
	if h.Context != schema.ContextEmergency && h.Context != schema.ContextRoutine && h.Confidentiality == schema.ForPublic {
		return schema.ForAuthorities
	}
	return h.Confidentiality
}
