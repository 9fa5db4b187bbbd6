package irix

import (
	"strings"

	"forthwith/schema"
)

// weather writes the section Meteorology.
func (w *exporter) weather() {
	c := w.info.Conditions.Details
	if c == nil || len(c.Meteorology) == 0 {
		return
	}
	m := &Meteorology{ValidAt: validAt(w.validAt, w.info.Conditions.ValidAt)}
	for _, x := range c.Meteorology {
		m.MeteoRecord = append(m.MeteoRecord, w.record(x))
	}
	w.report.Meteorology = m
}

func (w *exporter) record(x schema.Weather) MeteoRecord {
	m := MeteoRecord{
		Type: MeteoType(x.Kind), Location: w.at(x.Location), ValidForPeriod: ValidForPeriod{x.From, x.Till},
		Temperature: number[NonNegative](x.Temperature, "K"), DewPointTemperature: number[NonNegative](x.DewPoint, "K"),
		Pressure: number[Positive](x.Pressure, "hPa"), RelativeHumidity: number[Percentage](x.Humidity, "%"),
		SolarRadiation: number[Positive](x.SolarRadiation, "W/m2"), PasquillStabilityClass: Stability(x.Stability),
		WeatherDescription: prose(x.Text),
	}
	if s := number[NonNegative](x.WindSpeed, "m/s"); s != "" {
		m.WindSpeed = &WindSpeed{s, number[Positive](x.WindSpeedFluctuation, "m/s")}
	}
	if a := angle(x.WindFrom); a != "" {
		m.WindDirection = &WindDirection{a, angle(x.WindFromFluctuation)}
	}
	if x.CloudCover != nil {
		n := Oktas(*x.CloudCover)
		m.CloudCover = &n
	}
	if x.Code != nil {
		n := WeatherCode(*x.Code)
		m.WeatherCode = &n
	}
	low, high := number[NonNegative](x.InversionLower, "m"), number[NonNegative](x.InversionUpper, "m")
	switch {
	case low != "":
		m.InversionHeightRange = &InversionHeightRange{low, high}
	case high != "":
		m.InversionLayerHeight = high
	}
	p := Precipitation{
		Occurrence: YesNoUnknown(x.Precipitation), Amount: number[NonNegative](x.PrecipitationAmount, "mm"), Intensity: number[NonNegative](x.PrecipitationRate, "mm/h"),
	}
	p.Form, p.FormDescription = either[PrecipitationForm](x.PrecipitationForm)
	if s := number[NonNegative](x.SnowDepth, "mm"); s != "" {
		p.SnowInformation = &SnowInformation{s}
	}
	if p != (Precipitation{}) {
		if p.Occurrence == "" {
			p.Occurrence = Unknown
		}
		m.Precipitation = &p
	}
	return m
}

// weather reads the section Meteorology.
func (r *importer) weather() {
	m := r.report.Meteorology
	if m == nil {
		return
	}
	c := provide(&r.info.Conditions, r.own(m.ValidAt))
	for _, x := range m.MeteoRecord {
		c.Meteorology = append(c.Meteorology, r.record(x))
	}
}

func (r *importer) record(m MeteoRecord) schema.Weather {
	x := schema.Weather{
		Kind: string(m.Type), From: m.ValidForPeriod.StartTime, Till: m.ValidForPeriod.EndTime, Location: r.where(&m.Location),
		Stability: string(m.PasquillStabilityClass), Temperature: quantity(m.Temperature, "K"), DewPoint: quantity(m.DewPointTemperature, "K"),
		Pressure: quantity(m.Pressure, "hPa"), Humidity: quantity(m.RelativeHumidity, "%"), SolarRadiation: quantity(m.SolarRadiation, "W/m2"),
		Text: m.WeatherDescription.Text,
	}
	if s := m.WindSpeed; s != nil {
		x.WindSpeed, x.WindSpeedFluctuation = quantity(s.Speed, "m/s"), quantity(s.Fluctuation, "m/s")
	}
	if d := m.WindDirection; d != nil {
		x.WindFrom, x.WindFromFluctuation = north(d.Direction), north(d.Fluctuation)
	}
	if m.CloudCover != nil {
		n := int(*m.CloudCover)
		x.CloudCover = &n
	}
	if m.WeatherCode != nil {
		n := int(*m.WeatherCode)
		x.Code = &n
	}
	x.InversionUpper = quantity(m.InversionLayerHeight, "m") // it holds a plume down where it is
	if h := m.InversionHeightRange; h != nil {
		x.InversionLower, x.InversionUpper = quantity(h.LowerBoundary, "m"), quantity(h.UpperBoundary, "m")
	}
	if p := m.Precipitation; p != nil {
		x.Precipitation, x.PrecipitationForm = string(p.Occurrence), string(p.Form)+p.FormDescription
		x.PrecipitationAmount, x.PrecipitationRate = quantity(p.Amount, "mm"), quantity(p.Intensity, "mm/h")
		if p.SnowInformation != nil {
			x.SnowDepth = quantity(p.SnowInformation.Amount, "mm")
		}
	}
	return x
}

// measurements writes the section Measurements. Samples of food come last there.
func (w *exporter) measurements() {
	i := &w.info
	m := &Measurements{ValidAt: validAt(w.validAt, i.Monitoring.ValidAt, i.Food.ValidAt)}
	var samples []schema.Sample
	if d := i.Monitoring.Details; d != nil {
		for _, x := range d.DoseRates {
			if y, ok := w.doseRate(x); ok {
				m.DoseRate = append(m.DoseRate, y)
			}
		}
		samples = d.Samples
	}
	if d := i.Food.Details; d != nil {
		samples = append(samples[:len(samples):len(samples)], d.Samples...)
	}
	for _, x := range samples {
		if y, ok := w.sample(x); ok {
			m.Sample = append(m.Sample, y)
		} else {
			w.sayFound(x)
		}
	}
	if len(m.Sample)+len(m.DoseRate) > 0 {
		w.report.Measurements = m
	}
}

// sayFound says in words what was found in a sample of which no value is known.
func (w *exporter) sayFound(x schema.Sample) {
	var found []string
	for _, y := range x.Results {
		found = append(found, string(y.Nuclide)+y.Mixture)
	}
	var m schema.Monitoring
	if w.info.Monitoring.Details != nil {
		m = *w.info.Monitoring.Details
	}
	m.Text = strings.TrimPrefix(m.Text+"\nFound in "+x.Type+": "+strings.Join(found, ", ")+".", "\n")
	w.info.Monitoring.Details = &m
}

func (w *exporter) doseRate(x schema.DoseRate) (DoseRate, bool) {
	m, ok := measured(&x.Value)
	m.Background = background(x.Background)
	d := DoseRate{DoseRateType: DoseRateType(x.Radiation), MeasuringPeriod: period(x.From, x.Till), Apparatus: apparatus(x.Apparatus)}
	d.Measurements.Measurement = []DoseRateMeasurement{{
		Location: w.at(x.Location), LocationOffset: offset(x.Offset), Measured: m, Validated: Validation(x.Validated), Description: prose(x.Text),
	}}
	return d, ok
}

func apparatus(s string) (a Apparatus) {
	a.ApparatusType, a.ApparatusTypeDescription = either[ApparatusType](s)
	return a
}

// sample has a value in IRIX, always.
func (w *exporter) sample(x schema.Sample) (Sample, bool) {
	s := Sample{
		SamplingPeriod: period(x.From, x.Till), Location: w.at(x.Location), LocationOffset: offset(x.Offset), ValueType: ValueType(x.ValueType),
		SurfaceTypeDescription: plain(x.Surface), Volume: number[PositiveFloat](x.Volume, "m3"), Description: prose(x.Text),
	}
	if fits[SampleType](x.Type) {
		s.SampleType = SampleType(x.Type)
	} else {
		s.SampleTypeDescription = plain(x.Type)
	}
	s.SampleTreatment, s.SampleTreatmentDescription = either[SampleTreatment](x.Treatment)
	if d := (SamplingDepth{number[NonNegative](x.DepthLower, "m"), number[NonNegative](x.DepthUpper, "m")}); d != (SamplingDepth{}) {
		s.SamplingDepth = &d
	}
	for _, y := range x.Results {
		m, ok := measured(y.Value)
		if !ok {
			continue
		}
		m.Background = background(y.Background)
		s.Measurements.Measurement = append(s.Measurements.Measurement, SampleMeasurement{
			NuclideInfo: nuclide(y.Nuclide, y.Mixture), Measured: m, MeasuringPeriod: optionalPeriod(y.From, y.Till), ReferenceDateAndTime: y.ReferenceAt,
			Apparatus: apparatus(y.Apparatus), Validated: Validation(y.Validated), Laboratory: plain(y.Laboratory), Description: prose(y.Text),
		})
	}
	return s, len(s.Measurements.Measurement) > 0
}

// measurements reads the section Measurements.
func (r *importer) measurements() {
	m := r.report.Measurements
	if m == nil {
		return
	}
	d := provide(&r.info.Monitoring, r.own(m.ValidAt))
	for _, x := range m.DoseRate {
		from, till := x.MeasuringPeriod.native()
		for _, y := range x.Measurements.Measurement {
			q := y.quantity()
			if u := y.Value.Unit; q == nil || u != UnitSvPerS && u != UnitGyPerS || q.Value < 0 {
				r.warn("Measurements/DoseRate", "not-carried", "a dose rate of %s %s is not carried: it is in no unit of one", y.Value.Number, u)
				continue
			}
			text := y.Description.Text
			if text == "" {
				text = x.Description.Text
			}
			d.DoseRates = append(d.DoseRates, schema.DoseRate{
				Radiation: string(x.DoseRateType), Value: *q, From: from, Till: till, Location: r.where(&y.Location), Offset: y.LocationOffset.native(),
				Background: y.Background.native(), Apparatus: x.Apparatus.native(), Validated: string(y.Validated), Text: text,
			})
		}
	}
	for _, x := range m.Sample {
		d.Samples = append(d.Samples, r.sample(x))
	}
}

func (a Apparatus) native() string { return string(a.ApparatusType) + a.ApparatusTypeDescription }

func (r *importer) sample(s Sample) schema.Sample {
	x := schema.Sample{
		Type: string(s.SampleType) + s.SampleTypeDescription, Location: r.where(&s.Location), Offset: s.LocationOffset.native(),
		ValueType: string(s.ValueType), Surface: s.SurfaceTypeDescription, Volume: quantity(s.Volume, "m3"),
		Treatment: string(s.SampleTreatment) + s.SampleTreatmentDescription, Text: s.Description.Text,
	}
	x.From, x.Till = s.SamplingPeriod.native()
	if d := s.SamplingDepth; d != nil {
		x.DepthUpper, x.DepthLower = quantity(d.MinDepth, "m"), quantity(d.MaxDepth, "m")
	}
	for _, m := range s.Measurements.Measurement {
		y := schema.Result{
			Value: m.quantity(), Background: m.Background.native(), ReferenceAt: m.ReferenceDateAndTime, Apparatus: m.Apparatus.native(),
			Validated: string(m.Validated), Laboratory: m.Laboratory, Text: m.Description.Text,
		}
		y.Nuclide, y.Mixture = m.NuclideInfo.native()
		if m.MeasuringPeriod != nil {
			y.From, y.Till = m.MeasuringPeriod.native()
		}
		x.Results = append(x.Results, y)
	}
	return x
}
