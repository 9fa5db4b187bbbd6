package schematest

import "forthwith/schema"

// mend makes what was filled field by field keep the rules across fields.
func (s *Source) mend(x any) {
	switch x := x.(type) {
	case *schema.Location:
		if x.Latitude == nil || x.Longitude == nil {
			x.Latitude, x.Longitude = nil, nil
		}
	case *schema.Area:
		s.area(x)
	case *schema.Sector:
		x.Inner, x.Outer = nil, &schema.Quantity{Value: 20, Unit: "km"}
		if s.Full || s.IntN(2) == 0 {
			x.Inner = &schema.Quantity{Value: 500, Unit: "m"}
		}
	case *schema.Sample:
		if x.DepthUpper != nil && x.DepthLower != nil {
			x.DepthUpper.Value, x.DepthUpper.Unit, x.DepthLower.Value, x.DepthLower.Unit = 0.1, "m", 2, "m"
		}
	case *schema.Release:
		s.release(x)
	case *schema.Prediction:
		for i := range x.Air {
			x.Air[i].Occurrence = "Projected"
		}
		for i := range x.Water {
			x.Water[i].Occurrence = "Projected - Likely to Occur"
		}
	case *schema.PlantStatus:
		if x.StoppedAt != "" {
			x.Criticality = "Stopped"
		}
	case *schema.Casualties:
		if x.Number == nil {
			x.Number = new(int)
		}
	case *schema.ProtectiveMeasures:
		if len(x.Actions) > 0 || x.TakenOrPlanned == "" {
			x.TakenOrPlanned = "Yes"
		}
	case *schema.Measurement:
		if len(x.Monitoring.DoseRates)+len(x.Monitoring.Samples) == 0 {
			x.Monitoring.Text = "Not much was measured."
		}
	case *schema.Information:
		for _, i := range []func(){each(&x.Accident), each(&x.Facility), each(&x.Cause), each(&x.Release), each(&x.Conditions), each(&x.Monitoring),
			each(&x.Measures), each(&x.Prediction), each(&x.Food), each(&x.PublicInformation), each(&x.Consequences)} {
			i()
		}
	default:
		s.mendBody(x)
	}
}

func (s *Source) mendBody(x any) {
	switch x := x.(type) {
	case *schema.Correction:
		s.correction(x)
	case *schema.Request:
		x.About = s.messageID()
	case *schema.ExerciseAct:
		x.Name = "ConvEx-0"
	case *schema.AssistanceAccept:
		x.Scope = "One team."
	case *schema.Verification:
		x.State = schema.Verified
		x.At = s.time("At")
	case *schema.IodineFractions:
		x.Elementary.Value, x.Organic.Value, x.Aerosol.Value = 60, 10, 30
	}
}

// each makes an item provided if and only if it is there and says something.
func each[T any](i *schema.Item[T]) func() {
	return func() {
		if b, err := schema.Canonical(i.Details); err == nil && string(b) == "{}" {
			i.Details = nil
		}
		if i.Details != nil {
			i.Availability = schema.Provided
		} else if i.Availability == schema.Provided {
			i.Availability = schema.NotYetAvailable
		}
	}
}

// area leaves one shape, or none.
func (s *Source) area(a *schema.Area) {
	s.next++
	shape := s.next % 4
	if shape != 0 {
		a.Circle = nil
	}
	if shape != 1 {
		a.Sector = nil
	}
	a.Polygon = nil
	if shape == 2 {
		a.Polygon = []schema.Point{{Latitude: 56, Longitude: 4.25}, {Latitude: 57, Longitude: 4}, {Latitude: 57.0001, Longitude: -5}, {Latitude: 55, Longitude: 0}}
	}
	if a.Country == "" && a.Name == "" && a.Text == "" {
		a.Text = "All islands."
	}
}

func (s *Source) release(r *schema.Release) {
	if r.Air != nil {
		for i := range r.Air.Phases {
			r.Air.Phases[i].Occurrence = ""
		}
		if len(r.Air.Phases) > 0 {
			r.Air.Actual = "Has Occurred"
		}
	}
	if r.Water != nil {
		for i := range r.Water.Phases {
			r.Water.Phases[i].Occurrence = ""
		}
		if len(r.Water.Phases) > 0 {
			r.Water.Actual = "Has Occurred"
		}
	}
}

// correction leaves one right message.
func (s *Source) correction(c *schema.Correction) {
	right := schema.Correction{Reason: c.Reason}
	switch s.IntN(4) {
	case 0:
		right.Notification = new(schema.Notification)
		s.fill(right.Notification)
	case 1:
		right.Information = new(schema.Information)
		s.fill(right.Information)
	case 2:
		right.Measurement = new(schema.Measurement)
		s.fill(right.Measurement)
	default:
		right.Measures = new(schema.Measures)
		s.fill(right.Measures)
	}
	*c = right
}
