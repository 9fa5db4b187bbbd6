package irix

import "forthwith/schema"

// statement is what a message of any kind says. The items of Art. 5.1 stand in info,
// whatever the kind; its summary is the text of the message.
type statement struct {
	info                       schema.Information
	level, responsible, reason string
	ownFacilities, origin      string
	termination                *schema.Termination
	request                    *schema.Request
	reply                      *schema.Reply
	corrects                   schema.Kind // of a correction, the kind of what is right
}

// provided is an item that has details; none if they are nil.
func provided[T any](x *T) schema.Item[T] {
	if x == nil {
		return schema.Item[T]{}
	}
	return schema.Item[T]{Availability: schema.Provided, Details: x}
}

// provide gives an item details, if it has none.
func provide[T any](i *schema.Item[T], at schema.Time) *T {
	if i.Details == nil {
		*i = schema.Item[T]{Availability: schema.Provided, ValidAt: at, Details: new(T)}
	}
	return i.Details
}

// take is what a body says; false if its kind has no form in IRIX.
func (c *statement) take(b schema.Body) bool {
	i := &c.info
	switch b := b.(type) {
	case *schema.Notification:
		c.level, c.responsible = string(b.Level), string(b.ResponsibleState)
		*i = schema.Information{Bases: b.Bases, Arrangement: b.Arrangement, ValidAt: b.ValidAt, NextUpdateDue: b.NextUpdateDue, Summary: b.Text}
		i.Accident = provided(&schema.Accident{Nature: b.Nature, Occurred: b.Occurred, Location: b.Location, Class: b.Class, INES: b.INES})
		i.Facility, i.Release = provided(b.Facility), provided(b.Release)
		if b.Weather != nil {
			i.Conditions = provided(&schema.Conditions{Meteorology: []schema.Weather{*b.Weather}})
		}
	case *schema.Information:
		*i = *b
	case *schema.Measurement:
		c.ownFacilities, c.origin = b.OwnFacilities, b.Origin
		*i = schema.Information{ValidAt: b.ValidAt, NextUpdateDue: b.NextUpdateDue, Summary: b.Text, Monitoring: provided(&b.Monitoring)}
	case *schema.Measures:
		*i = schema.Information{ValidAt: b.ValidAt, NextUpdateDue: b.NextUpdateDue, Summary: b.Text, Measures: provided(&b.Measures),
			Monitoring: provided(b.Monitoring), Food: provided(b.Food), PublicInformation: provided(b.PublicInformation)}
	case *schema.Correction:
		for _, right := range []schema.Body{b.Notification, b.Information, b.Measurement, b.Measures} {
			if !none(right) {
				c.take(right)
				c.corrects = right.Kind()
			}
		}
		c.reason = b.Reason
	case *schema.Withdrawal:
		c.reason = b.Reason
	case *schema.Reinstatement:
		c.reason = b.Reason
	case *schema.Termination:
		c.termination = b
	case *schema.Request:
		c.request = b
	case *schema.Reply:
		c.reply = b
	default:
		return false
	}
	return true
}

// none reports whether a correction has no such body.
func none(b schema.Body) bool {
	switch b := b.(type) {
	case *schema.Notification:
		return b == nil
	case *schema.Information:
		return b == nil
	case *schema.Measurement:
		return b == nil
	case *schema.Measures:
		return b == nil
	}
	return true
}

// body is a body of the kind that says it; nil if it says nothing of the kind.
func (c *statement) body(k schema.Kind) schema.Body {
	switch {
	case k == schema.KindCorrection:
		if right := c.report(c.corrects); right != nil {
			return schema.NewCorrection(c.reason, right)
		}
		return nil
	case k == schema.KindWithdrawal:
		return &schema.Withdrawal{Reason: c.reason}
	case k == schema.KindReinstatement:
		return &schema.Reinstatement{Reason: c.reason}
	case k == schema.KindTermination && c.termination != nil:
		return c.termination
	case k == schema.KindRequest && c.request != nil:
		return c.request
	case k == schema.KindReply && c.reply != nil:
		return c.reply
	}
	return c.report(k)
}

// report is the body of a kind that has items.
func (c *statement) report(k schema.Kind) schema.Body {
	i := &c.info
	switch k {
	case schema.KindNotification:
		return c.notification()
	case schema.KindInformation:
		return i
	case schema.KindMeasurement:
		return &schema.Measurement{ValidAt: i.ValidAt, NextUpdateDue: i.NextUpdateDue, Monitoring: details(i.Monitoring),
			OwnFacilities: c.ownFacilities, Origin: c.origin, Text: i.Summary}
	case schema.KindMeasures:
		return &schema.Measures{ValidAt: i.ValidAt, NextUpdateDue: i.NextUpdateDue, Measures: details(i.Measures), Monitoring: i.Monitoring.Details,
			Food: i.Food.Details, PublicInformation: i.PublicInformation.Details, Text: i.Summary}
	}
	return nil
}

// details are those of an item, or none.
func details[T any](i schema.Item[T]) (x T) {
	if i.Details != nil {
		x = *i.Details
	}
	return x
}

func (c *statement) notification() *schema.Notification {
	i, a := &c.info, details(c.info.Accident)
	n := &schema.Notification{
		Bases: i.Bases, Arrangement: i.Arrangement, Level: schema.Level(c.level), ResponsibleState: schema.Party(c.responsible), ValidAt: i.ValidAt,
		Nature: a.Nature, Occurred: a.Occurred, Location: a.Location, Facility: i.Facility.Details, Class: a.Class, INES: a.INES,
		Release: i.Release.Details, Text: i.Summary, NextUpdateDue: i.NextUpdateDue,
	}
	if m := details(i.Conditions).Meteorology; len(m) > 0 {
		n.Weather = &m[0]
	}
	return n
}
