package irix

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"forthwith/schema"
)

// release writes the section Release: what has been released, and what may be.
func (w *exporter) release() {
	i := &w.info
	x := &Release{ValidAt: validAt(w.validAt, i.Release.ValidAt, i.Prediction.ValidAt)}
	var air []AirPhase
	var water []WaterPhase
	if r := i.Release.Details; r != nil {
		x.ReleaseOccurrence = occurrence(r)
		if r.Air != nil {
			air = airPhases(r.Air.Phases, PhaseActual)
		}
		if r.Water != nil {
			water = waterPhases(r.Water.Phases, PhaseActual)
		}
	}
	if p := i.Prediction.Details; p != nil {
		air = append(air, airPhases(p.Air, PhaseProjected)...)
		water = append(water, waterPhases(p.Water, PhaseProjected)...)
	}
	if len(air) > 0 {
		x.ReleaseToAir = &ReleaseToAir{AirPhases{air}}
	}
	if len(water) > 0 {
		x.ReleaseToWater = &ReleaseToWater{WaterPhases{water}}
	}
	if x.ReleaseOccurrence != nil || len(air)+len(water) > 0 {
		w.report.Release = x
	}
}

// gravest orders what may be said of a release, the gravest first: where air and
// water differ, IRIX can say but one.
var gravest = []string{
	string(ReleaseHasOccurred), string(FutureCertainToOccur), string(FutureLikelyToOccur), Unknown,
	string(FutureUnlikelyToOccur), string(ReleaseHasNotOccurred), string(FutureCertainNotToOccur), "",
}

// together is what is said of air and water, and of which of them.
func together(air, water string) (string, Compartment) {
	switch a, w := slices.Index(gravest, air), slices.Index(gravest, water); {
	case air == "" && water == "":
		return "", ""
	case a == w:
		return air, ToAirAndWater
	case a < w:
		return air, ToAir
	}
	return water, ToWater
}

func occurrence(r *schema.Release) *ReleaseOccurrence {
	air, water := schema.AirRelease{}, schema.WaterRelease{}
	if r.Air != nil {
		air = *r.Air
	}
	if r.Water != nil {
		water = *r.Water
	}
	actual, to := together(air.Actual, water.Actual)
	future, toCome := together(air.Future, water.Future)
	if actual == "" && future == "" {
		return nil
	}
	o := &ReleaseOccurrence{ActualRelease: ActualRelease{Occurrence: ActualOccurrence(actual), Compartment: to}}
	if actual == "" {
		o.ActualRelease.Occurrence = ReleaseUnknown
	}
	if future != "" {
		o.FutureRelease = &FutureRelease{Occurrence: FutureOccurrence(future), Compartment: toCome}
	}
	return o
}

func airPhases(ps []schema.AirPhase, o PhaseOccurrence) (out []AirPhase) {
	for _, p := range ps {
		x := AirPhase{
			Occurrence: phaseOccurrence(p.Occurrence, o), TimeOfRelease: timeOfRelease(p.From, p.Till),
			TypeOfRelease: TypeOfRelease(p.Form), NuclideReleases: amounts(p.Nuclides),
			ChemicalHealthEffects: YesNoUnknown(p.ChemicalHazard), Description: prose(more(p.Text, p.ChemicalForm, p.Nuclides)),
		}
		x.ReleaseRoute, x.ReleaseRouteDescription = either[ReleaseRoute](p.Route)
		h := ReleaseHeight{number[NonNegative](p.BaseHeight, "m"), number[NonNegative](p.TopHeight, "m"), number[NonNegative](p.EffectiveHeight, "m")}
		if h != (ReleaseHeight{}) {
			x.ReleaseHeight = &h
		}
		if e := p.Heat; e != nil {
			x.HeatEmission = &HeatEmission{YesNoUnknown(e.Significant), number[NonNegativeFloat](e.Rate, "MW"), number[NonNegative](e.Area, "m2")}
		}
		if f := p.Iodine; f != nil {
			x.RelativeIodineFractions = iodine(f)
		}
		c := PlumeCharacteristics{number[NonNegative](p.TransportSpeed, "m/s"), angle(p.TransportTowards)}
		if c != (PlumeCharacteristics{}) {
			x.PlumeCharacteristics = &c
		}
		out = append(out, x)
	}
	return out
}

func iodine(f *schema.IodineFractions) *RelativeIodineFractions {
	x := &RelativeIodineFractions{number[Percentage](&f.Elementary, "%"), number[Percentage](&f.Organic, "%"), number[Percentage](&f.Aerosol, "%")}
	if x.Elementary == "" || x.Organic == "" || x.Aerosol == "" {
		return nil
	}
	return x
}

func waterPhases(ps []schema.WaterPhase, o PhaseOccurrence) (out []WaterPhase) {
	for _, p := range ps {
		out = append(out, WaterPhase{
			Occurrence: phaseOccurrence(p.Occurrence, o), TimeOfRelease: timeOfRelease(p.From, p.Till), AffectedWaterBody: plain(p.Body),
			NuclideReleases: amounts(p.Nuclides), ChemicalHealthEffects: YesNoUnknown(p.ChemicalHazard),
			Description: prose(more(p.Text, p.ChemicalForm, p.Nuclides)),
		})
	}
	return out
}

func phaseOccurrence(given string, otherwise PhaseOccurrence) PhaseOccurrence {
	if o := word[PhaseOccurrence](given); o != "" && otherwise == PhaseProjected {
		return o
	}
	return otherwise
}

func timeOfRelease(from, till schema.Time) *TimeOfRelease {
	if from == "" && till == "" {
		return nil
	}
	return &TimeOfRelease{from, till}
}

// The labels of what has no element in a phase.
const (
	labelForm  = "Chemical form"
	labelFound = "In unknown amount"
)

// more is the text of a phase with what has no element: of nuclides in unknown amount
// with their places among the others.
func more(text, form string, ns []schema.ReleasedAmount) string {
	var unknown []string
	for i, n := range ns {
		if number[PositiveFloat](n.Activity, "Bq") == "" {
			unknown = append(unknown, fmt.Sprintf("(%d) %s", i+1, plain(string(n.Nuclide)+n.Mixture)))
		}
	}
	return labelled(labelled(text, labelForm, plain(form)), labelFound, strings.Join(unknown, "; "))
}

// rest takes that off the text again.
func (r *importer) rest(text, form *string, ns *[]schema.ReleasedAmount) {
	if found := r.label(labelFound, text); found != "" {
		for s := range strings.SplitSeq(found, "; (") {
			number, name, _ := strings.Cut(strings.TrimPrefix(s, "("), ") ")
			n := nuclide(schema.Nuclide(name), "")
			x := schema.ReleasedAmount{}
			x.Nuclide, x.Mixture = n.native()
			at, _ := strconv.Atoi(number) // what is no number comes first
			*ns = slices.Insert(*ns, min(max(at-1, 0), len(*ns)), x)
		}
	}
	*form = r.label(labelForm, text)
}

// amounts are those that are known: IRIX has no nuclide without an activity.
func amounts(ns []schema.ReleasedAmount) *NuclideReleases {
	var out []NuclideRelease
	for _, n := range ns {
		x := NuclideRelease{nuclide(n.Nuclide, n.Mixture), number[PositiveFloat](n.Activity, "Bq"), ReleaseMethod(n.Method), plain(n.MethodText)}
		if x.MethodOfDetermination == "" {
			x.MethodOfDetermination = ByOther
		}
		if x.Activity != "" {
			out = append(out, x)
		}
	}
	if out == nil {
		return nil
	}
	return &NuclideReleases{out}
}

// release reads the section Release.
func (r *importer) release() {
	x := r.report.Release
	if x == nil {
		return
	}
	var air schema.AirRelease
	var water schema.WaterRelease
	var then schema.Prediction
	if x.ReleaseToAir != nil {
		for _, p := range x.ReleaseToAir.ReleasePhases.ReleasePhase {
			if p.Occurrence == PhaseActual {
				air.Phases = append(air.Phases, r.airPhase(p))
			} else {
				then.Air = append(then.Air, r.airPhase(p))
			}
		}
	}
	if x.ReleaseToWater != nil {
		for _, p := range x.ReleaseToWater.ReleasePhases.ReleasePhase {
			if p.Occurrence == PhaseActual {
				water.Phases = append(water.Phases, r.waterPhase(p))
			} else {
				then.Water = append(then.Water, r.waterPhase(p))
			}
		}
	}
	r.occurrence(&air, &water)
	var is schema.Release
	if air.Actual+air.Future != "" || air.Phases != nil {
		is.Air = &air
	}
	if water.Actual+water.Future != "" || water.Phases != nil {
		is.Water = &water
	}
	at := r.own(x.ValidAt)
	if is != (schema.Release{}) {
		*provide(&r.info.Release, at) = is
	}
	if then.Air != nil || then.Water != nil {
		if r.info.Release.Details != nil {
			at = ""
		}
		*provide(&r.info.Prediction, at) = then
	}
}

// occurrence reads whether there is, or will be, a release. Without a compartment no
// is of both; anything else is of the air, unless only a release to water is
// described.
func (r *importer) occurrence(air *schema.AirRelease, water *schema.WaterRelease) {
	x := r.report.Release
	say := func(what string, c Compartment, no string, a, w *string) {
		if c == "" {
			switch {
			case what == Unknown:
				return
			case what == no:
				c = ToAirAndWater
			case x.ReleaseToAir == nil && x.ReleaseToWater != nil:
				c = ToWater
			default:
				c = ToAir
			}
			if what != no {
				r.warn("Release/ReleaseOccurrence", "compartment-missing", "it is not said whether the release is to air or water; %s is taken", c)
			}
		}
		if c == ToAir || c == ToAirAndWater {
			*a = what
		}
		if c == ToWater || c == ToAirAndWater {
			*w = what
		}
	}
	if o := x.ReleaseOccurrence; o != nil {
		say(string(o.ActualRelease.Occurrence), o.ActualRelease.Compartment, string(ReleaseHasNotOccurred), &air.Actual, &water.Actual)
		if f := o.FutureRelease; f != nil {
			say(string(f.Occurrence), f.Compartment, string(FutureCertainNotToOccur), &air.Future, &water.Future)
		}
	}
	if air.Phases != nil && air.Actual == "" {
		air.Actual = string(ReleaseHasOccurred) // a phase of it is Actual
	}
	if water.Phases != nil && water.Actual == "" {
		water.Actual = string(ReleaseHasOccurred)
	}
}

func (r *importer) airPhase(p AirPhase) schema.AirPhase {
	x := schema.AirPhase{
		Route: string(p.ReleaseRoute) + p.ReleaseRouteDescription, Form: string(p.TypeOfRelease), Nuclides: p.NuclideReleases.native(),
		ChemicalHazard: string(p.ChemicalHealthEffects), Text: p.Description.Text,
	}
	if p.Occurrence != PhaseActual {
		x.Occurrence = string(p.Occurrence)
	}
	if t := p.TimeOfRelease; t != nil {
		x.From, x.Till = t.StartTime, t.EndTime
	}
	if h := p.ReleaseHeight; h != nil {
		x.BaseHeight, x.TopHeight, x.EffectiveHeight = quantity(h.Base, "m"), quantity(h.Top, "m"), quantity(h.Effective, "m")
	}
	if h := p.HeatEmission; h != nil {
		x.Heat = &schema.Heat{Significant: string(h.SignificantEmissionOfHeat), Rate: quantity(h.HeatEmissionRate, "MW"), Area: quantity(h.AreaOfHeatEmission, "m2")}
	}
	if f := p.RelativeIodineFractions; f != nil {
		x.Iodine = &schema.IodineFractions{Elementary: *quantity(f.Elementary, "%"), Organic: *quantity(f.Organic, "%"), Aerosol: *quantity(f.Aerosol, "%")}
	}
	if c := p.PlumeCharacteristics; c != nil {
		x.TransportSpeed, x.TransportTowards = quantity(c.TransportSpeed, "m/s"), north(c.TransportDirection)
	}
	r.rest(&x.Text, &x.ChemicalForm, &x.Nuclides)
	return x
}

func (r *importer) waterPhase(p WaterPhase) schema.WaterPhase {
	x := schema.WaterPhase{
		Body: p.AffectedWaterBody, Nuclides: p.NuclideReleases.native(), ChemicalHazard: string(p.ChemicalHealthEffects), Text: p.Description.Text,
	}
	if p.Occurrence != PhaseActual {
		x.Occurrence = string(p.Occurrence)
	}
	if t := p.TimeOfRelease; t != nil {
		x.From, x.Till = t.StartTime, t.EndTime
	}
	r.rest(&x.Text, &x.ChemicalForm, &x.Nuclides)
	return x
}

func (ns *NuclideReleases) native() (out []schema.ReleasedAmount) {
	if ns == nil {
		return nil
	}
	for _, n := range ns.NuclideRelease {
		x := schema.ReleasedAmount{Activity: quantity(n.Activity, "Bq"), Method: string(n.MethodOfDetermination), MethodText: n.MethodOfDeterminationDescription}
		x.Nuclide, x.Mixture = n.NuclideInfo.native()
		out = append(out, x)
	}
	return out
}
